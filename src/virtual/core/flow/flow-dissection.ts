/**
 * The state of reading the keys of a flow, and what a header says of how it goes on.
 *
 * Source: `net/core/flow_dissector.c` (`enum flow_dissect_ret`).
 */
import type { FlowKeys } from "./flow-keys.ts";

/** Nothing more is read; on with the transport protocol; another network header; another header of the same protocol. */
export const STOP = 0;
export const CONTINUE = 1;
export const AGAIN = 2;
export const PROTOCOL_AGAIN = 3;
/** What is to be done after a header (`enum flow_dissect_ret`). */
export type Step = typeof STOP | typeof CONTINUE | typeof AGAIN | typeof PROTOCOL_AGAIN;

/** How far the reading has come. One object is used again and again. */
export interface Dissection {
  /** Where the next header starts, and where the packet ends. */
  position: number;
  limit: number;
  /** EtherType of the network header, and the protocol behind it. */
  network: number;
  protocol: number;
  /** It was a piece of a packet: no ports are read any more. */
  fragment: boolean;
  /** Tunnels are not looked into. */
  outerOnly: boolean;
}

/** Behind the header is a packet of that EtherType. */
export function dissectTunnel(state: Dissection, keys: FlowKeys, etherType: number): Step {
  state.network = etherType;
  keys.encapsulated = true;
  return state.outerOnly ? STOP : AGAIN;
}
