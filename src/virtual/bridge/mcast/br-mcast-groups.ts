/**
 * Entries of groups, and who is in them: hosts behind ports, and the host itself.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_new_group`, `br_multicast_new_port_group`, `__br_multicast_add_group`,
 * `br_multicast_host_join`).
 */
import { E2BIG, ENOMEM } from "../../../errno.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import { RTM_DELMDB, RTM_NEWMDB } from "../../../netlink/rtnetlink.ts";
import type { NetBridge, NetBridgePort } from "../br-private.ts";
import { startTimer } from "../br-time.ts";
import { mdbNotify } from "../mdb/br-mdb-fill.ts";
import {
  type Group,
  isStarGroup,
  MdbEntry,
  type NewPortGroup,
  PG_BLOCKED,
  PortGroup,
  SOURCE_INSTALLED,
} from "../mdb/br-mdb-table.ts";
import type { McastContext, PortMcastContext } from "./br-mcast-context.ts";
import { isMemberOf, memberExpired, memberIn, RTPROT_KERNEL } from "./br-mcast-delete.ts";
import { repeatQueries } from "./br-mcast-repeat-query.ts";
import { isUsable } from "./br-mcast-usable.ts";

/** The entry ends with its last member (`br_multicast_group_expired`). */
function entryExpired(entry: MdbEntry): void {
  const { bridge } = entry;
  if (!entry.listed || !bridge.running) return;
  hostLeave(bridge, entry, true);
  if (entry.ports.length === 0) bridge.multicast.mdb.remove(entry);
}

/** The group's entry; made if need be (`br_multicast_new_group`). Null: there are as many as may be, and snooping ends. */
export function newGroup(bridge: NetBridge, group: Group): MdbEntry | null {
  const { multicast } = bridge;
  const present = multicast.mdb.get(group);
  if (present !== null) return present;
  if (multicast.mdb.size >= multicast.hashMax) {
    multicast.enabled = false;
    return null;
  }
  const entry = new MdbEntry(bridge, group, entryExpired);
  multicast.mdb.add(entry);
  return entry;
}

/**
 * A port's membership, in the entry from now on (`br_multicast_new_port_group`).
 * @returns null, with the reason in the extended ack, when the port has as many as it may, or has the (S, G) already
 */
export function newMember(
  entry: MdbEntry,
  port: NetBridgePort,
  what: NewPortGroup,
  extack: ExtendedAck | null,
): PortGroup | null {
  const { multicast } = port;
  const count = multicast.groups.size;
  if (multicast.maxGroups !== 0 && count >= multicast.maxGroups) {
    extack?.fail(
      -E2BIG,
      `bridge: Port is already in ${count} groups, and mcast_max_groups=${multicast.maxGroups}`,
    );
    return null;
  }
  if (!isStarGroup(entry.group) && memberIn(entry, port) !== null) {
    extack?.fail(-ENOMEM, "bridge: Couldn't insert new port group");
    return null;
  }
  const member = new PortGroup(entry, port, what, memberExpired, repeatQueries);
  let at = 0;
  while (at < entry.ports.length && entry.ports[at].port.portNo >= port.portNo) at++;
  entry.ports = [...entry.ports.slice(0, at), member, ...entry.ports.slice(at)];
  multicast.groups.add(member);
  return member;
}

/** Whether the host is in a group it is in those of its sources, too (`br_multicast_star_g_host_state`). */
function copyHostState(bridge: NetBridge, star: MdbEntry): void {
  if (!isStarGroup(star.group)) return;
  for (const { sources } of star.ports) {
    for (const source of sources) {
      if ((source.flags & SOURCE_INSTALLED) === 0) continue;
      const entry = bridge.multicast.mdb.get({ ...star.group, source: source.address });
      if (entry !== null) entry.hostJoined = star.hostJoined;
    }
  }
}

/** The host is a member (`br_multicast_host_join`). */
export function hostJoin(context: McastContext, entry: MdbEntry, notify: boolean): void {
  const { bridge } = context;
  if (!entry.hostJoined) {
    entry.hostJoined = true;
    copyHostState(bridge, entry);
    if (notify) mdbNotify(bridge, entry, null, RTM_NEWMDB);
  }
  if (entry.group.protocol === 0) return;
  startTimer(bridge.net.machine, entry.timer, context.membershipInterval);
}

/** `br_multicast_host_leave` */
export function hostLeave(bridge: NetBridge, entry: MdbEntry, notify: boolean): void {
  if (!entry.hostJoined) return;
  entry.hostJoined = false;
  copyHostState(bridge, entry);
  if (notify) mdbNotify(bridge, entry, null, RTM_DELMDB);
}

/** How a port comes into a group. */
export interface Joining {
  /** Link-layer address of who sent the report. */
  readonly host: Uint8Array;
  /** `MCAST_*` of a new membership. */
  readonly filterMode: number;
  /** By a version that knows no sources: the membership itself has a time. */
  readonly timed: boolean;
  /** It is there so that nothing goes to the port. */
  readonly blocked: boolean;
}

/**
 * Whoever sent a report is a member, or stays one (`__br_multicast_add_group`).
 * @returns the membership; null: none, as it is the host's own; or a negative error
 */
export function addMember(
  context: McastContext,
  port: PortMcastContext | null,
  group: Group,
  { host, filterMode, timed, blocked }: Joining,
): PortGroup | null | number {
  const { bridge } = context;
  if (!isUsable(context, port)) return null;
  const entry = newGroup(bridge, group);
  if (entry === null) return -E2BIG;
  if (port === null) {
    hostJoin(context, entry, true);
    return null;
  }
  let member = entry.ports.find((other) => isMemberOf(other, port.port, host)) ?? null;
  if (member === null) {
    member = newMember(entry, port.port, { flags: 0, filterMode, protocol: RTPROT_KERNEL, host }, null);
    if (member === null) return -ENOMEM;
    if (blocked) member.flags |= PG_BLOCKED;
    mdbNotify(bridge, entry, member, RTM_NEWMDB);
  }
  if (timed) startTimer(bridge.net.machine, member.timer, context.membershipInterval);
  return member;
}
