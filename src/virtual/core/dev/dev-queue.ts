/**
 * The root queueing discipline of a device: which one it gets, and when it passes frames on.
 *
 * Drivers here never stop their queues, so a discipline has nothing to keep: it is a name, and a gate that is shut (`noop`) while
 * the device is closed or without carrier.
 *
 * Source: `net/sched/sch_generic.c` (`dev_activate`, `attach_default_qdiscs`, `dev_deactivate`, `dev_shutdown`).
 */
import { netdevWarn } from "../printk/netdev-printk.ts";
import type { NetDevice } from "./netdevice.ts";

/** Longest queue whose ring of pointers can be allocated at once (`__ptr_ring_init_queue_alloc`: 4 MiB of pointers). */
export const RING_MAX = 524_288;

/** One that can not be without a queue, or with one so long, gives way (`pfifo_fast_init`, `attach_default_qdiscs`). */
function defaultQdisc(dev: NetDevice): string {
  if (dev.noQueue) return "noqueue";
  const { defaultQdisc: usual } = dev.net.machine.settings;
  if (usual === "pfifo_fast" && (dev.txQueueLength === 0 || dev.txQueueLength > RING_MAX)) {
    netdevWarn(dev, `default qdisc (${usual}) fail, fallback to noqueue`);
    return "noqueue";
  }
  return dev.numTxQueues > 1 ? "mq" : usual;
}

/** Called on open and when the carrier comes (`dev_activate`). */
export function activateDevice(dev: NetDevice): void {
  if (dev.qdisc === "noop") dev.qdisc = defaultQdisc(dev);
  if (dev.carrier) dev.txActive = true;
}

/** Called on close and when the carrier goes (`dev_deactivate`): what is sent now is dropped by `noop`. */
export function deactivateDevice(dev: NetDevice): void {
  dev.txActive = false;
}

/** Whether the discipline can have queues of that length (`dev_qdisc_change_tx_queue_len`, `pfifo_fast_change_tx_queue_len`). */
export function canQueue(dev: NetDevice, length: number): boolean {
  const { defaultQdisc: usual } = dev.net.machine.settings;
  const ofRings = dev.qdisc === "pfifo_fast" || (dev.qdisc === "mq" && usual === "pfifo_fast");
  return !ofRings || length <= RING_MAX;
}

/** The device goes, or goes elsewhere (`dev_shutdown`). */
export function shutdownQueue(dev: NetDevice): void {
  dev.txActive = false;
  dev.qdisc = "noop";
}
