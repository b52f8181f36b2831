/**
 * Counters, limits and the like of sets and elements.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nft_set_elem_expr_alloc`, `nft_set_expr_alloc`).
 */
import { E2BIG, EOPNOTSUPP } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { NftCtx } from "../context.ts";
import type { NftExpr } from "../expr.ts";
import { parseExpr, parseExprs } from "../expr-parse.ts";

/** `NFT_SET_EXPR_MAX` */
const NFT_SET_EXPR_MAX = 2;

/** One expression, or a list of them. */
export function parseSetExprs(
  ctx: NftCtx,
  tb: AttributeTable,
  single: number,
  list: number,
): NftExpr[] | number {
  let exprs: NftExpr[] | number = [];
  if (tb.has(single)) {
    const start = tb.offset(single);
    const expr = parseExpr(ctx, tb.bytes, start, start + tb.length(single));
    if (typeof expr === "number") return expr;
    exprs = [expr];
  } else if (tb.has(list)) exprs = parseExprs(ctx, tb.cursor(list));
  if (typeof exprs === "number") return exprs;
  const error =
    exprs.length > NFT_SET_EXPR_MAX ? -E2BIG : exprs.every((expr) => expr.type.stateful) ? 0 : -EOPNOTSUPP;
  if (error === 0) return exprs;
  for (const expr of exprs) expr.deactivate();
  return error;
}

/** Fresh copies for a new element. @returns null when one can not be copied */
export function cloneExprs(exprs: readonly NftExpr[]): NftExpr[] | null {
  const copies: NftExpr[] = [];
  for (const expr of exprs) {
    const copy = expr.clone();
    if (copy === null) return null;
    copies.push(copy);
  }
  return copies;
}
