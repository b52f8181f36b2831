/**
 * An index over long chains: where many rules in a row compare the same field of a packet with a constant each, one look tells which
 * of them may match, and the others are passed over. Rules that are passed over would have done nothing, so nobody sees a difference.
 *
 * Linux has no such thing: it asks rule by rule.
 */

import type { SkBuff } from "../../../core/skbuff.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { NftRule } from "./rule.ts";
import { type Field, fold, Run } from "./rule-index-run.ts";

/** Fewer rules in a row are asked one by one. */
const LEAST_RUN = 8;
/** A value that more rules than one in so many have in common tells too little. */
const LEAST_SPREAD = 2;

/** How an expression of a rule tests a packet; see {@link NftExpr.test}. */
export interface NftTest {
  /**
   * `load`: puts a field into a register; `change`: computes a register from another one; `equal`: breaks unless a register has a value;
   * `other`: may break the rule, and does nothing else.
   */
  readonly kind: "load" | "change" | "equal" | "other";
  /** Of a load and a change: the same text for the same effect. */
  readonly key?: string;
  readonly sreg?: number;
  readonly dreg?: number;
  /** Bytes that are written or compared. */
  readonly length?: number;
  /** What a register has to have. */
  readonly words?: Int32Array;
  /** Of a load of bytes from the network header: where they are. */
  readonly networkOffset?: number;
}

/** One comparison of a rule: before it, nothing has happened but tests. */
interface Comparison {
  readonly field: Field;
  readonly value: number;
}

/** The comparisons of a rule by the key of their field. */
function comparisons({ exprs }: NftRule): Map<string, Comparison> {
  const found = new Map<string, Comparison>();
  let fields: Field[] = [];
  const written = (field: Field): void => {
    const end = field.dreg + ((field.length + 3) >>> 2);
    fields = fields.filter(
      (other) => other.dreg >= end || other.dreg + ((other.length + 3) >>> 2) <= field.dreg,
    );
    if (field.key !== "") fields.push(field);
  };
  for (const expr of exprs) {
    const test = expr.test();
    if (test === null) break;
    const { key = "", sreg = 0, dreg = 0, length = 0, words, networkOffset = -1 } = test;
    const source = fields.find((field) => field.dreg === sreg && field.length >= length);
    if (test.kind === "load") written({ key, exprs: [expr], dreg, length, networkOffset });
    else if (test.kind === "change" && source !== undefined)
      written({
        key: `${source.key} ${key}`,
        exprs: [...source.exprs, expr],
        dreg,
        length,
        networkOffset: -1,
      });
    else if (test.kind === "change") written({ key: "", exprs: [], dreg, length, networkOffset: -1 });
    else if (test.kind === "equal" && source !== undefined && words !== undefined) {
      const field = { ...source, key: `${source.key} ${length}`, length };
      if (!found.has(field.key)) found.set(field.key, { field, value: fold(words, 0, length) });
    }
  }
  return found;
}

type Rules = readonly ReadonlyMap<string, Comparison>[];

/** Finds runs from the first rule on. */
class RunFinder {
  private readonly all: Rules;
  /** Up to where a field has too few values to be of use. */
  private readonly useless = new Map<string, number>();

  constructor(all: Rules) {
    this.all = all;
  }

  /** The longest run that begins with a rule; null: none that is worth it. */
  from(start: number): Run | null {
    let key: string | null = null;
    let end = start;
    for (const candidate of this.all[start].keys()) {
      const last = this.endOf(candidate, start);
      if (last <= end) continue;
      key = candidate;
      end = last;
    }
    return key === null ? null : this.make(key, start, end);
  }

  /** Where the rules end that compare a field; `start` when they are too few or too much alike. */
  private endOf(key: string, start: number): number {
    const { all } = this;
    if (start < (this.useless.get(key) ?? 0)) return start;
    const values = new Set<number>();
    let end = start;
    for (; end < all.length; end++) {
      const comparison = all[end].get(key);
      if (comparison === undefined) break;
      values.add(comparison.value);
    }
    if (end - start >= LEAST_RUN && values.size * LEAST_SPREAD >= end - start) return end;
    this.useless.set(key, end);
    return start;
  }

  private make(key: string, start: number, end: number): Run {
    const rules = new Map<number, number[]>();
    for (let index = start; index < end; index++) {
      const { value } = this.all[index].get(key) as Comparison;
      const list = rules.get(value);
      if (list === undefined) rules.set(value, [index]);
      else list.push(index);
    }
    const { field } = this.all[start].get(key) as Comparison;
    return new Run(field, end, rules, end - start);
  }
}

/** The index of one chain's rules; it is thrown away when they change. */
export class RuleIndex {
  /** Of each rule, the run that it is in. */
  private readonly runs: (Run | null)[];

  private constructor(runs: (Run | null)[]) {
    this.runs = runs;
  }

  /** @returns null: there is nothing to be passed over */
  static make(rules: readonly NftRule[]): RuleIndex | null {
    if (rules.length < LEAST_RUN) return null;
    const finder = new RunFinder(rules.map(comparisons));
    const runs = new Array<Run | null>(rules.length).fill(null);
    let useful = false;
    for (let index = 0; index < rules.length; ) {
      const run = finder.from(index);
      if (run === null) {
        index++;
        continue;
      }
      runs.fill(run, index, run.end);
      index = run.end;
      useful = true;
    }
    return useful ? new RuleIndex(runs) : null;
  }

  /** The first rule from this one on that has to be asked; beyond the last one: none. Registers change. */
  next(from: number, regs: NftRegs, pkt: NftPktinfo): number {
    const { runs } = this;
    let index = from;
    while (index < runs.length) {
      const run = runs[index];
      if (run === null) return index;
      index = run.next(index, regs, pkt);
      if (index < run.end) return index;
    }
    return index;
  }

  /** Whether no rule matches, as the packet's network header alone tells; false: the rules have to be asked. */
  passesAll(skb: SkBuff): boolean {
    const { runs } = this;
    let index = 0;
    while (index < runs.length) {
      const run = runs[index];
      if (run?.passes(skb) !== true) return false;
      index = run.end;
    }
    return true;
  }
}
