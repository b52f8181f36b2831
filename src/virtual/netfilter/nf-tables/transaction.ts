/**
 * A batch: changes are made at once, and undone in reverse when one of them fails, before any packet sees them.
 *
 * Linux keeps two generations side by side because packets pass meanwhile; here none can.
 *
 * Source: the outcome is that of `nf_tables_commit` and `__nf_tables_abort` in `net/netfilter/nf_tables_api.c`.
 */
import type { Change } from "./context.ts";

interface Step {
  readonly change: Change;
  readonly portid: number;
  readonly seq: number;
  readonly flags: number;
}

/** The steps of one batch so far. */
export class Transaction {
  private steps: Step[] = [];
  /** Sets, chains by the numbers that this batch gave them (`NFTA_SET_ID`, `NFTA_CHAIN_ID`). */
  readonly setIds = new Map<number, unknown>();
  readonly chainIds = new Map<number, unknown>();
  readonly ruleIds = new Map<number, unknown>();

  get empty(): boolean {
    return this.steps.length === 0;
  }

  add(change: Change, portid: number, seq: number, flags: number): void {
    this.steps.push({ change, portid, seq, flags });
  }

  /** How many changes there are: with {@link undoTo}, one message's can be taken back. */
  get mark(): number {
    return this.steps.length;
  }

  /** A message's changes stay until the whole batch is undone, although it failed. */
  private kept = 0;

  /** What was changed up to now is not taken back with its message. */
  keep(): void {
    this.kept = this.steps.length;
  }

  /** The message that began at this mark failed. */
  undoMessage(mark: number): void {
    this.undoTo(Math.max(mark, this.kept));
  }

  undoTo(mark: number): void {
    while (this.steps.length > mark) this.steps.pop()?.change.undo();
  }

  commit(): void {
    for (const { change } of this.steps) change.commit?.();
    for (const { change, portid, seq, flags } of this.steps) change.notify?.(portid, seq, flags);
    this.steps = [];
  }
}
