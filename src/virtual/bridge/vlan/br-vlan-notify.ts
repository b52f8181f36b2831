/**
 * Tells listeners of VLANs (`RTNLGRP_BRVLAN`).
 *
 * Source: `net/bridge/br_vlan.c` (`br_vlan_notify`).
 */
import * as vlandb from "../../../netlink/bridge-vlan.ts";
import { AF_BRIDGE } from "../../../netlink/link-kinds/bridge.ts";
import { RTM_NEWVLAN, RTNLGRP_BRVLAN } from "../../../netlink/rtnetlink.ts";
import type { NetBridge, NetBridgePort } from "../br-private.ts";
import { fillVlanEntry, shownFlags } from "./br-vlan-fill.ts";

/** Tells of the VLANs from `vid` to `last` of a port, or with null of the bridge: they are there, or gone. */
export function vlanNotify(
  bridge: NetBridge,
  port: NetBridgePort | null,
  vid: number,
  last: number,
  type: number,
): void {
  const dev = port === null ? bridge : port.dev;
  const { rtnetlink } = dev.net.machine;
  if (!rtnetlink.hasListeners(dev.net, RTNLGRP_BRVLAN)) return;
  const group = port === null ? bridge.vlans : port.vlans;
  const vlan = type === RTM_NEWVLAN ? group.find(vid) : undefined;
  if (type === RTM_NEWVLAN && vlan?.usable !== true) return;
  const { writer } = rtnetlink;
  writer.reset();
  writer.begin(type, 0);
  vlandb.writeBridgeVlanHeader(writer, AF_BRIDGE, dev.ifindex);
  const options = vlan === undefined ? undefined : { vlan, port };
  fillVlanEntry(writer, vid, last, vlan === undefined ? 0 : shownFlags(group, vlan), options, false);
  writer.end();
  rtnetlink.notify(dev.net, RTNLGRP_BRVLAN, writer.message());
}
