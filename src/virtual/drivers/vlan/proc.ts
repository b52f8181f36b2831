/**
 * /proc/net/vlan: a table of the VLAN devices, and a file about each.
 *
 * Source: `net/8021q/vlanproc.c`.
 */
import { VLAN_FLAG_REORDER_HDR } from "../../../netlink/link-kinds/vlan.ts";
import { getStats } from "../../core/dev/dev-stats.ts";
import { DeviceStats, type NetDevice } from "../../core/dev/netdevice.ts";
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import { VlanDevice } from "./device-type.ts";

/** Bits of `dev->priv_flags` that a VLAN device has: its kind, `IFF_XMIT_DST_RELEASE`, `IFF_UNICAST_FLT`, `IFF_NO_QUEUE`. */
const IFF_802_1Q_VLAN = 0x1;
const IFF_XMIT_DST_RELEASE = 0x20;
const ALWAYS = IFF_802_1Q_VLAN | 0x1000 | 0x80000;

/** Whether the devices down to the lowest let go of a packet's routing decision. */
function releasesDst(dev: NetDevice): boolean {
  if (dev instanceof VlanDevice) return dev.lowerDevice !== null && releasesDst(dev.lowerDevice);
  return dev.ops.keepsDst !== true;
}

function vlansOf(net: Net): VlanDevice[] {
  return [...net.devicesByIndex()].filter((dev) => dev instanceof VlanDevice);
}

function showConfig(net: Net): string {
  let text = "VLAN Dev name\t | VLAN ID\nName-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD\n";
  for (const vlan of vlansOf(net))
    text += `${vlan.name.padEnd(15)}| ${vlan.id}  | ${vlan.lowerDevice?.name}\n`;
  return text;
}

function counter(name: string, value: number): string {
  return `${name.padStart(30)} ${String(value).padStart(12)}\n`;
}

function showDevice(net: Net, name: string): string | undefined {
  const vlan = net.devByName(name);
  if (!(vlan instanceof VlanDevice) || vlan.name !== name) return undefined;
  const stats = getStats(vlan, new DeviceStats());
  const reorder = (vlan.vlanFlags & VLAN_FLAG_REORDER_HDR) !== 0 ? 1 : 0;
  const privFlags = ALWAYS | (releasesDst(vlan) ? IFF_XMIT_DST_RELEASE : 0);
  const [i0, i1, i2, i3, i4, i5, i6, i7] = vlan.ingress;
  const egress = vlan.egress.flat().map(({ priority, qos }) => `${priority}:${qos} `);
  return (
    `${name}  VID: ${vlan.id}\t REORDER_HDR: ${reorder}  dev->priv_flags: ${privFlags.toString(16)}\n` +
    counter("total frames received", stats.rxPackets) +
    counter("total bytes received", stats.rxBytes) +
    counter("Broadcast/Multicast Rcvd", stats.multicast) +
    "\n" +
    counter("total frames transmitted", stats.txPackets) +
    counter("total bytes transmitted", stats.txBytes) +
    `Device: ${vlan.lowerDevice?.name}\n` +
    `INGRESS priority mappings: 0:${i0}  1:${i1}  2:${i2}  3:${i3}  4:${i4}  5:${i5}  6:${i6} 7:${i7}\n` +
    ` EGRESS priority mappings: ${egress.join("")}\n`
  );
}

/** Registers the files with a machine. */
export function initVlanProc(machine: Machine): void {
  const names = (net: Net): string[] => vlansOf(net).map((vlan) => vlan.name);
  machine.procNet.registerDirectory("vlan", { names, show: showDevice });
  machine.procNet.register("vlan/config", showConfig);
}
