/**
 * VLANs of a port that are networks of a tunnel behind it: frames leave with the network's number instead of the tag, and get the tag
 * of the number with which they come.
 *
 * Source: `net/bridge/br_vlan_tunnel.c`, `net/bridge/br_netlink_tunnel.c`.
 */
import { EEXIST, EINVAL, ENOENT } from "../../../errno.ts";
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import {
  BRIDGE_VLAN_INFO_RANGE_BEGIN,
  BRIDGE_VLAN_INFO_RANGE_END,
  BRIDGE_VLANDB_ENTRY_TUNNEL_INFO,
  BRIDGE_VLANDB_TINFO_ID,
} from "../../../netlink/bridge-vlan.ts";
import {
  IFLA_BRIDGE_VLAN_TUNNEL_FLAGS,
  IFLA_BRIDGE_VLAN_TUNNEL_ID,
  IFLA_BRIDGE_VLAN_TUNNEL_INFO,
  IFLA_BRIDGE_VLAN_TUNNEL_VID,
} from "../../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { MetadataDst, tunnelInfo } from "../../core/dst-metadata.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { VLAN_TAG_PRESENT } from "../../core/vlan-tag.ts";
import type { NetBridgePort } from "../br-private.ts";
import type { BridgeVlan, VlanGroup } from "./br-vlan-group.ts";

/** `nbp_vlan_tunnel_info_add`. @returns 0 or a negative error */
export function addTunnel(port: NetBridgePort, vid: number, id: number): number {
  const { vlans } = port;
  const vlan = vlans.find(vid);
  if (vlan === undefined) return -EINVAL;
  if (vlan.tunnel !== null || vlans.tunnels?.has(id)) return -EEXIST;
  vlans.tunnels ??= new Map();
  vlans.tunnels.set(id, vlan);
  vlan.tunnel = new MetadataDst(port.dev, id, true, true);
  return 0;
}

/** `nbp_vlan_tunnel_info_delete`. @returns 0, also of a VLAN without tunnel, or `-ENOENT` */
export function deleteTunnel(port: NetBridgePort, vid: number): number {
  const vlan = port.vlans.find(vid);
  if (vlan === undefined) return -ENOENT;
  forgetTunnel(port.vlans, vlan);
  return 0;
}

/** `vlan_tunnel_info_del` */
export function forgetTunnel(group: VlanGroup, vlan: BridgeVlan): void {
  if (vlan.tunnel === null) return;
  group.tunnels?.delete(vlan.tunnel.id);
  vlan.tunnel = null;
}

/** The port has no tunnels any more (`nbp_vlan_tunnel_info_flush`). */
export function flushTunnels({ vlans }: NetBridgePort): void {
  for (const vlan of vlans.list) forgetTunnel(vlans, vlan);
}

/** Whether the VLAN continues a range in its tunnel, too (`vlan_tunid_inrange`). */
export function continuesTunnels(vlan: BridgeVlan, last: BridgeVlan): boolean {
  if (vlan.tunnel === null || last.tunnel === null) return vlan.tunnel === last.tunnel;
  return vlan.tunnel.id - last.tunnel.id === 1;
}

function fillTunnel(writer: MessageWriter, vlan: BridgeVlan, flags: number): void {
  const nest = writer.nest(IFLA_BRIDGE_VLAN_TUNNEL_INFO);
  writer.u32(IFLA_BRIDGE_VLAN_TUNNEL_ID, vlan.tunnel?.id ?? 0);
  writer.u16(IFLA_BRIDGE_VLAN_TUNNEL_VID, vlan.vid);
  writer.u16(IFLA_BRIDGE_VLAN_TUNNEL_FLAGS, flags);
  writer.endNest(nest);
}

/** All tunnels of a port, in ranges (`br_fill_vlan_tunnel_info`). */
export function fillTunnels(writer: MessageWriter, { vlans }: NetBridgePort): void {
  const list = vlans.list.filter((vlan) => vlan.tunnel !== null);
  for (let from = 0; from < list.length; ) {
    let to = from;
    while (
      to + 1 < list.length &&
      list[to + 1].vid - list[to].vid === 1 &&
      continuesTunnels(list[to + 1], list[to])
    )
      to++;
    fillTunnel(writer, list[from], to === from ? 0 : BRIDGE_VLAN_INFO_RANGE_BEGIN);
    if (to !== from) fillTunnel(writer, list[to], BRIDGE_VLAN_INFO_RANGE_END);
    from = to + 1;
  }
}

/** A VLAN's tunnel among its options (`__vlan_tun_put`). */
export function fillTunnelOption(writer: MessageWriter, vlan: BridgeVlan): void {
  if (vlan.tunnel === null) return;
  const nest = writer.nest(BRIDGE_VLANDB_ENTRY_TUNNEL_INFO | NLA_F_NESTED);
  writer.u32(BRIDGE_VLANDB_TINFO_ID, vlan.tunnel.id);
  writer.endNest(nest);
}

/** A frame that came out of a tunnel gets the tag of its network (`br_handle_ingress_vlan_tunnel`). */
export function ingressTunnel(port: NetBridgePort, skb: SkBuff): void {
  const info = tunnelInfo(skb);
  if (info === null || skb.vlanTag !== 0 || isTagged(skb.protocol)) return;
  const vlan = port.vlans.tunnels?.get(info.id);
  if (vlan === undefined) return;
  skb.dst = null;
  skb.vlanTag = VLAN_TAG_PRESENT | vlan.vid;
  skb.vlanProtocol = port.bridge.vlans.protocol;
}

function isTagged(protocol: number): boolean {
  return protocol === 0x8100 || protocol === 0x88a8;
}

/** A frame of a VLAN with a tunnel gives its tag for the network's number (`br_handle_egress_vlan_tunnel`). */
export function egressTunnel(vlan: BridgeVlan, skb: SkBuff): void {
  if (vlan.tunnel === null || vlan.tunnel.id === 0 || skb.vlanTag === 0) return;
  skb.vlanTag = 0;
  skb.dst = vlan.tunnel;
}
