/** `ip address add|change|replace|del|flush`. */
import type { Draw } from "../draw.ts";
import { address, addressPrefix, maybeWrong, number, scope, wantsIpv6 } from "../values.ts";
import { carrierSettle, ip, output, type Production } from "./grammar.ts";

function lifetime(draw: Draw): string {
  return draw.weighted([
    [4, "forever"],
    [4, "1000"],
    [2, "500"],
    [1, draw.word("0 x -1 4294967295 100000")],
  ]);
}

const add: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const device = world.device(draw, namespace);
  const prefix = addressPrefix(draw, six);
  const words = ip(draw, namespace);
  words.maybe(0.1, six ? "-6" : "-4");
  words.add(
    `${draw.word("addr address a")} ${draw.weighted([
      [10, "add"],
      [1, "change"],
      [2, "replace"],
    ])}`,
  );
  words.maybe(0.1, "local").add(maybeWrong(draw, prefix));
  words
    .maybe(0.12, () => `${draw.word("peer peer remote")} ${addressPrefix(draw, six)}`)
    .maybe(0.15, () => `${draw.word("brd broadcast")} ${draw.word("+ - 10.0.0.255 10.0.0.7 x + +")}`)
    .maybe(0.02, () => `anycast ${address(draw, six)}`)
    .maybe(0.08, () => `scope ${scope(draw)}`)
    .maybe(0.08, () => `label ${device?.name ?? "lo"}${draw.word(":1 :x -1 :a-very-long-label :2")}`)
    .maybe(0.1, () => `${draw.word("metric priority preference")} ${number(draw, 0, 300)}`)
    .maybe(0.08, () => `valid_lft ${lifetime(draw)}`)
    .maybe(0.08, () => `preferred_lft ${lifetime(draw)}`)
    .maybe(0.08, "noprefixroute")
    .maybe(six ? 0.15 : 0.02, "nodad")
    .maybe(six ? 0.08 : 0.02, () => draw.word("home mngtmpaddr optimistic autojoin"))
    .maybe(0.03, () => draw.word("home mngtmpaddr optimistic autojoin nodad noprefixroute"));
  words.add(`dev ${draw.chance(0.03) ? "nosuch" : (device?.name ?? "lo")}`);
  device?.addresses.push(prefix);
  return six ? words.settle(carrierSettle(world)) : words;
};

const del: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const device = world.device(draw, namespace);
  const known = device !== undefined && device.addresses.length > 0 && draw.chance(0.85);
  const prefix = known ? draw.pick(device.addresses) : addressPrefix(draw, wantsIpv6(draw, world));
  const words = ip(draw, namespace, `addr ${draw.word("del del delete d")}`);
  words.add(draw.chance(0.15) ? prefix.replace(/\/.*/, "") : prefix);
  return words
    .add(`dev ${device?.name ?? "lo"}`)
    .maybe(0.05, () => `label ${device?.name ?? "lo"}:1`)
    .settle(0.03);
};

const FLAGS =
  "permanent dynamic primary secondary tentative deprecated temporary nodad optimistic dadfailed home mngtmpaddr noprefixroute autojoin stable-privacy -permanent -dynamic -primary -secondary -tentative -deprecated -noprefixroute -foo";

const flush: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(draw, namespace).maybe(0.3, () => draw.word("-4 -6 -s -s"));
  words.add("addr flush");
  if (draw.chance(0.85)) words.add(`dev ${world.deviceName(draw, namespace)}`);
  return words
    .maybe(0.15, () => `scope ${scope(draw)}`)
    .maybe(0.15, () => `to ${addressPrefix(draw, wantsIpv6(draw, world))}`)
    .maybe(0.1, () => `label ${draw.word("veth0* *:1 lo v*")}`)
    .maybe(0.1, () => draw.word(`${FLAGS} up`))
    .maybe(0.05, () => draw.pick(["group 5", "nomaster", "type veth", "master lo", "foo"]))
    .settle(0.05);
};

const show: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = output(draw, world, ip(draw, namespace))
    .add(draw.word("addr a address add"))
    .add(draw.word("show list lst sh"));
  return words
    .maybe(0.4, () => `${draw.chance(0.5) ? "dev " : ""}${world.deviceName(draw, namespace)}`)
    .maybe(0.1, "up")
    .maybe(0.15, () => `to ${maybeWrong(draw, addressPrefix(draw, wantsIpv6(draw, world)))}`)
    .maybe(0.15, () => `scope ${draw.chance(0.2) ? "all" : scope(draw)}`)
    .maybe(
      0.1,
      () => `label ${draw.pick(["'veth*'", "lo", "'*:1'", "foo", "'[a-v]*'", "'?o'", "'veth[0-1]'", "''"])}`,
    )
    .maybe(0.2, () => draw.word(FLAGS))
    .maybe(0.05, () => draw.word(FLAGS))
    .maybe(0.05, () => `type ${draw.word("veth tun tap veth_slave foo")}`)
    .maybe(0.05, () => `group ${draw.word("default 5 foo")}`)
    .maybe(0.03, () => draw.pick(["nomaster", "master lo", "master nosuch", "vrf lo", "help"]));
};

/** A known address once more: other lifetimes, flags, priority. */
const again: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const device = world.device(draw, namespace);
  const prefix =
    device !== undefined && device.addresses.length > 0 ? draw.pick(device.addresses) : undefined;
  if (device === undefined || prefix === undefined) return add(draw, world);
  const words = ip(draw, namespace, `addr ${draw.word("change replace change add chg")} ${prefix}`);
  return words
    .maybe(0.3, () => `valid_lft ${lifetime(draw)}`)
    .maybe(0.3, () => `preferred_lft ${lifetime(draw)}`)
    .maybe(0.2, () => `metric ${number(draw, 0, 300)}`)
    .maybe(0.15, "noprefixroute")
    .maybe(0.15, () => draw.word("nodad home mngtmpaddr optimistic autojoin"))
    .maybe(0.1, () => `brd ${draw.word("+ - 10.0.0.255")}`)
    .maybe(0.1, () => `label ${device.name}${draw.word(":1 :2")}`)
    .maybe(0.1, () => `scope ${scope(draw)}`)
    .maybe(0.05, () => `peer ${addressPrefix(draw, prefix.includes("::"))}`)
    .add(`dev ${device.name}`)
    .settle(carrierSettle(world));
};

export const ADDRESS: readonly (readonly [number, Production])[] = [
  [16, add],
  [4, del],
  [2, flush],
  [4, again],
  [6, show],
];
