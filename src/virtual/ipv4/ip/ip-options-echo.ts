/**
 * The options of an answer, made of those of the packet answered: `__ip_options_echo`.
 *
 * Source: `net/ipv4/ip_options.c`; RFC 791, RFC 1122, section 3.2.1.8.
 */
import { read32, write32 } from "../../../packet/bytes.ts";
import { IPOPT_END, IPOPT_TS_TSANDADDR, IPV4_SOURCE } from "../../../packet/ipv4.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { findCipso, findRecordRoute, findSourceRoute, findTimestamp } from "./ip-options-find.ts";

/** The options, and where a source route among them leads. */
export interface EchoedOptions {
  /** Padded to a multiple of four. */
  readonly bytes: Uint8Array;
  /** Where the answer goes first, by a source route; it may be the address 0. -1: straight to its destination. */
  readonly firstHop: number;
}

/** @returns null when there are none, undefined when no answer is possible */
export function echoOptions(skb: SkBuff): EchoedOptions | null | undefined {
  if (skb.cbA === 0) return null;
  const { bytes, networkHeader: header } = skb;
  const out: number[] = [];
  const record = findRecordRoute(skb);
  const stamp = findTimestamp(skb);
  if (noRoom(bytes, record, 3) || noRoom(bytes, stamp, stampRest(bytes, stamp))) return undefined;
  for (const at of [record, stamp]) if (at !== 0) copy(bytes, at, out);
  const route = findSourceRoute(skb);
  const firstHop = route === 0 ? -1 : reverseRoute(bytes, route, read32(bytes, header + IPV4_SOURCE), out);
  const label = findCipso(skb);
  if (label !== 0) copy(bytes, label, out);
  if (out.length === 0) return null;
  while ((out.length & 3) !== 0) out.push(IPOPT_END);
  return { bytes: Uint8Array.from(out), firstHop };
}

function copy(bytes: Uint8Array, at: number, out: number[]): void {
  for (let i = 0; i < bytes[at + 1]; i++) out.push(bytes[at + i]);
}

/** Bytes of a time stamp's entry that have to follow its first: of an address, where the answer's is to be written, and the time. */
function stampRest(bytes: Uint8Array, at: number): number {
  return (bytes[at + 3] & 15) === IPOPT_TS_TSANDADDR ? 7 : 3;
}

/** An option's pointer is within it, but not the whole entry that it points to. */
function noRoom(bytes: Uint8Array, at: number, rest: number): boolean {
  if (at === 0) return false;
  const length = bytes[at + 1];
  const pointer = bytes[at + 2];
  return pointer <= length && pointer + rest > length;
}

/** A source route back over the hops that the packet has passed. @returns the first of them, or -1: there is none */
function reverseRoute(bytes: Uint8Array, at: number, source: number, out: number[]): number {
  const length = bytes[at + 1];
  const pointer = Math.min(bytes[at + 2], length + 1);
  const hops: number[] = [];
  for (let passed = pointer - 4; passed > 3; passed -= 4) hops.push(read32(bytes, at + passed - 1));
  if (hops.length === 0) return -1;
  // RFC 1812 asks to mend a route that names its own source
  if (hops.at(-1) === source) hops.pop();
  if (hops.length === 0) return -1;
  const [first = 0, ...rest] = hops;
  out.push(bytes[at], 3 + 4 * (rest.length + 1), 4);
  const word = new Uint8Array(4);
  for (const hop of [...rest, source]) {
    write32(word, 0, hop);
    out.push(...word);
  }
  return first;
}
