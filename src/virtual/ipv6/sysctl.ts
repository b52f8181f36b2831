/**
 * /proc/sys/net/ipv6: what has an effect in this kernel, but for the settings of devices.
 *
 * Source: `net/ipv6/sysctl_net_ipv6.c`, `net/ipv6/icmp.c`, `net/core/neighbour.c`.
 */
import { EINVAL } from "../../errno.ts";
import type { Machine } from "../core/machine.ts";
import { registerNeighSysctls } from "../core/neigh/neigh-sysctl.ts";
import type { Net } from "../core/net.ts";
import { integerSysctl, type SysctlEntry, type SysctlTable } from "../core/sysctl/sysctl.ts";
import { formatRanges, parseRanges } from "../core/sysctl/sysctl-bitmap.ts";
import { millisecondsSysctl, SECONDS_MAX } from "../core/sysctl/sysctl-jiffies.ts";
import { limitSysctls, type SysctlLimit } from "../core/sysctl/sysctl-limits.ts";
import { CONF, devicesOf } from "./addrconf/sysctl-conf.ts";
import { ndiscTable } from "./ndisc/ndisc.ts";
import type { Ipv6Sysctls } from "./net-ipv6.ts";

type NumberSysctl = {
  [K in keyof Ipv6Sysctls]: Ipv6Sysctls[K] extends number ? K : never;
}[keyof Ipv6Sysctls];

function global(field: NumberSysctl, min?: number, max?: number): SysctlEntry {
  return integerSysctl(
    (net) => net.ipv6.sysctls[field],
    (net, _key, value) => {
      net.ipv6.writableSysctls()[field] = value;
      return 0;
    },
    min,
    max,
  );
}

/** One of the limits of the memory for fragments (`ip6_frags_ns_sysctl_register`). */
function fragmentLimit(field: "fragHighThreshold" | "fragLowThreshold"): SysctlLimit {
  return {
    get: (net) => net.ipv6.sysctls[field],
    set: (net, value) => void (net.ipv6.writableSysctls()[field] = value),
  };
}

const FRAGMENTS = limitSysctls(fragmentLimit("fragLowThreshold"), fragmentLimit("fragHighThreshold"));

const NET: SysctlTable = {
  anycast_src_echo_reply: global("anycastSrcEchoReply", 0, 255),
  auto_flowlabels: global("autoFlowlabels", 0, 3),
  bindv6only: global("bindv6only", 0, 255),
  fib_multipath_hash_fields: global("multipathHashFields", 1, 4095),
  fib_multipath_hash_policy: global("multipathHashPolicy", 0, 3),
  fib_notify_on_flag_change: global("fibNotifyOnFlagChange", 0, 2),
  flowlabel_consistency: global("flowlabelConsistency", 0, 255),
  flowlabel_reflect: global("flowlabelReflect", 0, 7),
  flowlabel_state_ranges: global("flowlabelStateRanges", 0, 255),
  fwmark_reflect: global("fwmarkReflect", 0, 255),
  idgen_delay: global("idgenDelay", -SECONDS_MAX, SECONDS_MAX),
  idgen_retries: global("idgenRetries"),
  ip6frag_high_thresh: FRAGMENTS.high,
  ip6frag_low_thresh: FRAGMENTS.low,
  ip6frag_time: global("fragTime", -SECONDS_MAX, SECONDS_MAX),
  ip_nonlocal_bind: global("ipNonlocalBind", 0, 255),
  max_dst_opts_length: global("maxDstOptsLength"),
  max_dst_opts_number: global("maxDstOptsNumber"),
  max_hbh_length: global("maxHbhLength"),
  max_hbh_opts_number: global("maxHbhOptsNumber"),
};

const ICMP_TYPES = 256;

const ICMP: SysctlTable = {
  echo_ignore_all: global("icmpEchoIgnoreAll", 0, 255),
  echo_ignore_anycast: global("icmpEchoIgnoreAnycast", 0, 255),
  echo_ignore_multicast: global("icmpEchoIgnoreMulticast", 0, 255),
  error_anycast_as_unicast: global("icmpErrorAnycastAsUnicast", 0, 1),
  ratelimit: millisecondsSysctl(
    (net) => net.ipv6.sysctls.icmpRatelimit,
    (net, _key, ms) => void (net.ipv6.writableSysctls().icmpRatelimit = ms),
  ),
  ratemask: {
    mode: 0o644,
    exact: true,
    read: (net) => formatRanges(net.ipv6.sysctls.icmpRatemask),
    write(net, _key, text) {
      const mask = parseRanges(text, ICMP_TYPES);
      if (mask === undefined) return -EINVAL;
      net.ipv6.writableSysctls().icmpRatemask = mask;
      return 0;
    },
  },
};

const ROUTE: SysctlTable = {
  gc_interval: global("gcInterval", -SECONDS_MAX, SECONDS_MAX),
  // nothing in Linux reads it any more
  max_size: global("routeMaxSize"),
  mtu_expires: global("mtuExpires", -SECONDS_MAX, SECONDS_MAX),
  skip_notify_on_dev_down: global("skipNotifyOnDevDown", 0, 1),
};

/** Registers the entries with a machine. */
export function initSysctls6(machine: Machine): void {
  const devices = (net: Net): string[] => devicesOf(net).map((idev) => idev.dev.name);
  const { sysctls } = machine;
  sysctls.register("net/ipv6", NET);
  sysctls.register("net/ipv6/icmp", ICMP);
  sysctls.register("net/ipv6/route", ROUTE);
  sysctls.registerKeyed("net/ipv6/conf", (net) => ["all", "default", ...devices(net)], CONF);
  registerNeighSysctls(machine, "net/ipv6/neigh", ndiscTable(machine));
}
