/**
 * Settings of a device, and those that new devices get: `struct ipv6_devconf`.
 *
 * A device has an object of its own only for what differs from the namespace's default, so that thousands of devices cost nothing:
 * {@link Ipv6Devconf} inherits from the default's object at the time when the device was made.
 *
 * Source: `include/linux/ipv6.h`, `net/ipv6/addrconf.c` (`ipv6_devconf_dflt`, `addrconf_sysctl`).
 */

/** `DEVCONF_*`: the order of `IFLA_INET6_CONF`. An empty name is a setting that this kernel does not have: it reads as 0. */
export const DEVCONF_ORDER = [
  "forwarding",
  "hopLimit",
  "mtu6",
  "acceptRa",
  "acceptRedirects",
  "autoconf",
  "dadTransmits",
  "routerSolicitations",
  "routerSolicitationInterval",
  "routerSolicitationDelay",
  "useTempaddr",
  "tempValidLft",
  "tempPreferedLft",
  "regenMaxRetry",
  "maxDesyncFactor",
  "maxAddresses",
  "forceMldVersion",
  "acceptRaDefrtr",
  "acceptRaPinfo",
  "acceptRaRtrPref",
  "routerProbeInterval",
  "acceptRaRtInfoMaxPlen",
  "proxyNdp",
  "optimisticDad",
  "acceptSourceRoute",
  "mcForwarding",
  "disableIpv6",
  "acceptDad",
  "forceTllao",
  "ndiscNotify",
  "mldv1UnsolicitedReportInterval",
  "mldv2UnsolicitedReportInterval",
  "suppressFragNdisc",
  "acceptRaFromLocal",
  "useOptimistic",
  "acceptRaMtu",
  "stableSecret",
  "useOifAddrsOnly",
  "acceptRaMinHopLimit",
  "ignoreRoutesWithLinkdown",
  "dropUnicastInL2Multicast",
  "dropUnsolicitedNa",
  "keepAddrOnDown",
  "routerSolicitationMaxInterval",
  "seg6Enabled",
  "seg6RequireHmac",
  "enhancedDad",
  "addrGenMode",
  "disablePolicy",
  "acceptRaRtInfoMinPlen",
  "ndiscTclass",
  "rplSegEnabled",
  "raDefrtrMetric",
  "ioam6Enabled",
  "ioam6Id",
  "ioam6IdWide",
  "ndiscEvictNocarrier",
  "acceptUntrackedNa",
  "acceptRaMinLft",
  "forceForwarding",
] as const;

/** Settings; times are in the unit of their sysctl. */
export class Ipv6Devconf {
  forwarding = 0;
  hopLimit = 64;
  mtu6 = 1280;
  acceptRa = 1;
  acceptRedirects = 1;
  autoconf = 1;
  dadTransmits = 1;
  routerSolicitations = -1;
  /** s */
  routerSolicitationInterval = 4;
  routerSolicitationMaxInterval = 3600;
  routerSolicitationDelay = 1;
  forceMldVersion = 0;
  /** ms */
  mldv1UnsolicitedReportInterval = 10000;
  mldv2UnsolicitedReportInterval = 1000;
  useTempaddr = 0;
  /** s */
  tempValidLft = 604800;
  tempPreferedLft = 86400;
  regenMinAdvance = 2;
  regenMaxRetry = 3;
  /** s */
  maxDesyncFactor = 600;
  /** s */
  routerProbeInterval = 60;
  acceptRaRtInfoMinPlen = 0;
  acceptRaRtInfoMaxPlen = 0;
  raHonorPioLife = 0;
  raHonorPioPflag = 0;
  maxAddresses = 16;
  acceptRaDefrtr = 1;
  raDefrtrMetric = 1024;
  acceptRaPinfo = 1;
  acceptRaMinHopLimit = 1;
  acceptRaMinLft = 0;
  acceptRaRtrPref = 1;
  acceptRaMtu = 1;
  acceptRaFromLocal = 0;
  proxyNdp = 0;
  acceptSourceRoute = 0;
  disablePolicy = 0;
  disableIpv6 = 0;
  acceptDad = 0;
  forceTllao = 0;
  ndiscNotify = 0;
  suppressFragNdisc = 1;
  optimisticDad = 0;
  useOptimistic = 0;
  useOifAddrsOnly = 0;
  ignoreRoutesWithLinkdown = 0;
  dropUnicastInL2Multicast = 0;
  dropUnsolicitedNa = 0;
  acceptUntrackedNa = 0;
  keepAddrOnDown = 0;
  enhancedDad = 1;
  addrGenMode = 0;
  ndiscTclass = 0;
  ndiscEvictNocarrier = 1;
  forceForwarding = 0;
  /** The secret of stable-privacy addresses; null until set. */
  stableSecret: Uint8Array | null = null;

  /** A device's settings, which start as these are. */
  clone(): Ipv6Devconf {
    return Object.assign(new Ipv6Devconf(), this);
  }
}

/** Settings that only read as their default: what they control is not in this kernel, and there is no sysctl for them. */
const FIXED: Readonly<Record<string, number>> = {
  ioam6Id: 0xffff,
  ioam6IdWide: -1,
};

/** Settings in seconds that `IFLA_INET6_CONF` shows in milliseconds (`jiffies_to_msecs`). */
const SECONDS = new Set([
  "routerSolicitationInterval",
  "routerSolicitationDelay",
  "routerSolicitationMaxInterval",
  "routerProbeInterval",
]);

/** The value of the `index`th word of `IFLA_INET6_CONF` (`ipv6_store_devconf`). */
export function devconfWord(conf: Ipv6Devconf, index: number): number {
  const name = DEVCONF_ORDER[index];
  if (name === undefined || name === "stableSecret") return 0;
  const value = name in conf ? (conf as unknown as Record<string, number>)[name] : (FIXED[name] ?? 0);
  return SECONDS.has(name) ? value * 1000 : value;
}
