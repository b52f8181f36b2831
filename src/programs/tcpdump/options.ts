/**
 * The command line.
 */

import { MAXIMUM_SNAPLEN } from "../../packet/capture.ts";
import { getopt, type LongOption } from "../lib/getopt.ts";
import { atoi, strtolSaturated } from "../lib/numbers.ts";
import { isOtherLinkType, linkTypeByName } from "./link-types.ts";

export const VERSION_TEXT =
  "tcpdump version 4.99.3\nlibpcap version 1.10.3 (with TPACKET_V3)\nOpenSSL 3.0.19 27 Jan 2026\n";

export const USAGE_TEXT = `Usage: tcpdump [-AbdDefhHIJKlLnNOpqStuUvxX#] [ -B size ] [ -c count ] [--count]
		[ -C file_size ] [ -E algo:secret ] [ -F file ] [ -G seconds ]
		[ -i interface ] [ --immediate-mode ] [ -j tstamptype ]
		[ -M secret ] [ --number ] [ --print ] [ -Q in|out|inout ]
		[ -r file ] [ -s snaplen ] [ -T type ] [ --version ]
		[ -V file ] [ -w file ] [ -W filecount ] [ -y datalinktype ]
		[ --time-stamp-precision precision ] [ --micro ] [ --nano ]
		[ -z postrotate-command ] [ -Z user ] [ expression ]
`;

const SHORT = "aAbB:c:C:dDeE:fF:G:hHi:Ij:JKlLm:M:nNOpqQ:r:s:StT:uUvV:w:W:xXy:z:Z:#";

const LONG: readonly LongOption[] = [
  { name: "buffer-size", argument: "required", value: "B" },
  { name: "list-interfaces", argument: "none", value: "D" },
  { name: "help", argument: "none", value: "h" },
  { name: "interface", argument: "required", value: "i" },
  { name: "monitor-mode", argument: "none", value: "I" },
  { name: "time-stamp-type", argument: "required", value: "j" },
  { name: "list-time-stamp-types", argument: "none", value: "J" },
  { name: "micro", argument: "none" },
  { name: "nano", argument: "none" },
  { name: "dont-verify-checksums", argument: "none", value: "K" },
  { name: "list-data-link-types", argument: "none", value: "L" },
  { name: "no-optimize", argument: "none", value: "O" },
  { name: "no-promiscuous-mode", argument: "none", value: "p" },
  { name: "direction", argument: "required", value: "Q" },
  { name: "snapshot-length", argument: "required", value: "s" },
  { name: "absolute-tcp-sequence-numbers", argument: "none", value: "S" },
  { name: "packet-buffered", argument: "none", value: "U" },
  { name: "linktype", argument: "required", value: "y" },
  { name: "immediate-mode", argument: "none" },
  { name: "relinquish-privileges", argument: "required", value: "Z" },
  { name: "count", argument: "none" },
  { name: "number", argument: "none", value: "#" },
  { name: "print", argument: "none" },
  { name: "time-stamp-precision", argument: "required" },
  { name: "version", argument: "none" },
];

/** What it says, with defaults for the rest. */
export interface Options {
  ascii: number;
  /** In KiB; 0 for the default. */
  bufferSize: number;
  /** `-j`: whose time stamps. */
  timeStampType: string;
  count: number;
  countOnly: boolean;
  dump: number;
  direction: "in" | "out" | "inout";
  filterFile: string | undefined;
  /** `-Z` */
  user: string | undefined;
  device: string | undefined;
  hex: number;
  hexAscii: number;
  lineBuffered: boolean;
  link: boolean;
  /** `-y` */
  linkType: number | undefined;
  /** `-D` */
  listInterfaces: boolean;
  /** `-J` */
  listTimeStampTypes: boolean;
  /** `-L` */
  listLinkTypes: boolean;
  nanosecond: boolean;
  noChecksum: boolean;
  noPromiscuous: boolean;
  /** Nobody is to look whether a filter accepts anything. */
  noOptimize: boolean;
  number: boolean;
  numeric: boolean;
  packetBuffered: boolean;
  print: boolean;
  quiet: number;
  readFile: string | undefined;
  snaplen: number;
  stampMode: number;
  stripDomain: boolean;
  absoluteSequence: boolean;
  verbose: number;
  writeFile: string | undefined;
  expression: readonly string[];
}

/** What ends the program before it starts: a text for standard error or output and the exit status. */
export interface Early {
  readonly status: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

type Apply = (options: Options, argument: string) => Early | undefined;

function fail(message: string): Early {
  return { status: 1, stderr: `tcpdump: ${message}\n` };
}

function unsupported(what: string): Apply {
  return () => fail(`${what} is not supported here`);
}

/** What `-T` knows. */
const PACKET_TYPES = new Set(
  "vat wb rpc rtp rtcp snmp cnfp tftp aodv carp radius zmtp1 vxlan pgm pgm_zmtp1 lmp resp ptp someip domain quic".split(
    " ",
  ),
);

const TIME_STAMP_TYPES = new Set(
  "host host_lowprec host_hiprec host_hiprec_unsynced adapter adapter_unsynced".split(" "),
);

/** Reads a decimal number of C's strtol that must be in a range. */
function numberIn(text: string, least: number, most: number): number | undefined {
  const value = /^\s*[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

const flag =
  (set: (options: Options) => void): Apply =>
  (options) => {
    set(options);
    return undefined;
  };

const APPLY: Readonly<Record<string, Apply>> = {
  a: () => undefined, // accepted and without effect in tcpdump itself, too
  A: flag((o) => o.ascii++),
  b: unsupported("-b (AS numbers in ASDOT notation)"),
  B: (o, text) => {
    const size = atoi(text);
    // in bytes it has to be an int above zero
    if (Math.imul(size, 1024) <= 0) return fail(`invalid packet buffer size ${text}`);
    o.bufferSize = size;
    return undefined;
  },
  c: (o, text) => {
    const count = atoi(text);
    if (count <= 0) return fail(`invalid packet count ${text}`);
    o.count = count;
    return undefined;
  },
  C: (_o, text) =>
    numberIn(text, 1, Number.MAX_SAFE_INTEGER) === undefined
      ? fail(`invalid file size ${text}`)
      : fail("-C (rotating files by size) is not supported here"),
  d: flag((o) => o.dump++),
  D: flag((o) => (o.listInterfaces = true)),
  e: flag((o) => (o.link = true)),
  E: unsupported("-E (decryption of IPsec)"),
  f: unsupported("-f (names for local addresses only)"),
  F: (o, text) => {
    o.filterFile = text;
    return undefined;
  },
  G: unsupported("-G (rotating files by time)"),
  h: () => ({ status: 0, stdout: VERSION_TEXT + USAGE_TEXT }),
  H: unsupported("-H (802.11s mesh headers)"),
  i: (o, text) => {
    o.device = text;
    return undefined;
  },
  I: unsupported("-I (monitor mode)"),
  j(o, text) {
    if (!TIME_STAMP_TYPES.has(text)) return fail(`invalid time stamp type ${text}`);
    o.timeStampType = text;
    return undefined;
  },
  J: flag((o) => (o.listTimeStampTypes = true)),
  K: flag((o) => (o.noChecksum = true)),
  l: flag((o) => (o.lineBuffered = true)),
  L: flag((o) => (o.listLinkTypes = true)),
  m: unsupported("-m (MIB modules)"),
  M: unsupported("-M (TCP-MD5 secrets)"),
  n: flag((o) => (o.numeric = true)),
  N: flag((o) => (o.stripDomain = true)),
  O: flag((o) => (o.noOptimize = true)),
  p: flag((o) => (o.noPromiscuous = true)),
  q: flag((o) => o.quiet++),
  Q: (o, text) => {
    if (text !== "in" && text !== "out" && text !== "inout")
      return fail(`unknown capture direction \`${text}'`);
    o.direction = text;
    return undefined;
  },
  r: (o, text) => {
    o.readFile = text;
    return undefined;
  },
  s: (o, text) => {
    const length = Number(strtolSaturated(text, 0) ?? -1n);
    if (length < 0 || length > MAXIMUM_SNAPLEN)
      return fail(`invalid snaplen ${text} (must be >= 0 and <= ${MAXIMUM_SNAPLEN})`);
    o.snaplen = length === 0 ? MAXIMUM_SNAPLEN : length;
    return undefined;
  },
  S: flag((o) => (o.absoluteSequence = true)),
  t: flag((o) => o.stampMode++),
  T(options, text) {
    if (!PACKET_TYPES.has(text)) return fail(`unknown packet type \`${text}'`);
    return unsupported("-T (forcing a protocol)")(options, text);
  },
  u: unsupported("-u (undecoded NFS handles)"),
  U: flag((o) => (o.packetBuffered = true)),
  v: flag((o) => o.verbose++),
  V: unsupported("-V (a list of files)"),
  w: (o, text) => {
    o.writeFile = text;
    return undefined;
  },
  W(options, text) {
    if (!(Number.parseInt(text, 10) > 0)) return fail(`invalid number of output files ${text}`);
    return unsupported("-W (rotating files)")(options, text);
  },
  x: flag((o) => o.hex++),
  X: flag((o) => o.hexAscii++),
  y: (o, text) => {
    o.linkType = linkTypeByName(text);
    if (o.linkType !== undefined) return undefined;
    return fail(
      isOtherLinkType(text)
        ? `data link type ${text} is not supported here`
        : `invalid data link type ${text}`,
    );
  },
  z: unsupported("-z (a command after rotating)"),
  Z: (o, text) => {
    o.user = text;
    return undefined;
  },
  "#": flag((o) => (o.number = true)),
  micro: flag((o) => (o.nanosecond = false)),
  nano: flag((o) => (o.nanosecond = true)),
  "immediate-mode": () => undefined, // packets are always delivered at once here
  count: flag((o) => (o.countOnly = true)),
  print: flag((o) => (o.print = true)),
  version: () => ({ status: 0, stdout: VERSION_TEXT }),
  "time-stamp-precision": (o, text) => {
    if (text !== "micro" && text !== "nano") return fail("unsupported time stamp precision");
    o.nanosecond = text === "nano";
    return undefined;
  },
};

/** Parses the command line as tcpdump does: the first bad option ends it. */
export function parseOptions(argv: readonly string[]): Options | Early {
  const parsed = getopt(["tcpdump", ...argv.slice(1)], SHORT, LONG);
  const options = defaults(parsed.operands);
  let errors = 0;
  for (const { option, argument } of parsed.options) {
    if (option === "?")
      return { status: 1, stderr: `${parsed.errors[errors++]}\n${VERSION_TEXT}${USAGE_TEXT}` };
    const early = APPLY[option]?.(options, argument ?? "");
    if (early) return early;
  }
  if (options.stampMode > 5) return fail("only -t, -tt, -ttt, -tttt and -ttttt are supported");
  return options;
}

function defaults(expression: readonly string[]): Options {
  return {
    ascii: 0,
    bufferSize: 0,
    timeStampType: "host",
    count: 0,
    countOnly: false,
    dump: 0,
    direction: "inout",
    filterFile: undefined,
    user: undefined,
    device: undefined,
    hex: 0,
    hexAscii: 0,
    lineBuffered: false,
    link: false,
    linkType: undefined,
    listInterfaces: false,
    listTimeStampTypes: false,
    listLinkTypes: false,
    nanosecond: false,
    noChecksum: false,
    noPromiscuous: false,
    noOptimize: false,
    number: false,
    numeric: false,
    packetBuffered: false,
    print: false,
    quiet: 0,
    readFile: undefined,
    snaplen: MAXIMUM_SNAPLEN,
    stampMode: 0,
    stripDomain: false,
    absoluteSequence: false,
    verbose: 0,
    writeFile: undefined,
    expression,
  };
}
