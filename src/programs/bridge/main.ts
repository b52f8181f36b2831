/**
 * `bridge` of iproute2 6.1.0: options, objects, batches.
 */
import { AF_INET, AF_INET6 } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { matches } from "../ip/arguments.ts";
import { batch } from "../ip/batch.ts";
import { applyColor } from "../ip/color.ts";
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
} from "../ip/command-line.ts";
import type { Ip } from "../ip/context.ts";
import { BRIDGE_USAGE } from "./help.ts";
import { runObject } from "./objects.ts";

function setFamily(ip: Ip, words: OptionWords): void {
  const name = words.next() ?? ip.usage(BRIDGE_USAGE);
  if (name === "inet") ip.options.family = AF_INET;
  else if (name === "inet6") ip.options.family = AF_INET6;
  else if (name === "help") ip.usage(BRIDGE_USAGE);
  else ip.arguments([name]).invalid("invalid protocol family");
}

const incomplete = (ip: Ip): never => ip.fail('Command line is not complete. Try option "help"');

/** Options that may be abbreviated, in the order in which they are tried. */
const OPTIONS: readonly OptionEntry[] = [
  ["-help", (ip) => ip.usage(BRIDGE_USAGE)],
  versionOption("bridge utility, 6.1.0"),
  ...COUNTED_OPTIONS,
  flag("-oneline", "oneline"),
  timestamps("-timestamp", "long"),
  ["-family", setFamily],
  ["-netns", (ip, words) => enterNamespace(ip, words.next() ?? incomplete(ip))],
  flag("-force", "force"),
  flag("-json", "json"),
  flag("-pretty", "pretty"),
  batchOption(BRIDGE_USAGE),
];

function applyOption(ip: Ip, option: string, words: OptionWords): void {
  if (option === "-4") ip.options.family = AF_INET;
  else if (option === "-6") ip.options.family = AF_INET6;
  else if (applyFrom(OPTIONS, ip, option, words) || applyColor(ip, option)) return;
  else if (matches(option, "-compressvlans")) ip.options.compressVlans = true;
  else ip.fail(`Option "${option}" is unknown, try "bridge help".`);
}

export function main(process: Process): Promise<number> {
  return runProgram(
    process,
    (ip, words) => readOptions(words, (option) => applyOption(ip, option, words)),
    async (ip, [object, ...rest]) => {
      ip.strictBatch = true;
      if (ip.options.batch !== undefined) return batch(ip, ip.options.batch, runObject);
      return object === undefined ? ip.usage(BRIDGE_USAGE) : runObject(ip, object, rest);
    },
  );
}
