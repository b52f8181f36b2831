/**
 * What came to a route table and went, in its order: from it the shape is made that Linux's trie would have now.
 *
 * Until somebody looks, this is but a list of numbers, so that tables that nobody looks at cost next to nothing; it is worked off when it
 * has grown much longer than the table.
 */
import { LcTrie } from "./lc-trie.ts";

/** A walk through the table begins and ends: what goes between these goes at once. */
const FLUSH = 2 ** 32;
const FLUSHED = FLUSH + 1;

/** Events that are kept at least. */
const MIN_KEPT = 128;

/** The history of a trie. */
export class FibHistory {
  private trie: LcTrie | null = null;
  /** Addresses of prefixes that came; those of prefixes that went, as `-1 - address`; and the marks of walks. */
  private events: number[] = [];
  private prefixes = 0;
  private flushing = false;

  /** A prefix with this address has its first route. */
  came(key: number): void {
    this.prefixes++;
    this.note(key >>> 0);
  }

  /** A prefix with this address has lost its last route. */
  went(key: number): void {
    this.prefixes--;
    this.note(-1 - (key >>> 0));
  }

  /** What goes within `work` goes in one walk through the whole trie (`fib_table_flush`). */
  flush(work: () => void): void {
    this.flushing = true;
    this.events.push(FLUSH);
    work();
    this.flushing = false;
    this.note(FLUSHED);
  }

  /** The shape as it is now. */
  shape(): LcTrie {
    if (this.trie === null) this.trie = new LcTrie();
    const { events, trie } = this;
    this.events = [];
    for (let i = 0; i < events.length; i++) {
      const event = events[i];
      if (event < 0) trie.remove(-1 - event);
      else if (event < FLUSH) trie.insert(event);
      else i = replayFlush(trie, events, i + 1);
    }
    return trie;
  }

  private note(event: number): void {
    this.events.push(event);
    if (!this.flushing && this.events.length > MIN_KEPT + 2 * this.prefixes) this.shape();
  }
}

/** @returns the position of the walk's end */
function replayFlush(trie: LcTrie, events: readonly number[], from: number): number {
  const gone = new Map<number, number>();
  let at = from;
  for (; at < events.length && events[at] !== FLUSHED; at++) {
    const key = -1 - events[at];
    gone.set(key, (gone.get(key) ?? 0) + 1);
  }
  trie.flush(gone);
  return at;
}
