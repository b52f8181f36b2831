/**
 * Frames of 64 bytes (60 without their checksum) from one veth pair over a bridge into another one, counted by the receiver's device.
 */
import { performance } from "node:perf_hooks";
import { isErrno } from "../src/errno.ts";
import { AF_UNSPEC, type SystemCalls } from "../src/kernel.ts";
import { NetlinkClient } from "../src/netlink/client.ts";
import { writeLinkHeader } from "../src/netlink/link.ts";
import {
  IFLA_IFNAME,
  IFLA_INFO_DATA,
  IFLA_INFO_KIND,
  IFLA_LINKINFO,
  IFLA_MASTER,
} from "../src/netlink/link-attributes.ts";
import { IFF_UP } from "../src/netlink/link-flags.ts";
import { VETH_INFO_PEER } from "../src/netlink/link-kinds/veth.ts";
import { NLM_F_CREATE, NLM_F_EXCL } from "../src/netlink/message.ts";
import { RTM_NEWLINK } from "../src/netlink/rtnetlink.ts";
import type { NetDevice } from "../src/virtual/core/dev/netdevice.ts";
import { allocSkb } from "../src/virtual/core/skbuff.ts";
import { createBox } from "./box.ts";
import { memoryInUse } from "./heap.ts";

const FRAME_LENGTH = 60;
const BURST = 64;
const RUNS = 5;
const FDB_FRAMES = 640_000;
/** A prime: the addresses come in disorder. */
const STRIDE = 7919;
/** Local experimental EtherType (IEEE 802). */
const ETHERTYPE = 0x88b5;

function addLink(client: NetlinkClient, name: string, kind: string, peer?: string): void {
  const writer = client.begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
  writeLinkHeader(writer, AF_UNSPEC, 0, 0, 0, 0);
  writer.string(IFLA_IFNAME, name);
  const info = writer.nest(IFLA_LINKINFO);
  writer.string(IFLA_INFO_KIND, kind);
  if (peer !== undefined) {
    const data = writer.nest(IFLA_INFO_DATA);
    const end = writer.nest(VETH_INFO_PEER);
    writeLinkHeader(writer, AF_UNSPEC, 0, 0, 0, 0);
    writer.string(IFLA_IFNAME, peer);
    writer.endNest(end);
    writer.endNest(data);
  }
  writer.endNest(info);
  finish(client, name);
}

function finish(client: NetlinkClient, what: string): void {
  const { error, message } = client.request();
  if (error !== 0) throw new Error(`${what}: ${error} ${message}`);
}

function configure(client: NetlinkClient, dev: NetDevice, master: number): void {
  const writer = client.begin(RTM_NEWLINK, 0);
  writeLinkHeader(writer, AF_UNSPEC, 0, dev.ifindex, IFF_UP, IFF_UP);
  if (master !== 0) writer.u32(IFLA_MASTER, master);
  finish(client, dev.name);
}

function build(sys: SystemCalls, find: (name: string) => NetDevice): void {
  const client = NetlinkClient.open(sys);
  if (isErrno(client)) throw new Error(`netlink socket: ${client}`);
  addLink(client, "br0", "bridge");
  const bridge = find("br0");
  for (const [port, host] of [
    ["p0", "h0"],
    ["p1", "h1"],
  ]) {
    addLink(client, port, "veth", host);
    configure(client, find(port), bridge.ifindex);
    configure(client, find(host), 0);
  }
  configure(client, bridge, 0);
  client.close();
}

function makeFrame(destination: Uint8Array, source: Uint8Array): Uint8Array {
  const frame = new Uint8Array(FRAME_LENGTH);
  frame.set(destination, 0);
  frame.set(source, 6);
  frame[12] = ETHERTYPE >>> 8;
  frame[13] = ETHERTYPE & 255;
  return frame;
}

function send(dev: NetDevice, frame: Uint8Array): void {
  const skb = allocSkb(FRAME_LENGTH);
  skb.append(frame, 0, FRAME_LENGTH);
  skb.macHeader = skb.data;
  skb.dev = dev;
  dev.ops.startXmit(skb, dev);
}

/** @returns frames a second, and how many the receiver counted */
export function bridge(frames: number): { rate: number; counted: number } {
  const { init, clock } = createBox();
  const find = (name: string): NetDevice => init.net.devByName(name) as NetDevice;
  build(init, find);
  clock.advance(10e9);
  const from = find("h0");
  const to = find("h1");
  const port = find("p1");
  const { backlog } = init.machine;
  // both are known then
  send(to, makeFrame(from.address, to.address));
  send(from, makeFrame(to.address, from.address));
  const frame = makeFrame(to.address, from.address);
  const before = port.stats.txPackets;
  const start = performance.now();
  for (let sent = 0; sent < frames; sent += BURST) {
    backlog.bhDisable();
    for (let i = 0; i < BURST; i++) send(from, frame);
    backlog.bhEnable();
  }
  const seconds = (performance.now() - start) / 1000;
  return { rate: frames / seconds, counted: port.stats.txPackets - before };
}

/** The address of an entry's host: neighbours in number are not neighbours in any table. */
function setHost(frame: Uint8Array, at: number, id: number): void {
  frame[at] = 2;
  frame[at + 2] = id >>> 24;
  frame[at + 3] = id >>> 16;
  frame[at + 4] = id >>> 8;
  frame[at + 5] = id;
}

/**
 * A bridge that has learned so many addresses: frames a second to `active` of them in disorder, and what each takes. With many more active
 * ones than the processor's caches hold, what is measured is the memory.
 */
export function fdb(entries: number, active: number): { rate: number; bytesEach: number } {
  const { init, clock } = createBox();
  const find = (name: string): NetDevice => init.net.devByName(name) as NetDevice;
  build(init, find);
  clock.advance(10e9);
  const from = find("h0");
  const to = find("h1");
  const port = find("p1");
  const { backlog } = init.machine;
  const learned = makeFrame(from.address, to.address);
  const before = memoryInUse();
  for (let id = 0; id < entries; id++) {
    setHost(learned, 6, id);
    send(to, learned);
  }
  const bytesEach = (memoryInUse() - before) / entries;
  const frame = makeFrame(to.address, from.address);
  const sentBefore = port.stats.txPackets;
  let rate = 0;
  let frames = 0;
  // those that are active lie everywhere in the table
  const apart = Math.floor(entries / active);
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    for (let sent = 0; sent < FDB_FRAMES; sent += BURST) {
      backlog.bhDisable();
      for (let i = 0; i < BURST; i++) {
        setHost(frame, 0, ((frames++ * STRIDE) % active) * apart);
        send(from, frame);
      }
      backlog.bhEnable();
    }
    rate = Math.max(rate, FDB_FRAMES / ((performance.now() - start) / 1000));
  }
  if (port.stats.txPackets - sentBefore !== frames) throw new Error("frames went elsewhere");
  return { rate, bytesEach };
}
