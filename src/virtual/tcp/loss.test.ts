/** Streams over a cable that loses, doubles and delays packets: every byte arrives, in order, with every set of options. */
import { expect, test } from "vitest";
import { SOCK_STREAM, type Socket } from "../../kernel.ts";
import { ipv4 } from "../../packet/address.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import { cloneSkb, kfreeSkb, type SkBuff } from "../core/skbuff.ts";
import { Pair } from "../test-support/pair.ts";
import { MIB } from "./tcp-mib.ts";
import { tcpOf } from "./tcp-net.ts";

const server = { family: 2, address: ipv4(0x0a000002), port: 5000 } as const;

function worsen(pair: Pair, dev: NetDevice, loss: number, held: SkBuff[]): void {
  const { ops } = dev;
  const worse: typeof ops = {
    ...ops,
    startXmit(skb, on) {
      const draw = pair.machine.random() / 2 ** 32;
      if (draw < loss) {
        kfreeSkb(skb, 2, "loss");
        return 0;
      }
      if (draw > 1 - loss / 4) ops.startXmit(cloneSkb(skb), on);
      if (draw > 0.5 && draw < 0.5 + loss) {
        held.push(skb);
        return 0;
      }
      const result = ops.startXmit(skb, on);
      for (let late = held.shift(); late !== undefined; late = held.shift()) ops.startXmit(late, on);
      return result;
    },
  };
  Object.defineProperty(dev, "ops", { value: worse });
}

function transfer(pair: Pair, total: number, limit: number): { received: number; wrong: number } {
  const listener = pair.socket(pair.b, SOCK_STREAM, 0);
  listener.bind({ family: 2, address: ipv4(0), port: 5000 });
  listener.listen(4);
  const client = pair.socket(pair.a, SOCK_STREAM, 0);
  client.connect(server);
  let served: Socket | number = -1;
  const block = new Uint8Array(65536).map((_, i) => i * 13 + (i >> 8));
  const into = new Uint8Array(65536);
  let sent = 0;
  let received = 0;
  let wrong = 0;
  for (let turn = 0; turn < limit && received < total; turn++) {
    if (typeof served === "number") served = listener.accept();
    if (sent < total) {
      const at = sent % 65536;
      const count = client.send(block.subarray(at, Math.min(65536, at + Math.min(9000, total - sent))));
      if (count > 0) sent += count;
    }
    const got = typeof served === "number" ? -1 : served.recv(into);
    if (got > 0) {
      for (let i = 0; i < got; i++) if (into[i] !== block[(received + i) % 65536]) wrong++;
      received += got;
    }
    pair.clock.advance(1e6);
  }
  return { received, wrong };
}

const settings = [
  ["SACK and time stamps", 1, 1, "cubic"],
  ["SACK alone", 1, 0, "cubic"],
  ["time stamps alone", 0, 1, "reno"],
  ["neither", 0, 0, "reno"],
] as const;

for (const [name, sack, timestamps, algorithm] of settings)
  for (const loss of [0.05, 0.1])
    test(`${name}, loss of ${loss}`, () => {
      const pair = new Pair(7);
      for (const net of [pair.a, pair.b]) {
        Object.assign(tcpOf(net).sysctls, { sack, timestamps, congestionControl: algorithm });
      }
      worsen(pair, pair.va, loss, []);
      worsen(pair, pair.vb, loss, []);
      expect(transfer(pair, 300_000, 3_000_000)).toEqual({ received: 300_000, wrong: 0 });
      expect(tcpOf(pair.a).mib.values[MIB.RetransSegs]).toBeGreaterThan(0);
    });

test("a reader that pauses shuts the window, and opens it again", () => {
  const pair = new Pair();
  const listener = pair.socket(pair.b, SOCK_STREAM, 0);
  listener.bind({ family: 2, address: ipv4(0), port: 5000 });
  listener.listen(4);
  const client = pair.socket(pair.a, SOCK_STREAM, 0);
  client.connect(server);
  pair.clock.advance(1e9);
  const served = listener.accept();
  if (typeof served === "number") throw new Error(`accept: ${served}`);
  const block = new Uint8Array(65536).fill(3);
  let sent = 0;
  for (let count = client.send(block); count > 0; count = client.send(block)) {
    sent += count;
    pair.clock.advance(1e6);
  }
  pair.clock.advance(5e9);
  expect(tcpOf(pair.a).mib.values[MIB.TCPWinProbe]).toBeGreaterThan(1);
  const into = new Uint8Array(65536);
  let received = 0;
  for (let turn = 0; turn < 20_000 && received < sent; turn++) {
    const got = served.recv(into);
    if (got > 0) received += got;
    else pair.clock.advance(1e7);
  }
  expect(received).toBe(sent);
  client.close();
  served.close();
  pair.clock.advance(100e9);
  expect([...(pair.a.ipv4.tcp?.hash.established() ?? [])]).toEqual([]);
});
