/**
 * Answers to ARP requests and neighbour solicitations on behalf of who is known, and their suppression.
 *
 * Source: `net/bridge/br_arp_nd_proxy.c`.
 */
import type { SkBuff } from "../core/skbuff.ts";
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
  _bridge: NetBridge,
  _port: NetBridgePort | null,
  _skb: SkBuff,
  _vlan: number,
): void {}
