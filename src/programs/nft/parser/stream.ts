/** The words of a text one after the other, with variables and included files put in. */
import type { NftContext } from "../context.ts";
import { closest } from "../errors/misspell.ts";
import { type Loc, MAX_ERRORS, NftError, type Source } from "../errors/source.ts";
import { isKnownWord, nameOfWord } from "./keywords.ts";
import { type Token, tokenize } from "./lexer.ts";

/** Reading ends here, with the mistakes that were noted. */
export class ParseEnd extends Error {}

const MOST_BLOCKS = 3;
/** Files in all: some that include each other more than once would never end. */
const MOST_INCLUDED = 4096;

const STRINGS = "string or quoted string or string with a trailing asterisk";

export class TokenStream {
  readonly ctx: NftContext;
  private readonly tokens: Token[];
  private position = 0;
  private readonly variables: Map<string, readonly Token[]>;
  private included = 0;

  constructor(ctx: NftContext, source: Source) {
    this.ctx = ctx;
    this.tokens = tokenize(source);
    this.variables = new Map();
    for (const [name, text] of ctx.defines) this.variables.set(name, tokenize({ text }).slice(0, -1));
  }

  /** What is read now: a field of packets, a value to compare with, or what may be either. */
  mode: "field" | "value" | "either" = "either";

  /** Reads a part in a mode. */
  in<T>(mode: TokenStream["mode"], parse: () => T): T {
    const before = this.mode;
    this.mode = mode;
    try {
      return parse();
    } finally {
      this.mode = before;
    }
  }

  /** Whether the next word is one of the language's. */
  get isKeyword(): boolean {
    return this.token.kind === "word" && isKnownWord(this.token.text, this.part);
  }

  /** Parts of the language that are read, one in the other. */
  private readonly parts: string[] = [];

  /** Behind an `@` the bases of packets are known, and nothing of what is around it. */
  private get part(): string {
    const before = this.tokens[this.position - 1];
    if (before?.kind === "punct" && before.text === "@") return "@";
    if (this.lookahead === this.position) return this.lookaheadPart;
    return this.parts.at(-1) ?? "";
  }

  /**
   * Reads a part of the language in which more words are known (`scanner_push_start_cond`). Whoever fails in it leaves it open: the scanner
   * does not learn what the parser passes over.
   */
  within<T>(part: string, parse: () => T): T {
    this.parts.push(part);
    const read = parse();
    this.parts.pop();
    return read;
  }

  /** The word that was looked at before a part ended, and the part. */
  private lookahead = -1;
  private lookaheadPart = "";

  /**
   * The same where the parser has to see the next word to know that the part is over: it is read as one of the part's, too.
   * @param whole how many words in front of its end a word stands, behind which nothing more can come
   */
  withinLooking<T>(part: string, parse: () => T, whole?: readonly [count: number, word: string]): T {
    const read = this.within(part, parse);
    if (whole === undefined || this.tokens[this.position - whole[0]].text !== whole[1]) this.hasLooked(part);
    return read;
  }

  /** The next word was read as one of a part that is over. */
  hasLooked(part: string): void {
    this.lookahead = this.position;
    this.lookaheadPart = part;
  }

  /** Whether the next word is known to the part alone that has just ended. */
  get isOfEndedPart(): boolean {
    if (this.lookahead !== this.position || !this.isKeyword) return false;
    return !isKnownWord(this.token.text, this.parts.at(-1) ?? "");
  }

  /** Mistakes that reading went on after. */
  readonly errors: NftError[] = [];

  /**
   * Reads a part. After a mistake in it, the rest of its line is passed over: reading goes on with the next one.
   * @throws ParseEnd when there is nothing left, or too many mistakes
   */
  recovering(parse: () => void): void {
    try {
      parse();
    } catch (error) {
      if (!(error instanceof NftError)) throw error;
      this.errors.push(error);
      this.sets = 0;
      while (this.token.kind !== "newline" && !this.is(";")) {
        if (this.token.kind === "end") throw new ParseEnd();
        this.position++;
      }
      this.position++;
      if (this.errors.length >= MAX_ERRORS) throw new ParseEnd();
    }
  }

  /** The lines of a block, up to its closing brace. */
  block(line: () => void): void {
    for (;;) {
      this.skipSeparators();
      if (this.is("}")) return;
      if (this.atEnd) this.fail();
      this.recovering(line);
    }
  }

  /** Blocks that are open. */
  private depth = 0;

  /** A block begins. @throws NftError when there are too many in one another (`SCOPE_NEST_MAX`) */
  enter(loc: Loc): void {
    if (++this.depth > MOST_BLOCKS) throw new NftError("too many levels of nesting", loc);
  }

  leave(): void {
    this.depth--;
  }

  /** The next word. */
  get token(): Token {
    return this.tokens[this.position];
  }

  /** A word further on. */
  ahead(count: number): Token {
    return this.tokens[Math.min(this.position + count, this.tokens.length - 1)];
  }

  /** A variable may stand here: what it was given comes in its place. */
  variable(): void {
    if (!this.is("$")) return;
    const name = this.tokens[this.position + 1];
    if (name.kind !== "word") {
      this.position++;
      this.fail("string");
    }
    const value = this.variables.get(name.text);
    if (value === undefined) throw this.unknown(name.text, name.loc);
    const at = { ...name.loc, start: this.token.loc.start };
    this.tokens.splice(this.position, 2, ...value.map((token) => ({ ...token, at })));
    this.given = this.position;
  }

  private unknown(name: string, loc: Loc): NftError {
    const names = Array.from(this.variables.keys(), (key) => ({ name: key })).reverse();
    const meant = closest(names, name);
    const hint = meant === undefined ? "" : `; did you mean identifier ‘${meant.name}’?`;
    return new NftError(`unknown identifier '${name}'${hint}`, loc);
  }

  /** Where the last variable's value began. */
  private given = -1;

  /** Whether the next word is the first one of a variable's value. */
  get isGiven(): boolean {
    return this.given === this.position;
  }

  /** A text in which variables may stand: `"$name: "`. */
  withVariables(): string {
    const { kind, loc } = this.token;
    const text = this.text();
    if (kind !== "quoted") return text;
    return text.replace(/\$([\w/.-]*)/g, (_, name: string) => {
      const value = this.variables.get(name);
      if (value === undefined) throw this.unknown(name, loc);
      return value.length === 1 ? value[0].text : "";
    });
  }

  define(name: string, tokens: readonly Token[]): void {
    this.variables.set(name, tokens);
  }

  undefine(name: string): boolean {
    return this.variables.delete(name);
  }

  isDefined(name: string): boolean {
    return this.variables.has(name);
  }

  /** What was taken while a part was read. */
  taking(parse: () => void): Token[] {
    const from = this.position;
    parse();
    return this.tokens.slice(from, this.position);
  }

  /** Puts the words of another text in front of what is left. @returns false when there were too many of them already */
  include(source: Source): boolean {
    if (++this.included > MOST_INCLUDED) return false;
    this.tokens.splice(this.position, 0, ...tokenize(source).slice(0, -1));
    return true;
  }

  next(): Token {
    const { token } = this;
    if (token.kind !== "end") this.position++;
    return token;
  }

  /** Whether the next word is this one (no quoted string). */
  is(text: string): boolean {
    const { token } = this;
    return token.text === text && token.kind !== "quoted" && token.kind !== "end";
  }

  isWord(): boolean {
    return this.token.kind === "word";
  }

  /** Whether an address stands in brackets: these three are one word. */
  get isBracketed(): boolean {
    const [address, close] = [this.ahead(1), this.ahead(2)];
    return address.text.includes(":") && !address.spaced && close.text === "]" && !close.spaced;
  }

  /** Takes the word if it is next. */
  accept(text: string): Token | undefined {
    return this.is(text) ? this.next() : undefined;
  }

  expect(text: string): Token {
    return this.accept(text) ?? this.fail(/\w/.test(text) ? text : punctuation(text));
  }

  /** A name. */
  identifier(): Token {
    return this.token.kind === "word" ? this.next() : this.fail("string");
  }

  private sets = 0;

  /** Reads the elements of a set. */
  inSet<T>(parse: () => T): T {
    this.sets++;
    const read = parse();
    this.sets--;
    return read;
  }

  /**
   * What comes behind a protocol that is a value is read while the words of that protocol are known: its fields are no names there.
   * @param protocol the word that was read last
   */
  checkBehind(protocol: string): void {
    const { kind, text } = this.token;
    if (this.sets > 0 || kind !== "word" || isKnownWord(text, "") || !isKnownWord(text, protocol)) return;
    const end = this.depth > 0 ? "" : "end of file or ";
    this.failAt(nameOfWord(text, protocol), `${end}newline or semicolon`);
  }

  /** A word that is none of the language's: a name of somebody's own. */
  string(): Token {
    return this.token.kind === "word" && !this.isKeyword ? this.next() : this.fail("string");
  }

  /** What stands behind `comment`, `prefix` and the like. */
  text(): string {
    const { kind } = this.token;
    if ((kind !== "word" || this.isKeyword) && kind !== "quoted" && kind !== "asterisk") this.fail(STRINGS);
    return this.next().text;
  }

  /** One of these words. */
  oneOf<T extends string>(words: readonly T[], expected: readonly string[] = words): T {
    const found = this.token.kind === "word" ? words.find((word) => word === this.token.text) : undefined;
    if (found !== undefined) this.next();
    return found ?? this.fail(expected.length > 0 ? expected.join(" or ") : undefined);
  }

  number(): number {
    return this.token.kind === "number" ? Number(this.next().text) : this.fail("number");
  }

  quoted(): Token {
    const { token } = this;
    return token.kind === "quoted" || token.kind === "word" ? this.next() : this.fail("quoted string");
  }

  skipSeparators(): void {
    while (this.token.kind === "newline" || this.is(";")) this.next();
  }

  skipNewlines(): void {
    while (this.token.kind === "newline") this.next();
  }

  get atEnd(): boolean {
    return this.token.kind === "end";
  }

  get atSeparator(): boolean {
    return this.token.kind === "newline" || this.token.kind === "end" || this.is(";");
  }

  /** The end of a line of a block. */
  endStatement(): void {
    if (this.token.kind === "newline" || this.is(";")) this.next();
    else this.fail("newline or semicolon");
  }

  /** The end of a command. */
  endCommand(): void {
    if (this.atEnd) return;
    if (this.token.kind === "newline" || this.is(";")) this.next();
    else this.fail("end of file or newline or semicolon");
  }

  fail(expected?: string): never {
    return this.failAt(nameOf(this.token, this.part), expected);
  }

  /** The next word is not what it should be. @param name what it is called, which depends on the place */
  failAt(name: string, expected?: string): never {
    const expecting = expected === undefined ? "" : `, expecting ${expected}`;
    throw new NftError(`syntax error, unexpected ${name}${expecting}`, this.token.loc);
  }

  /** From a word that was read before the last one. */
  locBefore(count: number, last: Loc): Loc {
    const { loc } = this.tokens[Math.max(0, this.position - 1 - count)];
    return loc.source === last.source ? { ...last, start: loc.start } : last;
  }

  /** What nothing is said to stand at: it begins with the end of the last word. */
  gapBefore(): Loc {
    const { loc } = this.token;
    const token = this.tokens[Math.max(0, this.position - 1)];
    const last = token.at ?? token.loc;
    return last.source === loc.source ? { source: loc.source, start: last.end - 1, end: loc.start } : loc;
  }

  locFrom(first: Loc): Loc {
    const token = this.tokens[Math.max(0, this.position - 1)];
    const last = token.at ?? token.loc;
    return last.source === first.source ? { source: first.source, start: first.start, end: last.end } : first;
  }
}

function nameOf(token: Token, part: string): string {
  switch (token.kind) {
    case "end":
      return "end of file";
    case "newline":
      return "newline";
    case "number":
      return "number";
    case "quoted":
      return "quoted string";
    case "junk":
      return "junk";
    case "asterisk":
      return "string with a trailing asterisk";
    case "word":
      return nameOfWord(token.text, part);
    default:
      return punctuation(token.text);
  }
}

function punctuation(text: string): string {
  return PUNCT_NAMES[text] ?? `'${text}'`;
}

const PUNCT_NAMES: Readonly<Record<string, string>> = {
  ";": "semicolon",
  ":": "colon",
  ",": "comma",
  ".": ".",
  "=": "'='",
  "/": "/",
  "-": "-",
  "*": "*",
  "==": "==",
  "!=": "!=",
  "<": "<",
  ">": ">",
  "@": "@",
  "+": "+",
  "!": "!",
  "&": "&",
  "^": "^",
  "<<": "<<",
  ">>": ">>",
  "<=": "<=",
  ">=": ">=",
};
