/** IPv6 packets of all kinds, with right headers and wrong ones. */
import type { Chance } from "../chance.ts";
import { cutBytes, cuts, port, size } from "./ipv4.ts";
import { fragmentHeader, withExtensions } from "./ipv6-headers.ts";
import { choosePlace, destination6, frameFor, type Place, source6 } from "./place.ts";
import type { Recipe } from "./recipe.ts";
import { be16, be32, concat, type Ipv6Fields, icmpv6Message, ipv6Packet, udpDatagram } from "./wire.ts";

const ETH_P_IPV6 = 0x86dd;
const UDP = 17;
const FRAGMENT = 44;
const ICMPV6 = 58;

interface Content {
  readonly nextHeader: number;
  readonly payload: Uint8Array;
}

function udp(chance: Chance, source: Uint8Array, destination: Uint8Array): Content {
  const payload = chance.bytes(size(chance));
  const wrong = chance.oneIn(20)
    ? { length: chance.pick([0, 7, 8, payload.length, payload.length + 9, 65535]) }
    : {};
  const datagram = udpDatagram({
    source,
    destination,
    sourcePort: port(chance),
    destinationPort: port(chance),
    payload,
    ...wrong,
  });
  if (chance.oneIn(12)) datagram.set(be16(chance.pick([0, 1, 0xffff])), 6);
  return { nextHeader: UDP, payload: datagram };
}

function echo(chance: Chance, source: Uint8Array, destination: Uint8Array): Content {
  const type = chance.weighted<number>([
    [1, chance.int(256)],
    [8, 128],
    [1, 129],
    [1, 100],
    [1, 139],
    [1, 160],
    [1, 200],
    [1, 255],
    [1, 144],
    [1, 151],
  ] as const);
  const message = icmpv6Message(
    source,
    destination,
    type,
    chance.oneIn(10) ? chance.int(4) : 0,
    concat(be16(77, chance.int(4)), chance.bytes(size(chance))),
  );
  if (chance.oneIn(15)) message.set(be16(chance.u32() & 0xffff), 2);
  return { nextHeader: ICMPV6, payload: message };
}

/** An ICMPv6 error about a packet that the receiver may have sent, or about garbage. */
function error(chance: Chance, place: Place, source: Uint8Array, destination: Uint8Array): Content {
  const type = chance.weighted([
    [5, 1],
    [4, 2],
    [3, 3],
    [3, 4],
    [1, 0],
    [1, 5],
    [1, 127],
  ] as const);
  const word =
    type === 2
      ? be32(chance.pick([0, 68, 1000, 1279, 1280, 1400, 1500, 0xffffffff]))
      : be32(chance.oneIn(4) ? chance.int(100) : 0);
  const about = {
    source: chance.oneIn(8) ? source6(chance, place) : destination,
    destination: source6(chance, place),
  };
  const inner = chance.oneIn(8) ? chance.bytes(chance.int(80)) : ipv6(chance, place, about, true);
  const quoted = inner.subarray(
    0,
    chance.oneIn(6) ? chance.int(60) : Math.min(inner.length, 48 + chance.int(100)),
  );
  return {
    nextHeader: ICMPV6,
    payload: icmpv6Message(
      source,
      destination,
      type,
      chance.int(chance.oneIn(10) ? 256 : 7),
      concat(word, quoted),
    ),
  };
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
    [5, () => echo(chance, source, destination)],
    [
      quoted ? 1 : 4,
      () =>
        quoted ? { nextHeader: ICMPV6, payload: chance.bytes(8) } : error(chance, place, source, destination),
    ],
    [
      1,
      () => ({
        nextHeader: chance.pick([4, 33, 41, 47, 50, 59, 89, 103, 132, 253, 255, chance.int(256)]),
        payload: chance.bytes(chance.int(40)),
      }),
    ],
  ])();
}

function headerFaults(chance: Chance, length: number): Partial<Ipv6Fields> {
  return chance.weighted<() => Partial<Ipv6Fields>>([
    [60, () => ({})],
    [5, () => ({ hopLimit: chance.pick([0, 1, 1, 2, 255]) })],
    [
      2,
      () => ({ payloadLength: chance.pick([0, 1, 7, length - 1, length + 1, length + 40, 65535]) & 0xffff }),
    ],
    [1, () => ({ version: chance.pick([0, 4, 5, 7, 15]) })],
  ])();
}

/** An IPv6 packet. */
export function ipv6(
  chance: Chance,
  place: Place,
  addresses: { readonly source: Uint8Array; readonly destination: Uint8Array },
  quoted = false,
): Uint8Array {
  const { source, destination } = addresses;
  const plain = content(chance, place, source, destination, quoted);
  const chained = chance.oneIn(3) ? withExtensions(chance, place, plain.nextHeader, plain.payload) : plain;
  return ipv6Packet({
    trafficClass: chance.oneIn(3) ? chance.pick([0x10, 0xb8, 0x01, 0x02, 0x03, 0xff]) : 0,
    flowLabel: chance.oneIn(4) ? chance.int(0x100000) : 0,
    nextHeader: chained.nextHeader,
    source,
    destination,
    payload: chained.payload,
    ...headerFaults(chance, chained.payload.length),
  });
}

export const ipv6Frame: Recipe = (chance) => {
  const place = choosePlace(chance);
  const addresses = { source: source6(chance, place), destination: destination6(chance, place) };
  const packet = ipv6(chance, place, addresses);
  return [{ from: place.from, frame: frameFor(chance, place, ETH_P_IPV6, addresses.destination, packet) }];
};

export const ipv6Fragments: Recipe = (chance) => {
  const place = choosePlace(chance);
  const source = source6(chance, place);
  const destination = destination6(chance, place);
  const plain = chance.oneIn(2) ? udp(chance, source, destination) : echo(chance, source, destination);
  const chained = chance.oneIn(6) ? withExtensions(chance, place, plain.nextHeader, plain.payload) : plain;
  const id = chance.u32();
  return cuts(chance, chained.payload.length).map((cut) => {
    const header = fragmentHeader(chained.nextHeader, cut.start, cut.more, id);
    const trafficClass = chance.oneIn(12) ? chance.int(4) : 0;
    const packet = ipv6Packet({
      trafficClass,
      nextHeader: FRAGMENT,
      source,
      destination,
      payload: concat(header, cutBytes(chained.payload, cut)),
    });
    return { from: place.from, frame: frameFor(chance, place, ETH_P_IPV6, destination, packet) };
  });
};
