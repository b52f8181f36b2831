/** iperf3's command line. */
import { getopt, type LongOption } from "../lib/getopt.ts";
import { parseAmount } from "./units.ts";
import { USAGE } from "./usage.ts";

export interface Options {
  server: boolean;
  host: string;
  port: number;
  udp: boolean;
  reverse: boolean;
  parallel: number;
  /** Seconds; 0: until the bytes are sent. */
  time: number;
  bytes: number;
  /** 0: the usual. */
  length: number;
  /** Bits per second; 0: no limit. */
  rate: number;
  interval: number;
  format: string | undefined;
  oneOff: boolean;
  bind: string | undefined;
  family: number;
}

export class IperfError {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const OPTIONS: readonly LongOption[] = [
  { name: "port", argument: "required", value: "p" },
  { name: "format", argument: "required", value: "f" },
  { name: "interval", argument: "required", value: "i" },
  { name: "bind", argument: "required", value: "B" },
  { name: "server", argument: "none", value: "s" },
  { name: "one-off", argument: "none", value: "1" },
  { name: "client", argument: "required", value: "c" },
  { name: "udp", argument: "none", value: "u" },
  { name: "bitrate", argument: "required", value: "b" },
  { name: "bandwidth", argument: "required", value: "b" },
  { name: "time", argument: "required", value: "t" },
  { name: "bytes", argument: "required", value: "n" },
  { name: "length", argument: "required", value: "l" },
  { name: "parallel", argument: "required", value: "P" },
  { name: "reverse", argument: "none", value: "R" },
  { name: "version4", argument: "none", value: "4" },
  { name: "version6", argument: "none", value: "6" },
  { name: "version", argument: "none", value: "v" },
  { name: "help", argument: "none", value: "h" },
  { name: "forceflush", argument: "none" },
  { name: "json", argument: "none", value: "J" },
  { name: "bidir", argument: "none" },
  { name: "omit", argument: "required", value: "O" },
  { name: "daemon", argument: "none", value: "D" },
  { name: "verbose", argument: "none", value: "V" },
  { name: "window", argument: "required", value: "w" },
  { name: "zerocopy", argument: "none", value: "Z" },
  { name: "logfile", argument: "required" },
];
const LETTERS = "p:f:i:D1VJvsc:ub:t:n:k:l:P:Rw:B:M:N46S:L:ZO:F:A:T:C:dI:hX:";
const REFUSED = "JDVwZOkMNSLFATCdIX";

const STREAMS_MAX = 128;

function parameter(text: string): IperfError {
  return new IperfError(`iperf3: parameter error - ${text}\n\n${USAGE}`);
}

/** @returns what to do, or text for standard output */
export function parseOptions(argv: readonly string[]): Options | string {
  const parsed = getopt(["iperf3", ...argv.slice(1)], LETTERS, OPTIONS);
  if (parsed.errors.length > 0) throw new IperfError(`${parsed.errors[0]}\n${USAGE}`);
  const has = (letter: string) => parsed.options.some(({ option }) => option === letter);
  const value = (letter: string) => parsed.options.findLast(({ option }) => option === letter)?.argument;
  if (has("h")) return USAGE;
  if (has("v")) return "iperf 3.12 (cJSON 1.7.15)\n";
  for (const letter of REFUSED)
    if (has(letter)) throw new IperfError(`iperf3: -${letter} is not supported here\n`);
  for (const name of ["bidir", "logfile"])
    if (has(name)) throw new IperfError(`iperf3: --${name} is not supported here\n`);
  if (has("s") && has("c")) throw parameter("cannot be both server and client");
  if (!has("s") && !has("c")) throw parameter("must either be a client (-c) or server (-s)");
  if (has("s"))
    for (const letter of "ubtnlPR")
      if (has(letter)) throw parameter("some option you are trying to set is client only");
  if (has("1") && !has("s")) throw parameter("some option you are trying to set is server only");
  const number = (letter: string, usual: number, base: 1000 | 1024 = KIBI): number => {
    const text = value(letter);
    if (text === undefined) return usual;
    const amount = parseAmount(text, base);
    if (amount === undefined) throw parameter(`bad value of -${letter}`);
    return amount;
  };
  const format = value("f");
  if (format !== undefined && !/^[kmgtKMGT]$/.test(format))
    throw parameter("bad format specifier (valid formats are in the set [kmgtKMGT])");
  const parallel = number("P", 1);
  if (parallel > STREAMS_MAX || parallel < 1)
    throw parameter("number of parallel streams too large (maximum = 128)");
  const udp = has("u");
  const bytes = number("n", 0);
  const interval = Number(value("i") ?? 1);
  if (!(interval === 0 || (interval >= 0.1 && interval <= 60)))
    throw parameter("invalid report interval (min = 0.100000, max = 60.000000 seconds)");
  return {
    server: has("s"),
    host: value("c") ?? "",
    port: number("p", 5201),
    udp,
    reverse: has("R"),
    parallel,
    time: has("n") ? 0 : number("t", 10),
    bytes,
    length: number("l", 0),
    rate: number("b", udp ? 1024 * 1024 : 0, 1000),
    interval,
    format,
    oneOff: has("1"),
    bind: value("B"),
    family: has("4") ? 2 : has("6") ? 10 : 0,
  };
}

const KIBI = 1024;
