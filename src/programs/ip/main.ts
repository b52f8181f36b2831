/**
 * `ip` of iproute2 6.1.0: options, objects, batches.
 */
import { AF_INET, AF_INET6, AF_PACKET } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { EXIT_USAGE, Exit, matches, parseUnsigned } from "./arguments.ts";
import { batch } from "./batch.ts";
import { applyColor } from "./color.ts";
import { Ip, Options } from "./context.ts";
import { IP_USAGE } from "./help.ts";
import { AF_BRIDGE, AF_MPLS, parseFamily } from "./inet.ts";
import { Names } from "./names.ts";
import { switchNamespace } from "./netns/switch.ts";
import { runObject } from "./objects.ts";

/** The word after an option that needs one. */
class OptionWords {
  private readonly words: readonly string[];
  index = 1;

  constructor(words: readonly string[]) {
    this.words = words;
  }

  get current(): string | undefined {
    return this.words[this.index];
  }

  /** Steps to the option's value; undefined when there is none. */
  value(): string | undefined {
    this.index++;
    return this.words[this.index];
  }

  rest(): string[] {
    return this.words.slice(this.index);
  }
}

type OptionAction = (ip: Ip, words: OptionWords) => void;

const needValue = (ip: Ip, words: OptionWords): string => words.value() ?? ip.usage(IP_USAGE);

const human: OptionAction = (ip) => {
  ip.options.human = true;
};

/** Options that may be abbreviated, in the order in which they are tried. */
const OPTIONS: readonly (readonly [string, OptionAction])[] = [
  [
    "-loops",
    (ip, words) => {
      ip.options.loops = Number.parseInt(needValue(ip, words), 10) || 0;
    },
  ],
  [
    "-family",
    (ip, words) => {
      const name = needValue(ip, words);
      if (name === "help") ip.usage(IP_USAGE);
      const family = parseFamily(name);
      if (family === undefined) ip.arguments([name]).invalid("invalid protocol family");
      else ip.options.family = family;
    },
  ],
  ["-human", human],
  ["-human-readable", human],
  [
    "-iec",
    (ip) => {
      ip.options.iec = true;
    },
  ],
  ["-stats", (ip) => ip.options.stats++],
  ["-statistics", (ip) => ip.options.stats++],
  ["-details", (ip) => ip.options.details++],
  [
    "-resolve",
    (ip) => {
      ip.options.resolve = true;
    },
  ],
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
  [
    "-tshort",
    (ip) => {
      ip.options.timestamp = "short";
    },
  ],
  [
    "-Version",
    (ip) => {
      ip.process.stdout.write("ip utility, iproute2-6.1.0, libbpf 1.1.2\n");
      throw new Exit(0);
    },
  ],
  [
    "-force",
    (ip) => {
      ip.options.force = true;
    },
  ],
  [
    "-batch",
    (ip, words) => {
      ip.options.batch = needValue(ip, words);
    },
  ],
  [
    "-brief",
    (ip) => {
      ip.options.brief = true;
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
    "-rcvbuf",
    (ip, words) => {
      const text = needValue(ip, words);
      const size = parseUnsigned(text);
      if (size === undefined) ip.fail(`Invalid rcvbuf size '${text}'`);
      else ip.options.receiveBuffer = size;
    },
  ],
  ["-help", (ip) => ip.usage(IP_USAGE)],
  ["-netns", (ip, words) => enterNamespace(ip, words.value() ?? "(null)")],
  [
    "-Numeric",
    (ip) => {
      ip.names.numeric = true;
    },
  ],
  [
    "-all",
    (ip) => {
      ip.options.all = true;
    },
  ],
];

function enterNamespace(ip: Ip, name: string): void {
  if (switchNamespace(ip, name) !== 0) throw new Exit(EXIT_USAGE);
}

const FAMILY_OPTIONS: Readonly<Record<string, number>> = {
  "-4": AF_INET,
  "-6": AF_INET6,
  "-0": AF_PACKET,
  "-M": AF_MPLS,
  "-B": AF_BRIDGE,
};

function applyOption(ip: Ip, option: string, words: OptionWords): boolean {
  const family = FAMILY_OPTIONS[option];
  if (family !== undefined) {
    ip.options.family = family;
    return true;
  }
  // the only one that is not abbreviated
  if (option === "-echo") {
    ip.options.echo = true;
    return true;
  }
  const known = OPTIONS.find(([name]) => matches(option, name));
  if (known) {
    known[1](ip, words);
    return true;
  }
  return applyColor(ip, option);
}

function parseOptions(ip: Ip, words: OptionWords): void {
  for (;;) {
    const word = words.current;
    if (word === undefined || !word.startsWith("-")) return;
    if (word === "--") {
      words.index++;
      return;
    }
    const option = word.startsWith("--") ? word.slice(1) : word;
    if (!applyOption(ip, option, words)) ip.fail(`Option "${option}" is unknown, try "ip -help".`);
    words.index++;
  }
}

async function run(ip: Ip): Promise<number> {
  const words = new OptionWords(ip.process.argv);
  parseOptions(ip, words);
  const ready = new Ip(ip.process, ip.options, ip.names);
  try {
    const rest = words.rest();
    if (ip.options.batch !== undefined) return await batch(ready, ip.options.batch, runObject, EXIT_USAGE);
    const called = ip.process.argv[0].split("/").at(-1) ?? "ip";
    if (called.length > 2 && called.startsWith("ip")) return await runObject(ready, called.slice(2), rest);
    if (rest.length > 0) return await runObject(ready, rest[0], rest.slice(1));
    return ready.usage(IP_USAGE);
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
