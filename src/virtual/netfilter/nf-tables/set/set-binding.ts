/**
 * Rules that use sets: finding the set, and tying anonymous ones to their rule's life.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nft_set_lookup_global`, `nf_tables_bind_set`, `nf_tables_deactivate_set`).
 */
import { EBUSY, ENOENT } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { NftCtx } from "../context.ts";
import type { NftSet } from "./set.ts";

/** By name, or by the number that this batch gave it. */
export function lookupSet(ctx: NftCtx, tb: AttributeTable, name: number, id: number): NftSet | number {
  const found = ctx.table.sets.get(tb.string(name));
  if (found !== undefined) return found;
  if (!tb.has(id)) return -ENOENT;
  const set = ctx.nft.transaction?.setIds.get(tb.be32(id)) as NftSet | undefined;
  return set !== undefined && set.table === ctx.table ? set : -ENOENT;
}

/** @returns 0, or -EBUSY: an anonymous set belongs to one expression */
export function bindSet(set: NftSet): number {
  if (set.anonymous && set.use > 0) return -EBUSY;
  set.use++;
  return 0;
}

/** The expression comes back (a deletion is undone). */
export function activateSet(set: NftSet): void {
  set.use++;
  if (!set.anonymous || set.table.sets.has(set.name)) return;
  set.table.sets.set(set.name, set);
  set.table.use++;
  set.holdElements();
}

/** The expression goes, and with it a set that has no name. */
export function deactivateSet(set: NftSet): void {
  set.use--;
  if (!set.anonymous || set.table.sets.get(set.name) !== set) return;
  set.table.sets.delete(set.name);
  set.table.use--;
  set.releaseElements();
}
