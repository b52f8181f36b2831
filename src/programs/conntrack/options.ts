/** conntrack's command line. Source: conntrack-tools 1.4.7, `conntrack.c`. */
import { type Ipv4Address, ipv4ToBytes, parseIpv6 } from "../../packet/address.ts";
import { inetAton } from "../lib/resolver.ts";
import { wrong } from "./failure.ts";
import { IPS_CONFIRMED, STATUS_WORDS, TCP_STATES } from "./names.ts";
import type { OutputFlags } from "./print.ts";

export type Command = "L" | "I" | "A" | "U" | "D" | "G" | "F" | "E" | "C" | "S" | "h" | "V";
export type Table = "conntrack" | "expect" | "dying" | "unconfirmed";

/** An address with the length of its network, bits. */
export interface Network {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** An address to translate to, which may have a port; without an address any translation will do. */
export interface NatOption {
  readonly address: Uint8Array | undefined;
  readonly port: number | undefined;
}

export interface MaskedValue {
  readonly value: number;
  readonly mask: number;
}

/** Ports and numbers of the protocol, by the names of their options. */
export type ProtocolOptions = Map<string, number>;

export class Options {
  command: Command | undefined = undefined;
  table: Table = "conntrack";
  /** Names of options as they are complained about. */
  readonly given = new Set<string>();
  addresses: Partial<Record<"src" | "dst" | "reply-src" | "reply-dst", Network>> = {};
  masks: Partial<Record<"mask-src" | "mask-dst", Network>> = {};
  /** 2, 10, or 0: any */
  family = 0;
  protocol: number | undefined = undefined;
  timeout = 0;
  status = 0;
  mark: MaskedValue = { value: 0, mask: 0xffffffff };
  zone = 0;
  origZone = 0;
  replyZone = 0;
  sourceNat: NatOption | undefined = undefined;
  destinationNat: NatOption | undefined = undefined;
  anyNat: NatOption | undefined = undefined;
  eventMask = 0;
  bufferSize = 0;
  readonly proto: ProtocolOptions = new Map();
  output: OutputFlags = NO_OUTPUT;
  /** Said on standard error on the way. */
  readonly warnings: string[] = [];
}

const NO_OUTPUT: OutputFlags = {
  extended: false,
  id: false,
  timestamp: false,
  ktimestamp: false,
  xml: false,
  save: false,
};

/** Letters of commands, with their long names. */
const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ...("LIAUDGFECShV".split("") as Command[]).map((letter) => [`-${letter}`, letter] as const),
  ["--dump", "L"],
  ["--create", "I"],
  ["--add", "A"],
  ["--update", "U"],
  ["--delete", "D"],
  ["--get", "G"],
  ["--flush", "F"],
  ["--event", "E"],
  ["--count", "C"],
  ["--stats", "S"],
  ["--help", "h"],
  ["--version", "V"],
]);

type Argument = "none" | "required" | "optional";

/** What an option does: its name in complaints, whether it takes an argument, its effect. */
interface OptionRule {
  readonly name: string;
  readonly argument: Argument;
  apply(options: Options, argument: string): void;
}

/** `strtoul` with any base: what is no number is 0. */
export function parseNumber(text: string): number {
  const match = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|[0-9]+)/.exec(text);
  if (match === null) return 0;
  const digits = match[2];
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return match[1] === "-" ? -value : value;
}

function parseAddress(text: string): Uint8Array | undefined {
  const v4 = inetAton(text);
  if (v4 !== undefined) return ipv4Bytes(v4);
  return parseIpv6(text)?.toBytes();
}

function ipv4Bytes(address: Ipv4Address): Uint8Array {
  const bytes = new Uint8Array(4);
  ipv4ToBytes(address, bytes, 0);
  return bytes;
}

function setFamily(options: Options, bytes: Uint8Array): void {
  const family = bytes.length === 4 ? 2 : 10;
  if (options.family !== 0 && options.family !== family) wrong("mismatched address family");
  options.family = family;
}

function parseNetwork(options: Options, text: string): Network {
  const slash = text.indexOf("/");
  const bytes = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (bytes === undefined) return wrong(`Invalid IP address \`${text}'`);
  setFamily(options, bytes);
  const bits = bytes.length * 8;
  const length = slash < 0 ? bits : parseNumber(text.slice(slash + 1));
  const digits = slash < 0 || /^\d*$/.test(text.slice(slash + 1));
  if (!digits || length < 0 || length > bits) return wrong("Invalid netmask");
  return { text, bytes, length };
}

function address(name: "src" | "dst" | "reply-src" | "reply-dst"): OptionRule {
  return {
    name,
    argument: "required",
    apply: (options, text) => {
      const network = parseNetwork(options, text);
      options.addresses[name] = network;
      if (network.length === network.bytes.length * 8) return;
      if (name === "reply-src" || name === "reply-dst")
        return wrong(`CIDR notation unavailable for \`--${name}'`);
      options.given.add(`mask-${name}`);
    },
  };
}

function mask(name: "mask-src" | "mask-dst"): OptionRule {
  return {
    name,
    argument: "required",
    apply: (options, text) => void (options.masks[name] = parseNetwork(options, text)),
  };
}

/** `ip[:port]`, or nothing */
function parseNat(options: Options, text: string): NatOption {
  if (text === "") return { address: undefined, port: undefined };
  const match = /^(?:\[([^\]]*)\]|([^:]*))(?::([0-9]+))?$/.exec(text);
  const plain = match?.[1] ?? match?.[2];
  const bytes = parseAddress(text) ?? (plain === undefined ? undefined : parseAddress(plain));
  if (bytes === undefined) return wrong(`Invalid IP address \`${plain ?? text}'`);
  setFamily(options, bytes);
  const port = parseAddress(text) === undefined && match?.[3] !== undefined ? Number(match[3]) : undefined;
  return { address: bytes, port };
}

function nat(name: string, field: "sourceNat" | "destinationNat" | "anyNat"): OptionRule {
  return {
    name,
    argument: "optional",
    apply: (options, text) => void (options[field] = parseNat(options, text)),
  };
}

function numeric(
  name: string,
  field: "timeout" | "zone" | "origZone" | "replyZone" | "bufferSize",
): OptionRule {
  const bits = name.includes("zone") ? 0xffff : 0xffffffff;
  return {
    name,
    argument: "required",
    apply: (options, text) => {
      // of a lifetime, in decimal
      const number = field === "timeout" ? Number.parseInt(text, 10) || 0 : parseNumber(text);
      options[field] = (number & bits) >>> 0;
    },
  };
}

const PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ["tcp", 6],
  ["udp", 17],
  ["udplite", 136],
  ["icmp", 1],
  ["icmpv6", 58],
  ["ipv6-icmp", 58],
  ["sctp", 132],
  ["gre", 47],
  ["dccp", 33],
  ["esp", 50],
  ["ah", 51],
  ["igmp", 2],
]);

function setProtocol(options: Options, text: string): void {
  const lower = text.toLowerCase();
  const number = PROTOCOLS.get(lower) ?? (/^[0-9]+$/.test(text) ? Number(text) : -1);
  if (number < 0 || number > 255) wrong(`\`${text}' unsupported protocol`);
  options.protocol = number;
}

/** The words of a list, each with all that is left from it on. */
function wordsOf(text: string): readonly (readonly [string, string])[] {
  const words = text.split(",");
  return words.map((word, index) => [word, words.slice(index).join(",")]);
}

function setStatus(options: Options, text: string): void {
  options.status = IPS_CONFIRMED;
  for (const [word, rest] of wordsOf(text)) {
    const upper = word.toUpperCase();
    if (upper === "SRC_NAT" || upper === "DST_NAT") {
      options.warnings.push(
        `WARNING: ignoring ${upper}, use --${upper === "SRC_NAT" ? "src" : "dst"}-nat instead`,
      );
      continue;
    }
    const bit = STATUS_WORDS.get(upper);
    if (bit === undefined) wrong(`Bad parameter \`${rest}'`);
    else options.status |= bit;
  }
}

const EVENTS: ReadonlyMap<string, number> = new Map([
  ["ALL", 7],
  ["NEW", 1],
  ["UPDATES", 2],
  ["DESTROY", 4],
]);

function setEvents(options: Options, text: string): void {
  for (const word of text.split(",")) {
    const bit = EVENTS.get(word.toUpperCase());
    if (bit === undefined) wrong(`Bad parameter \`${text}'`);
    else options.eventMask |= bit;
  }
}

const OUTPUT_WORDS: ReadonlySet<string> = new Set([
  "xml",
  "extended",
  "timestamp",
  "id",
  "ktimestamp",
  "labels",
  "userspace",
  "save",
]);

function setOutput(options: Options, text: string): void {
  const flags = { ...options.output };
  for (const [word, rest] of wordsOf(text)) {
    const lower = word.toLowerCase();
    if (!OUTPUT_WORDS.has(lower)) wrong(`Bad parameter \`${rest}'`);
    if (lower === "labels") options.warnings.push("nfct_labelmap_new: No such file or directory");
    else if (lower !== "userspace") flags[lower as keyof OutputFlags] = true;
  }
  options.output = flags;
}

function setMark(options: Options, text: string): void {
  const [value, maskText] = text.split("/", 2);
  const masked = maskText === undefined ? 0xffffffff : parseNumber(maskText) >>> 0;
  options.mark = { value: parseNumber(value) >>> 0, mask: masked };
}

function setAddressFamily(options: Options, text: string): void {
  if (text !== "ipv4" && text !== "ipv6") wrong(`\`${text}' unsupported protocol`);
  const family = text === "ipv4" ? 2 : 10;
  if (options.family !== 0 && options.family !== family) wrong("mismatched address family");
  options.family = family;
}

function rule(name: string, argument: Argument, apply: OptionRule["apply"]): OptionRule {
  return { name, argument, apply };
}

const nothing = (): void => {};
const label = (): never => wrong("labels are not supported here: there is no connlabel.conf");

const RULES: ReadonlyMap<string, OptionRule> = new Map<string, OptionRule>([
  ...["-s", "--src", "--orig-src"].map((word) => [word, address("src")] as const),
  ...["-d", "--dst", "--orig-dst"].map((word) => [word, address("dst")] as const),
  ...["-r", "--reply-src"].map((word) => [word, address("reply-src")] as const),
  ...["-q", "--reply-dst"].map((word) => [word, address("reply-dst")] as const),
  ...["-p", "--protonum"].map((word) => [word, rule("protonum", "required", setProtocol)] as const),
  ...["-t", "--timeout"].map((word) => [word, numeric("timeout", "timeout")] as const),
  ...["-u", "--status"].map((word) => [word, rule("status", "required", setStatus)] as const),
  ...["-z", "--zero"].map((word) => [word, rule("zero", "none", nothing)] as const),
  ...["-e", "--event-mask"].map((word) => [word, rule("event-mask", "required", setEvents)] as const),
  ["--mask-src", mask("mask-src")],
  ["--mask-dst", mask("mask-dst")],
  ["--tuple-src", rule("tuple-src", "required", nothing)],
  ["--tuple-dst", rule("tuple-dst", "required", nothing)],
  ...["-a", "--nat-range"].map(
    (word) =>
      [
        word,
        rule("", "required", (options) => options.warnings.push("WARNING: ignoring -a, deprecated option.")),
      ] as const,
  ),
  ...["-m", "--mark"].map((word) => [word, rule("mark", "required", setMark)] as const),
  ...["-c", "--secmark"].map((word) => [word, rule("secmark", "required", nothing)] as const),
  ...["-i", "--id"].map((word) => [word, rule("id", "required", nothing)] as const),
  ...["-f", "--family"].map((word) => [word, rule("family", "required", setAddressFamily)] as const),
  ...["-n", "--src-nat"].map((word) => [word, nat("src-nat", "sourceNat")] as const),
  ...["-g", "--dst-nat"].map((word) => [word, nat("dst-nat", "destinationNat")] as const),
  ...["-j", "--any-nat"].map((word) => [word, nat("any-nat", "anyNat")] as const),
  ...["-o", "--output"].map((word) => [word, rule("output", "required", setOutput)] as const),
  ...["-b", "--buffer-size"].map((word) => [word, numeric("buffer-size", "bufferSize")] as const),
  ...["-w", "--zone"].map((word) => [word, numeric("zone", "zone")] as const),
  ["--orig-zone", numeric("orig-zone", "origZone")],
  ["--reply-zone", numeric("reply-zone", "replyZone")],
  ...["-l", "--label"].map((word) => [word, rule("label", "required", label)] as const),
  ["--label-add", rule("label-add", "optional", label)],
  ["--label-del", rule("label-del", "optional", label)],
]);

/** Options that a protocol brings: long names, and what they set. */
const PORT_OPTIONS: readonly (readonly [string, string])[] = [
  ["--orig-port-src", "sport"],
  ["--sport", "sport"],
  ["--orig-port-dst", "dport"],
  ["--dport", "dport"],
  ["--reply-port-src", "reply-port-src"],
  ["--reply-port-dst", "reply-port-dst"],
];

function protocolOption(options: Options, word: string): ((text: string) => void) | undefined {
  const { protocol, proto } = options;
  if (protocol === undefined) return undefined;
  if (protocol === 6 && word === "--state")
    return (text) => {
      const state = TCP_STATES.indexOf(text);
      if (state < 0) wrong(`unknown TCP state \`${text}'`);
      proto.set("state", state);
    };
  const name = protocol === 1 ? "icmp" : "icmpv6";
  if (protocol === 1 || protocol === 58) {
    const match = new RegExp(`^--${name}-(type|code|id)$`).exec(word);
    return match === null ? undefined : (text) => void proto.set(match[1], parseNumber(text) & 0xffff);
  }
  if (![6, 17, 33, 132, 136].includes(protocol)) return undefined;
  const port = PORT_OPTIONS.find(([long]) => long === word);
  return port === undefined ? undefined : (text) => void proto.set(port[1], parseNumber(text) & 0xffff);
}

const TABLES: readonly Table[] = ["conntrack", "expect", "dying", "unconfirmed"];

export function parseOptions(argv: readonly string[]): Options {
  const options = new Options();
  for (let i = 1; i < argv.length; ) {
    const word = argv[i++];
    if (word === "--") break;
    if (!word.startsWith("-") || word === "-") continue;
    const [name, attached] = splitWord(word);
    const command = COMMANDS.get(name);
    if (command !== undefined) {
      if (options.command !== undefined) wrong("Invalid commands combination");
      options.command = command;
      if (command !== "h" && command !== "V" && i < argv.length && !argv[i].startsWith("-"))
        options.table = tableOf(argv[i++]);
      continue;
    }
    const found = RULES.get(name);
    const protocol = found === undefined ? protocolOption(options, name) : undefined;
    if (found === undefined && protocol === undefined) wrong(`unknown option \`${word}'`);
    const wants = found?.argument ?? "required";
    let argument = attached ?? "";
    if (wants !== "none" && attached === undefined) {
      const next = i < argv.length ? argv[i] : undefined;
      if (wants === "required") {
        if (next === undefined) wrong(`option \`${word}' requires an argument`);
        argument = next ?? "";
        i++;
      } else if (next !== undefined && !next.startsWith("-")) {
        argument = next;
        i++;
      }
    }
    if (found === undefined) {
      protocol?.(argument);
      continue;
    }
    if (found.name !== "") options.given.add(found.name);
    found.apply(options, argument);
  }
  return options;
}

/** An option's name, and what hangs on it: `-s1.2.3.4`, `--src=1.2.3.4`. */
function splitWord(word: string): readonly [string, string | undefined] {
  if (word.startsWith("--")) {
    const equals = word.indexOf("=");
    return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
  }
  return word.length > 2 ? [word.slice(0, 2), word.slice(2)] : [word, undefined];
}

function tableOf(text: string): Table {
  const table = TABLES.find((known) => known === text);
  return table ?? wrong(`unknown type \`${text}'`);
}
