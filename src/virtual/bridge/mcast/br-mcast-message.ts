/**
 * What IGMP and MLD have in common: reports with records, leaving, and queries about a group.
 *
 * Source: `net/bridge/br_multicast.c` (`br_ip4_multicast_igmp3_report`, `br_ip6_multicast_mld2_report`, `br_ip4_multicast_query`,
 * `br_ip6_multicast_query`).
 */
import { RTM_NEWMDB } from "../../../netlink/rtnetlink.ts";
import { read16 } from "../../../packet/bytes.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { shortenTimer } from "../br-time.ts";
import { mdbNotify } from "../mdb/br-mdb-fill.ts";
import { type Group, MCAST_EXCLUDE, MCAST_INCLUDE, PG_PERMANENT } from "../mdb/br-mdb-table.ts";
import type { Family, McastContext, PortMcastContext } from "./br-mcast-context.ts";
import { isMemberOf } from "./br-mcast-delete.ts";
import { addMember } from "./br-mcast-groups.ts";
import { leaveGroup } from "./br-mcast-leave.ts";
import { IS_INCLUDE, TO_INCLUDE } from "./br-mcast-source-record.ts";
import { applyRecord, isRecordType } from "./br-mcast-source-state.ts";
import { isUsable } from "./br-mcast-usable.ts";

/** What is different in the protocols. */
export interface Protocol {
  readonly family: Family;
  /** EtherType of their packets. */
  readonly type: number;
  readonly addressLength: number;
  /** Where the sender's address is in the packet's header. */
  readonly sender: number;
  /** A group of the link alone, of which nothing is kept. */
  isLocal(bytes: Uint8Array, at: number): boolean;
}

/** Where a message is, and for whom. */
export interface Heard {
  readonly protocol: Protocol;
  readonly context: McastContext;
  /** Null: it is the host's own. */
  readonly port: PortMcastContext | null;
  readonly skb: SkBuff;
  readonly vid: number;
  /** The message: from here … */
  readonly at: number;
  readonly end: number;
}

/** The head of a report with records, which has their number at its end. */
const REPORT_LENGTH = 8;
const REPORT_RECORDS = 6;
/** In records: the number of sources, the group, and sources behind it. */
const RECORD_SOURCES = 2;
const RECORD_GROUP = 4;

function groupAt({ protocol, skb, vid }: Heard, at: number): Group {
  const address = skb.bytes.slice(at, at + protocol.addressLength);
  return { protocol: protocol.type, address, vid, source: null };
}

/** Link-layer address of the sender. */
function hostOf({ skb }: Heard): Uint8Array {
  return skb.bytes.subarray(skb.macHeader + 6, skb.macHeader + 12);
}

/** Whether the message is one of a version that knows no sources for the bridge. */
function isOld({ context, protocol }: Heard): boolean {
  return !context.knowsSources(protocol.family);
}

/** Somebody is in the group at `at`. @param timed by a version that knows no sources @returns 0 or a negative error */
export function reportGroup(heard: Heard, at: number, timed: boolean): number {
  const { protocol, skb, context, port } = heard;
  if (protocol.isLocal(skb.bytes, at)) return 0;
  const filterMode = timed ? MCAST_EXCLUDE : MCAST_INCLUDE;
  const how = { host: hostOf(heard), filterMode, timed, blocked: false };
  const member = addMember(context, port, groupAt(heard, at), how);
  return typeof member === "number" ? member : 0;
}

/** Somebody leaves the group at `at`. */
export function leave(heard: Heard, at: number): void {
  const { protocol, skb, context, port } = heard;
  if (protocol.isLocal(skb.bytes, at)) return;
  leaveGroup(context, port, protocol.family, groupAt(heard, at), hostOf(heard));
}

/** A report with records. @returns false when it is broken, or there is no room for what it says */
export function reportRecords(heard: Heard): boolean {
  const { skb, at, end, protocol } = heard;
  const { bytes } = skb;
  if (end - at < REPORT_LENGTH) return false;
  const head = RECORD_GROUP + protocol.addressLength;
  let record = at + REPORT_LENGTH;
  for (let left = read16(bytes, at + REPORT_RECORDS); left > 0; left--) {
    if (record + head > end) return false;
    const sources = read16(bytes, record + RECORD_SOURCES);
    const next = record + head + protocol.addressLength * sources;
    if (next > end) return false;
    if (isRecordType(bytes[record]) && handleRecord(heard, record, sources) !== 0) return false;
    record = next;
  }
  return true;
}

/** @returns 0 or a negative error */
function handleRecord(heard: Heard, record: number, sources: number): number {
  const { skb, port } = heard;
  const type = skb.bytes[record];
  const group = record + RECORD_GROUP;
  const old = isOld(heard);
  if ((type === TO_INCLUDE || type === IS_INCLUDE) && sources === 0) {
    if (port === null || old) {
      leave(heard, group);
      return 0;
    }
  } else {
    const error = reportGroup(heard, group, old);
    if (error !== 0) return error;
  }
  if (port !== null && !old) handleSources(heard, port, record, sources);
  return 0;
}

/** What a record says of sources, to the membership of who sent it. */
function handleSources(heard: Heard, port: PortMcastContext, record: number, sources: number): void {
  const { skb, context, protocol } = heard;
  const { bytes } = skb;
  if (!isUsable(context, port)) return;
  const group = record + RECORD_GROUP;
  const entry = context.bridge.multicast.mdb.get(groupAt(heard, group));
  const host = hostOf(heard);
  const member = entry?.ports.find((one) => isMemberOf(one, port.port, host));
  if (member === undefined || (member.flags & PG_PERMANENT) !== 0) return;
  const changed = applyRecord({
    context,
    port,
    member,
    type: bytes[record],
    bytes,
    sender: skb.data + protocol.sender,
    at: group + protocol.addressLength,
    count: sources,
    length: protocol.addressLength,
  });
  if (changed) mdbNotify(context.bridge, member.entry, member, RTM_NEWMDB);
}

/** Another querier asks about the group at `at`: who does not answer in time is gone. @param delay ticks that answers may take */
export function groupQueried(heard: Heard, at: number, delay: number): void {
  const { context } = heard;
  const { machine } = context.bridge.net;
  const entry = context.bridge.multicast.mdb.get(groupAt(heard, at));
  if (entry === null) return;
  const limit = delay * context.lastMemberCount;
  if (entry.hostJoined) shortenTimer(machine, entry.timer, limit);
  for (const { timer, filterMode } of entry.ports)
    if (timer.pending || isOld(heard) || filterMode === MCAST_EXCLUDE) shortenTimer(machine, timer, limit);
}
