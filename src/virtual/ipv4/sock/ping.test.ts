import { expect, test } from "vitest";
import { type ReceivedMessage, SOCK_DGRAM, SOCK_RAW } from "../../../kernel.ts";
import { ipv4 } from "../../../packet/address.ts";
import { writeIcmpEcho } from "../../../packet/icmp.ts";
import { traceKfreeSkb } from "../../core/trace.ts";
import { Pair } from "../../test-support/pair.ts";

function echo(sequence: number, size = 64): Uint8Array {
  const bytes = new Uint8Array(size);
  writeIcmpEcho(bytes, 0, size, 8, 77, sequence);
  return bytes;
}

const message: ReceivedMessage = { from: undefined, control: [], flags: 0 };

test("an echo request between two namespaces comes back, after one ARP exchange", () => {
  const pair = new Pair();
  const sk = pair.socket(pair.a, SOCK_RAW, 1);
  const into = new Uint8Array(2000);
  for (let sequence = 1; sequence <= 3; sequence++) {
    expect(sk.send(echo(sequence), { to: { family: 2, address: ipv4(0x0a000002), port: 0 } })).toBe(64);
    expect(sk.recv(into, message)).toBe(84);
    expect([into[9], into[20], into[27]]).toEqual([1, 0, sequence]);
    expect(message.from).toEqual({ family: 2, address: 0x0a000002, port: 0 });
  }
  expect(pair.va.stats.txPackets).toBeGreaterThanOrEqual(4);
  expect(pair.a.ipv4.mib.ipValues.slice(0, 8)).toEqual([3, 0, 0, 0, 0, 0, 3, 3]);
});

test("nobody there: host unreachable from oneself after three requests", () => {
  const pair = new Pair();
  const sk = pair.socket(pair.a, SOCK_RAW, 1);
  const drops: string[] = [];
  const stop = traceKfreeSkb.listen((_skb, reason, location) => drops.push(`${reason} ${location}`));
  sk.send(echo(1), { to: { family: 2, address: ipv4(0x0a000009), port: 0 } });
  const into = new Uint8Array(2000);
  pair.clock.advance(2.9e9);
  expect(sk.recv(into, message)).toBe(-11);
  pair.clock.advance(1e9);
  stop();
  expect(sk.recv(into, message)).toBeGreaterThan(0);
  expect([into[20], into[21]]).toEqual([3, 1]);
  expect(drops).toContain("58 neigh_invalidate");
});

test("a port that nobody listens on refuses a connected UDP socket", () => {
  const pair = new Pair();
  const sk = pair.socket(pair.a, SOCK_DGRAM, 0);
  sk.connect({ family: 2, address: ipv4(0x0a000002), port: 9 });
  expect(sk.send(Uint8Array.of(1, 2, 3))).toBe(3);
  expect(sk.recv(new Uint8Array(10))).toBe(-111);
  const server = pair.socket(pair.b, SOCK_DGRAM, 0);
  server.bind({ family: 2, address: ipv4(0), port: 9 });
  expect(sk.send(new Uint8Array(3000).fill(7))).toBe(3000);
  const into = new Uint8Array(4000);
  expect(server.recv(into, message)).toBe(3000);
  expect(into[2999]).toBe(7);
  expect(pair.b.ipv4.mib.ipValues.slice(11, 14)).toEqual([3, 1, 0]);
});

test("many echoes: each is answered once, and the neighbour is asked for once", () => {
  const pair = new Pair();
  const sk = pair.socket(pair.a, SOCK_RAW, 1);
  const request = echo(1);
  const options = { to: { family: 2 as const, address: ipv4(0x0a000002), port: 0 } };
  const into = new Uint8Array(200);
  for (let i = 0; i < 1000; i++) {
    sk.send(request, options);
    sk.recv(into);
  }
  expect(sk.recv(into)).toBe(-11);
  expect(pair.a.ipv4.mib.ipValues.slice(0, 8)).toEqual([1000, 0, 0, 0, 0, 0, 1000, 1000]);
  expect(pair.va.stats.txPackets).toBe(1001);
});
