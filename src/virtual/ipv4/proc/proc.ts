/**
 * The files of /proc/net that IPv4 has.
 *
 * Source: `net/ipv4/proc.c`, `net/ipv4/arp.c`, `net/ipv4/fib_trie.c` (`fib_route_seq_show`), `net/ipv4/igmp.c`, `net/ipv4/raw.c`.
 */
import { NUD_NOARP, NUD_PERMANENT } from "../../../netlink/neigh.ts";
import {
  RTAX_ADVMSS,
  RTAX_RTT,
  RTAX_WINDOW,
  RTN_BROADCAST,
  RTN_MULTICAST,
  RTN_PROHIBIT,
  RTN_UNREACHABLE,
} from "../../../netlink/route-attributes.ts";
import { formatHexBytes, formatIpv4, type Ipv4Address } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";
import type { Machine } from "../../core/machine.ts";
import { NUD_VALID } from "../../core/neigh/neigh-states.ts";
import type { Neighbour } from "../../core/neigh/neighbour.ts";
import type { Net } from "../../core/net.ts";
import { arpTable } from "../arp/arp-table.ts";
import type { FibAlias } from "../fib/fib-trie.ts";
import { groupsOf } from "../igmp/igmp-device.ts";
import { registerFibTrieFiles } from "./proc-fib-trie.ts";
import { hexLittle } from "./proc-format.ts";
import { registerCounterFiles } from "./proc-snmp.ts";
import { registerSocketFiles } from "./proc-sockets.ts";

/** `arp_state_to_flags` */
function arpFlags(neigh: Neighbour): number {
  if ((neigh.nudState & NUD_PERMANENT) !== 0) return 6;
  return (neigh.nudState & NUD_VALID) !== 0 ? 2 : 0;
}

function showArp(net: Net): string {
  let text = "IP address       HW type     Flags       HW address            Mask     Device\n";
  for (const dev of net.devicesByIndex())
    for (const neigh of dev.inDev?.arpParms.entries?.values() ?? []) {
      if ((neigh.nudState & ~NUD_NOARP) === 0) continue;
      const address = formatIpv4(read32(neigh.primaryKey, 0) as Ipv4Address).padEnd(16);
      const type = dev.type.toString(16).padEnd(10);
      const flags = arpFlags(neigh).toString(16).padEnd(10);
      text += `${address} 0x${type}0x${flags}${formatHexBytes(neigh.ha).padEnd(17)}     *        ${dev.name}\n`;
    }
  for (const entry of arpTable(net.machine).proxies.entriesOf(net)) {
    const address = formatIpv4(read32(entry.key, 0) as Ipv4Address).padEnd(16);
    const type = (entry.dev?.type ?? 0).toString(16).padEnd(10);
    text += `${address} 0x${type}0x${"c".padEnd(10)}00:00:00:00:00:00     *        ${entry.dev?.name ?? "*"}\n`;
  }
  return text;
}

const ROUTE_WIDTH = 127;

/** `RTF_*` */
function routeFlags(alias: FibAlias): number {
  let flags = 1;
  if (alias.type === RTN_UNREACHABLE || alias.type === RTN_PROHIBIT) flags |= 0x200;
  const nexthop = alias.info.nexthops[0];
  // Linux looks at the first four bytes of a gateway, of whichever family: `::1` is none.
  if (nexthop?.gateway6 ? nexthop.gateway6.subarray(0, 4).some((byte) => byte !== 0) : nexthop?.gatewayFamily)
    flags |= 2;
  if (alias.node.length === 32) flags |= 4;
  return flags;
}

/** Empty until there is a main table (`fib_route_seq_start`). */
function showRoutes(net: Net): string {
  if (net.ipv4.main === null) return "";
  const head = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";
  let text = `${head.padEnd(ROUTE_WIDTH)}\n`;
  for (const alias of net.ipv4.main.aliases()) {
    if (alias.type === RTN_BROADCAST || alias.type === RTN_MULTICAST) continue;
    const { info, node } = alias;
    const nexthop = info.nexthops[0];
    const advmss = info.metric(RTAX_ADVMSS);
    const gateway = nexthop?.gatewayFamily === 2 ? nexthop.gateway : 0;
    const flags = routeFlags(alias).toString(16).toUpperCase().padStart(4, "0");
    const line = [
      nexthop?.dev?.name ?? "*",
      hexLittle(node.key),
      hexLittle(gateway),
      flags,
      0,
      0,
      info.priority >>> 0,
      hexLittle(node.mask >>> 0),
      advmss === 0 ? 0 : advmss + 40,
      info.metric(RTAX_WINDOW),
      info.metric(RTAX_RTT) >>> 3,
    ].join("\t");
    text += `${line.padEnd(ROUTE_WIDTH)}\n`;
  }
  return text;
}

const NS_PER_TICK = 10_000_000;

function showIgmp(net: Net): string {
  let text = "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n";
  const now = net.machine.now();
  for (const dev of net.devices.values()) {
    const igmp = dev.inDev?.igmp;
    const groups = dev.inDev === null ? [] : groupsOf(dev.inDev);
    if (!igmp || groups.length === 0) continue;
    const querier = igmp.version1Until > now ? "V1" : igmp.version2Until > now ? "V2" : "V3";
    const count = String(groups.length).padStart(5);
    text += `${dev.ifindex}\t${dev.name.padEnd(10)}: ${count} ${querier.padStart(7)}\n`;
    for (const group of groups) {
      const pending = group.timer?.pending ?? false;
      const left = pending ? Math.max(0, Math.floor(((group.timer?.expires ?? now) - now) / NS_PER_TICK)) : 0;
      const timer = `${pending ? 1 : 0}:${left.toString(16).toUpperCase().padStart(8, "0")}`;
      text += `\t\t\t\t${hexLittle(group.group)} ${String(group.users).padStart(5)} ${timer}\t\t${group.reporter ? 1 : 0}\n`;
    }
  }
  return text;
}

function showRouteCache(): string {
  const head =
    "Iface\tDestination\tGateway \tFlags\t\tRefCnt\tUse\tMetric\tSource\t\tMTU\tWindow\tIRTT\tTOS\tHHRef\tHHUptod\tSpecDst";
  return `${head.padEnd(ROUTE_WIDTH)}\n`;
}

/** Registers all of them with a machine. */
export function registerProcFiles(machine: Machine): void {
  machine.procNet.register("arp", showArp);
  machine.procNet.register("route", showRoutes);
  machine.procNet.register("igmp", showIgmp);
  machine.procNet.register("rt_cache", showRouteCache);
  // no socket can ask for sources, so that there are none
  machine.procNet.register("mcfilter", () => "Idx Device        MCA        SRC    INC    EXC\n");
  registerCounterFiles(machine);
  registerFibTrieFiles(machine);
  registerSocketFiles(machine);
}
