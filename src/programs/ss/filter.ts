/** Expressions over addresses and ports: `sport = :80 and not dst 10.0.0.0/8`. */
import { ipv4ToBytes, parseIpv4, parseIpv6 } from "../../packet/address.ts";
import type { SocketInfo } from "./sockets.ts";

export type Condition = (socket: SocketInfo) => boolean;

export class FilterError {
  readonly text: string;
  /** The words are no expression: the usage follows. */
  readonly syntax: boolean;
  constructor(text: string, syntax = false) {
    this.text = text;
    this.syntax = syntax;
  }
}

interface HostCondition {
  readonly address: Uint8Array | undefined;
  readonly prefix: number;
  readonly port: number | undefined;
}

const OPERATORS: Readonly<Record<string, string>> = {
  "=": "==",
  "==": "==",
  eq: "==",
  "!=": "!=",
  ne: "!=",
  neq: "!=",
  "<": "<",
  lt: "<",
  ">": ">",
  gt: ">",
  "<=": "<=",
  le: "<=",
  leq: "<=",
  ">=": ">=",
  ge: ">=",
  geq: ">=",
};

function bad(text: string): never {
  throw new FilterError(
    `Error: an inet prefix is expected rather than "${text}".\nCannot parse dst/src address.\n`,
  );
}

/** `ADDRESS`, `ADDRESS:PORT`, `[ADDRESS]:PORT`, `:PORT`, with a prefix length; names are service names only. */
function parseHost(text: string, portOf: (name: string) => number | undefined): HostCondition {
  const bracket = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  const plain = /^([^:]*)(?::([^:]*))?$/.exec(text);
  const [host, service] = bracket
    ? [bracket[1], bracket[2]]
    : plain
      ? [plain[1], plain[2]]
      : [text, undefined];
  const [address, length] = host.split("/");
  const v4 = parseIpv4(address);
  const v6 = v4 === undefined ? parseIpv6(address) : undefined;
  const bytes = v4 === undefined ? v6?.toBytes() : ipv4ToBytes(v4);
  if (bytes === undefined && address !== "" && address !== "*") bad(text);
  const prefix = length === undefined ? (bytes?.length ?? 0) * 8 : Number(length);
  if (!(prefix >= 0 && prefix <= 128)) bad(text);
  const port = service === undefined || service === "" || service === "*" ? undefined : portOf(service);
  if (service !== undefined && service !== "" && service !== "*" && port === undefined)
    throw new FilterError(`Error: "${service}" does not look like a port.\nCannot parse dst/src address.\n`);
  return { address: bytes, prefix, port };
}

function matchHost({ address, prefix, port }: HostCondition, bytes: Uint8Array, number: number): boolean {
  if (port !== undefined && port !== number) return false;
  if (address === undefined) return true;
  // the first bits count, whatever the family; a mapped address is one of IPv4, too
  if (samePrefix(address, prefix, bytes)) return true;
  if (address.length !== 4 || bytes.length !== 16) return false;
  const mapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return mapped && samePrefix(address, prefix, bytes.subarray(12));
}

function samePrefix(address: Uint8Array, prefix: number, own: Uint8Array): boolean {
  for (let bit = 0; bit < prefix; bit++) {
    const mask = 128 >>> (bit & 7);
    if ((own[bit >>> 3] & mask) !== (address[bit >>> 3] & mask)) return false;
  }
  return true;
}

function comparePort(operator: string, left: number, right: number): boolean {
  if (operator === "<=") return left <= right;
  if (operator === ">=") return left >= right;
  if (operator === "<") return left < right;
  if (operator === ">") return left > right;
  return operator === "!=" ? left !== right : left === right;
}

/** Parses the words behind the options. @throws {@link FilterError} */
export function parseFilter(
  words: readonly string[],
  portOf: (name: string) => number | undefined,
): Condition {
  const tokens = words
    .flatMap((word) => word.split(/\s+/))
    .flatMap((word) => word.split(/([()!]|&&?|\|\|?)(?!=)/))
    .filter(Boolean);
  const parser = new Parser(tokens, portOf);
  const condition = parser.either();
  if (!parser.done)
    throw new FilterError('ss: bison bellows (while parsing filter): "syntax error!" Sorry.\n', true);
  return condition;
}

class Parser {
  private at = 0;
  private readonly tokens: readonly string[];
  private readonly portOf: (name: string) => number | undefined;

  constructor(tokens: readonly string[], portOf: (name: string) => number | undefined) {
    this.tokens = tokens;
    this.portOf = portOf;
  }

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  private take(...words: string[]): boolean {
    if (!words.includes(this.tokens[this.at])) return false;
    this.at++;
    return true;
  }

  either(): Condition {
    let left = this.both();
    while (this.take("or", "|", "||")) {
      const [one, other] = [left, this.both()];
      left = (socket) => one(socket) || other(socket);
    }
    return left;
  }

  private both(): Condition {
    let left = this.negated();
    while (!this.done && this.tokens[this.at] !== ")" && !["or", "|", "||"].includes(this.tokens[this.at])) {
      this.take("and", "&", "&&");
      const [one, other] = [left, this.negated()];
      left = (socket) => one(socket) && other(socket);
    }
    return left;
  }

  private negated(): Condition {
    if (this.take("not", "!")) {
      const condition = this.negated();
      return (socket) => !condition(socket);
    }
    if (this.take("(")) {
      const condition = this.either();
      if (!this.take(")")) this.fail();
      return condition;
    }
    return this.primary();
  }

  private fail(): never {
    throw new FilterError('ss: bison bellows (while parsing filter): "syntax error!" Sorry.\n', true);
  }

  private word(): string {
    return this.tokens[this.at++] ?? this.fail();
  }

  private primary(): Condition {
    const word = this.word();
    if (["dev", "fwmark", "cgroup", "autobound"].includes(word))
      throw new FilterError(`ss: ${word} in filters is not supported here\n`);
    const source = word === "src" || word === "sport";
    if (!source && word !== "dst" && word !== "dport") {
      const host = parseHost(word, this.portOf);
      return (socket) => matchHost(host, socket.destination, socket.destinationPort);
    }
    const operator = Object.hasOwn(OPERATORS, this.tokens[this.at] ?? "") ? OPERATORS[this.word()] : "==";
    const text = this.word();
    const port = word === "sport" || word === "dport";
    const host = parseHost(port && !text.includes(":") ? `:${text}` : text, this.portOf);
    return (socket) => {
      const [bytes, number] = source
        ? [socket.source, socket.sourcePort]
        : [socket.destination, socket.destinationPort];
      if (operator === "==") return matchHost(host, bytes, number);
      if (operator === "!=") return !matchHost(host, bytes, number);
      return host.port !== undefined && comparePort(operator, number, host.port);
    };
  }
}
