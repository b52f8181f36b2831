import { describe, expect, it } from "vitest";
import { AF_INET, SOCK_DGRAM, SOCK_RAW } from "../../../kernel.ts";
import type { Net } from "../../core/net.ts";
import { allocSkb } from "../../core/skbuff.ts";
import { traceKfreeSkb } from "../../core/trace.ts";
import { Pair } from "../../test-support/pair.ts";
import { nfRegisterNetHook } from "../core.ts";
import { NFPROTO_INET } from "../hook-numbers.ts";
import { nfCtNetnsGet, nfCtNetnsPut } from "./conntrack-hooks.ts";
import { conntrackTable } from "./conntrack-table.ts";

const ECHO = Uint8Array.of(8, 0, 0xf7, 0xfd, 0, 1, 0, 1);
const to = (address: number, port: number) => ({ to: { family: AF_INET, address, port } }) as never;

function listing(pair: Pair, net: Net): string {
  return pair.machine.procNet.show(net, "nf_conntrack") ?? "";
}

describe("connection tracking", () => {
  it("follows an echo and its answer, and forgets it when its time is over", () => {
    const pair = new Pair();
    expect(nfCtNetnsGet(pair.a, NFPROTO_INET)).toBe(0);
    pair.socket(pair.a, SOCK_RAW, 1).send(ECHO, to(0x0a000002, 0));
    expect(listing(pair, pair.a)).toBe(
      "ipv4     2 icmp     1 30 src=10.0.0.1 dst=10.0.0.2 type=8 code=0 id=1 " +
        "src=10.0.0.2 dst=10.0.0.1 type=0 code=0 id=1 mark=0 zone=0 use=2\n",
    );
    expect(pair.a.ct?.count).toBe(1);
    pair.clock.advance(31e9);
    expect(listing(pair, pair.a)).toBe("");
    expect(pair.a.ct?.count).toBe(0);
    nfCtNetnsPut(pair.a, NFPROTO_INET);
    expect(pair.a.nf).toBeNull();
  });

  it("takes UDP that goes on both ways for a stream", () => {
    const pair = new Pair();
    nfCtNetnsGet(pair.a, NFPROTO_INET);
    const server = pair.socket(pair.b, SOCK_DGRAM, 17);
    server.bind({ family: AF_INET, address: 0, port: 53 } as never);
    const client = pair.socket(pair.a, SOCK_DGRAM, 17);
    client.bind({ family: AF_INET, address: 0, port: 4000 } as never);
    const exchange = () => {
      client.send(Uint8Array.of(1, 2, 3), to(0x0a000002, 53));
      server.send(Uint8Array.of(4), to(0x0a000001, 4000));
    };
    client.send(Uint8Array.of(1), to(0x0a000002, 53));
    const tuples = "src=10.0.0.1 dst=10.0.0.2 sport=4000 dport=53";
    const back = "src=10.0.0.2 dst=10.0.0.1 sport=53 dport=4000";
    expect(listing(pair, pair.a)).toBe(
      `ipv4     2 udp      17 30 ${tuples} [UNREPLIED] ${back} mark=0 zone=0 use=2\n`,
    );
    exchange();
    expect(listing(pair, pair.a)).toBe(`ipv4     2 udp      17 30 ${tuples} ${back} mark=0 zone=0 use=2\n`);
    pair.clock.advance(3e9);
    exchange();
    expect(listing(pair, pair.a)).toBe(
      `ipv4     2 udp      17 120 ${tuples} ${back} [ASSURED] mark=0 zone=0 use=2\n`,
    );
  });

  it("is full at nf_conntrack_max, and says so", () => {
    const pair = new Pair();
    nfCtNetnsGet(pair.a, NFPROTO_INET);
    const drops: string[] = [];
    const stop = traceKfreeSkb.listen((_skb, _reason, at) => drops.push(at));
    const socket = pair.socket(pair.a, SOCK_RAW, 1);
    socket.send(ECHO, to(0x0a000002, 0));
    conntrackTable(pair.machine).max = 1;
    const other = ECHO.slice();
    other[5] = 2;
    other[3]--;
    expect(socket.send(other, to(0x0a000002, 0))).toBe(-1);
    stop();
    expect(drops.filter((at) => at !== "ping_rcv")).toEqual(["nf_hook_slow"]);
    expect(pair.a.ct?.count).toBe(1);
    expect(pair.a.ct?.stat.drop).toBe(1);
  });

  it("counts no connection that a dropped packet would have begun", () => {
    const pair = new Pair();
    nfCtNetnsGet(pair.a, NFPROTO_INET);
    const socket = pair.socket(pair.a, SOCK_RAW, 1);
    // an answer that nobody asked for, and garbage
    for (const type of [0, 3, 5, 11, 99]) {
      const bytes = new Uint8Array(40);
      bytes[0] = type;
      socket.send(bytes, to(0x0a000002, 0));
    }
    expect(pair.a.ct?.count).toBe(0);
  });
});

describe("fragments", () => {
  function fragment(id: number, offset: number, more: boolean, body: Uint8Array): Uint8Array {
    const packet = new Uint8Array(48 + body.length);
    const view = new DataView(packet.buffer);
    packet[0] = 0x60;
    view.setUint16(4, body.length + 8);
    packet.set([44, 64], 6);
    packet.set([0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9], 8);
    packet.set([0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 24);
    packet[40] = 17;
    view.setUint16(42, offset | (more ? 1 : 0));
    view.setUint32(44, id);
    packet.set(body, 48);
    return packet;
  }

  it("of IPv6 are put together before they are tracked", () => {
    const pair = new Pair();
    nfCtNetnsGet(pair.b, NFPROTO_INET);
    const udp = new Uint8Array(2000);
    udp.set([0x10, 0, 0, 9, 2000 >>> 8, 2000 & 0xff, 0, 1]);
    const send = (packet: Uint8Array): void => {
      const skb = allocSkb(packet.length + 14);
      skb.append(Uint8Array.of(0x33, 0x33, 0, 0, 0, 1), 0, 6);
      skb.append(pair.va.address, 0, 6);
      skb.append(Uint8Array.of(0x86, 0xdd), 0, 2);
      skb.append(packet, 0, packet.length);
      skb.macHeader = skb.data;
      skb.dev = pair.va;
      pair.va.ops.startXmit(skb, pair.va);
    };
    let seen = 0;
    nfRegisterNetHook(pair.b, {
      pf: 10,
      hooknum: 0,
      priority: -150,
      hook: (skb) => {
        if (skb.bytes[skb.networkHeader + 6] === 17) seen = skb.length;
        return 1;
      },
    });
    // the checksum is not looked at
    pair.machine.sysctls
      .entries()
      .get("net/netfilter")
      ?.table["nf_conntrack_checksum"]?.write?.(pair.b, "", "0");
    send(fragment(7, 1440, false, udp.subarray(1440)));
    expect(seen).toBe(0);
    send(fragment(7, 0, true, udp.subarray(0, 1440)));
    expect(seen).toBe(2040);
    // the first of another is too small, and a third never comes
    send(fragment(8, 0, true, udp.subarray(0, 800)));
    send(fragment(9, 0, true, udp.subarray(0, 1440)));
    pair.clock.advance(61e9);
    expect(pair.b.ct?.fragments6).not.toBeNull();
  });
});
