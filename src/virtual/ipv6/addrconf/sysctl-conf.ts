/**
 * /proc/sys/net/ipv6/conf: settings of devices, of all of them, and of new ones.
 *
 * Source: `net/ipv6/addrconf.c` (`addrconf_sysctl`).
 */
import { EINVAL, EIO } from "../../../errno.ts";
import { IN6_ADDR_GEN_MODE_STABLE_PRIVACY } from "../../../netlink/link-attributes.ts";
import {
  NETCONFA_FORCE_FORWARDING,
  NETCONFA_FORWARDING,
  NETCONFA_IFINDEX_ALL,
  NETCONFA_IFINDEX_DEFAULT,
  NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN,
  NETCONFA_PROXY_NEIGH,
} from "../../../netlink/netconf.ts";
import { parseIpv6 } from "../../../packet/address.ts";
import { IFF_LOOPBACK, IFF_MULTICAST, type NetDevice } from "../../core/dev/netdevice.ts";
import type { Net } from "../../core/net.ts";
import { integerSysctl, type SysctlEntry, type SysctlTable } from "../../core/sysctl/sysctl.ts";
import { millisecondsSysctl, SECONDS_MAX } from "../../core/sysctl/sysctl-jiffies.ts";
import { RTF_ADDRCONF, RTF_DEFAULT } from "../route/fib6-info.ts";
import { fib6Delete, KERNEL_ORIGIN } from "../route/ip6-fib-update.ts";
import { joinSubnetRouter, leaveSubnetRouter } from "./addrconf.ts";
import {
  addrconfNotify,
  ifDown,
  initAutoAddresses,
  joinAllRouters,
  leaveAllRouters,
} from "./addrconf-notify.ts";
import type { Ipv6Devconf } from "./devconf.ts";
import type { Inet6Device } from "./inet6-device.ts";
import { netconf6 } from "./netconf.ts";

type NumberField = {
  [K in keyof Ipv6Devconf]: Ipv6Devconf[K] extends number ? K : never;
}[keyof Ipv6Devconf];

/** The settings that a directory under `conf/` shows, read-only. */
function confAt(net: Net, key: string): Ipv6Devconf {
  if (key === "all") return net.ipv6.all;
  if (key === "default") return net.ipv6.default;
  return net.devByName(key)?.in6Dev?.cnf ?? net.ipv6.default;
}

function writableAt(net: Net, key: string): Ipv6Devconf | undefined {
  if (key === "all") return net.ipv6.writableAll();
  if (key === "default") return net.ipv6.writableDefault();
  return net.devByName(key)?.in6Dev?.writableConf();
}

function ifindexAt(net: Net, key: string): number {
  if (key === "all") return NETCONFA_IFINDEX_ALL;
  return key === "default" ? NETCONFA_IFINDEX_DEFAULT : (net.devByName(key)?.ifindex ?? 0);
}

/** In the order in which they came to be. */
export function devicesOf(net: Net): Inet6Device[] {
  return [...net.devices.values()].flatMap((dev) => (dev.in6Dev === null ? [] : [dev.in6Dev]));
}

/** A setting that only has to be stored. */
function plain(field: NumberField, min = -2147483648, max = 2147483647, netconf = 0): SysctlEntry {
  return integerSysctl(
    (net, key) => confAt(net, key)[field],
    (net, key, value) => {
      const conf = writableAt(net, key);
      if (conf === undefined) return -EINVAL;
      const changed = conf[field] !== value;
      conf[field] = value;
      if (changed && netconf !== 0) netconf6.notify(net, ifindexAt(net, key), netconf);
      return 0;
    },
    min,
    max,
  );
}

/** A time in seconds. */
function seconds(field: NumberField): SysctlEntry {
  return plain(field, -SECONDS_MAX, SECONDS_MAX);
}

/** A time in milliseconds. */
function milliseconds(field: NumberField): SysctlEntry {
  return millisecondsSysctl(
    (net, key) => confAt(net, key)[field],
    (net, key, ms) => {
      const conf = writableAt(net, key);
      if (conf !== undefined) conf[field] = ms;
    },
  );
}

/** `dev_forward_change` */
function deviceForwarding(idev: Inet6Device, on: boolean): void {
  const { dev } = idev;
  if ((dev.flags & IFF_MULTICAST) !== 0 && (dev.flags & IFF_LOOPBACK) === 0) {
    if (on) joinAllRouters(idev);
    else leaveAllRouters(idev);
  }
  for (const ifp of idev.addresses) {
    if ((ifp.flags & 0x40) !== 0) continue;
    if (on) joinSubnetRouter(ifp);
    else leaveSubnetRouter(ifp);
  }
  netconf6.notify(dev.net, dev.ifindex, NETCONFA_FORWARDING);
}

/** Sets a device's switch. @returns whether that turned it on or off */
function setSwitch(idev: Inet6Device, field: NumberField, value: number): boolean {
  const turned = (idev.cnf[field] !== 0) !== (value !== 0);
  idev.writableConf()[field] = value;
  return turned;
}

/**
 * Sets a switch where `all` stands for the default and every device; who is told, and in this order: of the default, of each
 * device by `turned`, of all.
 */
function setEverywhere(
  net: Net,
  key: string,
  field: NumberField,
  value: number,
  type: number,
  turned: (idev: Inet6Device) => void,
): number {
  const differs = (old: number): boolean => (old !== 0) !== (value !== 0);
  if (key !== "default" && key !== "all") {
    const idev = net.devByName(key)?.in6Dev;
    if (!idev) return -EINVAL;
    if (setSwitch(idev, field, value)) turned(idev);
    return 0;
  }
  const { all, default: usual } = net.ipv6;
  const [oldAll, oldDefault] = [all[field], usual[field]];
  if (key === "all") net.ipv6.writableAll()[field] = value;
  net.ipv6.writableDefault()[field] = value;
  if (differs(oldDefault) && (key === "default" || type === NETCONFA_FORWARDING))
    netconf6.notify(net, NETCONFA_IFINDEX_DEFAULT, type);
  if (key === "default") return 0;
  for (const idev of devicesOf(net)) if (setSwitch(idev, field, value)) turned(idev);
  if (differs(oldAll)) netconf6.notify(net, NETCONFA_IFINDEX_ALL, type);
  return 0;
}

/** `addrconf_fixup_linkdown` */
function setIgnoreLinkdown(net: Net, key: string, value: number): number {
  const type = NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN;
  return setEverywhere(net, key, "ignoreRoutesWithLinkdown", value, type, (idev) =>
    netconf6.notify(net, idev.dev.ifindex, type),
  );
}

/** `addrconf_fixup_forwarding` */
function setForwarding(net: Net, key: string, value: number): number {
  const error = setEverywhere(net, key, "forwarding", value, NETCONFA_FORWARDING, (idev) =>
    deviceForwarding(idev, value !== 0),
  );
  if (error !== 0 || key === "default") return error;
  if (value !== 0) purgeDefaultRouters(net);
  return 0;
}

/** A router does not follow other routers' advertisements (`rt6_purge_dflt_routers`). */
function purgeDefaultRouters(net: Net): void {
  for (const idev of devicesOf(net)) {
    if (idev.cnf.acceptRa === 2) continue;
    for (const route of [...idev.routes])
      if ((route.flags & (RTF_DEFAULT | RTF_ADDRCONF)) === (RTF_DEFAULT | RTF_ADDRCONF))
        fib6Delete(net, route, KERNEL_ORIGIN);
  }
}

/** `addrconf_disable_ipv6` */
function setDisable(net: Net, key: string, value: number): number {
  const apply = (dev: NetDevice): void => {
    const idev = dev.in6Dev;
    if (idev === null || idev.cnf.disableIpv6 === value) return;
    const changed = (idev.cnf.disableIpv6 !== 0) !== (value !== 0);
    idev.writableConf().disableIpv6 = value;
    if (!changed) return;
    if (value !== 0) ifDown(dev, false);
    else if (dev.isUp) addrconfNotify("NETDEV_UP", dev);
  };
  if (key === "default") net.ipv6.writableDefault().disableIpv6 = value;
  else if (key === "all") {
    net.ipv6.writableAll().disableIpv6 = value;
    net.ipv6.writableDefault().disableIpv6 = value;
    for (const dev of [...net.devices.values()]) apply(dev);
  } else {
    const dev = net.devByName(key);
    if (dev !== undefined) apply(dev);
  }
  return 0;
}

/** `addrconf_sysctl_addr_gen_mode` */
function setAddressMode(net: Net, key: string, value: number): number {
  const apply = (idev: Inet6Device): void => {
    if (idev.cnf.addrGenMode === value) return;
    idev.writableConf().addrGenMode = value;
    initAutoAddresses(idev.dev);
  };
  const needsSecret = value === 2 && net.ipv6.default.stableSecret === null;
  if (key === "default") net.ipv6.writableDefault().addrGenMode = value;
  else if (key === "all") {
    net.ipv6.writableAll().addrGenMode = value;
    net.ipv6.writableDefault().addrGenMode = value;
    devicesOf(net).forEach(apply);
  } else {
    const idev = net.devByName(key)?.in6Dev;
    if (!idev) return -EINVAL;
    if (needsSecret && idev.cnf.stableSecret === null) return -EINVAL;
    apply(idev);
  }
  return 0;
}

const MTU: SysctlEntry = integerSysctl(
  (net, key) => net.devByName(key)?.in6Dev?.mtu6 ?? confAt(net, key).mtu6,
  (net, key, value) => {
    const dev = net.devByName(key);
    if (value < 1280 || (dev !== undefined && value > dev.mtu)) return -EINVAL;
    if (dev?.in6Dev) dev.in6Dev.mtu6 = value;
    else {
      const conf = writableAt(net, key);
      if (conf !== undefined) conf.mtu6 = value;
    }
    return 0;
  },
);

/** `%pI6`: eight groups of four digits. */
function formatSecret(secret: Uint8Array): string {
  const hex = Array.from(secret, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return (hex.match(/..../g) ?? []).join(":");
}

/** `addrconf_sysctl_stable_secret` */
const STABLE_SECRET: SysctlEntry = {
  mode: 0o600,
  read(net, key) {
    const { stableSecret } = confAt(net, key);
    return stableSecret === null ? -EIO : formatSecret(stableSecret);
  },
  write(net, key, text) {
    const secret = parseIpv6(text)?.toBytes();
    if (key === "all" || secret === undefined) return -EIO;
    const conf = writableAt(net, key);
    if (conf === undefined) return -EINVAL;
    conf.stableSecret = secret;
    conf.addrGenMode = IN6_ADDR_GEN_MODE_STABLE_PRIVACY;
    if (key === "default")
      for (const idev of devicesOf(net)) idev.writableConf().addrGenMode = IN6_ADDR_GEN_MODE_STABLE_PRIVACY;
    return 0;
  },
};

/** `addrconf_sysctl_force_forwarding`: that of all reaches every device, that of new ones only those. */
const FORCE_FORWARDING: SysctlEntry = integerSysctl(
  (net, key) => confAt(net, key).forceForwarding,
  (net, key, value) => {
    const conf = writableAt(net, key);
    if (conf === undefined) return -EINVAL;
    if (conf.forceForwarding === value) return 0;
    conf.forceForwarding = value;
    netconf6.notify(net, ifindexAt(net, key), NETCONFA_FORCE_FORWARDING);
    if (key !== "all") return 0;
    for (const idev of devicesOf(net))
      if (setSwitch(idev, "forceForwarding", value))
        netconf6.notify(net, idev.dev.ifindex, NETCONFA_FORCE_FORWARDING);
    return 0;
  },
  0,
  1,
);

/** The files of each of those directories. */
export const CONF: SysctlTable = {
  forwarding: integerSysctl((net, key) => confAt(net, key).forwarding, setForwarding),
  hop_limit: plain("hopLimit", 1, 255),
  mtu: MTU,
  accept_ra: plain("acceptRa"),
  accept_redirects: plain("acceptRedirects"),
  // of effect on routing headers of mobility alone, which are always refused
  accept_source_route: plain("acceptSourceRoute"),
  autoconf: plain("autoconf"),
  dad_transmits: plain("dadTransmits"),
  router_solicitations: plain("routerSolicitations", -1),
  router_solicitation_interval: seconds("routerSolicitationInterval"),
  router_solicitation_max_interval: seconds("routerSolicitationMaxInterval"),
  router_solicitation_delay: seconds("routerSolicitationDelay"),
  force_mld_version: plain("forceMldVersion"),
  mldv1_unsolicited_report_interval: milliseconds("mldv1UnsolicitedReportInterval"),
  mldv2_unsolicited_report_interval: milliseconds("mldv2UnsolicitedReportInterval"),
  max_addresses: plain("maxAddresses"),
  // set by a multicast routing daemon's socket only
  mc_forwarding: integerSysctl(() => 0),
  accept_ra_defrtr: plain("acceptRaDefrtr"),
  ra_defrtr_metric: plain("raDefrtrMetric", 1, 0xffffffff),
  accept_ra_pinfo: plain("acceptRaPinfo"),
  accept_ra_min_hop_limit: plain("acceptRaMinHopLimit"),
  accept_ra_min_lft: plain("acceptRaMinLft"),
  accept_ra_rtr_pref: plain("acceptRaRtrPref"),
  router_probe_interval: seconds("routerProbeInterval"),
  accept_ra_rt_info_min_plen: plain("acceptRaRtInfoMinPlen"),
  accept_ra_rt_info_max_plen: plain("acceptRaRtInfoMaxPlen"),
  ra_honor_pio_life: plain("raHonorPioLife", 0, 1),
  ra_honor_pio_pflag: plain("raHonorPioPflag", 0, 1),
  use_tempaddr: plain("useTempaddr"),
  temp_valid_lft: plain("tempValidLft"),
  temp_prefered_lft: plain("tempPreferedLft"),
  regen_min_advance: plain("regenMinAdvance"),
  regen_max_retry: plain("regenMaxRetry"),
  max_desync_factor: plain("maxDesyncFactor"),
  stable_secret: STABLE_SECRET,
  accept_ra_mtu: plain("acceptRaMtu"),
  accept_ra_from_local: plain("acceptRaFromLocal"),
  proxy_ndp: plain("proxyNdp", undefined, undefined, NETCONFA_PROXY_NEIGH),
  optimistic_dad: plain("optimisticDad"),
  use_optimistic: plain("useOptimistic"),
  // of effect on policies of IPsec alone
  disable_policy: plain("disablePolicy"),
  disable_ipv6: integerSysctl((net, key) => confAt(net, key).disableIpv6, setDisable),
  accept_dad: plain("acceptDad"),
  force_tllao: plain("forceTllao"),
  ndisc_notify: plain("ndiscNotify"),
  suppress_frag_ndisc: plain("suppressFragNdisc"),
  use_oif_addrs_only: plain("useOifAddrsOnly"),
  ignore_routes_with_linkdown: integerSysctl(
    (net, key) => confAt(net, key).ignoreRoutesWithLinkdown,
    setIgnoreLinkdown,
  ),
  drop_unicast_in_l2_multicast: plain("dropUnicastInL2Multicast"),
  drop_unsolicited_na: plain("dropUnsolicitedNa"),
  accept_untracked_na: plain("acceptUntrackedNa", 0, 2),
  keep_addr_on_down: plain("keepAddrOnDown"),
  enhanced_dad: plain("enhancedDad"),
  addr_gen_mode: integerSysctl((net, key) => confAt(net, key).addrGenMode, setAddressMode, 0, 3),
  ndisc_tclass: plain("ndiscTclass", 0, 255),
  ndisc_evict_nocarrier: plain("ndiscEvictNocarrier", 0, 1),
  force_forwarding: FORCE_FORWARDING,
};
