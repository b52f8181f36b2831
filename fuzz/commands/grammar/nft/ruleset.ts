/** What a sequence's commands of `nft` have made so far, as far as the grammar needs it to name things that are there. */
import type { Draw } from "../../draw.ts";
import type { World } from "../../world.ts";

export type Family = "ip" | "ip6" | "inet" | "arp" | "bridge" | "netdev";

export interface Chain {
  readonly name: string;
  /** Of a base chain. */
  readonly type: string | undefined;
  readonly hook: string | undefined;
}

export interface NamedSet {
  readonly name: string;
  /** Types of the key, one for each part. */
  readonly key: readonly string[];
  /** Type of what a map maps to; undefined of a set. */
  readonly data: string | undefined;
  readonly flags: ReadonlySet<string>;
}

export interface NamedObject {
  readonly kind: string;
  readonly name: string;
}

export interface Table {
  readonly family: Family;
  readonly name: string;
  readonly chains: Chain[];
  readonly sets: NamedSet[];
  readonly objects: NamedObject[];
}

/** Names of each kind: few, so that commands meet. */
const TABLES = "t1 t1 t2 t2 filter nat";
const CHAINS = "c1 c2 c3 c4 input output prerouting";
const SETS = "s1 s2 s3 s4";
const MAPS = "m1 m2 m3 m4";
const OBJECTS = "o1 o2 o3";
/** Names that are words of the language, not letters, or too long. */
const ODD = [
  "ip",
  "drop",
  "counter",
  "set",
  "last",
  "7",
  "a.b",
  "a-b",
  "_x",
  "x/y",
  "-x",
  "tcp",
  "ct",
  "accept",
  "hook",
  "filter-and-more",
  '"t1"',
  '"c 1"',
  "a-name-that-has-exactly-thirty2c",
  "x".repeat(130),
  "y".repeat(260),
  "established",
  "default",
  "1a",
  "*",
  "t*",
  "@s1",
  "$x",
];

const FAMILIES: readonly (readonly [number, Family])[] = [
  [6, "ip"],
  [6, "inet"],
  [3, "ip6"],
  [1, "arp"],
  [2, "bridge"],
  [2, "netdev"],
];

const NOTHING: Table = { family: "ip", name: "t1", chains: [], sets: [], objects: [] };

export class Ruleset {
  readonly tables: Table[] = [];

  /** A table that is there, sometimes one that is not. */
  table(draw: Draw): Table {
    if (this.tables.length === 0) return NOTHING;
    if (draw.chance(0.02)) return { ...NOTHING, family: newFamily(draw), name: newTable(draw) };
    return draw.pick(this.tables);
  }

  add(table: Table): void {
    if (!this.tables.some(({ family, name }) => family === table.family && name === table.name))
      this.tables.push(table);
  }

  remove(table: Table): void {
    const at = this.tables.indexOf(table);
    if (at >= 0) this.tables.splice(at, 1);
  }
}

const RULESETS = new WeakMap<World, Map<string, Ruleset>>();

/** The tables of a namespace. */
export function rulesetOf(world: World, namespace: string): Ruleset {
  const all = RULESETS.get(world) ?? new Map<string, Ruleset>();
  RULESETS.set(world, all);
  const ruleset = all.get(namespace) ?? new Ruleset();
  all.set(namespace, ruleset);
  return ruleset;
}

function odd(draw: Draw, words: string, share = 0.015): string {
  return draw.chance(share) ? draw.pick(ODD) : draw.word(words);
}

export function newFamily(draw: Draw): Family {
  return draw.weighted(FAMILIES);
}

export function newTable(draw: Draw): string {
  return odd(draw, TABLES);
}

export function newChain(draw: Draw): string {
  return odd(draw, CHAINS);
}

export function newSet(draw: Draw): string {
  return odd(draw, SETS);
}

export function newMap(draw: Draw): string {
  return odd(draw, MAPS);
}

export function newObject(draw: Draw): string {
  return odd(draw, OBJECTS);
}

/** The name of one of those that are there, or another. */
export function nameOf(draw: Draw, list: readonly { readonly name: string }[], other: string): string {
  return list.length === 0 || draw.chance(0.03) ? odd(draw, other, 0.2) : draw.pick(list).name;
}

export function chainName(draw: Draw, table: Table): string {
  return nameOf(draw, table.chains, CHAINS);
}

export function setName(draw: Draw, table: Table): string {
  return nameOf(draw, table.sets, `${SETS} ${MAPS}`);
}

export function objectName(draw: Draw, table: Table, kind: string): string {
  const own = table.objects.filter((object) => object.kind === kind);
  return nameOf(draw, own.length > 0 ? own : table.objects, OBJECTS);
}

/** Family and name, the family left out where it is `ip`. */
export function placeOf(draw: Draw, table: Table): string {
  return table.family === "ip" && draw.chance(0.6) ? table.name : `${table.family} ${table.name}`;
}
