/** Files of several commands: one transaction, which fails as a whole. */
import type { Draw } from "../../draw.ts";
import type { World } from "../../world.ts";
import type { NftProduction } from "./nft.ts";
import { rule } from "./rule.ts";
import {
  newChain,
  newFamily,
  newMap,
  newObject,
  newSet,
  newTable,
  type Ruleset,
  type Table,
} from "./ruleset.ts";
import { objectSpec, setSpec } from "./set.ts";
import { chainSpec } from "./table.ts";

const DIRECTIVES = [
  "define v = 10.0.0.1",
  "define w = { 22, 80 }",
  "define v = { 10.0.0.1, 10.0.0.2 }",
  "redefine v = 10.0.0.9",
  "undefine v",
  "define x = $v",
  "define p = 22",
  "define v = 1-5",
  'include "/tmp/nosuch.nft"',
  'include "/tmp/*.nosuch"',
  "# a comment",
  "",
  "   ",
  ";",
  "#!/usr/sbin/nft -f",
  "flush ruleset",
];

/** Rules with variables. */
const WITH_VARIABLES = [
  "ip saddr $v accept",
  "tcp dport $w drop",
  "tcp dport { $p, 80 } counter",
  "ip saddr != $x",
  "ip saddr $nosuch",
  "ip daddr { $v }",
  "meta mark set $p",
  "tcp dport $",
  "jump $v",
];

function chainBlock(draw: Draw, table: Table, lines: string[]): void {
  const name = newChain(draw);
  const spec = chainSpec(draw, table, name);
  lines.push(`  chain ${name} {`);
  if (spec !== "") lines.push(`    ${spec.trim().slice(1, -1).trim()}`);
  for (let count = draw.int(0, 3); count > 0; count--)
    lines.push(`    ${draw.chance(0.06) ? draw.pick(WITH_VARIABLES) : rule(draw, table)}`);
  lines.push("  }");
}

/** A table with what is in it, as `nft` lists it. */
function tableBlock(draw: Draw, ruleset: Ruleset): string[] {
  const table: Table = { family: newFamily(draw), name: newTable(draw), chains: [], sets: [], objects: [] };
  ruleset.add(table);
  const lines = [`table ${table.family} ${table.name} {`];
  for (let count = draw.int(0, 1); count > 0; count--) {
    const [kind, name] = [draw.word("counter quota limit"), newObject(draw)];
    table.objects.push({ kind, name });
    lines.push(`  ${kind} ${name}${objectSpec(draw, kind) || " { }"}`);
  }
  for (let count = draw.int(0, 2); count > 0; count--) {
    const map = draw.chance(0.4);
    const name = map ? newMap(draw) : newSet(draw);
    lines.push(`  ${map ? "map" : "set"} ${name} ${setSpec(draw, table, name, map)}`);
  }
  for (let count = draw.int(1, 3); count > 0; count--) chainBlock(draw, table, lines);
  lines.push(draw.chance(0.98) ? "}" : draw.pick(["", "} foo", "} }"]));
  return lines;
}

/**
 * The lines of a file.
 * @param command makes one command
 */
export function fileLines(draw: Draw, ruleset: Ruleset, world: World, command: NftProduction): string[] {
  const lines: string[] = [];
  for (let count = draw.int(1, 6); count > 0; count--) {
    const kind = draw.int(0, 19);
    if (kind < 4) lines.push(...tableBlock(draw, ruleset));
    else if (kind < 6) lines.push(draw.pick(DIRECTIVES));
    else if (kind < 7) lines.push(`add rule t1 c1 ${draw.pick(WITH_VARIABLES)}`);
    else lines.push(`${command(draw, ruleset, world)}${draw.chance(0.04) ? "; list tables" : ""}`);
  }
  return lines;
}
