/** `nft`: all of the language that there is, one command at a time or several in a file. */
import type { Draw } from "../../draw.ts";
import type { Words } from "../../step.ts";
import type { World } from "../../world.ts";
import type { Production } from "../grammar.ts";
import { fileLines } from "./file.ts";
import { describeType, list, reset } from "./list.ts";
import { change, file, type NftProduction, show } from "./nft.ts";
import { addRule, deleteRule, replaceRule } from "./rule.ts";
import { rulesetOf } from "./ruleset.ts";
import { addObject, addSet, changeElement, changeSet, deleteObject, getElement } from "./set.ts";
import { spoil } from "./spoil.ts";
import { addChain, addTable, changeChain, changeTable } from "./table.ts";

const CHANGES: readonly (readonly [number, NftProduction])[] = [
  [24, addRule],
  [2, replaceRule],
  [3, deleteRule],
  [4, addTable],
  [6, addChain],
  [2, changeChain],
  [1, changeTable],
  [7, addSet],
  [1, changeSet],
  [8, changeElement],
  [3, addObject],
  [1, deleteObject],
];

const SHOWS: readonly (readonly [number, NftProduction])[] = [
  [10, list],
  [2, reset],
  [2, getElement],
  [1, describeType],
];

/** Of all commands this share has a word changed. */
const SPOILT = 0.07;

function maybeSpoilt(draw: Draw, text: string): string {
  return draw.chance(SPOILT) ? spoil(draw, text) : text;
}

/** Of commands in files: what else is read behind a mistake is the business of a parser made from tables, which ours is not. */
const SPOILT_IN_FILES = 0.004;

const command: NftProduction = (draw, ruleset, world) => {
  const text = draw.weighted(CHANGES)(draw, ruleset, world);
  return draw.chance(SPOILT_IN_FILES) ? spoil(draw, text) : text;
};

function production(choices: readonly (readonly [number, NftProduction])[], run: typeof change): Production {
  return (draw, world) => {
    const namespace = world.namespace(draw);
    const text = draw.weighted(choices)(draw, rulesetOf(world, namespace), world);
    return run(draw, namespace, maybeSpoilt(draw, text));
  };
}

const several: Production = (draw: Draw, world: World): Words => {
  const namespace = world.namespace(draw);
  return file(draw, namespace, fileLines(draw, rulesetOf(world, namespace), world, command));
};

/** Tables, chains and sets, so that the rest has something to work on. */
export const NFT_FOUNDATION: readonly (readonly [number, Production])[] = [
  [
    1,
    production(
      [
        [3, addTable],
        [4, addChain],
        [3, addSet],
        [1, addObject],
      ],
      change,
    ),
  ],
];

export const NFT: readonly (readonly [number, Production])[] = [
  [20, production(CHANGES, change)],
  [5, production(SHOWS, show)],
  [5, several],
];
