/**
 * `u32`: tests of words of a packet, at places that other words may tell.
 *
 * Source: `net/netfilter/xt_u32.c`.
 */
import { EINVAL } from "../../../errno.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { be16 } from "./headers.ts";
import { XT_NO, XT_YES, type XtCheck, type XtInfo, XtMatch, type XtType } from "./x-tables.ts";

const ROOM = 11;
const TEST_SIZE = 180;
const RANGES = 88;
const NUMBERS = 176;
const RANGE_COUNT = 177;
const PAIR = 8;
const TEST_COUNT = ROOM * TEST_SIZE;
const INVERT = TEST_COUNT + 1;
const SIZE = 1984;
const WORD = 4;
const WORD_BITS = 32;
const AND = 0;
const LEFT = 1;
const RIGHT = 2;
const AT = 3;
const U32_LIMIT = 0x100000000;

/** One test, its pairs as flat lists. */
interface Test {
  readonly operators: readonly number[];
  readonly numbers: readonly number[];
  readonly ranges: readonly number[];
}

function testOf(info: XtInfo, at: number): Test {
  const operators: number[] = [];
  const numbers: number[] = [];
  const ranges: number[] = [];
  for (let i = 0; i < Math.max(1, info.u8(at + NUMBERS)); i++) {
    numbers.push(info.u32(at + i * PAIR));
    operators.push(info.u8(at + i * PAIR + 4));
  }
  for (let i = 0; i < info.u8(at + RANGE_COUNT); i++)
    ranges.push(info.u32(at + RANGES + i * PAIR), info.u32(at + RANGES + i * PAIR + 4));
  return { operators, numbers, ranges };
}

class U32 extends XtMatch {
  private readonly tests: Test[] = [];
  private readonly inverted: boolean;

  constructor({ info }: XtCheck) {
    super();
    for (let i = 0; i < info.u8(TEST_COUNT); i++) this.tests.push(testOf(info, i * TEST_SIZE));
    this.inverted = info.u8(INVERT) !== 0;
  }

  match(pkt: NftPktinfo): number {
    let all = true;
    for (const test of this.tests)
      if (!passes(pkt, test)) {
        all = false;
        break;
      }
    return all !== this.inverted ? XT_YES : XT_NO;
  }
}

/** The word at a place from the network header on. */
function wordAt({ skb }: NftPktinfo, at: number): number {
  const from = skb.networkHeader + at;
  return be16(skb.bytes, from) * 0x10000 + be16(skb.bytes, from + 2);
}

/** `u32_match_it` for one test. */
function passes(pkt: NftPktinfo, { operators, numbers, ranges }: Test): boolean {
  const length = pkt.skb.tail - pkt.skb.networkHeader;
  let base = 0;
  if (length < WORD || numbers[0] > length - WORD) return false;
  let value = wordAt(pkt, numbers[0]);
  for (let i = 1; i < numbers.length; i++) {
    const number = numbers[i];
    const operator = operators[i];
    if (operator === AND) value = (value & number) >>> 0;
    else if (operator === LEFT) value = (value << number) >>> 0;
    else if (operator === RIGHT) value >>>= number;
    else if (operator === AT) {
      base += value;
      if (base + WORD >= U32_LIMIT || length < base + WORD || number > length - base - WORD) return false;
      value = wordAt(pkt, base + number);
    }
  }
  for (let i = 0; i < ranges.length; i += 2) if (value >= ranges[i] && value <= ranges[i + 1]) return true;
  return false;
}

/** `u32_mt_checkentry` */
function check(par: XtCheck): XtMatch | number {
  const { info } = par;
  if (info.u8(TEST_COUNT) > ROOM) return -EINVAL;
  for (let i = 0; i < info.u8(TEST_COUNT); i++) {
    const at = i * TEST_SIZE;
    const numbers = info.u8(at + NUMBERS);
    if (numbers > ROOM || info.u8(at + RANGE_COUNT) > ROOM) return -EINVAL;
    for (let j = 1; j < numbers; j++) {
      const operator = info.u8(at + j * PAIR + 4);
      if ((operator === LEFT || operator === RIGHT) && info.u32(at + j * PAIR) >= WORD_BITS) return -EINVAL;
    }
  }
  return new U32(par);
}

export const U32_MATCH: XtType<XtMatch> = { name: "u32", revision: 0, family: 0, size: SIZE, check };
