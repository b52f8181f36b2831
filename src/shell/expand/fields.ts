/** Fields under construction: text with the knowledge of which characters were quoted. */
import { composeBytes } from "../../process/text.ts";
import { escapePattern } from "../pattern.ts";

/** A finished field. */
export interface Field {
  readonly text: string;
  /** The same with a backslash before each quoted character. */
  readonly pattern: string;
  /** Whether some unquoted character could be one of a pattern. */
  readonly globs: boolean;
}

const GLOB = /[*?[\]()]/;

/** Takes pieces of text, quoted or not, and splits them into fields. */
export class FieldBuilder {
  readonly fields: Field[] = [];
  /** Whether unquoted expansions are split by `ifs`. */
  readonly splits: boolean;
  private readonly ifs: string;
  private readonly mark: (text: string) => string;
  private text = "";
  private pattern = "";
  private globs = false;
  /** Whether the field exists though it may be empty. */
  private present = false;

  /** @param mark how quoted text is marked in {@link Field.pattern} */
  constructor(splits: boolean, ifs: string, mark: (text: string) => string = escapePattern) {
    this.splits = splits;
    this.ifs = ifs;
    this.mark = mark;
  }

  /** Text as it stands in the script. */
  literal(text: string): void {
    if (text === "") return;
    this.text += text;
    this.pattern += text;
    this.present = true;
    this.globs ||= GLOB.test(text);
  }

  /** Text that was quoted: it is neither split nor a pattern. */
  quoted(text: string): void {
    this.text += text;
    this.pattern += this.mark(text);
    this.present = true;
  }

  /** The result of an unquoted expansion. */
  expansion(text: string): void {
    if (!this.splits || this.ifs === "") return this.unsplit(text);
    const space = whitespaceOf(this.ifs);
    let at = 0;
    while (at < text.length && space.includes(text[at])) at++;
    if (at > 0 && this.present) this.finish();
    while (at < text.length) {
      let end = at;
      while (end < text.length && !this.ifs.includes(text[end])) end++;
      this.unsplit(text.slice(at, end));
      if (end === text.length) return;
      at = this.delimiter(text, end, space);
    }
  }

  private delimiter(text: string, start: number, space: string): number {
    let at = start;
    while (at < text.length && space.includes(text[at])) at++;
    if (at < text.length && this.ifs.includes(text[at])) {
      at++;
      while (at < text.length && space.includes(text[at])) at++;
      this.present = true;
    }
    if (this.present) this.finish();
    return at;
  }

  private unsplit(text: string): void {
    if (text === "") return;
    this.text += text;
    this.pattern += text.replace(/\\/g, "\\\\");
    this.present = true;
    this.globs ||= GLOB.test(text);
  }

  /** Ends the field if there is one. */
  finish(): void {
    if (this.present) this.fields.push(this.composed());
    this.text = "";
    this.pattern = "";
    this.globs = false;
    this.present = false;
  }

  /** Bytes of one character may come out of several expansions. */
  private composed(): Field {
    return { text: composeBytes(this.text), pattern: composeBytes(this.pattern), globs: this.globs };
  }

  /** Ends everything and gives the only field, empty if there is none. */
  single(): Field {
    this.finish();
    return this.fields[0] ?? { text: "", pattern: "", globs: false };
  }
}

function whitespaceOf(ifs: string): string {
  let space = "";
  for (const character of " \t\n") if (ifs.includes(character)) space += character;
  return space;
}
