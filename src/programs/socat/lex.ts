/** How addresses are read: quotes, brackets and backslashes hide what separates (`nestlex`). */

/** What closes each bracket. */
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
};
/** Brackets deeper than this are no address. */
const DEEPEST = 100;

/** Reads one address from the left. */
export class Lexer {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Whether the next characters are these; takes them if so. */
  take(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  /** The text up to one of the separators or the end, unquoted. @returns undefined when a quote or bracket is not closed */
  token(separators: readonly string[]): string | undefined {
    let out = "";
    while (!this.atEnd) {
      if (separators.some((word) => this.text.startsWith(word, this.at))) return out;
      const part = this.piece(0);
      if (part === undefined) return undefined;
      out += part;
    }
    return out;
  }

  private piece(depth: number): string | undefined {
    const c = this.text[this.at++];
    if (c === "\\") return this.escape();
    if (c === '"') return this.until('"', depth, "");
    if (c === "'") return this.literal();
    const closing = CLOSING[c];
    if (closing === undefined) return c;
    const inner = this.until(closing, depth, "");
    return inner === undefined ? undefined : c + inner + closing;
  }

  private escape(): string | undefined {
    if (this.atEnd) return undefined;
    const c = this.text[this.at++];
    return ESCAPES[c] ?? c;
  }

  private literal(): string | undefined {
    const end = this.text.indexOf("'", this.at);
    if (end < 0) return undefined;
    const out = this.text.slice(this.at, end);
    this.at = end + 1;
    return out;
  }

  private until(closing: string, depth: number, start: string): string | undefined {
    if (depth > DEEPEST) return undefined;
    let out = start;
    while (!this.atEnd) {
      if (this.text[this.at] === closing) {
        this.at++;
        return out;
      }
      const part = this.piece(depth + 1);
      if (part === undefined) return undefined;
      out += part;
    }
    return undefined;
  }
}

/** The words of a command line, separated by blanks. */
export function words(command: string): string[] | undefined {
  const lexer = new Lexer(command);
  const found: string[] = [];
  for (;;) {
    while (lexer.take(" "));
    if (lexer.atEnd) return found;
    const word = lexer.token([" "]);
    if (word === undefined) return undefined;
    found.push(word);
  }
}
