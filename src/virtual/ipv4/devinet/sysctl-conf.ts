/**
 * net/ipv4/conf/{all,default,DEVICE} and net/ipv4/neigh/{default,DEVICE}.
 *
 * Source: `net/ipv4/devinet.c` (`devinet_conf_proc`, `devinet_sysctl_forward`), `net/core/neighbour.c` (`neigh_sysctl_template`).
 */
import {
  NETCONFA_FORWARDING,
  NETCONFA_IFINDEX_ALL,
  NETCONFA_IFINDEX_DEFAULT,
  NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN,
  NETCONFA_PROXY_NEIGH,
  NETCONFA_RP_FILTER,
} from "../../../netlink/netconf.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import { integerSysctl, type SysctlEntry } from "../../core/sysctl/sysctl.ts";
import { flushRouteCache } from "../fib/fib-lookup.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import type { DevconfName, Ipv4Devconf } from "./devconf.ts";
import { netconf4 } from "./netconf.ts";

/** File names and the switches behind them. Nothing in Linux reads bootp_relay and tag, and those of IPsec act on its policies alone. */
const FILES: Readonly<Record<string, DevconfName>> = {
  accept_local: "acceptLocal",
  accept_redirects: "acceptRedirects",
  accept_source_route: "acceptSourceRoute",
  arp_accept: "arpAccept",
  arp_announce: "arpAnnounce",
  arp_evict_nocarrier: "arpEvictNocarrier",
  arp_filter: "arpFilter",
  arp_ignore: "arpIgnore",
  arp_notify: "arpNotify",
  bc_forwarding: "bcForwarding",
  bootp_relay: "bootpRelay",
  disable_policy: "disablePolicy",
  disable_xfrm: "disableXfrm",
  drop_gratuitous_arp: "dropGratuitousArp",
  drop_unicast_in_l2_multicast: "dropUnicastInL2Multicast",
  force_igmp_version: "forceIgmpVersion",
  forwarding: "forwarding",
  igmpv2_unsolicited_report_interval: "igmpv2UnsolicitedReportInterval",
  igmpv3_unsolicited_report_interval: "igmpv3UnsolicitedReportInterval",
  ignore_routes_with_linkdown: "ignoreRoutesWithLinkdown",
  log_martians: "logMartians",
  medium_id: "mediumId",
  promote_secondaries: "promoteSecondaries",
  proxy_arp: "proxyArp",
  proxy_arp_pvlan: "proxyArpPvlan",
  route_localnet: "routeLocalnet",
  rp_filter: "rpFilter",
  secure_redirects: "secureRedirects",
  send_redirects: "sendRedirects",
  shared_media: "sharedMedia",
  src_valid_mark: "srcValidMark",
  tag: "tag",
};

/** Switches whose changes routing daemons hear of. */
const NOTIFIED: Partial<Record<DevconfName, number>> = {
  forwarding: NETCONFA_FORWARDING,
  ignoreRoutesWithLinkdown: NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN,
  proxyArp: NETCONFA_PROXY_NEIGH,
  rpFilter: NETCONFA_RP_FILTER,
};

/** Switches whose default reaches only devices to come (`DEVINET_SYSCTL_FLUSHING_ENTRY`). */
const FLUSHING: ReadonlySet<DevconfName> = new Set([
  "disablePolicy",
  "disableXfrm",
  "dropUnicastInL2Multicast",
  "promoteSecondaries",
  "routeLocalnet",
]);

function confOf(net: NetIpv4, key: string): Ipv4Devconf | undefined {
  if (key === "all") return net.devconfAll;
  if (key === "default") return net.devconfDefault;
  return net.net.devByName(key)?.inDev?.conf;
}

function ifindexOf(net: NetIpv4, key: string): number {
  if (key === "all") return NETCONFA_IFINDEX_ALL;
  return key === "default" ? NETCONFA_IFINDEX_DEFAULT : (net.net.devByName(key)?.ifindex ?? 0);
}

/** Sets one switch where the directory says; a default reaches devices that have no value of their own. */
function setConf(net: NetIpv4, key: string, name: DevconfName, value: number): void {
  const before = confOf(net, key)?.[name];
  applyConf(net, key, name, value);
  const attribute = NOTIFIED[name];
  if (attribute !== undefined && before !== value) netconf4.notify(net.net, ifindexOf(net, key), attribute);
}

/** As a program's ioctl sets it, of which nobody hears (`IN_DEV_CONF_SET`). */
export function setConfQuietly(net: NetIpv4, key: string, name: DevconfName, value: number): void {
  setOwn(net, key, name);
  applyConf(net, key, name, value);
}

/** Whether decisions from before are not valid any more (`devinet_conf_proc`, `ipv4_doint_and_flush`, `devinet_sysctl_forward`). */
function flushes(key: string, name: DevconfName, before: number | undefined, value: number): boolean {
  if (before === value) return false;
  if (name === "acceptLocal") return value === 0;
  if (name === "forwarding") return key !== "default";
  return FLUSHING.has(name) || name === "bcForwarding";
}

function applyConf(net: NetIpv4, key: string, name: DevconfName, value: number): void {
  const before = confOf(net, key)?.[name];
  if (key === "all") net.devconfAll = { ...net.devconfAll, [name]: value };
  else if (key === "default" && name === "forwarding") setDefaultForwarding(net, value);
  else if (key === "default") setDefault(net, name, value);
  else {
    const inDev = net.net.devByName(key)?.inDev;
    if (!inDev) return;
    inDev.conf = { ...inDev.conf, [name]: value };
  }
  net.confGenid++;
  if (flushes(key, name, before, value)) flushRouteCache(net);
}

function setDefault(net: NetIpv4, name: DevconfName, value: number): void {
  const before = net.devconfDefault;
  const after = { ...before, [name]: value };
  net.devconfDefault = after;
  if (FLUSHING.has(name)) return;
  for (const dev of net.net.devices.values()) {
    const inDev = dev.inDev;
    if (inDev === null || inDev.confDetached || inDev.ownConf?.has(name)) continue;
    if (inDev.conf === before) inDev.conf = after;
    else inDev.conf = { ...inDev.conf, [name]: value };
  }
}

/** Only devices to come have it (`devinet_sysctl_forward`). */
function setDefaultForwarding(net: NetIpv4, value: number): void {
  const before = net.devconfDefault;
  net.devconfDefault = { ...before, forwarding: value };
}

/** `inet_forward_change`: ip_forward sets all switches at once. */
export function setForwarding(net: NetIpv4, value: number): void {
  if (net.devconfAll.forwarding === value) return;
  net.devconfAll = { ...net.devconfAll, forwarding: value, acceptRedirects: value === 0 ? 1 : 0 };
  net.devconfDefault = { ...net.devconfDefault, forwarding: value };
  netconf4.notify(net.net, NETCONFA_IFINDEX_ALL, NETCONFA_FORWARDING);
  netconf4.notify(net.net, NETCONFA_IFINDEX_DEFAULT, NETCONFA_FORWARDING);
  for (const dev of net.net.devices.values()) {
    if (dev.inDev === null) continue;
    dev.inDev.conf = { ...dev.inDev.conf, forwarding: value };
    netconf4.notify(net.net, dev.ifindex, NETCONFA_FORWARDING);
  }
  flushRouteCache(net);
}

/** From now on the switch does not follow "default", nor do those of devices made after "default" itself was written. */
function setOwn(net: NetIpv4, key: string, name: DevconfName): void {
  if (FLUSHING.has(name) || name === "forwarding") return;
  if (key === "default") net.devconfDefaultOwn = new Set(net.devconfDefaultOwn).add(name);
  const inDev = net.net.devByName(key)?.inDev;
  if (inDev) inDev.ownConf = new Set(inDev.ownConf).add(name);
}

function confEntry(name: DevconfName): SysctlEntry {
  const entry = integerSysctl(
    (net, key) => confOf(net.ipv4, key)?.[name] ?? 0,
    (net, key, value) => {
      if (name === "forwarding" && key === "all") setForwarding(net.ipv4, value);
      else setConf(net.ipv4, key, name, value);
      return 0;
    },
  );
  return {
    ...entry,
    write(net, key, text) {
      // whether the value is good or not (`devinet_conf_proc`)
      setOwn(net.ipv4, key, name);
      return entry.write?.(net, key, text) ?? 0;
    },
  };
}

function confKeys(net: Net): string[] {
  return ["all", "default", ...devicesWith(net, (dev) => dev.inDev !== null)];
}

function devicesWith(net: Net, has: (dev: NetDevice) => boolean): string[] {
  return net
    .devicesByIndex()
    .filter(has)
    .map((dev) => dev.name);
}

/** Registers the switches with a machine. */
export function registerConfSysctls(machine: Machine): void {
  const entries: Record<string, SysctlEntry> = {};
  for (const [file, name] of Object.entries(FILES)) entries[file] = confEntry(name);
  // set by a multicast routing daemon's socket only
  entries["mc_forwarding"] = integerSysctl(() => 0);
  machine.sysctls.registerKeyed("net/ipv4/conf", confKeys, entries);
}
