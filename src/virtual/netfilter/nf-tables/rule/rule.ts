/**
 * Rules: `struct nft_rule`.
 *
 * Source: `include/net/netfilter/nf_tables.h`.
 */
import type { NftExpr } from "../expr.ts";

/** Expressions in their order. A rule is never changed, only replaced. */
export class NftRule {
  readonly handle: number;
  readonly exprs: readonly NftExpr[];
  readonly userdata: Uint8Array | undefined;

  constructor(handle: number, exprs: readonly NftExpr[], userdata: Uint8Array | undefined) {
    this.handle = handle;
    this.exprs = exprs;
    this.userdata = userdata;
  }
}
