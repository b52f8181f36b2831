/**
 * Sending from sockets: the way, the header, the errors.
 *
 * Source: `net/ipv4/ip_output.c` (`ip_append_data`, `__ip_make_skb`), `net/ipv4/ip_sockglue.c` (`ip_cmsg_send`, `ip_local_error`).
 */
import { EACCES, EINVAL, EMSGSIZE, ENOBUFS } from "../../../errno.ts";
import { type ControlMessage, MSG_DONTROUTE, type SendOptions } from "../../../kernel.ts";
import {
  RT_SCOPE_LINK,
  RT_SCOPE_UNIVERSE,
  RTAX_HOPLIMIT,
  RTN_MULTICAST,
} from "../../../netlink/route-attributes.ts";
import type { Ipv4Address } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";
import {
  IP_DF,
  IPOPT_LSRR,
  IPOPT_SSRR,
  IPV4_HLEN,
  setIpv4HeaderLength,
  writeIpv4,
} from "../../../packet/ipv4.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { chargeSend, IPV4_RESERVE } from "../../core/sock/send-charge.ts";
import { readInt } from "../../core/sock/sock.ts";
import { FLOWI_FLAG_ANYSRC, Flow4 } from "../flow.ts";
import { isMulticast } from "../inet-address.ts";
import { selectIdent } from "../ip/ip-ident.ts";
import { buildOptions } from "../ip/ip-options-build.ts";
import { ipLocalOut } from "../ip/ip-output.ts";
import { routeOutput } from "../route/route-output.ts";
import { RTCF_BROADCAST, type Rtable } from "../route/rtable.ts";
import { IPSTATS_OUTDISCARDS } from "../snmp.ts";
import { SO_EE_ORIGIN_LOCAL } from "./inet-error-queue.ts";
import type { InetSock } from "./inet-sock.ts";
import {
  IP_PKTINFO,
  IP_PMTUDISC_DO,
  IP_PMTUDISC_DONT,
  IP_PMTUDISC_OMIT,
  IP_PMTUDISC_PROBE,
  IP_PMTUDISC_WANT,
  IP_TOS,
  IP_TTL,
  SOL_IP,
} from "./ip-socket-options.ts";

/** What control messages ask for one packet (`struct ipcm_cookie`). */
class Cookie {
  oif = 0;
  source = 0;
  ttl = 0;
  tos = -1;
}
const cookie = new Cookie();
/** The flow of the packet that is being sent; its source address is known after {@link routeFor}. */
export const sendFlow = new Flow4();

/** `ip_cmsg_send`. @returns 0 or `-EINVAL` */
function readControl(control: readonly ControlMessage[] | undefined): number {
  if (control === undefined) return 0;
  for (const { level, type, data } of control) {
    if (level !== SOL_IP) continue;
    if (type === IP_PKTINFO) {
      if (data.length < 12) return -EINVAL;
      const index = readInt(data) ?? 0;
      if (index !== 0) cookie.oif = index;
      cookie.source = read32(data, 4);
    } else if (type === IP_TTL) {
      const value = readInt(data);
      if (value === undefined || value < 1 || value > 255) return -EINVAL;
      cookie.ttl = value;
    } else if (type === IP_TOS) {
      cookie.tos = data.length >= 4 ? (readInt(data) ?? 0) & 0xff : data[0];
    } else return -EINVAL;
  }
  return 0;
}

/**
 * The way of one packet of the socket; {@link sendFlow} then has its addresses.
 * @returns the decision, or a negative error
 */
export function routeFor(
  sk: InetSock,
  destination: number,
  protocol: number,
  sport: number,
  dport: number,
  options: SendOptions | undefined,
): Rtable | number {
  return permitted(sk, decideFor(sk, destination, protocol, sport, dport, options));
}

/** Only who said `SO_BROADCAST` sends to everybody. */
function permitted(sk: InetSock, route: Rtable | number): Rtable | number {
  const refused = typeof route !== "number" && (route.flags & RTCF_BROADCAST) !== 0 && !sk.broadcast;
  return refused ? -EACCES : route;
}

/** Decides for one packet; whether it may be sent to everybody is not asked yet. */
function decideFor(
  sk: InetSock,
  destination: number,
  protocol: number,
  sport: number,
  dport: number,
  options: SendOptions | undefined,
): Rtable | number {
  cookie.oif = sk.boundDevIf;
  cookie.source = sk.source;
  cookie.ttl = 0;
  cookie.tos = -1;
  const error = readControl(options?.control);
  if (error !== 0) return error;
  const flow = sendFlow.reset();
  flow.daddr = firstHop(sk) || destination;
  flow.saddr = cookie.source;
  flow.oif = cookie.oif;
  if (isMulticast(destination)) {
    if (flow.oif === 0) flow.oif = sk.multicastIf;
    if (flow.saddr === 0) flow.saddr = sk.multicastSource;
  } else if (flow.oif === 0) flow.oif = sk.unicastIf;
  flow.mark = sk.mark;
  flow.tos = cookie.tos >= 0 ? cookie.tos : sk.tos;
  flow.scope =
    sk.dontRoute || ((options?.flags ?? 0) & MSG_DONTROUTE) !== 0 ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
  flow.ipProto = protocol;
  flow.sport = sport;
  flow.dport = dport;
  flow.flags = sk.headerIncluded || sk.freebind || sk.transparent ? FLOWI_FLAG_ANYSRC : 0;
  return routeOutput(sk.inet, flow);
}

/**
 * The route of a socket that connects. A source or destination that the first decision chose is asked for once more, and may
 * be refused then: an address of a group is no source (`ip_route_connect`).
 */
export function routeForConnect(sk: InetSock, destination: number, port: number): Rtable | number {
  const route = decideFor(sk, destination, sk.protocol, sk.sourcePort, port, undefined);
  const toGroup = isMulticast(destination);
  const source = sk.source || (toGroup ? sk.multicastSource : 0);
  if (typeof route === "number" || (destination !== 0 && source !== 0)) return permitted(sk, route);
  sendFlow.oif = sk.boundDevIf || (toGroup ? sk.multicastIf : sk.unicastIf);
  return permitted(sk, routeOutput(sk.inet, sendFlow));
}

/** Where a source route in the socket's options begins; 0: there is none. */
function firstHop(sk: InetSock): number {
  const options = sk.options;
  if (options === null || (options[0] !== IPOPT_LSRR && options[0] !== IPOPT_SSRR)) return 0;
  return read32(options, 3);
}

/** What a packet of the socket must fit: who probes the path does not ask what is known of it (`ip_sk_use_pmtu`). */
export function sendMtu(sk: InetSock, route: Rtable): number {
  return sk.pmtuDiscovery <= IP_PMTUDISC_DO ? route.pathMtu() : route.dev.mtu;
}

/** Whether the socket may send a packet of so many bytes behind the IP header on this route. @returns 0 or `-EMSGSIZE` */
export function checkLength(sk: InetSock, route: Rtable, length: number, destination: number): number {
  const discovery = sk.pmtuDiscovery;
  const mtu = sendMtu(sk, route);
  const ignoresDf = discovery < IP_PMTUDISC_DO || discovery === IP_PMTUDISC_OMIT;
  const optionLength = sk.options?.length ?? 0;
  const limit = (ignoresDf ? 65535 : mtu) - IPV4_HLEN - optionLength;
  if (length <= limit) return 0;
  localError(sk, EMSGSIZE, destination, mtu - optionLength);
  return -EMSGSIZE;
}

/** `ip_local_error` */
export function localError(sk: InetSock, errno: number, destination: number, info: number): void {
  if (!sk.receivesErrors) return;
  sk.queueError({
    errno,
    origin: SO_EE_ORIGIN_LOCAL,
    type: 0,
    code: 0,
    info,
    offender: 0,
    destination,
    port: sk.peerPort,
    payload: new Uint8Array(0),
    timestamp: sk.net.machine.now(),
  });
}

/** `ip_dont_fragment` and the rules of `__ip_make_skb` around it. */
function dontFragment(sk: InetSock, route: Rtable, length: number): boolean {
  const discovery = sk.pmtuDiscovery;
  if (discovery === IP_PMTUDISC_DO || discovery === IP_PMTUDISC_PROBE) return true;
  if (discovery === IP_PMTUDISC_DONT || length > route.pathMtu()) return false;
  return discovery === IP_PMTUDISC_WANT && !route.mtuLocked;
}

/**
 * Puts the header before the packet and sends it (`__ip_make_skb`, `ip_send_skb`). Takes the packet over; {@link sendFlow} is still
 * that of {@link routeFor}. @returns 0 or a negative error
 */
export function sendPacket(
  sk: InetSock,
  route: Rtable,
  skb: SkBuff,
  protocol: number,
  destination: number,
): number {
  const net = sk.inet;
  const options = sk.options;
  const headerLength = IPV4_HLEN + (options?.length ?? 0);
  skb.transportHeader = skb.data;
  const at = skb.push(headerLength);
  const source = sendFlow.saddr;
  let ttl = cookie.ttl;
  if (ttl === 0 && route.type === RTN_MULTICAST) ttl = sk.multicastTtl;
  else if (ttl === 0) ttl = sk.ttl >= 0 ? sk.ttl : route.metric(RTAX_HOPLIMIT) || net.sysctls.ipDefaultTtl;
  const df = dontFragment(sk, route, skb.length) ? IP_DF : 0;
  const ident =
    df !== 0 && sk.pmtuDiscovery >= IP_PMTUDISC_DO && !sk.connected
      ? 0
      : selectIdent(net, source, destination, protocol);
  const target = firstHop(sk) || destination;
  writeIpv4(
    skb.bytes,
    at,
    cookie.tos >= 0 ? cookie.tos : sk.tos,
    skb.length,
    ident,
    df,
    ttl,
    protocol,
    source as Ipv4Address,
    target as Ipv4Address,
  );
  if (options !== null) {
    skb.bytes.set(options, at + IPV4_HLEN);
    setIpv4HeaderLength(skb.bytes, at, headerLength);
    buildOptions(net, skb.bytes, at + IPV4_HLEN, at + headerLength, source, destination);
  }
  return sendPrepared(sk, route, skb);
}

/** Sends a packet that has its header. @returns 0 or a negative error */
export function sendPrepared(sk: InetSock, route: Rtable, skb: SkBuff): number {
  skb.dst = route;
  skb.dev = route.dev;
  skb.mark = sk.mark;
  skb.priority = sk.priority;
  chargeSend(sk, skb, IPV4_RESERVE);
  const error = Math.min(ipLocalOut(skb), 0);
  if (error < 0) sk.inet.mib.values[IPSTATS_OUTDISCARDS]++;
  return error;
}

/** What a sender is told: that there was no room only if it asked for errors. */
export function toldError(sk: InetSock, error: number): number {
  return error === -ENOBUFS && !sk.receivesErrors ? 0 : error;
}
