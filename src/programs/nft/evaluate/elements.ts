/** Elements of sets with a name. Source: `src/evaluate.c` (`setelem_evaluate`) of nftables 1.0.6. */
import type { Elem } from "../ast.ts";
import { RuleCompiler, type SetLookup } from "../compile/compiler.ts";
import type { SetInfo } from "../compile/set-data.ts";
import type { NftContext } from "../context.ts";
import { FROM_KERNEL, type Loc } from "../errors/source.ts";
import { Evaluator } from "./evaluator.ts";
import { evaluate } from "./expr.ts";
import { evaluateSet } from "./set.ts";

/**
 * Looks over elements that are added to a set, deleted or asked for.
 * @param loc of the set, where the text makes it
 * @throws NftError for the first that does not fit
 */
export function evaluateElements(
  ctx: NftContext,
  sets: SetLookup,
  info: SetInfo,
  elems: readonly Elem[],
  loc: Loc = FROM_KERNEL,
): void {
  const e = new Evaluator(new RuleCompiler(ctx, info.family, info.table, sets), evaluate);
  e.set = {
    key: info.key,
    keyLoc: undefined,
    data: info.data,
    map: info.data !== undefined,
    named: true,
    interval: info.interval,
    stmts: info.stmts?.map(({ s }) => s),
    dynamic: info.dynamic,
    loc,
  };
  evaluateSet(e, { k: "set", elems, loc });
}
