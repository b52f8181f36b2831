/**
 * Groups that user space makes and deletes.
 *
 * Source: `net/bridge/br_mdb.c` (`br_mdb_add`, `br_mdb_add_group`, `__br_mdb_del`).
 */
import { E2BIG, EEXIST, EINVAL, ENOMEM } from "../../errno.ts";
import type { ExtendedAck } from "../../netlink/error.ts";
import { NLM_F_REPLACE } from "../../netlink/message.ts";
import { RTM_DELMDB, RTM_NEWMDB } from "../../netlink/rtnetlink.ts";
import { deleteMember, endIfEmpty, hostJoin, hostLeave, newGroup, newMember } from "./br-mcast-groups.ts";
import { mdbNotify } from "./br-mdb-fill.ts";
import { type Group, type MdbEntry, PG_PERMANENT, type PortGroup } from "./br-mdb-table.ts";
import { BR_STATE_DISABLED, type NetBridge, type NetBridgePort } from "./br-private.ts";
import { startTimer } from "./br-time.ts";
import { vlansOf } from "./br-vlan-config.ts";

/** What a message asks for. */
export interface MdbRequest {
  readonly bridge: NetBridge;
  /** Null: the host itself. */
  readonly port: NetBridgePort | null;
  readonly group: Group;
  readonly permanent: boolean;
  /** `RTPROT_*` */
  readonly protocol: number;
  /** `NLM_F_*` */
  readonly flags: number;
}

/** The group in each VLAN of the port when none is named and the bridge filters. */
function inEachVlan({ bridge, port, group }: MdbRequest): Group[] {
  if (!bridge.vlans.enabled || group.vid !== 0) return [group];
  return vlansOf(bridge, port).list.map(({ vid }) => ({ ...group, vid }));
}

/** @returns 0 or a negative error, with the reason in the extended ack */
export function addGroup(request: MdbRequest, extack: ExtendedAck): number {
  const { port, permanent, group } = request;
  if (port === null && group.protocol !== 0 && permanent)
    return extack.fail(-EINVAL, "bridge: Flags are not allowed for host groups");
  if (port !== null && port.state === BR_STATE_DISABLED && !permanent)
    return extack.fail(-EINVAL, "bridge: Port is in disabled state and entry is not permanent");
  if (group.protocol === 0 && !permanent)
    return extack.fail(-EINVAL, "bridge: Only permanent L2 entries allowed");
  for (const each of inEachVlan(request)) {
    const error = addOne({ ...request, group: each }, extack);
    if (error !== 0) return error;
  }
  return 0;
}

function addOne(request: MdbRequest, extack: ExtendedAck): number {
  const { bridge, port, group } = request;
  const entry = newGroup(bridge, group);
  if (entry === null) return -E2BIG;
  if (port !== null) return addMembership(request, port, entry, extack);
  if (entry.hostJoined) return extack.fail(-EEXIST, "bridge: Group is already joined by host");
  hostJoin(bridge, entry, false);
  mdbNotify(bridge, entry, null, RTM_NEWMDB);
  return 0;
}

function addMembership(
  request: MdbRequest,
  port: NetBridgePort,
  entry: MdbEntry,
  extack: ExtendedAck,
): number {
  const { bridge, permanent, protocol } = request;
  const present = entry.ports.find((member) => member.port === port);
  if (present !== undefined) {
    if ((request.flags & NLM_F_REPLACE) === 0)
      return extack.fail(-EEXIST, "bridge: (*, G) group is already joined by port");
    return replace(request, present);
  }
  const member = newMember(entry, port, permanent ? PG_PERMANENT : 0, protocol, null);
  if (member === null) {
    endIfEmpty(bridge, entry);
    return extack.fail(-ENOMEM, "bridge: Couldn't allocate new port group");
  }
  renew(bridge, member);
  mdbNotify(bridge, entry, member, RTM_NEWMDB);
  return 0;
}

/** `br_mdb_replace_group_star_g` */
function replace({ bridge, permanent, protocol }: MdbRequest, member: PortGroup): number {
  member.flags = permanent ? PG_PERMANENT : 0;
  member.protocol = protocol;
  renew(bridge, member);
  mdbNotify(bridge, member.entry, member, RTM_NEWMDB);
  return 0;
}

function renew(bridge: NetBridge, member: PortGroup): void {
  const { machine } = bridge.net;
  if ((member.flags & PG_PERMANENT) !== 0) machine.deleteTimer(member.timer);
  else startTimer(machine, member.timer, bridge.multicast.membershipInterval);
}

/** @returns 0, or `-EINVAL` when there is nothing to delete */
export function deleteGroup(request: MdbRequest): number {
  if (!request.bridge.running || !request.bridge.multicast.enabled) return -EINVAL;
  let error = 0;
  for (const each of inEachVlan(request)) error = deleteOne({ ...request, group: each });
  return error;
}

function deleteOne({ bridge, port, group }: MdbRequest): number {
  const entry = bridge.multicast.mdb.get(group);
  if (entry === null) return -EINVAL;
  if (port === null) {
    if (!entry.hostJoined) return -EINVAL;
    hostLeave(bridge, entry, false);
    mdbNotify(bridge, entry, null, RTM_DELMDB);
    endIfEmpty(bridge, entry);
    return 0;
  }
  const member = entry.ports.find((other) => other.port === port);
  if (member === undefined) return -EINVAL;
  deleteMember(bridge, member);
  return 0;
}
