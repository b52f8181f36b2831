/** `iptables`, `ip6tables` and their `-save`. */
import type { Draw } from "../draw.ts";
import { Words } from "../step.ts";
import type { World } from "../world.ts";
import { type Production, run } from "./grammar.ts";
import { restore } from "./iptables/restore.ts";
import { addRule, type RulePlace } from "./iptables/rule.ts";
import { builtinChain, chain, type Family, TABLES, tableName, userChain } from "./iptables/values.ts";

/** Rules that were added, as words of a command that takes them away. */
const ADDED = new WeakMap<World, string[]>();

function added(world: World): string[] {
  const list = ADDED.get(world) ?? [];
  ADDED.set(world, list);
  return list;
}

function family(draw: Draw, world: World): Family {
  return draw.chance(world.ipv6 ? 0.4 : 0.2) ? 6 : 4;
}

function program(draw: Draw, namespace: string, of: Family): Words {
  return run(draw, namespace, of === 6 ? "ip6tables" : draw.chance(0.03) ? "iptables-nft" : "iptables");
}

interface Start {
  readonly words: Words;
  readonly place: Omit<RulePlace, "chain">;
}

function start(draw: Draw, world: World): Start {
  const namespace = world.namespace(draw);
  const of = family(draw, world);
  const table = tableName(draw);
  const words = program(draw, namespace, of);
  words.maybe(0.06, () => draw.word("-w -w -4 -6 -v -vv --wait=1 -n"));
  if (table !== "filter" || draw.chance(0.05)) words.add(`-t ${table}`);
  return { words, place: { family: of, table, namespace } };
}

const ADDING = "-A -A -A -A -I -I --append --insert";

const add: Production = (draw, world) => {
  const { words, place } = start(draw, world);
  const command = draw.word(ADDING);
  const where = chain(draw, place.table);
  words.add(`${command} ${where}`);
  if (/I|insert/.test(command)) words.maybe(0.3, () => draw.word("1 2 3 0 99 -1 x"));
  addRule(draw, world, { ...place, chain: where }, words);
  const { text } = words;
  added(world).push(text.replace(/ (-A|-I|--append|--insert) (\S+)( [-\dx]\d*(?= |$))?/, " COMMAND $2"));
  return words;
};

const again: Production = (draw, world) => {
  const list = added(world);
  if (list.length === 0) return add(draw, world);
  const words = draw.pick(list).replace("COMMAND", draw.word("-D -D -C -C -A --delete --check"));
  return new Words(draw, words);
};

const byNumber: Production = (draw, world) => {
  const { words, place } = start(draw, world);
  const where = chain(draw, place.table);
  if (draw.chance(0.5)) return words.add(`-D ${where} ${draw.word("1 1 1 2 3 0 99 -1 1x x")}`);
  words.add(`-R ${where}`).add(draw.word("1 1 1 2 3 0 99 x"));
  return addRule(draw, world, { ...place, chain: where }, words);
};

const other: Production = (draw, world) => {
  const { words, place } = start(draw, world);
  const where = chain(draw, place.table);
  words.add(`${draw.word("-D -C -R -A -I -E -P -N")} ${where}`);
  return addRule(draw, world, { ...place, chain: where }, words);
};

const LETTERS: readonly ((draw: Draw, table: string) => string)[] = [
  (draw) => `-N ${userChain(draw)}`,
  (draw) => `-N ${userChain(draw)}`,
  (draw) => `-N ${userChain(draw)}`,
  (draw, table) => `-N ${chain(draw, table)}`,
  (draw) => `-X${draw.chance(0.7) ? ` ${userChain(draw)}` : ""}`,
  (draw, table) => `-X ${chain(draw, table)}`,
  (draw, table) => `-E ${chain(draw, table)}${draw.chance(0.9) ? ` ${chain(draw, table)}` : ""}`,
  (draw, table) => `-F${draw.chance(0.7) ? ` ${chain(draw, table)}` : ""}`,
  (draw, table) =>
    `-Z${draw.chance(0.7) ? ` ${chain(draw, table)}${draw.chance(0.3) ? ` ${draw.word("1 2 9 x")}` : ""}` : ""}`,
  (draw, table) =>
    `-P ${builtinChain(draw, table)} ${draw.word("ACCEPT ACCEPT DROP DROP REJECT RETURN QUEUE accept X ''")}`,
  (draw, table) => `-P ${chain(draw, table)}${draw.chance(0.9) ? " DROP" : ""}`,
];

const chains: Production = (draw, world) => {
  const { words, place } = start(draw, world);
  words.add(draw.pick(LETTERS)(draw, place.table));
  return words.maybe(0.04, () => draw.word("-v -n -x -j -p -c -L -Z foo -i --line-numbers"));
};

const list: Production = (draw, world) => {
  const { words, place } = start(draw, world);
  words.add(draw.word("-L -L -S -S --list --list-rules -nL -vnL -nvxL -vS"));
  words.maybe(0.4, () => chain(draw, place.table)).maybe(0.15, () => draw.word("1 2 3 0 9 x"));
  return words
    .maybe(0.5, "-n")
    .maybe(0.4, "-v")
    .maybe(0.2, "-x")
    .maybe(0.2, "--line-numbers")
    .maybe(0.05, () => draw.word("-Z -F -vv -j -p -s --exact --numeric -c"));
};

const save: Production = (draw, world) =>
  run(draw, world.namespace(draw), draw.word("iptables-save iptables-save ip6tables-save"))
    .maybe(0.4, "-c")
    .maybe(0.3, () => `-t ${draw.chance(0.1) ? "nope" : draw.pick(TABLES)}`)
    .maybe(0.05, () => draw.word("-f -V -h -M foo --counters -x"));

const help: Production = (draw, world) => {
  const { words } = start(draw, world);
  return words.add(
    draw.pick([
      "-V",
      "-h",
      "-m tcp -h",
      "-j DNAT -h",
      "-p udp --help",
      "",
      "--version foo",
      "-m set -h",
      "-j",
    ]),
  );
};

export const IPTABLES: readonly (readonly [number, Production])[] = [
  [24, add],
  [6, again],
  [4, byNumber],
  [1, other],
  [9, chains],
  [6, list],
  [3, save],
  [5, restore],
  [1, help],
];
