/** Frames that are refused at a device: whole ones are answered, garbage by an answer that is whole, or by none. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checksum, pseudoSumIpv4At, pseudoSumIpv6At, writeChecksum } from "../../../packet/checksum.ts";
import { allocSkb, type SkBuff } from "../../core/skbuff.ts";
import { traceNetDevStartXmit } from "../../core/trace.ts";
import { Pair } from "../../test-support/pair.ts";
import { socketOfIpv4, socketOfIpv6 } from "../nf-socket.ts";
import {
  rejectAtDeviceIpv4,
  rejectAtDeviceIpv6,
  resetAtDeviceIpv4,
  resetAtDeviceIpv6,
} from "./nf-reject-netdev.ts";

const HEADER = 14;
const [ICMP, TCP, UDP, ICMPV6, SCTP] = [1, 6, 17, 58, 132];
/** Where each protocol has its checksum. */
const FIELDS: Readonly<Record<number, number>> = { [ICMP]: 2, [TCP]: 16, [UDP]: 6, [ICMPV6]: 2 };

let pair: Pair;
const sent: Uint8Array[] = [];
let forget: () => void;

beforeEach(() => {
  pair = new Pair();
  forget = traceNetDevStartXmit.listen((skb, dev) => {
    if (dev === pair.va) sent.push(skb.bytes.slice(skb.networkHeader, skb.tail));
  });
});
afterEach(() => forget());

function frame(bytes: Uint8Array): SkBuff {
  const skb = allocSkb(bytes.length);
  const at = skb.put(bytes.length);
  skb.bytes.set(bytes, at);
  skb.macHeader = at;
  skb.networkHeader = at + HEADER;
  return skb;
}

type Given = readonly [bytes: Uint8Array, first: number, protocol: number, length: number];

const garbage: fc.Arbitrary<Given> = fc.tuple(
  fc.uint8Array({ minLength: HEADER, maxLength: 90 }),
  fc.constantFrom(0x45, 0x46, 0x4f, 0x60, 0),
  fc.constantFrom(ICMP, TCP, UDP, ICMPV6, 0),
  fc.nat(90),
);

function packet([bytes, first, protocol, length]: Given): SkBuff {
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

/** Addresses, and what is behind the IP header: random; no group is asked or asks. */
const whole = fc.uint8Array({ minLength: HEADER + 40 + 20, maxLength: 200 });

function seal(bytes: Uint8Array, protocol: number, at: number, sum: number): SkBuff {
  const field = FIELDS[protocol];
  if (field !== undefined) writeChecksum(bytes, at, bytes.length - at, at + field, sum);
  return frame(bytes);
}

function wholeIpv4(given: Uint8Array, protocol: number): SkBuff {
  const bytes = given.slice();
  const length = bytes.length - HEADER;
  bytes.set([0x45, 0, length >> 8, length, 0, 1, 0, 0, 64, protocol, 0, 0, 10, 0, 0, 2, 10, 0, 0, 1], HEADER);
  writeChecksum(bytes, HEADER, 20, HEADER + 10);
  const at = HEADER + 20;
  // an echo request, or a segment that asks for a connection
  if (protocol === ICMP) bytes[at] = 8;
  if (protocol === TCP) bytes.set([0x50, 2], at + 12);
  const pseudo = protocol === ICMP ? 0 : pseudoSumIpv4At(bytes, HEADER, protocol, bytes.length - at);
  return seal(bytes, protocol, at, pseudo);
}

function wholeIpv6(given: Uint8Array, protocol: number): SkBuff {
  const bytes = given.slice();
  const at = HEADER + 40;
  bytes.set([0x60, 0, 0, 0, 0, bytes.length - at, protocol, 64], HEADER);
  bytes[HEADER + 8] = bytes[HEADER + 24] = 0xfd;
  if (protocol === ICMPV6) bytes[at] = 128;
  if (protocol === TCP) bytes.set([0x50, 2], at + 12);
  return seal(bytes, protocol, at, pseudoSumIpv6At(bytes, HEADER + 8, protocol, bytes.length - at));
}

/** What was sent since the last look. */
function answers(): Uint8Array[] {
  return sent.splice(0);
}

function expectWholeIpv4(answer: Uint8Array): void {
  expect(checksum(answer, 0, 20)).toBe(0);
  expect((answer[2] << 8) | answer[3]).toBe(answer.length);
}

function expectWholeIpv6(answer: Uint8Array, protocol: number): void {
  expect(((answer[4] << 8) | answer[5]) + 40).toBe(answer.length);
  const pseudo = pseudoSumIpv6At(answer, 8, protocol, answer.length - 40);
  expect(checksum(answer, 40, answer.length - 40, pseudo)).toBe(0);
}

describe("a whole packet at a device", () => {
  it("of IPv4 is answered by one error that quotes it, a segment by one reset", () => {
    fc.assert(
      fc.property(whole, fc.constantFrom(ICMP, TCP, UDP, SCTP), (given, protocol) => {
        const skb = wholeIpv4(given, protocol);
        const asked = skb.bytes.slice(skb.networkHeader, skb.tail);
        rejectAtDeviceIpv4(skb, pair.va, 3);
        const [error, ...others] = answers();
        expect(others).toEqual([]);
        expectWholeIpv4(error);
        expect(checksum(error, 20, error.length - 20)).toBe(0);
        expect([error[9], error[20], error[21]]).toEqual([ICMP, 3, 3]);
        expect(error.slice(28)).toEqual(asked);
        resetAtDeviceIpv4(wholeIpv4(given, protocol), pair.va);
        const resets = answers();
        expect(resets.length).toBe(protocol === TCP ? 1 : 0);
        for (const reset of resets) {
          expectWholeIpv4(reset);
          expect(reset[33] & 4).toBe(4);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("of IPv6 likewise", () => {
    fc.assert(
      fc.property(whole, fc.constantFrom(ICMPV6, TCP, UDP, SCTP), (given, protocol) => {
        const skb = wholeIpv6(given, protocol);
        const asked = skb.bytes.slice(skb.networkHeader, skb.tail);
        rejectAtDeviceIpv6(skb, pair.va, 4, skb.networkHeader + 40);
        const [error, ...others] = answers();
        expect(others).toEqual([]);
        expectWholeIpv6(error, ICMPV6);
        expect([error[6], error[40], error[41]]).toEqual([ICMPV6, 1, 4]);
        expect(error.slice(48)).toEqual(asked);
        const segment = wholeIpv6(given, TCP);
        resetAtDeviceIpv6(segment, pair.va, segment.networkHeader + 40);
        const [reset, ...more] = answers();
        expect(more).toEqual([]);
        expectWholeIpv6(reset, TCP);
        expect(reset[53] & 4).toBe(4);
      }),
      { numRuns: 500 },
    );
  });
});

describe("garbage at a device", () => {
  it("is answered in whole packets or not at all", () => {
    fc.assert(
      fc.property(garbage, fc.nat(80), (given, transport) => {
        rejectAtDeviceIpv4(packet(given), pair.va, 3);
        resetAtDeviceIpv4(packet(given), pair.va);
        for (const each of answers()) expectWholeIpv4(each);
        const skb = packet(given);
        rejectAtDeviceIpv6(skb, pair.va, 4, skb.networkHeader + transport);
        resetAtDeviceIpv6(packet(given), pair.va, skb.networkHeader + transport);
        for (const each of answers()) expectWholeIpv6(each, each[6]);
      }),
      { numRuns: 2000 },
    );
  });

  it("is for no datagram socket where there are none", () => {
    fc.assert(
      fc.property(garbage, fc.nat(80), (given, transport) => {
        if (given[2] === TCP) return;
        const skb = packet(given);
        const at = skb.networkHeader;
        for (let i = at; i < skb.tail; i++) if (skb.bytes[i] === TCP) skb.bytes[i] = UDP;
        expect(socketOfIpv4(pair.a, skb, at, at + transport, 1)).toBeNull();
        expect(socketOfIpv6(pair.a, skb, at, at + transport, given[2], 1)).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });
});
