/** Values of nftables' types: few of each, so that they meet, and some that are wrong. */
import type { Draw } from "../../draw.ts";

/** Words to draw from, by type. */
const WORDS: Readonly<Record<string, string>> = {
  ipv4_addr:
    "10.0.0.1 10.0.0.2 10.0.0.3 10.0.1.1 10.0.1.2 192.168.7.1 127.0.0.1 224.0.0.1 0.0.0.0 255.255.255.255",
  ipv6_addr: "fd00::1 fd00::2 fd00:1::1 fe80::1 ::1 :: ff02::1 ::ffff:10.0.0.1 2001:db8::1",
  ether_addr: "02:00:00:00:00:01 02:00:00:00:00:02 2:0:0:0:0:3 ff:ff:ff:ff:ff:ff 00:00:00:00:00:00",
  inet_proto: "tcp udp icmp icmpv6 ipv6-icmp esp ah sctp dccp udplite comp gre 47 6 17 132 255 0 igmp",
  inet_service: "22 80 443 http https ssh domain 53 0 65535 8080 1 1024 ntp 0x50",
  mark: "1 2 0x10 0xff 0x00000001 4294967295 0 0x80000000 010",
  ifname: "lo veth0 veth1 veth* eth0 dummy nosuch123 v-a",
  iface_index: "lo lo lo 1 veth0",
  ct_state: "new established related invalid untracked new,established established,related 8",
  ct_dir: "original reply 0 1",
  ct_status: "expected seen-reply assured confirmed snat dnat dying snat,dnat",
  icmp_type:
    "echo-request echo-reply destination-unreachable redirect time-exceeded parameter-problem 8 0 13 timestamp-reply 77",
  icmp_code: "net-unreachable host-unreachable port-unreachable admin-prohibited 0 3 frag-needed 200",
  icmpv6_type:
    "echo-request echo-reply packet-too-big nd-neighbor-solicit nd-router-advert mld-listener-query 128 200 nd-redirect",
  icmpv6_code: "no-route admin-prohibited addr-unreachable port-unreachable policy-fail 0 4 77",
  icmpx_code: "port-unreachable admin-prohibited no-route host-unreachable 1 2",
  ether_type: "ip ip6 arp 8021q vlan 0x0800 0x88a8 8021ad 0x1234 2048",
  arp_op: "request reply rrequest rreply inrequest inreply nak 1 77",
  pkt_type: "host broadcast multicast unicast other 3 9",
  dscp: "cs0 cs1 cs7 af11 af43 ef 0x00 0x2e 46 63 be df lephb va",
  ecn: "not-ect ect0 ect1 ce 0 3",
  time: "1s 10s 1m 1h 1d2h3m4s 30 90 500ms 2d",
  nf_proto: "ipv4 ipv6 2 10",
  iface_type: "ether loopback ppp sit 1 772 777",
  uid: "root 0 1000 daemon 65534",
  gid: "root 0 100",
  devgroup: "default 0 5 10 0xff",
  realm: "cosmos 1 5 255 0",
  classid: "1:2 root none :10 10: ffff:ffff 1",
  tcp_flag: "syn ack fin rst psh urg ecn cwr syn,ack fin|syn 2 0x12",
  fib_addrtype: "local unicast broadcast multicast anycast blackhole unreachable prohibit unspec 2",
  boolean: "exists missing 1 0",
  day: "Monday Sunday 0 6 Sat Mon monday",
  hour: '"10:00" "23:59:59" "00:00" 3600 "06:30" "8:05"',
  igmp_type: "membership-query membership-report-v2 leave-group 17 99",
  verdict: "accept drop return continue",
  string: '"abc" abc sip ftp',
  integer: "0 1 2 5 10 255 256 0x10 1000 65535",
  time_date: '"2024-01-02" "2024-01-02 03:04:05" 1700000000',
};

const PREFIXES: Readonly<Record<string, string>> = {
  ipv4_addr:
    "10.0.0.0/24 10.0.1.0/24 10.0.0.0/8 10.0.0.4/30 10.0.0.5/24 0.0.0.0/0 10.0.0.1/32 10.0.0.0/25 192.168.0.0/16",
  ipv6_addr: "fd00::/64 fd00:1::/64 fe80::/10 2001:db8::/32 ::/0 fd00::1/128 fd00::5/64 ff00::/8",
  inet_service: "1024/10 80/12 0/0",
  mark: "0x100/24 0x10/28",
};

const RANGES: Readonly<Record<string, string>> = {
  ipv4_addr:
    "10.0.0.1-10.0.0.5 10.0.0.4-10.0.0.9 10.0.1.0-10.0.1.255 10.0.0.0-10.255.255.255 10.0.0.9-10.0.0.1 10.0.0.1-10.0.0.1",
  ipv6_addr: "fd00::1-fd00::5 fd00::4-fd00::9 fd00:1::-fd00:1::ffff ::1-::2",
  inet_service: "1-1023 1024-65535 80-90 85-95 0-65535 100-50 http-https 22-22 1-5",
  mark: "1-5 0x10-0x1f 5-1 0-4294967295",
  integer: "1-5 10-20 0-255",
  inet_proto: "1-5 6-17 tcp-udp",
  hour: '"08:00"-"17:00" "22:00"-"06:00" "08:00"-"08:30"',
  time: "1s-10s 10-20",
  icmp_type: "0-8 3-5",
  dscp: "cs1-cs7 1-5",
  uid: "0-1000 1000-2000",
  ether_addr: "02:00:00:00:00:01-02:00:00:00:00:0f",
};

/** What none of the types takes. */
const WRONG =
  "foo 10.0.0 10.0.0.256 fd00:::1 70000 4294967296 -1 999999999999999999999 0x 1.2.3.4.5 veth0:1 10.0.0.1/33 fd00::1/129 @nosuch example.invalid 02:00:00:00:00 1m 1x '*' \"\" 1-";

function listed(draw: Draw, words: Readonly<Record<string, string>>, type: string): string | undefined {
  const list = words[type];
  return list === undefined ? undefined : draw.pick(splitWords(list));
}

/** Words of a list; blanks in quotes belong to them. */
function splitWords(text: string): string[] {
  return text.match(/(?:"[^"]*"|\S)+/g) ?? [];
}

/** One value. */
export function value(draw: Draw, type: string): string {
  if (draw.chance(0.012)) return draw.pick(splitWords(WRONG.replaceAll("'", "")));
  if (draw.chance(0.008)) return value(draw, draw.pick(Object.keys(WORDS)));
  return listed(draw, WORDS, type) ?? "1";
}

/** A value, a range or a prefix. */
export function interval(draw: Draw, type: string): string {
  const kind = draw.int(0, 9);
  if (kind < 4) return listed(draw, RANGES, type) ?? value(draw, type);
  return kind < 7 ? (listed(draw, PREFIXES, type) ?? value(draw, type)) : value(draw, type);
}

/** Types that a set's key is made of mostly. */
export const KEY_TYPES =
  "ipv4_addr ipv4_addr ipv4_addr ipv6_addr ipv6_addr inet_service inet_service inet_service mark ifname inet_proto ether_addr ct_state icmp_type ether_type uid dscp pkt_type boolean time";
/** Types of data of maps. */
export const DATA_TYPES =
  "verdict verdict verdict mark ipv4_addr ipv4_addr inet_service ipv6_addr counter quota limit ifname ct_state nosuch integer";
