/**
 * How a namespace ends.
 *
 * Source: `net/core/net_namespace.c` (`cleanup_net`), `net/core/dev.c`
 * (`default_device_exit_batch`).
 */
import { moveToNetns } from "./dev/dev-netns.ts";
import { deleteDevice, unregisterDevices } from "./dev/dev-register.ts";
import type { NetDevice } from "./dev/netdevice.ts";
import type { Machine } from "./machine.ts";
import type { Net } from "./net.ts";
import { forgetIds } from "./netns-ids.ts";
import { KernelTimer } from "./timer.ts";

/**
 * How long after its last holder went a namespace is taken apart, ns. On Linux a work queue does it: measured between the end of
 * `umount` and the peer's disappearance 0.03 to 3.4 ms on an idle 6.18; here always the same.
 */
const CLEANUP_DELAY = 500_000;

/** Arranges that namespaces without holders are taken apart a moment later (`cleanup_net`). */
export function initNamespaces(machine: Machine): void {
  let waiting: Net[] = [];
  const work = new KernelTimer<null>(() => {
    const batch = waiting;
    waiting = [];
    cleanup(machine, batch);
  }, null);
  machine.destroyNet = (net) => {
    waiting.push(net);
    if (!work.pending) machine.modTimer(work, machine.now() + CLEANUP_DELAY);
  };
}

function cleanup(machine: Machine, batch: readonly Net[]): void {
  for (const net of batch) machine.nets.delete(net);
  for (const net of batch) forgetIds(net);
  for (const net of batch) refundDevices(machine, net);
  const queue = new Set<NetDevice>();
  for (let i = batch.length - 1; i >= 0; i--) {
    for (const dev of [...batch[i].devices.values()].reverse()) deleteDevice(dev, queue);
  }
  unregisterDevices(queue);
  for (const net of batch) machine.netDestroyed(net);
}

/** Devices that are not software's go back to the first namespace (`default_device_exit_net`). */
function refundDevices(machine: Machine, net: Net): void {
  for (const dev of [...net.devices.values()]) {
    if (dev.netnsLocal || (dev.linkOps !== null && !dev.linkOps.refund)) continue;
    const target = machine.initNet;
    const pattern = target.names.has(dev.name) ? "dev%d" : "";
    moveToNetns(dev, target, pattern, 0, undefined);
  }
}
