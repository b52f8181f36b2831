/**
 * Who queries: the bridge itself, if it is set to, or whoever has the lowest address.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_send_query`, `br_ip4_multicast_select_querier`, `br_multicast_query_received`).
 */
import { Ipv6Address } from "../../packet/address.ts";
import { devQueueXmit } from "../core/dev-xmit.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../core/drop-reason.ts";
import { kfreeSkb, type SkBuff } from "../core/skbuff.ts";
import { selectSource } from "../ipv6/saddr-select.ts";
import type { Family, OtherQuery, OwnQuery } from "./br-mcast-context.ts";
import { isUsable } from "./br-mcast-groups.ts";
import { igmpQuery, mldQuery } from "./br-mcast-query.ts";
import { markRouter } from "./br-mcast-router.ts";
import { countMulticast, QUERY } from "./br-mcast-stats.ts";
import type { Group } from "./br-mdb-table.ts";
import type { NetBridge, NetBridgePort } from "./br-private.ts";
import { jiffies, startTimer } from "./br-time.ts";

const ETH_HLEN = 14;
const NOBODY: Readonly<Record<Family, Uint8Array>> = { ip4: new Uint8Array(4), ip6: new Uint8Array(16) };
const ALL_NODES = Ipv6Address.fromBytes(new Uint8Array([0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]));

function compare(left: Uint8Array, right: Uint8Array): number {
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return left[i] - right[i];
  return 0;
}

/** The querier with the lowest address is it, and the first one (`br_multicast_select_querier`). */
function selectQuerier(
  bridge: NetBridge,
  port: NetBridgePort | null,
  family: Family,
  address: Uint8Array,
): boolean {
  const { multicast } = bridge;
  const other = multicast.other[family];
  const running = multicast.own[family].timer.pending || other.timer.pending;
  const known = family === "ip6" || other.address.some((byte) => byte !== 0);
  if (running && known && compare(address, other.address) > 0) return false;
  other.address = address.slice();
  other.port = port;
  return true;
}

/** A general query of somebody else (`br_multicast_query_received`). @param delay ticks in which members answer */
export function queryReceived(
  bridge: NetBridge,
  port: NetBridgePort | null,
  family: Family,
  address: Uint8Array,
  delay: number,
): void {
  if (!selectQuerier(bridge, port, family, address)) return;
  const { machine } = bridge.net;
  const other = bridge.multicast.other[family];
  if (!other.timer.pending) other.delayTime = jiffies(machine) + delay;
  startTimer(machine, other.timer, bridge.multicast.querierInterval);
  markRouter(bridge, port, family);
}

/** Whether somebody queries, and members had the time to answer (`br_multicast_querier_exists`). */
export function querierExists(bridge: NetBridge, family: Family): boolean {
  const { multicast } = bridge;
  const other: OtherQuery = multicast.other[family];
  const own = multicast.querier && (family === "ip4" || multicast.hasIpv6Address);
  return other.delayTime < jiffies(bridge.net.machine) && (own || other.timer.pending);
}

function build(bridge: NetBridge, family: Family, group: Group | null): SkBuff | null {
  if (family === "ip4") return igmpQuery(bridge, group);
  const source = selectSource(bridge.net, bridge, ALL_NODES);
  bridge.multicast.hasIpv6Address = source !== null;
  const bytes = new Uint8Array(16);
  source?.toBytes(bytes, 0);
  const skb = mldQuery(bridge, group, bytes);
  if (source !== null) return skb;
  // the query was begun when it turned out that nobody could send it
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "__br_multicast_send_query");
  return null;
}

/** Sends a query through the port, or to the host itself (`__br_multicast_send_query`). */
export function sendQuery(
  bridge: NetBridge,
  port: NetBridgePort | null,
  family: Family,
  group: Group | null,
): void {
  const skb = build(bridge, family, group);
  if (skb === null) return;
  const version = family === "ip4" ? bridge.multicast.igmpVersion : bridge.multicast.mldVersion;
  if (port === null) {
    const at = skb.data + (family === "ip4" ? 12 : 8);
    selectQuerier(bridge, null, family, skb.bytes.slice(at, at + NOBODY[family].length));
    countMulticast(bridge, null, family, QUERY, version, "rx");
    skb.dev = bridge;
    bridge.net.machine.backlog.netifRx(skb);
    return;
  }
  countMulticast(bridge, port, family, QUERY, version, "tx");
  skb.dev = port.dev;
  skb.push(ETH_HLEN);
  devQueueXmit(skb);
}

/** A general query of the bridge's own, and the next one later (`br_multicast_send_query`). */
function sendOwnQuery<T>(
  bridge: NetBridge,
  port: NetBridgePort | null,
  family: Family,
  own: OwnQuery<T>,
): void {
  const { multicast } = bridge;
  if (!isUsable(bridge, port) || !multicast.enabled || !multicast.querier) return;
  const other = multicast.other[family];
  if (other.timer.pending) return;
  // from now on the bridge is the querier, not who was before
  if (port === null && other.port !== null) {
    other.port = null;
    other.address = NOBODY[family];
  }
  sendQuery(bridge, port, family, null);
  const startup = own.startupSent < multicast.startupQueryCount;
  const delay = startup ? multicast.startupQueryInterval : multicast.queryInterval;
  startTimer(bridge.net.machine, own.timer, delay);
}

/** `br_multicast_query_expired`, `br_multicast_port_query_expired` */
export function ownQueryExpired(bridge: NetBridge, port: NetBridgePort | null, family: Family): void {
  if (!isUsable(bridge, port)) return;
  if (port === null) {
    bridge.multicast.other[family].port = null;
    oneMore(bridge, null, family, bridge.multicast.own[family]);
  } else oneMore(bridge, port, family, port.multicast.own[family]);
}

function oneMore<T>(bridge: NetBridge, port: NetBridgePort | null, family: Family, own: OwnQuery<T>): void {
  if (own.startupSent < bridge.multicast.startupQueryCount) own.startupSent++;
  sendOwnQuery(bridge, port, family, own);
}

/** The other querier is silent: the bridge begins (`br_multicast_querier_expired`). */
export function querierExpired(bridge: NetBridge, family: Family): void {
  if (bridge.running && bridge.multicast.enabled) startOwnQuery(bridge, bridge.multicast.own[family]);
}

/** Queries begin at the next tick (`__br_multicast_open_query`, `br_multicast_enable`). */
export function startOwnQuery<T>(bridge: NetBridge, own: OwnQuery<T>): void {
  own.startupSent = 0;
  if (bridge.multicast.enabled) startTimer(bridge.net.machine, own.timer, 1);
}

/** Asks who is still in a group that somebody left; the next general query comes after that. */
export function askAbout(bridge: NetBridge, port: NetBridgePort | null, family: Family, group: Group): void {
  const { multicast } = bridge;
  sendQuery(bridge, port, family, group);
  const delay = multicast.lastMemberCount * multicast.lastMemberInterval;
  if (port === null) startTimer(bridge.net.machine, multicast.own[family].timer, delay);
  else startTimer(bridge.net.machine, port.multicast.own[family].timer, delay);
}
