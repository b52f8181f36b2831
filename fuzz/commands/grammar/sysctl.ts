/** `sysctl`, and files under /proc/sys/net: only those that are each namespace's own. */
import type { Draw } from "../draw.ts";
import { mac } from "../values.ts";
import type { World } from "../world.ts";
import { carrierSettle, type Production, run } from "./grammar.ts";

/** Keys by directory; those of `conf` and `neigh` have a device between. */
const IPV4_DEVICE =
  "accept_local accept_redirects accept_source_route arp_accept arp_announce arp_evict_nocarrier arp_filter arp_ignore arp_notify bc_forwarding bootp_relay disable_policy disable_xfrm drop_gratuitous_arp drop_unicast_in_l2_multicast force_igmp_version forwarding igmpv2_unsolicited_report_interval igmpv3_unsolicited_report_interval ignore_routes_with_linkdown log_martians mc_forwarding medium_id promote_secondaries proxy_arp proxy_arp_pvlan route_localnet rp_filter secure_redirects send_redirects shared_media src_valid_mark tag nosuch";
const IPV4 =
  "fib_multipath_hash_fields fib_multipath_hash_policy fib_multipath_hash_seed fib_multipath_use_neigh fwmark_reflect icmp_echo_ignore_all icmp_echo_ignore_broadcasts icmp_errors_use_inbound_ifaddr icmp_ignore_bogus_error_responses icmp_msgs_burst icmp_msgs_per_sec icmp_ratelimit icmp_ratemask igmp_link_local_mcast_reports igmp_max_memberships igmp_qrv ip_default_ttl ip_forward ip_forward_update_priority ip_forward_use_pmtu ip_local_port_range ip_local_reserved_ports ip_no_pmtu_disc ip_nonlocal_bind ip_unprivileged_port_start ipfrag_high_thresh ipfrag_low_thresh ipfrag_max_dist ipfrag_time ping_group_range route/flush route/min_pmtu route/mtu_expires";
const IPV6_DEVICE =
  "accept_dad accept_ra accept_ra_defrtr accept_ra_from_local accept_ra_min_hop_limit accept_ra_min_lft accept_ra_mtu accept_ra_pinfo accept_ra_rt_info_max_plen accept_ra_rt_info_min_plen accept_ra_rtr_pref accept_redirects accept_source_route accept_untracked_na addr_gen_mode autoconf dad_transmits disable_ipv6 disable_policy drop_unicast_in_l2_multicast drop_unsolicited_na enhanced_dad force_forwarding force_mld_version force_tllao forwarding hop_limit ignore_routes_with_linkdown keep_addr_on_down max_addresses max_desync_factor mc_forwarding mldv1_unsolicited_report_interval mldv2_unsolicited_report_interval mtu ndisc_evict_nocarrier ndisc_notify ndisc_tclass optimistic_dad proxy_ndp ra_defrtr_metric ra_honor_pio_life ra_honor_pio_pflag regen_max_retry regen_min_advance router_probe_interval router_solicitation_delay router_solicitation_interval router_solicitation_max_interval router_solicitations stable_secret suppress_frag_ndisc temp_prefered_lft temp_valid_lft use_oif_addrs_only use_optimistic use_tempaddr nosuch";
const IPV6 =
  "anycast_src_echo_reply auto_flowlabels bindv6only fib_multipath_hash_fields fib_multipath_hash_policy flowlabel_reflect flowlabel_state_ranges fwmark_reflect idgen_delay idgen_retries ip6frag_high_thresh ip6frag_low_thresh ip6frag_time ip_nonlocal_bind max_dst_opts_length max_dst_opts_number max_hbh_length max_hbh_opts_number icmp/echo_ignore_all icmp/echo_ignore_anycast icmp/echo_ignore_multicast icmp/error_anycast_as_unicast icmp/ratelimit icmp/ratemask route/gc_interval route/max_size route/mtu_expires route/skip_notify_on_dev_down";
const NEIGH =
  "anycast_delay app_solicit base_reachable_time base_reachable_time_ms delay_first_probe_time gc_stale_time interval_probe_time_ms locktime mcast_resolicit mcast_solicit proxy_delay proxy_qlen retrans_time retrans_time_ms ucast_solicit unres_qlen unres_qlen_bytes";
/** Those that change what the other commands do, drawn more often. */
const WEIGHTY_IPV4 =
  "forwarding rp_filter ignore_routes_with_linkdown promote_secondaries proxy_arp arp_notify arp_evict_nocarrier route_localnet accept_local";
const WEIGHTY_IPV6 =
  "forwarding ignore_routes_with_linkdown keep_addr_on_down disable_ipv6 proxy_ndp addr_gen_mode ndisc_notify mtu";

function device(draw: Draw, world: World, namespace: string): string {
  return draw.weighted([
    [3, "all"],
    [3, "default"],
    [8, world.deviceName(draw, namespace)],
  ]);
}

function deviceKey(draw: Draw, family: "ipv4" | "ipv6"): string {
  const often = draw.chance(0.5);
  if (family === "ipv4") return draw.word(often ? WEIGHTY_IPV4 : IPV4_DEVICE);
  return draw.word(often ? WEIGHTY_IPV6 : IPV6_DEVICE);
}

/** A key with `/` between its parts, without `net/`. */
function key(draw: Draw, world: World, namespace: string): string {
  const family = world.ipv6 && draw.chance(0.45) ? "ipv6" : "ipv4";
  const own = device(draw, world, namespace);
  return draw.weighted([
    [8, () => `${family}/conf/${own}/${deviceKey(draw, family)}`],
    [4, () => `${family}/${draw.word(family === "ipv4" ? IPV4 : IPV6)}`],
    [2, () => `${family}/neigh/${own === "all" ? "default" : own}/${draw.word(NEIGH)}`],
  ])();
}

const ODD_VALUES =
  "3 4 5 -1 -2 64 68 255 256 1000 1279 1280 1500 65535 65536 2147483647 2147483648 4294967295 4294967296 99999999999999999999 x 1x 0x1 0x 010 09 +1 1.5 1,2 0-3 ::1 fd00::7";
const STRANGE_VALUES = [
  "'1 2'",
  "'2 1'",
  "'1024 2000'",
  "'1 x'",
  "''",
  "' '",
  "' 1'",
  "'1 '",
  "'1,3-5'",
  "'1 2 3'",
];

function value(draw: Draw): string {
  return draw.weighted([
    [10, () => "1"],
    [8, () => "0"],
    [3, () => "2"],
    [4, () => draw.word(ODD_VALUES)],
    [1, () => draw.pick(STRANGE_VALUES)],
  ])();
}

/** With dots, slashes, or both. */
function written(draw: Draw, name: string): string {
  return draw.weighted([
    [8, () => `net/${name}`.replaceAll("/", ".")],
    [2, () => `net/${name}`],
    [1, () => `net.${name}`],
    [1, () => `/net/${name}`],
  ])();
}

const OPTIONS = "-q -n -e -N -b -qe -nq -eN -w -x --ignore --values --names --quiet --write --binary";

const write: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const name = key(draw, world, namespace);
  if (draw.chance(0.3)) {
    const echo = `echo ${value(draw)} > /proc/sys/net/${name}`;
    return run(draw, namespace, namespace === "" ? echo : `sh -c "${echo}"`).settle(carrierSettle(world));
  }
  const words = run(draw, namespace, "sysctl").maybe(0.2, () => draw.word(OPTIONS));
  words.maybe(0.6, "-w").add(`${written(draw, name)}=${value(draw)}`);
  while (draw.chance(0.25)) words.optional(`${written(draw, key(draw, world, namespace))}=${value(draw)}`);
  return words.settle(carrierSettle(world));
};

const read: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const name = key(draw, world, namespace);
  if (draw.chance(0.4)) return run(draw, namespace, `cat /proc/sys/net/${name}`);
  const words = run(draw, namespace, "sysctl").maybe(0.3, () => draw.word(OPTIONS));
  words.add(written(draw, name));
  while (draw.chance(0.2)) words.optional(written(draw, key(draw, world, namespace)));
  return words;
};

/** Lines of a file, as `echo -e` makes them: settings, comments, patterns, and what is neither. */
function line(draw: Draw, world: World, namespace: string): string {
  const name = written(draw, key(draw, world, namespace));
  return draw.weighted([
    [6, () => `${name}=${draw.word("0 1 2")}`],
    [3, () => `${name} = ${draw.word("0 1 x")}`],
    [1, () => `-${name}=1`],
    [1, () => `-${name}`],
    [1, () => draw.pick(["# a comment", "; another", "", "nosuch=1", "= 1", "net.ipv4.ip_forward"])],
    [2, () => `net.ipv4.conf.*.${draw.word("rp_filter forwarding arp_notify")} = ${draw.word("0 1 2")}`],
    [1, () => "net/ipv4/conf/v*/log_martians=1"],
  ])();
}

const load: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const lines = [line(draw, world, namespace)];
  while (draw.chance(0.6)) lines.push(line(draw, world, namespace));
  const program = namespace === "" ? "sysctl" : `ip netns exec ${namespace} sysctl`;
  const options = draw.weighted([
    [6, "-p"],
    [1, "-qp"],
    [1, "-e -p"],
    [1, "-n -p"],
    [1, "-f"],
    [1, "--load"],
    [1, "-r forw -p"],
  ]);
  const file = options === "--load" ? "--load=-" : `${options} -`;
  return run(draw, "", `echo -e '${lines.join("\\n")}' | ${program} ${file}`).settle(carrierSettle(world));
};

/** Directories, several keys, patterns, and what is no key. */
const others: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const own = device(draw, world, namespace);
  const words = run(draw, namespace, "sysctl").maybe(0.3, () =>
    draw.word(`${OPTIONS} --dry-run -r -p -z --foo --deprecated`),
  );
  const name = key(draw, world, namespace);
  const dotted = `net/${name}`.replaceAll("/", ".");
  return words
    .add(
      draw.weighted([
        [3, () => `net.ipv4.conf.${own}`],
        [1, () => `net/ipv4/neigh/${own}`],
        [2, () => `-a -r '^net\\.ipv4\\.conf\\.${own}\\.(rp_filter|forwarding|arp_.*)$'`],
        [2, () => `-a ${draw.word("-n -N -b -e -q --deprecated")} -r '^net\\.ipv4\\.neigh\\.${own}\\.'`],
        [1, () => `-a --pattern '${draw.word("conf.lo.tag ip_forward$ nosuch ( *")}'`],
        [3, () => `${dotted} net.ipv4.ip_forward`],
        [2, () => `${dotted}=1 net.ipv4.ip_default_ttl=63`],
        [1, () => `net.ipv4.${draw.word("conf.lo. conf..lo foo ip_forward. ip_forward/ ip_forward..x")}`],
        [1, () => `${dotted} = 1`],
        [1, () => `--dry-run ${dotted}=${draw.word("1 x")}`],
        [1, () => `net.ipv4.conf.*.${draw.word("rp_filter tag")}=1`],
        [1, () => `net.ipv4.neigh.${own}.nosuch=${mac(draw)}`],
        [1, () => draw.pick(["=", "''", ".", "==", "=1", "foo=", `${dotted}=`, `"${dotted} = 1"`])],
      ])(),
    )
    .settle(carrierSettle(world));
};

export const SYSCTL: readonly (readonly [number, Production])[] = [
  [8, write],
  [4, read],
  [2, load],
  [3, others],
];
