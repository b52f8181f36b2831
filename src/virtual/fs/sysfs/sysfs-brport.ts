/**
 * A port of a bridge in sysfs.
 *
 * Source: `net/bridge/br_sysfs_if.c`.
 */
import { EINVAL, ENOENT } from "../../../errno.ts";
import { RTM_NEWLINK } from "../../../netlink/rtnetlink.ts";
import { changeBackup } from "../../bridge/br-backup.ts";
import { fdbDeleteByPort } from "../../bridge/br-fdb.ts";
import type { NetBridgePort } from "../../bridge/br-private.ts";
import * as br from "../../bridge/br-private.ts";
import { timerValue } from "../../bridge/br-time.ts";
import { portMulticastSysfs } from "../../bridge/mcast/br-mcast-sysfs.ts";
import { ifinfoNotify } from "../../bridge/netlink/br-ifinfo.ts";
import { portFlagsChanged } from "../../bridge/netlink/br-setport.ts";
import { setPathCost, setPortPriority } from "../../bridge/stp/br-stp-if.ts";
import { formatBridgeId } from "../../bridge/stp/bridge-id.ts";
import { ComputedLink, fixedDirectory, type Inode } from "../inode.ts";
import { simpleStrtoul } from "./kstrtoul.ts";
import { attribute } from "./sysfs-attribute.ts";
import { writeOnly } from "./sysfs-bridge.ts";

type Show = (port: NetBridgePort) => string | number;
type Store = (port: NetBridgePort, value: number) => number;

const FLAGS: Readonly<Record<string, number>> = {
  bpdu_guard: br.BR_BPDU_GUARD,
  broadcast_flood: br.BR_BCAST_FLOOD,
  hairpin_mode: br.BR_HAIRPIN_MODE,
  isolated: br.BR_ISOLATED,
  learning: br.BR_LEARNING,
  multicast_fast_leave: br.BR_MULTICAST_FAST_LEAVE,
  multicast_flood: br.BR_MCAST_FLOOD,
  multicast_to_unicast: br.BR_MULTICAST_TO_UNICAST,
  neigh_suppress: br.BR_NEIGH_SUPPRESS,
  proxyarp: br.BR_PROXYARP,
  proxyarp_wifi: br.BR_PROXYARP_WIFI,
  root_block: br.BR_ROOT_BLOCK,
  unicast_flood: br.BR_FLOOD,
};

const SHOWN: Readonly<Record<string, Show>> = {
  change_ack: (port) => Number(port.topologyChangeAck),
  config_pending: (port) => Number(port.configPending),
  designated_bridge: (port) => formatBridgeId(port.designatedBridge),
  designated_cost: (port) => port.designatedCost | 0,
  designated_port: (port) => port.designatedPort,
  designated_root: (port) => formatBridgeId(port.designatedRoot),
  forward_delay_timer: (port) => timerValue(port.bridge.net.machine, port.timers.forwardDelay),
  hold_timer: (port) => timerValue(port.bridge.net.machine, port.timers.hold),
  message_age_timer: (port) => timerValue(port.bridge.net.machine, port.timers.messageAge),
  port_id: (port) => `0x${port.portId.toString(16)}`,
  port_no: (port) => `0x${port.portNo.toString(16)}`,
  state: (port) => port.state,
};

const SETTINGS: Readonly<Record<string, readonly [Show, Store]>> = {
  group_fwd_mask: [(port) => `0x${port.groupFwdMask.toString(16)}`, storeFwdMask],
  path_cost: [(port) => port.pathCost, setPathCost],
  priority: [(port) => port.priority, setPortPriority],
};

function storeFwdMask(port: NetBridgePort, value: number): number {
  if (value > Number.MAX_SAFE_INTEGER || (value & br.BR_GROUPFWD_MACPAUSE) !== 0) return -EINVAL;
  port.groupFwdMask = value & 0xffff;
  return 0;
}

function storeFlag(bit: number): Store {
  return (port, value) => {
    const flags = value === 0 ? port.flags & ~bit : port.flags | bit;
    if (flags === port.flags) return 0;
    port.flags = flags;
    portFlagsChanged(port, bit);
    return 0;
  };
}

/** Reads the number, sets it, and tells listeners (`brport_store`). */
function storeNumber(port: NetBridgePort, store: Store): (text: string) => number {
  return (text) => {
    const value = simpleStrtoul(text);
    if (value === undefined) return -EINVAL;
    const error = store(port, value);
    if (error >= 0) ifinfoNotify(RTM_NEWLINK, port);
    return error;
  };
}

function storeBackup(port: NetBridgePort, text: string): number {
  const name = text.replace(/\n$/, "");
  const dev = name === "" ? null : port.bridge.net.devByName(name);
  const error = dev === undefined ? -ENOENT : changeBackup(port, dev);
  if (error >= 0) ifinfoNotify(RTM_NEWLINK, port);
  return error;
}

function flush(port: NetBridgePort): number {
  fdbDeleteByPort(port.bridge, port, 0, false);
  return 0;
}

/** `/sys/class/net/DEV/brport` */
export function portDirectory(port: NetBridgePort): Inode {
  const files: Record<string, Inode> = {
    backup_port: attribute(
      () => `${port.backupPort?.dev.name ?? ""}\n`,
      (text) => storeBackup(port, text),
    ),
    bridge: new ComputedLink(() => `../../${port.bridge.name}`),
    flush: writeOnly(storeNumber(port, flush)),
  };
  for (const [name, show] of Object.entries(SHOWN)) files[name] = attribute(() => `${show(port)}\n`);
  for (const [name, bit] of Object.entries(FLAGS))
    files[name] = attribute(() => `${(port.flags & bit) !== 0 ? 1 : 0}\n`, storeNumber(port, storeFlag(bit)));
  for (const [name, [show, store]] of Object.entries({ ...SETTINGS, ...portMulticastSysfs }))
    files[name] = attribute(() => `${show(port)}\n`, storeNumber(port, store));
  return fixedDirectory(files, 0o755);
}
