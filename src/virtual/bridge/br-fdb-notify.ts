/**
 * Entries of the forwarding database as messages: RTM_NEWNEIGH and RTM_DELNEIGH of `AF_BRIDGE`.
 *
 * Source: `net/bridge/br_fdb.c` (`fdb_fill_info`, `fdb_notify`, `fdb_to_nud`).
 */
import { NLA_F_NESTED } from "../../netlink/attribute.ts";
import type { MessageWriter } from "../../netlink/message.ts";
import {
  NDA_FDB_EXT_ATTRS,
  NDA_FLAGS_EXT,
  NDA_LLADDR,
  NDA_MASTER,
  NDA_VLAN,
  NFEA_ACTIVITY_NOTIFY,
  NTF_EXT_LEARNED,
  NTF_EXT_LOCKED,
  NTF_OFFLOADED,
  NTF_STICKY,
  NUD_NOARP,
  NUD_PERMANENT,
  NUD_REACHABLE,
  NUD_STALE,
  writeNeighCacheInfo,
  writeNeighHeader,
} from "../../netlink/neigh.ts";
import { RTNLGRP_NEIGH } from "../../netlink/rtnetlink.ts";
import {
  BR_FDB_ADDED_BY_EXT_LEARN,
  BR_FDB_LOCAL,
  BR_FDB_LOCKED,
  BR_FDB_NOTIFY,
  BR_FDB_NOTIFY_INACTIVE,
  BR_FDB_OFFLOADED,
  BR_FDB_STATIC,
  BR_FDB_STICKY,
  type FdbEntry,
} from "./br-fdb-table.ts";
import type { NetBridge } from "./br-private.ts";
import { jiffies, jiffiesToClock } from "./br-time.ts";

const AF_BRIDGE = 7;
/** Values of {@link NFEA_ACTIVITY_NOTIFY}. */
const FDB_NOTIFY_BIT = 1;
const FDB_NOTIFY_INACTIVE_BIT = 2;

/** The state of a neighbour that an entry looks like. */
export function fdbToNud(bridge: NetBridge, entry: FdbEntry): number {
  if ((entry.flags & BR_FDB_LOCAL) !== 0) return NUD_PERMANENT;
  if ((entry.flags & BR_FDB_STATIC) !== 0) return NUD_NOARP;
  const hold = bridge.topologyChange ? bridge.forwardDelay : bridge.ageingTime;
  const external = (entry.flags & BR_FDB_ADDED_BY_EXT_LEARN) !== 0;
  if (!external && entry.updated + hold <= jiffies(bridge.net.machine)) return NUD_STALE;
  return NUD_REACHABLE;
}

function neighFlags(entry: FdbEntry): number {
  let flags = 0;
  if ((entry.flags & BR_FDB_OFFLOADED) !== 0) flags |= NTF_OFFLOADED;
  if ((entry.flags & BR_FDB_ADDED_BY_EXT_LEARN) !== 0) flags |= NTF_EXT_LEARNED;
  if ((entry.flags & BR_FDB_STICKY) !== 0) flags |= NTF_STICKY;
  return flags;
}

/** Appends one message about the entry. */
export function fillFdb(
  writer: MessageWriter,
  bridge: NetBridge,
  entry: FdbEntry,
  type: number,
  flags: number,
  seq: number,
  portid: number,
): void {
  const now = jiffies(bridge.net.machine);
  writer.begin(type, flags, seq, portid);
  const ifindex = entry.dst === null ? bridge.ifindex : entry.dst.dev.ifindex;
  writeNeighHeader(writer, AF_BRIDGE, ifindex, fdbToNud(bridge, entry), neighFlags(entry), 0);
  writer.data(NDA_LLADDR, entry.address);
  writer.u32(NDA_MASTER, bridge.ifindex);
  writer.u32(NDA_FLAGS_EXT, (entry.flags & BR_FDB_LOCKED) !== 0 ? NTF_EXT_LOCKED : 0);
  writeNeighCacheInfo(writer, 0, jiffiesToClock(now - entry.used), jiffiesToClock(now - entry.updated), 0);
  if (entry.vlan !== 0) writer.u16(NDA_VLAN, entry.vlan);
  if ((entry.flags & BR_FDB_NOTIFY) !== 0) {
    const nest = writer.nest(NDA_FDB_EXT_ATTRS | NLA_F_NESTED);
    const inactive = (entry.flags & BR_FDB_NOTIFY_INACTIVE) !== 0;
    writer.u8(NFEA_ACTIVITY_NOTIFY, FDB_NOTIFY_BIT | (inactive ? FDB_NOTIFY_INACTIVE_BIT : 0));
    writer.endNest(nest);
  }
  writer.end();
}

/** Tells listeners of neighbours. */
export function fdbNotify(bridge: NetBridge, entry: FdbEntry, type: number): void {
  const { net } = bridge;
  const { rtnetlink } = net.machine;
  if (!rtnetlink.hasListeners(net, RTNLGRP_NEIGH)) return;
  const { writer } = rtnetlink;
  writer.reset();
  fillFdb(writer, bridge, entry, type, 0, 0, 0);
  rtnetlink.notify(net, RTNLGRP_NEIGH, writer.message());
}
