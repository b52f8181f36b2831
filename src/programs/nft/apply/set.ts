/** Sets and elements as messages of a batch. */
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import * as nft from "../../../netlink/nf-tables.ts";
import type { Stmt } from "../ast.ts";
import type { Command, SetSpec, TypeSpec } from "../command.ts";
import {
  elementsOf,
  endsOf,
  type KeyType,
  keyLength,
  keyTypeId,
  type NlElem,
  type SetInfo,
} from "../compile/set-data.ts";
import { statefulExpr } from "../compile/stateful.ts";
import { objectType } from "../compile/statement.ts";
import type { ByteOrder } from "../datatypes/index.ts";
import { needTable, noSet } from "../errors/not-found.ts";
import { INTERNAL, type Loc, NftError } from "../errors/source.ts";
import { evaluateElements } from "../evaluate/elements.ts";
import { INVALID } from "../evaluate/evaluator.ts";
import { be64, writeExpr, writeValue, writeVerdict } from "../netlink/nl.ts";
import {
  SET_ELEM_F_INTERVAL_OPEN,
  UDATA_COMMENT,
  UDATA_SET_COMMENT,
  UDATA_SET_DATA_INTERVAL,
  UDATA_SET_DATA_TYPEOF,
  UDATA_SET_DATABYTEORDER,
  UDATA_SET_ELEM_FLAGS,
  UDATA_SET_KEY_FIELDS,
  UDATA_SET_KEY_TYPEOF,
  UDATA_SET_KEYBYTEORDER,
  UDATA_SET_MERGE,
  UserData,
} from "../netlink/userdata.ts";
import type { Applying } from "./apply.ts";
import { pendingFlags } from "./pending.ts";

/** Elements that go into one message: an attribute's length has sixteen bits. */
const CHUNK_BYTES = 48_000;

function infoOf(cmd: Command, spec: SetSpec, key: TypeSpec): SetInfo {
  let data: SetInfo["data"];
  if (spec.object !== undefined) data = { object: spec.object };
  else if (spec.data !== undefined) data = spec.data;
  return {
    name: cmd.name ?? "",
    family: cmd.family,
    table: cmd.table ?? "",
    key,
    data,
    interval: spec.flags.has("interval"),
    concat: key.types.length > 1,
    autoMerge: spec.autoMerge,
    stmts: spec.stmts,
    dynamic: spec.flags.has("dynamic"),
  };
}

export function setFlags(info: SetInfo, anonymous: boolean): number {
  if (info.meter !== undefined)
    return nft.NFT_SET_ANONYMOUS | nft.NFT_SET_EVAL | (info.meter.timeout ? nft.NFT_SET_TIMEOUT : 0);
  let flags = anonymous ? nft.NFT_SET_ANONYMOUS | nft.NFT_SET_CONSTANT : 0;
  if (info.interval) flags |= nft.NFT_SET_INTERVAL | (info.concat ? nft.NFT_SET_CONCAT : 0);
  if (info.data !== undefined)
    flags |= typeof info.data === "object" && "object" in info.data ? nft.NFT_SET_OBJECT : nft.NFT_SET_MAP;
  return flags;
}

function writeExprs(w: MessageWriter, single: number, list: number, stmts: readonly Stmt[]): void {
  if (stmts.length === 1) writeExpr(w, single, statefulExpr(stmts[0]));
  else if (stmts.length > 1) {
    const nest = w.nest(list | NLA_F_NESTED);
    for (const stmt of stmts) writeExpr(w, nft.NFTA_LIST_ELEM, statefulExpr(stmt));
    w.endNest(nest);
  }
}

/** Parts of a concatenation must have a width of their own. */
function checkParts({ types, bits, locs }: TypeSpec, where: Loc): void {
  const open = bits.indexOf(0);
  if (open < 0) return;
  const loc = locs?.[open] ?? where;
  if (types[open] === INVALID) throw new NftError("specify either ip or ip6 for address matching", loc);
  const before = locs?.[0];
  throw new NftError(
    `can not use variable sized data types (${types[open].name}) in concat expressions`,
    loc,
    before === undefined ? undefined : { ...before, end: locs?.[locs.length - 1]?.end ?? loc.end },
  );
}

function checkKey(key: KeyType, kind: string, loc: Loc): void {
  if (key.bits.some((bits) => bits === 0))
    throw new NftError(
      `unqualified type ${key.types[0].name} specified in ${kind} definition. Try "typeof expression" instead of "type datatype".`,
      loc,
    );
}

/** The orders of bytes of keys and data, which the kernel keeps for whoever lists the set. */
export function byteOrders({ key, data }: SetInfo): UserData {
  const number = (order: ByteOrder): number => (order === "host" ? 1 : 2);
  const udata = new UserData().u32(UDATA_SET_KEYBYTEORDER, number(key.types[0].order));
  if (typeof data === "object" && "types" in data)
    udata.u32(UDATA_SET_DATABYTEORDER, number(data.types[0].order));
  if (typeof data === "object" && "types" in data && data.interval === true)
    udata.u32(UDATA_SET_DATA_INTERVAL, 1);
  if (key.fields !== undefined && key.types.some(({ bits }) => bits === 0))
    udata.fields(UDATA_SET_KEY_FIELDS, key.fields);
  return udata;
}

export function addSet(a: Applying, cmd: Command, flags: number): void {
  const { set: spec } = cmd;
  if (spec === undefined) return;
  needTable(a.sets.cache, cmd);
  const where = spec.loc;
  // others may name it, even where something is wrong with it
  const use = { filled: false };
  const named = { ...infoOf(cmd, spec, spec.key ?? { types: [INVALID], bits: [0] }), use };
  // a map is one by what its type says
  a.sets.add(spec.key === undefined ? { ...named, data: undefined } : named);
  if (spec.autoMerge && !spec.flags.has("interval"))
    throw new NftError("auto-merge only works with interval sets", where);
  const { key } = spec;
  const kindName = spec.data !== undefined || spec.object !== undefined ? "map" : "set";
  if (key === undefined) throw new NftError("set definition does not specify key", where);
  if (key.types.length > 1) checkParts(key, where);
  checkKey(key, kindName, where);
  const info = infoOf(cmd, spec, key);
  if (typeof info.data === "object" && "types" in info.data) checkKey(info.data, "map", where);
  if (spec.elements !== undefined) evaluateElements(a.ctx, a.sets, info, spec.elements, where);
  let kind = setFlags(info, false);
  if (spec.flags.has("constant")) kind |= nft.NFT_SET_CONSTANT;
  if (spec.flags.has("timeout") || spec.timeout !== undefined) kind |= nft.NFT_SET_TIMEOUT;
  if (spec.flags.has("dynamic")) kind |= nft.NFT_SET_EVAL;
  a.sets.pending.makeSet(cmd, info, pendingFlags(cmd, kind));
  const id = a.sets.nextId();
  const udata = byteOrders(info);
  if (spec.autoMerge) udata.u32(UDATA_SET_MERGE, 1);
  if (key.typeOf !== undefined) udata.text(UDATA_SET_KEY_TYPEOF, key.typeOf);
  if (typeof spec.data === "object" && spec.data.typeOf !== undefined)
    udata.text(UDATA_SET_DATA_TYPEOF, spec.data.typeOf);
  if (spec.comment !== undefined) udata.text(UDATA_SET_COMMENT, spec.comment);
  a.batch.add(cmd, nft.NFT_MSG_NEWSET, flags, cmd.family, (w, mark) => {
    mark(cmd.tableLoc);
    w.string(nft.NFTA_SET_TABLE, info.table);
    mark(cmd.nameLoc);
    w.string(nft.NFTA_SET_NAME, info.name);
    // what never changes needs no limit
    const all = use.filled ? kind | nft.NFT_SET_EVAL : kind;
    writeSetBody(w, info, all, id, spec.flags.has("constant") ? undefined : spec.size);
    if (spec.timeout !== undefined) be64(w, nft.NFTA_SET_TIMEOUT, spec.timeout);
    if (spec.gcInterval !== undefined) w.be32(nft.NFTA_SET_GC_INTERVAL, spec.gcInterval);
    if (spec.policy === "memory") w.be32(nft.NFTA_SET_POLICY, nft.NFT_SET_POL_MEMORY);
    w.data(nft.NFTA_SET_USERDATA, udata.encode());
    writeExprs(w, nft.NFTA_SET_EXPR, nft.NFTA_SET_EXPRESSIONS, spec.stmts);
  });
  // those of a set that is created are forgotten, as in Debian's nft
  if (spec.elements !== undefined && spec.elements.length > 0 && cmd.op === "add")
    writeElements(
      a,
      { ...cmd, obj: "element", loc: spec.loc, nameLoc: spec.loc },
      info,
      elementsOf(spec.elements, info, a.ctx),
      id,
      flags,
      nft.NFT_MSG_NEWSETELEM,
    );
}

export function writeSetBody(
  w: MessageWriter,
  info: SetInfo,
  flags: number,
  id: number,
  size: number | undefined,
): void {
  w.be32(nft.NFTA_SET_FLAGS, flags);
  w.be32(nft.NFTA_SET_KEY_TYPE, keyTypeId(info.key));
  w.be32(nft.NFTA_SET_KEY_LEN, keyLength(info.key));
  const { data } = info;
  if (data === "verdict") {
    w.be32(nft.NFTA_SET_DATA_TYPE, nft.NFT_DATA_VERDICT);
    w.be32(nft.NFTA_SET_DATA_LEN, 16);
  } else if (data !== undefined && "object" in data) w.be32(nft.NFTA_SET_OBJ_TYPE, objectType(data.object));
  else if (data !== undefined) {
    w.be32(nft.NFTA_SET_DATA_TYPE, keyTypeId(data));
    w.be32(nft.NFTA_SET_DATA_LEN, keyLength(data));
  }
  w.be32(nft.NFTA_SET_ID, id);
  const desc = w.nest(nft.NFTA_SET_DESC | NLA_F_NESTED);
  if (size !== undefined) w.be32(nft.NFTA_SET_DESC_SIZE, size);
  if (info.concat) {
    const concat = w.nest(nft.NFTA_SET_DESC_CONCAT | NLA_F_NESTED);
    for (const bits of info.key.bits) {
      const field = w.nest(nft.NFTA_LIST_ELEM | NLA_F_NESTED);
      w.be32(nft.NFTA_SET_FIELD_LEN, Math.ceil(bits / 8));
      w.endNest(field);
    }
    w.endNest(concat);
  }
  w.endNest(desc);
}

/** Messages with elements, as many as they need. */
export function writeElements(
  a: Applying,
  cmd: Command,
  info: SetInfo,
  elems: readonly NlElem[],
  id: number,
  flags: number,
  type: number,
): void {
  for (let at = 0; at < elems.length; ) {
    const start = at;
    let bytes = 0;
    while (at < elems.length && bytes < CHUNK_BYTES) bytes += 160 + 8 * (elems[at++].key?.length ?? 0);
    const part = elems.slice(start, at);
    a.batch.add(cmd, type, flags, cmd.family, (w, mark) => {
      if (id !== 0) mark(cmd.tableLoc);
      w.string(nft.NFTA_SET_ELEM_LIST_TABLE, info.table);
      mark(cmd.nameLoc);
      w.string(nft.NFTA_SET_ELEM_LIST_SET, info.name);
      if (id !== 0) w.be32(nft.NFTA_SET_ELEM_LIST_SET_ID, id);
      const list = w.nest(nft.NFTA_SET_ELEM_LIST_ELEMENTS | NLA_F_NESTED);
      for (const elem of part) {
        // what is before the first interval nobody wrote
        mark(elem === elems[0] && elem.end === true ? INTERNAL : (elem.elem?.keyLoc ?? elem.elem?.key.loc));
        writeElement(w, elem);
      }
      w.endNest(list);
    });
  }
}

function writeElement(w: MessageWriter, { key, keyEnd, end, open, elem, data }: NlElem): void {
  const nest = w.nest(nft.NFTA_LIST_ELEM | NLA_F_NESTED);
  const flags =
    (end === true ? nft.NFT_SET_ELEM_INTERVAL_END : 0) | (key === undefined ? nft.NFT_SET_ELEM_CATCHALL : 0);
  if (flags !== 0) w.be32(nft.NFTA_SET_ELEM_FLAGS, flags);
  if (elem?.timeout !== undefined) be64(w, nft.NFTA_SET_ELEM_TIMEOUT, elem.timeout);
  if (elem?.expires !== undefined) be64(w, nft.NFTA_SET_ELEM_EXPIRATION, elem.expires);
  if (key !== undefined) writeValue(w, nft.NFTA_SET_ELEM_KEY, key);
  if (keyEnd !== undefined) writeValue(w, nft.NFTA_SET_ELEM_KEY_END, keyEnd);
  if (data instanceof Uint8Array) writeValue(w, nft.NFTA_SET_ELEM_DATA, data);
  else if (data !== undefined && "object" in data) w.string(nft.NFTA_SET_ELEM_OBJREF, data.object);
  else if (data !== undefined) writeVerdict(w, nft.NFTA_SET_ELEM_DATA, data.code, data.chain);
  const udata = new UserData();
  if (elem?.comment !== undefined) udata.text(UDATA_COMMENT, elem.comment);
  if (open === true) udata.u32(UDATA_SET_ELEM_FLAGS, SET_ELEM_F_INTERVAL_OPEN);
  if (!udata.empty) w.data(nft.NFTA_SET_ELEM_USERDATA, udata.encode());
  writeExprs(w, nft.NFTA_SET_ELEM_EXPR, nft.NFTA_SET_ELEM_EXPRESSIONS, elem?.stmts ?? []);
  w.endNest(nest);
}

/** @throws NftError when the command names no set that is there */
export function requiredSet(a: Applying, cmd: Command): SetInfo {
  const info = a.sets.find(cmd.family, cmd.table ?? "", cmd.name ?? "");
  if (info !== undefined) return info;
  needTable(a.sets.cache, cmd);
  throw noSet(a.sets.places(), cmd.name ?? "", cmd.nameLoc ?? cmd.loc);
}

export function addElements(a: Applying, cmd: Command, flags: number): void {
  const info = requiredSet(a, cmd);
  // one that its text does not say the key of
  if (info.key.types[0] === INVALID && info.key.bits[0] === 0) return;
  evaluateElements(a.ctx, a.sets, info, cmd.elements ?? []);
  const elems = elementsOf(cmd.elements ?? [], info, a.ctx, false, a.sets.intervals(info));
  writeElements(a, cmd, info, elems, 0, flags, nft.NFT_MSG_NEWSETELEM);
}

/** Intervals are deleted as they are there, each once. Source: `src/intervals.c` (`set_delete`) of nftables 1.0.6. */
function checkDeleted(a: Applying, cmd: Command, info: SetInfo): void {
  if (!info.interval || info.concat || info.autoMerge === true) return;
  const there = [...a.sets.intervals(info)];
  for (const { key } of cmd.elements ?? []) {
    if (key.k === "any") continue;
    const [low, high] = endsOf(key, info, a.ctx);
    const at = there.findIndex((each) => each.low === low && each.high === high);
    if (at < 0) throw new NftError("element does not exist", key.loc);
    there.splice(at, 1);
  }
}

export function deleteElements(a: Applying, cmd: Command): void {
  const info = requiredSet(a, cmd);
  evaluateElements(a.ctx, a.sets, info, cmd.elements ?? []);
  checkDeleted(a, cmd, info);
  const elems = elementsOf(cmd.elements ?? [], info, a.ctx, true).map((each) => ({
    ...each,
    data: undefined,
    elem:
      each.elem === undefined
        ? undefined
        : { ...each.elem, stmts: [], comment: undefined, timeout: undefined, expires: undefined },
  }));
  writeElements(a, cmd, info, elems, 0, 0, nft.NFT_MSG_DELSETELEM);
}
