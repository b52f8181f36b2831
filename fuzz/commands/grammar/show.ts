/** Commands that list. */
import { Words } from "../step.ts";
import { addressPrefix, ipv4, ipv6, protocol, scope, table, wantsIpv6 } from "../values.ts";
import { carrierSettle, ip, output, type Production, run } from "./grammar.ts";
import { routeFilter } from "./route.ts";

const link: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = output(draw, world, ip(draw, namespace))
    .add(draw.word("link l"))
    .add(draw.word("show list ls"));
  return words
    .maybe(0.4, () => `${draw.word("dev ")}${world.deviceName(draw, namespace)}`.replace(/^dev/, "dev "))
    .maybe(0.1, "up")
    .maybe(0.1, () => `type ${draw.word("veth tun foo veth_slave")}`)
    .maybe(0.08, () => `group ${draw.word("default 5 7 foo")}`)
    .maybe(0.03, () => draw.word("nomaster master"));
};

const addr: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = output(draw, world, ip(draw, namespace))
    .add(draw.word("addr a address"))
    .add(draw.word("show list"));
  return words
    .maybe(0.4, () => `${draw.chance(0.5) ? "dev " : ""}${world.deviceName(draw, namespace)}`)
    .maybe(0.1, "up")
    .maybe(0.1, () => `to ${addressPrefix(draw, wantsIpv6(draw, world))}`)
    .maybe(0.1, () => `scope ${scope(draw)}`)
    .maybe(0.08, () => `label ${draw.word("veth* lo *:1 foo")}`)
    .maybe(0.1, () =>
      draw.word(
        "permanent dynamic secondary primary -secondary tentative -tentative deprecated noprefixroute nodad dadfailed home",
      ),
    )
    .maybe(0.05, () => `type ${draw.word("veth tun")}`);
};

const route: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const words = ip(draw, namespace);
  if (six) words.add("-6");
  words
    .maybe(0.3, "-d")
    .maybe(0.1, "-s")
    .maybe(0.15, () => draw.word("-o -j -p"))
    .maybe(0.1, () => draw.word("-N -4 -c -br"))
    .add("route show");
  routeFilter(draw, world, namespace, words, six);
  return words;
};

const get: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const six = wantsIpv6(draw, world);
  const words = ip(draw, namespace);
  if (six) words.maybe(0.5, "-6");
  words.maybe(0.1, "-d").maybe(0.1, "-j").maybe(0.05, "-s").add("route get").maybe(0.05, "to");
  words.add(six ? ipv6(draw) : ipv4(draw)).maybe(0.04, "/24");
  return words
    .maybe(
      0.15,
      () => `from ${six ? ipv6(draw) : ipv4(draw)}${draw.chance(0.1) ? draw.word("/24 /32 /64 /128") : ""}`,
    )
    .maybe(0.02, () => `vrf ${draw.word("lo nosuch")}`)
    .maybe(0.15, () => `iif ${world.deviceName(draw, namespace)}`)
    .maybe(0.12, () => `oif ${world.deviceName(draw, namespace)}`)
    .maybe(0.12, () => `mark ${draw.word("1 0x10 3 x")}`)
    .maybe(0.06, () => `tos ${draw.word("0x10 4 foo")}`)
    .maybe(0.06, () => `uid ${draw.word("0 3 x")}`)
    .maybe(0.06, () => `ipproto ${draw.word("tcp udp icmp 99 foo")}`)
    .maybe(0.05, () => `sport ${draw.word("80 3 x")}`)
    .maybe(0.05, () => `dport ${draw.word("80 443 70000")}`)
    .maybe(0.12, "fibmatch")
    .maybe(0.03, "notify")
    .maybe(0.03, "connected");
};

const rule: Production = (draw, world) => {
  const words = output(draw, world, ip(draw, world.namespace(draw))).add("rule show");
  return words
    .maybe(0.2, () => `table ${table(draw)}`)
    .maybe(0.15, () => `from ${addressPrefix(draw, false)}`)
    .maybe(0.1, () => `to ${addressPrefix(draw, false)}`)
    .maybe(0.1, () => `pref ${draw.int(89, 95)}`)
    .maybe(0.1, () => `fwmark ${draw.word("1 0x10 3/7")}`)
    .maybe(0.04, () => `oif ${draw.word("lo veth0")}`)
    .maybe(0.04, () => `tos ${draw.word("0x10 4 foo")}`)
    .maybe(0.04, () => `uidrange ${draw.word("0-0 1-5 x")}`)
    .maybe(0.04, () => `ipproto ${draw.word("tcp 17 foo")}`)
    .maybe(0.04, () => `${draw.word("sport dport")} ${draw.word("80 1-5 x")}`)
    .maybe(0.03, () => `tun_id ${draw.word("5 16 x")}`)
    .maybe(0.03, () => draw.word("not l3mdev"))
    .maybe(0.05, () => `iif ${draw.word("lo veth0")}`)
    .maybe(0.05, () => `protocol ${protocol(draw)}`);
};

const neigh: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(draw, namespace)
    .maybe(0.2, () => draw.word("-4 -6"))
    .maybe(0.1, "-d")
    .maybe(0.15, () => draw.pick(["-j", "-o", "-br", "-j -p"]))
    .maybe(0.08, () => draw.pick(["-N", "-r", "-c", "-h"]))
    .add(draw.word("neigh n neighbour neighbor"))
    .add(draw.word("show list ls"));
  return words
    .maybe(0.3, () => `dev ${world.deviceName(draw, namespace)}`)
    .maybe(0.3, () => `nud ${draw.word("all permanent reachable stale noarp failed none foo")}`)
    .maybe(0.15, "proxy")
    .maybe(0.1, () => `to ${addressPrefix(draw, wantsIpv6(draw, world))}`)
    .maybe(0.03, () => draw.word("unused nomaster"))
    .unordered();
};

const FILES =
  "mtu operstate carrier flags address broadcast ifalias ifindex iflink tx_queue_len type dormant speed duplex proto_down netdev_group link_mode addr_len addr_assign_type carrier_changes carrier_up_count carrier_down_count dev_id dev_port name_assign_type phys_port_id uevent testing phys_switch_id nosuch";

const STATISTICS =
  "collisions multicast rx_bytes rx_compressed rx_crc_errors rx_dropped rx_errors rx_fifo_errors rx_frame_errors rx_length_errors rx_missed_errors rx_nohandler rx_over_errors rx_packets tx_aborted_errors tx_bytes tx_carrier_errors tx_compressed tx_dropped tx_errors tx_fifo_errors tx_heartbeat_errors tx_packets tx_window_errors nosuch";

const file: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const device = world.deviceName(draw, namespace);
  if (draw.chance(0.6)) return run(draw, namespace, `cat /sys/class/net/${device}/${draw.word(FILES)}`);
  if (draw.chance(0.2) && !world.ipv6)
    return run(draw, namespace, `cat /sys/class/net/${device}/statistics/${draw.word(STATISTICS)}`);
  if (draw.chance(0.1))
    return run(
      draw,
      namespace,
      `${draw.word("cat head")} /proc/sys/net/${draw.word("ipv4 ipv6")}/${draw.word("conf neigh")}/${device}/${draw.word("forwarding mcast_solicit base_reachable_time_ms rp_filter accept_ra nosuch")}`,
    );
  if (draw.chance(0.1))
    return run(draw, namespace, `ls /sys/class/net/${device}/${draw.word("queues statistics nosuch")}`);
  const names = world.ipv6
    ? "route dev_mcast igmp packet raw udp udp6 icmp anycast6 nosuch"
    : "route dev dev_mcast igmp if_inet6 ipv6_route arp igmp6 anycast6 packet raw udp udp6 icmp sockstat6 snmp snmp6 netstat raw6 netlink psched ptype rt_cache nosuch";
  if (draw.chance(0.1))
    return run(
      draw,
      namespace,
      `ls ${draw.pick(["/sys/class/net", "/proc/sys/net/ipv4/conf", "/proc/sys/net/ipv4/neigh", `/proc/sys/net/ipv4/conf/${device}`])}`,
    );
  return run(draw, namespace, `cat /proc/net/${draw.word(names)}`).unordered();
};

const WRITTEN = "mtu tx_queue_len flags carrier ifalias netdev_group proto_down operstate address nosuch";
const VALUES =
  "0 1 68 67 1400 1500 65536 70000 -1 x 0x1003 0x1002 4294967295 4294967296 010 1400x 99999999999999999999 home";

/** What is written to the files of a device: in the namespace whose /sys the script sees. */
const write: Production = (draw, world) => {
  const file = `/sys/class/net/${world.deviceName(draw, "")}/${draw.word(WRITTEN)}`;
  const value = draw.pick([draw.word(VALUES), draw.word(VALUES), "''", "'5 6'", "' 7'", "'7 '"]);
  return new Words(draw, `echo ${draw.chance(0.1) ? "-n " : ""}${value} >${file}`).settle(
    carrierSettle(world),
  );
};

const maddress: Production = (draw, world) => {
  const namespace = world.namespace(draw);
  const words = ip(draw, namespace).maybe(0.2, () => draw.word("-4 -6 -0 -o -j"));
  if (draw.chance(0.5))
    return words
      .add(
        `maddr ${draw.word("add add del")} ${draw.word("33:33:00:00:00:05 01:00:5e:00:00:09 02:00:00:00:00:01 foo")}`,
      )
      .add(`dev ${world.deviceName(draw, namespace)}`);
  return words.add("maddr show").maybe(0.4, () => `dev ${world.deviceName(draw, namespace)}`);
};

export const SHOW: readonly (readonly [number, Production])[] = [
  [4, link],
  [4, addr],
  [5, route],
  [6, get],
  [2, rule],
  [2, neigh],
  [3, file],
  [2, write],
  [2, maddress],
];
