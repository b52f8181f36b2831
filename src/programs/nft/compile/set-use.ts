/** Sets in rules: named ones, and those that stand in the rule. */
import type { Expr, SetExpr } from "../ast.ts";
import { NftError, span } from "../errors/source.ts";
import { isTurned, partWidth, type StoredField, storedField } from "../fields/load.ts";
import { describeKey, keyTypeOf, type RuleCompiler, typeOf } from "./compiler.ts";
import { isRange } from "./constants.ts";
import { needAll } from "./dependency.ts";
import { elementsOf, type KeyType, type SetInfo } from "./set-data.ts";

export interface UsedSet {
  readonly name: string;
  readonly id: number;
  readonly interval: boolean;
  readonly info: SetInfo;
}

/**
 * The set that an expression names or is.
 * @param data of maps: what is looked up
 */
function widthOf(part: Expr): number {
  return part.k === "load" ? partWidth(part.load) : typeOf(part)[1];
}

/** How the fields of a key are kept; undefined where one of them is no plain field. */
function fieldsOf(parts: readonly Expr[]): KeyType["fields"] {
  const fields: StoredField[] = [];
  for (const part of parts) {
    if (part.k !== "load" || isTurned(part.load)) return undefined;
    fields.push(storedField(part.load));
  }
  return fields;
}

export function useSet(c: RuleCompiler, keyExpr: Expr, expr: Expr, data: SetInfo["data"]): UsedSet {
  needAll(c, keyExpr);
  const read = keyTypeOf(keyExpr);
  const key =
    keyExpr.k !== "concat"
      ? read
      : { ...read, bits: keyExpr.items.map(widthOf), fields: fieldsOf(keyExpr.items) };
  if (expr.k === "setref") {
    const info = c.findSet(expr.name, expr);
    checkNamed(info, keyExpr, key, expr, data);
    return { name: expr.name, id: 0, interval: info.interval, info };
  }
  if (expr.k !== "set") throw new NftError("Expression is not a map", expr.loc);
  if (expr.elems.length === 0) throw new NftError("Set is empty", expr.loc);
  const interval = expr.elems.some((elem) => isRange(elem.key));
  const concat = key.types.length > 1;
  const info: SetInfo = {
    name: data === undefined ? "__set%d" : isObjects(data) ? "__objmap%d" : "__map%d",
    family: c.family,
    table: c.table,
    key,
    data: withIntervals(data, expr),
    interval,
    concat,
    autoMerge: interval && data === undefined,
  };
  const used = c.addSet(info, elementsOf(expr.elems, info, c.ctx), expr.loc);
  return { name: info.name, id: used.id, interval, info };
}

function isObjects(data: SetInfo["data"]): boolean {
  return typeof data === "object" && "object" in data;
}

/** What a map in a rule says is a range as soon as one of its elements does. */
function withIntervals(data: SetInfo["data"], { elems }: SetExpr): SetInfo["data"] {
  if (typeof data !== "object" || !("types" in data)) return data;
  return { ...data, interval: elems.some((elem) => elem.data !== undefined && isRange(elem.data)) };
}

function checkNamed(info: SetInfo, keyExpr: Expr, key: KeyType, expr: Expr, data: SetInfo["data"]): void {
  if (data !== undefined && info.data === undefined) throw new NftError("Expression is not a map", expr.loc);
  const same =
    info.key.types.length === key.types.length &&
    info.key.types.every((type, i) => type.id === key.types[i].id);
  if (!same && data === undefined)
    throw new NftError(
      `datatype mismatch, expected ${describeKey(key)}, expression has type ${describeKey(info.key)}`,
      expr.loc,
      keyExpr.loc,
    );
  if (!same)
    throw new NftError(
      `datatype mismatch, map expects ${describeKey(info.key)}, mapping expression has type ${describeKey(key)}`,
      expr.loc,
      keyExpr.loc,
    );
  if (
    typeof data === "object" &&
    "object" in data &&
    !(typeof info.data === "object" && "object" in info.data)
  )
    throw new NftError("Expression is not a map with objects", expr.loc);
  if (data === "verdict" && typeof info.data === "object" && "types" in info.data)
    throw new NftError(
      `datatype mismatch: expected netfilter verdict, expression has type ${describeKey(info.data)}`,
      span(keyExpr.loc, expr.loc),
    );
}
