/**
 * Flowtables. The kernel that is followed is built without `CONFIG_NF_FLOW_TABLE`: there is no type for any family.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nf_tables_newflowtable`, `nf_tables_delflowtable`, `nf_tables_getflowtable`).
 */
import { EINVAL, ENOENT } from "../../../../errno.ts";
import { NFT_MSG_DESTROYFLOWTABLE } from "../../../../netlink/nf-tables.ts";
import { policy } from "../../../../netlink/policy.ts";
import { NftCtx } from "../context.ts";
import type { NftRequest } from "../message.ts";
import { lookupTable } from "../table/table-api.ts";

const NFTA_FLOWTABLE_TABLE = 1;
const NFTA_FLOWTABLE_NAME = 2;
const NFTA_FLOWTABLE_HOOK = 3;
const NFTA_FLOWTABLE_HANDLE = 5;

export const FLOWTABLE_POLICY = policy(7, []);

/** @returns -ENOENT, as where the type is missing */
export function newFlowtable(request: NftRequest): number {
  const { tb } = request;
  if (!tb.has(NFTA_FLOWTABLE_TABLE) || !tb.has(NFTA_FLOWTABLE_NAME) || !tb.has(NFTA_FLOWTABLE_HOOK))
    return -EINVAL;
  const table = lookupTable(request, NFTA_FLOWTABLE_TABLE);
  return typeof table === "number" ? table : -ENOENT;
}

/** `nf_tables_delflowtable`: there is none to be found. @returns 0 where that is no error, or a negative error */
export function delFlowtable(request: NftRequest): number {
  const { tb, message, nft, family } = request;
  if (!tb.has(NFTA_FLOWTABLE_TABLE)) return -EINVAL;
  if (!tb.has(NFTA_FLOWTABLE_NAME) && !tb.has(NFTA_FLOWTABLE_HANDLE)) return -EINVAL;
  const table = lookupTable(request, NFTA_FLOWTABLE_TABLE);
  if (typeof table === "number") return table;
  if ((message.type & 0xff) === NFT_MSG_DESTROYFLOWTABLE) return 0;
  const attr = tb.has(NFTA_FLOWTABLE_HANDLE) ? NFTA_FLOWTABLE_HANDLE : NFTA_FLOWTABLE_NAME;
  return new NftCtx(nft, family, table, null, request).bad(-ENOENT, tb, attr);
}
