/**
 * Forwarding: to one port or to all that want it.
 *
 * A frame has its `data` at the network header, and its Ethernet header before it, wherever the bridge has it.
 *
 * Source: `net/bridge/br_forward.c`.
 */

import { devQueueXmit } from "../core/dev/dev-xmit.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NO_TX_TARGET, SKB_DROP_REASON_NOT_SPECIFIED } from "../core/drop-reason.ts";
import { cloneSkb, kfreeSkb, type SkBuff } from "../core/skbuff.ts";
import { NF_INET_FORWARD, NF_INET_LOCAL_OUT, NF_INET_POST_ROUTING } from "../netfilter/hook-numbers.ts";
import { suppresses } from "./br-arp-proxy.ts";
import {
  BR_BCAST_FLOOD,
  BR_FLOOD,
  BR_HAIRPIN_MODE,
  BR_ISOLATED,
  BR_MCAST_FLOOD,
  BR_MULTICAST_TO_UNICAST,
  BR_NEIGH_SUPPRESS,
  BR_NEIGH_VLAN_SUPPRESS,
  BR_PKT_BROADCAST,
  BR_PKT_UNICAST,
  BR_PROXYARP,
  BR_PROXYARP_WIFI,
  BR_STATE_FORWARDING,
  CB_PROXYARP_REPLIED,
  CB_SRC_PORT_ISOLATED,
  type NetBridge,
  type NetBridgePort,
} from "./br-private.ts";
import type { McastContext } from "./mcast/br-mcast-context.ts";
import { allowsInclude, familyOf, isBehindRouter } from "./mcast/br-mcast-flood.ts";
import { countSent } from "./mcast/br-mcast-stats.ts";
import { MCAST_INCLUDE, type MdbEntry, PG_BLOCKED, type PortGroup } from "./mdb/br-mdb-table.ts";
import { bridgeHook } from "./netfilter/br-nf-run.ts";
import { allowedEgress, handleVlan } from "./vlan/br-vlan.ts";

const NO_MEMBERS: readonly PortGroup[] = [];
const ETH_HLEN = 14;
const VLAN_HLEN = 4;
const SUPPRESSING = BR_PROXYARP_WIFI | BR_NEIGH_SUPPRESS | BR_NEIGH_VLAN_SUPPRESS;

/** Not back to where the frame came from, and only through ports that forward (`should_deliver`). */
function shouldDeliver(port: NetBridgePort, skb: SkBuff): boolean {
  if (skb.dev === port.dev && (port.flags & BR_HAIRPIN_MODE) === 0) return false;
  if (port.state !== BR_STATE_FORWARDING) return false;
  if ((skb.cbFlags & CB_SRC_PORT_ISOLATED) !== 0 && (port.flags & BR_ISOLATED) !== 0) return false;
  return allowedEgress(port.bridge, port, skb);
}

/** Hands the frame to the port's device (`__br_forward`, `br_dev_queue_push_xmit`). */
function forward(port: NetBridgePort, skb: SkBuff): void {
  if (!handleVlan(port.bridge, port, skb)) return;
  const { dev } = port;
  const indev = skb.dev;
  skb.dev = dev;
  skb.timestamp = 0;
  const { net } = dev;
  if (net.nf === null) return void pushXmit(skb);
  // the host's own frames come from the bridge
  if (indev === port.bridge) bridgeHook(net, NF_INET_LOCAL_OUT, skb, null, dev, forwardFinish);
  else bridgeHook(net, NF_INET_FORWARD, skb, indev, dev, forwardFinish);
}

/** `br_forward_finish` */
export function forwardFinish(skb: SkBuff): number {
  const dev = skb.dev as NetDevice;
  return bridgeHook(dev.net, NF_INET_POST_ROUTING, skb, null, dev, pushXmit);
}

/** `br_dev_queue_push_xmit` */
export function pushXmit(skb: SkBuff): number {
  const dev = skb.dev as NetDevice;
  const length = skb.tail - skb.push(ETH_HLEN);
  if (!dev.isUp || (length > dev.mtu + dev.hardHeaderLength + VLAN_HLEN && skb.gsoSize === 0)) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "br_dev_queue_push_xmit");
    return 0;
  }
  devQueueXmit(skb);
  return 0;
}

/**
 * Forwards to one port; null: to none, as when an address is the bridge's own.
 * @param keep the host gets the frame, too: only a copy leaves
 * @param place where a frame is dropped that does not leave: the caller, as `br_forward` ends with that
 */
export function brForward(port: NetBridgePort | null, skb: SkBuff, keep: boolean, place: string): void {
  let to = port;
  // the other way when the cable is out
  if (to !== null && to.backupPort !== null && !to.dev.carrier) to = to.backupPort;
  if (to !== null && shouldDeliver(to, skb)) forward(to, keep ? cloneSkb(skb) : skb);
  else if (!keep) kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, place);
}

/** Whether frames to receivers of this kind are flooded through the port. */
function wantsFlood(port: NetBridgePort, skb: SkBuff, vlan: number, kind: number): boolean {
  const { flags } = port;
  if (kind === BR_PKT_UNICAST) {
    if ((flags & BR_FLOOD) === 0) return false;
  } else {
    const wanted = kind === BR_PKT_BROADCAST ? BR_BCAST_FLOOD : BR_MCAST_FLOOD;
    if ((flags & wanted) === 0 && skb.dev !== port.bridge) return false;
  }
  if ((flags & BR_PROXYARP) !== 0) return false;
  if ((flags & SUPPRESSING) === 0 || (skb.cbFlags & CB_PROXYARP_REPLIED) === 0) return true;
  return (flags & BR_PROXYARP_WIFI) === 0 && !suppresses(port, vlan);
}

/**
 * Forwards to all ports that want frames of this kind (`br_flood`): the last of them gets the frame itself.
 * @param keep the host gets the frame, too
 * @param place where a frame is dropped that no port gets: the caller, as `br_flood` ends with that
 */
export function brFlood(
  bridge: NetBridge,
  skb: SkBuff,
  vlan: number,
  kind: number,
  keep: boolean,
  place: string,
): void {
  const { ports } = bridge;
  let previous: NetBridgePort | null = null;
  for (let i = 0; i < ports.length; i++) {
    const port = ports[i];
    if (!wantsFlood(port, skb, vlan, kind) || !shouldDeliver(port, skb)) continue;
    if (previous !== null) forward(previous, cloneSkb(skb));
    countSent(bridge, port, skb);
    previous = port;
  }
  if (previous !== null) forward(previous, keep ? cloneSkb(skb) : skb);
  else if (!keep) kfreeSkb(skb, SKB_DROP_REASON_NO_TX_TARGET, place);
}

/** A copy for one host, who is written into it as the receiver (`maybe_deliver_addr`). */
function deliverTo(port: NetBridgePort, skb: SkBuff, host: Uint8Array): void {
  if (!shouldDeliver(port, skb)) return;
  // who sent it need not hear it
  let same = 0;
  while (same < 6 && skb.bytes[skb.macHeader + 6 + same] === host[same]) same++;
  if (same === 6 && skb.dev === port.dev) return;
  const copy = cloneSkb(skb);
  copy.makeWritable(ETH_HLEN);
  if ((host[0] & 1) === 0) copy.bytes.set(host, copy.macHeader);
  forward(port, copy);
}

/** Forwards to the members of the group, if there is one, and to routers (`br_multicast_flood`). */
export function multicastFlood(
  context: McastContext,
  group: MdbEntry | null,
  skb: SkBuff,
  keep: boolean,
): void {
  const { bridge } = context;
  const family = familyOf(skb);
  const include = group === null || allowsInclude(context, group);
  const members = group === null ? NO_MEMBERS : group.ports;
  let previous: NetBridgePort | null = null;
  for (let i = 0; i < members.length; i++) {
    const { port, host, filterMode, flags } = members[i];
    if (isBehindRouter(context, port, family)) continue;
    if ((port.flags & BR_MULTICAST_TO_UNICAST) !== 0) {
      deliverTo(port, skb, host);
      continue;
    }
    if ((!include && filterMode === MCAST_INCLUDE) || (flags & PG_BLOCKED) !== 0) continue;
    if (!shouldDeliver(port, skb)) continue;
    if (previous !== null) forward(previous, cloneSkb(skb));
    countSent(bridge, port, skb);
    previous = port;
  }
  const { ports } = bridge;
  for (let i = 0; i < ports.length; i++) {
    const port = ports[i];
    if (!isBehindRouter(context, port, family) || !shouldDeliver(port, skb)) continue;
    if (previous !== null) forward(previous, cloneSkb(skb));
    countSent(bridge, port, skb);
    previous = port;
  }
  if (previous !== null) forward(previous, keep ? cloneSkb(skb) : skb);
  else if (!keep) kfreeSkb(skb, SKB_DROP_REASON_NO_TX_TARGET, "br_multicast_flood");
}
