/** Multicast databases of bridges: `struct br_port_msg`, `struct br_mdb_entry` (`include/uapi/linux/if_bridge.h`). */
import { readU16, readU32 } from "./attribute.ts";
import type { MessageWriter } from "./message.ts";

/** `struct br_port_msg`: family, index of the bridge. */
export const BR_PORT_MSG_LEN = 8;
/** `struct br_mdb_entry` */
export const BR_MDB_ENTRY_LEN = 28;

export const MDBA_MDB = 1;
export const MDBA_ROUTER = 2;
export const MDBA_MAX = 2;
/** Inside {@link MDBA_MDB}. */
export const MDBA_MDB_ENTRY = 1;
/** Inside {@link MDBA_MDB_ENTRY}: a `br_mdb_entry`, and attributes behind it. */
export const MDBA_MDB_ENTRY_INFO = 1;
export const MDBA_MDB_EATTR_TIMER = 1;
export const MDBA_MDB_EATTR_SRC_LIST = 2;
export const MDBA_MDB_EATTR_GROUP_MODE = 3;
export const MDBA_MDB_EATTR_SOURCE = 4;
export const MDBA_MDB_EATTR_RTPROT = 5;
export const MDBA_MDB_EATTR_MAX = 5;
/** Inside {@link MDBA_MDB_EATTR_SRC_LIST}, and inside its entries. */
export const MDBA_MDB_SRCLIST_ENTRY = 1;
export const MDBA_MDB_SRCATTR_ADDRESS = 1;
export const MDBA_MDB_SRCATTR_TIMER = 2;
export const MDBA_MDB_SRCATTR_MAX = 2;
/** Inside {@link MDBA_ROUTER}: the port's index, and attributes behind it. */
export const MDBA_ROUTER_PORT = 1;
export const MDBA_ROUTER_PATTR_TIMER = 1;
export const MDBA_ROUTER_PATTR_TYPE = 2;
export const MDBA_ROUTER_PATTR_INET_TIMER = 3;
export const MDBA_ROUTER_PATTR_INET6_TIMER = 4;
export const MDBA_ROUTER_PATTR_VID = 5;
export const MDBA_ROUTER_PATTR_MAX = 5;

/** Attributes of a request. */
export const MDBA_SET_ENTRY = 1;
export const MDBA_SET_ENTRY_ATTRS = 2;
export const MDBA_SET_ENTRY_MAX = 2;
/** Inside {@link MDBA_SET_ENTRY_ATTRS}. */
export const MDBE_ATTR_SOURCE = 1;
export const MDBE_ATTR_SRC_LIST = 2;
export const MDBE_ATTR_GROUP_MODE = 3;
export const MDBE_ATTR_RTPROT = 4;
export const MDBE_ATTR_DST = 5;
export const MDBE_ATTR_MAX = 10;
/** Inside {@link MDBE_ATTR_SRC_LIST}, and inside its entries. */
export const MDBE_SRC_LIST_ENTRY = 1;
export const MDBE_SRC_LIST_MAX = 1;
export const MDBE_SRCATTR_ADDRESS = 1;
export const MDBE_SRCATTR_MAX = 1;

/** States of entries, and flags. */
export const MDB_TEMPORARY = 0;
export const MDB_PERMANENT = 1;
export const MDB_FLAGS_OFFLOAD = 1 << 0;
export const MDB_FLAGS_FAST_LEAVE = 1 << 1;
export const MDB_FLAGS_STAR_EXCL = 1 << 2;
export const MDB_FLAGS_BLOCKED = 1 << 3;

/** Kinds of routers, of a bridge or a port. */
export const MDB_RTR_TYPE_DISABLED = 0;
export const MDB_RTR_TYPE_TEMP_QUERY = 1;
export const MDB_RTR_TYPE_PERM = 2;
export const MDB_RTR_TYPE_TEMP = 3;

/** `struct br_mdb_entry`: a group on a port, or on the bridge itself. */
export interface MdbEntryInfo {
  readonly index: number;
  readonly state: number;
  readonly flags: number;
  readonly vid: number;
  /** EtherType of the address; 0: a MAC address. */
  readonly protocol: number;
  /** Sixteen bytes, of which the first are the address. */
  readonly address: Uint8Array;
}

/** Reads what the caller checked to be long enough. */
export function readMdbEntry(bytes: Uint8Array, at: number): MdbEntryInfo {
  return {
    index: readU32(bytes, at),
    state: bytes[at + 4],
    flags: bytes[at + 5],
    vid: readU16(bytes, at + 6),
    address: bytes.slice(at + 8, at + 24),
    protocol: (bytes[at + 24] << 8) | bytes[at + 25],
  };
}

/** Writes it without a header of an attribute. */
export function writeMdbEntry(writer: MessageWriter, entry: MdbEntryInfo): void {
  putMdbEntry(writer, writer.reserve(BR_MDB_ENTRY_LEN), entry);
}

/** Writes it where there is room for it. */
export function putMdbEntry(writer: MessageWriter, at: number, entry: MdbEntryInfo): void {
  writer.bytes.fill(0, at, at + BR_MDB_ENTRY_LEN);
  writer.put32(at, entry.index);
  writer.bytes[at + 4] = entry.state;
  writer.bytes[at + 5] = entry.flags;
  writer.put16(at + 6, entry.vid);
  writer.bytes.set(entry.address, at + 8);
  writer.bytes[at + 24] = entry.protocol >> 8;
  writer.bytes[at + 25] = entry.protocol & 0xff;
}

/** Writes `struct br_port_msg`. */
export function writePortMessage(writer: MessageWriter, family: number, index: number): void {
  const at = writer.reserve(BR_PORT_MSG_LEN);
  writer.put32(at, family & 0xff);
  writer.put32(at + 4, index);
}
