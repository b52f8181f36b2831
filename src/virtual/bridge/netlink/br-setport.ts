/**
 * Changing a port's settings by attributes.
 *
 * Source: `net/bridge/br_netlink.c` (`br_setport`, `br_set_port_state`), `net/bridge/br_if.c` (`br_port_flags_change`).
 */
import { EBUSY, EINVAL, ENETDOWN, ENOENT, EOPNOTSUPP } from "../../../errno.ts";
import type { AttributeTable } from "../../../netlink/attribute.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import * as br from "../../../netlink/link-kinds/bridge.ts";
import { recalculateNeighSuppress } from "../br-arp-nd-proxy.ts";
import { changeBackup } from "../br-backup.ts";
import { fdbDelete, fdbDeleteByPort } from "../br-fdb.ts";
import { BR_FDB_LOCKED } from "../br-fdb-table.ts";
import { updatePortCount } from "../br-if.ts";
import type { NetBridgePort } from "../br-private.ts";
import * as flag from "../br-private.ts";
import { changePortMulticast } from "../mcast/br-mcast-settings.ts";
import { portStateSelection, setState } from "../stp/br-stp.ts";
import { setPathCost, setPortPriority } from "../stp/br-stp-if.ts";
import { flushTunnels } from "../vlan/br-vlan-tunnel.ts";

const FLAGS: readonly (readonly [number, number])[] = [
  [br.IFLA_BRPORT_MODE, flag.BR_HAIRPIN_MODE],
  [br.IFLA_BRPORT_GUARD, flag.BR_BPDU_GUARD],
  [br.IFLA_BRPORT_FAST_LEAVE, flag.BR_MULTICAST_FAST_LEAVE],
  [br.IFLA_BRPORT_PROTECT, flag.BR_ROOT_BLOCK],
  [br.IFLA_BRPORT_LEARNING, flag.BR_LEARNING],
  [br.IFLA_BRPORT_UNICAST_FLOOD, flag.BR_FLOOD],
  [br.IFLA_BRPORT_MCAST_FLOOD, flag.BR_MCAST_FLOOD],
  [br.IFLA_BRPORT_MCAST_TO_UCAST, flag.BR_MULTICAST_TO_UNICAST],
  [br.IFLA_BRPORT_BCAST_FLOOD, flag.BR_BCAST_FLOOD],
  [br.IFLA_BRPORT_PROXYARP, flag.BR_PROXYARP],
  [br.IFLA_BRPORT_PROXYARP_WIFI, flag.BR_PROXYARP_WIFI],
  [br.IFLA_BRPORT_VLAN_TUNNEL, flag.BR_VLAN_TUNNEL],
  [br.IFLA_BRPORT_NEIGH_SUPPRESS, flag.BR_NEIGH_SUPPRESS],
  [br.IFLA_BRPORT_ISOLATED, flag.BR_ISOLATED],
  [br.IFLA_BRPORT_LOCKED, flag.BR_PORT_LOCKED],
  [br.IFLA_BRPORT_MAB, flag.BR_PORT_MAB],
  [br.IFLA_BRPORT_NEIGH_VLAN_SUPPRESS, flag.BR_NEIGH_VLAN_SUPPRESS],
];

/** What follows from changed flags (`br_port_flags_change`). */
export function portFlagsChanged(port: NetBridgePort, changed: number): void {
  if ((changed & flag.BR_AUTO_MASK) !== 0) updatePortCount(port.bridge);
  if ((changed & (flag.BR_NEIGH_SUPPRESS | flag.BR_NEIGH_VLAN_SUPPRESS)) !== 0)
    recalculateNeighSuppress(port.bridge);
}

function applyFlags(port: NetBridgePort, table: AttributeTable, extack: ExtendedAck): number {
  const before = port.flags;
  for (const [type, bit] of FLAGS) {
    if (!table.has(type)) continue;
    port.flags = table.u8(type) === 0 ? port.flags & ~bit : port.flags | bit;
  }
  const needed = flag.BR_PORT_LOCKED | flag.BR_LEARNING;
  if ((port.flags & flag.BR_PORT_MAB) !== 0 && (port.flags & needed) !== needed) {
    port.flags = before;
    return extack.fail(-EINVAL, "Bridge port must be locked and have learning enabled when MAB is enabled");
  }
  if ((before & ~port.flags & flag.BR_PORT_MAB) !== 0) flushLocked(port);
  if ((before & ~port.flags & flag.BR_VLAN_TUNNEL) !== 0) flushTunnels(port);
  portFlagsChanged(port, before ^ port.flags);
  return 0;
}

function flushLocked(port: NetBridgePort): void {
  for (const entry of port.bridge.fdb.entries())
    if (entry.dst === port && (entry.flags & BR_FDB_LOCKED) !== 0) fdbDelete(port.bridge, entry);
}

/** Who runs the protocol in a program sets states himself. @returns 0 or a negative error */
export function setPortState(port: NetBridgePort, state: number): number {
  const { bridge, dev } = port;
  if (state > flag.BR_STATE_BLOCKING) return -EINVAL;
  if (bridge.stpEnabled === flag.BR_KERNEL_STP) return -EBUSY;
  if (!dev.running || (!dev.carrier && state !== flag.BR_STATE_DISABLED)) return -ENETDOWN;
  setState(port, state);
  portStateSelection(bridge);
  return 0;
}

function setBackup(port: NetBridgePort, index: number): number {
  if (index === 0) return changeBackup(port, null);
  const dev = port.bridge.net.devByIndex(index);
  return dev === undefined ? -ENOENT : changeBackup(port, dev);
}

function setPortFwdMask(port: NetBridgePort, mask: number): number {
  if ((mask & flag.BR_GROUPFWD_MACPAUSE) !== 0) return -EINVAL;
  port.groupFwdMask = mask;
  return 0;
}

type Setter = (port: NetBridgePort, table: AttributeTable) => number;

const BEFORE_MULTICAST: readonly (readonly [number, Setter])[] = [
  [br.IFLA_BRPORT_COST, (port, table) => setPathCost(port, table.u32(br.IFLA_BRPORT_COST))],
  [br.IFLA_BRPORT_PRIORITY, (port, table) => setPortPriority(port, table.u16(br.IFLA_BRPORT_PRIORITY))],
  [br.IFLA_BRPORT_STATE, (port, table) => setPortState(port, table.u8(br.IFLA_BRPORT_STATE))],
  [
    br.IFLA_BRPORT_FLUSH,
    (port) => {
      fdbDeleteByPort(port.bridge, port, 0, false);
      return 0;
    },
  ],
];

const AFTER_MULTICAST: readonly (readonly [number, Setter])[] = [
  [
    br.IFLA_BRPORT_GROUP_FWD_MASK,
    (port, table) => setPortFwdMask(port, table.u16(br.IFLA_BRPORT_GROUP_FWD_MASK)),
  ],
  [br.IFLA_BRPORT_BACKUP_PORT, (port, table) => setBackup(port, table.u32(br.IFLA_BRPORT_BACKUP_PORT))],
  // next hops apart from routes are not there
  [
    br.IFLA_BRPORT_BACKUP_NHID,
    (_port, table) => (table.u32(br.IFLA_BRPORT_BACKUP_NHID) === 0 ? 0 : -EOPNOTSUPP),
  ],
];

function run(
  setters: readonly (readonly [number, Setter])[],
  port: NetBridgePort,
  table: AttributeTable,
): number {
  for (const [type, set] of setters) {
    if (!table.has(type)) continue;
    const error = set(port, table);
    if (error < 0) return error;
  }
  return 0;
}

/** Applies a port's attributes. @returns 0 or a negative error; what came before the error stays */
export function setPort(port: NetBridgePort, table: AttributeTable, extack: ExtendedAck): number {
  return (
    applyFlags(port, table, extack) ||
    run(BEFORE_MULTICAST, port, table) ||
    changePortMulticast(port, table, extack) ||
    run(AFTER_MULTICAST, port, table)
  );
}
