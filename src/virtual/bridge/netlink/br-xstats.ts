/**
 * Counters of a bridge and of its ports in messages about statistics.
 *
 * Source: `net/bridge/br_netlink.c` (`br_fill_linkxstats`).
 */
import * as vlandb from "../../../netlink/bridge-vlan.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { isBridge, portOf, type StpStats } from "../br-private.ts";
import { countsOf, LEAVE, type MulticastStats, QUERY, REPORT } from "../mcast/br-mcast-stats.ts";
import { shownFlags } from "../vlan/br-vlan-fill.ts";
import type { BridgeVlan, VlanGroup } from "../vlan/br-vlan-group.ts";

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

/** Sizes and order of `struct br_mcast_stats`: what was received and sent of each kind and version, and errors behind those of a family. */
const MCAST = [
  [
    "ip4",
    [
      [QUERY, 3],
      [LEAVE, 1],
      [REPORT, 3],
    ],
  ],
  [
    "ip6",
    [
      [QUERY, 2],
      [LEAVE, 1],
      [REPORT, 2],
    ],
  ],
] as const;
const MCAST_LENGTH = 240;
const STP_LENGTH = 48;

/** The version of leaving, of which there is one in each family. */
const LEAVE_VERSION = { ip4: 2, ip6: 1 } as const;

function writeMulticast(writer: MessageWriter, stats: MulticastStats): void {
  const at = writer.attribute(vlandb.BRIDGE_XSTATS_MCAST, MCAST_LENGTH);
  writer.bytes.fill(0, at, at + MCAST_LENGTH);
  let next = at;
  const put = (value: number): void => {
    writer.put64(next, value);
    next += 8;
  };
  for (const [family, kinds] of MCAST) {
    for (const [kind, versions] of kinds) {
      for (let i = 1; i <= versions; i++)
        countsOf(stats, family, kind, kind === LEAVE ? LEAVE_VERSION[family] : i).forEach(put);
    }
    put(stats.errors[family]);
  }
}

/** `struct bridge_stp_xstats` */
function writeStp(writer: MessageWriter, stats: StpStats): void {
  const at = writer.attribute(vlandb.BRIDGE_XSTATS_STP, STP_LENGTH);
  const { blocked, forwarding, rxBpdu, txBpdu, rxTcn, txTcn } = stats;
  [blocked, forwarding, rxBpdu, txBpdu, rxTcn, txTcn].forEach((value, index) => {
    writer.put64(at + 8 * index, value);
  });
}

/** Writes a bridge's counters, or those of a port of one (`slave`); nothing for any other device. */
export function fillLinkXstats(dev: NetDevice, slave: boolean, writer: MessageWriter): void {
  const port = slave ? portOf(dev) : null;
  const from = port ?? (!slave && isBridge(dev) ? dev : null);
  if (from === null) return;
  const nest = writer.nest(vlandb.LINK_XSTATS_TYPE_BRIDGE);
  for (const vlan of from.vlans.list) writeVlan(writer, from.vlans, vlan);
  writeMulticast(writer, from.multicast.stats);
  if (port !== null) writeStp(writer, port.stpStats);
  writer.endNest(nest);
}
