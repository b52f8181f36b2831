/**
 * ICMP messages that arrive: answers to requests, and errors for the sockets that they are about.
 *
 * Source: `net/ipv4/icmp.c`; RFC 792, RFC 1122.
 */
import { RTN_BROADCAST } from "../../../netlink/route-attributes.ts";
import { formatIpv4, ipv4 } from "../../../packet/address.ts";
import { read16, read32, write16, write32 } from "../../../packet/bytes.ts";
import { checksum, writeChecksum } from "../../../packet/checksum.ts";
import {
  ICMP_ADDRESS,
  ICMP_ADDRESSREPLY,
  ICMP_CHECKSUM,
  ICMP_DEST_UNREACH,
  ICMP_ECHO,
  ICMP_ECHOREPLY,
  ICMP_EXC_FRAGTIME,
  ICMP_EXT_ECHO,
  ICMP_EXT_ECHOREPLY,
  ICMP_FRAG_NEEDED,
  ICMP_HLEN,
  ICMP_MTU,
  ICMP_PARAMETERPROB,
  ICMP_REDIRECT,
  ICMP_REST,
  ICMP_SOURCE_QUENCH,
  ICMP_TIME_EXCEEDED,
  ICMP_TIMESTAMP,
  ICMP_TIMESTAMPREPLY,
} from "../../../packet/icmp.ts";
import {
  IPPROTO_ICMP,
  IPPROTO_RAW,
  IPPROTO_UDPLITE,
  IPV4_DESTINATION,
  IPV4_HLEN,
  IPV4_PROTOCOL,
  IPV4_SOURCE,
  IPV4_TOS,
  ipv4HeaderLength,
} from "../../../packet/ipv4.ts";
import {
  SKB_DROP_REASON_ICMP_CSUM,
  SKB_DROP_REASON_INVALID_PROTO,
  SKB_DROP_REASON_IP_INHDR,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_PKT_TOO_SMALL,
  SKB_DROP_REASON_UNHANDLED_PROTO,
} from "../../core/drop-reason.ts";
import { KERN_WARNING } from "../../core/printk/log-level.ts";
import {
  allocSkb,
  CHECKSUM_NONE,
  CHECKSUM_UNNECESSARY,
  consumeSkb,
  copyBytes,
  kfreeSkb,
  type SkBuff,
} from "../../core/skbuff.ts";
import { addressType } from "../fib/fib-lookup.ts";
import { Flow4 } from "../flow.ts";
import { echoOptions } from "../ip/ip-options-echo.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { protocolErrors } from "../protocols.ts";
import { routeFromRedirect, updatePmtu } from "../route/route-learn.ts";
import { routeOutput } from "../route/route-output.ts";
import { RTCF_BROADCAST, RTCF_MULTICAST, type Rtable } from "../route/rtable.ts";
import { ICMP_MIB_CSUMERRORS, ICMP_MIB_INERRORS, ICMP_MIB_INMSGS } from "../snmp.ts";
import { pingError, pingReceive } from "../sock/ping.ts";
import { rawIcmpError } from "../sock/raw.ts";
import { answerProbe } from "./icmp-probe.ts";
import { pushIcmp } from "./icmp-push.ts";
import { globalAllows, isLimited, peerAllows } from "./icmp-ratelimit.ts";
import { specificDestination } from "./icmp-spec.ts";

const HIGHEST_KNOWN_TYPE = 18;
const HIGHEST_UNREACHABLE = 15;

/** @returns 0 or a drop reason; lends the packet, whose data is behind the ICMP header */
type Handler = (net: NetIpv4, skb: SkBuff) => number;

const handlers = new Map<number, Handler>([
  [ICMP_ECHO, icmpEcho],
  [ICMP_TIMESTAMP, icmpTimestamp],
  [ICMP_DEST_UNREACH, icmpUnreachable],
  [ICMP_SOURCE_QUENCH, icmpUnreachable],
  [ICMP_TIME_EXCEEDED, icmpUnreachable],
  [ICMP_PARAMETERPROB, icmpUnreachable],
  [ICMP_REDIRECT, icmpRedirect],
]);

function fail(net: NetIpv4, skb: SkBuff, reason: number): void {
  net.mib.values[ICMP_MIB_INERRORS]++;
  kfreeSkb(skb, reason, "icmp_rcv");
}

/** `icmp_rcv`: takes over a packet whose data starts at the ICMP header. */
export function icmpReceive(skb: SkBuff): void {
  const route = skb.dst as Rtable;
  const net = route.net;
  const mib = net.mib;
  mib.values[ICMP_MIB_INMSGS]++;
  const length = skb.tail - skb.data;
  if (skb.ipSummed === CHECKSUM_NONE && checksum(skb.bytes, skb.data, length) !== 0) {
    mib.values[ICMP_MIB_CSUMERRORS]++;
    fail(net, skb, SKB_DROP_REASON_ICMP_CSUM);
    return;
  }
  if (length < ICMP_HLEN) return fail(net, skb, SKB_DROP_REASON_NOT_SPECIFIED);
  skb.transportHeader = skb.data;
  const type = skb.bytes[skb.data];
  skb.pull(ICMP_HLEN);
  mib.icmpIn(type);
  if (type === ICMP_EXT_ECHO) {
    icmpProbe(net, skb);
    return consumeSkb(skb);
  }
  if ((route.flags & (RTCF_BROADCAST | RTCF_MULTICAST)) !== 0 && !acceptsBroadcast(net, type))
    return fail(net, skb, SKB_DROP_REASON_INVALID_PROTO);
  if (type === ICMP_ECHOREPLY || type === ICMP_EXT_ECHOREPLY) return pingReceive(net, skb);
  if (type > HIGHEST_KNOWN_TYPE) return fail(net, skb, SKB_DROP_REASON_UNHANDLED_PROTO);
  const handler = handlers.get(type);
  const reason = handler === undefined ? 0 : handler(net, skb);
  if (reason === 0) consumeSkb(skb);
  else kfreeSkb(skb, reason, "icmp_rcv");
}

function acceptsBroadcast(net: NetIpv4, type: number): boolean {
  if (type === ICMP_ECHO || type === ICMP_TIMESTAMP) return net.sysctls.icmpEchoIgnoreBroadcasts === 0;
  return type === ICMP_ADDRESS || type === ICMP_ADDRESSREPLY;
}

function icmpEcho(net: NetIpv4, skb: SkBuff): number {
  if (net.sysctls.icmpEchoIgnoreAll !== 0) return 0;
  const length = skb.tail - skb.data;
  const rest = read32(skb.bytes, skb.transportHeader + ICMP_REST);
  reply(net, skb, ICMP_ECHOREPLY, skb.bytes[skb.transportHeader + 1], rest, length, null);
  return 0;
}

/** As {@link icmpEcho}; groups and everybody may be asked. */
function icmpProbe(net: NetIpv4, skb: SkBuff): void {
  if (net.sysctls.icmpEchoIgnoreAll !== 0) return;
  const rest = read32(skb.bytes, skb.transportHeader + ICMP_REST);
  const answer = answerProbe(net.net, skb.bytes, skb.data, skb.tail, rest & 0xffff);
  if (answer === null) return;
  const length = skb.tail - skb.data;
  reply(net, skb, ICMP_EXT_ECHOREPLY, answer.code, (rest & 0xffff0000) | answer.sequence, length, null);
}

const MS_PER_DAY = 86_400_000;
const times = new Uint8Array(12);

function icmpTimestamp(net: NetIpv4, skb: SkBuff): number {
  if (skb.length < 4) {
    net.mib.values[ICMP_MIB_INERRORS]++;
    return SKB_DROP_REASON_PKT_TOO_SMALL;
  }
  const now = Math.floor(net.net.machine.clock.realtime() / 1000) % MS_PER_DAY;
  copyBytes(skb.bytes, skb.data, skb.data + 4, times, 0);
  write32(times, 4, now);
  write32(times, 8, now);
  reply(net, skb, ICMP_TIMESTAMPREPLY, 0, read32(skb.bytes, skb.transportHeader + ICMP_REST), 12, times);
  return 0;
}

const replyFlow = new Flow4();

/** `icmp_reply`: `data` null answers with the packet's own. */
function reply(
  net: NetIpv4,
  skb: SkBuff,
  type: number,
  code: number,
  rest: number,
  length: number,
  data: Uint8Array | null,
): void {
  const route = skb.dst as Rtable;
  const header = skb.networkHeader;
  const options = echoOptions(skb);
  if (options === undefined) return;
  const limited = isLimited(net, type, 0);
  if (limited && !globalAllows(net)) return;
  const flow = replyFlow.reset();
  const hop = options?.firstHop ?? -1;
  flow.daddr = hop >= 0 ? hop : read32(skb.bytes, header + IPV4_SOURCE);
  flow.saddr = specificDestination(net, skb, route);
  flow.tos = skb.bytes[header + IPV4_TOS];
  flow.mark = net.sysctls.fwmarkReflect !== 0 ? skb.mark : 0;
  flow.ipProto = IPPROTO_ICMP;
  const back = routeOutput(net, flow);
  if (typeof back === "number") return;
  // the lookup gives an answer to nobody this host's own address
  const { daddr } = flow;
  if (limited && !peerAllows(net, daddr)) return;
  const answer = allocSkb(ICMP_HLEN + length);
  const start = answer.put(ICMP_HLEN + length);
  answer.bytes[start] = type;
  answer.bytes[start + 1] = code;
  write32(answer.bytes, start + ICMP_REST, rest);
  if (data === null) copyBytes(skb.bytes, skb.data, skb.data + length, answer.bytes, start + ICMP_HLEN);
  else copyBytes(data, 0, length, answer.bytes, start + ICMP_HLEN);
  writeChecksum(answer.bytes, start, ICMP_HLEN + length, start + ICMP_CHECKSUM);
  answer.ipSummed = CHECKSUM_UNNECESSARY;
  if (read16(answer.bytes, start + ICMP_CHECKSUM) === 0xffff) {
    // Linux sums from -0: for a message that is nothing but zeros it writes the other zero, which is no right sum
    write16(answer.bytes, start + ICMP_CHECKSUM, 0);
    answer.ipSummed = CHECKSUM_NONE;
  }
  answer.dst = back;
  answer.mark = flow.mark;
  // whatever the answer is, Linux counts it as an echo reply: its flow names no type (`__ip_make_skb`)
  pushIcmp(net, answer, flow.saddr, daddr, skb.bytes[header + IPV4_TOS], options, ICMP_ECHOREPLY);
}

/** `icmp_unreach`: an error about a packet of this host. */
function icmpUnreachable(net: NetIpv4, skb: SkBuff): number {
  const mib = net.mib;
  const { bytes, data, transportHeader: icmp } = skb;
  if (skb.length < IPV4_HLEN) {
    mib.values[ICMP_MIB_INERRORS]++;
    return SKB_DROP_REASON_NOT_SPECIFIED;
  }
  if (ipv4HeaderLength(bytes, data) < IPV4_HLEN) {
    mib.values[ICMP_MIB_INERRORS]++;
    return SKB_DROP_REASON_IP_INHDR;
  }
  const type = bytes[icmp];
  const code = bytes[icmp + 1];
  let info = 0;
  if (type === ICMP_DEST_UNREACH) {
    if (code === ICMP_FRAG_NEEDED) {
      if (net.sysctls.ipNoPmtuDisc >= 2) return 0;
      if (net.sysctls.ipNoPmtuDisc === 0) info = read16(bytes, icmp + ICMP_MTU);
    }
    if (code > HIGHEST_UNREACHABLE) return 0;
  } else if (type === ICMP_PARAMETERPROB) info = bytes[icmp + ICMP_REST];
  else if (type === ICMP_TIME_EXCEEDED && code === ICMP_EXC_FRAGTIME) return 0;
  const destination = read32(bytes, data + IPV4_DESTINATION);
  if (net.sysctls.icmpIgnoreBogusErrorResponses === 0 && addressType(net, destination) === RTN_BROADCAST) {
    sayBogus(net, skb, destination);
    return 0;
  }
  deliverError(net, skb, info);
  return 0;
}

/** An error about a packet to everybody: nobody may send one. */
function sayBogus(net: NetIpv4, skb: SkBuff, destination: number): void {
  const { log } = net.net.machine;
  if (!log.netRatelimit()) return;
  const { bytes, transportHeader: icmp } = skb;
  const from = formatIpv4(ipv4(read32(bytes, skb.networkHeader + IPV4_SOURCE)));
  const to = formatIpv4(ipv4(destination));
  log.print(
    KERN_WARNING,
    `icmp: ${from} sent an invalid ICMP type ${bytes[icmp]}, code ${bytes[icmp + 1]} error to a broadcast: ` +
      `${to} on ${skb.dev?.name ?? ""}`,
  );
}

/** An ICMP error about an ICMP message of this host; data at the quoted IP header (`icmp_err`). */
export function icmpError(net: NetIpv4, skb: SkBuff, info: number): void {
  const { bytes, data, transportHeader: icmp } = skb;
  // the kernel's own answers have no socket that could be told
  if (bytes[data + ipv4HeaderLength(bytes, data)] !== ICMP_ECHOREPLY) return pingError(net, skb, info);
  if (bytes[icmp] === ICMP_DEST_UNREACH && bytes[icmp + 1] === ICMP_FRAG_NEEDED) updatePmtu(net, skb, info);
  else if (bytes[icmp] === ICMP_REDIRECT) routeFromRedirect(net, skb, info);
}

function icmpRedirect(net: NetIpv4, skb: SkBuff): number {
  if (skb.length < IPV4_HLEN) {
    net.mib.values[ICMP_MIB_INERRORS]++;
    return SKB_DROP_REASON_PKT_TOO_SMALL;
  }
  deliverError(net, skb, read32(skb.bytes, skb.transportHeader + ICMP_REST));
  return 0;
}

/** `icmp_socket_deliver` */
function deliverError(net: NetIpv4, skb: SkBuff, info: number): void {
  const headerLength = ipv4HeaderLength(skb.bytes, skb.data);
  if (skb.length < headerLength + 8) {
    net.mib.values[ICMP_MIB_INERRORS]++;
    return;
  }
  const protocol = skb.bytes[skb.data + IPV4_PROTOCOL];
  if (protocol === IPPROTO_RAW) {
    net.mib.values[ICMP_MIB_INERRORS]++;
    return;
  }
  rawIcmpError(net, skb, protocol, info);
  // nobody here can have sent it
  if (protocol === IPPROTO_UDPLITE) net.mib.values[ICMP_MIB_INERRORS]++;
  protocolErrors.get(protocol)?.(net, skb, info);
}
