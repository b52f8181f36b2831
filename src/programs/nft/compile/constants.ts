/** Names and numbers on the right side, by the type of the left. Source: `src/evaluate.c` of nftables 1.0.6. */
import type { Expr } from "../ast.ts";
import type { NftContext } from "../context.ts";
import { BOOLEAN, DAY, type DataType, INET_PROTO, parseNumber, stringValue } from "../datatypes/index.ts";
import { NftError } from "../errors/source.ts";

/** The number that an expression stands for. */
export function constant(expr: Expr, type: DataType, bits: number, ctx: NftContext): bigint {
  switch (expr.k) {
    case "value":
      return expr.value;
    case "symbol":
      return symbol(expr.text, expr, type, bits, ctx);
    case "list":
      if (type.base !== "bitmask")
        throw new NftError(`Basetype of type ${type.description} is not bitmask`, expr.items[0].loc);
      return expr.items.reduce((mask, item) => mask | constant(item, type, bits, ctx), 0n);
    case "binop": {
      const left = constant(expr.left, type, bits, ctx);
      const right = constant(
        expr.right,
        expr.op === "<<" || expr.op === ">>" ? { ...type, parse: undefined, symbols: undefined } : type,
        bits,
        ctx,
      );
      switch (expr.op) {
        case "&":
          return left & right;
        case "|":
          return left | right;
        case "^":
          return left ^ right;
        case "<<":
          return left << right;
        default:
          return left >> right;
      }
    }
    case "concat":
      throw new NftError("Can't parse symbolic invalid expressions", expr.items[0].loc);
    default:
  }
  throw new NftError(`datatype mismatch: expected ${type.description}`, expr.loc);
}

/** The number that a name or a number stands for. @param bits its width; 0: any */
export function symbolValue(
  expr: Expr & { readonly k: "symbol" },
  type: DataType,
  bits: number,
  ctx: NftContext,
): bigint {
  return symbol(expr.text, expr, type, bits, ctx);
}

function symbol(
  text: string,
  expr: Expr & { readonly k: "symbol" },
  type: DataType,
  bits: number,
  ctx: NftContext,
): bigint {
  if (type.base === "string") {
    const name = text.endsWith("*") && !text.endsWith("\\*") ? text.slice(0, -1) : text;
    if (bits > 0 && name.length * 8 >= bits && bits === 128)
      throw new NftError("String exceeds maximum length of 16", expr.loc);
    return stringValue(name.replace("\\*", "*"));
  }
  const own = keywordType(expr);
  if (own !== undefined && own.id !== type.id) return symbol(text, expr, own, 0, ctx);
  const named = type.symbols?.get(text);
  if (named !== undefined) return named;
  const parsed = type.parse?.(text, ctx);
  if (typeof parsed === "bigint") return parsed;
  const number = typeof parsed === "string" ? undefined : parseNumber(text);
  if (number === undefined)
    throw new NftError(
      typeof parsed === "string" ? parsed : (type.wrong ?? `Could not parse ${type.description}`),
      expr.loc,
    );
  const most = mostOf(type, bits);
  if (bits > 0 && number > most)
    throw new NftError(type.tooBig ?? `Value ${number} exceeds valid range 0-${most}`, expr.loc);
  return number;
}

function mostOf(type: DataType, bits: number): bigint {
  return type === DAY ? 6n : (1n << BigInt(bits)) - 1n;
}

/** Words of the language that are values of a type of their own. */
const KEYWORD_TYPES: ReadonlyMap<string, DataType> = new Map([
  ...["tcp", "udp", "udplite", "esp", "ah", "icmp", "igmp", "icmpv6", "comp", "dccp", "sctp"].map(
    (word) => [word, INET_PROTO] as const,
  ),
  ...["exists", "missing"].map((word) => [word, BOOLEAN] as const),
]);

/** The type of a word of the language that is a value; undefined for all other words. */
export function keywordType(expr: Expr & { readonly k: "symbol" }): DataType | undefined {
  return expr.quoted ? undefined : KEYWORD_TYPES.get(expr.text);
}

export interface Interval {
  readonly low: bigint;
  readonly high: bigint;
}

/** A value, prefix or range as its two ends; undefined for what is a single value. */
export function interval(expr: Expr, type: DataType, bits: number, ctx: NftContext): Interval | undefined {
  if (expr.k === "range") {
    const low = constant(expr.low, type, bits, ctx);
    const high = constant(expr.high, type, bits, ctx);
    if (low > high) throw new NftError("Range has zero or negative size", expr.loc);
    return { low, high };
  }
  if (expr.k === "prefix") {
    const base = constant(expr.base, type, bits, ctx);
    if (expr.length > bits)
      throw new NftError(`Prefix length ${expr.length} is invalid for type of ${bits} bits width`, expr.loc);
    const host = (1n << BigInt(bits - expr.length)) - 1n;
    const low = base & ~host;
    return { low, high: low | host };
  }
  if (expr.k === "symbol" && type.base === "string" && expr.text.endsWith("*")) {
    const low = stringValue(expr.text.slice(0, -1));
    return { low, high: low };
  }
  return undefined;
}

/** Whether an element of a set covers more than one value. */
export function isRange(expr: Expr): boolean {
  if (expr.k === "concat") return expr.items.some(isRange);
  return expr.k === "range" || expr.k === "prefix" || isWildcard(expr);
}

/** `"eth*"`: all names that begin so. */
function isWildcard(expr: Expr): boolean {
  return expr.k === "symbol" && expr.text.endsWith("*") && !expr.text.endsWith("\\*");
}
