/** Comparisons. Source: `src/evaluate.c` (`expr_evaluate_relational`) of nftables 1.0.6. */
import type { Expr, Stmt } from "../ast.ts";
import { type Loc, span } from "../errors/source.ts";
import {
  describeTypes,
  type Evaluator,
  fail,
  isOpenAddress,
  NOTHING,
  type Result,
  sameTypes,
} from "./evaluator.ts";

type Match = Stmt & { readonly s: "match" };

/** An operator as messages write it; the C library's word for one that was not written. */
const symbolOf = (op: string): string => (op === "" ? "(null)" : op);

/** What only a security module knows the values of. */
const SECMARKS: ReadonlySet<string> = new Set(["meta secmark", "ct secmark"]);

/** Whether only the presence of something is asked for. */
function asksPresence(left: Expr, right: Expr): boolean {
  if (right.k !== "symbol" || right.quoted || (right.text !== "exists" && right.text !== "missing"))
    return false;
  if (left.k !== "load") return false;
  return left.load.kind === "fib" || left.load.kind === "exthdr" || left.load.text === "rt ipsec";
}

export function evaluateMatch(e: Evaluator, stmt: Match): void {
  e.expected = NOTHING;
  const { left, right, op } = stmt;
  const left1 = e.evaluate(left);
  if (asksPresence(left, right)) return;
  const right1 = e.evaluate(right);
  if (left.k === "load" && SECMARKS.has(left.load.text) && right1.constant)
    fail("Cannot be used with right hand side constant value", right.loc, left.loc);
  const rel = stmt.opLoc ?? span(left.loc, right.loc);
  if (!right1.constant)
    fail(`Right hand side of relational expression (${symbolOf(op)}) must be constant`, right.loc, rel);
  if (left1.constant) fail(`Relational expression (${symbolOf(op)}) has constant value`, left.loc, right.loc);
  if (!sameTypes(left1.types, right1.types))
    fail(
      `datatype mismatch, expected ${describeTypes(left1.types)}, expression has type ${describeTypes(right1.types)}`,
      locOf(right, right1),
      left.loc,
    );
  if (op === "<" || op === "<=" || op === ">" || op === ">=") return checkOrdered(stmt, left1, right1, rel);
  if (op === "" || op === "==") learn(e, left, right1, rel);
  checkEquality(stmt, left1, right1);
}

/** A set of one element is that element. */
function locOf(right: Expr, result: Result): Loc {
  return right.k === "set" && result.kind !== "set" ? right.elems[0].key.loc : right.loc;
}

function checkOrdered({ left, right, op }: Match, left1: Result, right1: Result, rel: Loc): void {
  const undefinedFor = (kind: string, loc: Loc): never =>
    fail(`Relational expression (${op}) is undefined for ${kind} expressions`, loc, rel);
  if (left1.kind === "concat") undefinedFor("concat", left.loc);
  if (!right1.singleton || right1.kind === "set reference") undefinedFor(right1.kind, locOf(right, right1));
}

function checkEquality({ left, right, op }: Match, left1: Result, right1: Result): void {
  const at = locOf(right, right1);
  if (op === "!") {
    if (left1.kind === "binop") fail("cannot combine negation with binary expression", left.loc, at);
    if (right1.kind !== "value" || right1.types[0].base !== "bitmask")
      fail("negation can only be used with singleton bitmask values", left.loc, at);
  }
  if (right1.kind === "set" && right.k === "set" && right.elems.length === 0) fail("Set is empty", at);
  if ((right1.kind === "set" || right1.kind === "set reference") && isOpenAddress(left))
    fail("specify either ip or ip6 for address matching", left.loc);
  if (right1.kind === "concat")
    fail("Use concatenations with sets and maps, not singleton values", left.loc, right.loc);
  checkShift(left, right1, at);
}

/** Source: `binop_can_transfer`. */
function checkShift(left: Expr, right: Result, loc: Loc): void {
  if (left.k !== "binop" || left.op !== "<<" || right.kind !== "value" || left.right.k !== "symbol") return;
  const count = BigInt(left.right.text);
  const value = right.value ?? 0n;
  if (value !== 0n && (value & ((1n << count) - 1n)) !== 0n)
    fail("Comparison is always false", loc, left.loc);
}

function learn(e: Evaluator, left: Expr, right: Result, loc: Loc): void {
  if (left.k !== "load") return;
  if (right.kind === "value" && right.value !== undefined)
    e.protocols.learn(left.load, right.value, loc, true);
  for (const value of right.values ?? []) e.protocols.learn(left.load, value, loc, false);
}
