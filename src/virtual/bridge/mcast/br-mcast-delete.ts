/**
 * Memberships and their sources go: by leaving, by silence, or because what they stood for is gone.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_del_pg`, `br_multicast_del_group_src`, `br_multicast_fwd_src_remove`,
 * `br_multicast_sg_del_exclude_ports`, `br_multicast_port_group_expired`).
 */
import { RTM_DELMDB, RTM_NEWMDB } from "../../../netlink/rtnetlink.ts";
import { BR_MULTICAST_TO_UNICAST, type NetBridge, type NetBridgePort } from "../br-private.ts";
import { startTimer } from "../br-time.ts";
import { mdbNotify } from "../mdb/br-mdb-fill.ts";
import {
  type GroupSource,
  isStarGroup,
  MCAST_EXCLUDE,
  MCAST_INCLUDE,
  type MdbEntry,
  PG_FAST_LEAVE,
  PG_PERMANENT,
  PG_STAR_EXCL,
  type PortGroup,
  SOURCE_INSTALLED,
  SOURCE_USER_ADDED,
} from "../mdb/br-mdb-table.ts";

/** `RTPROT_KERNEL` */
export const RTPROT_KERNEL = 2;

/** Whether the membership is the port's, with `mcast_to_unicast` that of the host (`br_port_group_equal`). */
export function isMemberOf(member: PortGroup, port: NetBridgePort, host: Uint8Array): boolean {
  if (member.port !== port) return false;
  if ((port.flags & BR_MULTICAST_TO_UNICAST) === 0) return true;
  return member.host.every((byte, index) => byte === host[index]);
}

/** The entry of the source's (S, G); null when there is none. */
export function entryOf(source: GroupSource): MdbEntry | null {
  const { entry, port } = source.member;
  return port.bridge.multicast.mdb.get({ ...entry.group, source: source.address });
}

/** The port's membership in an (S, G) (`br_sg_port_find`). */
export function memberIn(entry: MdbEntry | null, port: NetBridgePort): PortGroup | null {
  return entry?.ports.find((member) => member.port === port) ?? null;
}

/** User space made it to stay. */
export function isUserPermanent({ flags, protocol }: PortGroup): boolean {
  return protocol !== RTPROT_KERNEL && (flags & PG_PERMANENT) !== 0;
}

/** Nobody is in the group any more: its entry goes at the next tick. */
export function endIfEmpty(bridge: NetBridge, entry: MdbEntry): void {
  if (entry.ports.length === 0 && !entry.hostJoined && bridge.running)
    startTimer(bridge.net.machine, entry.timer, 1);
}

/** Takes the membership out of all lists, without a word (`br_multicast_del_port_group`). */
export function forgetMember(member: PortGroup): void {
  const { entry, port } = member;
  member.listed = false;
  entry.ports = entry.ports.filter((other) => other !== member);
  port.multicast.groups.delete(member);
}

/** `br_multicast_del_pg` */
export function deleteMember(member: PortGroup): void {
  const { entry, port } = member;
  const { bridge } = port;
  const { machine } = bridge.net;
  if (!member.listed) return;
  forgetMember(member);
  member.hosts?.clear();
  for (const source of member.sources) deleteSource(source, false);
  mdbNotify(bridge, entry, member, RTM_DELMDB);
  if (isStarGroup(entry.group)) leaveStarExcludes(member);
  else deleteExcludePorts(entry);
  machine.deleteTimer(member.timer);
  machine.deleteTimer(member.queryTimer);
  endIfEmpty(bridge, entry);
}

/** The source of a membership goes, and its (S, G) of the port. @param fastLeave because the last host left it */
export function deleteSource(source: GroupSource, fastLeave: boolean): void {
  const { member } = source;
  removeForwarding(source, fastLeave);
  source.listed = false;
  member.sources = member.sources.filter((other) => other !== source);
  member.port.bridge.net.machine.deleteTimer(source.timer);
}

/** `br_multicast_fwd_src_remove` */
function removeForwarding(source: GroupSource, fastLeave: boolean): void {
  const { member } = source;
  const entry = entryOf(source);
  if (entry === null) return;
  const forwarded = entry.ports.find((other) => isMemberOf(other, member.port, member.host));
  if (forwarded !== undefined && mayGo(source, forwarded)) {
    if (fastLeave) forwarded.flags |= PG_FAST_LEAVE;
    deleteMember(forwarded);
  }
  source.flags &= ~SOURCE_INSTALLED;
}

function mayGo(source: GroupSource, forwarded: PortGroup): boolean {
  return !isUserPermanent(forwarded) || (source.flags & SOURCE_USER_ADDED) !== 0;
}

/** Those who have the (S, G) only because they want all of G need it only while somebody else has it, and so does the host. */
function deleteExcludePorts(entry: MdbEntry): void {
  const automatic = PG_STAR_EXCL | PG_PERMANENT;
  if (entry.ports.some((member) => (member.flags & automatic) === 0)) return;
  entry.hostJoined = false;
  for (const member of entry.ports) if ((member.flags & PG_PERMANENT) === 0) deleteMember(member);
}

/** Sources that others of the group have installed. */
export function* othersSources(member: PortGroup): Generator<GroupSource> {
  for (const other of member.entry.ports) {
    if (other === member) continue;
    for (const source of other.sources) if ((source.flags & SOURCE_INSTALLED) !== 0) yield source;
  }
}

/** Who does not want all of the group any more leaves the (S, G)s that it had for that (`br_multicast_star_g_handle_mode`). */
export function leaveStarExcludes(member: PortGroup): void {
  for (const source of othersSources(member)) {
    const automatic = memberIn(entryOf(source), member.port);
    if (automatic === null || automatic.protocol !== RTPROT_KERNEL) continue;
    if ((automatic.flags & PG_STAR_EXCL) !== 0) deleteMember(automatic);
  }
}

/** A membership was not renewed (`br_multicast_port_group_expired`): what is left of it are the sources that were. */
export function memberExpired(member: PortGroup): void {
  const { bridge } = member.port;
  if (!bridge.running || !member.listed || (member.flags & PG_PERMANENT) !== 0) return;
  let changed = member.filterMode === MCAST_EXCLUDE;
  member.filterMode = MCAST_INCLUDE;
  for (const source of member.sources) {
    if (source.timer.pending) continue;
    deleteSource(source, false);
    changed = true;
  }
  if (member.sources.length === 0) deleteMember(member);
  else if (changed) {
    if (isStarGroup(member.entry.group)) leaveStarExcludes(member);
    mdbNotify(bridge, member.entry, member, RTM_NEWMDB);
  }
}
