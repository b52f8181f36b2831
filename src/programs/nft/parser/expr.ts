/** Expressions. Source: `src/parser_bison.y` of nftables 1.0.6. */

import {
  NF_ACCEPT,
  NF_DROP,
  NFT_CONTINUE,
  NFT_GOTO,
  NFT_JUMP,
  NFT_RETURN,
} from "../../../netlink/nf-tables.ts";
import type { BinaryOp, Elem, Expr, Stmt, VerdictExpr } from "../ast.ts";
import { NftError, span } from "../source.ts";
import { parseTimeMs } from "../time.ts";
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

export function parseVerdict(s: TokenStream): VerdictExpr | undefined {
  const code = s.token.kind === "word" ? VERDICTS.get(s.token.text) : undefined;
  if (code === undefined) return undefined;
  const { loc } = s.next();
  if (code !== NFT_JUMP && code !== NFT_GOTO) return { k: "verdict", code, loc };
  if (s.is("{")) throw new NftError("chains without a name are not supported here", s.token.loc);
  const chain = s.identifier();
  return { k: "verdict", code, chain: chain.text, loc: span(loc, chain.loc) };
}

/** A field, a number, a name, or something in parentheses. */
export function parsePrimary(s: TokenStream): Expr {
  const { token } = s;
  if (s.accept("(")) {
    const inner = parseList(s);
    s.expect(")");
    return inner;
  }
  if (s.is("@")) {
    const load = parseLoad(s);
    if (load !== undefined) return { k: "load", load, loc: s.locFrom(token.loc) };
    s.next();
    const name = s.identifier();
    return { k: "setref", name: name.text, loc: span(token.loc, name.loc) };
  }
  if (token.kind === "quoted" || token.kind === "asterisk" || token.kind === "number") {
    s.next();
    return { k: "symbol", text: token.text, quoted: token.kind === "quoted", loc: token.loc };
  }
  if (s.is("*")) {
    s.next();
    return { k: "any", loc: token.loc };
  }
  if (s.is("[")) {
    s.next();
    const inner = parsePrimary(s);
    s.expect("]");
    return inner;
  }
  if (s.is("{")) return parseSet(s);
  const hash = parseHash(s);
  if (hash !== undefined) return hash;
  const load = parseLoad(s);
  if (load !== undefined) return { k: "load", load, loc: s.locFrom(token.loc) };
  if (token.kind !== "word") s.fail();
  s.next();
  return { k: "symbol", text: token.text, quoted: false, loc: token.loc };
}

function parseHash(s: TokenStream): Expr | undefined {
  if (!s.is("jhash")) return undefined;
  const first = s.next();
  const key = parseConcat(s);
  s.expect("mod");
  const modulus = s.number();
  const seed = s.accept("seed") ? s.number() : undefined;
  const offset = s.accept("offset") ? s.number() : 0;
  return { k: "hash", key, modulus, seed, offset, loc: s.locFrom(first.loc) };
}

const LEVELS: readonly (readonly BinaryOp[])[] = [["|"], ["^"], ["&"], ["<<", ">>"]];

export function parseBinary(s: TokenStream, level = 0): Expr {
  if (level === LEVELS.length) return parsePrimary(s);
  let left = parseBinary(s, level + 1);
  for (;;) {
    const op = LEVELS[level].find((each) => s.is(each));
    if (op === undefined) return left;
    s.next();
    const right = parseBinary(s, level + 1);
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

export function parseConcat(s: TokenStream): Expr {
  const first = parseRange(s);
  if (!s.is(".")) return first;
  const items = [first];
  while (s.accept(".")) items.push(parseRange(s));
  return { k: "concat", items, loc: span(first.loc, items[items.length - 1].loc) };
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
  const data = s.is("{") ? parseSet(s) : parsePrimary(s);
  return { k: "map", key, data, loc: span(key.loc, data.loc) };
}

let elementStatement: (s: TokenStream) => Stmt | undefined = () => undefined;

/** Statements may stand in elements, and elements in statements. */
export function setElementStatement(parse: typeof elementStatement): void {
  elementStatement = parse;
}

export function parseSet(s: TokenStream): Expr & { readonly k: "set" } {
  const open = s.expect("{");
  const elems: Elem[] = [];
  s.skipNewlines();
  while (!s.is("}")) {
    elems.push(parseElement(s));
    s.skipNewlines();
    if (!s.accept(",")) break;
    s.skipNewlines();
  }
  const close = s.expect("}");
  return { k: "set", elems, loc: span(open.loc, close.loc) };
}

function parseElement(s: TokenStream): Elem {
  const first = s.token.loc;
  const key = parseConcat(s);
  const options = parseElementOptions(s);
  let data: Expr | undefined;
  s.skipNewlines();
  if (s.accept(":")) {
    s.skipNewlines();
    data = parseVerdict(s) ?? parseConcat(s);
  }
  return { key, data, ...options, loc: s.locFrom(first) };
}

export function parseElementOptions(s: TokenStream): Omit<Elem, "key" | "data" | "loc"> {
  let timeout: number | undefined;
  let expires: number | undefined;
  let comment: string | undefined;
  const stmts: Stmt[] = [];
  for (;;) {
    if (s.accept("timeout")) timeout = parseTimeToken(s);
    else if (s.accept("expires")) expires = parseTimeToken(s);
    else if (s.accept("comment")) comment = s.quoted().text;
    else {
      const stmt = elementStatement(s);
      if (stmt === undefined) return { timeout, expires, comment, stmts };
      stmts.push(stmt);
    }
  }
}

/** ms */
export function parseTimeToken(s: TokenStream): number {
  const { token } = s;
  const ms =
    token.kind === "word" || token.kind === "number" || token.kind === "quoted"
      ? parseTimeMs(token.text)
      : undefined;
  if (ms === undefined) return s.fail();
  s.next();
  return ms;
}
