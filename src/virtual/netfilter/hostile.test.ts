import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AF_NETLINK, SOCK_RAW } from "../../kernel.ts";
import { writeLinkHeader } from "../../netlink/link.ts";
import { IFLA_IFNAME, IFLA_INFO_KIND, IFLA_LINKINFO, IFLA_MASTER } from "../../netlink/link-attributes.ts";
import { MessageWriter, NLM_F_ACK, NLM_F_CREATE, NLM_F_DUMP, NLM_F_REQUEST } from "../../netlink/message.ts";
import { NETLINK_NETFILTER, writeNfgenmsg } from "../../netlink/nfnetlink.ts";
import { RTM_NEWLINK } from "../../netlink/rtnetlink.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import { allocSkb } from "../core/skbuff.ts";
import { addAddress, setUp } from "../test-support/pair.ts";
import { ip, Router } from "../test-support/router.ts";
import { nfCtNetnsGet } from "./conntrack/conntrack-hooks.ts";
import { conntrackTable } from "./conntrack/conntrack-table.ts";
import { nfCtGet } from "./conntrack/nf-conn.ts";
import { NF_ACCEPT, NFPROTO_INET, NFPROTO_IPV4 } from "./hook-numbers.ts";
import { nfNatSetupInfo } from "./nat/nat-core.ts";
import { nfNatRegisterFn } from "./nat/nat-hooks.ts";
import { nfNatMasqueradeIpv4 } from "./nat/nat-masquerade.ts";
import { NF_NAT_MANIP_DST, NF_NAT_RANGE_MAP_IPS, NfNatRange } from "./nat/nat-range.ts";
import { nfNatRedirectIpv4 } from "./nat/nat-redirect.ts";

/** A router that tracks, masquerades and redirects all. */
function natRouter(): Router {
  const net = new Router();
  nfCtNetnsGet(net.b, NFPROTO_INET);
  const range = new NfNatRange();
  nfNatRegisterFn(net.b, {
    pf: NFPROTO_IPV4,
    hooknum: 4,
    priority: 0,
    hook: (skb, state) => (state.out === net.vo ? nfNatMasqueradeIpv4(skb, range, net.vo) : NF_ACCEPT),
  });
  nfNatRegisterFn(net.b, {
    pf: NFPROTO_IPV4,
    hooknum: 0,
    priority: 0,
    hook: (skb, state) =>
      (skb.bytes[skb.tail - 1] & 1) === 0 ? NF_ACCEPT : nfNatRedirectIpv4(skb, range, state.hook),
  });
  return net;
}

function inject(net: Router, payload: Uint8Array, etherType: number): void {
  const skb = allocSkb(payload.length + 14);
  skb.append(net.vb.address, 0, 6);
  skb.append(net.va.address, 0, 6);
  skb.append(Uint8Array.of(etherType >>> 8, etherType), 0, 2);
  skb.append(payload, 0, payload.length);
  skb.macHeader = skb.data;
  skb.dev = net.va;
  net.va.ops.startXmit(skb, net.va);
}

/** A header that is right, so that what is behind it is looked at. */
function ipv4Packet(protocol: number, fragment: number, destination: number, body: Uint8Array): Uint8Array {
  const packet = new Uint8Array(20 + body.length);
  const view = new DataView(packet.buffer);
  packet.set([0x45, 0], 0);
  view.setUint16(2, packet.length);
  view.setUint16(4, 7);
  view.setUint16(6, fragment);
  packet.set([64, protocol], 8);
  view.setUint32(12, ip(10, 0, 0, 1));
  view.setUint32(16, destination);
  let sum = 0;
  for (let i = 0; i < 20; i += 2) sum += view.getUint16(i);
  sum = (sum & 0xffff) + (sum >>> 16);
  view.setUint16(10, ~((sum & 0xffff) + (sum >>> 16)) & 0xffff);
  packet.set(body, 20);
  return packet;
}

function ipv6Packet(next: number, body: Uint8Array): Uint8Array {
  const packet = new Uint8Array(40 + body.length);
  packet[0] = 0x60;
  new DataView(packet.buffer).setUint16(4, body.length);
  packet[6] = next;
  packet[7] = 64;
  packet.set([0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9], 8);
  packet.set([0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 24);
  packet.set(body, 40);
  return packet;
}

const body = fc.uint8Array({ maxLength: 120 });
const protocol = fc.constantFrom(1, 6, 17, 33, 47, 50, 58, 132, 136, 99, 255);

describe("hostile packets", () => {
  it("of IPv4 make nothing throw, and no connection stays behind but those in the table", () => {
    const net = natRouter();
    const destination = fc.constantFrom(
      ip(192, 0, 2, 9),
      ip(10, 0, 0, 2),
      ip(192, 0, 2, 1),
      0xffffffff,
      ip(224, 0, 0, 1),
    );
    const fragment = fc.constantFrom(0, 0, 0, 0x2000, 0x2001, 1, 0x4000, 0x1fff);
    fc.assert(
      fc.property(protocol, fragment, destination, body, (next, field, to, bytes) => {
        inject(net, ipv4Packet(next, field, to, bytes), 0x0800);
        net.clock.advance(1e7);
      }),
      { numRuns: 3000 },
    );
    let listed = 0;
    const cnet = net.b.ct;
    cnet?.table.each(cnet, () => void listed++);
    expect(cnet?.count).toBe(listed);
    net.clock.advance(6e14);
    expect(cnet?.count).toBe(0);
  });

  it("of SCTP have any chunks, and tags that fit or do not", () => {
    const net = natRouter();
    if (net.b.ct !== null) net.b.ct.settings.checksum = 0;
    const chunk = fc
      .tuple(fc.nat(15), fc.nat(1), fc.constantFrom(0, 4, 5, 8, 20, 20, 0xffff), fc.nat(3), fc.nat(24))
      .map(([type, flags, length, tag, more]) => [
        ...[type, flags, length >>> 8, length & 0xff],
        ...[0, 0, 0, tag],
        ...new Array<number>(more).fill(0),
      ]);
    const packet = fc.tuple(fc.nat(2), fc.nat(3), fc.array(chunk, { maxLength: 4 }), fc.nat(60));
    fc.assert(
      fc.property(fc.array(packet, { minLength: 1, maxLength: 8 }), (packets) => {
        for (const [port, tag, chunks, cut] of packets) {
          const bytes = [0, 1, 0, port, 0, 0, 0, tag, 0, 0, 0, 0, ...chunks.flat()];
          const kept = Uint8Array.from(cut < 12 ? bytes.slice(0, cut) : bytes);
          inject(net, ipv4Packet(132, 0, ip(192, 0, 2, 9), kept), 0x0800);
        }
        net.clock.advance(1e8);
      }),
      { numRuns: 1500 },
    );
    net.clock.advance(6e14);
    expect(net.b.ct?.count).toBe(0);
  });

  it("of ICMP errors quote anything", () => {
    const net = natRouter();
    const header = fc.tuple(fc.constantFrom(3, 4, 5, 11, 12), fc.nat(15));
    fc.assert(
      fc.property(header, protocol, body, fc.boolean(), ([type, code], next, bytes, whole) => {
        const quoted = ipv4Packet(next, 0, ip(192, 0, 2, 9), bytes);
        const message = new Uint8Array(8 + quoted.length);
        message.set([type, code]);
        message.set(whole ? quoted : quoted.subarray(0, bytes.length), 8);
        let sum = 0;
        for (let i = 0; i + 1 < message.length; i += 2) sum += (message[i] << 8) | message[i + 1];
        if ((message.length & 1) !== 0) sum += (message.at(-1) as number) << 8;
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
        message.set([sum >>> 8, sum & 0xff], 2);
        inject(net, ipv4Packet(next, 0, ip(192, 0, 2, 9), bytes), 0x0800);
        inject(net, ipv4Packet(1, 0, ip(10, 0, 0, 2), message), 0x0800);
      }),
      { numRuns: 1500 },
    );
  });

  it("of IPv6 make nothing throw", () => {
    const net = natRouter();
    fc.assert(
      fc.property(fc.constantFrom(0, 6, 17, 43, 44, 51, 58, 59, 60, 99), body, (next, bytes) => {
        inject(net, ipv6Packet(next, bytes), 0x86dd);
        net.clock.advance(1e7);
      }),
      { numRuns: 3000 },
    );
    net.clock.advance(1e12);
    expect(net.b.ct?.count).toBe(0);
  });

  it("never make more connections than allowed", () => {
    const net = natRouter();
    conntrackTable(net.machine).max = 50;
    for (let port = 0; port < 500; port++) {
      const udp = Uint8Array.of(port >>> 8, port & 0xff, 0, 9, 0, 8, 0, 0);
      inject(net, ipv4Packet(17, 0, ip(192, 0, 2, 9), udp), 0x0800);
    }
    expect(net.b.ct?.count).toBeLessThanOrEqual(50);
    expect(net.b.ct?.stat.drop).toBeGreaterThan(0);
  });
});

describe("hostile frames on a bridge", () => {
  it("with IP's rules make nothing throw", () => {
    const net = natRouter();
    net.nlB.do(RTM_NEWLINK, NLM_F_CREATE, (w) => {
      writeLinkHeader(w, 0, 0, 0, 0, 0);
      w.string(IFLA_IFNAME, "br0");
      const info = w.nest(IFLA_LINKINFO);
      w.string(IFLA_INFO_KIND, "bridge");
      w.endNest(info);
    });
    const bridge = net.b.devByName("br0") as NetDevice;
    for (const port of [net.vb, net.vo])
      net.nlB.do(RTM_NEWLINK, 0, (w) => {
        writeLinkHeader(w, 0, 0, port.ifindex, 0, 0);
        w.u32(IFLA_MASTER, bridge.ifindex);
      });
    addAddress(net.nlB, bridge, ip(10, 0, 0, 2), 24);
    setUp(net.nlB, bridge);
    net.clock.advance(60e9);
    const range = new NfNatRange().setIpv4(ip(10, 0, 0, 77) | 0);
    range.flags = NF_NAT_RANGE_MAP_IPS;
    nfNatRegisterFn(net.b, {
      pf: NFPROTO_IPV4,
      hooknum: 0,
      priority: -5,
      hook: (skb) => {
        const ct = nfCtGet(skb);
        if (ct === null || (skb.bytes[skb.tail - 1] & 2) === 0) return NF_ACCEPT;
        return nfNatSetupInfo(ct, range, NF_NAT_MANIP_DST);
      },
    });
    const to = fc.constantFrom(ip(10, 0, 0, 2), ip(10, 0, 0, 9), ip(192, 0, 2, 9), 0xffffffff, 0);
    const fragment = fc.constantFrom(0, 0, 0x2000, 1);
    const own = fc.boolean();
    fc.assert(
      fc.property(protocol, fragment, to, body, own, (next, field, destination, bytes, mine) => {
        const packet = ipv4Packet(next, field, destination, bytes);
        const frame = allocSkb(packet.length + 14);
        frame.append(mine ? bridge.address : Uint8Array.of(2, 0, 0, 0, 0, 9), 0, 6);
        frame.append(net.va.address, 0, 6);
        frame.append(Uint8Array.of(8, 0), 0, 2);
        frame.append(packet, 0, packet.length);
        frame.macHeader = frame.data;
        frame.dev = net.va;
        net.va.ops.startXmit(frame, net.va);
        inject(net, ipv6Packet(next, bytes), 0x86dd);
        net.clock.advance(1e7);
      }),
      { numRuns: 1500 },
    );
    net.clock.advance(6e14);
    expect(net.b.ct?.count).toBe(0);
  });
});

describe("hostile requests", () => {
  const attribute: fc.Arbitrary<Uint8Array> = fc
    .tuple(fc.nat(30), fc.boolean(), fc.uint8Array({ maxLength: 40 }))
    .map(([type, nested, payload]) => {
      const bytes = new Uint8Array(4 + ((payload.length + 3) & ~3));
      bytes[0] = 4 + payload.length;
      bytes[2] = type;
      if (nested) bytes[3] = 0x80;
      bytes.set(payload, 4);
      return bytes;
    });

  it("make nothing throw, and are answered", () => {
    const net = natRouter();
    const socket = net.machine.createSocket(net.b, AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER);
    if (typeof socket === "number") throw new Error(String(socket));
    const writer = new MessageWriter(1024);
    const into = new Uint8Array(65536);
    const flags = fc.constantFrom(0, NLM_F_DUMP, NLM_F_CREATE, 0x200, 0x600);
    fc.assert(
      fc.property(
        fc.constantFrom(
          0x100,
          0x101,
          0x102,
          0x103,
          0x104,
          0x105,
          0x106,
          0x107,
          0x200,
          0x201,
          0x202,
          0x10,
          0x11,
        ),
        flags,
        fc.constantFrom(0, 2, 10, 7),
        fc.array(attribute, { maxLength: 6 }),
        (type, flag, family, attributes) => {
          writer.reset();
          writer.begin(type, NLM_F_REQUEST | NLM_F_ACK | flag, 1);
          writeNfgenmsg(writer, family, 10);
          for (const bytes of attributes) writer.rawBytes(bytes);
          writer.end();
          socket.send(writer.message().slice());
          while (socket.recv(into) > 0);
        },
      ),
      { numRuns: 5000 },
    );
    socket.close();
  });
});
