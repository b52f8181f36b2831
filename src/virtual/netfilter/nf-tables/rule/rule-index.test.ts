/** An index passes over no rule that matches, whatever the rules are. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NFT_BREAK, NFT_CONTINUE } from "../../../../netlink/nf-tables.ts";
import { allocSkb } from "../../../core/skbuff.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import { enterRegs, leaveRegs, type NftPktinfo, type NftRegs } from "../regs.ts";
import { NftRule } from "./rule.ts";
import { type NftTest, RuleIndex } from "./rule-index.ts";

const TYPE: NftExprType = { name: "test", maximum: 0, init: () => -22 };
const REGISTER = 8;
/** The packet: a number a field; undefined: it has none. */
let packet: readonly (number | undefined)[] = [];
let effects = 0;

class Load extends NftExpr {
  readonly type = TYPE;
  private readonly field: number;
  constructor(field: number) {
    super();
    this.field = field;
  }
  eval(regs: NftRegs): void {
    const value = packet[this.field];
    if (value === undefined) regs.code = NFT_BREAK;
    else regs.words[REGISTER] = value;
  }
  override test(): NftTest {
    return { kind: "load", key: `field ${this.field}`, dreg: REGISTER, length: 4 };
  }
  dump(): void {}
}

/** Bytes of the packet's network header. */
class Bytes extends NftExpr {
  readonly type = TYPE;
  private readonly offset: number;
  private readonly length: number;
  constructor(offset: number, length: number) {
    super();
    this.offset = offset;
    this.length = length;
  }
  eval(regs: NftRegs, { skb, nhoff }: NftPktinfo): void {
    const { offset, length } = this;
    const at = nhoff + offset;
    if (at + length > skb.tail) {
      regs.code = NFT_BREAK;
      return;
    }
    regs.words.fill(0, REGISTER, REGISTER + 4);
    for (let i = 0; i < length; i++) regs.bytes[REGISTER * 4 + i] = skb.bytes[at + i];
  }
  override test(): NftTest {
    const { offset, length } = this;
    return { kind: "load", key: `bytes ${offset} ${length}`, dreg: REGISTER, length, networkOffset: offset };
  }
  dump(): void {}
}

class CompareBytes extends NftExpr {
  readonly type = TYPE;
  private readonly words: Int32Array;
  private readonly length: number;
  constructor(value: readonly number[]) {
    super();
    const bytes = new Uint8Array(16);
    bytes.set(value);
    this.words = new Int32Array(bytes.buffer);
    this.length = value.length;
  }
  eval(regs: NftRegs): void {
    for (let i = 0; i < 4; i++) if (regs.words[REGISTER + i] !== this.words[i]) regs.code = NFT_BREAK;
  }
  override test(): NftTest {
    return { kind: "equal", sreg: REGISTER, length: this.length, words: this.words };
  }
  dump(): void {}
}

class Mask extends NftExpr {
  readonly type = TYPE;
  private readonly mask: number;
  constructor(mask: number) {
    super();
    this.mask = mask;
  }
  eval(regs: NftRegs): void {
    regs.words[REGISTER] &= this.mask;
  }
  override test(): NftTest {
    return { kind: "change", key: `mask ${this.mask}`, sreg: REGISTER, dreg: REGISTER, length: 4 };
  }
  dump(): void {}
}

class Compare extends NftExpr {
  readonly type = TYPE;
  private readonly value: number;
  private readonly equal: boolean;
  constructor(value: number, equal: boolean) {
    super();
    this.value = value;
    this.equal = equal;
  }
  eval(regs: NftRegs): void {
    if ((regs.words[REGISTER] === this.value) !== this.equal) regs.code = NFT_BREAK;
  }
  override test(): NftTest {
    const words = Int32Array.of(this.value);
    return { kind: this.equal ? "equal" : "other", sreg: REGISTER, length: 4, words };
  }
  dump(): void {}
}

/** Does something, and is not known to the index. */
class Effect extends NftExpr {
  readonly type = TYPE;
  eval(): void {
    effects++;
  }
  dump(): void {}
}

/** @returns whether the rule matched */
function ask(rule: NftRule, regs: NftRegs, pkt: NftPktinfo): boolean {
  regs.code = NFT_CONTINUE;
  for (const expr of rule.exprs) {
    expr.eval(regs, pkt);
    if (regs.code !== NFT_CONTINUE) break;
  }
  const matched = regs.code === NFT_CONTINUE;
  regs.code = NFT_CONTINUE;
  return matched;
}

function run(
  rules: readonly NftRule[],
  index: RuleIndex | null,
): { matched: number[]; effects: number; asked: number } {
  const regs = enterRegs();
  const matched: number[] = [];
  let asked = 0;
  effects = 0;
  regs.code = NFT_CONTINUE;
  for (let at = 0; at < rules.length; at++) {
    if (index !== null) at = index.next(at, regs, regs.pkt);
    if (at >= rules.length) break;
    asked++;
    if (ask(rules[at], regs, regs.pkt)) matched.push(at);
  }
  leaveRegs();
  return { matched, effects, asked };
}

const value = fc.nat(12);
const exprs = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.nat(2), value).map(([field, v]) => [new Load(field), new Compare(v, true)]),
  },
  fc.tuple(fc.nat(2), value).map(([field, v]) => [new Load(field), new Compare(v, false)]),
  fc
    .tuple(fc.nat(2), fc.nat(7), value)
    .map(([field, m, v]) => [new Load(field), new Mask(m), new Compare(v & m, true)]),
  fc.constant([new Effect()]),
);
const rule = fc
  .array(exprs, { minLength: 1, maxLength: 3 })
  .map((parts) => new NftRule(0, parts.flat(), undefined));
const packets = fc.array(fc.array(fc.option(value, { nil: undefined }), { minLength: 3, maxLength: 3 }), {
  minLength: 1,
  maxLength: 8,
});

describe("an index over rules", () => {
  it("leaves out none that matches, and none that does something", () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 60 }), packets, (rules, sent) => {
        const index = RuleIndex.make(rules);
        for (const each of sent) {
          packet = each;
          const plain = run(rules, null);
          const indexed = run(rules, index);
          expect(indexed.matched).toEqual(plain.matched);
          expect(indexed.effects).toBe(plain.effects);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("reads the network header itself as its rules do", () => {
    const byteRule = (offset: number, v: readonly number[]) =>
      new NftRule(0, [new Bytes(offset, v.length), new CompareBytes(v)], undefined);
    const alike = fc.tuple(fc.nat(6), fc.integer({ min: 1, max: 7 })).chain(([offset, length]) => {
      const values = fc.array(fc.nat(9), { minLength: length, maxLength: length });
      return fc.array(
        values.map((v) => byteRule(offset, v)),
        { minLength: 8, maxLength: 40 },
      );
    });
    const lists = fc.array(alike, { minLength: 1, maxLength: 3 }).map((list) => list.flat());
    const sent = fc.array(fc.array(fc.nat(9), { maxLength: 12 }), { minLength: 1, maxLength: 8 });
    let told = 0;
    fc.assert(
      fc.property(lists, sent, (rules, all) => {
        const index = RuleIndex.make(rules);
        for (const each of all) {
          const { pkt } = enterRegs();
          leaveRegs();
          pkt.skb = allocSkb(each.length);
          pkt.skb.append(Uint8Array.from(each), 0, each.length);
          pkt.nhoff = pkt.skb.networkHeader = pkt.skb.data;
          const plain = run(rules, null);
          expect(run(rules, index).matched).toEqual(plain.matched);
          if (index?.passesAll(pkt.skb) !== true) continue;
          told++;
          expect(plain.matched).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
    expect(told).toBeGreaterThan(0);
  });

  it("asks few of many, and is made in time however alike they are", () => {
    const hosts = Array.from(
      { length: 1000 },
      (_, i) => new NftRule(0, [new Load(0), new Compare(i, true)], undefined),
    );
    packet = [500];
    expect(run(hosts, RuleIndex.make(hosts))).toEqual({ matched: [500], effects: 0, asked: 1 });
    packet = [];
    expect(run(hosts, RuleIndex.make(hosts)).asked).toBe(0);
    const alike = Array.from(
      { length: 50_000 },
      () => new NftRule(0, [new Load(0), new Compare(1, true)], undefined),
    );
    expect(RuleIndex.make(alike)).toBeNull();
  });
});
