import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EINVAL } from "../../../errno.ts";
import { checkFilter, FilterAncillary, FilterProgram } from "./filter.ts";

type Instruction = readonly [code: number, jt: number, jf: number, k: number];

function encode(program: readonly Instruction[]): Uint8Array {
  const bytes = new Uint8Array(program.length * 8);
  const view = new DataView(bytes.buffer);
  program.forEach(([code, jt, jf, k], i) => {
    view.setUint16(i * 8, code, true);
    bytes[i * 8 + 2] = jt;
    bytes[i * 8 + 3] = jf;
    view.setUint32(i * 8 + 4, k >>> 0, true);
  });
  return bytes;
}

function check(program: readonly Instruction[]): FilterProgram | number {
  return checkFilter(encode(program), 0, program.length);
}

function run(
  program: readonly Instruction[],
  packet: readonly number[],
  ancillary = new FilterAncillary(),
): number {
  const checked = check(program);
  if (typeof checked === "number") return checked;
  const bytes = Uint8Array.from([0xee, ...packet, 0xee]);
  return checked.run(bytes, 1, packet.length, packet.length + 10, ancillary);
}

describe("checkFilter", () => {
  it("refuses what Linux refuses", () => {
    expect(check([])).toBe(-EINVAL);
    expect(check([[0x00, 0, 0, 1]])).toBe(-EINVAL); // no return at the end
    expect(
      check([
        [0xff, 0, 0, 1],
        [0x06, 0, 0, 1],
      ]),
    ).toBe(-EINVAL); // unknown code
    expect(
      check([
        [0x34, 0, 0, 0],
        [0x06, 0, 0, 1],
      ]),
    ).toBe(-EINVAL); // division by zero
    expect(
      check([
        [0x64, 0, 0, 32],
        [0x06, 0, 0, 1],
      ]),
    ).toBe(-EINVAL); // shift too far
    expect(
      check([
        [0x15, 1, 0, 0],
        [0x06, 0, 0, 1],
      ]),
    ).toBe(-EINVAL); // jump out
    expect(
      check([
        [0x05, 0, 0, 1],
        [0x06, 0, 0, 1],
      ]),
    ).toBe(-EINVAL);
    expect(
      check([
        [0x05, 0, 0, 0xffffffff],
        [0x06, 0, 0, 1],
      ]),
    ).toBe(-EINVAL); // no loops
    expect(
      check([
        [0x60, 0, 0, 3],
        [0x16, 0, 0, 0],
      ]),
    ).toBe(-EINVAL); // scratch never written
    expect(
      check([
        [0x02, 0, 0, 16],
        [0x06, 0, 0, 1],
      ]),
    ).toBe(-EINVAL);
    expect(
      check([
        [0x20, 0, 0, 0xfffff000 + 2],
        [0x06, 0, 0, 1],
      ]),
    ).toBe(-EINVAL); // no such ancillary
    expect(
      check([
        [0x20, 0, 0, 0xfffff000 + 64],
        [0x06, 0, 0, 1],
      ]),
    ).toBe(-EINVAL);
  });

  it("limits the length", () => {
    const long = new Array<Instruction>(4097).fill([0x06, 0, 0, 1]);
    expect(check(long)).toBe(-EINVAL);
    expect(check(long.slice(1))).toBeInstanceOf(FilterProgram);
  });

  it("refuses scratch written on only one branch", () => {
    const half: Instruction[] = [
      [0x15, 0, 1, 0],
      [0x02, 0, 0, 1],
      [0x60, 0, 0, 1],
      [0x16, 0, 0, 0],
    ];
    expect(check(half)).toBe(-EINVAL);
  });
});

describe("FilterProgram", () => {
  const ret: Instruction = [0x16, 0, 0, 0];

  it("loads in network order and drops what is out of the packet", () => {
    expect(run([[0x20, 0, 0, 0], ret], [0xff, 2, 3, 4])).toBe(0xff020304);
    expect(run([[0x28, 0, 0, 2], ret], [1, 2, 3, 4])).toBe(0x0304);
    expect(run([[0x30, 0, 0, 3], ret], [1, 2, 3, 4])).toBe(4);
    expect(
      run(
        [
          [0x20, 0, 0, 1],
          [0x06, 0, 0, 9],
        ],
        [1, 2, 3, 4],
      ),
    ).toBe(0);
    expect(run([[0x01, 0, 0, 2], [0x50, 0, 0, 1], ret], [1, 2, 3, 4])).toBe(4);
    expect(run([[0xb1, 0, 0, 0], [0x87, 0, 0, 0], ret], [0x45])).toBe(20);
    expect(run([[0x80, 0, 0, 0], ret], [1, 2])).toBe(12);
  });

  it("calculates with unsigned 32-bit numbers", () => {
    expect(run([[0x00, 0, 0, 1], [0x14, 0, 0, 2], ret], [])).toBe(0xffffffff);
    expect(run([[0x00, 0, 0, 0xfffffffe], [0x34, 0, 0, 3], ret], [])).toBe(0x55555554);
    expect(run([[0x00, 0, 0, 0xffffffff], [0x24, 0, 0, 0xffffffff], ret], [])).toBe(1);
    expect(run([[0x00, 0, 0, 5], [0x84, 0, 0, 0], ret], [])).toBe(0xfffffffb);
    expect(
      run(
        [
          [0x00, 0, 0, 7],
          [0x3c, 0, 0, 0],
          [0x06, 0, 0, 1],
        ],
        [],
      ),
    ).toBe(0); // x is 0
  });

  it("reads ancillary data and the link-layer header", () => {
    const ancillary = new FilterAncillary();
    ancillary.protocol = 0x0806;
    ancillary.packetType = 4;
    ancillary.macHeader = 0;
    expect(run([[0x28, 0, 0, 0xfffff000], ret], [1], ancillary)).toBe(0x0806);
    expect(run([[0x20, 0, 0, 0xfffff004], ret], [1], ancillary)).toBe(4);
    expect(run([[0x28, 0, 0, 0xffe00000], ret], [1], ancillary)).toBe(0xee01);
    expect(run([[0x28, 0, 0, 0xfff00000], ret], [1], ancillary)).toBe(0); // no network header
  });

  it("runs anything that passes the check, in bounded time", () => {
    const code = fc.constantFrom(
      ...[
        0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x15, 0x16, 0x1d, 0x20, 0x25, 0x28, 0x30, 0x35, 0x3c,
      ],
      ...[0x40, 0x48, 0x4d, 0x50, 0x54, 0x60, 0x61, 0x6c, 0x80, 0x81, 0x84, 0x87, 0x9c, 0xa4, 0xb1],
    );
    const small = fc.nat({ max: 6 });
    const k = fc.oneof(
      small,
      fc.nat({ max: 64 }),
      fc.integer().map((n) => n >>> 0),
    );
    const instruction = fc.tuple(code, small, small, k);
    fc.assert(
      fc.property(
        fc.array(instruction, { maxLength: 30 }),
        fc.uint8Array({ maxLength: 40 }),
        (program, packet) => {
          const checked = check([...program, [0x06, 0, 0, 1]]);
          if (typeof checked === "number") return checked === -EINVAL;
          const kept = checked.run(packet, 0, packet.length, packet.length, new FilterAncillary());
          return Number.isInteger(kept) && kept >= 0 && kept <= 0xffffffff;
        },
      ),
      { numRuns: 3000 },
    );
  });
});
