/**
 * Counts of membership messages, of a bridge and of each port (`struct br_mcast_stats`).
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_count`).
 */
import type { Family } from "./br-mcast-context.ts";
import type { NetBridge, NetBridgePort } from "./br-private.ts";

/** Kinds of messages. */
export const QUERY = 0;
export const REPORT = 1;
export const LEAVE = 2;
const VERSIONS = 3;
const DIRECTIONS = { rx: 0, tx: 1 };

/** By family, kind, version and direction; and what could not be read. */
export class MulticastStats {
  readonly counts = new Float64Array(2 * 3 * VERSIONS * 2);
  readonly errors = { ip4: 0, ip6: 0 };
}

function indexOf(family: Family, kind: number, version: number, direction: "rx" | "tx"): number {
  const which = (family === "ip4" ? 0 : 1) * 3 + kind;
  return (which * VERSIONS + Math.min(version, VERSIONS) - 1) * 2 + DIRECTIONS[direction];
}

/** Counts a message, at the port that it went through or with null at the bridge. */
export function countMulticast(
  bridge: NetBridge,
  port: NetBridgePort | null,
  family: Family,
  kind: number,
  version: number,
  direction: "rx" | "tx",
): void {
  if (!bridge.multicast.statsEnabled) return;
  const { stats } = port === null ? bridge.multicast : port.multicast;
  stats.counts[indexOf(family, kind, version, direction)]++;
}

/** A message that is broken (`br_multicast_err_count`). */
export function countError(bridge: NetBridge, port: NetBridgePort | null, family: Family): void {
  if (!bridge.multicast.statsEnabled) return;
  const { stats } = port === null ? bridge.multicast : port.multicast;
  stats.errors[family]++;
}
