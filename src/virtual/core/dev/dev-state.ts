/**
 * What a device's state comes to: flags as user space sees them, operational state.
 *
 * Source: `net/core/dev.c` (`netif_get_flags`), `net/core/link_watch.c` (`default_operstate`, `rfc2863_policy`).
 */
import {
  IF_OPER_DORMANT,
  IF_OPER_DOWN,
  IF_OPER_LOWERLAYERDOWN,
  IF_OPER_TESTING,
  IF_OPER_UNKNOWN,
  IF_OPER_UP,
  IFF_ALLMULTI,
  IFF_DORMANT,
  IFF_LOWER_UP,
  IFF_PROMISC,
  IFF_RUNNING,
  type NetDevice,
} from "./netdevice.ts";

const IF_LINK_MODE_DORMANT = 1;
const IF_LINK_MODE_TESTING = 2;
const COMPUTED = IFF_PROMISC | IFF_ALLMULTI | IFF_RUNNING | IFF_LOWER_UP | IFF_DORMANT;

/** Whether the device can pass packets (`netif_oper_up`). */
export function isOperUp(dev: NetDevice): boolean {
  return dev.operstate === IF_OPER_UP || dev.operstate === IF_OPER_UNKNOWN;
}

/** The flags as user space sees them (`netif_get_flags`). */
export function getFlags(dev: NetDevice): number {
  let flags = (dev.flags & ~COMPUTED) | (dev.gflags & (IFF_PROMISC | IFF_ALLMULTI));
  if (!dev.running) return flags;
  if (isOperUp(dev)) flags |= IFF_RUNNING;
  if (dev.carrier) flags |= IFF_LOWER_UP;
  if (dev.dormant) flags |= IFF_DORMANT;
  return flags;
}

/** ifindex of what the device stands on; its own when on nothing (`dev_get_iflink`). */
export function getIflink(dev: NetDevice): number {
  const get = dev.ops.getIflink;
  return get === undefined ? dev.ifindex : get(dev);
}

function carrierlessState(dev: NetDevice): number {
  const iflink = getIflink(dev);
  if (iflink === dev.ifindex) return IF_OPER_DOWN;
  const lower = dev.net.devByIndex(iflink);
  return lower === undefined || lower.carrier ? IF_OPER_DOWN : IF_OPER_LOWERLAYERDOWN;
}

/** Computes the operational state (`rfc2863_policy`). */
export function updateOperstate(dev: NetDevice): void {
  let state = IF_OPER_UP;
  if (!dev.carrier) state = carrierlessState(dev);
  else if (dev.dormant) state = IF_OPER_DORMANT;
  // what went and came back unseen is as it was, whatever the mode says now
  if (state === dev.operstate) return;
  if (state === IF_OPER_UP && dev.linkMode === IF_LINK_MODE_TESTING) state = IF_OPER_TESTING;
  if (state === IF_OPER_UP && dev.linkMode === IF_LINK_MODE_DORMANT) state = IF_OPER_DORMANT;
  dev.operstate = state;
}
