/** Every match that is built. */
import type { Extension } from "../extension/extension.ts";
import { addrtype } from "./addrtype.ts";
import { connbytes, quota } from "./amount.ts";
import { comment } from "./comment.ts";
import { CONNLIMIT } from "./connlimit.ts";
import { conntrack, state } from "./conntrack.ts";
import { dscp } from "./dscp.ts";
import { ecn } from "./ecn.ts";
import { hashlimit } from "./hashlimit.ts";
import { helper } from "./helper.ts";
import { icmp } from "./icmp.ts";
import { icmp6 } from "./icmp6.ts";
import { iprange } from "./iprange.ts";
import { frag, rt } from "./ipv6-headers.ts";
import { length } from "./length.ts";
import { limit } from "./limit.ts";
import { mac } from "./mac.ts";
import { connmark, mark } from "./mark.ts";
import { multiport } from "./multiport.ts";
import { cpu, devgroup, realm } from "./origin.ts";
import { owner } from "./owner.ts";
import { physdev } from "./physdev.ts";
import { pkttype } from "./pkttype.ts";
import { POLICY } from "./policy.ts";
import { recent } from "./recent.ts";
import { rpfilter } from "./rpfilter.ts";
import { sctp } from "./sctp.ts";
import { socket } from "./socket.ts";
import { ah, esp } from "./spi.ts";
import { statistic } from "./statistic.ts";
import { string } from "./string.ts";
import { tcp } from "./tcp.ts";
import { tcpmss } from "./tcpmss.ts";
import { time } from "./time.ts";
import { tos } from "./tos.ts";
import { hl, ttl } from "./ttl.ts";
import { u32 } from "./u32.ts";
import { udp } from "./udp.ts";

export const MATCHES: readonly Extension[] = [
  addrtype,
  ah,
  comment,
  connbytes,
  cpu,
  devgroup,
  frag,
  ...POLICY,
  quota,
  realm,
  rt,
  ...CONNLIMIT,
  connmark,
  conntrack,
  dscp,
  ecn,
  esp,
  hashlimit,
  helper,
  hl,
  icmp,
  icmp6,
  iprange,
  length,
  limit,
  mac,
  mark,
  multiport,
  owner,
  physdev,
  pkttype,
  recent,
  rpfilter,
  sctp,
  socket,
  state,
  statistic,
  string,
  tcp,
  tcpmss,
  time,
  tos,
  ttl,
  u32,
  udp,
];
