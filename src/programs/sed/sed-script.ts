/** Parses sed scripts. */
import { decodeText } from "../../process/text.ts";
import { basicToExtended, translateExtended } from "../lib/text/regexp.ts";

/** Which lines a command is for. */
export type Address =
  | { readonly kind: "line"; readonly line: number }
  | { readonly kind: "step"; readonly line: number; readonly step: number }
  | { readonly kind: "last" }
  | { readonly kind: "plus" | "multiple"; readonly line: number }
  | { readonly kind: "regexp"; readonly regExp: RegExp };

/** What stands behind `s/…/…/`. */
export interface SubstituteFlags {
  readonly global: boolean;
  readonly print: boolean;
  readonly occurrence: number;
  readonly file: string;
}

/** One command; blocks and branches are numbers of other commands. */
export interface SedCommand {
  readonly name: string;
  readonly first: Address | undefined;
  readonly second: Address | undefined;
  readonly negated: boolean;
  readonly text: string;
  readonly number: number;
  /** Where a branch goes, or the end of a block. */
  target: number;
  readonly regExp: RegExp | undefined;
  /** Makes the replacement of a match. */
  readonly replacement: ((match: readonly string[]) => string) | undefined;
  readonly flags: SubstituteFlags;
  readonly map: ReadonlyMap<string, string> | undefined;
}

/** A script that cannot be parsed; the message and position are GNU sed's. */
export class SedSyntaxError extends Error {
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

/** Width of the lines of `l` where none is given (`lcmd_out_line_len`). */
const LIST_WIDTH = 70;
const NO_FLAGS: SubstituteFlags = { global: false, print: false, occurrence: 1, file: "" };

/** Parses a script, with `extended` regular expressions. @throws SedSyntaxError */
export function parseSed(text: string, extended: boolean): SedCommand[] {
  return new Parser(text, extended).all();
}

class Parser {
  private readonly text: string;
  private readonly extended: boolean;
  private at = 0;
  private readonly commands: SedCommand[] = [];
  private readonly labels = new Map<string, number>();
  private readonly blocks: number[] = [];
  private lastRegExp: RegExp | undefined;

  constructor(text: string, extended: boolean) {
    this.text = text;
    this.extended = extended;
  }

  all(): SedCommand[] {
    for (this.skip(/[\s;]/); this.at < this.text.length; this.skip(/[\s;]/)) this.command();
    if (this.blocks.length > 0) this.fail("unmatched `{'", 0);
    for (const command of this.commands) {
      if (!"btT".includes(command.name)) continue;
      const target = command.text === "" ? this.commands.length : this.labels.get(command.text);
      if (target === undefined)
        throw new SedSyntaxError(`can't find label for jump to \`${command.text}'`, this.at);
      command.target = target - (command.text === "" ? 0 : 1);
    }
    return this.commands;
  }

  private fail(message: string, position = this.at): never {
    throw new SedSyntaxError(message, position);
  }

  private skip(pattern: RegExp): void {
    while (this.at < this.text.length && pattern.test(this.text[this.at])) this.at++;
  }

  private command(): void {
    if (this.text[this.at] === "#") {
      while (this.at < this.text.length && this.text[this.at] !== "\n") this.at++;
      return;
    }
    const first = this.address();
    this.skip(/[ \t]/);
    let second: Address | undefined;
    if (first && this.text[this.at] === ",") {
      this.at++;
      this.skip(/[ \t]/);
      second = this.address();
      if (!second) this.fail("unexpected `,'", this.at);
    }
    this.skip(/\s/);
    let negated = false;
    while (this.text[this.at] === "!") {
      negated = true;
      this.at++;
      this.skip(/\s/);
    }
    this.body(this.text[this.at++], { first, second, negated });
  }

  private address(): Address | undefined {
    const character = this.text[this.at];
    if (character === "$") {
      this.at++;
      return { kind: "last" };
    }
    const number = /^(\d+)(?:~(\d+))?/.exec(this.text.slice(this.at));
    if (number) {
      this.at += number[0].length;
      if (number[2] === undefined) return { kind: "line", line: Number(number[1]) };
      return { kind: "step", line: Number(number[1]), step: Number(number[2]) };
    }
    const relative = /^([+~])(\d+)/.exec(this.text.slice(this.at));
    if (relative) {
      this.at += relative[0].length;
      return { kind: relative[1] === "+" ? "plus" : "multiple", line: Number(relative[2]) };
    }
    if (character !== "/" && character !== "\\") return undefined;
    if (character === "\\") this.at++;
    const delimiter = this.text[this.at++];
    const source = this.delimited(delimiter, "unterminated address regex");
    const flag = this.text[this.at] === "I";
    if (flag) this.at++;
    return { kind: "regexp", regExp: this.compile(source, flag ? "i" : "") };
  }

  /** Text up to a delimiter; an escaped delimiter is itself. */
  private delimited(delimiter: string, error: string): string {
    let out = "";
    let bracket = false;
    for (; this.at < this.text.length; this.at++) {
      const character = this.text[this.at];
      if (character === "\\" && this.at + 1 < this.text.length) {
        const next = this.text[++this.at];
        out += next === delimiter ? next : next === "n" && delimiter !== "n" ? "\\n" : `\\${next}`;
      } else if (character === delimiter && !bracket) {
        this.at++;
        return out;
      } else {
        if (character === "[" && !bracket)
          bracket = this.text.indexOf("]", this.at + 2) > 0 && !delimiter.includes("[");
        else if (character === "]") bracket = false;
        out += character;
      }
    }
    return this.fail(error, this.text.length);
  }

  private compile(source: string, flags: string): RegExp {
    if (source === "") return this.lastRegExp ?? this.fail("no previous regular expression");
    const numbered = numberEscapes(source, "\\");
    const whole = translateExtended(
      (this.extended ? numbered : basicToExtended(numbered)).replace(/\\n/g, "\n").replace(/\\t/g, "\t"),
    );
    try {
      this.lastRegExp = new RegExp(whole, `g${flags}`);
    } catch {
      this.fail("Invalid regular expression");
    }
    return this.lastRegExp;
  }

  private body(name: string | undefined, place: Pick<SedCommand, "first" | "second" | "negated">): void {
    const add = (more: Partial<SedCommand>) =>
      this.commands.push({
        name: name ?? "",
        ...place,
        text: "",
        number: 0,
        target: 0,
        regExp: undefined,
        replacement: undefined,
        flags: NO_FLAGS,
        map: undefined,
        ...more,
      });
    if (name === undefined) this.fail("missing command", this.text.length);
    if (name === "{") {
      this.blocks.push(this.commands.length);
      add({});
    } else if (name === "}") {
      const open = this.blocks.pop();
      if (open === undefined) return this.fail("unexpected `}'");
      this.commands[open].target = this.commands.length - 1;
    } else if (name === "s") this.substitute(add);
    else if (name === "y") this.transliterate(add);
    else if ("aic".includes(name)) add({ text: this.block() });
    else if (name === ":") {
      this.labels.set(this.word(/[^\n;]/), this.commands.length);
    } else if ("btT".includes(name)) add({ text: this.word(/[^\n;}]/) });
    else if ("rRwW".includes(name)) add({ text: this.fileName() });
    else if ("qQ".includes(name)) add({ number: Number(this.word(/\d/)) });
    else if (name === "l") add({ number: Number(this.word(/\d/) || LIST_WIDTH) });
    else if ("dDgGhHnNpPx=".includes(name)) add({});
    else this.fail(`unknown command: \`${name}'`);
    if (!"{}:".includes(name) && !"aicrRwW".includes(name)) this.end();
  }

  private end(): void {
    this.skip(/[ \t]/);
    const character = this.text[this.at];
    if (character === undefined || "\n;}#".includes(character)) return;
    this.at++;
    this.fail("extra characters after command");
  }

  private fileName(): string {
    const name = this.word(/[^\n]/);
    return name === "" ? this.fail("missing filename in r/R/w/W commands") : name;
  }

  private word(pattern: RegExp): string {
    this.skip(/[ \t]/);
    const start = this.at;
    while (this.at < this.text.length && pattern.test(this.text[this.at])) this.at++;
    return this.text.slice(start, this.at).trim();
  }

  /** The text of `a`, `i` and `c`: on the same line, or after a backslash. */
  private block(): string {
    this.skip(/[ \t]/);
    if (this.text[this.at] === "\\") {
      this.at++;
      this.skip(/[ \t]/);
      if (this.text[this.at] === "\n") this.at++;
    }
    if (this.at >= this.text.length) this.fail("expected \\ after `a', `c' or `i'");
    let out = "";
    for (; this.at < this.text.length && this.text[this.at] !== "\n"; this.at++) {
      if (this.text[this.at] === "\\" && this.at + 1 < this.text.length) this.at++;
      out += this.text[this.at];
    }
    return out;
  }

  private substitute(add: (more: Partial<SedCommand>) => void): void {
    const delimiter = this.text[this.at++] ?? "";
    const source = this.delimited(delimiter, "unterminated `s' command");
    const replacement = this.delimited(delimiter, "unterminated `s' command");
    let [global, print, occurrence, ignore, multiple, file] = [false, false, 1, "", "", ""];
    for (; this.at < this.text.length; this.at++) {
      const flag = this.text[this.at];
      const digits = /^\d+/.exec(this.text.slice(this.at));
      if (flag === "g") global = true;
      else if (flag === "p") print = true;
      else if (flag === "i" || flag === "I") ignore = "i";
      else if (flag === "m" || flag === "M") multiple = "m";
      else if (digits) {
        occurrence = Number(digits[0]);
        if (occurrence === 0) this.fail("number option to `s' command may not be zero", this.at + 1);
        this.at += digits[0].length - 1;
      } else if (flag === "w") {
        this.at++;
        file = this.fileName();
        break;
      } else if (/[\s;}#]/.test(flag)) break;
      else this.fail("unknown option to `s'", this.at + 1);
    }
    add({
      regExp: this.compile(source, ignore + multiple),
      replacement: compileReplacement(numberEscapes(replacement, "\\&")),
      flags: { global, print, occurrence, file },
    });
  }

  private transliterate(add: (more: Partial<SedCommand>) => void): void {
    const delimiter = this.text[this.at++] ?? "";
    const list = () => {
      const text = numberEscapes(this.delimited(delimiter, "unterminated `y' command"), "\\");
      return [...text.replace(/\\n/g, "\n").replace(/\\\\/g, "\\")];
    };
    const [from, to] = [list(), list()];
    if (from.length !== to.length) this.fail("strings for `y' command are different lengths");
    add({ map: new Map(from.map((character, i) => [character, to[i]])) });
  }
}

/** Runs of `\xHH`, `\dNNN` and `\oNNN`: bytes, which together may be a character. */
const NUMBERED = /\\(?:x[\da-fA-F]{1,2}|d\d{1,3}|o[0-7]{1,3})/g;

/** Puts bytes in place of their numbers. @param special those that stay literal, with a backslash before them */
function numberEscapes(text: string, special: string): string {
  return text.replace(
    /((?:\\(?:x[\da-fA-F]{1,2}|d\d{1,3}|o[0-7]{1,3}))+)|\\[\s\S]/g,
    (whole, run?: string) => {
      if (run === undefined) return whole;
      const bytes = Array.from(run.match(NUMBERED) ?? [], (word) => {
        const base = word[1] === "x" ? 16 : word[1] === "d" ? 10 : 8;
        return Number.parseInt(word.slice(2), base) & 0xff;
      });
      const characters = [...decodeText(Uint8Array.from(bytes))];
      return characters.map((each) => (special.includes(each) ? `\\${each}` : each)).join("");
    },
  );
}

type Piece = { readonly literal: string } | { readonly group: number } | { readonly change: string };

/** `&`, `\1` and the case changes `\U \L \u \l \E`. */
function compileReplacement(text: string): (match: readonly string[]) => string {
  const pieces: Piece[] = [];
  for (const match of text.matchAll(/\\([0-9])|\\([ULEul])|\\([\s\S])|&|[^\\&]+|\\$/g)) {
    const [whole, group, change, escaped] = match;
    if (whole === "&") pieces.push({ group: 0 });
    else if (group !== undefined) pieces.push({ group: Number(group) });
    else if (change !== undefined) pieces.push({ change });
    else if (escaped !== undefined)
      pieces.push({ literal: escaped === "n" ? "\n" : escaped === "t" ? "\t" : escaped });
    else pieces.push({ literal: whole });
  }
  return (match) => fill(pieces, match);
}

function fill(pieces: readonly Piece[], match: readonly string[]): string {
  let out = "";
  let mode = "";
  let once = "";
  for (const piece of pieces) {
    if ("change" in piece) {
      if (piece.change === "u" || piece.change === "l") once = piece.change;
      else mode = piece.change === "E" ? "" : piece.change;
      continue;
    }
    let value = "literal" in piece ? piece.literal : groupOf(match, piece.group);
    if (mode === "U") value = value.toUpperCase();
    else if (mode === "L") value = value.toLowerCase();
    if (once !== "" && value !== "") {
      value = (once === "u" ? value[0].toUpperCase() : value[0].toLowerCase()) + value.slice(1);
      once = "";
    }
    out += value;
  }
  return out;
}

/** A match's groups are followed by its offset, a number. */
function groupOf(match: readonly unknown[], group: number): string {
  const end = match.findIndex((value, i) => i > 0 && typeof value === "number");
  const value = group < end || end < 0 ? match[group] : undefined;
  return typeof value === "string" ? value : "";
}
