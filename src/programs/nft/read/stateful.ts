/** Counters and the like of messages. */
import type { AttributeTable } from "../../../netlink/attribute.ts";
import { NFTA_COUNTER_BYTES, NFTA_COUNTER_PACKETS } from "../../../netlink/nf-tables.ts";
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { Stmt } from "../ast.ts";
import { NOWHERE } from "../errors/source.ts";
import { be64, readLimit } from "./objects.ts";

export function readStateful(name: string, tb: AttributeTable): Stmt | undefined {
  switch (name) {
    case "counter":
      return {
        s: "counter",
        packets: be64(tb, NFTA_COUNTER_PACKETS),
        bytes: be64(tb, NFTA_COUNTER_BYTES),
        loc: NOWHERE,
      };
    case "limit":
      return { s: "limit", limit: readLimit(tb), loc: NOWHERE };
    case "quota":
      return {
        s: "quota",
        bytes: be64(tb, n.NFTA_QUOTA_BYTES),
        used: be64(tb, n.NFTA_QUOTA_CONSUMED),
        over: (tb.be32(n.NFTA_QUOTA_FLAGS) & n.NFT_QUOTA_F_INV) !== 0,
        loc: NOWHERE,
      };
    case "connlimit":
      return {
        s: "connlimit",
        count: tb.be32(n.NFTA_CONNLIMIT_COUNT),
        over: (tb.be32(n.NFTA_CONNLIMIT_FLAGS) & n.NFT_CONNLIMIT_F_INV) !== 0,
        loc: NOWHERE,
      };
    case "last":
      return {
        s: "last",
        never: tb.be32(n.NFTA_LAST_SET) === 0,
        ms: be64(tb, n.NFTA_LAST_MSECS),
        loc: NOWHERE,
      };
    default:
      return undefined;
  }
}
