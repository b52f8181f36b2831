/**
 * Messages about sets and elements.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nf_tables_fill_set`, `nf_tables_fill_setelem`).
 */
import { NLA_F_NESTED } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import {
  NFT_MSG_DELSET,
  NFT_SET_ELEM_CATCHALL,
  NFT_SET_ELEM_INTERVAL_END,
  NFTA_LIST_ELEM,
  NFTA_SET_DATA_LEN,
  NFTA_SET_DATA_TYPE,
  NFTA_SET_DESC,
  NFTA_SET_DESC_CONCAT,
  NFTA_SET_DESC_SIZE,
  NFTA_SET_ELEM_DATA,
  NFTA_SET_ELEM_EXPIRATION,
  NFTA_SET_ELEM_EXPR,
  NFTA_SET_ELEM_EXPRESSIONS,
  NFTA_SET_ELEM_FLAGS,
  NFTA_SET_ELEM_KEY,
  NFTA_SET_ELEM_KEY_END,
  NFTA_SET_ELEM_LIST_ELEMENTS,
  NFTA_SET_ELEM_LIST_SET,
  NFTA_SET_ELEM_LIST_TABLE,
  NFTA_SET_ELEM_OBJREF,
  NFTA_SET_ELEM_TIMEOUT,
  NFTA_SET_ELEM_USERDATA,
  NFTA_SET_EXPR,
  NFTA_SET_EXPRESSIONS,
  NFTA_SET_FIELD_LEN,
  NFTA_SET_FLAGS,
  NFTA_SET_GC_INTERVAL,
  NFTA_SET_HANDLE,
  NFTA_SET_KEY_LEN,
  NFTA_SET_KEY_TYPE,
  NFTA_SET_NAME,
  NFTA_SET_OBJ_TYPE,
  NFTA_SET_POLICY,
  NFTA_SET_TABLE,
  NFTA_SET_TIMEOUT,
  NFTA_SET_USERDATA,
} from "../../../../netlink/nf-tables.ts";
import { dumpData, putBe64, valueData } from "../data.ts";
import type { NftExpr } from "../expr.ts";
import { beginMessage } from "../message.ts";
import { fillExpr } from "../rule/rule-dump.ts";
import type { NftNet } from "../table/table.ts";
import type { NftSet, NftSetElem } from "./set.ts";

const MS = 1e6;

/** One expression by itself, several as a list. */
function fillExprs(
  writer: MessageWriter,
  single: number,
  list: number,
  exprs: readonly NftExpr[],
  reset: boolean,
): void {
  if (exprs.length === 1) fillExpr(writer, single, exprs[0], reset);
  else if (exprs.length > 1) {
    const nest = writer.nest(list | NLA_F_NESTED);
    for (const expr of exprs) fillExpr(writer, NFTA_LIST_ELEM, expr, reset);
    writer.endNest(nest);
  }
}

/** One message about a set, without its elements; `type` is `NFT_MSG_*`, `flags` are `NLM_F_*`. */
export function fillSet(
  writer: MessageWriter,
  nft: NftNet,
  set: NftSet,
  portid: number,
  seq: number,
  type: number,
  flags: number,
): void {
  const { desc } = set;
  beginMessage(writer, nft, type, set.table.family, portid, seq, flags);
  writer.string(NFTA_SET_TABLE, set.table.name);
  writer.string(NFTA_SET_NAME, set.name);
  putBe64(writer, NFTA_SET_HANDLE, set.handle);
  if (type === NFT_MSG_DELSET) {
    writer.end();
    return;
  }
  if (set.flags !== 0) writer.be32(NFTA_SET_FLAGS, set.flags);
  writer.be32(NFTA_SET_KEY_TYPE, desc.keyType);
  writer.be32(NFTA_SET_KEY_LEN, desc.keyLength);
  if (set.isMap) {
    writer.be32(NFTA_SET_DATA_TYPE, desc.dataType);
    writer.be32(NFTA_SET_DATA_LEN, desc.dataLength);
  }
  if (set.isObjectMap) writer.be32(NFTA_SET_OBJ_TYPE, desc.objectType);
  if (set.timeout !== 0) putBe64(writer, NFTA_SET_TIMEOUT, Math.floor(set.timeout / MS));
  if (desc.gcInterval !== 0) writer.be32(NFTA_SET_GC_INTERVAL, desc.gcInterval);
  if (desc.policy !== 0) writer.be32(NFTA_SET_POLICY, desc.policy);
  if (set.userdata) writer.data(NFTA_SET_USERDATA, set.userdata);
  fillDescription(writer, set);
  fillExprs(writer, NFTA_SET_EXPR, NFTA_SET_EXPRESSIONS, set.exprs, false);
  writer.end();
}

function fillDescription(writer: MessageWriter, set: NftSet): void {
  const nest = writer.nest(NFTA_SET_DESC | NLA_F_NESTED);
  if (set.shownSize !== 0) writer.be32(NFTA_SET_DESC_SIZE, set.shownSize);
  const { fields } = set.desc;
  if (fields.length > 1) {
    const concat = writer.nest(NFTA_SET_DESC_CONCAT | NLA_F_NESTED);
    for (const length of fields) {
      const field = writer.nest(NFTA_LIST_ELEM | NLA_F_NESTED);
      writer.be32(NFTA_SET_FIELD_LEN, length);
      writer.endNest(field);
    }
    writer.endNest(concat);
  }
  writer.endNest(nest);
}

/** `nf_tables_fill_setelem` */
export function fillElement(writer: MessageWriter, set: NftSet, elem: NftSetElem, reset: boolean): void {
  const nest = writer.nest(NFTA_LIST_ELEM | NLA_F_NESTED);
  const { keyLength } = set.desc;
  const key = (words: Int32Array) => valueData(new Uint8Array(words.buffer, words.byteOffset, keyLength));
  if (!elem.catchall) dumpData(writer, NFTA_SET_ELEM_KEY, key(elem.key));
  if (elem.keyEnd !== null) dumpData(writer, NFTA_SET_ELEM_KEY_END, key(elem.keyEnd));
  if (elem.data !== null) dumpData(writer, NFTA_SET_ELEM_DATA, elem.data);
  fillExprs(writer, NFTA_SET_ELEM_EXPR, NFTA_SET_ELEM_EXPRESSIONS, elem.exprs, reset);
  if (elem.object !== null) writer.string(NFTA_SET_ELEM_OBJREF, elem.object.name);
  const flags = (elem.end ? NFT_SET_ELEM_INTERVAL_END : 0) | (elem.catchall ? NFT_SET_ELEM_CATCHALL : 0);
  if (flags !== 0) writer.be32(NFTA_SET_ELEM_FLAGS, flags);
  if (elem.expires !== 0) {
    if (elem.timeout !== set.timeout) putBe64(writer, NFTA_SET_ELEM_TIMEOUT, Math.floor(elem.timeout / MS));
    putBe64(writer, NFTA_SET_ELEM_EXPIRATION, Math.max(0, Math.floor((elem.expires - set.now()) / MS)));
  }
  if (elem.userdata) writer.data(NFTA_SET_ELEM_USERDATA, elem.userdata);
  writer.endNest(nest);
}

/** How much of one message elements may fill: an attribute's length has sixteen bits. */
const ELEMENTS_MAX = 30_000;

/** Elements of a set, in as many messages as they need. */
export function fillElements(
  writer: MessageWriter,
  nft: NftNet,
  set: NftSet,
  elems: Iterable<NftSetElem>,
  portid: number,
  seq: number,
  type: number,
  flags: number,
  reset: boolean,
): void {
  let list = -1;
  const open = (): void => {
    beginMessage(writer, nft, type, set.table.family, portid, seq, flags);
    writer.string(NFTA_SET_ELEM_LIST_TABLE, set.table.name);
    writer.string(NFTA_SET_ELEM_LIST_SET, set.name);
    list = writer.nest(NFTA_SET_ELEM_LIST_ELEMENTS | NLA_F_NESTED);
  };
  const close = (): void => {
    writer.endNest(list);
    writer.end();
  };
  open();
  for (const elem of elems) {
    if (writer.length - list > ELEMENTS_MAX) {
      close();
      open();
    }
    fillElement(writer, set, elem, reset);
  }
  close();
}
