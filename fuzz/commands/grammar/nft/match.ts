/** Matches. */
import type { Draw } from "../../draw.ts";
import { type FieldChoice, field, fieldOfType } from "./fields.ts";
import { setName, type Table } from "./ruleset.ts";
import { interval, value } from "./values.ts";

/** An operator with a blank behind it, or none. */
function operator(draw: Draw): string {
  return draw.weighted([
    [12, ""],
    [3, "!= "],
    [2, "== "],
    [1, draw.pick(["< ", "> ", "<= ", ">= ", "eq ", "ne ", "lt ", "ge ", "not ", "! ", "= "])],
  ]);
}

/** Values of a set without a name; some of them again, or in each other. */
export function anonymousSet(draw: Draw, type: string): string {
  const values: string[] = [];
  for (let count = draw.int(1, 4); count > 0; count--)
    values.push(draw.chance(0.4) ? interval(draw, type) : value(draw, type));
  if (draw.chance(0.02))
    return draw.pick([
      "{ }",
      "{}",
      `{ ${values.join(" ")} }`,
      `{ ${values.join(", ")}`,
      `{ ${values.join(", ")}, }`,
    ]);
  return `{ ${values.join(", ")} }`;
}

function masked(draw: Draw, name: string, type: string): string {
  const [mask, is] = [value(draw, type), value(draw, type)];
  return draw.pick([
    `${name} & ${mask} == ${is}`,
    `${name} & ${mask} != ${is}`,
    `${name} & ${mask} ${is}`,
    `${name} and ${mask} == 0`,
    `${name} | ${mask} == ${is}`,
    `${name} & (${mask} | ${is}) == ${is}`,
    `${name} ^ ${mask} == ${is}`,
    `${name} << 1 == ${is}`,
    `${name} >> 2 & 0x3 == 1`,
    `${name} & ${mask} == { ${is}, ${mask} }`,
    `${name} & 0xff00 | 0x12 == 0x12`,
  ]);
}

function flagMatch(draw: Draw, name: string): string {
  return draw.pick([
    `${name} & (fin|syn|rst|ack) == syn`,
    `${name} syn / fin,syn,rst,ack`,
    `${name} != syn / syn,ack`,
    `${name} & syn != 0`,
    `${name} & (syn|ack) == (syn|ack)`,
    `${name} == 0x0`,
    `${name} & fin,syn == fin,syn`,
    `${name} ! syn`,
    `${name} { syn, ack, syn|ack }`,
    `${name} ! fin,rst`,
    `${name} != 0`,
    `${name} ! = syn`,
    `${name} & (fin | syn) == (fin | syn)`,
    `${name} / syn`,
    `${name} syn /`,
    `${name} syn / 3`,
  ]);
}

/** Several fields at once, from a set. */
function concatenation(draw: Draw, table: Table): string {
  const parts: FieldChoice[] = [field(draw, table.family), field(draw, table.family)];
  if (draw.chance(0.2)) parts.push(field(draw, table.family));
  const key = parts.map(([name]) => name).join(" . ");
  const element = (): string =>
    parts.map(([, type]) => (draw.chance(0.2) ? interval(draw, type) : value(draw, type))).join(" . ");
  if (draw.chance(0.2)) return `${key} @${setName(draw, table)}`;
  if (draw.chance(0.1)) return `${key} ${element()}`;
  return `${key} ${operator(draw)}{ ${element()}${draw.chance(0.5) ? `, ${element()}` : ""} }`;
}

/** A look into a set that is there, by the fields it is made for. */
function namedSet(draw: Draw, table: Table): string | undefined {
  const sets = table.sets.filter(({ data }) => data === undefined);
  if (sets.length === 0) return undefined;
  const set = draw.pick(sets);
  const key = keyFor(draw, table, set.key);
  return key === undefined ? undefined : `${key} ${draw.chance(0.2) ? "!= " : ""}@${set.name}`;
}

/** Fields of these types. */
export function keyFor(draw: Draw, table: Table, types: readonly string[]): string | undefined {
  const fields = types.map((type) => fieldOfType(draw, type, table.family));
  return fields.every((each) => each !== undefined) ? fields.join(" . ") : undefined;
}

export function match(draw: Draw, table: Table): string {
  const named = draw.chance(0.12) ? namedSet(draw, table) : undefined;
  if (named !== undefined) return named;
  if (draw.chance(0.06)) return concatenation(draw, table);
  const [name, type] = field(draw, table.family);
  if (type === "tcp_flag" && draw.chance(0.6)) return flagMatch(draw, name);
  const bits = /^(mark|integer|ct_state|ct_status|ipv4_addr|ipv6_addr|dscp)$/.test(type);
  if (bits && draw.chance(0.12)) return masked(draw, name, type);
  return draw.weighted([
    [10, `${name} ${operator(draw)}${value(draw, type)}`],
    [4, `${name} ${operator(draw)}${interval(draw, type)}`],
    [4, `${name} ${operator(draw)}${anonymousSet(draw, type)}`],
    [1, `${name} @${setName(draw, table)}`],
    [
      1,
      draw.pick([
        name,
        `${name} ${value(draw, type)},${value(draw, type)}`,
        `${name} ${name}`,
        `${name} .`,
        `(${name}) ${value(draw, type)}`,
      ]),
    ],
  ]);
}
