/**
 * Sending ICMPv6 errors: when, from which address, and how many.
 *
 * Source: `net/ipv6/icmp.c` (`icmp6_send`, `icmpv6_xrlim_allow`, `is_ineligible`), RFC 4443, section 2.4.
 */
import { ENETUNREACH } from "../../../errno.ts";
import { RTAX_HOPLIMIT } from "../../../netlink/route-attributes.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import { ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import {
  ICMPV6_PARAMPROB,
  ICMPV6_PKT_TOOBIG,
  ICMPV6_UNK_OPTION,
  writeIcmpv6,
  writeIcmpv6Checksum,
} from "../../../packet/icmpv6.ts";
import { IPPROTO_ICMPV6 } from "../../../packet/ipv4.ts";
import { IPV6_HLEN, IPV6_MIN_MTU, ipv6FirstWord } from "../../../packet/ipv6.ts";
import { IFF_LOOPBACK, type NetDevice } from "../../core/dev/netdevice.ts";
import { dissectForRules } from "../../core/fib-rules/fib-rules-dissect.ts";
import type { Net } from "../../core/net.ts";
import { copyBytes, nfCtAttach, PACKET_HOST, type SkBuff } from "../../core/skbuff.ts";
import { addressType, IPV6_ADDR_ANY, IPV6_ADDR_MULTICAST, needsScopeId } from "../addrconf/addrconf-core.ts";
import { hasAddress } from "../addrconf/addrconf-lookup.ts";
import { isAnycast } from "../addrconf/anycast-check.ts";
import { selectSource } from "../addrconf/saddr-select.ts";
import { Flow6 } from "../flow6.ts";
import { buildIpv6 } from "../ip/ip6-build.ts";
import { HeaderSkipper } from "../ip/skip-exthdr.ts";
import { RTF_ANYCAST, RTF_GATEWAY, RTF_NONEXTHOP } from "../route/fib6-info.ts";
import { ip6DstLookup } from "../route/ip6-dst-lookup.ts";
import { ip6RouteOutput } from "../route/ip6-route.ts";
import type { Rt6Info } from "../route/rt6-info.ts";
import { ICMP6_RATELIMIT_HOST, IP6_OUT_NO_ROUTES } from "../snmp6.ts";
import { automaticFlowLabel } from "../sock/flow-label.ts";
import { pushIcmp6 } from "./icmp-push.ts";
import { GlobalBucket, TokenBucket } from "./token-bucket.ts";

const skipper = new HeaderSkipper();
const flow = new Flow6();
const globalBuckets = new WeakMap<Net, GlobalBucket>();
/** Destinations whose limits are remembered; the oldest are forgotten. */
const MAX_BUCKETS = 4096;

/** The quoted packet is an ICMPv6 error itself, or cannot be read (`is_ineligible`). */
function isIneligible(skb: SkBuff): boolean {
  const header = skb.networkHeader;
  if (!skipper.skip(skb.bytes, header, skb.tail)) return false;
  if (skipper.protocol !== IPPROTO_ICMPV6) return false;
  if (skipper.offset >= skb.tail) return !skipper.fragmented;
  return (skb.bytes[skipper.offset] & 0x80) === 0;
}

/** `icmpv6_xrlim_allow` and the global limit. */
function allowed(net: Net, type: number, destination: string, rt: Rt6Info, counting: NetDevice): boolean {
  const ipv6 = net.ipv6;
  const limit = ipv6.sysctls.icmpRatelimit;
  if (((ipv6.sysctls.icmpRatemask[type >>> 5] >>> (type & 31)) & 1) === 0) return true;
  if ((rt.dev.flags & IFF_LOOPBACK) !== 0) return true;
  const now = net.machine.now();
  let global = globalBuckets.get(net);
  if (global === undefined) {
    global = new GlobalBucket();
    globalBuckets.set(net, global);
  }
  if (!global.allow(now)) return false;
  if (limit === 0) return true;
  let interval = limit * 1_000_000;
  const prefix = rt.from?.destinationLength ?? 0;
  if (prefix < 128) interval /= 2 ** ((128 - prefix) >> 5);
  ipv6.errorBuckets ??= new Map();
  let bucket = ipv6.errorBuckets.get(destination);
  if (bucket === undefined) {
    if (ipv6.errorBuckets.size >= MAX_BUCKETS) {
      const oldest = ipv6.errorBuckets.keys().next().value;
      if (oldest !== undefined) ipv6.errorBuckets.delete(oldest);
    }
    bucket = new TokenBucket(now, interval);
    ipv6.errorBuckets.set(destination, bucket);
  }
  if (bucket.allow(now, interval)) return true;
  ipv6.mibOf(counting).countIcmp(ICMP6_RATELIMIT_HOST);
  return false;
}

/**
 * Linux looks for the way back once more, as IPsec would have it (`icmpv6_route_lookup`), without use, but it is counted when there is
 * none: from the receiver's address, of the packet's own protocol and ports.
 */
function countReverseLookup(net: Net, skb: SkBuff, sender: Ipv6Address, receiver: Ipv6Address): void {
  flow.reset().setDestination(sender).setSource(receiver);
  flow.oif = skb.skbIif;
  flow.mark = skb.mark;
  if (net.ipv6.hasCustomRules) {
    const keys = dissectForRules(skb, ETH_P_IPV6);
    flow.protocol = keys.protocol;
    flow.sourcePort = keys.destinationPort;
    flow.destinationPort = keys.sourcePort;
  }
  const strict = receiver.isUnspecified ? skb.skbIif : 0;
  if (ip6RouteOutput(net, flow, strict).error === -ENETUNREACH) net.ipv6.mib.count(IP6_OUT_NO_ROUTES);
}

/** The address stands for any of several hosts: of this one, or of the routers of a link (`ipv6_anycast_destination`). */
export function isAnycastDestination(rt: Rt6Info, destination: Ipv6Address): boolean {
  if ((rt.flags & RTF_ANYCAST) !== 0) return true;
  const route = rt.from;
  if (route === null || route.destinationLength >= 127 || (rt.flags & (RTF_GATEWAY | RTF_NONEXTHOP)) !== 0)
    return false;
  return route.destination.equals(destination);
}

/** What comes over `lo` came, if it was for an address of another device, from there (`icmp6_dev`). */
function realDevice(skb: SkBuff, dev: NetDevice): NetDevice {
  return dev.isLoopback && skb.dst !== null ? (skb.dst as Rt6Info).idev : dev;
}

/** Unless the route says which, the address that suits the device which the packet came in on. */
function inboundSource(net: Net, skb: SkBuff, sender: Ipv6Address): Ipv6Address | null {
  const rt = ip6RouteOutput(net, flow, 0, 0, skb);
  if (rt.error === 0 && (rt.from?.prefsrc ?? null) !== null) return null;
  const dev = net.devByIndex(skb.cbIif);
  return dev === undefined ? null : selectSource(net, dev, sender);
}

/**
 * Answers a packet with an error, if it may be answered. Does not take the packet over; its IPv6 header is at `networkHeader`.
 * @param dev the device that it came in on, or is to be sent on when this host made it
 * @param info MTU or pointer
 */
export function icmpv6Send(skb: SkBuff, dev: NetDevice, type: number, code: number, info: number): void {
  const bytes = skb.bytes;
  const header = skb.networkHeader;
  if (skb.tail - header < IPV6_HLEN) return;
  const net = dev.net;
  const sender = Ipv6Address.fromBytes(bytes, header + 8);
  const receiver = Ipv6Address.fromBytes(bytes, header + 24);
  const senderType = addressType(sender);
  const receiverType = addressType(receiver);
  let ours = hasAddress(net, receiver, dev) || isAnycast(net, receiver.isLinkLocal ? dev : null, receiver);
  if (
    (receiverType & IPV6_ADDR_MULTICAST) !== 0 ||
    (skb.packetType !== PACKET_HOST && skb.packetType !== 4)
  ) {
    const unknownOption =
      type === ICMPV6_PARAMPROB && code === ICMPV6_UNK_OPTION && (bytes[header + info] & 0xc0) === 0x80;
    if (type !== ICMPV6_PKT_TOOBIG && !unknownOption) return;
    ours = false;
  }
  if (senderType === IPV6_ADDR_ANY || (senderType & IPV6_ADDR_MULTICAST) !== 0) return;
  if (isIneligible(skb)) return;
  flow.reset().setDestination(sender);
  if (ours) flow.setSource(receiver);
  if (needsScopeId(senderType)) flow.oif = realDevice(skb, dev).ifindex;
  flow.protocol = IPPROTO_ICMPV6;
  flow.destinationPort = (type << 8) | code;
  flow.mark = net.ipv6.sysctls.fwmarkReflect !== 0 ? skb.mark : 0;
  const inbound = ours ? null : inboundSource(net, skb, sender);
  if (inbound !== null) flow.setSource(inbound);
  const rt = ip6DstLookup(net, flow, sender, 0, skb);
  if (typeof rt === "number") return;
  const source = flow.source;
  if (net.ipv6.sysctls.icmpErrorAnycastAsUnicast === 0 && isAnycastDestination(rt, sender)) return;
  countReverseLookup(net, skb, sender, receiver);
  if (!allowed(net, type, sender.toString(), rt, dev)) return;
  const quoted = Math.min(skb.tail - header, IPV6_MIN_MTU - IPV6_HLEN - 8);
  const out = buildIpv6(
    8 + quoted,
    ipv6FirstWord(0, automaticFlowLabel(net, source, sender, IPPROTO_ICMPV6, type << 8, code)),
    IPPROTO_ICMPV6,
    rt.metrics?.get(RTAX_HOPLIMIT) ?? rt.dev.in6Dev?.cnf.hopLimit ?? 64,
    source,
    sender,
  );
  const at = out.transportHeader;
  writeIcmpv6(out.bytes, at, type, code, info);
  copyBytes(bytes, header, header + quoted, out.bytes, at + 8);
  writeIcmpv6Checksum(out.bytes, at, 8 + quoted, out.networkHeader + 8);
  nfCtAttach(out, skb);
  pushIcmp6(out, rt, dev, type);
}
