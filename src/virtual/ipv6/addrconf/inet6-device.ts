/**
 * The IPv6 part of a device: `struct inet6_dev`, with its addresses (`struct inet6_ifaddr`).
 *
 * Source: `include/net/if_inet6.h`.
 */
import { IFAPROT_UNSPEC, INFINITY_LIFE_TIME } from "../../../netlink/addr.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { NeighParms } from "../../core/neigh/neigh-parms.ts";
import type { Neighbour } from "../../core/neigh/neighbour.ts";
import type { KernelTimer } from "../../core/timer.ts";
import {
  ALL_NODES_LOADED,
  listAllNodes,
  type MulticastGroup,
  type MulticastState,
} from "../mcast/mcast-group.ts";
import type { Fib6Info } from "../route/fib6-info.ts";
import { Snmp6 } from "../snmp6.ts";
import type { Anycast6 } from "./anycast.ts";
import type { Ipv6Devconf } from "./devconf.ts";

/** `idev->if_flags` */
export const IF_RA_OTHERCONF = 0x80;
export const IF_RA_MANAGED = 0x40;
export const IF_RA_RCVD = 0x20;
export const IF_RS_SENT = 0x10;
export const IF_READY = 0x80000000 | 0;

/** State of an address (`INET6_IFADDR_STATE_*`). */
export type AddressState = "predad" | "dad" | "postdad" | "errdad" | "dead";

/** An address of a device. */
export class Inet6Address {
  readonly idev: Inet6Device;
  readonly address: Ipv6Address;
  /** The other end of a point-to-point address; null: none. */
  declare peer: Ipv6Address | null;
  prefixLength: number;
  /** `RT_SCOPE_*` */
  readonly scope: number;
  /** `IFA_F_*` */
  flags: number;
  state: AddressState = "predad";
  /** Metric of its prefix route; 0: the default. */
  declare rtPriority: number;
  /** `IFAPROT_*` */
  protocol = IFAPROT_UNSPEC;
  /** Lifetimes in s, counted from {@link updated}. */
  declare validLifetime: number;
  declare preferredLifetime: number;
  /** ns since boot of the last change; {@link created} is another time only if there was a change. */
  private changed: number;
  declare private made: number;
  /** Solicitations still to be sent. */
  dadProbes = 0;
  /** Nonce of enhanced duplicate detection, six bytes in two numbers; -1: none. */
  declare nonceHigh: number;
  declare nonceLow: number;
  /** The public address beside which this temporary one was made; null: it is not temporary, or the other is gone. */
  declare publicAddress: Inet6Address | null;
  /** How often a temporary address was made in vain, or for a temporary one, whether it has a successor. */
  declare regenCount: number;
  /** Its identifier is the device's token. */
  declare tokenized: boolean;
  /** Collisions of stable-privacy addresses so far. */
  declare stablePrivacyRetry: number;
  /** Runs the next step of duplicate detection; null when there is none to run. */
  dadTimer: KernelTimer<Inet6Address> | null = null;
  /** The next in the namespace's table of addresses. */
  hashNext: Inet6Address | null = null;
  /** The local route to it; true: it is due. */
  private local: Fib6Info | true | null = null;

  constructor(
    idev: Inet6Device,
    address: Ipv6Address,
    prefixLength: number,
    scope: number,
    flags: number,
    now: number,
  ) {
    this.idev = idev;
    this.address = address;
    this.prefixLength = prefixLength;
    this.scope = scope;
    this.flags = flags;
    this.changed = now;
  }

  /** The local route to it; null: none. */
  get route(): Fib6Info | null {
    if (this.local === true) this.idev.dev.net.ipv6.settleRoutes();
    return this.local === true ? null : this.local;
  }

  set route(route: Fib6Info | null) {
    this.local = route;
  }

  /** The local route waits until somebody looks, unless it is there. @returns false if it has to be made now */
  deferRoute(defer: (ifp: Inet6Address) => boolean): boolean {
    if (this.local === true || (this.local !== null && this.local.node !== null)) return true;
    if (!defer(this)) return false;
    this.local = true;
    return true;
  }

  /** ns since boot */
  get created(): number {
    return this.made < 0 ? this.changed : this.made;
  }

  /** ns since boot */
  get updated(): number {
    return this.changed;
  }

  set updated(now: number) {
    if (this.made < 0) this.made = this.changed;
    this.changed = now;
  }
}

/** What hardly one of them changes takes no memory in the others. */
Object.assign(Inet6Address.prototype, {
  peer: null,
  made: -1,
  rtPriority: 0,
  validLifetime: INFINITY_LIFE_TIME,
  preferredLifetime: INFINITY_LIFE_TIME,
  nonceHigh: -1,
  nonceLow: 0,
  stablePrivacyRetry: 0,
  publicAddress: null,
  regenCount: 0,
  tokenized: false,
});

const NS_PER_TICK = 10_000_000;

/** Never written to: the first route makes a list of its own. */
const NO_ROUTES: Fib6Info[] = [];

/** Its counters are part of it; those of the namespace are the sum of its devices' and its own (`NetIpv6.mibTotal`). */
export class Inet6Device extends Snmp6 {
  readonly dev: NetDevice;
  cnf: Ipv6Devconf;
  /** The table's defaults until the device has its own (`NeighTable.ownParms`). */
  nd: NeighParms;
  /** By scope, wide to narrow, and newest first: the order in which they are shown. */
  addresses: Inet6Address[] = [];
  /** The newest of the groups that have objects. */
  firstGroup: MulticastGroup | null = null;
  /** `ALL_NODES_*` of mcast-group.ts */
  declare allNodes: number;
  declare anycasts: Anycast6[] | null;
  /** Timers and counters of multicast listening; null while it was never needed. */
  multicast: MulticastState | null = null;
  ifFlags = 0;
  declare dead: boolean;
  /** Router solicitations sent, and the interval to the next, jiffies. */
  rsProbes = 0;
  rsInterval = 0;
  rsTimer: KernelTimer<Inet6Device> | null = null;
  /** Interface identifier set by the user (`ip token`); null: none. */
  declare token: Ipv6Address | null;
  /** MTU that a router advertised; 0: none. */
  declare raMtu: number;
  /** By how much the preferred life of temporary addresses is shortened, s. */
  declare desyncFactor: number;
  /** When it was made, and when something last changed that `IFLA_INET6_CACHEINFO` tells, in hundredths of a second since boot. */
  private updatedTick: number;
  private createdTick: number;
  private routeList: Fib6Info[] = NO_ROUTES;
  /** Routes of this device itself that are still to be made: `DUE_*` of fib6-pending.ts. */
  routesDue = 0;
  /** IPv6's own MTU of the device (`cnf.mtu6`). */
  mtu6: number;
  /** Settings are this device's own object, not the namespace's default. */
  declare ownsConf: boolean;
  /** The neighbour used last, or several by a hash of the address: saves looking them up per packet. */
  recentNeighbours: Neighbour | (Neighbour | null)[] | null = null;

  constructor(dev: NetDevice, cnf: Ipv6Devconf, nd: NeighParms, now: number) {
    super();
    this.dev = dev;
    this.cnf = cnf;
    this.nd = nd;
    this.createdTick = Math.floor(now / NS_PER_TICK);
    this.updatedTick = this.createdTick;
    this.mtu6 = dev.mtu;
  }

  /** The settings to be written to: the device's own from now on. */
  writableConf(): Ipv6Devconf {
    if (!this.ownsConf) {
      this.cnf = this.cnf.clone();
      this.ownsConf = true;
    }
    return this.cnf;
  }

  /** All groups, the newest first. */
  get groups(): readonly MulticastGroup[] {
    listAllNodes(this);
    const groups: MulticastGroup[] = [];
    for (let group = this.firstGroup; group !== null; group = group.next) groups.push(group);
    return groups;
  }

  /** ns since boot, in whole hundredths of a second */
  get created(): number {
    return Math.floor(this.createdTick) * NS_PER_TICK;
  }

  /** What devices of one tick are ordered by: those to which IPv6 came later than their registration are behind the others. */
  get order(): number {
    return this.createdTick;
  }

  /** IPv6 came to the device when its MTU grew. @param now ns since boot, of the same tick */
  cameLater(now: number): void {
    this.createdTick = now / NS_PER_TICK;
  }

  /** ns since boot, in whole hundredths of a second */
  get updated(): number {
    return this.updatedTick * NS_PER_TICK;
  }

  set updated(now: number) {
    this.updatedTick = Math.floor(now / NS_PER_TICK);
  }

  /** Routes through this device but for those that are due. */
  get routesMade(): readonly Fib6Info[] {
    return this.routeList;
  }

  /** Routes through this device, in no order. */
  get routes(): Fib6Info[] {
    this.dev.net.ipv6.settleRoutes();
    return this.routeList;
  }

  set routes(routes: Fib6Info[]) {
    this.routeList = routes;
  }

  get isReady(): boolean {
    return (this.ifFlags & IF_READY) !== 0;
  }
}

/** What hardly one of them changes takes no memory in the others. */
Object.assign(Inet6Device.prototype, {
  anycasts: null,
  allNodes: ALL_NODES_LOADED,
  token: null,
  raMtu: 0,
  desyncFactor: 0,
  ownsConf: false,
  dead: false,
});
