/** Maps that say what a translation translates to. Source: `src/evaluate.c` (`nat_concat_map`) of nftables 1.0.6. */
import type { Expr } from "../ast.ts";
import { isRange } from "./constants.ts";
import type { SetInfo } from "./set-data.ts";

export interface NatMap {
  /** It says an address with a port. */
  readonly pair: boolean;
  /** It says a first and a last of each. */
  readonly interval: boolean;
}

/** What an expression, if it is a map, says; undefined of others and of a set that is not there. */
export function natMapOf(
  expr: Expr | undefined,
  find: (name: string) => SetInfo | undefined,
): NatMap | undefined {
  if (expr?.k !== "map") return undefined;
  if (expr.data.k === "set") {
    const data = expr.data.elems.map((elem) => elem.data);
    return {
      pair: data.some((each) => each?.k === "concat"),
      interval: data.some((each) => each !== undefined && isRange(each)),
    };
  }
  const said = expr.data.k === "setref" ? find(expr.data.name)?.data : undefined;
  if (typeof said !== "object" || !("types" in said)) return undefined;
  return { pair: said.types.length > 1, interval: said.interval === true };
}
