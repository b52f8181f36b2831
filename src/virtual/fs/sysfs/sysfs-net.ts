/**
 * The attributes of a network device in sysfs.
 *
 * Source: `net/core/net-sysfs.c`; what reads as an error there, does so here.
 */
import { EINVAL, EOPNOTSUPP, ERANGE, type Errno } from "../../../errno.ts";
import { formatHexBytes } from "../../../packet/address.ts";
import { setAlias, setCarrier, setMtuLogged, setTxQueueLength } from "../../core/dev/dev-change.ts";
import { changeFlags, notifyStateChange } from "../../core/dev/dev-flags.ts";
import { getStats } from "../../core/dev/dev-stats.ts";
import { DeviceStats, IF_OPER_DORMANT, IFF_LOWER_UP, type NetDevice } from "../../core/dev/netdevice.ts";
import { changeProtoDown } from "../../core/rtnetlink/rtnetlink-proto-down.ts";
import type { Inode } from "../inode.ts";
import { kstrtoul } from "./kstrtoul.ts";
import { attribute } from "./sysfs-attribute.ts";

const OPERSTATES = ["unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up"] as const;

/**
 * How long received frames may wait to be joined (ns), and how often a device may find nothing before its interrupt is on again.
 * Frames are handed on at once here and there are no interrupts, as with Linux's software devices: both are only kept.
 */
interface Receiving {
  flushTimeout: bigint;
  deferredInterrupts: number;
}

const receiving = new WeakMap<NetDevice, Receiving>();

function setReceiving(dev: NetDevice, change: Partial<Receiving>): number {
  receiving.set(dev, { flushTimeout: 0n, deferredInterrupts: 0, ...receiving.get(dev), ...change });
  return 0;
}

type Show = (dev: NetDevice) => string | number | Errno;

/** A negative number is the error of reading; other numbers and text are shown. */
const ATTRIBUTES: Readonly<Record<string, Show>> = {
  addr_assign_type: (dev) => dev.addressAssignType,
  addr_len: (dev) => dev.addressLength,
  address: (dev) => formatHexBytes(dev.address.subarray(0, dev.addressLength)),
  broadcast: (dev) => formatHexBytes(dev.broadcast.subarray(0, dev.addressLength)),
  carrier: (dev) => whenUp(dev, Number(dev.carrier)),
  carrier_changes: (dev) => dev.carrierUpCount + dev.carrierDownCount,
  carrier_down_count: (dev) => dev.carrierDownCount,
  carrier_up_count: (dev) => dev.carrierUpCount,
  dev_id: () => "0x0",
  dev_port: () => 0,
  duplex: (dev) => {
    const settings = dev.isUp ? dev.ops.ethtool?.linkSettings?.(dev) : undefined;
    return settings === undefined ? -EINVAL : (DUPLEX[settings.duplex] ?? "unknown");
  },
  dormant: (dev) => whenUp(dev, Number(dev.operstate === IF_OPER_DORMANT)),
  flags: (dev) => `0x${(dev.flags & (IFF_LOWER_UP - 1)).toString(16)}`,
  gro_flush_timeout: (dev) => String(receiving.get(dev)?.flushTimeout ?? 0n),
  ifalias: (dev) => dev.alias,
  ifindex: (dev) => dev.ifindex,
  iflink: (dev) => dev.ops.getIflink?.(dev) ?? dev.ifindex,
  link_mode: (dev) => dev.linkMode,
  mtu: (dev) => dev.mtu,
  name_assign_type: (dev) => (dev.nameAssignType === 0 ? -EINVAL : dev.nameAssignType),
  napi_defer_hard_irqs: (dev) => receiving.get(dev)?.deferredInterrupts ?? 0,
  netdev_group: (dev) => `${dev.group | 0}`,
  operstate: (dev) => OPERSTATES[dev.isUp ? dev.operstate : 2],
  proto_down: (dev) => Number(dev.protoDown),
  speed: (dev) => (dev.isUp ? (dev.ops.ethtool?.linkSettings?.(dev)?.speed ?? -EINVAL) : -EINVAL),
  testing: (dev) => whenUp(dev, 0),
  threaded: () => 0,
  tx_queue_len: (dev) => `${dev.txQueueLength | 0}`,
  type: (dev) => dev.type,
  uevent: (dev) =>
    `${dev.ops.devtype === undefined ? "" : `DEVTYPE=${dev.ops.devtype}\n`}INTERFACE=${dev.name}\nIFINDEX=${dev.ifindex}`,
};

const DUPLEX: readonly string[] = ["half", "full"];

/** Changes one attribute; the value is a 64-bit one. @returns 0 or a negative error */
type Store = (dev: NetDevice, value: bigint) => number;

const INT_MAX = 0x7fff_ffffn;

function int(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}

function unsignedInt(value: bigint): number {
  return Number(BigInt.asUintN(32, value));
}

const refuse: Store = () => -EOPNOTSUPP;

/** Attributes that are numbers and can be written. */
const STORES: Readonly<Record<string, Store>> = {
  carrier: (dev, value) => (dev.isUp ? setCarrier(dev, value !== 0n) : -EINVAL),
  flags: (dev, value) => changeFlags(dev, unsignedInt(value)),
  mtu: (dev, value) => setMtuLogged(dev, int(value)),
  netdev_group: (dev, value) => {
    dev.group = unsignedInt(value);
    return 0;
  },
  proto_down: (dev, value) => changeProtoDown(dev, value !== 0n),
  gro_flush_timeout: (dev, value) => setReceiving(dev, { flushTimeout: value }),
  napi_defer_hard_irqs: (dev, value) =>
    value > INT_MAX ? -ERANGE : setReceiving(dev, { deferredInterrupts: Number(value) }),
  // no driver here can receive in a thread
  threaded: refuse,
  tx_queue_len: (dev, value) => (value > 0xffff_ffffn ? -ERANGE : setTxQueueLength(dev, unsignedInt(value))),
};

/** What is written to an attribute; undefined when it cannot be. */
function storeOf(dev: NetDevice, name: string): ((text: string) => number) | undefined {
  if (name === "uevent") return sendEvent;
  if (name === "ifalias") return (text) => storeAlias(dev, text.replace(/\n$/, ""));
  const store = Object.hasOwn(STORES, name) ? STORES[name] : undefined;
  if (store === undefined) return undefined;
  return (text) => {
    // who can not change it does not look at the number
    if (name === "carrier" && dev.ops.changeCarrier === undefined) return -EOPNOTSUPP;
    const value = kstrtoul(text);
    return typeof value === "bigint" ? store(dev, value) : value;
  };
}

const ACTIONS: ReadonlySet<string> = new Set("add remove change move online offline bind unbind".split(" "));

/** Nobody listens to such events here (`kobject_synth_uevent`). */
function sendEvent(text: string): number {
  return ACTIONS.has(text.replace(/\n$/, "")) ? 0 : -EINVAL;
}

/** Listeners are told of it, as they are not by netlink. */
function storeAlias(dev: NetDevice, alias: string): number {
  const error = setAlias(dev, alias);
  if (error >= 0) notifyStateChange(dev);
  return error;
}

function whenUp(dev: NetDevice, value: number): number {
  return dev.isUp ? value : -EINVAL;
}

/** The files in a device's directory. */
export function deviceAttributes(dev: NetDevice): Record<string, Inode> {
  const inodes: Record<string, Inode> = {};
  const shows = { ...ATTRIBUTES, ...dev.ops.sysfsAttributes?.(dev) };
  for (const [name, show] of Object.entries(shows)) {
    const read = () => {
      const value = show(dev);
      return typeof value === "number" && value < 0 && name !== "owner" && name !== "group"
        ? value
        : value === "" && name === "ifalias"
          ? ""
          : `${value}\n`;
    };
    inodes[name] = attribute(read, storeOf(dev, name));
  }
  return inodes;
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

const stats = new DeviceStats();

/** The files in its `statistics`. */
export function statisticsAttributes(dev: NetDevice): Record<string, Inode> {
  const inodes: Record<string, Inode> = {};
  for (const [name, get] of Object.entries(STATISTICS))
    inodes[name] = attribute(() => `${get(getStats(dev, stats))}\n`);
  return inodes;
}
