/** Options of `nc`. */
import { AF_INET, AF_INET6, AF_UNSPEC } from "../../kernel.ts";
import { getopt } from "../lib/getopt.ts";
import { HELP, USAGE } from "./usage.ts";

const LETTERS = "46bCDdFhI:i:klM:m:NnO:P:p:q:rSs:T:tUuV:vW:w:X:x:Zz";
/** Known, and not done here. */
const REFUSED = "FmPSVXxZ";
const INT_MAX = 2147483647;

/** What they say. */
export interface NcOptions {
  readonly family: number;
  readonly broadcast: boolean;
  readonly crlf: boolean;
  readonly debug: boolean;
  readonly detached: boolean;
  readonly receiveBuffer: number;
  readonly sendBuffer: number;
  /** s */
  readonly interval: number;
  readonly keep: boolean;
  readonly listen: boolean;
  /** -1: the kernel's. */
  readonly ttl: number;
  readonly shutdown: boolean;
  readonly numeric: boolean;
  readonly sourcePort: string | undefined;
  readonly sourceAddress: string | undefined;
  /** s; -1: never. */
  readonly quit: number;
  readonly random: boolean;
  readonly tos: number;
  readonly telnet: boolean;
  readonly udp: boolean;
  /** `-U`: the host is the path of a socket. */
  readonly unix: boolean;
  readonly verbose: boolean;
  readonly receiveLimit: number;
  /** ms; -1: none. */
  readonly timeout: number;
  readonly scan: boolean;
  readonly host: string | undefined;
  readonly ports: readonly string[];
}

/** Ends `nc` with a text on standard error. */
export class NcExit {
  readonly status: number;
  readonly text: string;
  constructor(status: number, text: string) {
    this.status = status;
    this.text = text;
  }
}

/** A complaint with which the program ends. */
export function fail(text: string): NcExit {
  return new NcExit(1, `nc: ${text}\n`);
}

/** `strtonum(3)` */
function number(text: string, low: number, high: number): number | string {
  if (!/^\s*[+-]?\d+$/.test(text)) return "invalid";
  const value = Number(text);
  if (value < low) return "too small";
  return value > high ? "too large" : value;
}

function bounded(text: string, low: number, high: number, what: string): number {
  const value = number(text, low, high);
  if (typeof value === "string") throw fail(`${what} ${value}: ${text}`);
  return value;
}

const TOS_NAMES: ReadonlyMap<string, number> = new Map([
  ["af11", 0x28],
  ["af12", 0x30],
  ["af13", 0x38],
  ["af21", 0x48],
  ["af22", 0x50],
  ["af23", 0x58],
  ["af31", 0x68],
  ["af32", 0x70],
  ["af33", 0x78],
  ["af41", 0x88],
  ["af42", 0x90],
  ["af43", 0x98],
  ["critical", 0xa0],
  ["cs0", 0],
  ["cs1", 0x20],
  ["cs2", 0x40],
  ["cs3", 0x60],
  ["cs4", 0x80],
  ["cs5", 0xa0],
  ["cs6", 0xc0],
  ["cs7", 0xe0],
  ["ef", 0xb8],
  ["inetcontrol", 0xc0],
  ["lowcost", 0x02],
  ["lowdelay", 0x10],
  ["netcontrol", 0xe0],
  ["reliability", 0x04],
  ["throughput", 0x08],
]);

function tosOf(text: string): number {
  const known = TOS_NAMES.get(text);
  if (known !== undefined) return known;
  const value = /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : Number.NaN;
  if (!(value >= 0 && value <= 255)) throw fail(`illegal tos value ${text}`);
  return value;
}

/** Ports as the program tries them: a number, a name, or a range. */
export function expandPorts(text: string, service: (name: string) => number | undefined): number[] {
  if (/^[^-]+-[^-]+$/.test(text) && service(text) === undefined) {
    const [low, high] = text.split("-");
    const from = bounded(low, 1, 65535, "port number");
    const to = bounded(high, 1, 65535, "port number");
    const ports: number[] = [];
    for (let port = Math.min(from, to); port <= Math.max(from, to); port++) ports.push(port);
    return ports;
  }
  const known = service(text);
  return [known ?? bounded(text, 1, 65535, "port number")];
}

/** Reads them. @throws NcExit */
export function parseOptions(argv: readonly string[]): NcOptions {
  const { options, operands, errors } = getopt(argv, LETTERS);
  const given = new Map<string, string>();
  for (const { option, argument } of options) {
    if (option === "?" || option === ":")
      throw new NcExit(1, errors.map((error) => `${error}\n`).join("") + USAGE);
    if (option === "h") throw new NcExit(0, HELP);
    if (REFUSED.includes(option)) throw fail(`option -${option} is not supported here`);
    given.set(option, argument ?? "");
    check(option, argument ?? "");
  }
  const has = (letter: string): boolean => given.has(letter);
  const value = (letter: string, low: number, high: number, what: string, otherwise: number): number => {
    const text = given.get(letter);
    return text === undefined ? otherwise : bounded(text, low, high, what);
  };
  const listen = has("l");
  const seconds = value("w", 0, INT_MAX / 1000, "timeout", -1);
  const quit = value("q", -INT_MAX, INT_MAX, "quit timer", -1);
  let host: string | undefined = operands[0];
  let ports = operands.slice(1);
  const own = given.get("p");
  if (has("U")) {
    if (operands.length > 1 && !(listen && given.has("s"))) throw fail("cannot use port with -U");
    if (own !== undefined || (host === undefined && !listen)) throw new NcExit(1, USAGE);
    if (given.has("s") && (listen ? host !== undefined : !has("u"))) throw new NcExit(1, USAGE);
    if (listen && host === undefined && !given.has("s")) throw fail("missing socket pathname");
    ports = [];
  } else if (listen) {
    // of one word alone it is the port
    if (operands.length === 1 && own === undefined) {
      host = undefined;
      ports = [operands[0]];
    } else if (operands.length === 0 && own !== undefined) ports = [own];
    else if (operands.length === 1 && own !== undefined) ports = [own];
    if (ports.length === 0) throw fail("missing port number");
  } else {
    if (host === undefined) throw new NcExit(1, USAGE);
    if (ports.length === 0) throw fail("missing port number");
  }
  if (ports.length > 1 && listen) throw new NcExit(1, USAGE);
  if (listen && given.has("s") && host === undefined) host = given.get("s");
  if (listen && has("z")) throw fail("cannot use -z and -l");
  if (!listen && has("k")) throw fail("must use -l with -k");
  return {
    family: has("6") ? AF_INET6 : has("4") ? AF_INET : AF_UNSPEC,
    broadcast: has("b"),
    crlf: has("C"),
    debug: has("D"),
    detached: has("d"),
    receiveBuffer: value("I", 1, 65536 << 14, "TCP receive window", 0),
    sendBuffer: value("O", 1, 65536 << 14, "TCP send window", 0),
    interval: value("i", 0, INT_MAX, "interval", 0),
    keep: has("k"),
    listen,
    ttl: has("M") ? Number(given.get("M")) : -1,
    shutdown: has("N") || quit >= 0,
    numeric: has("n"),
    sourcePort: listen ? undefined : own,
    sourceAddress: listen ? undefined : given.get("s"),
    quit,
    random: has("r"),
    tos: has("T") ? tosOf((given.get("T") ?? "").toLowerCase()) : -1,
    telnet: has("t"),
    udp: has("u"),
    unix: has("U"),
    verbose: has("v"),
    receiveLimit: value("W", 1, INT_MAX, "receive limit", 0),
    timeout: seconds < 0 ? -1 : seconds * 1000,
    scan: has("z"),
    host,
    ports,
  };
}

/** What is refused as soon as it is read. */
function check(option: string, argument: string): void {
  if (option === "M") {
    const ttl = number(argument, 0, 255);
    if (typeof ttl === "string") throw fail(`ttl is ${ttl}`);
  }
  if (option === "i") bounded(argument, 0, INT_MAX, "interval");
  if (option === "q") bounded(argument, -INT_MAX, INT_MAX, "quit timer");
  if (option === "w") bounded(argument, 0, INT_MAX / 1000, "timeout");
  if (option === "W") bounded(argument, 1, INT_MAX, "receive limit");
  if (option === "I") bounded(argument, 1, 65536 << 14, "TCP receive window");
  if (option === "O") bounded(argument, 1, 65536 << 14, "TCP send window");
  if (option === "T") tosOf(argument.toLowerCase());
}
