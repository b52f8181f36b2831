/**
 * `RTM_NEWTUNNEL`: the networks that a tunnel is for.
 *
 * Source: `include/uapi/linux/if_link.h` (`struct tunnel_msg`, `VXLAN_VNIFILTER_*`).
 */
import { readU32 } from "./attribute.ts";
import type { MessageWriter } from "./message.ts";

export const TUNNEL_MSG_LEN = 8;
/** In the flags of a request: numbers are wanted. */
export const TUNNEL_MSG_FLAG_STATS = 1;
/** All flags that a request may have. */
export const TUNNEL_MSG_VALID_USER_FLAGS = 1;

/** Attribute of the message, one for each network or range. */
export const VXLAN_VNIFILTER_ENTRY = 1;
export const VXLAN_VNIFILTER_MAX = 1;

/** Inside {@link VXLAN_VNIFILTER_ENTRY}. */
export const VXLAN_VNIFILTER_ENTRY_START = 1;
export const VXLAN_VNIFILTER_ENTRY_END = 2;
export const VXLAN_VNIFILTER_ENTRY_GROUP = 3;
export const VXLAN_VNIFILTER_ENTRY_GROUP6 = 4;
export const VXLAN_VNIFILTER_ENTRY_STATS = 5;
export const VXLAN_VNIFILTER_ENTRY_MAX = 5;

/** Inside {@link VXLAN_VNIFILTER_ENTRY_STATS}, 64 bits each. */
export const VNIFILTER_ENTRY_STATS_RX_BYTES = 1;
export const VNIFILTER_ENTRY_STATS_RX_PKTS = 2;
export const VNIFILTER_ENTRY_STATS_RX_DROPS = 3;
export const VNIFILTER_ENTRY_STATS_RX_ERRORS = 4;
export const VNIFILTER_ENTRY_STATS_TX_BYTES = 5;
export const VNIFILTER_ENTRY_STATS_TX_PKTS = 6;
export const VNIFILTER_ENTRY_STATS_TX_DROPS = 7;
export const VNIFILTER_ENTRY_STATS_TX_ERRORS = 8;
export const VNIFILTER_ENTRY_STATS_PAD = 9;

/** `struct tunnel_msg`. */
export interface TunnelHeader {
  family: number;
  flags: number;
  index: number;
}

/** Reads what the caller checked to be long enough. */
export function readTunnelHeader(bytes: Uint8Array, at: number): TunnelHeader {
  return { family: bytes[at], flags: bytes[at + 1], index: readU32(bytes, at + 4) };
}

/** Writes `struct tunnel_msg`. */
export function writeTunnelHeader(writer: MessageWriter, family: number, flags: number, index: number): void {
  const at = writer.reserve(TUNNEL_MSG_LEN);
  writer.put32(at, family | (flags << 8));
  writer.put32(at + 4, index);
}
