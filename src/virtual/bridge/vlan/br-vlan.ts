/**
 * The places at which VLANs decide about frames: which VLAN a frame is of when it comes in, where it may leave, and with which tag.
 *
 * Source: `net/bridge/br_vlan.c` (`__allowed_ingress`, `br_allowed_egress`, `br_handle_vlan`, `br_should_learn`).
 */

import { IFF_PROMISC } from "../../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import { kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { pushTagInside, untagVlan, VLAN_TAG_PRESENT } from "../../core/vlan-tag.ts";
import { BR_STATE_FORWARDING, BR_VLAN_TUNNEL, type NetBridge, type NetBridgePort } from "../br-private.ts";
import { type BridgeVlans, VLAN_VID_MASK, type VlanGroup, vlanStateAllowed } from "./br-vlan-group.ts";
import { egressTunnel } from "./br-vlan-tunnel.ts";

/** What {@link allowedIngress} gives for a frame that does not come in. */
export const VLAN_REFUSED = -1;

/** `skb->cbFlags`: the frame came in while the bridge filtered, and has a tag (`vlan_filtered`). Above the bits of `br-private.ts`. */
const CB_VLAN_FILTERED = 1 << 8;

const ETH_HLEN = 14;

/**
 * The VLAN in which the frame comes into the bridge (`br_allowed_ingress`). Leaves the state that the VLAN gives the port in `skb.cbA`.
 * @param port null: the frame is the host's own
 * @returns its number, 0 when the bridge does not filter, or {@link VLAN_REFUSED} when the frame was dropped
 */
export function allowedIngress(bridge: NetBridge, port: NetBridgePort | null, skb: SkBuff): number {
  skb.cbA = port === null ? BR_STATE_FORWARDING : port.state;
  if (!bridge.vlans.enabled) return 0;
  skb.cbFlags |= CB_VLAN_FILTERED;
  const { vlans } = bridge;
  if (skb.vlanTag === 0 && skb.protocol === vlans.protocol && !untagVlan(skb)) return VLAN_REFUSED;
  if (skb.vlanTag !== 0 && skb.vlanProtocol !== vlans.protocol) insertForeignTag(skb);
  const group = port === null ? vlans : port.vlans;
  let vid = skb.vlanTag & VLAN_VID_MASK;
  if (vid === 0) {
    vid = group.pvid;
    if (vid === 0) return refuse(skb);
    if (skb.vlanTag === 0) skb.vlanProtocol = vlans.protocol;
    skb.vlanTag |= VLAN_TAG_PRESENT | vid;
    if (!vlans.statsEnabled) return enterState(skb, group.pvidState) ? vid : refuse(skb);
  }
  return enter(group, vlans, vid, skb);
}

function enter(group: VlanGroup, vlans: BridgeVlans, vid: number, skb: SkBuff): number {
  const vlan = group.find(vid);
  if (vlan === undefined || !vlan.usable || !enterState(skb, vlan.state)) return refuse(skb);
  if (vlans.statsEnabled) {
    vlan.stats.rxPackets++;
    vlan.stats.rxBytes += skb.tail - skb.data;
  }
  return vid;
}

/** The stricter of the port's state and the VLAN's counts. */
function enterState(skb: SkBuff, state: number): boolean {
  if (skb.cbA !== BR_STATE_FORWARDING) return true;
  skb.cbA = state;
  return vlanStateAllowed(state, true);
}

function refuse(skb: SkBuff): number {
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "br_allowed_ingress");
  return VLAN_REFUSED;
}

/** A tag of another protocol is of the payload: it goes back into the bytes (`vlan_insert_tag_set_proto`). */
function insertForeignTag(skb: SkBuff): void {
  skb.push(ETH_HLEN);
  pushTagInside(skb);
  skb.pull(ETH_HLEN);
  skb.networkHeader = skb.data;
}

/** Whether the frame may leave through the port, or with null to the host (`br_allowed_egress`). */
export function allowedEgress(bridge: NetBridge, port: NetBridgePort | null, skb: SkBuff): boolean {
  if ((skb.cbFlags & CB_VLAN_FILTERED) === 0) return true;
  const group = port === null ? bridge.vlans : port.vlans;
  const vlan = group.find(skb.vlanTag & VLAN_VID_MASK);
  return vlan?.usable === true && vlanStateAllowed(vlan.state, false);
}

/** The VLAN of a frame that is only learnt from (`br_should_learn`). @returns {@link VLAN_REFUSED} when it must not be */
export function shouldLearn(port: NetBridgePort, skb: SkBuff): number {
  const { vlans } = port.bridge;
  if (!vlans.enabled) return 0;
  const group = port.vlans;
  if (group.count === 0) return VLAN_REFUSED;
  const vid = skb.vlanProtocol === vlans.protocol ? skb.vlanTag & VLAN_VID_MASK : 0;
  if (vid === 0)
    return group.pvid !== 0 && vlanStateAllowed(group.pvidState, true) ? group.pvid : VLAN_REFUSED;
  const vlan = group.find(vid);
  return vlan !== undefined && vlanStateAllowed(vlan.state, true) ? vid : VLAN_REFUSED;
}

/** Leaves the tag on or takes it away before the frame leaves (`br_handle_vlan`). @returns false when the frame was dropped */
export function handleVlan(bridge: NetBridge, port: NetBridgePort | null, skb: SkBuff): boolean {
  if ((skb.cbFlags & CB_VLAN_FILTERED) === 0) return true;
  const group = port === null ? bridge.vlans : port.vlans;
  const vlan = group.find(skb.vlanTag & VLAN_VID_MASK);
  if (vlan?.usable !== true) {
    // who listens to everything at the bridge sees it as it is
    if (port === null && (bridge.flags & IFF_PROMISC) !== 0) return true;
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "br_handle_vlan");
    return false;
  }
  if (bridge.vlans.statsEnabled) {
    vlan.stats.txPackets++;
    vlan.stats.txBytes += skb.tail - skb.data;
  }
  if (vlan.untagged) skb.vlanTag = 0;
  if (port !== null && (port.flags & BR_VLAN_TUNNEL) !== 0) egressTunnel(vlan, skb);
  return true;
}
