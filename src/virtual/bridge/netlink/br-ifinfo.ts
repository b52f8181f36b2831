/**
 * Ports as `AF_BRIDGE` link messages.
 *
 * Source: `net/bridge/br_netlink.c` (`br_fill_ifinfo`, `br_info_notify`).
 */
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import { writeLinkHeader } from "../../../netlink/link.ts";
import * as ifla from "../../../netlink/link-attributes.ts";
import { AF_BRIDGE } from "../../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { RTM_NEWLINK, RTNLGRP_LINK } from "../../../netlink/rtnetlink.ts";
import { getFlags, getIflink } from "../../core/dev/dev-state.ts";
import { IF_OPER_DOWN } from "../../core/dev/netdevice.ts";
import { BR_VLAN_TUNNEL, type NetBridge, type NetBridgePort } from "../br-private.ts";
import { vlansOf } from "../vlan/br-vlan-config.ts";
import type { VlanGroup } from "../vlan/br-vlan-group.ts";
import { fillVlanInfo, fillVlanInfoCompressed } from "../vlan/br-vlan-info.ts";
import { fillTunnels } from "../vlan/br-vlan-tunnel.ts";
import { fillPort } from "./br-port-fill.ts";

/** What a message about a port or a bridge is: its type and who asked for it. */
export interface IfinfoFill {
  readonly type: number;
  readonly flags: number;
  readonly seq: number;
  readonly portid: number;
  /** `RTEXT_FILTER_*`: what else is wanted. */
  readonly extMask?: number;
}

const NOTIFICATION = { flags: 0, seq: 0, portid: 0 };

/** Appends the message about a port, or with a bridge about the bridge itself. */
export function fillIfinfo(
  writer: MessageWriter,
  bridge: NetBridge,
  port: NetBridgePort | null,
  fill: IfinfoFill,
): void {
  const dev = port === null ? bridge : port.dev;
  writer.begin(fill.type, fill.flags, fill.seq, fill.portid);
  writeLinkHeader(writer, AF_BRIDGE, dev.type, dev.ifindex, getFlags(dev), 0);
  writer.string(ifla.IFLA_IFNAME, dev.name);
  writer.u32(ifla.IFLA_MASTER, bridge.ifindex);
  writer.u32(ifla.IFLA_MTU, dev.mtu);
  writer.u8(ifla.IFLA_OPERSTATE, dev.running ? dev.operstate : IF_OPER_DOWN);
  if (dev.addressLength > 0) writer.data(ifla.IFLA_ADDRESS, dev.address.subarray(0, dev.addressLength));
  const iflink = getIflink(dev);
  if (iflink !== dev.ifindex) writer.u32(ifla.IFLA_LINK, iflink);
  if (fill.type === RTM_NEWLINK && port !== null) {
    const nest = writer.nest(ifla.IFLA_PROTINFO | NLA_F_NESTED);
    fillPort(writer, port);
    writer.endNest(nest);
  }
  fillAfSpec(writer, vlansOf(bridge, port), port, fill.extMask ?? 0);
  writer.end();
}

function fillAfSpec(
  writer: MessageWriter,
  group: VlanGroup,
  port: NetBridgePort | null,
  extMask: number,
): void {
  const wanted = ifla.RTEXT_FILTER_BRVLAN | ifla.RTEXT_FILTER_BRVLAN_COMPRESSED;
  if ((extMask & wanted) === 0 || group.count === 0) return;
  const nest = writer.nest(ifla.IFLA_AF_SPEC);
  if ((extMask & ifla.RTEXT_FILTER_BRVLAN_COMPRESSED) !== 0) fillVlanInfoCompressed(writer, group);
  else fillVlanInfo(writer, group);
  if (port !== null && (port.flags & BR_VLAN_TUNNEL) !== 0) fillTunnels(writer, port);
  writer.endNest(nest);
}

/** Tells listeners of links about the port (`br_ifinfo_notify`). */
export function ifinfoNotify(type: number, port: NetBridgePort): void {
  notify(type, port.bridge, port);
}

/** … about the bridge itself. */
export function bridgeIfinfoNotify(type: number, bridge: NetBridge): void {
  notify(type, bridge, null);
}

function notify(type: number, bridge: NetBridge, port: NetBridgePort | null): void {
  const { net } = bridge;
  const { rtnetlink } = net.machine;
  if (!rtnetlink.hasListeners(net, RTNLGRP_LINK)) return;
  const { writer } = rtnetlink;
  writer.reset();
  fillIfinfo(writer, bridge, port, { ...NOTIFICATION, type });
  rtnetlink.notify(net, RTNLGRP_LINK, writer.message());
}
