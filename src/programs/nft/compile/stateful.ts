/** What counts, in rules, sets and elements. Source: `src/netlink_linearize.c` (`netlink_gen_stmt_stateful`) of nftables 1.0.6. */
import { NFTA_COUNTER_BYTES, NFTA_COUNTER_PACKETS } from "../../../netlink/nf-tables.ts";
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { Stmt } from "../ast.ts";
import { NftError } from "../errors/source.ts";
import { be64, type NlExpr } from "../netlink/nl.ts";

/** Counters, limits, quotas: the same in rules, sets and elements. */
export function statefulExpr(stmt: Stmt): NlExpr {
  switch (stmt.s) {
    case "counter":
      return {
        name: "counter",
        write: (w) => {
          be64(w, NFTA_COUNTER_BYTES, stmt.bytes);
          be64(w, NFTA_COUNTER_PACKETS, stmt.packets);
        },
      };
    case "limit":
      return {
        name: "limit",
        write: (w) => {
          const { rate, unit, burst, bytes, over } = stmt.limit;
          be64(w, n.NFTA_LIMIT_RATE, rate);
          be64(w, n.NFTA_LIMIT_UNIT, unit);
          w.be32(n.NFTA_LIMIT_TYPE, bytes ? n.NFT_LIMIT_PKT_BYTES : n.NFT_LIMIT_PKTS);
          w.be32(n.NFTA_LIMIT_BURST, burst);
          w.be32(n.NFTA_LIMIT_FLAGS, over ? n.NFT_LIMIT_F_INV : 0);
        },
      };
    case "quota":
      return {
        name: "quota",
        write: (w) => {
          be64(w, n.NFTA_QUOTA_BYTES, stmt.bytes);
          be64(w, n.NFTA_QUOTA_CONSUMED, stmt.used);
          w.be32(n.NFTA_QUOTA_FLAGS, stmt.over ? n.NFT_QUOTA_F_INV : 0);
        },
      };
    case "connlimit":
      return {
        name: "connlimit",
        write: (w) => {
          w.be32(n.NFTA_CONNLIMIT_COUNT, stmt.count);
          w.be32(n.NFTA_CONNLIMIT_FLAGS, stmt.over ? n.NFT_CONNLIMIT_F_INV : 0);
        },
      };
    case "last":
      return {
        name: "last",
        write: (w) => {
          w.be32(n.NFTA_LAST_SET, stmt.never ? 0 : 1);
          be64(w, n.NFTA_LAST_MSECS, stmt.ms);
        },
      };
    default:
      throw new NftError("not a stateful statement", stmt.loc);
  }
}
