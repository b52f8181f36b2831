/**
 * What all IPv6 sockets share: addresses, options, control messages and the error queue.
 *
 * Source: `net/ipv6/ipv6_sockglue.c`, `net/ipv6/datagram.c`, RFC 3542.
 */
import {
  EADDRNOTAVAIL,
  EAFNOSUPPORT,
  EAGAIN,
  EDESTADDRREQ,
  EINVAL,
  EMSGSIZE,
  ENODEV,
  ENOTCONN,
  ENOTTY,
  type Errno,
} from "../../../errno.ts";
import {
  AF_INET6,
  AF_UNSPEC,
  type ControlMessage,
  MSG_ERRQUEUE,
  MSG_PEEK,
  MSG_TRUNC,
  type ReceivedMessage,
  type SockaddrIn6,
  type SocketAddress,
} from "../../../kernel.ts";
import { IN6ADDR_ANY, type Ipv6Address } from "../../../packet/address.ts";
import { IPV6_HLEN } from "../../../packet/ipv6.ts";
import type { Net } from "../../core/net.ts";
import { consumeSkb, copyBytes, type SkBuff } from "../../core/skbuff.ts";
import { chargeSend, IPV6_RESERVE } from "../../core/sock/send-charge.ts";
import { Sock } from "../../core/sock/sock.ts";
import { addressType, IPV6_ADDR_MULTICAST, needsScopeId } from "../addrconf/addrconf-core.ts";
import { addrconfIoctl } from "../addrconf/addrconf-ioctl.ts";
import { hasAddress } from "../addrconf/addrconf-lookup.ts";
import { countOn, decisionMtu, IP6SKB_NO_LOOP, ip6LocalOut } from "../ip/ip6-output.ts";
import { routeIoctl } from "../route/route-ioctl.ts";
import { IP6_OUT_DISCARDS } from "../snmp6.ts";
import type { FlowLabelLeases } from "./flow-label-lease.ts";
import { extendedError, icmpError, int, type QueuedError, tooBigError } from "./inet6-error-queue.ts";
import { SocketGroups } from "./inet6-memberships.ts";
import { findOutgoing, type Outgoing, orLoopback } from "./inet6-outgoing.ts";
import { controlOf, scopedAddress, senderOf } from "./inet6-received.ts";
import { type OutgoingControl, readOutgoingControl } from "./ip6-control.ts";
import {
  IPV6_HOPLIMIT,
  IPV6_PMTUDISC_DO,
  IPV6_PMTUDISC_OMIT,
  IPV6_PMTUDISC_PROBE,
  IPV6_PMTUDISC_WANT,
  IPV6_RECVERR,
  SOL_IPV6,
} from "./ipv6-socket-options.ts";
import { getIpv6Option, setIpv6Option } from "./ipv6-sockglue.ts";

/** The longest payload that an IPv6 header can tell of. */
const IPV6_MAXPLEN = 65535;
/** Errors that wait at most: each is charged like a small packet. */
const MAX_ERRORS = 128;

/** `struct ipv6_pinfo` with its socket; UDP, raw, ping and TCP sockets subclass it. */
export abstract class Inet6Sock extends Sock {
  /** Where packets come from; `::`: chosen by the route. */
  localAddress: Ipv6Address = IN6ADDR_ANY;
  localPort = 0;
  remote: Ipv6Address | null = null;
  remotePort = 0;
  /** -1: the route's. */
  unicastHops = -1;
  multicastHops = 1;
  multicastIf = 0;
  multicastLoop = true;
  trafficClass = 0;
  v6only: boolean;
  recvPacketInfo = false;
  recvHopLimit = false;
  recvTrafficClass = false;
  recvErrors = false;
  mtuDiscover = IPV6_PMTUDISC_WANT;
  dontFragment = false;
  headerIncluded = false;
  freebind = false;
  /** Whether the kernel makes flow labels for this socket; undefined: as the namespace says. */
  autoFlowLabel: boolean | undefined = undefined;
  /** Destinations' flow labels are used, if they are leased. */
  sendFlowInfo = false;
  leases: FlowLabelLeases | null = null;
  private remoteFlowInfo = 0;
  /** `IPV6_PKTINFO` as an option: source and device of every packet. */
  stickySource: Ipv6Address | null = null;
  stickyIf = 0;
  private errors: QueuedError[] = [];
  private groups: SocketGroups | null = null;

  constructor(net: Net, type: number, protocol: number) {
    super(net, AF_INET6, type, protocol);
    this.v6only = net.ipv6.sysctls.bindv6only !== 0;
  }

  override close(): void {
    this.leases?.releaseAll();
    this.leases = null;
    super.close();
  }

  protected override get readable(): boolean {
    return super.readable || this.errors.length > 0;
  }

  override getsockname(): SocketAddress | Errno {
    return {
      family: AF_INET6,
      address: this.localAddress,
      port: this.localPort,
      flowinfo: 0,
      scopeId: this.scopeOf(this.localAddress),
    };
  }

  override getpeername(): SocketAddress | Errno {
    if (this.remote === null) return -ENOTCONN;
    return {
      family: AF_INET6,
      address: this.remote,
      port: this.remotePort,
      flowinfo: 0,
      scopeId: this.scopeOf(this.remote),
    };
  }

  private scopeOf(address: Ipv6Address): number {
    return needsScopeId(addressType(address)) ? this.boundDevIf : 0;
  }

  /** Checks an address to bind to. @returns 0 or a negative error */
  protected checkBind(address: SocketAddress): number {
    if (address.family !== AF_INET6) return -EAFNOSUPPORT;
    const type = addressType(address.address);
    let dev = this.boundDevIf;
    if (needsScopeId(type)) {
      if (address.scopeId) dev = address.scopeId;
      if (dev === 0) return -EINVAL;
      if (this.net.devByIndex(dev) === undefined) return -ENODEV;
    }
    if (type !== 0 && (type & IPV6_ADDR_MULTICAST) === 0 && !this.freebind && !this.transparent) {
      const on = dev === 0 ? null : (this.net.devByIndex(dev) ?? null);
      const nonlocal = this.net.ipv6.sysctls.ipNonlocalBind !== 0;
      if (!nonlocal && !hasAddress(this.net, address.address, on)) return -EADDRNOTAVAIL;
    }
    if (needsScopeId(type)) this.boundDevIf = dev;
    return 0;
  }

  /** Ends what an administrator wants ended (`udp_abort`, `raw_abort`). @returns 0 or a negative error */
  abort(error: number): number {
    this.reportError(error);
    this.remote = null;
    this.remotePort = 0;
    return 0;
  }

  /** Connects a datagram socket: route and source are found (`ip6_datagram_connect`). @returns 0 or a negative error */
  override connect(address: SocketAddress): number {
    if ((address.family as number) === AF_UNSPEC) {
      this.remote = null;
      this.remotePort = 0;
      return 0;
    }
    if (address.family !== AF_INET6) return -EAFNOSUPPORT;
    const target = orLoopback(address.address);
    const type = addressType(target);
    if (needsScopeId(type)) {
      const scope = address.scopeId ?? 0;
      if (scope !== 0) {
        if (this.boundDevIf !== 0 && this.boundDevIf !== scope) return -EINVAL;
        this.boundDevIf = scope;
      }
      if (this.boundDevIf === 0 && (type & IPV6_ADDR_MULTICAST) !== 0) this.boundDevIf = this.multicastIf;
      if (this.boundDevIf === 0) return -EINVAL;
    }
    const out = this.route(target, address.port, 0, readOutgoingControl([]) as OutgoingControl);
    if (typeof out === "number") return out;
    this.remote = target;
    this.remotePort = address.port;
    this.remoteFlowInfo = address.flowinfo ?? 0;
    if (this.localAddress.isUnspecified) this.localAddress = out.source;
    return 0;
  }

  /** Where a message goes: its own destination or the connected one. @returns it, or a negative error */
  protected destinationOf(to: SocketAddress | undefined): SockaddrIn6 | number {
    if (to !== undefined) return to.family === AF_INET6 ? to : -EAFNOSUPPORT;
    if (this.remote === null) return -EDESTADDRREQ;
    return {
      family: AF_INET6,
      address: this.remote,
      port: this.remotePort,
      flowinfo: this.remoteFlowInfo,
      scopeId: this.scopeOf(this.remote),
    };
  }

  /**
   * Finds route, source and header fields of a packet ({@link findOutgoing}).
   * @param kind for the flow's hash: type and code of ICMPv6
   */
  protected route(
    address: Ipv6Address,
    port: number,
    scopeId: number,
    control: OutgoingControl,
    flowInfo = 0,
    kind = 0,
  ): Outgoing | number {
    return findOutgoing(this, { address, port, scopeId, flowInfo, kind }, control);
  }

  /** Queues an error for `MSG_ERRQUEUE` (`ipv6_icmp_error`). */
  queueError(entry: QueuedError): void {
    if (this.errors.length >= MAX_ERRORS) return;
    this.errors.push(entry);
    this.wake();
  }

  /** An ICMPv6 error about one of this socket's packets, quoted at `skb.data`; `payload` is what the program sent. */
  deliverError(
    skb: SkBuff,
    error: number,
    type: number,
    code: number,
    info: number,
    payload: number,
    port: number,
  ): void {
    this.queueError(icmpError(skb, error, type, code, info, payload, port));
  }

  /** What fits into one packet of this socket, with its header. */
  protected sendMtu(out: Outgoing): number {
    return this.mtuDiscover >= IPV6_PMTUDISC_PROBE ? out.rt.dev.mtu : decisionMtu(out.rt);
  }

  /** Whether a packet of so many bytes behind the IPv6 header may be sent whole or in fragments. @returns 0 or `-EMSGSIZE` */
  protected checkLength(out: Outgoing, length: number): number {
    const discover = this.mtuDiscover;
    const mtu = this.sendMtu(out);
    const cuts = discover < IPV6_PMTUDISC_DO || discover === IPV6_PMTUDISC_OMIT;
    const whole = this.dontFragment || !cuts;
    if (length <= (whole ? mtu - IPV6_HLEN : IPV6_MAXPLEN)) return 0;
    if (this.recvErrors) this.queueError(tooBigError(out.destination, out.port || out.kind, mtu));
    return -EMSGSIZE;
  }

  /** An error that came back for an earlier packet stops this one when memory is asked for it (`sock_alloc_send_pskb`). */
  protected takePending(out: Outgoing): number {
    const error = this.takeError();
    if (error !== 0) countOn(out.rt.idev, IP6_OUT_DISCARDS);
    return error;
  }

  /** Sends a packet that has its headers (`ip6_send_skb`). @returns 0 or a negative error */
  protected transmit(skb: SkBuff, out: Outgoing): number {
    skb.dst = out.rt;
    skb.mark = this.mark;
    skb.priority = this.priority;
    if (!this.multicastLoop) skb.cbFlags |= IP6SKB_NO_LOOP;
    chargeSend(this, skb, IPV6_RESERVE);
    const error = Math.min(ip6LocalOut(skb), 0);
    if (error < 0) countOn(out.rt.idev, IP6_OUT_DISCARDS);
    return error;
  }

  /** Takes one entry of the error queue (`ipv6_recv_error`). */
  protected receiveError(into: Uint8Array, message: ReceivedMessage | undefined, flags: number): number {
    const entry = this.errors.shift();
    if (entry === undefined) return -EAGAIN;
    this.error = 0;
    const length = Math.min(into.length, entry.data.length);
    into.set(entry.data.subarray(0, length));
    if (message !== undefined) {
      message.flags = MSG_ERRQUEUE | (entry.data.length > length ? MSG_TRUNC : 0);
      message.from = scopedAddress(entry.destination, entry.port, entry.ifindex);
      message.control = [];
      if (this.recvHopLimit && entry.offender !== null && entry.hopLimit >= 0)
        message.control.push({ level: SOL_IPV6, type: IPV6_HOPLIMIT, data: int(entry.hopLimit) });
      message.control.push({ level: SOL_IPV6, type: IPV6_RECVERR, data: extendedError(entry) });
    }
    return (flags & MSG_TRUNC) !== 0 ? entry.data.length : length;
  }

  override recv(into: Uint8Array, message?: ReceivedMessage, flags = 0): number {
    if ((flags & MSG_ERRQUEUE) !== 0) return this.receiveError(into, message, flags);
    const error = this.takeError();
    if (error !== 0) return error;
    const peek = (flags & MSG_PEEK) !== 0;
    const skb = this.peekReceive();
    if (!peek) this.takeReceive();
    if (skb === null) return -EAGAIN;
    const length = skb.tail - skb.data;
    const copied = Math.min(length, into.length);
    copyBytes(skb.bytes, skb.data, skb.data + copied, into, 0);
    if (message !== undefined) {
      message.flags = copied < length ? MSG_TRUNC : 0;
      message.from = senderOf(skb, this.portOf(skb));
      message.control = controlOf(this, skb);
    }
    if (!peek) {
      this.countReceived(skb);
      consumeSkb(skb);
    }
    return (flags & MSG_TRUNC) !== 0 ? length : copied;
  }

  /** A packet goes to the program. */
  protected countReceived(_skb: SkBuff): void {}

  /** Whether the port is somebody else's in another protocol family that this socket is for, too. */
  isTakenElsewhere(_port: number): boolean {
    return false;
  }

  /** What the socket asked to be told about a packet of IPv4. */
  ipv4Control(_skb: SkBuff): ControlMessage[] {
    return [];
  }

  protected portOf(_skb: SkBuff): number {
    return 0;
  }

  /** Joins or leaves a group for this socket. @returns 0 or a negative error */
  membership(join: boolean, address: Ipv6Address, ifindex: number): number {
    this.groups ??= new SocketGroups();
    return this.groups.change(this.net, join, address, ifindex);
  }

  /** `inet6_ioctl` */
  override ioctl(request: number, argument: Uint8Array): number {
    const route = routeIoctl(this.net, request, argument);
    if (route !== -ENOTTY) return route;
    const result = addrconfIoctl(this.net, request, argument);
    return result === -ENOTTY ? super.ioctl(request, argument) : result;
  }

  override setsockopt(level: number, name: number, value: number | Uint8Array): number {
    if (level === SOL_IPV6) return setIpv6Option(this, name, value);
    return super.setsockopt(level, name, value);
  }

  override getsockopt(level: number, name: number, into: Uint8Array): number {
    if (level === SOL_IPV6) return getIpv6Option(this, name, into);
    return super.getsockopt(level, name, into);
  }

  protected leaveAll(): void {
    this.groups?.leaveAll(this.net);
    this.errors = [];
  }
}
