import { expect, test } from "vitest";
import { SOCK_STREAM, type Socket } from "../../kernel.ts";
import { ipv4 } from "../../packet/address.ts";
import { Pair } from "../test-support/pair.ts";

const EINPROGRESS = -115;
const EAGAIN = -11;
const server = { family: 2, address: ipv4(0x0a000002), port: 5000 } as const;

function connected(pair: Pair): { client: Socket; served: Socket; listener: Socket } {
  const listener = pair.socket(pair.b, SOCK_STREAM, 0);
  expect(listener.bind({ family: 2, address: ipv4(0), port: 5000 })).toBe(0);
  expect(listener.listen(5)).toBe(0);
  const client = pair.socket(pair.a, SOCK_STREAM, 0);
  expect(client.connect(server)).toBe(EINPROGRESS);
  pair.clock.advance(1e6);
  expect(client.connect(server)).toBe(0);
  const served = listener.accept();
  if (typeof served === "number") throw new Error(`accept: ${served}`);
  return { client, served, listener };
}

test("bytes go both ways, and the end is told", () => {
  const pair = new Pair();
  const { client, served } = connected(pair);
  const into = new Uint8Array(100);
  expect(served.recv(into)).toBe(EAGAIN);
  expect(client.send(new TextEncoder().encode("hello"))).toBe(5);
  expect(served.recv(into)).toBe(5);
  expect(served.send(new TextEncoder().encode("you too"))).toBe(7);
  expect(client.recv(into)).toBe(7);
  expect(client.shutdown(1)).toBe(0);
  pair.clock.advance(1e6);
  expect(served.recv(into)).toBe(0);
  expect(client.send(into)).toBe(-32);
  served.close();
  expect(client.recv(into)).toBe(0);
  client.close();
  expect(pair.a.ipv4.tcp?.timeWaits).toBe(1);
  pair.clock.advance(61e9);
  expect(pair.a.ipv4.tcp?.timeWaits).toBe(0);
});

test("nobody listens: refused", () => {
  const pair = new Pair();
  const client = pair.socket(pair.a, SOCK_STREAM, 0);
  expect(client.connect(server)).toBe(EINPROGRESS);
  pair.clock.advance(1e6);
  expect(client.connect(server)).toBe(-111);
});

test("nobody is there: host unreachable", () => {
  const pair = new Pair();
  const client = pair.socket(pair.a, SOCK_STREAM, 0);
  expect(client.connect({ ...server, address: ipv4(0x0a000009) })).toBe(EINPROGRESS);
  pair.clock.advance(4e9);
  expect(client.connect(server)).toBe(-113);
});

test("megabytes arrive as they were sent", () => {
  const pair = new Pair();
  const { client, served } = connected(pair);
  const block = new Uint8Array(65536).map((_, i) => i * 7);
  const into = new Uint8Array(65536);
  let sent = 0;
  let received = 0;
  let wrong = 0;
  const total = 8_000_000;
  for (let turn = 0; turn < 100_000 && received < total; turn++) {
    if (sent < total) {
      const at = sent % 65536;
      const count = client.send(block.subarray(at, Math.min(65536, at + total - sent)));
      if (count > 0) sent += count;
    }
    const got = served.recv(into);
    if (got > 0) {
      for (let i = 0; i < got; i += 97) if (into[i] !== (((received + i) % 65536) * 7) % 256) wrong++;
      received += got;
    } else pair.clock.advance(1e6);
  }
  expect([received, wrong]).toEqual([total, 0]);
  expect(pair.va.stats.txPackets).toBeLessThan(2000);
});
