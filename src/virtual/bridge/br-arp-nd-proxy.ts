/**
 * Answers to ARP requests and neighbour solicitations on behalf of who is known, and their suppression.
 *
 * Source: `net/bridge/br_arp_nd_proxy.c`, `net/bridge/br_input.c` (`br_handle_frame_finish`).
 */
import { ETH_P_ARP, ETH_P_IPV6, ETH_P_RARP } from "../../packet/ethernet.ts";
import type { SkBuff } from "../core/skbuff.ts";
import { suppressArp } from "./br-arp-proxy.ts";
import { suppressNd } from "./br-nd-proxy.ts";
import {
  BR_NEIGH_SUPPRESS,
  BR_NEIGH_VLAN_SUPPRESS,
  type NetBridge,
  type NetBridgePort,
} from "./br-private.ts";

/** Whether any port asks for it (`br_recalculate_neigh_suppress_enabled`). */
export function recalculateNeighSuppress(bridge: NetBridge): void {
  const wanted = BR_NEIGH_SUPPRESS | BR_NEIGH_VLAN_SUPPRESS;
  bridge.neighSuppressEnabled = bridge.ports.some((port) => (port.flags & wanted) !== 0);
}

/** Looks at a frame that is about to be forwarded; `port` is null for the host's own. */
export function suppressNeighbours(
  bridge: NetBridge,
  port: NetBridgePort | null,
  skb: SkBuff,
  vlan: number,
): void {
  const { protocol } = skb;
  if (protocol === ETH_P_ARP || protocol === ETH_P_RARP) {
    if (port !== null || bridge.neighSuppressEnabled) suppressArp(bridge, port, skb, vlan);
  } else if (protocol === ETH_P_IPV6 && bridge.neighSuppressEnabled) suppressNd(bridge, port, skb, vlan);
}
