/**
 * From statements to what the kernel runs.
 *
 * Source: `src/evaluate.c`, `src/netlink_linearize.c` of nftables 1.0.6.
 */
import { NFT_CONTINUE } from "../../../netlink/nf-tables.ts";
import type { Expr, Stmt } from "../ast.ts";
import type { NftContext } from "../context.ts";
import { type Loc, NftError } from "../errors/source.ts";
import { Evaluator } from "../evaluate/evaluator.ts";
import { evaluate } from "../evaluate/expr.ts";
import { evaluateStatement, firstWord } from "../evaluate/statement.ts";
import type { NlExpr } from "../netlink/nl.ts";
import { type AnonymousSet, type Block, RuleCompiler, type SetLookup } from "./compiler.ts";
import { compileMatch } from "./match.ts";
import { mergeNoted } from "./merge.ts";
import { compileStatement } from "./statement.ts";

export interface CompiledRule {
  readonly exprs: readonly NlExpr[];
  readonly sets: readonly AnonymousSet[];
  readonly blocks: readonly Block[];
}

/** What is read, without what is done to it. */
function innermost(expr: Expr): Expr {
  return expr.k === "binop" ? innermost(expr.left) : expr;
}

/** What of a statement an error of the kernel is about. */
function placeOf(stmt: Stmt): Loc {
  if (stmt.s === "match") return innermost(stmt.left).loc;
  if (stmt.s === "objref") return stmt.name.loc;
  if (stmt.s !== "verdict" || stmt.verdict.chain === undefined) return ownLoc(stmt);
  return { ...stmt.loc, start: stmt.loc.end - stmt.verdict.chain.length };
}

/** Statements that are known by their first word, whatever stands behind it. */
function ownLoc(stmt: Stmt): Loc {
  if (stmt.s === "nat") return stmt.keyLoc;
  if (stmt.s === "counter" || stmt.s === "log" || stmt.s === "reject") return firstWord(stmt.loc, stmt.s);
  return stmt.loc;
}

/** Whether nothing behind the statement is ever reached. */
function isTerminal(stmt: Stmt): boolean {
  if (stmt.s === "verdict") return stmt.verdict.code !== NFT_CONTINUE;
  return stmt.s === "reject" || stmt.s === "nat" || stmt.s === "queue";
}

export function compileRule(
  ctx: NftContext,
  family: number,
  table: string,
  stmts: readonly Stmt[],
  sets: SetLookup,
): CompiledRule {
  const c = new RuleCompiler(ctx, family, table, sets);
  const e = new Evaluator(c, evaluate);
  try {
    stmts.forEach((stmt, i) => {
      const before = stmts[i - 1];
      if (before !== undefined && isTerminal(before))
        throw new NftError("Statement after terminal statement has no effect", ownLoc(stmt), ownLoc(before));
      evaluateStatement(e, stmt);
    });
  } catch (error) {
    throw error instanceof NftError ? error.after(e.noted) : error;
  }
  for (const stmt of stmts) {
    c.loc = placeOf(stmt);
    if (stmt.s === "match") compileMatch(c, stmt);
    else {
      mergeNoted(c);
      compileStatement(c, stmt);
    }
  }
  mergeNoted(c);
  return { exprs: c.exprs, sets: c.anonymous, blocks: c.blocks };
}
