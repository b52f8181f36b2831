/** Values that statements take. Source: `src/evaluate.c` (`stmt_evaluate_arg`) of nftables 1.0.6. */
import type { Expr } from "../ast.ts";
import { type DataType, INTEGER } from "../datatypes/index.ts";
import type { Loc } from "../errors/source.ts";
import { describeTypes, type Evaluator, fail, type Result, sameTypes } from "./evaluator.ts";

/**
 * @param types what the statement takes; those of a concatenation
 * @param where the statement
 */
export function evaluateArgument(
  e: Evaluator,
  expr: Expr,
  types: readonly DataType[],
  bits: number,
  where: Loc,
): Result {
  e.expected = { types, bits };
  const result = e.evaluate(expr);
  checkArgument(result, expr, types, bits, where);
  return result;
}

export function checkArgument(
  result: Result,
  expr: Expr,
  types: readonly DataType[],
  bits: number,
  where: Loc,
): void {
  const [own] = result.types;
  const isInteger = result.types.length === 1 && own.id === INTEGER.id;
  const wanted = describeTypes(types);
  if (expr.k === "load" && expr.load.kind === "payload" && isInteger) {
    if (result.kind !== "binop" && (types[0].base === "string" || result.bits !== bits))
      fail(
        `datatype mismatch: expected ${wanted}, expression has type ${own.description} with length ${result.bits}`,
        expr.loc,
        where,
      );
  } else if (!isInteger && !sameTypes(result.types, types))
    fail(
      `datatype mismatch: expected ${wanted}, expression has type ${describeTypes(result.types)}`,
      expr.loc,
      where,
    );
  if (result.kind === "set") fail("you cannot use a set here, unknown value to use", expr.loc, where);
  if (result.kind === "set reference")
    fail("you cannot reference a set here, unknown value to use", expr.loc, where);
}
