/**
 * When hosts leave sources or a group, others are asked whether they are still there, and have a short time to say so.
 *
 * Source: `net/bridge/br_multicast.c` (`__grp_src_query_marked_and_rexmit`, `__grp_send_query_and_rexmit`).
 */

import { shortenTimer, ticksLeft } from "../br-time.ts";
import { MCAST_EXCLUDE, type PortGroup, SOURCE_SEND } from "../mdb/br-mdb-table.ts";
import type { McastContext, PortMcastContext } from "./br-mcast-context.ts";
import { sendQuery } from "./br-mcast-querier.ts";
import { asksItself, repeatSoon } from "./br-mcast-repeat-query.ts";
import { renewSource } from "./br-mcast-sources.ts";

function isActive({ bridge }: McastContext): boolean {
  return bridge.running && bridge.multicast.enabled;
}

/** Asks for the sources that are marked. */
export function queryMarked(context: McastContext, port: PortMcastContext, member: PortGroup): void {
  if (!isActive(context)) return;
  const { machine } = context.bridge.net;
  const { lastMemberTime } = context;
  const asks = asksItself(context, member);
  for (const source of member.sources) {
    if ((source.flags & SOURCE_SEND) === 0) continue;
    source.flags &= ~SOURCE_SEND;
    if (ticksLeft(machine, source.timer) <= lastMemberTime) continue;
    if (asks) source.queries = context.lastMemberCount & 0xff;
    renewSource(source, lastMemberTime);
  }
  if (!asks) return;
  const { group } = member.entry;
  sendQuery(context, port, { group, member, withSources: true, overTime: true, suppress: true });
  repeatSoon(context, member);
}

/** Asks for the group. */
export function queryGroup(context: McastContext, port: PortMcastContext, member: PortGroup): void {
  if (!isActive(context)) return;
  const { machine } = context.bridge.net;
  if (asksItself(context, member)) {
    member.queries = (context.lastMemberCount - 1) & 0xff;
    const { group } = member.entry;
    sendQuery(context, port, { group, member, withSources: false, overTime: false, suppress: false });
    repeatSoon(context, member);
  }
  if (member.filterMode === MCAST_EXCLUDE) shortenTimer(machine, member.timer, context.lastMemberTime);
}
