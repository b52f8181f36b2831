/**
 * Router advertisements: default routes, prefixes and addresses made of them (SLAAC).
 *
 * Source: `net/ipv6/ndisc.c` (`ndisc_router_discovery`), `net/ipv6/addrconf.c` (`addrconf_prefix_rcv`), RFC 4861, RFC 4862.
 */
import {
  IFA_F_MANAGETEMPADDR,
  IFA_F_STABLE_PRIVACY,
  IFAPROT_KERNEL_RA,
  INFINITY_LIFE_TIME,
} from "../../netlink/addr.ts";
import { IN6_ADDR_GEN_MODE_RANDOM, IN6_ADDR_GEN_MODE_STABLE_PRIVACY } from "../../netlink/link-attributes.ts";
import { NUD_STALE } from "../../netlink/neigh.ts";
import { RTN_UNICAST, RTPROT_KERNEL, RTPROT_RA } from "../../netlink/route-attributes.ts";
import { IN6ADDR_ANY, Ipv6Address } from "../../packet/address.ts";
import { read32 } from "../../packet/bytes.ts";
import {
  findNdiscOption,
  ND_OPT_MTU,
  ND_OPT_PREFIX_INFO,
  ND_OPT_SOURCE_LL_ADDR,
  ND_RA_LENGTH,
} from "../../packet/ndisc.ts";
import {
  type DropReason,
  SKB_CONSUMED,
  SKB_DROP_REASON_IPV6_NDISC_BAD_OPTIONS,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_PKT_TOO_SMALL,
} from "../core/drop-reason.ts";
import {
  NEIGH_UPDATE_F_ISROUTER,
  NEIGH_UPDATE_F_OVERRIDE,
  NEIGH_UPDATE_F_OVERRIDE_ISROUTER,
  NEIGH_UPDATE_F_WEAK_OVERRIDE,
} from "../core/neighbour.ts";
import type { NetDevice } from "../core/netdevice.ts";
import type { SkBuff } from "../core/skbuff.ts";
import { addAddress, addressEvent } from "./addrconf.ts";
import { addressPrefix } from "./addrconf-core.ts";
import { dadStart } from "./addrconf-dad.ts";
import { notifyInet6Link } from "./addrconf-link.ts";
import { addressOn, hasAddress } from "./addrconf-lookup.ts";
import { eui64Address, generateStableAddress } from "./addrconf-privacy.ts";
import { acceptsRa } from "./addrconf-rs.ts";
import { armVerify } from "./addrconf-verify.ts";
import { IF_RA_MANAGED, IF_RA_OTHERCONF, IF_RA_RCVD, IF_RS_SENT, type Inet6Device } from "./inet6-device.ts";
import { Fib6Info, RTF_ADDRCONF, RTF_DEFAULT, RTF_GATEWAY, RTF_PREFIX_RT, RTF_UP } from "./ip6-fib.ts";
import { armGc, fib6Add, fib6Delete, KERNEL_ORIGIN } from "./ip6-fib-update.ts";
import { ndiscTable } from "./ndisc.ts";
import { ndiscKey } from "./ndisc-table.ts";

const NS_PER_SECOND = 1_000_000_000;
const NS_PER_MS = 1_000_000;
const TWO_HOURS = 7200;

export function receiveRouterAdvertisement(skb: SkBuff, dev: NetDevice, idev: Inet6Device): DropReason {
  const { bytes, data, networkHeader } = skb;
  const router = Ipv6Address.fromBytes(bytes, networkHeader + 8);
  if (!router.isLinkLocal) return SKB_DROP_REASON_NOT_SPECIFIED;
  if (skb.length < ND_RA_LENGTH) return SKB_DROP_REASON_PKT_TOO_SMALL;
  const options = data + ND_RA_LENGTH;
  if (findNdiscOption(bytes, options, skb.tail, 0) === -2) return SKB_DROP_REASON_IPV6_NDISC_BAD_OPTIONS;
  if (acceptsRa(idev)) {
    if ((idev.ifFlags & IF_RS_SENT) !== 0) idev.ifFlags |= IF_RA_RCVD;
    const flags = bytes[data + 5];
    const before = idev.ifFlags;
    idev.ifFlags &= ~(IF_RA_MANAGED | IF_RA_OTHERCONF);
    if ((flags & 0x80) !== 0) idev.ifFlags |= IF_RA_MANAGED;
    if ((flags & 0x40) !== 0) idev.ifFlags |= IF_RA_OTHERCONF;
    const fromUs = idev.cnf.acceptRaFromLocal === 0 && hasAddress(dev.net, router, dev);
    if (!fromUs) {
      takeDefaultRoute(idev, router, bytes, data);
      takeHopLimit(idev, bytes[data + 4]);
      takeTimers(idev, bytes, data);
    }
    learnRouter(skb, dev, router, options);
    if (!fromUs) {
      if (idev.cnf.acceptRaPinfo !== 0) takePrefixes(skb, idev, options);
      takeMtu(skb, idev, options);
    }
    if (before !== idev.ifFlags) notifyInet6Link(idev);
    return SKB_CONSUMED;
  }
  learnRouter(skb, dev, router, options);
  return SKB_CONSUMED;
}

function learnRouter(skb: SkBuff, dev: NetDevice, router: Ipv6Address, options: number): void {
  const at = findNdiscOption(skb.bytes, options, skb.tail, ND_OPT_SOURCE_LL_ADDR);
  if (at < 0 || skb.bytes[at + 1] !== 1 || dev.addressLength !== 6) return;
  const neigh = ndiscTable(dev.net.machine).lookupOrCreate(ndiscKey(router), router.toBytes(), dev);
  neigh?.update(
    skb.bytes.subarray(at + 2, at + 8),
    NUD_STALE,
    NEIGH_UPDATE_F_WEAK_OVERRIDE |
      NEIGH_UPDATE_F_OVERRIDE |
      NEIGH_UPDATE_F_OVERRIDE_ISROUTER |
      NEIGH_UPDATE_F_ISROUTER,
  );
}

function takeDefaultRoute(idev: Inet6Device, router: Ipv6Address, bytes: Uint8Array, data: number): void {
  const dev = idev.dev;
  const net = dev.net;
  if (idev.cnf.acceptRaDefrtr === 0) return;
  const lifetime = (bytes[data + 6] << 8) | bytes[data + 7];
  if (lifetime !== 0 && lifetime < idev.cnf.acceptRaMinLft) return;
  const table = net.ipv6.mainTable;
  const present = idev.routes.find(
    (route) => (route.flags & RTF_DEFAULT) !== 0 && route.gateway?.equals(router) && route.table === table,
  );
  if (lifetime === 0) {
    if (present !== undefined) fib6Delete(net, present, KERNEL_ORIGIN);
    return;
  }
  const preference = (bytes[data + 5] >>> 3) & 3;
  const pref = idev.cnf.acceptRaRtrPref === 0 || preference === 2 ? 0 : preference;
  const expires = net.machine.now() + lifetime * NS_PER_SECOND;
  if (present !== undefined) {
    present.expires = expires;
    present.pref = pref;
    return;
  }
  const flags = RTF_GATEWAY | RTF_ADDRCONF | RTF_DEFAULT | RTF_UP;
  const route = new Fib6Info(table, IN6ADDR_ANY, 0, idev.cnf.raDefrtrMetric, RTN_UNICAST, flags, dev);
  route.gateway = router;
  route.protocol = RTPROT_RA;
  route.pref = pref;
  route.expires = expires;
  fib6Add(net, route, KERNEL_ORIGIN, null);
}

function takeHopLimit(idev: Inet6Device, hopLimit: number): void {
  if (hopLimit === 0 || idev.cnf.acceptRaMinHopLimit > hopLimit || hopLimit === idev.cnf.hopLimit) return;
  idev.writableConf().hopLimit = hopLimit;
}

function takeTimers(idev: Inet6Device, bytes: Uint8Array, data: number): void {
  const table = ndiscTable(idev.dev.net.machine);
  const retrans = read32(bytes, data + 12);
  if (retrans > 0 && retrans < 3600_000)
    table.ownParms(idev.dev)?.set("retransTime", Math.max(retrans, 10) * NS_PER_MS);
  const reachable = read32(bytes, data + 8);
  if (reachable > 0 && reachable < 3600_000)
    table.ownParms(idev.dev)?.set("baseReachableTime", reachable * NS_PER_MS);
}

function takeMtu(skb: SkBuff, idev: Inet6Device, options: number): void {
  const at = findNdiscOption(skb.bytes, options, skb.tail, ND_OPT_MTU);
  if (at < 0 || skb.bytes[at + 1] !== 1 || idev.cnf.acceptRaMtu === 0) return;
  const mtu = read32(skb.bytes, at + 4);
  if (mtu < 1280 || mtu > idev.dev.mtu) return;
  idev.raMtu = mtu;
  idev.mtu6 = mtu;
}

function takePrefixes(skb: SkBuff, idev: Inet6Device, options: number): void {
  let at = options;
  while (at < skb.tail) {
    const length = skb.bytes[at + 1] << 3;
    if (length === 0) return;
    if (skb.bytes[at] === ND_OPT_PREFIX_INFO && length === 32) takePrefix(idev, skb.bytes, at);
    at += length;
  }
}

/** `addrconf_prefix_rcv` */
function takePrefix(idev: Inet6Device, bytes: Uint8Array, at: number): void {
  const prefix = Ipv6Address.fromBytes(bytes, at + 16);
  const length = bytes[at + 2];
  const flags = bytes[at + 3];
  const valid = read32(bytes, at + 4);
  const preferred = read32(bytes, at + 8);
  if (prefix.isMulticast || prefix.isLinkLocal || preferred > valid || length > 128) return;
  if ((flags & 0x80) !== 0) takeOnLink(idev, prefix, length, valid);
  if ((flags & 0x40) !== 0 && idev.cnf.autoconf !== 0 && length === 64)
    autoconfigure(idev, prefix, valid, preferred);
}

function takeOnLink(idev: Inet6Device, prefix: Ipv6Address, length: number, valid: number): void {
  const dev = idev.dev;
  const net = dev.net;
  const table = net.ipv6.mainTable;
  const network = addressPrefix(prefix, length);
  const expires = valid === INFINITY_LIFE_TIME ? 0 : net.machine.now() + valid * NS_PER_SECOND;
  const present = idev.routes.find(
    (route) =>
      route.table === table &&
      route.destinationLength === length &&
      (route.flags & RTF_PREFIX_RT) !== 0 &&
      route.destination.equals(network),
  );
  if (present !== undefined) {
    if (valid === 0) fib6Delete(net, present, KERNEL_ORIGIN);
    else {
      present.expires = expires;
      if (expires !== 0) armGc(net);
    }
    return;
  }
  if (valid === 0) return;
  const flags = RTF_ADDRCONF | RTF_PREFIX_RT | RTF_UP;
  const route = new Fib6Info(table, network, length, 256, RTN_UNICAST, flags, dev);
  route.protocol = RTPROT_KERNEL;
  route.expires = expires;
  fib6Add(net, route, KERNEL_ORIGIN, null);
}

/** Makes an address in the prefix, or renews it (`addrconf_prefix_rcv_add_addr`). */
function autoconfigure(idev: Inet6Device, prefix: Ipv6Address, valid: number, preferred: number): void {
  const dev = idev.dev;
  const net = dev.net;
  const stable =
    idev.cnf.addrGenMode === IN6_ADDR_GEN_MODE_STABLE_PRIVACY ||
    idev.cnf.addrGenMode === IN6_ADDR_GEN_MODE_RANDOM;
  const made =
    idev.token !== null
      ? new Ipv6Address(prefix.w0, prefix.w1, idev.token.w2, idev.token.w3)
      : stable
        ? (generateStableAddress(idev, prefix, 0)?.address ?? null)
        : eui64Address(dev, prefix);
  if (made === null) return;
  let ifp = addressOn(dev, made);
  if (ifp === null) {
    const many = idev.cnf.maxAddresses > 0 && idev.addresses.length >= idev.cnf.maxAddresses;
    if (valid === 0 || many) return;
    const added = addAddress(
      idev,
      {
        address: made,
        prefixLength: 64,
        flags: IFA_F_MANAGETEMPADDR | (stable ? IFA_F_STABLE_PRIVACY : 0),
        protocol: IFAPROT_KERNEL_RA,
        validLifetime: valid,
        preferredLifetime: preferred,
      },
      null,
    );
    if (typeof added === "number") return;
    ifp = added;
    dadStart(ifp);
  } else {
    const age = Math.floor((net.machine.now() - ifp.updated) / NS_PER_SECOND);
    const left =
      ifp.validLifetime === INFINITY_LIFE_TIME ? INFINITY_LIFE_TIME : Math.max(0, ifp.validLifetime - age);
    ifp.validLifetime = valid > TWO_HOURS || valid > left ? valid : Math.min(left, TWO_HOURS);
    ifp.preferredLifetime = Math.min(preferred, ifp.validLifetime);
    ifp.updated = net.machine.now();
    ifp.flags &= ~0x20;
    if ((ifp.flags & 0x40) === 0) addressEvent(0, ifp);
  }
  armVerify(net);
}
