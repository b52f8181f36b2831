/** Sets, maps, verdict maps and their elements; counters, quotas and limits with names. */
import type { Draw } from "../../draw.ts";
import { fieldOfType } from "./fields.ts";
import type { NftProduction } from "./nft.ts";
import {
  type NamedSet,
  newMap,
  newObject,
  newSet,
  objectName,
  placeOf,
  setName,
  type Table,
} from "./ruleset.ts";
import { limit, quota, verdict } from "./statement.ts";
import { DATA_TYPES, interval, KEY_TYPES, value } from "./values.ts";

const FLAGS = [
  "interval",
  "timeout",
  "constant",
  "dynamic",
  "interval,timeout",
  "dynamic,timeout",
  "constant,interval",
  "foo",
  "interval, dynamic",
  "",
];

function keyTypes(draw: Draw): string[] {
  const key = [draw.word(KEY_TYPES)];
  while (draw.chance(0.15)) key.push(draw.word(KEY_TYPES));
  return key;
}

function keyText(draw: Draw, table: Table, key: readonly string[]): string {
  if (draw.chance(0.15)) {
    const fields = key.map((type) => fieldOfType(draw, type, table.family));
    if (fields.every((each) => each !== undefined)) return `typeof ${fields.join(" . ")}`;
  }
  return `type ${draw.chance(0.02) ? draw.word("foo string integer nosuch verdict") : key.join(" . ")}`;
}

/** What stands in the braces of a set or map. */
export function setSpec(draw: Draw, table: Table, name: string, map: boolean): string {
  const key = keyTypes(draw);
  const data = map ? draw.word(DATA_TYPES) : undefined;
  const flags = draw.chance(0.5) ? draw.pick(FLAGS) : "";
  const set: NamedSet = { name, key, data, flags: new Set(flags.split(/, ?/)) };
  table.sets.push(set);
  const lines = [`${keyText(draw, table, key)}${data === undefined ? "" : ` : ${data}`}`];
  if (flags !== "") lines.push(`flags ${flags}`);
  if (draw.chance(0.12)) lines.push(`timeout ${value(draw, "time")}`);
  if (draw.chance(0.05)) lines.push(`gc-interval ${value(draw, "time")}`);
  if (draw.chance(0.12)) lines.push(`size ${draw.word("1 2 10 65535 0 x 4294967295")}`);
  if (draw.chance(0.05)) lines.push(`policy ${draw.word("memory performance foo")}`);
  if (draw.chance(0.1)) lines.push("auto-merge");
  if (draw.chance(0.06)) lines.push(draw.pick(["counter", "quota 10 bytes", "limit rate 1/second"]));
  if (draw.chance(0.06)) lines.push('comment "a set"');
  if (draw.chance(0.3)) lines.push(`elements = ${elements(draw, table, set)}`);
  if (draw.chance(0.02)) lines.push(draw.word("foo type flags elements size"));
  return `{ ${lines.join("; ")}; }`.replace(/; \}$/, draw.chance(0.9) ? "; }" : " }");
}

function element(draw: Draw, table: Table, set: NamedSet): string {
  const ranges = set.flags.has("interval") ? 0.6 : 0.04;
  let text = set.key
    .map((type) => (draw.chance(ranges) ? interval(draw, type) : value(draw, type)))
    .join(" . ");
  if (draw.chance(0.01)) text = "*";
  if (draw.chance(set.flags.has("timeout") ? 0.3 : 0.02)) text += ` timeout ${value(draw, "time")}`;
  if (draw.chance(0.03)) text += ` expires ${value(draw, "time")}`;
  if (draw.chance(0.04)) text += ' comment "mine"';
  if (draw.chance(0.04)) text += draw.pick([" counter", " counter packets 1 bytes 2", " quota 10 bytes"]);
  if (set.data !== undefined ? !draw.chance(0.03) : draw.chance(0.01))
    text += ` : ${data(draw, table, set.data ?? "mark")}`;
  return text;
}

function data(draw: Draw, table: Table, type: string): string {
  if (type === "verdict") return verdict(draw, table);
  if (/^(counter|quota|limit)$/.test(type)) return `"${objectName(draw, table, type)}"`;
  return draw.chance(0.04) ? interval(draw, type) : value(draw, type);
}

function elements(draw: Draw, table: Table, set: NamedSet): string {
  const list: string[] = [];
  for (let count = draw.int(1, 4); count > 0; count--) list.push(element(draw, table, set));
  return `{ ${list.join(", ")} }`;
}

export const addSet: NftProduction = (draw, ruleset) => {
  const table = ruleset.table(draw);
  const map = draw.chance(0.45);
  const name = map ? newMap(draw) : newSet(draw);
  return `${draw.word("add add add create")} ${map ? "map" : "set"} ${placeOf(draw, table)} ${name} ${setSpec(draw, table, name, map)}`;
};

export const changeSet: NftProduction = (draw, ruleset) => {
  const table = ruleset.table(draw);
  return draw.pick([
    `flush ${draw.word("set map set meter")} ${placeOf(draw, table)} ${setName(draw, table)}`,
    `delete ${draw.word("set map")} ${placeOf(draw, table)} ${setName(draw, table)}`,
    `delete ${draw.word("set map")} ${placeOf(draw, table)} handle ${draw.int(1, 9)}`,
  ]);
};

const OTHER: NamedSet = { name: "s1", key: ["ipv4_addr"], data: undefined, flags: new Set() };

/** `{ add | create | delete | get } element`. */
function elementCommand(verbs: string): NftProduction {
  return (draw, ruleset) => {
    const table = ruleset.table(draw);
    const set = table.sets.length > 0 && !draw.chance(0.03) ? draw.pick(table.sets) : OTHER;
    const name = draw.chance(0.03) ? setName(draw, table) : set.name;
    const list = draw.chance(0.02)
      ? draw.pick(["{ }", "", "10.0.0.1", "{ 10.0.0.1", "{ , }"])
      : elements(draw, table, set);
    return `${draw.word(verbs)} element ${placeOf(draw, table)} ${name} ${list}`;
  };
}

export const changeElement = elementCommand("add add add add create delete delete insert destroy");
export const getElement = elementCommand("get");

const KINDS = "counter quota limit";

/** What stands behind the name of an object of the kind. */
export function objectSpec(draw: Draw, kind: string): string {
  const text =
    kind === "quota"
      ? quota(draw)
      : kind === "limit"
        ? limit(draw)
        : draw.pick(["packets 0 bytes 0", "packets 7 bytes 70", "", "packets 1", "bytes 5"]);
  const comment = draw.chance(0.1) ? '; comment "an object"' : "";
  if (text === "" && comment === "") return "";
  return comment !== "" || draw.chance(0.5) ? ` { ${text}${comment}; }` : ` ${text}`;
}

export const addObject: NftProduction = (draw, ruleset) => {
  const table = ruleset.table(draw);
  const [kind, name] = [draw.word(KINDS), newObject(draw)];
  table.objects.push({ kind, name });
  return `${draw.word("add add add create")} ${kind} ${placeOf(draw, table)} ${name}${objectSpec(draw, kind)}`;
};

export const deleteObject: NftProduction = (draw, ruleset) => {
  const table = ruleset.table(draw);
  const kind = draw.word(KINDS);
  const which = draw.chance(0.7) ? objectName(draw, table, kind) : `handle ${draw.int(1, 9)}`;
  return `delete ${kind} ${placeOf(draw, table)} ${which}`;
};
