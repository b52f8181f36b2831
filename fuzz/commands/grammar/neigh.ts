/** `ip neighbour add|change|replace|del|get|flush`. */
import type { Draw } from "../draw.ts";
import type { Words } from "../step.ts";
import { address, addressPrefix, mac, maybeWrong, protocol, wantsIpv6 } from "../values.ts";
import type { World } from "../world.ts";
import { ip, type Production } from "./grammar.ts";

const STATES =
  "permanent permanent reachable stale noarp delay probe incomplete failed none 0x40 0x10 0 64 128 256 0x82 perm foo";

const modify: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const device = world.deviceName(draw, namespace);
  const target = address(draw, wantsIpv6(draw, world));
  const words = ip(draw, namespace, draw.chance(0.05) ? draw.word("-4 -6 -0") : "");
  words.add(draw.word("neigh neighbour n neighbor"));
  words.add(
    draw.weighted([
      [8, "add"],
      [2, "change"],
      [4, "replace"],
      [1, "chg"],
    ]),
  );
  words.maybe(0.08, "proxy").maybe(0.03, "to").add(maybeWrong(draw, target));
  words
    .maybe(0.8, () => `lladdr ${draw.chance(0.03) ? "null" : mac(draw)}`)
    .maybe(0.35, () => `nud ${draw.word(STATES)}`)
    .maybe(0.06, "router")
    .maybe(0.04, "use")
    .maybe(0.03, "managed")
    .maybe(0.06, () => draw.word("extern_learn ext"))
    .maybe(0.02, () => `vrf ${draw.word("lo nosuch")}`)
    .maybe(0.06, () => `protocol ${protocol(draw)}`)
    .add(`dev ${device}`);
  world.neighbours.push(`${target} dev ${device}`);
  return words.settle(resolutionTime(words.text));
};

/** Seconds until a neighbour that is asked for, and does not answer, has failed. */
function resolutionTime(text: string): number {
  if (/\bnud (delay|8|0x8)\b/.test(text)) return 8.5;
  return /\bnud (probe|incomplete|1|16|0x1|0x10)\b| (use|managed) /.test(text) ? 3.5 : 0.02;
}

const del: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const known = world.neighbours.length > 0 && draw.chance(0.85);
  const target = known
    ? draw.pick(world.neighbours)
    : `${address(draw, wantsIpv6(draw, world))} dev ${world.deviceName(draw, namespace)}`;
  return ip(draw, namespace, `neigh ${draw.word("del delete")}`)
    .maybe(0.08, "proxy")
    .add(target);
};

const get: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const target =
    world.neighbours.length > 0 && draw.chance(0.8)
      ? draw.pick(world.neighbours)
      : `${address(draw, wantsIpv6(draw, world))} dev ${world.deviceName(draw, namespace)}`;
  return ip(draw, namespace)
    .maybe(0.1, "-d")
    .maybe(0.1, "-j")
    .add("neigh get")
    .maybe(0.08, "proxy")
    .add(target);
};

const flush: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(draw, namespace).maybe(0.15, () => draw.word("-4 -6"));
  words.maybe(0.15, () => draw.pick(["-s", "-s -s"])).add("neigh flush");
  words.add(
    draw.weighted([
      [5, `dev ${world.deviceName(draw, namespace)}`],
      [2, "all"],
      [1, `nud ${draw.word(STATES)}`],
    ]),
  );
  return neighFilter(draw, world, words).settle(0.05);
};

/** Words that select neighbours, for show and flush. */
function neighFilter(draw: Draw, world: World, words: Words): Words {
  return words
    .maybe(0.25, () => `nud ${draw.word(`${STATES} all`)}`)
    .maybe(0.08, () => `nud ${draw.word(`${STATES} all`)}`)
    .maybe(0.2, () => `${draw.chance(0.7) ? "to " : ""}${addressPrefix(draw, wantsIpv6(draw, world))}`)
    .maybe(0.1, () => `protocol ${draw.chance(0.2) ? "all" : protocol(draw)}`)
    .maybe(0.08, "proxy")
    .maybe(0.05, () =>
      draw.pick(["unused", "nomaster", "master lo", "master nosuch", "vrf lo", "help", "foo"]),
    );
}

const show: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(draw, namespace).maybe(0.2, () => draw.word("-4 -6 -0"));
  words.maybe(0.4, () => draw.pick(["-d", "-j", "-o", "-br", "-N", "-j -p", "-d -j"]));
  words.add(`${draw.word("neigh n neighbour")} ${draw.word("show list lst ls")}`);
  words.maybe(0.4, () => `dev ${world.deviceName(draw, namespace)}`);
  return neighFilter(draw, world, words).unordered();
};

export const NEIGH: readonly (readonly [number, Production])[] = [
  [8, modify],
  [3, del],
  [2, get],
  [2, flush],
  [3, show],
];
