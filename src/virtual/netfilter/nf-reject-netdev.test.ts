/** Frames of garbage that are refused at a device: an answer that is whole, or none. */
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { checksum } from "../../packet/checksum.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import { allocSkb, type SkBuff } from "../core/skbuff.ts";
import {
  rejectAtDeviceIpv4,
  rejectAtDeviceIpv6,
  resetAtDeviceIpv4,
  resetAtDeviceIpv6,
} from "./nf-reject-netdev.ts";
import { socketOfIpv4, socketOfIpv6 } from "./nf-socket.ts";

const sent: Uint8Array[] = [];
vi.mock("../core/dev/dev-xmit.ts", () => ({
  devQueueXmit: (skb: SkBuff) => sent.push(skb.bytes.slice(skb.networkHeader, skb.tail)),
}));

const net = {
  ipv4: { sysctls: { ipDefaultTtl: 64 }, udp: null },
  ipv6: { all: { hopLimit: 64 }, udp: null },
};
const dev = { net, headerOps: null } as unknown as NetDevice;

function frame(bytes: Uint8Array): SkBuff {
  const skb = allocSkb(bytes.length);
  const at = skb.put(bytes.length);
  skb.bytes.set(bytes, at);
  skb.macHeader = at;
  skb.networkHeader = at + 14;
  return skb;
}

const garbage = fc.tuple(
  fc.uint8Array({ minLength: 14, maxLength: 90 }),
  fc.constantFrom(0x45, 0x46, 0x4f, 0x60, 0),
  fc.constantFrom(1, 6, 17, 58, 0),
  fc.nat(90),
);

function packet([bytes, first, protocol, length]: readonly [Uint8Array, number, number, number]): SkBuff {
  if (bytes.length > 14) bytes[14] = first;
  if (bytes.length > 24) {
    bytes[16] = 0;
    bytes[17] = length;
    bytes[18] = 0;
    bytes[19] = Math.max(0, length - 40);
    bytes[20] = bytes[21] = 0;
    bytes[first >= 0x60 ? 20 : 23] = protocol;
  }
  return frame(bytes);
}

describe("garbage at a device", () => {
  it("is answered in whole packets or not at all", () => {
    fc.assert(
      fc.property(garbage, fc.nat(80), (given, transport) => {
        sent.length = 0;
        rejectAtDeviceIpv4(packet(given), dev, 3);
        resetAtDeviceIpv4(packet(given), dev);
        for (const each of sent.splice(0)) {
          expect(checksum(each, 0, 20)).toBe(0);
          expect((each[2] << 8) | each[3]).toBe(each.length);
        }
        const skb = packet(given);
        rejectAtDeviceIpv6(skb, dev, 4, skb.networkHeader + transport);
        resetAtDeviceIpv6(packet(given), dev, skb.networkHeader + transport);
        for (const each of sent.splice(0)) expect(((each[4] << 8) | each[5]) + 40).toBe(each.length);
      }),
      { numRuns: 2000 },
    );
  });

  it("is for no datagram socket where there are none", () => {
    fc.assert(
      fc.property(garbage, fc.nat(80), (given, transport) => {
        if (given[2] === 6) return;
        const skb = packet(given);
        const at = skb.networkHeader;
        for (let i = at; i < skb.tail; i++) if (skb.bytes[i] === 6) skb.bytes[i] = 17;
        expect(socketOfIpv4(dev.net, skb, at, at + transport, 1)).toBeNull();
        expect(socketOfIpv6(dev.net, skb, at, at + transport, given[2], 1)).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });
});
