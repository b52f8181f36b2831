/** Chains of IPv6 extension headers of every kind and order, valid and not (RFC 8200). */
import type { Chance } from "../chance.ts";
import { destination6, type Place } from "./place.ts";
import { be16, be32, concat } from "./wire.ts";

/** A header without its first byte, which names the next one. */
interface Extension {
  readonly type: number;
  readonly rest: Uint8Array;
}

const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const NONE = 59;
const DESTINATION = 60;

/** One option of a hop-by-hop or destination header. */
function option(chance: Chance, place: Place): Uint8Array {
  return chance.weighted<() => Uint8Array>([
    [6, () => padding(chance.int(8))],
    [3, () => Uint8Array.of(5, 2, 0, chance.int(3))],
    [2, () => concat(Uint8Array.of(0xc2, 4), be32(chance.pick([0, 65535, 65536, 70000, 0xffffffff])))],
    [2, () => concat(Uint8Array.of(0xc9, 16), destination6(chance, place))],
    [2, () => Uint8Array.of(chance.pick([0x1e, 0x3e, 0x5e, 0x9e, 0xde, 0x07, 0x31]), 2, 0, 0)],
    [1, () => Uint8Array.of(chance.int(256), chance.int(20), 0, 0)],
  ])();
}

/** PadN with `data` zero bytes, or Pad1 for none. */
function padding(data: number): Uint8Array {
  return data === 0 ? Uint8Array.of(0) : concat(Uint8Array.of(1, data), new Uint8Array(data));
}

/** Options padded to a whole number of 8 bytes, with the length byte in front. */
function optionsHeader(chance: Chance, place: Place): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let left = chance.int(chance.oneIn(12) ? 12 : 3); left > 0; left--) parts.push(option(chance, place));
  const body = concat(...parts);
  const missing = (8 - ((body.length + 2) & 7)) & 7;
  const pad = missing === 0 ? new Uint8Array(0) : padding(missing === 1 ? 0 : missing - 2);
  const rest = concat(Uint8Array.of(0), body, pad);
  rest[0] = chance.oneIn(25) ? chance.int(256) : (rest.length + 1) / 8 - 1;
  return rest;
}

/** A routing header: type 0, 2, 3 or 4 (SRv6), or another, with segments. */
function routingHeader(chance: Chance, place: Place): Uint8Array {
  const count = chance.int(3);
  const type = chance.pick([0, 0, 2, 3, 4, 4, 253]);
  const left = chance.oneIn(3) ? 0 : chance.int(count + 2);
  const segments = concat(...Array.from({ length: count }, () => destination6(chance, place)));
  const last = type === 4 ? concat(Uint8Array.of(Math.max(0, count - 1), 0), be16(0)) : new Uint8Array(4);
  return concat(Uint8Array.of(chance.oneIn(20) ? chance.int(256) : count * 2, type, left), last, segments);
}

function extension(chance: Chance, place: Place): Extension {
  return chance.weighted<() => Extension>([
    [4, () => ({ type: HOP_BY_HOP, rest: optionsHeader(chance, place) })],
    [5, () => ({ type: DESTINATION, rest: optionsHeader(chance, place) })],
    [3, () => ({ type: ROUTING, rest: routingHeader(chance, place) })],
    // an atomic fragment, or the only fragment that ever comes
    [
      3,
      () => ({
        type: FRAGMENT,
        rest: concat(Uint8Array.of(0), be16(chance.oneIn(2) ? 0 : chance.u32() & 0xffff), be32(chance.u32())),
      }),
    ],
    [
      1,
      () => ({
        type: chance.pick([51, 50, 135, 139, 140]),
        rest: concat(Uint8Array.of(chance.int(3)), chance.bytes(6)),
      }),
    ],
  ])();
}

/** What a packet carries behind its extension headers. */
export interface Chained {
  readonly nextHeader: number;
  readonly payload: Uint8Array;
}

/** Puts extension headers in front of a payload. */
export function withExtensions(
  chance: Chance,
  place: Place,
  nextHeader: number,
  payload: Uint8Array,
): Chained {
  const extensions = Array.from({ length: 1 + chance.int(3) }, () => extension(chance, place));
  if (chance.oneIn(3)) extensions.sort((left, right) => left.type - right.type);
  let next = chance.oneIn(25) ? NONE : nextHeader;
  let bytes = payload;
  for (const { type, rest } of extensions.reverse()) {
    bytes = concat(Uint8Array.of(next), rest, bytes);
    next = type;
  }
  return {
    nextHeader: next,
    payload: chance.oneIn(25) ? bytes.subarray(0, chance.int(bytes.length)) : bytes,
  };
}

/** A fragment header. `offset` in bytes, a multiple of 8. */
export function fragmentHeader(next: number, offset: number, more: boolean, id: number): Uint8Array {
  return concat(Uint8Array.of(next, 0), be16(offset | (more ? 1 : 0)), be32(id));
}
