/** Targets. */
import type { ExtensionTable } from "./options.ts";

const MARK = "1|0x10/0xf0|0|0xffffffff|x|1/|1/2/3|4294967296";
const TO =
  "10.0.0.1|10.0.0.1:80|10.0.0.1-10.0.0.5:80-90|:80|10.0.0.5-10.0.0.1|10.0.0.1:0|10.0.0.1:70000|10.0.0.1:90-80|foo|10.0.0.1:x|10.0.0.1:80-|10.0.0.1:80-90/85|10.0.0.1:|''|10.0.0.1:80:90";
const TO6 =
  "fd00::1|[fd00::1]:80|[fd00::1-fd00::5]:80-90|[fd00::1]|fd00::5-fd00::1|[fd00::1|10.0.0.1|fd00::1:80|[fd00::1]:0|:80|[fd00::1]80";
const MODES = [
  { name: "--random", chance: 0.15 },
  { name: "--persistent", chance: 0.12 },
  { name: "--random-fully", chance: 0.1 },
];
const mask = { chance: 0.15, values: "0xff|1|0|x|0xffffffff" };

export const TARGETS: readonly ExtensionTable[] = [
  { name: "ACCEPT", weight: 10, options: [] },
  { name: "DROP", weight: 8, options: [] },
  { name: "RETURN", weight: 3, options: [] },
  {
    name: "REJECT",
    weight: 4,
    options: [
      {
        name: "--reject-with",
        chance: 0.6,
        values:
          "icmp-port-unreachable|tcp-reset|icmp-admin-prohibited|icmp-net-unreachable|icmp-host-prohibited|port-unreach|foo|icmp-proto-unreachable|host-prohib|admin-prohib|icmp|echo-reply|tcp-rst|''",
        values6:
          "icmp6-port-unreachable|tcp-reset|icmp6-adm-prohibited|no-route|addr-unreach|foo|policy-fail|reject-route|icmp-port-unreachable|icmp6-no-route|tcp-rst",
      },
    ],
  },
  {
    name: "LOG",
    weight: 3,
    options: [
      {
        name: "--log-prefix",
        chance: 0.5,
        values:
          "x|'a b: '|''|a-prefix-that-is-longer-than-twenty-nine-letters|a-prefix-of-29-letters-exactly|'q\"'",
      },
      { name: "--log-level", chance: 0.4, values: "debug|7|8|warning|4|foo|warn|EMERG|info|emerg|panic" },
      { name: "--log-tcp-sequence", chance: 0.15 },
      { name: "--log-tcp-options", chance: 0.15 },
      { name: "--log-ip-options", chance: 0.15 },
      { name: "--log-uid", chance: 0.15 },
      { name: "--log-macdecode", chance: 0.1 },
    ],
  },
  {
    name: "MARK",
    weight: 3,
    options: [
      { name: "--set-mark", chance: 0.4, values: MARK },
      { name: "--set-xmark", chance: 0.4, values: MARK },
      { name: "--and-mark", chance: 0.15, values: "1|0xff|x" },
      { name: "--or-mark", chance: 0.15, values: "1|0xff" },
      { name: "--xor-mark", chance: 0.15, values: "1|0xff" },
    ],
  },
  {
    name: "CONNMARK",
    weight: 2,
    options: [
      { name: "--set-mark", chance: 0.25, values: MARK },
      { name: "--set-xmark", chance: 0.2, values: MARK },
      { name: "--and-mark", chance: 0.1, values: "1" },
      { name: "--or-mark", chance: 0.1, values: "1" },
      { name: "--xor-mark", chance: 0.1, values: "0xf" },
      { name: "--save-mark", chance: 0.25 },
      { name: "--restore-mark", chance: 0.25 },
      { name: "--mask", ...mask },
      { name: "--nfmask", ...mask },
      { name: "--ctmask", ...mask },
      { name: "--left-shift-mark", chance: 0.06, values: "1|32|33" },
      { name: "--right-shift-mark", chance: 0.06, values: "8|x" },
    ],
  },
  {
    name: "CT",
    options: [
      { name: "--notrack", chance: 0.4 },
      { name: "--zone", chance: 0.4, values: "1|0|65535|65536|mark|x" },
      { name: "--zone-orig", chance: 0.15, values: "5|mark" },
      { name: "--zone-reply", chance: 0.15, values: "7" },
    ],
  },
  { name: "NOTRACK", options: [] },
  {
    name: "DNAT",
    weight: 4,
    needs: "-p tcp",
    options: [{ name: "--to-destination", chance: 0.92, values: TO, values6: TO6 }, ...MODES],
  },
  {
    name: "SNAT",
    weight: 4,
    needs: "-p udp",
    options: [{ name: "--to-source", chance: 0.92, values: TO, values6: TO6 }, ...MODES],
  },
  {
    name: "MASQUERADE",
    weight: 4,
    options: [
      { name: "--to-ports", chance: 0.3, values: "80|80-90|90-80|0|70000|x|:80|80-" },
      { name: "--random", chance: 0.2 },
      { name: "--random-fully", chance: 0.2 },
    ],
  },
  {
    name: "REDIRECT",
    weight: 3,
    needs: "-p tcp",
    options: [
      { name: "--to-ports", chance: 0.7, values: "80|80-90|90-80|http|0|70000|x|80-90-95|ssh-http" },
      { name: "--random", chance: 0.2 },
    ],
  },
  {
    name: "NETMAP",
    options: [
      {
        name: "--to",
        chance: 0.92,
        values: "10.0.5.0/24|10.0.5.1|10.0.5.0/255.255.255.0|10.0.5.0/33|x|10.0.5.7/24",
        values6: "fd05::/64|fd05::1|fd05::1/64|10.0.0.1",
      },
    ],
  },
  {
    name: "TCPMSS",
    needs: "-p tcp --tcp-flags SYN,RST SYN",
    options: [
      { name: "--set-mss", chance: 0.5, values: "1400|0|65535|65536|65496|x" },
      { name: "--clamp-mss-to-pmtu", chance: 0.5 },
    ],
  },
  {
    name: "TTL",
    family: 4,
    options: [
      { name: "--ttl-set", chance: 0.5, values: "64|0|255|256|x" },
      { name: "--ttl-dec", chance: 0.3, values: "1|0" },
      { name: "--ttl-inc", chance: 0.3, values: "1|0|x" },
    ],
  },
  {
    name: "HL",
    family: 6,
    options: [
      { name: "--hl-set", chance: 0.5, values: "64|0|255|256|x" },
      { name: "--hl-dec", chance: 0.3, values: "1|0" },
      { name: "--hl-inc", chance: 0.3, values: "1|0|x" },
    ],
  },
  { name: "CHECKSUM", options: [{ name: "--checksum-fill", chance: 0.9 }] },
  {
    name: "CLASSIFY",
    options: [{ name: "--set-class", chance: 0.9, values: "1:1|0:0|ffff:ffff|1|x:y|10000:1|1:|:1" }],
  },
  {
    name: "NFLOG",
    options: [
      { name: "--nflog-group", chance: 0.5, values: "1|0|65535|65536|x" },
      {
        name: "--nflog-prefix",
        chance: 0.5,
        values: "x|'a b'|''|a-long-prefix-that-goes-on-and-on-until-it-is-longer-than-sixty-four-letters",
      },
      { name: "--nflog-range", chance: 0.1, values: "64|x" },
      { name: "--nflog-size", chance: 0.1, values: "64|0|x" },
      { name: "--nflog-threshold", chance: 0.2, values: "1|20|0|x|65536" },
    ],
  },
  { name: "TRACE", options: [] },
  { name: "nosuchtarget", options: [] },
];
