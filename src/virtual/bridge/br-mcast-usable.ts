/**
 * Whether what a port or a bridge has for snooping is in use.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_ctx_should_use`, `br_multicast_pg_to_port_ctx`).
 */
import type { McastContext, PortMcastContext } from "./br-mcast-context.ts";
import type { PortGroup } from "./br-mdb-table.ts";
import { BR_STATE_BLOCKING, BR_STATE_DISABLED } from "./br-private.ts";

/** Whether anything is learnt now, with `port` from it (`br_multicast_ctx_should_use`). */
export function isUsable({ bridge }: McastContext, port: PortMcastContext | null): boolean {
  return bridge.running && (port === null || port.port.state !== BR_STATE_DISABLED);
}

/** Whether nothing is asked through the port (`br_multicast_port_ctx_state_stopped`). */
export function isStopped({ port }: PortMcastContext): boolean {
  return port.state === BR_STATE_DISABLED || port.state === BR_STATE_BLOCKING;
}

/** The side of a membership's port that has it (`br_multicast_pg_to_port_ctx`); null when it is out of use. */
export function contextOf({ port }: PortGroup): PortMcastContext | null {
  return port.multicast;
}
