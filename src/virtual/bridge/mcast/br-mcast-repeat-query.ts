/**
 * Queries about a group or its sources are sent more than once.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_port_group_rexmit`).
 */

import { ETH_P_IP } from "../../../packet/ethernet.ts";
import { shortenTimer, startTimer, ticksLeft } from "../br-time.ts";
import type { PortGroup } from "../mdb/br-mdb-table.ts";
import type { McastContext } from "./br-mcast-context.ts";
import { sendQuery } from "./br-mcast-querier.ts";
import { contextOf } from "./br-mcast-usable.ts";

/** Whether the bridge asks about the membership's group: it is the querier. */
export function asksItself(context: McastContext, { entry }: PortGroup): boolean {
  const family = entry.group.protocol === ETH_P_IP ? "ip4" : "ip6";
  return context.querier && !context.other[family].timer.pending;
}

/** The next query comes after the last member's interval, if none comes before. */
export function repeatSoon(context: McastContext, { queryTimer }: PortGroup): void {
  shortenTimer(context.bridge.net.machine, queryTimer, context.lastMemberInterval);
}

/** Whether one of the sources that were asked for is to be asked for once more. */
function isAskedAgain({ bridge, lastMemberTime }: McastContext, { sources }: PortGroup): boolean {
  const { machine } = bridge.net;
  return sources.some(({ queries, timer }) => queries > 0 && ticksLeft(machine, timer) <= lastMemberTime);
}

/** The timer of repetitions. */
export function repeatQueries(member: PortGroup): void {
  const { bridge } = member.port;
  if (!bridge.running || !member.listed || !bridge.multicast.enabled) return;
  const port = contextOf(member);
  if (port === null) return;
  const context = port.bridgeContext;
  if (!asksItself(context, member)) return;
  const { group } = member.entry;
  if (member.queries > 0) {
    member.queries--;
    sendQuery(context, port, { group, member, withSources: false, overTime: true, suppress: true });
  }
  const sent = sendQuery(context, port, {
    group,
    member,
    withSources: true,
    overTime: false,
    suppress: false,
  });
  if (member.queries > 0 || (sent && isAskedAgain(context, member)))
    // this one ran late, as timers of a wheel do: what was set to end with the last repetition is over before it
    startTimer(bridge.net.machine, member.queryTimer, context.lastMemberInterval + 1);
}
