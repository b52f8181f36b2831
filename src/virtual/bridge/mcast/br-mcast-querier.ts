/**
 * Who queries: the bridge itself, if it is set to, or whoever has the lowest address.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_send_query`, `br_ip4_multicast_select_querier`, `br_multicast_query_received`).
 */
import { Ipv6Address } from "../../../packet/address.ts";
import { ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import { devQueueXmit } from "../../core/dev/dev-xmit.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { VLAN_TAG_PRESENT } from "../../core/vlan-tag.ts";
import { selectSource } from "../../ipv6/addrconf/saddr-select.ts";
import type { NetBridge } from "../br-private.ts";
import { jiffies, startTimer } from "../br-time.ts";
import type { Group } from "../mdb/br-mdb-table.ts";
import type { BridgeVlan } from "../vlan/br-vlan-group.ts";
import type { Family, McastContext, OtherQuery, OwnQuery, PortMcastContext } from "./br-mcast-context.ts";
import { GENERAL, igmpQuery, mldQuery, mldReceiver, type Query } from "./br-mcast-query.ts";
import { markRouter } from "./br-mcast-router.ts";
import { countQuery } from "./br-mcast-stats.ts";
import { isGloballyDisabled, isStopped, isUsable, matchesSnooping } from "./br-mcast-usable.ts";

const ETH_HLEN = 14;
const NOBODY: Readonly<Record<Family, Uint8Array>> = { ip4: new Uint8Array(4), ip6: new Uint8Array(16) };

function compare(left: Uint8Array, right: Uint8Array): number {
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return left[i] - right[i];
  return 0;
}

/** The querier with the lowest address is it, and the first one (`br_multicast_select_querier`). */
function selectQuerier(
  context: McastContext,
  port: PortMcastContext | null,
  family: Family,
  address: Uint8Array,
): boolean {
  const other = context.other[family];
  const running = context.own[family].timer.pending || other.timer.pending;
  const known = family === "ip6" || other.address.some((byte) => byte !== 0);
  if (running && known && compare(address, other.address) > 0) return false;
  other.address = address.slice();
  other.port = port?.port ?? null;
  return true;
}

/** A general query of somebody else (`br_multicast_query_received`). @param delay ticks in which members answer */
export function queryReceived(
  context: McastContext,
  port: PortMcastContext | null,
  family: Family,
  address: Uint8Array,
  delay: number,
): void {
  if (!selectQuerier(context, port, family, address)) return;
  const { machine } = context.bridge.net;
  const other = context.other[family];
  if (!other.timer.pending) other.delayTime = jiffies(machine) + delay;
  startTimer(machine, other.timer, context.querierInterval);
  markRouter(context, port, family);
}

/** Whether somebody queries, and members had the time to answer (`br_multicast_querier_exists`). */
export function querierExists(context: McastContext, family: Family): boolean {
  const { bridge } = context;
  const other: OtherQuery = context.other[family];
  const own = context.querier && (family === "ip4" || bridge.multicast.hasIpv6Address);
  return other.delayTime < jiffies(bridge.net.machine) && (own || other.timer.pending);
}

function ipv6Source(bridge: NetBridge, query: Query): Uint8Array | null {
  const source = selectSource(bridge.net, bridge, Ipv6Address.fromBytes(mldReceiver(query)));
  bridge.multicast.hasIpv6Address = source !== null;
  if (source === null) return null;
  const bytes = new Uint8Array(16);
  source.toBytes(bytes, 0);
  return bytes;
}

function build(context: McastContext, family: Family, query: Query): SkBuff | null {
  if (family === "ip4") return igmpQuery(context, query);
  return mldQuery(context, query, () => ipv6Source(context.bridge, query));
}

/** Queries of a VLAN are tagged where the VLAN is (`__br_multicast_query_handle_vlan`). */
function tagQuery(bridge: NetBridge, vlan: BridgeVlan | null, skb: SkBuff): void {
  if (vlan === null || vlan.untagged) return;
  skb.vlanProtocol = bridge.vlans.protocol;
  skb.vlanTag = VLAN_TAG_PRESENT | vlan.vid;
}

/** Sends a query through the port, or to the host itself (`__br_multicast_send_query`). @returns whether there was anything to ask */
export function sendQuery(
  context: McastContext,
  port: PortMcastContext | null,
  query: Query,
  family: Family = query.group?.protocol === ETH_P_IPV6 ? "ip6" : "ip4",
): boolean {
  if (!isUsable(context, port) || !matchesSnooping(context)) return false;
  const { bridge } = context;
  const skb = build(context, family, query);
  if (skb === null) return false;
  tagQuery(bridge, port === null ? context.vlan : port.vlan, skb);
  const version = family === "ip4" ? context.igmpVersion : context.mldVersion;
  if (port === null) {
    const at = skb.data + (family === "ip4" ? 12 : 8);
    context.other[family].address = skb.bytes.slice(at, at + NOBODY[family].length);
    countQuery(bridge, null, family, version);
    skb.dev = bridge;
    bridge.net.machine.backlog.netifRx(skb);
    return true;
  }
  countQuery(bridge, port.port, family, version);
  skb.dev = port.port.dev;
  skb.push(ETH_HLEN);
  devQueueXmit(skb);
  // those that have less time are asked for in a query of their own
  if (query.overTime && query.withSources && query.suppress)
    sendQuery(context, port, { ...query, overTime: false }, family);
  return true;
}

/** A general query of the bridge's own, and the next one later (`br_multicast_send_query`). */
function sendOwnQuery<T>(
  context: McastContext,
  port: PortMcastContext | null,
  family: Family,
  own: OwnQuery<T>,
): void {
  const { bridge } = context;
  if (!isUsable(context, port) || !bridge.multicast.enabled || !context.querier) return;
  const other = context.other[family];
  if (other.timer.pending) return;
  // from now on the bridge is the querier, not who was before
  if (port === null && other.port !== null) {
    other.port = null;
    other.address = NOBODY[family];
  }
  sendQuery(context, port, GENERAL, family);
  const startup = own.startupSent < context.startupQueryCount;
  const delay = startup ? context.startupQueryInterval : context.queryInterval;
  startTimer(bridge.net.machine, own.timer, delay);
}

function oneMore<T>(
  context: McastContext,
  port: PortMcastContext | null,
  family: Family,
  own: OwnQuery<T>,
): void {
  if (own.startupSent < context.startupQueryCount) own.startupSent++;
  sendOwnQuery(context, port, family, own);
}

/** `br_multicast_query_expired` */
export function ownQueryExpired(context: McastContext, family: Family): void {
  if (!isUsable(context, null)) return;
  oneMore(context, null, family, context.own[family]);
}

/** `br_multicast_port_query_expired` */
export function portQueryExpired(port: PortMcastContext, family: Family): void {
  if (!isStopped(port)) oneMore(port.bridgeContext, port, family, port.own[family]);
}

/** The other querier is silent: the bridge begins (`br_multicast_querier_expired`). */
export function querierExpired(context: McastContext, family: Family): void {
  const { bridge } = context;
  if (bridge.running && bridge.multicast.enabled && !isGloballyDisabled(context))
    startQuerier(context, family);
}

/** The bridge's queries begin at the next tick (`__br_multicast_open_query`). */
export function openOwnQuery<T>(bridge: NetBridge, own: OwnQuery<T>): void {
  own.startupSent = 0;
  if (bridge.multicast.enabled) startTimer(bridge.net.machine, own.timer, 1);
}

/** A port's: the timer is taken out first, and so goes before what was set for the same tick (`br_multicast_enable`). */
export function enableOwnQuery<T>(bridge: NetBridge, own: OwnQuery<T>): void {
  own.startupSent = 0;
  bridge.net.machine.deleteTimer(own.timer);
  startTimer(bridge.net.machine, own.timer, 1);
}

/** The bridge queries from now on, and asks behind each port who is there already (`br_multicast_start_querier`). */
export function startQuerier(context: McastContext, family: Family): void {
  const { bridge, vlan } = context;
  if (!matchesSnooping(context)) return;
  openOwnQuery(bridge, context.own[family]);
  for (const port of bridge.ports) {
    const side = vlan === null ? port.multicast : (port.vlans.find(vlan.vid)?.portMulticast ?? null);
    if (side !== null && !isStopped(side)) enableOwnQuery(bridge, side.own[family]);
  }
}

/** Asks who is still in a group that somebody left; the next general query comes after that. */
export function askAbout(
  context: McastContext,
  port: PortMcastContext | null,
  family: Family,
  group: Group,
): void {
  const { machine } = context.bridge.net;
  sendQuery(context, port, { ...GENERAL, group }, family);
  if (port === null) startTimer(machine, context.own[family].timer, context.lastMemberTime);
  else startTimer(machine, port.own[family].timer, context.lastMemberTime);
}
