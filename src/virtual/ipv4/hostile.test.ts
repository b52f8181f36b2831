import fc from "fast-check";
import { expect, test } from "vitest";
import { SOCK_RAW } from "../../kernel.ts";
import { checksum } from "../../packet/checksum.ts";
import { devQueueXmit } from "../core/dev/dev-xmit.ts";
import { allocSkb } from "../core/skbuff.ts";
import { Pair } from "../test-support/pair.ts";
import { setForwarding } from "./devinet/sysctl-conf.ts";

/** Sends bytes as a frame from va to vb. */
function inject(pair: Pair, type: number, payload: Uint8Array): void {
  const skb = allocSkb(14 + payload.length);
  const at = skb.put(14 + payload.length);
  skb.bytes.set(pair.vb.address, at);
  skb.bytes.set(pair.va.address, at + 6);
  skb.bytes[at + 12] = type >>> 8;
  skb.bytes[at + 13] = type;
  skb.bytes.set(payload, at + 14);
  skb.dev = pair.va;
  skb.protocol = type;
  devQueueXmit(skb);
}

/** Header fields that get a packet past the first checks. */
function plausible(body: Uint8Array, options: number, fragment: number, protocol: number): Uint8Array {
  const headerLength = 20 + 4 * options;
  const packet = new Uint8Array(Math.max(headerLength, body.length));
  packet.set(body);
  packet[0] = 0x40 | (headerLength >> 2);
  packet[2] = packet.length >> 8;
  packet[3] = packet.length;
  packet[6] = fragment >> 8;
  packet[7] = fragment;
  packet[9] = protocol;
  packet.set([10, 0, 0, 1, 10, 0, 0, 2], 12);
  packet[10] = 0;
  packet[11] = 0;
  const sum = checksum(packet, 0, headerLength);
  packet[10] = sum >> 8;
  packet[11] = sum;
  return packet;
}

test("random bytes as ARP and IPv4 frames are dropped, never thrown", () => {
  const pair = new Pair();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, arp) => {
      inject(pair, arp ? 0x0806 : 0x0800, bytes);
    }),
    { numRuns: 2000 },
  );
});

test("random options, fragments and transport headers: no exception, memory within ipfrag_high_thresh", () => {
  const pair = new Pair();
  setForwarding(pair.b.ipv4, 1);
  pair.socket(pair.b, SOCK_RAW, 1);
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 20, maxLength: 400 }),
      fc.integer({ min: 0, max: 10 }),
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(1, 2, 6, 17, 99),
      (bytes, options, fragment, protocol) => {
        inject(pair, 0x0800, plausible(bytes, options, fragment, protocol));
        inject(pair, 0x0800, plausible(bytes, 0, fragment & 0x2007, protocol));
      },
    ),
    { numRuns: 3000 },
  );
  expect(pair.b.ipv4.fragments?.memory ?? 0).toBeLessThan(4194304 + 70000);
  pair.clock.advance(40e9);
  expect(pair.b.ipv4.fragments?.memory ?? 0).toBe(0);
  expect(pair.b.ipv4.fragments?.size ?? 0).toBe(0);
});

test("a flood of senders: the neighbour table stays within gc_thresh3", () => {
  const pair = new Pair();
  for (let i = 0; i < 5000; i++) {
    const arp = new Uint8Array(28);
    arp.set([0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, i >> 8, i & 255]);
    arp.set([10, 0, i >> 8, i & 255, 0, 0, 0, 0, 0, 0, 10, 0, 0, 2], 14);
    inject(pair, 0x0806, arp);
  }
  expect(pair.vb.inDev!.arpParms.entries!.size).toBeLessThanOrEqual(1025);
});
