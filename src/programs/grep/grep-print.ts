/** How grep writes lines, names and counts, with or without colours. */
import type { Output } from "../../process/process.ts";
import { beginColor, type GrepColors, inColor } from "./grep-color.ts";
import { LEFT_OUT } from "./perl.ts";

/** What of the options concerns the output. */
export interface PrintOptions {
  readonly letters: ReadonlySet<string>;
  readonly pattern: RegExp;
  /** Whether names of files stand before lines and counts. */
  readonly names: boolean;
  readonly colors: GrepColors | undefined;
}

/** `:` before a line that was selected, `-` before one of the context. */
export type Mark = ":" | "-";

/** Writes what was found. */
export class GrepPrinter {
  private readonly output: Output;
  private readonly options: PrintOptions;
  private readonly name: string;
  private readonly invert: boolean;
  private readonly only: boolean;
  private readonly end: string;

  constructor(output: Output, name: string, options: PrintOptions) {
    this.output = output;
    this.name = name;
    this.options = options;
    this.invert = options.letters.has("v");
    this.only = options.letters.has("o");
    this.end = options.letters.has("z") ? "\0" : "\n";
  }

  private colored(part: keyof GrepColors & ("fn" | "ln" | "se"), text: string): string {
    const { colors } = this.options;
    return colors ? inColor(colors, colors[part], text) : text;
  }

  /** What is between two groups of lines. */
  groupSeparator(): void {
    this.output.write(`${this.colored("se", "--")}\n`);
  }

  /** The name alone, for `-l` and `-L`. */
  fileName(): void {
    this.output.write(this.colored("fn", this.name) + (this.options.letters.has("Z") ? "\0" : "\n"));
  }

  /** The number of lines that were selected. */
  count(count: number): void {
    this.output.write(`${this.nameAnd(":")}${count}\n`);
  }

  private nameAnd(mark: Mark): string {
    const { names, letters } = this.options;
    if (!names) return "";
    return this.colored("fn", this.name) + (letters.has("Z") ? "\0" : this.colored("se", mark));
  }

  private head(number: number, mark: Mark): string {
    const place = this.options.letters.has("n")
      ? this.colored("ln", `${number}`) + this.colored("se", mark)
      : "";
    return this.nameAnd(mark) + place;
  }

  /** A line, or what matches in it (`prline`). */
  line(text: string, number: number, mark: Mark): void {
    const matching = (mark === ":") !== this.invert;
    if (this.only) {
      if (matching) this.matches(text, number, mark);
      return;
    }
    this.output.write(this.head(number, mark) + this.body(text, mark, matching) + this.end);
  }

  /** Where the expression matches, without the empty places. */
  private *places(text: string): Generator<{ readonly at: number; readonly match: string }> {
    // matchAll starts at lastIndex, which the test for a match moved
    this.options.pattern.lastIndex = 0;
    for (const found of text.matchAll(this.options.pattern)) {
      const skipped = found.groups?.[LEFT_OUT]?.length ?? 0;
      const match = found[0].slice(skipped);
      if (match !== "") yield { at: found.index + skipped, match };
    }
  }

  private matches(text: string, number: number, mark: Mark): void {
    const { colors } = this.options;
    const head = this.head(number, this.invert ? "-" : ":");
    for (const { match } of this.places(text)) {
      const shown = colors ? inColor(colors, mark === ":" ? colors.ms : colors.mc, match) : match;
      this.output.write(head + shown + this.end);
    }
  }

  private body(text: string, mark: Mark, matching: boolean): string {
    const { colors } = this.options;
    if (!colors) return text;
    const selected = (mark === ":") !== (this.invert && colors.reverse);
    const lineColor = selected ? colors.sl : colors.cx;
    const matchColor = mark === ":" ? colors.ms : colors.mc;
    let shown = "";
    let from = 0;
    if (matching && matchColor !== "") {
      for (const { at, match } of this.places(text)) {
        // the match's end ends the line's colour too
        shown += beginColor(colors, lineColor) + text.slice(from, at) + inColor(colors, matchColor, match);
        from = at + match.length;
      }
    }
    const rest = text.slice(from);
    const ended = rest.endsWith("\r") ? rest.length - 1 : rest.length;
    return shown + (ended > 0 ? inColor(colors, lineColor, rest.slice(0, ended)) : "") + rest.slice(ended);
  }
}
