/**
 * TCP over IPv4.
 *
 * Source: `net/ipv4/tcp_ipv4.c`, `net/ipv4/ip_output.c` (`__ip_queue_xmit`, `ip_send_unicast_reply`, `ip_build_and_send_pkt`).
 */
import { EHOSTUNREACH, ENETUNREACH } from "../../errno.ts";
import { RTAX_HOPLIMIT } from "../../netlink/route-attributes.ts";
import type { Ipv4Address } from "../../packet/address.ts";
import { read32, write16 } from "../../packet/bytes.ts";
import { checksum, foldSum, pseudoSumIpv4, pseudoSumIpv4At } from "../../packet/checksum.ts";
import {
  IP_DF,
  IPPROTO_TCP,
  IPV4_DESTINATION,
  IPV4_HLEN,
  IPV4_SOURCE,
  writeIpv4,
} from "../../packet/ipv4.ts";
import { TCP_CHECKSUM, TCP_FLAGS, TCP_SYN } from "../../packet/tcp.ts";
import { SKB_DROP_REASON_IP_OUTNOROUTES } from "../core/drop-reason.ts";
import type { Destination } from "../core/dst.ts";
import type { Net } from "../core/net.ts";
import { CHECKSUM_NONE, CHECKSUM_UNNECESSARY, kfreeSkb, PACKET_HOST, type SkBuff } from "../core/skbuff.ts";
import { FLOWI_FLAG_ANYSRC, Flow4 } from "../ipv4/flow.ts";
import { finishChecksum } from "../ipv4/ip/ip-fragment.ts";
import { selectIdent } from "../ipv4/ip/ip-ident.ts";
import { ipLocalOut } from "../ipv4/ip/ip-output.ts";
import { routeOutput } from "../ipv4/route/route-output.ts";
import { inputDevice, RTCF_BROADCAST, RTCF_MULTICAST, type Rtable } from "../ipv4/route/rtable.ts";
import { IPSTATS_OUTDISCARDS, IPSTATS_OUTNOROUTES } from "../ipv4/snmp.ts";
import { IP_PMTUDISC_DO, IP_PMTUDISC_DONT, IP_PMTUDISC_PROBE } from "../ipv4/sock/ip-socket-options.ts";
import { tcpReceive } from "./input/tcp-receive.ts";
import { Ends, MAPPED, type SockCommon } from "./sock-common.ts";
import type { TcpFamily } from "./tcp-family.ts";
import type { TcpSock } from "./tcp-sock.ts";

const RTAX_ADVMSS = 8;
const MIN_ADVMSS = 256;
const MOST_MTU = 65535;
const flow = new Flow4();
const ends = new Ends();

function lookup(tp: TcpSock): Rtable | number {
  const settings = tp.ipv4Settings;
  flow.reset();
  flow.daddr = tp.r3 >>> 0;
  flow.saddr = tp.l3 >>> 0;
  flow.oif = tp.sk.boundDevIf;
  flow.mark = tp.sk.mark;
  flow.tos = settings.tos & 0xfc;
  flow.scope = tp.sk.dontRoute ? 253 : 0;
  flow.ipProto = IPPROTO_TCP;
  flow.sport = tp.localPort;
  flow.dport = tp.remotePort;
  flow.flags = settings.freebind || tp.sk.transparent ? FLOWI_FLAG_ANYSRC : 0;
  return routeOutput(tp.net.ipv4, flow);
}

function write(skb: SkBuff, sk: SockCommon, tos: number, ident: number, df: number, ttl: number): void {
  const at = skb.push(IPV4_HLEN);
  writeIpv4(
    skb.bytes,
    at,
    tos,
    skb.length,
    ident,
    df,
    ttl,
    IPPROTO_TCP,
    (sk.l3 >>> 0) as Ipv4Address,
    (sk.r3 >>> 0) as Ipv4Address,
  );
}

function hopLimit(route: Rtable): number {
  return route.metric(RTAX_HOPLIMIT) || route.net.sysctls.ipDefaultTtl;
}

/** TCP over IPv4 (`ipv4_specific`). */
export const tcpIpv4: TcpFamily = {
  rcvPlace: "tcp_v4_rcv",
  doRcvPlace: "tcp_v4_do_rcv",
  netHeaderLength: IPV4_HLEN,

  route(tp) {
    let route = lookup(tp);
    if (typeof route === "number") {
      if (route === -ENETUNREACH) tp.net.ipv4.mib.values[IPSTATS_OUTNOROUTES]++;
      return route;
    }
    if ((route.flags & (RTCF_MULTICAST | RTCF_BROADCAST)) !== 0) return -ENETUNREACH;
    if (tp.l3 === 0) tp.setLocal4(flow.saddr);
    tp.setRemote4(flow.daddr);
    route = lookup(tp);
    if (typeof route === "number") return route;
    tp.dst = route;
    return 0;
  },

  checkRoute(tp) {
    const dst = tp.dst as Rtable | null;
    if (dst?.isValid && dst.dev.net === tp.net) return dst;
    const route = lookup(tp);
    tp.dst = typeof route === "number" ? null : route;
    return tp.dst;
  },

  xmit(tp, skb) {
    const route = this.checkRoute(tp) as Rtable | null;
    if (route === null) {
      tp.net.ipv4.mib.values[IPSTATS_OUTNOROUTES]++;
      kfreeSkb(skb, SKB_DROP_REASON_IP_OUTNOROUTES, "__ip_queue_xmit");
      return -EHOSTUNREACH;
    }
    const { tos, ttl, pmtuDiscovery } = tp.ipv4Settings;
    const whole =
      pmtuDiscovery === IP_PMTUDISC_DO ||
      pmtuDiscovery === IP_PMTUDISC_PROBE ||
      (pmtuDiscovery !== IP_PMTUDISC_DONT && pmtuDiscovery < 4 && !route.mtuLocked);
    const packets = skb.gsoSize === 0 ? 1 : Math.ceil((skb.tail - skb.transportHeader) / skb.gsoSize);
    let ident: number;
    if (whole) {
      ident = tp.ident;
      tp.ident = (tp.ident + packets) & 0xffff;
    } else ident = selectIdent(tp.net.ipv4, tp.l3 >>> 0, tp.r3 >>> 0, IPPROTO_TCP);
    write(skb, tp, tos | tp.ect, ident, whole ? IP_DF : 0, ttl >= 0 ? ttl : hopLimit(route));
    skb.dst = route;
    skb.dev = route.dev;
    // what the queue holds is charged already
    skb.sk = tp.sk;
    skb.charged = 0;
    skb.mark = tp.sk.mark;
    skb.priority = tp.sk.priority;
    return Math.min(ipLocalOut(skb), 0);
  },

  partialChecksum(sk, skb) {
    const at = skb.csumStart;
    const sum = pseudoSumIpv4(sk.l3 >>> 0, sk.r3 >>> 0, IPPROTO_TCP, skb.tail - at);
    write16(skb.bytes, at + TCP_CHECKSUM, foldSum(sum));
  },

  pathMtu: (dst) => (dst as Rtable).pathMtu(),

  advertisedMss(_net, dst) {
    const own = (dst as Rtable).metric(RTAX_ADVMSS);
    if (own !== 0) return own;
    const mtu = (dst as Rtable).mtu !== 0 ? (dst as Rtable).pathMtu() : Math.min(dst.dev.mtu, MOST_MTU);
    return Math.min(Math.max(mtu - 40, MIN_ADVMSS), MOST_MTU - 40);
  },

  metric: (dst, metric) => (dst as Rtable).metric(metric),

  congestionControl: (dst) => (dst as Rtable).nexthop?.info.congestionControl ?? "",

  answer(net, sk, skb, settings) {
    const route = answerRoute(net, sk, settings.mark, settings.tos);
    if (route === null) return kfreeSkb(skb, SKB_DROP_REASON_IP_OUTNOROUTES, "ip_send_unicast_reply");
    // only the sum of a listener's answer is left to the device
    const listens = (skb.bytes[skb.transportHeader + TCP_FLAGS] & TCP_SYN) !== 0;
    if (!listens) finishChecksum(skb);
    // what no connection answers is never to be cut (`tcp_sk_init`)
    const mayCut = listens && net.ipv4.sysctls.ipNoPmtuDisc !== 0;
    write(skb, sk, settings.tos, 0, mayCut ? 0 : IP_DF, hopLimit(route));
    skb.dst = route;
    skb.dev = route.dev;
    skb.mark = settings.mark;
    skb.priority = settings.priority;
    if (ipLocalOut(skb) < 0 && !listens) net.ipv4.mib.values[IPSTATS_OUTDISCARDS]++;
  },

  routeRequest: (net, sk, mark): Destination | null => answerRoute(net, sk, mark, 0),
};

function answerRoute(net: Net, sk: SockCommon, mark: number, tos: number): Rtable | null {
  flow.reset();
  flow.daddr = sk.r3 >>> 0;
  flow.saddr = sk.l3 >>> 0;
  flow.oif = sk.boundDevIf;
  flow.mark = mark;
  flow.tos = tos & 0xfc;
  flow.ipProto = IPPROTO_TCP;
  flow.sport = sk.localPort;
  flow.dport = sk.remotePort;
  flow.flags = FLOWI_FLAG_ANYSRC;
  const route = routeOutput(net.ipv4, flow);
  return typeof route === "number" ? null : route;
}

function checksumOk(skb: SkBuff): boolean {
  if (skb.ipSummed !== CHECKSUM_NONE) return true;
  const length = skb.tail - skb.data;
  const pseudo = pseudoSumIpv4At(skb.bytes, skb.networkHeader, IPPROTO_TCP, length);
  if (checksum(skb.bytes, skb.data, length, pseudo) !== 0) return false;
  skb.ipSummed = CHECKSUM_UNNECESSARY;
  return true;
}

/** Takes over a packet whose data is at the TCP header (`tcp_v4_rcv`). */
export function tcp4Receive(skb: SkBuff): void {
  const route = skb.dst as Rtable;
  const { bytes, networkHeader: header } = skb;
  ends.l0 = ends.l1 = ends.r0 = ends.r1 = 0;
  ends.l2 = ends.r2 = MAPPED;
  ends.l3 = read32(bytes, header + IPV4_DESTINATION) | 0;
  ends.r3 = read32(bytes, header + IPV4_SOURCE) | 0;
  ends.ifindex = inputDevice(skb);
  ends.scoped = false;
  const shared = (route.flags & (RTCF_BROADCAST | RTCF_MULTICAST)) !== 0;
  const unicast = skb.packetType === PACKET_HOST && !shared;
  tcpReceive(route.net.net, tcpIpv4, ends, skb, unicast, checksumOk);
}
