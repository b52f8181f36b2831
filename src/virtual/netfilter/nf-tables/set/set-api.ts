/**
 * Requests about sets.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nf_tables_newset`, `nf_tables_delset`, `nf_tables_getset`, `nf_tables_dump_sets`).
 */

import { EBUSY, EEXIST, EINVAL, EMFILE, ENFILE, ENOENT, ENOMEM, EOPNOTSUPP } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import {
  MessageWriter,
  NLM_F_CREATE,
  NLM_F_EXCL,
  NLM_F_MULTI,
  NLM_F_REPLACE,
} from "../../../../netlink/message.ts";
import {
  NFT_MSG_DESTROYSET,
  NFT_MSG_NEWSET,
  NFTA_SET_EXPR,
  NFTA_SET_EXPRESSIONS,
  NFTA_SET_HANDLE,
  NFTA_SET_ID,
  NFTA_SET_NAME,
  NFTA_SET_TABLE,
  NFTA_SET_USERDATA,
} from "../../../../netlink/nf-tables.ts";
import { NftCtx } from "../context.ts";
import { be64 } from "../data.ts";
import { type NftRequest, notifyChange } from "../message.ts";
import { inOrder, type NftTable } from "../table/table.ts";
import { findTable, lookupTable } from "../table/table-api.ts";
import { NftSet, type SetDescription } from "./set.ts";
import { deleteSet } from "./set-delete.ts";
import { hasKind, parseSetDescription } from "./set-description.ts";
import { fillSet } from "./set-dump.ts";
import { parseSetExprs } from "./set-exprs.ts";

/** `__set%d` becomes the first such name that is free (`nf_tables_set_alloc_name`). */
function allocName(table: NftTable, pattern: string): string | number {
  const at = pattern.indexOf("%");
  if (at < 0) return table.sets.has(pattern) ? -ENFILE : pattern;
  if (pattern[at + 1] !== "d" || pattern.indexOf("%", at + 2) >= 0) return -EINVAL;
  for (let n = 0; ; n++) {
    const name = pattern.replace("%d", String(n));
    if (!table.sets.has(name)) return name;
  }
}

function isSame(set: NftSet, desc: SetDescription): boolean {
  const old = set.desc;
  return (
    old.keyType === desc.keyType &&
    old.keyLength === desc.keyLength &&
    old.dataType === desc.dataType &&
    old.dataLength === desc.dataLength &&
    old.flags === desc.flags
  );
}

/** Whether a set has expressions of the same kinds for its elements. A negative error where those of the request are wrong. */
function hasSameExprs(ctx: NftCtx, set: NftSet, tb: AttributeTable): boolean | number {
  const exprs = parseSetExprs(ctx, tb, NFTA_SET_EXPR, NFTA_SET_EXPRESSIONS);
  if (typeof exprs === "number") return exprs;
  const same = exprs.length === set.exprs.length && exprs.every((expr, i) => expr.type === set.exprs[i].type);
  for (const expr of exprs) expr.deactivate();
  return same;
}

/** `nf_tables_newset` */
export function newSet(request: NftRequest): number {
  const { tb, nft, family } = request;
  if (!tb.has(NFTA_SET_TABLE) || !tb.has(NFTA_SET_NAME) || !tb.has(NFTA_SET_ID)) return -EINVAL;
  const desc = parseSetDescription(request);
  if (typeof desc === "number") return desc;
  const table = lookupTable(request, NFTA_SET_TABLE);
  if (typeof table === "number") return table;
  const ctx = new NftCtx(nft, family, table, null, request);
  const present = table.sets.get(tb.string(NFTA_SET_NAME));
  if (present !== undefined) {
    if ((ctx.flags & NLM_F_EXCL) !== 0) return ctx.bad(-EEXIST, tb, NFTA_SET_NAME);
    if ((ctx.flags & NLM_F_REPLACE) !== 0 || present.anonymous) return -EOPNOTSUPP;
    const sameExprs = hasSameExprs(ctx, present, tb);
    if (typeof sameExprs === "number") return sameExprs;
    if (!sameExprs || !isSame(present, desc)) return ctx.bad(-EEXIST, tb, NFTA_SET_NAME);
    const { timeout } = present;
    present.timeout = desc.timeout;
    nft.transaction?.setIds.set(tb.be32(NFTA_SET_ID), present);
    ctx.change({
      undo: () => {
        present.timeout = timeout;
      },
      notify: notifyNew(ctx, present),
    });
    return 0;
  }
  if ((ctx.flags & NLM_F_CREATE) === 0) return -ENOENT;
  if (!hasKind(desc.flags)) return -EOPNOTSUPP;
  const name = allocName(table, tb.string(NFTA_SET_NAME));
  if (typeof name === "number") return name;
  if (table.use >= 0xffffffff) return -EMFILE;
  const set = new NftSet(table, name, table.nextHandle + 1, desc);
  if (!set.fits) return -ENOMEM;
  set.userdata = tb.payload(NFTA_SET_USERDATA)?.slice();
  const exprs = parseSetExprs(ctx, tb, NFTA_SET_EXPR, NFTA_SET_EXPRESSIONS);
  if (typeof exprs === "number") return exprs;
  set.exprs = exprs;
  table.drawHandle();
  table.sets.set(name, set);
  table.use++;
  nft.transaction?.setIds.set(tb.be32(NFTA_SET_ID), set);
  ctx.change({
    undo: () => {
      if (table.sets.get(name) !== set) return;
      table.sets.delete(name);
      table.use--;
    },
    notify: notifyNew(ctx, set),
  });
  return 0;
}

function notifyNew(ctx: NftCtx, set: NftSet) {
  const { nft } = ctx;
  return (portid: number, seq: number, flags: number): void =>
    notifyChange(nft, portid, flags, (writer) => fillSet(writer, nft, set, portid, seq, NFT_MSG_NEWSET, 0));
}

/** `nf_tables_delset` */
export function delSet(request: NftRequest): number {
  const { tb, nft, family, message } = request;
  const table = lookupTable(request, NFTA_SET_TABLE);
  if (typeof table === "number") return table;
  const ctx = new NftCtx(nft, family, table, null, request);
  const attr = tb.has(NFTA_SET_HANDLE) ? NFTA_SET_HANDLE : NFTA_SET_NAME;
  const handle = be64(tb, NFTA_SET_HANDLE);
  const set =
    attr === NFTA_SET_HANDLE
      ? [...table.sets.values()].find((each) => each.handle === handle)
      : table.sets.get(tb.string(NFTA_SET_NAME));
  if (set === undefined) return (message.type & 0xff) === NFT_MSG_DESTROYSET ? 0 : ctx.bad(-ENOENT, tb, attr);
  if (set.use > 0) return ctx.bad(-EBUSY, tb, attr);
  deleteSet(ctx, set);
  return 0;
}

const replyWriter = new MessageWriter(1024);

/** `nf_tables_getset` */
export function getSet(request: NftRequest): number {
  const { tb, nft, family, portid, message } = request;
  const table = findTable(request, NFTA_SET_TABLE);
  if (typeof table === "number") return table;
  const set = table.sets.get(tb.string(NFTA_SET_NAME));
  if (set === undefined) return new NftCtx(nft, family, table, null, request).bad(-ENOENT, tb, NFTA_SET_NAME);
  replyWriter.reset();
  fillSet(replyWriter, nft, set, portid, message.seq, NFT_MSG_NEWSET, 0);
  request.reply(replyWriter.message());
  return 0;
}

/** `nf_tables_dump_sets` */
export function dumpSets(request: NftRequest, writer: MessageWriter): number {
  const { nft, family, tb, portid, message } = request;
  if (tb.has(NFTA_SET_TABLE)) {
    const table = findTable(request, NFTA_SET_TABLE);
    if (typeof table === "number") return table;
  }
  for (const table of nft.tables) {
    if (family !== 0 && table.family !== family) continue;
    if (tb.has(NFTA_SET_TABLE) && tb.string(NFTA_SET_TABLE) !== table.name) continue;
    for (const set of inOrder(table.sets.values()))
      fillSet(writer, nft, set, portid, message.seq, NFT_MSG_NEWSET, NLM_F_MULTI);
  }
  return 0;
}
