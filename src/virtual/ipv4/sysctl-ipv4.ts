/**
 * net/ipv4/*: the switches of the whole namespace.
 *
 * Source: `net/ipv4/sysctl_net_ipv4.c`, `net/ipv4/route.c`, `net/ipv4/ip_fragment.c`.
 */
import { EINVAL } from "../../errno.ts";
import type { Machine } from "../core/machine.ts";
import type { Net } from "../core/net.ts";
import { KERN_ERR } from "../core/printk/log-level.ts";
import { integerSysctl, parseSysctlInteger, type SysctlEntry } from "../core/sysctl/sysctl.ts";
import { millisecondsSysctl, SECONDS_MAX } from "../core/sysctl/sysctl-jiffies.ts";
import { limitSysctls, type SysctlLimit } from "../core/sysctl/sysctl-limits.ts";
import { setForwarding } from "./devinet/sysctl-conf.ts";
import { flushRouteCache } from "./fib/fib-lookup.ts";
import type { Ipv4Sysctls } from "./net-ipv4.ts";
import { RESERVED_PORTS } from "./sock/reserved-ports.ts";

const INT_MAX = 2147483647;
const MOST_PORT = 65535;
const INT_MIN = -INT_MAX - 1;
/** The least that a link of IPv4 may have. */
const IPV4_MIN_MTU = 68;

/** File, value, least and greatest. */
const FILES: readonly (readonly [string, keyof Ipv4Sysctls, number, number])[] = [
  ["fib_multipath_hash_fields", "fibMultipathHashFields", 1, 4095],
  ["fib_multipath_hash_policy", "fibMultipathHashPolicy", 0, 3],
  ["fib_multipath_hash_seed", "fibMultipathHashSeed", 0, 4294967295],
  ["fib_multipath_use_neigh", "fibMultipathUseNeigh", 0, 1],
  ["fib_notify_on_flag_change", "fibNotifyOnFlagChange", 0, 2],
  ["fwmark_reflect", "fwmarkReflect", 0, 255],
  ["icmp_echo_enable_probe", "icmpEchoEnableProbe", 0, 1],
  ["icmp_echo_ignore_all", "icmpEchoIgnoreAll", 0, 1],
  ["icmp_echo_ignore_broadcasts", "icmpEchoIgnoreBroadcasts", 0, 1],
  ["icmp_errors_use_inbound_ifaddr", "icmpErrorsUseInboundIfaddr", 0, 1],
  ["icmp_ignore_bogus_error_responses", "icmpIgnoreBogusErrorResponses", 0, 1],
  ["icmp_msgs_burst", "icmpMsgsBurst", 0, INT_MAX],
  ["icmp_msgs_per_sec", "icmpMsgsPerSec", 0, INT_MAX],
  ["icmp_ratemask", "icmpRatemask", INT_MIN, INT_MAX],
  ["igmp_link_local_mcast_reports", "igmpLinkLocalMcastReports", 0, 255],
  ["igmp_max_memberships", "igmpMaxMemberships", INT_MIN, INT_MAX],
  ["igmp_qrv", "igmpQrv", 1, INT_MAX],
  ["ip_default_ttl", "ipDefaultTtl", 1, 255],
  ["ip_forward_update_priority", "ipForwardUpdatePriority", 0, 1],
  ["ip_forward_use_pmtu", "ipForwardUsePmtu", 0, 255],
  ["ip_no_pmtu_disc", "ipNoPmtuDisc", 0, 255],
  ["ip_nonlocal_bind", "ipNonlocalBind", 0, 255],
  ["ipfrag_max_dist", "ipfragMaxDist", 0, INT_MAX],
  ["ipfrag_time", "ipfragTime", -SECONDS_MAX, SECONDS_MAX],
];

const ROUTE_FILES: readonly (readonly [string, keyof Ipv4Sysctls, number, number])[] = [
  ["min_pmtu", "routeMinPmtu", IPV4_MIN_MTU, INT_MAX],
  ["mtu_expires", "routeMtuExpires", -SECONDS_MAX, SECONDS_MAX],
];

function entry(name: keyof Ipv4Sysctls, least: number, most: number): SysctlEntry {
  return integerSysctl(
    (net) => net.ipv4.sysctls[name],
    (net, _key, value) => {
      net.ipv4.setSysctl(name, value);
      return 0;
    },
    least,
    most,
  );
}

/** That the namespace was advised about its range of ports. */
const ADVISED = Symbol("ip_local_ports.warned");

/** Two numbers, tab between them when read; the second stays when only one is written. */
function range(
  low: keyof Ipv4Sysctls,
  high: keyof Ipv4Sysctls,
  valid: (low: number, high: number, net: Net) => boolean,
  changed: (net: Net, low: number, high: number) => void = () => {},
): SysctlEntry {
  return {
    mode: 0o644,
    read: (net) => `${net.ipv4.sysctls[low]}\t${net.ipv4.sysctls[high]}`,
    write: (net, _key, text) => {
      const parts = text.trim().split(/\s+/);
      const first = parseSysctlInteger(parts[0]);
      const second = parts.length > 1 ? parseSysctlInteger(parts[1]) : net.ipv4.sysctls[high];
      if (first === undefined || second === undefined || !valid(first, second, net)) return -EINVAL;
      net.ipv4.setSysctl(low, first);
      net.ipv4.setSysctl(high, second);
      changed(net, first, second);
      return 0;
    },
  };
}

/** Connections take ports of one parity, bound sockets of the other: says once in a namespace that the range favours one. */
function adviseParity(net: Net, low: number, high: number): void {
  if (((low ^ high) & 1) !== 0 || net.getGeneric(ADVISED) !== undefined) return;
  net.setGeneric(ADVISED, true);
  const text = "ip_local_port_range: prefer different parity for start/end values.";
  net.machine.log.printLimited(KERN_ERR, "set_local_port_range", text);
}

/** Ports that sockets are given are none of those that only root may have. */
function leastLocalPort(net: Net): number {
  return Math.max(1, net.ipv4.sysctls.ipUnprivilegedPortStart);
}

/** One of the limits of the memory for fragments. */
function fragmentLimit(name: "ipfragHighThresh" | "ipfragLowThresh"): SysctlLimit {
  return {
    get: (net) => net.ipv4.sysctls[name],
    set: (net, value) => net.ipv4.setSysctl(name, value),
  };
}

/** Registers the entries with a machine. */
export function registerIpv4Sysctls(machine: Machine): void {
  const entries: Record<string, SysctlEntry> = {};
  for (const [file, name, least, most] of FILES) entries[file] = entry(name, least, most);
  entries["icmp_ratelimit"] = millisecondsSysctl(
    (net) => net.ipv4.sysctls.icmpRatelimit,
    (net, _key, ms) => net.ipv4.setSysctl("icmpRatelimit", ms),
  );
  entries["ip_forward"] = integerSysctl(
    (net) => net.ipv4.devconfAll.forwarding,
    (net, _key, value) => {
      setForwarding(net.ipv4, value);
      return 0;
    },
  );
  const fragments = limitSysctls(fragmentLimit("ipfragLowThresh"), fragmentLimit("ipfragHighThresh"));
  entries["ipfrag_high_thresh"] = fragments.high;
  entries["ipfrag_low_thresh"] = fragments.low;
  entries["ip_local_port_range"] = range(
    "ipLocalPortRangeLow",
    "ipLocalPortRangeHigh",
    (low, high, net) => low >= leastLocalPort(net) && high >= low && high <= MOST_PORT,
    adviseParity,
  );
  entries["ip_local_reserved_ports"] = RESERVED_PORTS;
  entries["ip_unprivileged_port_start"] = integerSysctl(
    (net) => net.ipv4.sysctls.ipUnprivilegedPortStart,
    (net, _key, value) => {
      if (net.ipv4.sysctls.ipLocalPortRangeLow < value) return -EINVAL;
      net.ipv4.setSysctl("ipUnprivilegedPortStart", value);
      return 0;
    },
    0,
    MOST_PORT,
  );
  entries["ping_group_range"] = {
    ...range("pingGroupLow", "pingGroupHigh", (low, high) => low >= 0 && high >= 0),
    write: (net, _key, text) => {
      const parts = text.trim().split(/\s+/);
      const first = parseSysctlInteger(parts[0]) ?? -1;
      const second = parts.length > 1 ? (parseSysctlInteger(parts[1]) ?? -1) : net.ipv4.sysctls.pingGroupHigh;
      if (first < 0 || second < 0 || first > 4294967294 || second > 4294967294) return -EINVAL;
      net.ipv4.setSysctl("pingGroupLow", first > second ? 1 : first);
      net.ipv4.setSysctl("pingGroupHigh", first > second ? 0 : second);
      return 0;
    },
  };
  machine.sysctls.register("net/ipv4", entries);
  const route: Record<string, SysctlEntry> = {};
  for (const [file, name, least, most] of ROUTE_FILES) route[file] = entry(name, least, most);
  route["flush"] = {
    mode: 0o200,
    read: () => "",
    write: (net) => {
      flushRouteCache(net.ipv4);
      net.ipv4.exceptionGenid++;
      return 0;
    },
  };
  machine.sysctls.register("net/ipv4/route", route);
}
