/**
 * Connection tracking on a router's way: UDP packets of 60 bytes from one veth pair to another, untracked, of connections that are
 * known, and each the first of a new one, beside many that are there already; and what the table takes for each.
 */
import { performance } from "node:perf_hooks";
import { checksum } from "../src/packet/checksum.ts";
import type { NetDevice } from "../src/virtual/core/netdevice.ts";
import { allocSkb } from "../src/virtual/core/skbuff.ts";
import { nfCtNetnsGet } from "../src/virtual/netfilter/conntrack-hooks.ts";
import { conntrackTable } from "../src/virtual/netfilter/conntrack-table.ts";
import { NFPROTO_IPV4 } from "../src/virtual/netfilter/hook-numbers.ts";
import { Router } from "../src/virtual/test-support/router.ts";

const BURST = 64;
const FRAME_LENGTH = 60;

class Feeder {
  readonly net = new Router();
  private readonly from: NetDevice;
  private readonly frame = new Uint8Array(FRAME_LENGTH);
  private next = 0;

  constructor() {
    const { net } = this;
    this.from = net.va;
    const { frame } = this;
    frame.set(net.vb.address, 0);
    frame.set(net.va.address, 6);
    frame.set(
      [8, 0, 0x45, 0, 0, 46, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 192, 0, 2, 9, 0, 0, 0, 9, 0, 26],
      12,
    );
    const vi = net.c.devByName("vi") as NetDevice;
    // the receiver throws away what is not for it: there is nothing behind the router to measure
    vi.address = Uint8Array.of(2, 0, 0, 0, 0, 99);
  }

  /** Sends packets of so many connections in turn, beginning with the next new one. */
  send(count: number, connections: number): void {
    const { frame, from } = this;
    const { backlog } = this.net.machine;
    const first = this.next;
    for (let sent = 0; sent < count; sent += BURST) {
      backlog.bhDisable();
      for (let i = 0; i < BURST; i++) {
        const id = first + ((sent + i) % connections);
        frame[28] = id >>> 16;
        frame[34] = id >>> 8;
        frame[35] = id;
        frame[24] = frame[25] = 0;
        const sum = checksum(frame, 14, 20);
        frame[24] = sum >>> 8;
        frame[25] = sum;
        const skb = allocSkb(FRAME_LENGTH);
        skb.append(frame, 0, FRAME_LENGTH);
        skb.macHeader = skb.data;
        skb.dev = from;
        from.ops.startXmit(skb, from);
      }
      backlog.bhEnable();
    }
    this.next = first + Math.min(connections, count);
  }

  timed(count: number, connections: number): number {
    const start = performance.now();
    this.send(count, connections);
    return ((performance.now() - start) * 1e6) / count;
  }
}

export interface ConntrackCost {
  /** ns for a packet */
  readonly untracked: number;
  readonly first: number;
  readonly later: number;
  readonly bytesEach: number;
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** With so many connections there. */
export function conntrackCost(present: number): ConntrackCost {
  const feeder = new Feeder();
  // the neighbour is known after the first
  feeder.send(64_000, 64);
  feeder.timed(200_000, 64);
  const untracked = Math.min(feeder.timed(200_000, 64), feeder.timed(200_000, 64));
  nfCtNetnsGet(feeder.net.b, NFPROTO_IPV4);
  conntrackTable(feeder.net.machine).max = 0;
  const before = heap();
  feeder.send(present, present);
  const bytesEach = (heap() - before) / present;
  feeder.timed(64_000, 1_000);
  const later = Math.min(feeder.timed(200_000, 1_000), feeder.timed(200_000, 1_000));
  const first = Math.min(feeder.timed(32_000, 32_000), feeder.timed(32_000, 32_000));
  if ((feeder.net.b.ct?.count ?? 0) < present) throw new Error("connections are missing");
  return { untracked, first, later, bytesEach };
}
