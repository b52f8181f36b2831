/**
 * TCP over IPv6.
 *
 * Source: `net/ipv6/tcp_ipv6.c`, `net/ipv6/inet6_connection_sock.c`, `net/ipv6/ip6_output.c` (`ip6_xmit`).
 */
import { EADDRNOTAVAIL, EHOSTUNREACH } from "../../errno.ts";
import { RTAX_HOPLIMIT } from "../../netlink/route-attributes.ts";
import { read32, write16, write32 } from "../../packet/bytes.ts";
import { addSums, foldSum } from "../../packet/checksum.ts";
import { IPPROTO_TCP } from "../../packet/ipv4.ts";
import { IPV6_HLEN, ipv6FirstWord } from "../../packet/ipv6.ts";
import { TCP_CHECKSUM } from "../../packet/tcp.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import { SKB_DROP_REASON_IP_OUTNOROUTES } from "../core/drop-reason.ts";
import { kfreeSkb, PACKET_HOST, type SkBuff } from "../core/skbuff.ts";
import { Flow6 } from "../ipv6/flow6.ts";
import { decisionMtu, ip6LocalOut } from "../ipv6/ip/ip6-output.ts";
import { checksumOk } from "../ipv6/ip/partial-checksum.ts";
import { ip6DstLookup } from "../ipv6/route/ip6-dst-lookup.ts";
import type { Rt6Info } from "../ipv6/route/rt6-info.ts";
import { automaticFlowLabel } from "../ipv6/sock/flow-label.ts";
import { tcpReceive } from "./input/tcp-receive.ts";
import { Ends, type SockCommon } from "./sock-common.ts";
import type { TcpFamily } from "./tcp-family.ts";
import type { TcpSock } from "./tcp-sock.ts";

const RTAX_ADVMSS = 8;
const IPV6_MAXPLEN = 65535;
const HEADERS = 60;
const flow = new Flow6();
const ends = new Ends();

function setFlow(sk: SockCommon, oif: number, mark: number): Flow6 {
  flow.reset();
  flow.s0 = sk.l0;
  flow.s1 = sk.l1;
  flow.s2 = sk.l2;
  flow.s3 = sk.l3;
  flow.d0 = sk.r0;
  flow.d1 = sk.r1;
  flow.d2 = sk.r2;
  flow.d3 = sk.r3;
  flow.oif = oif;
  flow.mark = mark;
  flow.protocol = IPPROTO_TCP;
  flow.sourcePort = sk.localPort;
  flow.destinationPort = sk.remotePort;
  return flow;
}

function lookup(tp: TcpSock): Rt6Info | number {
  setFlow(tp, tp.sk.boundDevIf, tp.sk.mark).trafficClass = tp.ipv6Settings.trafficClass;
  return ip6DstLookup(tp.net, flow, tp.remoteIpv6, tp.sk.boundDevIf);
}

function hopLimit(rt: Rt6Info): number {
  return rt.metrics?.get(RTAX_HOPLIMIT) ?? rt.dev.in6Dev?.cnf.hopLimit ?? 64;
}

function write(skb: SkBuff, sk: SockCommon, firstWord: number, hops: number): void {
  const length = skb.tail - skb.data;
  const at = skb.push(IPV6_HLEN);
  const { bytes } = skb;
  write32(bytes, at, firstWord);
  write16(bytes, at + 4, length > IPV6_MAXPLEN ? 0 : length);
  bytes[at + 6] = IPPROTO_TCP;
  bytes[at + 7] = hops;
  write32(bytes, at + 8, sk.l0);
  write32(bytes, at + 12, sk.l1);
  write32(bytes, at + 16, sk.l2);
  write32(bytes, at + 20, sk.l3);
  write32(bytes, at + 24, sk.r0);
  write32(bytes, at + 28, sk.r1);
  write32(bytes, at + 32, sk.r2);
  write32(bytes, at + 36, sk.r3);
  skb.networkHeader = at;
}

function keep(tp: TcpSock, rt: Rt6Info): void {
  tp.dst = rt;
  tp.dstCookie = tp.net.ipv6.routeGeneration;
  const { trafficClass, autoFlowLabel } = tp.ipv6Settings;
  const label = automaticFlowLabel(
    tp.net,
    tp.localIpv6,
    tp.remoteIpv6,
    IPPROTO_TCP,
    tp.localPort,
    tp.remotePort,
    autoFlowLabel,
  );
  tp.firstWord = ipv6FirstWord(trafficClass, label);
}

/** TCP over IPv6 (`ipv6_specific`). */
export const tcpIpv6: TcpFamily = {
  rcvPlace: "tcp_v6_rcv",
  doRcvPlace: "tcp_v6_do_rcv",
  netHeaderLength: IPV6_HLEN,

  route(tp) {
    const rt = lookup(tp);
    if (typeof rt === "number") return rt;
    if ((tp.l0 | tp.l1 | tp.l2 | tp.l3) === 0) {
      if (!flow.hasSource) return -EADDRNOTAVAIL;
      tp.setLocal(flow.source);
    }
    keep(tp, rt);
    return 0;
  },

  checkRoute(tp) {
    const dst = tp.dst as Rt6Info | null;
    if (dst !== null && tp.dstCookie === tp.net.ipv6.routeGeneration && dst.dev.net === tp.net) return dst;
    const rt = lookup(tp);
    if (typeof rt === "number") tp.dst = null;
    else keep(tp, rt);
    return tp.dst;
  },

  xmit(tp, skb) {
    const rt = this.checkRoute(tp) as Rt6Info | null;
    if (rt === null) {
      kfreeSkb(skb, SKB_DROP_REASON_IP_OUTNOROUTES, "inet6_csk_xmit");
      return -EHOSTUNREACH;
    }
    const { unicastHops } = tp.ipv6Settings;
    write(skb, tp, tp.firstWord | (tp.ect << 20), unicastHops >= 0 ? unicastHops : hopLimit(rt));
    skb.dst = rt;
    // what the queue holds is charged already
    skb.sk = tp.sk;
    skb.charged = 0;
    skb.mark = tp.sk.mark;
    skb.priority = tp.sk.priority;
    return Math.min(ip6LocalOut(skb), 0);
  },

  partialChecksum(sk, skb) {
    const at = skb.csumStart;
    const length = skb.tail - at;
    let sum = IPPROTO_TCP + (length & 0xffff) + (length >>> 16);
    sum = addSums(addSums(sum, sk.l0), addSums(sk.l1, sk.l2));
    sum = addSums(addSums(sum, sk.l3), addSums(sk.r0, sk.r1));
    sum = addSums(sum, addSums(sk.r2, sk.r3));
    write16(skb.bytes, at + TCP_CHECKSUM, foldSum(sum));
  },

  pathMtu: (dst) => decisionMtu(dst as Rt6Info),

  advertisedMss(net, dst) {
    const own = (dst as Rt6Info).metrics?.get(RTAX_ADVMSS) ?? 0;
    if (own !== 0) return own;
    const mss = Math.max(decisionMtu(dst as Rt6Info) - HEADERS, net.ipv6.sysctls.minAdvMss);
    return mss > IPV6_MAXPLEN - HEADERS + 40 ? IPV6_MAXPLEN : mss;
  },

  metric: (dst, metric) => (dst as Rt6Info).metrics?.get(metric) ?? 0,

  congestionControl: (dst) => (dst as Rt6Info).from?.congestionControl ?? "",

  answer(net, sk, skb, settings) {
    const rt = this.routeRequest(net, sk, settings.mark) as Rt6Info | null;
    if (rt === null) return kfreeSkb(skb, SKB_DROP_REASON_IP_OUTNOROUTES, "tcp_v6_send_response");
    const label = automaticFlowLabel(
      net,
      sk.localIpv6,
      sk.remoteIpv6,
      IPPROTO_TCP,
      sk.localPort,
      sk.remotePort,
    );
    write(skb, sk, ipv6FirstWord(settings.tos, label), hopLimit(rt));
    skb.dst = rt;
    skb.mark = settings.mark;
    skb.priority = settings.priority;
    ip6LocalOut(skb);
  },

  routeRequest(net, sk, mark) {
    const rt = ip6DstLookup(net, setFlow(sk, sk.boundDevIf, mark), sk.remoteIpv6, sk.boundDevIf);
    return typeof rt === "number" ? null : rt;
  },
};

/** Takes over a packet whose data is at the TCP header (`tcp_v6_rcv`). */
export function tcp6Receive(skb: SkBuff, dev: NetDevice): void {
  const { bytes, networkHeader: header } = skb;
  ends.r0 = read32(bytes, header + 8) | 0;
  ends.r1 = read32(bytes, header + 12) | 0;
  ends.r2 = read32(bytes, header + 16) | 0;
  ends.r3 = read32(bytes, header + 20) | 0;
  ends.l0 = read32(bytes, header + 24) | 0;
  ends.l1 = read32(bytes, header + 28) | 0;
  ends.l2 = read32(bytes, header + 32) | 0;
  ends.l3 = read32(bytes, header + 36) | 0;
  ends.ifindex = skb.cbIif;
  ends.scoped = (ends.r0 & 0xffc00000) === (0xfe800000 | 0);
  const unicast = skb.packetType === PACKET_HOST && bytes[header + 24] !== 0xff;
  tcpReceive(dev.net, tcpIpv6, ends, skb, unicast, (packet) => checksumOk(packet, IPPROTO_TCP));
}
