/**
 * Reading a packet's tuple, and turning one round.
 *
 * Source: `net/netfilter/nf_conntrack_core.c` (`get_l4proto`, `nf_ct_get_tuple`, `nf_ct_invert_tuple`).
 */
import { read16, read32 } from "../../../packet/bytes.ts";
import {
  IP_OFFSET,
  IPPROTO_FRAGMENT,
  IPV4_DESTINATION,
  IPV4_FRAGMENT,
  IPV4_HLEN,
  IPV4_PROTOCOL,
  IPV4_SOURCE,
} from "../../../packet/ipv4.ts";
import { IPV6_HLEN } from "../../../packet/ipv6.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { HeaderSkipper } from "../../ipv6/ip/skip-exthdr.ts";
import { NFPROTO_IPV4 } from "../hook-numbers.ts";
import type { NfConntrackTuple } from "./conntrack-tuple.ts";
import { l4proto } from "./proto/conntrack-l4proto.ts";

const skipper = new HeaderSkipper();

/** What {@link findTransport} found: the protocol over IP. */
export let transportProtocol = 0;

/** Where the transport header of the packet at `header` begins; -1 when there is none, as in later fragments (`get_l4proto`). */
export function findTransport(skb: SkBuff, header: number, pf: number): number {
  const { bytes, tail } = skb;
  if (pf === NFPROTO_IPV4) {
    if (header + IPV4_HLEN > tail) return -1;
    if ((read16(bytes, header + IPV4_FRAGMENT) & IP_OFFSET) !== 0) return -1;
    transportProtocol = bytes[header + IPV4_PROTOCOL];
    const offset = header + ((bytes[header] & 15) << 2);
    return offset > tail ? -1 : offset;
  }
  if (header + IPV6_HLEN > tail || !skipper.skip(bytes, header, tail)) return -1;
  if (skipper.protocol === IPPROTO_FRAGMENT) return -1;
  transportProtocol = skipper.protocol;
  // extension headers may say that they are longer than the packet: whoever needs what is there looks
  return skipper.offset;
}

/** `nf_ct_get_tuple` @param offset of the transport header */
export function readTuple(
  skb: SkBuff,
  header: number,
  offset: number,
  pf: number,
  protonum: number,
  tuple: NfConntrackTuple,
): boolean {
  const { bytes } = skb;
  if (pf === NFPROTO_IPV4)
    tuple.restore(
      (protonum << 8) | NFPROTO_IPV4,
      0,
      read32(bytes, header + IPV4_SOURCE) | 0,
      read32(bytes, header + IPV4_DESTINATION) | 0,
    );
  else {
    tuple.readAddresses(bytes, header, pf);
    tuple.protonum = protonum;
    tuple.ports = 0;
  }
  return l4proto(protonum).toTuple(skb, offset, tuple);
}

/** The tuple of the packet at `header`, which may be one that an ICMP error quotes (`nf_ct_get_tuplepr`). */
export function tupleOfPacket(skb: SkBuff, header: number, pf: number, tuple: NfConntrackTuple): boolean {
  const offset = findTransport(skb, header, pf);
  return offset >= 0 && readTuple(skb, header, offset, pf, transportProtocol, tuple);
}

/** The tuple of what answers (`nf_ct_invert_tuple`). @returns false when nothing does */
export function invertTuple(inverse: NfConntrackTuple, tuple: NfConntrackTuple): boolean {
  inverse.l3num = tuple.l3num;
  inverse.protonum = tuple.protonum;
  inverse.swapAddresses(tuple);
  return l4proto(tuple.protonum).invert(inverse, tuple);
}
