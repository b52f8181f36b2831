/** Every match that is built. */
import type { Extension } from "../extension/extension.ts";
import { addrtype } from "./addrtype.ts";
import { ah6 } from "./ah6.ts";
import { bpf } from "./bpf.ts";
import { comment } from "./comment.ts";
import { connbytes } from "./connbytes.ts";
import { CONNLIMIT } from "./connlimit.ts";
import { conntrack, state } from "./conntrack.ts";
import { dscp } from "./dscp.ts";
import { ecn } from "./ecn.ts";
import { frag } from "./frag.ts";
import { cpu, devgroup, realm } from "./group.ts";
import { hashlimit } from "./hashlimit.ts";
import { helper } from "./helper.ts";
import { icmp } from "./icmp.ts";
import { icmp6 } from "./icmp6.ts";
import { ipcomp } from "./ipcomp.ts";
import { iprange } from "./iprange.ts";
import { eui64, ipv6header } from "./ipv6header.ts";
import { length } from "./length.ts";
import { limit } from "./limit.ts";
import { mac } from "./mac.ts";
import { connmark, mark } from "./mark.ts";
import { mh } from "./mh.ts";
import { multiport } from "./multiport.ts";
import { OPTIONS6 } from "./options6.ts";
import { owner } from "./owner.ts";
import { physdev } from "./physdev.ts";
import { pkttype } from "./pkttype.ts";
import { POLICY } from "./policy.ts";
import { quota } from "./quota.ts";
import { recent } from "./recent.ts";
import { rpfilter } from "./rpfilter.ts";
import { rt } from "./rt.ts";
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
  ah6,
  bpf,
  comment,
  connbytes,
  ...CONNLIMIT,
  connmark,
  conntrack,
  cpu,
  devgroup,
  dscp,
  ecn,
  esp,
  eui64,
  frag,
  hashlimit,
  helper,
  hl,
  icmp,
  icmp6,
  ipcomp,
  iprange,
  ipv6header,
  length,
  limit,
  mac,
  mark,
  mh,
  multiport,
  ...OPTIONS6,
  owner,
  physdev,
  pkttype,
  ...POLICY,
  quota,
  realm,
  recent,
  rpfilter,
  rt,
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
