/**
 * VLANs of bridges: `struct bridge_vlan_info`, `struct bridge_vlan_xstats`, and the messages `RTM_*VLAN` with `struct br_vlan_msg`
 * (`include/uapi/linux/if_bridge.h`).
 */
import { readU16, readU32 } from "./attribute.ts";
import type { MessageWriter } from "./message.ts";

/** Flags of a VLAN. */
export const BRIDGE_VLAN_INFO_MASTER = 1 << 0;
export const BRIDGE_VLAN_INFO_PVID = 1 << 1;
export const BRIDGE_VLAN_INFO_UNTAGGED = 1 << 2;
export const BRIDGE_VLAN_INFO_RANGE_BEGIN = 1 << 3;
export const BRIDGE_VLAN_INFO_RANGE_END = 1 << 4;
export const BRIDGE_VLAN_INFO_BRENTRY = 1 << 5;
export const BRIDGE_VLAN_INFO_ONLY_OPTS = 1 << 6;

/** `struct bridge_vlan_info`: flags and identifier. */
export const BRIDGE_VLAN_INFO_LEN = 4;

/** `struct bridge_vlan_info`: one VLAN, or an end of a range, with `BRIDGE_VLAN_INFO_*`. */
export interface BridgeVlanInfo {
  flags: number;
  vid: number;
}

/** Reads what the caller checked to be long enough. */
export function readBridgeVlanInfo(bytes: Uint8Array, at: number): BridgeVlanInfo {
  return { flags: readU16(bytes, at), vid: readU16(bytes, at + 2) };
}

/** Writes `struct bridge_vlan_info` as an attribute. */
export function writeBridgeVlanInfo(writer: MessageWriter, type: number, flags: number, vid: number): void {
  const at = writer.attribute(type, BRIDGE_VLAN_INFO_LEN);
  writer.put16(at, flags);
  writer.put16(at + 2, vid);
}

/** `struct br_vlan_msg`: family, padding, index of the device. */
export const BR_VLAN_MSG_LEN = 8;

/** `struct br_vlan_msg`. */
export interface BridgeVlanHeader {
  family: number;
  reserved1: number;
  reserved2: number;
  index: number;
}

/** Reads what the caller checked to be long enough. */
export function readBridgeVlanHeader(bytes: Uint8Array, at: number): BridgeVlanHeader {
  return {
    family: bytes[at],
    reserved1: bytes[at + 1],
    reserved2: readU16(bytes, at + 2),
    index: readU32(bytes, at + 4),
  };
}

/** Writes `struct br_vlan_msg`. */
export function writeBridgeVlanHeader(writer: MessageWriter, family: number, index: number): void {
  const at = writer.reserve(BR_VLAN_MSG_LEN);
  writer.put32(at, family & 0xff);
  writer.put32(at + 4, index);
}

/** Attributes of a dump's request. */
export const BRIDGE_VLANDB_DUMP_FLAGS = 1;
export const BRIDGE_VLANDB_DUMP_MAX = 1;
export const BRIDGE_VLANDB_DUMPF_STATS = 1 << 0;
export const BRIDGE_VLANDB_DUMPF_GLOBAL = 1 << 1;

/** Attributes of the message itself: one for each VLAN or range. */
export const BRIDGE_VLANDB_ENTRY = 1;
export const BRIDGE_VLANDB_GLOBAL_OPTIONS = 2;

/** Inside {@link BRIDGE_VLANDB_ENTRY}. */
export const BRIDGE_VLANDB_ENTRY_INFO = 1;
export const BRIDGE_VLANDB_ENTRY_RANGE = 2;
export const BRIDGE_VLANDB_ENTRY_STATE = 3;
export const BRIDGE_VLANDB_ENTRY_TUNNEL_INFO = 4;
export const BRIDGE_VLANDB_ENTRY_STATS = 5;
export const BRIDGE_VLANDB_ENTRY_MCAST_ROUTER = 6;
export const BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS = 7;
export const BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS = 8;
export const BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS = 9;
export const BRIDGE_VLANDB_ENTRY_MAX = 9;

/** Inside {@link BRIDGE_VLANDB_ENTRY_TUNNEL_INFO}. */
export const BRIDGE_VLANDB_TINFO_ID = 1;

/** Inside {@link BRIDGE_VLANDB_ENTRY_STATS}. */
export const BRIDGE_VLANDB_STATS_RX_BYTES = 1;
export const BRIDGE_VLANDB_STATS_RX_PACKETS = 2;
export const BRIDGE_VLANDB_STATS_TX_BYTES = 3;
export const BRIDGE_VLANDB_STATS_TX_PACKETS = 4;
export const BRIDGE_VLANDB_STATS_PAD = 5;

/** Inside {@link BRIDGE_VLANDB_GLOBAL_OPTIONS}. */
export const BRIDGE_VLANDB_GOPTS_ID = 1;
export const BRIDGE_VLANDB_GOPTS_RANGE = 2;
export const BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING = 3;
export const BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION = 4;
export const BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION = 5;
export const BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT = 6;
export const BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT = 7;
export const BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL = 8;
export const BRIDGE_VLANDB_GOPTS_PAD = 9;
export const BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL = 10;
export const BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL = 11;
export const BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL = 12;
export const BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL = 13;
export const BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL = 14;
export const BRIDGE_VLANDB_GOPTS_MCAST_QUERIER = 15;
export const BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS = 16;
export const BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE = 17;
export const BRIDGE_VLANDB_GOPTS_MSTI = 18;
export const BRIDGE_VLANDB_GOPTS_MAX = 18;

/** Inside `IFLA_STATS_LINK_XSTATS` and its counterpart for ports: what a bridge tells. */
export const LINK_XSTATS_TYPE_BRIDGE = 1;
export const BRIDGE_XSTATS_VLAN = 1;
export const BRIDGE_XSTATS_MCAST = 2;
export const BRIDGE_XSTATS_PAD = 3;
export const BRIDGE_XSTATS_STP = 4;

/** `struct bridge_vlan_xstats`: four counters, identifier, flags, padding. */
export const BRIDGE_VLAN_XSTATS_LEN = 40;
