/** Comparisons. Source: `src/netlink_linearize.c` (`netlink_gen_relational`) of nftables 1.0.6. */
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { Expr, RelationalOp, Stmt } from "../ast.ts";
import { bytesOf, DAY, type DataType, HOUR } from "../datatypes/index.ts";
import { NftError, span } from "../errors/source.ts";
import { registerOf, writeValue } from "../netlink/nl.ts";
import { keyTypeOf, type RuleCompiler } from "./compiler.ts";
import { constant, interval } from "./constants.ts";
import { needPortType, withNetwork } from "./ct-key.ts";
import { learn, needAll, needFor, needForHeader, saysTransport } from "./dependency.ts";
import { emitCompare, emitHton, emitLoad, emitLookup, emitMask, emitShift } from "./emit.ts";
import { isIcmpType, learnIcmpType } from "./icmp.ts";
import { noteComparison } from "./merge.ts";
import { useSet } from "./set-use.ts";

type Match = Stmt & { readonly s: "match" };

/** A left side in registers: how wide, in which order, and how far its bits stand from the lowest. */
export interface Loaded {
  readonly type: DataType;
  /** Of the value. */
  readonly bits: number;
  /** Of what is in the register. */
  readonly width: number;
  readonly shift: number;
  readonly order: "host" | "big";
}

const ones = (bits: number): bigint => (1n << BigInt(bits)) - 1n;

/** Puts an expression into registers. */
export function loadExpr(c: RuleCompiler, expr: Expr, word: number): Loaded {
  if (expr.k === "load") {
    const { load } = expr;
    if (load.kind === "payload") needFor(c, load, expr.loc);
    if (load.kind === "exthdr") needForHeader(c, load, expr.loc);
    const { loc } = c;
    // the kernel's refusal of a field points to it alone
    c.loc = expr.loc;
    emitLoad(c, load, word);
    c.loc = loc;
    if (load.kind !== "payload" && (load.kind !== "exthdr" || load.present)) {
      const width = Math.ceil(load.bits / 8) * 8;
      return { type: load.type, bits: load.bits, width, shift: 0, order: load.type.order };
    }
    const from = Math.floor(load.offset / 8) * 8;
    const width = Math.ceil((load.offset + load.bits) / 8) * 8 - from;
    const shift = width - (load.offset - from) - load.bits;
    const { bits } = load;
    if (bits !== width) emitMask(c, word, bytesOf(ones(bits) << BigInt(shift), width, "big"));
    return { type: load.type, bits, width, shift, order: bits <= 8 && width <= 8 ? "big" : load.type.order };
  }
  if (expr.k === "binop") return loadBinary(c, expr, word);
  if (expr.k === "hash") return loadHash(c, expr, word);
  throw new NftError("can not use this expression here", expr.loc);
}

function loadBinary(c: RuleCompiler, expr: Expr & { readonly k: "binop" }, word: number): Loaded {
  const left = loadExpr(c, expr.left, word);
  const { type, bits, width, order } = left;
  if (expr.op === "<<" || expr.op === ">>") {
    const count = Number(constant(expr.right, { ...type, parse: undefined, symbols: undefined }, 8, c.ctx));
    if (count >= bits)
      throw new NftError(
        `${expr.op === "<<" ? "Left" : "Right"} shift of ${count} bits is undefined for type of ${bits} bits width`,
        expr.right.loc,
        expr.left.loc,
      );
    emitShift(c, word, width / 8, expr.op === "<<", count);
    return left;
  }
  const right = constant(expr.right, type, bits, c.ctx) << BigInt(left.shift);
  const all = bytesOf(ones(width), width, order);
  const value = bytesOf(right, width, order);
  if (expr.op === "&") emitMask(c, word, value);
  else if (expr.op === "^") emitMask(c, word, all, value);
  else emitMask(c, word, bytesOf(ones(width) & ~right, width, order), value);
  return left;
}

function loadHash(c: RuleCompiler, expr: Expr & { readonly k: "hash" }, word: number): Loaded {
  const [type] = [keyTypeOf(expr)];
  const length = loadKey(c, expr.key, word + 4, false);
  c.emit({
    name: "hash",
    write: (w) => {
      w.be32(n.NFTA_HASH_SREG, registerOf(word + 4));
      w.be32(n.NFTA_HASH_DREG, registerOf(word));
      w.be32(n.NFTA_HASH_LEN, length);
      w.be32(n.NFTA_HASH_MODULUS, expr.modulus);
      if (expr.seed !== undefined) w.be32(n.NFTA_HASH_SEED, expr.seed);
      w.be32(n.NFTA_HASH_OFFSET, expr.offset);
      w.be32(n.NFTA_HASH_TYPE, n.NFT_HASH_JENKINS);
    },
  });
  return { type: type.types[0], bits: 32, width: 32, shift: 0, order: "host" };
}

/** Puts a key, perhaps of several fields, into registers. @returns its bytes */
export function loadKey(c: RuleCompiler, expr: Expr, word: number, isInterval: boolean): number {
  const parts = expr.k === "concat" ? expr.items : [expr];
  // What says the protocol goes first: it uses a register itself.
  for (const part of parts) needAll(c, part);
  let at = word;
  let length = 0;
  for (const part of parts) {
    const loaded = loadExpr(c, part, at);
    const bytes = Math.ceil(loaded.width / 8);
    if (isInterval && loaded.order === "host" && bytes > 1 && loaded.type.base !== "string")
      emitHton(c, at, bytes);
    if (loaded.shift > 0) emitShift(c, at, bytes, false, loaded.shift);
    const words = (bytes + 3) >>> 2;
    at += words;
    length += parts.length === 1 ? bytes : words * 4;
  }
  return length;
}

/** A set of one element is a comparison with it, and what that counts is forgotten (`optimize_singleton_set`). */
function withoutSingleton(stmt: Match): Match {
  const { right } = stmt;
  if (right.k !== "set" || right.elems.length !== 1) return stmt;
  const { key, data } = right.elems[0];
  if (data !== undefined || key.k === "concat" || key.k === "any" || key.k === "set") return stmt;
  return { ...stmt, right: key };
}

const ORDERS: ReadonlySet<string> = new Set(["<", "<=", ">", ">="]);

/** Only single values are less or more than another. */
function checkOrder({ op, opLoc, right }: Match): void {
  if (!ORDERS.has(op)) return;
  const kind =
    right.k === "set" ? "set" : right.k === "range" ? "range" : right.k === "prefix" ? "prefix" : undefined;
  if (kind === undefined) return;
  throw new NftError(`Relational expression (${op}) is undefined for ${kind} expressions`, right.loc, opLoc);
}

function isIcmpTypeLoad(left: Expr): boolean {
  return left.k === "load" && left.load.kind === "payload" && isIcmpType(left.load);
}

function checkNegation(left: Expr, right: Expr): void {
  if (left.k !== "load" || (left.load.kind === "payload" && left.load.bits % 8 !== 0))
    throw new NftError("cannot combine negation with binary expression", left.loc, right.loc);
  if (left.load.type.base !== "bitmask" || right.k === "set" || right.k === "setref")
    throw new NftError("negation can only be used with singleton bitmask values", left.loc, right.loc);
}

/** Whatever is there of values in an expression, with an operation on each. */
function onValues(expr: Expr, change: (value: Expr) => Expr): Expr {
  if (expr.k === "range") return { ...expr, low: change(expr.low), high: change(expr.high) };
  if (expr.k !== "set") return change(expr);
  return { ...expr, elems: expr.elems.map((elem) => ({ ...elem, key: onValues(elem.key, change) })) };
}

/** What is turned round on the left may as well be turned round on the right (`binop_transfer`). */
function transferred(stmt: Match): Match {
  const { left, right } = stmt;
  if (left.k !== "binop" || left.op !== "^" || right.k === "setref" || right.k === "prefix") return stmt;
  if (right.k === "list" || right.k === "concat") return stmt;
  const change = (value: Expr): Expr => ({
    k: "binop",
    op: "^",
    left: value,
    right: left.right,
    loc: value.loc,
  });
  return { ...stmt, left: left.left, right: onValues(right, change) };
}

export function compileMatch(c: RuleCompiler, untouched: Match): void {
  const written = transferred(untouched);
  const stmt = withoutSingleton({ ...written, left: withNetwork(c, written.left) });
  needPortType(c, stmt.left, stmt.right);
  const { left, right, op } = stmt;
  checkOrder(stmt);
  for (const part of left.k === "concat" ? left.items : [left]) needAll(c, part);
  if (op === "!") checkNegation(left, right);
  if (left.k === "symbol") throw new NftError("No symbol type information", left.loc);
  if (right.k === "set" || right.k === "setref") {
    if (op !== "" && op !== "==" && op !== "!=")
      throw new NftError(
        `Relational expression (${op}) is undefined for set reference expressions`,
        right.loc,
        stmt.opLoc,
      );
    const set = useSet(c, left, right, undefined);
    loadKey(c, left, 0, set.interval);
    emitLookup(c, 0, set, undefined, op === "!=");
    if (op !== "!=" && isIcmpTypeLoad(left)) learnIcmpType(c, undefined);
    if (op !== "!=" && saysTransport(left)) c.proto.oneOfTransports = true;
    return;
  }
  if (left.k === "concat") {
    compileConcat(c, left, op, right);
    return;
  }
  if (left.k === "load" && left.load.kind === "payload" && right.k === "prefix") {
    if (compileShortPrefix(c, left, op, right)) return;
  }
  if (right.k === "range" && left.k === "load" && isOverMidnight(c, left, right))
    return compileMatch(c, {
      ...stmt,
      op: op === "!=" ? "==" : "!=",
      right: { ...right, low: right.high, high: right.low },
    });
  const span = left.k === "load" || left.k === "binop" ? spanOf(c, left, right) : undefined;
  if (right.k === "prefix" && span !== undefined) return compilePrefix(c, left, op, right);
  if (
    right.k === "symbol" &&
    right.text.endsWith("*") &&
    left.k === "load" &&
    left.load.type.base === "string"
  )
    return compileWildcard(c, left, op, right);
  if (span !== undefined) return compileRange(c, left, op, span);
  compileValue(c, left, op, right);
}

/** Times of a day, and days of a week, may begin later than they end: what is meant is all but what lies between. */
function isOverMidnight(
  c: RuleCompiler,
  { load: { type, bits } }: Expr & { readonly k: "load" },
  { low, high }: Expr & { readonly k: "range" },
): boolean {
  if (type !== HOUR && type !== DAY) return false;
  return constant(low, type, bits, c.ctx) > constant(high, type, bits, c.ctx);
}

function spanOf(c: RuleCompiler, left: Expr, right: Expr): { low: bigint; high: bigint } | undefined {
  const { types, bits } = keyTypeOf(left);
  if (types[0].base === "string") return undefined;
  return interval(right, types[0], bits[0], c.ctx);
}

/** Concatenations without a set are compared field by field. */
function compileConcat(
  c: RuleCompiler,
  left: Expr & { readonly k: "concat" },
  op: RelationalOp,
  right: Expr,
): void {
  if (right.k !== "concat" || right.items.length !== left.items.length)
    throw new NftError("datatype mismatch, expected concatenation", right.loc, left.loc);
  left.items.forEach((item, i) => {
    compileMatch(c, { s: "match", left: item, op, right: right.items[i], loc: left.loc });
  });
}

function compileShortPrefix(
  c: RuleCompiler,
  left: Expr & { readonly k: "load" },
  op: RelationalOp,
  right: Expr & { readonly k: "prefix" },
): boolean {
  const { load } = left;
  if (load.kind !== "payload" || right.length === 0 || right.length % 8 !== 0 || load.bits % 8 !== 0)
    return false;
  const span = interval(right, load.type, load.bits, c.ctx);
  if (span === undefined) return false;
  needFor(c, load, left.loc);
  const bytes = right.length / 8;
  emitLoad(c, load, 0, bytes);
  emitCompare(c, 0, op, bytesOf(span.low, load.bits, "big").subarray(0, bytes));
  return true;
}

function compilePrefix(
  c: RuleCompiler,
  left: Expr,
  op: RelationalOp,
  right: Expr & { readonly k: "prefix" },
): void {
  const loaded = loadExpr(c, left, 0);
  const { bits, width, order, type } = loaded;
  const span = interval(right, type, bits, c.ctx);
  // of whole bytes only those are compared
  if (left.k === "load" && order === "big" && right.length > 0 && right.length % 8 === 0)
    return emitCompare(c, 0, op, bytesOf(span?.low ?? 0n, width, order).subarray(0, right.length / 8));
  const mask = ones(bits) ^ ones(bits - right.length);
  emitMask(c, 0, bytesOf(mask, width, order));
  emitCompare(c, 0, op, bytesOf(span?.low ?? 0n, width, order));
}

/** `iifname "eth*"`: only the letters in front count. */
function compileWildcard(
  c: RuleCompiler,
  left: Expr & { readonly k: "load" },
  op: RelationalOp,
  right: Expr & { readonly k: "symbol" },
): void {
  const name = right.text.slice(0, -1);
  emitLoad(c, left.load, 0);
  emitCompare(
    c,
    0,
    op,
    Uint8Array.from(name, (letter) => letter.charCodeAt(0)),
  );
}

function compileRange(
  c: RuleCompiler,
  left: Expr,
  op: RelationalOp,
  span: { low: bigint; high: bigint },
): void {
  const loaded = loadExpr(c, left, 0);
  const { width, shift } = loaded;
  if (loaded.order === "host" && width > 8) emitHton(c, 0, width / 8);
  const low = bytesOf(span.low << BigInt(shift), width, "big");
  const high = bytesOf(span.high << BigInt(shift), width, "big");
  if (op === "!=") {
    c.emit({
      name: "range",
      write: (w) => {
        w.be32(n.NFTA_RANGE_SREG, registerOf(0));
        w.be32(n.NFTA_RANGE_OP, n.NFT_RANGE_NEQ);
        writeValue(w, n.NFTA_RANGE_FROM_DATA, low);
        writeValue(w, n.NFTA_RANGE_TO_DATA, high);
      },
    });
    return;
  }
  emitCompare(c, 0, ">=", low);
  emitCompare(c, 0, "<=", high);
}

function compileValue(c: RuleCompiler, left: Expr, op: RelationalOp, right: Expr): void {
  const { types, bits: widths } = keyTypeOf(left);
  if (left.k === "load" && left.load.kind === "exthdr" && left.load.present) {
    const value = constant(right, types[0], 1, c.ctx);
    loadExpr(c, left, 0);
    return emitCompare(c, 0, op, bytesOf(value, 8, "host"));
  }
  if (
    left.k === "load" &&
    left.load.kind === "fib" &&
    right.k === "symbol" &&
    (right.text === "exists" || right.text === "missing")
  ) {
    emitLoad(c, { ...left.load, flags: left.load.flags | n.NFTA_FIB_F_PRESENT }, 0);
    return emitCompare(c, 0, op, new Uint8Array([right.text === "exists" ? 1 : 0]));
  }
  const value = constant(right, types[0], widths[0], c.ctx);
  const ordered = op === "<" || op === "<=" || op === ">" || op === ">=";
  needAll(c, left);
  const first = c.exprs.length;
  const loaded = loadExpr(c, left, 0);
  const { width, shift, type } = loaded;
  let { order } = loaded;
  if (ordered && order === "host" && width > 8 && type.base !== "string") {
    emitHton(c, 0, width / 8);
    order = "big";
  }
  const bytes = bytesOf(value << BigInt(shift), width, type.base === "string" ? "host" : order);
  const masked = type.base === "bitmask" && left.k === "load" && (op === "" || op === "!");
  if (masked) {
    emitMask(c, 0, bytes);
    emitCompare(c, 0, op === "" ? "!=" : "==", new Uint8Array(bytes.length));
    if (op === "" && left.load.kind === "payload") noteComparison(c, left.load, bytes, "==", first);
    return;
  }
  emitCompare(c, 0, op, bytes);
  if (left.k === "load" && left.load.kind === "payload" && (op === "" || op === "==" || op === "!="))
    noteComparison(c, left.load, bytes, op === "" ? "==" : op, first);
  if (op !== "" && op !== "==") return;
  const { network, transport } = c.proto;
  learn(c, left, value);
  if (c.proto.network !== network) c.proto.networkLoc = span(left.loc, right.loc);
  if (c.proto.transport !== transport) c.proto.transportLoc = span(left.loc, right.loc);
  if (isIcmpTypeLoad(left)) learnIcmpType(c, Number(value));
}
