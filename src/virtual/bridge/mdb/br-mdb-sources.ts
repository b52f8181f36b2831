/**
 * Lists of sources that user space gives a membership.
 *
 * Source: `net/bridge/br_mdb.c` (`br_mdb_add_group_srcs`, `br_mdb_replace_group_srcs`).
 */
import { E2BIG, EEXIST, ENOSPC } from "../../../errno.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import { NLM_F_REPLACE } from "../../../netlink/message.ts";
import { startTimer } from "../br-time.ts";
import { deleteSource } from "../mcast/br-mcast-delete.ts";
import { newGroup } from "../mcast/br-mcast-groups.ts";
import { deleteMarked, findSource, newSource } from "../mcast/br-mcast-sources.ts";
import type { MdbChange } from "./br-mdb-request.ts";
import { addSourceGroup } from "./br-mdb-source-group.ts";
import {
  type GroupSource,
  MCAST_EXCLUDE,
  MCAST_INCLUDE,
  PG_BLOCKED,
  PG_PERMANENT,
  type PortGroup,
  SOURCE_DELETE,
  SOURCE_INSTALLED,
  SOURCE_USER_ADDED,
} from "./br-mdb-table.ts";

/** The (S, G) by which frames of the source go, or are kept back. */
function addForwarding(request: MdbChange, source: GroupSource, extack: ExtendedAck): number {
  const { bridge, permanent } = request;
  const group = { ...request.group, source: source.address };
  const entry = newGroup(bridge, group);
  if (entry === null) return extack.fail(-E2BIG, "bridge: Failed to add (S, G) entry");
  let flags = permanent ? PG_PERMANENT : 0;
  if (request.filterMode === MCAST_EXCLUDE) flags |= PG_BLOCKED;
  return addSourceGroup({ ...request, group }, source.member.port, entry, flags, false, extack);
}

function addSource(request: MdbChange, member: PortGroup, address: Uint8Array, extack: ExtendedAck): number {
  const { machine } = request.bridge.net;
  const present = findSource(member, address, 0);
  if (present !== null && (request.flags & NLM_F_REPLACE) === 0)
    return extack.fail(-EEXIST, "bridge: Source entry already exists");
  const source = present ?? newSource(member, address, 0);
  if (source === null) return extack.fail(-ENOSPC, "bridge: Failed to add new source entry");
  if (request.filterMode === MCAST_INCLUDE && !request.permanent)
    startTimer(machine, source.timer, request.context.membershipInterval);
  else machine.deleteTimer(source.timer);
  const error = addForwarding(request, source, extack);
  if (error !== 0) {
    deleteSource(source, false);
    return error;
  }
  source.flags = SOURCE_INSTALLED | SOURCE_USER_ADDED;
  return 0;
}

/** @returns 0, or a negative error: then what was added is gone again */
export function addSources(request: MdbChange, member: PortGroup, extack: ExtendedAck): number {
  for (const [index, address] of request.sources.entries()) {
    const error = addSource(request, member, address, extack);
    if (error === 0) continue;
    for (const added of request.sources.slice(0, index).reverse()) {
      const source = findSource(member, added, 0);
      if (source !== null) deleteSource(source, false);
    }
    return error;
  }
  return 0;
}

/** Those that are not in the list go. @returns 0 or a negative error */
export function replaceSources(request: MdbChange, member: PortGroup, extack: ExtendedAck): number {
  for (const source of member.sources) source.flags |= SOURCE_DELETE;
  const error = addSources(request, member, extack);
  if (error !== 0) {
    for (const source of member.sources) source.flags &= ~SOURCE_DELETE;
    return error;
  }
  deleteMarked(member, SOURCE_DELETE);
  return 0;
}
