/** Frames at the ports of a bridge. */
import type { Chance, Weighted } from "../chance.ts";
import { excluded } from "../exclusions.ts";
import { ADDRESS4, ADDRESS6, DEVICE, ip4, ip6, mac } from "../world.ts";
import { bpdu } from "./bpdu.ts";
import { groupMessage } from "./groups.ts";
import { mutated } from "./mutate.ts";
import type { Injection, Recipe } from "./recipe.ts";
import { entrance, STATIONS, station } from "./stations.ts";
import { be16, concat, ethernet, icmpMessage, ipv4Packet, ipv6Packet, udpDatagram } from "./wire.ts";

const GROUP_MACS = [
  "01:00:5e:01:01:01",
  "01:00:5e:01:01:02",
  "01:00:5e:00:00:01",
  "01:00:5e:00:00:16",
  "33:33:00:00:00:01",
  "33:33:00:00:00:16",
  "01:02:03:04:05:06",
  "03:00:00:00:00:01",
];
function receiver(chance: Chance): Uint8Array {
  return chance.weighted<() => Uint8Array>([
    [6, () => mac(chance.pick(STATIONS))],
    [
      3,
      () => mac(chance.pick([DEVICE.brd0.mac, DEVICE.s0.mac, DEVICE.d0.mac, DEVICE.r0.mac, DEVICE.d1.mac])),
    ],
    [3, () => new Uint8Array(6).fill(255)],
    [4, () => mac(chance.pick(GROUP_MACS))],
    [3, () => concat(mac("01:80:c2:00:00:00").subarray(0, 5), Uint8Array.of(chance.int(17)))],
    [1, () => mac("02:00:00:00:bb:99")],
  ])();
}

const raw: Recipe = (chance) => {
  const type = chance.pick([0x88b5, 0x88b5, 0x88cc, 0x8809, 0x88e5, 0x8899, 30, 0x05ff, 0x8137]);
  return [
    {
      from: entrance(chance),
      frame: ethernet(receiver(chance), station(chance), type, chance.bytes(chance.int(60))),
    },
  ];
};

const HOSTS4 = [
  ADDRESS4.s0,
  ADDRESS4.r0,
  ADDRESS4.d0,
  "10.0.0.77",
  "10.0.0.78",
  "10.0.255.255",
  "255.255.255.255",
  "239.1.1.1",
  "239.1.1.2",
  "224.0.0.1",
  "224.0.0.251",
];
const HOSTS6 = [
  ADDRESS6.s0,
  ADDRESS6.r0,
  ADDRESS6.d0,
  "fd00::77",
  "ff0e::1",
  "ff0e::2",
  "ff02::1",
  "ff02::fb",
];

/** The frame's address is that of the group, when it is one and nothing else is wanted. */
function receiverOf(chance: Chance, address: Uint8Array): Uint8Array {
  if (chance.oneIn(5)) return receiver(chance);
  if (address.length === 16)
    return address[0] === 0xff ? concat(Uint8Array.of(0x33, 0x33), address.subarray(12)) : receiver(chance);
  const group = ((address[0] as number) & 0xf0) === 0xe0;
  if (!group) return receiver(chance);
  return Uint8Array.of(1, 0, 0x5e, (address[1] as number) & 0x7f, address[2] as number, address[3] as number);
}

const packet4: Recipe = (chance) => {
  const source = ip4(chance.pick(["10.0.0.77", "10.0.0.78", "10.0.0.79", "0.0.0.0"]));
  const destination = ip4(chance.pick(HOSTS4));
  const udp = chance.oneIn(2);
  const payload = udp
    ? udpDatagram({
        source,
        destination,
        sourcePort: 9,
        destinationPort: chance.pick([9, 7000]),
        payload: chance.bytes(chance.pick([0, 10, 1400])),
      })
    : icmpMessage(chance.pick([8, 0, 3]), 0, concat(be16(1, 1), chance.bytes(8)));
  const ttl = chance.pick([64, 1]);
  const packet = ipv4Packet({ protocol: udp ? 17 : 1, source, destination, payload, ttl });
  return [
    {
      from: entrance(chance),
      frame: ethernet(receiverOf(chance, destination), station(chance), 0x0800, packet),
    },
  ];
};

const packet6: Recipe = (chance) => {
  const source = ip6(chance.pick(["fd00::77", "fd00::78", "fe80::77", "::"]));
  const destination = ip6(chance.pick(HOSTS6));
  const payload = udpDatagram({
    source,
    destination,
    sourcePort: 9,
    destinationPort: 7000,
    payload: chance.bytes(chance.int(30)),
  });
  const packet = ipv6Packet({ nextHeader: 17, source, destination, payload });
  return [
    {
      from: entrance(chance),
      frame: ethernet(receiverOf(chance, destination), station(chance), 0x86dd, packet),
    },
  ];
};

const arp: Recipe = (chance) => {
  const sender = station(chance);
  const hosts = ["10.0.0.77", "10.0.0.78", ADDRESS4.s0, ADDRESS4.r0, ADDRESS4.d0, "0.0.0.0", "10.0.0.99"];
  const body = concat(
    be16(1, chance.oneIn(12) ? 5 : 0x0800, chance.oneIn(12) ? 0x0504 : 0x0604, chance.pick([1, 1, 1, 2, 3])),
    chance.oneIn(5) ? station(chance) : sender,
    ip4(chance.pick(hosts)),
    chance.oneIn(2) ? new Uint8Array(6) : station(chance),
    ip4(chance.pick(hosts)),
  );
  const cut = chance.oneIn(12) ? body.subarray(0, chance.int(28)) : body;
  const to = chance.oneIn(3) ? receiver(chance) : new Uint8Array(6).fill(255);
  return [{ from: entrance(chance), frame: ethernet(to, sender, 0x0806, cut) }];
};

/** Any of the others behind a tag: a bridge that knows no VLANs looks no further. */
const tagged: Recipe = (chance) =>
  chance
    .pick([raw, packet4, arp, bpdu, groupMessage])(chance)
    .map(({ from, frame }) => {
      const tag = be16(chance.pick([0x8100, 0x8100, 0x88a8]), chance.pick([0, 1, 5, 0xe000, 0x0fff]));
      return { from, frame: concat(frame.subarray(0, 12), tag, frame.subarray(12)) };
    });

const RECIPES: readonly Weighted<Recipe>[] = [
  [5, raw],
  [4, packet4],
  [3, packet6],
  [4, arp],
  [6, groupMessage],
  [4, bpdu],
  [2, tagged],
];

/** One frame of so many is changed at random places. */
const MUTATED = 8;

/** @returns `count` frames or a few more */
export function generateBridged(chance: Chance, count: number): Injection[] {
  const frames: Injection[] = [];
  while (frames.length < count)
    for (const made of chance.weighted(RECIPES)(chance)) {
      const injection = chance.oneIn(MUTATED) ? mutated(chance, made) : made;
      if (!excluded(injection.frame)) frames.push(injection);
    }
  return frames;
}
