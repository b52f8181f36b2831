/** The command line of ping. */

import { AF_INET, AF_INET6, AF_UNSPEC } from "../../kernel.ts";
import {
  INADDR_ANY,
  type Ipv4Address,
  type Ipv6Address,
  parseIpv4,
  parseIpv6,
} from "../../packet/address.ts";
import { getopt } from "../lib/getopt.ts";
import { Exit, parseInteger } from "../lib/iputils.ts";
import { SMALLEST_NORMAL, strtod, strtolSaturated } from "../lib/numbers.ts";
import { NODE_INFO_HELP, USAGE, VERSION } from "./usage.ts";

const INT_MAX = 0x7fff_ffff;
/** `MAX_DUP_CHK`: how many sequence numbers are remembered, and the most packets that can be preloaded. */
export const MAX_DUP_CHECK = 0x10000;

/** `IP_PMTUDISC_*` and `IPV6_PMTUDISC_*`. */
const PMTU_DISCOVERY: Readonly<Record<string, number>> = { dont: 0, want: 1, do: 2 };
/** `IPOPT_TS_*` */
const TIMESTAMP_TYPES: Readonly<Record<string, number>> = { tsonly: 0, tsandaddr: 1, tsprespec: 3 };

/** What it says, with defaults for the rest. */
export class PingOptions {
  family = AF_UNSPEC;
  broadcast = false;
  recordRoute = false;
  timestampType: number | undefined;
  flowLabel: number | undefined;
  audible = false;
  adaptive = false;
  strictSource = false;
  count = 0;
  connect = false;
  debug = false;
  printTime = false;
  /** -1 is a random one. */
  ident = -1;
  flood = false;
  /** In milliseconds. */
  interval = 1000;
  intervalGiven = false;
  device: string | undefined;
  source4: Ipv4Address = INADDR_ANY;
  source6: Ipv6Address | undefined;
  preload = 1;
  noLoop = false;
  mark: number | undefined;
  pmtuDiscovery = -1;
  numeric = false;
  outstanding = false;
  pattern: string | undefined;
  quiet = false;
  trafficClass = 0;
  dontRoute = false;
  size = 56;
  sendBuffer = 0;
  ttl: number | undefined;
  latency = false;
  verbose = false;
  /** In seconds; 0 is none. */
  deadline = 0;
  /** How long to wait for replies after the last packet, in milliseconds. */
  linger = 10_000;
}

type Handler = (options: PingOptions, argument: string, fail: Fail, warn: Warn) => void;
type Fail = (status: number, message: string) => never;
/** Says something on standard error at once, and goes on. */
type Warn = (message: string) => void;

function integer(argument: string, minimum: bigint, maximum: bigint, fail: Fail): number {
  const value = parseInteger(argument, minimum, maximum);
  return typeof value === "number" ? value : fail(1, value);
}

/** Seconds as milliseconds; garbage after the number is warned about and ignored, as the real ping does. */
function seconds(argument: string, minimum: number, what: string, fail: Fail, warn: Warn): number {
  if (argument === "") fail(2, `${what}: `);
  const { value, rest, range } = strtod(argument);
  if (rest !== "" || range) {
    warn(`option argument contains garbage: ${rest}`);
    warn("this will become fatal error in the future");
  }
  if (!Number.isFinite(value) || (value !== 0 && Math.abs(value) < SMALLEST_NORMAL))
    fail(2, `${what}: ${argument}: Numerical result out of range`);
  if (value < minimum || value > Math.trunc(INT_MAX / 1000)) fail(2, `${what}: ${argument}`);
  return Math.trunc(value * 1000);
}

/** Decimal or, after `0x`, hexadecimal; undefined when there is more. */
function hexOrDecimal(argument: string): number | undefined {
  // of no digits at all strtol(3) makes 0
  if (argument === "" || /^0x$/i.test(argument)) return 0;
  const value = /^0x/i.test(argument) ? strtolSaturated(argument.slice(2), 16) : strtolSaturated(argument);
  return value === undefined ? undefined : Number(BigInt.asIntN(32, value));
}

function sourceOrDevice(options: PingOptions, argument: string, fail: Fail): void {
  if (argument.includes(":")) {
    const percent = argument.indexOf("%");
    if (percent >= 0) options.device = argument.slice(percent + 1);
    const address = parseIpv6(percent < 0 ? argument : argument.slice(0, percent));
    if (!address) fail(2, `invalid source address: ${argument}`);
    options.source6 = address;
    options.strictSource = true;
    return;
  }
  const v4 = parseIpv4(argument);
  if (v4 === undefined) options.device = argument;
  else {
    options.source4 = v4;
    options.strictSource = true;
  }
}

function only(family: number): Handler {
  return (options, _argument, fail) => {
    if (options.family !== AF_UNSPEC && options.family !== family)
      fail(2, "only one -4 or -6 option may be specified");
    options.family = family;
  };
}

const LONG_MAX = 0x7fff_ffff_ffff_ffffn;
const INT_LIMIT = BigInt(INT_MAX);

const HANDLERS: Readonly<Record<string, Handler>> = {
  "4": only(AF_INET),
  "6": only(AF_INET6),
  a: (o) => void (o.audible = true),
  A: (o) => void (o.adaptive = true),
  b: (o) => void (o.broadcast = true),
  B: (o) => void (o.strictSource = true),
  c: (o, text, fail) => void (o.count = integer(text, 1n, LONG_MAX, fail)),
  C: (o) => void (o.connect = true),
  d: (o) => void (o.debug = true),
  D: (o) => void (o.printTime = true),
  e: (o, text, fail) => void (o.ident = integer(text, 0n, 0xffffn, fail)),
  f: (o) => {
    o.flood = true;
    o.numeric = true;
  },
  F: (o, text, fail) => {
    const value = hexOrDecimal(text);
    if (value === undefined) return fail(2, `bad value for flowinfo: ${text}`);
    if (value & ~0xfffff) fail(2, `flow value is greater than 20 bits: ${text}`);
    o.flowLabel = value;
  },
  i: (o, text, fail, warn) => {
    o.interval = seconds(text, Number.NEGATIVE_INFINITY, "bad timing interval", fail, warn);
    o.intervalGiven = true;
  },
  I: sourceOrDevice,
  l: (o, text, fail) => void (o.preload = integer(text, 1n, BigInt(MAX_DUP_CHECK), fail)),
  L: (o) => void (o.noLoop = true),
  m: (o, text, fail) => void (o.mark = integer(text, 0n, 0xffff_ffffn, fail)),
  M: (o, text, fail) => {
    if (!Object.hasOwn(PMTU_DISCOVERY, text)) fail(2, `invalid -M argument: ${text}`);
    o.pmtuDiscovery = PMTU_DISCOVERY[text];
  },
  n: (o) => void (o.numeric = true),
  N: (_o, text, fail) => {
    if (text === "help") throw new Exit(0, "", NODE_INFO_HELP);
    if (!/^(name|ipv6|ipv6-(all|compatible|global|linklocal|sitelocal)|ipv4|subject-.*)$/.test(text))
      throw new Exit(2, NODE_INFO_HELP);
    fail(2, "option -N is not supported here");
  },
  O: (o) => void (o.outstanding = true),
  p: (o, text) => void (o.pattern = text),
  q: (o) => void (o.quiet = true),
  Q: (o, text, fail) => {
    const value = hexOrDecimal(text);
    if (value === undefined) return fail(2, `bad TOS value: ${text}`);
    if (value > 255) fail(2, `the decimal value of TOS bits must be in range 0-255: ${value}`);
    o.trafficClass = value;
  },
  r: (o) => void (o.dontRoute = true),
  R: (o, _text, fail) => {
    if (o.timestampType !== undefined) fail(2, "only one of -T or -R may be used");
    o.recordRoute = true;
  },
  s: (o, text, fail) => void (o.size = integer(text, 0n, INT_LIMIT, fail)),
  S: (o, text, fail) => void (o.sendBuffer = integer(text, 1n, INT_LIMIT, fail)),
  t: (o, text, fail) => void (o.ttl = integer(text, 0n, 255n, fail)),
  T: (o, text, fail) => {
    if (o.recordRoute) fail(2, "only one of -T or -R may be used");
    if (!Object.hasOwn(TIMESTAMP_TYPES, text)) fail(2, `invalid timestamp type: ${text}`);
    o.timestampType = TIMESTAMP_TYPES[text];
  },
  U: (o) => void (o.latency = true),
  v: (o) => void (o.verbose = true),
  V: () => {
    throw new Exit(0, "", VERSION);
  },
  w: (o, text, fail) => void (o.deadline = integer(text, 0n, INT_LIMIT, fail)),
  W: (o, text, fail, warn) => void (o.linger = seconds(text, 0, "bad linger time", fail, warn)),
};

/**
 * Parses the command line.
 * @param warn takes whole lines for standard error
 * @throws Exit for what ends ping already: errors, `-h`, `-V`
 */
export function parseOptions(argv: readonly string[], warn: Warn): { options: PingOptions; hosts: string[] } {
  const options = new PingOptions();
  const name = argv[0].split("/").at(-1) ?? "";
  if (name.endsWith("4")) options.family = AF_INET;
  else if (name.endsWith("6")) options.family = AF_INET6;
  const fail: Fail = (status, message) => {
    throw new Exit(status, `${argv[0]}: ${message}\n`);
  };
  const parsed = getopt(argv, "h?4bRT:6F:N:aABc:CdDe:fi:I:l:Lm:M:nOp:qQ:rs:S:t:UvVw:W:");
  for (const { option, argument, error } of parsed.options) {
    const handler = Object.hasOwn(HANDLERS, option) ? HANDLERS[option] : undefined;
    if (!handler) throw new Exit(2, `${error ?? ""}${USAGE}`);
    handler(options, argument ?? "", fail, (message) => warn(`${argv[0]}: ${message}\n`));
  }
  if (parsed.operands.length === 0) fail(1, "usage error: Destination address required");
  return { options, hosts: parsed.operands };
}
