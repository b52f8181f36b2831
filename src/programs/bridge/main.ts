/**
 * `bridge` of iproute2 6.1.0: options, objects, batches.
 */
import { AF_INET, AF_INET6 } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { EXIT_USAGE, Exit, matches } from "../ip/arguments.ts";
import { batch } from "../ip/batch.ts";
import { applyColor } from "../ip/color.ts";
import { Ip, Options } from "../ip/context.ts";
import { Names } from "../ip/names.ts";
import { switchNamespace } from "../ip/netns/switch.ts";
import { BRIDGE_USAGE } from "./help.ts";
import { runObject } from "./objects.ts";

/** The words that options are read from. */
class Words {
  index = 1;
  private readonly words: readonly string[];

  constructor(words: readonly string[]) {
    this.words = words;
  }

  get current(): string | undefined {
    return this.words[this.index];
  }

  next(): string | undefined {
    this.index++;
    return this.current;
  }

  rest(): readonly string[] {
    return this.words.slice(this.index);
  }
}

type OptionAction = (ip: Ip, words: Words) => void;

function needValue(ip: Ip, words: Words): string {
  return words.next() ?? ip.usage(BRIDGE_USAGE);
}

function setFamily(ip: Ip, words: Words): void {
  const name = needValue(ip, words);
  if (name === "inet") ip.options.family = AF_INET;
  else if (name === "inet6") ip.options.family = AF_INET6;
  else if (name === "help") ip.usage(BRIDGE_USAGE);
  else ip.arguments([name]).invalid("invalid protocol family");
}

function enterNamespace(ip: Ip, words: Words): void {
  const name = words.next() ?? ip.fail('Command line is not complete. Try option "help"');
  if (switchNamespace(ip, name) !== 0) throw new Exit(EXIT_USAGE);
}

function showVersion(ip: Ip): never {
  ip.process.stdout.write("bridge utility, 6.1.0\n");
  throw new Exit(0);
}

/** Options that may be abbreviated, in the order in which they are tried. */
const OPTIONS: readonly (readonly [string, OptionAction])[] = [
  ["-help", (ip) => ip.usage(BRIDGE_USAGE)],
  ["-Version", showVersion],
  ["-stats", (ip) => ip.options.stats++],
  ["-statistics", (ip) => ip.options.stats++],
  ["-details", (ip) => ip.options.details++],
  [
    "-oneline",
    (ip) => {
      ip.options.oneline = true;
    },
  ],
  [
    "-timestamp",
    (ip) => {
      ip.options.timestamp = "long";
    },
  ],
  ["-family", setFamily],
  ["-netns", enterNamespace],
  [
    "-force",
    (ip) => {
      ip.options.force = true;
    },
  ],
  [
    "-json",
    (ip) => {
      ip.options.json = true;
    },
  ],
  [
    "-pretty",
    (ip) => {
      ip.options.pretty = true;
    },
  ],
  [
    "-batch",
    (ip, words) => {
      ip.options.batch = needValue(ip, words);
    },
  ],
];

function applyOption(ip: Ip, option: string, words: Words): void {
  if (option === "-4") ip.options.family = AF_INET;
  else if (option === "-6") ip.options.family = AF_INET6;
  else {
    const known = OPTIONS.find(([name]) => matches(option, name));
    if (known) known[1](ip, words);
    else if (applyColor(ip, option)) return;
    else if (matches(option, "-compressvlans")) ip.options.compressVlans = true;
    else ip.fail(`Option "${option}" is unknown, try "bridge help".`);
  }
}

function parseOptions(ip: Ip, words: Words): void {
  for (let word = words.current; word?.startsWith("-"); word = words.next()) {
    if (word === "--") {
      words.next();
      return;
    }
    applyOption(ip, word.startsWith("--") ? word.slice(1) : word, words);
  }
}

async function run(ip: Ip): Promise<number> {
  const words = new Words(ip.process.argv);
  parseOptions(ip, words);
  const ready = new Ip(ip.process, ip.options, ip.names);
  try {
    if (ip.options.batch !== undefined) return await batch(ready, ip.options.batch, runObject);
    const [object, ...rest] = words.rest();
    return object === undefined ? ready.usage(BRIDGE_USAGE) : await runObject(ready, object, rest);
  } finally {
    ready.close();
  }
}

export async function main(process: Process): Promise<number> {
  const ip = new Ip(process, new Options(), new Names(process.sys));
  try {
    return await run(ip);
  } catch (error) {
    if (error instanceof Exit) return error.status;
    throw error;
  } finally {
    await process.stdout.flush();
  }
}
