/** `ping` and `arping`: one packet, and no wait that is near the end of another. */
import type { Draw } from "../draw.ts";
import { ipv4, ipv6, wantsIpv6 } from "../values.ts";
import type { World } from "../world.ts";
import { type Production, run } from "./grammar.ts";

/** An address that some device has, mostly. */
function someAddress(draw: Draw, world: World, six: boolean): string {
  const known = world.devices
    .flatMap(({ addresses }) => addresses.map((text) => text.replace(/\/.*/, "")))
    .filter((text) => text.includes(":") === six);
  return known.length > 0 && draw.chance(0.85) ? draw.pick(known) : six ? ipv6(draw) : ipv4(draw);
}

const ping: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const words = run(draw, namespace, "ping -c 1 -W 0.4");
  words
    .maybe(0.3, "-n")
    .maybe(0.2, "-q")
    .maybe(0.1, () => `-s ${draw.word("0 8 100 1472 1473 3000 -1 70000")}`)
    .maybe(0.08, () => `-t ${draw.word("1 2 64 255 0 256")}`)
    .maybe(
      0.15,
      () => `-I ${draw.chance(0.5) ? world.deviceName(draw, namespace) : someAddress(draw, world, six)}`,
    )
    .maybe(0.06, () => `-M ${draw.word("do dont want foo")}`)
    .maybe(0.05, () => `-Q ${draw.word("0 0x10 4 256 x")}`)
    .maybe(0.04, () => `-p ${draw.word("ff 00ff xx")}`)
    .maybe(0.05, () => `-m ${draw.word("1 16 x")}`)
    .maybe(0.05, () => draw.word("-b -B -r -D -v -d -A -L -R -U -O"))
    .maybe(0.04, () => `-T ${draw.word("tsonly tsandaddr foo")}`)
    .maybe(0.05, () => draw.word("-4 -6"));
  return words.add(someAddress(draw, world, six)).settle(0.05);
};

const arping: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = run(draw, namespace, "arping -c 1 -w 1");
  words
    .maybe(0.9, () => `-I ${world.deviceName(draw, namespace)}`)
    .maybe(0.25, () => draw.word("-D -U -A -b"))
    .maybe(0.15, "-q")
    .maybe(0.15, "-f")
    .maybe(0.15, () => `-s ${someAddress(draw, world, false)}`);
  return words.add(someAddress(draw, world, false)).settle(0.05);
};

export const PROBE: readonly (readonly [number, Production])[] = [
  [5, ping],
  [1, arping],
];
