/**
 * Fields that stand side by side are compared together.
 *
 * Source: `src/rule.c` (`payload_try_merge`, `payload_do_merge`), `src/payload.c` (`payload_can_merge`) of nftables 1.0.6.
 */
import type { PayloadLoad } from "../fields/load.ts";
import type { NlExpr } from "../netlink/nl.ts";
import type { RuleCompiler } from "./compiler.ts";
import { emitCompare, emitLoad } from "./emit.ts";

/** A field of whole bytes that is compared with a constant. */
export interface MergeCandidate {
  readonly load: PayloadLoad;
  readonly bytes: Uint8Array;
  readonly op: "==" | "!=";
  /** It says which protocol comes behind: what follows must not be asked in front of it. */
  readonly protocol: boolean;
  /** What it is translated to alone. */
  readonly exprs: readonly NlExpr[];
}

/** So many are looked at together. */
const MOST = 32;
/** The kernel is fast at comparing up to so many bits. */
const WORD = 32;
const REGISTER = 128;

/** @param first where in the rule the comparison begins */
export function noteComparison(
  c: RuleCompiler,
  load: PayloadLoad,
  bytes: Uint8Array,
  op: "==" | "!=",
  first: number,
): void {
  if (load.offset % 8 !== 0 || load.bits % 8 !== 0) return;
  // a field without a name is one that another match needs
  const protocol = load.text === "" || (load.field !== undefined && load.field.name === load.proto?.key);
  c.candidates.push({ load, bytes, op, protocol, exprs: c.exprs.slice(first) });
  if (c.candidates.length >= MOST) mergeNoted(c);
}

/** Another statement begins: what stands in front of it is merged; a single one may still be merged with what comes behind. */
export function mergeNoted(c: RuleCompiler): void {
  if (c.candidates.length < 2) return;
  const sorted = c.candidates
    .splice(0)
    .sort((a, b) => a.load.base - b.load.base || a.load.offset - b.load.offset);
  let last = sorted[0];
  for (const next of sorted.slice(1)) last = canMerge(last, next) ? join(c, last, next) : next;
}

function canMerge(a: MergeCandidate, b: MergeCandidate): boolean {
  if (a.op !== b.op || a.load.base !== b.load.base || a.load.offset + a.load.bits !== b.load.offset)
    return false;
  const total = a.load.bits + b.load.bits;
  return total <= REGISTER && (total <= WORD || a.load.bits > WORD || b.load.bits > WORD);
}

/** The two as one, in the place of the first, or of the one that says a protocol. */
function join(c: RuleCompiler, a: MergeCandidate, b: MergeCandidate): MergeCandidate {
  const load = { ...a.load, bits: a.load.bits + b.load.bits };
  const bytes = new Uint8Array(load.bits / 8);
  bytes.set(a.bytes);
  bytes.set(b.bytes, a.bytes.length);
  const { loc } = c;
  const end = c.exprs.length;
  c.loc = a.exprs[0].loc;
  emitLoad(c, load, 0);
  emitCompare(c, 0, a.op, bytes);
  c.loc = loc;
  const exprs = c.exprs.splice(end);
  const [kept, gone] = b.protocol ? [b, a] : [a, b];
  c.exprs.splice(c.exprs.indexOf(gone.exprs[0]), gone.exprs.length);
  c.exprs.splice(c.exprs.indexOf(kept.exprs[0]), kept.exprs.length, ...exprs);
  return { load, bytes, op: a.op, protocol: a.protocol || b.protocol, exprs };
}
