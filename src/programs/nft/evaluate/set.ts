/** Sets and their elements. Source: `src/evaluate.c` (`expr_evaluate_set`, `expr_evaluate_set_elem`, `expr_evaluate_mapping`) of nftables 1.0.6. */
import type { Elem, Expr, SetExpr } from "../ast.ts";
import { type Evaluator, fail, INVALID, type Result, type SetInView, VERDICT } from "./evaluator.ts";

/** A set in a rule, whose key is what is looked up. */
export function evaluateSet(e: Evaluator, expr: SetExpr): Result {
  const values: bigint[] = [];
  let only: Result | undefined;
  for (const elem of expr.elems) {
    only = elem.data === undefined ? evaluateElem(e, elem) : evaluateMapping(e, elem);
    if (elem.key.k === "setref") fail("Set reference cannot be part of another set", elem.key.loc);
    if (!only.constant) fail("Set member is not constant", elem.key.loc);
    if (only.kind === "value" && only.value !== undefined) values.push(only.value);
  }
  const [first] = expr.elems;
  if (
    e.set === undefined &&
    expr.elems.length === 1 &&
    first.data === undefined &&
    only !== undefined &&
    (only.kind === "value" || only.kind === "prefix" || only.kind === "range")
  )
    return only;
  return {
    kind: "set",
    types: e.expected.types ?? [INVALID],
    bits: e.expected.bits,
    constant: true,
    singleton: false,
    values,
  };
}

function evaluateElem(e: Evaluator, elem: Elem): Result {
  const { set } = e;
  if (set !== undefined) {
    checkStatements(set, elem);
    expectKey(e, set);
  }
  const result = e.evaluate(elem.key);
  if (set?.named === true && !set.interval) checkInterval(set, elem.key, result);
  return result;
}

function expectKey(e: Evaluator, { key, keyLoc }: SetInView): void {
  e.expected =
    key.types.length > 1
      ? { types: key.types, bits: 0, key, keyLoc }
      : { types: key.types, bits: key.bits[0] };
}

function checkInterval(set: SetInView, key: Expr, result: Result): void {
  const parts = key.k === "concat" ? key.items : [key];
  for (const part of parts) {
    const kind = parts.length === 1 ? result.kind : part.k;
    if (kind !== "prefix" && kind !== "range") continue;
    fail(
      `You must add 'flags interval' to your ${set.map ? "map" : "set"} declaration if you want to add ${kind} elements`,
      part.loc,
    );
  }
}

/** What an element counts with is what its set says. Source: `__expr_evaluate_set_elem`. */
function checkStatements({ stmts: said, dynamic, map }: SetInView, elem: Elem): void {
  const { stmts = [] } = elem;
  // a rule's own set asks for nothing, its own map has nothing that could be asked
  const wanted = said ?? (map ? [] : undefined);
  if (stmts.length === 0 || wanted === undefined) return;
  const kind = map ? "map" : "set";
  if (wanted.length === 0) {
    if (dynamic !== true) fail(`missing statement in ${kind} declaration`, stmts[0].loc);
    return;
  }
  if (stmts.length !== wanted.length)
    fail(
      `number of statements mismatch, set expects ${wanted.length} but element has ${stmts.length}`,
      elem.loc,
    );
  stmts.forEach((stmt, i) => {
    if (stmt.s !== wanted[i])
      fail(`statement mismatch, element expects ${stmt.s}, but ${kind} has type ${wanted[i]}`, stmt.loc);
  });
}

function evaluateMapping(e: Evaluator, elem: Elem): Result {
  const { set } = e;
  if (set === undefined) return fail("mapping outside of map context", elem.key.loc);
  if (!set.map) return fail("set is not a map", set.loc);
  expectKey(e, set);
  const key = evaluateElem(e, elem);
  if (!key.constant) fail("Key must be a constant", elem.key.loc);
  const { data } = elem;
  if (data === undefined) return key;
  expectData(e, set);
  const said = e.evaluate(data);
  if (!said.constant) fail("Value must be a constant", data.loc);
  const ranges = typeof set.data === "object" && "types" in set.data && set.data.interval === true;
  if (!said.singleton && set.named && !ranges) fail("Value must be a singleton", data.loc);
  return key;
}

function expectData(e: Evaluator, { data }: SetInView): void {
  if (data === "verdict") e.expected = { types: [VERDICT], bits: 0 };
  else if (typeof data === "object" && "types" in data)
    e.expected = { types: data.types, bits: data.types.length > 1 ? 0 : data.bits[0] };
  else e.expected = { types: [NAME], bits: 0 };
}

/** Names of objects. */
const NAME = {
  name: "string",
  id: 5,
  description: "string",
  bits: 0,
  order: "host",
  base: "string",
} as const;
