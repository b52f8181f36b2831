/** Small objects of `ip`: multicast addresses, tokens, labels of addresses, settings and tables of neighbours. */
import type { Draw } from "../draw.ts";
import { wantsIpv6 } from "../values.ts";
import { carrierSettle, ip, output, type Production } from "./grammar.ts";

const GROUPS =
  "33:33:00:00:00:05 01:00:5e:00:00:09 02:00:00:00:00:01 02:00:00:00:00 ff:ff:ff:ff:ff:ff foo 10.0.0.1 224.0.0.9";

const maddress: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  if (draw.chance(0.6)) {
    const words = ip(draw, namespace).add(`maddr ${draw.word("add add del a d")}`);
    words.add(draw.word(GROUPS)).add(`dev ${world.deviceName(draw, namespace)}`);
    return words.maybe(0.05, () => draw.pick(["dev lo", "address", "help", draw.word(GROUPS)]));
  }
  const words = output(draw, world, ip(draw, namespace)).add(
    `maddr ${draw.word("show list lst s foo help")}`,
  );
  return words.maybe(0.4, () => `${draw.chance(0.8) ? "dev " : ""}${world.deviceName(draw, namespace)}`);
};

const token: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(draw, namespace).maybe(0.15, () => draw.pick(["-j", "-j -p", "-6", "-4", "-o", "-d"]));
  const verb = draw.word("set set set add del get list show help foo");
  words.add(`token ${verb}`);
  if (draw.chance(0.9) && /set|add/.test(verb))
    words.add(draw.word("::1 ::5 :: ::1/64 fd00::5 ::ffff:ffff:ffff:ffff 10.0.0.1 foo ::0:0:0:5/128"));
  if (draw.chance(/set|add|del/.test(verb) ? 0.95 : 0.4))
    words.add(`dev ${world.deviceName(draw, namespace)}`);
  return words.settle(carrierSettle(world));
};

function label(draw: Draw): string {
  return `${draw.chance(0.95) ? "label " : ""}${draw.word("1 2 99 0 4294967295 4294967294 x -1")}`;
}

const addressLabel: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(draw, namespace).maybe(0.15, () =>
    draw.pick(["-j", "-j -p", "-6", "-4", "-o", "-d", "-N"]),
  );
  const verb = draw.word("add add add del del list show flush help foo");
  words.add(`addrlabel ${verb}`);
  if (!/add|del/.test(verb)) return words.maybe(0.05, "foo");
  if (draw.chance(0.95))
    words.add(
      `prefix ${draw.word("fd00::/64 fd00::/8 fd00::1 ::/0 ::1/128 2002::/16 fd00:1::/64 fd00:2::5/64 ::ffff:0:0/96 ::/96 10.0.0.0/8 foo fd00::/129")}`,
    );
  if (draw.chance(0.95)) words.add(label(draw));
  return words.maybe(0.2, () => `dev ${world.deviceName(draw, namespace)}`).maybe(0.05, "foo");
};

const netconf: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(draw, namespace).maybe(0.5, () =>
    draw.pick(["-j", "-j -p", "-6", "-4", "-o", "-d", "-0", "-M", "-N", "-4 -j"]),
  );
  words.add(`netconf ${draw.word("show show list lst s help foo")}`);
  return words.maybe(0.6, () => `${draw.chance(0.9) ? "dev " : ""}${world.deviceName(draw, namespace)}`);
};

/** The time for which a neighbour counts as reachable is drawn at random; how many hold the parameters changes as they are shown. */
const RANDOM = "sed -E 's/(reachable\"?[: ])[0-9]+/\\1N/; s/(refcnt\"?[: ])[0-9]+/\\1N/'";

const ntable: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(draw, namespace).maybe(0.4, () => draw.pick(["-6", "-4", "-o", "-d", "-0", "-N", "-j"]));
  words.add(`ntable ${draw.word("show show list lst s help foo")}`);
  if (draw.chance(0.8)) words.add(`dev ${world.deviceName(draw, namespace)}`);
  return words
    .maybe(0.3, () => draw.word("dev name foo"))
    .maybe(0.4, () => `name ${draw.word("arp_cache ndisc_cache foo")}`)
    .add(`| ${RANDOM}`);
};

/** Rarely IPv6's, where there is none. */
const inet6 =
  (production: Production): Production =>
  (draw, world) =>
    (wantsIpv6(draw, world) || draw.chance(0.3) ? production : maddress)(draw, world);

export const OBJECTS: readonly (readonly [number, Production])[] = [
  [3, maddress],
  [3, inet6(token)],
  [3, inet6(addressLabel)],
  [2, netconf],
  [2, ntable],
];
