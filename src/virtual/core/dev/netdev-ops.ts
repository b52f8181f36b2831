/**
 * What drivers and link layers do for the core: `struct net_device_ops`, `struct header_ops`.
 *
 * Source: `include/linux/netdevice.h`.
 */
import type { ExtendedAck } from "../../../netlink/error.ts";
import type { MdbEntryInfo } from "../../../netlink/mdb.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import type { BridgeLinkOps, FdbOps } from "../rtnetlink/fdb-ops.ts";
import type { SkBuff } from "../skbuff.ts";
import type { DeviceStats } from "./device-stats.ts";
import type { EthtoolOps } from "./ethtool-ops.ts";
import type { NetDevice } from "./netdevice.ts";

/** What a driver returns for a frame that it dropped; who sent it hears of that when the device has no queue. */
export const NET_XMIT_DROP = 1;
/** What a driver does (`struct net_device_ops`). Absent operations mean what they mean in Linux. */
export interface NetDeviceOps {
  /** Called when the device is registered. @returns 0 or a negative error */
  init?(dev: NetDevice): number;
  /** Called when the device is unregistered, after it was closed. */
  uninit?(dev: NetDevice): void;
  /** `ip link set up`. @returns 0 or a negative error */
  open?(dev: NetDevice): number;
  stop?(dev: NetDevice): void;
  /** Takes over a frame that starts at its link-layer header. @returns 0, or {@link NET_XMIT_DROP} */
  startXmit(skb: SkBuff, dev: NetDevice): number;
  /** @returns 0 or a negative error; absent: the address cannot be changed (`-EOPNOTSUPP`) */
  setMacAddress?(dev: NetDevice, address: Uint8Array): number;
  changeMtu?(dev: NetDevice, mtu: number): number;
  setRxMode?(dev: NetDevice): void;
  /** `IFF_PROMISC` or `IFF_ALLMULTI` changed in the device's flags. */
  changeRxFlags?(dev: NetDevice, change: number): void;
  changeCarrier?(dev: NetDevice, carrier: boolean): number;
  /** ifindex of the device that this one stands on or is cabled to (`dev_get_iflink`). */
  getIflink?(dev: NetDevice): number;
  /** Queues of each direction that are in use; absent: all (`real_num_tx_queues`, `real_num_rx_queues`). */
  queuesInUse?(dev: NetDevice): number;
  /** Attributes in sysfs that only this driver has, by name. */
  sysfsAttributes?(dev: NetDevice): Readonly<Record<string, () => string | number>>;
  /** Fills in the driver's counters; absent: {@link NetDevice.stats} (`ndo_get_stats64`). */
  getStats64?(dev: NetDevice, into: DeviceStats): void;
  /** Checked before the device opens. @returns 0 or a negative error */
  validateAddress?(dev: NetDevice): number;
  /** Takes a port in or lets it go (`ip link set master`). */
  addSlave?(dev: NetDevice, port: NetDevice, extack: ExtendedAck | undefined): number;
  delSlave?(dev: NetDevice, port: NetDevice): number;
  /** The user wants other features: sets those that are on (`ndo_fix_features`). */
  fixFeatures?(dev: NetDevice): void;
  /** Appends its groups to a message of a dump (`ndo_mdb_dump`); a bridge has its own way. */
  readonly fillMdb?: (dev: NetDevice, writer: MessageWriter) => void;
  /** Adds or deletes a group (`ndo_mdb_add`, `ndo_mdb_del`). @returns 0 or a negative error */
  readonly changeMdb?: (
    dev: NetDevice,
    entry: MdbEntryInfo,
    attributes: Uint8Array | undefined,
    adding: boolean,
    extack: ExtendedAck,
  ) => number;
  /** `AF_BRIDGE` messages about its forwarding database, and about it and its ports. */
  readonly fdb?: FdbOps;
  readonly bridge?: BridgeLinkOps;
  /** What `ethtool` shows; absent operations are not supported. */
  readonly ethtool?: EthtoolOps;
  /**
   * How much room frames that this device receives should have in front, as their master sends them on; less than 0: nobody cares any more.
   * With it, the device's own room is none of its own, but what others asked for (`IFF_PHONY_HEADROOM`).
   */
  readonly setRxHeadroom?: (dev: NetDevice, room: number) => void;
  /** Needs the routing decision of packets that it sends (`netif_keep_dst`). */
  readonly keepsDst?: boolean;
  /** `DEVTYPE` of its uevents (`SET_NETDEV_DEVTYPE`). */
  readonly devtype?: string;
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
