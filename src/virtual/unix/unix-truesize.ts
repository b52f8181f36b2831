/**
 * What a message costs who sent it, in bytes, until it is read: how it is cut into a head and pages, and what those take.
 *
 * Source: `net/unix/af_unix.c` (`unix_stream_sendmsg`, `unix_dgram_sendmsg`), `net/core/sock.c` (`sock_alloc_send_pskb`).
 */

/** `sizeof(struct sk_buff)`, and that of `struct skb_shared_info`, in whole cache lines (x86-64). */
const SK_BUFF_SIZE = 256;
const SHARED_INFO_SIZE = 320;
const CACHE_LINE = 64;
const PAGE_SIZE = 4096;
/** `SKB_MAX_HEAD(0)`: what fits into one page with the shared information. */
const ONE_PAGE = PAGE_SIZE - SHARED_INFO_SIZE;
/** `SKB_MAX_ALLOC`: the same of four. */
const FOUR_PAGES = 4 * PAGE_SIZE - SHARED_INFO_SIZE;
const MAX_SKB_FRAGS = 17;
/** Smallest of the allocator's sizes that a head has: these are charged to a control group, and have no cache of their own. */
const SMALLEST_HEAD = 512;

/** A stream is cut into pieces of this many bytes at most. */
export const STREAM_PIECE = ONE_PAGE + 8 * PAGE_SIZE;

const wholePages = (length: number): number => Math.ceil(length / PAGE_SIZE) * PAGE_SIZE;

function cost(length: number, paged: number): number {
  const head = Math.ceil((length - paged) / CACHE_LINE) * CACHE_LINE + SHARED_INFO_SIZE;
  let size = SMALLEST_HEAD;
  while (size < head) size *= 2;
  return SK_BUFF_SIZE + size + wholePages(paged);
}

/** The cost of a piece of a stream. */
export function streamCost(length: number): number {
  return cost(length, Math.min(length, wholePages(Math.max(0, length - ONE_PAGE))));
}

/** The cost of a datagram, or of a packet of a sequence. */
export function datagramCost(length: number): number {
  const beyond = Math.min(Math.max(0, length - FOUR_PAGES), MAX_SKB_FRAGS * PAGE_SIZE);
  return cost(length, wholePages(beyond));
}
