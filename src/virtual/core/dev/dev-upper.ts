/**
 * Devices that stand on one another: the links between a device and those above it, and who takes over what a device receives.
 *
 * Source: `net/core/dev.c` (`netdev_rx_handler_register`, `__netdev_upper_dev_link`, `__netdev_upper_dev_unlink`,
 * `netif_stacked_transfer_operstate`).
 */
import { EBUSY, EEXIST, EMLINK } from "../../../errno.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import { NO_MASTER } from "../../../netlink/link-attributes.ts";
import type { RxHandler } from "./device-relations.ts";
import { carrierOff, carrierOn, dormantOff, dormantOn } from "./link-watch.ts";
import { IF_OPER_DORMANT, type NetDevice } from "./netdevice.ts";

/** Levels of devices over one another (`MAX_NEST_DEV`). */
const MAX_NEST_DEV = 8;

/**
 * From now on `handler` sees every frame that the device receives, before the stack does (`netdev_rx_handler_register`).
 * @param data kept for the handler in `rxHandlerData`
 * @returns 0, or `-EBUSY` when the device has a handler
 */
export function registerRxHandler(dev: NetDevice, handler: RxHandler, data: unknown): number {
  if (dev.rxHandler !== null) return -EBUSY;
  dev.rxHandlerData = data;
  dev.rxHandler = handler;
  return 0;
}

/** `netdev_rx_handler_unregister` */
export function unregisterRxHandler(dev: NetDevice): void {
  dev.rxHandler = null;
  dev.rxHandlerData = null;
}

/** Whether a dump's filter by master lets a device pass: 0 is none, {@link NO_MASTER} wants a device without (`link_master_filtered`). */
export function masterWanted(dev: NetDevice | null, wanted: number): boolean {
  if (wanted === 0) return true;
  const master = dev?.master ?? null;
  return wanted === NO_MASTER ? master === null : master?.ifindex === wanted;
}

/** Whether `upper` stands on the device, directly or over others (`netdev_has_upper_dev_all_rcu`). */
export function hasUpper(dev: NetDevice, upper: NetDevice): boolean {
  return dev.upper.some((above) => above === upper || hasUpper(above, upper));
}

function levels(dev: NetDevice, side: "upper" | "lower"): number {
  let most = 0;
  for (const next of dev[side]) most = Math.max(most, levels(next, side));
  return most + 1;
}

function refusal(dev: NetDevice, upper: NetDevice, master: boolean): number {
  if (dev === upper || hasUpper(upper, dev)) return -EBUSY;
  if (levels(dev, "lower") + levels(upper, "upper") > MAX_NEST_DEV) return -EMLINK;
  if (!master) return dev.upper.includes(upper) ? -EEXIST : 0;
  if (dev.master === null) return 0;
  return dev.master === upper ? -EEXIST : -EBUSY;
}

function connect(dev: NetDevice, upper: NetDevice, master: boolean): void {
  dev.upper = master ? [upper, ...dev.upper] : [...dev.upper, upper];
  upper.lower = [...upper.lower, dev];
  if (master) dev.master = upper;
}

function disconnect(dev: NetDevice, upper: NetDevice): void {
  dev.upper = dev.upper.filter((other) => other !== upper);
  upper.lower = upper.lower.filter((other) => other !== dev);
  if (dev.master === upper) dev.master = null;
}

/**
 * Puts `upper` above the device; as its `master` it is the only one of that sort (`netdev_upper_dev_link`,
 * `netdev_master_upper_dev_link`). Listeners may veto it before, and undo it after.
 * @returns 0, or `-EBUSY` (a circle, another master), `-EEXIST` or `-EMLINK` (too many levels)
 */
export function linkUpper(dev: NetDevice, upper: NetDevice, master: boolean, extack?: ExtendedAck): number {
  const refused = refusal(dev, upper, master);
  if (refused < 0) return refused;
  const notifiers = dev.net.machine.notifiers;
  const info = { upper, linking: true, extack };
  const veto = notifiers.call("NETDEV_PRECHANGEUPPER", dev, info);
  if (veto < 0) return veto;
  connect(dev, upper, master);
  const error = notifiers.call("NETDEV_CHANGEUPPER", dev, info);
  if (error < 0) disconnect(dev, upper);
  return error;
}

/** `netdev_upper_dev_unlink` */
export function unlinkUpper(dev: NetDevice, upper: NetDevice): void {
  const notifiers = dev.net.machine.notifiers;
  const info = { upper, linking: false };
  notifiers.call("NETDEV_PRECHANGEUPPER", dev, info);
  disconnect(dev, upper);
  notifiers.call("NETDEV_CHANGEUPPER", dev, info);
}

/** A device on top has the carrier and the dormancy of the one that it stands on (`netif_stacked_transfer_operstate`). */
export function transferOperstate(lower: NetDevice, dev: NetDevice): void {
  if (lower.operstate === IF_OPER_DORMANT) dormantOn(dev);
  else dormantOff(dev);
  if (lower.carrier) carrierOn(dev);
  else carrierOff(dev);
}
