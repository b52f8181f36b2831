/** Sets in rules: named ones, and those that stand in the rule. */
import type { Expr } from "../ast.ts";
import { NftError } from "../source.ts";
import type { RuleCompiler } from "./compiler.ts";
import { isRange } from "./constants.ts";
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
export function useSet(c: RuleCompiler, key: KeyType, expr: Expr, data: SetInfo["data"]): UsedSet {
  if (expr.k === "setref") {
    const info = c.findSet(expr.name, expr);
    if (info.key.types.length !== key.types.length)
      throw new NftError(
        `datatype mismatch, set has type ${describe(info.key)}, expression has type ${describe(key)}`,
        expr.loc,
      );
    return { name: expr.name, id: 0, interval: info.interval, info };
  }
  if (expr.k !== "set") throw new NftError("Expression is not a map", expr.loc);
  if (expr.elems.length === 0) throw new NftError("Set is empty", expr.loc);
  const interval = expr.elems.some((elem) => isRange(elem.key));
  const concat = key.types.length > 1;
  const info: SetInfo = {
    name: data === undefined ? "__set%d" : "__map%d",
    family: c.family,
    table: c.table,
    key,
    data,
    interval,
    concat,
    autoMerge: interval && data === undefined,
  };
  const used = c.addSet(info, elementsOf(expr.elems, info, c.ctx));
  return { name: info.name, id: used.id, interval, info };
}

function describe(key: KeyType): string {
  return key.types.map((type) => type.name).join(" . ");
}
