/**
 * What devices' events do to their IPv6: bringing up, taking down, leaving.
 *
 * Source: `net/ipv6/addrconf.c` (`addrconf_notify`, `addrconf_ifdown`, `addrconf_dev_config`, `ipv6_add_dev`),
 * `net/ipv6/ndisc.c` (`ndisc_netdev_event`).
 */
import { EACCES, EINVAL } from "../../../errno.ts";
import {
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_OPTIMISTIC,
  IFA_F_PERMANENT,
  IFA_F_STABLE_PRIVACY,
  IFA_F_TENTATIVE,
  IFAPROT_KERNEL_LL,
  IFAPROT_KERNEL_LO,
} from "../../../netlink/addr.ts";
import {
  IN6_ADDR_GEN_MODE_EUI64,
  IN6_ADDR_GEN_MODE_NONE,
  IN6_ADDR_GEN_MODE_RANDOM,
} from "../../../netlink/link-attributes.ts";
import { RTM_DELADDR, RTM_NEWADDR } from "../../../netlink/rtnetlink.ts";
import { IN6ADDR_LOOPBACK, type Ipv6Address } from "../../../packet/address.ts";
import { hasSettingsName } from "../../core/dev/dev-name.ts";
import { isOperUp } from "../../core/dev/dev-state.ts";
import {
  ARPHRD_NONE,
  IFF_LOOPBACK,
  IFF_MULTICAST,
  IFF_NOARP,
  type NetDevice,
} from "../../core/dev/netdevice.ts";
import type { NetdevEvent, NetdevEventInfo } from "../../core/notifier.ts";
import { joinGroup, leaveGroup, mcastDestroy, mcastDown, mcastInitDevice, mcastUp } from "../mcast/mcast.ts";
import { ndiscTable } from "../ndisc/ndisc.ts";
import { sendNeighbourAdvertisement } from "../ndisc/ndisc-send.ts";
import {
  fib6Delete,
  KERNEL_ORIGIN,
  routesDeviceDown,
  routesDeviceUp,
  routesLinkChange,
  runGc,
} from "../route/ip6-fib-update.ts";
import { routesMtuChange } from "../route/route-mtu.ts";
import {
  addAddress,
  addLinkLocalRoute,
  addMulticastRoute,
  addPrefixRoute,
  addressEvent,
  leaveSolicited,
  leaveSubnetRouter,
} from "./addrconf.ts";
import {
  addressType,
  IN6ADDR_INTERFACELOCAL_ALLROUTERS,
  IN6ADDR_LINKLOCAL_ALLNODES,
  IN6ADDR_LINKLOCAL_ALLROUTERS,
  IN6ADDR_LINKLOCAL_PREFIX,
  IN6ADDR_SITELOCAL_ALLROUTERS,
  IPV6_ADDR_LINKLOCAL,
  IPV6_ADDR_LOOPBACK,
} from "./addrconf-core.ts";
import { dadRun, dadStart } from "./addrconf-dad.ts";
import { notifyInet6Link } from "./addrconf-link.ts";
import { drawSecret, eui64Address, generateStableAddress } from "./addrconf-privacy.ts";
import { stopRouterSolicitations } from "./addrconf-rs.ts";
import { anycastLeave } from "./anycast.ts";
import type { Ipv6Devconf } from "./devconf.ts";
import { IF_RA_RCVD, IF_READY, IF_RS_SENT, Inet6Device } from "./inet6-device.ts";
import { netconf6 } from "./netconf.ts";

const IPV6_MIN_MTU = 1280;
const ALL_ROUTERS = [
  IN6ADDR_LINKLOCAL_ALLROUTERS,
  IN6ADDR_INTERFACELOCAL_ALLROUTERS,
  IN6ADDR_SITELOCAL_ALLROUTERS,
];

/** Settings of devices without neighbours, one object for each default: of those that ask nobody, and of those without addresses too. */
const withoutDad = new WeakMap<Ipv6Devconf, Ipv6Devconf>();
const withoutAddresses = new WeakMap<Ipv6Devconf, Ipv6Devconf>();

function confFor(dev: NetDevice): Ipv6Devconf {
  const conf = dev.net.ipv6.default;
  if ((dev.flags & (IFF_LOOPBACK | IFF_NOARP)) === 0) return conf;
  const bare = dev.isLoopback || dev.type === ARPHRD_NONE;
  const known = bare ? withoutAddresses : withoutDad;
  let special = known.get(conf);
  if (special === undefined) {
    special = conf.clone();
    special.acceptDad = -1;
    if (bare) special.useTempaddr = -1;
    known.set(conf, special);
  }
  return special;
}

/** Begins to run IPv6 on a device; null when its MTU is too small (`ipv6_add_dev`). */
function addDevice(dev: NetDevice): Inet6Device | null {
  if (dev.mtu < IPV6_MIN_MTU) return null;
  const machine = dev.net.machine;
  const idev = new Inet6Device(dev, confFor(dev), ndiscTable(machine).parms, machine.now());
  if (dev.isUp && isLinkReady(dev)) idev.ifFlags |= IF_READY;
  dev.in6Dev = idev;
  netconf6.notify(dev.net, dev.ifindex);
  mcastInitDevice(idev);
  if (idev.cnf.forwarding !== 0 && (dev.flags & IFF_MULTICAST) !== 0)
    joinGroup(idev, IN6ADDR_LINKLOCAL_ALLROUTERS);
  return idev;
}

/** `addrconf_link_ready` */
function isLinkReady(dev: NetDevice): boolean {
  return isOperUp(dev) && dev.txActive;
}

/** `ipv6_find_idev`: with the device up its groups are told anew. */
export function findDevice(dev: NetDevice): Inet6Device | null {
  const idev = dev.in6Dev ?? addDevice(dev);
  if (idev !== null && dev.isUp) mcastUp(idev);
  return idev;
}

/** The device as addresses are added to it (`addrconf_add_dev`). @returns it, or a negative error */
export function deviceForAddress(dev: NetDevice): Inet6Device | number {
  const idev = findDevice(dev);
  if (idev === null) return -EINVAL;
  if (idev.cnf.disableIpv6 !== 0) return -EACCES;
  if ((dev.flags & IFF_LOOPBACK) === 0) addMulticastRoute(idev);
  return idev;
}

/** `addrconf_init_auto_addrs` */
export function initAutoAddresses(dev: NetDevice): void {
  if ((dev.flags & IFF_LOOPBACK) !== 0) {
    const idev = findDevice(dev);
    if (idev === null) return;
    const config = { address: IN6ADDR_LOOPBACK, prefixLength: 128, flags: IFA_F_PERMANENT };
    const ifp = addAddress(idev, { ...config, protocol: IFAPROT_KERNEL_LO }, null);
    if (typeof ifp === "number") return;
    ifp.flags &= ~IFA_F_TENTATIVE;
    addressEvent(RTM_NEWADDR, ifp);
    return;
  }
  const idev = deviceForAddress(dev);
  if (typeof idev !== "number") generateLinkLocal(idev, false);
}

/** `addrconf_addr_gen` */
export function generateLinkLocal(idev: Inet6Device, prefixRoute: boolean): void {
  const dev = idev.dev;
  let mode = idev.cnf.addrGenMode;
  if (dev.addressLength === 0 && mode === IN6_ADDR_GEN_MODE_EUI64) {
    mode = IN6_ADDR_GEN_MODE_RANDOM;
    idev.writableConf().addrGenMode = mode;
  }
  if (mode === IN6_ADDR_GEN_MODE_NONE) return;
  if (mode === IN6_ADDR_GEN_MODE_RANDOM) drawSecret(idev);
  let address: Ipv6Address | null;
  let flags = 0;
  if (mode === IN6_ADDR_GEN_MODE_EUI64) address = eui64Address(dev, IN6ADDR_LINKLOCAL_PREFIX);
  else {
    address = generateStableAddress(idev, IN6ADDR_LINKLOCAL_PREFIX, 0);
    flags = IFA_F_STABLE_PRIVACY;
  }
  if (address !== null) addLinkLocal(idev, address, flags);
  else if (prefixRoute) addLinkLocalRoute(idev);
}

/** `addrconf_add_linklocal` */
function addLinkLocal(idev: Inet6Device, address: Ipv6Address, extra: number): void {
  let flags = extra | IFA_F_PERMANENT;
  const all = idev.dev.net.ipv6.all;
  if (
    (all.optimisticDad !== 0 || idev.cnf.optimisticDad !== 0) &&
    all.forwarding === 0 &&
    idev.cnf.forwarding === 0
  )
    flags |= IFA_F_OPTIMISTIC;
  const ifp = addAddress(idev, { address, prefixLength: 64, flags, protocol: IFAPROT_KERNEL_LL }, null);
  if (typeof ifp === "number") return;
  addLinkLocalRoute(idev);
  dadStart(ifp);
}

/** Addresses given while the device was down, or kept over that, get their routes (`addrconf_permanent_addr`). */
function restorePermanent(dev: NetDevice): void {
  for (const ifp of dev.in6Dev?.addresses ?? []) {
    if ((ifp.flags & IFA_F_PERMANENT) === 0) continue;
    if ((ifp.flags & IFA_F_NOPREFIXROUTE) === 0)
      addPrefixRoute(dev, ifp.address, ifp.prefixLength, ifp.rtPriority, 0);
    if (ifp.state === "predad") dadStart(ifp);
  }
}

function up(dev: NetDevice, event: "NETDEV_UP" | "NETDEV_CHANGE", flagsChanged: number): void {
  let idev = dev.in6Dev;
  if (idev !== null && idev.cnf.disableIpv6 !== 0) return;
  if (event === "NETDEV_UP") {
    restorePermanent(dev);
    if (!isLinkReady(dev)) return;
    idev ??= addDevice(dev);
    if (idev === null) return;
    idev.ifFlags |= IF_READY;
  } else {
    if (!isLinkReady(dev)) {
      routesLinkChange(dev, true);
      return;
    }
    if (idev !== null) {
      if (idev.isReady) {
        mcastUp(idev);
        if ((flagsChanged & IFF_NOARP) !== 0) dadRun(idev, true);
        routesLinkChange(dev, false);
        return;
      }
      idev.ifFlags |= IF_READY;
    }
  }
  initAutoAddresses(dev);
  idev = dev.in6Dev;
  if (idev === null) return;
  dadRun(idev, false);
  routesDeviceUp(dev);
  if (dev.mtu >= IPV6_MIN_MTU) idev.mtu6 = dev.mtu;
  idev.updated = dev.net.machine.now();
  notifyInet6Link(idev);
  if (dev.mtu < IPV6_MIN_MTU) ifDown(dev, (dev.flags & IFF_LOOPBACK) === 0);
}

/** The device goes down, or away (`addrconf_ifdown`). */
export function ifDown(dev: NetDevice, unregister: boolean): void {
  const idev = dev.in6Dev;
  routesDeviceDown(dev.net, dev, unregister);
  ndiscTable(dev.net.machine).deviceDown(dev);
  if (idev === null) return;
  const { all } = dev.net.ipv6;
  const keepSetting = all.keepAddrOnDown !== 0 ? all.keepAddrOnDown : idev.cnf.keepAddrOnDown;
  const keep = !unregister && idev.cnf.disableIpv6 === 0 && keepSetting > 0;
  if (unregister) idev.dead = true;
  stopRouterSolicitations(idev);
  const wasReady = idev.isReady;
  if (!unregister) idev.ifFlags &= ~(IF_RS_SENT | IF_RA_RCVD | IF_READY);
  for (const ifp of [...idev.addresses]) {
    if (ifp.dadTimer !== null) dev.net.machine.deleteTimer(ifp.dadTimer);
    const local = (addressType(ifp.address) & (IPV6_ADDR_LINKLOCAL | IPV6_ADDR_LOOPBACK)) !== 0;
    if (keep && (ifp.flags & IFA_F_PERMANENT) !== 0 && !local) {
      ifp.state = "predad";
      if ((ifp.flags & IFA_F_NODAD) === 0) ifp.flags |= IFA_F_TENTATIVE;
      if (ifp.route !== null && ifp.route.node !== null) fib6Delete(dev.net, ifp.route, KERNEL_ORIGIN);
      ifp.route = null;
      if (idev.cnf.forwarding !== 0) leaveSubnetRouter(ifp);
      leaveSolicited(ifp);
      continue;
    }
    dev.net.ipv6.addresses.remove(ifp);
    idev.addresses.splice(idev.addresses.indexOf(ifp), 1);
    if (ifp.state === "dead") continue;
    ifp.state = "dead";
    addressEvent(RTM_DELADDR, ifp);
  }
  if (unregister) {
    for (const entry of [...(idev.anycasts ?? [])]) anycastLeave(idev, entry.address);
    mcastDestroy(idev);
  } else if (wasReady) mcastDown(idev);
  idev.updated = dev.net.machine.now();
  if (idev.raMtu !== 0) idev.raMtu = 0;
  if (!unregister) return;
  netconf6.notifyGone(dev);
  ndiscTable(dev.net.machine).releaseParms(dev);
  dev.in6Dev = null;
  dev.net.ipv6.mib.addAll(idev);
}

function mtuChanged(dev: NetDevice): void {
  if (dev.mtu < IPV6_MIN_MTU) {
    ifDown(dev, (dev.flags & IFF_LOOPBACK) === 0);
    return;
  }
  if (dev.in6Dev !== null) {
    routesMtuChange(dev.in6Dev, dev.mtu, dev.in6Dev.mtu6);
    dev.in6Dev.mtu6 = dev.mtu;
    return;
  }
  addDevice(dev)?.cameLater(dev.net.machine.now());
  if (dev.isUp) up(dev, "NETDEV_UP", 0);
}

/** Joins or leaves the groups of routers (`dev_forward_change`). */
export function joinAllRouters(idev: Inet6Device): void {
  for (const group of ALL_ROUTERS) joinGroup(idev, group);
}

/** The groups of all routers are left: the device forwards no longer. */
export function leaveAllRouters(idev: Inet6Device): void {
  for (const group of ALL_ROUTERS) leaveGroup(idev, group);
}

/** Tells neighbours all addresses (`ndisc_send_unsol_na`). */
function announceAll(dev: NetDevice): void {
  const idev = dev.in6Dev;
  if (idev === null) return;
  for (const ifp of idev.addresses) {
    if ((ifp.flags & (IFA_F_TENTATIVE | IFA_F_OPTIMISTIC)) === IFA_F_TENTATIVE) continue;
    const router = idev.cnf.forwarding !== 0;
    sendNeighbourAdvertisement(dev, IN6ADDR_LINKLOCAL_ALLNODES, ifp.address, router, false, true, true);
  }
}

/** `addrconf_notify` */
export function addrconfNotify(event: NetdevEvent, dev: NetDevice, info?: NetdevEventInfo): number {
  switch (event) {
    case "NETDEV_REGISTER":
      dev.net.ipv6.rules?.attach(dev);
      if (dev.in6Dev === null) addDevice(dev);
      break;
    case "NETDEV_CHANGENAME":
      dev.net.ipv6.rules?.detach(dev);
      dev.net.ipv6.rules?.attach(dev);
      if (dev.in6Dev === null) break;
      netconf6.notifyRenamed(dev);
      return hasSettingsName(dev.name) ? 0 : -EINVAL;
    case "NETDEV_CHANGEMTU":
      mtuChanged(dev);
      break;
    case "NETDEV_UP":
    case "NETDEV_CHANGE":
      up(dev, event, info?.flagsChanged ?? 0);
      break;
    case "NETDEV_DOWN":
      ifDown(dev, false);
      break;
    case "NETDEV_UNREGISTER":
      dev.net.ipv6.rules?.detach(dev);
      ifDown(dev, true);
      break;
    default:
  }
  return 0;
}

/** `ndisc_netdev_event`: runs after {@link addrconfNotify}. */
export function ndiscNotify(event: NetdevEvent, dev: NetDevice, info?: NetdevEventInfo): number {
  const idev = dev.in6Dev;
  if (idev === null) return 0;
  const table = ndiscTable(dev.net.machine);
  const announce = idev.cnf.ndiscNotify !== 0 || dev.net.ipv6.all.ndiscNotify !== 0;
  if (event === "NETDEV_CHANGEADDR" || event === "NETDEV_UP") {
    if (event === "NETDEV_CHANGEADDR") {
      table.flushDevice(dev);
      runGc(dev.net);
    }
    if (announce) announceAll(dev);
  } else if (event === "NETDEV_CHANGE") {
    if (((info?.flagsChanged ?? 0) & IFF_NOARP) !== 0) table.flushDevice(dev);
    const evict = idev.cnf.ndiscEvictNocarrier !== 0 && dev.net.ipv6.all.ndiscEvictNocarrier !== 0;
    if (evict && !dev.carrier) table.carrierDown(dev);
  } else if (event === "NETDEV_DOWN") {
    table.deviceDown(dev);
    runGc(dev.net);
  } else if (event === "NETDEV_NOTIFY_PEERS") announceAll(dev);
  return 0;
}
