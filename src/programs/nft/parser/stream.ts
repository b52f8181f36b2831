/** The words of a text one after the other, with variables and included files put in. */
import type { NftContext } from "../context.ts";
import { type Token, tokenize } from "../lexer.ts";
import { type Loc, MAX_ERRORS, NftError, type Source } from "../source.ts";

/** Words that mean something in places; others are just strings when they surprise. */
const KEYWORDS = new Set(
  `add create insert replace delete get list reset flush rename monitor describe table tables chain chains rule set sets map maps
  element elements counter counters quota quotas limit ruleset flowtable flowtables meter meters hook device devices priority policy type typeof flags
  timeout size comment elements accept drop continue return jump goto log prefix level group snaplen reject snat dnat masquerade redirect to
  meta ct ip ip6 inet arp bridge netdev tcp udp icmp icmpv6 ether vlan th vmap handle index position counter packets bytes over until rate burst
  gc-interval auto-merge mark iif oif iifname oifname saddr daddr sport dport include define addr`.split(
    /\s+/,
  ),
);

/** Words that can not be names. */
const RESERVED = new Set(
  `fwd dup queue notrack accept drop continue return jump goto add create insert replace delete get list reset flush rename describe monitor
  table tables chain chains rule set sets map maps element ruleset include define undefine redefine counter counters quota quotas limit
  flowtable flowtables meter meters meta ct ip ip6 inet netdev bridge arp tcp udp udplite sctp dccp icmp icmpv6 igmp ether vlan ah esp
  comp th rt fib numgen jhash symhash socket osf ipsec exthdr frag hbh dst mh log reject snat dnat masquerade redirect tproxy synproxy type
  policy timeout size flags elements handle index position mark iif oif iifname oifname skuid skgid and or xor not eq ne lt le gt ge vmap
  comment iifgroup oifgroup pkttype cpu cgroup rtclassid ibrname obrname iiftype oiftype nftrace burst hook all`.split(
    /\s+/,
  ),
);

/** Reading ends here, with the mistakes that were noted. */
export class ParseEnd extends Error {}

const MOST_BLOCKS = 3;
/** Files in all: some that include each other more than once would never end. */
const MOST_INCLUDED = 4096;

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
    return this.token.kind === "word" && RESERVED.has(this.token.text);
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
      while (!this.raw("newline") && !this.rawPunct(";")) {
        if (this.raw("end")) throw new ParseEnd();
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

  private raw(kind: Token["kind"]): boolean {
    return this.tokens[this.position].kind === kind;
  }

  private rawPunct(text: string): boolean {
    return this.raw("punct") && this.tokens[this.position].text === text;
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

  /** The next word, variables replaced. */
  get token(): Token {
    const token = this.tokens[this.position];
    if (token.kind === "punct" && token.text === "$") this.substitute();
    return this.tokens[this.position];
  }

  /** A word further on; variables as they stand. */
  ahead(count: number): Token {
    this.token;
    return this.tokens[Math.min(this.position + count, this.tokens.length - 1)];
  }

  private substitute(): void {
    const name = this.tokens[this.position + 1];
    if (name.kind !== "word") {
      this.position++;
      this.fail("string");
    }
    const value = this.variables.get(name.text);
    if (value === undefined) throw new NftError(`unknown identifier '${name.text}'`, name.loc);
    this.tokens.splice(this.position, 2, ...value);
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

  /** What stands behind `comment`, `prefix` and the like. */
  text(): string {
    const { kind } = this.token;
    if ((kind !== "word" || this.isKeyword) && kind !== "quoted" && kind !== "asterisk")
      this.fail("string or quoted string or string with a trailing asterisk");
    return this.next().text;
  }

  /** One of these words. */
  oneOf<T extends string>(words: readonly T[], expected: readonly string[] = words): T {
    const found = this.token.kind === "word" ? words.find((word) => word === this.token.text) : undefined;
    if (found !== undefined) this.next();
    return found ?? this.fail(expected.length > 0 ? expected.join(" or ") : undefined);
  }

  /** A name of somebody's own. */
  name(): Token {
    // No variable may stand for it.
    if (this.rawPunct("$"))
      throw new NftError("syntax error, unexpected '$', expecting string", this.tokens[this.position].loc);
    return this.token.kind === "word" && !RESERVED.has(this.token.text) ? this.next() : this.fail("string");
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
    return this.failAt(nameOf(this.token), expected);
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
    const last = this.tokens[Math.max(0, this.position - 1)].loc;
    return last.source === loc.source ? { source: loc.source, start: last.end - 1, end: loc.start } : loc;
  }

  locFrom(first: Loc): Loc {
    const last = this.tokens[Math.max(0, this.position - 1)].loc;
    return last.source === first.source ? { source: first.source, start: first.start, end: last.end } : first;
  }
}

function nameOf(token: Token): string {
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
      if (Object.hasOwn(OPERATOR_NAMES, token.text)) return OPERATOR_NAMES[token.text];
      return KEYWORDS.has(token.text) || RESERVED.has(token.text) ? token.text : "string";
    default:
      return punctuation(token.text);
  }
}

/** Operators that may be written as words. */
const OPERATOR_NAMES: Readonly<Record<string, string>> = {
  and: "&",
  or: "'|'",
  xor: "^",
  not: "!",
  eq: "==",
  ne: "!=",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
};

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
