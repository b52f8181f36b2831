/** The options of ss. */
import type { LongOption } from "../lib/getopt.ts";

/** Options that have no letter. */
export const OPT_VSOCK = "vsock";
export const OPT_TIPC = "tipc";
export const OPT_XDP = "xdp";

const PLAIN: readonly (readonly [name: string, value: string])[] = [
  ["help", "h"],
  ["version", "V"],
  ["numeric", "n"],
  ["resolve", "r"],
  ["all", "a"],
  ["listening", "l"],
  ["options", "o"],
  ["extended", "e"],
  ["memory", "m"],
  ["info", "i"],
  ["processes", "p"],
  ["threads", "T"],
  ["bpf", "b"],
  ["events", "E"],
  ["summary", "s"],
  ["ipv4", "4"],
  ["ipv6", "6"],
  ["packet", "0"],
  ["tcp", "t"],
  ["mptcp", "M"],
  ["sctp", "S"],
  ["udp", "u"],
  ["dccp", "d"],
  ["raw", "w"],
  ["unix", "x"],
  ["vsock", OPT_VSOCK],
  ["tipc", OPT_TIPC],
  ["xdp", OPT_XDP],
  ["no-header", "H"],
  ["oneline", "O"],
  ["context", "Z"],
  ["contexts", "z"],
  ["kill", "K"],
];
const ARGUMENTS: readonly (readonly [name: string, value: string])[] = [
  ["family", "f"],
  ["query", "A"],
  ["socket", "A"],
  ["diag", "D"],
  ["filter", "F"],
  ["net", "N"],
];

export const LONG: readonly LongOption[] = [
  ...PLAIN.map(([name, value]) => ({ name, argument: "none" as const, value })),
  ...ARGUMENTS.map(([name, value]) => ({ name, argument: "required" as const, value })),
];
export const LETTERS = "haletuwxnro46d0f:miA:D:F:vVzZN:KHSMOpTbEs";
/** What is in the program and not here. */
export const REFUSED = "T";
