/**
 * Groups that user space makes and deletes.
 *
 * Source: `net/bridge/br_mdb.c` (`br_mdb_add`, `br_mdb_add_group`, `__br_mdb_del`).
 */
import { E2BIG, EEXIST, EINVAL, ENOMEM } from "../../../errno.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import { NLM_F_REPLACE } from "../../../netlink/message.ts";
import { RTM_DELMDB, RTM_NEWMDB } from "../../../netlink/rtnetlink.ts";
import { BR_STATE_DISABLED, type NetBridge, type NetBridgePort } from "../br-private.ts";
import { startTimer } from "../br-time.ts";
import type { McastContext } from "../mcast/br-mcast-context.ts";
import { deleteMember, endIfEmpty, forgetMember, leaveStarExcludes } from "../mcast/br-mcast-delete.ts";
import { joinStarExcludes } from "../mcast/br-mcast-forward-source.ts";
import { hostJoin, hostLeave, newGroup, newMember } from "../mcast/br-mcast-groups.ts";
import { isVlanSnooping } from "../mcast/br-mcast-usable.ts";
import { vlansOf } from "../vlan/br-vlan-config.ts";
import { mdbNotify } from "./br-mdb-fill.ts";
import type { MdbChange, MdbRequest } from "./br-mdb-request.ts";
import { addSourceGroup } from "./br-mdb-source-group.ts";
import { addSources, replaceSources } from "./br-mdb-sources.ts";
import {
  type Group,
  isStarGroup,
  MCAST_EXCLUDE,
  type MdbEntry,
  PG_PERMANENT,
  type PortGroup,
} from "./br-mdb-table.ts";

/** `__br_mdb_choose_context` */
function chooseContext(bridge: NetBridge, vid: number, extack: ExtendedAck): McastContext | number {
  if (!isVlanSnooping(bridge)) return bridge.multicast;
  if (vid === 0)
    return extack.fail(-EINVAL, "bridge: Cannot add an entry without a vlan when vlan snooping is enabled");
  const vlan = bridge.vlans.find(vid);
  if (vlan?.multicast == null) return extack.fail(-EINVAL, "bridge: Vlan is not configured");
  return vlan.mcastGlobal
    ? vlan.multicast
    : extack.fail(-EINVAL, "bridge: Vlan's multicast processing is disabled");
}

/** The group in each VLAN of the port when none is named and the bridge filters. */
function inEachVlan({ bridge, port, group }: MdbRequest): Group[] {
  if (!bridge.vlans.enabled || group.vid !== 0) return [group];
  return vlansOf(bridge, port).list.map(({ vid }) => ({ ...group, vid }));
}

/** @returns 0 or a negative error, with the reason in the extended ack */
export function addGroup(request: MdbRequest, extack: ExtendedAck): number {
  const { port, permanent, group } = request;
  if (port === null && group.protocol !== 0) {
    if (permanent) return extack.fail(-EINVAL, "bridge: Flags are not allowed for host groups");
    if (group.source !== null)
      return extack.fail(-EINVAL, "bridge: Groups with sources cannot be manually host joined");
  }
  if (group.protocol === 0 && !permanent)
    return extack.fail(-EINVAL, "bridge: Only permanent L2 entries allowed");
  if (port !== null && port.state === BR_STATE_DISABLED && !permanent)
    return extack.fail(-EINVAL, "bridge: Port is in disabled state and entry is not permanent");
  for (const each of inEachVlan(request)) {
    const error = addOne({ ...request, group: each }, extack);
    if (error !== 0) return error;
  }
  return 0;
}

function addOne(request: MdbRequest, extack: ExtendedAck): number {
  const { bridge, port, group, permanent } = request;
  const context = chooseContext(bridge, group.vid, extack);
  if (typeof context === "number") return context;
  const chosen: MdbChange = { ...request, context };
  const entry = newGroup(bridge, group);
  if (entry === null) return -E2BIG;
  if (port === null) return addHost(chosen, entry, extack);
  const flags = permanent ? PG_PERMANENT : 0;
  if (!isStarGroup(group)) return addSourceGroup(chosen, port, entry, flags, true, extack);
  const present = entry.ports.find((member) => member.port === port);
  if (present === undefined) return addMembership(chosen, port, entry, flags, extack);
  if ((request.flags & NLM_F_REPLACE) === 0)
    return extack.fail(-EEXIST, "bridge: (*, G) group is already joined by port");
  const error = replaceSources(chosen, present, extack);
  if (error !== 0) return error;
  present.flags = flags;
  present.filterMode = request.filterMode;
  present.protocol = request.protocol;
  renew(chosen, present);
  mdbNotify(bridge, entry, present, RTM_NEWMDB);
  if (!context.handlesMode(group.protocol)) return 0;
  if (request.filterMode === MCAST_EXCLUDE) joinStarExcludes(present);
  else leaveStarExcludes(present);
  return 0;
}

function addHost({ bridge, context, flags }: MdbChange, entry: MdbEntry, extack: ExtendedAck): number {
  if (entry.hostJoined && (flags & NLM_F_REPLACE) === 0)
    return extack.fail(-EEXIST, "bridge: Group is already joined by host");
  hostJoin(context, entry, false);
  mdbNotify(bridge, entry, null, RTM_NEWMDB);
  return 0;
}

/** `br_mdb_add_group_star_g` */
function addMembership(
  request: MdbChange,
  port: NetBridgePort,
  entry: MdbEntry,
  flags: number,
  extack: ExtendedAck,
): number {
  const { bridge, context, filterMode, protocol, group } = request;
  const member = newMember(entry, port, { flags, filterMode, protocol, host: null }, extack);
  if (member === null) return -ENOMEM;
  const error = addSources(request, member, extack);
  if (error !== 0) {
    forgetMember(member);
    return error;
  }
  renew(request, member);
  mdbNotify(bridge, entry, member, RTM_NEWMDB);
  if (context.handlesMode(group.protocol) && filterMode === MCAST_EXCLUDE) joinStarExcludes(member);
  return 0;
}

/** Who wants some sources only stays as long as those do. */
function renew({ bridge, context, filterMode }: MdbChange, member: PortGroup): void {
  const { machine } = bridge.net;
  if ((member.flags & PG_PERMANENT) !== 0 || filterMode !== MCAST_EXCLUDE) machine.deleteTimer(member.timer);
  else startTimer(machine, member.timer, context.membershipInterval);
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
  deleteMember(member);
  return 0;
}
