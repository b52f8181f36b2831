/** Matches. */
import type { ExtensionTable } from "./options.ts";

const STATES =
  "NEW|ESTABLISHED,RELATED|RELATED,ESTABLISHED|INVALID|UNTRACKED|NEW,new|SNAT|DNAT|foo|NEW,|,|NEW,FOO";
const PORTS = "22|80|1:1024|:80|1024:|http|65535|0|65536|80:22|foo|1:2:3|ssh:http|-5|:|22,80";
const LIST =
  "22|80,443|1:5,7|http,https|1,2,3,4,5,6,7,8,9,10,11,12,13,14,15|1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16|1:2,3:4,5:6,7:8,9:10,11:12,13:14,15:16|5:1|foo|22,|,22|70000|1:";
const MARK = "1|0x10|0x10/0xf0|1/0|0xffffffff|4294967295/0xff|1/|/1|x|0x1/0x2/3|-1";
const ADDRESS_TYPES =
  "LOCAL|UNICAST|BROADCAST|MULTICAST|LOCAL,UNICAST|ANYCAST|BLACKHOLE|UNREACHABLE|PROHIBIT|UNSPEC|local|THROW|NAT|XRESOLVE|FOO|LOCAL,|";
const RATE =
  "3/minute|5/s|10/sec|1/day|100/hour|10000/s|10001/s|0/s|7|5/minutes|5/|/s|3/x|1/h|2000000000/s|1.5/s";

/** `|` stands between the values here, and so is written as \x7c. */
const HEX_STRINGS =
  "$'\\x7c0a 0d\\x7c'|$'ab\\x7c41\\x7ccd'|$'\\x7czz\\x7c'|$'\\x7c4\\x7c'|$'\\x7c41'|plain|'a\\\\b'|''|$'\\\\\\x7cx'";

const port = { chance: 0.35, values: PORTS };

export const MATCHES: readonly ExtensionTable[] = [
  {
    name: "comment",
    weight: 3,
    options: [
      {
        name: "--comment",
        chance: 0.95,
        values: "x|'a b'|\"it is\"|'q\\\"q'|'back\\slash'|''|'  '|é|#|'\\\\'",
      },
    ],
  },
  {
    name: "conntrack",
    weight: 8,
    options: [
      { name: "--ctstate", chance: 0.7, values: STATES },
      { name: "--ctproto", chance: 0.1, values: "tcp|udp|6|foo|0|256" },
      {
        name: "--ctorigsrc",
        chance: 0.1,
        values: "10.0.0.1|10.0.0.0/24|foo|10.0.0.0/255.255.0.0",
        values6: "fd00::1|fd00::/64|::/0",
      },
      {
        name: "--ctorigdst",
        chance: 0.1,
        values: "10.0.0.1|10.0.0.0/24|0.0.0.0/0",
        values6: "fd00::1|fd00::/64|10.0.0.1",
      },
      { name: "--ctreplsrc", chance: 0.06, values: "10.0.0.1|10.0.0.0/24", values6: "fd00::1" },
      { name: "--ctrepldst", chance: 0.06, values: "10.0.0.1/32", values6: "fd00::1/128" },
      { name: "--ctorigsrcport", chance: 0.06, values: "1:5|22|x|http|70000" },
      { name: "--ctorigdstport", chance: 0.06, values: "22|5:1" },
      { name: "--ctreplsrcport", chance: 0.05, values: "22|1:65535" },
      { name: "--ctrepldstport", chance: 0.05, values: "80:90" },
      { name: "--ctstatus", chance: 0.15, values: "NONE|EXPECTED|SEEN_REPLY,ASSURED|CONFIRMED|foo|ASSURED," },
      { name: "--ctexpire", chance: 0.1, values: "5|1:10|10:1|:5|5:|x" },
      { name: "--ctdir", chance: 0.1, values: "ORIGINAL|REPLY|original|foo" },
    ],
  },
  { name: "state", weight: 2, options: [{ name: "--state", chance: 0.9, values: STATES }] },
  {
    name: "tcp",
    weight: 5,
    needs: "-p tcp",
    options: [
      { name: "--sport", ...port },
      { name: "--dport", ...port },
      { name: "--source-port", chance: 0.05, values: PORTS },
      { name: "--destination-port", chance: 0.05, values: PORTS },
      { name: "--syn", chance: 0.1 },
      {
        name: "--tcp-flags",
        chance: 0.2,
        values:
          "SYN,ACK SYN|ALL NONE|NONE NONE|SYN,RST,ACK,FIN SYN|ALL ALL|foo SYN|SYN|syn fin|SYN, ACK|FIN,,FIN FIN",
      },
      { name: "--tcp-option", chance: 0.1, values: "2|0|255|256|x" },
    ],
  },
  {
    name: "udp",
    weight: 4,
    needs: "-p udp",
    options: [
      { name: "--sport", ...port },
      { name: "--dport", ...port },
    ],
  },
  {
    name: "sctp",
    needs: "-p sctp",
    options: [
      { name: "--sport", ...port },
      { name: "--dport", ...port },
      {
        name: "--chunk-types",
        chance: 0.4,
        values:
          "all INIT|any DATA,SACK|only DATA:Be|all DATA:ubE,INIT|none DATA|any ALL|only NONE|foo INIT|all FOO|any DATA:x|all ABORT:T|any INIT:T|only|any ASCONF,RE_CONFIG|any I_DATA|all DATA:BB",
      },
    ],
  },
  {
    name: "icmp",
    weight: 3,
    family: 4,
    needs: "-p icmp",
    options: [
      {
        name: "--icmp-type",
        chance: 0.9,
        values:
          "8|echo-request|any|3/1|host-unreachable|destination-unreachable|255|255/255|3/|0/0|ping|time-exceeded|foo|echo|256|8/256|parameter|redirect",
      },
    ],
  },
  {
    name: "icmp6",
    weight: 3,
    family: 6,
    needs: "-p icmpv6",
    options: [
      {
        name: "--icmpv6-type",
        chance: 0.9,
        values:
          "128|echo-request|1/4|port-unreachable|router-advertisement|255|foo|nei|133/0|packet-too-big|256|redirect",
      },
    ],
  },
  {
    name: "multiport",
    weight: 3,
    needs: "-p tcp",
    options: [
      { name: "--ports", chance: 0.25, values: LIST },
      { name: "--sports", chance: 0.25, values: LIST },
      { name: "--dports", chance: 0.5, values: LIST },
    ],
  },
  { name: "mark", weight: 2, options: [{ name: "--mark", chance: 0.95, values: MARK }] },
  { name: "connmark", weight: 2, options: [{ name: "--mark", chance: 0.95, values: MARK }] },
  {
    name: "limit",
    weight: 2,
    options: [
      { name: "--limit", chance: 0.8, values: RATE },
      { name: "--limit-burst", chance: 0.4, values: "1|5|10|10000|10001|0|x" },
    ],
  },
  {
    name: "addrtype",
    weight: 3,
    options: [
      { name: "--src-type", chance: 0.4, values: ADDRESS_TYPES },
      { name: "--dst-type", chance: 0.7, values: ADDRESS_TYPES },
      { name: "--limit-iface-in", chance: 0.1 },
      { name: "--limit-iface-out", chance: 0.1 },
    ],
  },
  {
    name: "iprange",
    options: [
      {
        name: "--src-range",
        chance: 0.6,
        values: "10.0.0.1-10.0.0.5|10.0.0.5|10.0.0.5-10.0.0.1|x-y|10.0.0.1-|1.1.1.1-2.2.2.2-3.3.3.3",
        values6: "fd00::1-fd00::5|fd00::1|fd00::5-fd00::1|10.0.0.1",
      },
      {
        name: "--dst-range",
        chance: 0.5,
        values: "10.0.0.1-10.0.0.5|0.0.0.0-255.255.255.255",
        values6: "::-::1|fd00::1-fd00::2",
      },
    ],
  },
  {
    name: "length",
    options: [{ name: "--length", chance: 0.95, values: "100|1:100|100:|:100|65535|65536|5:1|x|0" }],
  },
  {
    name: "mac",
    options: [
      {
        name: "--mac-source",
        chance: 0.95,
        values:
          "02:00:00:00:00:11|2:0:0:0:0:11|02:00:00:00:00|foo|02-00-00-00-00-11|FF:FF:FF:FF:FF:FF|02:00:00:00:00:111",
      },
    ],
  },
  {
    name: "owner",
    options: [
      { name: "--uid-owner", chance: 0.5, values: "0|root|1-5|5-1|foo|0-4294967294|4294967295|nobody|1-" },
      { name: "--gid-owner", chance: 0.3, values: "0|root|1-5|foo|5-1" },
      { name: "--socket-exists", chance: 0.2 },
      { name: "--suppl-groups", chance: 0.1 },
    ],
  },
  {
    name: "physdev",
    options: [
      { name: "--physdev-in", chance: 0.4, values: "veth0|veth+|+|''|a-name-that-is-too-long" },
      { name: "--physdev-out", chance: 0.3, values: "veth1|eth+" },
      { name: "--physdev-is-in", chance: 0.15 },
      { name: "--physdev-is-out", chance: 0.15 },
      { name: "--physdev-is-bridged", chance: 0.2 },
    ],
  },
  {
    name: "pkttype",
    options: [
      {
        name: "--pkt-type",
        chance: 0.95,
        values: "unicast|broadcast|multicast|host|bcast|mcast|otherhost|foo|UNICAST|uni",
      },
    ],
  },
  {
    name: "statistic",
    options: [
      { name: "--mode", chance: 0.9, values: "random|nth|foo|random|nth" },
      { name: "--probability", chance: 0.5, values: "0.5|1|0|1.1|-1|0.33333333349|x|1e-3|.25" },
      { name: "--every", chance: 0.5, values: "3|1|0|4294967295|x" },
      { name: "--packet", chance: 0.5, values: "0|1|3|x" },
    ],
  },
  {
    name: "tcpmss",
    needs: "-p tcp",
    options: [{ name: "--mss", chance: 0.95, values: "1:500|1400|500:1|65536|x|:5|5:" }],
  },
  {
    name: "ttl",
    family: 4,
    options: [
      { name: "--ttl-eq", chance: 0.5, values: "1|64|255|256|x" },
      { name: "--ttl-lt", chance: 0.2, values: "5" },
      { name: "--ttl-gt", chance: 0.2, values: "5|-1" },
      { name: "--ttl", chance: 0.1, values: "7" },
    ],
  },
  {
    name: "hl",
    family: 6,
    options: [
      { name: "--hl-eq", chance: 0.5, values: "1|64|255|256|x" },
      { name: "--hl-lt", chance: 0.2, values: "5" },
      { name: "--hl-gt", chance: 0.2, values: "5|-1" },
    ],
  },
  {
    name: "recent",
    weight: 2,
    options: [
      { name: "--set", chance: 0.35 },
      { name: "--rcheck", chance: 0.3 },
      { name: "--update", chance: 0.2 },
      { name: "--remove", chance: 0.15 },
      { name: "--seconds", chance: 0.3, values: "60|1|0|x|4294967295" },
      { name: "--reap", chance: 0.15 },
      { name: "--hitcount", chance: 0.25, values: "3|1|0|20|21|255|256|65536|x" },
      { name: "--rttl", chance: 0.1 },
      { name: "--name", chance: 0.5, values: "X|KUBE-SEP|''|a/b|.|a-list-name-that-is-long|DEFAULT" },
      { name: "--rsource", chance: 0.15 },
      { name: "--rdest", chance: 0.15 },
      {
        name: "--mask",
        chance: 0.2,
        values: "255.255.255.0|255.255.255.255|0.0.0.0|24|foo|255.0.255.0",
        values6: "ffff::|ffff:ffff::|64|x",
      },
    ],
  },
  {
    name: "hashlimit",
    weight: 2,
    options: [
      { name: "--hashlimit-upto", chance: 0.5, values: `${RATE}|512kb/s|1mb/s|10b/s|1gb/s` },
      { name: "--hashlimit-above", chance: 0.3, values: `${RATE}|1mb/s` },
      { name: "--hashlimit", chance: 0.1, values: RATE },
      { name: "--hashlimit-burst", chance: 0.3, values: "1|5|100|0|10001|1mb|x|4294967296|10kb" },
      { name: "--hashlimit-name", chance: 0.85, values: "h1|h2|''|a/b|a-name-that-is-quite-long" },
      {
        name: "--hashlimit-mode",
        chance: 0.5,
        values: "srcip|srcip,dstport|dstip,srcport|srcip,srcip|foo|srcip,|dstip",
      },
      { name: "--hashlimit-srcmask", chance: 0.15, values: "24|0|32|33|x|64|128" },
      { name: "--hashlimit-dstmask", chance: 0.1, values: "24|0|32|33|x" },
      { name: "--hashlimit-htable-size", chance: 0.1, values: "0|16|1000|x" },
      { name: "--hashlimit-htable-max", chance: 0.1, values: "0|16|1000" },
      { name: "--hashlimit-htable-expire", chance: 0.1, values: "1000|10000|0|x" },
      { name: "--hashlimit-htable-gcinterval", chance: 0.1, values: "1000|500|x" },
      { name: "--hashlimit-rate-match", chance: 0.06 },
      { name: "--hashlimit-rate-interval", chance: 0.06, values: "1|10|x|0" },
    ],
  },
  {
    name: "string",
    weight: 1,
    options: [
      { name: "--algo", chance: 0.9, values: "bm|kmp|foo|fsm|''" },
      { name: "--string", chance: 0.7, values: "foo|'GET /'|''|'a\"b'|x|'!x'|é" },
      {
        name: "--hex-string",
        chance: 0.4,
        values: HEX_STRINGS,
      },
      { name: "--from", chance: 0.2, values: "0|20|65535|65536|x" },
      { name: "--to", chance: 0.2, values: "0|100|65535|65536|x" },
      { name: "--icase", chance: 0.15 },
    ],
  },
  {
    name: "rpfilter",
    options: [
      { name: "--loose", chance: 0.3 },
      { name: "--validmark", chance: 0.3 },
      { name: "--accept-local", chance: 0.3 },
      { name: "--invert", chance: 0.3 },
    ],
  },
  { name: "nosuchmatch", options: [] },
  { name: "a-match-with-a-name-of-30-let", options: [] },
];
