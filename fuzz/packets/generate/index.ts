/** The frames of a batch. */
import type { Chance, Weighted } from "../chance.ts";
import { excluded } from "../exclusions.ts";
import { arp } from "./arp.ts";
import { ipv4Fragments, ipv4Frame } from "./ipv4.ts";
import { ipv6Fragments, ipv6Frame } from "./ipv6.ts";
import { oddLink } from "./link.ts";
import { mutated } from "./mutate.ts";
import { neighbourDiscovery } from "./nd.ts";
import type { Injection, Recipe } from "./recipe.ts";
import { socketUse } from "./sockets.ts";
import { isSegment, tcp } from "./tcp.ts";

const RECIPES: readonly Weighted<Recipe>[] = [
  [2, arp],
  [7, ipv4Frame],
  [1, ipv4Fragments],
  [6, ipv6Frame],
  [1, ipv6Fragments],
  [3, neighbourDiscovery],
  [1, oddLink],
  [3, socketUse],
];

/** Where there are rules: with TCP through the router, and without fragments (exclusions.ts). */
const RECIPES_WITH_RULES: readonly Weighted<Recipe>[] = [
  ...RECIPES.filter(([, recipe]) => recipe !== ipv4Fragments && recipe !== ipv6Fragments),
  [6, tcp],
];

/** One frame of `MUTATED` is changed at random places. */
const MUTATED = 5;

/** @returns `count` frames or a few more, without those that are excluded from the comparison */
export function generateFrames(chance: Chance, count: number, rules = false): Injection[] {
  const frames: Injection[] = [];
  while (frames.length < count) {
    for (const made of chance.weighted(rules ? RECIPES_WITH_RULES : RECIPES)(chance)) {
      if (made.send !== undefined) {
        frames.push(made);
        continue;
      }
      const injection = chance.oneIn(MUTATED) ? mutated(chance, made) : made;
      // segments that are made for the router stay, as they are
      if (rules && isSegment(made.frame)) frames.push(made);
      else if (!excluded(injection.frame)) frames.push(injection);
    }
  }
  return frames;
}
