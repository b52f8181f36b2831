/**
 * Sources that members named become (S, G)s, by which frames are forwarded; and who wants all of a group is in all of its (S, G)s.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_fwd_src_handle`, `br_multicast_fwd_src_add`, `br_multicast_star_g_handle_mode`,
 * `br_multicast_sg_add_exclude_ports`).
 */
import { RTM_NEWMDB } from "../../../netlink/rtnetlink.ts";
import { mdbNotify } from "../mdb/br-mdb-fill.ts";
import {
  type Group,
  type GroupSource,
  MCAST_INCLUDE,
  type MdbEntry,
  PG_BLOCKED,
  PG_PERMANENT,
  PG_STAR_EXCL,
  type PortGroup,
  SOURCE_INSTALLED,
} from "../mdb/br-mdb-table.ts";
import type { PortMcastContext } from "./br-mcast-context.ts";
import { entryOf, isUserPermanent, memberIn, othersSources, RTPROT_KERNEL } from "./br-mcast-delete.ts";
import { addMember } from "./br-mcast-groups.ts";
import { contextOf } from "./br-mcast-usable.ts";

/** The port is in the (S, G), too, as it wants all of G, if it is not for a reason of its own. */
function joinForAll(port: PortMcastContext, group: Group, host: Uint8Array): void {
  const { bridge } = port.port;
  if (memberIn(bridge.multicast.mdb.get(group), port.port) !== null) return;
  const how = { host, filterMode: MCAST_INCLUDE, timed: false, blocked: false };
  const member = addMember(port.bridgeContext, port, group, how);
  if (member === null || typeof member === "number" || member.protocol !== RTPROT_KERNEL) return;
  member.flags |= PG_STAR_EXCL;
}

/** The member wants all of the group from now on: it is in the (S, G)s of all others. */
export function joinStarExcludes(member: PortGroup): void {
  const port = contextOf(member);
  if (port === null) return;
  for (const source of othersSources(member))
    joinForAll(port, { ...member.entry.group, source: source.address }, member.host);
}

/** All who want all of the group are in a new (S, G), too; and the host. */
export function addExcludePorts(star: MdbEntry, added: PortGroup): void {
  if (star.hostJoined) added.entry.hostJoined = true;
  for (const member of star.ports) {
    if (member.filterMode === MCAST_INCLUDE) continue;
    const port = contextOf(member);
    if (port !== null) joinForAll(port, added.entry.group, added.host);
  }
}

/** `br_multicast_fwd_src_add` */
function addForwarding(source: GroupSource): void {
  if ((source.flags & SOURCE_INSTALLED) !== 0) return;
  const { member } = source;
  const { machine } = member.port.bridge.net;
  const port = contextOf(member);
  if (port === null) return;
  const group = { ...member.entry.group, source: source.address };
  const how = {
    host: member.host,
    filterMode: MCAST_INCLUDE,
    timed: false,
    blocked: !source.timer.pending,
  };
  const added = addMember(port.bridgeContext, port, group, how);
  if (added === null || typeof added === "number") return;
  source.flags |= SOURCE_INSTALLED;
  added.flags &= ~PG_STAR_EXCL;
  if (isUserPermanent(added)) return;
  // it goes with the source
  machine.deleteTimer(added.timer);
  if (member.entry.listed) addExcludePorts(member.entry, added);
}

/** There is an (S, G) of the source, which is open while the source's timer runs (`br_multicast_fwd_src_handle`). */
export function forwardSource(source: GroupSource): void {
  addForwarding(source);
  const { bridge } = source.member.port;
  const forwarded = memberIn(entryOf(source), source.member.port);
  if (forwarded === null || (forwarded.flags & PG_PERMANENT) !== 0) return;
  const flags = source.timer.pending ? forwarded.flags & ~PG_BLOCKED : forwarded.flags | PG_BLOCKED;
  if (flags === forwarded.flags) return;
  forwarded.flags = flags;
  mdbNotify(bridge, forwarded.entry, forwarded, RTM_NEWMDB);
}
