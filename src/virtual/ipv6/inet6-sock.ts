/**
 * What all IPv6 sockets share: addresses, options, control messages and the error queue.
 *
 * Source: `net/ipv6/ipv6_sockglue.c`, `net/ipv6/datagram.c`, RFC 3542.
 */
import {
  EADDRINUSE,
  EADDRNOTAVAIL,
  EAFNOSUPPORT,
  EAGAIN,
  EDESTADDRREQ,
  EINVAL,
  EMSGSIZE,
  ENODEV,
  ENOTCONN,
  type Errno,
} from "../../errno.ts";
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
} from "../../kernel.ts";
import { RTAX_HOPLIMIT } from "../../netlink/route-attributes.ts";
import { IN6ADDR_ANY, Ipv6Address } from "../../packet/address.ts";
import { IPV6_HLEN, ipv6FirstWord } from "../../packet/ipv6.ts";
import type { Net } from "../core/net.ts";
import { consumeSkb, copyBytes, type SkBuff } from "../core/skbuff.ts";
import { Sock } from "../core/sock.ts";
import { timestampControl } from "../core/sock-timestamp.ts";
import { addressType, IPV6_ADDR_MULTICAST, needsScopeId } from "./addrconf-core.ts";
import { hasAddress } from "./addrconf-lookup.ts";
import { automaticFlowLabel, type FlowLabelLeases } from "./flow-label.ts";
import { Flow6 } from "./flow6.ts";
import {
  extendedError,
  int,
  type QueuedError,
  SO_EE_ORIGIN_ICMP6,
  SO_EE_ORIGIN_LOCAL,
} from "./inet6-error-queue.ts";
import { type OutgoingControl, readOutgoingControl } from "./ip6-control.ts";
import { countOn, decisionMtu, IP6SKB_NO_LOOP, ip6LocalOut } from "./ip6-output.ts";
import { ip6RouteOutput } from "./ip6-route.ts";
import {
  IPV6_HOPLIMIT,
  IPV6_PKTINFO,
  IPV6_PMTUDISC_DO,
  IPV6_PMTUDISC_WANT,
  IPV6_RECVERR,
  IPV6_TCLASS,
  SOL_IPV6,
} from "./ipv6-socket-options.ts";
import { getIpv6Option, setIpv6Option } from "./ipv6-sockglue.ts";
import { joinGroup, leaveGroup } from "./mcast.ts";
import type { Rt6Info } from "./rt6-info.ts";
import { selectSource } from "./saddr-select.ts";
import { IP6_OUT_DISCARDS, IP6_OUT_NO_ROUTES } from "./snmp6.ts";

/** Errors that wait at most: each is charged like a small packet. */
const MAX_ERRORS = 128;

/** A decision together with the addresses and settings of one packet. */
export interface Outgoing {
  readonly rt: Rt6Info;
  readonly source: Ipv6Address;
  readonly destination: Ipv6Address;
  readonly port: number;
  readonly hopLimit: number;
  readonly firstWord: number;
  readonly control: OutgoingControl;
}

const flow = new Flow6();

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
  private memberships: { readonly ifindex: number; readonly address: Ipv6Address }[] = [];

  constructor(net: Net, type: number, protocol: number) {
    super(net, AF_INET6, type, protocol);
    this.v6only = net.ipv6.sysctls.bindv6only !== 0;
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
    if (type !== 0 && (type & IPV6_ADDR_MULTICAST) === 0 && !this.freebind) {
      const on = dev === 0 ? null : (this.net.devByIndex(dev) ?? null);
      const nonlocal = this.net.ipv6.sysctls.ipNonlocalBind !== 0;
      if (!nonlocal && !hasAddress(this.net, address.address, on)) return -EADDRNOTAVAIL;
    }
    if (needsScopeId(type)) this.boundDevIf = dev;
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
    const target = address.address.isUnspecified ? new Ipv6Address(0, 0, 0, 1) : address.address;
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

  /** Finds route, source and header fields of a packet (`ip6_sk_dst_lookup_flow`). @returns them, or a negative error */
  protected route(
    destination: Ipv6Address,
    port: number,
    scopeId: number,
    control: OutgoingControl,
    flowInfo = 0,
    /** For the flow's hash: type and code of ICMPv6. */
    kind = 0,
  ): Outgoing | number {
    const net = this.net;
    const label = this.sendFlowInfo ? flowInfo & 0xfffff : 0;
    if (label !== 0 && !this.leases?.has(label)) return -EINVAL;
    const type = addressType(destination);
    flow.reset().setDestination(destination);
    flow.oif = this.boundDevIf;
    if (flow.oif === 0 && needsScopeId(type)) flow.oif = scopeId;
    if (control.ifindex !== 0) {
      if (flow.oif !== 0 && flow.oif !== control.ifindex) return -EINVAL;
      flow.oif = control.ifindex;
    }
    if (flow.oif === 0) flow.oif = this.stickyIf;
    if (flow.oif === 0 && (type & IPV6_ADDR_MULTICAST) !== 0) flow.oif = this.multicastIf;
    const wanted = control.source ?? this.stickySource ?? this.localAddress;
    if (!wanted.isUnspecified && !wanted.isMulticast) flow.setSource(wanted);
    flow.mark = this.mark;
    flow.protocol = this.protocol;
    flow.sourcePort = this.localPort;
    flow.destinationPort = port;
    let source: Ipv6Address | null = flow.hasSource ? wanted : null;
    let rt = ip6RouteOutput(net, flow, this.boundDevIf);
    if (source === null) {
      const via = rt.error === 0 ? rt.from : null;
      source = via?.prefsrc ?? selectSource(net, via?.dev ?? (rt.error === 0 ? rt.dev : null), destination);
      if (source === null) return -EADDRNOTAVAIL;
      if (rt.error !== 0) {
        flow.setSource(source);
        rt = ip6RouteOutput(net, flow, this.boundDevIf);
      }
    }
    if (rt.error !== 0) {
      if (rt.from === null) net.ipv6.mib.count(IP6_OUT_NO_ROUTES);
      return rt.error;
    }
    const trafficClass = control.trafficClass >= 0 ? control.trafficClass : this.trafficClass;
    return {
      rt,
      source,
      destination,
      port,
      hopLimit:
        control.hopLimit >= 0 ? control.hopLimit : this.hopLimitFor(rt, (type & IPV6_ADDR_MULTICAST) !== 0),
      firstWord: ipv6FirstWord(
        trafficClass,
        label === 0 ? this.makeLabel(source, destination, port, kind) : label,
      ),
      control,
    };
  }

  private makeLabel(source: Ipv6Address, destination: Ipv6Address, port: number, kind: number): number {
    const from = kind === 0 ? this.localPort : kind;
    return automaticFlowLabel(this.net, source, destination, this.protocol, from, port, this.autoFlowLabel);
  }

  private hopLimitFor(rt: Rt6Info, multicast: boolean): number {
    const own = multicast ? this.multicastHops : this.unicastHops;
    if (own >= 0) return own;
    return rt.from?.metrics?.get(RTAX_HOPLIMIT) ?? rt.dev.in6Dev?.cnf.hopLimit ?? 64;
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
    const { bytes, networkHeader } = skb;
    this.queueError({
      data: bytes.slice(payload, skb.tail),
      error,
      origin: SO_EE_ORIGIN_ICMP6,
      type,
      code,
      info,
      destination: Ipv6Address.fromBytes(bytes, skb.data + 24),
      port,
      offender: Ipv6Address.fromBytes(bytes, networkHeader + 8),
      ifindex: skb.cbIif,
      hopLimit: bytes[networkHeader + 7],
      timestamp: skb.timestamp,
    });
  }

  /** Whether a packet of so many bytes behind the IPv6 header may be sent whole or in fragments. @returns 0 or `-EMSGSIZE` */
  protected checkLength(out: Outgoing, length: number): number {
    const mtu = decisionMtu(out.rt);
    if (length + IPV6_HLEN <= mtu) return 0;
    if (!this.dontFragment && this.mtuDiscover !== IPV6_PMTUDISC_DO) return 0;
    this.localTooBig(out, mtu);
    return -EMSGSIZE;
  }

  /** Sends a packet that has its headers. @returns `length`, or an error that the socket wants to hear of */
  protected transmit(skb: SkBuff, out: Outgoing, length: number): number {
    skb.dst = out.rt;
    skb.mark = this.mark;
    skb.priority = this.priority;
    if (!this.multicastLoop) skb.cbFlags |= IP6SKB_NO_LOOP;
    this.chargeSend(skb);
    const error = ip6LocalOut(skb);
    if (error < 0) countOn(out.rt.idev, IP6_OUT_DISCARDS);
    return error < 0 && this.recvErrors ? error : length;
  }

  /** The packet does not fit: the error queue says what would (`ipv6_local_error`). */
  private localTooBig(out: Outgoing, mtu: number): void {
    if (!this.recvErrors) return;
    this.queueError({
      data: new Uint8Array(0),
      error: EMSGSIZE,
      origin: SO_EE_ORIGIN_LOCAL,
      type: 0,
      code: 0,
      info: mtu,
      destination: out.destination,
      port: out.port,
      offender: null,
      ifindex: 0,
      hopLimit: 0,
      timestamp: 0,
    });
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
      const linkScope = needsScopeId(addressType(entry.destination));
      message.from = {
        family: AF_INET6,
        address: entry.destination,
        port: entry.port,
        flowinfo: 0,
        scopeId: linkScope ? entry.ifindex : 0,
      };
      message.control = [];
      if (this.recvHopLimit && entry.offender !== null)
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
      message.from = this.senderOf(skb);
      message.control = this.controlOf(skb);
    }
    if (!peek) {
      this.countReceived();
      consumeSkb(skb);
    }
    return (flags & MSG_TRUNC) !== 0 ? length : copied;
  }

  /** A packet goes to the program. */
  protected countReceived(): void {}

  protected senderOf(skb: SkBuff): SockaddrIn6 {
    const address = Ipv6Address.fromBytes(skb.bytes, skb.networkHeader + 8);
    const scoped = needsScopeId(addressType(address));
    return {
      family: AF_INET6,
      address,
      port: this.portOf(skb),
      flowinfo: 0,
      scopeId: scoped ? skb.cbIif : 0,
    };
  }

  protected portOf(_skb: SkBuff): number {
    return 0;
  }

  private controlOf(skb: SkBuff): ControlMessage[] {
    const control: ControlMessage[] = [];
    const stamp = timestampControl(this, skb.timestamp);
    if (stamp !== undefined) control.push(stamp);
    const { bytes, networkHeader } = skb;
    if (this.recvPacketInfo) {
      const data = new Uint8Array(20);
      data.set(bytes.subarray(networkHeader + 24, networkHeader + 40));
      data.set(int(skb.cbIif), 16);
      control.push({ level: SOL_IPV6, type: IPV6_PKTINFO, data });
    }
    if (this.recvHopLimit)
      control.push({ level: SOL_IPV6, type: IPV6_HOPLIMIT, data: int(bytes[networkHeader + 7]) });
    if (this.recvTrafficClass) {
      const value = ((bytes[networkHeader] & 0x0f) << 4) | (bytes[networkHeader + 1] >>> 4);
      control.push({ level: SOL_IPV6, type: IPV6_TCLASS, data: int(value) });
    }
    return control;
  }

  /** Joins or leaves a group for this socket (`ipv6_sock_mc_join`). @returns 0 or a negative error */
  membership(join: boolean, address: Ipv6Address, ifindex: number): number {
    if (!address.isMulticast) return -EINVAL;
    let index = ifindex;
    if (index === 0) {
      const rt = ip6RouteOutput(this.net, flow.reset().setDestination(address), 0);
      if (rt.error === 0) index = rt.dev.ifindex;
    }
    const dev = this.net.devByIndex(index);
    if (dev === undefined || dev.in6Dev === null) return -ENODEV;
    const at = this.memberships.findIndex((m) => m.ifindex === index && m.address.equals(address));
    if (join) {
      if (at >= 0) return -EADDRINUSE;
      this.memberships.push({ ifindex: index, address });
      joinGroup(dev.in6Dev, address);
      return 0;
    }
    if (at < 0) return -EADDRNOTAVAIL;
    this.memberships.splice(at, 1);
    leaveGroup(dev.in6Dev, address);
    return 0;
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
    for (const { ifindex, address } of this.memberships) {
      const idev = this.net.devByIndex(ifindex)?.in6Dev;
      if (idev) leaveGroup(idev, address);
    }
    this.memberships = [];
    this.errors = [];
  }
}
