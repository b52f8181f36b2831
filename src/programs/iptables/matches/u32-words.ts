/** The language of `u32`: tests of words of a packet. */
import type { Context } from "../context.ts";
import { numberPrefix, UINT32_MAX } from "../values/parse-number.ts";

/** `XT_U32_MAXSIZE`: so many tests, numbers of a place, and ranges there may be. */
export const MOST = 10;
/** By their numbers in the structure. */
export const OPERATORS = ["&", "<<", ">>", "@"];

export interface U32Step {
  /** Of {@link OPERATORS}; the first number has none. */
  readonly operator: number;
  readonly number: number;
}

export interface U32Test {
  readonly location: U32Step[];
  readonly ranges: { readonly low: number; readonly high: number }[];
}

/** `u32_parse`, one method for each part of the grammar. */
export class U32Parser {
  private readonly context: Context;
  private readonly text: string;
  private at = 0;

  constructor(context: Context, text: string) {
    this.context = context;
    this.text = text;
  }

  tests(): U32Test[] {
    const found: U32Test[] = [];
    for (let more = true; more; ) {
      const location = this.location();
      const ranges = this.ranges();
      found.push({ location, ranges });
      more = this.at < this.text.length;
      if (more) {
        this.at++;
        if (this.peek() !== "&") return this.wrong("a second '&' was expected");
      }
      if (found.length > MOST) return this.wrong('too many "&&"s');
      if (more) this.at++;
    }
    return found;
  }

  /** Up to and with `=`. */
  private location(): U32Step[] {
    const found: U32Step[] = [];
    for (;;) {
      this.blanks();
      if (this.at >= this.text.length)
        return this.context.wrong("u32: abrupt end of input after location specifier");
      if (this.peek() === "=") {
        if (found.length === 0) return this.wrong("location spec missing");
        this.at++;
        return found;
      }
      const operator = found.length === 0 ? 0 : this.operator();
      found.push({ operator, number: this.number() });
      if (found.length > MOST) return this.wrong("too many operators");
    }
  }

  private operator(): number {
    const sign = this.peek();
    const found = OPERATORS.findIndex((word) => word[0] === sign);
    if (found < 0) return this.wrong("operator expected");
    this.at++;
    if (OPERATORS[found].length > 1) {
      if (this.peek() !== sign) return this.wrong(`a second '${sign}' was expected`);
      this.at++;
    }
    return found;
  }

  /** Up to `&` or the end. */
  private ranges(): U32Test["ranges"] {
    const found: U32Test["ranges"] = [];
    for (;;) {
      this.blanks();
      const end = this.at >= this.text.length;
      if (found.length === 0 && end) return this.context.wrong("u32: test ended with no value specified");
      if (found.length === 0 && this.peek() === "&") {
        this.at++;
        return this.wrong("value spec missing");
      }
      if (end || this.peek() === "&") return found;
      if (found.length > 0) {
        if (this.peek() !== ",") return this.wrong('expected "," or "&&"');
        this.at++;
      }
      found.push(this.range());
      if (found.length > MOST) return this.wrong('too many ","s');
    }
  }

  private range(): U32Test["ranges"][number] {
    const low = this.number();
    this.blanks();
    if (this.peek() !== ":") return { low, high: low };
    this.at++;
    return { low, high: this.number() };
  }

  private number(): number {
    const found = numberPrefix(this.text.slice(this.at), 0n, UINT32_MAX);
    if (!found) return this.wrong("not a number or out of range");
    this.at = this.text.length - found.rest.length;
    return Number(found.value);
  }

  private peek(): string | undefined {
    return this.text[this.at];
  }

  private blanks(): void {
    while (/^[ \t\n\v\f\r]$/.test(this.text[this.at] ?? "")) this.at++;
  }

  private wrong(problem: string): never {
    return this.context.wrong(`u32: at char ${this.at}: ${problem}`);
  }
}
