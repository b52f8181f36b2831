/**
 * (S, G)s that user space makes.
 *
 * Source: `net/bridge/br_mdb.c` (`br_mdb_add_group_sg`, `br_mdb_replace_group_sg`).
 */
import { EEXIST, ENOMEM } from "../../../errno.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import { NLM_F_REPLACE } from "../../../netlink/message.ts";
import { RTM_NEWMDB } from "../../../netlink/rtnetlink.ts";
import type { NetBridgePort } from "../br-private.ts";
import { startTimer } from "../br-time.ts";
import { memberIn } from "../mcast/br-mcast-delete.ts";
import { addExcludePorts } from "../mcast/br-mcast-forward-source.ts";
import { newMember } from "../mcast/br-mcast-groups.ts";
import { mdbNotify } from "./br-mdb-fill.ts";
import type { MdbChange } from "./br-mdb-request.ts";
import { MCAST_INCLUDE, type MdbEntry, PG_PERMANENT, type PortGroup } from "./br-mdb-table.ts";

/**
 * The port is in the (S, G).
 * @param timed it ends by itself; else with the source that it is made for
 * @returns 0 or a negative error
 */
export function addSourceGroup(
  request: MdbChange,
  port: NetBridgePort,
  entry: MdbEntry,
  flags: number,
  timed: boolean,
  extack: ExtendedAck,
): number {
  const { bridge, protocol, context } = request;
  const present = memberIn(entry, port);
  if (present !== null && (request.flags & NLM_F_REPLACE) === 0)
    return extack.fail(-EEXIST, "bridge: (S, G) group is already joined by port");
  if (present !== null) return replace(request, present, flags, timed);
  const what = { flags, filterMode: MCAST_INCLUDE, protocol, host: null };
  const member = newMember(entry, port, what, extack);
  if (member === null) return -ENOMEM;
  if ((flags & PG_PERMANENT) === 0 && timed)
    startTimer(bridge.net.machine, member.timer, context.membershipInterval);
  mdbNotify(bridge, entry, member, RTM_NEWMDB);
  if (!context.handlesMode(entry.group.protocol)) return 0;
  const star = bridge.multicast.mdb.get({ ...entry.group, source: null });
  if (star !== null) addExcludePorts(star, member);
  return 0;
}

function replace(request: MdbChange, member: PortGroup, flags: number, timed: boolean): number {
  const { bridge, context } = request;
  const { machine } = bridge.net;
  member.flags = flags;
  member.protocol = request.protocol;
  if ((flags & PG_PERMANENT) === 0 && timed) startTimer(machine, member.timer, context.membershipInterval);
  else machine.deleteTimer(member.timer);
  mdbNotify(bridge, member.entry, member, RTM_NEWMDB);
  return 0;
}
