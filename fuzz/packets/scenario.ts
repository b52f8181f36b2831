/** How the nodes of a batch are set up: `ip` commands and sysctls, most of them the same, some by chance. */
import type { Chance } from "./chance.ts";
import { ADDRESS4, ADDRESS6, LINK_LOCAL, type NodeName, REMOTE4, REMOTE6 } from "./world.ts";

/** A file below /proc/sys/net and what is written to it. */
export type Setting = readonly [path: string, value: string];

export interface NodeSetup {
  /** Written before there are devices, so that they inherit from `default`. */
  readonly before: readonly Setting[];
  /** Lines for `ip -batch`. */
  readonly ip: readonly string[];
  /** Written after the addresses are there. */
  readonly after: readonly Setting[];
}

export interface Scenario {
  readonly nodes: Readonly<Record<NodeName, NodeSetup>>;
}

/** What depends on time or chance is switched off: rate limits, delays of reports, duplicate detection, solicitations. */
const QUIET: readonly Setting[] = [
  ["ipv4/icmp_ratelimit", "0"],
  ["ipv4/icmp_ratemask", "0"],
  ["ipv4/icmp_msgs_per_sec", "1000000"],
  ["ipv4/icmp_msgs_burst", "1000000"],
  // multipath routes: the same choice everywhere
  ["ipv4/fib_multipath_hash_seed", "4711"],
  ["ipv4/conf/default/igmpv2_unsolicited_report_interval", "1"],
  ["ipv4/conf/default/igmpv3_unsolicited_report_interval", "1"],
  ["ipv6/icmp/ratelimit", "0"],
  ["ipv6/icmp/ratemask", ""],
  ["ipv6/auto_flowlabels", "0"],
  ["ipv6/conf/default/dad_transmits", "0"],
  ["ipv6/conf/default/accept_dad", "0"],
  ["ipv6/conf/default/router_solicitations", "0"],
  ["ipv4/neigh/default/proxy_delay", "0"],
  ["ipv6/neigh/default/proxy_delay", "0"],
  ["ipv6/conf/default/mldv1_unsolicited_report_interval", "1"],
  ["ipv6/conf/default/mldv2_unsolicited_report_interval", "1"],
];

/** Addresses and links: the same in every batch. */
export const LINKS: Readonly<Record<NodeName, readonly string[]>> = {
  S: [
    "link set lo up",
    `address add ${ADDRESS4.s0}/24 brd + dev s0`,
    `address add ${ADDRESS6.s0}/64 dev s0 nodad`,
    "link set s0 up",
  ],
  R: [
    "link set lo up",
    `address add ${ADDRESS4.r0}/24 brd + dev r0`,
    `address add ${ADDRESS6.r0}/64 dev r0 nodad`,
    `address add ${ADDRESS4.r1}/24 brd + dev r1`,
    `address add ${ADDRESS6.r1}/64 dev r1 nodad`,
    "link set r0 up",
    "link set r1 up",
  ],
  D: [
    "link set lo up",
    `address add ${ADDRESS4.d0}/24 brd + dev d0`,
    `address add ${ADDRESS6.d0}/64 dev d0 nodad`,
    `address add ${REMOTE4}/32 dev lo`,
    `address add ${REMOTE6}/128 dev lo nodad`,
    "link set d0 up",
  ],
};

const ROUTES: Readonly<Record<NodeName, readonly string[]>> = {
  S: [`route add default via ${ADDRESS4.r0}`, `route add default via ${ADDRESS6.r0}`],
  R: [
    `route add 10.1.0.0/16 via ${ADDRESS4.d0}`,
    "route add blackhole 10.2.0.0/24",
    "route add unreachable 10.2.1.0/24",
    "route add prohibit 10.2.2.0/24",
    "route add throw 10.2.3.0/24",
    "route add 10.3.0.0/24 via 10.0.2.77",
    "route add 10.4.0.0/24 via 10.0.1.77",
    "route add local 10.5.0.0/24 dev lo",
    `route add 10.6.0.0/24 via ${ADDRESS4.d0} mtu 700`,
    "route add broadcast 10.7.0.0/24 dev r1",
    `route add fd00:a::/64 via ${ADDRESS6.d0}`,
    "route add blackhole fd00:b0::/64",
    "route add unreachable fd00:b1::/64",
    "route add prohibit fd00:b2::/64",
    "route add throw fd00:b3::/64",
    "route add fd00:c::/64 via fd00:2::77",
    "route add fd00:d::/64 via fd00:1::77",
    "route add local fd00:e::/64 dev lo",
    `route add fd00:f::/64 via ${ADDRESS6.d0} mtu 1300`,
  ],
  D: [`route add default via ${ADDRESS4.r1}`, `route add default via ${ADDRESS6.r1}`],
};

/** Settings of one node that may be tried, each with the values to choose from; `DEV` is one of its devices. */
const VARIANTS: readonly (readonly [path: string, values: readonly string[]])[] = [
  ["ipv4/conf/DEV/accept_local", ["1"]],
  ["ipv4/conf/DEV/accept_redirects", ["0"]],
  ["ipv4/conf/DEV/accept_source_route", ["1"]],
  ["ipv4/conf/all/accept_source_route", ["1", "0"]],
  ["ipv4/conf/DEV/arp_accept", ["1", "2"]],
  ["ipv4/conf/DEV/arp_announce", ["1", "2"]],
  ["ipv4/conf/DEV/arp_filter", ["1"]],
  ["ipv4/conf/DEV/arp_ignore", ["1", "2", "3", "8"]],
  ["ipv4/conf/DEV/bc_forwarding", ["1"]],
  ["ipv4/conf/all/bc_forwarding", ["1"]],
  ["ipv4/conf/DEV/drop_gratuitous_arp", ["1"]],
  ["ipv4/conf/DEV/drop_unicast_in_l2_multicast", ["1"]],
  ["ipv4/conf/DEV/force_igmp_version", ["1", "2", "3"]],
  ["ipv4/conf/DEV/forwarding", ["0", "1"]],
  ["ipv4/conf/DEV/ignore_routes_with_linkdown", ["1"]],
  ["ipv4/conf/DEV/log_martians", ["1"]],
  ["ipv4/conf/DEV/medium_id", ["1", "-1"]],
  ["ipv4/conf/DEV/src_valid_mark", ["1"]],
  ["ipv4/conf/all/accept_redirects", ["0", "1"]],
  ["ipv4/conf/all/arp_filter", ["1"]],
  ["ipv4/conf/all/arp_ignore", ["1", "2", "3", "4"]],
  ["ipv4/conf/all/route_localnet", ["1"]],
  ["ipv4/conf/DEV/proxy_arp", ["1"]],
  ["ipv4/conf/DEV/proxy_arp_pvlan", ["1"]],
  ["ipv4/conf/DEV/route_localnet", ["1"]],
  ["ipv4/conf/DEV/rp_filter", ["1", "2"]],
  ["ipv4/conf/all/rp_filter", ["1", "2"]],
  ["ipv4/conf/DEV/secure_redirects", ["0"]],
  ["ipv4/conf/DEV/shared_media", ["0"]],
  ["ipv4/conf/DEV/send_redirects", ["0"]],
  ["ipv4/fib_multipath_hash_policy", ["1", "2", "3"]],
  ["ipv4/fib_multipath_hash_fields", ["0", "1", "2", "52", "2047", "1984"]],
  ["ipv4/fib_multipath_use_neigh", ["1"]],
  ["ipv4/icmp_echo_ignore_all", ["1"]],
  ["ipv4/icmp_echo_ignore_broadcasts", ["0"]],
  ["ipv4/icmp_errors_use_inbound_ifaddr", ["1"]],
  ["ipv4/icmp_ignore_bogus_error_responses", ["0"]],
  ["ipv4/igmp_link_local_mcast_reports", ["0"]],
  ["ipv4/ip_default_ttl", ["17"]],
  ["ipv4/ip_nonlocal_bind", ["1"]],
  ["ipv4/ipfrag_high_thresh", ["6000"]],
  ["ipv4/route/min_pmtu", ["1200"]],
  ["ipv4/route/mtu_expires", ["30"]],
  ["ipv4/ip_forward_use_pmtu", ["1"]],
  ["ipv4/ip_no_pmtu_disc", ["1", "2"]],
  ["ipv6/conf/DEV/accept_ra", ["0", "2"]],
  ["ipv6/conf/DEV/accept_ra_defrtr", ["0"]],
  ["ipv6/conf/DEV/accept_ra_from_local", ["1"]],
  ["ipv6/conf/DEV/accept_ra_mtu", ["0"]],
  ["ipv6/conf/DEV/accept_ra_pinfo", ["0"]],
  ["ipv6/conf/DEV/accept_ra_min_hop_limit", ["65"]],
  ["ipv6/conf/DEV/accept_ra_min_lft", ["1000"]],
  ["ipv6/conf/DEV/accept_ra_rt_info_max_plen", ["64", "128"]],
  ["ipv6/conf/DEV/accept_ra_rt_info_min_plen", ["1", "49"]],
  ["ipv6/conf/DEV/accept_ra_rtr_pref", ["0"]],
  ["ipv6/conf/DEV/force_forwarding", ["1"]],
  ["ipv6/conf/DEV/force_mld_version", ["1", "2"]],
  ["ipv6/conf/DEV/forwarding", ["0", "1"]],
  ["ipv6/conf/DEV/ignore_routes_with_linkdown", ["1"]],
  ["ipv6/conf/DEV/max_addresses", ["2", "3"]],
  ["ipv6/conf/DEV/ndisc_notify", ["1"]],
  ["ipv6/conf/DEV/ra_defrtr_metric", ["77"]],
  ["ipv6/conf/all/accept_redirects", ["0"]],
  ["ipv6/icmp/error_anycast_as_unicast", ["1"]],
  ["ipv6/ip6frag_high_thresh", ["6000"]],
  ["ipv6/ip_nonlocal_bind", ["1"]],
  ["ipv6/conf/DEV/autoconf", ["0"]],
  ["ipv6/conf/DEV/accept_redirects", ["0"]],
  ["ipv6/conf/DEV/accept_untracked_na", ["1", "2"]],
  ["ipv6/conf/DEV/disable_ipv6", ["1"]],
  ["ipv6/conf/DEV/drop_unicast_in_l2_multicast", ["1"]],
  ["ipv6/conf/DEV/drop_unsolicited_na", ["1"]],
  ["ipv6/conf/DEV/force_tllao", ["1"]],
  ["ipv6/conf/DEV/hop_limit", ["13"]],
  ["ipv6/conf/DEV/mtu", ["1280", "1400"]],
  ["ipv6/conf/DEV/ndisc_tclass", ["32"]],
  ["ipv6/conf/DEV/proxy_ndp", ["1"]],
  ["ipv6/conf/DEV/suppress_frag_ndisc", ["0"]],
  ["ipv6/anycast_src_echo_reply", ["1"]],
  ["ipv6/fib_multipath_hash_policy", ["1", "2", "3"]],
  ["ipv6/fib_multipath_hash_fields", ["0", "1", "2", "8", "60", "4095", "1984"]],
  ["ipv6/icmp/echo_ignore_all", ["1"]],
  ["ipv6/icmp/echo_ignore_anycast", ["1"]],
  ["ipv6/icmp/echo_ignore_multicast", ["1"]],
  ["ipv6/max_dst_opts_number", ["0", "2", "-3"]],
  ["ipv6/max_hbh_opts_number", ["0", "2", "-3"]],
  ["ipv6/max_dst_opts_length", ["8"]],
  ["ipv6/max_hbh_length", ["8"]],
];

const NODE_DEVICES: Readonly<Record<NodeName, readonly string[]>> = { S: ["s0"], R: ["r0", "r1"], D: ["d0"] };

/** Commands of one node that may be tried. */
const COMMANDS: Readonly<Record<NodeName, readonly string[]>> = {
  S: [
    "link set s0 mtu 9000",
    "neigh add 10.0.1.2 lladdr 02:00:00:00:00:02 dev s0",
    "neigh add fd00:1::2 lladdr 02:00:00:00:00:02 nud permanent dev s0",
    "address add 239.1.2.3/32 dev s0 autojoin",
    "address add ff0e::1234/128 dev s0 autojoin",
    "address add 10.0.1.99/24 dev s0",
    "address add fd00:1::99/64 dev s0 nodad home",
    "address change fd00:1::1/64 dev s0 nodad preferred_lft 0",
    "address add 10.0.1.1 peer 10.3.0.1 dev s0",
    "link set s0 promisc on",
    "link set s0 allmulticast on",
    "link set s0 multicast off",
    "link set s0 arp off",
    "route add 10.0.2.2 via 10.0.1.2 mtu lock 1000 hoplimit 9",
    "route add fd00:2::2 via fd00:1::2 mtu 1300 hoplimit 9",
    "route add 10.1.0.0/16 via inet6 fd00:1::2 dev s0",
    "route add multicast 239.1.2.3 dev s0",
    "route add unreachable fd00:d::/64",
    "route add prohibit 10.4.0.0/24",
    `route replace default via ${LINK_LOCAL.r0} dev s0`,
    "route replace default nexthop via 10.0.1.2 nexthop via 10.0.1.77 weight 2",
    "route replace default nexthop via fd00:1::2 nexthop via fd00:1::77 weight 2",
  ],
  R: [
    "link set r0 mtu 9000",
    "link set r1 mtu 1300",
    "link set r1 mtu 9000",
    "neigh add 10.0.1.1 lladdr 02:00:00:00:00:01 dev r0",
    "neigh add 10.0.2.77 lladdr 02:00:00:00:00:99 dev r1",
    "neigh add 10.0.1.77 lladdr 02:00:00:00:00:98 dev r0",
    "neigh add fd00:2::77 lladdr 02:00:00:00:00:99 dev r1",
    "neigh add fd00:1::77 lladdr 02:00:00:00:00:98 dev r0",
    "neigh add proxy 10.0.1.77 dev r0",
    "neigh add proxy fd00:1::77 dev r0",
    "neigh add 10.0.2.2 lladdr 02:00:00:00:00:04 nud stale dev r1",
    "route add default via 10.0.2.2",
    "route add default via fd00:2::2",
    "link set r0 promisc on",
    "link set r1 allmulticast on",
    "link set r1 arp off",
    "address add fd00:2::99/64 dev r1 nodad home",
    "address add 10.0.1.99/32 dev lo",
    "route add tos 0x10 10.1.0.0/16 via 10.0.2.77",
    "route replace 10.1.0.0/16 via 10.0.2.2 mtu lock 900",
    "route replace 10.1.0.0/16 via inet6 fd00:2::2 dev r1",
    "route add fd00:a::/64 from fd00:1::/64 via fd00:2::77",
    "route append 10.1.0.0/16 via 10.0.2.77 metric 5",
    "route append fd00:a::/64 via fd00:2::77 metric 5",
    "route add 10.9.0.0/24 dev r1",
    "route add fd00:9::/64 dev r1",
    "route add nat 10.9.1.0/24 dev r1",
    "route add anycast fd00:1::88 dev r0",
    "route add 224.0.0.0/4 dev r1",
    "route add 0.0.0.0/8 dev r1",
    "rule add iif r0 to 10.1.0.0/17 unreachable",
    "rule add tos 0x10 lookup 100",
    "rule add to 10.0.2.2 prohibit",
    "rule add ipproto udp dport 9 blackhole",
    "-6 rule add iif r0 ipproto udp sport 7000 unreachable",
    "rule add from 10.0.1.1 lookup 100",
    "route add table 100 10.1.0.0/24 via 10.0.2.77",
    "rule add from fd00:1::1 to fd00:a::/65 prohibit",
    "route add 10.0.2.99/32 via 10.0.1.1",
    "route replace 10.1.0.0/16 nexthop via 10.0.2.2 nexthop via 10.0.1.1 weight 2",
    "route replace 10.3.0.0/24 nexthop via 10.0.2.77 nexthop via 10.0.2.2 nexthop via 10.0.1.77 weight 5",
    "route add default nexthop via 10.0.1.1 dev r0 nexthop via 10.0.2.2 dev r1",
    "route replace fd00:a::/64 nexthop via fd00:2::2 nexthop via fd00:1::1 weight 2",
    "route replace fd00:c::/64 nexthop via fd00:2::77 nexthop via fd00:2::2 nexthop via fd00:1::77 weight 5",
    "route add default nexthop via fd00:1::1 dev r0 nexthop via fd00:2::2 dev r1",
  ],
  D: [
    "link set d0 mtu 9000",
    "neigh add 10.0.2.1 lladdr 02:00:00:00:00:03 dev d0",
    "link set d0 mtu 1280",
    "address add 10.0.2.99/24 dev d0",
    "address add fd00:2::3/64 dev d0 nodad home",
    "address add fd00:a::2/64 dev lo nodad",
    "address add 10.1.0.2/32 dev d0 scope link",
    "address add 239.1.2.3/32 dev d0 autojoin",
    "link set d0 promisc on",
    "route add 10.0.1.0/24 via 10.0.2.1 src 10.1.0.1",
    "route add fd00:1::/64 via fd00:2::1 src fd00:a::1",
    "rule add from 10.0.1.1 unreachable",
  ],
};

function variants(chance: Chance, node: NodeName): Setting[] {
  const settings: Setting[] = [];
  for (let left = chance.int(8); left > 0; left--) {
    const [path, values] = chance.pick(VARIANTS);
    settings.push([path.replace("DEV", chance.pick(NODE_DEVICES[node])), chance.pick(values)]);
  }
  return settings;
}

/**
 * IPv4 redirects to one host are sent ever more seldom: 40, 80, 160 … ms after the one before. Most batches do without, and those that have
 * them are short ({@link FRAMES_WITH_REDIRECTS}); what comes late, comes {@link REDIRECT_STEP} later, which is far from all of these.
 */
const NO_REDIRECTS: readonly Setting[] = [
  ["ipv4/conf/all/send_redirects", "0"],
  ["ipv4/conf/default/send_redirects", "0"],
];
export const FRAMES_WITH_REDIRECTS = 100;
/** ms */
export const REDIRECT_STEP = 60;

export function sendsRedirects(scenario: Scenario): boolean {
  return !scenario.nodes.R.before.some(([path]) => path === "ipv4/conf/all/send_redirects");
}

function forwarding(chance: Chance): Setting[] {
  const settings: Setting[] = chance.oneIn(4) ? [] : [...NO_REDIRECTS];
  if (!chance.oneIn(10)) settings.push(["ipv4/ip_forward", "1"]);
  if (!chance.oneIn(10)) settings.push(["ipv6/conf/all/forwarding", "1"]);
  return settings;
}

function nodeSetup(chance: Chance, node: NodeName): NodeSetup {
  const router = node === "R" ? forwarding(chance) : [];
  const extra: string[] = [];
  for (let left = chance.int(6); left > 0; left--) extra.push(chance.pick(COMMANDS[node]));
  return {
    before: [...QUIET, ...router],
    ip: [...ROUTES[node], ...new Set(extra)],
    after: variants(chance, node),
  };
}

export function generateScenario(chance: Chance): Scenario {
  return { nodes: { S: nodeSetup(chance, "S"), R: nodeSetup(chance, "R"), D: nodeSetup(chance, "D") } };
}

/** What no batch can do without: the nodes' addresses and routes, and what makes them quiet. */
export function baseScenario(): Scenario {
  const setup = (node: NodeName): NodeSetup => ({
    before: [...QUIET, ["ipv4/ip_forward", "1"], ["ipv6/conf/all/forwarding", "1"]],
    ip: ROUTES[node],
    after: [],
  });
  return { nodes: { S: setup("S"), R: setup("R"), D: setup("D") } };
}
