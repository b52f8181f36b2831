/**
 * net/ipv4/tcp_* and net/core/somaxconn: those that have an effect here.
 *
 * Source: `net/ipv4/sysctl_net_ipv4.c`, `net/core/sysctl_net_core.c`.
 */
import { EINVAL, ENOENT } from "../../errno.ts";
import type { Machine } from "../core/machine.ts";
import type { Net } from "../core/net.ts";
import { integerSysctl, parseSysctlInteger, type SysctlEntry } from "../core/sysctl/sysctl.ts";
import { millisecondsSysctl, SECONDS_MAX } from "../core/sysctl/sysctl-jiffies.ts";
import { congestionAlgorithms } from "./congestion/tcp-cong.ts";
import { tcpOf } from "./tcp-net.ts";
import type { TcpSysctls } from "./tcp-sysctls.ts";

const INT_MAX = 2147483647;
const BYTE = 255;

type NumberOf = { [K in keyof TcpSysctls]: TcpSysctls[K] extends number ? K : never }[keyof TcpSysctls];

/** File, value, least and greatest. */
const FILES: readonly (readonly [string, NumberOf, number, number])[] = [
  ["tcp_abort_on_overflow", "abortOnOverflow", 0, BYTE],
  ["tcp_app_win", "appWin", 0, 31],
  ["tcp_base_mss", "baseMss", -INT_MAX - 1, INT_MAX],
  ["tcp_challenge_ack_limit", "challengeAckLimit", -INT_MAX - 1, INT_MAX],
  ["tcp_dsack", "dsack", 0, BYTE],
  ["tcp_ecn", "ecn", 0, 2],
  ["tcp_ecn_fallback", "ecnFallback", 0, 1],
  ["tcp_early_retrans", "earlyRetrans", 0, 4],
  ["tcp_fin_timeout", "finTimeout", -SECONDS_MAX, SECONDS_MAX],
  ["tcp_frto", "frto", 0, BYTE],
  ["tcp_keepalive_intvl", "keepaliveIntvl", -SECONDS_MAX, SECONDS_MAX],
  ["tcp_keepalive_probes", "keepaliveProbes", 0, BYTE],
  ["tcp_keepalive_time", "keepaliveTime", -SECONDS_MAX, SECONDS_MAX],
  ["tcp_max_reordering", "maxReordering", 1, INT_MAX],
  ["tcp_max_syn_backlog", "maxSynBacklog", -INT_MAX - 1, INT_MAX],
  ["tcp_max_tw_buckets", "maxTwBuckets", -INT_MAX - 1, INT_MAX],
  ["tcp_min_rtt_wlen", "minRttWlen", 0, 86400],
  ["tcp_min_snd_mss", "minSndMss", 48, 65535],
  ["tcp_min_tso_segs", "minTsoSegs", 1, BYTE],
  ["tcp_moderate_rcvbuf", "moderateRcvbuf", 0, BYTE],
  ["tcp_mtu_probe_floor", "mtuProbeFloor", -INT_MAX - 1, INT_MAX],
  ["tcp_mtu_probing", "mtuProbing", 0, BYTE],
  ["tcp_orphan_retries", "orphanRetries", 0, BYTE],
  ["tcp_pingpong_thresh", "pingpongThresh", 1, BYTE],
  ["tcp_probe_interval", "probeInterval", 0, 2 * INT_MAX + 1],
  ["tcp_probe_threshold", "probeThreshold", -INT_MAX - 1, INT_MAX],
  ["tcp_recovery", "recovery", 0, BYTE],
  ["tcp_reordering", "reordering", 1, 300],
  ["tcp_retrans_collapse", "retransCollapse", 0, BYTE],
  ["tcp_retries1", "retries1", 0, BYTE],
  ["tcp_retries2", "retries2", 0, BYTE],
  ["tcp_rfc1337", "rfc1337", 0, BYTE],
  ["tcp_rto_max_ms", "rtoMaxMs", 1000, 120000],
  ["tcp_rto_min_us", "rtoMinUs", 1, INT_MAX],
  ["tcp_sack", "sack", 0, BYTE],
  ["tcp_slow_start_after_idle", "slowStartAfterIdle", 0, BYTE],
  ["tcp_syn_linear_timeouts", "synLinearTimeouts", 0, 127],
  ["tcp_syn_retries", "synRetries", 1, 127],
  ["tcp_synack_retries", "synackRetries", 0, BYTE],
  ["tcp_syncookies", "syncookies", 0, BYTE],
  ["tcp_timestamps", "timestamps", 0, BYTE],
  ["tcp_tso_rtt_log", "tsoRttLog", 0, BYTE],
  ["tcp_tso_win_divisor", "tsoWinDivisor", 0, BYTE],
  ["tcp_tw_reuse", "twReuse", 0, 2],
  ["tcp_window_scaling", "windowScaling", 0, BYTE],
  ["tcp_workaround_signed_windows", "workaroundSignedWindows", 0, BYTE],
];

function entry(name: NumberOf, least: number, most: number): SysctlEntry {
  return integerSysctl(
    (net) => tcpOf(net).sysctls[name],
    (net, _key, value) => {
      tcpOf(net).sysctls[name] = value;
      return 0;
    },
    least,
    most,
  );
}

/** Least, usual and greatest size of a buffer. */
function buffer(least: NumberOf, usual: NumberOf, most: NumberOf): SysctlEntry {
  const names = [least, usual, most];
  return {
    mode: 0o644,
    read: (net) => names.map((name) => tcpOf(net).sysctls[name]).join("\t"),
    write(net, _key, text) {
      const values = text.trim().split(/\s+/).map(parseSysctlInteger);
      if (values.length > names.length) return -EINVAL;
      for (const value of values) if (value === undefined || value < 1 || value > INT_MAX) return -EINVAL;
      const { sysctls } = tcpOf(net);
      for (const [i, value] of values.entries()) if (value !== undefined) sysctls[names[i]] = value;
      return 0;
    },
  };
}

const allNames = (): string => [...congestionAlgorithms.keys()].join(" ");

const CONGESTION: SysctlEntry = {
  mode: 0o644,
  read: (net: Net) => tcpOf(net).sysctls.congestionControl,
  write(net, _key, text) {
    const name = text.trim();
    if (!congestionAlgorithms.has(name)) return -ENOENT;
    tcpOf(net).sysctls.congestionControl = name;
    return 0;
  },
};

/** Registers the entries with a machine. */
export function initTcpSysctls(machine: Machine): void {
  const entries: Record<string, SysctlEntry> = {};
  for (const [file, name, least, most] of FILES) entries[file] = entry(name, least, most);
  entries["tcp_invalid_ratelimit"] = millisecondsSysctl(
    (net) => tcpOf(net).sysctls.invalidRatelimit,
    (net, _key, ms) => {
      tcpOf(net).sysctls.invalidRatelimit = ms;
    },
  );
  entries["tcp_rmem"] = buffer("rmemMin", "rmemDefault", "rmemMax");
  entries["tcp_wmem"] = buffer("wmemMin", "wmemDefault", "wmemMax");
  entries["tcp_congestion_control"] = CONGESTION;
  entries["tcp_available_congestion_control"] = { mode: 0o444, read: allNames };
  machine.sysctls.register("net/ipv4", entries);
  machine.sysctls.register("net/core", { somaxconn: entry("somaxconn", 0, INT_MAX) });
}
