/** `$0` and its fields, each made from the other when it is asked for. */
import { awkRegExp } from "./regex.ts";
import { AwkError, Input, type Value } from "./value.ts";

/** More fields than that are a mistake, or malice. */
const MAX_FIELDS = 1_000_000;

/** What splitting and joining need to know. */
export interface Separators {
  /** FS */
  readonly fields: string;
  /** OFS */
  readonly output: string;
  /** Whether RS is empty, so that newlines separate fields too. */
  readonly paragraphs: boolean;
  text(value: Value): string;
}

/** The record that rules are tried on. */
export class CurrentRecord {
  private readonly separators: () => Separators;
  private whole = "";
  private fields: Value[] = [];
  /** Which of the two is made. */
  private split = true;
  private joined = true;

  constructor(separators: () => Separators) {
    this.separators = separators;
  }

  set(text: string): void {
    this.whole = text;
    this.split = false;
    this.joined = true;
  }

  get text(): string {
    if (!this.joined) {
      const { output, text } = this.separators();
      this.whole = this.fields.map(text).join(output);
      this.joined = true;
    }
    return this.whole;
  }

  private parts(): Value[] {
    if (!this.split) {
      const { fields, paragraphs } = this.separators();
      this.fields = splitText(this.whole, fields, paragraphs).map((part) => new Input(part));
      this.split = true;
    }
    return this.fields;
  }

  get count(): number {
    return this.parts().length;
  }

  field(index: number): Value {
    if (index === 0) return new Input(this.text);
    return index < 0 ? badField(index) : this.parts()[index - 1];
  }

  setField(index: number, value: Value, text: (value: Value) => string): void {
    if (index === 0) return this.set(text(value));
    if (index < 0 || index > MAX_FIELDS) badField(index);
    const parts = this.parts();
    while (parts.length < index) parts.push("");
    parts[index - 1] = value;
    this.joined = false;
  }

  setCount(count: number): void {
    if (count < 0 || count > MAX_FIELDS) badField(count);
    const parts = this.parts();
    while (parts.length < count) parts.push("");
    parts.length = count;
    this.joined = false;
  }
}

function badField(index: number): never {
  throw new AwkError(index < 0 ? `negative field index $${index}` : `field index $${index} is too great`);
}

/** As the separator FS says: a blank is any white space, one other character itself, nothing every character. */
export function splitText(text: string, separator: string, paragraphs = false): string[] {
  if (text === "") return [];
  if (separator === " ") {
    const trimmed = text.replace(/^[ \t\n\r\f\v]+|[ \t\n\r\f\v]+$/g, "");
    return trimmed === "" ? [] : trimmed.split(/[ \t\n\r\f\v]+/);
  }
  if (separator === "") return [...text];
  if (separator.length === 1 && separator !== "\\") {
    return paragraphs ? text.split("\n").flatMap((line) => line.split(separator)) : text.split(separator);
  }
  return splitBy(text, awkRegExp(paragraphs ? `(${separator})|\n` : separator));
}

/** The pieces between matches that are not empty. */
export function splitBy(text: string, expression: RegExp): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(expression)) {
    if (match[0] === "") continue;
    parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}
