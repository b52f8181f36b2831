/**
 * Raw sockets.
 *
 * Source: `net/ipv4/raw.c`.
 */
import {
  EADDRNOTAVAIL,
  EAFNOSUPPORT,
  EDESTADDRREQ,
  EINVAL,
  EMSGSIZE,
  ENOPROTOOPT,
  EOPNOTSUPP,
} from "../../../errno.ts";
import {
  AF_INET,
  MSG_CONFIRM,
  MSG_OOB,
  type SendOptions,
  SOCK_RAW,
  type SocketAddress,
} from "../../../kernel.ts";
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST } from "../../../netlink/route-attributes.ts";
import { read16, read32, write16, write32 } from "../../../packet/bytes.ts";
import { ETH_P_IP } from "../../../packet/ethernet.ts";
import {
  ICMP_DEST_UNREACH,
  ICMP_FRAG_NEEDED,
  ICMP_HLEN,
  ICMP_REDIRECT,
  ICMP_SOURCE_QUENCH,
} from "../../../packet/icmp.ts";
import {
  IPPROTO_ICMP,
  IPPROTO_RAW,
  IPV4_DESTINATION,
  IPV4_HLEN,
  IPV4_ID,
  IPV4_SOURCE,
  IPV4_TOTAL_LENGTH,
  ipv4HeaderLength,
  writeIpv4Checksum,
} from "../../../packet/ipv4.ts";
import type { Net } from "../../core/net.ts";
import { allocSkb, cloneSkb, copyBytes, type SkBuff } from "../../core/skbuff.ts";
import { chargeSend, IPV4_RESERVE } from "../../core/sock/send-charge.ts";
import { writeInt } from "../../core/sock/sock.ts";
import { nfHookThen } from "../../netfilter/core.ts";
import { NF_INET_LOCAL_OUT, NFPROTO_IPV4 } from "../../netfilter/hook-numbers.ts";
import { addressType } from "../fib/fib-lookup.ts";
import { selectIdent } from "../ip/ip-ident.ts";
import { dstOutput } from "../ip/ip-output.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { routeFromRedirect, updateSocketPmtu } from "../route/route-learn.ts";
import { inputDevice, type Rtable } from "../route/rtable.ts";
import { ICMP_MIB_OUTMSGS } from "../snmp.ts";
import { icmpErrorFor, queueIcmpError } from "./inet-error-queue.ts";
import { checkLength, localError, routeFor, sendFlow, sendPacket, toldError } from "./inet-send.ts";
import { InetSock } from "./inet-sock.ts";

const SOL_RAW = 255;
const ICMP_FILTER = 1;

/** A socket of `raw_prot`. */
export class RawSocket extends InetSock {
  /** ICMP types that are not wanted, one bit each (`ICMP_FILTER`). */
  filter = 0;

  constructor(net: Net, protocol: number) {
    super(net, SOCK_RAW, protocol);
    this.headerIncluded = protocol === IPPROTO_RAW;
    if (this.inet.rawSockets === null) this.inet.rawSockets = [];
    this.inet.rawSockets.push(this);
    this.sourcePort = 0;
  }

  bind(to: SocketAddress): number {
    if (to.family !== AF_INET) return -EINVAL;
    const type = addressType(this.inet, to.address);
    const allowed =
      to.address === 0 ||
      type === RTN_LOCAL ||
      type === RTN_MULTICAST ||
      type === RTN_BROADCAST ||
      this.freebind ||
      this.inet.sysctls.ipNonlocalBind !== 0;
    if (!allowed) return -EADDRNOTAVAIL;
    this.source = to.address;
    this.receiveSource = to.address;
    if (type === RTN_MULTICAST || type === RTN_BROADCAST) this.source = 0;
    return 0;
  }

  send(data: Uint8Array, options?: SendOptions): number {
    if (data.length > 0xffff) return -EMSGSIZE;
    const flags = options?.flags ?? 0;
    if ((flags & MSG_OOB) !== 0) return -EOPNOTSUPP;
    const to = options?.to;
    if (to !== undefined && to.family !== AF_INET) return -EAFNOSUPPORT;
    if (to === undefined && !this.connected) return -EDESTADDRREQ;
    const destination = to === undefined ? this.peer : to.address;
    if (this.headerIncluded && this.options !== null) return -EINVAL;
    const protocol = this.headerIncluded ? IPPROTO_RAW : this.protocol;
    const kind = protocol === IPPROTO_ICMP && data.length >= 2 ? read16(data, 0) : 0;
    const route = routeFor(this, destination, protocol, 0, kind, options);
    if (typeof route === "number") return route;
    if ((flags & MSG_CONFIRM) !== 0) route.neigh?.confirm();
    const error = this.headerIncluded
      ? this.sendWithHeader(data, route)
      : this.sendPlain(data, route, sendFlow.daddr);
    return error < 0 ? error : data.length;
  }

  private sendPlain(data: Uint8Array, route: Rtable, destination: number): number {
    const tooLong = checkLength(this, route, data.length, destination);
    if (tooLong !== 0) return tooLong;
    const skb = allocSkb(data.length);
    copyBytes(data, 0, data.length, skb.bytes, skb.put(data.length));
    if (this.protocol === IPPROTO_ICMP && data.length > 0) {
      this.inet.mib.values[ICMP_MIB_OUTMSGS]++;
      this.inet.mib.icmpOut(data[0]);
    }
    return toldError(this, sendPacket(this, route, skb, this.protocol, destination));
  }

  /** `raw_send_hdrinc` */
  private sendWithHeader(data: Uint8Array, route: Rtable): number {
    if (data.length > route.dev.mtu) {
      localError(this, EMSGSIZE, sendFlow.daddr, route.dev.mtu);
      return -EMSGSIZE;
    }
    if (data.length < IPV4_HLEN) return -EINVAL;
    const headerLength = ipv4HeaderLength(data, 0);
    if (headerLength < IPV4_HLEN || headerLength > data.length) return -EINVAL;
    const skb = allocSkb(data.length);
    const at = skb.put(data.length);
    copyBytes(data, 0, data.length, skb.bytes, at);
    skb.networkHeader = at;
    const { bytes } = skb;
    if (read32(bytes, at + IPV4_SOURCE) === 0) write32(bytes, at + IPV4_SOURCE, sendFlow.saddr);
    write16(bytes, at + IPV4_TOTAL_LENGTH, data.length);
    const source = read32(bytes, at + IPV4_SOURCE);
    const destination = read32(bytes, at + IPV4_DESTINATION);
    if (read16(bytes, at + IPV4_ID) === 0)
      write16(bytes, at + IPV4_ID, selectIdent(this.inet, source, destination, bytes[at + 9]));
    writeIpv4Checksum(bytes, at);
    skb.transportHeader = at + headerLength;
    if (bytes[at + 9] === IPPROTO_ICMP && data.length >= headerLength + 8) {
      this.inet.mib.values[ICMP_MIB_OUTMSGS]++;
      this.inet.mib.icmpOut(bytes[at + headerLength]);
    }
    skb.dst = route;
    skb.dev = route.dev;
    skb.protocol = ETH_P_IP;
    skb.mark = this.mark;
    skb.priority = this.priority;
    chargeSend(this, skb, IPV4_RESERVE);
    const { net } = route.dev;
    const error =
      net.nf === null
        ? route.handleOutput(skb)
        : nfHookThen(net, NFPROTO_IPV4, NF_INET_LOCAL_OUT, skb, null, route.dev, dstOutput);
    return Math.min(error, 0);
  }

  override setsockopt(level: number, name: number, value: number | Uint8Array): number {
    if (level !== SOL_RAW) return super.setsockopt(level, name, value);
    if (name !== ICMP_FILTER) return -ENOPROTOOPT;
    if (this.protocol !== IPPROTO_ICMP) return -EOPNOTSUPP;
    this.filter =
      typeof value === "number"
        ? value
        : (value[0] ?? 0) | ((value[1] ?? 0) << 8) | ((value[2] ?? 0) << 16) | ((value[3] ?? 0) << 24);
    return 0;
  }

  override getsockopt(level: number, name: number, into: Uint8Array): number {
    if (level !== SOL_RAW) return super.getsockopt(level, name, into);
    if (name !== ICMP_FILTER) return -ENOPROTOOPT;
    return this.protocol === IPPROTO_ICMP ? writeInt(into, this.filter) : -EOPNOTSUPP;
  }

  protected override destroy(): void {
    super.destroy();
    const all = this.inet.rawSockets;
    if (all === null) return;
    const rest = all.filter((other) => other !== this);
    this.inet.rawSockets = rest.length === 0 ? null : rest;
  }

  /** `raw_v4_match` */
  matches(protocol: number, remote: number, local: number, ifindex: number): boolean {
    return (
      this.protocol === protocol &&
      (this.peer === 0 || this.peer === remote) &&
      (this.receiveSource === 0 || this.receiveSource === local) &&
      (this.boundDevIf === 0 || this.boundDevIf === ifindex)
    );
  }
}

/** Gives every raw socket that wants it a copy (`raw_local_deliver`). @returns whether there was one */
export function rawLocalDeliver(net: NetIpv4, skb: SkBuff, protocol: number): boolean {
  const sockets = net.rawSockets;
  if (sockets === null) return false;
  const { bytes, networkHeader: header } = skb;
  const remote = read32(bytes, header + IPV4_SOURCE);
  const local = read32(bytes, header + IPV4_DESTINATION);
  const ifindex = inputDevice(skb);
  let delivered = false;
  for (let i = 0; i < sockets.length; i++) {
    const sk = sockets[i];
    if (!sk.matches(protocol, remote, local, ifindex)) continue;
    delivered = true;
    if (protocol === IPPROTO_ICMP && isFiltered(sk, skb)) continue;
    const clone = cloneSkb(skb);
    clone.data = header;
    clone.networkHeader = header;
    sk.stampReceived(clone);
    clone.dst = null;
    sk.queueReceive(clone, "raw_rcv_skb");
  }
  return delivered;
}

/** A message without its whole header is nothing that a filter could let through (`icmp_filter`). */
function isFiltered(sk: RawSocket, skb: SkBuff): boolean {
  if (skb.length < ICMP_HLEN) return true;
  const type = skb.bytes[skb.data];
  return type < 32 && ((1 << type) & sk.filter) !== 0;
}

/** An ICMP error about a packet of a raw socket: data at the quoted header (`raw_icmp_error`, `raw_err`). */
export function rawIcmpError(net: NetIpv4, skb: SkBuff, protocol: number, info: number): void {
  const sockets = net.rawSockets;
  if (sockets === null) return;
  const { bytes, data } = skb;
  const remote = read32(bytes, data + IPV4_DESTINATION);
  const local = read32(bytes, data + IPV4_SOURCE);
  // Not `inet_iif`: a socket bound to a device does not hear of errors that this host sends to itself.
  const ifindex = skb.dev?.ifindex ?? 0;
  for (const sk of [...sockets]) if (sk.matches(protocol, remote, local, ifindex)) rawError(sk, skb, info);
}

function rawError(sk: RawSocket, skb: SkBuff, info: number): void {
  const { bytes, data, transportHeader: icmp } = skb;
  const type = bytes[icmp];
  const code = bytes[icmp + 1];
  if (type === ICMP_DEST_UNREACH && code === ICMP_FRAG_NEEDED) updateSocketPmtu(sk, skb, info);
  else if (type === ICMP_REDIRECT) {
    routeFromRedirect(sk.inet, skb, info);
    return;
  }
  if (!sk.receivesErrors && !sk.connected) return;
  if (type === ICMP_SOURCE_QUENCH) return;
  const { errno, fatal } = icmpErrorFor(sk, type, code);
  if (sk.receivesErrors) {
    const from = sk.headerIncluded ? data : data + ipv4HeaderLength(bytes, data);
    queueIcmpError(sk, skb, errno, info, 0, from);
  }
  if (sk.receivesErrors || fatal) sk.reportError(errno);
}
