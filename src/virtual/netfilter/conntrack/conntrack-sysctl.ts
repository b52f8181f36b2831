/**
 * /proc/sys/net/netfilter: what connection tracking can be told.
 *
 * Source: `net/netfilter/nf_conntrack_standalone.c`.
 */

import { EINVAL } from "../../../errno.ts";
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import { integerSysctl, type SysctlEntry, type SysctlTable } from "../../core/sysctl/sysctl.ts";
import { secondsUnit, unitSysctl } from "../../core/sysctl/sysctl-jiffies.ts";
import { EXPECT_MAX } from "./conntrack-expect.ts";
import { conntrackTable, DEFAULT_BUCKETS, netCt, presentConntrackTable } from "./conntrack-table.ts";
import { Fragments6 } from "./defrag6.ts";
import { ConntrackSettings, HZ } from "./net-ct.ts";
import * as sctp from "./proto/conntrack-proto-sctp-state.ts";
import * as tcp from "./proto/conntrack-proto-tcp-state.ts";

/** What a namespace has that nobody changed. */
const DEFAULTS = new ConntrackSettings();
const MOST_BUCKETS = 1 << 22;

const settingsOf = (net: Net): ConntrackSettings => net.ct?.settings ?? DEFAULTS;

type Numeric = {
  [K in keyof ConntrackSettings]: ConntrackSettings[K] extends number ? K : never;
}[keyof ConntrackSettings];

function number(field: Numeric, max: number): SysctlEntry {
  return integerSysctl(
    (net) => settingsOf(net)[field],
    (net, _key, value) => void (netCt(net).settings[field] = value),
    0,
    max,
  );
}

function seconds(field: Numeric): SysctlEntry {
  return unitSysctl(
    secondsUnit,
    (net) => settingsOf(net)[field],
    (net, _key, kept) => void (netCt(net).settings[field] = kept),
  );
}

/** One of a protocol's timeouts. */
function secondsOf(
  field: "tcpTimeouts" | "sctpTimeouts" | "udpTimeouts" | "greTimeouts",
  index: number,
): SysctlEntry {
  return unitSysctl(
    secondsUnit,
    (net) => settingsOf(net)[field][index],
    (net, _key, kept) => void (netCt(net).settings[field][index] = kept),
  );
}

const TCP_TIMEOUTS: readonly (readonly [string, number])[] = [
  ["syn_sent", tcp.TCP_CONNTRACK_SYN_SENT],
  ["syn_recv", tcp.TCP_CONNTRACK_SYN_RECV],
  ["established", tcp.TCP_CONNTRACK_ESTABLISHED],
  ["fin_wait", tcp.TCP_CONNTRACK_FIN_WAIT],
  ["close_wait", tcp.TCP_CONNTRACK_CLOSE_WAIT],
  ["last_ack", tcp.TCP_CONNTRACK_LAST_ACK],
  ["time_wait", tcp.TCP_CONNTRACK_TIME_WAIT],
  ["close", tcp.TCP_CONNTRACK_CLOSE],
  ["max_retrans", tcp.TCP_CONNTRACK_RETRANS],
  ["unacknowledged", tcp.TCP_CONNTRACK_UNACK],
];

const SCTP_TIMEOUTS: readonly (readonly [string, number])[] = [
  ["closed", sctp.SCTP_CONNTRACK_CLOSED],
  ["cookie_wait", sctp.SCTP_CONNTRACK_COOKIE_WAIT],
  ["cookie_echoed", sctp.SCTP_CONNTRACK_COOKIE_ECHOED],
  ["established", sctp.SCTP_CONNTRACK_ESTABLISHED],
  ["shutdown_sent", sctp.SCTP_CONNTRACK_SHUTDOWN_SENT],
  ["shutdown_recd", sctp.SCTP_CONNTRACK_SHUTDOWN_RECD],
  ["shutdown_ack_sent", sctp.SCTP_CONNTRACK_SHUTDOWN_ACK_SENT],
  ["heartbeat_sent", sctp.SCTP_CONNTRACK_HEARTBEAT_SENT],
];

function fragmentsOf(net: Net): Fragments6 {
  const cnet = netCt(net);
  cnet.fragments6 ??= new Fragments6(net);
  return cnet.fragments6;
}

/** Bytes of fragments: the lower bound is below the upper one. */
function threshold(field: "highThreshold" | "lowThreshold", standard: number): SysctlEntry {
  return integerSysctl(
    (net) => net.ct?.fragments6?.[field] ?? standard,
    (net, _key, value) => {
      const fragments = fragmentsOf(net);
      const fits =
        field === "highThreshold" ? value >= fragments.lowThreshold : value <= fragments.highThreshold;
      if (!fits) return -EINVAL;
      fragments[field] = value;
      return 0;
    },
    0,
  );
}

/** Packets that fit no connection are not written to the log: only 0 can be set. */
const LOG_INVALID = integerSysctl(
  () => 0,
  () => 0,
  0,
  0,
);

/** Of the whole machine: other namespaces than the first only see them. */
function machineWide(machine: Machine): SysctlTable {
  const max = integerSysctl(
    () => presentConntrackTable(machine)?.max ?? DEFAULT_BUCKETS,
    (_net, _key, value) => void (conntrackTable(machine).max = value),
    0,
  );
  const buckets = integerSysctl(
    () => presentConntrackTable(machine)?.shownBuckets ?? DEFAULT_BUCKETS,
    (_net, _key, value) => {
      if (value > MOST_BUCKETS) return -EINVAL;
      const table = conntrackTable(machine);
      // whole pages of list heads
      table.shownBuckets = Math.max(512, Math.ceil(value / 512) * 512);
      return 0;
    },
    1,
  );
  return {
    nf_conntrack_max: { ...max, firstWrites: true },
    nf_conntrack_buckets: { ...buckets, firstWrites: true },
    nf_conntrack_expect_max: { mode: 0o444, read: () => String(EXPECT_MAX) },
    nf_conntrack_count: integerSysctl((net) => net.ct?.count ?? 0),
  };
}

/** Registers the entries with a machine. */
export function initConntrackSysctls(machine: Machine): void {
  const table: Record<string, SysctlEntry> = {
    ...machineWide(machine),
    nf_conntrack_acct: number("acct", 1),
    nf_conntrack_checksum: number("checksum", 1),
    nf_conntrack_events: number("events", 2),
    nf_conntrack_timestamp: number("timestamp", 1),
    nf_conntrack_log_invalid: LOG_INVALID,
    nf_conntrack_tcp_be_liberal: number("tcpBeLiberal", 1),
    nf_conntrack_tcp_ignore_invalid_rst: number("tcpIgnoreInvalidRst", 1),
    nf_conntrack_tcp_loose: number("tcpLoose", 1),
    nf_conntrack_tcp_max_retrans: number("tcpMaxRetrans", 255),
    nf_conntrack_udp_timeout: secondsOf("udpTimeouts", 0),
    nf_conntrack_udp_timeout_stream: secondsOf("udpTimeouts", 1),
    nf_conntrack_gre_timeout: secondsOf("greTimeouts", 0),
    nf_conntrack_gre_timeout_stream: secondsOf("greTimeouts", 1),
    nf_conntrack_icmp_timeout: seconds("icmpTimeout"),
    nf_conntrack_icmpv6_timeout: seconds("icmpv6Timeout"),
    nf_conntrack_frag6_timeout: unitSysctl(
      secondsUnit,
      (net) => (net.ct?.fragments6?.timeout ?? 60) * HZ,
      (net, _key, kept) => void (fragmentsOf(net).timeout = Math.trunc(kept / HZ)),
    ),
    nf_conntrack_frag6_high_thresh: threshold("highThreshold", 4194304),
    nf_conntrack_frag6_low_thresh: threshold("lowThreshold", 3145728),
    nf_conntrack_generic_timeout: seconds("genericTimeout"),
  };
  for (const [name, index] of TCP_TIMEOUTS)
    table[`nf_conntrack_tcp_timeout_${name}`] = secondsOf("tcpTimeouts", index);
  for (const [name, index] of SCTP_TIMEOUTS)
    table[`nf_conntrack_sctp_timeout_${name}`] = secondsOf("sctpTimeouts", index);
  machine.sysctls.register("net/netfilter", table);
}
