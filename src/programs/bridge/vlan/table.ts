/** The table of VLANs: lines of ports, in text and JSON. */
import { BRIDGE_VLAN_INFO_PVID, BRIDGE_VLAN_INFO_UNTAGGED } from "../../../netlink/bridge-vlan.ts";
import type { Ip } from "../../ip/context.ts";

/** Width of names (`IFNAMSIZ`), and of the second column. */
const NAME_WIDTH = 16;
const ID_WIDTH = 9;

const BLANK_NAME = `${"".padEnd(NAME_WIDTH)}  `;

export const VLAN_HEADING = `${"port".padEnd(NAME_WIDTH)}  ${"vlan-id".padEnd(ID_WIDTH)}`;
export const STATS_HEADING = `${"port".padEnd(NAME_WIDTH)}  vlan-id`;

/** Prints entries under the port that they are of. */
export class VlanTable {
  private readonly ip: Ip;
  private readonly list: string;
  private current = 0;

  constructor(ip: Ip, list = "vlans") {
    this.ip = ip;
    this.list = list;
  }

  /** The next entry is of this device. */
  entry(index: number): void {
    const { out, links } = this.ip;
    if (this.current === index) {
      out.text(BLANK_NAME);
      return;
    }
    this.close();
    const name = links.name(index);
    out.openObject();
    out.value("ifname", name, `${name.padEnd(NAME_WIDTH)}  `, "ifname");
    out.openArray(this.list);
    this.current = index;
  }

  /** A further line of the entry. */
  continueLine(): void {
    this.ip.out.text(`${BLANK_NAME}  `);
  }

  close(): void {
    if (this.current === 0) return;
    this.ip.out.closeArray();
    this.ip.out.closeObject();
    this.current = 0;
  }
}

/** "7" or "7-9". */
export function printRange(ip: Ip, name: string, first: number, last: number): void {
  ip.out.value(name, first, String(first));
  if (last !== first) ip.out.value(`${name}End`, last, `-${last}`);
}

/** `PVID` and `Egress Untagged`. */
export function printVlanFlags(ip: Ip, flags: number): void {
  if (flags === 0) return;
  const { out } = ip;
  out.openArray("flags");
  if ((flags & BRIDGE_VLAN_INFO_PVID) !== 0) out.value(null, "PVID", " PVID");
  if ((flags & BRIDGE_VLAN_INFO_UNTAGGED) !== 0) out.value(null, "Egress Untagged", " Egress Untagged");
  out.closeArray();
}

/** What `-s` shows. */
export interface VlanCounters {
  readonly rxBytes: number;
  readonly rxPackets: number;
  readonly txBytes: number;
  readonly txPackets: number;
}

/** Two further lines. */
export function printCounters(ip: Ip, table: VlanTable, counters: VlanCounters): void {
  const { out } = ip;
  table.continueLine();
  out.value("rx_bytes", counters.rxBytes, `RX: ${counters.rxBytes} bytes`);
  out.value("rx_packets", counters.rxPackets, ` ${counters.rxPackets} packets\n`);
  table.continueLine();
  out.value("tx_bytes", counters.txBytes, `TX: ${counters.txBytes} bytes`);
  out.value("tx_packets", counters.txPackets, ` ${counters.txPackets} packets\n`);
}
