/**
 * The IPv4 part of a device and its addresses: `struct in_device`, `struct in_ifaddr`.
 *
 * Source: `include/linux/inetdevice.h`.
 */

import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { NeighParms } from "../../core/neigh/neigh-parms.ts";
import type { FibNexthop } from "../fib/fib-info.ts";
import type { IgmpDevice } from "../igmp/igmp-device.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import type { DevconfName, Ipv4Devconf } from "./devconf.ts";

/** An address on a device. Addresses are unsigned 32-bit numbers in host order. */
export class InetIfaddr {
  inDev: InetDevice;
  /** This host's address; `address` is the peer's, or the same. */
  readonly local: number;
  readonly address: number;
  readonly prefixLength: number;
  broadcast: number;
  scope: number;
  /** `IFA_F_*` */
  flags: number;
  label: string;
  /** Metric of the connected route; 0: none given. */
  declare priority: number;
  /** `IFAPROT_*` */
  declare protocol: number;
  /** Seconds; `INFINITY_LIFE_TIME` when they do not end. */
  declare validLifetime: number;
  declare preferredLifetime: number;
  /** ns since boot */
  created = 0;
  /** When it was updated, if later than it was created. */
  declare private changed: number;
  /** Next address on the device. */
  next: InetIfaddr | null = null;
  /** Next one with the same address in the namespace. */
  declare nextSame: InetIfaddr | null;
  /** Next one whose routes are due, and whether its own are: `ROUTES_*` of fib-pending.ts. */
  nextPending: InetIfaddr | null = null;
  routes = 0;

  constructor(
    inDev: InetDevice,
    local: number,
    address: number,
    prefixLength: number,
    broadcast: number,
    scope: number,
    flags: number,
    label: string,
  ) {
    this.inDev = inDev;
    this.local = local;
    this.address = address;
    this.prefixLength = prefixLength;
    this.broadcast = broadcast;
    this.scope = scope;
    this.flags = flags;
    this.label = label;
  }

  get mask(): number {
    return this.prefixLength === 0 ? 0 : (0xffffffff << (32 - this.prefixLength)) >>> 0;
  }

  /** ns since boot */
  get updated(): number {
    return Math.max(this.created, this.changed);
  }
  set updated(value: number) {
    if (value > this.updated) this.changed = value;
  }

  /** `inet_ifa_match`: whether the address lies in this one's subnet. */
  contains(address: number): boolean {
    return ((address ^ this.address) & this.mask) === 0;
  }
}

/** What hardly one of them changes takes no memory in the others. */
Object.assign(InetIfaddr.prototype, {
  priority: 0,
  protocol: 0,
  changed: 0,
  nextSame: null,
  validLifetime: 0xffffffff,
  preferredLifetime: 0xffffffff,
});

/** Bits of {@link InetDevice.sourceRules} above rp_filter's value. */
export const RP_FILTER = 0xff;
export const SENDS_REDIRECTS = 0x100;
export const ACCEPTS_LOCAL = 0x200;

/** `struct in_device`: addresses, settings and groups of a device. */
export class InetDevice {
  declare readonly family: 2;
  readonly dev: NetDevice;
  readonly net: NetIpv4;
  /** The table's defaults until the device has its own (`NeighTable.ownParms`). */
  arpParms: NeighParms;
  /** Addresses, primary ones before secondary ones. */
  addresses: InetIfaddr | null = null;
  /** Replaced when it changes. */
  conf: Ipv4Devconf;
  /** Switches that were set for this device; null: none. */
  declare ownConf: ReadonlySet<DevconfName> | null;
  /** Defaults do not reach this device any more (`ipv4_devconf_setall`). */
  declare confDetached: boolean;
  declare dead: boolean;
  /** Next hops through this device, linked by {@link FibNexthop.nextOnDevice}. */
  nexthops: FibNexthop | null = null;
  /** Multicast memberships; null while there are none. */
  igmp: IgmpDevice | null = null;

  constructor(dev: NetDevice, net: NetIpv4, arpParms: NeighParms) {
    this.dev = dev;
    this.net = net;
    this.arpParms = arpParms;
    this.conf = net.devconfDefault;
    if (net.devconfDefaultOwn !== null) this.ownConf = net.devconfDefaultOwn;
  }

  /** `IN_DEV_ANDCONF` for switches that "all" and the device must both have. */
  both(name: DevconfName): boolean {
    return this.net.devconfAll[name] !== 0 && this.conf[name] !== 0;
  }

  /** `IN_DEV_ORCONF` */
  either(name: DevconfName): boolean {
    return this.net.devconfAll[name] !== 0 || this.conf[name] !== 0;
  }

  /** `IN_DEV_MAXCONF` */
  most(name: DevconfName): number {
    const all = this.net.devconfAll[name];
    const own = this.conf[name];
    return Math.max(all, own);
  }

  get forwarding(): boolean {
    return this.conf.forwarding !== 0;
  }

  /** `IN_DEV_RX_REDIRECTS` */
  get acceptsRedirects(): boolean {
    return this.forwarding ? this.both("acceptRedirects") : this.either("acceptRedirects");
  }

  /** `IN_DEV_TX_REDIRECTS` */
  get sendsRedirects(): boolean {
    return this.either("sendRedirects");
  }

  /** `IN_DEV_PROMOTE_SECONDARIES` */
  get promotesSecondaries(): boolean {
    return this.either("promoteSecondaries");
  }

  /** `IN_DEV_ROUTE_LOCALNET` */
  get routesLocalnet(): boolean {
    return this.either("routeLocalnet");
  }

  /** Generation of {@link sourceRules}: every change of a switch starts a new one. */
  private rulesGenid = 0;
  private rules = 0;

  /** What the check of source addresses asks on every packet: rp_filter, plus {@link SENDS_REDIRECTS}, {@link ACCEPTS_LOCAL}. */
  get sourceRules(): number {
    if (this.rulesGenid !== this.net.confGenid) {
      this.rulesGenid = this.net.confGenid;
      this.rules =
        this.rpFilter |
        (this.sendsRedirects ? SENDS_REDIRECTS : 0) |
        (this.either("acceptLocal") ? ACCEPTS_LOCAL : 0);
    }
    return this.rules;
  }

  /** `IN_DEV_RPFILTER` */
  get rpFilter(): number {
    return this.most("rpFilter");
  }
}

/** What hardly one of them changes takes no memory in the others. */
Object.assign(InetDevice.prototype, {
  family: 2,
  ownConf: null,
  confDetached: false,
  dead: false,
});
