/** What a part of the grammar is. */
import type { Draw } from "../draw.ts";
import { Words } from "../step.ts";
import type { World } from "../world.ts";

/** Makes a command that fits the world, and tells the world what it will have done. */
export type Production = (draw: Draw, world: World) => Words;

/** Options that any command may have; they change what few of them print. */
const ANYWHERE = "-echo -echo -echo -d -o -h -iec -N -c=never --details -force -forc -hum -br -brie -p -j";

/** `ip` in a namespace, rarely with an option. */
export function ip(draw: Draw, namespace: string, options = ""): Words {
  const words = new Words(draw, "ip");
  if (namespace !== "") words.add(`-n ${namespace}`);
  words.maybe(0.03, () => draw.word(ANYWHERE)).maybe(0.015, () => draw.word(ANYWHERE));
  if (options !== "") words.add(options);
  return words;
}

/** Another program in a namespace. */
export function run(draw: Draw, namespace: string, program: string): Words {
  return new Words(draw, namespace === "" ? program : `ip netns exec ${namespace} ${program}`);
}

/** Seconds after a command that may change a carrier, or that makes IPv6 work. */
export function carrierSettle(world: World): number {
  if (world.mode === "dad") return 2.4;
  return world.slow ? 1.2 : 0.06;
}

/** Options of output. Counters are left out where packets come at times of their own. */
export function output(draw: Draw, world: World, words: Words): Words {
  return words
    .maybe(0.25, () => draw.word("-d -details -d"))
    .maybe(world.ipv6 || world.slow ? 0 : 0.12, () =>
      draw.pick(["-s", "-stats", "-s -s", "-s -h", "-s -h -iec"]),
    )
    .maybe(0.15, () => draw.word("-o -oneline -br -brief"))
    .maybe(0.15, () => draw.pick(["-j", "-json", "-p", "-j -p"]))
    .maybe(0.05, () => draw.word("-N -h -c -iec -c=always -c=never -color=foo"))
    .maybe(0.1, () => draw.pick(["-4", "-6", "-0", "-f inet", "-f inet6", "-f link", "-f foo", "-B", "-M"]));
}
