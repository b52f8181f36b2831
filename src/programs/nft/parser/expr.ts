/** Expressions. Source: `src/parser_bison.y` of nftables 1.0.6. */

import {
  NF_ACCEPT,
  NF_DROP,
  NFT_CONTINUE,
  NFT_GOTO,
  NFT_JUMP,
  NFT_RETURN,
} from "../../../netlink/nf-tables.ts";
import type { BinaryOp, BlockRule, Elem, Expr, Stmt, VerdictExpr } from "../ast.ts";
import { parseTimeMs } from "../datatypes/duration.ts";
import { INTEGER } from "../datatypes/index.ts";
import { NftError, span } from "../errors/source.ts";
import { parseLoad } from "./load.ts";
import type { TokenStream } from "./stream.ts";

const VERDICTS: ReadonlyMap<string, number> = new Map([
  ["accept", NF_ACCEPT],
  ["drop", NF_DROP],
  ["continue", NFT_CONTINUE],
  ["return", NFT_RETURN],
  ["jump", NFT_JUMP],
  ["goto", NFT_GOTO],
]);

let block: (s: TokenStream) => readonly BlockRule[] = () => [];

/** Rules stand in verdicts, and verdicts in rules. */
export function setBlockParser(parse: typeof block): void {
  block = parse;
}

export function parseVerdict(s: TokenStream): VerdictExpr | undefined {
  const code = s.token.kind === "word" ? VERDICTS.get(s.token.text) : undefined;
  if (code === undefined) return undefined;
  const { loc } = s.next();
  if (code !== NFT_JUMP && code !== NFT_GOTO) return { k: "verdict", code, loc };
  if (s.is("{")) return { k: "verdict", code, block: block(s), loc: s.locFrom(loc) };
  s.variable();
  if (!s.isWord() || s.isKeyword) s.fail(s.mode === "value" ? "string or '$'" : "'{'");
  const chain = s.next();
  return { k: "verdict", code, chain: chain.text, loc: span(loc, chain.loc) };
}

/** Words of the language that are values as well: protocols, and bits of a connection's state. */
const VALUE_WORDS: ReadonlySet<string> = new Set(
  "ether ip ip6 vlan arp dnat snat tcp udp udplite esp ah icmp igmp icmpv6 comp dccp sctp redirect exists missing ecn reset last".split(
    " ",
  ),
);

function isValueWord(s: TokenStream): boolean {
  return s.mode !== "field" && VALUE_WORDS.has(s.token.text);
}

/** A field, a number, a name, or something in parentheses. */
export function parsePrimary(s: TokenStream): Expr {
  s.variable();
  const { token } = s;
  if (s.isGiven && s.accept("-")) {
    const number = s.next();
    const value = BigInt.asUintN(32, -BigInt(number.text));
    return { k: "value", type: INTEGER, bits: 32, value, loc: span(token.loc, number.loc) };
  }
  if (s.accept("(")) {
    const inner = parseBinary(s);
    s.expect(")");
    return inner;
  }
  if (s.is("@") && s.mode !== "value") {
    const load = s.in("field", () => parseLoad(s));
    return load === undefined ? s.fail() : { k: "load", load, loc: s.locFrom(token.loc) };
  }
  if (token.kind === "quoted" || token.kind === "asterisk" || token.kind === "number") {
    s.next();
    return { k: "symbol", text: token.text, quoted: token.kind === "quoted", loc: token.loc };
  }
  if (s.is("[") && s.isBracketed) {
    s.next();
    const inner = parsePrimary(s);
    s.expect("]");
    return { ...inner, loc: s.locFrom(token.loc) };
  }
  const hash = parseHash(s);
  if (hash !== undefined) return hash;
  const load = parseLoad(s);
  if (load !== undefined) return { k: "load", load, loc: s.locFrom(token.loc) };
  if (token.kind !== "word" || (s.isKeyword && !isValueWord(s))) s.fail();
  s.next();
  if (token.text === "igmp" && s.mode === "value") s.checkBehind(token.text);
  return { k: "symbol", text: token.text, quoted: false, loc: token.loc };
}

function parseHash(s: TokenStream): Expr | undefined {
  if (!s.is("jhash")) return undefined;
  const first = s.next();
  return s.within("jhash", () => {
    const key = parseConcat(s);
    s.expect("mod");
    const modulus = s.number();
    const seed = s.accept("seed") ? s.number() : undefined;
    const offset = s.accept("offset") ? s.number() : 0;
    return { k: "hash", key, modulus, seed, offset, loc: s.locFrom(first.loc) };
  });
}

const LEVELS: readonly (readonly BinaryOp[])[] = [["|"], ["^"], ["&"], ["<<", ">>"]];

/** Operators that may be written as words. */
const OPERATOR_WORDS: Readonly<Partial<Record<BinaryOp, string>>> = {
  "&": "and",
  "|": "or",
  "^": "xor",
  "<<": "lshift",
  ">>": "rshift",
};

export function parseBinary(s: TokenStream, level = 0): Expr {
  if (level === LEVELS.length) return parsePrimary(s);
  let left = parseBinary(s, level + 1);
  for (;;) {
    const op = LEVELS[level].find((each) => s.is(each) || s.is(OPERATOR_WORDS[each] ?? each));
    if (op === undefined) return left;
    s.next();
    const right = s.in(s.mode === "value" ? "value" : "either", () => parseBinary(s, level + 1));
    left = { k: "binop", op, left, right, loc: span(left.loc, right.loc) };
  }
}

/** A value, a range or a prefix. */
export function parseRange(s: TokenStream): Expr {
  const low = parseBinary(s);
  if (s.accept("-")) {
    const high = parseBinary(s);
    return { k: "range", low, high, loc: span(low.loc, high.loc) };
  }
  if (s.is("/") && s.ahead(1).kind === "number") {
    s.next();
    const length = s.number();
    return { k: "prefix", base: low, length, loc: s.locFrom(low.loc) };
  }
  return low;
}

/** What stands behind the first dot. Further parts begin with their dot, as far as messages go. */
export function parseMore(s: TokenStream, first: Expr, parse: (s: TokenStream) => Expr): Expr {
  const items = [first];
  for (let dot = s.accept("."); dot !== undefined; dot = s.accept(".")) {
    const item = parse(s);
    items.push(items.length < 2 ? item : { ...item, loc: span(dot.loc, item.loc) });
  }
  return { k: "concat", items, loc: span(first.loc, items[items.length - 1].loc) };
}

export function parseConcat(s: TokenStream): Expr {
  const first = parseRange(s);
  if (!s.is(".")) return first;
  return parseMore(s, first, parseRange);
}

/** Values with commas between them. */
export function parseList(s: TokenStream): Expr {
  const first = parseConcat(s);
  if (!s.is(",")) return first;
  const items = [first];
  while (s.accept(",")) items.push(parseConcat(s));
  return { k: "list", items, loc: span(first.loc, items[items.length - 1].loc) };
}

/** What a statement sets or translates to: perhaps by a map. */
export function parseMapped(s: TokenStream): Expr {
  const key = parseConcat(s);
  if (!s.accept("map")) return key;
  s.variable();
  const data = s.is("{") ? parseSet(s) : parseSetRef(s);
  return { k: "map", key, data, loc: span(key.loc, data.loc) };
}

/** `@name` */
export function parseSetRef(s: TokenStream): Expr {
  if (!s.is("@")) s.fail("@ or '{' or '$'");
  const { loc } = s.next();
  const name = s.string();
  return { k: "setref", name: name.text, loc: span(loc, name.loc) };
}

let elementStatement: (s: TokenStream) => Stmt | undefined = () => undefined;

/** Statements may stand in elements, and elements in statements. */
export function setElementStatement(parse: typeof elementStatement): void {
  elementStatement = parse;
}

/** @param verdicts whether each element is to have one */
export function parseSet(s: TokenStream, verdicts = false): Expr & { readonly k: "set" } {
  return s.inSet(() => parseElements(s, verdicts));
}

function parseElements(s: TokenStream, verdicts: boolean): Expr & { readonly k: "set" } {
  // only what was defined may be empty
  const empty = s.isGiven;
  const open = s.expect("{");
  const elems: Elem[] = [];
  s.skipNewlines();
  if (s.is("}") && !empty) s.fail();
  while (!s.is("}")) {
    const elem = s.in("value", () => parseNext(s, verdicts, elems.length > 0));
    // a set in a set is its elements
    if (elem.key.k === "set" && elem.data === undefined) elems.push(...elem.key.elems);
    else elems.push(elem);
    s.skipNewlines();
    if (!s.accept(",")) break;
    s.skipNewlines();
    while (s.accept(",")) s.skipNewlines();
  }
  if (!s.is("}")) s.fail(elems.length === 0 ? undefined : "comma or '}'");
  const close = s.next();
  return { k: "set", elems, loc: span(open.loc, close.loc) };
}

/** @param more whether an element is in front: instead of another one, the set may end */
function parseNext(s: TokenStream, verdicts: boolean, more: boolean): Elem {
  const { token } = s;
  try {
    return parseElement(s, verdicts);
  } catch (error) {
    if (more && error instanceof NftError && s.token === token && /^syntax error, [^,]*$/.test(error.message))
      s.fail("comma or '}'");
    throw error;
  }
}

function parseElement(s: TokenStream, verdicts: boolean): Elem {
  s.variable();
  const first = s.token.loc;
  const any = s.accept("*");
  const inner = any === undefined && s.is("{") ? parseSet(s) : undefined;
  const key: Expr = any === undefined ? (inner ?? parseConcat(s)) : { k: "any", loc: any.loc };
  const options = parseElementOptions(s);
  const keyLoc = s.locFrom(first);
  let data: Expr | undefined;
  s.skipNewlines();
  if (s.accept(":")) {
    s.skipNewlines();
    data = parseVerdict(s) ?? (verdicts ? s.fail() : parseConcat(s));
  } else if (verdicts) s.fail("colon");
  // of what is no map, only the key itself is pointed to
  return { key, data, ...options, keyLoc: data === undefined ? undefined : keyLoc, loc: s.locFrom(first) };
}

type ElementOptions = Omit<Elem, "key" | "data" | "loc">;

/** `timeout 3m` and the like. */
export function parseTimes(s: TokenStream): ElementOptions {
  let options: ElementOptions = {};
  for (;;) {
    if (s.accept("timeout")) options = { ...options, timeout: parseTimeToken(s) };
    else if (s.accept("expires")) options = { ...options, expires: parseTimeToken(s) };
    else if (s.accept("comment")) options = { ...options, comment: s.text() };
    else return options;
  }
}

function parseStatements(s: TokenStream, quotas: boolean): Stmt[] {
  const stmts: Stmt[] = [];
  for (;;) {
    const stmt = s.is("quota") && !quotas ? undefined : elementStatement(s);
    if (stmt === undefined) return stmts;
    if (!quotas && stmt.s === "counter" && stmt.partial === true) s.fail("bytes");
    stmts.push(stmt);
  }
}

/** What stands behind an element: first what it counts with. */
function parseElementOptions(s: TokenStream): ElementOptions {
  const stmts = parseStatements(s, false);
  return { stmts, ...parseTimes(s) };
}

/** What stands behind the key of a statement that changes a set: last what it counts with. */
export function parseKeyOptions(s: TokenStream): ElementOptions {
  const times = parseTimes(s);
  return { ...times, stmts: parseStatements(s, true) };
}

/** ms */
export function parseTimeToken(s: TokenStream): number {
  const { token } = s;
  if (token.kind !== "word" || s.isKeyword) return s.fail("string");
  s.next();
  const ms = parseTimeMs(token.text);
  if (typeof ms === "string") throw new NftError(ms, token.loc);
  return ms;
}
