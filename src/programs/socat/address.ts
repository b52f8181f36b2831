/** Addresses as they are written: `TCP-LISTEN:80,fork`. */
import { Lexer } from "./lex.ts";
import type { Log } from "./log.ts";
import { findOption, type Group, type OptionRow } from "./option-table.ts";

/** An option of an address, as it was given. */
export interface GivenOption {
  readonly row: OptionRow;
  /** What stands behind `=`. */
  readonly text: string;
  /** Of numbers and times. */
  readonly value: number;
}

/** An address taken apart, before its options are looked up. */
export interface Parsed {
  /** The keyword as it is written. */
  readonly keyword: string;
  readonly parameters: readonly string[];
  readonly options: readonly OptionText[];
}

interface OptionText {
  readonly name: string;
  readonly value: string | undefined;
  /** The option and what follows, as messages quote it. */
  readonly rest: string;
}

/** Reads one address, or the two sides of `A!!B`. */
export function parseAddress(log: Log, text: string): Parsed[] {
  const lexer = new Lexer(text);
  const sides = [single(log, lexer)];
  if (lexer.take("!!")) sides.push(single(log, lexer));
  return sides;
}

function unfinished(log: Log, lexer: Lexer): never {
  return log.error(`unexpected end of address "${lexer.text}"`);
}

function single(log: Log, lexer: Lexer): Parsed {
  const token = (separators: readonly string[]) => lexer.token(separators) ?? unfinished(log, lexer);
  const keyword = token([":", ",", "!!"]);
  const parameters: string[] = [];
  while (lexer.take(":")) parameters.push(token([":", ",", "!!"]));
  const options: OptionText[] = [];
  while (lexer.take(",")) {
    const start = lexer.at;
    const name = token([",", "=", "!!"]);
    const value = lexer.take("=") ? token([",", "!!"]) : undefined;
    if (name !== "") options.push({ name, value, rest: lexer.text.slice(start) });
  }
  return { keyword, parameters, options };
}

/** The options of one address, checked. */
export class Options {
  readonly all: readonly GivenOption[];

  constructor(log: Log, parsed: Parsed, groups: readonly Group[], anyGroup: boolean) {
    this.all = parsed.options.map((option) => read(log, option, groups, anyGroup));
  }

  private last(name: string): GivenOption | undefined {
    return this.all.findLast(({ row }) => row.name === name);
  }

  text(name: string): string | undefined {
    return this.last(name)?.text;
  }

  number(name: string): number | undefined {
    return this.last(name)?.value;
  }

  /** Whether it is given and not 0. */
  has(name: string): boolean {
    return (this.last(name)?.value ?? 0) !== 0;
  }
}

/** `parseopts_table` */
function read(log: Log, option: OptionText, groups: readonly Group[], anyGroup: boolean): GivenOption {
  const { name, value } = option;
  const row = findOption(name);
  if (row === undefined) log.error(`parseopts_table(): unknown option "${name}"`);
  if (row === "refused") log.error(`option "${name}" is not supported here`);
  if (!anyGroup && !row.groups.some((group) => groups.includes(group)))
    log.error(`parseopts_table(): option "${name}" not supported with this address type`);
  if (row.type === "flag") {
    if (value !== undefined) log.error(`no value permitted for option "${row.name}"`);
    return { row, text: "", value: 1 };
  }
  if (row.type === "text") {
    if (value === undefined) log.error(`option "${name}": value required`);
    return { row, text: value, value: 1 };
  }
  if (value === undefined) {
    if (row.type === "time" || row.type === "mode") log.error(`option "${name}": value required`);
    return { row, text: "", value: 1 };
  }
  if (row.type === "mode") {
    if (!/^[0-7]+$/.test(value)) log.error(`parseopts(): missing numerical value of option "${option.rest}"`);
    return { row, text: value, value: Number.parseInt(value, 8) & 0o7777 };
  }
  const pattern = row.type === "time" ? /^(?:\d+(?:\.\d*)?|\.\d+)$/ : /^-?(?:0x[0-9a-f]+|0[0-7]*|[1-9]\d*)$/i;
  if (!pattern.test(value)) log.error(`parseopts(): missing numerical value of option "${option.rest}"`);
  return { row, text: value, value: row.type === "time" ? Number(value) : integer(value) };
}

/** `strtol` with base 0. */
function integer(text: string): number {
  return /^-?0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text);
}
