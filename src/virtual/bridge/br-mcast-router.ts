/**
 * Routers for groups: behind which ports they are, and whether the host is one.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_mark_router`, `br_multicast_set_router`, `br_multicast_set_port_router`).
 */
import { EINVAL } from "../../errno.ts";
import {
  MDB_RTR_TYPE_DISABLED,
  MDB_RTR_TYPE_PERM,
  MDB_RTR_TYPE_TEMP,
  MDB_RTR_TYPE_TEMP_QUERY,
} from "../../netlink/mdb.ts";
import { RTM_DELMDB, RTM_NEWMDB } from "../../netlink/rtnetlink.ts";
import { FAMILIES, type Family } from "./br-mcast-context.ts";
import { isUsable } from "./br-mcast-groups.ts";
import { routerNotify } from "./br-mdb-fill.ts";
import type { NetBridge, NetBridgePort } from "./br-private.ts";
import { startTimer } from "./br-time.ts";

const OTHER: Readonly<Record<Family, Family>> = { ip4: "ip6", ip6: "ip4" };

/** `br_multicast_add_router` */
export function addRouter(port: NetBridgePort, family: Family): void {
  const { isRouter } = port.multicast;
  if (isRouter[family]) return;
  isRouter[family] = true;
  if (!isRouter[OTHER[family]]) routerNotify(port, RTM_NEWMDB);
}

/** `br_multicast_rport_del` */
function removeRouter(port: NetBridgePort, family: Family): boolean {
  const { isRouter } = port.multicast;
  if (!isRouter[family]) return false;
  isRouter[family] = false;
  return true;
}

/** Tells that no router is behind the port any more, of whatever family; a passing one stays off (`br_multicast_rport_del_notify`). */
function removed(port: NetBridgePort, deleted: boolean): void {
  const { multicast } = port;
  if (!deleted || multicast.isRouter.ip4 || multicast.isRouter.ip6) return;
  routerNotify(port, RTM_DELMDB);
  if (multicast.router === MDB_RTR_TYPE_TEMP) multicast.router = MDB_RTR_TYPE_TEMP_QUERY;
}

/** A router was heard (`br_multicast_mark_router`). */
export function markRouter(bridge: NetBridge, port: NetBridgePort | null, family: Family): void {
  if (!isUsable(bridge, port)) return;
  const { machine } = bridge.net;
  const { multicast } = bridge;
  if (port === null) {
    if (multicast.router === MDB_RTR_TYPE_TEMP_QUERY)
      startTimer(machine, multicast.routerTimers[family], multicast.querierInterval);
    return;
  }
  const { router, routerTimers } = port.multicast;
  if (router === MDB_RTR_TYPE_DISABLED || router === MDB_RTR_TYPE_PERM) return;
  addRouter(port, family);
  startTimer(machine, routerTimers[family], multicast.querierInterval);
}

/** A router was silent for long (`br_multicast_router_expired`). */
export function routerExpired(port: NetBridgePort, family: Family): void {
  const { router, routerTimers } = port.multicast;
  if (router === MDB_RTR_TYPE_DISABLED || router === MDB_RTR_TYPE_PERM || routerTimers[family].pending)
    return;
  removed(port, removeRouter(port, family));
}

/** No timers, no heard routers. */
export function clearRouters(port: NetBridgePort): void {
  const { machine } = port.bridge.net;
  let deleted = false;
  for (const family of FAMILIES) {
    machine.deleteTimer(port.multicast.routerTimers[family]);
    deleted = removeRouter(port, family) || deleted;
  }
  removed(port, deleted);
}

/** `br_multicast_set_router`. @returns 0 or `-EINVAL` */
export function setRouter(bridge: NetBridge, type: number): number {
  if (type > MDB_RTR_TYPE_PERM) return -EINVAL;
  const { multicast } = bridge;
  if (type !== MDB_RTR_TYPE_TEMP_QUERY)
    for (const family of FAMILIES) bridge.net.machine.deleteTimer(multicast.routerTimers[family]);
  multicast.router = type;
  return 0;
}

/** `br_multicast_set_port_router`. @returns 0 or `-EINVAL` */
export function setPortRouter(port: NetBridgePort, type: number): number {
  if (type > MDB_RTR_TYPE_TEMP) return -EINVAL;
  const { multicast, bridge } = port;
  const { machine } = bridge.net;
  if (multicast.router === type) {
    // who is one for a time, is it anew
    if (type === MDB_RTR_TYPE_TEMP) for (const family of FAMILIES) markRouter(bridge, port, family);
    return 0;
  }
  multicast.router = type;
  if (type === MDB_RTR_TYPE_DISABLED || type === MDB_RTR_TYPE_TEMP_QUERY) {
    let deleted = false;
    for (const family of FAMILIES) {
      deleted = removeRouter(port, family) || deleted;
      if (type === MDB_RTR_TYPE_DISABLED) machine.deleteTimer(multicast.routerTimers[family]);
    }
    removed(port, deleted);
    return 0;
  }
  for (const family of FAMILIES) {
    if (type === MDB_RTR_TYPE_PERM) {
      machine.deleteTimer(multicast.routerTimers[family]);
      addRouter(port, family);
    } else markRouter(bridge, port, family);
  }
  return 0;
}

/** Whether the host wants all groups of the family (`br_multicast_is_router`). */
export function isHostRouter(bridge: NetBridge, family: Family | null): boolean {
  const { router, routerTimers } = bridge.multicast;
  if (router === MDB_RTR_TYPE_PERM) return true;
  if (router !== MDB_RTR_TYPE_TEMP_QUERY) return false;
  if (family === null) return routerTimers.ip4.pending || routerTimers.ip6.pending;
  return routerTimers[family].pending;
}
