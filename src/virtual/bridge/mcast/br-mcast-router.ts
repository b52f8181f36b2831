/**
 * Routers for groups: behind which ports they are, and whether the host is one.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_mark_router`, `br_multicast_set_router`, `br_multicast_set_port_router`).
 */
import { EINVAL } from "../../../errno.ts";
import {
  MDB_RTR_TYPE_DISABLED,
  MDB_RTR_TYPE_PERM,
  MDB_RTR_TYPE_TEMP,
  MDB_RTR_TYPE_TEMP_QUERY,
} from "../../../netlink/mdb.ts";
import { RTM_DELMDB, RTM_NEWMDB } from "../../../netlink/rtnetlink.ts";
import { startTimer } from "../br-time.ts";
import { routerNotify } from "../mdb/br-mdb-fill.ts";
import { FAMILIES, type Family, type McastContext, type PortMcastContext } from "./br-mcast-context.ts";
import { isUsable } from "./br-mcast-usable.ts";

const OTHER: Readonly<Record<Family, Family>> = { ip4: "ip6", ip6: "ip4" };

/** `br_multicast_add_router` */
export function addRouter(port: PortMcastContext, family: Family): void {
  const { isRouter } = port;
  if (isRouter[family]) return;
  isRouter[family] = true;
  if (!isRouter[OTHER[family]]) routerNotify(port, RTM_NEWMDB);
}

/** `br_multicast_rport_del` */
function removeRouter({ isRouter }: PortMcastContext, family: Family): boolean {
  if (!isRouter[family]) return false;
  isRouter[family] = false;
  return true;
}

/** Tells that no router is behind the port any more, of whatever family; a passing one stays off (`br_multicast_rport_del_notify`). */
function removed(port: PortMcastContext, deleted: boolean): void {
  if (!deleted || port.isRouter.ip4 || port.isRouter.ip6) return;
  routerNotify(port, RTM_DELMDB);
  if (port.router === MDB_RTR_TYPE_TEMP) port.router = MDB_RTR_TYPE_TEMP_QUERY;
}

/** A router was heard (`br_multicast_mark_router`). */
export function markRouter(context: McastContext, port: PortMcastContext | null, family: Family): void {
  if (!isUsable(context, port)) return;
  const { machine } = context.bridge.net;
  if (port === null) {
    if (context.router === MDB_RTR_TYPE_TEMP_QUERY)
      startTimer(machine, context.routerTimers[family], context.querierInterval);
    return;
  }
  const { router, routerTimers } = port;
  if (router === MDB_RTR_TYPE_DISABLED || router === MDB_RTR_TYPE_PERM) return;
  addRouter(port, family);
  startTimer(machine, routerTimers[family], context.querierInterval);
}

/** A router was silent for long (`br_multicast_router_expired`). */
export function routerExpired(port: PortMcastContext, family: Family): void {
  const { router, routerTimers } = port;
  if (router === MDB_RTR_TYPE_DISABLED || router === MDB_RTR_TYPE_PERM || routerTimers[family].pending)
    return;
  removed(port, removeRouter(port, family));
}

/** No timers, no heard routers. */
export function clearRouters(port: PortMcastContext): void {
  const { machine } = port.port.bridge.net;
  let deleted = false;
  for (const family of FAMILIES) {
    machine.deleteTimer(port.routerTimers[family]);
    deleted = removeRouter(port, family) || deleted;
  }
  removed(port, deleted);
}

/** `br_multicast_set_router`. @returns 0 or `-EINVAL` */
export function setRouter(context: McastContext, type: number): number {
  if (type > MDB_RTR_TYPE_PERM) return -EINVAL;
  if (type !== MDB_RTR_TYPE_TEMP_QUERY)
    for (const family of FAMILIES) context.bridge.net.machine.deleteTimer(context.routerTimers[family]);
  context.router = type;
  return 0;
}

/** `br_multicast_set_port_router`. @returns 0 or `-EINVAL` */
export function setPortRouter(port: PortMcastContext, type: number): number {
  if (type > MDB_RTR_TYPE_TEMP) return -EINVAL;
  const context = port.bridgeContext;
  const { machine } = context.bridge.net;
  if (port.router === type) {
    // who is one for a time, is it anew
    if (type === MDB_RTR_TYPE_TEMP) for (const family of FAMILIES) markRouter(context, port, family);
    return 0;
  }
  port.router = type;
  if (type === MDB_RTR_TYPE_DISABLED || type === MDB_RTR_TYPE_TEMP_QUERY) {
    let deleted = false;
    for (const family of FAMILIES) {
      deleted = removeRouter(port, family) || deleted;
      if (type === MDB_RTR_TYPE_DISABLED) machine.deleteTimer(port.routerTimers[family]);
    }
    removed(port, deleted);
    return 0;
  }
  for (const family of FAMILIES) {
    if (type === MDB_RTR_TYPE_PERM) {
      machine.deleteTimer(port.routerTimers[family]);
      addRouter(port, family);
    } else markRouter(context, port, family);
  }
  return 0;
}

/** Whether the host wants all groups of the family (`br_multicast_is_router`). */
export function isHostRouter({ router, routerTimers }: McastContext, family: Family | null): boolean {
  if (router === MDB_RTR_TYPE_PERM) return true;
  if (router !== MDB_RTR_TYPE_TEMP_QUERY) return false;
  if (family === null) return routerTimers.ip4.pending || routerTimers.ip6.pending;
  return routerTimers[family].pending;
}
