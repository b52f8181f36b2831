/** `ip rule add|del|flush`. */
import type { Draw } from "../draw.ts";
import type { Words } from "../step.ts";
import { network, number, protocol, table, wantsIpv6 } from "../values.ts";
import type { World } from "../world.ts";
import { ip, type Production } from "./grammar.ts";

function selectors(draw: Draw, world: World, namespace: string, words: Words, six: boolean): void {
  words
    .maybe(0.06, "not")
    .maybe(0.5, () => `from ${draw.chance(0.2) ? "all" : network(draw, six)}`)
    .maybe(0.25, () => `to ${network(draw, six)}`)
    .maybe(0.12, () => `fwmark ${draw.word("1 0x10 3/7 0/1 0x10/0 x 1/x 1/ /1 0xffffffff 4294967296")}`)
    .maybe(0.1, () => `${draw.word("iif dev oif")} ${world.deviceName(draw, namespace)}`)
    .maybe(0.06, () => `${draw.word("tos dsfield")} ${draw.word("0x10 4 1 foo 0")}`)
    .maybe(
      0.05,
      () => `uidrange ${draw.word("0-0 1-5 5-1 x 3 0-4294967295 4294967295-4294967295 1-5x -1-3")}`,
    )
    .maybe(0.06, () => `ipproto ${draw.word("tcp udp icmp 17 256 foo")}`)
    .maybe(0.05, () => `sport ${draw.word("80 1-5 5-1 x 70000 0 0-5 65535-65536 80- 1-5-9")}`)
    .maybe(0.05, () => `dport ${draw.word("80 1-5 443-444 x")}`)
    .maybe(0.02, "l3mdev")
    .maybe(0.04, () => `tun_id ${draw.word("5 0x10 0 x -1 18446744073709551615")}`)
    .maybe(0.06, () => `${draw.word("suppress_prefixlength sup_pl")} ${number(draw, 0, 32)}`)
    .maybe(
      0.05,
      () => `${draw.word("suppress_ifgroup sup_group")} ${draw.word("5 default 0 -1 foo 4294967295")}`,
    )
    .maybe(0.08, () => `protocol ${protocol(draw)}`)
    .maybe(0.05, () => `realms ${draw.word("5 3/4 x")}`)
    .maybe(0.5, () => `${draw.word("pref priority order")} ${number(draw, 90, 95)}`);
}

function action(draw: Draw): string {
  return draw.weighted([
    [12, `${draw.word("table lookup")} ${table(draw)}`],
    [1, "blackhole"],
    [1, "unreachable"],
    [1, "prohibit"],
    [1, "nop"],
    [1, "throw"],
    [1, "unicast"],
    [1, `type ${draw.word("local unicast nat foo 7 0 255")}`],
    [1, draw.word("local broadcast anycast multicast xresolve brd 3 goto")],
    [1, `table ${table(draw)} goto ${draw.int(90, 96)}`],
    [2, `goto ${draw.int(90, 96)}`],
    [1, "foo"],
    [1, ""],
  ]);
}

const add: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const words = ip(draw, namespace);
  if (six) words.add("-6");
  words.add(`rule ${draw.word("add add add a")}`);
  const before = words.done().parts.length;
  selectors(draw, world, namespace, words, six);
  words.optional(action(draw));
  const text = words
    .done()
    .parts.slice(before)
    .map((part) => part.text)
    .join(" ");
  world.rules.push(`${six ? "-6 " : ""}rule del ${text}`);
  return words;
};

const del: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(draw, namespace);
  if (world.rules.length > 0 && draw.chance(0.7)) return words.add(draw.pick(world.rules));
  if (draw.chance(0.5))
    return words.add(`rule del ${draw.word("pref priority")} ${draw.word("91 92 93 0 32766 32767")}`);
  const six = wantsIpv6(draw, world);
  if (six) words.add("-6");
  words.add("rule del");
  selectors(draw, world, namespace, words, six);
  return words.maybe(0.3, () => action(draw));
};

/** Words that select rules, for show and flush. */
function ruleFilter(draw: Draw, world: World, namespace: string, words: Words, six: boolean): Words {
  return words
    .maybe(0.2, () => `${draw.word("table lookup")} ${table(draw)}`)
    .maybe(0.12, () => `${draw.word("from src")} ${network(draw, six)}`)
    .maybe(0.12, () => `${draw.word("to dst")} ${network(draw, six)}`)
    .maybe(0.1, () => `${draw.word("pref priority order")} ${draw.word("90 91 92 93 0 32766 x")}`)
    .maybe(0.1, () => `fwmark ${draw.word("1 0x10 3/7 0/1 0 x")}`)
    .maybe(0.08, () => `${draw.word("iif dev oif")} ${world.deviceName(draw, namespace)}`)
    .maybe(0.06, () => `${draw.word("tos dsfield")} ${draw.word("0x10 4 0 foo")}`)
    .maybe(0.05, () => `uidrange ${draw.word("0-0 1-5 x")}`)
    .maybe(0.06, () => `ipproto ${draw.word("tcp udp 17 0 foo")}`)
    .maybe(0.06, () => `${draw.word("sport dport")} ${draw.word("80 1-5 443-444 x")}`)
    .maybe(0.04, () => `tun_id ${draw.word("5 16 0x10 0 x")}`)
    .maybe(0.06, () => `protocol ${draw.chance(0.2) ? "all" : protocol(draw)}`)
    .maybe(0.04, () => draw.word("not l3mdev help foo"));
}

const show: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const words = ip(draw, namespace).maybe(six ? 0.8 : 0.05, "-6");
  words.maybe(0.5, () => draw.pick(["-d", "-j", "-o", "-N", "-d -N", "-j -p", "-d -j", "-4", "-0", "-s"]));
  words.add(`${draw.word("rule ru")} ${draw.word("show list lst ls")}`);
  return ruleFilter(draw, world, namespace, words, six);
};

const flushSelected: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const words = ip(draw, namespace)
    .maybe(six ? 0.8 : 0.05, "-6")
    .maybe(0.1, "-s");
  return ruleFilter(draw, world, namespace, words.add("rule flush"), six);
};

const flush: Production = (draw, world) =>
  ip(draw, world.namespace(draw))
    .maybe(0.1, "-6")
    .add("rule flush")
    .maybe(0.3, () => `table ${table(draw)}`)
    .maybe(0.3, () => `protocol ${protocol(draw)}`)
    .maybe(0.2, () => `from ${network(draw, false)}`)
    .maybe(0.1, () => `pref ${draw.int(90, 95)}`);

export const RULE: readonly (readonly [number, Production])[] = [
  [12, add],
  [4, del],
  [2, show],
  [1, flush],
  [1, flushSelected],
];
