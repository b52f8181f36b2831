/** The words of an awk program one after another, and what is wrong when one is missing. */
import { AwkSyntaxError, type Token } from "./lexer.ts";

/** Deeper programs are refused rather than overflow the stack. */
const MAX_DEPTH = 400;

/** Reads them from the left. */
export class TokenCursor {
  protected readonly tokens: readonly Token[];
  protected at = 0;
  protected braces = 0;
  private depth = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  protected get token(): Token {
    return this.tokens[this.at];
  }

  protected is(...texts: string[]): boolean {
    const { kind, text } = this.token;
    return (kind === "mark" || kind === "keyword") && texts.includes(text);
  }

  protected take(): Token {
    const { token } = this;
    if (token.kind !== "end") this.at++;
    return token;
  }

  protected accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  protected expect(text: string): void {
    if (!this.accept(text)) this.fail();
  }

  protected fail(): never {
    const { kind, text, line } = this.token;
    if (kind === "end") throw new AwkSyntaxError(`line ${line + 1}: missing } near end of file`);
    const shown = kind === "newline" ? "end of line" : text;
    throw new AwkSyntaxError(`line ${line}: syntax error at or near ${shown}`);
  }

  /** The program ends where an operand is missing: mawk tells that of the last line, and goes on to the end. */
  protected endOfLine({ line }: Token): never {
    const more = this.braces > 0 ? [`line ${line + 1}: missing } near end of file`] : [];
    throw new AwkSyntaxError(`line ${line}: syntax error at or near end of line`, more);
  }

  protected newlines(): void {
    while (this.token.kind === "newline") this.at++;
  }

  protected separators(): void {
    while (this.token.kind === "newline" || this.is(";")) this.at++;
  }

  protected nested<T>(parse: () => T): T {
    if (++this.depth > MAX_DEPTH) throw new AwkSyntaxError(`line ${this.token.line}: nested too deeply`);
    const result = parse();
    this.depth--;
    return result;
  }
}
