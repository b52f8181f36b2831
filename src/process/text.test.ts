import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeText, encodeText, TextStream } from "./text.ts";

test("any bytes come through a string unchanged", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect([...encodeText(decodeText(bytes))]).toEqual([...bytes]);
    }),
  );
});

test("any bytes in any pieces decode as the whole does", () => {
  const pieces = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      fc.string({ unit: "binary", maxLength: 3 }).map((text) => new TextEncoder().encode(text)),
    ),
  );
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 5 }), (parts, step) => {
      const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
      const stream = new TextStream();
      let text = "";
      for (let at = 0; at < bytes.length; at += step) text += stream.decode(bytes.subarray(at, at + step));
      expect(text + stream.end()).toBe(decodeText(bytes));
    }),
  );
});

test("well-formed text is what it is, a byte order mark included", () => {
  expect(decodeText(new TextEncoder().encode("\ufeffé😀"))).toBe("\ufeffé😀");
  expect([...encodeText("é😀")]).toEqual([0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80]);
  expect(decodeText(Uint8Array.of(0x61, 0xff, 0xc3))).toBe("a\udcff\udcc3");
  expect(decodeText(Uint8Array.of(0xed, 0xa0, 0x80))).toBe("\udced\udca0\udc80");
});
