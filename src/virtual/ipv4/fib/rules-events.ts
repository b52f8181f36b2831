/** Policy rules that name devices follow them as they come and go (`attach_rules`, `detach_rules`). */
import type { NetDevice } from "../../core/dev/netdevice.ts";

export function registerRules(dev: NetDevice): void {
  dev.net.ipv4.rules?.attach(dev);
}

export function unregisterRules(dev: NetDevice): void {
  dev.net.ipv4.rules?.detach(dev);
}
