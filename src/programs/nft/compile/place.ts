/** Values that statements take, in registers. */
import type { Expr } from "../ast.ts";
import { bytesOf, type DataType } from "../datatypes/index.ts";
import { registerOf } from "../netlink/nl.ts";
import type { RuleCompiler } from "./compiler.ts";
import { constant } from "./constants.ts";
import { emitImmediate, emitLookup } from "./emit.ts";
import { loadKey } from "./match.ts";
import { useSet } from "./set-use.ts";

/** Puts an address, a port or a device into a register. @returns the words that it takes */
export function placeValue(c: RuleCompiler, expr: Expr, type: DataType, word: number): number {
  if (expr.k === "map") {
    const set = useSet(c, expr.key, expr.data, { types: [type], bits: [type.bits] });
    loadKey(c, expr.key, word, set.interval);
    emitLookup(c, word, set, registerOf(word));
  } else if (expr.k === "load" || expr.k === "hash" || expr.k === "binop") loadKey(c, expr, word, false);
  else emitImmediate(c, word, bytesOf(constant(expr, type, type.bits, c.ctx), type.bits, type.order));
  return 4;
}
