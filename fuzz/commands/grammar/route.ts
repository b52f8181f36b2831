/** `ip route add|change|replace|append|prepend|del|test|flush`. */
import type { Draw } from "../draw.ts";
import type { Words } from "../step.ts";
import { address, maybeWrong, network, number, protocol, scope, table, wantsIpv6 } from "../values.ts";
import type { World } from "../world.ts";
import { ip, type Production } from "./grammar.ts";

const TYPES = "unicast local broadcast anycast multicast unreachable blackhole prohibit throw nat xresolve";

/** Metrics, sometimes many of them. */
function metrics(draw: Draw, words: Words): void {
  const value = (low: number, high: number): string =>
    `${draw.chance(0.2) ? "lock " : ""}${number(draw, low, high)}`;
  const time = (): string =>
    `${draw.chance(0.2) ? "lock " : ""}${draw.word("300 300ms 1s 1.5s 2secs 20msec 0 0.5s 10x lock 4294967295 5000000s 1,5s")}`;
  if (draw.chance(0.15)) {
    const all: readonly (() => string)[] = [
      () => `mtu ${draw.chance(0.3) ? "lock " : ""}${draw.word("1280 1400 0 65535 65536 68 4294967295")}`,
      () => `advmss ${value(0, 65535)}`,
      () => `hoplimit ${draw.word("0 1 64 255 256 lock")}`,
      () => `window ${value(0, 70000)}`,
      () => `rtt ${time()}`,
      () => `rttvar ${time()}`,
      () => `rto_min ${time()}`,
      () => `ssthresh ${value(0, 500)}`,
      () => `cwnd ${value(0, 500)}`,
      () => `initcwnd ${value(0, 500)}`,
      () => `initrwnd ${value(0, 500)}`,
      () => `reordering ${value(0, 500)}`,
      () => `quickack ${draw.word("0 1 2 lock x")}`,
      () => `fastopen_no_cookie ${draw.word("0 1 2")}`,
      () => `features ${draw.word("ecn ecn tcp_usec_ts foo 1")}`,
      () => `congctl ${draw.pick(["reno", "cubic", "lock cubic", "lock", "foo", "a-name-that-is-too-long"])}`,
    ];
    do words.optional(draw.pick(all)());
    while (draw.chance(0.6));
    return;
  }
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
    .maybe(0.01, "pervasive")
    .maybe(six ? 0.05 : 0.02, () => `pref ${draw.word("low medium high foo")}`)
    .maybe(six ? 0.04 : 0.01, () => `expires ${draw.word("1000 x 0")}`)
    .maybe(six ? 0.05 : 0.01, () => `from ${network(draw, six)}`)
    .maybe(0.02, () => `ttl-propagate ${draw.word("enabled disabled x")}`)
    .maybe(0.01, () => `nhid ${number(draw, 1, 3)}`)
    .maybe(0.01, () => `as ${draw.chance(0.3) ? "to " : ""}${address(draw, six)}`)
    .maybe(0.01, () => `vrf ${draw.word("lo nosuch 7")}`);
}

function gateway(draw: Draw, six: boolean): string {
  // routers of the other family; those of a link of IPv6 are seen by few devices, so mostly with onlink
  if (!six && draw.chance(0.06))
    return `via inet6 ${draw.word("fe80::1 fe80::2 fd00:0::2 fd00:0::5 :: ::1 ff02::1 10.0.0.1")}`;
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

/** `ip route get` with everything that selects. */
const get: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const strange = six
    ? "ff02::1 ff02::5 ff05::1 ::1 fe80::1 fe80::5 :: 2001:db8::1 fd00:0:: fd01::1"
    : "224.0.0.1 224.0.0.5 239.1.1.1 255.255.255.255 10.0.0.255 10.0.0.0 127.0.0.1 127.1.2.3 0.0.0.0 240.0.0.1 1.2.3.4 10.1.0.9 169.254.1.1";
  const target = (): string => (draw.chance(0.3) ? draw.word(strange) : address(draw, six));
  const words = ip(draw, namespace);
  if (six) words.maybe(0.7, "-6");
  words.maybe(0.1, () => draw.word("-d -j -p -s -o -N -4"));
  words
    .add(`route ${draw.word("get get g")}`)
    .maybe(0.05, "to")
    .add(target());
  const both = draw.chance(0.15);
  return words
    .maybe(
      both ? 1 : 0.2,
      () => `from ${target()}${draw.chance(0.08) ? draw.word("/24 /32 /64 /128 /0") : ""}`,
    )
    .maybe(both ? 1 : 0.15, () => `iif ${draw.chance(0.15) ? "lo" : world.deviceName(draw, namespace)}`)
    .maybe(0.15, () => `${draw.word("oif dev oif")} ${world.deviceName(draw, namespace)}`)
    .maybe(0.1, () => `mark ${draw.word("1 0x10 3 0 x -1 4294967296")}`)
    .maybe(0.1, () => `${draw.word("tos dsfield")} ${draw.word("0x10 4 1 3 0xe0 0xff lowdelay foo 256")}`)
    .maybe(0.06, () => `uid ${draw.word("0 3 1000 x -1 4294967295")}`)
    .maybe(0.1, () => `ipproto ${draw.word("tcp udp icmp ipv6-icmp 1 6 17 58 0 99 255 256 foo")}`)
    .maybe(0.07, () => `sport ${draw.word("80 1 0 65535 65536 x")}`)
    .maybe(0.07, () => `dport ${draw.word("80 443 0 70000 x")}`)
    .maybe(0.15, "fibmatch")
    .maybe(0.04, "notify")
    .maybe(0.06, "connected")
    .maybe(0.01, () => `vrf ${draw.word("lo nosuch 7")}`);
};

/** `ip route show` with several words of the same kind, and those that few use. */
const show: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const words = ip(draw, namespace);
  if (six) words.add("-6");
  words.maybe(0.5, () =>
    draw.pick(["-d", "-s", "-o", "-j", "-N", "-d -j", "-d -N", "-s -s", "-d -p", "-4", "-0", "-c"]),
  );
  words.add(`${draw.word("route r")} ${draw.word("show list lst ls")}`);
  routeFilter(draw, world, namespace, words, six);
  return words
    .maybe(0.15, () => `${draw.word("to match exact root")} ${network(draw, six)}`)
    .maybe(0.05, () => `from ${draw.word("root match exact")} ${network(draw, six)}`)
    .maybe(0.05, () => `via ${six ? "" : "inet6 "}${draw.word("fe80::1 fd00:0::2 fd00:0::/64")}`)
    .maybe(0.04, () => `${draw.word("proto scope")} all`)
    .maybe(0.04, () => `src ${network(draw, six)}`)
    .maybe(0.03, () => `realms ${draw.word("5/ /4 3/4 0 x/")}`)
    .maybe(0.03, () => draw.word("help foo table dev"));
};

const flush: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const words = ip(draw, namespace);
  if (six) words.add("-6");
  words.maybe(0.25, () => draw.pick(["-s", "-s -s", "-s -s -s"])).add("route flush");
  if (draw.chance(0.12)) return words.add(draw.pick(["cache", "table cache", "cached", "cloned", ""]));
  routeFilter(draw, world, namespace, words, six);
  return words;
};

export const ROUTE: readonly (readonly [number, Production])[] = [
  [20, modify],
  [4, del],
  [5, get],
  [3, show],
  [2, flush],
];
