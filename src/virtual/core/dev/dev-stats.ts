/**
 * The counters of a device as user space sees them: the driver's and the core's (`dev_get_stats`).
 */
import { DeviceStats } from "./device-stats.ts";
import type { NetDevice } from "./netdevice.ts";

const ZERO = new DeviceStats();

/** Fills `into` with all counters of the device. */
export function getStats(dev: NetDevice, into: DeviceStats): DeviceStats {
  if (dev.ops.getStats64 !== undefined) {
    into.assign(ZERO);
    dev.ops.getStats64(dev, into);
  } else into.assign(dev.stats);
  into.rxDropped += dev.coreRxDropped;
  into.txDropped += dev.coreTxDropped;
  into.rxNohandler += dev.coreRxNohandler;
  into.rxOtherhostDropped = dev.stats.rxOtherhostDropped;
  return into;
}
