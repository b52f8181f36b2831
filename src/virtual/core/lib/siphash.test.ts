import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { siphash32 } from "./siphash.ts";

const MASK = (1n << 64n) - 1n;
const rotate = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (64n - by))) & MASK;

/** The algorithm as its authors write it, on 64-bit numbers. */
function reference(words: Int32Array, count: number, key: bigint): number {
  let v0 = 0x736f6d6570736575n ^ key;
  let v1 = 0x646f72616e646f6dn ^ key;
  let v2 = 0x6c7967656e657261n ^ key;
  let v3 = 0x7465646279746573n ^ key;
  const round = () => {
    v0 = (v0 + v1) & MASK;
    v1 = rotate(v1, 13n) ^ v0;
    v0 = rotate(v0, 32n);
    v2 = (v2 + v3) & MASK;
    v3 = rotate(v3, 16n) ^ v2;
    v0 = (v0 + v3) & MASK;
    v3 = rotate(v3, 21n) ^ v0;
    v2 = (v2 + v1) & MASK;
    v1 = rotate(v1, 17n) ^ v2;
    v2 = rotate(v2, 32n);
  };
  const absorb = (word: bigint) => {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  };
  for (let i = 0; i < count; i += 2) absorb((BigInt(words[i + 1] >>> 0) << 32n) | BigInt(words[i] >>> 0));
  absorb(BigInt(count * 4) << 56n);
  v2 ^= 0xffn;
  for (let i = 0; i < 4; i++) round();
  return Number((v0 ^ v1 ^ v2 ^ v3) & 0xffffffffn);
}

describe("siphash32", () => {
  it("gives the low half of SipHash-2-4 with a key of two equal halves", () => {
    for (let n = 0; n < 500; n++) {
      const random = createHash("sha256").update(String(n)).digest();
      const words = new Int32Array(8);
      for (let i = 0; i < 6; i++) words[i] = random.readInt32LE(i * 4);
      const [low, high] = [random.readUInt32LE(24), random.readUInt32LE(28)];
      const count = (n % 4) * 2;
      expect(siphash32(words, count, low, high)).toBe(
        reference(words, count, (BigInt(high) << 32n) | BigInt(low)),
      );
    }
  });
});
