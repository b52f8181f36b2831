/** IPv4 options, valid and not (RFC 791, RFC 1108, RFC 2113). */
import type { Chance } from "../chance.ts";
import { destination4, type Place } from "./place.ts";
import { concat } from "./wire.ts";

type Option = (chance: Chance, place: Place) => Uint8Array;

function addresses(chance: Chance, place: Place, count: number): Uint8Array {
  return concat(...Array.from({ length: count }, () => destination4(chance, place)));
}

/** A route option: LSRR 131, SSRR 137 or RR 7, with a pointer that may be anywhere. */
const route: Option = (chance, place) => {
  const count = 1 + chance.int(4);
  const type = chance.pick([7, 7, 131, 137]);
  const pointer = chance.oneIn(6) ? chance.int(45) : 4 + 4 * chance.int(count + 1);
  const length = chance.oneIn(12) ? chance.int(42) : 3 + 4 * count;
  const filled = type === 7 && chance.oneIn(2) ? new Uint8Array(4 * count) : addresses(chance, place, count);
  return concat(Uint8Array.of(type, length, pointer), filled);
};

const timestamp: Option = (chance, place) => {
  const flag = chance.pick([0, 1, 3, 2, 15]);
  const size = flag === 0 ? 4 : 8;
  const count = 1 + chance.int(3);
  const pointer = chance.oneIn(6) ? chance.int(45) : 5 + size * chance.int(count + 1);
  const overflow = chance.oneIn(4) ? chance.int(16) : 0;
  const slots =
    flag === 3
      ? concat(...Array.from({ length: count }, () => concat(destination4(chance, place), new Uint8Array(4))))
      : new Uint8Array(size * count);
  return concat(Uint8Array.of(68, 4 + size * count, pointer, (overflow << 4) | flag), slots);
};

const CHOICES: readonly Option[] = [
  route,
  route,
  timestamp,
  (chance) => Uint8Array.of(148, chance.oneIn(5) ? chance.int(6) : 4, 0, chance.oneIn(4) ? 1 : 0),
  (chance) => Uint8Array.of(130, 11, ...chance.bytes(9)),
  (chance) => Uint8Array.of(136, 4, ...chance.bytes(2)),
  (chance) => Uint8Array.of(134, 8, ...chance.bytes(6)),
  (chance) => Uint8Array.of(chance.int(256), chance.int(12), ...chance.bytes(4)),
];

/** @returns at most 40 bytes of options */
export function ipv4Options(chance: Chance, place: Place): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let left = 1 + chance.int(2); left > 0; left--) {
    if (chance.oneIn(4)) parts.push(new Uint8Array(1 + chance.int(3)).fill(1));
    parts.push(chance.pick(CHOICES)(chance, place));
  }
  if (chance.oneIn(3)) parts.push(Uint8Array.of(0));
  return concat(...parts).subarray(0, 40);
}
