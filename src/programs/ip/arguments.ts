/**
 * Walking over the words of a command, and the complaints that all iproute2 commands share.
 */
import { strtoulPrefix } from "../lib/numbers.ts";

/** Ends the program with this exit status; what was to be said has been said. */
export class Exit {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}

/** Ends a command, but not the batch that it is in. */
export class CommandFailed extends Exit {}

/** What ends a command: what iproute2 ends with `exit(-1)` ends the whole program, other statuses are returned. */
export function failure(status: number): Exit {
  return status === EXIT_USAGE ? new Exit(status) : new CommandFailed(status);
}

/** Statuses that iproute2 uses: `exit(-1)`, a command that failed, a request that the kernel refused. */
export const EXIT_USAGE = 255;
export const EXIT_FAILURE = 1;
export const EXIT_KERNEL = 2;

/** True when `word` is an abbreviation of `name` (iproute2's `matches()`). */
export function matches(word: string, name: string): boolean {
  return word !== "" && name.startsWith(word);
}

/** The words, and which is next. */
export class Arguments {
  words: readonly string[];
  index: number;
  private readonly say: (text: string) => void;

  constructor(words: readonly string[], say: (text: string) => void, index = 0) {
    this.words = words;
    this.say = say;
    this.index = index;
  }

  /** True while there is a current word. */
  get more(): boolean {
    return this.index < this.words.length;
  }

  get remaining(): number {
    return this.words.length - this.index;
  }

  /** Puts another word in place of the current one: some of iproute2's readers write into what they read. */
  replace(word: string): void {
    this.words = this.words.with(this.index, word);
  }

  /** The current word; "" past the end. */
  get current(): string {
    return this.words[this.index] ?? "";
  }

  /** True when a word follows the current one. */
  get hasNext(): boolean {
    return this.index + 1 < this.words.length;
  }

  is(...names: string[]): boolean {
    return this.more && names.includes(this.current);
  }

  matches(...names: string[]): boolean {
    return this.more && names.some((name) => matches(this.current, name));
  }

  /** Steps to the next word, which must be there. */
  next(): string {
    this.index++;
    if (!this.more) this.incomplete();
    return this.current;
  }

  advance(): void {
    this.index++;
  }

  rest(): Arguments {
    return new Arguments(this.words.slice(this.index), this.say);
  }

  incomplete(): never {
    this.fail('Command line is not complete. Try option "help"');
  }

  fail(message: string, status = EXIT_USAGE): never {
    this.say(`${message}\n`);
    throw failure(status);
  }

  /** Ends the program, not only the command, with `exit(1)`. */
  exit(message: string): never {
    this.say(`${message}\n`);
    throw new Exit(EXIT_FAILURE);
  }

  /** The current word is no good. */
  invalid(message: string, word = this.current): never {
    this.fail(`Error: argument "${word}" is wrong: ${message}`);
  }

  missing(name: string): never {
    this.fail(`Error: argument "${name}" is required`);
  }

  duplicate(name: string, word = this.current): never {
    this.fail(`Error: duplicate "${name}": "${word}" is the second value.`);
  }

  garbage(name: string, word = this.current): never {
    this.fail(`Error: either "${name}" is duplicate, or "${word}" is a garbage.`);
  }

  /** The current word as an unsigned number, as `strtoul(3)` reads it with base 0. */
  unsigned(message: string, maximum = 0xffffffff): number {
    const value = parseUnsigned(this.current, maximum);
    return value === undefined ? this.invalid(message) : value;
  }

  /** The current word as a signed 32-bit number. */
  integer(message: string): number {
    const value = parseInteger(this.current);
    return value === undefined ? this.invalid(message) : value;
  }

  /** The current word as "on" or "off"; anything else ends the program with `status`. */
  onOff(name: string): boolean {
    if (this.current === "on") return true;
    if (this.current === "off") return false;
    this.fail(`Error: argument of "${name}" must be "on" or "off", not "${this.current}"`, EXIT_FAILURE);
  }

  /** As {@link onOff}, and may be abbreviated ("o" is on). */
  onOffAbbreviated(name: string): boolean {
    return matches(this.current, "on") || (!matches(this.current, "off") && this.onOff(name));
  }

  /** As {@link onOff} for the attributes that go through iproute2's `parse_on_off`, which takes abbreviations ("o" is off). */
  onOffStrict(name: string): boolean {
    if (matches(this.current, "off")) return false;
    if (matches(this.current, "on")) return true;
    this.fail(`Error: argument of "${name}" must be one of "off", "on", not "${this.current}"`, 22);
  }
}

/** A number as `strtoul(3)` with base 0 reads it, whole (`-0` is one); undefined when it is none or too large. */
export function parseUnsigned(text: string, maximum = 0xffffffff): number | undefined {
  const prefix = strtoulPrefix(text, 0);
  if (prefix?.rest !== "" || prefix.range || prefix.value > maximum) return undefined;
  return Number(prefix.value);
}

/** A number as `strtol(3)` with base 0 reads it, whole, in 32 bits. */
export function parseInteger(text: string): number | undefined {
  const match = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|\d+)$/.exec(text);
  const digits = match ? parseDigits(match[2]) : undefined;
  if (!match || digits === undefined) return undefined;
  const value = match[1] === "-" ? -digits : digits;
  return value >= -0x80000000 && value <= 0x7fffffff ? value : undefined;
}

function parseDigits(digits: string): number | undefined {
  if (/^0[xX]/.test(digits)) return Number.parseInt(digits, 16);
  if (!digits.startsWith("0")) return Number.parseInt(digits, 10);
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}
