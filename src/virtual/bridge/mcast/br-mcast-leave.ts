/**
 * Hosts that say that they leave a group: others have a short time to say that they are still there.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_leave_group`).
 */

import { BR_MULTICAST_FAST_LEAVE, type NetBridgePort } from "../br-private.ts";
import { shortenTimer } from "../br-time.ts";
import { type Group, type MdbEntry, PG_FAST_LEAVE, PG_PERMANENT } from "../mdb/br-mdb-table.ts";
import type { Family, McastContext, PortMcastContext } from "./br-mcast-context.ts";
import { deleteMember, isMemberOf } from "./br-mcast-delete.ts";
import { askAbout } from "./br-mcast-querier.ts";
import { isUsable } from "./br-mcast-usable.ts";

function leaveFast(port: NetBridgePort, entry: MdbEntry, host: Uint8Array): void {
  for (const member of entry.ports) {
    if (!isMemberOf(member, port, host)) continue;
    if ((member.flags & PG_PERMANENT) !== 0) return;
    member.flags |= PG_FAST_LEAVE;
    deleteMember(member);
  }
}

/** @param host link-layer address of who leaves */
export function leaveGroup(
  context: McastContext,
  port: PortMcastContext | null,
  family: Family,
  group: Group,
  host: Uint8Array,
): void {
  if (!isUsable(context, port)) return;
  const { bridge, lastMemberTime } = context;
  const { machine } = bridge.net;
  const entry = bridge.multicast.mdb.get(group);
  if (entry === null) return;
  if (port !== null && (port.port.flags & BR_MULTICAST_FAST_LEAVE) !== 0) {
    leaveFast(port.port, entry, host);
    return;
  }
  if (context.other[family].timer.pending) return;
  if (context.querier) {
    askAbout(context, port, family, group);
    const asked = port === null ? undefined : entry.ports.find((one) => isMemberOf(one, port.port, host));
    if (asked !== undefined) shortenTimer(machine, asked.timer, lastMemberTime);
  }
  if (port === null) {
    if (entry.hostJoined) shortenTimer(machine, entry.timer, lastMemberTime);
    return;
  }
  const member = entry.ports.find((one) => one.port === port.port);
  if (member !== undefined) shortenTimer(machine, member.timer, lastMemberTime);
}
