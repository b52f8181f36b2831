/**
 * Counts of membership messages, of a bridge and of each port (`struct br_mcast_stats`). What a frame is, is found out once: its
 * control block says it until it leaves.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_count`, `br_multicast_get_stats`).
 */

import type { SkBuff } from "../../core/skbuff.ts";
import type { NetBridge, NetBridgePort } from "../br-private.ts";
import type { Family } from "./br-mcast-context.ts";
import { CB_COUNTED_MASK, CB_COUNTED_SHIFT } from "./br-mcast-flags.ts";

/** Kinds of messages. */
export const QUERY = 0;
export const REPORT = 1;
export const LEAVE = 2;
const VERSIONS = 3;
const RX = 0;
const TX = 1;

/** By family, kind, version and direction; and what could not be read. */
export class MulticastStats {
  readonly counts = new Float64Array(2 * 3 * VERSIONS * 2);
  readonly errors = { ip4: 0, ip6: 0 };
}

/** A message's number, from 0 on. */
function indexOf(family: Family, kind: number, version: number): number {
  const which = (family === "ip4" ? 0 : 1) * 3 + kind;
  return which * VERSIONS + Math.min(version, VERSIONS) - 1;
}

/** What was received and what was sent of a kind. */
export function countsOf(
  { counts }: MulticastStats,
  family: Family,
  kind: number,
  version: number,
): number[] {
  const at = indexOf(family, kind, version) * 2;
  return [counts[at + RX], counts[at + TX]];
}

function statsOf(bridge: NetBridge, port: NetBridgePort | null): MulticastStats {
  return port === null ? bridge.multicast.stats : port.multicast.stats;
}

/** Counts a message that the bridge makes itself, at the port that it is sent through or with null at the bridge. */
export function countQuery(
  bridge: NetBridge,
  port: NetBridgePort | null,
  family: Family,
  version: number,
): void {
  if (!bridge.multicast.statsEnabled) return;
  statsOf(bridge, port).counts[indexOf(family, QUERY, version) * 2 + (port === null ? RX : TX)]++;
}

/** Notes in the frame what it is, and counts it where it comes from. */
export function countReceived(
  bridge: NetBridge,
  port: NetBridgePort | null,
  skb: SkBuff,
  family: Family,
  kind: number,
  version: number,
): void {
  const index = indexOf(family, kind, version);
  skb.cbFlags |= (index + 1) << CB_COUNTED_SHIFT;
  if (bridge.multicast.statsEnabled) statsOf(bridge, port).counts[index * 2 + RX]++;
}

/** A message leaves through the port, or with null goes to the host. */
export function countSent(bridge: NetBridge, port: NetBridgePort | null, skb: SkBuff): void {
  const number = (skb.cbFlags & CB_COUNTED_MASK) >>> CB_COUNTED_SHIFT;
  if (number === 0 || !bridge.multicast.statsEnabled) return;
  statsOf(bridge, port).counts[(number - 1) * 2 + TX]++;
}

/** A message that is broken (`br_multicast_err_count`). */
export function countError(bridge: NetBridge, port: NetBridgePort | null, family: Family): void {
  if (bridge.multicast.statsEnabled) statsOf(bridge, port).errors[family]++;
}
