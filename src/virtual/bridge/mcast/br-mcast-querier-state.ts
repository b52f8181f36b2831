/**
 * Who queries, as attributes.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_dump_querier_state`).
 */
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import * as br from "../../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { timerValue } from "../br-time.ts";
import { FAMILIES, type McastContext } from "./br-mcast-context.ts";
import { isGloballyDisabled } from "./br-mcast-usable.ts";

const ATTRIBUTES = {
  ip4: [br.BRIDGE_QUERIER_IP_ADDRESS, br.BRIDGE_QUERIER_IP_OTHER_TIMER, br.BRIDGE_QUERIER_IP_PORT],
  ip6: [br.BRIDGE_QUERIER_IPV6_ADDRESS, br.BRIDGE_QUERIER_IPV6_OTHER_TIMER, br.BRIDGE_QUERIER_IPV6_PORT],
} as const;

/** @param attribute that they are put into; left out when nobody queries */
export function fillQuerierState(writer: MessageWriter, context: McastContext, attribute: number): void {
  const { bridge, querier, other } = context;
  if (!bridge.multicast.enabled || isGloballyDisabled(context)) return;
  if (!querier && FAMILIES.every((family) => !other[family].timer.pending)) return;
  const nest = writer.nest(attribute | NLA_F_NESTED);
  for (const family of FAMILIES) {
    const { timer, address, port } = other[family];
    if (!querier && !timer.pending) continue;
    const [addressType, timerType, portType] = ATTRIBUTES[family];
    writer.data(addressType, address);
    if (!timer.pending) continue;
    writer.u64(timerType, timerValue(bridge.net.machine, timer));
    if (port !== null && bridge.ports.includes(port)) writer.u32(portType, port.dev.ifindex);
  }
  writer.endNest(nest);
}
