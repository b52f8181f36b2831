/** Names of a security module for packets, by name; there is no such module. Source: `net/netfilter/nft_meta.c` (`nft_secmark_obj_ops`). */
import { EINVAL, ENOENT } from "../../../../errno.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import type { NftObjectType } from "../object/object.ts";

export const SECMARK_OBJECT: NftObjectType = {
  type: n.NFT_OBJECT_SECMARK,
  maximum: 1,
  // nobody gives a name a number
  init: (_, tb) => (tb.has(n.NFTA_SECMARK_CTX) ? -ENOENT : -EINVAL),
};
