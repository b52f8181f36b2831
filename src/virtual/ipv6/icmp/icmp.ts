/**
 * Received ICMPv6 messages: echoes, and errors about what this host sent.
 *
 * Source: `net/ipv6/icmp.c` (`icmpv6_rcv`, `icmpv6_echo_reply`, `icmpv6_notify`).
 */
import { Ipv6Address } from "../../../packet/address.ts";
import { read16, read32, write16 } from "../../../packet/bytes.ts";
import {
  ICMPV6_DEST_UNREACH,
  ICMPV6_ECHO_REPLY,
  ICMPV6_ECHO_REQUEST,
  ICMPV6_EXT_ECHO_REPLY,
  ICMPV6_EXT_ECHO_REQUEST,
  ICMPV6_MGM_QUERY,
  ICMPV6_MGM_REPORT,
  ICMPV6_PARAMPROB,
  ICMPV6_PKT_TOOBIG,
  ICMPV6_TIME_EXCEED,
  NDISC_REDIRECT,
  NDISC_ROUTER_SOLICITATION,
  writeIcmpv6Checksum,
} from "../../../packet/icmpv6.ts";
import { IPPROTO_ICMPV6, IPPROTO_RAW, IPPROTO_UDP, IPPROTO_UDPLITE } from "../../../packet/ipv4.ts";
import { IPV6_DESTINATION, IPV6_HLEN, ipv6FirstWord } from "../../../packet/ipv6.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import {
  type DropReason,
  SKB_CONSUMED,
  SKB_DROP_REASON_ICMP_CSUM,
  SKB_DROP_REASON_IPV6_BAD_EXTHDR,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_PKT_TOO_SMALL,
} from "../../core/drop-reason.ts";
import { consumeSkb, copyBytes, kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { answerProbe } from "../../ipv4/icmp/icmp-probe.ts";
import { Flow6 } from "../flow6.ts";
import { buildIpv6 } from "../ip/ip6-build.ts";
import { checksumOk } from "../ip/partial-checksum.ts";
import { HeaderSkipper } from "../ip/skip-exthdr.ts";
import { receiveMldQuery, receiveMldReport } from "../mcast/mcast-query.ts";
import { ndiscReceive } from "../ndisc/ndisc-rcv.ts";
import { followRedirect, redirectHandlers } from "../ndisc/ndisc-redirect.ts";
import { inet6Protocols } from "../protocol.ts";
import { RTF_LOCAL } from "../route/fib6-info.ts";
import { ip6DstLookup } from "../route/ip6-dst-lookup.ts";
import { pathMtuUpdate } from "../route/pmtu.ts";
import type { Rt6Info } from "../route/rt6-info.ts";
import { ICMP6_CSUM_ERRORS, ICMP6_IN_ERRORS, ICMP6_IN_MSGS } from "../snmp6.ts";
import { automaticFlowLabel } from "../sock/flow-label.ts";
import type { Inet6Sock } from "../sock/inet6-sock.ts";
import { ping6Receive } from "../sock/ping.ts";
import { raw6Error, raw6Listens } from "../sock/raw-demux.ts";
import { pushIcmp6 } from "./icmp-push.ts";
import { isAnycastDestination } from "./icmp-send.ts";

const flow = new Flow6();
const skipper = new HeaderSkipper();
const ICMPV6_HLEN = 8;

function countIn(dev: NetDevice, counter: number): void {
  dev.net.ipv6.mibOf(dev).countIcmp(counter);
}

/** `icmpv6_rcv` */
function receive(skb: SkBuff, dev: NetDevice): number {
  // what comes over `lo` is counted where the address is (`icmp6_dev`)
  const counting = dev.isLoopback && skb.dst !== null ? (skb.dst as Rt6Info).idev : dev;
  countIn(counting, ICMP6_IN_MSGS);
  if (!checksumOk(skb, IPPROTO_ICMPV6)) {
    countIn(counting, ICMP6_CSUM_ERRORS);
    return drop(skb, counting, SKB_DROP_REASON_ICMP_CSUM);
  }
  if (skb.length < ICMPV6_HLEN) return drop(skb, counting, SKB_DROP_REASON_NOT_SPECIFIED);
  const type = skb.bytes[skb.data];
  dev.net.ipv6.mibOf(counting).countIcmpIn(type);
  const reason = handle(skb, dev, type);
  if (reason === TAKEN) return 0;
  if (reason === SKB_CONSUMED) consumeSkb(skb);
  else kfreeSkb(skb, reason, "icmpv6_rcv");
  return 0;
}

/** The handler took the packet over. */
const TAKEN = 0;

function drop(skb: SkBuff, dev: NetDevice, reason: DropReason): number {
  countIn(dev, ICMP6_IN_ERRORS);
  kfreeSkb(skb, reason, "icmpv6_rcv");
  return 0;
}

function handle(skb: SkBuff, dev: NetDevice, type: number): DropReason {
  switch (type) {
    case ICMPV6_ECHO_REQUEST:
      return dev.net.ipv6.sysctls.icmpEchoIgnoreAll !== 0
        ? SKB_DROP_REASON_NOT_SPECIFIED
        : echoReply(skb, dev, ICMPV6_ECHO_REPLY);
    case ICMPV6_EXT_ECHO_REQUEST:
      return dev.net.ipv6.sysctls.icmpEchoIgnoreAll !== 0 || dev.net.ipv4.sysctls.icmpEchoEnableProbe === 0
        ? SKB_DROP_REASON_NOT_SPECIFIED
        : echoReply(skb, dev, ICMPV6_EXT_ECHO_REPLY);
    case ICMPV6_ECHO_REPLY:
    case ICMPV6_EXT_ECHO_REPLY:
      ping6Receive(skb, dev);
      return TAKEN;
    case ICMPV6_PKT_TOOBIG:
    case ICMPV6_DEST_UNREACH:
    case ICMPV6_TIME_EXCEED:
    case ICMPV6_PARAMPROB:
      return notify(skb, dev, type);
    case ICMPV6_MGM_QUERY:
      return receiveMldQuery(skb, dev);
    case ICMPV6_MGM_REPORT:
      return receiveMldReport(skb, dev);
    default:
      if (type >= NDISC_ROUTER_SOLICITATION && type <= NDISC_REDIRECT) return ndiscReceive(skb, dev);
      if (type >= 130 && type <= 143) return SKB_DROP_REASON_NOT_SPECIFIED;
      if ((type & 0x80) !== 0) return SKB_DROP_REASON_NOT_SPECIFIED;
      return notify(skb, dev, type);
  }
}

/** Of `flowlabel_reflect`: answers to echo requests have their label. */
const FLOWLABEL_REFLECT_ICMPV6_ECHO_REPLIES = 4;
const FLOW_LABEL_MASK = 0xfffff;

/** `icmpv6_echo_reply` */
function echoReply(skb: SkBuff, dev: NetDevice, type: number): DropReason {
  const net = dev.net;
  const { bytes, networkHeader } = skb;
  const sysctls = net.ipv6.sysctls;
  const multicast = bytes[networkHeader + 24] === 0xff;
  if (multicast && sysctls.icmpEchoIgnoreMulticast !== 0) return SKB_DROP_REASON_NOT_SPECIFIED;
  const sender = Ipv6Address.fromBytes(bytes, networkHeader + 8);
  const receiver = Ipv6Address.fromBytes(bytes, networkHeader + 24);
  // a group may be an address of this host, too, and is answered from then
  const own = ((skb.dst as Rt6Info).flags & RTF_LOCAL) !== 0;
  const anycast = isAnycastDestination(skb.dst as Rt6Info, receiver);
  if (anycast && sysctls.icmpEchoIgnoreAnycast !== 0) return SKB_DROP_REASON_NOT_SPECIFIED;
  const keepSource = own || (anycast && sysctls.anycastSrcEchoReply !== 0);
  flow.reset().setDestination(sender);
  if (keepSource) flow.setSource(receiver);
  flow.protocol = IPPROTO_ICMPV6;
  flow.destinationPort = type << 8;
  if ((sysctls.flowlabelReflect & FLOWLABEL_REFLECT_ICMPV6_ECHO_REPLIES) !== 0)
    flow.flowLabel = read32(bytes, networkHeader) & FLOW_LABEL_MASK;
  flow.oif = skb.cbIif;
  flow.mark = sysctls.fwmarkReflect !== 0 ? skb.mark : 0;
  const rt = ip6DstLookup(net, flow, sender, 0);
  if (typeof rt === "number") return SKB_DROP_REASON_NOT_SPECIFIED;
  const source = keepSource ? receiver : flow.source;
  const length = skb.tail - skb.data;
  const probed =
    type === ICMPV6_EXT_ECHO_REPLY
      ? answerProbe(net, bytes, skb.data + ICMPV6_HLEN, skb.tail, read16(bytes, skb.data + 6))
      : undefined;
  if (probed === null) return SKB_DROP_REASON_NOT_SPECIFIED;
  const trafficClass = ((bytes[networkHeader] & 0x0f) << 4) | (bytes[networkHeader + 1] >>> 4);
  const hopLimit = rt.metrics?.get(10) ?? rt.dev.in6Dev?.cnf.hopLimit ?? 64;
  const out = buildIpv6(
    length,
    ipv6FirstWord(
      trafficClass,
      flow.flowLabel || automaticFlowLabel(net, source, sender, IPPROTO_ICMPV6, type << 8, 0),
    ),
    IPPROTO_ICMPV6,
    hopLimit,
    source,
    sender,
  );
  const at = out.transportHeader;
  copyBytes(bytes, skb.data, skb.tail, out.bytes, at);
  out.bytes[at] = type;
  if (probed !== undefined) {
    out.bytes[at + 1] = probed.code;
    write16(out.bytes, at + 6, probed.sequence);
  }
  writeIcmpv6Checksum(out.bytes, at, length, out.networkHeader + 8);
  return pushIcmp6(out, rt, dev, type) ? SKB_CONSUMED : SKB_DROP_REASON_NOT_SPECIFIED;
}

/** Protocols that nobody here can have sent packets of, as no socket speaks them. */
const NOBODYS: ReadonlySet<number> = new Set([IPPROTO_UDPLITE]);

/** An error about something this host sent (`icmpv6_notify`). */
function notify(skb: SkBuff, dev: NetDevice, type: number): DropReason {
  const { bytes, data } = skb;
  const reason = findQuoted(skb, data + ICMPV6_HLEN);
  if (reason !== 0) {
    countIn(dev, ICMP6_IN_ERRORS);
    const cut = skb.length < ICMPV6_HLEN + IPV6_HLEN;
    return type === ICMPV6_PKT_TOOBIG && cut ? SKB_DROP_REASON_NOT_SPECIFIED : reason;
  }
  const code = bytes[data + 1];
  const info = read32(bytes, data + 4);
  const { protocol, offset } = skipper;
  skb.data = data + ICMPV6_HLEN;
  if (type === ICMPV6_PKT_TOOBIG && protocol === IPPROTO_ICMPV6)
    pathMtuUpdate(dev, bytes, skb.data, info, dev.ifindex);
  if (NOBODYS.has(protocol)) countIn(dev, ICMP6_IN_ERRORS);
  inet6Protocols[protocol]?.error?.(skb, type, code, offset, info);
  raw6Error(skb, dev, protocol, type, code, offset, info);
  skb.data = data;
  return SKB_CONSUMED;
}

/** Finds the protocol of the packet quoted at `quoted`, of which 8 bytes must be there. @returns 0 or why it can not be read */
function findQuoted(skb: SkBuff, quoted: number): DropReason {
  if (skb.tail - quoted < IPV6_HLEN) return SKB_DROP_REASON_PKT_TOO_SMALL;
  if (!skipper.skip(skb.bytes, quoted, skb.tail)) return SKB_DROP_REASON_IPV6_BAD_EXTHDR;
  if (skipper.offset + 8 > skb.tail) return SKB_DROP_REASON_PKT_TOO_SMALL;
  // nobody is to receive what is about raw packets
  return skipper.protocol === IPPROTO_RAW ? SKB_DROP_REASON_NOT_SPECIFIED : 0;
}

/**
 * A redirect that quotes a packet of this host, at `quoted`. One of ICMPv6 is believed; a socket believes only what is about the device
 * that it is bound to (`ip6_sk_redirect`), and few are.
 */
function notifyRedirect(skb: SkBuff, dev: NetDevice, quoted: number): DropReason {
  const reason = findQuoted(skb, quoted);
  if (reason !== 0) {
    countIn(dev, ICMP6_IN_ERRORS);
    return reason;
  }
  const { protocol, offset } = skipper;
  const data = skb.data;
  skb.data = quoted;
  const sk = protocol === IPPROTO_UDP ? udp6Socket(skb, dev, offset) : null;
  if (NOBODYS.has(protocol) || (protocol === IPPROTO_UDP && sk === null)) countIn(dev, ICMP6_IN_ERRORS);
  const believed = inet6Protocols[protocol]?.redirect?.(skb, offset) ?? false;
  const bound = sk?.boundDevIf === dev.ifindex || raw6Listens(skb, dev, protocol, true);
  skb.data = data;
  if (believed || bound || protocol === IPPROTO_ICMPV6)
    followRedirect(skb, dev, Ipv6Address.fromBytes(skb.bytes, quoted + IPV6_DESTINATION));
  return SKB_CONSUMED;
}

function udp6Socket(skb: SkBuff, dev: NetDevice, offset: number): Inet6Sock | null {
  const { bytes, data } = skb;
  const [local, remote] = [read16(bytes, offset), read16(bytes, offset + 2)];
  return dev.net.ipv6.udp?.lookup(bytes, data + 8, local, data + 24, remote, skb.cbIif) ?? null;
}

/** Makes ICMPv6 known to the family; `error` handles errors about its own messages. */
export function initIcmp6(error: NonNullable<(typeof inet6Protocols)[number]>["error"]): void {
  inet6Protocols[IPPROTO_ICMPV6] = { final: true, receive, error };
  redirectHandlers.notify = notifyRedirect;
}
