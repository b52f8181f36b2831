/**
 * Where frames to groups go: to the ports that have the group and to routers, while somebody queries; else everywhere.
 *
 * Source: `net/bridge/br_input.c` (`br_handle_frame_finish`), `net/bridge/br_forward.c` (`br_multicast_flood`),
 * `net/bridge/br_mdb.c` (`br_mdb_entry_skb_get`).
 */
import { ETH_P_IP, ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import type { NetBridgePort } from "../br-private.ts";
import type { MdbEntry } from "../mdb/br-mdb-table.ts";
import type { Family, McastContext } from "./br-mcast-context.ts";
import { CB_IGMP, CB_MROUTERS_ONLY } from "./br-mcast-flags.ts";
import { querierExists } from "./br-mcast-querier.ts";
import { isGloballyDisabled, portContextFor } from "./br-mcast-usable.ts";

/** The family of the frame's packet; null: neither. */
export function familyOf(skb: SkBuff): Family | null {
  if (skb.protocol === ETH_P_IP) return "ip4";
  return skb.protocol === ETH_P_IPV6 ? "ip6" : null;
}

/** The entry of the packet's (S, G), if sources count and there is one, or else of the group. */
function findIpEntry(
  context: McastContext,
  family: Family,
  protocol: number,
  { bytes, data }: SkBuff,
  to: number,
  length: number,
  vid: number,
): MdbEntry | null {
  const { mdb } = context.bridge.multicast;
  if (context.knowsSources(family)) {
    // the source is right before the receiver
    const entry = mdb.find(protocol, bytes, data + to, length, vid, data + to - length);
    if (entry !== null) return entry;
  }
  return mdb.find(protocol, bytes, data + to, length, vid, -1);
}

/** The entry of the group that the frame is sent to; null when there is none. */
export function findEntry(context: McastContext, skb: SkBuff, vid: number): MdbEntry | null {
  const { multicast } = context.bridge;
  if (!multicast.enabled || (skb.cbFlags & CB_IGMP) !== 0 || isGloballyDisabled(context)) return null;
  if (skb.protocol === ETH_P_IP) return findIpEntry(context, "ip4", ETH_P_IP, skb, 16, 4, vid);
  if (skb.protocol === ETH_P_IPV6) return findIpEntry(context, "ip6", ETH_P_IPV6, skb, 24, 16, vid);
  return multicast.mdb.find(0, skb.bytes, skb.macHeader, 6, vid, -1);
}

/** Whether only those get the frame who asked for it (`br_multicast_querier_exists` and what is asked beside). */
export function isSelective(context: McastContext, skb: SkBuff, entry: MdbEntry | null): boolean {
  if (entry === null && (skb.cbFlags & CB_MROUTERS_ONLY) === 0) return false;
  const family = familyOf(skb);
  if (family === null) return entry?.group.protocol === 0;
  return querierExists(context, family);
}

/** Whether those who named the sources that they want get frames of the entry: not those of all other sources. */
export function allowsInclude(context: McastContext, { group }: MdbEntry): boolean {
  return group.source !== null || !context.handlesMode(group.protocol);
}

/** Whether a router of the frame's family is behind the port. */
export function isBehindRouter(context: McastContext, port: NetBridgePort, family: Family | null): boolean {
  return portContextFor(port, context).isRouter[family ?? "ip4"];
}
