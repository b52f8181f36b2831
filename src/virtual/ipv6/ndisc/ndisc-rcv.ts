/**
 * Messages of neighbour discovery that come in.
 *
 * Source: `net/ipv6/ndisc.c` (`ndisc_rcv`, `ndisc_recv_ns`, `ndisc_recv_na`, `ndisc_recv_rs`), RFC 4861, RFC 4862, RFC 7527.
 */
import { IFA_F_OPTIMISTIC, IFA_F_TENTATIVE } from "../../../netlink/addr.ts";
import { NTF_ROUTER, NUD_FAILED, NUD_REACHABLE, NUD_STALE } from "../../../netlink/neigh.ts";
import { formatHexBytes, Ipv6Address } from "../../../packet/address.ts";
import { read16, read32 } from "../../../packet/bytes.ts";
import {
  NDISC_NEIGHBOUR_ADVERTISEMENT,
  NDISC_NEIGHBOUR_SOLICITATION,
  NDISC_REDIRECT,
  NDISC_ROUTER_ADVERTISEMENT,
  NDISC_ROUTER_SOLICITATION,
} from "../../../packet/icmpv6.ts";
import {
  findNdiscOption,
  ND_NS_LENGTH,
  ND_OPT_NONCE,
  ND_OPT_SOURCE_LL_ADDR,
  ND_OPT_TARGET_LL_ADDR,
  ND_RS_LENGTH,
  ND_TARGET,
} from "../../../packet/ndisc.ts";
import { ethernetSource } from "../../core/dev/ethernet.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import {
  type DropReason,
  SKB_CONSUMED,
  SKB_DROP_REASON_IPV6_NDISC_BAD_CODE,
  SKB_DROP_REASON_IPV6_NDISC_BAD_OPTIONS,
  SKB_DROP_REASON_IPV6_NDISC_FRAG,
  SKB_DROP_REASON_IPV6_NDISC_HOP_LIMIT,
  SKB_DROP_REASON_IPV6_NDISC_NS_OTHERHOST,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_PKT_TOO_SMALL,
} from "../../core/drop-reason.ts";
import {
  NEIGH_UPDATE_F_ISROUTER,
  NEIGH_UPDATE_F_OVERRIDE,
  NEIGH_UPDATE_F_OVERRIDE_ISROUTER,
  NEIGH_UPDATE_F_WEAK_OVERRIDE,
} from "../../core/neigh/neigh-states.ts";
import { updateNeigh } from "../../core/neigh/neigh-update.ts";
import type { Neighbour } from "../../core/neigh/neighbour.ts";
import { KERN_WARNING } from "../../core/printk/log-level.ts";
import { cloneSkb, PACKET_HOST, PACKET_LOOPBACK, type SkBuff } from "../../core/skbuff.ts";
import { IN6ADDR_LINKLOCAL_ALLNODES, prefixEqual } from "../addrconf/addrconf-core.ts";
import { dadFailure } from "../addrconf/addrconf-dad.ts";
import { addressOn } from "../addrconf/addrconf-lookup.ts";
import { isAnycast } from "../addrconf/anycast-check.ts";
import type { Inet6Address, Inet6Device } from "../addrconf/inet6-device.ts";
import { IP6SKB_FRAGMENTED } from "../ip/ip6-output.ts";
import { ndiscTable } from "./ndisc.ts";
import { receiveRedirect } from "./ndisc-redirect.ts";
import { receiveRouterAdvertisement } from "./ndisc-router.ts";
import { sendNeighbourAdvertisement } from "./ndisc-send.ts";
import { ndiscKey } from "./ndisc-table.ts";
import { forgetRouter } from "./router-to-host.ts";

const HEADER_SOURCE = 8;
const HEADER_DESTINATION = 24;
/** `skb.cbFlags`: the answer was delayed and is due now (`LOCALLY_ENQUEUED`). */
const LOCALLY_ENQUEUED = 0x1000;

/** A link-layer address option's address; null when it is absent, undefined when it is wrong. */
function linkAddress(skb: SkBuff, dev: NetDevice, from: number, type: number): Uint8Array | null | undefined {
  const at = findNdiscOption(skb.bytes, from, skb.tail, type);
  if (at < 0) return null;
  const length = skb.bytes[at + 1] << 3;
  if (length !== ((dev.addressLength + 2 + 7) & ~7)) return undefined;
  return skb.bytes.subarray(at + 2, at + 2 + dev.addressLength);
}

/** `ndisc_rcv`: the packet's `data` is at the ICMPv6 header. Does not take it over. @returns why it is dropped, or `SKB_CONSUMED` */
export function ndiscReceive(skb: SkBuff, dev: NetDevice): DropReason {
  const idev = dev.in6Dev;
  if (idev === null) return SKB_DROP_REASON_NOT_SPECIFIED;
  if ((skb.cbFlags & IP6SKB_FRAGMENTED) !== 0 && idev.cnf.suppressFragNdisc !== 0)
    return SKB_DROP_REASON_IPV6_NDISC_FRAG;
  if (skb.bytes[skb.networkHeader + 7] !== 255) return SKB_DROP_REASON_IPV6_NDISC_HOP_LIMIT;
  if (skb.bytes[skb.data + 1] !== 0) return SKB_DROP_REASON_IPV6_NDISC_BAD_CODE;
  switch (skb.bytes[skb.data]) {
    case NDISC_NEIGHBOUR_SOLICITATION:
      return receiveSolicitation(skb, dev, idev);
    case NDISC_NEIGHBOUR_ADVERTISEMENT:
      return receiveAdvertisement(skb, dev, idev);
    case NDISC_ROUTER_SOLICITATION:
      return receiveRouterSolicitation(skb, dev, idev);
    case NDISC_ROUTER_ADVERTISEMENT:
      return receiveRouterAdvertisement(skb, dev, idev);
    case NDISC_REDIRECT:
      return receiveRedirect(skb, dev);
    default:
      return SKB_DROP_REASON_NOT_SPECIFIED;
  }
}

function optionsAreBad(skb: SkBuff, from: number): boolean {
  return findNdiscOption(skb.bytes, from, skb.tail, 0) === -2;
}

function isSolicitedNodeAt(bytes: Uint8Array, at: number): boolean {
  return (
    read32(bytes, at) === 0xff020000 &&
    read32(bytes, at + 4) === 0 &&
    read32(bytes, at + 8) === 1 &&
    bytes[at + 12] === 0xff
  );
}

function receiveSolicitation(skb: SkBuff, dev: NetDevice, idev: Inet6Device): DropReason {
  const { bytes, data, networkHeader } = skb;
  if (skb.length < ND_NS_LENGTH) return SKB_DROP_REASON_PKT_TOO_SMALL;
  if (bytes[data + ND_TARGET] === 0xff) return SKB_DROP_REASON_NOT_SPECIFIED;
  const source = Ipv6Address.fromBytes(bytes, networkHeader + HEADER_SOURCE);
  const dad = source.isUnspecified;
  const destinationAt = networkHeader + HEADER_DESTINATION;
  if (dad && !isSolicitedNodeAt(bytes, destinationAt)) return SKB_DROP_REASON_NOT_SPECIFIED;
  const options = data + ND_NS_LENGTH;
  if (optionsAreBad(skb, options)) return SKB_DROP_REASON_IPV6_NDISC_BAD_OPTIONS;
  const lladdr = linkAddress(skb, dev, options, ND_OPT_SOURCE_LL_ADDR);
  if (lladdr === undefined || (lladdr !== null && dad)) return SKB_DROP_REASON_NOT_SPECIFIED;
  const target = Ipv6Address.fromBytes(bytes, data + ND_TARGET);
  const multicast = bytes[destinationAt] === 0xff;
  const ifp = addressOn(dev, target);
  let router = idev.cnf.forwarding !== 0;
  if (ifp !== null) {
    if ((ifp.flags & (IFA_F_TENTATIVE | IFA_F_OPTIMISTIC)) !== 0) {
      if (dad) {
        if (!nonceIsOurs(skb, options, ifp)) dadFailure(skb, ifp);
        return SKB_DROP_REASON_NOT_SPECIFIED;
      }
      if ((ifp.flags & IFA_F_OPTIMISTIC) === 0) return SKB_DROP_REASON_NOT_SPECIFIED;
    }
  } else {
    const proxy = isAnycast(dev.net, dev, target) ? router : proxyRouter(idev, target);
    if (proxy === null) return SKB_DROP_REASON_IPV6_NDISC_NS_OTHERHOST;
    router = proxy;
    const delayed = (skb.cbFlags & LOCALLY_ENQUEUED) === 0 && skb.packetType !== PACKET_HOST && multicast;
    if (delayed && idev.nd.values.proxyDelay !== 0) {
      const clone = cloneSkb(skb);
      clone.cbFlags |= LOCALLY_ENQUEUED;
      ndiscTable(dev.net.machine).proxies.enqueue(dev, clone);
      return SKB_DROP_REASON_NOT_SPECIFIED;
    }
  }
  if (dad) {
    sendNeighbourAdvertisement(dev, IN6ADDR_LINKLOCAL_ALLNODES, target, router, false, ifp !== null, true);
    return SKB_DROP_REASON_NOT_SPECIFIED;
  }
  return answerSolicitation(dev, source, target, lladdr, multicast, router, ifp !== null);
}

function answerSolicitation(
  dev: NetDevice,
  source: Ipv6Address,
  target: Ipv6Address,
  lladdr: Uint8Array | null,
  multicast: boolean,
  router: boolean,
  own: boolean,
): DropReason {
  const create = !multicast || lladdr !== null || dev.addressLength === 0;
  const table = ndiscTable(dev.net.machine);
  if (multicast) table.stats.rcvProbesMcast++;
  else table.stats.rcvProbesUcast++;
  const neigh = neighbour(dev, source, create);
  if (neigh !== null)
    updateNeigh(neigh, lladdr, NUD_STALE, NEIGH_UPDATE_F_WEAK_OVERRIDE | NEIGH_UPDATE_F_OVERRIDE);
  if (neigh === null && dev.headerOps !== null) return SKB_DROP_REASON_NOT_SPECIFIED;
  sendNeighbourAdvertisement(dev, source, target, router, true, own && multicast, multicast);
  return SKB_CONSUMED;
}

/** The entry of an address; null: there is none, or no room for one (`create`). */
export function neighbour(dev: NetDevice, address: Ipv6Address, create: boolean): Neighbour | null {
  const table = ndiscTable(dev.net.machine);
  const key = ndiscKey(address);
  return create ? table.lookupOrCreate(key, address.toBytes(), dev) : table.lookup(key, dev);
}

/** The solicitation is our own, looped back (RFC 7527). */
function nonceIsOurs(skb: SkBuff, options: number, ifp: Inet6Address): boolean {
  const at = findNdiscOption(skb.bytes, options, skb.tail, ND_OPT_NONCE);
  if (at < 0 || skb.bytes[at + 1] !== 1 || ifp.nonceHigh < 0) return false;
  return read16(skb.bytes, at + 2) === ifp.nonceHigh && read32(skb.bytes, at + 4) === ifp.nonceLow;
}

/** Whether an address is answered for in another's place, and whether as a router; null: it is not (`pndisc_is_router`). */
function proxyRouter(idev: Inet6Device, target: Ipv6Address): boolean | null {
  const net = idev.dev.net;
  if (idev.cnf.forwarding === 0 || (net.ipv6.all.proxyNdp === 0 && idev.cnf.proxyNdp === 0)) return null;
  const entry = ndiscTable(net.machine).proxies.lookup(net, target.toBytes(), 0, idev.dev);
  return entry === undefined ? null : (entry.flags & NTF_ROUTER) !== 0;
}

/** Whether an address that nobody asked for is remembered: always, or of a prefix of our own (`accept_untracked_na`). */
function acceptsUntracked(idev: Inet6Device, bytes: Uint8Array, sourceAt: number): boolean {
  const mode = idev.cnf.acceptUntrackedNa;
  if (mode !== 2) return mode === 1;
  const source = Ipv6Address.fromBytes(bytes, sourceAt);
  return idev.addresses.some((ifp) => prefixEqual(ifp.address, source, ifp.prefixLength));
}

/** Somebody claims an address that is in use here. */
function sayAdvertised(skb: SkBuff, dev: NetDevice, target: Ipv6Address): void {
  const { log } = dev.net.machine;
  if (!log.netRatelimit()) return;
  const sender = formatHexBytes(ethernetSource(skb));
  log.print(KERN_WARNING, `ICMPv6: NA: ${sender} advertised our address ${target} on ${dev.name}!`);
}

function receiveAdvertisement(skb: SkBuff, dev: NetDevice, idev: Inet6Device): DropReason {
  const { bytes, data, networkHeader } = skb;
  if (skb.length < ND_NS_LENGTH) return SKB_DROP_REASON_PKT_TOO_SMALL;
  const flags = bytes[data + 4];
  const solicited = (flags & 0x40) !== 0;
  if (bytes[data + ND_TARGET] === 0xff) return SKB_DROP_REASON_NOT_SPECIFIED;
  if (bytes[networkHeader + HEADER_DESTINATION] === 0xff && solicited) return SKB_DROP_REASON_NOT_SPECIFIED;
  if (!solicited && idev.cnf.dropUnsolicitedNa !== 0) return SKB_DROP_REASON_NOT_SPECIFIED;
  const options = data + ND_NS_LENGTH;
  if (optionsAreBad(skb, options)) return SKB_DROP_REASON_IPV6_NDISC_BAD_OPTIONS;
  const lladdr = linkAddress(skb, dev, options, ND_OPT_TARGET_LL_ADDR);
  if (lladdr === undefined) return SKB_DROP_REASON_NOT_SPECIFIED;
  const target = Ipv6Address.fromBytes(bytes, data + ND_TARGET);
  const ifp = addressOn(dev, target);
  if (ifp !== null) {
    if (skb.packetType === PACKET_LOOPBACK) return SKB_DROP_REASON_NOT_SPECIFIED;
    if ((ifp.flags & IFA_F_TENTATIVE) !== 0) dadFailure(skb, ifp);
    else sayAdvertised(skb, dev, target);
    return SKB_DROP_REASON_NOT_SPECIFIED;
  }
  let state = solicited ? NUD_REACHABLE : NUD_STALE;
  let neigh = neighbour(dev, target, false);
  const wanted = neigh === null && lladdr !== null && idev.cnf.forwarding !== 0;
  if (wanted && acceptsUntracked(idev, bytes, networkHeader + HEADER_SOURCE)) {
    neigh = neighbour(dev, target, true);
    state = NUD_STALE;
  }
  if (neigh === null || (neigh.nudState & NUD_FAILED) !== 0) return SKB_DROP_REASON_NOT_SPECIFIED;
  const wasRouter = (neigh.flags & NTF_ROUTER) !== 0;
  updateNeigh(
    neigh,
    lladdr,
    state,
    NEIGH_UPDATE_F_WEAK_OVERRIDE |
      ((flags & 0x20) !== 0 ? NEIGH_UPDATE_F_OVERRIDE : 0) |
      NEIGH_UPDATE_F_OVERRIDE_ISROUTER |
      ((flags & 0x80) !== 0 ? NEIGH_UPDATE_F_ISROUTER : 0),
  );
  if (wasRouter && (neigh.flags & NTF_ROUTER) === 0)
    forgetRouter(dev.net, Ipv6Address.fromBytes(bytes, networkHeader + HEADER_SOURCE));
  return SKB_CONSUMED;
}

function receiveRouterSolicitation(skb: SkBuff, dev: NetDevice, idev: Inet6Device): DropReason {
  if (skb.length < ND_RS_LENGTH) return SKB_DROP_REASON_PKT_TOO_SMALL;
  if (idev.cnf.forwarding === 0) return SKB_DROP_REASON_NOT_SPECIFIED;
  const source = Ipv6Address.fromBytes(skb.bytes, skb.networkHeader + HEADER_SOURCE);
  if (source.isUnspecified) return SKB_DROP_REASON_NOT_SPECIFIED;
  const options = skb.data + ND_RS_LENGTH;
  if (optionsAreBad(skb, options)) return SKB_DROP_REASON_IPV6_NDISC_BAD_OPTIONS;
  const lladdr = linkAddress(skb, dev, options, ND_OPT_SOURCE_LL_ADDR);
  if (lladdr === undefined) return SKB_DROP_REASON_NOT_SPECIFIED;
  const neigh = neighbour(dev, source, true);
  if (neigh === null) return SKB_DROP_REASON_NOT_SPECIFIED;
  updateNeigh(
    neigh,
    lladdr,
    NUD_STALE,
    NEIGH_UPDATE_F_WEAK_OVERRIDE | NEIGH_UPDATE_F_OVERRIDE | NEIGH_UPDATE_F_OVERRIDE_ISROUTER,
  );
  return SKB_CONSUMED;
}
