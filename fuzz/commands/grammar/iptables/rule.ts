/** What describes a rule: addresses, interfaces, a protocol, matches and a target. */
import type { Draw } from "../../draw.ts";
import type { Words } from "../../step.ts";
import type { World } from "../../world.ts";
import { MATCHES } from "./matches.ts";
import { addOptions, type ExtensionTable } from "./options.ts";
import { TARGETS } from "./targets.ts";
import { type Family, host, interfaceName, protocol, userChain } from "./values.ts";

/** What a rule is drawn for. */
export interface RulePlace {
  readonly family: Family;
  readonly table: string;
  readonly chain: string;
  readonly namespace: string;
}

function drawExtension(draw: Draw, list: readonly ExtensionTable[], family: Family): ExtensionTable {
  const own = list.filter((one) => one.family === undefined || one.family === family || draw.chance(0.02));
  return draw.weighted(own.map((one) => [one.weight ?? 1, one] as const));
}

/** The targets of a table that are of no use elsewhere. */
const OF_TABLE: Readonly<Record<string, RegExp>> = {
  nat: /^(DNAT|SNAT|MASQUERADE|REDIRECT|NETMAP)$/,
  raw: /^(CT|NOTRACK|TRACE)$/,
  mangle: /^(TTL|HL|TCPMSS|MARK|CONNMARK|CHECKSUM|CLASSIFY)$/,
};

function drawTarget(draw: Draw, { family, table }: RulePlace): ExtensionTable {
  const own = OF_TABLE[table];
  const fitting = TARGETS.filter(
    ({ name }) => own?.test(name) ?? !/NAT|QUERADE|DIRECT|TRACK|^CT|^NETMAP/.test(name),
  );
  return drawExtension(draw, draw.chance(own ? 0.6 : 0.85) ? fitting : TARGETS, family);
}

function needed(draw: Draw, tables: readonly ExtensionTable[], family: Family): string {
  const needs = tables.flatMap((table) => table.needs ?? []);
  if (needs.length === 0) return draw.chance(0.3) ? `-p ${protocol(draw, family)}` : "";
  if (draw.chance(0.06)) return draw.chance(0.5) ? "" : `-p ${protocol(draw, family)}`;
  return draw.pick(needs);
}

function addTarget(draw: Draw, place: RulePlace, words: Words, target: ExtensionTable | undefined): void {
  if (target === undefined) {
    words.maybe(0.75, () => `${draw.word("-j -j -j -j -g --jump --goto")} ${userChain(draw)}`);
    return;
  }
  words.optional(`${draw.word("-j -j -j --jump --jum")} ${target.name}`);
  addOptions(draw, words, target, place.family);
}

/** Adds the words of a rule. */
export function addRule(draw: Draw, world: World, place: RulePlace, words: Words): Words {
  const { family } = place;
  const not = (): string => (draw.chance(0.15) ? "! " : "");
  const matches = Array.from(
    {
      length: draw.weighted([
        [4, 0],
        [6, 1],
        [2, 2],
        [1, 3],
      ]),
    },
    () => drawExtension(draw, MATCHES, family),
  );
  const target = draw.chance(0.75) ? drawTarget(draw, place) : undefined;
  const fore = needed(draw, target ? [...matches, target] : matches, family);
  words
    .maybe(0.2, () =>
      `${not()}${draw.word("-s --source --src -s --src=10.0.0.0/8")} ${host(draw, family)}`.replace(
        /(=\S+) .*/,
        "$1",
      ),
    )
    .maybe(0.2, () => `${not()}${draw.word("-d --destination --dst")} ${host(draw, family)}`);
  if (fore !== "") words.optional(`${not()}${fore}`);
  words
    .maybe(
      0.15,
      () => `${not()}${draw.word("-i --in-interface")} ${interfaceName(draw, world, place.namespace)}`,
    )
    .maybe(
      0.12,
      () => `${not()}${draw.word("-o --out-interface")} ${interfaceName(draw, world, place.namespace)}`,
    )
    .maybe(0.02, () => `${not()}-f`)
    .maybe(0.05, () => `-c ${draw.word("1 5 10 0 x 18446744073709551616 -1")} ${draw.word("100 0 7 x")}`)
    .maybe(0.01, () => `${draw.word("-i -o -s -d -p")} ! ${draw.word("lo veth0 10.0.0.1 tcp")}`);
  for (const match of matches) {
    if (match.needs !== `-p ${match.name}` || draw.chance(0.7)) words.optional(`-m ${match.name}`);
    addOptions(draw, words, match, family);
  }
  addTarget(draw, place, words, target);
  return words.maybe(0.02, () => draw.word("-4 -6 -v -n -x --line-numbers -t ! extra -w -V -h"));
}
