/** Sets that are there and those that a text makes. */
import { NLM_F_CREATE } from "../../../netlink/message.ts";
import * as nft from "../../../netlink/nf-tables.ts";
import type { Elem } from "../ast.ts";
import type { Command } from "../command.ts";
import type { AnonymousSet, SetLookup } from "../compile/compiler.ts";
import type { Interval } from "../compile/constants.ts";
import { endsOf, type SetInfo } from "../compile/set-data.ts";
import type { NftContext } from "../context.ts";
import { needChain, noSet, noTable } from "../errors/not-found.ts";
import { type Loc, NftError } from "../errors/source.ts";
import type { Cache } from "../netlink/model.ts";
import type { Applying } from "./apply.ts";
import { Pending } from "./pending.ts";
import { byteOrders, setFlags, writeElements, writeSetBody } from "./set.ts";

const keyOf = (family: number, table: string, name: string): string => `${family}/${table}/${name}`;

/** A rule: one that is there has a handle, one of this batch a number. */
export interface RulePlace {
  readonly handle?: number;
  readonly id?: number;
}

function samePlace(a: RulePlace, b: RulePlace): boolean {
  return a.handle === b.handle && a.id === b.id;
}

export class SetStore implements SetLookup {
  readonly cache: Cache;
  readonly pending = new Pending();
  private readonly ctx: NftContext;
  private readonly sets = new Map<string, SetInfo>();
  private readonly known = new Map<string, readonly Elem[]>();
  private readonly rules = new Map<string, RulePlace[]>();
  private id = 0;
  /** The command that is looked at. */
  current: Command | undefined = undefined;

  constructor(cache: Cache, ctx: NftContext) {
    this.cache = cache;
    this.ctx = ctx;
    for (const set of cache.sets) {
      this.sets.set(keyOf(set.family, set.table, set.name), set);
      this.known.set(keyOf(set.family, set.table, set.name), set.elems);
    }
  }

  /** A table that the text makes: what comes later may name it. */
  tableMade({ family, table: name = "" }: Command): void {
    const { tables } = this.cache;
    if (!tables.some((each) => each.family === family && each.name === name))
      tables.push({ family, name, handle: 0, flags: 0 });
  }

  /** An object that the text makes. */
  objectMade(cmd: Command): void {
    const { family, table = "", name = "", object: spec } = cmd;
    const { objects } = this.cache;
    const there = objects.some(
      (each) =>
        each.family === family && each.table === table && each.name === name && each.spec.kind === spec?.kind,
    );
    if (there || spec === undefined) return;
    this.pending.makeObject(cmd);
    objects.push({ family, table, name, handle: 0, spec });
  }

  /** A chain that the text makes. */
  chainMade({ family, table = "", name = "" }: Command): void {
    const { chains } = this.cache;
    if (!chains.some((each) => each.family === family && each.table === table && each.name === name))
      chains.push({ family, table, name, handle: 0 });
  }

  /** Places of all sets that are known and have a name of their own. */
  places(): readonly SetInfo[] {
    return [...this.sets.values()].filter(({ meter }) => meter === undefined);
  }

  missing(family: number, table: string, name: string, loc: Loc): NftError {
    const { current } = this;
    const there = this.cache.tables.some((each) => each.family === family && each.name === table);
    return there || current === undefined ? noSet(this.places(), name, loc) : noTable(this.cache, current);
  }

  nextId(): number {
    return ++this.id;
  }

  find(family: number, table: string, name: string): SetInfo | undefined {
    return this.sets.get(keyOf(family, table, name));
  }

  add(info: SetInfo): void {
    const key = keyOf(info.family, info.table, info.name);
    if (!this.sets.has(key)) this.sets.set(key, info);
  }

  emptied(cmd: Command): void {
    this.pending.empty(cmd);
    this.known.delete(keyOf(cmd.family, cmd.table ?? "", cmd.name ?? ""));
  }

  forget(cmd: Command): void {
    this.pending.remove(cmd);
    this.forgetPlaces(cmd);
    if (cmd.obj === "set" || cmd.obj === "map")
      this.sets.delete(keyOf(cmd.family, cmd.table ?? "", cmd.name ?? ""));
    if (cmd.obj !== "table") return;
    for (const [key, set] of this.sets)
      if (set.family === cmd.family && set.table === cmd.table) {
        this.sets.delete(key);
        this.known.delete(key);
      }
  }

  /** Tables, chains and objects that are gone. */
  private forgetPlaces({ obj, family, table, name }: Command): void {
    const { cache } = this;
    const inTable = (each: { readonly family: number; readonly table: string }): boolean =>
      each.family === family && each.table === table;
    if (obj === "table") {
      cache.tables = cache.tables.filter((each) => each.family !== family || each.name !== table);
      cache.chains = cache.chains.filter((each) => !inTable(each));
      cache.objects = cache.objects.filter((each) => !inTable(each));
    } else if (obj === "chain")
      cache.chains = cache.chains.filter((each) => !inTable(each) || each.name !== name);
    else if (name !== undefined)
      cache.objects = cache.objects.filter(
        (each) => !inTable(each) || each.name !== name || each.spec.kind !== obj,
      );
  }

  /** Intervals that are in a set already. */
  intervals(info: SetInfo): Interval[] {
    if (!info.interval || info.concat) return [];
    const elems = this.known.get(keyOf(info.family, info.table, info.name)) ?? [];
    const found: Interval[] = [];
    for (const { key } of elems) {
      if (key.k === "any") continue;
      const [low, high] = endsOf(key, info, this.ctx);
      found.push({ low, high });
    }
    return found;
  }

  /** The rules of a chain as this batch finds them and then changes them. */
  private rulesOf(cmd: Command): RulePlace[] {
    const key = keyOf(cmd.family, cmd.table ?? "", cmd.name ?? "");
    let list = this.rules.get(key);
    if (list === undefined) {
      list = this.cache.rules
        .filter((rule) => rule.family === cmd.family && rule.table === cmd.table && rule.chain === cmd.name)
        .map(({ handle }) => ({ handle }));
      this.rules.set(key, list);
    }
    return list;
  }

  /** Whether a chain has a rule with this handle. */
  hasRule(cmd: Command, handle: number): boolean {
    return this.rulesOf(cmd).some((rule) => rule.handle === handle);
  }

  /** The rule at a place in its chain, which this batch may have made. */
  ruleAt(cmd: Command): RulePlace {
    needChain(this.cache, cmd);
    const rule = this.rulesOf(cmd)[cmd.index ?? 0];
    if (rule === undefined)
      throw new NftError("Could not process rule: No such file or directory", cmd.handleLoc ?? cmd.loc);
    return rule;
  }

  /** A rule is made, so that indexes behind it count it. @returns its number in this batch */
  ruleMade(cmd: Command, beside: RulePlace | undefined): number {
    const id = this.nextId();
    const list = this.rulesOf(cmd);
    const at = beside === undefined ? -1 : list.findIndex((rule) => samePlace(rule, beside));
    if (cmd.op === "insert") list.splice(Math.max(at, 0), 0, { id });
    else if (cmd.op === "replace") return id;
    else list.splice(at < 0 ? list.length : at + 1, 0, { id });
    return id;
  }

  addAnonymous(a: Applying, cmd: Command, set: AnonymousSet): void {
    const { info, id, elems, loc = cmd.loc } = set;
    const size = info.meter === undefined ? elems.length : info.meter.size || undefined;
    // Nothing is explained of what the rule alone asked for.
    const part: Command = { ...cmd, obj: "element", loc, tableLoc: loc, nameLoc: loc };
    a.batch.add(
      info.meter === undefined ? { ...part, loc: cmd.loc, tableLoc: cmd.tableLoc } : part,
      nft.NFT_MSG_NEWSET,
      NLM_F_CREATE,
      cmd.family,
      (w, mark) => {
        mark(cmd.tableLoc);
        w.string(nft.NFTA_SET_TABLE, info.table);
        w.string(nft.NFTA_SET_NAME, info.name);
        writeSetBody(w, info, setFlags(info, true), id, size);
        w.data(nft.NFTA_SET_USERDATA, byteOrders(info).encode());
      },
    );
    writeElements(a, part, info, elems, id, NLM_F_CREATE, nft.NFT_MSG_NEWSETELEM);
  }
}
