/**
 * Flags of devices: what user space is shown and what it changes, open and close, promiscuity.
 *
 * Source: `net/core/dev.c` (`netif_get_flags`, `__dev_open`, `__dev_close_many`, `netif_change_flags`, `__dev_set_promiscuity`).
 */

import type { ExtendedAck } from "../../../netlink/error.ts";
import { IFF_VOLATILE } from "../../../netlink/link-flags.ts";
import { RTM_NEWLINK } from "../../../netlink/rtnetlink.ts";
import { type LinkNotice, notifyLink } from "../rtnetlink/rtnetlink-link-notify.ts";
import { activateDevice, deactivateDevice } from "./dev-queue.ts";
import { countAllmulti, countPromiscuity, setRxMode } from "./dev-rx-mode.ts";
import {
  IFF_ALLMULTI,
  IFF_AUTOMEDIA,
  IFF_DEBUG,
  IFF_DYNAMIC,
  IFF_MULTICAST,
  IFF_NOARP,
  IFF_NOTRAILERS,
  IFF_PORTSEL,
  IFF_PROMISC,
  IFF_RUNNING,
  IFF_UP,
  type NetDevice,
} from "./netdevice.ts";

const SETTABLE =
  IFF_DEBUG | IFF_NOTRAILERS | IFF_NOARP | IFF_DYNAMIC | IFF_MULTICAST | IFF_PORTSEL | IFF_AUTOMEDIA;
/** Opens the driver (`__dev_open`); nobody is told. @returns 0 or a negative error */
export function openSilently(dev: NetDevice, extack?: ExtendedAck): number {
  const veto = dev.net.machine.notifiers.call("NETDEV_PRE_UP", dev, { extack });
  if (veto < 0) return veto;
  dev.running = true;
  const error = dev.ops.validateAddress?.(dev) || dev.ops.open?.(dev) || 0;
  if (error < 0) {
    dev.running = false;
    return error;
  }
  dev.flags |= IFF_UP;
  setRxMode(dev);
  activateDevice(dev);
  return 0;
}

/** Closes the driver (`__dev_close`). */
export function closeSilently(dev: NetDevice): void {
  dev.net.machine.notifiers.call("NETDEV_GOING_DOWN", dev);
  dev.running = false;
  deactivateDevice(dev);
  dev.ops.stop?.(dev);
  dev.flags &= ~IFF_UP;
}

/** `dev_close_many`: first all drivers stop, then the rest of the kernel hears of it. */
export function closeDevices(devices: readonly NetDevice[]): void {
  const up = devices.filter((dev) => dev.isUp);
  for (const dev of up) dev.net.machine.notifiers.call("NETDEV_GOING_DOWN", dev);
  for (const dev of up) {
    dev.running = false;
    deactivateDevice(dev);
  }
  for (const dev of up) {
    dev.ops.stop?.(dev);
    dev.flags &= ~IFF_UP;
  }
  for (const dev of up) {
    notifyLink(RTM_NEWLINK, dev, IFF_UP | IFF_RUNNING);
    dev.net.machine.notifiers.call("NETDEV_DOWN", dev);
  }
}

/** Sets the flags without telling (`__dev_change_flags`). @returns 0 or a negative error */
export function changeFlagsSilently(dev: NetDevice, flags: number, extack?: ExtendedAck): number {
  const before = dev.flags;
  dev.flags = (flags & SETTABLE) | (before & (IFF_UP | IFF_VOLATILE | IFF_PROMISC | IFF_ALLMULTI));
  if (((before ^ dev.flags) & IFF_MULTICAST) !== 0) setRxMode(dev);
  let result = 0;
  if (((before ^ flags) & IFF_UP) !== 0) {
    if ((before & IFF_UP) !== 0) closeSilently(dev);
    else result = openSilently(dev, extack);
  }
  if (((flags ^ dev.gflags) & IFF_PROMISC) !== 0) {
    dev.gflags ^= IFF_PROMISC;
    changePromiscuity(dev, (flags & IFF_PROMISC) !== 0 ? 1 : -1, false);
  }
  if (((flags ^ dev.gflags) & IFF_ALLMULTI) !== 0) {
    dev.gflags ^= IFF_ALLMULTI;
    changeAllmulti(dev, (flags & IFF_ALLMULTI) !== 0 ? 1 : -1, false);
  }
  return result;
}

/** `netif_change_flags`. @returns 0 or a negative error */
export function changeFlags(dev: NetDevice, flags: number, extack?: ExtendedAck): number {
  const flagsBefore = dev.flags;
  const wantedBefore = dev.gflags;
  const error = changeFlagsSilently(dev, flags, extack);
  if (error < 0) return error;
  notifyFlags(dev, flagsBefore, (flagsBefore ^ dev.flags) | (wantedBefore ^ dev.gflags));
  return 0;
}

/** Tells of changed flags: rtnetlink of `changed` (if not 0), and the kernel of what differs (`__dev_notify_flags`). */
export function notifyFlags(dev: NetDevice, before: number, changed: number, notice?: LinkNotice): void {
  const differs = dev.flags ^ before;
  const notifiers = dev.net.machine.notifiers;
  if (changed !== 0) notifyLink(RTM_NEWLINK, dev, changed, notice);
  if ((differs & IFF_UP) !== 0) notifiers.call(dev.isUp ? "NETDEV_UP" : "NETDEV_DOWN", dev);
  if (dev.isUp && (differs & ~(IFF_UP | IFF_PROMISC | IFF_ALLMULTI | IFF_VOLATILE)) !== 0)
    notifiers.call("NETDEV_CHANGE", dev, { flagsChanged: differs });
}

/** Counts a user of promiscuous mode in or out (`dev_set_promiscuity`). @returns 0 or a negative error */
export function changePromiscuity(dev: NetDevice, count: number, notify = true): number {
  const before = dev.flags;
  const error = countPromiscuity(dev, count);
  if (error < 0) return error;
  // also of one more or less that changes no flag
  if (notify) notifyFlags(dev, before, IFF_PROMISC);
  if (dev.flags !== before) setRxMode(dev);
  return 0;
}

/** Counts a receiver of all multicast frames in or out (`dev_set_allmulti`). @returns 0 or a negative error */
export function changeAllmulti(dev: NetDevice, count: number, notify = true): number {
  const before = dev.flags;
  const wantedBefore = dev.gflags;
  const error = countAllmulti(dev, count);
  if (error < 0 || dev.flags === before) return error;
  setRxMode(dev);
  if (notify) notifyFlags(dev, before, dev.gflags ^ wantedBefore);
  return 0;
}

/** Tells of a changed state of the link (`netif_state_change`). */
export function notifyStateChange(dev: NetDevice): void {
  if (!dev.isUp) return;
  dev.net.machine.notifiers.call("NETDEV_CHANGE", dev);
  notifyLink(RTM_NEWLINK, dev, 0);
}
