/** Commands that show something. Source: `src/rule.c` (`do_command_list`) of nftables 1.0.6. */

import { isErrno, strerror } from "../../../errno.ts";
import * as nft from "../../../netlink/nf-tables.ts";
import type { Applying } from "../apply/apply.ts";
import type { Evaluated } from "../apply/pending.ts";
import { requiredSet } from "../apply/set.ts";
import type { Elem, Expr } from "../ast.ts";
import type { Command } from "../command.ts";
import { constant, interval } from "../compile/constants.ts";
import { objectType } from "../compile/statement.ts";
import type { NftContext } from "../context.ts";
import { asksForAll, debugTold } from "../debug/netlink.ts";
import { needObject, needTable } from "../errors/not-found.ts";
import { NftError } from "../errors/source.ts";
import { evaluateElements } from "../evaluate/elements.ts";
import { familyName } from "../hooks.ts";
import { loadCache, loadElements } from "../netlink/cache.ts";
import type { Client } from "../netlink/client.ts";
import type { Cache, ObjectModel, RuleModel, SetModel, TableModel } from "../netlink/model.ts";
import { readObject } from "../read/objects.ts";
import { printBase, printChain, printObject, printSet, printTable } from "./print.ts";

export const mine =
  (cmd: Command) => (each: { readonly family: number; readonly table: string; readonly name: string }) =>
    each.family === cmd.family &&
    each.table === cmd.table &&
    (cmd.name === undefined || each.name === cmd.name);

export function missing(cmd: Command, cache: Cache): NftError {
  const table = cache.tables.some((each) => each.family === cmd.family && each.name === cmd.table);
  return new NftError(strerror(2), (table ? cmd.nameLoc : cmd.tableLoc) ?? cmd.loc);
}

function wrap(table: TableModel | { family: number; name: string }, body: string): string {
  return `table ${familyName(table.family)} ${table.name} {\n${body}}\n`;
}

/**
 * Looks whether what is to be shown is there.
 * @throws NftError when it is not
 */
export function checkShown(applying: Applying, cmd: Command): void {
  const { cache } = applying.sets;
  if (cmd.op === "get")
    evaluateElements(applying.ctx, applying.sets, requiredSet(applying, cmd), cmd.elements ?? []);
  else if (cmd.table === undefined || cmd.op === "monitor") return;
  else if (cmd.op === "reset" || PLURAL.test(cmd.obj)) needTable(cache, cmd);
  else if (OBJECTS.has(cmd.obj)) needObject(cache, cmd);
  else if (cmd.obj === "meter") {
    requiredSet(applying, cmd);
    if (!cache.sets.some((set) => mine(cmd)(set) && set.meter !== undefined)) throw missing(cmd, cache);
  } else if (!isThere(cache, cmd)) throw missing(cmd, cache);
}

const OBJECTS: ReadonlySet<string> = new Set([
  "counter",
  "quota",
  "limit",
  "ct helper",
  "ct timeout",
  "ct expectation",
  "secmark",
  "synproxy",
]);
const PLURAL = /s$/;

function isThere(cache: Cache, cmd: Command): boolean {
  const { family, table } = cmd;
  if (cmd.obj === "table") return cache.tables.some((each) => each.family === family && each.name === table);
  if (cmd.obj === "chain") return cache.chains.some(mine(cmd));
  return cache.sets.some(
    (each) =>
      mine(cmd)(each) && each.meter === undefined && (each.data !== undefined) === (cmd.obj === "map"),
  );
}

/** What a command calls a set, a map or a meter. */
export function shownAs(cmd: Command): (set: SetModel) => boolean {
  return (set) =>
    mine(cmd)(set) &&
    (cmd.obj === "meter") === (set.meter !== undefined) &&
    (set.data !== undefined) === (cmd.obj === "map");
}

/** Says, in front of what comes next, that a table has rules of iptables, which nft can show and not make. */
function warnManaged(
  ctx: NftContext,
  table: { readonly family: number; readonly name: string },
  rules: readonly RuleModel[],
  at = 0,
): void {
  if (!isManaged(table, rules)) return;
  const name = `${familyName(table.family)} ${table.name}`;
  ctx.warnings.push({
    at,
    text: `# Warning: table ${name} is managed by iptables-nft, do not touch!\n`,
  });
}

/** Targets whose library has one for each family, and registers only that of the first that asks. */
const ONE_FAMILY: ReadonlySet<string> = new Set([
  "DNAT",
  "DSCP",
  "MASQUERADE",
  "REDIRECT",
  "SNAT",
  "TCPMSS",
  "TPROXY",
]);
/** The family by which such a target was first shown. */
const shownBy = new WeakMap<NftContext, Map<string, number>>();

/** The table's rules as Debian's nft can show them: of a target that another family was shown with, nothing. */
function showable(
  ctx: NftContext,
  table: { readonly family: number; readonly name: string },
  cache: Cache,
  at: number,
): Cache {
  const families = shownBy.get(ctx) ?? new Map<string, number>();
  shownBy.set(ctx, families);
  const rules = cache.rules.map((rule) => {
    if (rule.family !== table.family || rule.table !== table.name) return rule;
    const stmts = rule.stmts.map((stmt) => {
      if (stmt.s !== "unsupported" || stmt.xt?.type !== "target" || !ONE_FAMILY.has(stmt.xt.name))
        return stmt;
      const { name } = stmt.xt;
      const first = families.get(name) ?? rule.family;
      families.set(name, first);
      if (first === rule.family) return stmt;
      ctx.warnings.push({ at, text: `XT target ${name} not found\n` });
      return { ...stmt, text: "" };
    });
    return { ...rule, stmts };
  });
  return { ...cache, rules };
}

function isManaged(
  table: { readonly family: number; readonly name: string },
  rules: readonly RuleModel[],
): boolean {
  return rules.some(
    (rule) =>
      rule.family === table.family &&
      rule.table === table.name &&
      rule.stmts.some((stmt) => stmt.s === "unsupported" && stmt.xt !== undefined),
  );
}

function listRuleset(ctx: NftContext, cache: Cache): string {
  let text = "";
  for (const table of cache.tables) {
    warnManaged(ctx, table, cache.rules, text.length);
    text += printTable(table, showable(ctx, table, cache, text.length), ctx);
  }
  return text;
}

export function listCommand(ctx: NftContext, client: Client, cmd: Command, text: Evaluated): string {
  const all = asksForAll(ctx, cmd);
  const one = cmd.obj === "set" || cmd.obj === "map" ? cmd.name : undefined;
  const kernel = debugTold(ctx, client, () =>
    loadCache(client, {
      family: cmd.family,
      // sets are listed of all tables of the family, in Debian's nft
      table: cmd.obj === "sets" ? undefined : cmd.table,
      rules: all || cmd.obj === "ruleset" || cmd.obj === "table" || cmd.obj === "chain",
      elements: all || (cmd.obj !== "tables" && cmd.obj !== "chains"),
      set: one,
    }),
  );
  const cache = text.pending.apply(kernel, text.cache, cmd);
  switch (cmd.obj) {
    case "ruleset":
      return listRuleset(ctx, cache);
    case "tables":
      return cache.tables.map((table) => `table ${familyName(table.family)} ${table.name}\n`).join("");
    case "table": {
      const table = cache.tables.find(({ family, name }) => family === cmd.family && name === cmd.table);
      if (table === undefined) throw missing(cmd, cache);
      warnManaged(ctx, table, cache.rules);
      return printTable(table, cache, ctx);
    }
    case "chain": {
      const chain = cache.chains.find(mine(cmd));
      if (chain === undefined) throw missing(cmd, cache);
      const rules = cache.rules.filter((rule) => rule.family === chain.family && rule.chain === chain.name);
      warnManaged(ctx, { family: cmd.family, name: chain.table }, rules);
      return wrap({ family: cmd.family, name: chain.table }, printChain(chain, rules, ctx));
    }
    case "set":
    case "map":
    case "meter": {
      const set = cache.sets.find(shownAs(cmd));
      if (set === undefined) throw missing(cmd, cache);
      return wrap({ family: cmd.family, name: set.table }, printSet(set, ctx));
    }
    case "counter":
    case "quota":
    case "limit":
    case "ct helper":
    case "ct timeout":
    case "ct expectation":
    case "secmark":
    case "synproxy": {
      const object = cache.objects.find((each) => mine(cmd)(each) && each.spec.kind === cmd.obj);
      if (object === undefined) throw missing(cmd, cache);
      return wrap({ family: cmd.family, name: object.table }, printObject(object, ctx));
    }
    default:
      return listPlural(ctx, cmd, cache);
  }
}

function listPlural(ctx: NftContext, cmd: Command, cache: Cache): string {
  let text = "";
  for (const table of cache.tables) {
    const here = (each: { readonly family: number; readonly table: string }): boolean =>
      each.family === table.family && each.table === table.name;
    let body = "";
    if (cmd.obj === "chains") {
      for (const chain of cache.chains.filter(here)) {
        const handle = ctx.handles ? ` # handle ${chain.handle}` : "";
        const base = chain.base === undefined ? "" : `\t\t${printBase(chain, ctx)}\n`;
        const comment = chain.comment === undefined ? "" : `\t\tcomment "${chain.comment}"\n`;
        body += `\tchain ${chain.name} {${handle}\n${comment}${base}\t}\n`;
      }
      text += wrap(table, body);
      continue;
    }
    if (cmd.obj === "sets" || cmd.obj === "maps") {
      for (const set of cache.sets.filter(here)) {
        if ((set.flags & nft.NFT_SET_ANONYMOUS) !== 0 || (set.data !== undefined) !== (cmd.obj === "maps"))
          continue;
        body += printSet(set, ctx);
      }
      text += wrap(table, body);
      continue;
    }
    if (cmd.obj === "meters") {
      for (const set of cache.sets.filter(here)) if (set.meter !== undefined) body += printSet(set, ctx);
      text += wrap(table, body);
      continue;
    }
    if (cmd.obj === "flowtables") {
      text += wrap(table, "");
      continue;
    }
    for (const object of cache.objects.filter(here))
      if (`${object.spec.kind}s` === cmd.obj) body += printObject(object, ctx);
    if (cache.objects.some(here)) text += wrap(table, body);
  }
  return text;
}

/** Sets objects back. @returns them as they were */
export function resetObjects(client: Client, cmd: Command): ObjectModel[] {
  const kind = cmd.obj.replace(/s$/, "");
  const found = client.ask(nft.NFT_MSG_GETOBJ_RESET, cmd.family, cmd.name === undefined, (w) => {
    if (cmd.table !== undefined) w.string(nft.NFTA_OBJ_TABLE, cmd.table);
    if (cmd.name !== undefined) w.string(nft.NFTA_OBJ_NAME, cmd.name);
    w.be32(nft.NFTA_OBJ_TYPE, objectType(kind));
  });
  if (isErrno(found))
    throw new NftError(`Could not process rule: ${strerror(-found)}`, { ...cmd.loc, end: cmd.loc.end });
  return found.map(readObject).filter((object) => object !== undefined);
}

/** `reset counters`: shows them as they were. */
export function resetCommand(ctx: NftContext, client: Client, cmd: Command): string {
  const objects = resetObjects(client, cmd);
  const tables = new Map<string, ObjectModel[]>();
  for (const object of objects) {
    const key = `${object.family}/${object.table}`;
    tables.set(key, [...(tables.get(key) ?? []), object]);
  }
  let text = "";
  for (const list of tables.values())
    text += wrap(
      { family: list[0].family, name: list[0].table },
      list.map((each) => printObject(each, ctx)).join(""),
    );
  return text;
}

/** `get element`: those of a set that are asked for. */
export function getCommand(ctx: NftContext, client: Client, cmd: Command, cache: Cache): string {
  const set = cache.sets.find(mine(cmd));
  if (set === undefined) throw missing(cmd, cache);
  loadElements(client, set);
  // Debian's nft makes another set of what was found, which forgets some of this one
  const shown: SetModel = { ...set, stmts: [], comment: undefined, elems: pick(cmd, set, ctx) };
  const named = set.key.bits.every((bits, i) => set.key.types[i].bits === bits);
  return wrap(
    { family: cmd.family, name: set.table },
    printSet(named ? { ...shown, typeOf: undefined } : shown, ctx),
  );
}

function bounds(key: Expr, set: SetModel, i: number, ctx: NftContext): readonly [bigint, bigint] {
  const span = interval(key, set.key.types[i], set.key.bits[i], ctx);
  if (span !== undefined) return [span.low, span.high];
  const value = constant(key, set.key.types[i], set.key.bits[i], ctx);
  return [value, value];
}

function pick(cmd: Command, set: SetModel, ctx: NftContext): Elem[] {
  return (cmd.elements ?? []).map((wanted) => {
    const found = set.elems.find((elem) => {
      if (elem.key.k === "any" || wanted.key.k === "any") return elem.key.k === wanted.key.k;
      const have = elem.key.k === "concat" ? elem.key.items : [elem.key];
      const want = wanted.key.k === "concat" ? wanted.key.items : [wanted.key];
      return want.every((key, i) => {
        const [low, high] = bounds(key, set, i, ctx);
        const [from, to] = bounds(have[i], set, i, ctx);
        return from <= low && high <= to;
      });
    });
    if (found === undefined) throw new NftError(`Could not process rule: ${strerror(2)}`, cmd.loc);
    return found;
  });
}
