/**
 * Network devices: `struct net_device`, its flags and its operations.
 *
 * Source: `include/linux/netdevice.h`, `include/uapi/linux/if.h`.
 */

import type { ExtendedAck } from "../../netlink/error.ts";
import { ARPHRD_ETHER, IF_OPER_UNKNOWN, IFF_LOOPBACK, IFF_UP } from "../../netlink/link-flags.ts";
import type { InetDevice } from "../ipv4/inet-device.ts";
import type { Inet6Device } from "../ipv6/inet6-device.ts";
import { DEFAULT_LIMITS, type DeviceLimits } from "./device-limits.ts";
import { type Features, NO_FEATURES } from "./ethtool-features.ts";
import type { Net } from "./net.ts";
import type { PacketType } from "./packet-type.ts";
import type { RtnlLinkOps } from "./rtnl-link-ops.ts";
import type { SkBuff } from "./skbuff.ts";

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
} from "../../netlink/link-flags.ts";

/** Name length with its terminating zero. */
export const IFNAMSIZ = 16;

/** What a driver does (`struct net_device_ops`). Absent operations mean what they mean in Linux. */
export interface NetDeviceOps {
  /** Called when the device is registered. @returns 0 or a negative error */
  init?(dev: NetDevice): number;
  /** Called when the device is unregistered, after it was closed. */
  uninit?(dev: NetDevice): void;
  /** `ip link set up`. @returns 0 or a negative error */
  open?(dev: NetDevice): number;
  stop?(dev: NetDevice): void;
  /** Takes over a frame that starts at its link-layer header. */
  startXmit(skb: SkBuff, dev: NetDevice): void;
  /** @returns 0 or a negative error; absent: the address cannot be changed (`-EOPNOTSUPP`) */
  setMacAddress?(dev: NetDevice, address: Uint8Array): number;
  changeMtu?(dev: NetDevice, mtu: number): number;
  setRxMode?(dev: NetDevice): void;
  changeCarrier?(dev: NetDevice, carrier: boolean): number;
  /** ifindex of the device that this one stands on or is cabled to (`dev_get_iflink`). */
  getIflink?(dev: NetDevice): number;
  /** Attributes in sysfs that only this driver has, by name. */
  sysfsAttributes?(dev: NetDevice): Readonly<Record<string, () => string | number>>;
  /** Fills in the driver's counters; absent: {@link NetDevice.stats} (`ndo_get_stats64`). */
  getStats64?(dev: NetDevice, into: DeviceStats): void;
  /** Checked before the device opens. @returns 0 or a negative error */
  validateAddress?(dev: NetDevice): number;
  /** Takes a port in or lets it go (`ip link set master`). */
  addSlave?(dev: NetDevice, port: NetDevice, extack: ExtendedAck | undefined): number;
  delSlave?(dev: NetDevice, port: NetDevice): number;
  /** What `ethtool` shows; absent operations are not supported. */
  readonly ethtool?: EthtoolOps;
}

/** What a driver tells `ethtool` (`struct ethtool_ops`). */
export interface EthtoolOps {
  readonly driver: string;
  readonly version: string;
  busInfo?(dev: NetDevice): string;
  /** Whether a link is there: `ethtool_op_get_link`. */
  readonly link: boolean;
  /** Has a message level (`get_msglevel`). */
  readonly messageLevel?: boolean;
  /** Speed in Mb/s, duplex, port and so on (`get_link_ksettings`). */
  linkSettings?(dev: NetDevice): EthtoolLinkSettings;
  /** Names and values of `ethtool -S`. */
  statistics?(dev: NetDevice): { readonly names: readonly string[]; readonly values: readonly number[] };
}

export interface EthtoolLinkSettings {
  /** Mb/s */
  readonly speed: number;
  /** `DUPLEX_HALF` 0, `DUPLEX_FULL` 1, `DUPLEX_UNKNOWN` 0xff */
  readonly duplex: number;
  /** `PORT_TP` 0, `PORT_OTHER` 0xff */
  readonly port: number;
  readonly autoneg: number;
}

/** How a link layer frames packets (`struct header_ops`). */
export interface HeaderOps {
  /** Puts the header in front of the packet. @returns the header's length, or negative when the destination is unknown */
  create(
    skb: SkBuff,
    dev: NetDevice,
    protocol: number,
    destination: Uint8Array | null,
    source: Uint8Array | null,
  ): number;
}

/** Packet and byte counters in the order of `struct rtnl_link_stats64`. */
export class DeviceStats {
  rxPackets = 0;
  txPackets = 0;
  rxBytes = 0;
  txBytes = 0;
  rxErrors = 0;
  txErrors = 0;
  rxDropped = 0;
  txDropped = 0;
  multicast = 0;
  collisions = 0;
  rxLengthErrors = 0;
  rxOverErrors = 0;
  rxCrcErrors = 0;
  rxFrameErrors = 0;
  rxFifoErrors = 0;
  rxMissedErrors = 0;
  txAbortedErrors = 0;
  txCarrierErrors = 0;
  txFifoErrors = 0;
  txHeartbeatErrors = 0;
  txWindowErrors = 0;
  rxCompressed = 0;
  txCompressed = 0;
  rxNohandler = 0;
  rxOtherhostDropped = 0;
}

/** What an rx handler (bridge port, macvlan) made of a frame: it kept it, or the stack goes on with it. */
export const RX_HANDLER_CONSUMED = 0;
export const RX_HANDLER_ANOTHER = 1;
export const RX_HANDLER_EXACT = 2;
export type RxHandler = (skb: SkBuff) => number;

/**
 * Multicast or secondary unicast link addresses that the device listens to, with use counts (`netdev_hw_addr_list`). The key is the
 * address, one character a byte: a tenth of the memory of an array.
 */
export type HardwareAddressList = Map<string, number>;

const NO_NEIGHBOURS: readonly NetDevice[] = [];
const NO_TYPES: readonly PacketType[] = [];
const NO_NAMES: readonly string[] = [];
/** Shared by all devices without an address; nobody writes to it. */
const NO_ADDRESS = new Uint8Array(6);

/** A network device. Drivers subclass it for their private state. */
export class NetDevice {
  net: Net;
  ifindex = 0;
  name: string;
  readonly ops: NetDeviceOps;
  readonly headerOps: HeaderOps | null;
  readonly linkOps: RtnlLinkOps | null;
  /** `ARPHRD_*` */
  type = ARPHRD_ETHER;
  /** Administrative flags; see {@link getFlags} in `dev.ts` for what user space is shown. */
  flags = 0;
  /** `IFF_PROMISC` and `IFF_ALLMULTI` as user space asked for them (`dev->gflags`). */
  gflags = 0;
  /** Open, or being opened (`netif_running`): set before the driver opens and cleared before it stops. */
  running = false;
  /** The queueing discipline passes frames on: the device is open and had its carrier (`dev_activate`). */
  txActive = false;
  /** A change of the carrier waits for the link watch (`__LINK_STATE_LINKWATCH_PENDING`). */
  watchPending = false;
  /** A request is still making the device: nothing is told yet (`RTNL_LINK_INITIALIZING`). */
  initializing = false;
  /** Sends frames at once, without a queue (`IFF_NO_QUEUE`). */
  noQueue = false;
  /** The address may change while the device is open (`IFF_LIVE_ADDR_CHANGE`). */
  liveAddressChange = false;
  mtu = 1500;
  minMtu = 68;
  maxMtu = 65535;
  hardHeaderLength = 14;
  addressLength = 6;
  /** Replaced, never changed in place. */
  address: Uint8Array = NO_ADDRESS;
  broadcast: Uint8Array = NO_ADDRESS;
  permanentAddress: Uint8Array | null = null;
  /** `NET_ADDR_PERM` 0, `NET_ADDR_RANDOM` 1, `NET_ADDR_STOLEN` 2, `NET_ADDR_SET` 3 */
  addressAssignType = 0;
  operstate = IF_OPER_UNKNOWN;
  /** The driver has a carrier (`netif_carrier_ok`). */
  carrier = true;
  dormant = false;
  /** How often the carrier came and went. */
  carrierUpCount = 0;
  carrierDownCount = 0;
  promiscuity = 0;
  allmulti = 0;
  /** How the name came: `NET_NAME_UNKNOWN` 0, `ENUM` 1, `PREDICTABLE` 2, `USER` 3, `RENAMED` 4. */
  nameAssignType = 0;
  /** Replaced, never changed in place. */
  altnames: readonly string[] = NO_NAMES;
  /** Name of the root queueing discipline as `ip` shows it. */
  qdisc = "noop";
  /** `NETIF_F_*` as booleans where the stack asks. */
  rxChecksum = true;
  /** The rarely changed ones of the values below: to be set through them. */
  limits: DeviceLimits = DEFAULT_LIMITS;
  /** Cannot be moved to another namespace (`netns_immutable`). */
  netnsLocal = false;
  /** Offloads, as `ethtool -k` shows them. */
  features: Features = NO_FEATURES;
  master: NetDevice | null = null;
  /** Devices stacked on this one, and those below it; replaced, never changed in place. */
  upper: readonly NetDevice[] = NO_NEIGHBOURS;
  lower: readonly NetDevice[] = NO_NEIGHBOURS;
  inDev: InetDevice | null = null;
  in6Dev: Inet6Device | null = null;
  rxHandler: RxHandler | null = null;
  /** Private data of the rx handler (the bridge port). */
  rxHandlerData: unknown = null;
  /**
   * Taps that see every frame (`ptype_all`), and handlers for this device only (`ptype_specific`); replaced, never changed in
   * place.
   */
  taps: readonly PacketType[] = NO_TYPES;
  specificTypes: readonly PacketType[] = NO_TYPES;
  /** Null while empty: most devices of a thousand have none. */
  multicastList: HardwareAddressList | null = null;
  /** Keys of those that the user added. */
  multicastGlobals: Set<string> | null = null;
  unicastList: HardwareAddressList | null = null;
  registrationState: "uninitialized" | "registered" | "unregistering" | "released" = "uninitialized";
  private counters: DeviceStats | null = null;
  /** Drops that the core counts beside the driver (`dev->core_stats`). */
  coreRxDropped = 0;
  coreTxDropped = 0;
  coreRxNohandler = 0;

  constructor(
    net: Net,
    name: string,
    ops: NetDeviceOps,
    headerOps: HeaderOps | null,
    linkOps: RtnlLinkOps | null,
  ) {
    this.net = net;
    this.name = name;
    this.ops = ops;
    this.headerOps = headerOps;
    this.linkOps = linkOps;
  }

  /** Counters of the driver; a device that never saw a packet has none yet. */
  get stats(): DeviceStats {
    this.counters ??= new DeviceStats();
    return this.counters;
  }

  get txQueueLength(): number {
    return this.limits.txQueueLength;
  }
  set txQueueLength(value: number) {
    this.setLimit("txQueueLength", value);
  }

  get group(): number {
    return this.limits.group;
  }
  set group(value: number) {
    this.setLimit("group", value);
  }

  get linkMode(): number {
    return this.limits.linkMode;
  }
  set linkMode(value: number) {
    this.setLimit("linkMode", value);
  }

  get protoDown(): boolean {
    return this.limits.protoDown;
  }
  set protoDown(value: boolean) {
    this.setLimit("protoDown", value);
  }

  get alias(): string {
    return this.limits.alias;
  }
  set alias(value: string) {
    this.setLimit("alias", value);
  }

  get gsoMaxSize(): number {
    return this.limits.gsoMaxSize;
  }
  set gsoMaxSize(value: number) {
    this.setLimit("gsoMaxSize", value);
  }

  get gsoMaxSegments(): number {
    return this.limits.gsoMaxSegments;
  }
  set gsoMaxSegments(value: number) {
    this.setLimit("gsoMaxSegments", value);
  }

  get numTxQueues(): number {
    return this.limits.numTxQueues;
  }
  set numTxQueues(value: number) {
    this.setLimit("numTxQueues", value);
  }

  get numRxQueues(): number {
    return this.limits.numRxQueues;
  }
  set numRxQueues(value: number) {
    this.setLimit("numRxQueues", value);
  }

  get tsoMaxSize(): number {
    return this.limits.tsoMaxSize;
  }
  set tsoMaxSize(value: number) {
    this.setLimit("tsoMaxSize", value);
  }

  get tsoMaxSegments(): number {
    return this.limits.tsoMaxSegments;
  }
  set tsoMaxSegments(value: number) {
    this.setLimit("tsoMaxSegments", value);
  }

  get groMaxSize(): number {
    return this.limits.groMaxSize;
  }
  set groMaxSize(value: number) {
    this.setLimit("groMaxSize", value);
  }

  get gsoIpv4MaxSize(): number {
    return this.limits.gsoIpv4MaxSize;
  }
  set gsoIpv4MaxSize(value: number) {
    this.setLimit("gsoIpv4MaxSize", value);
  }

  get groIpv4MaxSize(): number {
    return this.limits.groIpv4MaxSize;
  }
  set groIpv4MaxSize(value: number) {
    this.setLimit("groIpv4MaxSize", value);
  }

  private setLimit<K extends keyof DeviceLimits>(name: K, value: DeviceLimits[K]): void {
    if (this.limits[name] !== value) this.limits = { ...this.limits, [name]: value };
  }

  get isUp(): boolean {
    return (this.flags & IFF_UP) !== 0;
  }

  get isLoopback(): boolean {
    return (this.flags & IFF_LOOPBACK) !== 0;
  }
}
