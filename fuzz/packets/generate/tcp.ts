/** Segments of TCP that a router forwards or tracks: a few connections from S to D, in both directions, and what fits nowhere. */
import { pseudoSumIpv4At, pseudoSumIpv6At, writeChecksum } from "../../../src/packet/checksum.ts";
import type { Chance } from "../chance.ts";
import { DEVICE, type DeviceName, ip4, ip6, mac } from "../world.ts";
import type { Injection, Recipe } from "./recipe.ts";
import { be16, be32, concat, ethernet, ipv4Packet, ipv6Packet } from "./wire.ts";

const TCP = 6;
const [FIN, SYN, RST, PSH, ACK, URG] = [1, 2, 4, 8, 16, 32];
/** Of hosts that nobody is: their answers would be TCP's own. */
const FAR4 = ["10.3.0.1", "10.9.0.1", "10.6.0.9"];
const FAR6 = ["fd00:c::1", "fd00:9::1", "fd00:f::9"];
const CLIENT = ["10.0.1.77", "fd00:1::77"];

function segment(
  chance: Chance,
  source: Uint8Array,
  destination: Uint8Array,
  ports: readonly [number, number],
  flags: number,
): Uint8Array {
  const step = chance.pick([0, 0, 1, 1, 2, 100, 70_000]);
  const options = chance.oneIn(3) ? Uint8Array.of(2, 4, 5, 0xb4, 1, 3, 3, 7) : new Uint8Array(0);
  const payload = chance.oneIn(3) ? chance.bytes(chance.int(60)) : new Uint8Array(0);
  const bytes = concat(
    be16(...ports),
    be32(1000 + step, flags & ACK ? 1000 + chance.pick([0, 1, 1, 2, 90_000]) : 0),
    Uint8Array.of(chance.oneIn(30) ? chance.int(256) : (20 + options.length) * 4, flags),
    be16(chance.pick([0, 1000, 65_535]), 0, 0),
    options,
    payload,
  );
  const addresses = concat(source, destination);
  const pseudo =
    addresses.length === 8
      ? pseudoSumIpv4At(concat(new Uint8Array(12), addresses), 0, TCP, bytes.length)
      : pseudoSumIpv6At(addresses, 0, TCP, bytes.length);
  writeChecksum(bytes, 0, bytes.length, 16, pseudo);
  if (chance.oneIn(25)) bytes[16] = (bytes[16] as number) ^ 1;
  return bytes;
}

function anyFlags(chance: Chance): number {
  return chance.weighted<number>([
    [5, SYN],
    [4, SYN | ACK],
    [6, ACK],
    [3, PSH | ACK],
    [3, FIN | ACK],
    [3, RST],
    [2, RST | ACK],
    [1, chance.int(256)],
    [1, URG | FIN | PSH],
    [1, 0],
  ] as const);
}

const SEGMENTS = new WeakSet<Uint8Array>();

/** One segment, or the three that begin a connection. */
export const tcp: Recipe = (chance) => {
  const six = chance.oneIn(3);
  const read = six ? ip6 : ip4;
  const far = read(chance.pick(six ? FAR6 : FAR4));
  const near = read(CLIENT[six ? 1 : 0] as string);
  const ports: readonly [number, number] = [20_000 + chance.int(3), chance.pick([80, 7000])];
  const send = (flags: number, back: boolean): Injection => {
    const from: DeviceName = back ? "d0" : "s0";
    const [source, destination] = back ? [far, near] : [near, far];
    const bytes = segment(chance, source, destination, back ? [ports[1], ports[0]] : ports, flags);
    const packet = six
      ? ipv6Packet({ nextHeader: TCP, source, destination, payload: bytes })
      : ipv4Packet({
          protocol: TCP,
          source,
          destination,
          payload: bytes,
          id: chance.u32() & 0xffff,
          fragment: 0x4000,
        });
    const frame = ethernet(
      mac(DEVICE[DEVICE[from].peer].mac),
      mac(DEVICE[from].mac),
      six ? 0x86dd : 0x0800,
      packet,
    );
    SEGMENTS.add(frame);
    return { from, frame };
  };
  if (chance.oneIn(4)) return [send(SYN, false), send(SYN | ACK, true), send(ACK, false)];
  return [send(anyFlags(chance), chance.oneIn(3))];
};

/** Whether a frame is one of these: to or from a host that is none of the nodes. */
export function isSegment(frame: Uint8Array): boolean {
  return SEGMENTS.has(frame);
}
