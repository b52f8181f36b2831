/** Segments of any kind and order, with options of any bytes: nothing throws, nothing grows, and good traffic goes on. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { SOCK_STREAM, type Socket } from "../../kernel.ts";
import { ipv4 } from "../../packet/address.ts";
import { write16, write32 } from "../../packet/bytes.ts";
import { checksum, pseudoSumIpv4At } from "../../packet/checksum.ts";
import { writeIpv4, writeIpv4Checksum } from "../../packet/ipv4.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import { allocSkb } from "../core/skbuff.ts";
import { Pair } from "../test-support/pair.ts";
import { TcpSock } from "./tcp-sock.ts";

const CLIENT = 0x0a000001;
const SERVER = 0x0a000002;
const PORT = 5000;

interface Attack {
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
  readonly window: number;
  readonly offset: number;
  readonly options: Uint8Array;
  readonly payload: number;
  readonly toListener: boolean;
  readonly wait: number;
}

const near = fc.oneof(
  fc.integer({ min: -3000, max: 3000 }),
  fc.integer({ min: -0x80000000, max: 0x7fffffff }),
);
const options = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.array(fc.tuple(near, near), { minLength: 1, maxLength: 4 }).map((blocks) => {
    const bytes = new Uint8Array(4 + 8 * blocks.length);
    bytes.set([1, 1, 5, 2 + 8 * blocks.length]);
    return bytes;
  }),
);
const attack: fc.Arbitrary<Attack> = fc.record({
  flags: fc.integer({ min: 0, max: 255 }),
  seq: near,
  ack: near,
  window: fc.integer({ min: 0, max: 65535 }),
  offset: fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 15 })),
  options,
  payload: fc.integer({ min: 0, max: 1400 }),
  toListener: fc.boolean(),
  wait: fc.integer({ min: 0, max: 2_000_000_000 }),
});

/** A segment from the client's address, as it comes out of the cable. */
function inject(pair: Pair, port: number, base: { seq: number; ack: number }, a: Attack): void {
  const length = (a.options.length + 3) & ~3;
  const header = 20 + Math.min(length, 40);
  const skb = allocSkb(20 + header + a.payload);
  const at = skb.put(20 + header + a.payload);
  const { bytes } = skb;
  bytes.fill(0, at, skb.tail);
  writeIpv4(bytes, at, 0, skb.length, 1, 0x4000, 64, 6, ipv4(CLIENT), ipv4(SERVER));
  writeIpv4Checksum(bytes, at);
  const tcp = at + 20;
  write16(bytes, tcp, port);
  write16(bytes, tcp + 2, PORT);
  write32(bytes, tcp + 4, base.seq + a.seq);
  write32(bytes, tcp + 8, base.ack + a.ack);
  bytes[tcp + 12] = (a.offset < 0 ? header >> 2 : a.offset) << 4;
  bytes[tcp + 13] = a.flags;
  write16(bytes, tcp + 14, a.window);
  bytes.set(a.options.subarray(0, 40), tcp + 20);
  if (a.options[2] === 5)
    for (let i = 4; i + 8 <= a.options.length; i += 8) {
      write32(bytes, tcp + 20 + i, base.ack + a.seq + i * 100);
      write32(bytes, tcp + 24 + i, base.ack + a.ack + i * 100);
    }
  const size = skb.tail - tcp;
  write16(bytes, tcp + 16, checksum(bytes, tcp, size, pseudoSumIpv4At(bytes, at, 6, size)));
  skb.dev = pair.vb as NetDevice;
  skb.protocol = 0x0800;
  pair.machine.backlog.netifRx(skb);
}

function open(pair: Pair): { client: Socket; served: Socket; listener: Socket } {
  const listener = pair.socket(pair.b, SOCK_STREAM, 0);
  listener.bind({ family: 2, address: ipv4(0), port: PORT });
  listener.listen(4);
  const client = pair.socket(pair.a, SOCK_STREAM, 0);
  client.connect({ family: 2, address: ipv4(SERVER), port: PORT });
  pair.clock.advance(1e6);
  const served = listener.accept();
  if (typeof served === "number") throw new Error(`accept: ${served}`);
  return { client, served, listener };
}

test("no segments make the kernel throw or grow, and others talk on", () => {
  fc.assert(
    fc.property(fc.array(attack, { maxLength: 40 }), fc.integer({ min: 1, max: 1000 }), (attacks, seed) => {
      const pair = new Pair(seed);
      const { client, served, listener } = open(pair);
      served.send(new Uint8Array(20_000).fill(1));
      client.send(new Uint8Array(3000).fill(2));
      const name = client.getsockname();
      const port = typeof name === "object" && name.family === 2 ? name.port : 0;
      const into = new Uint8Array(65536);
      for (const a of attacks) {
        let victim: TcpSock | undefined;
        for (const sk of pair.b.ipv4.tcp?.hash.established() ?? []) if (sk instanceof TcpSock) victim = sk;
        const base = { seq: victim?.rcvNxt ?? 0, ack: victim?.sndNxt ?? 0 };
        inject(pair, a.toListener ? 40_000 + (a.window & 63) : port, base, a);
        pair.clock.advance(a.wait);
        if (a.payload & 1) served.recv(into);
        if (a.payload & 2) served.send(into.subarray(0, a.payload));
        if (victim !== undefined) {
          expect(victim.packetsOut).toBeGreaterThanOrEqual(0);
          expect(victim.sackedOut + victim.lostOut).toBeLessThanOrEqual(Math.max(victim.packetsOut, 0) + 64);
          expect(victim.sk.rmemAlloc).toBeLessThan(40_000_000);
        }
      }
      served.close();
      client.close();
      for (let next = listener.accept(); typeof next === "object"; next = listener.accept()) next.close();
      const fresh = pair.socket(pair.a, SOCK_STREAM, 0);
      fresh.connect({ family: 2, address: ipv4(SERVER), port: PORT });
      pair.clock.advance(200e9);
      const peer = listener.accept();
      if (typeof peer === "object") {
        fresh.send(Uint8Array.of(9));
        pair.clock.advance(1e9);
        expect(peer.recv(into)).toBe(1);
      }
      for (const sk of [fresh, listener]) sk.close();
      if (typeof peer === "object") peer.close();
      pair.clock.advance(4000e9);
      expect([...(pair.b.ipv4.tcp?.hash.established() ?? [])]).toEqual([]);
    }),
    { numRuns: 300 },
  );
}, 120_000);
