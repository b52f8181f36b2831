/**
 * The attributes of a network device in sysfs.
 *
 * Source: `net/core/net-sysfs.c`; what reads as an error there, does so here.
 */
import { EINVAL, type Errno } from "../../errno.ts";
import { formatHexBytes } from "../../packet/address.ts";
import { type DeviceStats, IF_OPER_DORMANT, IFF_LOWER_UP, type NetDevice } from "../core/netdevice.ts";
import type { Inode } from "./inode.ts";
import { TextInode } from "./text-inode.ts";

const OPERSTATES = ["unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up"] as const;
/** Size that `stat` shows for every attribute: a page. */
const ATTRIBUTE_SIZE = 4096;

type Show = (dev: NetDevice) => string | number | Errno;

/** A negative number is the error of reading; other numbers and text are shown. */
const ATTRIBUTES: Readonly<Record<string, Show>> = {
  addr_assign_type: (dev) => dev.addressAssignType,
  addr_len: (dev) => dev.addressLength,
  address: (dev) => formatHexBytes(dev.address),
  broadcast: (dev) => formatHexBytes(dev.broadcast),
  carrier: (dev) => whenUp(dev, Number(dev.carrier)),
  carrier_changes: (dev) => dev.carrierUpCount + dev.carrierDownCount,
  carrier_down_count: (dev) => dev.carrierDownCount,
  carrier_up_count: (dev) => dev.carrierUpCount,
  dev_id: () => "0x0",
  dev_port: () => 0,
  dormant: (dev) => whenUp(dev, Number(dev.operstate === IF_OPER_DORMANT)),
  flags: (dev) => `0x${(dev.flags & (IFF_LOWER_UP - 1)).toString(16)}`,
  ifalias: (dev) => dev.alias,
  ifindex: (dev) => dev.ifindex,
  iflink: (dev) => dev.ops.getIflink?.(dev) ?? dev.ifindex,
  link_mode: (dev) => dev.linkMode,
  mtu: (dev) => dev.mtu,
  netdev_group: (dev) => dev.group,
  operstate: (dev) => OPERSTATES[dev.isUp ? dev.operstate : 2],
  proto_down: (dev) => Number(dev.protoDown),
  testing: (dev) => whenUp(dev, 0),
  tx_queue_len: (dev) => dev.txQueueLength,
  type: (dev) => dev.type,
  uevent: (dev) => `INTERFACE=${dev.name}\nIFINDEX=${dev.ifindex}`,
};

function whenUp(dev: NetDevice, value: number): number {
  return dev.isUp ? value : -EINVAL;
}

export function deviceAttributes(dev: NetDevice): Record<string, Inode> {
  const inodes: Record<string, Inode> = {};
  const shows = { ...ATTRIBUTES, ...dev.ops.sysfsAttributes?.(dev) };
  for (const [name, show] of Object.entries(shows)) {
    inodes[name] = attribute(() => {
      const value = show(dev);
      return typeof value === "number" && value < 0 && name !== "owner" && name !== "group"
        ? value
        : `${value}\n`;
    });
  }
  return inodes;
}

function attribute(show: () => string | Errno): Inode {
  return new TextInode(0o444, show, undefined, ATTRIBUTE_SIZE);
}

const STATISTICS: Readonly<Record<string, (stats: DeviceStats) => number>> = {
  collisions: (s) => s.collisions,
  multicast: (s) => s.multicast,
  rx_bytes: (s) => s.rxBytes,
  rx_compressed: (s) => s.rxCompressed,
  rx_crc_errors: (s) => s.rxCrcErrors,
  rx_dropped: (s) => s.rxDropped,
  rx_errors: (s) => s.rxErrors,
  rx_fifo_errors: (s) => s.rxFifoErrors,
  rx_frame_errors: (s) => s.rxFrameErrors,
  rx_length_errors: (s) => s.rxLengthErrors,
  rx_missed_errors: (s) => s.rxMissedErrors,
  rx_nohandler: (s) => s.rxNohandler,
  rx_over_errors: (s) => s.rxOverErrors,
  rx_packets: (s) => s.rxPackets,
  tx_aborted_errors: (s) => s.txAbortedErrors,
  tx_bytes: (s) => s.txBytes,
  tx_carrier_errors: (s) => s.txCarrierErrors,
  tx_compressed: (s) => s.txCompressed,
  tx_dropped: (s) => s.txDropped,
  tx_errors: (s) => s.txErrors,
  tx_fifo_errors: (s) => s.txFifoErrors,
  tx_heartbeat_errors: (s) => s.txHeartbeatErrors,
  tx_packets: (s) => s.txPackets,
  tx_window_errors: (s) => s.txWindowErrors,
};

export function statisticsAttributes(dev: NetDevice): Record<string, Inode> {
  const inodes: Record<string, Inode> = {};
  for (const [name, get] of Object.entries(STATISTICS)) inodes[name] = attribute(() => `${get(dev.stats)}\n`);
  return inodes;
}
