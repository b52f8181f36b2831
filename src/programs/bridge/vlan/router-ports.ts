/** Ports behind which routers of a VLAN are. */
import { AttributeCursor, AttributeTable, readU32 } from "../../../netlink/attribute.ts";
import * as mdba from "../../../netlink/mdb.ts";
import type { Ip } from "../../ip/context.ts";
import { printRouterStats } from "../mdb/router-stats.ts";
import type { VlanTable } from "./table.ts";

const HEADING = "router ports: ";
const router = new AttributeTable(mdba.MDBA_ROUTER_PATTR_MAX);

/** Prints `BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS` (iproute2's `print_vlan_router_ports`). */
export function printVlanRouterPorts(ip: Ip, table: VlanTable, list: AttributeCursor): void {
  const { out, links } = ip;
  table.continueLine();
  out.openArray("router_ports", HEADING);
  let first = true;
  while (list.next()) {
    const ports = new AttributeCursor(list.bytes, list.start, list.start + list.length);
    for (; ports.next(); first = false) {
      if (ports.length < 4) continue;
      const name = links.name(readU32(ports.bytes, ports.start));
      router.parse(ports.bytes, ports.start + 4, ports.start + ports.length);
      out.openObject();
      if (ip.options.stats > 0 && !first) {
        out.newline();
        table.continueLine();
        out.text(" ".repeat(HEADING.length));
      }
      out.value("port", name, `${name} `);
      if (ip.options.stats > 0) printRouterStats(ip, router, " ");
      out.closeObject();
    }
  }
  out.closeArray();
  out.newline();
}
