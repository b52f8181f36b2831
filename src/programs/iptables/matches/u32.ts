/** `u32`: words of the packet, wherever they are. */
import type { Extension } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { OPERATORS, U32Parser, type U32Test } from "./u32-words.ts";

/** Of a test: eleven numbers with operators, eleven ranges, how many there are of each. */
const TEST_SIZE = 180;
const RANGES = 88;
const NUMBERS = 176;
const RANGE_COUNT = 177;
const PAIR = 8;
const ROOM = 11;
const TEST_COUNT = ROOM * TEST_SIZE;
const INVERT = TEST_COUNT + 1;
const SIZE = 1984;

function putTest(data: Struct, at: number, test: U32Test): void {
  for (const [index, { operator, number }] of test.location.entries()) {
    data.set32(at + index * PAIR, number);
    data.set8(at + index * PAIR + 4, operator);
  }
  for (const [index, { low, high }] of test.ranges.entries()) {
    data.set32(at + RANGES + index * PAIR, low);
    data.set32(at + RANGES + index * PAIR + 4, high);
  }
  data.set8(at + NUMBERS, test.location.length);
  data.set8(at + RANGE_COUNT, test.ranges.length);
}

const hex = (value: number): string => `0x${value.toString(16)}`;

function testText(data: Struct, at: number): string {
  let text = "";
  for (let index = 0; index < Math.min(data.u8(at + NUMBERS), ROOM); index++) {
    if (index > 0) text += OPERATORS[data.u8(at + index * PAIR + 4)] ?? "";
    text += hex(data.u32(at + index * PAIR));
  }
  const ranges: string[] = [];
  for (let index = 0; index < Math.min(data.u8(at + RANGE_COUNT), ROOM); index++) {
    const low = data.u32(at + RANGES + index * PAIR);
    const high = data.u32(at + RANGES + index * PAIR + 4);
    ranges.push(low === high ? hex(low) : `${hex(low)}:${hex(high)}`);
  }
  return `${text}=${ranges.join(",")}`;
}

function allText(data: Struct): string {
  const tests: string[] = [];
  for (let index = 0; index < Math.min(data.u8(TEST_COUNT), ROOM); index++)
    tests.push(testText(data, index * TEST_SIZE));
  return `"${tests.join("&&")}"`;
}

export const u32: Extension = {
  kind: "match",
  name: "u32",
  revision: 0,
  size: SIZE,
  userSize: SIZE,
  help: `
u32 match options:
[!] --u32 tests
		tests := location "=" value | tests "&&" location "=" value
		value := range | value "," range
		range := number | number ":" number
		location := number | location operator number
		operator := "&" | "<<" | ">>" | "@"
`,
  options: [{ name: "u32", id: 0, type: "string", invert: true, mandatory: true }],
  parse: ({ data, argument, context, invert }) => {
    const tests = new U32Parser(context, argument).tests();
    for (const [index, test] of tests.entries()) putTest(data, index * TEST_SIZE, test);
    data.set8(TEST_COUNT, tests.length);
    if (invert) data.set8(INVERT, 1);
  },
  print: ({ data }) => ` u32${data.u8(INVERT) ? " !" : ""} ${allText(data)}`,
  save: ({ data }) => `${data.u8(INVERT) ? " !" : ""} --u32 ${allText(data)}`,
};
