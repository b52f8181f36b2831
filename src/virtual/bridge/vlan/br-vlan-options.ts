/**
 * The bridge's settings of VLANs: whether it filters, by which tags, the default PVID, statistics.
 *
 * Source: `net/bridge/br_vlan.c` (`br_vlan_filter_toggle`, `__br_vlan_set_proto`, `__br_vlan_set_default_pvid` …).
 */
import { EBUSY, EINVAL, EOPNOTSUPP, EPROTONOSUPPORT } from "../../../errno.ts";
import type { AttributeTable } from "../../../netlink/attribute.ts";
import { BRIDGE_VLAN_INFO_BRENTRY } from "../../../netlink/bridge-vlan.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import * as br from "../../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { RTM_DELVLAN, RTM_NEWVLAN } from "../../../netlink/rtnetlink.ts";
import { KERN_INFO } from "../../core/printk/log-level.ts";
import { managePromisc } from "../br-if.ts";
import { BR_GROUPFWD_8021AD, type NetBridge } from "../br-private.ts";
import { isVlanSnooping } from "../mcast/br-mcast-usable.ts";
import { toggleVlanSnooping } from "../mcast/br-multicast.ts";
import {
  bridgeVlanAdd,
  bridgeVlanDelete,
  PVID_UNTAGGED,
  portVlanAdd,
  portVlanDelete,
} from "./br-vlan-config.ts";
import { VLAN_VID_MASK } from "./br-vlan-group.ts";
import { vlanNotify } from "./br-vlan-notify.ts";

const ETH_P_8021Q = 0x8100;
const ETH_P_8021AD = 0x88a8;

/** The bridge's settings of VLANs (`br_fill_info`). */
export function fillVlans(writer: MessageWriter, { vlans }: NetBridge): void {
  if (!vlans.built) return;
  writer.be16(br.IFLA_BR_VLAN_PROTOCOL, vlans.protocol);
  writer.u16(br.IFLA_BR_VLAN_DEFAULT_PVID, vlans.defaultPvid);
  writer.u8(br.IFLA_BR_VLAN_STATS_ENABLED, vlans.statsEnabled ? 1 : 0);
  writer.u8(br.IFLA_BR_VLAN_STATS_PER_PORT, vlans.statsPerPort ? 1 : 0);
}

/** Applies a bridge's attributes about VLANs (`br_changelink`). @returns 0 or a negative error; what came before it stays */
export function changeVlans(bridge: NetBridge, table: AttributeTable, _extack: ExtendedAck): number {
  const steps: readonly (readonly [number, () => number])[] = [
    [br.IFLA_BR_VLAN_FILTERING, () => setVlanFiltering(bridge, table.u8(br.IFLA_BR_VLAN_FILTERING) !== 0)],
    [br.IFLA_BR_VLAN_PROTOCOL, () => setVlanProtocol(bridge, table.be16(br.IFLA_BR_VLAN_PROTOCOL))],
    [br.IFLA_BR_VLAN_DEFAULT_PVID, () => setDefaultPvid(bridge, table.u16(br.IFLA_BR_VLAN_DEFAULT_PVID))],
    [br.IFLA_BR_VLAN_STATS_ENABLED, () => setVlanStats(bridge, table.u8(br.IFLA_BR_VLAN_STATS_ENABLED))],
    [
      br.IFLA_BR_VLAN_STATS_PER_PORT,
      () => setVlanStatsPerPort(bridge, table.u8(br.IFLA_BR_VLAN_STATS_PER_PORT)),
    ],
  ];
  for (const [type, set] of steps) {
    // without the filter Linux looks at the first one only
    if (!table.has(type) || (!bridge.vlans.built && type !== br.IFLA_BR_VLAN_FILTERING)) continue;
    const error = set();
    if (error < 0) return error;
  }
  return 0;
}

/** Bridges of providers leave the customers' spanning tree alone: another group address, and fewer reserved ones. */
function recalculateAddresses(bridge: NetBridge): void {
  const { vlans } = bridge;
  const customer = !vlans.enabled || vlans.protocol === ETH_P_8021Q;
  if (!bridge.groupAddressSet) {
    bridge.groupAddress = bridge.groupAddress.slice();
    bridge.groupAddress[5] = customer ? 0x00 : 0x08;
  }
  bridge.groupFwdMaskRequired = customer ? 0 : BR_GROUPFWD_8021AD & ~(1 << bridge.groupAddress[5]);
}

/** `br_vlan_filter_toggle`. @returns 0 or a negative error */
export function setVlanFiltering(bridge: NetBridge, on: boolean): number {
  const { vlans } = bridge;
  if (!vlans.built) return -EOPNOTSUPP;
  if (vlans.enabled === on) return 0;
  vlans.enabled = on;
  managePromisc(bridge);
  recalculateAddresses(bridge);
  if (!on && isVlanSnooping(bridge)) {
    const text = "vlan filtering disabled, automatically disabling multicast vlan snooping";
    bridge.net.machine.log.print(KERN_INFO, `${bridge.name}: ${text}`);
    toggleVlanSnooping(bridge, false);
  }
  return 0;
}

/** `br_vlan_set_proto`. @returns 0 or `-EPROTONOSUPPORT` */
export function setVlanProtocol(bridge: NetBridge, protocol: number): number {
  if (protocol !== ETH_P_8021Q && protocol !== ETH_P_8021AD) return -EPROTONOSUPPORT;
  if (bridge.vlans.protocol === protocol) return 0;
  bridge.vlans.protocol = protocol;
  recalculateAddresses(bridge);
  return 0;
}

/** `br_vlan_set_stats`. @returns 0 or `-EINVAL` */
export function setVlanStats(bridge: NetBridge, value: number): number {
  if (value > 1) return -EINVAL;
  bridge.vlans.statsEnabled = value === 1;
  return 0;
}

/** `br_vlan_set_stats_per_port`. @returns 0, `-EBUSY` while ports have VLANs, or `-EINVAL` */
export function setVlanStatsPerPort(bridge: NetBridge, value: number): number {
  if (bridge.ports.some((port) => port.vlans.count > 0)) return -EBUSY;
  if (value > 1) return -EINVAL;
  bridge.vlans.statsPerPort = value === 1;
  return 0;
}

/** Nobody has the default VLAN any more who has it as it was given (`br_vlan_disable_default_pvid`). */
function disableDefaultPvid(bridge: NetBridge): void {
  const pvid = bridge.vlans.defaultPvid;
  if (bridge.vlans.isDefaultPvid(pvid) && bridgeVlanDelete(bridge, pvid) === 0)
    vlanNotify(bridge, null, pvid, pvid, RTM_DELVLAN);
  for (const port of bridge.ports) {
    if (port.vlans.isDefaultPvid(pvid) && portVlanDelete(port, pvid) === 0)
      vlanNotify(bridge, port, pvid, pvid, RTM_DELVLAN);
  }
  bridge.vlans.defaultPvid = 0;
}

/** Who has the old default VLAN as it was given, gets the new one instead (`__br_vlan_set_default_pvid`). */
export function setDefaultPvid(bridge: NetBridge, pvid: number): number {
  const { vlans } = bridge;
  if (pvid >= VLAN_VID_MASK) return -EINVAL;
  const old = vlans.defaultPvid;
  if (pvid === old) return 0;
  if (pvid === 0) {
    disableDefaultPvid(bridge);
    return 0;
  }
  if ((old === 0 || vlans.isDefaultPvid(old)) && vlans.find(pvid)?.usable !== true) {
    const outcome = bridgeVlanAdd(bridge, pvid, PVID_UNTAGGED | BRIDGE_VLAN_INFO_BRENTRY);
    if (typeof outcome === "number") return outcome;
    if (bridgeVlanDelete(bridge, old) === 0) vlanNotify(bridge, null, old, old, RTM_DELVLAN);
    vlanNotify(bridge, null, pvid, pvid, RTM_NEWVLAN);
  }
  for (const port of bridge.ports) {
    if ((old !== 0 && !port.vlans.isDefaultPvid(old)) || port.vlans.find(pvid) !== undefined) continue;
    const outcome = portVlanAdd(port, pvid, PVID_UNTAGGED);
    if (typeof outcome === "number") return outcome;
    if (portVlanDelete(port, old) === 0) vlanNotify(bridge, port, old, old, RTM_DELVLAN);
    vlanNotify(bridge, port, pvid, pvid, RTM_NEWVLAN);
  }
  vlans.defaultPvid = pvid;
  return 0;
}
