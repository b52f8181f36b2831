/**
 * Whether what a port or a bridge has for snooping is in use.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_ctx_should_use`, `br_multicast_pg_to_port_ctx`).
 */
import type { McastContext, PortMcastContext } from "./br-mcast-context.ts";
import type { PortGroup } from "./br-mdb-table.ts";
import { BR_STATE_DISABLED } from "./br-private.ts";

/** Whether anything is learnt now, with `port` from it (`br_multicast_ctx_should_use`). */
export function isUsable({ bridge }: McastContext, port: PortMcastContext | null): boolean {
  return bridge.running && (port === null || port.port.state !== BR_STATE_DISABLED);
}

/** The side of a membership's port that has it (`br_multicast_pg_to_port_ctx`); null when it is out of use. */
export function contextOf({ port }: PortGroup): PortMcastContext | null {
  return port.multicast;
}
