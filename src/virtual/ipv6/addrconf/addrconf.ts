/**
 * Addresses of devices: adding and deleting them, and what follows from it.
 *
 * Source: `net/ipv6/addrconf.c` (`ipv6_add_addr`, `ipv6_del_addr`, `ipv6_ifa_notify`, `addrconf_prefix_route`).
 */
import { EACCES, EADDRNOTAVAIL, EEXIST, ENODEV } from "../../../errno.ts";
import {
  IFA_F_MCAUTOJOIN,
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_OPTIMISTIC,
  IFA_F_PERMANENT,
  IFA_F_TENTATIVE,
  INFINITY_LIFE_TIME,
} from "../../../netlink/addr.ts";
import {
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RT_SCOPE_SITE,
  RT_SCOPE_UNIVERSE,
  RTN_LOCAL,
  RTN_MULTICAST,
  RTN_UNICAST,
  RTPROT_KERNEL,
} from "../../../netlink/route-attributes.ts";
import { RTM_DELADDR, RTM_NEWADDR } from "../../../netlink/rtnetlink.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import { IFF_LOOPBACK, type NetDevice } from "../../core/dev/netdevice.ts";
import type { ExtendedAck } from "../../core/rtnetlink/rtnetlink.ts";
import { masqueradeAddressGone } from "../../netfilter/nat/nat-masquerade.ts";
import { joinGroup, leaveGroup } from "../mcast/mcast.ts";
import { Fib6Info, RTF_LOCAL, RTF_NONEXTHOP, RTF_REJECT, RTF_UP } from "../route/fib6-info.ts";
import {
  DUE_LINK_LOCAL,
  DUE_MULTICAST,
  deferDeviceRoute,
  deferLocalRoute,
  type RouteMakers,
} from "../route/fib6-pending.ts";
import { armGc, fib6Add, fib6Delete, KERNEL_ORIGIN, type RouteOrigin } from "../route/ip6-fib-update.ts";
import {
  addressPrefix,
  addressScope,
  addressType,
  IN6ADDR_LINKLOCAL_PREFIX,
  IN6ADDR_MULTICAST_PREFIX,
  IPV6_ADDR_LINKLOCAL,
  IPV6_ADDR_LOOPBACK,
  IPV6_ADDR_SITELOCAL,
  prefixEqual,
  solicitedNode,
} from "./addrconf-core.ts";
import { notifyAddress } from "./addrconf-fill.ts";
import { addressOn, hasAddress } from "./addrconf-lookup.ts";
import { anycastJoin, anycastLeave } from "./anycast.ts";
import { Inet6Address, type Inet6Device } from "./inet6-device.ts";

const NS_PER_SECOND = 1_000_000_000;
/** Metric of the kernel's own routes (`IP6_RT_PRIO_ADDRCONF`). */
export const IP6_RT_PRIO_ADDRCONF = 256;

/** `RT_SCOPE_*` of an address (`rt_scope`). */
export function routeScope(address: Ipv6Address): number {
  const type = addressType(address);
  if ((type & IPV6_ADDR_LOOPBACK) !== 0) return RT_SCOPE_HOST;
  if ((type & IPV6_ADDR_LINKLOCAL) !== 0) return RT_SCOPE_LINK;
  return (type & IPV6_ADDR_SITELOCAL) !== 0 ? RT_SCOPE_SITE : RT_SCOPE_UNIVERSE;
}

/** Who makes routes that were due. */
const UNTOLD: RouteOrigin = { ...KERNEL_ORIGIN, skipNotify: true };

/** What an address is to be made of (`struct ifa6_config`). */
export interface AddressConfig {
  readonly address: Ipv6Address;
  readonly prefixLength: number;
  readonly flags: number;
  readonly peer?: Ipv6Address | null;
  readonly protocol?: number;
  readonly priority?: number;
  readonly validLifetime?: number;
  readonly preferredLifetime?: number;
}

/**
 * Gives a device an address, tentative at first (`ipv6_add_addr`).
 * @returns the address, or a negative error with the reason in `extack`
 */
export function addAddress(
  idev: Inet6Device,
  config: AddressConfig,
  extack: ExtendedAck | null,
): Inet6Address | number {
  const dev = idev.dev;
  const error = addressProblem(idev, config, extack);
  if (error !== 0) return error;
  const net = dev.net;
  const flags =
    (config.flags & IFA_F_NODAD) !== 0 && (config.flags & IFA_F_OPTIMISTIC) !== 0
      ? config.flags & ~IFA_F_OPTIMISTIC
      : config.flags;
  const ifp = new Inet6Address(
    idev,
    config.address,
    config.prefixLength,
    routeScope(config.address),
    (flags & IFA_F_NODAD) !== 0 ? flags : flags | IFA_F_TENTATIVE,
    net.machine.now(),
  );
  if (config.peer && !config.peer.isUnspecified) ifp.peer = config.peer;
  ifp.protocol = config.protocol ?? 0;
  if (config.priority) ifp.rtPriority = config.priority;
  const { validLifetime = INFINITY_LIFE_TIME, preferredLifetime = INFINITY_LIFE_TIME } = config;
  if (validLifetime !== INFINITY_LIFE_TIME) ifp.validLifetime = validLifetime;
  if (preferredLifetime !== INFINITY_LIFE_TIME) ifp.preferredLifetime = preferredLifetime;
  net.ipv6.addresses.add(ifp);
  insertByScope(idev, ifp);
  return ifp;
}

function addressProblem(idev: Inet6Device, config: AddressConfig, extack: ExtendedAck | null): number {
  const fail = (error: number, text: string): number => extack?.fail(error, text) ?? error;
  const { address, flags } = config;
  if (address.isUnspecified) return fail(-EADDRNOTAVAIL, "ipv6: Invalid address");
  if (address.isMulticast && (flags & IFA_F_MCAUTOJOIN) === 0)
    return fail(-EADDRNOTAVAIL, 'ipv6: Cannot assign multicast address without "IFA_F_MCAUTOJOIN" flag');
  if (address.isLoopback && (idev.dev.flags & IFF_LOOPBACK) === 0)
    return fail(-EADDRNOTAVAIL, "ipv6: Cannot assign loopback address on this device");
  if (idev.dead) return fail(-ENODEV, "ipv6: device is going away");
  if (idev.cnf.disableIpv6 !== 0) return fail(-EACCES, "ipv6: IPv6 is disabled on this device");
  if (addressOn(idev.dev, address) !== null) return fail(-EEXIST, "ipv6: address already assigned");
  return 0;
}

/** The list is sorted by scope, wide to narrow; a new address comes before its equals (`ipv6_link_dev_addr`). */
function insertByScope(idev: Inet6Device, ifp: Inet6Address): void {
  const scope = addressScope(ifp.address);
  const at = idev.addresses.findIndex((other) => scope >= addressScope(other.address));
  const before = at < 0 ? idev.addresses.length : at;
  idev.addresses = idev.addresses.slice(0, before).concat(ifp, idev.addresses.slice(before));
}

/** The route to an own address (`addrconf_f6i_alloc`). */
function localRoute(idev: Inet6Device, address: Ipv6Address): Fib6Info {
  const table = idev.dev.net.ipv6.localTable;
  const route = new Fib6Info(table, address, 128, 0, RTN_LOCAL, RTF_UP | RTF_NONEXTHOP | RTF_LOCAL, idev.dev);
  route.protocol = RTPROT_KERNEL;
  return route;
}

/** Inserts the local route, made anew when the old one was taken out (`ip6_ins_rt`). */
export function insertLocalRoute(ifp: Inet6Address): void {
  if (!ifp.deferRoute(deferLocalRoute)) makeLocalRoute(ifp, KERNEL_ORIGIN);
}

function makeLocalRoute(ifp: Inet6Address, origin: RouteOrigin): void {
  const route = ifp.route === null || ifp.route.removed ? localRoute(ifp.idev, ifp.address) : ifp.route;
  ifp.route = route;
  if (route.node === null) fib6Add(ifp.idev.dev.net, route, origin, null);
}

/** Tells of an address, with what belongs to it (`ipv6_ifa_notify`). */
export function addressEvent(type: number, ifp: Inet6Address): void {
  const idev = ifp.idev;
  notifyAddress(type === 0 ? RTM_NEWADDR : type, ifp);
  if (type === RTM_NEWADDR) {
    insertLocalRoute(ifp);
    if (idev.cnf.forwarding !== 0) joinSubnetRouter(ifp);
    if (ifp.peer !== null) addPrefixRoute(idev.dev, ifp.peer, 128, ifp.rtPriority, 0);
  } else if (type === RTM_DELADDR) {
    if (idev.cnf.forwarding !== 0) leaveSubnetRouter(ifp);
    leaveSolicited(ifp);
    if (ifp.peer !== null) deletePrefixRoute(idev.dev, ifp.peer, 128);
    if (ifp.route !== null && ifp.route.node !== null) fib6Delete(idev.dev.net, ifp.route, KERNEL_ORIGIN);
    ifp.route = null;
  }
}

/** The subnet-router anycast address of a prefix (RFC 4291, 2.6.1). */
export function joinSubnetRouter(ifp: Inet6Address): void {
  if (ifp.prefixLength >= 127) return;
  const address = addressPrefix(ifp.address, ifp.prefixLength);
  if (!address.isUnspecified) anycastJoin(ifp.idev, address);
}

/** Leaves the anycast address of the prefix (`addrconf_leave_anycast`). */
export function leaveSubnetRouter(ifp: Inet6Address): void {
  if (ifp.prefixLength >= 127) return;
  const address = addressPrefix(ifp.address, ifp.prefixLength);
  if (!address.isUnspecified) anycastLeave(ifp.idev, address);
}

/** `addrconf_join_solict` */
export function joinSolicited(ifp: Inet6Address): void {
  if ((ifp.idev.dev.flags & (0x80 | IFF_LOOPBACK)) === 0) joinGroup(ifp.idev, solicitedNode(ifp.address));
}

/** Leaves the group at which the address is asked for (`addrconf_leave_solict`). */
export function leaveSolicited(ifp: Inet6Address): void {
  if ((ifp.idev.dev.flags & (0x80 | IFF_LOOPBACK)) === 0) leaveGroup(ifp.idev, solicitedNode(ifp.address));
}

/** The route to an address's prefix (`addrconf_prefix_route`), if the device is up. `expires` in ns since boot; 0: never. */
export function addPrefixRoute(
  dev: NetDevice,
  address: Ipv6Address,
  length: number,
  priority: number,
  expires: number,
): void {
  if (!dev.isUp) return;
  makePrefixRoute(dev, address, length, priority, expires, !dev.carrier, KERNEL_ORIGIN);
}

function makePrefixRoute(
  dev: NetDevice,
  address: Ipv6Address,
  length: number,
  priority: number,
  expires: number,
  linkdown: boolean,
  origin: RouteOrigin,
): void {
  const table = dev.net.ipv6.mainTable;
  const metric = priority === 0 ? IP6_RT_PRIO_ADDRCONF : priority;
  // packets for others would go round in circles on loopback: they are refused, for ever
  const refuses = dev.isLoopback && !address.isLoopback;
  const flags = refuses ? RTF_REJECT | RTF_NONEXTHOP : RTF_UP;
  const route = new Fib6Info(table, addressPrefix(address, length), length, metric, RTN_UNICAST, flags, dev);
  route.protocol = RTPROT_KERNEL;
  if (expires !== 0 && !refuses) route.expires = expires;
  route.linkdown = linkdown;
  fib6Add(dev.net, route, origin, null);
}

/** The route to a device's link-local addresses, if the device is up: fe80::/64. */
export function addLinkLocalRoute(idev: Inet6Device): void {
  const dev = idev.dev;
  if (dev.isUp && !deferDeviceRoute(idev, DUE_LINK_LOCAL))
    makeLinkLocalRoute(dev, !dev.carrier, KERNEL_ORIGIN);
}

function makeLinkLocalRoute(dev: NetDevice, linkdown: boolean, origin: RouteOrigin): void {
  makePrefixRoute(dev, IN6ADDR_LINKLOCAL_PREFIX, 64, 0, 0, linkdown, origin);
}

/** `addrconf_get_prefix_route`; null: none. */
export function findPrefixRoute(dev: NetDevice, address: Ipv6Address, length: number): Fib6Info | null {
  const node = dev.net.ipv6.mainTable.find(addressPrefix(address, length), length);
  for (const route of node?.candidates(dev.ifindex) ?? []) {
    if (route.dev === dev && route.gateway === null && route.protocol === RTPROT_KERNEL) return route;
  }
  return null;
}

/** Deletes the route that came with the prefix, where it is there. */
export function deletePrefixRoute(dev: NetDevice, address: Ipv6Address, length: number): void {
  const route = findPrefixRoute(dev, address, length);
  if (route !== null) fib6Delete(dev.net, route, KERNEL_ORIGIN);
}

/** The route by which multicasts leave a device (`addrconf_add_mroute`). */
export function addMulticastRoute(idev: Inet6Device): void {
  const dev = idev.dev;
  if (dev.isUp && !deferDeviceRoute(idev, DUE_MULTICAST))
    makeMulticastRoute(dev, !dev.carrier, KERNEL_ORIGIN);
}

function makeMulticastRoute(dev: NetDevice, linkdown: boolean, origin: RouteOrigin): void {
  const table = dev.net.ipv6.localTable;
  const route = new Fib6Info(
    table,
    IN6ADDR_MULTICAST_PREFIX,
    8,
    IP6_RT_PRIO_ADDRCONF,
    RTN_MULTICAST,
    RTF_UP,
    dev,
  );
  route.protocol = RTPROT_KERNEL;
  route.linkdown = linkdown;
  fib6Add(dev.net, route, origin, null);
}

/** How routes are made that were due. */
export const routeMakers: RouteMakers = {
  multicast: (dev, linkdown) => makeMulticastRoute(dev, linkdown, UNTOLD),
  linkLocal: (dev, linkdown) => makeLinkLocalRoute(dev, linkdown, UNTOLD),
  local: (ifp) => makeLocalRoute(ifp, UNTOLD),
};

/** Takes an address away (`ipv6_del_addr`). */
export function deleteAddress(ifp: Inet6Address): void {
  const idev = ifp.idev;
  const net = idev.dev.net;
  if (ifp.state === "dead") return;
  ifp.state = "dead";
  net.ipv6.addresses.remove(ifp);
  const at = idev.addresses.indexOf(ifp);
  if (at >= 0) idev.addresses.splice(at, 1);
  if (ifp.publicAddress !== null) ifp.publicAddress = null;
  const owned = (ifp.flags & IFA_F_PERMANENT) !== 0 && (ifp.flags & IFA_F_NOPREFIXROUTE) === 0;
  if (ifp.dadTimer !== null) net.machine.deleteTimer(ifp.dadTimer);
  addressEvent(RTM_DELADDR, ifp);
  if (net.ct !== null) {
    const { w0, w1, w2, w3 } = ifp.address;
    masqueradeAddressGone(idev.dev, w0, w1, w2, w3);
  }
  if (owned) releasePrefixRoute(ifp);
  removePreferredSource(ifp);
}

/**
 * The prefix route goes with the last of its addresses that stay for ever, or ends with the last of the others
 * (`check_cleanup_prefix_route`, `cleanup_prefix_route`).
 */
export function releasePrefixRoute(ifp: Inet6Address): void {
  const { dev } = ifp.idev;
  let expires = 0;
  for (const other of ifp.idev.addresses) {
    if (other === ifp || other.prefixLength !== ifp.prefixLength) continue;
    if (!prefixEqual(other.address, ifp.address, ifp.prefixLength)) continue;
    if ((other.flags & (IFA_F_PERMANENT | IFA_F_NOPREFIXROUTE)) !== 0) return;
    expires = Math.max(expires, other.updated + other.validLifetime * NS_PER_SECOND);
  }
  const route = findPrefixRoute(dev, ifp.address, ifp.prefixLength);
  if (route === null) return;
  if (expires === 0) fib6Delete(dev.net, route, KERNEL_ORIGIN);
  else if (route.expires === 0) {
    route.expires = Math.max(expires, dev.net.machine.now());
    armGc(dev.net);
  }
}

/** Routes that preferred the address as source do so no more (`rt6_remove_prefsrc`). */
function removePreferredSource({ idev, address }: Inet6Address): void {
  const { net } = idev.dev;
  if (!net.ipv6.hasPreferredSources) return;
  for (const table of net.ipv6.tablesInOrder())
    table.walk((route) => {
      if (route.prefsrc?.equals(address) && !hasAddress(net, address, route.dev)) route.prefsrc = null;
      return true;
    });
}
