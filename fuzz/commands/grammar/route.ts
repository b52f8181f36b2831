/** `ip route add|change|replace|append|prepend|del|test|flush`. */
import type { Draw } from "../draw.ts";
import type { Words } from "../step.ts";
import { address, maybeWrong, network, number, protocol, scope, table, wantsIpv6 } from "../values.ts";
import type { World } from "../world.ts";
import { ip, type Production } from "./grammar.ts";

const TYPES = "unicast local broadcast anycast multicast unreachable blackhole prohibit throw nat xresolve";

function metrics(draw: Draw, words: Words): void {
  const value = (low: number, high: number): string =>
    `${draw.chance(0.2) ? "lock " : ""}${number(draw, low, high)}`;
  words
    .maybe(0.06, () => `mtu ${value(500, 2000)}`)
    .maybe(0.03, () => `advmss ${value(500, 1500)}`)
    .maybe(0.03, () => `hoplimit ${value(0, 255)}`)
    .maybe(0.02, () => `window ${value(500, 65000)}`)
    .maybe(0.02, () => `rtt ${draw.word("300 300ms 1s 1.5s 10x lock")}`)
    .maybe(0.02, () => `rttvar ${draw.word("300 300ms 2s")}`)
    .maybe(0.02, () => `rto_min ${draw.word("300 300ms 2s 20")}`)
    .maybe(0.02, () => `ssthresh ${value(1, 500)}`)
    .maybe(0.02, () => `cwnd ${value(1, 500)}`)
    .maybe(0.02, () => `initcwnd ${value(1, 500)}`)
    .maybe(0.02, () => `initrwnd ${value(1, 500)}`)
    .maybe(0.02, () => `reordering ${value(1, 500)}`)
    .maybe(0.02, () => `quickack ${draw.word("0 1 2")}`)
    .maybe(0.02, () => `fastopen_no_cookie ${draw.word("0 1 2")}`)
    .maybe(0.02, () => `features ${draw.word("ecn foo")}`)
    .maybe(0.02, () => `congctl ${draw.word("reno cubic lock foo")}`);
}

function details(draw: Draw, words: Words, six: boolean): void {
  words
    .maybe(0.2, () => `${draw.word("metric priority preference")} ${number(draw, 0, 3)}`)
    .maybe(0.18, () => `table ${table(draw)}`)
    .maybe(0.12, () => `${draw.word("proto protocol")} ${protocol(draw)}`)
    .maybe(0.1, () => `scope ${scope(draw)}`)
    .maybe(0.1, () => `src ${maybeWrong(draw, address(draw, six))}`)
    .maybe(0.06, () => `${draw.word("tos dsfield")} ${draw.word("0x10 4 lowdelay 0 1 0xe0 foo 256")}`)
    .maybe(0.04, () => `realms ${draw.word("5 3/4 x 0 5/")}`)
    .maybe(0.06, "onlink")
    .maybe(six ? 0.05 : 0.02, () => `pref ${draw.word("low medium high foo")}`)
    .maybe(six ? 0.04 : 0.01, () => `expires ${draw.word("1000 x 0")}`)
    .maybe(six ? 0.05 : 0.01, () => `from ${network(draw, six)}`)
    .maybe(0.02, () => `ttl-propagate ${draw.word("enabled disabled x")}`)
    .maybe(0.01, () => `nhid ${number(draw, 1, 3)}`)
    .maybe(0.01, () => `as ${draw.chance(0.3) ? "to " : ""}${address(draw, six)}`)
    .maybe(0.01, () => `vrf ${draw.word("lo nosuch 7")}`);
}

function gateway(draw: Draw, six: boolean): string {
  const family = draw.chance(0.05) ? `${draw.word("inet inet6")} ` : "";
  return `via ${family}${maybeWrong(draw, address(draw, draw.chance(0.03) ? !six : six))}`;
}

function nexthop(draw: Draw, world: World, namespace: string, words: Words, six: boolean): void {
  words.maybe(0.7, () => gateway(draw, six)).maybe(0.6, () => `dev ${world.deviceName(draw, namespace)}`);
}

function multipath(draw: Draw, world: World, namespace: string, words: Words, six: boolean): void {
  do {
    const via = draw.chance(0.8) ? ` ${gateway(draw, six)}` : "";
    const dev = via === "" || draw.chance(0.6) ? ` dev ${world.deviceName(draw, namespace)}` : "";
    const weight = draw.chance(0.3) ? ` weight ${number(draw, 1, 5)}` : "";
    const onlink = draw.chance(0.1) ? " onlink" : "";
    const realms = draw.chance(0.04) ? ` realms ${draw.word("5 3/4 x")}` : "";
    words.optional(`nexthop${via}${dev}${weight}${onlink}${realms}`);
  } while (draw.chance(0.6));
}

const modify: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const verb = draw.weighted([
    [12, "add"],
    [1, "a"],
    [2, "change"],
    [3, "replace"],
    [2, "append"],
    [1, "prepend"],
    [1, "test"],
    [1, "chg"],
  ]);
  const destination = network(draw, six);
  const words = ip(draw, namespace);
  if (six) words.add("-6");
  else words.maybe(0.1, "-4");
  words.add(`${draw.word("route route r ro")} ${verb}`).maybe(0.05, "to");
  if (draw.chance(0.2)) words.optional(draw.word(TYPES));
  words.add(destination);
  const shape = draw.weighted([
    [12, "one"],
    [2, "none"],
    [3, "many"],
  ]);
  if (shape === "one") nexthop(draw, world, namespace, words, six);
  const before = words.done().parts.length;
  details(draw, words, six);
  metrics(draw, words);
  const extra = words
    .done()
    .parts.slice(before)
    .map(({ text }) => text)
    .join(" ");
  if (shape === "many") multipath(draw, world, namespace, words, six);
  world.routes.push(`${six ? "-6 " : ""}route del ${destination}|${extra}`);
  return words;
};

const del: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const words = ip(draw, namespace);
  if (world.routes.length > 0 && draw.chance(0.8)) {
    const [start = "", extra = ""] = draw.pick(world.routes).split("|");
    return words.add(start).maybe(0.5, extra);
  }
  if (six) words.add("-6");
  words.add(`route ${draw.word("del delete d")} ${network(draw, six)}`);
  nexthop(draw, world, namespace, words, six);
  return words.maybe(0.3, () => `table ${table(draw)}`).maybe(0.2, () => `metric ${draw.int(0, 3)}`);
};

/** Words that select routes, for show and flush. */
export function routeFilter(draw: Draw, world: World, namespace: string, words: Words, six: boolean): void {
  words
    .maybe(0.35, () => `table ${draw.chance(0.4) ? "all" : table(draw)}`)
    .maybe(0.15, () => `dev ${world.deviceName(draw, namespace)}`)
    .maybe(0.1, () => `proto ${protocol(draw)}`)
    .maybe(0.08, () => `scope ${scope(draw)}`)
    .maybe(0.08, () => `type ${draw.word(TYPES)}`)
    .maybe(0.06, () => `via ${address(draw, six)}`)
    .maybe(0.06, () => `src ${address(draw, six)}`)
    .maybe(0.05, () => `metric ${draw.int(0, 3)}`)
    .maybe(0.04, () => `tos ${draw.word("0x10 4 foo")}`)
    .maybe(0.03, () => `from ${network(draw, six)}`)
    .maybe(0.02, () => draw.word("cached cloned"))
    .maybe(0.02, () => `oif ${world.deviceName(draw, namespace)}`)
    .maybe(0.02, () => `iif ${world.deviceName(draw, namespace)}`)
    .maybe(0.02, () => `realms ${draw.word("5 3/4 x")}`)
    .maybe(0.02, () => `mark ${draw.word("1 0x10/7 x")}`)
    .maybe(0.01, () => `vrf ${draw.word("lo nosuch")}`)
    .maybe(0.2, () => `${draw.word("to exact match root")} ${network(draw, six)}`);
}

const flush: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const words = ip(draw, namespace);
  if (six) words.add("-6");
  words.maybe(0.1, "-s").add("route flush");
  if (draw.chance(0.1)) return words.add("cache");
  routeFilter(draw, world, namespace, words, six);
  return words;
};

export const ROUTE: readonly (readonly [number, Production])[] = [
  [20, modify],
  [4, del],
  [1, flush],
];
