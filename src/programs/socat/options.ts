/** The command line of `socat`. */
import type { Process } from "../../process/process.ts";
import { Log, type LogSettings, SocatExit } from "./log.ts";

/** What it says. */
export interface Settings {
  readonly log: LogSettings;
  /** `-v`, `-x` */
  verbose: boolean;
  hex: boolean;
  /** `-r`, `-R`: files for what goes to the right and to the left. */
  rawRight: string | undefined;
  rawLeft: string | undefined;
  /** `-b`: bytes that are carried at once. */
  blockSize: number;
  /** `-t`: seconds to wait for the other side after one has ended. */
  closeWait: number;
  /** `-T`: seconds without data after which it ends; 0: never. */
  inactivity: number;
  /** `-u` and `-U` */
  direction: "both" | "right" | "left";
  /** `-g`: options of any group go with any address. */
  anyGroup: boolean;
  /** `-4`, `-6`: the family of names and listeners that say none. */
  family: 4 | 6 | undefined;
  addresses: string[];
}

const HINT = 'use option "-h" for help';

function number(log: Log, letter: string, text: string): number {
  const value = /^(?:0x[0-9a-f]+|\d+(?:\.\d*)?|\.\d+)$/i.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) log.error(`parseopts(): missing numerical value of option "-${letter}"`);
  return value;
}

/** Reads it. @throws SocatExit where it is wrong or asks for help */
export function parseOptions(process: Process): Settings {
  const settings: Settings = {
    log: { verbosity: 0, name: "socat", microseconds: false, hostname: false, file: undefined },
    verbose: false,
    hex: false,
    rawRight: undefined,
    rawLeft: undefined,
    blockSize: 8192,
    closeWait: 0.5,
    inactivity: 0,
    direction: "both",
    anyGroup: false,
    family: undefined,
    addresses: [],
  };
  new Parser(process, settings).parse(process.argv.slice(1));
  return settings;
}

class Parser {
  private readonly process: Process;
  private readonly settings: Settings;
  private readonly log: Log;

  constructor(process: Process, settings: Settings) {
    this.process = process;
    this.settings = settings;
    this.log = new Log(process, settings.log);
  }

  parse(args: readonly string[]): void {
    const { settings, log } = this;
    let at = 0;
    for (; at < args.length && args[at].startsWith("-") && args[at].length > 1; at++) {
      const word = args[at];
      if (/^-["',:!]/.test(word)) break;
      if (this.plain(word)) continue;
      const letter = word[1];
      if (!"lrRbtT".includes(letter)) log.error(`unknown option "${word.slice(0, 2)}"; ${HINT}`);
      if (letter === "l") {
        const separate = (word === "-lf" || word === "-lp") && at + 1 < args.length;
        this.logging(separate ? word + args[++at] : word);
        continue;
      }
      let value = word.slice(2);
      if (value === "") {
        if (++at === args.length) log.error(`option ${word} requires an argument; ${HINT}`);
        value = args[at];
      }
      this.valued(letter, value);
    }
    settings.addresses = args.slice(at);
    const count = settings.addresses.length;
    if (count !== 2) log.error(`exactly 2 addresses required (there are ${count}); ${HINT}`);
  }

  /** Options that stand alone. */
  private plain(word: string): boolean {
    const { settings, log } = this;
    if (/^-d+$/.test(word)) {
      settings.log.verbosity += word.length - 1;
      if (settings.log.verbosity > 2) log.error("more than two -d are not supported here");
      return true;
    }
    if (/^-(?:[VhD?sLW]|hh|hhh)/.test(word)) log.error(`option "${word}" is not supported here`);
    if (word.length > 2) {
      if (!/^-[vxuUg46]/.test(word)) return false;
      this.process.stderr.write(
        `Do not merge single character options, i.e. use "-${word[1]} -${word[2]}" instead of "-${word.slice(1)}"\n`,
      );
      throw new SocatExit(1);
    }
    switch (word) {
      case "-v":
        settings.verbose = true;
        return true;
      case "-x":
        settings.hex = true;
        return true;
      case "-u":
      case "-U":
        if (settings.direction !== "both") log.error("-U and -u must not be combined");
        settings.direction = word === "-u" ? "right" : "left";
        return true;
      case "-g":
        settings.anyGroup = true;
        return true;
      case "-4":
        settings.family = 4;
        return true;
      case "-6":
        settings.family = 6;
        return true;
      default:
        return false;
    }
  }

  private logging(word: string): void {
    const { log, process } = this;
    const settings = this.settings.log;
    const value = word.slice(3);
    const kind = word[2];
    if (kind === "u") settings.microseconds = true;
    else if (kind === "h") settings.hostname = true;
    else if (kind === "s") settings.file = undefined;
    else if (kind === "p" && value !== "") settings.name = value;
    else if (kind === "f" && value !== "") settings.file = process.resolve(value);
    else if (kind === "y" || kind === "m") log.error(`option "${word}" is not supported here`);
    else log.error(`unknown log option "${word}"; ${HINT}`);
  }

  private valued(letter: string, value: string): void {
    const { settings, log, process } = this;
    if (letter === "r") settings.rawRight = process.resolve(value);
    else if (letter === "R") settings.rawLeft = process.resolve(value);
    else if (letter === "b") settings.blockSize = Math.min(number(log, letter, value), 0x100000);
    else if (letter === "t") settings.closeWait = number(log, letter, value);
    else settings.inactivity = number(log, letter, value);
  }
}
