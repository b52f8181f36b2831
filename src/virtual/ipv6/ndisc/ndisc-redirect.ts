/**
 * Redirects: sent by routers, taken by hosts.
 *
 * Source: `net/ipv6/ndisc.c` (`ndisc_send_redirect`, `ndisc_redirect_rcv`), `net/ipv6/route.c` (`rt6_do_redirect`), RFC 4861, 8.
 */

import { IFA_F_TENTATIVE } from "../../../netlink/addr.ts";
import { NUD_STALE } from "../../../netlink/neigh.ts";
import { RTAX_MTU } from "../../../netlink/route-attributes.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import { NDISC_REDIRECT, writeIcmpv6Checksum } from "../../../packet/icmpv6.ts";
import { IPPROTO_ICMPV6 } from "../../../packet/ipv4.ts";
import { IPV6_HLEN, ipv6FirstWord } from "../../../packet/ipv6.ts";
import {
  findNdiscOption,
  ND_OPT_REDIRECT_HDR,
  ND_OPT_TARGET_LL_ADDR,
  ND_REDIRECT_DESTINATION,
  ND_REDIRECT_LENGTH,
  ND_TARGET,
  writeNdiscRedirect,
} from "../../../packet/ndisc.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import {
  type DropReason,
  SKB_CONSUMED,
  SKB_DROP_REASON_IPV6_NDISC_BAD_OPTIONS,
  SKB_DROP_REASON_NOT_SPECIFIED,
} from "../../core/drop-reason.ts";
import {
  NEIGH_UPDATE_F_ISROUTER,
  NEIGH_UPDATE_F_OVERRIDE,
  NEIGH_UPDATE_F_OVERRIDE_ISROUTER,
  NEIGH_UPDATE_F_WEAK_OVERRIDE,
  NUD_VALID,
} from "../../core/neigh/neigh-states.ts";
import { updateNeigh } from "../../core/neigh/neigh-update.ts";
import type { Net } from "../../core/net.ts";
import { copyBytes, type SkBuff } from "../../core/skbuff.ts";
import { linkLocalOf } from "../addrconf/addrconf-lookup.ts";
import { Flow6 } from "../flow6.ts";
import { countIcmpOut } from "../icmp/icmp-push.ts";
import { TokenBucket } from "../icmp/token-bucket.ts";
import { buildIpv6 } from "../ip/ip6-build.ts";
import { IP6SKB_NO_LOOP, ip6LocalOut } from "../ip/ip6-output.ts";
import { RTF_CACHE, RTF_DYNAMIC, RTF_GATEWAY, RTF_UP } from "../route/fib6-info.ts";
import { addException, ip6RouteOutput } from "../route/ip6-route.ts";
import { redirectedRoute } from "../route/route-redirect.ts";
import type { Rt6Info } from "../route/rt6-info.ts";
import { ndiscTable } from "./ndisc.ts";
import { ndiscKey } from "./ndisc-table.ts";

const flow = new Flow6();
const SECOND = 1_000_000_000;
const target = new Uint8Array(16);

/** Redirects are limited by the destination that they are about, and by the sender that they go to. */
function redirectAllowed(net: Net, address: Ipv6Address): boolean {
  net.ipv6.errorBuckets ??= new Map();
  const now = net.machine.now();
  const key = `redirect ${address}`;
  let bucket = net.ipv6.errorBuckets.get(key);
  if (bucket === undefined) {
    bucket = new TokenBucket(now, SECOND);
    net.ipv6.errorBuckets.set(key, bucket);
  }
  return bucket.allow(now, SECOND);
}

/** The sender of a forwarded packet could send it directly: tells it (`ndisc_send_redirect`). */
export function sendRedirect(skb: SkBuff, dev: NetDevice, rt: Rt6Info): void {
  const idev = dev.in6Dev;
  if (idev === null) return;
  const { bytes, networkHeader } = skb;
  const destination = Ipv6Address.fromBytes(bytes, networkHeader + 24);
  const sender = Ipv6Address.fromBytes(bytes, networkHeader + 8);
  if (!redirectAllowed(dev.net, destination)) return;
  const next = rt.gateway ?? destination;
  if (!next.equals(destination) && !next.isLinkLocal) return;
  const source = linkLocalOf(idev, IFA_F_TENTATIVE);
  if (source === null) return;
  const net = dev.net;
  flow.reset().setDestination(sender).setSource(source);
  flow.oif = dev.ifindex;
  flow.protocol = IPPROTO_ICMPV6;
  flow.destinationPort = NDISC_REDIRECT << 8;
  const back = ip6RouteOutput(net, flow, 0);
  if (back.error !== 0 || back.gateway !== null) return;
  if (!redirectAllowed(net, sender)) return;
  const neigh = ndiscTable(net.machine).lookupOrCreate(ndiscKey(next), next.toBytes(), dev);
  const known = neigh !== null && (neigh.nudState & NUD_VALID) !== 0 && dev.addressLength === 6;
  const linkOption = known ? 8 : 0;
  const room = 1280 - IPV6_HLEN - ND_REDIRECT_LENGTH - linkOption;
  const option = Math.min(room, skb.length + 8) & ~7;
  const length = ND_REDIRECT_LENGTH + linkOption + option;
  const out = buildIpv6(length, ipv6FirstWord(idev.cnf.ndiscTclass, 0), IPPROTO_ICMPV6, 255, source, sender);
  let at = out.transportHeader;
  next.toBytes(target);
  writeNdiscRedirect(out.bytes, at, target, 0, bytes, networkHeader + 24);
  at += ND_REDIRECT_LENGTH;
  if (known) {
    out.bytes[at] = ND_OPT_TARGET_LL_ADDR;
    out.bytes[at + 1] = 1;
    out.bytes.set(neigh.ha.subarray(0, 6), at + 2);
    at += 8;
  }
  out.bytes.fill(0, at, at + option);
  out.bytes[at] = ND_OPT_REDIRECT_HDR;
  out.bytes[at + 1] = option >>> 3;
  copyBytes(bytes, skb.data, skb.data + Math.min(skb.length, option - 8), out.bytes, at + 8);
  writeIcmpv6Checksum(out.bytes, out.transportHeader, length, out.networkHeader + 8);
  out.dst = back;
  out.cbFlags |= IP6SKB_NO_LOOP;
  const { dev: leaving } = back;
  if (ip6LocalOut(out, leaving) === 0) countIcmpOut(leaving, NDISC_REDIRECT);
}

/** Who tells the protocol of the packet that a redirect quotes; set by ICMPv6, which knows them. */
export const redirectHandlers: { notify: (skb: SkBuff, dev: NetDevice, quoted: number) => DropReason } = {
  notify: () => SKB_CONSUMED,
};

/** A router tells a better first hop (`ndisc_redirect_rcv`). Without the packet that it is about it counts as dropped. */
export function receiveRedirect(skb: SkBuff, dev: NetDevice): DropReason {
  const { bytes, data, networkHeader } = skb;
  if (!Ipv6Address.fromBytes(bytes, networkHeader + 8).isLinkLocal) return SKB_DROP_REASON_NOT_SPECIFIED;
  if (skb.length < ND_REDIRECT_LENGTH) return SKB_DROP_REASON_IPV6_NDISC_BAD_OPTIONS;
  const quote = findNdiscOption(bytes, data + ND_REDIRECT_LENGTH, skb.tail, ND_OPT_REDIRECT_HDR);
  if (quote === -2) return SKB_DROP_REASON_IPV6_NDISC_BAD_OPTIONS;
  if (quote >= 0) return redirectHandlers.notify(skb, dev, quote + 8);
  followRedirect(skb, dev, Ipv6Address.fromBytes(bytes, data + ND_REDIRECT_DESTINATION));
  return SKB_DROP_REASON_NOT_SPECIFIED;
}

/**
 * Takes over what a redirect says, if it comes from the router that is in use for `about` (`rt6_do_redirect`).
 * `data` is at the ICMPv6 header.
 */
export function followRedirect(skb: SkBuff, dev: NetDevice, about: Ipv6Address): void {
  const { bytes, data, networkHeader } = skb;
  const sender = Ipv6Address.fromBytes(bytes, networkHeader + 8);
  const idev = dev.in6Dev;
  flow
    .reset()
    .setDestination(about)
    .setSource(Ipv6Address.fromBytes(bytes, networkHeader + 24));
  flow.oif = dev.ifindex;
  const route = redirectedRoute(dev.net, flow, sender, dev);
  if (route === null) return;
  const destination = Ipv6Address.fromBytes(bytes, data + ND_REDIRECT_DESTINATION);
  const gateway = Ipv6Address.fromBytes(bytes, data + ND_TARGET);
  if (destination.isMulticast) return;
  const onLink = gateway.equals(destination);
  if (!onLink && !gateway.isLinkLocal) return;
  if (idev === null || idev.cnf.forwarding !== 0 || idev.cnf.acceptRedirects === 0) return;
  const lladdrAt = findNdiscOption(bytes, data + ND_REDIRECT_LENGTH, skb.tail, ND_OPT_TARGET_LL_ADDR);
  if (lladdrAt >= 0 && bytes[lladdrAt + 1] !== 1) return;
  const table = ndiscTable(dev.net.machine);
  const neigh = table.lookupOrCreate(ndiscKey(gateway), gateway.toBytes(), dev);
  const lladdr = lladdrAt >= 0 ? bytes.subarray(lladdrAt + 2, lladdrAt + 8) : null;
  if (neigh !== null)
    updateNeigh(
      neigh,
      lladdr,
      NUD_STALE,
      NEIGH_UPDATE_F_WEAK_OVERRIDE |
        NEIGH_UPDATE_F_OVERRIDE |
        (onLink ? 0 : NEIGH_UPDATE_F_OVERRIDE_ISROUTER | NEIGH_UPDATE_F_ISROUTER),
    );
  // the decision would have the route's own MTU, and only what lowers it is kept (`rt6_insert_exception`)
  if ((route.metrics?.get(RTAX_MTU) ?? 0) !== 0) return;
  const flags = RTF_UP | RTF_DYNAMIC | RTF_CACHE | (onLink ? 0 : RTF_GATEWAY);
  addException(route, destination, null, onLink ? null : gateway, dev, flags);
}
