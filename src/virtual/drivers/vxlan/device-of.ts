/**
 * Whose the datagrams are that a socket brings.
 *
 * Source: `drivers/net/vxlan/vxlan_core.c` (`vxlan_vs_find_vni`).
 */
import type { VxlanDevice, VxlanSocket } from "./device.ts";

/** The device that takes the frames of a network that a socket brings, from the lower device `ifindex` (`vxlan_vs_find_vni`). */
export function deviceOf(socket: VxlanSocket, vni: number, ifindex: number): VxlanDevice | undefined {
  const { config } = socket;
  const wanted = config.metadata && !config.vniFilter ? 0 : vni;
  for (const dev of socket.devices) {
    if (dev.vnis === null ? dev.config.vni !== wanted : !dev.vnis.has(vni)) continue;
    // of link-local tunnels several devices may have the same network, on different links
    if (dev.local.isLinkLocal && dev.config.link !== ifindex) continue;
    return dev;
  }
  return undefined;
}
