/** Expressions over addresses and ports: `sport = :80 and not dst 10.0.0.0/8`. */

import { AF_NETLINK, AF_PACKET, AF_UNIX } from "../../kernel.ts";
import { ipv4ToBytes, parseIpv4, parseIpv6 } from "../../packet/address.ts";
import { matchesPattern } from "../ip/pattern.ts";

/** What of a socket a filter looks at. */
export interface Subject {
  readonly family: number;
  readonly state: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Addresses of the internet's families. */
  readonly source?: Uint8Array;
  readonly destination?: Uint8Array;
  readonly ifindex?: number;
  /** Of netlink, or of packets. */
  readonly protocol?: number;
  /** Of the UNIX family. */
  readonly name?: string;
}

/** Whether a socket fits the expression. */
export type Condition = (socket: Subject) => boolean;

/** What names in filters stand for. */
export interface Names {
  /** The family that an address is of when nothing before it says so; 0: of the internet. */
  readonly preferred: number;
  port(name: string): number | undefined;
  device(name: string): number;
}

/** Why an expression is none. */
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

function matchHost(
  { address, prefix, port }: HostCondition,
  bytes: Uint8Array | undefined,
  number: number,
): boolean {
  if (port !== undefined && port !== number) return false;
  if (address === undefined) return true;
  if (bytes === undefined) return false;
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

/** A name, or a pattern of names. */
function unixName(pattern: string, source: boolean): Condition {
  return ({ family, name }) =>
    family === AF_UNIX &&
    (pattern === "" || pattern === "*" || (source && matchesPattern(pattern, name ?? "")));
}

const NETLINK_PROTOCOLS = [
  "rtnl",
  "",
  "usersock",
  "fw",
  "tcpdiag",
  "nflog",
  "xfrm",
  "",
  "",
  "audit",
  "fiblookup",
];
const MORE_PROTOCOLS: Readonly<Record<string, number>> = { nft: 12, uevent: 15, genl: 16 };

/** `PROTOCOL`, `PROTOCOL:PORT`. */
function netlinkPort(text: string, source: boolean): Condition {
  const [name, port] = text.split(":");
  const known = NETLINK_PROTOCOLS.indexOf(name);
  const wanted =
    name === "" || name === "*" ? -1 : known >= 0 ? known : (MORE_PROTOCOLS[name] ?? Number(name));
  if (Number.isNaN(wanted)) bad(text);
  const number =
    port === undefined || port === "" || port === "*" ? -1 : port === "kernel" ? 0 : Number(port);
  if (Number.isNaN(number)) bad(text);
  return (socket) =>
    socket.family === AF_NETLINK &&
    (wanted < 0 || !source || socket.protocol === wanted) &&
    (number < 0 || (source ? socket.sourcePort : socket.destinationPort) === number);
}

/** Parses the words behind the options. @throws {@link FilterError} */
export function parseFilter(words: readonly string[], names: Names): Condition {
  const tokens = words
    .flatMap((word) => word.split(/\s+/))
    .flatMap((word) => word.split(/([()!]|&&?|\|\|?)(?!=)/))
    .filter(Boolean);
  const parser = new Parser(tokens, names);
  const condition = parser.either();
  if (!parser.done)
    throw new FilterError('ss: bison bellows (while parsing filter): "syntax error!" Sorry.\n', true);
  return condition;
}

class Parser {
  private at = 0;
  private readonly tokens: readonly string[];
  private readonly names: Names;

  constructor(tokens: readonly string[], names: Names) {
    this.tokens = tokens;
    this.names = names;
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

  private device(): Condition {
    const operator = Object.hasOwn(OPERATORS, this.tokens[this.at] ?? "") ? OPERATORS[this.word()] : "==";
    const index = this.names.device(this.word());
    return operator === "!="
      ? (socket) => socket.ifindex !== index
      : (socket) => index === 0 || socket.ifindex === index;
  }

  /** One end of a socket, as its family writes it (`parse_hostcond`). */
  private host(text: string, source: boolean, port: boolean): Condition {
    const { preferred } = this.names;
    const portOf = (name: string) => this.names.port(name);
    if (!port && (text.startsWith("unix:") || (preferred === AF_UNIX && !text.startsWith("inet"))))
      return unixName(text.replace(/^unix:/, ""), source);
    if (!port && (text.startsWith("netlink:") || preferred === AF_NETLINK))
      return netlinkPort(text.replace(/^netlink:/, ""), source);
    if (!port && (text.startsWith("link:") || preferred === AF_PACKET))
      throw new FilterError("ss: addresses of packet sockets in filters are not supported here\n");
    const plain = text.replace(/^inet6?:/, "");
    const host = parseHost(port && !plain.includes(":") ? `:${plain}` : plain, portOf);
    return source
      ? (socket) => matchHost(host, socket.source, socket.sourcePort)
      : (socket) => matchHost(host, socket.destination, socket.destinationPort);
  }

  private primary(): Condition {
    const word = this.word();
    if (["fwmark", "cgroup", "autobound"].includes(word))
      throw new FilterError(`ss: ${word} in filters is not supported here\n`);
    if (word === "dev") return this.device();
    const source = word === "src" || word === "sport";
    if (!source && word !== "dst" && word !== "dport") {
      return this.host(word, false, false);
    }
    const operator = Object.hasOwn(OPERATORS, this.tokens[this.at] ?? "") ? OPERATORS[this.word()] : "==";
    const text = this.word();
    const port = word === "sport" || word === "dport";
    if (operator === "==") return this.host(text, source, port);
    if (operator === "!=") {
      const condition = this.host(text, source, port);
      return (socket) => !condition(socket);
    }
    const host = parseHost(port && !text.includes(":") ? `:${text}` : text, (name) => this.names.port(name));
    return (socket) => {
      const number = source ? socket.sourcePort : socket.destinationPort;
      return host.port !== undefined && comparePort(operator, number, host.port);
    };
  }
}
