/**
 * Messages about devices.
 *
 * Source: `net/core/dev.c` (`__netdev_printk`).
 */

import type { NetDevice } from "../dev/netdevice.ts";
import { KERN_INFO, KERN_WARNING } from "./log-level.ts";

/** `netdev_info` */
export function netdevInfo(dev: NetDevice, text: string): void {
  dev.net.machine.log.print(KERN_INFO, `${dev.name}: ${text}`);
}

/** `netdev_warn` */
export function netdevWarn(dev: NetDevice, text: string): void {
  dev.net.machine.log.print(KERN_WARNING, `${dev.name}: ${text}`);
}
