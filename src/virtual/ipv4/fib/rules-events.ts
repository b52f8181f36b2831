/** Policy rules that name devices follow them as they come and go (`attach_rules`, `detach_rules`). */
import type { NetDevice } from "../../core/dev/netdevice.ts";

/** Rules that name a device that came are in force again. */
export function registerRules(dev: NetDevice): void {
  dev.net.ipv4.rules?.attach(dev);
}

/** Rules that name a device that goes match nothing any more. */
export function unregisterRules(dev: NetDevice): void {
  dev.net.ipv4.rules?.detach(dev);
}
