/** BPDUs: of the spanning tree, right and wrong, and of its successors. */
import type { Chance } from "../chance.ts";
import { DEVICE, mac } from "../world.ts";
import type { Recipe } from "./recipe.ts";
import { entrance, station } from "./stations.ts";
import { be16, be32, concat } from "./wire.ts";

/** The identity of a bridge: better, the same as, or worse than that of the one in the middle. */
function identity(chance: Chance): Uint8Array {
  const priority = chance.pick([0, 0x1000, 0x8000, 0x8000, 0x8000, 0xf000, 0xffff]);
  return concat(
    be16(priority),
    mac(
      chance.pick([
        DEVICE.brd0.mac,
        "02:00:00:00:00:01",
        "02:00:00:00:bb:01",
        "02:00:00:00:bb:02",
        "ff:ff:ff:ff:ff:ff",
      ]),
    ),
  );
}

/** In units of a 256th of a second. No port comes back to life, or takes what it heard for old, while a batch runs. */
const TIMES = {
  age: [0, 0, 0x100, 0x200, 0x300],
  maximum: [0x1400, 0x1400, 0x2800, 0x4000],
  hello: [0x200, 0x100, 0xa00, 0],
  delay: [0xf00, 0x1e00, 0x400],
} as const;

function configuration(chance: Chance): Uint8Array {
  return concat(
    Uint8Array.of(0, 0, 0, 0, chance.pick([0, 0, 0, 1, 0x80, 0x81, 0x7f])),
    identity(chance),
    be32(chance.pick([0, 2, 100, 0x7fffffff, 0xffffffff])),
    identity(chance),
    be16(chance.pick([0x8001, 0x8002, 1, 0xffff])),
    be16(
      chance.pick(TIMES.age),
      chance.pick(TIMES.maximum),
      chance.pick(TIMES.hello),
      chance.pick(TIMES.delay),
    ),
  );
}

const BODIES: readonly ((chance: Chance) => Uint8Array)[] = [
  configuration,
  configuration,
  configuration,
  // that the topology changed
  () => Uint8Array.of(0, 0, 0, 0x80),
  () => Uint8Array.of(0, 0, 0, 0x80),
  // of the rapid spanning tree
  (chance) => concat(Uint8Array.of(0, 0, 2, 2), configuration(chance).subarray(4), Uint8Array.of(0)),
  (chance) => configuration(chance).subarray(0, chance.int(36)),
  (chance) => concat(Uint8Array.of(0, 0, chance.int(5), chance.int(256)), chance.bytes(chance.int(40))),
  (chance) => chance.bytes(chance.int(40)),
];

export const bpdu: Recipe = (chance) => {
  const llc = chance.oneIn(10)
    ? chance.pick([
        [0x42, 0x42, 0],
        [0x42, 0, 3],
        [0xaa, 0xaa, 3],
        [0xe0, 0xe0, 3],
      ])
    : [0x42, 0x42, 3];
  const body = concat(Uint8Array.from(llc), chance.pick(BODIES)(chance));
  const length = chance.oneIn(15) ? chance.int(1600) : body.length;
  const to = mac(
    chance.oneIn(10)
      ? chance.pick(["01:80:c2:00:00:0e", "01:80:c2:00:00:08", DEVICE.brd0.mac, "ff:ff:ff:ff:ff:ff"])
      : "01:80:c2:00:00:00",
  );
  const padding = new Uint8Array(chance.oneIn(3) ? 0 : Math.max(0, 46 - body.length));
  return [{ from: entrance(chance), frame: concat(to, station(chance), be16(length), body, padding) }];
};
