/**
 * Routes that go or come back with their device, its carrier or their source address.
 *
 * Routes that go with their device are not announced, as on Linux.
 *
 * Source: `net/ipv4/fib_semantics.c` (`fib_sync_down_dev`, `fib_sync_up`, `fib_sync_down_addr`, `fib_sync_mtu`), `fib_flush`.
 */
import {
  RT_SCOPE_NOWHERE,
  RT_TABLE_MAIN,
  RTNH_F_DEAD,
  RTNH_F_LINKDOWN,
} from "../../../netlink/route-attributes.ts";
import { RTM_DELROUTE } from "../../../netlink/rtnetlink.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { updateLearnedMtus } from "../route/route-exceptions.ts";
import { notifyRoute } from "./fib-dump.ts";
import { type FibInfo, rebalance } from "./fib-info.ts";
import { releaseFibInfo } from "./fib-info-table.ts";
import { flushRouteCache, tablesInOrder } from "./fib-lookup.ts";
import { pendingLinkUp, settleRoutes } from "./fib-pending.ts";
import type { FibAlias, FibTable } from "./fib-trie.ts";

/** What happened to the device. */
export type SyncEvent = "down" | "unregister" | "change";

function infosOn(dev: NetDevice): FibInfo[] {
  const infos = new Set<FibInfo>();
  for (let nexthop = dev.inDev?.nexthops ?? null; nexthop !== null; nexthop = nexthop.nextOnDevice)
    infos.add(nexthop.info);
  return [...infos];
}

/** As `fib_table_flush` walks through a table: from the highest prefix to the lowest, and in each from the longest to the shortest. */
function inReverse(a: FibAlias, b: FibAlias): number {
  const place = (b.node.key >>> 0) - (a.node.key >>> 0) || b.node.length - a.node.length;
  return place || b.tos - a.tos || a.info.priority - b.info.priority;
}

/** Takes the dead routes out of all tables, each in a walk of its own (`fib_flush`). `told`: listeners hear of them. */
function flushDead(net: NetIpv4, told: boolean): void {
  for (const table of tablesInOrder(net)) table.trie.history.flush(() => flushDeadOf(net, table, told));
}

/** `fib_table_flush` */
function flushDeadOf(net: NetIpv4, table: FibTable, told: boolean): void {
  const dead: FibAlias[] = [];
  table.trie.visit((alias) => {
    if (alias.tableId === table.id && (alias.info.flags & RTNH_F_DEAD) !== 0) dead.push(alias);
  });
  for (const alias of dead.sort(inReverse)) {
    if (told) notifyRoute(net, RTM_DELROUTE, alias, 0, 0, 0);
    table.remove(alias);
    releaseFibInfo(alias.info);
  }
}

/** Routes through the device die or lose their link. `force`: local ones too. */
export function syncDownDevice(dev: NetDevice, event: SyncEvent, force: boolean): void {
  if (dev.inDev) settleRoutes(dev.inDev.net);
  let died = false;
  for (const info of infosOn(dev)) {
    let dead = 0;
    for (const nexthop of info.nexthops) {
      if ((nexthop.flags & RTNH_F_DEAD) !== 0) dead++;
      else if (nexthop.dev === dev && (force || nexthop.scope !== RT_SCOPE_NOWHERE)) {
        if (event !== "change") nexthop.flags |= RTNH_F_DEAD;
        nexthop.flags |= RTNH_F_LINKDOWN;
        dead++;
      }
      if (event === "unregister" && nexthop.dev === dev) {
        dead = info.nexthops.length;
        break;
      }
    }
    if (dead === info.nexthops.length) {
      info.flags |= RTNH_F_LINKDOWN;
      if (event !== "change") {
        info.flags |= RTNH_F_DEAD;
        died = true;
        continue;
      }
    }
    rebalance(info);
  }
  const net = dev.inDev?.net;
  if (!net) return;
  if (died) flushDead(net, false);
  flushRouteCache(net);
}

/** Next hops through the device live again, or have their link again. `flags`: which of these. */
export function syncUp(dev: NetDevice, flags: number): void {
  if (!dev.isUp) return;
  const cleared = (flags & RTNH_F_DEAD) !== 0 && dev.carrier ? flags | RTNH_F_LINKDOWN : flags;
  if ((cleared & RTNH_F_LINKDOWN) !== 0) pendingLinkUp(dev);
  for (const info of infosOn(dev)) {
    let alive = 0;
    for (const nexthop of info.nexthops) {
      if ((nexthop.flags & cleared) === 0) {
        alive++;
        continue;
      }
      if (nexthop.dev === null || !nexthop.dev.isUp || nexthop.dev !== dev) continue;
      alive++;
      nexthop.flags &= ~cleared;
    }
    if (alive > 0) info.flags &= ~cleared;
    rebalance(info);
  }
}

/** The device's MTU was another (`fib_sync_mtu`). */
export function syncMtu(dev: NetDevice, before: number): void {
  for (let nexthop = dev.inDev?.nexthops ?? null; nexthop !== null; nexthop = nexthop.nextOnDevice)
    updateLearnedMtus(nexthop, dev.mtu, before);
}

/** Routes of the main table that prefer a source address which is gone go too; these are announced, the highest first. */
export function syncDownAddress(net: NetIpv4, address: number): void {
  settleRoutes(net);
  let died = false;
  for (let info = net.prefsrcs?.get(address) ?? null; info !== null; info = info.nextWithPrefsrc) {
    if (info.tableId !== RT_TABLE_MAIN) continue;
    info.flags |= RTNH_F_DEAD;
    died = true;
  }
  if (!died) return;
  flushDead(net, true);
  flushRouteCache(net);
}
