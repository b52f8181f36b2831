/**
 * Files of /proc/net about IPv6.
 *
 * Source: `net/ipv6/proc.c`, `addrconf.c` (`if6_seq_show`), `ip6_fib.c` (`ipv6_route_native_seq_show`), `mcast.c`, `anycast.c`,
 * `datagram.c` (`__ip6_dgram_sock_seq_show`).
 */
import { RTN_ANYCAST, RTN_LOCAL } from "../../netlink/route-attributes.ts";
import type { Machine } from "../core/machine.ts";
import type { Net } from "../core/net.ts";
import { countTcp } from "../ipv4/proc/proc-sockets.ts";
import { hexAddress } from "./addrconf/addrconf-core.ts";
import type { Fib6Info } from "./route/fib6-info.ts";
import { RTF_EXPIRES, RTF_HOST, RTF_PREF_SHIFT, RTF_REJECT } from "./route/fib6-info.ts";
import type { Fib6Table } from "./route/ip6-fib.ts";
import { ICMP6_TYPE_NAMES, IP6_NAMES, type Snmp6, UDP6_NAMES } from "./snmp6.ts";
import type { Inet6Sock } from "./sock/inet6-sock.ts";

const ICMP6_HEAD = ["InMsgs", "InErrors", "OutMsgs", "OutErrors", "InCsumErrors", "OutRateLimitHost"];
const UDPLITE_NAMES = UDP6_NAMES.filter((name) => name !== "IgnoredMulti");

function line(name: string, value: number): string {
  return `${name.padEnd(32)}\t${value}\n`;
}

function hex(value: number, digits: number): string {
  return (value >>> 0).toString(16).padStart(digits, "0");
}

/** `/proc/net/if_inet6`, in the order of the devices. */
function ifInet6(net: Net): string {
  let text = "";
  for (const dev of net.devicesByIndex()) {
    for (const ifp of dev.in6Dev?.addresses ?? []) {
      const index = dev.ifindex.toString(16).padStart(2, "0");
      const scope = ifp.scope === 254 ? 0x10 : ifp.scope === 253 ? 0x20 : ifp.scope === 200 ? 0x40 : 0;
      text += `${hexAddress(ifp.address)} ${index} ${hex(ifp.prefixLength, 2)} ${hex(scope, 2)} ${hex(ifp.flags & 0xff, 2)} ${dev.name.padStart(8)}\n`;
    }
  }
  return text;
}

function icmpLines(mib: Snmp6, head: readonly string[] = ICMP6_HEAD): string {
  let text = "";
  head.forEach((name, i) => {
    text += line(`Icmp6${name}`, mib.icmpValue(i));
  });
  for (const [type, name] of ICMP6_TYPE_NAMES) text += line(`Icmp6In${name}`, mib.icmpIn(type));
  for (const [type, name] of ICMP6_TYPE_NAMES) text += line(`Icmp6Out${name}`, mib.icmpOut(type));
  for (let type = 0; type < 256; type++)
    if (mib.icmpIn(type) !== 0) text += line(`Icmp6InType${type}`, mib.icmpIn(type));
  for (let type = 0; type < 256; type++)
    if (mib.icmpOut(type) !== 0) text += line(`Icmp6OutType${type}`, mib.icmpOut(type));
  return text;
}

function ipLines(mib: Snmp6): string {
  return IP6_NAMES.map((name, i) => line(`Ip6${name}`, mib.ipValue(i))).join("");
}

function snmp6(net: Net): string {
  const mib = net.ipv6.mibTotal();
  const udp = UDP6_NAMES.map((name, i) => line(`Udp6${name}`, mib.udpValue(i))).join("");
  const lite = UDPLITE_NAMES.map((name) => line(`UdpLite6${name}`, 0)).join("");
  return ipLines(mib) + icmpLines(mib) + udp + lite;
}

/** A device has no counter of errors that were held back. */
const DEVICE_ICMP6_HEAD = ICMP6_HEAD.slice(0, -1);

/** `/proc/net/dev_snmp6/DEVICE` */
function deviceSnmp6(net: Net, name: string): string | undefined {
  const dev = net.devByName(name);
  if (!dev?.in6Dev) return undefined;
  const mib = net.ipv6.mibOf(dev);
  return `${"ifIndex".padEnd(32)}\t${dev.ifindex}\n${ipLines(mib)}${icmpLines(mib, DEVICE_ICMP6_HEAD)}`;
}

function devicesWithIpv6(net: Net): string[] {
  return net.devicesByIndex().flatMap((dev) => (dev.in6Dev === null ? [] : [dev.name]));
}

/** Those who hold a route of the table: the table itself, nodes that it stands in for, addresses, decisions (`fib6_ref`). */
class References {
  private readonly standIns = new Map<Fib6Info, number>();

  constructor(table: Fib6Table) {
    table.countStandIns(this.standIns);
  }

  of(route: Fib6Info): number {
    const decisions = (route.rt === null ? 0 : 1) + (route.exceptions?.size ?? 0);
    return 1 + (this.standIns.get(route) ?? 0) + decisions + addressReferences(route);
  }
}

/** An address keeps its route; one of anycast has it twice, from its making and in its entry (`__ipv6_dev_ac_inc`). */
function addressReferences(route: Fib6Info): number {
  if (route.metric !== 0 || route.destinationLength !== 128) return 0;
  const idev = route.dev.in6Dev;
  if (route.type === RTN_ANYCAST) return idev?.anycasts?.some((entry) => entry.route === route) ? 2 : 0;
  return route.type === RTN_LOCAL && idev?.addresses.some((ifp) => ifp.route === route) ? 1 : 0;
}

function routeLine(route: Fib6Info, references: number): string {
  const gateway = route.gateway === null ? "0".repeat(32) : hexAddress(route.gateway);
  const source = `${hexAddress(route.source)} ${hex(route.sourceLength, 2)}`;
  const host = route.onlink && (route.flags & RTF_REJECT) === 0 ? RTF_HOST : 0;
  const pref = route.pref << RTF_PREF_SHIFT;
  const flags = route.flags | host | pref | (route.expires !== 0 ? RTF_EXPIRES : 0);
  return `${hexAddress(route.destination)} ${hex(route.destinationLength, 2)} ${source} ${gateway} ${hex(route.metric, 8)} ${hex(references, 8)} ${hex(0, 8)} ${hex(flags, 8)} ${route.dev.name.padStart(8)}\n`;
}

/** `fib6_null_entry`, one for all tables of a namespace: the root of each tree of sources has it, too. */
function nullRoute(references: number): string {
  return `${"0".repeat(32)} 00 ${"0".repeat(32)} 00 ${"0".repeat(32)} ffffffff ${hex(references, 8)} 00000000 00200200       lo\n`;
}

function routes(net: Net): string {
  let text = "";
  for (const id of [254, 255]) net.ipv6.newTable(id);
  const tables = net.ipv6.tablesInOrder();
  const trees = tables.reduce((sum, table) => sum + table.sourceTrees(), 0);
  for (const table of tables) {
    const references = new References(table);
    table.walk((route) => {
      text += routeLine(route, references.of(route));
      return true;
    });
    if (table.root.routes.length === 0) text += nullRoute(1 + trees);
  }
  return text;
}

/** `/proc/net/mcfilter6`: no socket can ask for sources, so that there are none. */
const MCFILTER_HEAD =
  "Idx Device                Multicast Address                   Source Address    INC    EXC\n";

function groups(net: Net): string {
  let text = "";
  for (const dev of net.devices.values()) {
    for (const group of dev.in6Dev?.groups ?? []) {
      const flags = hex(group.flags, 8).toUpperCase();
      text += `${String(dev.ifindex).padEnd(4)} ${dev.name.padEnd(15)} ${hexAddress(group.address)} ${String(group.users).padStart(5)} ${flags} 0\n`;
    }
  }
  return text;
}

function anycasts(net: Net): string {
  let text = "";
  for (const dev of net.devices.values()) {
    for (const entry of dev.in6Dev?.anycasts ?? [])
      text += `${String(dev.ifindex).padEnd(4)} ${dev.name.padEnd(15)} ${hexAddress(entry.address)} ${String(entry.users).padStart(5)}\n`;
  }
  return text;
}

const SOCKETS_HEAD =
  "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n";

/** An address as four little-endian words in hex. */
function socketAddress(words: readonly number[]): string {
  return words
    .map((word) => {
      const swapped =
        ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
      return hex(swapped, 8).toUpperCase();
    })
    .join("");
}

function socketLine(sk: Inet6Sock, bucket: number, localPort: number): string {
  const local = sk.localAddress;
  const remote = sk.remote;
  const source = socketAddress([local.w0, local.w1, local.w2, local.w3]);
  const target =
    remote === null ? "0".repeat(32) : socketAddress([remote.w0, remote.w1, remote.w2, remote.w3]);
  const port = (value: number): string => hex(value, 4).toUpperCase();
  const state = remote === null ? "07" : "01";
  const queues = `${hex(sk.wmemAlloc, 8).toUpperCase()}:${hex(sk.rmemAlloc, 8).toUpperCase()}`;
  return `${String(bucket).padStart(5)}: ${source}:${port(localPort)} ${target}:${port(sk.remotePort)} ${state} ${queues} 00:00000000 00000000     0        0 ${sk.inode} 2 0000000000000000 ${sk.drops}\n`;
}

function sockets(list: Iterable<Inet6Sock>, raw: boolean): string {
  let text = SOCKETS_HEAD;
  for (const sk of list) {
    const port = raw ? sk.protocol : sk.localPort;
    text += socketLine(sk, port, port);
  }
  return text;
}

function sockstat6(net: Net): string {
  const { udp, rawSockets, fragments } = net.ipv6;
  return (
    `TCP6: inuse ${countTcp(net, 10)}\nUDP6: inuse ${udp?.count ?? 0}\nUDPLITE6: inuse 0\n` +
    `RAW6: inuse ${rawSockets?.length ?? 0}\nFRAG6: inuse ${fragments?.count ?? 0} memory ${fragments?.memory ?? 0}\n`
  );
}

/** Registers the files with a machine. */
export function initProc6(machine: Machine): void {
  const { procNet } = machine;
  procNet.register("if_inet6", ifInet6);
  procNet.register("snmp6", snmp6);
  procNet.registerDirectory("dev_snmp6", { names: devicesWithIpv6, show: deviceSnmp6 });
  procNet.register("ipv6_route", routes);
  procNet.register("igmp6", groups);
  procNet.register("mcfilter6", () => MCFILTER_HEAD);
  procNet.register("anycast6", anycasts);
  procNet.register("raw6", (net) => sockets(net.ipv6.rawSockets ?? [], true));
  procNet.register("udp6", (net) => sockets(net.ipv6.udp ?? [], false));
  procNet.register("icmp6", (net) => sockets(net.ipv6.ping ?? [], false));
  procNet.register("sockstat6", sockstat6);
}
