/**
 * Telling the sender of a packet what went wrong with it: `icmp_send`.
 *
 * Source: `net/ipv4/icmp.c`; RFC 1122, section 3.2.2; RFC 1812, section 4.3.
 */
import { RT_SCOPE_LINK, RTN_LOCAL } from "../../../netlink/route-attributes.ts";
import { read16, read32, write32 } from "../../../packet/bytes.ts";
import { writeChecksum } from "../../../packet/checksum.ts";
import { ICMP_CHECKSUM, ICMP_HLEN, ICMP_REST, icmpIsError } from "../../../packet/icmp.ts";
import {
  IP_OFFSET,
  IPPROTO_ICMP,
  IPV4_DESTINATION,
  IPV4_FRAGMENT,
  IPV4_HLEN,
  IPV4_PROTOCOL,
  IPV4_SOURCE,
  IPV4_TOS,
  ipv4HeaderLength,
} from "../../../packet/ipv4.ts";
import {
  allocSkb,
  copyBytes,
  nfCtAttach,
  PACKET_HOST,
  SKB_HEADROOM,
  type SkBuff,
} from "../../core/skbuff.ts";
import { selectAddress } from "../devinet/inet-select.ts";
import { addressType } from "../fib/fib-lookup.ts";
import { Flow4 } from "../flow.ts";
import { echoOptions } from "../ip/ip-options-echo.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { routeOutput } from "../route/route-output.ts";
import { RTCF_BROADCAST, RTCF_LOCAL, RTCF_MULTICAST, type Rtable } from "../route/rtable.ts";
import { pushIcmp } from "./icmp-push.ts";
import { globalAllows, isLimited, peerAllows } from "./icmp-ratelimit.ts";
import { relookup } from "./icmp-relookup.ts";

/** RFC 1812: as much of the packet as fits into this. */
const ROOM = 576;
/** RFC 7600: the address of one who has none. */
const INADDR_DUMMY = 0xc0000008;
const IPTOS_PREC_INTERNETCONTROL = 0xc0;
const HIGHEST_KNOWN_TYPE = 18;
/** Types without a meaning, and those of router discovery, count as errors (`icmp_pointers`). */
const RESERVED_ERRORS: ReadonlySet<number> = new Set([1, 2, 6, 7, 9, 10]);

const flow = new Flow4();

/** Whether errors about this packet are forbidden: it is itself an ICMP error, or of a type nobody knows. */
function isIcmpError(skb: SkBuff): boolean {
  const header = skb.networkHeader;
  if (skb.bytes[header + IPV4_PROTOCOL] !== IPPROTO_ICMP) return false;
  const at = header + ipv4HeaderLength(skb.bytes, header);
  if (at >= skb.tail) return true;
  const type = skb.bytes[at];
  return type > HIGHEST_KNOWN_TYPE || icmpIsError(type) || RESERVED_ERRORS.has(type);
}

/**
 * Sends an error about a packet, which it lends; the network header and `skb.dst` are set.
 * @param info the message's second word: gateway, MTU or pointer
 */
export function sendIcmpError(skb: SkBuff, type: number, code: number, info: number): void {
  const route = skb.dst as Rtable | null;
  if (route === null || skb.packetType !== PACKET_HOST) return;
  if ((route.flags & (RTCF_BROADCAST | RTCF_MULTICAST)) !== 0) return;
  const header = skb.networkHeader;
  const bytes = skb.bytes;
  if (header + IPV4_HLEN > skb.tail) return;
  if ((read16(bytes, header + IPV4_FRAGMENT) & IP_OFFSET) !== 0) return;
  if (icmpIsError(type) && isIcmpError(skb)) return;
  const net = route.net;
  const limited = isLimited(net, type, code);
  if (limited && !(skb.dev?.isLoopback ?? false) && !globalAllows(net)) return;
  const backlog = net.net.machine.backlog;
  backlog.bhDisable();
  build(net, skb, route, type, code, info, limited);
  backlog.bhEnable();
}

function sourceAddress(net: NetIpv4, skb: SkBuff, route: Rtable): number {
  const bytes = skb.bytes;
  const header = skb.networkHeader;
  if ((route.flags & RTCF_LOCAL) !== 0) return read32(bytes, header + IPV4_DESTINATION);
  if (!route.isInput || net.sysctls.icmpErrorsUseInboundIfaddr === 0) return 0;
  const dev = net.net.devByIndex(skb.skbIif);
  return dev === undefined ? 0 : selectAddress(dev, read32(bytes, header + IPV4_SOURCE), RT_SCOPE_LINK);
}

function build(
  net: NetIpv4,
  skb: SkBuff,
  route: Rtable,
  type: number,
  code: number,
  info: number,
  limited: boolean,
): void {
  const bytes = skb.bytes;
  const header = skb.networkHeader;
  const tos = bytes[header + IPV4_TOS];
  const options = echoOptions(skb);
  if (options === undefined) return;
  flow.reset();
  const hop = options?.firstHop ?? -1;
  flow.daddr = hop >= 0 ? hop : read32(bytes, header + IPV4_SOURCE);
  flow.saddr = sourceAddress(net, skb, route);
  flow.mark = net.sysctls.fwmarkReflect !== 0 ? skb.mark : 0;
  flow.tos = icmpIsError(type) ? (tos & 0x1e) | IPTOS_PREC_INTERNETCONTROL : tos;
  flow.ipProto = IPPROTO_ICMP;
  flow.dport = (type << 8) | code;
  const tosOfReply = flow.tos;
  const back = routeOutput(net, flow, skb);
  if (typeof back === "number") return;
  if (addressType(net, flow.daddr) !== RTN_LOCAL) relookup(net, skb, tosOfReply);
  if (limited && !back.dev.isLoopback && !peerAllows(net, flow.daddr)) return;
  const optionLength = options?.bytes.length ?? 0;
  const room = Math.min(back.pathMtu(), ROOM) - IPV4_HLEN - optionLength - ICMP_HLEN;
  if (room <= IPV4_HLEN) return;
  const quoted = Math.min(skb.tail - header, room);
  const answer = allocSkb(ICMP_HLEN + quoted, SKB_HEADROOM);
  const start = answer.put(ICMP_HLEN + quoted);
  answer.bytes[start] = type;
  answer.bytes[start + 1] = code;
  write32(answer.bytes, start + ICMP_REST, info);
  copyBytes(bytes, header, header + quoted, answer.bytes, start + ICMP_HLEN);
  writeChecksum(answer.bytes, start, ICMP_HLEN + quoted, start + ICMP_CHECKSUM);
  answer.dst = back;
  answer.mark = flow.mark;
  nfCtAttach(answer, skb);
  pushIcmp(net, answer, flow.saddr || INADDR_DUMMY, flow.daddr, tosOfReply, options, type);
}
