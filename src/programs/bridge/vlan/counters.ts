/** `struct bridge_vlan_xstats`: a VLAN's counters in messages about statistics. */
import { AttributeCursor, readU16, readU64 } from "../../../netlink/attribute.ts";
import {
  BRIDGE_VLAN_INFO_BRENTRY,
  BRIDGE_VLAN_INFO_MASTER,
  BRIDGE_VLAN_XSTATS_LEN,
  BRIDGE_XSTATS_VLAN,
  LINK_XSTATS_TYPE_BRIDGE,
} from "../../../netlink/bridge-vlan.ts";
import type { VlanCounters } from "./table.ts";

/** One VLAN's. */
export interface VlanXstats {
  readonly vid: number;
  readonly flags: number;
  readonly counters: VlanCounters;
}

/** The VLANs in a list of extended statistics; not those that the bridge has for its ports only. */
export function readVlanXstats(bytes: Uint8Array, start: number, end: number): VlanXstats[] {
  const found: VlanXstats[] = [];
  for (const kind = new AttributeCursor(bytes, start, end); kind.next(); ) {
    if (kind.type !== LINK_XSTATS_TYPE_BRIDGE) continue;
    for (const item = new AttributeCursor(bytes, kind.start, kind.start + kind.length); item.next(); ) {
      if (item.type !== BRIDGE_XSTATS_VLAN || item.length < BRIDGE_VLAN_XSTATS_LEN) continue;
      const one = readOne(bytes, item.start);
      const both = BRIDGE_VLAN_INFO_MASTER | BRIDGE_VLAN_INFO_BRENTRY;
      if ((one.flags & both) !== BRIDGE_VLAN_INFO_MASTER) found.push(one);
    }
  }
  return found;
}

function readOne(bytes: Uint8Array, at: number): VlanXstats {
  return {
    vid: readU16(bytes, at + 32),
    flags: readU16(bytes, at + 34),
    counters: {
      rxBytes: readU64(bytes, at),
      rxPackets: readU64(bytes, at + 8),
      txBytes: readU64(bytes, at + 16),
      txPackets: readU64(bytes, at + 24),
    },
  };
}
