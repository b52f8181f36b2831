/** `sysctl`, and files under /proc/sys/net: only those that are each namespace's own. */
import type { Draw } from "../draw.ts";
import type { World } from "../world.ts";
import { carrierSettle, type Production, run } from "./grammar.ts";

const IPV4_DEVICE =
  "accept_local accept_redirects accept_source_route arp_accept arp_announce arp_evict_nocarrier arp_filter arp_ignore arp_notify bc_forwarding disable_policy drop_gratuitous_arp force_igmp_version forwarding ignore_routes_with_linkdown log_martians medium_id promote_secondaries proxy_arp proxy_arp_pvlan route_localnet rp_filter secure_redirects send_redirects shared_media src_valid_mark mc_forwarding nosuch";
const IPV4 =
  "fib_multipath_hash_policy fib_multipath_use_neigh fwmark_reflect icmp_echo_ignore_all icmp_echo_ignore_broadcasts icmp_errors_use_inbound_ifaddr icmp_ratelimit icmp_ratemask igmp_max_memberships igmp_qrv ip_default_ttl ip_forward ip_forward_use_pmtu ip_no_pmtu_disc ip_nonlocal_bind ping_group_range ip_local_port_range ipfrag_time ipfrag_low_thresh";
const IPV6_DEVICE =
  "accept_dad accept_ra accept_redirects addr_gen_mode autoconf dad_transmits disable_ipv6 forwarding hop_limit ignore_routes_with_linkdown keep_addr_on_down max_addresses mtu ndisc_notify proxy_ndp router_solicitations force_tllao";
const NEIGH =
  "anycast_delay app_solicit base_reachable_time_ms delay_first_probe_time gc_stale_time locktime mcast_solicit proxy_delay proxy_qlen retrans_time_ms ucast_solicit unres_qlen unres_qlen_bytes";

function device(draw: Draw, world: World, namespace: string): string {
  return draw.weighted([
    [3, "all"],
    [3, "default"],
    [8, world.deviceName(draw, namespace)],
  ]);
}

/** A key with `/` between its parts, without `net/`. */
function key(draw: Draw, world: World, namespace: string): string {
  const family = world.ipv6 && draw.chance(0.4) ? "ipv6" : "ipv4";
  const own = device(draw, world, namespace);
  return draw.weighted([
    [8, `${family}/conf/${own}/${draw.word(family === "ipv4" ? IPV4_DEVICE : IPV6_DEVICE)}`],
    [4, `ipv4/${draw.word(IPV4)}`],
    [2, `${family}/neigh/${own === "all" ? "default" : own}/${draw.word(NEIGH)}`],
  ]);
}

const ODD_VALUES = "3 -1 64 255 256 1000 x 1x 0x1 4294967296 99999999999999999999 010";

function value(draw: Draw): string {
  return draw.weighted([
    [10, "1"],
    [8, "0"],
    [3, "2"],
    [1, draw.pick([...ODD_VALUES.split(" "), "'1 2'", "''", "' 1'"])],
  ]);
}

const write: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const name = key(draw, world, namespace);
  const text = value(draw);
  if (draw.chance(0.35)) {
    const echo = `echo ${text} > /proc/sys/net/${name}`;
    return run(draw, namespace, namespace === "" ? echo : `sh -c "${echo}"`).settle(carrierSettle(world));
  }
  const dotted = `net/${name}`.replaceAll("/", ".");
  const words = run(draw, namespace, "sysctl").maybe(0.15, () => draw.word("-q -n -e -N -b"));
  words.maybe(0.6, "-w");
  words.add(`${draw.chance(0.1) ? `net/${name}` : dotted}=${text}`);
  return words.settle(carrierSettle(world));
};

const read: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const name = key(draw, world, namespace);
  if (draw.chance(0.4)) return run(draw, namespace, `cat /proc/sys/net/${name}`);
  const words = run(draw, namespace, "sysctl").maybe(0.3, () => draw.word("-n -e -N -b -q -x -A"));
  words.add(
    `net/${name}`.replaceAll(
      "/",
      draw.weighted([
        [8, "."],
        [1, "/"],
      ]),
    ),
  );
  return words;
};

/** Directories, several keys, patterns, and what is no key. */
const others: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const own = device(draw, world, namespace);
  const words = run(draw, namespace, "sysctl").maybe(0.3, () =>
    draw.word("-n -e -N -q -w --dry-run -r -p -z --foo"),
  );
  const name = key(draw, world, namespace);
  const dotted = `net/${name}`.replaceAll("/", ".");
  return words
    .add(
      draw.weighted([
        [3, () => `net.ipv4.conf.${own}`],
        [2, () => `-a -r '^net\\.ipv4\\.conf\\.${own}\\.(rp_filter|forwarding|arp_.*)$'`],
        [3, () => `${dotted} net.ipv4.ip_forward`],
        [2, () => `${dotted}=1 net.ipv4.ip_default_ttl=63`],
        [1, () => `net.ipv4.${draw.word("conf.lo. conf..lo foo ip_forward. ip_forward/ ip_forward..x")}`],
        [1, () => `${dotted} = 1`],
        [1, () => draw.pick(["=", "''", ".", "==", "=1", "foo=", `${dotted}=`, `"${dotted} = 1"`])],
      ])(),
    )
    .settle(carrierSettle(world));
};

export const SYSCTL: readonly (readonly [number, Production])[] = [
  [4, write],
  [2, read],
  [1, others],
];
