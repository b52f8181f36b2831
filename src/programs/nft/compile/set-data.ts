/** Sets as the kernel is told of them. Source: `src/mnl.c`, `src/intervals.c`, `src/netlink.c` of nftables 1.0.6. */
import type { Elem, Expr, Stmt } from "../ast.ts";
import type { NftContext } from "../context.ts";
import { bytesOf, type DataType, numberOf, stringOf } from "../datatypes/index.ts";
import { NftError } from "../errors/source.ts";
import type { StoredField } from "../fields/load.ts";
import { constant, type Interval, interval, isRange } from "./constants.ts";

export interface KeyType {
  readonly types: readonly DataType[];
  readonly bits: readonly number[];
  /** Of what a map says: a first and a last value. */
  readonly interval?: boolean;
  /** How fields of a concatenation are kept whose types do not say it: known where they can be written down (`typeof`). */
  readonly fields?: readonly StoredField[];
}

export interface SetInfo {
  readonly name: string;
  readonly family: number;
  readonly table: string;
  readonly key: KeyType;
  /** undefined: no map. */
  readonly data?: KeyType | "verdict" | { readonly object: string };
  readonly interval: boolean;
  readonly concat: boolean;
  readonly autoMerge?: boolean;
  /** What each element counts with. */
  readonly stmts?: readonly Stmt[];
  /** Rules may add to it. */
  readonly dynamic?: boolean;
  /** Of one that is made: whether a rule of the same text adds to it, which makes it dynamic. */
  readonly use?: { filled: boolean };
  /** Only one rule fills it; of how many elements, and whether they go again. */
  readonly meter?: { readonly size: number; readonly timeout: boolean };
}

export interface NlElem {
  readonly key: Uint8Array | undefined;
  readonly keyEnd?: Uint8Array;
  readonly end?: boolean;
  /** An interval up to the last value: no end follows. */
  readonly open?: boolean;
  readonly elem: Elem | undefined;
  readonly data?:
    | Uint8Array
    | { readonly code: number; readonly chain?: string }
    | { readonly object: string };
}

const bytesIn = (bits: number): number => Math.ceil(bits / 8);
const padded = (bits: number): number => (bytesIn(bits) + 3) & ~3;

/** Bytes of a key: the fields of a concatenation are padded to words. */
export function keyLength(key: KeyType): number {
  const times = key.interval === true ? 2 : 1;
  if (key.types.length === 1) return bytesIn(key.bits[0]) * times;
  return key.bits.reduce((sum, bits) => sum + padded(bits), 0) * times;
}

export function keyTypeId(key: KeyType): number {
  return key.types.reduce((id, type) => (id << 6) | type.id, 0) >>> 0;
}

function join(parts: readonly Uint8Array[], bits: readonly number[]): Uint8Array {
  const length = bits.reduce((sum, each) => sum + padded(each), 0);
  const out = new Uint8Array(length);
  let at = 0;
  parts.forEach((part, i) => {
    out.set(part, at);
    at += padded(bits[i]);
  });
  return out;
}

/** How a field of a set stands in memory: in intervals, the highest byte comes first. */
export function fieldOrder(type: DataType, isInterval: boolean): "host" | "big" {
  return isInterval && type.base !== "string" ? "big" : type.order;
}

/** Names stand in intervals as the number whose highest byte is their first: those that begin alike are neighbours. */
function namesOf(expr: Expr, type: DataType, bits: number, ctx: NftContext): Interval {
  const { low } = spanOf(expr, type, bits, ctx);
  const first = numberOf(bytesOf(low, bits, "host"), "big");
  const wild = expr.k === "symbol" && interval(expr, type, bits, ctx) !== undefined;
  const open = wild ? bits - 8 * stringOf(low).length : 0;
  return { low: first, high: first | ((1n << BigInt(open)) - 1n) };
}

function single(expr: Expr, set: SetInfo, i: number, ctx: NftContext): Interval {
  if (set.interval && set.key.types.length === 1 && set.key.types[0].base === "string")
    return namesOf(expr, set.key.types[0], set.key.bits[0], ctx);
  if (set.interval && set.key.types[i].base === "string" && isRange(expr))
    return beginningWith(expr, set.key.types[i], set.key.bits[i], ctx);
  return spanOf(expr, set.key.types[i], set.key.bits[i], ctx);
}

/** Names in a concatenation that begin alike: their first letter is the lowest byte. */
function beginningWith(expr: Expr, type: DataType, bits: number, ctx: NftContext): Interval {
  const { low } = spanOf(expr, type, bits, ctx);
  const all = (1n << BigInt(bits)) - 1n;
  return { low, high: low | (all ^ ((1n << BigInt(8 * stringOf(low).length)) - 1n)) };
}

function spanOf(expr: Expr, type: DataType, bits: number, ctx: NftContext): Interval {
  const span = interval(expr, type, bits, ctx);
  if (span !== undefined) return span;
  const value = constant(expr, type, bits, ctx);
  return { low: value, high: value };
}

/** The first and the last value of an element of a set of intervals. */
export function endsOf(key: Expr, set: SetInfo, ctx: NftContext): readonly [bigint, bigint] {
  const { low, high } = single(key, set, 0, ctx);
  return [low, high];
}

export function dataOf(elem: Elem, set: SetInfo, ctx: NftContext): NlElem["data"] {
  const { data } = elem;
  if (set.data === undefined) {
    if (data !== undefined) throw new NftError("mapping outside of map context", elem.key.loc);
    return undefined;
  }
  // the kernel says what it thinks of elements of maps that map to nothing, or to a verdict where a value is wanted
  if (data === undefined) return undefined;
  if (set.data === "verdict") {
    if (data.k !== "verdict") throw new NftError("data element must be a verdict", data.loc);
    return { code: data.code, chain: data.chain };
  }
  if ("object" in set.data) {
    if (data.k !== "symbol") throw new NftError("the name of an object is expected", data.loc);
    return { object: data.text };
  }
  if (data.k === "verdict") return { code: data.code, chain: data.chain };
  return dataBytes(data, set.data, ctx);
}

/** What an element of a map says: a value, those of a concatenation, or a first and a last of either. */
function dataBytes(data: Expr, said: KeyType, ctx: NftContext): Uint8Array {
  const { types, bits } = said;
  if (isRange(data) && said.interval !== true) throw new NftError("Value must be a singleton", data.loc);
  if (types.length > 1 && (data.k !== "concat" || data.items.length !== types.length))
    throw new NftError("datatype mismatch in map data", data.loc);
  const items = data.k === "concat" ? data.items : [data];
  const spans = items.map((item, i) => spanOf(item, types[i], bits[i], ctx));
  const side = (which: "low" | "high"): Uint8Array[] =>
    spans.map((span, i) =>
      bytesOf(span[which], bits[i], isRange(data) && types.length === 1 ? "big" : types[i].order),
    );
  const low = side("low");
  if (!isRange(data)) return types.length === 1 ? low[0] : join(low, bits);
  const both = join([...low, ...side("high")], [...bits, ...bits]);
  // The first value is padded and the length does not count that: of short ones, the last is cut off.
  return types.length === 1 ? both.subarray(0, 2 * low[0].length) : both;
}

/** Elements of a set, in the form that the kernel's kind of set wants. */
export function elementsOf(
  elems: readonly Elem[],
  set: SetInfo,
  ctx: NftContext,
  deleting = false,
  known: readonly Interval[] = [],
): NlElem[] {
  const any = elems.filter((elem) => elem.key.k === "any");
  const rest = elems.filter((elem) => elem.key.k !== "any");
  const data = (elem: Elem): NlElem["data"] =>
    deleting && elem.data === undefined ? undefined : dataOf(elem, set, ctx);
  const catchalls = any.map((elem) => ({ key: undefined, elem, data: data(elem) }));
  if (set.key.types.length > 1)
    return [...rest.map((elem) => concatElement(elem, set, ctx, data(elem))), ...catchalls];
  if (set.interval) return [...intervalElements(rest, set, ctx, data, deleting, known), ...catchalls];
  const order = set.key.types[0].order;
  const plain = rest.map((elem) => {
    if (elem.key.k === "range" || elem.key.k === "prefix")
      throw new NftError(
        `You must add 'flags interval' to your ${set.data === undefined ? "set" : "map"} declaration if you want to add ${elem.key.k} elements`,
        elem.key.loc,
      );
    const value = constant(elem.key, set.key.types[0], set.key.bits[0], ctx);
    return { key: bytesOf(value, set.key.bits[0], order), elem, data: data(elem) };
  });
  return [...plain, ...catchalls];
}

function concatElement(elem: Elem, set: SetInfo, ctx: NftContext, data: NlElem["data"]): NlElem {
  const { key } = elem;
  if (key.k !== "concat" || key.items.length !== set.key.types.length) {
    const names = set.key.types.map((type) => type.description).join(", ");
    throw new NftError(`datatype mismatch, expected concatenation of (${names})`, key.loc);
  }
  const spans = key.items.map((item, i) => single(item, set, i, ctx));
  const bytes = (which: "low" | "high"): Uint8Array =>
    join(
      spans.map((span, i) =>
        bytesOf(span[which], set.key.bits[i], fieldOrder(set.key.types[i], set.interval)),
      ),
      set.key.bits,
    );
  return { key: bytes("low"), keyEnd: set.interval ? bytes("high") : undefined, elem, data };
}

interface Span extends Interval {
  readonly elem: Elem;
}

function intervalElements(
  elems: readonly Elem[],
  set: SetInfo,
  ctx: NftContext,
  data: (elem: Elem) => NlElem["data"],
  deleting: boolean,
  known: readonly Interval[],
): NlElem[] {
  const bits = set.key.bits[0];
  const order = "big";
  // Debian's nft sorts from the last to the first, which shows where some begin alike.
  const spans: Span[] = elems.map((elem) => ({ ...single(elem.key, set, 0, ctx), elem })).reverse();
  spans.sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0));
  const merged = deleting ? spans : mergeSpans(spans, set, known);
  const out: NlElem[] = [];
  const zero = merged.length > 0 && merged[0].low > 0n && !deleting && known.length === 0;
  if (zero) out.push({ key: bytesOf(0n, bits, order), end: true, elem: undefined });
  const limit = 1n << BigInt(bits);
  for (const { low, high, elem } of merged) {
    out.push({ key: bytesOf(low, bits, order), elem, data: data(elem), open: high + 1n >= limit });
    if (high + 1n < limit) out.push({ key: bytesOf(high + 1n, bits, order), end: true, elem: undefined });
  }
  return out;
}

/** Overlaps are an error, or joined where that is wanted. */
function mergeSpans(spans: readonly Span[], set: SetInfo, known: readonly Interval[]): Span[] {
  const out: Span[] = [];
  for (const span of spans) {
    const last = out[out.length - 1];
    if (last !== undefined && span.low === last.low && span.high === last.high) {
      if (set.data !== undefined) out.push(span);
      continue;
    }
    if (last !== undefined && span.low <= last.high) {
      if (set.autoMerge !== true)
        throw new NftError("conflicting intervals specified", span.elem.key.loc, last.elem.key.loc);
      out[out.length - 1] = { ...last, high: larger(span.high, last.high) };
      continue;
    }
    if (
      last !== undefined &&
      set.autoMerge === true &&
      set.data === undefined &&
      span.low === last.high + 1n
    ) {
      out[out.length - 1] = { ...last, high: span.high };
      continue;
    }
    const clash = known.find((each) => span.low <= each.high && each.low <= span.high);
    if (clash !== undefined && set.autoMerge !== true) {
      if (clash.low === span.low && clash.high === span.high) continue;
      throw new NftError("interval overlaps with an existing one", span.elem.key.loc);
    }
    out.push(span);
  }
  return out;
}

function larger(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}
