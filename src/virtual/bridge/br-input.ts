/**
 * Frames that ports receive: who sent them is learnt, and they go on to other ports, to the host, or nowhere.
 *
 * Source: `net/bridge/br_input.c`.
 */

import { BR_BOOLOPT_NO_LL_LEARN } from "../../netlink/link-kinds/bridge.ts";
import { netifReceiveSkb } from "../core/dev/dev-receive.ts";
import { RX_HANDLER_CONSUMED, RX_HANDLER_PASS } from "../core/dev/device-relations.ts";
import { IFF_PROMISC, type NetDevice } from "../core/dev/netdevice.ts";
import {
  SKB_DROP_REASON_BRIDGE_INGRESS_STP_STATE,
  SKB_DROP_REASON_MAC_IEEE_MAC_CONTROL,
  SKB_DROP_REASON_MAC_INVALID_SOURCE,
  SKB_DROP_REASON_NOT_SPECIFIED,
} from "../core/drop-reason.ts";
import { kfreeSkb, PACKET_HOST, PACKET_LOOPBACK, type SkBuff } from "../core/skbuff.ts";
import { NF_INET_LOCAL_IN, NF_INET_PRE_ROUTING } from "../netfilter/hook-numbers.ts";
import { suppressNeighbours } from "./br-arp-nd-proxy.ts";
import { fdbUpdate } from "./br-fdb.ts";
import { BR_FDB_LOCAL, BR_FDB_LOCKED } from "./br-fdb-table.ts";
import { brFlood, brForward, multicastFlood } from "./br-forward.ts";
import {
  BR_ISOLATED,
  BR_LEARNING,
  BR_NO_STP,
  BR_PKT_BROADCAST,
  BR_PKT_MULTICAST,
  BR_PKT_UNICAST,
  BR_PORT_LOCKED,
  BR_PORT_MAB,
  BR_STATE_DISABLED,
  BR_STATE_FORWARDING,
  BR_STATE_LEARNING,
  BR_VLAN_TUNNEL,
  CB_SRC_PORT_ISOLATED,
  type NetBridge,
  type NetBridgePort,
  stateLearns,
} from "./br-private.ts";
import { jiffies } from "./br-time.ts";
import { familyOf, findEntry, isSelective } from "./mcast/br-mcast-flood.ts";
import { isHostRouter } from "./mcast/br-mcast-router.ts";
import { countSent } from "./mcast/br-mcast-stats.ts";
import { contextFor } from "./mcast/br-mcast-usable.ts";
import { multicastReceive } from "./mcast/br-multicast.ts";
import { bridgeHook } from "./netfilter/br-nf-run.ts";
import { allowedEgress, allowedIngress, handleVlan, shouldLearn, VLAN_REFUSED } from "./vlan/br-vlan.ts";
import { ingressTunnel } from "./vlan/br-vlan-tunnel.ts";

/** The frame is for the host: it goes on as if the bridge had received it (`br_pass_frame_up`). */
export function passFrameUp(bridge: NetBridge, skb: SkBuff): void {
  bridge.stats.rxPackets++;
  bridge.stats.rxBytes += skb.tail - skb.data;
  if ((bridge.flags & IFF_PROMISC) === 0 && !allowedEgress(bridge, null, skb)) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "br_pass_frame_up");
    return;
  }
  const port = skb.dev;
  skb.dev = bridge;
  if (!handleVlan(bridge, null, skb)) return;
  countSent(bridge, null, skb);
  if (bridge.net.nf !== null) bridgeHook(bridge.net, NF_INET_LOCAL_IN, skb, port, null, receiveUp);
  else netifReceiveSkb(bridge.net.machine, skb);
}

/** `br_netif_receive_skb` */
function receiveUp(skb: SkBuff): number {
  netifReceiveSkb((skb.dev as NetDevice).net.machine, skb);
  return 0;
}

/** A locked port lets in whom it knows already. @returns whether the frame is to be dropped */
function isLockedOut(port: NetBridgePort, skb: SkBuff, vlan: number): boolean {
  const { bridge } = port;
  const source = skb.macHeader + 6;
  const entry = bridge.fdb.find(skb.bytes, source, vlan);
  if (entry === null) {
    if ((port.flags & BR_PORT_MAB) !== 0) fdbUpdate(bridge, port, skb.bytes, source, vlan, BR_FDB_LOCKED);
    return true;
  }
  if (entry.dst !== port || (entry.flags & BR_FDB_LOCAL) !== 0) return true;
  if ((entry.flags & BR_FDB_LOCKED) === 0) return false;
  fdbUpdate(bridge, port, skb.bytes, source, vlan, BR_FDB_LOCKED);
  return true;
}

function packetKind(bytes: Uint8Array, at: number): number {
  if ((bytes[at] & 1) === 0) return BR_PKT_UNICAST;
  const all = bytes[at] & bytes[at + 1] & bytes[at + 2] & bytes[at + 3] & bytes[at + 4] & bytes[at + 5];
  return all === 0xff ? BR_PKT_BROADCAST : BR_PKT_MULTICAST;
}

/** `br_handle_frame_finish` */
function handleFrameFinish(port: NetBridgePort, skb: SkBuff): void {
  const { bridge } = port;
  if (port.state === BR_STATE_DISABLED) return dropForState(skb, "br_handle_frame_finish");
  const vlan = allowedIngress(bridge, port, skb);
  if (vlan === VLAN_REFUSED) return;
  const state = skb.cbA;
  if ((port.flags & BR_PORT_LOCKED) !== 0 && isLockedOut(port, skb, vlan)) return drop(skb);
  const at = skb.macHeader;
  if ((port.flags & BR_LEARNING) !== 0) fdbUpdate(bridge, port, skb.bytes, at + 6, vlan, 0);
  const kind = packetKind(skb.bytes, at);
  if (kind === BR_PKT_MULTICAST && !multicastReceive(bridge, port, skb, vlan)) return drop(skb);
  if (state === BR_STATE_LEARNING) return dropForState(skb, "br_handle_frame_finish");
  if ((port.flags & BR_ISOLATED) !== 0) skb.cbFlags |= CB_SRC_PORT_ISOLATED;
  suppressNeighbours(bridge, port, skb, vlan);
  deliver(bridge, skb, kind, vlan);
}

function deliver(bridge: NetBridge, skb: SkBuff, kind: number, vlan: number): void {
  let local = (bridge.flags & IFF_PROMISC) !== 0;
  if (kind === BR_PKT_UNICAST) {
    const { fdb } = bridge;
    const index = fdb.findIndex(skb.bytes, skb.macHeader, vlan);
    if (index >= 0) {
      if ((fdb.flagsAt(index) & BR_FDB_LOCAL) !== 0) return passFrameUp(bridge, skb);
      const to = fdb.useAt(index, jiffies(bridge.net.machine));
      brForward(to, skb, local, "br_handle_frame_finish");
      if (local) passFrameUp(bridge, skb);
      return;
    }
  } else if (kind === BR_PKT_MULTICAST) {
    const context = contextFor(bridge, vlan);
    const group = findEntry(context, skb, vlan);
    const selective = isSelective(context, skb, group);
    if (!selective || group?.hostJoined === true || isHostRouter(context, familyOf(skb))) {
      local = true;
      bridge.stats.multicast++;
    }
    if (selective) {
      multicastFlood(context, group, skb, local);
      if (local) passFrameUp(bridge, skb);
      return;
    }
  } else local = true;
  brFlood(bridge, skb, vlan, kind, local, "br_handle_frame_finish");
  if (local) passFrameUp(bridge, skb);
}

function drop(skb: SkBuff): void {
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "br_handle_frame_finish");
}

function dropForState(skb: SkBuff, place: string): void {
  kfreeSkb(skb, SKB_DROP_REASON_BRIDGE_INGRESS_STP_STATE, place);
}

/** Frames to addresses of the link alone are learnt from when the port's stack gets them (`__br_handle_local_finish`). */
function learnLocal(port: NetBridgePort, skb: SkBuff): void {
  const { bridge } = port;
  if ((port.flags & BR_LEARNING) === 0 || !stateLearns(port)) return;
  if ((bridge.boolopts & (1 << BR_BOOLOPT_NO_LL_LEARN)) !== 0) return;
  const vlan = shouldLearn(port, skb);
  if (vlan !== VLAN_REFUSED) fdbUpdate(bridge, port, skb.bytes, skb.macHeader + 6, vlan, 0);
}

/** 01:80:c2:00:00:0X */
function isLinkLocal(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === 0x01 &&
    bytes[at + 1] === 0x80 &&
    bytes[at + 2] === 0xc2 &&
    bytes[at + 3] === 0 &&
    bytes[at + 4] === 0 &&
    (bytes[at + 5] & 0xf0) === 0
  );
}

/** What becomes of a frame to an address of the link alone. */
const FORWARD = 0;
const PASS = 1;
const DROP = 2;

/** Reserved addresses (IEEE 802.1D, table 7-10) stay on the link, unless the user or the missing protocol says otherwise. */
function linkLocalVerdict(port: NetBridgePort, last: number): number {
  const { bridge } = port;
  let mask = bridge.groupFwdMaskRequired | port.groupFwdMask;
  if (last === 0x00) {
    // without the protocol loops are found by others
    return bridge.stpEnabled === BR_NO_STP || (mask & 1) !== 0 ? FORWARD : PASS;
  }
  if (last === 0x01) return DROP;
  mask |= bridge.groupFwdMask;
  return (mask & (1 << last)) !== 0 ? FORWARD : PASS;
}

function hasValidSource(bytes: Uint8Array, at: number): boolean {
  if ((bytes[at] & 1) !== 0) return false;
  return (bytes[at] | bytes[at + 1] | bytes[at + 2] | bytes[at + 3] | bytes[at + 4] | bytes[at + 5]) !== 0;
}

function isOwn(bytes: Uint8Array, at: number, own: Uint8Array): boolean {
  for (let i = 0; i < 6; i++) if (bytes[at + i] !== own[i]) return false;
  return true;
}

/** The rx handler of ports (`br_handle_frame`). */
export function handleFrame(skb: SkBuff): number {
  if (skb.packetType === PACKET_LOOPBACK) return RX_HANDLER_PASS;
  const { bytes, macHeader } = skb;
  if (!hasValidSource(bytes, macHeader + 6)) {
    kfreeSkb(skb, SKB_DROP_REASON_MAC_INVALID_SOURCE, "br_handle_frame");
    return RX_HANDLER_CONSUMED;
  }
  const port = (skb.dev as NetDevice).rxHandlerData as NetBridgePort;
  skb.cbFlags = 0;
  if ((port.flags & BR_VLAN_TUNNEL) !== 0) ingressTunnel(port, skb);
  if (isLinkLocal(bytes, macHeader)) {
    const verdict = linkLocalVerdict(port, bytes[macHeader + 5]);
    if (verdict === PASS) {
      learnLocal(port, skb);
      return RX_HANDLER_PASS;
    }
    if (verdict === DROP) {
      kfreeSkb(skb, SKB_DROP_REASON_MAC_IEEE_MAC_CONTROL, "br_handle_frame");
      return RX_HANDLER_CONSUMED;
    }
  }
  if (port.state !== BR_STATE_FORWARDING && port.state !== BR_STATE_LEARNING) {
    dropForState(skb, "br_handle_frame");
    return RX_HANDLER_CONSUMED;
  }
  if (isOwn(bytes, macHeader, port.bridge.address)) skb.packetType = PACKET_HOST;
  const { net } = port.bridge;
  if (net.nf !== null) bridgeHook(net, NF_INET_PRE_ROUTING, skb, skb.dev, null, frameFinish);
  else handleFrameFinish(port, skb);
  return RX_HANDLER_CONSUMED;
}

/** `br_handle_frame_finish` of a frame that hooks have seen: its port may be gone meanwhile. */
export function frameFinish(skb: SkBuff): number {
  const port = (skb.dev as NetDevice).rxHandlerData as NetBridgePort | null;
  if (port === null) drop(skb);
  else handleFrameFinish(port, skb);
  return 0;
}
