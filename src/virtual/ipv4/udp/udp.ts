/**
 * UDP sockets.
 *
 * Source: `net/ipv4/udp.c`; RFC 768.
 */
import {
  EADDRINUSE,
  EADDRNOTAVAIL,
  EAFNOSUPPORT,
  EAGAIN,
  EDESTADDRREQ,
  EINVAL,
  EMSGSIZE,
  ENETUNREACH,
  ENOBUFS,
  EOPNOTSUPP,
} from "../../../errno.ts";
import {
  AF_INET,
  MSG_CONFIRM,
  MSG_OOB,
  type SendOptions,
  SOCK_DGRAM,
  type SocketAddress,
} from "../../../kernel.ts";
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST } from "../../../netlink/route-attributes.ts";
import { read16, write16 } from "../../../packet/bytes.ts";
import { foldSum, pseudoSumIpv4 } from "../../../packet/checksum.ts";
import { IPPROTO_UDP, IPV4_HLEN } from "../../../packet/ipv4.ts";
import { UDP_CHECKSUM, UDP_HLEN, writeUdp } from "../../../packet/udp.ts";
import { SKB_DROP_REASON_UDP_CSUM } from "../../core/drop-reason.ts";
import type { Net } from "../../core/net.ts";
import { allocSkb, CHECKSUM_PARTIAL, copyBytes, kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { addressType } from "../fib/fib-lookup.ts";
import { finishChecksum } from "../ip/ip-fragment.ts";
import {
  IPSTATS_OUTDISCARDS,
  IPSTATS_OUTNOROUTES,
  UDP_MIB_CSUMERRORS,
  UDP_MIB_INDATAGRAMS,
  UDP_MIB_INERRORS,
  UDP_MIB_OUTDATAGRAMS,
  UDP_MIB_SNDBUFERRORS,
} from "../snmp.ts";
import { broadcastDestroy } from "../sock/inet-diag.ts";
import { checkLength, routeFor, sendFlow, sendMtu, sendPacket, toldError } from "../sock/inet-send.ts";
import { InetSock } from "../sock/inet-sock.ts";
import { isReservedPort } from "../sock/reserved-ports.ts";
import { udpChecksumOk } from "./udp-checksum.ts";
import { diagInet } from "./udp-diag.ts";
import { UdpTable } from "./udp-table.ts";

/** A socket of `udp_prot`. */
export class UdpSocket extends InetSock {
  /** Only for IPv6: it takes its place among the sockets of a port, and gets nothing (`ipv6_only_sock`). */
  deaf = false;
  /** What is sent to any group comes in, not only to those that the socket joined (`IP_MULTICAST_ALL`). */
  allGroups = true;

  /** Whether the program chose them (`SOCK_BINDADDR_LOCK`, `SOCK_BINDPORT_LOCK`). */
  private addressLocked = false;
  private portLocked = false;
  /** Takes the datagrams of a tunnel, whose data is behind the UDP header (`encap_rcv`). */
  encapReceive: ((skb: SkBuff) => void) | null = null;

  constructor(net: Net) {
    super(net, SOCK_DGRAM, IPPROTO_UDP);
  }

  /** Shown by /proc/net/udp, and preferred to one that is not: the side of an IPv6 socket is shown elsewhere. */
  get isListed(): boolean {
    return true;
  }

  private get table(): UdpTable {
    if (this.inet.udp === null) this.inet.udp = new UdpTable();
    return this.inet.udp;
  }

  /** `udp_lib_get_port`. @returns 0 or a negative error */
  private takePort(wanted: number): number {
    const port = wanted === 0 ? this.freePort() : wanted;
    if (port === 0 || (wanted !== 0 && this.conflicts(port))) return -EADDRINUSE;
    this.enter(port);
    return 0;
  }

  /** Takes its place in the table, before those that are there. */
  protected enter(port: number): void {
    this.sourcePort = port;
    const present = this.table.byPort.get(port);
    if (present === undefined) this.table.byPort.set(port, [this]);
    else present.unshift(this);
    if (this.isListed) this.table.count++;
  }

  private freePort(): number {
    const { ipLocalPortRangeLow: low, ipLocalPortRangeHigh: high } = this.inet.sysctls;
    const span = high - low + 1;
    const start = this.net.machine.random() % span;
    for (let i = 0; i < span; i++) {
      const port = low + ((start + i) % span);
      if (!this.table.byPort.has(port) && !isReservedPort(this.net, port)) return port;
    }
    return 0;
  }

  /** `inet_rcv_saddr_equal` and the rules around it */
  conflicts(port: number): boolean {
    const others = this.inet.udp?.byPort.get(port) ?? [];
    return others.some((other) => {
      if (other.deaf || other === this) return false;
      if (other.boundDevIf !== 0 && this.boundDevIf !== 0 && other.boundDevIf !== this.boundDevIf)
        return false;
      const same =
        other.receiveSource === 0 || this.receiveSource === 0 || other.receiveSource === this.receiveSource;
      if (!same) return false;
      return !((other.reuseAddress && this.reuseAddress) || (other.reusePort && this.reusePort));
    });
  }

  bind(to: SocketAddress): number {
    if (to.family !== AF_INET) return -EAFNOSUPPORT;
    const unusable = this.checkAddress(to.address);
    if (unusable !== 0) return unusable;
    if (this.sourcePort !== 0) return -EINVAL;
    this.receiveSource = to.address;
    this.addressLocked = to.address !== 0;
    this.portLocked = to.port !== 0;
    this.source = this.isSharedAddress(to.address) ? 0 : to.address;
    const error = this.takePort(to.port);
    if (error !== 0) {
      this.source = 0;
      this.receiveSource = 0;
    }
    return error;
  }

  /** Whether the socket may have an address (`inet_addr_valid_or_nonlocal`). @returns 0 or a negative error */
  protected checkAddress(address: number): number {
    const usable =
      address === 0 || addressType(this.inet, address) === RTN_LOCAL || this.isSharedAddress(address);
    const nonlocal = this.freebind || this.transparent || this.inet.sysctls.ipNonlocalBind !== 0;
    return usable || nonlocal ? 0 : -EADDRNOTAVAIL;
  }

  /** A broadcast address or one of a group: not what packets are sent from. */
  private isSharedAddress(address: number): boolean {
    const type = addressType(this.inet, address);
    return type === RTN_MULTICAST || type === RTN_BROADCAST;
  }

  protected override autobind(): number {
    return this.sourcePort !== 0 ? 0 : this.takePort(0);
  }

  send(data: Uint8Array, options?: SendOptions): number {
    const flags = options?.flags ?? 0;
    if (data.length > 0xffff) return -EMSGSIZE;
    if ((flags & MSG_OOB) !== 0) return -EOPNOTSUPP;
    const to = options?.to;
    if (to !== undefined && to.family !== AF_INET) return -EAFNOSUPPORT;
    if (to === undefined && !this.connected) return -EDESTADDRREQ;
    const destination = to === undefined ? this.peer : to.address;
    const port = to === undefined ? this.peerPort : to.port;
    // `connect` takes port 0, and nothing looks at it again
    if (to !== undefined && port === 0) return -EINVAL;
    if (this.autobind() !== 0) return -EAGAIN;
    const route = routeFor(this, destination, IPPROTO_UDP, this.sourcePort, port, options);
    if (typeof route === "number") {
      if (route === -ENETUNREACH) this.inet.mib.values[IPSTATS_OUTNOROUTES]++;
      return route;
    }
    if ((flags & MSG_CONFIRM) !== 0) route.neigh?.confirm();
    const length = UDP_HLEN + data.length;
    const tooLong = checkLength(this, route, length, sendFlow.daddr);
    if (tooLong !== 0) return tooLong;
    // `sock_alloc_send_pskb`: an error that came back for an earlier datagram
    const pending = this.takeError();
    if (pending !== 0) {
      this.inet.mib.values[IPSTATS_OUTDISCARDS]++;
      return pending;
    }
    const skb = allocSkb(length);
    const at = skb.put(length);
    writeUdp(skb.bytes, at, this.sourcePort, port, length);
    copyBytes(data, 0, data.length, skb.bytes, at + UDP_HLEN);
    const sum = pseudoSumIpv4(sendFlow.saddr, sendFlow.daddr, IPPROTO_UDP, length);
    write16(skb.bytes, at + UDP_CHECKSUM, foldSum(sum));
    skb.ipSummed = CHECKSUM_PARTIAL;
    skb.csumStart = at;
    skb.csumOffset = UDP_CHECKSUM;
    if (length + IPV4_HLEN > sendMtu(this, route)) finishChecksum(skb);
    const error = sendPacket(this, route, skb, IPPROTO_UDP, sendFlow.daddr);
    const told = toldError(this, error);
    if (error === 0) this.inet.mib.values[UDP_MIB_OUTDATAGRAMS]++;
    else if (error === -ENOBUFS) this.inet.mib.values[UDP_MIB_SNDBUFERRORS]++;
    return told < 0 ? told : data.length;
  }

  /** A datagram with a wrong checksum is dropped when its turn has come (`udp_recvmsg`). */
  override peekReceive(): SkBuff | null {
    for (;;) {
      const skb = super.peekReceive();
      if (skb === null || udpChecksumOk(skb)) return skb;
      this.takeReceive();
      this.inet.mib.values[UDP_MIB_CSUMERRORS]++;
      this.inet.mib.values[UDP_MIB_INERRORS]++;
      kfreeSkb(skb, SKB_DROP_REASON_UDP_CSUM, "udp_recvmsg");
    }
  }

  protected override portOf(skb: SkBuff): number {
    return read16(skb.bytes, skb.transportHeader);
  }

  protected override countReceived(): void {
    this.inet.mib.values[UDP_MIB_INDATAGRAMS]++;
  }

  /** A port and an address that nobody asked for are given back, too. */
  override abort(error: number): number {
    super.abort(error);
    if (!this.addressLocked) this.source = this.receiveSource = 0;
    if (!this.portLocked) {
      this.leave();
      this.sourcePort = 0;
    }
    return 0;
  }

  protected override destroy(): void {
    super.destroy();
    if (this.isListed && this.sourcePort !== 0)
      broadcastDestroy(this.net, AF_INET, IPPROTO_UDP, () => diagInet(this, this.sourcePort));
    this.leave();
  }

  private leave(): void {
    const table = this.inet.udp;
    const rest = table?.byPort.get(this.sourcePort)?.filter((other) => other !== this);
    if (table === null || rest === undefined) return;
    if (this.isListed) table.count--;
    if (rest.length > 0) table.byPort.set(this.sourcePort, rest);
    else table.byPort.delete(this.sourcePort);
  }
}
