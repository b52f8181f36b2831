/**
 * UDP packets of 64 bytes (60 without their checksum) from one veth pair over a router into another one. The receiver's device throws
 * away what is not for it: there is nothing behind the router to measure.
 */
import { performance } from "node:perf_hooks";
import { checksum } from "../src/packet/checksum.ts";
import type { NetDevice } from "../src/virtual/core/dev/netdevice.ts";
import { allocSkb } from "../src/virtual/core/skbuff.ts";
import { Router } from "../src/virtual/test-support/router.ts";

const BURST = 64;
const FRAME_LENGTH = 60;

/** Sends packets of many connections, or of one, through a router. */
export class Feeder {
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
    this.select(0);
    // the router knows its neighbour then, and what comes is not for it any more
    this.repeat(1);
    const vi = net.c.devByName("vi") as NetDevice;
    vi.address = Uint8Array.of(2, 0, 0, 0, 0, 99);
  }

  /** The frame becomes one of that connection. */
  private select(id: number): void {
    const { frame } = this;
    frame[28] = id >>> 16;
    frame[34] = id >>> 8;
    frame[35] = id;
    frame[24] = frame[25] = 0;
    const sum = checksum(frame, 14, 20);
    frame[24] = sum >>> 8;
    frame[25] = sum;
  }

  private sendOne(): void {
    const { from } = this;
    const skb = allocSkb(FRAME_LENGTH);
    skb.append(this.frame, 0, FRAME_LENGTH);
    skb.macHeader = skb.data;
    skb.dev = from;
    from.ops.startXmit(skb, from);
  }

  /** Sends packets of so many connections in turn, beginning with the next new one. */
  send(count: number, connections: number): void {
    const { backlog } = this.net.machine;
    const first = this.next;
    for (let sent = 0; sent < count; sent += BURST) {
      backlog.bhDisable();
      for (let i = 0; i < BURST; i++) {
        this.select(first + ((sent + i) % connections));
        this.sendOne();
      }
      backlog.bhEnable();
    }
    this.next = first + Math.min(connections, count);
  }

  /** @returns ns a packet */
  timed(count: number, connections: number): number {
    const start = performance.now();
    this.send(count, connections);
    return ((performance.now() - start) * 1e6) / count;
  }

  /** Sends the same packet again and again. */
  repeat(count: number): void {
    const { backlog } = this.net.machine;
    for (let sent = 0; sent < count; sent += BURST) {
      backlog.bhDisable();
      for (let i = 0; i < BURST; i++) this.sendOne();
      backlog.bhEnable();
    }
  }
}

/** @returns packets a second that the router forwarded */
export function router(frames: number): number {
  const feeder = new Feeder();
  const { stats } = feeder.net.vo;
  const before = stats.txPackets;
  const start = performance.now();
  feeder.repeat(frames);
  const seconds = (performance.now() - start) / 1000;
  const forwarded = stats.txPackets - before;
  if (forwarded < frames) throw new Error(`only ${forwarded} of ${frames} were forwarded`);
  return forwarded / seconds;
}
