/**
 * The options of an answer, made of those of the packet answered: `__ip_options_echo`.
 *
 * Source: `net/ipv4/ip_options.c`; RFC 791, RFC 1122, section 3.2.1.8.
 */
import { read32, write32 } from "../../packet/bytes.ts";
import {
  IPOPT_END,
  IPOPT_LSRR,
  IPOPT_NOOP,
  IPOPT_RR,
  IPOPT_SSRR,
  IPOPT_TIMESTAMP,
  IPV4_HLEN,
  IPV4_SOURCE,
  ipv4HeaderLength,
  ipv4OptionLength,
} from "../../packet/ipv4.ts";
import type { SkBuff } from "../core/skbuff.ts";
import type { Rtable } from "./rtable.ts";

export interface EchoedOptions {
  /** Padded to a multiple of four. */
  readonly bytes: Uint8Array;
  /** Where the answer goes first, by a source route; 0: straight to its destination. */
  readonly firstHop: number;
}

/** @returns null when there are none, undefined when no answer is possible */
export function echoOptions(skb: SkBuff, _route: Rtable): EchoedOptions | null | undefined {
  const { bytes, networkHeader: header } = skb;
  const end = header + ipv4HeaderLength(bytes, header);
  if (end <= header + IPV4_HLEN || end > skb.tail) return null;
  const out: number[] = [];
  let firstHop = 0;
  for (let at = header + IPV4_HLEN; at < end; ) {
    const type = bytes[at];
    if (type === IPOPT_END) break;
    const length = ipv4OptionLength(bytes, at, end);
    if (length === 0) return undefined;
    if (type === IPOPT_RR || type === IPOPT_TIMESTAMP)
      for (let i = 0; i < length; i++) out.push(bytes[at + i]);
    else if (type === IPOPT_LSRR || type === IPOPT_SSRR)
      firstHop = reverseRoute(bytes, at, length, read32(bytes, header + IPV4_SOURCE), out);
    at += length;
  }
  if (out.length === 0) return null;
  while ((out.length & 3) !== 0) out.push(out.length === 0 ? IPOPT_NOOP : IPOPT_END);
  return { bytes: Uint8Array.from(out), firstHop };
}

/** A source route back over the hops that the packet has passed. @returns the first of them */
function reverseRoute(bytes: Uint8Array, at: number, length: number, source: number, out: number[]): number {
  const passed = Math.min(bytes[at + 2] - 4, length - 3);
  const hops: number[] = [];
  for (let i = 0; i + 4 <= passed; i += 4) hops.unshift(read32(bytes, at + 3 + i));
  if (hops.length === 0) return 0;
  const first = hops.shift() as number;
  hops.push(source);
  out.push(bytes[at], 3 + 4 * hops.length, 4);
  const word = new Uint8Array(4);
  for (const hop of hops) {
    write32(word, 0, hop);
    out.push(...word);
  }
  return first;
}
