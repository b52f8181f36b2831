/** Commands that change something, as messages of a batch. Source: `src/mnl.c`, `src/rule.c` of nftables 1.0.6. */
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../../netlink/message.ts";
import * as nft from "../../../netlink/nf-tables.ts";
import type { Command } from "../command.ts";
import type { Block } from "../compile/compiler.ts";
import { compileRule } from "../compile/rule.ts";
import type { SetInfo } from "../compile/set-data.ts";
import { statefulExpr } from "../compile/stateful.ts";
import { objectType } from "../compile/statement.ts";
import type { NftContext } from "../context.ts";
import { needChain, needTable } from "../errors/not-found.ts";
import { type Loc, NftError, NOWHERE } from "../errors/source.ts";
import type { Batch } from "../netlink/client.ts";
import { be64, type NlExpr, writeExpr } from "../netlink/nl.ts";
import { UDATA_COMMENT, UDATA_RULE_COMMENT, UserData } from "../netlink/userdata.ts";
import { addChain, renameChain } from "./chain.ts";
import { addFlowtable } from "./flowtable.ts";
import { addElements, addSet, deleteElements, requiredSet } from "./set.ts";
import type { SetStore } from "./set-store.ts";

export interface Applying {
  /** Whether rules are looked up by their places, those of the batch, too (`NFT_CACHE_UPDATE`). */
  readonly placed: boolean;
  readonly ctx: NftContext;
  readonly batch: Batch;
  readonly sets: SetStore;
}

function createFlags(op: Command["op"]): number {
  return op === "create" ? NLM_F_CREATE | NLM_F_EXCL : NLM_F_CREATE;
}

/** Longest name of anything, with the zero behind it. */
const NAME_MAX = 256;

export function checkName(name: string | undefined, loc: Loc | undefined): void {
  if (name !== undefined && name.length >= NAME_MAX)
    throw new NftError(`name too long, ${NAME_MAX} characters maximum allowed`, loc ?? NOWHERE);
}

export function applyCommand(a: Applying, cmd: Command): void {
  a.sets.current = cmd;
  // names in braces are left to the kernel
  if (cmd.inside !== true) {
    checkName(cmd.table, cmd.tableLoc);
    checkName(cmd.name, cmd.nameLoc);
  }
  switch (cmd.op) {
    case "add":
    case "create":
    case "insert":
    case "replace":
      return applyAdd(a, cmd);
    case "delete":
      return applyDelete(a, cmd);
    case "flush":
      return applyFlush(a, cmd);
    case "rename":
      return renameChain(a, cmd);
    default:
  }
}

function applyAdd(a: Applying, cmd: Command): void {
  switch (cmd.obj) {
    case "table":
      return addTable(a, cmd);
    case "chain":
      return addChain(a, cmd, createFlags(cmd.op));
    case "rule":
      return addRule(a, cmd);
    case "set":
    case "map":
      return addSet(a, cmd, createFlags(cmd.op));
    case "element":
      return addElements(a, cmd, createFlags(cmd.op));
    case "flowtable":
      return addFlowtable(a, cmd, createFlags(cmd.op));
    default:
      return addObject(a, cmd);
  }
}

function addTable({ batch, sets }: Applying, cmd: Command): void {
  sets.tableMade(cmd);
  batch.add(cmd, nft.NFT_MSG_NEWTABLE, createFlags(cmd.op), cmd.family, (w, mark) => {
    mark(cmd.tableLoc);
    w.string(nft.NFTA_TABLE_NAME, cmd.table ?? "");
    w.be32(nft.NFTA_TABLE_FLAGS, cmd.tableFlags ?? 0);
    if (cmd.comment !== undefined)
      w.data(nft.NFTA_TABLE_USERDATA, new UserData().text(UDATA_COMMENT, cmd.comment).encode());
  });
}

function addRule(a: Applying, cmd: Command): void {
  const { ctx, batch, sets, placed } = a;
  const compiled = compileRule(ctx, cmd.family, cmd.table ?? "", cmd.rule?.stmts ?? [], sets);
  if (placed) needPlace(sets, cmd);
  for (const set of compiled.sets) sets.addAnonymous(a, cmd, set);
  for (const block of compiled.blocks) addBlock(a, cmd, block);
  let flags = NLM_F_CREATE;
  if (cmd.op === "add") flags |= NLM_F_APPEND;
  if (cmd.op === "replace") flags = NLM_F_REPLACE;
  const beside = cmd.index === undefined ? { handle: cmd.position } : sets.ruleAt(cmd);
  const id = sets.ruleMade(cmd, beside);
  batch.add(cmd, nft.NFT_MSG_NEWRULE, flags, cmd.family, (w, mark) => {
    mark(cmd.tableLoc);
    w.string(nft.NFTA_RULE_TABLE, cmd.table ?? "");
    mark(cmd.nameLoc);
    w.string(nft.NFTA_RULE_CHAIN, cmd.name ?? "");
    if (cmd.handle !== undefined) {
      mark(cmd.handleLoc);
      be64(w, nft.NFTA_RULE_HANDLE, cmd.handle);
    }
    if (beside.handle !== undefined) {
      mark(cmd.handleLoc ?? cmd.loc);
      be64(w, nft.NFTA_RULE_POSITION, beside.handle);
    }
    if (beside.id !== undefined) w.be32(nft.NFTA_RULE_POSITION_ID, beside.id);
    if (placed) w.be32(nft.NFTA_RULE_ID, id);
    writeExpressions(w, mark, compiled.exprs);
    if (cmd.rule?.comment !== undefined)
      w.data(nft.NFTA_RULE_USERDATA, new UserData().text(UDATA_RULE_COMMENT, cmd.rule.comment).encode());
  });
}

/** @throws NftError when the chain is not there, or the rule that is named */
function needPlace(sets: SetStore, cmd: Command): void {
  needChain(sets.cache, cmd);
  const handle = cmd.op === "replace" ? cmd.handle : cmd.position;
  if (handle === undefined || handle === 0 || sets.hasRule(cmd, handle)) return;
  throw new NftError("Could not process rule: No such file or directory", cmd.handleLoc ?? cmd.loc);
}

/** A chain without a name, and its rules. */
function addBlock(a: Applying, cmd: Command, block: Block): void {
  const { ctx, batch, sets } = a;
  batch.add(cmd, nft.NFT_MSG_NEWCHAIN, NLM_F_CREATE, cmd.family, (w) => {
    w.string(nft.NFTA_CHAIN_TABLE, cmd.table ?? "");
    w.be32(nft.NFTA_CHAIN_FLAGS, nft.NFT_CHAIN_BINDING);
    w.be32(nft.NFTA_CHAIN_ID, block.id);
  });
  for (const rule of block.rules) {
    const compiled = compileRule(ctx, cmd.family, cmd.table ?? "", rule.stmts, sets);
    for (const set of compiled.sets) sets.addAnonymous(a, cmd, set);
    for (const inner of compiled.blocks) addBlock(a, cmd, inner);
    batch.add(cmd, nft.NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND, cmd.family, (w, mark) => {
      w.string(nft.NFTA_RULE_TABLE, cmd.table ?? "");
      w.be32(nft.NFTA_RULE_CHAIN_ID, block.id);
      writeExpressions(w, mark, compiled.exprs);
      if (rule.comment !== undefined)
        w.data(nft.NFTA_RULE_USERDATA, new UserData().text(UDATA_RULE_COMMENT, rule.comment).encode());
    });
  }
}

function writeExpressions(
  w: MessageWriter,
  mark: (loc: Command["loc"] | undefined) => void,
  exprs: readonly NlExpr[],
): void {
  const list = w.nest(nft.NFTA_RULE_EXPRESSIONS | NLA_F_NESTED);
  for (const expr of exprs) {
    mark(expr.loc);
    writeExpr(w, nft.NFTA_LIST_ELEM, expr);
  }
  w.endNest(list);
}

function addObject({ batch, sets }: Applying, cmd: Command): void {
  const { object } = cmd;
  needTable(sets.cache, cmd);
  if (object !== undefined && "body" in object) object.body.check?.();
  sets.objectMade(cmd);
  batch.add(cmd, nft.NFT_MSG_NEWOBJ, createFlags(cmd.op), cmd.family, (w, mark) => {
    mark(cmd.tableLoc);
    w.string(nft.NFTA_OBJ_TABLE, cmd.table ?? "");
    mark(cmd.nameLoc);
    w.string(nft.NFTA_OBJ_NAME, cmd.name ?? "");
    w.be32(nft.NFTA_OBJ_TYPE, objectType(cmd.obj));
    const data = w.nest(nft.NFTA_OBJ_DATA | NLA_F_NESTED);
    if (object?.kind === "counter") statefulExpr({ s: "counter", ...object, loc: cmd.loc }).write(w);
    else if (object?.kind === "quota") statefulExpr({ s: "quota", ...object, loc: cmd.loc }).write(w);
    else if (object?.kind === "limit")
      statefulExpr({ s: "limit", limit: object.limit, loc: cmd.loc }).write(w);
    else object?.body.write(w, cmd.family);
    w.endNest(data);
    if (object?.comment !== undefined)
      w.data(nft.NFTA_OBJ_USERDATA, new UserData().text(UDATA_COMMENT, object.comment).encode());
  });
}

interface Names {
  readonly type: number;
  readonly table: number;
  readonly name: number;
  readonly handle: number;
}

const DELETES: Readonly<Record<string, Names>> = {
  table: { type: nft.NFT_MSG_DELTABLE, table: nft.NFTA_TABLE_NAME, name: 0, handle: nft.NFTA_TABLE_HANDLE },
  chain: {
    type: nft.NFT_MSG_DELCHAIN,
    table: nft.NFTA_CHAIN_TABLE,
    name: nft.NFTA_CHAIN_NAME,
    handle: nft.NFTA_CHAIN_HANDLE,
  },
  rule: {
    type: nft.NFT_MSG_DELRULE,
    table: nft.NFTA_RULE_TABLE,
    name: nft.NFTA_RULE_CHAIN,
    handle: nft.NFTA_RULE_HANDLE,
  },
  set: {
    type: nft.NFT_MSG_DELSET,
    table: nft.NFTA_SET_TABLE,
    name: nft.NFTA_SET_NAME,
    handle: nft.NFTA_SET_HANDLE,
  },
};
const FLOWTABLE_NAMES: Names = { type: nft.NFT_MSG_DELFLOWTABLE, table: 1, name: 2, handle: 5 };
const OBJECT_NAMES: Names = {
  type: nft.NFT_MSG_DELOBJ,
  table: nft.NFTA_OBJ_TABLE,
  name: nft.NFTA_OBJ_NAME,
  handle: nft.NFTA_OBJ_HANDLE,
};

function writeNames(
  cmd: Command,
  names: Names,
  w: MessageWriter,
  mark: (loc: Command["loc"] | undefined) => void,
): void {
  if (cmd.table !== undefined) {
    mark(cmd.tableLoc);
    w.string(names.table, cmd.table);
  }
  if (cmd.name !== undefined && names.name !== 0) {
    mark(cmd.nameLoc);
    w.string(names.name, cmd.name);
  }
  if (cmd.handle !== undefined) {
    mark(cmd.handleLoc);
    be64(w, names.handle, cmd.handle);
  }
}

function applyDelete(a: Applying, cmd: Command): void {
  if (cmd.obj === "element") return deleteElements(a, cmd);
  const names =
    cmd.obj === "flowtable"
      ? FLOWTABLE_NAMES
      : (DELETES[cmd.obj === "map" ? "set" : cmd.obj] ?? OBJECT_NAMES);
  a.batch.add(cmd, names.type, 0, cmd.family, (w, mark) => {
    writeNames(cmd, names, w, mark);
    if (names === OBJECT_NAMES) w.be32(nft.NFTA_OBJ_TYPE, objectType(cmd.obj));
  });
  a.sets.forget(cmd);
}

/** A set is no map, a map no set, and neither is a meter. */
function checkKind({ obj, nameLoc, loc }: Command, { data, meter }: SetInfo): void {
  if ((obj === "meter") !== (meter !== undefined) || (obj === "map") !== (data !== undefined))
    throw new NftError("No such file or directory", nameLoc ?? loc);
}

function applyFlush(a: Applying, cmd: Command): void {
  const { batch, sets } = a;
  switch (cmd.obj) {
    case "ruleset":
      batch.add(cmd, nft.NFT_MSG_DELTABLE, 0, cmd.family, () => {});
      return;
    case "table":
      return batch.add(cmd, nft.NFT_MSG_DELRULE, 0, cmd.family, (w, mark) => {
        mark(cmd.tableLoc);
        w.string(nft.NFTA_RULE_TABLE, cmd.table ?? "");
      });
    case "chain":
      return batch.add(cmd, nft.NFT_MSG_DELRULE, 0, cmd.family, (w, mark) => {
        mark(cmd.tableLoc);
        w.string(nft.NFTA_RULE_TABLE, cmd.table ?? "");
        mark(cmd.nameLoc);
        w.string(nft.NFTA_RULE_CHAIN, cmd.name ?? "");
      });
    case "set":
    case "map":
    case "meter":
      checkKind(cmd, requiredSet(a, cmd));
      sets.emptied(cmd);
      return batch.add(cmd, nft.NFT_MSG_DELSETELEM, 0, cmd.family, (w, mark) => {
        w.string(nft.NFTA_SET_ELEM_LIST_TABLE, cmd.table ?? "");
        mark(cmd.nameLoc);
        w.string(nft.NFTA_SET_ELEM_LIST_SET, cmd.name ?? "");
      });
    default:
      throw new NftError("this can not be flushed", cmd.loc);
  }
}
