/**
 * Fragments in a batch with rules, where a node puts them together and cuts the whole into the same pieces again.
 *
 * 1. Linux writes the new headers of all pieces but the first into the memory that they came in, which the packet sockets that saw them
 *    before share, and so show what became of them later: of these pieces link header, addresses, hop limit and identification are left
 *    out. `tcpdump`, whose socket copies, shows no such thing.
 * 2. The identification of fragments of IPv6 is drawn anew: it becomes 0, where one is quoted, too.
 */
import { read16 } from "../../src/packet/bytes.ts";
import { quotedBy } from "./normalise.ts";

const ETHERNET = 14;
const [HOP_BY_HOP, ROUTING, FRAGMENT, ICMPV6, DESTINATION] = [0, 43, 44, 58, 60];
const OFFSET = 0x1fff;
const OFFSET6 = 0xfff8;

/** Where the fragment header of the IPv6 packet at `start` is; -1: nowhere. */
function fragmentHeader(bytes: Uint8Array, start: number): number {
  let next = bytes[start + 6];
  let at = start + 40;
  while (next === HOP_BY_HOP || next === ROUTING || next === DESTINATION) {
    if (at + 2 > bytes.length) return -1;
    next = bytes[at];
    at += ((bytes[at + 1] as number) + 1) * 8;
  }
  return next === FRAGMENT && at + 8 <= bytes.length ? at : -1;
}

function hideTracked4(bytes: Uint8Array): void {
  if ((read16(bytes, ETHERNET + 6) & OFFSET) === 0) return;
  bytes.fill(0, 0, ETHERNET - 2);
  bytes.fill(0, ETHERNET + 4, ETHERNET + 6);
  bytes.fill(0, ETHERNET + 8, ETHERNET + 9);
  bytes.fill(0, ETHERNET + 10, ETHERNET + 20);
}

function hideTracked6(bytes: Uint8Array): void {
  const at = fragmentHeader(bytes, ETHERNET);
  if (at >= 0) {
    bytes.fill(0, at + 4, at + 8);
    if ((read16(bytes, at + 2) & OFFSET6) === 0) return;
    bytes.fill(0, 0, ETHERNET - 2);
    bytes.fill(0, ETHERNET + 7, ETHERNET + 40);
    return;
  }
  if (bytes[ETHERNET + 6] !== ICMPV6) return;
  const inner = quotedBy(bytes, ETHERNET + 40);
  const quoted = inner < 0 || inner + 48 > bytes.length ? -1 : fragmentHeader(bytes, inner);
  if (quoted < 0) return;
  bytes.fill(0, quoted + 4, quoted + 8);
  bytes.fill(0, ETHERNET + 42, ETHERNET + 44);
}

/** @returns the frame without what is not compared of fragments where there are rules */
export function hideTracked(frame: Uint8Array): Uint8Array {
  const bytes = frame.slice();
  const type = read16(bytes, 12);
  if (type === 0x0800 && bytes.length >= ETHERNET + 20) hideTracked4(bytes);
  else if (type === 0x86dd && bytes.length >= ETHERNET + 48) hideTracked6(bytes);
  return bytes;
}
