/**
 * The per-device switches of IPv4: net/ipv4/conf/{all,default,DEVICE}.
 *
 * A configuration object is never changed, only replaced, so that devices share their namespace's defaults until they differ.
 *
 * Source: `include/linux/inetdevice.h` (`IN_DEV_*`), `net/ipv4/devinet.c` (`ipv4_devconf`, `devinet_conf_proc`).
 */

/** Values as in /proc, with Linux's names in camel case. */
export interface Ipv4Devconf {
  readonly acceptLocal: number;
  readonly acceptRedirects: number;
  readonly acceptSourceRoute: number;
  readonly arpAccept: number;
  readonly arpAnnounce: number;
  readonly arpEvictNocarrier: number;
  readonly arpFilter: number;
  readonly arpIgnore: number;
  readonly arpNotify: number;
  readonly bcForwarding: number;
  readonly bootpRelay: number;
  readonly disablePolicy: number;
  readonly disableXfrm: number;
  readonly dropGratuitousArp: number;
  readonly dropUnicastInL2Multicast: number;
  readonly forceIgmpVersion: number;
  readonly forwarding: number;
  readonly igmpv2UnsolicitedReportInterval: number;
  readonly igmpv3UnsolicitedReportInterval: number;
  readonly ignoreRoutesWithLinkdown: number;
  readonly logMartians: number;
  readonly mediumId: number;
  readonly promoteSecondaries: number;
  readonly proxyArp: number;
  readonly proxyArpPvlan: number;
  readonly routeLocalnet: number;
  readonly rpFilter: number;
  readonly secureRedirects: number;
  readonly sendRedirects: number;
  readonly sharedMedia: number;
  readonly srcValidMark: number;
  readonly tag: number;
}

/** A switch by its name in the object. */
export type DevconfName = keyof Ipv4Devconf;

/** `ipv4_devconf`: "all" of a new machine. */
export const DEVCONF_ALL: Ipv4Devconf = {
  acceptLocal: 0,
  acceptRedirects: 1,
  acceptSourceRoute: 0,
  arpAccept: 0,
  arpAnnounce: 0,
  arpEvictNocarrier: 1,
  arpFilter: 0,
  arpIgnore: 0,
  arpNotify: 0,
  bcForwarding: 0,
  bootpRelay: 0,
  disablePolicy: 0,
  disableXfrm: 0,
  dropGratuitousArp: 0,
  dropUnicastInL2Multicast: 0,
  forceIgmpVersion: 0,
  forwarding: 0,
  igmpv2UnsolicitedReportInterval: 10000,
  igmpv3UnsolicitedReportInterval: 1000,
  ignoreRoutesWithLinkdown: 0,
  logMartians: 0,
  mediumId: 0,
  promoteSecondaries: 0,
  proxyArp: 0,
  proxyArpPvlan: 0,
  routeLocalnet: 0,
  rpFilter: 0,
  secureRedirects: 1,
  sendRedirects: 1,
  sharedMedia: 1,
  srcValidMark: 0,
  tag: 0,
};

/** `ipv4_devconf_dflt`: "default" of a new machine. */
export const DEVCONF_DEFAULT: Ipv4Devconf = { ...DEVCONF_ALL, acceptSourceRoute: 1 };

/** One object for each default. */
const loopbackConfs = new WeakMap<Ipv4Devconf, Ipv4Devconf>();

/** What a loopback device begins with: IPsec does not look at it (`inetdev_event`). */
export function loopbackConf(defaults: Ipv4Devconf): Ipv4Devconf {
  let conf = loopbackConfs.get(defaults);
  if (conf === undefined) {
    conf = { ...defaults, disableXfrm: 1, disablePolicy: 1 };
    loopbackConfs.set(defaults, conf);
  }
  return conf;
}
