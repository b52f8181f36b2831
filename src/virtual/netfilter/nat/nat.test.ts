import { describe, expect, it } from "vitest";
import { AF_INET, type ReceivedMessage, SOCK_DGRAM, SOCK_RAW, type Socket } from "../../../kernel.ts";
import type { Net } from "../../core/net.ts";
import { Pair } from "../../test-support/pair.ts";
import { ip, Router } from "../../test-support/router.ts";
import { nfCtNetnsGet } from "../conntrack/conntrack-hooks.ts";
import { nfCtGet } from "../conntrack/nf-conn.ts";
import { NF_ACCEPT, NFPROTO_IPV4 } from "../hook-numbers.ts";
import type { NfHookFn } from "../net-nf.ts";
import { nfNatSetupInfo } from "./nat-core.ts";
import { nfNatRegisterFn } from "./nat-hooks.ts";
import { nfNatMasqueradeIpv4 } from "./nat-masquerade.ts";
import {
  NF_NAT_MANIP_DST,
  NF_NAT_RANGE_MAP_IPS,
  NF_NAT_RANGE_PROTO_SPECIFIED,
  NfNatRange,
} from "./nat-range.ts";
import { nfNatRedirectIpv4 } from "./nat-redirect.ts";

const to = (address: number, port: number) => ({ to: { family: AF_INET, address, port } }) as never;

function rule(net: Net, hooknum: number, hook: NfHookFn): void {
  expect(nfCtNetnsGet(net, NFPROTO_IPV4)).toBe(0);
  expect(nfNatRegisterFn(net, { pf: NFPROTO_IPV4, hooknum, priority: 0, hook })).toBe(0);
}

function dnat(address: number, port: number): NfHookFn {
  const range = new NfNatRange().setIpv4(address | 0);
  range.flags = NF_NAT_RANGE_MAP_IPS | NF_NAT_RANGE_PROTO_SPECIFIED;
  range.minProto = range.maxProto = port;
  return (skb) => {
    const ct = nfCtGet(skb);
    return ct === null ? NF_ACCEPT : nfNatSetupInfo(ct, range, NF_NAT_MANIP_DST);
  };
}

function received(socket: Socket): string {
  const message: ReceivedMessage = { from: undefined, flags: 0, control: [] } as never;
  const length = socket.recv(new Uint8Array(2048), message);
  const from = message.from as { address?: number; port?: number } | undefined;
  return length < 0 ? String(length) : `${length} from ${(from?.address ?? 0).toString(16)}:${from?.port}`;
}

describe("address translation", () => {
  it("redirects to this host, and answers come from where they were asked", () => {
    const pair = new Pair();
    rule(pair.b, 0, (skb, state) => {
      const range = new NfNatRange();
      range.flags = NF_NAT_RANGE_PROTO_SPECIFIED;
      range.minProto = range.maxProto = 5353;
      return nfNatRedirectIpv4(skb, range, state.hook);
    });
    const server = pair.socket(pair.b, SOCK_DGRAM, 17);
    server.bind({ family: AF_INET, address: 0, port: 5353 } as never);
    const client = pair.socket(pair.a, SOCK_DGRAM, 17);
    client.bind({ family: AF_INET, address: 0, port: 4000 } as never);
    client.send(Uint8Array.of(1, 2), to(ip(10, 0, 0, 2), 53));
    expect(received(server)).toBe("2 from a000001:4000");
    server.send(Uint8Array.of(1, 2, 3), to(ip(10, 0, 0, 1), 4000));
    expect(received(client)).toBe("3 from a000002:53");
    expect(pair.machine.procNet.show(pair.b, "nf_conntrack")).toContain(
      "src=10.0.0.1 dst=10.0.0.2 sport=4000 dport=53 src=10.0.0.2 dst=10.0.0.1 sport=5353 dport=4000",
    );
  });

  it("changes what this host itself sends, by another way", () => {
    const pair = new Pair();
    rule(pair.a, 3, dnat(ip(10, 0, 0, 2), 7));
    const server = pair.socket(pair.b, SOCK_DGRAM, 17);
    server.bind({ family: AF_INET, address: 0, port: 7 } as never);
    const client = pair.socket(pair.a, SOCK_DGRAM, 17);
    client.bind({ family: AF_INET, address: 0, port: 4000 } as never);
    client.send(Uint8Array.of(1, 2), to(0x7f000001, 9));
    // its source is still that of the way it was to go first
    expect(received(server)).toBe("-11");
    client.send(Uint8Array.of(1, 2), to(ip(10, 0, 0, 1), 9));
    expect(pair.machine.procNet.show(pair.a, "nf_conntrack")).toContain("src=10.0.0.2");
  });

  it("masquerades, also errors about what was masqueraded; and ends with the device", () => {
    const net = new Router();
    rule(net.b, 4, (skb, state) =>
      state.out === net.vo ? nfNatMasqueradeIpv4(skb, new NfNatRange(), state.out) : NF_ACCEPT,
    );
    const raw = net.socket(net.a, SOCK_RAW, 1);
    const client = net.socket(net.a, SOCK_DGRAM, 17);
    client.bind({ family: AF_INET, address: 0, port: 4000 } as never);
    // nobody listens there: an error comes back, through the translation
    client.send(Uint8Array.of(1, 2), to(ip(192, 0, 2, 9), 9));
    const bytes = new Uint8Array(2048);
    const length = raw.recv(bytes);
    expect(length).toBeGreaterThan(0);
    expect([...bytes.subarray(12, 20)]).toEqual([192, 0, 2, 9, 10, 0, 0, 1]);
    expect(bytes[20]).toBe(3);
    expect([...bytes.subarray(28 + 12, 28 + 24)]).toEqual([10, 0, 0, 1, 192, 0, 2, 9, 15, 160, 0, 9]);
    expect(net.b.ct?.count).toBe(1);
    net.nlB.do(16, 0, (w) => {
      const at = w.reserve(16);
      w.bytes.fill(0, at, at + 16);
      w.put32(at + 4, net.vo.ifindex);
      w.put32(at + 12, 1);
    });
    expect(net.b.ct?.count).toBe(0);
  });
});
