/**
 * Frames through one veth pair: 60 bytes, in bursts, received by the peer's stack and counted there. The EtherType is one that nobody
 * handles, so that what is measured is the pair and the receive path, as pktgen measures them on Linux.
 */
import { performance } from "node:perf_hooks";
import type { NetDevice } from "../src/virtual/core/dev/netdevice.ts";
import { allocSkb } from "../src/virtual/core/skbuff.ts";
import { createBox } from "./box.ts";
import { buildNamespaces } from "./namespaces.ts";

const FRAME_LENGTH = 60;
const BURST = 64;
/** Local experimental EtherType (IEEE 802). */
const ETHERTYPE = 0x88b5;

/** @returns frames a second, and how many the peer counted */
export function veth(frames: number): { rate: number; counted: number } {
  const { init, clock } = createBox();
  const [hub] = buildNamespaces(init, 1) as (typeof init)[];
  clock.advance(10e9);
  const dev = hub.net.devByName("h0") as NetDevice;
  const peer = [...init.machine.nets].at(-1)?.devByName("eth0") as NetDevice;
  const before = peer.stats.rxPackets;
  const frame = new Uint8Array(FRAME_LENGTH);
  frame.set(peer.address, 0);
  frame.set(dev.address, 6);
  frame[12] = ETHERTYPE >>> 8;
  frame[13] = ETHERTYPE & 255;
  const { backlog } = init.machine;
  const start = performance.now();
  for (let sent = 0; sent < frames; sent += BURST) {
    backlog.bhDisable();
    for (let i = 0; i < BURST; i++) {
      const skb = allocSkb(FRAME_LENGTH);
      skb.append(frame, 0, FRAME_LENGTH);
      skb.macHeader = skb.data;
      skb.dev = dev;
      dev.ops.startXmit(skb, dev);
    }
    backlog.bhEnable();
  }
  const seconds = (performance.now() - start) / 1000;
  return { rate: frames / seconds, counted: peer.stats.rxPackets - before };
}
