/** What is said of tables, chains, sets and objects that are not there. Source: `src/cmd.c`, `src/evaluate.c` of nftables 1.0.6. */
import { ENOENT, strerror } from "../../../errno.ts";
import type { Command } from "../command.ts";
import { familyName } from "../hooks.ts";
import type { Cache } from "../netlink/model.ts";
import { closest } from "./misspell.ts";
import { type Loc, NftError } from "./source.ts";

const MISSING = strerror(ENOENT);

interface Place {
  readonly family: number;
  readonly table: string;
  readonly name: string;
}

function meantTable(cache: Cache, { table = "" }: Command): string {
  const meant = closest(cache.tables, table);
  return meant === undefined
    ? ""
    : `; did you mean table ‘${meant.name}’ in family ${familyName(meant.family)}?`;
}

/** Sets without a name of their own are not meant. */
function withNames<T extends Place>(all: readonly T[]): readonly T[] {
  return all.filter(({ name }) => !/^__(set|map|objmap)\d+$/.test(name));
}

function meantOf(kind: string, all: readonly Place[], name: string): string {
  const meant = closest(withNames(all), name);
  if (meant === undefined) return "";
  return `; did you mean ${kind} ‘${meant.name}’ in table ${familyName(meant.family)} ‘${meant.table}’?`;
}

interface SetPlace extends Place {
  readonly data?: unknown;
}

const isTable =
  ({ family, table }: Command) =>
  (each: { readonly family: number; readonly name: string }): boolean =>
    each.family === family && each.name === table;

const isIn =
  ({ family, table }: Command, name: string | undefined) =>
  (each: Place): boolean =>
    each.family === family && each.table === table && each.name === name;

/** The mistake that the command's table is not there. */
export function noTable(cache: Cache, cmd: Command): NftError {
  return new NftError(`${MISSING}${meantTable(cache, cmd)}`, cmd.tableLoc ?? cmd.loc);
}

/** @throws NftError when the command's table is not there */
export function needTable(cache: Cache, cmd: Command): void {
  if (!cache.tables.some(isTable(cmd))) throw noTable(cache, cmd);
}

/** @throws NftError when the command's chain is not there */
export function needChain(cache: Cache, cmd: Command): void {
  needTable(cache, cmd);
  if (!cache.chains.some(isIn(cmd, cmd.name)))
    throw new NftError(`${MISSING}${meantOf("chain", cache.chains, cmd.name ?? "")}`, cmd.nameLoc ?? cmd.loc);
}

/** The mistake that there is no such set. */
export function noSet(sets: readonly SetPlace[], name: string, loc: Loc): NftError {
  const kind = closest(withNames(sets), name)?.data === undefined ? "set" : "map";
  return new NftError(`${MISSING}${meantOf(kind, sets, name)}`, loc);
}

/** @throws NftError when the command's object is not there */
export function needObject(cache: Cache, cmd: Command): void {
  needTable(cache, cmd);
  const found = cache.objects.some((each) => each.spec.kind === cmd.obj && isIn(cmd, cmd.name)(each));
  if (!found)
    throw new NftError(`${MISSING}${meantOf("obj", cache.objects, cmd.name ?? "")}`, cmd.nameLoc ?? cmd.loc);
}

/** Commands of which the kernel's `ENOENT` is explained. */
const EXPLAINED: ReadonlySet<string> = new Set(["add", "create", "insert", "replace", "delete"]);

/**
 * What was probably meant where the kernel says that something is not there.
 * @returns the whole message, or undefined when nothing is near
 */
export function explain(cache: Cache, cmd: Command): string | undefined {
  if (!EXPLAINED.has(cmd.op) || cmd.table === undefined) return undefined;
  if (cmd.obj !== "table" && cmd.name === undefined) return undefined;
  const text = cmd.obj === "table" ? meantOtherTable(cache, cmd) : meantInside(cache, cmd);
  return text === "" ? undefined : `${MISSING}${text}`;
}

function meantOtherTable(cache: Cache, cmd: Command): string {
  return cache.tables.some(isTable(cmd)) ? "" : meantTable(cache, cmd);
}

/** What has the nearest name: where the command's table is not there, its table was meant. */
function meantInside(cache: Cache, cmd: Command): string {
  const { obj, name = "" } = cmd;
  if (obj === "element") return "";
  const [kind, all] = candidates(cache, obj, name);
  // a rule was meant for the chain that has just this name
  if (obj === "rule" && closest(withNames(all), name)?.name === name && cache.tables.some(isTable(cmd)))
    return "";
  const there = (each: Place): boolean =>
    isIn(cmd, name)(each) && (kind !== "obj" || kindOf(cache, each) === obj);
  if (obj !== "chain" && obj !== "rule" && all.some(there)) return "";
  if (cache.tables.some(isTable(cmd))) return meantOf(kind, all, name);
  const meant = closest(withNames(all), name);
  if (meant === undefined) return "";
  return `; did you mean table ‘${meant.table}’ in family ${familyName(meant.family)}?`;
}

function kindOf(cache: Cache, place: Place): string | undefined {
  return cache.objects.find((each) => each === place)?.spec.kind;
}

function candidates(cache: Cache, obj: string, name: string): readonly [string, readonly Place[]] {
  if (obj === "chain" || obj === "rule") return ["chain", cache.chains];
  if (obj === "set" || obj === "map")
    return [closest(withNames(cache.sets), name)?.data === undefined ? "set" : "map", cache.sets];
  // of these there are none
  if (obj === "flowtable") return ["flowtable", []];
  return ["obj", cache.objects];
}
