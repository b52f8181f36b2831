/** Where frames come into a bridge, and who sends them. */
import type { Chance, Weighted } from "../chance.ts";
import { DEVICE, type DeviceName, mac } from "../world.ts";

/** Stations behind the ports: they move when another port sends as them. */
export const STATIONS = [
  "02:00:00:00:bb:01",
  "02:00:00:00:bb:02",
  "02:00:00:00:bb:03",
  "02:00:00:00:bb:04",
  "02:00:00:00:bb:05",
];

const FROM: readonly Weighted<DeviceName>[] = [
  [5, "s0"],
  [5, "s1"],
  [5, "d0"],
  [5, "d1"],
  [2, "brd0"],
  [1, "r0"],
];

/** Where a frame comes in at. */
export function entrance(chance: Chance): DeviceName {
  return chance.weighted(FROM);
}

/** Who sends it: a station, seldom a node, an address of the bridge or none at all. */
export function station(chance: Chance): Uint8Array {
  if (!chance.oneIn(8)) return mac(chance.pick(STATIONS));
  return mac(
    chance.pick([
      DEVICE.brd0.mac,
      DEVICE.r0.mac,
      DEVICE.s0.mac,
      "01:00:5e:00:00:01",
      "00:00:00:00:00:00",
      "ff:ff:ff:ff:ff:ff",
    ]),
  );
}
