/** What arrives on a device, and what Linux 6.18 said to it: reasons and places recorded from its `skb:kfree_skb`. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Ipv6Address, parseIpv6 } from "../../packet/address.ts";
import { checksum, pseudoSumIpv6At } from "../../packet/checksum.ts";
import { ethTypeTrans } from "../core/dev/ethernet.ts";
import { IFF_UP, type NetDevice } from "../core/dev/netdevice.ts";
import { dropReasonName } from "../core/drop-reason.ts";
import { allocSkb } from "../core/skbuff.ts";
import { traceKfreeSkb, traceNetDevStartXmit } from "../core/trace.ts";
import { Box } from "../test-support/box.ts";
import { addVeth, setLink } from "../test-support/links.ts";
import { addAddress, addPrefixRoute } from "./addrconf/addrconf.ts";
import { dadStart } from "./addrconf/addrconf-dad.ts";
import type { Inet6Device } from "./addrconf/inet6-device.ts";
import { Fib6Info } from "./route/fib6-info.ts";
import { Fib6Table } from "./route/ip6-fib.ts";

const G = "2001:db8::1";
const H = "2001:db8::2";
const MAC_1 = new Uint8Array([2, 0, 0, 0, 0, 1]);
const MAC_2 = new Uint8Array([2, 0, 0, 0, 0, 2]);

interface Pair {
  readonly box: Box;
  readonly v0: NetDevice;
  readonly v1: NetDevice;
}

/** Two ends in two namespaces would be the same: frames are put in at `v1` by hand. */
function pair(): Pair {
  const box = new Box();
  const nl = box.netlink();
  addVeth(nl, { name: "v0", address: MAC_1 }, { name: "v1", address: MAC_2 });
  const v0 = box.net.devByName("v0")!;
  const v1 = box.net.devByName("v1")!;
  for (const dev of [v0, v1]) setLink(nl, dev.ifindex, IFF_UP, IFF_UP);
  box.clock.advance(3e9);
  const ifp = addAddress(
    v1.in6Dev as Inet6Device,
    { address: parseIpv6(H)!, prefixLength: 64, flags: 0x82 },
    null,
  );
  if (typeof ifp === "number") throw new Error(String(ifp));
  addPrefixRoute(v1, ifp.address, 64, 0, 0);
  dadStart(ifp);
  box.clock.advance(3e9);
  return { box, v0, v1 };
}

const bytesOf = (address: string): number[] => [...parseIpv6(address)!.toBytes()];
const hex = (text: string): number[] =>
  (text.match(/../g) ?? []).map((digits) => Number.parseInt(digits, 16));

interface Frame {
  next?: number;
  payload?: number[];
  from?: string;
  to?: string;
  hops?: number;
  version?: number;
  length?: number;
}

function packet(frame: Frame): Uint8Array {
  const { next = 58, payload = [], from = G, to = H, hops = 64, version = 6 } = frame;
  const length = frame.length ?? payload.length;
  return Uint8Array.from([
    version << 4,
    0,
    0,
    0,
    length >> 8,
    length & 255,
    next,
    hops,
    ...bytesOf(from),
    ...bytesOf(to),
    ...payload,
  ]);
}

/** An ICMPv6 message with its checksum. */
function icmp(body: number[], from = G, to = H): number[] {
  const whole = packet({ payload: body, from, to });
  whole[42] = whole[43] = 0;
  const sum = checksum(whole, 40, body.length, pseudoSumIpv6At(whole, 8, 58, body.length));
  return [body[0], body[1], sum >> 8, sum & 255, ...body.slice(4)];
}

function receive(dev: NetDevice, bytes: Uint8Array, destination: Uint8Array = MAC_2): void {
  const skb = allocSkb(bytes.length + 14);
  const at = skb.put(bytes.length + 14);
  skb.bytes.set(destination, at);
  skb.bytes.set([2, 0, 0, 0, 0, 9, 0x86, 0xdd], at + 6);
  skb.bytes.set(bytes, at + 14);
  ethTypeTrans(skb, dev);
  dev.net.machine.backlog.netifRx(skb);
}

const X8 = hex("7878787878787878");
const ns = (target: string): number[] => [...hex("8700000000000000"), ...bytesOf(target)];

const CASES: readonly (readonly [string, Frame, string])[] = [
  ["version 5", { payload: X8, version: 5 }, "UNHANDLED_PROTO ip6_rcv_core"],
  ["longer than it is", { payload: X8, length: 100 }, "PKT_TOO_SMALL ip6_rcv_core"],
  ["from a group", { payload: X8, from: "ff02::1" }, "IP_INHDR ip6_rcv_core"],
  ["from loopback", { payload: X8, from: "::1" }, "IP_INHDR ip6_rcv_core"],
  ["protocol 200", { next: 200, payload: X8 }, "IP_NOPROTO ip6_input_finish"],
  ["wrong checksum", { payload: [...hex("80000000"), ...X8] }, "ICMP_CSUM icmpv6_rcv"],
  ["type 200", { payload: icmp([...hex("c8000000"), ...X8]) }, "NOT_SPECIFIED icmpv6_rcv"],
  ["error type 50", { payload: icmp([...hex("32000000"), ...X8]) }, "PKT_TOO_SMALL icmpv6_rcv"],
  ["unasked reply", { payload: icmp([...hex("81000000"), ...X8]) }, "NO_SOCKET ping_rcv"],
  ["NS with hop limit 64", { payload: icmp(ns(H)) }, "IPV6_NDISC_HOP_LIMIT icmpv6_rcv"],
  [
    "NS with code 1",
    { payload: icmp([0x87, 1, ...ns(H).slice(2)]), hops: 255 },
    "IPV6_NDISC_BAD_CODE icmpv6_rcv",
  ],
  [
    "NS for another",
    { payload: icmp(ns("2001:db8::9900:2")), hops: 255 },
    "IPV6_NDISC_NS_OTHERHOST icmpv6_rcv",
  ],
  [
    "NS with an empty option",
    { payload: icmp([...ns(H), 1, 0]), hops: 255 },
    "IPV6_NDISC_BAD_OPTIONS icmpv6_rcv",
  ],
  ["short NS", { payload: icmp(hex("8700000000000000")), hops: 255 }, "PKT_TOO_SMALL icmpv6_rcv"],
  ["NS for a group", { payload: icmp(ns("ff02::1")), hops: 255 }, "NOT_SPECIFIED icmpv6_rcv"],
  [
    "NA of a stranger",
    { payload: icmp([0x88, 0, 0, 0, 0x20, 0, 0, 0, ...bytesOf("2001:db8::55")]), hops: 255 },
    "NOT_SPECIFIED icmpv6_rcv",
  ],
  [
    "unknown option, answer",
    { next: 0, payload: [...hex("3a00c50000000000"), ...X8] },
    "UNHANDLED_PROTO ip6_tlvopt_unknown",
  ],
  [
    "unknown option, silence",
    { next: 0, payload: [...hex("3a00450000000000"), ...X8] },
    "UNHANDLED_PROTO ip6_tlvopt_unknown",
  ],
  ["hop-by-hop cut off", { next: 0, payload: hex("3a09450000000000") }, "NOT_SPECIFIED ipv6_parse_hopopts"],
  [
    "destination option",
    { next: 60, payload: [...hex("3a00850000000000"), ...X8] },
    "UNHANDLED_PROTO ip6_tlvopt_unknown",
  ],
  [
    "routing header 0",
    { next: 43, payload: [...hex("3a02000100000000"), ...bytesOf("2001:db8::9"), ...X8] },
    "NOT_SPECIFIED ipv6_rthdr_rcv",
  ],
  ["nothing follows", { next: 59 }, "NOT_SPECIFIED dst_discard_out"],
  [
    "odd fragment",
    { next: 44, payload: [...hex("3a00000100000002"), ...X8, ...X8.slice(1)] },
    "NOT_SPECIFIED ipv6_frag_rcv",
  ],
  ["UDP, wrong checksum", { next: 17, payload: hex("00010002000c123461626364") }, "UDP_CSUM __udp6_lib_rcv"],
  ["UDP, no checksum", { next: 17, payload: hex("00010002000c000061626364") }, "NO_SOCKET __udp6_lib_rcv"],
  ["UDP, cut off", { next: 17, payload: hex("00010002") }, "NOT_SPECIFIED __udp6_lib_rcv"],
  ["not for us", { payload: X8, to: "2001:db8::1234:5" }, "IP_INADDRERRORS ip6_forward"],
];

test.each(CASES)("%s", (_name, frame, expected) => {
  const { v1 } = pair();
  const seen: string[] = [];
  const stop = traceKfreeSkb.listen((skb, reason, location) => {
    if (skb.dev === v1 && skb.skbIif === v1.ifindex) seen.push(`${dropReasonName(reason)} ${location}`);
  });
  receive(v1, packet(frame));
  stop();
  expect(seen[0]).toBe(expected);
});

test("a pair that comes up sends what Linux sends: reports, detection, reports again, solicitation", () => {
  const box = new Box();
  const nl = box.netlink();
  addVeth(nl, { name: "v0", address: MAC_1 }, { name: "v1", address: MAC_2 });
  const v0 = box.net.devByName("v0")!;
  const v1 = box.net.devByName("v1")!;
  const start = box.clock.time;
  const sent: { type: number; from: string; at: number }[] = [];
  const stop = traceNetDevStartXmit.listen((skb, dev) => {
    if (dev !== v0 || skb.protocol !== 0x86dd) return;
    const ip = skb.data + 14;
    const hopByHop = skb.bytes[ip + 6] === 0;
    const from = skb.bytes[ip + 8] === 0 ? "::" : "fe80";
    sent.push({ type: skb.bytes[ip + (hopByHop ? 48 : 40)], from, at: (box.clock.time - start) / 1e6 });
  });
  setLink(nl, v1.ifindex, IFF_UP, IFF_UP);
  setLink(nl, v0.ifindex, IFF_UP, IFF_UP);
  box.clock.advance(20e9);
  stop();
  const count = (type: number, from: string): number =>
    sent.filter((s) => s.type === type && s.from === from).length;
  expect(sent[0].at).toBeLessThan(20);
  expect(count(143, "::") + count(143, "fe80")).toBe(4);
  expect(count(135, "::")).toBe(1);
  const solicitations = sent.filter((s) => s.type === 133).map((s) => s.at);
  expect(solicitations.length).toBe(3);
  const [first, second, third] = solicitations;
  expect(second - first).toBeGreaterThan(3500);
  expect(second - first).toBeLessThan(4500);
  expect((third - second) / (second - first)).toBeCloseTo(2, 0);
  const detection = sent.find((s) => s.type === 135)!.at;
  expect(first - detection).toBeCloseTo(1000, -1);
});

test("any bytes as packets: nothing throws, and memory stays bounded", () => {
  const { box, v1 } = pair();
  const anything = fc.uint8Array({ maxLength: 200 });
  const header = fc.record({
    next: fc.constantFrom(0, 17, 43, 44, 58, 59, 60, 6, 200),
    payload: fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 120 }),
    to: fc.constantFrom(H, "ff02::1", "ff02::1:ff00:2", "2001:db8::7", "fe80::ff:fe00:2"),
    from: fc.constantFrom(G, "fe80::1", "::", "ff02::1"),
    hops: fc.constantFrom(0, 1, 64, 255),
  });
  const message = header.map((frame) => {
    const { from, to } = frame;
    const type = 128 + ((frame.payload[0] ?? 0) & 15);
    return packet({ ...frame, next: 58, payload: icmp([type, 0, 0, 0, ...frame.payload], from, to) });
  });
  fc.assert(
    fc.property(fc.array(fc.oneof(anything, header.map(packet), message), { maxLength: 20 }), (packets) => {
      for (const bytes of packets) receive(v1, bytes);
      box.clock.advance(50e6);
    }),
    { numRuns: 300 },
  );
  box.clock.advance(120e9);
  expect(box.net.ipv6.fragments?.memory ?? 0).toBe(0);
  expect(v1.in6Dev?.addresses.length ?? 0).toBeLessThan(32);
  expect(v1.in6Dev?.groups.length ?? 0).toBeLessThan(64);
});

test("a table finds the longest prefix, whatever was added and removed", () => {
  const { v1 } = pair();
  const prefix = fc.record({
    word: fc.integer({ min: 0, max: 15 }),
    length: fc.integer({ min: 0, max: 128 }),
  });
  fc.assert(
    fc.property(fc.array(prefix, { maxLength: 40 }), fc.integer({ min: 0, max: 15 }), (prefixes, probe) => {
      const table = new Fib6Table(1);
      const known = new Map<string, Fib6Info>();
      for (const [i, { word, length }] of prefixes.entries()) {
        const nibble = word << 28;
        const bits = length <= 4 ? nibble & (length === 0 ? 0 : -1 << (32 - length)) : nibble;
        const destination = new Ipv6Address(bits, 0, 0, 0);
        const key = `${bits}/${length}`;
        const present = known.get(key);
        if (present !== undefined && i % 3 === 0) {
          present.node?.remove(present);
          if (present.node) table.prune(present.node);
          known.delete(key);
          continue;
        }
        if (present !== undefined) continue;
        const route = new Fib6Info(table, destination, length, 1024, 1, 1, v1);
        table.nodeFor(route.destination, length).insert(route, 0);
        known.set(key, route);
      }
      const target = probe << 28;
      let best = -1;
      for (const key of known.keys()) {
        const [bits, length] = key.split("/").map(Number);
        const mask = length === 0 ? 0 : length >= 32 ? -1 : -1 << (32 - length);
        if (((target ^ bits) & mask) === 0 && length > best) best = length;
      }
      const node = table.lookup(target, 0, 0, 0);
      expect(node.routes.length === 0 ? -1 : node.bits).toBe(best);
      let listed = 0;
      table.walk(() => {
        listed++;
        return true;
      });
      expect(listed).toBe(known.size);
    }),
    { numRuns: 300 },
  );
});
