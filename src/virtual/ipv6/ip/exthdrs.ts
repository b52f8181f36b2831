/**
 * Extension headers of received packets.
 *
 * Source: `net/ipv6/exthdrs.c` (`ip6_parse_tlv`, `ipv6_destopt_rcv`, `ipv6_rthdr_rcv`), RFC 8200.
 */
import { read16, read32 } from "../../../packet/bytes.ts";
import { ICMPV6_HDR_FIELD, ICMPV6_PARAMPROB, ICMPV6_UNK_OPTION } from "../../../packet/icmpv6.ts";
import { IPPROTO_DSTOPTS, IPPROTO_NONE, IPPROTO_ROUTING } from "../../../packet/ipv4.ts";
import {
  IPV6_PAYLOAD_LENGTH,
  IPV6_TLV_CALIPSO,
  IPV6_TLV_IOAM,
  IPV6_TLV_JUMBO,
  IPV6_TLV_PAD1,
  IPV6_TLV_PADN,
  IPV6_TLV_ROUTERALERT,
} from "../../../packet/ipv6.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import {
  SKB_DROP_REASON_IP_INHDR,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_PKT_TOO_SMALL,
  SKB_DROP_REASON_UNHANDLED_PROTO,
} from "../../core/drop-reason.ts";
import { kfreeSkb, PACKET_HOST, type SkBuff } from "../../core/skbuff.ts";
import { icmpv6Send } from "../icmp/icmp-send.ts";
import { inet6Protocols } from "../protocol.ts";
import { IP6_IN_ADDR_ERRORS, IP6_IN_HDR_ERRORS } from "../snmp6.ts";
import { countOn } from "./ip6-output.ts";

/** `skb.cbFlags`: a router alert option was there. */
export const IP6SKB_ROUTERALERT = 8;
/** `skb.cbFlags`: the hop-by-hop header was looked at (`IP6SKB_HOPBYHOP`). */
export const IP6SKB_HOPBYHOP = 32;

/** `icmpv6_param_prob`: tells the sender, and drops the packet. */
function parameterProblem(
  skb: SkBuff,
  dev: NetDevice,
  code: number,
  pointer: number,
  reason: number,
  location: string,
): void {
  icmpv6Send(skb, dev, ICMPV6_PARAMPROB, code, pointer);
  kfreeSkb(skb, reason, location);
}

/** `IPV6_MAXPLEN` */
const IPV6_MAXPLEN = 65535;

/** The option is not known: what its two top bits say (`ip6_tlvopt_unknown`). @returns whether to go on */
function unknownOption(skb: SkBuff, dev: NetDevice, at: number, allowed: boolean): boolean {
  const action = skb.bytes[at] >>> 6;
  if (!allowed) {
    kfreeSkb(skb, SKB_DROP_REASON_UNHANDLED_PROTO, "ip6_tlvopt_unknown");
    return false;
  }
  if (action === 0) return true;
  const toMulticast = skb.bytes[skb.networkHeader + 24] === 0xff;
  if (action === 2 || (action === 3 && !toMulticast))
    parameterProblem(
      skb,
      dev,
      ICMPV6_UNK_OPTION,
      at - skb.networkHeader,
      SKB_DROP_REASON_UNHANDLED_PROTO,
      "ip6_tlvopt_unknown",
    );
  else kfreeSkb(skb, SKB_DROP_REASON_UNHANDLED_PROTO, "ip6_tlvopt_unknown");
  return false;
}

/**
 * Walks the options between `start` and `end` (`ip6_parse_tlv`).
 * @param limit how many there may be; negative: and none that is unknown
 * @returns whether the packet lives on; if not, it was taken over
 */
function parseOptions(
  skb: SkBuff,
  dev: NetDevice,
  start: number,
  end: number,
  hopByHop: boolean,
  limit: number,
): boolean {
  const bytes = skb.bytes;
  let at = start;
  let padding = 0;
  let count = 0;
  while (at < end) {
    const type = bytes[at];
    if (type === IPV6_TLV_PAD1) {
      if (++padding > 7) return bad(skb, SKB_DROP_REASON_IP_INHDR);
      at++;
      continue;
    }
    if (end - at < 2) return bad(skb, SKB_DROP_REASON_IP_INHDR);
    const length = bytes[at + 1] + 2;
    if (at + length > end) return bad(skb, SKB_DROP_REASON_IP_INHDR);
    if (type === IPV6_TLV_PADN) {
      padding += length;
      if (padding > 7) return bad(skb, SKB_DROP_REASON_IP_INHDR);
      for (let i = 2; i < length; i++) if (bytes[at + i] !== 0) return bad(skb, SKB_DROP_REASON_IP_INHDR);
    } else {
      padding = 0;
      if (++count > Math.abs(limit)) return bad(skb, SKB_DROP_REASON_IP_INHDR);
      if (hopByHop && type === IPV6_TLV_ROUTERALERT) {
        if (length !== 4) return bad(skb, SKB_DROP_REASON_IP_INHDR);
        skb.cbFlags |= IP6SKB_ROUTERALERT;
      } else if (hopByHop && type === IPV6_TLV_JUMBO) {
        if (!jumbo(skb, dev, at)) return false;
      } else if (hopByHop && (type === IPV6_TLV_IOAM || type === IPV6_TLV_CALIPSO)) {
        if (!foreignOption(skb, type, at)) return false;
      } else if (!unknownOption(skb, dev, at, limit >= 0)) return false;
    }
    at += length;
  }
  return true;
}

function bad(skb: SkBuff, reason: number): boolean {
  kfreeSkb(skb, reason, "ip6_parse_tlv");
  return false;
}

/** Jumbograms do not come over any link of this kernel: only their errors remain (`ipv6_hop_jumbo`). */
function jumbo(skb: SkBuff, dev: NetDevice, at: number): boolean {
  const offset = at - skb.networkHeader;
  const inner = read32(skb.bytes, at + 2);
  const payload = read16(skb.bytes, skb.networkHeader + IPV6_PAYLOAD_LENGTH);
  if (skb.bytes[at + 1] !== 4 || (offset & 3) !== 2)
    kfreeSkb(skb, SKB_DROP_REASON_IP_INHDR, "ipv6_hop_jumbo");
  else if (inner <= IPV6_MAXPLEN) jumboProblem(skb, dev, offset + 2);
  else if (payload !== 0) jumboProblem(skb, dev, offset);
  else kfreeSkb(skb, SKB_DROP_REASON_PKT_TOO_SMALL, "ipv6_hop_jumbo");
  return false;
}

function jumboProblem(skb: SkBuff, dev: NetDevice, pointer: number): void {
  parameterProblem(skb, dev, ICMPV6_HDR_FIELD, pointer, SKB_DROP_REASON_IP_INHDR, "ipv6_hop_jumbo");
}

/**
 * Options that only hosts with IOAM or CALIPSO set up understand: the one is passed over where it stands right (`ipv6_hop_ioam`), the
 * other never is (`ipv6_hop_calipso`).
 * @returns whether the packet lives on
 */
function foreignOption(skb: SkBuff, type: number, at: number): boolean {
  if (type === IPV6_TLV_IOAM && ((at - skb.networkHeader) & 3) === 0) return true;
  kfreeSkb(skb, SKB_DROP_REASON_IP_INHDR, type === IPV6_TLV_IOAM ? "ipv6_hop_ioam" : "ipv6_hop_calipso");
  return false;
}

/** The hop-by-hop header, which every node looks at (`ipv6_parse_hopopts`). @returns whether the packet lives on */
export function parseHopByHop(skb: SkBuff, dev: NetDevice): boolean {
  const at = skb.transportHeader;
  const length = skb.tail - at >= 8 ? (skb.bytes[at + 1] + 1) << 3 : -1;
  const limits = dev.net.ipv6.sysctls;
  if (length < 0 || at + length > skb.tail || length > limits.maxHbhLength) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ipv6_parse_hopopts");
    return false;
  }
  skb.cbFlags |= IP6SKB_HOPBYHOP;
  if (!parseOptions(skb, dev, at + 2, at + length, true, limits.maxHbhOptsNumber)) return false;
  skb.cbA = at - skb.networkHeader;
  skb.transportHeader = at + length;
  return true;
}

/** Destination options (`ipv6_destopt_rcv`). */
function receiveDestinationOptions(skb: SkBuff, dev: NetDevice): number {
  const at = skb.data;
  const length = skb.length >= 8 ? (skb.bytes[at + 1] + 1) << 3 : -1;
  const limits = dev.net.ipv6.sysctls;
  if (length < 0 || length > skb.length || length > limits.maxDstOptsLength) {
    if (length < 0 || length > skb.length) countOn(dev, IP6_IN_HDR_ERRORS);
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ipv6_destopt_rcv");
    return -1;
  }
  if (!parseOptions(skb, dev, at + 2, at + length, false, limits.maxDstOptsNumber)) {
    countOn(dev, IP6_IN_HDR_ERRORS);
    return -1;
  }
  return goOn(skb, at, length);
}

function goOn(skb: SkBuff, at: number, length: number): number {
  skb.cbA = at - skb.networkHeader;
  skb.transportHeader = at + length;
  skb.data = at + length;
  return skb.bytes[at] + 1;
}

/** RPL and segment routing: `rpl_seg_enabled` and `seg6_enabled` are off, always. */
const SWITCHED_OFF: ReadonlySet<number> = new Set([3, 4]);

/** Routing headers: none that would send the packet on is accepted, as with Linux's defaults (`ipv6_rthdr_rcv`). */
function receiveRouting(skb: SkBuff, dev: NetDevice): number {
  const at = skb.data;
  const length = skb.length >= 8 ? (skb.bytes[at + 1] + 1) << 3 : -1;
  if (length < 0 || length > skb.length) {
    countOn(dev, IP6_IN_HDR_ERRORS);
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ipv6_rthdr_rcv");
    return -1;
  }
  if (skb.bytes[skb.networkHeader + 24] === 0xff || skb.packetType !== PACKET_HOST) {
    countOn(dev, IP6_IN_ADDR_ERRORS);
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ipv6_rthdr_rcv");
    return -1;
  }
  if (SWITCHED_OFF.has(skb.bytes[at + 2])) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ipv6_rthdr_rcv");
    return -1;
  }
  if (skb.bytes[at + 3] === 0) return goOn(skb, at, length);
  countOn(dev, IP6_IN_HDR_ERRORS);
  parameterProblem(
    skb,
    dev,
    ICMPV6_HDR_FIELD,
    at + 2 - skb.networkHeader,
    SKB_DROP_REASON_NOT_SPECIFIED,
    "ipv6_rthdr_rcv",
  );
  return -1;
}

/** Nothing follows (`dst_discard`). */
function receiveNothing(skb: SkBuff): number {
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "dst_discard_out");
  return 0;
}

/** Makes the headers known to the family. */
export function initExtensionHeaders(): void {
  inet6Protocols[IPPROTO_DSTOPTS] = { final: false, receive: receiveDestinationOptions };
  inet6Protocols[IPPROTO_ROUTING] = { final: false, receive: receiveRouting };
  inet6Protocols[IPPROTO_NONE] = { final: false, receive: receiveNothing };
}
