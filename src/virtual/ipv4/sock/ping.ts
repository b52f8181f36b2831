/**
 * Ping sockets: ICMP datagrams without privileges.
 *
 * Source: `net/ipv4/ping.c`.
 */
import {
  EACCES,
  EADDRINUSE,
  EADDRNOTAVAIL,
  EAFNOSUPPORT,
  EDESTADDRREQ,
  EINVAL,
  EMSGSIZE,
  ENETUNREACH,
  EOPNOTSUPP,
  EREMOTEIO,
} from "../../../errno.ts";
import {
  AF_INET,
  AF_UNSPEC,
  MSG_CONFIRM,
  MSG_OOB,
  type SendOptions,
  SOCK_DGRAM,
  type SocketAddress,
} from "../../../kernel.ts";
import { RTN_LOCAL } from "../../../netlink/route-attributes.ts";
import { read16, read32, write16 } from "../../../packet/bytes.ts";
import { writeChecksum } from "../../../packet/checksum.ts";
import {
  ICMP_CHECKSUM,
  ICMP_DEST_UNREACH,
  ICMP_ECHO,
  ICMP_FRAG_NEEDED,
  ICMP_HLEN,
  ICMP_ID,
  ICMP_REDIRECT,
  ICMP_SOURCE_QUENCH,
} from "../../../packet/icmp.ts";
import { IPPROTO_ICMP, IPV4_DESTINATION, ipv4HeaderLength } from "../../../packet/ipv4.ts";
import { SKB_DROP_REASON_NO_SOCKET } from "../../core/drop-reason.ts";
import type { Net } from "../../core/net.ts";
import { allocSkb, CHECKSUM_UNNECESSARY, copyBytes, kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { addressType } from "../fib/fib-lookup.ts";
import { isBroadcastAll, isMulticast } from "../inet-address.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { routeFromRedirect, updateSocketPmtu } from "../route/route-learn.ts";
import { inputDevice } from "../route/rtable.ts";
import { ICMP_MIB_OUTMSGS, IPSTATS_OUTNOROUTES } from "../snmp.ts";
import { icmpErrorFor, queueIcmpError } from "./inet-error-queue.ts";
import { checkLength, routeFor, sendFlow, sendPacket, toldError } from "./inet-send.ts";
import { InetSock } from "./inet-sock.ts";
import { IP_PMTUDISC_DONT } from "./ip-socket-options.ts";

/** Whether root's group may have such sockets (`net.ipv4.ping_group_range`). @returns 0 or `-EACCES` */
export function pingAllowed(net: NetIpv4): number {
  const { pingGroupLow, pingGroupHigh } = net.sysctls;
  return pingGroupLow <= 0 && pingGroupHigh >= 0 ? 0 : -EACCES;
}

/** A socket of `ping_prot`. */
export class PingSocket extends InetSock {
  constructor(net: Net) {
    super(net, SOCK_DGRAM, IPPROTO_ICMP);
  }

  private get table(): Map<number, PingSocket[]> {
    if (this.inet.pingSockets === null) this.inet.pingSockets = new Map();
    return this.inet.pingSockets;
  }

  /** Takes an identifier; 0: any free one (`ping_get_port`). @returns 0 or `-EADDRINUSE` */
  private takeIdent(wanted: number): number {
    let ident = wanted;
    if (ident === 0) {
      const start = this.net.machine.random() & 0xffff;
      for (let i = 0; i < 65536 && ident === 0; i++) {
        const candidate = (start + i) & 0xffff;
        if (candidate !== 0 && !this.table.has(candidate)) ident = candidate;
      }
      if (ident === 0) return -EADDRINUSE;
    } else if (this.table.get(ident)?.some((other) => !other.reuseAddress || !this.reuseAddress))
      return -EADDRINUSE;
    this.sourcePort = ident;
    const present = this.table.get(ident);
    if (present === undefined) this.table.set(ident, [this]);
    else present.push(this);
    return 0;
  }

  bind(to: SocketAddress): number {
    if (to.family !== AF_INET) return -EAFNOSUPPORT;
    if (to.address !== 0) {
      const local = addressType(this.inet, to.address) === RTN_LOCAL;
      const nonlocal = this.freebind || this.inet.sysctls.ipNonlocalBind !== 0;
      if (isMulticast(to.address) || isBroadcastAll(to.address) || (!local && !nonlocal))
        return -EADDRNOTAVAIL;
    }
    if (this.sourcePort !== 0) return -EINVAL;
    this.source = to.address;
    this.receiveSource = to.address;
    const error = this.takeIdent(to.port);
    if (error !== 0) {
      this.source = 0;
      this.receiveSource = 0;
    }
    return error;
  }

  protected override autobind(): number {
    return this.sourcePort !== 0 ? 0 : this.takeIdent(0);
  }

  send(data: Uint8Array, options?: SendOptions): number {
    const flags = options?.flags ?? 0;
    if (data.length > 0xffff) return -EMSGSIZE;
    if (data.length < ICMP_HLEN) return -EINVAL;
    if ((flags & MSG_OOB) !== 0) return -EOPNOTSUPP;
    if (data[0] !== ICMP_ECHO || data[1] !== 0) return -EINVAL;
    const to = options?.to;
    if (to !== undefined && to.family !== AF_INET && (to.family as number) !== AF_UNSPEC)
      return -EAFNOSUPPORT;
    if (to === undefined && !this.connected) return -EDESTADDRREQ;
    const destination = to?.family === AF_INET ? to.address : this.peer;
    const unbound = this.autobind();
    if (unbound !== 0) return unbound;
    const route = routeFor(this, destination, IPPROTO_ICMP, 0, ICMP_ECHO << 8, options);
    if (typeof route === "number") {
      if (route === -ENETUNREACH) this.inet.mib.values[IPSTATS_OUTNOROUTES]++;
      return route;
    }
    if ((flags & MSG_CONFIRM) !== 0) route.neigh?.confirm();
    const tooLong = checkLength(this, route, data.length, destination);
    if (tooLong !== 0) return tooLong;
    const skb = allocSkb(data.length);
    const at = skb.put(data.length);
    copyBytes(data, 0, data.length, skb.bytes, at);
    write16(skb.bytes, at + ICMP_ID, this.sourcePort);
    writeChecksum(skb.bytes, at, data.length, at + ICMP_CHECKSUM);
    skb.ipSummed = CHECKSUM_UNNECESSARY;
    this.inet.mib.values[ICMP_MIB_OUTMSGS]++;
    this.inet.mib.icmpOut(ICMP_ECHO);
    const error = toldError(this, sendPacket(this, route, skb, IPPROTO_ICMP, sendFlow.daddr));
    return error < 0 ? error : data.length;
  }

  protected override destroy(): void {
    super.destroy();
    const table = this.inet.pingSockets;
    const rest = table?.get(this.sourcePort)?.filter((other) => other !== this);
    if (table === null || rest === undefined) return;
    if (rest.length > 0) table.set(this.sourcePort, rest);
    else table.delete(this.sourcePort);
    if (table.size === 0) this.inet.pingSockets = null;
  }
}

/** `ping_lookup` */
function findSocket(net: NetIpv4, ident: number, local: number, ifindex: number): PingSocket | undefined {
  return net.pingSockets
    ?.get(ident)
    ?.find(
      (sk) =>
        (sk.receiveSource === 0 || sk.receiveSource === local) &&
        (sk.boundDevIf === 0 || sk.boundDevIf === ifindex),
    );
}

/** Takes over an echo reply whose data is behind the ICMP header (`ping_rcv`). */
export function pingReceive(net: NetIpv4, skb: SkBuff): void {
  const icmp = skb.transportHeader;
  const local = read32(skb.bytes, skb.networkHeader + IPV4_DESTINATION);
  const sk =
    net.pingSockets === null
      ? undefined
      : findSocket(net, read16(skb.bytes, icmp + ICMP_ID), local, inputDevice(skb));
  if (sk === undefined) {
    kfreeSkb(skb, SKB_DROP_REASON_NO_SOCKET, "ping_rcv");
    return;
  }
  skb.data = icmp;
  sk.stampReceived(skb);
  skb.dst = null;
  sk.queueReceive(skb, "__ping_queue_rcv_skb");
}

/** An ICMP error about an echo request; data at the quoted IP header (`ping_err`). */
export function pingError(net: NetIpv4, skb: SkBuff, info: number): void {
  const { bytes, data, transportHeader: icmp } = skb;
  const quoted = data + ipv4HeaderLength(bytes, data);
  if (bytes[quoted] !== ICMP_ECHO || quoted + ICMP_HLEN > skb.tail) return;
  const local = read32(bytes, data + 12);
  const sk = findSocket(net, read16(bytes, quoted + ICMP_ID), local, inputDevice(skb));
  if (sk === undefined) return;
  const type = bytes[icmp];
  const code = bytes[icmp + 1];
  if (type === ICMP_SOURCE_QUENCH) return;
  let { errno, fatal } = icmpErrorFor(sk, type, code);
  if (type === ICMP_REDIRECT) {
    routeFromRedirect(net, skb, info);
    errno = EREMOTEIO;
  } else if (type === ICMP_DEST_UNREACH && code === ICMP_FRAG_NEEDED) {
    updateSocketPmtu(sk, skb, info);
    if (sk.pmtuDiscovery === IP_PMTUDISC_DONT) return;
  }
  if (sk.receivesErrors) queueIcmpError(sk, skb, errno, info, 0, quoted);
  else if (!fatal || !sk.connected) return;
  sk.reportError(errno);
}
