/** Maps: what is looked up, and in what. Source: `src/evaluate.c` (`expr_evaluate_map`, `stmt_evaluate_objref_map`) of nftables 1.0.6. */
import type { Expr } from "../ast.ts";
import type { SetInfo } from "../compile/set-data.ts";
import { elementsOf } from "../compile/set-data.ts";
import {
  describeTypes,
  type Evaluator,
  type Expected,
  fail,
  isOpenAddress,
  NOTHING,
  type Result,
  sameTypes,
  VERDICT,
} from "./evaluator.ts";
import { evaluateSet } from "./set.ts";

type MapExpr = Expr & { readonly k: "map" };

export function evaluateMap(e: Evaluator, map: MapExpr): Result {
  const wanted = e.expected;
  const parts = map.key.k === "concat" ? map.key.items : [map.key];
  for (const part of parts)
    if (isOpenAddress(part)) fail("specify either ip or ip6 for address matching", part.loc);
  const data = dataOf(wanted);
  const found = evaluateMappings(e, map, data);
  if (found !== undefined && (found.data === undefined || isObjects(found.data)))
    fail("Expression is not a map", map.data.loc);
  return {
    kind: "map",
    types: typesOf(found?.data ?? data),
    bits: wanted.bits,
    constant: true,
    singleton: false,
  };
}

function dataOf({ types, bits }: Expected): SetInfo["data"] {
  if (types === undefined) return undefined;
  if (types[0].id === VERDICT.id) return "verdict";
  return { types, bits: types.length > 1 ? types.map((type) => type.bits) : [bits] };
}

function isObjects(data: SetInfo["data"]): boolean {
  return typeof data === "object" && "object" in data;
}

function typesOf(data: SetInfo["data"]): Result["types"] {
  return typeof data === "object" && "types" in data ? data.types : [VERDICT];
}

/** Evaluates what is looked up and where. @returns the set that was named */
export function evaluateMappings(e: Evaluator, map: MapExpr, data: SetInfo["data"]): SetInfo | undefined {
  e.expected = NOTHING;
  const key = e.evaluate(map.key);
  if (key.constant) fail("Map expression can not be constant", map.key.loc);
  if (map.data.k === "setref") {
    const found = e.findSet(map.data.name, map.data.loc);
    if (found.data === undefined) fail("Expression is not a map", map.data.loc);
    if (isObjects(data) && !isObjects(found.data)) fail("Expression is not a map with objects", map.data.loc);
    if (!sameTypes(key.types, found.key.types))
      fail(
        `datatype mismatch, map expects ${describeTypes(found.key.types)}, mapping expression has type ${describeTypes(key.types)}`,
        map.data.loc,
        map.key.loc,
      );
    return found;
  }
  if (map.data.k !== "set") return fail("Expression is not a map", map.data.loc);
  const wide = e.expected.key?.bits ?? [e.expected.bits];
  const own = { types: key.types, bits: wide };
  e.set = {
    key: own,
    keyLoc: map.key.loc,
    data,
    map: true,
    named: false,
    interval: false,
    loc: map.data.loc,
  };
  try {
    evaluateSet(e, map.data);
  } finally {
    e.set = undefined;
  }
  const range = map.data.elems.some(({ key: each }) => each.k === "range" || each.k === "prefix");
  if (range && key.types.length === 1) {
    const info = { name: "", family: e.family, table: "", key: own, interval: true, concat: false };
    // only where they overlap is of interest
    elementsOf(
      map.data.elems.map((elem) => ({ ...elem, data: undefined })),
      info,
      e.ctx,
    );
  }
  return undefined;
}
