/**
 * What reassembly of both families shares: where a fragment belongs, and what the ECN bits of all fragments come to.
 *
 * Source: `net/ipv4/inet_fragment.c` (`inet_frag_queue_insert`), `net/ipv4/ip_fragment.c` (`ip_frag_ecn_table`).
 */

import type { SkBuff } from "./skbuff.ts";

export const FRAGMENT_FITS = 0;
/** All of it was there already (`IPFRAG_DUP`). */
export const FRAGMENT_DUPLICATE = 1;
/** Some of it was there already (`IPFRAG_OVERLAP`). */
export const FRAGMENT_OVERLAPS = 2;

interface Run {
  readonly start: number;
  end: number;
}

/**
 * The bytes that have come, as runs of fragments that came in order. Only a fragment behind all others makes a run longer: one that
 * fills a gap is a run of its own, and what lies across two such runs overlaps, even where both together hold all of it.
 */
export class FragmentRuns {
  private readonly runs: Run[] = [];
  /** The run that the fragment behind all others is in. */
  private last: Run | null = null;

  /** Enters a fragment from byte `start` to `end`, if it fits. @returns {@link FRAGMENT_FITS}, or why it does not */
  insert(start: number, end: number): number {
    const { last } = this;
    if (last !== null && last.end >= end) return this.fill(start, end);
    if (last !== null && start < last.end) return FRAGMENT_OVERLAPS;
    if (last !== null && start === last.end) last.end = end;
    else {
      this.last = { start, end };
      this.runs.push(this.last);
    }
    return FRAGMENT_FITS;
  }

  private fill(start: number, end: number): number {
    const { runs } = this;
    let at = 0;
    while (at < runs.length && start >= runs[at].end) at++;
    const next = runs[at];
    if (next !== undefined && end > next.start)
      return start >= next.start && end <= next.end ? FRAGMENT_DUPLICATE : FRAGMENT_OVERLAPS;
    runs.splice(at, 0, { start, end });
    return FRAGMENT_FITS;
  }
}

/** Whether the whole is cut where it was put together: each piece has room, and nobody else holds the packet. */
export function leavesAsItCame(skb: SkBuff, payload: number, room: number): boolean {
  const { pieces, storage } = skb;
  if (pieces === null || storage.references > 1) return false;
  let sum = 0;
  for (const length of pieces) {
    if (length > room) return false;
    sum += length;
  }
  return sum === payload;
}

const NOT_ECT = 1 << 0;
const ECT = (1 << 1) | (1 << 2);
const CE = 1 << 3;

/**
 * The ECN bits of the whole (RFC 3168, section 5.3).
 * @param seen the bits of the fragments, one bit for each value
 * @returns what is added to the first fragment's bits, or -1 when the fragments do not belong together
 */
export function reassembledEcn(seen: number): number {
  if ((seen & NOT_ECT) !== 0) return seen === NOT_ECT ? 0 : -1;
  return (seen & CE) !== 0 && (seen & ECT) !== 0 ? 3 : 0;
}
