/**
 * Network devices: `struct net_device`, its flags and its operations.
 *
 * Source: `include/linux/netdevice.h`, `include/uapi/linux/if.h`.
 */

import { IFF_LOOPBACK, IFF_UP } from "../../../netlink/link-flags.ts";
import type { InetDevice } from "../../ipv4/devinet/inet-device.ts";
import type { Inet6Device } from "../../ipv6/addrconf/inet6-device.ts";
import type { NfHookEntries } from "../../netfilter/net-nf.ts";
import type { Net } from "../net.ts";
import type { RtnlLinkOps } from "../rtnetlink/rtnl-link-ops.ts";
import { DeviceStats } from "./device-stats.ts";
import { type DeviceTraits, driverTraits, NO_ADDRESS, TRAIT_NAMES, withTrait } from "./device-traits.ts";
import type { PacketType } from "./packet-type.ts";

export {
  ARPHRD_ETHER,
  ARPHRD_LOOPBACK,
  ARPHRD_NONE,
  IF_OPER_DORMANT,
  IF_OPER_DOWN,
  IF_OPER_LOWERLAYERDOWN,
  IF_OPER_TESTING,
  IF_OPER_UNKNOWN,
  IF_OPER_UP,
  IFF_ALLMULTI,
  IFF_AUTOMEDIA,
  IFF_BROADCAST,
  IFF_DEBUG,
  IFF_DORMANT,
  IFF_DYNAMIC,
  IFF_LOOPBACK,
  IFF_LOWER_UP,
  IFF_MULTICAST,
  IFF_NOARP,
  IFF_NOTRAILERS,
  IFF_POINTOPOINT,
  IFF_PORTSEL,
  IFF_PROMISC,
  IFF_RUNNING,
  IFF_UP,
} from "../../../netlink/link-flags.ts";
export { DeviceStats } from "./device-stats.ts";

import {
  type DeviceRelations,
  type HardwareAddressList,
  NO_RELATIONS,
  type RxHandler,
  type VlanReceiver,
} from "./device-relations.ts";
import type { HeaderOps, NetDeviceOps } from "./netdev-ops.ts";

/** Name length with its terminating zero. */
export const IFNAMSIZ = 16;

/** Bits of `state` */
const RUNNING = 1;
const TX_ACTIVE = 2;
const WATCH_PENDING = 4;
const INITIALIZING = 8;
const CARRIER = 16;
const DORMANT = 32;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
/** Those whose accessors are written out. */
type HotTrait =
  | "ops"
  | "headerOps"
  | "linkOps"
  | "type"
  | "mtu"
  | "hardHeaderLength"
  | "addressLength"
  | "broadcast";
type HotRelation =
  | "rxHandler"
  | "rxHandlerData"
  | "vlanGroup"
  | "taps"
  | "specificTypes"
  | "master"
  | "nfIngress"
  | "nfEgress";

/** What the class below shows as its own, and keeps elsewhere. */
export interface NetDevice
  extends Omit<DeviceRelations, HotRelation>,
    Omit<Mutable<DeviceTraits>, HotTrait> {}

/**
 * A network device. Drivers subclass it for their private state.
 *
 * A box may have hundreds of thousands, so that the object holds only in what each differs from the others; the rest is in
 * {@link DeviceTraits} and in what few have, and looks as if it was here.
 */
export class NetDevice {
  net: Net;
  ifindex = 0;
  name: string;
  private traits: DeviceTraits;
  private relations: DeviceRelations = NO_RELATIONS;
  /** Administrative flags; see {@link getFlags} in `dev.ts` for what user space is shown. */
  flags = 0;
  private state = CARRIER;
  /** Replaced, never changed in place. */
  address: Uint8Array = NO_ADDRESS;
  /** How often the carrier came and went. */
  carrierUpCount = 0;
  carrierDownCount = 0;
  inDev: InetDevice | null = null;
  in6Dev: Inet6Device | null = null;
  /** Null while empty. */
  multicastList: HardwareAddressList | null = null;
  private counters: DeviceStats | null = null;

  constructor(
    net: Net,
    name: string,
    ops: NetDeviceOps,
    headerOps: HeaderOps | null,
    linkOps: RtnlLinkOps | null,
  ) {
    this.net = net;
    this.name = name;
    this.traits = driverTraits(ops, headerOps, linkOps);
  }

  /** Counters of the driver; a device that never saw a packet has none yet. */
  get stats(): DeviceStats {
    this.counters ??= new DeviceStats();
    return this.counters;
  }

  /** Drops that the core counts beside the driver (`dev->core_stats`). */
  get coreRxDropped(): number {
    return this.counters === null ? 0 : this.counters.coreRxDropped;
  }
  set coreRxDropped(value: number) {
    this.stats.coreRxDropped = value;
  }

  get coreTxDropped(): number {
    return this.counters === null ? 0 : this.counters.coreTxDropped;
  }
  set coreTxDropped(value: number) {
    this.stats.coreTxDropped = value;
  }

  get coreRxNohandler(): number {
    return this.counters === null ? 0 : this.counters.coreRxNohandler;
  }
  set coreRxNohandler(value: number) {
    this.stats.coreRxNohandler = value;
  }

  /** Open, or being opened (`netif_running`): set before the driver opens and cleared before it stops. */
  get running(): boolean {
    return (this.state & RUNNING) !== 0;
  }
  set running(value: boolean) {
    this.state = value ? this.state | RUNNING : this.state & ~RUNNING;
  }

  /** The queueing discipline passes frames on: the device is open and had its carrier (`dev_activate`). */
  get txActive(): boolean {
    return (this.state & TX_ACTIVE) !== 0;
  }
  set txActive(value: boolean) {
    this.state = value ? this.state | TX_ACTIVE : this.state & ~TX_ACTIVE;
  }

  /** A change of the carrier waits for the link watch (`__LINK_STATE_LINKWATCH_PENDING`). */
  get watchPending(): boolean {
    return (this.state & WATCH_PENDING) !== 0;
  }
  set watchPending(value: boolean) {
    this.state = value ? this.state | WATCH_PENDING : this.state & ~WATCH_PENDING;
  }

  /** A request is still making the device: nothing is told yet (`RTNL_LINK_INITIALIZING`). */
  get initializing(): boolean {
    return (this.state & INITIALIZING) !== 0;
  }
  set initializing(value: boolean) {
    this.state = value ? this.state | INITIALIZING : this.state & ~INITIALIZING;
  }

  /** The driver has a carrier (`netif_carrier_ok`). */
  get carrier(): boolean {
    return (this.state & CARRIER) !== 0;
  }
  set carrier(value: boolean) {
    this.state = value ? this.state | CARRIER : this.state & ~CARRIER;
  }

  /** Its peer is not ready yet (`netif_dormant`). */
  get dormant(): boolean {
    return (this.state & DORMANT) !== 0;
  }
  set dormant(value: boolean) {
    this.state = value ? this.state | DORMANT : this.state & ~DORMANT;
  }

  // What the traffic asks for is written out: so the engine compiles it in place.

  get ops(): NetDeviceOps {
    return this.traits.ops;
  }

  get headerOps(): HeaderOps | null {
    return this.traits.headerOps;
  }

  get linkOps(): RtnlLinkOps | null {
    return this.traits.linkOps;
  }

  get type(): number {
    return this.traits.type;
  }
  set type(value: number) {
    this.setTrait("type", value);
  }

  get mtu(): number {
    return this.traits.mtu;
  }
  set mtu(value: number) {
    this.setTrait("mtu", value);
  }

  get hardHeaderLength(): number {
    return this.traits.hardHeaderLength;
  }
  set hardHeaderLength(value: number) {
    this.setTrait("hardHeaderLength", value);
  }

  get addressLength(): number {
    return this.traits.addressLength;
  }
  set addressLength(value: number) {
    this.setTrait("addressLength", value);
  }

  get broadcast(): Uint8Array {
    return this.traits.broadcast;
  }
  set broadcast(value: Uint8Array) {
    this.setTrait("broadcast", value);
  }

  get rxHandler(): RxHandler | null {
    return this.relations.rxHandler;
  }
  set rxHandler(value: RxHandler | null) {
    this.setRelation("rxHandler", value);
  }

  get rxHandlerData(): unknown {
    return this.relations.rxHandlerData;
  }
  set rxHandlerData(value: unknown) {
    this.setRelation("rxHandlerData", value);
  }

  get vlanGroup(): VlanReceiver | null {
    return this.relations.vlanGroup;
  }
  set vlanGroup(value: VlanReceiver | null) {
    this.setRelation("vlanGroup", value);
  }

  get taps(): readonly PacketType[] {
    return this.relations.taps;
  }
  set taps(value: readonly PacketType[]) {
    this.setRelation("taps", value);
  }

  get specificTypes(): readonly PacketType[] {
    return this.relations.specificTypes;
  }
  set specificTypes(value: readonly PacketType[]) {
    this.setRelation("specificTypes", value);
  }

  get nfIngress(): NfHookEntries | null {
    return this.relations.nfIngress;
  }
  set nfIngress(value: NfHookEntries | null) {
    this.setRelation("nfIngress", value);
  }

  get nfEgress(): NfHookEntries | null {
    return this.relations.nfEgress;
  }
  set nfEgress(value: NfHookEntries | null) {
    this.setRelation("nfEgress", value);
  }

  get master(): NetDevice | null {
    return this.relations.master;
  }
  set master(value: NetDevice | null) {
    this.setRelation("master", value);
  }

  /** Value of a trait that the traffic does not ask for. */
  trait<K extends keyof DeviceTraits>(name: K): DeviceTraits[K] {
    return this.traits[name];
  }

  setTrait<K extends keyof DeviceTraits>(name: K, value: DeviceTraits[K]): void {
    this.traits = withTrait(this.traits, name, value);
  }

  relation<K extends keyof DeviceRelations>(name: K): DeviceRelations[K] {
    return this.relations[name];
  }

  setRelation<K extends keyof DeviceRelations>(name: K, value: DeviceRelations[K]): void {
    if (this.relations[name] === value) return;
    if (this.relations === NO_RELATIONS) this.relations = { ...NO_RELATIONS };
    this.relations[name] = value;
  }

  get isUp(): boolean {
    return (this.flags & IFF_UP) !== 0;
  }

  get isLoopback(): boolean {
    return (this.flags & IFF_LOOPBACK) !== 0;
  }
}

for (const name of Object.keys(NO_RELATIONS) as (keyof DeviceRelations)[]) {
  if (name in NetDevice.prototype) continue;
  Object.defineProperty(NetDevice.prototype, name, {
    get(this: NetDevice): unknown {
      return this.relation(name);
    },
    set(this: NetDevice, value: never) {
      this.setRelation(name, value);
    },
  });
}

for (const name of TRAIT_NAMES) {
  if (name in NetDevice.prototype) continue;
  Object.defineProperty(NetDevice.prototype, name, {
    get(this: NetDevice): unknown {
      return this.trait(name);
    },
    set(this: NetDevice, value: never) {
      this.setTrait(name, value);
    },
  });
}
