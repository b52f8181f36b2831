/** Options of matches and targets as tables: how each is drawn well, and how it is spoiled. */
import type { Draw } from "../../draw.ts";
import type { Words } from "../../step.ts";
import type { Family } from "./values.ts";

export interface OptionTable {
  /** The option with its dashes. */
  readonly name: string;
  /** Arguments, separated by `|`, quoted for bash; absent: it takes none. */
  readonly values?: string;
  /** Arguments of IPv6, where they are others. */
  readonly values6?: string;
  /** How often it is given; 0.3 when absent. */
  readonly chance?: number;
}

/** A match or target. */
export interface ExtensionTable {
  readonly name: string;
  /** The only family that has it. */
  readonly family?: Family;
  /** What has to stand before it, and mostly does. */
  readonly needs?: string;
  readonly options: readonly OptionTable[];
  readonly weight?: number;
}

/** What no option takes gladly. */
const GARBAGE =
  "'' -1 foo 0 4294967296 18446744073709551616 99999999999999999999 1x 0x10 , : / ! - $'1\\x202' +5 1: :1 1,2 ÿ";

function argument(draw: Draw, { values = "", values6 }: OptionTable, family: Family): string {
  if (draw.chance(0.06)) return draw.word(GARBAGE);
  return draw.pick((family === 6 ? (values6 ?? values) : values).split("|"));
}

function option(draw: Draw, table: OptionTable, family: Family): string {
  const not = draw.chance(0.15) ? "! " : "";
  if (table.values === undefined) return `${not}${table.name}${draw.chance(0.02) ? " foo" : ""}`;
  if (draw.chance(0.03)) return `${not}${table.name}`;
  const inside = draw.chance(0.02) ? " !" : "";
  return `${not}${table.name}${inside} ${argument(draw, table, family)}`;
}

/** The options of a match or target, each now and then twice. */
export function addOptions(draw: Draw, words: Words, table: ExtensionTable, family: Family): void {
  for (const one of table.options) {
    words.maybe(one.chance ?? 0.3, () => option(draw, one, family));
    words.maybe(0.015, () => option(draw, one, family));
  }
  words.maybe(
    0.02,
    () => `${draw.word("--foo --sport --dport --set-mark --to --mark --ctstate --limi -q")} 1`,
  );
}
