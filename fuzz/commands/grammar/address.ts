/** `ip address add|change|replace|del|flush`. */
import type { Draw } from "../draw.ts";
import { address, addressPrefix, maybeWrong, number, scope, wantsIpv6 } from "../values.ts";
import { carrierSettle, ip, type Production } from "./grammar.ts";

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
    .maybe(0.12, () => `peer ${addressPrefix(draw, six)}`)
    .maybe(0.15, () => `${draw.word("brd broadcast")} ${draw.word("+ - 10.0.0.255 10.0.0.7 x + +")}`)
    .maybe(0.02, () => `anycast ${address(draw, six)}`)
    .maybe(0.08, () => `scope ${scope(draw)}`)
    .maybe(0.08, () => `label ${device?.name ?? "lo"}${draw.word(":1 :x -1 :a-very-long-label :2")}`)
    .maybe(0.1, () => `${draw.word("metric priority preference")} ${number(draw, 0, 300)}`)
    .maybe(0.08, () => `valid_lft ${lifetime(draw)}`)
    .maybe(0.08, () => `preferred_lft ${lifetime(draw)}`)
    .maybe(0.08, "noprefixroute")
    .maybe(six ? 0.15 : 0.02, "nodad")
    .maybe(six ? 0.05 : 0.01, () => draw.word("home mngtmpaddr optimistic autojoin"));
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

const flush: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(draw, namespace).maybe(0.3, () => draw.word("-4 -6 -s -s"));
  words.add("addr flush");
  if (draw.chance(0.85)) words.add(`dev ${world.deviceName(draw, namespace)}`);
  return words
    .maybe(0.15, () => `scope ${scope(draw)}`)
    .maybe(0.15, () => `to ${addressPrefix(draw, wantsIpv6(draw, world))}`)
    .maybe(0.1, () => `label ${draw.word("veth0* *:1 lo v*")}`)
    .maybe(0.1, () => draw.word("permanent dynamic primary secondary tentative deprecated -permanent up"))
    .settle(0.05);
};

export const ADDRESS: readonly (readonly [number, Production])[] = [
  [16, add],
  [4, del],
  [1, flush],
];
