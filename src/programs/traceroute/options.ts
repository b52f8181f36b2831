/** The command line of traceroute. */
import { AF_INET, AF_INET6, AF_UNSPEC, type SystemCalls } from "../../kernel.ts";
import { ipv4 } from "../../packet/address.ts";
import { Exit } from "../lib/iputils.ts";
import { formatG, strtod, strtolSaturated, strtoulPrefix, strtoulSaturated } from "../lib/numbers.ts";
import { readLines } from "../lib/read-file.ts";
import { type InternetAddress, resolve } from "../lib/resolver.ts";
import { type CommandOption, type Operand, parseCommandLine, type Wrong } from "./command-line.ts";
import { USAGE, VERSION } from "./usage.ts";

/** How probes are made. */
export type Method = "default" | "udp" | "icmp" | "raw";

/** What it says, with defaults for the rest. */
export class TracerouteOptions {
  family = AF_UNSPEC;
  debug = false;
  dontFragment = false;
  firstHop = 1;
  maxHops = 30;
  method: Method = "default";
  /** The module that was named last, before it is looked up. */
  module = "default";
  /** What `-P` was given, in order: the module's own options, which it reads at the end. */
  readonly moduleOptions: string[] = [];
  device: string | undefined;
  simultaneous = 16;
  numeric = false;
  port = 0;
  tos: number | undefined;
  /** How long to wait, in seconds, and by which factors of other replies' times. */
  waitMax = 5;
  waitHere = 3;
  waitNear = 10;
  queries = 3;
  dontRoute = false;
  source: InternetAddress | undefined;
  /** Time between probes, in seconds. */
  sendWait = 0;
  /** 0 for any; of a greater number the low 16 bits count. */
  sourcePort = 0;
  mark: number | undefined;
  hostText = "";
  host: InternetAddress | undefined;
  packetLength = -1;
  /** IP protocol of raw probes: one that RFC 3692 leaves to experiments. */
  protocol = 253;
}

type Option = CommandOption<TracerouteOptions>;

function unsigned(text: string): number | undefined {
  const value = strtoulSaturated(text, 0);
  return value === undefined ? undefined : Number(BigInt.asUintN(32, value));
}

/**
 * The number that a text begins with, whatever follows it; else that of a name in a file as `/etc/services` is one, whatever
 * the protocol there.
 */
function numberOrName(sys: SystemCalls, text: string, file: string): number | undefined {
  const prefix = strtoulPrefix(text, 0);
  if (prefix) return Number(BigInt.asUintN(32, prefix.value));
  for (const line of readLines(sys, file)) {
    const [name, value, ...aliases] = line.replace(/#.*$/, "").trim().split(/\s+/);
    if (name === text || aliases.includes(text)) return Number.parseInt(value, 10);
  }
  return undefined;
}

/** An option whose argument is a port, by number or name. */
function port(assign: (options: TracerouteOptions, value: number) => void): Option["set"] {
  return (options, text, sys) => {
    const value = numberOrName(sys, text, "/etc/services");
    if (value === undefined) return false;
    assign(options, value);
    return true;
  };
}

/** An option with an argument of 32 bits without a sign. */
function number(assign: (options: TracerouteOptions, value: number) => void): Option["set"] {
  return (options, text) => {
    const value = unsigned(text);
    if (value === undefined) return false;
    assign(options, value);
    return true;
  };
}

function flag(assign: (options: TracerouteOptions) => void): Option["set"] {
  return (options) => {
    assign(options);
    return true;
  };
}

/** An option of the real traceroute that is not there. */
function refused(name: string): Option["set"] {
  return () => new Exit(2, `option ${name} is not supported here\n`);
}

const OPTIONS: readonly Option[] = [
  { short: "4", set: flag((o) => void (o.family = AF_INET)) },
  { short: "6", set: flag((o) => void (o.family = AF_INET6)) },
  { short: "d", long: "debug", set: flag((o) => void (o.debug = true)) },
  { short: "F", long: "dont-fragment", set: flag((o) => void (o.dontFragment = true)) },
  { short: "f", long: "first", argument: "first_ttl", set: number((o, n) => void (o.firstHop = n)) },
  { short: "g", long: "gateway", argument: "gate,...", set: refused("-g") },
  { short: "I", long: "icmp", set: flag((o) => void (o.module = "icmp")) },
  { short: "T", long: "tcp", set: refused("-T") },
  {
    short: "i",
    long: "interface",
    argument: "device",
    set(options, text) {
      options.device = text;
      return true;
    },
  },
  { short: "m", long: "max-hops", argument: "max_ttl", set: number((o, n) => void (o.maxHops = n)) },
  { short: "N", long: "sim-queries", argument: "squeries", set: number((o, n) => void (o.simultaneous = n)) },
  { short: "n", set: flag((o) => void (o.numeric = true)) },
  { short: "p", long: "port", argument: "port", set: port((o, n) => void (o.port = n)) },
  { short: "t", long: "tos", argument: "tos", set: number((o, n) => void (o.tos = n)) },
  { short: "l", long: "flowlabel", argument: "flow_label", set: refused("-l") },
  { short: "w", long: "wait", argument: "MAX,HERE,NEAR", set: setWait },
  { short: "q", long: "queries", argument: "nqueries", set: number((o, n) => void (o.queries = n)) },
  { short: "r", set: flag((o) => void (o.dontRoute = true)) },
  { short: "s", long: "source", argument: "src_addr", set: setSource },
  { short: "z", long: "sendwait", argument: "sendwait", set: setSendWait },
  { short: "e", long: "extensions", set: refused("-e") },
  { short: "A", long: "as-path-lookups", set: refused("-A") },
  { short: "M", long: "module", argument: "name", set: setModule },
  { short: "O", long: "options", argument: "OPTS,...", set: refused("-O") },
  { long: "sport", argument: "num", set: port((o, n) => void (o.sourcePort = n)) },
  { long: "fwmark", argument: "num", set: number((o, n) => void (o.mark = n)) },
  { short: "U", long: "udp", set: flag((o) => void (o.module = "udp")) },
  { short: "UL", set: refused("-UL") },
  { short: "D", long: "dccp", set: refused("-D") },
  { short: "P", long: "protocol", argument: "prot", set: setProtocol },
  { long: "mtu", set: refused("--mtu") },
  { long: "back", set: refused("--back") },
  { short: "V", long: "version", set: () => new Exit(0, VERSION) },
  { long: "help", set: () => new Exit(0, USAGE) },
];

/** Up to three numbers, with any one character between them. */
function setWait(options: TracerouteOptions, text: string): boolean {
  const values: number[] = [];
  let left = text;
  do {
    const { value, rest } = strtod(values.length === 0 ? left : left.slice(1));
    if (rest === (values.length === 0 ? left : left.slice(1))) return false;
    values.push(value);
    left = rest;
  } while (left !== "" && values.length < 3);
  if (left !== "") return false;
  [options.waitMax, options.waitHere = 0, options.waitNear = 0] = values;
  return true;
}

/** The protocol is an option of the module for raw probes. */
function setProtocol(options: TracerouteOptions, text: string): boolean {
  options.module = "raw";
  options.moduleOptions.push(text);
  return true;
}

function setSendWait(options: TracerouteOptions, text: string): boolean {
  const { value, rest } = strtod(text);
  if (text === "" || rest !== "") return false;
  options.sendWait = value >= 10 ? value / 1000 : value;
  return true;
}

function setModule(options: TracerouteOptions, text: string): boolean {
  options.module = text;
  return true;
}

function setSource(options: TracerouteOptions, text: string, sys: SystemCalls): boolean | Wrong {
  const address = lookUp(sys, text, options.family);
  if (typeof address === "string") return { problem: address };
  options.source = address;
  return true;
}

/** @returns the address; or what is said before the complaint about the word */
function lookUp(sys: SystemCalls, name: string, family: number): InternetAddress | string {
  const result = resolve(sys, name, family);
  if (typeof result === "string") return `${name}: ${result}\n`;
  // IPv4 is preferred where there is a choice
  const address = result.addresses.find((one) => one.family === AF_INET) ?? result.addresses[0];
  if (address.family === AF_INET || !address.address.isV4Mapped) return address;
  // on no real network are there mapped addresses: the IPv4 address is meant
  return family === AF_INET6 ? "" : { family: AF_INET, address: ipv4(address.address.w3), port: 0 };
}

/** @throws Exit for errors, `--help` and `-V` */
export function parseOptions(argv: readonly string[], sys: SystemCalls): TracerouteOptions {
  const options = new TracerouteOptions();
  const name = argv[0].split("/").at(-1) ?? "";
  if (name.endsWith("6")) options.family = AF_INET6;
  else if (name.endsWith("4")) options.family = AF_INET;
  if (argv.length === 1) throw new Exit(0, USAGE);
  readOperands(options, parseCommandLine(argv, OPTIONS, options, sys), sys);
  check(options);
  readModuleOptions(options, sys);
  return options;
}

function readOperands(options: TracerouteOptions, words: readonly Operand[], sys: SystemCalls): void {
  const [host, length, extra] = words;
  if (!host) throw new Exit(2, 'Specify "host" missing argument.\n');
  if (extra) throw new Exit(2, `Extra arg \`${extra.text}' (position 3, argc ${extra.at})\n`);
  options.hostText = host.text;
  const address = lookUp(sys, host.text, options.family);
  if (typeof address === "string")
    throw new Exit(
      2,
      `${address}Cannot handle "host" cmdline arg \`${host.text}' on position 1 (argc ${host.at})\n`,
    );
  options.host = address;
  if (!length) return;
  const value = strtolSaturated(length.text, 0);
  if (value === undefined)
    throw new Exit(
      2,
      `Cannot handle "packetlen" cmdline arg \`${length.text}' on position 2 (argc ${length.at})\n`,
    );
  options.packetLength = Number(BigInt.asIntN(32, value));
}

function findModule(name: string): Method {
  if (name === "default" || name === "udp" || name === "icmp" || name === "raw") return name;
  if (["tcp", "tcpconn", "udplite", "dccp"].includes(name))
    throw new Exit(2, `module ${name} is not supported here\n`);
  throw new Exit(2, `Unknown traceroute module ${name}\n`);
}

/** The modules for UDP have no options and do not look for any; the one for ICMP has others. */
function readModuleOptions(options: TracerouteOptions, sys: SystemCalls): void {
  const [first] = options.moduleOptions;
  if (options.method === "icmp" && first !== undefined)
    throw new Exit(2, `\`protocol=${first}' (argc 1): arguments are not allowed\n`);
  if (options.method !== "raw") return;
  for (const [index, text] of options.moduleOptions.entries()) {
    const protocol = numberOrName(sys, text, "/etc/protocols");
    if (protocol === undefined)
      throw new Exit(2, `Cannot handle \`protocol' keyword with arg \`${text}' (argc ${index + 1})\n`);
    options.protocol = protocol | 0;
  }
}

function check(options: TracerouteOptions): void {
  const fail = (text: string): never => {
    throw new Exit(2, `${text}\n`);
  };
  options.method = findModule(options.module);
  if (options.firstHop < 1 || options.firstHop > options.maxHops) fail("first hop out of range");
  if (options.maxHops > 255) fail("max hops cannot be more than 255");
  if (options.queries < 1 || options.queries > 10) fail("no more than 10 probes per hop");
  const { waitMax, waitHere, waitNear } = options;
  if (waitMax < 0 || waitHere < 0 || waitNear < 0)
    fail(`bad wait specifications \`${[waitMax, waitHere, waitNear].map(formatG).join(",")}' used`);
  if (options.packetLength > 65_000) fail(`too big packetlen ${options.packetLength} specified`);
  if (options.source && options.source.family !== options.host?.family)
    fail("IP version mismatch in addresses specified");
  if (options.sendWait < 0) fail(`bad sendtime \`${formatG(options.sendWait)}' specified`);
  // an answer to a raw probe does not say which one it answers, and a port can be bound once
  if (options.simultaneous < 1 || options.method === "raw" || options.sourcePort !== 0)
    options.simultaneous = 1;
}
