/** Tables and chains. */
import type { Draw } from "../../draw.ts";
import type { NftProduction } from "./nft.ts";
import {
  type Chain,
  chainName,
  type Family,
  newChain,
  newFamily,
  newTable,
  placeOf,
  type Table,
} from "./ruleset.ts";

export const addTable: NftProduction = (draw, ruleset) => {
  const table: Table = { family: newFamily(draw), name: newTable(draw), chains: [], sets: [], objects: [] };
  ruleset.add(table);
  const rest = draw.weighted([
    [14, ""],
    [1, " { flags dormant; }"],
    [1, ' { comment "my table"; }'],
    [1, " { }"],
    [1, " { flags foo; }"],
    [1, " { flags dormant,owner; }"],
  ]);
  return `${draw.word("add add add create")} table ${placeOf(draw, table)}${rest}`;
};

const HOOKS: Readonly<Record<Family, string>> = {
  ip: "input output forward prerouting postrouting",
  ip6: "input output forward prerouting postrouting",
  inet: "input output forward prerouting postrouting ingress",
  arp: "input output",
  bridge: "input output forward prerouting postrouting",
  netdev: "ingress ingress egress",
};

const PRIORITIES = [
  "0",
  "0",
  "filter",
  "filter",
  "raw",
  "mangle",
  "dstnat",
  "srcnat",
  "security",
  "out",
  "-1",
  "10",
  "-300",
  "100",
  "filter + 5",
  "filter - 5",
  "mangle+1",
  "srcnat - 10",
  "dstnat + 200",
  "+5",
  "2147483647",
  "2147483648",
  "-2147483648",
  "foo",
  "filter + foo",
  "1 + 1",
  "-",
  "raw +",
];

function spec(draw: Draw, { family }: Table): { chain: Omit<Chain, "name">; text: string } {
  const type = draw.weighted([
    [8, "filter"],
    [family === "netdev" || family === "arp" ? 1 : 5, "nat"],
    [1, "route"],
    [0, ""],
  ]);
  const wrong = draw.chance(0.04);
  const hook = wrong ? draw.word("input ingress egress forward foo prerouting") : draw.word(HOOKS[family]);
  const named = family === "netdev" || hook === "ingress" ? !draw.chance(0.06) : draw.chance(0.02);
  const device = named
    ? draw.pick([
        " device lo",
        " device lo",
        ' device "lo"',
        " device nosuch",
        " devices = { lo }",
        " devices = { lo, veth0 }",
      ])
    : "";
  const priority = draw.pick(PRIORITIES);
  const policy = draw.chance(0.4) ? ` policy ${draw.word("accept drop drop accept foo")};` : "";
  const comment = draw.chance(0.05) ? ' comment "base";' : "";
  const text = draw.chance(0.02)
    ? draw.pick([
        `{ type ${type}; }`,
        `{ type ${type} hook ${hook}; }`,
        "{ policy drop; }",
        `{ type foo hook ${hook} priority 0; }`,
        "{ }",
        `{ hook ${hook} type ${type} priority 0; }`,
      ])
    : `{ type ${type} hook ${hook}${device} priority ${priority};${policy}${comment} }`;
  return { chain: { type, hook }, text };
}

/** What stands behind a chain's name. */
export function chainSpec(draw: Draw, table: Table, name: string): string {
  const base = draw.chance(0.5);
  const { chain, text } = spec(draw, table);
  table.chains.push(base ? { name, ...chain } : { name, type: undefined, hook: undefined });
  return base ? ` ${text}` : "";
}

export const addChain: NftProduction = (draw, ruleset) => {
  const table = ruleset.table(draw);
  const name = newChain(draw);
  return `${draw.word("add add add create")} chain ${placeOf(draw, table)} ${name}${chainSpec(draw, table, name)}`;
};

export const changeChain: NftProduction = (draw, ruleset) => {
  const table = ruleset.table(draw);
  const place = `${placeOf(draw, table)} ${chainName(draw, table)}`;
  return draw.pick([
    `rename chain ${place} ${newChain(draw)}`,
    `flush chain ${place}`,
    `delete chain ${place}`,
    `delete chain ${placeOf(draw, table)} handle ${draw.int(1, 9)}`,
    `add chain ${place} { policy ${draw.word("drop accept")}; }`,
    `add chain ${place} ${spec(draw, table).text}`,
  ]);
};

export const changeTable: NftProduction = (draw, ruleset) => {
  const table = ruleset.table(draw);
  const kind = draw.int(0, 9);
  if (kind < 4) return `flush table ${placeOf(draw, table)}`;
  if (kind < 6) return `add table ${placeOf(draw, table)} ${draw.pick(["{ flags dormant; }", "{ }"])}`;
  if (kind < 7) return `delete table ${table.family} handle ${draw.int(1, 6)}`;
  ruleset.remove(table);
  return kind < 9
    ? `delete table ${placeOf(draw, table)}`
    : `${draw.word("flush delete destroy")} ruleset${draw.pick(["", " ip", " inet", " foo"])}`;
};
