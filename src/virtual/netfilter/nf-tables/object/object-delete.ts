/** Deleting objects, and their messages. Source: `net/netfilter/nf_tables_api.c` (`nft_delobj`, `nf_tables_fill_obj_info`). */
import { NLA_F_NESTED } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import {
  NFT_MSG_DELOBJ,
  NFTA_OBJ_DATA,
  NFTA_OBJ_HANDLE,
  NFTA_OBJ_NAME,
  NFTA_OBJ_TABLE,
  NFTA_OBJ_TYPE,
  NFTA_OBJ_USE,
  NFTA_OBJ_USERDATA,
} from "../../../../netlink/nf-tables.ts";
import type { NftCtx } from "../context.ts";
import { putBe64 } from "../data.ts";
import { beginMessage, notifyChange } from "../message.ts";
import type { NftNet } from "../table/table.ts";
import { type NftObject, objectKey } from "./object.ts";

/** One message about an object (`NFT_MSG_*`); `reset`: what it counts begins anew. */
export function fillObject(
  writer: MessageWriter,
  nft: NftNet,
  object: NftObject,
  portid: number,
  seq: number,
  type: number,
  flags: number,
  reset: boolean,
): void {
  beginMessage(writer, nft, type, object.table.family, portid, seq, flags);
  writer.string(NFTA_OBJ_TABLE, object.table.name);
  writer.string(NFTA_OBJ_NAME, object.name);
  writer.be32(NFTA_OBJ_TYPE, object.type.type);
  putBe64(writer, NFTA_OBJ_HANDLE, object.handle);
  if (type !== NFT_MSG_DELOBJ) {
    writer.be32(NFTA_OBJ_USE, object.use);
    const data = writer.nest(NFTA_OBJ_DATA | NLA_F_NESTED);
    object.state.dump(writer, reset);
    writer.endNest(data);
    if (object.userdata) writer.data(NFTA_OBJ_USERDATA, object.userdata);
  }
  writer.end();
}

/** Takes an object out of its table, as a step of the batch. */
export function deleteObject(ctx: NftCtx, object: NftObject): void {
  const { nft } = ctx;
  const { table } = object;
  const key = objectKey(object.type.type, object.name);
  table.objects.delete(key);
  table.use--;
  ctx.change({
    undo: () => {
      table.objects.set(key, object);
      table.use++;
    },
    commit: () => object.state.destroy?.(),
    notify: (portid, seq, flags) =>
      notifyChange(nft, portid, flags, (writer) =>
        fillObject(writer, nft, object, portid, seq, NFT_MSG_DELOBJ, 0, false),
      ),
  });
}
