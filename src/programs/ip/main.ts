/**
 * `ip` of iproute2 6.1.0: options, objects, batches.
 */
import { AF_INET, AF_INET6, AF_PACKET } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { EXIT_USAGE, parseUnsigned } from "./arguments.ts";
import { batch } from "./batch.ts";
import { applyColor } from "./color.ts";
import {
  applyFrom,
  batchOption,
  COUNTED_OPTIONS,
  enterNamespace,
  flag,
  type OptionEntry,
  type OptionWords,
  readOptions,
  runProgram,
  timestamps,
  versionOption,
} from "./command-line.ts";
import type { Ip } from "./context.ts";
import { IP_USAGE } from "./help.ts";
import { AF_BRIDGE, AF_MPLS, parseFamily } from "./inet.ts";
import { runObject } from "./objects.ts";

const needValue = (ip: Ip, words: OptionWords): string => words.next() ?? ip.usage(IP_USAGE);

function setLoops(ip: Ip, words: OptionWords): void {
  ip.options.loops = Number.parseInt(needValue(ip, words), 10) || 0;
}

function setFamily(ip: Ip, words: OptionWords): void {
  const name = needValue(ip, words);
  if (name === "help") ip.usage(IP_USAGE);
  const family = parseFamily(name);
  if (family === undefined) ip.arguments([name]).invalid("invalid protocol family");
  else ip.options.family = family;
}

function setReceiveBuffer(ip: Ip, words: OptionWords): void {
  const text = needValue(ip, words);
  const size = parseUnsigned(text);
  if (size === undefined) ip.fail(`Invalid rcvbuf size '${text}'`);
  else ip.options.receiveBuffer = size;
}

function setNumeric(ip: Ip): void {
  ip.names.numeric = true;
}

/** Options that may be abbreviated, in the order in which they are tried. */
const OPTIONS: readonly OptionEntry[] = [
  ["-loops", setLoops],
  ["-family", setFamily],
  flag("-human", "human"),
  flag("-human-readable", "human"),
  flag("-iec", "iec"),
  ...COUNTED_OPTIONS,
  flag("-resolve", "resolve"),
  flag("-oneline", "oneline"),
  timestamps("-timestamp", "long"),
  timestamps("-tshort", "short"),
  versionOption("ip utility, iproute2-6.1.0, libbpf 1.1.2"),
  flag("-force", "force"),
  batchOption(IP_USAGE),
  flag("-brief", "brief"),
  flag("-json", "json"),
  flag("-pretty", "pretty"),
  ["-rcvbuf", setReceiveBuffer],
  ["-help", (ip) => ip.usage(IP_USAGE)],
  ["-netns", (ip, words) => enterNamespace(ip, words.next() ?? "(null)")],
  ["-Numeric", setNumeric],
  flag("-all", "all"),
];

const FAMILY_OPTIONS: Readonly<Record<string, number>> = {
  "-4": AF_INET,
  "-6": AF_INET6,
  "-0": AF_PACKET,
  "-M": AF_MPLS,
  "-B": AF_BRIDGE,
};

function applyOption(ip: Ip, option: string, words: OptionWords): void {
  const family = FAMILY_OPTIONS[option];
  if (family !== undefined) ip.options.family = family;
  // the only one that is not abbreviated
  else if (option === "-echo") ip.options.echo = true;
  else if (!applyFrom(OPTIONS, ip, option, words) && !applyColor(ip, option)) {
    ip.fail(`Option "${option}" is unknown, try "ip -help".`);
  }
}

/** Called as `ipaddr`, `iplink` …, the program's name is the object. */
function objectAndRest(ip: Ip, rest: string[]): string[] {
  const called = ip.process.argv[0].split("/").at(-1) ?? "ip";
  return called.length > 2 && called.startsWith("ip") ? [called.slice(2), ...rest] : rest;
}

export function main(process: Process): Promise<number> {
  return runProgram(
    process,
    (ip, words) => readOptions(words, (option) => applyOption(ip, option, words)),
    async (ip, words) => {
      if (ip.options.batch !== undefined) return batch(ip, ip.options.batch, runObject, EXIT_USAGE);
      const [object, ...rest] = objectAndRest(ip, words);
      return object === undefined ? ip.usage(IP_USAGE) : runObject(ip, object, rest);
    },
  );
}
