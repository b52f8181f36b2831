/** Chains without a name are shown in the rules that lead to them. Source: `src/statement.c` (`chain_stmt_print`) of nftables 1.0.6. */
import type { BlockRule, Stmt } from "../ast.ts";
import { NOWHERE } from "../errors/source.ts";
import type { Cache, ChainModel, RuleModel } from "./model.ts";

/** Chains that lead into one another are as deep as the kernel lets them be. */
const DEEPEST = 16;

export function inlineChains(cache: Cache): Cache {
  const bound = cache.chains.filter((chain) => chain.bound === true);
  if (bound.length === 0) return cache;
  const isIn = (rule: RuleModel, chain: ChainModel): boolean =>
    rule.chain === chain.name && rule.table === chain.table && rule.family === chain.family;
  const inline = (stmt: Stmt, rule: RuleModel, depth: number): Stmt => {
    if (stmt.s !== "verdict" || stmt.verdict.chain === undefined || depth > DEEPEST) return stmt;
    const chain = bound.find(
      (each) => each.name === stmt.verdict.chain && each.table === rule.table && each.family === rule.family,
    );
    if (chain === undefined) return stmt;
    const block = cache.rules
      .filter((each) => isIn(each, chain))
      .map(
        (each): BlockRule => ({
          stmts: each.stmts.map((inner) => inline(inner, each, depth + 1)),
          comment: each.comment,
          loc: NOWHERE,
        }),
      );
    return { ...stmt, verdict: { ...stmt.verdict, block } };
  };
  return {
    ...cache,
    chains: cache.chains.filter((chain) => chain.bound !== true),
    rules: cache.rules
      .filter((rule) => !bound.some((chain) => isIn(rule, chain)))
      .map((rule) => ({ ...rule, stmts: rule.stmts.map((stmt) => inline(stmt, rule, 0)) })),
  };
}
