/** Neighbour discovery (RFC 4861) and listener discovery (RFC 2710, RFC 3810), valid and not. */
import type { Chance } from "../chance.ts";
import { ADDRESS6, DEVICE, ip6, LINK_LOCAL, mac } from "../world.ts";
import { choosePlace, destination6, frameFor, type Place, source6 } from "./place.ts";
import type { Recipe } from "./recipe.ts";
import { be16, be32, concat, icmpv6Message, ipv6Packet } from "./wire.ts";

const ETH_P_IPV6 = 0x86dd;
const ICMPV6 = 58;
/** Address configuration runs in a work queue on Linux: give it time before the next frame, ms. */
const RA_PAUSE = 6;

interface Message {
  readonly type: number;
  readonly body: Uint8Array;
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly pause?: number;
}

function linkAddressOption(chance: Chance, place: Place, type: number): Uint8Array {
  const address = chance.oneIn(8)
    ? chance.pick([new Uint8Array(6), new Uint8Array(6).fill(255), mac("02:00:00:00:00:99")])
    : mac(DEVICE[place.from].mac);
  return concat(Uint8Array.of(type, chance.oneIn(20) ? chance.int(4) : 1), address);
}

/** Options that may follow any message. */
function extraOptions(chance: Chance): Uint8Array {
  if (!chance.oneIn(8)) return new Uint8Array(0);
  return chance.pick([
    concat(Uint8Array.of(14, 1), chance.bytes(6)),
    concat(Uint8Array.of(99, 1), chance.bytes(6)),
    concat(Uint8Array.of(99, 0), chance.bytes(6)),
    chance.bytes(3),
    concat(Uint8Array.of(1, 2), chance.bytes(14)),
  ]);
}

function solicitedNode(address: Uint8Array): Uint8Array {
  return concat(ip6("ff02::1:ff00:0").subarray(0, 13), address.subarray(13));
}

/** An address of the receiver, of the sender, or another one. */
function target(chance: Chance, place: Place): Uint8Array {
  return chance.weighted<() => Uint8Array>([
    [6, () => ip6(ADDRESS6[place.to])],
    [4, () => ip6(LINK_LOCAL[place.to])],
    [2, () => ip6(ADDRESS6[place.from])],
    [2, () => ip6(place.from === "s0" ? "fd00:1::77" : "fd00:2::77")],
    [2, () => destination6(chance, place)],
  ])();
}

function neighbourSolicitation(chance: Chance, place: Place): Message {
  const asked = target(chance, place);
  const source = chance.oneIn(8) ? ip6("::") : source6(chance, place);
  const destination = chance.oneIn(3) ? destination6(chance, place) : solicitedNode(asked);
  const option = chance.oneIn(5) ? new Uint8Array(0) : linkAddressOption(chance, place, 1);
  return { type: 135, body: concat(be32(0), asked, option, extraOptions(chance)), source, destination };
}

function neighbourAdvertisement(chance: Chance, place: Place): Message {
  const about = chance.weighted<() => Uint8Array>([
    [6, () => ip6(ADDRESS6[place.from])],
    [4, () => ip6(LINK_LOCAL[place.from])],
    [2, () => target(chance, place)],
  ])();
  const flags = chance.pick([0x60000000, 0x40000000, 0x20000000, 0, 0xe0000000, 0x80000000, 0xa0000000]);
  const option = chance.oneIn(4) ? new Uint8Array(0) : linkAddressOption(chance, place, 2);
  const destination = chance.oneIn(2) ? ip6("ff02::1") : target(chance, place);
  return {
    type: 136,
    body: concat(be32(flags >>> 0), about, option, extraOptions(chance)),
    source: source6(chance, place),
    destination,
  };
}

function routerSolicitation(chance: Chance, place: Place): Message {
  const source = chance.oneIn(4) ? ip6("::") : ip6(LINK_LOCAL[place.from]);
  const option = chance.oneIn(3) ? new Uint8Array(0) : linkAddressOption(chance, place, 1);
  const destination = chance.oneIn(4) ? destination6(chance, place) : ip6("ff02::2");
  return { type: 133, body: concat(be32(0), option, extraOptions(chance)), source, destination };
}

function prefixInformation(chance: Chance): Uint8Array {
  const valid = chance.pick([0, 7200, 86400, 0xffffffff, 3600]);
  const preferred = chance.pick([0, 3600, 86400, 0xffffffff]);
  const flags = chance.pick([0xc0, 0xc0, 0xc0, 0x80, 0x40, 0, 0xe0]);
  const prefix = ip6(
    chance.pick(["fd00:1::", "fd00:20::", "fd00:21::", "fd00:22::", "fe80::", "ff02::", "::"]),
  );
  return concat(
    Uint8Array.of(3, 4, chance.oneIn(8) ? chance.pick([0, 48, 60, 128, 129]) : 64, flags),
    be32(valid, preferred, 0),
    prefix,
  );
}

function routeInformation(chance: Chance): Uint8Array {
  const length = chance.pick([0, 48, 64, 128]);
  const units = length === 0 ? 1 : length <= 64 ? 2 : 3;
  const prefix = ip6(chance.pick(["fd00:30::", "fd00:31::", "::"])).subarray(0, 8 * (units - 1));
  return concat(
    Uint8Array.of(24, units, length, chance.pick([0, 8, 0x18, 0x10])),
    be32(chance.pick([0, 600, 0xffffffff])),
    prefix,
  );
}

function routerAdvertisement(chance: Chance, place: Place): Message {
  const options: Uint8Array[] = [];
  if (!chance.oneIn(3)) options.push(linkAddressOption(chance, place, 1));
  if (chance.oneIn(3))
    options.push(concat(Uint8Array.of(5, 1), be16(0), be32(chance.pick([1280, 1400, 1500, 1279, 9000, 0]))));
  for (let left = chance.int(3); left > 0; left--) options.push(prefixInformation(chance));
  if (chance.oneIn(4)) options.push(routeInformation(chance));
  options.push(extraOptions(chance));
  const source = chance.oneIn(6) ? source6(chance, place) : ip6(LINK_LOCAL[place.from]);
  const destination = chance.oneIn(4) ? target(chance, place) : ip6("ff02::1");
  const head = concat(
    Uint8Array.of(chance.pick([0, 64, 64, 255, 1]), chance.pick([0, 0x40, 0x80, 0x08, 0x18, 0x10])),
    be16(chance.pick([0, 1800, 600, 9000, 65535])),
  );
  const timers = be32(chance.pick([0, 0, 30000, 3600001]), chance.pick([0, 0, 1000, 500]));
  return { type: 134, body: concat(head, timers, ...options), source, destination, pause: RA_PAUSE };
}

function redirect(chance: Chance, place: Place): Message {
  const destination = target(chance, place);
  const about = chance.oneIn(2)
    ? destination6(chance, place)
    : ip6(place.from === "r0" ? ADDRESS6.d0 : ADDRESS6.s0);
  const gateway = chance.weighted<() => Uint8Array>([
    [3, () => ip6(LINK_LOCAL[place.from])],
    [3, () => ip6("fe80::77")],
    [2, () => about],
    [1, () => destination6(chance, place)],
  ])();
  const options = [chance.oneIn(3) ? new Uint8Array(0) : linkAddressOption(chance, place, 2)];
  if (chance.oneIn(3)) options.push(concat(Uint8Array.of(4, 2), new Uint8Array(6), chance.bytes(8)));
  options.push(extraOptions(chance));
  const source = chance.oneIn(6) ? source6(chance, place) : ip6(LINK_LOCAL[place.from]);
  return { type: 137, body: concat(be32(0), gateway, about, ...options), source, destination };
}

/** Listener queries (with a response time too long to be seen), reports and dones; without the router alert of a real one at times. */
function listener(chance: Chance, place: Place): Message {
  const type = chance.pick([130, 130, 131, 132, 143]);
  const group = chance.oneIn(2) ? new Uint8Array(16) : destination6(chance, place);
  const v2 = chance.oneIn(2) ? concat(Uint8Array.of(2, 125), be16(0)) : new Uint8Array(0);
  const source = chance.oneIn(5) ? source6(chance, place) : ip6(LINK_LOCAL[place.from]);
  const destination = chance.oneIn(3) ? destination6(chance, place) : ip6("ff02::1");
  return { type, body: concat(be16(0x7fff, 0), group, v2), source, destination };
}

type Maker = (chance: Chance, place: Place) => Message;

const MAKERS: readonly (readonly [number, Maker])[] = [
  [6, neighbourSolicitation],
  [6, neighbourAdvertisement],
  [2, routerSolicitation],
  [2, routerAdvertisement],
  [3, redirect],
  [2, listener],
];

export const neighbourDiscovery: Recipe = (chance) => {
  const place = choosePlace(chance);
  const { type, body, source, destination, pause } = chance.weighted(MAKERS)(chance, place);
  const cut = chance.oneIn(20) ? body.subarray(0, chance.int(body.length)) : body;
  const message = icmpv6Message(source, destination, type, chance.oneIn(25) ? 1 : 0, cut);
  const alert = type < 133 || type === 143 ? !chance.oneIn(4) : chance.oneIn(40);
  const payload = alert ? concat(Uint8Array.of(ICMPV6, 0, 5, 2, 0, 0, 1, 0), message) : message;
  const right = type < 133 || type === 143 ? 1 : 255;
  const packet = ipv6Packet({
    hopLimit: chance.oneIn(20) ? chance.pick([1, 64, 254]) : right,
    nextHeader: alert ? 0 : ICMPV6,
    source,
    destination,
    payload,
  });
  return [
    {
      from: place.from,
      frame: frameFor(chance, place, ETH_P_IPV6, destination, packet),
      ...(pause === undefined ? {} : { pause }),
    },
  ];
};
