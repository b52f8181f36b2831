/**
 * Reading expressions of a message.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nf_tables_expr_parse`, `nf_tables_newexpr`, `nft_expr_init`).
 */
import { EINVAL, ENOENT } from "../../../errno.ts";
import { type AttributeCursor, AttributeTable, NLA_HDRLEN } from "../../../netlink/attribute.ts";
import { NFTA_EXPR_DATA, NFTA_EXPR_NAME, NFTA_LIST_ELEM } from "../../../netlink/nf-tables.ts";
import { validateAttributes } from "../../../netlink/policy-check.ts";
import type { NftCtx } from "./context.ts";
import { findExprType, type NftExpr } from "./expr.ts";

/** Most expressions of a rule (`NFT_RULE_MAXEXPRS`). */
export const NFT_RULE_MAXEXPRS = 128;

const outer = new AttributeTable(2);

/** Reads one expression in `bytes[start, end)`. @returns it, or a negative error */
export function parseExpr(ctx: NftCtx, bytes: Uint8Array, start: number, end: number): NftExpr | number {
  outer.parse(bytes, start, end);
  if (!outer.has(NFTA_EXPR_NAME)) return -EINVAL;
  const type = findExprType(ctx.family, outer.string(NFTA_EXPR_NAME));
  if (type === undefined) return -ENOENT;
  // A table of its own: expressions hold expressions.
  const tb = new AttributeTable(type.maximum);
  if (!outer.has(NFTA_EXPR_DATA)) return type.init(ctx, tb);
  const from = outer.offset(NFTA_EXPR_DATA);
  const to = from + outer.length(NFTA_EXPR_DATA);
  if (type.policy !== undefined) {
    const error = validateAttributes(bytes, from, to, type.policy, false, ctx.extack, ctx.origin);
    if (error < 0) return error;
  }
  return type.init(ctx, tb.parse(bytes, from, to));
}

/**
 * Reads a list of expressions, all or none.
 * @param stateful only those that may stand in sets
 */
export function parseExprs(
  ctx: NftCtx,
  cursor: AttributeCursor,
  maximum = NFT_RULE_MAXEXPRS,
): NftExpr[] | number {
  const exprs: NftExpr[] = [];
  const fail = (error: number): number => {
    for (const expr of exprs) {
      expr.deactivate();
      expr.destroy();
    }
    return error;
  };
  while (cursor.next()) {
    if (cursor.type !== NFTA_LIST_ELEM || exprs.length === maximum) return fail(-EINVAL);
    const expr = parseExpr(ctx, cursor.bytes, cursor.start, cursor.start + cursor.length);
    if (typeof expr === "number") {
      if (ctx.extack.offset === 0) ctx.extack.offset = cursor.start - NLA_HDRLEN - ctx.origin;
      return fail(expr);
    }
    exprs.push(expr);
  }
  return exprs;
}
