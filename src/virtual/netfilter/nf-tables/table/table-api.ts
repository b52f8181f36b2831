/**
 * Requests about tables: new, delete (with all that is in them), get.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nf_tables_newtable`, `nf_tables_updtable`, `nf_tables_deltable`, `nft_flush_table`).
 */
import { EBUSY, EEXIST, EINVAL, ENOENT, EOPNOTSUPP, EPERM } from "../../../../errno.ts";
import {
  MessageWriter,
  NLM_F_EXCL,
  NLM_F_MULTI,
  NLM_F_NONREC,
  NLM_F_REPLACE,
} from "../../../../netlink/message.ts";
import {
  NFT_CHAIN_BINDING,
  NFT_MSG_DELTABLE,
  NFT_MSG_DESTROYTABLE,
  NFT_MSG_NEWTABLE,
  NFT_TABLE_F_DORMANT,
  NFT_TABLE_F_OWNER,
  NFTA_TABLE_FLAGS,
  NFTA_TABLE_HANDLE,
  NFTA_TABLE_NAME,
  NFTA_TABLE_USERDATA,
} from "../../../../netlink/nf-tables.ts";
import type { NftChain } from "../chain/chain.ts";
import { deleteChain, deleteRules } from "../chain/chain-delete.ts";
import { registerChain, unregisterChain } from "../chain/chain-register.ts";
import { badAttr, NftCtx } from "../context.ts";
import { be64 } from "../data.ts";
import { type NftRequest, notifyChange } from "../message.ts";
import { deleteObject } from "../object/object-delete.ts";
import { deleteSet } from "../set/set-delete.ts";
import { inOrder, NftTable } from "./table.ts";
import { fillTable } from "./table-dump.ts";

/** Families that have tables. */
const FAMILIES: ReadonlySet<number> = new Set([1, 2, 3, 5, 7, 10]);

/** Whether the table is another program's. */
const isOthers = (table: NftTable, portid: number): boolean => table.owner !== 0 && table.owner !== portid;

/** The table that a request names in attribute `type`, to be looked at. */
export function findTable(request: NftRequest, type: number): NftTable | number {
  const { tb, nft, family } = request;
  if (!tb.has(type)) return -EINVAL;
  const table = nft.table(family, tb.string(type));
  if (table === undefined) return badAttr(request.extack, -ENOENT, tb, type, request.message.start);
  return table;
}

/** As {@link findTable}, to be changed: only its owner may. */
export function lookupTable(request: NftRequest, type: number): NftTable | number {
  const table = findTable(request, type);
  if (typeof table === "number" || !isOthers(table, request.portid)) return table;
  return badAttr(request.extack, -EPERM, request.tb, type, request.message.start);
}

/** What tells listeners of a table; `type` is `NFT_MSG_*`. */
export function notifyTable(table: NftTable, nft: NftCtx["nft"], type: number) {
  return (portid: number, seq: number, flags: number): void =>
    notifyChange(nft, portid, flags, (writer) => fillTable(writer, nft, table, portid, seq, type, 0));
}

/** `nf_tables_newtable`. @returns 0 or a negative error */
export function newTable(request: NftRequest): number {
  const { tb, nft, family, message } = request;
  if (!tb.has(NFTA_TABLE_NAME)) return -EINVAL;
  const name = tb.string(NFTA_TABLE_NAME);
  const present = nft.table(family, name);
  const bad = (error: number, type: number): number =>
    badAttr(request.extack, error, tb, type, message.start);
  if (present !== undefined) {
    if (isOthers(present, request.portid)) return -EPERM;
    if ((message.flags & NLM_F_EXCL) !== 0) return bad(-EEXIST, NFTA_TABLE_NAME);
    if ((message.flags & NLM_F_REPLACE) !== 0) return -EOPNOTSUPP;
    return updateTable(new NftCtx(nft, family, present, null, request), request);
  }
  if (!FAMILIES.has(family)) return -EOPNOTSUPP;
  const flags = tb.be32(NFTA_TABLE_FLAGS);
  if ((flags & ~(NFT_TABLE_F_DORMANT | NFT_TABLE_F_OWNER)) !== 0) return -EOPNOTSUPP;
  const table = new NftTable(nft.net, family, name, ++nft.nextTableHandle);
  table.flags = flags;
  if ((flags & NFT_TABLE_F_OWNER) !== 0) table.owner = request.portid;
  table.userdata = tb.payload(NFTA_TABLE_USERDATA)?.slice();
  nft.tables.push(table);
  new NftCtx(nft, family, table, null, request).change({
    undo: () => {
      nft.tables = nft.tables.filter((other) => other !== table);
    },
    notify: notifyTable(table, nft, NFT_MSG_NEWTABLE),
  });
  return 0;
}

/** Chains of the table that hang in the packets' way or would. */
function baseChains(table: NftTable): NftChain[] {
  return [...table.chains.values()].filter((chain) => chain.base !== null);
}

function setDormant(table: NftTable, dormant: boolean): number {
  const done: NftChain[] = [];
  for (const chain of baseChains(table)) {
    if (dormant) unregisterChain(chain);
    else {
      const error = registerChain(chain);
      if (error < 0) {
        for (const other of done) unregisterChain(other);
        return error;
      }
    }
    done.push(chain);
  }
  return 0;
}

/** `nf_tables_updtable` */
function updateTable(ctx: NftCtx, request: NftRequest): number {
  const { tb } = request;
  const { table } = ctx;
  if (!tb.has(NFTA_TABLE_FLAGS)) return 0;
  const flags = tb.be32(NFTA_TABLE_FLAGS);
  if ((flags & ~(NFT_TABLE_F_DORMANT | NFT_TABLE_F_OWNER)) !== 0) return -EOPNOTSUPP;
  const before = table.flags;
  if (flags === before) return 0;
  // whose it is is said when it is made
  if (((flags ^ before) & NFT_TABLE_F_OWNER) !== 0) return -EOPNOTSUPP;
  table.flags = flags;
  const error = setDormant(table, table.dormant);
  if (error < 0) {
    table.flags = before;
    return error;
  }
  ctx.change({
    undo: () => {
      table.flags = before;
      setDormant(table, table.dormant);
    },
    notify: notifyTable(table, ctx.nft, NFT_MSG_NEWTABLE),
  });
  return 0;
}

/** `nf_tables_deltable` */
export function delTable(request: NftRequest): number {
  const { tb, nft, family, message } = request;
  if (family === 0 || (!tb.has(NFTA_TABLE_NAME) && !tb.has(NFTA_TABLE_HANDLE))) return flush(request);
  const attr = tb.has(NFTA_TABLE_HANDLE) ? NFTA_TABLE_HANDLE : NFTA_TABLE_NAME;
  const table =
    attr === NFTA_TABLE_HANDLE
      ? nft.tableByHandle(family, be64(tb, attr))
      : nft.table(family, tb.string(attr));
  if (table === undefined) {
    if ((message.type & 0xff) === NFT_MSG_DESTROYTABLE) return 0;
    return badAttr(request.extack, -ENOENT, tb, attr, message.start);
  }
  if (isOthers(table, request.portid)) return badAttr(request.extack, -EPERM, tb, attr, message.start);
  if ((message.flags & NLM_F_NONREC) !== 0 && table.use > 0) return -EBUSY;
  return flushTable(new NftCtx(nft, family, table, null, request));
}

/** All tables of a family or of all (`nft_flush`). */
function flush(request: NftRequest): number {
  const { nft, family, tb } = request;
  for (const table of [...nft.tables]) {
    if ((family !== 0 && table.family !== family) || isOthers(table, request.portid)) continue;
    if (tb.has(NFTA_TABLE_NAME) && tb.string(NFTA_TABLE_NAME) !== table.name) continue;
    const error = flushTable(new NftCtx(nft, table.family, table, null, request));
    if (error < 0) return error;
  }
  return 0;
}

/** `nft_flush_table` */
function flushTable(ctx: NftCtx): number {
  const { table } = ctx;
  for (const chain of inOrder(table.chains.values())) {
    // that of a rule goes with it
    if ((chain.flags & NFT_CHAIN_BINDING) !== 0) continue;
    ctx.chain = chain;
    deleteRules(ctx, chain);
  }
  ctx.chain = null;
  for (const set of [...table.sets.values()]) if (!set.anonymous) deleteSet(ctx, set);
  for (const object of [...table.objects.values()]) deleteObject(ctx, object);
  for (const chain of inOrder(table.chains.values())) deleteChain(ctx, chain);
  const { nft } = ctx;
  const before = nft.tables;
  nft.tables = before.filter((other) => other !== table);
  ctx.change({
    undo: () => {
      nft.tables = before;
    },
    notify: notifyTable(table, nft, NFT_MSG_DELTABLE),
  });
  return 0;
}

const replyWriter = new MessageWriter(4096);

/** `nf_tables_gettable` */
export function getTable(request: NftRequest): number {
  const table = findTable(request, NFTA_TABLE_NAME);
  if (typeof table === "number") return table;
  replyWriter.reset();
  fillTable(replyWriter, request.nft, table, request.portid, request.message.seq, NFT_MSG_NEWTABLE, 0);
  request.reply(replyWriter.message());
  return 0;
}

/** `nf_tables_dump_tables` */
export function dumpTables(request: NftRequest, writer: MessageWriter): number {
  const { nft, family, portid, message } = request;
  for (const table of nft.tables) {
    if (family !== 0 && table.family !== family) continue;
    fillTable(writer, nft, table, portid, message.seq, NFT_MSG_NEWTABLE, NLM_F_MULTI);
  }
  return 0;
}
