import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { read16, write16, write32 } from "../../../packet/bytes.ts";
import { allocSkb } from "../../core/skbuff.ts";
import { initCookie } from "../../tcp/handshake/tcp-cookies.ts";
import { tcpOf } from "../../tcp/tcp-net.ts";
import { ip, Router } from "../../test-support/router.ts";
import { nfCtNetnsGet, nfCtNetnsPut } from "../conntrack/conntrack-hooks.ts";
import { nfCtGet } from "../conntrack/nf-conn.ts";
import { nfRegisterNetHook } from "../core.ts";
import { NF_ACCEPT, NF_DROP, NF_INET_FORWARD, NFPROTO_INET, NFPROTO_IPV4 } from "../hook-numbers.ts";
import { synproxyAnswer, synproxyReceiveAck } from "./synproxy-core.ts";
import { nfSynproxyGet, nfSynproxyPut } from "./synproxy-hooks.ts";
import { synproxyNet } from "./synproxy-net.ts";

const CLIENT = ip(10, 0, 0, 1);
const SERVER = ip(192, 0, 2, 9);
const INFO = { options: 0x0f, wscale: 7, mss: 1460 };
const SYN = 2;
const ACK = 16;

function proxy(): Router {
  const net = new Router();
  nfCtNetnsGet(net.b, NFPROTO_INET);
  nfSynproxyGet(net.b, NFPROTO_INET);
  if (net.b.ct !== null) {
    net.b.ct.settings.tcpLoose = 0;
    net.b.ct.settings.checksum = 0;
  }
  nfRegisterNetHook(net.b, {
    pf: NFPROTO_IPV4,
    hooknum: NF_INET_FORWARD,
    priority: 0,
    hook: (skb, state) => {
      const tcp = skb.networkHeader + 20;
      if (state.in !== net.vb) return NF_ACCEPT;
      if (tcp + 20 > skb.tail) return NF_DROP;
      const segment = { net: net.b, skb, tcp, v4: true };
      if ((skb.bytes[tcp + 13] & SYN) !== 0) return synproxyAnswer(segment, INFO);
      return nfCtGet(skb) === null ? synproxyReceiveAck(segment, 0) : NF_ACCEPT;
    },
  });
  return net;
}

interface Segment {
  readonly port: number;
  readonly seq: number;
  readonly ack: number;
  readonly flags: number;
  /** The header's length as it says, in words. */
  readonly words: number;
  readonly rest: Uint8Array;
  /** How much of it comes. */
  readonly cut: number;
}

function packet(from: number, to: number, ports: readonly [number, number], segment: Segment): Uint8Array {
  const all = new Uint8Array(40 + segment.rest.length);
  all.set([0x45, 0, 0, 0, 0, 7, 0x40, 0, 64, 6]);
  write32(all, 12, from);
  write32(all, 16, to);
  write16(all, 20, ports[0]);
  write16(all, 22, ports[1]);
  write32(all, 24, segment.seq >>> 0);
  write32(all, 28, segment.ack >>> 0);
  all.set([segment.words << 4, segment.flags, 1, 0], 32);
  all.set(segment.rest, 40);
  const bytes = all.slice(0, Math.max(20, all.length - segment.cut));
  write16(bytes, 2, bytes.length);
  let sum = 0;
  for (let i = 0; i < 20; i += 2) sum += read16(bytes, i);
  sum = (sum & 0xffff) + (sum >>> 16);
  write16(bytes, 10, ~((sum & 0xffff) + (sum >>> 16)) & 0xffff);
  return bytes;
}

function inject(net: Router, bytes: Uint8Array, fromServer: boolean): void {
  const dev = fromServer ? net.c.devByName("vi") : net.va;
  if (dev === null || dev === undefined) throw new Error("no device");
  const skb = allocSkb(bytes.length + 14);
  skb.append((fromServer ? net.vo : net.vb).address, 0, 6);
  skb.append(dev.address, 0, 6);
  skb.append(Uint8Array.of(8, 0), 0, 2);
  skb.append(bytes, 0, bytes.length);
  skb.macHeader = skb.data;
  skb.dev = dev;
  dev.ops.startXmit(skb, dev);
}

const option = fc.oneof(
  fc.constantFrom([0], [1], [2, 4, 5, 0xb4], [3, 3, 200], [4, 2], [8, 10, 0, 0, 0, 9, 0, 0, 0, 0x17]),
  fc.tuple(fc.constantFrom(2, 3, 4, 8, 99), fc.constantFrom(0, 1, 2, 3, 10, 40, 255)),
);
const rest = fc.array(option, { maxLength: 6 }).map((options) => Uint8Array.from(options.flat()));
const segment = fc.record<Segment>({
  port: fc.nat(3),
  seq: fc.constantFrom(0, 1, 1000, 1001, 0xffffffff),
  ack: fc.constantFrom(0, 1, 0xffffffff),
  flags: fc.constantFrom(SYN, ACK, SYN | ACK, SYN | 0xc0, 4, 20, 17, 0, 255),
  words: fc.oneof(fc.constantFrom(5, 6, 8, 10), fc.nat(15)),
  rest,
  cut: fc.constantFrom(0, 0, 0, 1, 5, 21, 40),
});

/** What a client that was answered says then. */
function rightAck(net: Router, { port, seq, rest, words, cut }: Segment): Uint8Array {
  const ends = { l0: 0, l1: 0, l2: 0xffff, l3: SERVER | 0, r0: 0, r1: 0, r2: 0xffff, r3: CLIENT | 0 };
  const isn = (seq - 1) | 0;
  const cookie = initCookie(tcpOf(net.b), { ...ends, localPort: 80, remotePort: port }, isn, 1460);
  return packet(CLIENT, SERVER, [port, 80], { port, seq, ack: cookie + 1, flags: ACK, words, rest, cut });
}

describe("handshakes that are answered for a server", () => {
  it("survive segments that are cut, or have options of any length", () => {
    const net = proxy();
    let last = 0;
    const step = fc.tuple(segment, fc.nat(2));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        for (const [one, who] of steps) {
          if (who === 0) inject(net, packet(CLIENT, SERVER, [one.port, 80], one), false);
          else if (who === 1) inject(net, rightAck(net, one), false);
          else inject(net, packet(SERVER, CLIENT, [80, one.port], { ...one, ack: one.seq }), true);
        }
        last = net.b.ct?.count ?? 0;
        expect(last).toBeLessThanOrEqual(4);
        net.clock.advance(1e7);
      }),
      { numRuns: 1500 },
    );
    const counts = synproxyNet(net.b);
    expect(Math.min(counts.synReceived, counts.cookieInvalid, counts.cookieValid)).toBeGreaterThan(0);
    net.clock.advance(6e14);
    expect(net.b.ct?.count).toBe(0);
  });

  it("leave no hook and no template behind", () => {
    const net = proxy();
    nfSynproxyGet(net.b, NFPROTO_IPV4);
    nfSynproxyPut(net.b, NFPROTO_INET);
    expect(synproxyNet(net.b).template).not.toBeNull();
    nfSynproxyPut(net.b, NFPROTO_IPV4);
    nfCtNetnsPut(net.b, NFPROTO_INET);
    expect(synproxyNet(net.b).template).toBeNull();
    expect(net.b.nf?.count).toBe(1);
  });
});
