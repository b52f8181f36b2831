/**
 * Requests about stateful objects.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nf_tables_newobj`, `nf_tables_delobj`, `nf_tables_getobj`, `nf_tables_dump_obj`).
 */
import { EBUSY, EEXIST, EINVAL, EMFILE, ENOENT, EOPNOTSUPP } from "../../../../errno.ts";
import { AttributeTable } from "../../../../netlink/attribute.ts";
import { MessageWriter, NLM_F_EXCL, NLM_F_MULTI, NLM_F_REPLACE } from "../../../../netlink/message.ts";
import {
  NFT_MSG_DESTROYOBJ,
  NFT_MSG_GETOBJ_RESET,
  NFT_MSG_NEWOBJ,
  NFTA_OBJ_DATA,
  NFTA_OBJ_HANDLE,
  NFTA_OBJ_NAME,
  NFTA_OBJ_TABLE,
  NFTA_OBJ_TYPE,
  NFTA_OBJ_USERDATA,
} from "../../../../netlink/nf-tables.ts";
import { NftCtx } from "../context.ts";
import { be64 } from "../data.ts";
import { type NftRequest, notifyChange } from "../message.ts";
import { inOrder, type NftTable } from "../table/table.ts";
import { findTable, lookupTable } from "../table/table-api.ts";
import { findObjectType, NftObject, objectKey } from "./object.ts";
import { deleteObject, fillObject } from "./object-delete.ts";

/** The object of a request; -ENOENT with the place of the name. */
function lookup(ctx: NftCtx, { tb }: NftRequest, table: NftTable): NftObject | number {
  const type = tb.be32(NFTA_OBJ_TYPE);
  if (tb.has(NFTA_OBJ_HANDLE)) {
    const handle = be64(tb, NFTA_OBJ_HANDLE);
    for (const object of table.objects.values())
      if (object.handle === handle && object.type.type === type) return object;
    return ctx.bad(-ENOENT, tb, NFTA_OBJ_HANDLE);
  }
  return table.objects.get(objectKey(type, tb.string(NFTA_OBJ_NAME))) ?? ctx.bad(-ENOENT, tb, NFTA_OBJ_NAME);
}

/** `nf_tables_newobj` */
export function newObject(request: NftRequest): number {
  const { tb, nft, family } = request;
  if (!tb.has(NFTA_OBJ_TYPE) || !tb.has(NFTA_OBJ_NAME) || !tb.has(NFTA_OBJ_DATA)) return -EINVAL;
  const table = lookupTable(request, NFTA_OBJ_TABLE);
  if (typeof table === "number") return table;
  const ctx = new NftCtx(nft, family, table, null, request);
  const type = findObjectType(tb.be32(NFTA_OBJ_TYPE));
  const name = tb.string(NFTA_OBJ_NAME);
  const present = table.objects.get(objectKey(tb.be32(NFTA_OBJ_TYPE), name));
  if (present !== undefined) {
    if ((ctx.flags & NLM_F_EXCL) !== 0) return ctx.bad(-EEXIST, tb, NFTA_OBJ_NAME);
    if ((ctx.flags & NLM_F_REPLACE) !== 0) return -EOPNOTSUPP;
  }
  if (type === undefined) return -ENOENT;
  const data = new AttributeTable(type.maximum).parseNested(tb, NFTA_OBJ_DATA);
  const state = type.init(ctx, data);
  if (typeof state === "number") return state;
  if (present !== undefined) return updateObject(ctx, present, state);
  if (table.use >= 0xffffffff) return -EMFILE;
  const object = new NftObject(table, name, table.drawHandle(), type, state);
  object.userdata = tb.payload(NFTA_OBJ_USERDATA)?.slice();
  const key = objectKey(type.type, name);
  table.objects.set(key, object);
  table.use++;
  ctx.change({
    undo: () => {
      table.objects.delete(key);
      table.use--;
      state.destroy?.();
    },
    notify: notifyNew(ctx, object),
  });
  return 0;
}

function notifyNew(ctx: NftCtx, object: NftObject) {
  const { nft } = ctx;
  return (portid: number, seq: number, flags: number): void =>
    notifyChange(nft, portid, flags, (writer) =>
      fillObject(writer, nft, object, portid, seq, NFT_MSG_NEWOBJ, 0, false),
    );
}

/** A second request for an object that is there: only some kinds take it over, when the batch is through (`nf_tables_updobj`). */
function updateObject(ctx: NftCtx, object: NftObject, state: NftObject["state"]): number {
  ctx.change({
    undo: () => state.destroy?.(),
    commit: () => {
      object.state.update?.(state);
      state.destroy?.();
    },
    notify: notifyNew(ctx, object),
  });
  return 0;
}

/** `nf_tables_delobj` */
export function delObject(request: NftRequest): number {
  const { tb, nft, family, message } = request;
  if (!tb.has(NFTA_OBJ_TYPE) || (!tb.has(NFTA_OBJ_NAME) && !tb.has(NFTA_OBJ_HANDLE))) return -EINVAL;
  const table = lookupTable(request, NFTA_OBJ_TABLE);
  if (typeof table === "number") return table;
  const ctx = new NftCtx(nft, family, table, null, request);
  const object = lookup(ctx, request, table);
  if (typeof object === "number") {
    if (object !== -ENOENT || (message.type & 0xff) !== NFT_MSG_DESTROYOBJ) return object;
    ctx.extack.clear();
    return 0;
  }
  if (object.use > 0) return ctx.bad(-EBUSY, tb, tb.has(NFTA_OBJ_HANDLE) ? NFTA_OBJ_HANDLE : NFTA_OBJ_NAME);
  deleteObject(ctx, object);
  return 0;
}

const replyWriter = new MessageWriter(1024);

/** `nf_tables_getobj` */
export function getObject(request: NftRequest): number {
  const { tb, nft, family, portid, message } = request;
  if (!tb.has(NFTA_OBJ_NAME) || !tb.has(NFTA_OBJ_TYPE)) return -EINVAL;
  const table = findTable(request, NFTA_OBJ_TABLE);
  if (typeof table === "number") return table;
  const object = lookup(new NftCtx(nft, family, table, null, request), request, table);
  if (typeof object === "number") return object;
  const reset = (message.type & 0xff) === NFT_MSG_GETOBJ_RESET;
  replyWriter.reset();
  fillObject(replyWriter, nft, object, portid, message.seq, NFT_MSG_NEWOBJ, 0, reset);
  request.reply(replyWriter.message());
  return 0;
}

/** `nf_tables_dump_obj` */
export function dumpObjects(request: NftRequest, writer: MessageWriter): number {
  const { nft, family, tb, portid, message } = request;
  const reset = (message.type & 0xff) === NFT_MSG_GETOBJ_RESET;
  const type = tb.be32(NFTA_OBJ_TYPE);
  for (const table of nft.tables) {
    if (family !== 0 && table.family !== family) continue;
    if (tb.has(NFTA_OBJ_TABLE) && tb.string(NFTA_OBJ_TABLE) !== table.name) continue;
    for (const object of inOrder(table.objects.values())) {
      if (type !== 0 && object.type.type !== type) continue;
      fillObject(writer, nft, object, portid, message.seq, NFT_MSG_NEWOBJ, NLM_F_MULTI, reset);
    }
  }
  return 0;
}
