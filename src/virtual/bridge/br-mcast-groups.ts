/**
 * Members of groups come and go: by reports, by leaving, by silence.
 *
 * Source: `net/bridge/br_multicast.c` (`__br_multicast_add_group`, `br_multicast_leave_group`, `br_multicast_del_pg` …).
 */
import { RTM_DELMDB, RTM_NEWMDB } from "../../netlink/rtnetlink.ts";
import { KernelTimer } from "../core/timer.ts";
import { mdbNotify } from "./br-mdb-fill.ts";
import { type Group, MdbEntry, PG_FAST_LEAVE, PG_PERMANENT, PortGroup } from "./br-mdb-table.ts";
import {
  BR_MULTICAST_FAST_LEAVE,
  BR_MULTICAST_TO_UNICAST,
  BR_STATE_DISABLED,
  type NetBridge,
  type NetBridgePort,
} from "./br-private.ts";
import { jiffies, startTimer } from "./br-time.ts";

const TICK_NSEC = 4e6;
/** `RTPROT_KERNEL` */
const RTPROT_KERNEL = 2;
const ANY_HOST = new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);

/** Whether anything is learnt now, with `port` from it (`br_multicast_ctx_should_use`). */
export function isUsable(bridge: NetBridge, port: NetBridgePort | null): boolean {
  return bridge.running && (port === null || port.state !== BR_STATE_DISABLED);
}

/** The entry ends with its last member (`br_multicast_group_expired`). */
function entryExpired(bridge: NetBridge, entry: MdbEntry): void {
  if (!entry.listed || !bridge.running) return;
  hostLeave(bridge, entry, true);
  if (entry.ports.length === 0) bridge.multicast.mdb.remove(entry);
}

/** A port's membership was not renewed (`br_multicast_port_group_expired`). */
function memberExpired(bridge: NetBridge, member: PortGroup): void {
  if (!bridge.running || !member.listed || (member.flags & PG_PERMANENT) !== 0) return;
  deleteMember(bridge, member);
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
  const entry = new MdbEntry(group, (self) => new KernelTimer((owner) => entryExpired(bridge, owner), self));
  multicast.mdb.add(entry);
  return entry;
}

function sameHost(member: PortGroup, port: NetBridgePort, host: Uint8Array | null): boolean {
  if (member.port !== port) return false;
  if ((port.flags & BR_MULTICAST_TO_UNICAST) === 0 || host === null) return true;
  return member.host.every((byte, index) => byte === host[index]);
}

/** A port's membership, in the entry from now on (`br_multicast_new_port_group`). Null: it has as many as it may. */
export function newMember(
  entry: MdbEntry,
  port: NetBridgePort,
  flags: number,
  protocol: number,
  host: Uint8Array | null,
): PortGroup | null {
  const { multicast, bridge } = port;
  if (multicast.maxGroups !== 0 && multicast.groups.size >= multicast.maxGroups) return null;
  const member = new PortGroup(
    entry,
    port,
    flags,
    protocol,
    host?.slice() ?? ANY_HOST,
    (self) => new KernelTimer((owner) => memberExpired(bridge, owner), self),
  );
  let at = 0;
  while (at < entry.ports.length && entry.ports[at].port.portNo >= port.portNo) at++;
  entry.ports = [...entry.ports.slice(0, at), member, ...entry.ports.slice(at)];
  multicast.groups.add(member);
  return member;
}

/** The host is a member (`br_multicast_host_join`). */
export function hostJoin(bridge: NetBridge, entry: MdbEntry, notify: boolean): void {
  if (!entry.hostJoined) {
    entry.hostJoined = true;
    if (notify) mdbNotify(bridge, entry, null, RTM_NEWMDB);
  }
  if (entry.group.protocol === 0) return;
  startTimer(bridge.net.machine, entry.timer, bridge.multicast.membershipInterval);
}

/** `br_multicast_host_leave` */
export function hostLeave(bridge: NetBridge, entry: MdbEntry, notify: boolean): void {
  if (!entry.hostJoined) return;
  entry.hostJoined = false;
  if (notify) mdbNotify(bridge, entry, null, RTM_DELMDB);
}

/** Whoever sent a report is a member, or stays one. @param host address of who sent it */
export function addMember(
  bridge: NetBridge,
  port: NetBridgePort | null,
  group: Group,
  host: Uint8Array,
): void {
  if (!isUsable(bridge, port)) return;
  const entry = newGroup(bridge, group);
  if (entry === null) return;
  if (port === null) {
    hostJoin(bridge, entry, true);
    return;
  }
  let member = entry.ports.find((other) => sameHost(other, port, host)) ?? null;
  if (member === null) {
    member = newMember(entry, port, 0, RTPROT_KERNEL, host);
    if (member === null) return;
    mdbNotify(bridge, entry, member, RTM_NEWMDB);
  }
  startTimer(bridge.net.machine, member.timer, bridge.multicast.membershipInterval);
}

/** `br_multicast_del_pg` */
export function deleteMember(bridge: NetBridge, member: PortGroup): void {
  const { entry, port } = member;
  const { machine } = bridge.net;
  if (!member.listed) return;
  member.listed = false;
  entry.ports = entry.ports.filter((other) => other !== member);
  port.multicast.groups.delete(member);
  mdbNotify(bridge, entry, member, RTM_DELMDB);
  machine.deleteTimer(member.timer);
  endIfEmpty(bridge, entry);
}

/** Nobody is in the group any more: its entry goes at the next tick. */
export function endIfEmpty(bridge: NetBridge, entry: MdbEntry): void {
  if (entry.ports.length === 0 && !entry.hostJoined && bridge.running)
    startTimer(bridge.net.machine, entry.timer, 1);
}

/** The timer runs out in so many ticks at the latest. */
export function shorten<T>(bridge: NetBridge, timer: KernelTimer<T>, delay: number): void {
  const { machine } = bridge.net;
  const limit = (jiffies(machine) + delay) * TICK_NSEC;
  if (!timer.pending || timer.expires > limit) startTimer(machine, timer, delay);
}

/** Members that leave may be the last ones: others have a short time to say that they are there (`br_multicast_leave_group`). */
export function leaveMember(
  bridge: NetBridge,
  port: NetBridgePort | null,
  group: Group,
  host: Uint8Array,
  ask: (entry: MdbEntry) => void,
  otherQuerier: boolean,
): void {
  if (!isUsable(bridge, port)) return;
  const { multicast } = bridge;
  const entry = multicast.mdb.get(group);
  if (entry === null) return;
  if (port !== null && (port.flags & BR_MULTICAST_FAST_LEAVE) !== 0) {
    leaveFast(bridge, port, entry, host);
    return;
  }
  if (otherQuerier) return;
  const delay = multicast.lastMemberCount * multicast.lastMemberInterval;
  if (multicast.querier) {
    ask(entry);
    const member = port === null ? undefined : entry.ports.find((other) => sameHost(other, port, host));
    if (member !== undefined) shorten(bridge, member.timer, delay);
  }
  if (port === null) {
    if (entry.hostJoined) shorten(bridge, entry.timer, delay);
    return;
  }
  const member = entry.ports.find((other) => other.port === port);
  if (member !== undefined) shorten(bridge, member.timer, delay);
}

function leaveFast(bridge: NetBridge, port: NetBridgePort, entry: MdbEntry, host: Uint8Array): void {
  const member = entry.ports.find((other) => sameHost(other, port, host));
  if (member === undefined || (member.flags & PG_PERMANENT) !== 0) return;
  member.flags |= PG_FAST_LEAVE;
  deleteMember(bridge, member);
}
