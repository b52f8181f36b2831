/** Rules: added, inserted, replaced, deleted. */
import type { Draw } from "../../draw.ts";
import { match } from "./match.ts";
import type { NftProduction } from "./nft.ts";
import { chainName, placeOf, type Table } from "./ruleset.ts";
import { statement } from "./statement.ts";

const COMMENTS = [
  '"a comment"',
  "word",
  '"x"',
  `"${"c".repeat(128)}"`,
  `"${"c".repeat(129)}"`,
  '""',
  '"ends',
  '"a;b"',
  "two words",
];

/** What a rule says. */
export function rule(draw: Draw, table: Table): string {
  const parts: string[] = [];
  for (
    let count = draw.weighted([
      [2, 0],
      [6, 1],
      [3, 2],
      [1, 3],
    ]);
    count > 0;
    count--
  )
    parts.push(match(draw, table));
  for (
    let count = draw.weighted([
      [2, 0],
      [8, 1],
      [3, 2],
      [1, 3],
    ]);
    count > 0;
    count--
  )
    parts.push(statement(draw, table));
  if (parts.length === 0) parts.push(draw.word("accept counter drop"));
  if (draw.chance(0.04)) parts.reverse();
  if (draw.chance(0.07)) parts.push(`comment ${draw.pick(COMMENTS)}`);
  return parts.join(" ");
}

function place(draw: Draw): string {
  return draw.weighted([
    [12, ""],
    [1, `handle ${draw.int(1, 14)} `],
    [1, `position ${draw.int(1, 14)} `],
    [2, `index ${draw.int(0, 3)} `],
    [0, ""],
  ]);
}

export const addRule: NftProduction = (draw, ruleset) => {
  const table = ruleset.table(draw);
  const verb = draw.weighted([
    [8, "add rule "],
    [3, "insert rule "],
    [1, "add "],
    [1, "create rule "],
    [1, "insert "],
    [1, ""],
  ]);
  return `${verb}${placeOf(draw, table)} ${chainName(draw, table)} ${place(draw)}${rule(draw, table)}`;
};

export const replaceRule: NftProduction = (draw, ruleset) => {
  const table = ruleset.table(draw);
  const handle = draw.weighted([
    [12, `handle ${draw.int(1, 14)} `],
    [1, ""],
    [1, `position ${draw.int(1, 14)} `],
    [1, `index ${draw.int(0, 3)} `],
  ]);
  return `replace rule ${placeOf(draw, table)} ${chainName(draw, table)} ${handle}${rule(draw, table)}`;
};

export const deleteRule: NftProduction = (draw, ruleset) => {
  const table = ruleset.table(draw);
  const handle = draw.weighted([
    [14, `handle ${draw.int(1, 16)}`],
    [1, ""],
    [1, `position ${draw.int(1, 14)}`],
    [1, `index ${draw.int(0, 3)}`],
    [1, "handle x"],
    [1, "accept"],
  ]);
  return `${draw.word("delete delete delete destroy")} rule ${placeOf(draw, table)} ${chainName(draw, table)} ${handle}`;
};
