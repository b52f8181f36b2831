/** What a text makes and takes away, so far as its own lists show it: all but rules. Source: `src/evaluate.c`, `src/cache.c` of nftables 1.0.6. */
import * as nft from "../../../netlink/nf-tables.ts";
import type { Command } from "../command.ts";
import type { SetInfo } from "../compile/set-data.ts";
import { hookNumber, priorityByName } from "../hooks.ts";
import type { Cache, ChainModel, ObjectModel, SetModel } from "../netlink/model.ts";

/** What is known once all commands of a text were looked at. */
export interface Evaluated {
  readonly cache: Cache;
  readonly pending: Pending;
}

type Kind = "table" | "chain" | "set" | "object";

interface Named {
  readonly family: number;
  readonly table: string;
  readonly name: string;
}

const keyOf = (kind: Kind, { family, table, name }: Named): string => `${kind}/${family}/${table}/${name}`;

function namedBy({ family, table = "", name = "" }: Command): Named {
  return { family, table, name };
}

export class Pending {
  /** The text empties everything: nothing that was there is ever seen. */
  flushed = false;
  private readonly gone = new Set<string>();
  private readonly sets: SetModel[] = [];
  private readonly objects: ObjectModel[] = [];
  private readonly bases = new Map<string, ChainModel["base"]>();
  private readonly emptied = new Set<string>();

  makeSet({ set: spec }: Command, info: SetInfo, flags: number): void {
    if (spec === undefined || this.sets.some((each) => keyOf("set", each) === keyOf("set", info))) return;
    this.sets.push({
      ...info,
      handle: 0,
      flags,
      timeout: spec.timeout ?? 0,
      gcInterval: spec.gcInterval ?? 0,
      size: spec.size ?? 0,
      policy: spec.policy === "memory" ? 1 : 0,
      stmts: spec.stmts,
      typeOf: {
        key: spec.key?.typeOf,
        data: typeof spec.data === "object" ? spec.data.typeOf : undefined,
      },
      comment: spec.comment,
      elems: [],
    });
  }

  makeObject(cmd: Command): void {
    if (cmd.object !== undefined) this.objects.push({ ...namedBy(cmd), handle: 0, spec: cmd.object });
  }

  makeChain(cmd: Command): void {
    const base = cmd.chain?.base;
    if (base === undefined) return;
    const { name, offset } = base.priority;
    const priority = (name === undefined ? 0 : (priorityByName(name, cmd.family, base.hook) ?? 0)) + offset;
    const said = cmd.chain?.policy;
    const policy = said === undefined ? -1 : Number(said !== "drop");
    const hook = hookNumber(cmd.family, base.hook) ?? 0;
    const { type, devices } = base;
    this.bases.set(keyOf("chain", namedBy(cmd)), { type, hook, priority, policy, devices });
  }

  remove(cmd: Command): void {
    const { obj } = cmd;
    if (obj === "table") this.gone.add(keyOf("table", { ...namedBy(cmd), name: "" }));
    else if (obj === "chain") this.gone.add(keyOf("chain", namedBy(cmd)));
    else if (obj === "set" || obj === "map") this.gone.add(keyOf("set", namedBy(cmd)));
    else if (cmd.name !== undefined) this.gone.add(keyOf("object", namedBy(cmd)));
  }

  empty(cmd: Command): void {
    this.emptied.add(keyOf("set", namedBy(cmd)));
  }

  /** What a list shows of what is there. @param made tables and chains that are known, those of the text, too */
  apply(there: Cache, made: Cache, cmd: Command): Cache {
    const wanted = ({ family, table }: Named): boolean =>
      (cmd.family === 0 || family === cmd.family) &&
      (cmd.table === undefined || cmd.obj === "sets" || table === cmd.table);
    const tableGone = ({ family, table }: { readonly family: number; readonly table: string }): boolean =>
      this.gone.has(keyOf("table", { family, table, name: "" }));
    const stays = (kind: Kind) => (each: Named) => !tableGone(each) && !this.gone.has(keyOf(kind, each));
    const old = this.flushed ? { tables: [], chains: [], rules: [], sets: [], objects: [] } : there;
    const isNew = ({ handle }: { readonly handle: number }): boolean => handle === 0;
    const tables = [
      ...old.tables.filter(({ family, name }) => !tableGone({ family, table: name })),
      ...made.tables.filter((each) => isNew(each) && wanted({ ...each, table: each.name })),
    ];
    const chains = [
      ...old.chains.filter(stays("chain")),
      ...made.chains
        .filter((each) => isNew(each) && wanted(each))
        .map((each) => ({ ...each, base: this.bases.get(keyOf("chain", each)) })),
    ];
    const known = new Set(old.sets.map((each) => keyOf("set", each)));
    const fresh = this.sets.filter((each) => wanted(each) && !known.has(keyOf("set", each)));
    const sets = [...old.sets, ...fresh]
      .filter(stays("set"))
      .map((each) => (this.emptied.has(keyOf("set", each)) ? { ...each, elems: [] } : each));
    const objects = [...old.objects, ...this.objects.filter((each) => wanted(each))].filter(stays("object"));
    return { tables, chains, rules: old.rules, sets, objects };
  }
}

/** The flags of a set as the kernel will have them. */
export function pendingFlags(cmd: Command, flags: number): number {
  const spec = cmd.set;
  let all = flags;
  if (spec?.flags.has("constant")) all |= nft.NFT_SET_CONSTANT;
  if (spec?.flags.has("timeout") || spec?.timeout !== undefined) all |= nft.NFT_SET_TIMEOUT;
  if (spec?.flags.has("dynamic")) all |= nft.NFT_SET_EVAL;
  return all;
}
