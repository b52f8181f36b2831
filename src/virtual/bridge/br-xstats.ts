/**
 * Counters of a bridge and of its ports in messages about statistics.
 *
 * Source: `net/bridge/br_netlink.c` (`br_fill_linkxstats`).
 */
import * as vlandb from "../../netlink/bridge-vlan.ts";
import type { MessageWriter } from "../../netlink/message.ts";
import type { NetDevice } from "../core/netdevice.ts";
import { isBridge, portOf } from "./br-private.ts";
import { shownFlags } from "./br-vlan-fill.ts";
import type { BridgeVlan, VlanGroup } from "./br-vlan-group.ts";

/** `struct bridge_vlan_xstats` */
function writeVlan(writer: MessageWriter, group: VlanGroup, vlan: BridgeVlan): void {
  const { stats } = vlan;
  const at = writer.attribute(vlandb.BRIDGE_XSTATS_VLAN, vlandb.BRIDGE_VLAN_XSTATS_LEN);
  [stats.rxBytes, stats.rxPackets, stats.txBytes, stats.txPackets].forEach((value, index) => {
    writer.put64(at + 8 * index, value);
  });
  writer.put16(at + 32, vlan.vid);
  writer.put16(at + 34, shownFlags(group, vlan));
  writer.put32(at + 36, 0);
}

export function fillLinkXstats(dev: NetDevice, slave: boolean, writer: MessageWriter): void {
  const port = slave ? portOf(dev) : null;
  const group = slave ? port?.vlans : isBridge(dev) ? dev.vlans : undefined;
  if (group === undefined) return;
  const nest = writer.nest(vlandb.LINK_XSTATS_TYPE_BRIDGE);
  for (const vlan of group.list) writeVlan(writer, group, vlan);
  writer.endNest(nest);
}
