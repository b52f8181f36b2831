/** Finding an option of a packet whose options were looked at. */
import {
  IPOPT_CIPSO,
  IPOPT_END,
  IPOPT_LSRR,
  IPOPT_RR,
  IPOPT_SSRR,
  IPOPT_TIMESTAMP,
  IPV4_HLEN,
  ipv4HeaderLength,
  ipv4OptionLength,
} from "../../../packet/ipv4.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import {
  IPOPT_COMPILED,
  IPOPT_HAS_CIPSO,
  IPOPT_HAS_RR,
  IPOPT_HAS_SRR,
  IPOPT_HAS_TS,
} from "../sock/ip-control.ts";

function hasFlag(skb: SkBuff, flag: number): boolean {
  return (skb.cbFlags & (IPOPT_COMPILED | flag)) !== IPOPT_COMPILED;
}

/** @returns where the first option of a type is in the packet's bytes, or 0 */
function find(skb: SkBuff, flag: number, type: number, otherType: number): number {
  if (!hasFlag(skb, flag)) return 0;
  const { bytes, networkHeader: header } = skb;
  const end = header + ipv4HeaderLength(bytes, header);
  for (let at = header + IPV4_HLEN; at < end; ) {
    const length = ipv4OptionLength(bytes, at, end);
    if (length === 0 || bytes[at] === IPOPT_END) return 0;
    if (bytes[at] === type || bytes[at] === otherType) return at;
    at += length;
  }
  return 0;
}

/** Where a loose or strict source route begins; 0: there is none. */
export function findSourceRoute(skb: SkBuff): number {
  return find(skb, IPOPT_HAS_SRR, IPOPT_LSRR, IPOPT_SSRR);
}

/** Where a record of the route begins; 0: there is none. */
export function findRecordRoute(skb: SkBuff): number {
  return find(skb, IPOPT_HAS_RR, IPOPT_RR, IPOPT_RR);
}

/** Where time stamps begin; 0: there are none. */
export function findTimestamp(skb: SkBuff): number {
  return find(skb, IPOPT_HAS_TS, IPOPT_TIMESTAMP, IPOPT_TIMESTAMP);
}

/** Where a security label begins; 0: there is none. */
export function findCipso(skb: SkBuff): number {
  return find(skb, IPOPT_HAS_CIPSO, IPOPT_CIPSO, IPOPT_CIPSO);
}
