/**
 * All tunnels of a namespace.
 *
 * Source: `drivers/net/vxlan/vxlan_core.c` (`struct vxlan_net`, `vxlan_vni_in_use`).
 */
import type { Net } from "../../core/net.ts";
import { AF_INET6 } from "./address.ts";
import { receivesAlike, type VxlanConfig } from "./config.ts";
import type { VxlanDevice } from "./device.ts";

/** The tunnels of each namespace in which they travel. */
const tunnelsOf = new WeakMap<Net, Set<VxlanDevice>>();

/** All of a namespace, in the order in which they were made. */
export function tunnels(net: Net): Set<VxlanDevice> {
  let set = tunnelsOf.get(net);
  if (set === undefined) {
    set = new Set();
    tunnelsOf.set(net, set);
  }
  return set;
}

/** Another tunnel that would get the same datagrams of a network. */
function collides(config: VxlanConfig, vni: number, other: VxlanDevice): boolean {
  const theirs = other.config;
  if (!receivesAlike(theirs, config)) return false;
  const v6 = config.remote?.family === AF_INET6;
  const taken = other.vnis === null ? theirs.vni === vni : other.vnis.has(vni);
  if (!taken || theirs.port !== config.port) return false;
  if ((other.family === AF_INET6) !== v6) return false;
  const linkLocal = config.local?.isLinkLocal === true;
  return !(linkLocal && other.local.isLinkLocal && theirs.link !== config.link);
}

/** Whether another tunnel takes what comes in of a network (`vxlan_vni_in_use`). */
export function vniInUse(config: VxlanConfig, vni: number, net: Net, self: VxlanDevice | null): boolean {
  for (const other of tunnels(net)) if (other !== self && collides(config, vni, other)) return true;
  return false;
}
