/** The command line of arping. */
import { getopt } from "../lib/getopt.ts";
import { Exit, parseInteger } from "../lib/iputils.ts";
import { USAGE, VERSION } from "./usage.ts";

const INT_MAX = 0x7fff_ffffn;

/** What it says. */
export interface ArpingOptions {
  broadcastOnly: boolean;
  /** `-D`: duplicate address detection. */
  detect: boolean;
  unsolicited: boolean;
  /** `-A`: replies instead of requests. */
  advertise: boolean;
  quiet: boolean;
  quitOnReply: boolean;
  /** -1 is for ever. */
  count: number;
  /** In seconds; 0 is none. */
  timeout: number;
  interval: number;
  device: string | undefined;
  source: string | undefined;
  readonly target: string;
}

/** @throws Exit for errors, `-h` and `-V` */
export function parseOptions(argv: readonly string[]): ArpingOptions {
  const parsed = getopt(argv, "h?bfDUAqc:w:i:s:I:V");
  const options = {
    broadcastOnly: false,
    detect: false,
    unsolicited: false,
    advertise: false,
    quiet: false,
    quitOnReply: false,
    count: -1,
    timeout: 0,
    interval: 1,
    device: undefined as string | undefined,
    source: undefined as string | undefined,
    target: parsed.operands[0] ?? "",
  };
  const integer = (text: string, minimum: bigint): number => {
    const value = parseInteger(text, minimum, INT_MAX);
    if (typeof value === "string") throw new Exit(1, `${argv[0]}: ${value}\n`);
    return value;
  };
  const handlers: Readonly<Record<string, (text: string) => void>> = {
    b: () => void (options.broadcastOnly = true),
    D: () => {
      options.detect = true;
      options.quitOnReply = true;
    },
    U: () => void (options.unsolicited = true),
    A: () => {
      options.advertise = true;
      options.unsolicited = true;
    },
    q: () => void (options.quiet = true),
    f: () => void (options.quitOnReply = true),
    c: (text) => void (options.count = integer(text, 1n)),
    w: (text) => void (options.timeout = integer(text, 0n)),
    i: (text) => void (options.interval = integer(text, 0n)),
    I: (text) => void (options.device = text === "" ? undefined : text),
    s: (text) => void (options.source = text),
    V: () => {
      throw new Exit(0, "", VERSION);
    },
  };
  for (const { option, argument, error } of parsed.options) {
    const handler = Object.hasOwn(handlers, option) ? handlers[option] : undefined;
    if (!handler) throw new Exit(2, `${error ?? ""}${USAGE}`);
    handler(argument ?? "");
  }
  if (parsed.operands.length !== 1) throw new Exit(2, USAGE);
  return options;
}
