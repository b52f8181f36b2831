/** Files for `iptables-restore`, with what is wrong in some of their lines. */
import type { Draw } from "../../draw.ts";
import { Words } from "../../step.ts";
import type { World } from "../../world.ts";
import { type Production, run } from "../grammar.ts";
import { addRule } from "./rule.ts";
import { builtinChain, chain, type Family, tableName, userChain } from "./values.ts";

/** What stands between single quotes of bash. */
function quoted(line: string): string {
  return `'${line.replaceAll("'", '"')}'`;
}

const COUNTERS = "[0:0] [5:500] [0:0] [1:2 1:2 [x:y] [-1:5]";
const WRONG_LINES =
  "foo|COMMIT|*filter|*nope|:|:X|-A|-A X -j NOPE|-A NOPE|# a comment||:INPUT FOO|*|-F|-X|-N Z|-D INPUT 1|-L|-P FORWARD DROP|-Z|[1:2]|-A INPUT -t nat -j ACCEPT|-6 -A INPUT|-4 -A INPUT|-A INPUT -w|-I INPUT 9|\t-A INPUT| COMMIT|COMMIT ";

function chainLine(draw: Draw, table: string): string {
  const counters = draw.chance(0.9) ? ` ${draw.word(COUNTERS)}` : "";
  if (draw.chance(0.5))
    return `:${builtinChain(draw, table)} ${draw.word("ACCEPT ACCEPT DROP - foo")}${counters}`;
  return `:${draw.chance(0.9) ? userChain(draw) : chain(draw, table)} ${draw.word("- - - - - - ACCEPT")}${counters}`;
}

function ruleLine(draw: Draw, world: World, table: string, of: Family, namespace: string): string {
  const where = chain(draw, table);
  const command = draw.weighted([
    [10, "-A"],
    [2, "-I"],
    [1, "-D"],
    [1, draw.word("-F -X -N -R -C")],
  ]);
  const words = new Words(draw, `${draw.chance(0.15) ? `${draw.word(COUNTERS)} ` : ""}${command} ${where}`);
  if (command.startsWith("-") && /[ADIRC]/.test(command))
    addRule(draw, world, { family: of, table, chain: where, namespace }, words);
  return words.text;
}

function addTable(draw: Draw, world: World, of: Family, namespace: string, words: Words): void {
  const table = tableName(draw);
  const line = (text: string): void => void words.optional(quoted(text));
  line(`*${table}`);
  for (let count = draw.int(0, 4); count > 0; count--) line(chainLine(draw, table));
  for (let count = draw.int(0, 5); count > 0; count--)
    line(draw.chance(0.05) ? draw.pick(WRONG_LINES.split("|")) : ruleLine(draw, world, table, of, namespace));
  if (draw.chance(0.95)) line("COMMIT");
}

export const restore: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const of: Family = draw.chance(world.ipv6 ? 0.4 : 0.2) ? 6 : 4;
  const words = new Words(draw, "printf '%s\\n'");
  for (let count = draw.int(1, 2); count > 0; count--) addTable(draw, world, of, namespace, words);
  const { text } = run(draw, namespace, of === 6 ? "ip6tables-restore" : "iptables-restore");
  words.add(`| ${text}`);
  return words
    .maybe(0.5, "-n")
    .maybe(0.15, "-c")
    .maybe(0.1, "-t")
    .maybe(0.1, "-v")
    .maybe(0.1, () => `-T ${tableName(draw)}`)
    .maybe(0.04, () => draw.word("-w --wait=5 -4 -6 -h --foo /nosuchfile"));
};
