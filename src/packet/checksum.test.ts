import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { read16, write16 } from "./bytes.ts";
import {
  addSums,
  checksum,
  foldSum,
  pseudoSumIpv4,
  pseudoSumIpv4At,
  replaceLong,
  replacePartialWord,
  replaceWord,
  sumBytes,
  swapSum,
  writeChecksum,
} from "./checksum.ts";

/** RFC 1071, word by word. */
function plain(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) {
    sum += (bytes[i] << 8) + (bytes[i + 1] ?? 0);
    if (sum > 0xffff) sum -= 0xffff;
  }
  return ~sum & 0xffff;
}

describe("checksum", () => {
  it("gives the example of RFC 1071", () => {
    const bytes = Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7);
    expect(foldSum(sumBytes(bytes, 0, 8))).toBe(0xddf2);
    expect(checksum(bytes, 0, 8)).toBe(0x220d);
  });

  it("is that of the plain method for any bytes, offset and length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: 20 }), (bytes, start) => {
        const from = Math.min(start, bytes.length);
        expect(checksum(bytes, from, bytes.length - from)).toBe(plain(bytes.subarray(from)));
      }),
    );
  });

  it("does not overflow on the largest packets", () => {
    for (const length of [65534, 65535, 65536, 200001]) {
      const bytes = new Uint8Array(length).fill(0xff);
      expect(checksum(bytes, 0, length)).toBe(plain(bytes));
    }
  });

  it("adds up in parts, at odd places too", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), fc.nat(), (bytes, cut) => {
        const at = cut % bytes.length;
        const tail = sumBytes(bytes, at, bytes.length - at);
        const head = sumBytes(bytes, 0, at);
        const whole = addSums(head, at % 2 === 1 ? swapSum(tail) : tail);
        expect(foldSum(whole) % 0xffff).toBe(foldSum(sumBytes(bytes, 0, bytes.length)) % 0xffff);
      }),
    );
  });

  it("follows changes without looking at the rest (RFC 1624)", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), fc.nat({ max: 0xffff }), (bytes, word) => {
        bytes[0] = 0x45; // a header is never all zero
        writeChecksum(bytes, 0, 20, 10);
        const before = read16(bytes, 4);
        write16(bytes, 4, word);
        const updated = replaceWord(read16(bytes, 10), before, word);
        writeChecksum(bytes, 0, 20, 10);
        expect(updated).toBe(read16(bytes, 10));
        const wider = replaceLong(updated, (word << 16) | 1, (before << 16) | 2);
        expect(wider).toBe(replaceWord(replaceWord(updated, word, before), 1, 2));
        expect(replacePartialWord(~updated & 0xffff, word, before)).toBe(
          ~replaceWord(updated, word, before) & 0xffff,
        );
      }),
    );
  });

  it("sums pseudo headers alike from numbers and from a packet", () => {
    const header = Uint8Array.from([...new Array(12).fill(0xee), 10, 0, 0, 1, 255, 255, 255, 255]);
    expect(foldSum(pseudoSumIpv4(0x0a000001, 0xffffffff, 17, 65535))).toBe(
      foldSum(pseudoSumIpv4At(header, 0, 17, 65535)),
    );
  });
});
