/** IPv4 packets of all kinds, with right headers and wrong ones. */
import type { Chance } from "../chance.ts";
import { BOTH_PORT, OPEN_PORT } from "../world.ts";
import { ipv4Options } from "./ipv4-options.ts";
import { choosePlace, destination4, frameFor, type Place, source4 } from "./place.ts";
import type { Recipe } from "./recipe.ts";
import { be16, concat, type Ipv4Fields, icmpMessage, ipv4Packet, udpDatagram } from "./wire.ts";

export const ETH_P_IP = 0x0800;
const ICMP = 1;
const UDP = 17;
const DF = 0x4000;
const MF = 0x2000;

/** What a packet carries: protocol and bytes. */
export interface Content {
  readonly protocol: number;
  readonly payload: Uint8Array;
}

/** Sizes around what matters: empty, small, the MTUs of the topology, and what fits nowhere. */
export function size(chance: Chance): number {
  return chance.weighted<() => number>([
    [12, () => chance.int(64)],
    [3, () => 500 + chance.int(200)],
    [2, () => 1400 + chance.int(120)],
    [1, () => 2000 + chance.int(3000)],
  ])();
}

export function port(chance: Chance): number {
  return chance.weighted<() => number>([
    [5, () => OPEN_PORT],
    [2, () => BOTH_PORT],
    [3, () => 9 + chance.int(3)],
    [1, () => chance.int(65536)],
    [1, () => 0],
  ])();
}

function udp(chance: Chance, source: Uint8Array, destination: Uint8Array): Content {
  const payload = chance.bytes(size(chance));
  const datagram = udpDatagram({
    source,
    destination,
    sourcePort: port(chance),
    destinationPort: port(chance),
    payload,
    ...(chance.oneIn(20)
      ? { length: chance.pick([0, 7, 8, payload.length, payload.length + 9, 65535]) }
      : {}),
  });
  if (chance.oneIn(12)) datagram.set(be16(chance.pick([0, 0, 1, 0xffff])), 6);
  return { protocol: UDP, payload: datagram };
}

function echo(chance: Chance): Content {
  const type = chance.weighted<number>([
    [1, chance.int(256)],
    [8, 8],
    [1, 0],
    [2, 13],
    [1, 14],
    [1, 17],
    [1, 15],
    [1, 10],
    [1, 9],
    [1, 42],
    [1, 43],
  ] as const);
  const code = chance.oneIn(10) ? chance.int(4) : 0;
  return {
    protocol: ICMP,
    payload: icmpMessage(type, code, concat(be16(77, chance.int(4)), chance.bytes(size(chance)))),
  };
}

/** An ICMP error about a packet that the receiver may have sent, or about garbage. */
function error(chance: Chance, place: Place, source: Uint8Array): Content {
  const type = chance.weighted([
    [6, 3],
    [1, 4],
    [3, 5],
    [2, 11],
    [2, 12],
  ] as const);
  const code = type === 3 && chance.oneIn(3) ? 4 : chance.int(chance.oneIn(10) ? 256 : 16);
  const gateway =
    type === 5
      ? destination4(chance, place)
      : be16(
          chance.oneIn(4) ? chance.u32() & 0xffff : 0,
          chance.pick([0, 67, 68, 552, 1000, 1400, 1500, 65535]),
        );
  const quotedSource = chance.oneIn(8) ? source : destination4(chance, place);
  const inner = chance.oneIn(8)
    ? chance.bytes(chance.int(40))
    : ipv4(chance, place, { source: quotedSource, destination: source4(chance, place) }, true);
  const quoted = inner.subarray(
    0,
    chance.oneIn(6) ? chance.int(40) : Math.min(inner.length, 28 + chance.int(80)),
  );
  return { protocol: ICMP, payload: icmpMessage(type, code, concat(gateway, quoted)) };
}

/** IGMP queries, all with a long response time, reports, leaves and nonsense. */
function igmp(chance: Chance, place: Place): Content {
  const type = chance.pick([0x11, 0x11, 0x16, 0x17, 0x12, 0x22, 0x13, chance.int(256)]);
  const group = chance.oneIn(2) ? new Uint8Array(4) : destination4(chance, place);
  const rest = chance.oneIn(2) ? new Uint8Array(0) : concat(Uint8Array.of(2, 125), be16(0));
  return { protocol: 2, payload: icmpMessage(type, type === 0x11 ? 0xff : 0, concat(group, rest)) };
}

function content(
  chance: Chance,
  place: Place,
  source: Uint8Array,
  destination: Uint8Array,
  quoted: boolean,
): Content {
  return chance.weighted<() => Content>([
    [6, () => udp(chance, source, destination)],
    [5, () => echo(chance)],
    [
      quoted ? 1 : 4,
      () => (quoted ? { protocol: ICMP, payload: chance.bytes(8) } : error(chance, place, source)),
    ],
    [1, () => igmp(chance, place)],
    [
      1,
      () => ({
        protocol: chance.pick([4, 41, 47, 50, 51, 33, 89, 103, 132, 253, 0, 255, chance.int(256)]),
        payload: chance.bytes(chance.int(40)),
      }),
    ],
  ])();
}

/** What is wrong or unusual with a header, besides its addresses. */
function headerFaults(chance: Chance, length: number): Partial<Ipv4Fields> {
  return chance.weighted<() => Partial<Ipv4Fields>>([
    [60, () => ({})],
    [5, () => ({ ttl: chance.pick([0, 1, 1, 2, 255]) })],
    [1, () => ({ checksumError: chance.pick([1, 0xffff, 0x8000]) })],
    [
      1,
      () => ({
        totalLength: chance.pick([0, 19, 20, 21, length - 1, length + 1, length + 20, 65535]) & 0xffff,
      }),
    ],
    [1, () => ({ versionLength: chance.pick([0x44, 0x46, 0x4f, 0x40, 0x65, 0x55, 0x05]) })],
    [1, () => ({ fragment: chance.pick([0x8000, 0xc000, 0x2000, 0x1fff, 0x3fff, 1, 0x4001, 0x6000]) })],
  ])();
}

/** An IPv4 packet. */
export function ipv4(
  chance: Chance,
  place: Place,
  addresses: { readonly source: Uint8Array; readonly destination: Uint8Array },
  quoted = false,
): Uint8Array {
  const { source, destination } = addresses;
  const { protocol, payload } = content(chance, place, source, destination, quoted);
  return ipv4Packet({
    tos: chance.oneIn(3) ? chance.pick([0x10, 0x08, 0xb8, 0x01, 0x02, 0x03, 0xff]) : 0,
    id: chance.u32() & 0xffff,
    fragment: chance.oneIn(3) ? DF : 0,
    protocol,
    source,
    destination,
    payload,
    ...(chance.oneIn(8) ? { options: ipv4Options(chance, place) } : {}),
    ...headerFaults(chance, 20 + payload.length),
  });
}

export const ipv4Frame: Recipe = (chance) => {
  const place = choosePlace(chance);
  const addresses = { source: source4(chance, place), destination: destination4(chance, place) };
  const packet = ipv4(chance, place, addresses);
  return [{ from: place.from, frame: frameFor(chance, place, ETH_P_IP, addresses.destination, packet) }];
};

/** A cut of a datagram: from byte `start` (a multiple of 8) to `end`. */
interface Cut {
  readonly start: number;
  readonly end: number;
  readonly more: boolean;
}

/** Cuts of a datagram: whole, or with overlaps, holes, repeats and wrong lengths. */
export function cuts(chance: Chance, length: number): Cut[] {
  const list: Cut[] = [];
  const step = 8 * (1 + chance.int(Math.max(1, length >> 5)));
  for (let start = 0; start < length; start += step)
    list.push({ start, end: Math.min(length, start + step), more: start + step < length });
  if (list.length === 0) return [{ start: 0, end: 0, more: chance.oneIn(2) }];
  if (chance.oneIn(2)) return chance.shuffle(list);
  for (let faults = 1 + chance.int(2); faults > 0; faults--) {
    const at = chance.int(list.length);
    const cut = list[at] as Cut;
    chance.weighted<() => void>([
      [3, () => list.splice(at, 0, cut)],
      [3, () => list.splice(at, 1, { ...cut, end: Math.max(cut.end, Math.min(length, cut.end + 8)) })],
      [2, () => list.splice(at, 1, { ...cut, start: Math.max(0, cut.start - 8) })],
      [2, () => list.splice(at, 1)],
      [1, () => list.splice(at, 1, { ...cut, more: !cut.more })],
      [1, () => list.splice(at, 1, { ...cut, end: Math.max(cut.start, cut.end - 3) })],
      [1, () => list.splice(at, 0, { start: 65528, end: 65536, more: false })],
    ])();
    if (list.length === 0) break;
  }
  return chance.oneIn(2) ? chance.shuffle(list) : list;
}

/** Bytes of a cut; beyond the datagram's end zeros. */
export function cutBytes(datagram: Uint8Array, cut: Cut): Uint8Array {
  const bytes = new Uint8Array(Math.max(0, cut.end - cut.start));
  bytes.set(datagram.subarray(cut.start, cut.end));
  return bytes;
}

export const ipv4Fragments: Recipe = (chance) => {
  const place = choosePlace(chance);
  const source = source4(chance, place);
  const destination = destination4(chance, place);
  const { protocol, payload } = chance.oneIn(2) ? udp(chance, source, destination) : echo(chance);
  const id = chance.u32() & 0xffff;
  const tos = chance.oneIn(4) ? chance.int(4) : 0;
  const options = chance.oneIn(10) ? { options: ipv4Options(chance, place) } : {};
  return cuts(chance, payload.length).map((cut) => {
    const fragment = (cut.more ? MF : 0) | (cut.start >>> 3) | (chance.oneIn(40) ? DF : 0);
    const packet = ipv4Packet({
      tos: chance.oneIn(12) ? chance.int(4) : tos,
      id,
      fragment,
      protocol,
      source,
      destination,
      payload: cutBytes(payload, cut),
      ...options,
    });
    return { from: place.from, frame: frameFor(chance, place, ETH_P_IP, destination, packet) };
  });
};
