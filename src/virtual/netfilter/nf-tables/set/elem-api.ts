/**
 * Requests about elements of sets.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nf_tables_newsetelem`, `nf_tables_delsetelem`, `nf_tables_getsetelem`).
 */
import { EBUSY, EEXIST, EINVAL, EMFILE, ENFILE, ENOENT, EOPNOTSUPP } from "../../../../errno.ts";
import { type AttributeCursor, NLA_HDRLEN } from "../../../../netlink/attribute.ts";
import { MessageWriter, NLM_F_EXCL, NLM_F_MULTI } from "../../../../netlink/message.ts";
import {
  NFT_MSG_DELSETELEM,
  NFT_MSG_DESTROYSETELEM,
  NFT_MSG_GETSETELEM_RESET,
  NFT_MSG_NEWSETELEM,
  NFT_SET_ANONYMOUS,
  NFT_SET_CONSTANT,
  NFTA_SET_ELEM_LIST_ELEMENTS,
  NFTA_SET_ELEM_LIST_SET,
  NFTA_SET_ELEM_LIST_SET_ID,
  NFTA_SET_ELEM_LIST_TABLE,
} from "../../../../netlink/nf-tables.ts";
import { NftCtx } from "../context.ts";
import { type NftRequest, notifyChange } from "../message.ts";
import { findTable, lookupTable } from "../table/table-api.ts";
import { validateChanged } from "../validate.ts";
import { elementTable, parseElement, parseElementKey } from "./elem-parse.ts";
import type { NftSet, NftSetElem } from "./set.ts";
import { lookupSet } from "./set-binding.ts";
import { fillElements } from "./set-dump.ts";

interface Elements {
  readonly ctx: NftCtx;
  readonly set: NftSet;
}

/** @param find who may ask: everybody, or only the table's owner */
function requested(request: NftRequest, find = lookupTable): Elements | number {
  const { tb, nft, family } = request;
  const table = find(request, NFTA_SET_ELEM_LIST_TABLE);
  if (typeof table === "number") return table;
  const ctx = new NftCtx(nft, family, table, null, request);
  const set = lookupSet(ctx, tb, NFTA_SET_ELEM_LIST_SET, NFTA_SET_ELEM_LIST_SET_ID);
  if (typeof set === "number") return ctx.bad(set, tb, NFTA_SET_ELEM_LIST_SET);
  return { ctx, set };
}

/** Whether a rule relies on the set as it is. */
function fixed(set: NftSet): boolean {
  return set.use > 0 && (set.flags & (NFT_SET_CONSTANT | NFT_SET_ANONYMOUS)) !== 0;
}

/** Each element of the request, until one fails; an error's place is the element. */
function forEach(
  ctx: NftCtx,
  cursor: AttributeCursor,
  handle: (bytes: Uint8Array, start: number, end: number) => number,
): number {
  while (cursor.next()) {
    const error = handle(cursor.bytes, cursor.start, cursor.start + cursor.length);
    if (error < 0) {
      ctx.extack.offset = cursor.start - NLA_HDRLEN - ctx.origin;
      return error;
    }
  }
  return 0;
}

/** `nf_tables_newsetelem` */
export function newElements(request: NftRequest): number {
  const { tb } = request;
  if (!tb.has(NFTA_SET_ELEM_LIST_ELEMENTS)) return -EINVAL;
  const found = requested(request);
  if (typeof found === "number") return found;
  const { ctx, set } = found;
  if (fixed(set)) return -EBUSY;
  const error = forEach(ctx, tb.cursor(NFTA_SET_ELEM_LIST_ELEMENTS), (bytes, start, end) => {
    const elem = parseElement(ctx, set, elementTable(bytes, start, end));
    return typeof elem === "number" ? elem : addElement(ctx, set, elem);
  });
  if (error < 0) return error;
  return validateChanged(ctx);
}

function sameData(a: NftSetElem, b: NftSetElem): boolean {
  if (a.object !== b.object) return false;
  if (a.data === null || b.data === null) return a.data === b.data;
  return (
    a.data.code === b.data.code &&
    a.data.chain === b.data.chain &&
    a.data.words.length === b.data.words.length &&
    a.data.words.every((word, i) => word === b.data?.words[i])
  );
}

function addElement(ctx: NftCtx, set: NftSet, elem: NftSetElem): number {
  if (!elem.catchall && set.backend.size >= set.limit && set.find(elem) === undefined) return -ENFILE;
  const present = set.add(elem);
  if (present !== undefined) {
    if (!sameData(present, elem)) return -EEXIST;
    if ((ctx.flags & NLM_F_EXCL) !== 0) return -EEXIST;
    return refresh(ctx, set, present, elem);
  }
  if (elem.data?.chain != null && elem.data.chain.use >= 0xffffffff) return -EMFILE;
  elem.hold();
  ctx.change({
    undo: () => {
      set.remove(elem);
      // a set without name went with its rule before
      if (set.elementsHeld) elem.release();
    },
    notify: notifyElement(ctx, set, elem, NFT_MSG_NEWSETELEM),
  });
  return 0;
}

/** An element that is there may get another time-out. */
function refresh(ctx: NftCtx, set: NftSet, present: NftSetElem, elem: NftSetElem): number {
  if (present.expires === 0 || elem.expires === 0) return 0;
  const { timeout, expires } = present;
  present.timeout = elem.timeout;
  present.expires = elem.expires;
  ctx.change({
    undo: () => {
      present.timeout = timeout;
      present.expires = expires;
    },
    notify: notifyElement(ctx, set, present, NFT_MSG_NEWSETELEM),
  });
  return 0;
}

function notifyElement(ctx: NftCtx, set: NftSet, elem: NftSetElem, type: number) {
  const { nft } = ctx;
  return (portid: number, seq: number, flags: number): void =>
    notifyChange(nft, portid, flags, (writer) =>
      fillElements(writer, nft, set, [elem], portid, seq, type, 0, false),
    );
}

function removeElement(ctx: NftCtx, set: NftSet, elem: NftSetElem): void {
  set.remove(elem);
  elem.release();
  ctx.change({
    undo: () => {
      set.add(elem);
      elem.hold();
    },
    notify: notifyElement(ctx, set, elem, NFT_MSG_DELSETELEM),
  });
}

/** `nf_tables_delsetelem` */
export function delElements(request: NftRequest): number {
  const { tb, message } = request;
  const found = requested(request);
  if (typeof found === "number") return found;
  const { ctx, set } = found;
  if (set.anonymous) return -EOPNOTSUPP;
  if (fixed(set)) return -EBUSY;
  if (!tb.has(NFTA_SET_ELEM_LIST_ELEMENTS)) {
    for (const elem of [...set.elements()]) removeElement(ctx, set, elem);
    return 0;
  }
  const destroy = (message.type & 0xff) === NFT_MSG_DESTROYSETELEM;
  return forEach(ctx, tb.cursor(NFTA_SET_ELEM_LIST_ELEMENTS), (bytes, start, end) => {
    const key = parseElementKey(ctx, set, elementTable(bytes, start, end));
    if (typeof key === "number") return key;
    const elem = set.find(key);
    if (elem === undefined) return destroy ? 0 : -ENOENT;
    removeElement(ctx, set, elem);
    return 0;
  });
}

const replyWriter = new MessageWriter(2048);

/** `nf_tables_getsetelem`: those asked for, one message each. */
export function getElements(request: NftRequest): number {
  const { tb, nft, portid, message } = request;
  const found = requested(request, findTable);
  if (typeof found === "number") return found;
  const { ctx, set } = found;
  if (!tb.has(NFTA_SET_ELEM_LIST_ELEMENTS)) return -EINVAL;
  const reset = (message.type & 0xff) === NFT_MSG_GETSETELEM_RESET;
  return forEach(ctx, tb.cursor(NFTA_SET_ELEM_LIST_ELEMENTS), (bytes, start, end) => {
    const key = parseElementKey(ctx, set, elementTable(bytes, start, end));
    if (typeof key === "number") return key;
    const elem = set.find(key) ?? covering(set, key);
    if (elem === undefined) return -ENOENT;
    replyWriter.reset();
    fillElements(replyWriter, nft, set, [elem], portid, message.seq, NFT_MSG_NEWSETELEM, 0, reset);
    request.reply(replyWriter.message());
    return 0;
  });
}

/** In sets of intervals: the beginning or the end of the one that a key is in (`nft_rbtree_get`). */
function covering(set: NftSet, key: NftSetElem): NftSetElem | undefined {
  if (!key.end) return set.backend.lookup(key.key, 0) ?? undefined;
  const sorted = [...set.backend.all()];
  const start = set.backend.lookup(key.key, 0);
  const next = start === null ? undefined : sorted[sorted.indexOf(start) + 1];
  return next?.end ? next : undefined;
}

/** `nf_tables_dump_set` */
export function dumpElements(request: NftRequest, writer: MessageWriter): number {
  const { nft, portid, message } = request;
  const found = requested(request, findTable);
  if (typeof found === "number") return found;
  const { set } = found;
  const reset = (message.type & 0xff) === NFT_MSG_GETSETELEM_RESET;
  const now = set.now();
  const alive = [...set.elements()].filter((elem) => !elem.expired(now));
  fillElements(writer, nft, set, alive, portid, message.seq, NFT_MSG_NEWSETELEM, NLM_F_MULTI, reset);
  return 0;
}
