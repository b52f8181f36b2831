/** Deleting sets. Source: `net/netfilter/nf_tables_api.c` (`nft_delset`). */
import { NFT_MSG_DELSET } from "../../../../netlink/nf-tables.ts";
import type { NftCtx } from "../context.ts";
import { notifyChange } from "../message.ts";
import type { NftSet } from "./set.ts";
import { fillSet } from "./set-dump.ts";

/** Takes a set out of its table, as a step of the batch; its elements let go of the chains they lead to. */
export function deleteSet(ctx: NftCtx, set: NftSet): void {
  const { nft } = ctx;
  const { table } = set;
  table.sets.delete(set.name);
  table.use--;
  set.releaseElements();
  ctx.change({
    undo: () => {
      table.sets.set(set.name, set);
      table.use++;
      set.holdElements();
    },
    notify: (portid, seq, flags) =>
      notifyChange(nft, portid, flags, (writer) => fillSet(writer, nft, set, portid, seq, NFT_MSG_DELSET, 0)),
  });
}
