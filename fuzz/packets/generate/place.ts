/** Where a frame enters, and the addresses that suit that place. */
import type { Chance, Weighted } from "../chance.ts";
import {
  ADDRESS4,
  ADDRESS6,
  DEVICE,
  ip4,
  ip6,
  LINK_LOCAL,
  mac,
  OWN4,
  OWN6,
  REMOTE4,
  REMOTE6,
  type RoutedDevice,
} from "../world.ts";
import { ethernet } from "./wire.ts";

/** The device that a frame is sent from, and the one of the node that gets it. */
export interface Place {
  readonly from: RoutedDevice;
  readonly to: RoutedDevice;
}

const PLACES: readonly Weighted<RoutedDevice>[] = [
  [6, "s0"],
  [2, "d0"],
  [1, "r0"],
  [1, "r1"],
];

export function choosePlace(chance: Chance): Place {
  const from = chance.weighted(PLACES);
  return { from, to: DEVICE[from].peer };
}

const BROADCAST_MAC = new Uint8Array(6).fill(0xff);

/** A link address for a frame at a place, right in most cases. */
function destinationMac(chance: Chance, place: Place, multicast: Uint8Array | undefined): Uint8Array {
  const right = multicast ?? mac(DEVICE[place.to].mac);
  return chance.weighted<() => Uint8Array>([
    [40, () => right],
    [2, () => mac(DEVICE[place.to].mac)],
    [1, () => BROADCAST_MAC],
    [1, () => mac("02:00:00:00:00:99")],
    [1, () => mac("01:00:5e:00:00:01")],
    [1, () => mac("33:33:00:00:00:01")],
  ])();
}

/** The group address that belongs to a multicast or broadcast destination. */
function groupMac(destination: Uint8Array): Uint8Array | undefined {
  if (destination.length === 16)
    return destination[0] === 0xff ? Uint8Array.of(0x33, 0x33, ...destination.subarray(12)) : undefined;
  const [a = 0, b = 0, c = 0, d = 0] = destination;
  if (a >= 224 && a < 240) return Uint8Array.of(1, 0, 0x5e, b & 0x7f, c, d);
  return a === 255 || d === 255 ? BROADCAST_MAC : undefined;
}

/** Puts an IP packet into a frame for its destination. */
export function frameFor(
  chance: Chance,
  place: Place,
  type: number,
  destination: Uint8Array,
  packet: Uint8Array,
): Uint8Array {
  const source = chance.oneIn(60)
    ? chance.pick([BROADCAST_MAC, mac(DEVICE[place.to].mac), mac("02:00:00:00:00:77")])
    : mac(DEVICE[place.from].mac);
  const typeField = chance.oneIn(150) ? chance.pick([0x0800, 0x86dd, 0x0806, 0x0004, 0x88b5]) : type;
  return ethernet(destinationMac(chance, place, groupMac(destination)), source, typeField, packet);
}

/** Neighbours, other hosts, and addresses that stand for something else. */
const STRANGE4: readonly string[] = [
  "0.0.0.0", "0.1.2.3", "127.0.0.1", "127.1.2.3", "169.254.3.4", "224.0.0.1", "224.0.0.22", "224.0.0.251", "239.1.2.3", "232.1.1.1",
  "240.0.0.1", "255.255.255.255", "10.0.1.0", "10.0.1.255", "10.0.2.255", "10.0.2.0", "192.0.2.1", "10.255.255.255",
]; // biome-ignore format: a list of addresses

/** Destinations that the router has routes of every kind for (scenario.ts). */
const ROUTED4: readonly string[] = [
  "10.1.0.1", "10.1.0.2", "10.2.0.1", "10.2.1.1", "10.2.2.1", "10.2.3.1", "10.3.0.1", "10.4.0.1", "10.5.0.1", "10.6.0.1", "10.7.0.1", "10.8.0.1",
  "10.0.1.77", "10.0.2.77", "10.0.1.99", "10.9.0.1", "10.9.1.1",
]; // biome-ignore format: a list of addresses

const STRANGE6: readonly string[] = [
  "::", "::1", "::ffff:10.0.1.1", "::10.0.1.1", "ff02::1", "ff02::2", "ff02::16", "ff01::1", "ff05::2", "ff0e::1234", "ff00::1",
  "ff02::1:ff00:1", "ff02::1:ff00:2", "ff02::1:ff00:77", "fe80::77", "fec0::1", "2001:db8::1", "3fff::1", "fd00:1::", "fd00:2::", "2002:a00:101::1",
]; // biome-ignore format: a list of addresses

const ROUTED6: readonly string[] = [
  "fd00:a::1", "fd00:a::2", "fd00:b0::1", "fd00:b1::1", "fd00:b2::1", "fd00:b3::1", "fd00:c::1", "fd00:d::1", "fd00:e::1", "fd00:f::1",
  "fd00:1::77", "fd00:2::77", "fd00:1::99", "fd00:2::99", "fd00:2::3", "fd00:9::1", "fd00:1::88",
]; // biome-ignore format: a list of addresses

/** A destination as it could come in at a place. */
export function destination4(chance: Chance, place: Place): Uint8Array {
  return ip4(
    chance.weighted<() => string>([
      [10, () => ADDRESS4[place.to]],
      [6, () => (place.from === "s0" ? chance.pick([ADDRESS4.d0, REMOTE4]) : ADDRESS4.s0)],
      [5, () => chance.pick(ROUTED4)],
      [4, () => chance.pick(STRANGE4)],
      [2, () => chance.pick(OWN4)],
    ])(),
  );
}

export function source4(chance: Chance, place: Place): Uint8Array {
  return ip4(
    chance.weighted<() => string>([
      [14, () => ADDRESS4[place.from]],
      [2, () => chance.pick(OWN4)],
      [1, () => chance.pick(ROUTED4)],
      [1, () => chance.pick(STRANGE4)],
    ])(),
  );
}

export function destination6(chance: Chance, place: Place): Uint8Array {
  return ip6(
    chance.weighted<() => string>([
      [8, () => ADDRESS6[place.to]],
      [3, () => LINK_LOCAL[place.to]],
      [6, () => (place.from === "s0" ? chance.pick([ADDRESS6.d0, REMOTE6]) : ADDRESS6.s0)],
      [5, () => chance.pick(ROUTED6)],
      [4, () => chance.pick(STRANGE6)],
      [2, () => chance.pick(OWN6)],
    ])(),
  );
}

export function source6(chance: Chance, place: Place): Uint8Array {
  return ip6(
    chance.weighted<() => string>([
      [12, () => ADDRESS6[place.from]],
      [5, () => LINK_LOCAL[place.from]],
      [2, () => chance.pick(OWN6)],
      [1, () => chance.pick(ROUTED6)],
      [1, () => chance.pick(STRANGE6)],
    ])(),
  );
}

/** Every address that somebody may send to. */
export const DESTINATIONS4: readonly string[] = [...OWN4, ...OWN4, ...ROUTED4, ...STRANGE4];
export const DESTINATIONS6: readonly string[] = [...OWN6, ...OWN6, ...ROUTED6, ...STRANGE6];
