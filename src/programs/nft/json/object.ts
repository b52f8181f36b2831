/** Tables and what is in them as JSON. Source: `src/json.c` of nftables 1.0.6. */
import * as nft from "../../../netlink/nf-tables.ts";
import type { KeyType } from "../compile/set-data.ts";
import type { NftContext } from "../context.ts";
import { familyName, hookName } from "../hooks.ts";
import type { Cache, ChainModel, ObjectModel, RuleModel, SetModel, TableModel } from "../netlink/model.ts";
import { elemJson, seconds } from "./expr.ts";
import { limitObject, statefulJson } from "./stateful.ts";
import { stmtJson } from "./stmt.ts";
import type { Json } from "./text.ts";

const TABLE_FLAGS = [
  [1, "dormant"],
  [2, "owner"],
] as const;

export function tableJson(table: TableModel): Json {
  const names = TABLE_FLAGS.filter(([bit]) => (table.flags & bit) !== 0).map(([, name]) => name);
  const flags = names.length > 1 ? names : names[0];
  return { table: { family: familyName(table.family), name: table.name, handle: table.handle, flags } };
}

export function chainJson(chain: ChainModel): Json {
  const { base, family } = chain;
  const head = { family: familyName(family), table: chain.table, name: chain.name, handle: chain.handle };
  if (base === undefined) return { chain: head };
  return {
    chain: {
      ...head,
      type: base.type,
      hook: hookName(family, base.hook),
      prio: base.priority,
      policy: base.policy === 0 ? "drop" : "accept",
    },
  };
}

function noStatements(ctx: NftContext): undefined {
  ctx.process.stderr.write("rule without statements?!\n");
}

export function ruleJson(rule: RuleModel, ctx: NftContext): Json {
  return {
    rule: {
      family: familyName(rule.family),
      table: rule.table,
      chain: rule.chain,
      handle: rule.handle,
      comment: rule.comment,
      expr: rule.stmts.length === 0 ? noStatements(ctx) : rule.stmts.map((stmt) => stmtJson(stmt, ctx)),
    },
  };
}

function typeNames(key: KeyType): readonly string[] {
  return key.types.map((type) => type.name);
}

const FLAGS = [
  [nft.NFT_SET_CONSTANT, "constant"],
  [nft.NFT_SET_INTERVAL, "interval"],
  [nft.NFT_SET_TIMEOUT, "timeout"],
] as const;

function dataName(set: SetModel): string | undefined {
  if (set.data === undefined || typeof set.data === "string") return set.data;
  return "object" in set.data ? set.data.object : typeNames(set.data).join(" . ");
}

export function setJson(set: SetModel, ctx: NftContext, elements = true): Json {
  const names = typeNames(set.key);
  const flags = FLAGS.filter(([bit]) => (set.flags & bit) !== 0).map(([, name]) => name);
  const open = (set.flags & nft.NFT_SET_CONSTANT) === 0;
  const shown = elements && !ctx.terse && set.elems.length > 0;
  const body = {
    family: familyName(set.family),
    name: set.name,
    table: set.table,
    type: names.length === 1 ? names[0] : names,
    handle: set.handle,
    comment: set.comment,
    map: dataName(set),
    policy: open && set.policy === nft.NFT_SET_POL_MEMORY ? "memory" : undefined,
    size: open && set.size > 0 ? set.size : undefined,
    flags: flags.length === 0 ? undefined : flags,
    timeout: seconds(set.timeout),
    "gc-interval": seconds(set.gcInterval),
    elem: shown ? set.elems.map((elem) => elemJson(elem, ctx)) : undefined,
    stmt: set.stmts.length === 0 ? undefined : set.stmts.map((stmt) => statefulJson(stmt, true) ?? null),
  };
  return { [set.meter !== undefined ? "meter" : set.data === undefined ? "set" : "map"]: body };
}

export function objectJson({ family, table, name, handle, spec }: ObjectModel): Json {
  const head = { family: familyName(family), name, table, handle, comment: spec.comment };
  switch (spec.kind) {
    case "counter":
      return { counter: { ...head, packets: spec.packets, bytes: spec.bytes } };
    case "quota":
      return { quota: { ...head, bytes: spec.bytes, used: spec.used, inv: spec.over } };
    case "limit":
      return { limit: { ...head, ...limitObject(spec.limit) } };
    default:
      return { [spec.kind]: { ...head, ...spec.body.json() } };
  }
}

/** A table with its objects, sets, chains and then all rules. */
export function tableItems(table: TableModel, cache: Cache, ctx: NftContext): Json[] {
  const mine = (each: { readonly family: number; readonly table: string }): boolean =>
    each.family === table.family && each.table === table.name;
  const chains = cache.chains.filter(mine);
  return [
    tableJson(table),
    ...cache.objects.filter(mine).map(objectJson),
    ...cache.sets
      .filter((set) => mine(set) && (set.flags & nft.NFT_SET_ANONYMOUS) === 0)
      .map((set) => setJson(set, ctx)),
    ...chains.map(chainJson),
    ...chains.flatMap((chain) =>
      cache.rules
        .filter((rule) => mine(rule) && rule.chain === chain.name)
        .map((rule) => ruleJson(rule, ctx)),
    ),
  ];
}
