/** The command line of dmesg. */
import { ERANGE, strerror } from "../../errno.ts";
import {
  SYSLOG_ACTION_CLEAR,
  SYSLOG_ACTION_CONSOLE_LEVEL,
  SYSLOG_ACTION_CONSOLE_OFF,
  SYSLOG_ACTION_CONSOLE_ON,
  SYSLOG_ACTION_READ_ALL,
  SYSLOG_ACTION_READ_CLEAR,
} from "../../kernel.ts";
import { getopt, type LongOption } from "../lib/getopt.ts";
import { BadArgument, FACILITIES, parseFacilities, parseLevel, parseLevels } from "./names.ts";
import { parseTimestamp, TIME_FORMATS, type TimeFormat } from "./times.ts";

/** What it says. */
export interface Options {
  /** `SYSLOG_ACTION_*` */
  action: number;
  consoleLevel: number;
  file: string | undefined;
  useSyslog: boolean;
  bufferSize: number;
  facilities: ReadonlySet<number> | undefined;
  levels: ReadonlySet<number> | undefined;
  color: "auto" | "always" | "never";
  time: TimeFormat;
  delta: boolean;
  decode: boolean;
  escape: boolean;
  json: boolean;
  raw: boolean;
  /** Each line of a record of /dev/kmsg is printed as a record of its own. */
  forcePrefix: boolean;
  follow: boolean;
  onlyNew: boolean;
  /** s since the epoch. */
  since: number | undefined;
  until: number | undefined;
}

/** Ends the program: what it prints and how. */
export class Leave {
  readonly status: number;
  readonly output: string;
  readonly error: string;
  constructor(status: number, output: string, error = "") {
    this.status = status;
    this.output = output;
    this.error = error;
  }
}

const LONG: readonly LongOption[] = [
  { name: "buffer-size", argument: "required", value: "s" },
  { name: "clear", argument: "none", value: "C" },
  { name: "color", argument: "optional", value: "L" },
  { name: "console-level", argument: "required", value: "n" },
  { name: "console-off", argument: "none", value: "D" },
  { name: "console-on", argument: "none", value: "E" },
  { name: "decode", argument: "none", value: "x" },
  { name: "file", argument: "required", value: "F" },
  { name: "facility", argument: "required", value: "f" },
  { name: "follow", argument: "none", value: "w" },
  { name: "follow-new", argument: "none", value: "W" },
  { name: "force-prefix", argument: "none", value: "p" },
  { name: "human", argument: "none", value: "H" },
  { name: "help", argument: "none", value: "h" },
  { name: "json", argument: "none", value: "J" },
  { name: "kernel", argument: "none", value: "k" },
  { name: "level", argument: "required", value: "l" },
  { name: "since", argument: "required" },
  { name: "syslog", argument: "none", value: "S" },
  { name: "raw", argument: "none", value: "r" },
  { name: "read-clear", argument: "none", value: "c" },
  { name: "reltime", argument: "none", value: "e" },
  { name: "show-delta", argument: "none", value: "d" },
  { name: "ctime", argument: "none", value: "T" },
  { name: "noescape", argument: "none" },
  { name: "notime", argument: "none", value: "t" },
  { name: "nopager", argument: "none", value: "P" },
  { name: "until", argument: "required" },
  { name: "userspace", argument: "none", value: "u" },
  { name: "version", argument: "none", value: "V" },
  { name: "time-format", argument: "required" },
];
const SHORT = "CcDdEeF:f:HhJkL::l:n:PprSs:TtuVWwx";

/** Options that exclude each other, each row in the order in which messages name them. */
const EXCLUSIVE = ["CDEcnr", "Hr", "Lr", "Sw", "Tr", "dr", "er", "rx", "rt"];
/** A buffer of `syslog(2)` is never smaller. */
const LEAST_BUFFER = 4096;
const UINT_MAX = 0xffff_ffff;

type Setter = (options: Options, argument: string, now: number) => BadArgument | undefined;

/** An option that sets something, and cannot be wrong. */
function sets(values: Partial<Options>): Setter {
  return (options) => {
    Object.assign(options, values);
    return undefined;
  };
}

/** Takes a value over, or says what is wrong with it. */
function take<T>(value: T | BadArgument, set: (value: T) => void): BadArgument | undefined {
  if (value instanceof BadArgument) return value;
  set(value);
  return undefined;
}

function timestamp(text: string, now: number): number | BadArgument {
  return parseTimestamp(text, now) ?? new BadArgument(`invalid time value "${text}"`);
}

function isTimeFormat(text: string): text is TimeFormat {
  return TIME_FORMATS.has(text);
}

function isColor(text: string): text is Options["color"] {
  return text === "auto" || text === "always" || text === "never";
}

/** Filters that are given twice add up. */
function addFacilities(options: Options, more: ReadonlySet<number>): undefined {
  options.facilities = new Set([...(options.facilities ?? []), ...more]);
}

const KERNEL: ReadonlySet<number> = new Set([0]);
const USERSPACE: ReadonlySet<number> = new Set([...FACILITIES.keys()].slice(1));

const SETTERS: Readonly<Record<string, Setter>> = {
  C: sets({ action: SYSLOG_ACTION_CLEAR }),
  c: sets({ action: SYSLOG_ACTION_READ_CLEAR }),
  D: sets({ action: SYSLOG_ACTION_CONSOLE_OFF }),
  E: sets({ action: SYSLOG_ACTION_CONSOLE_ON }),
  d: sets({ delta: true }),
  e: sets({ time: "reltime" }),
  // the last of the sources that are named counts
  F: (options, argument) => {
    options.file = argument;
    options.useSyslog = false;
    return undefined;
  },
  f: (options, argument) => take(parseFacilities(argument), (value) => void addFacilities(options, value)),
  H: sets({ time: "reltime", color: "auto" }),
  J: sets({ json: true }),
  k: (options) => addFacilities(options, KERNEL),
  L: (options, argument) => {
    const mode = argument.replace(/^=/, "") || "auto";
    if (!isColor(mode)) return new BadArgument(`unsupported color mode: '${mode}'`);
    options.color = mode;
    return undefined;
  },
  l: (options, argument) =>
    take(parseLevels(argument), (value) => {
      options.levels = new Set([...(options.levels ?? []), ...value]);
    }),
  n: (options, argument) =>
    take(parseLevel(argument), (value) => {
      options.action = SYSLOG_ACTION_CONSOLE_LEVEL;
      options.consoleLevel = value + 1;
    }),
  noescape: sets({ escape: false }),
  // there is no pager
  P: () => undefined,
  p: sets({ forcePrefix: true }),
  r: sets({ raw: true }),
  S: sets({ useSyslog: true, file: undefined }),
  s: (options, argument) => {
    const wrong = `invalid buffer size argument: '${argument}'`;
    if (!/^\s*[-+]?\d+$/.test(argument)) return new BadArgument(wrong);
    const size = Number(argument);
    if (size < 0 || size > UINT_MAX) return new BadArgument(`${wrong}: ${strerror(ERANGE)}`);
    options.bufferSize = Math.max(LEAST_BUFFER, size);
    return undefined;
  },
  since: (options, argument, now) => take(timestamp(argument, now), (value) => void (options.since = value)),
  T: sets({ time: "ctime" }),
  t: sets({ time: "notime" }),
  "time-format": (options, argument) => {
    if (!isTimeFormat(argument)) return new BadArgument(`unknown time format: ${argument}`);
    options.time = argument;
    return undefined;
  },
  u: (options) => addFacilities(options, USERSPACE),
  until: (options, argument, now) => take(timestamp(argument, now), (value) => void (options.until = value)),
  W: sets({ follow: true, onlyNew: true }),
  w: sets({ follow: true }),
  x: sets({ decode: true }),
};

function defaults(): Options {
  return {
    action: SYSLOG_ACTION_READ_ALL,
    consoleLevel: 0,
    file: undefined,
    useSyslog: false,
    bufferSize: 0,
    facilities: undefined,
    levels: undefined,
    color: "auto",
    time: "time",
    delta: false,
    decode: false,
    escape: true,
    json: false,
    raw: false,
    forcePrefix: false,
    follow: false,
    onlyNew: false,
    since: undefined,
    until: undefined,
  };
}

function longName(letter: string): string {
  return `--${LONG.find(({ name, value }) => (value ?? name) === letter)?.name ?? letter}`;
}

/** Remembers which of options that exclude each other were given. */
class Exclusion {
  private readonly given = new Map<string, string>();

  /** @returns the message when this option may not be given any more */
  add(letter: string): string | undefined {
    for (const row of EXCLUSIVE) {
      if (!row.includes(letter)) continue;
      const before = this.given.get(row);
      if (before !== undefined && before !== letter)
        return `mutually exclusive arguments: ${Array.from(row, longName).join(" ")}`;
      this.given.set(row, letter);
    }
    return undefined;
  }
}

/**
 * @param now s since the epoch
 * @param usage what `--help` prints
 */
export function parseOptions(argv: readonly string[], now: number, usage: string): Options | Leave {
  const { options: given, operands, errors } = getopt(argv, SHORT, LONG);
  const fail = (message: string) => new Leave(1, "", message === "" ? "" : `${argv[0]}: ${message}\n`);
  const hint = (message: string) =>
    new Leave(1, "", `${message}\nTry '${argv[0]} --help' for more information.\n`);
  const options = defaults();
  const exclusion = new Exclusion();
  for (const { option, argument } of given) {
    if (option === "?") return hint(errors[0]);
    const clash = exclusion.add(option);
    if (clash !== undefined) return fail(clash);
    if (option === "h") return new Leave(0, usage);
    if (option === "V") return new Leave(0, `${argv[0]} from util-linux 2.38.1\n`);
    const wrong = SETTERS[option](options, argument ?? "", now);
    if (wrong !== undefined) return fail(wrong.message);
  }
  if (operands.length > 0) return hint(`${argv[0]}: bad usage`);
  const filters = options.levels !== undefined || options.facilities !== undefined;
  if (options.raw && filters && (options.file !== undefined || options.useSyslog))
    return fail(
      "--raw can be used together with --level or --facility only when reading messages from /dev/kmsg",
    );
  return options;
}
