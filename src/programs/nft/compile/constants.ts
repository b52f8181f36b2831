/** Names and numbers on the right side, by the type of the left. Source: `src/evaluate.c` of nftables 1.0.6. */
import type { Expr } from "../ast.ts";
import type { NftContext } from "../context.ts";
import { type DataType, parseNumber, stringValue } from "../datatype.ts";
import { NftError } from "../source.ts";

/** The number that an expression stands for. */
export function constant(expr: Expr, type: DataType, bits: number, ctx: NftContext): bigint {
  switch (expr.k) {
    case "value":
      return expr.value;
    case "symbol":
      return symbol(expr.text, expr, type, bits, ctx);
    case "list":
      if (type.base !== "bitmask") break;
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
    default:
  }
  throw new NftError(`datatype mismatch: expected ${type.description}`, expr.loc);
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
  const named = type.symbols?.get(text);
  if (named !== undefined) return named;
  const parsed = type.parse?.(text, ctx);
  if (typeof parsed === "bigint") return parsed;
  const number = parseNumber(text);
  if (
    number !== undefined &&
    type.name !== "ipv4_addr" &&
    type.name !== "ipv6_addr" &&
    type.name !== "ether_addr"
  ) {
    if (bits > 0 && number >= 1n << BigInt(bits) && type.name === "inet_service")
      throw new NftError("Service out of range", expr.loc);
    if (bits > 0 && number >= 1n << BigInt(bits))
      throw new NftError(`Value ${number} exceeds valid range 0-${(1n << BigInt(bits)) - 1n}`, expr.loc);
    return number;
  }
  throw new NftError(parseFailure(text, type, parsed), expr.loc);
}

function parseFailure(text: string, type: DataType, parsed: bigint | string | undefined): string {
  if (typeof parsed === "string") return parsed;
  if (type.name === "inet_proto") return "Could not resolve protocol name";
  if (type.name === "inet_service")
    return `Could not resolve service: Servname not supported for ai_socktype`;
  if (type.name === "ipv4_addr" || type.name === "ipv6_addr")
    return /[a-zA-Z]/.test(text) && !text.includes(":")
      ? `Could not resolve hostname: Name or service not known`
      : "Could not resolve hostname: Name or service not known";
  return `Could not parse ${type.description}`;
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
  return expr.k === "range" || expr.k === "prefix";
}
