/** Expressions as JSON. Source: `src/json.c` of nftables 1.0.6. */
import type { Elem, Expr } from "../ast.ts";
import type { NftContext } from "../context.ts";
import { BOOLEAN } from "../datatypes/index.ts";
import { statefulJson } from "./stateful.ts";
import type { Json } from "./text.ts";
import { valueJson } from "./value.ts";

const VERDICTS: Readonly<Record<number, string>> = {
  0: "drop",
  1: "accept",
  3: "queue",
  [-1]: "continue",
  [-2]: "break",
  [-3]: "jump",
  [-4]: "goto",
  [-5]: "return",
};

export function verdictJson(expr: Expr & { readonly k: "verdict" }): Json {
  const name = VERDICTS[expr.code] ?? "unknown";
  return { [name]: expr.chain === undefined ? null : { target: expr.chain } };
}

export function exprJson(expr: Expr, ctx: NftContext): Json {
  switch (expr.k) {
    case "value":
      return valueJson(expr, ctx);
    case "symbol":
      return /^\d+$/.test(expr.text) && !expr.quoted ? Number(expr.text) : expr.text;
    case "load":
      return expr.load.json as Json;
    case "binop":
      return { [expr.op]: [exprJson(expr.left, ctx), exprJson(expr.right, ctx)] };
    case "range":
      return { range: [exprJson(expr.low, ctx), exprJson(expr.high, ctx)] };
    case "prefix":
      return { prefix: { addr: exprJson(expr.base, ctx), len: expr.length } };
    case "list":
      return expr.items.length === 1
        ? exprJson(expr.items[0], ctx)
        : expr.items.map((item) => exprJson(item, ctx));
    case "set":
      return { set: expr.elems.map((elem) => elemJson(elem, ctx)) };
    case "setref":
      return `@${expr.name}`;
    case "concat":
      return { concat: expr.items.map((item) => exprJson(item, ctx)) };
    case "map":
      return { map: { key: exprJson(expr.key, ctx), data: exprJson(expr.data, ctx) } };
    case "hash":
      return {
        jhash: {
          mod: expr.modulus,
          seed: expr.seed,
          offset: expr.offset === 0 ? undefined : expr.offset,
          expr: exprJson(expr.key, ctx),
        },
      };
    case "verdict":
      return verdictJson(expr);
    default:
      return "*";
  }
}

/** Seconds of a time in ms. */
export function seconds(ms: number | undefined): number | undefined {
  return ms === undefined || ms === 0 ? undefined : Math.floor(ms / 1000);
}

/** A key, with what belongs to it in an object of its own (`set_elem_expr_json`). */
export function keyJson(elem: Elem, ctx: NftContext): Json {
  const key = exprJson(elem.key, ctx);
  const stmts = elem.stmts ?? [];
  const { timeout, expires, comment } = elem;
  if (timeout === undefined && expires === undefined && comment === undefined && stmts.length === 0)
    return key;
  const all: Record<string, Json | undefined> = {
    val: key,
    timeout: seconds(timeout),
    expires: seconds(expires),
    comment,
  };
  for (const stmt of stmts)
    for (const [name, value] of Object.entries(statefulJson(stmt, ctx.stateless) ?? {})) all[name] ??= value;
  return { elem: all };
}

export function elemJson(elem: Elem, ctx: NftContext): Json {
  const key = keyJson(elem, ctx);
  return elem.data === undefined ? key : [key, exprJson(elem.data, ctx)];
}

/** What a match compares with: whether something exists is true or false. */
export function presence(expr: Expr, right: Expr, inverted: boolean, ctx: NftContext): Json {
  if (expr.k === "load" && expr.load.kind === "exthdr" && expr.load.present && right.k === "value")
    return valueJson({ ...right, type: BOOLEAN, value: inverted ? 1n - right.value : right.value }, ctx);
  return exprJson(right, ctx);
}
