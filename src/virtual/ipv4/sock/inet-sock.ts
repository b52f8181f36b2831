/**
 * What sockets of IPv4 share: `struct inet_sock`, its options, its errors and what it tells about received packets.
 *
 * Source: `net/ipv4/ip_sockglue.c`, `net/ipv4/af_inet.c`.
 */
import { EAFNOSUPPORT, EAGAIN, ENETUNREACH, ENOTCONN, ENOTTY, type Errno } from "../../../errno.ts";
import {
  AF_INET,
  AF_UNSPEC,
  type ControlMessage,
  MSG_ERRQUEUE,
  MSG_PEEK,
  MSG_TRUNC,
  type ReceivedMessage,
  type SockaddrIn,
  type SocketAddress,
} from "../../../kernel.ts";
import type { Ipv4Address } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";
import { IPV4_DESTINATION, IPV4_SOURCE, IPV4_TOS, IPV4_TTL } from "../../../packet/ipv4.ts";
import { deliverCost, deliverJitter } from "../../core/cost.ts";
import type { Net } from "../../core/net.ts";
import { consumeSkb, copyBytes, type SkBuff } from "../../core/skbuff.ts";
import { Sock, writeInt } from "../../core/sock/sock.ts";
import { timestampControl } from "../../core/sock/sock-timestamp.ts";
import { inetIoctl } from "../devinet/inet-ioctl.ts";
import { leaveGroup } from "../igmp/igmp.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { IPSTATS_OUTNOROUTES } from "../snmp.ts";
import type { QueuedError } from "./inet-error-queue.ts";
import { errorControl } from "./inet-error-queue.ts";
import { routeFor, routeForConnect, sendFlow } from "./inet-send.ts";
import {
  IP_PKTINFO,
  IP_PMTUDISC_DONT,
  IP_PMTUDISC_WANT,
  IP_RECVOPTS,
  IP_TOS,
  IP_TTL,
  SOL_IP,
} from "./ip-socket-options.ts";
import { getIpOption, setIpOption } from "./ip-sockglue.ts";

/** Errors that wait to be read with `MSG_ERRQUEUE`, at most. */
const MAXIMUM_ERRORS = 128;

interface Membership {
  readonly group: number;
  readonly ifindex: number;
}

/** `struct inet_sock`; UDP, raw, ping and TCP sockets subclass it. */
export abstract class InetSock extends Sock {
  readonly inet: NetIpv4;
  /** -1: the route's or the namespace's. */
  ttl = -1;
  tos = 0;
  multicastTtl = 1;
  multicastLoop = true;
  multicastIf = 0;
  multicastSource = 0;
  unicastIf = 0;
  headerIncluded = false;
  pmtuDiscovery = IP_PMTUDISC_WANT;
  receivesErrors = false;
  receivesPacketInfo = false;
  receivesTtl = false;
  receivesTos = false;
  receivesOptions = false;
  freebind = false;
  /** `IP_OPTIONS` of every packet sent. */
  options: Uint8Array | null = null;
  /** Source of what is sent, and the only destination that is received; 0: any. */
  source = 0;
  receiveSource = 0;
  sourcePort = 0;
  /** The peer of a connected socket. */
  peer = 0;
  peerPort = 0;
  connected = false;
  private readonly errors: QueuedError[] = [];
  /** Groups that this socket joined. */
  readonly memberships: Membership[] = [];

  constructor(net: Net, type: number, protocol: number) {
    super(net, AF_INET, type, protocol);
    this.inet = net.ipv4;
    if (this.inet.sysctls.ipNoPmtuDisc !== 0) this.pmtuDiscovery = IP_PMTUDISC_DONT;
  }

  protected override get readable(): boolean {
    return super.readable || this.errors.length > 0;
  }

  getsockname(): SocketAddress | Errno {
    return address(this.source || this.receiveSource, this.sourcePort);
  }

  override getpeername(): SocketAddress | Errno {
    return this.connected ? address(this.peer, this.peerPort) : -ENOTCONN;
  }

  /** An error for the error queue (`sock_queue_err_skb`). */
  queueError(error: QueuedError): void {
    if (this.errors.length >= MAXIMUM_ERRORS) return;
    this.errors.push(error);
    this.wake();
  }

  /** Charges the delivery of a packet and stamps it, unless it was stamped before. */
  stampReceived(skb: SkBuff): void {
    const machine = this.net.machine;
    machine.clock.spend(deliverCost + (machine.random() & (deliverJitter - 1)));
    if (skb.timestamp === 0) skb.timestamp = machine.now();
  }

  /** `ip_recv_error` */
  private recvError(into: Uint8Array, message?: ReceivedMessage): number {
    const queued = this.errors.shift();
    if (queued === undefined) return -EAGAIN;
    const length = Math.min(into.length, queued.payload.length);
    into.set(queued.payload.subarray(0, length));
    if (message !== undefined) {
      message.flags = MSG_ERRQUEUE | (length < queued.payload.length ? MSG_TRUNC : 0);
      message.from = address(queued.destination, queued.port);
      message.control = [errorControl(queued)];
      if (this.receivesTtl && queued.ttl !== undefined)
        message.control.unshift({ level: SOL_IP, type: IP_TTL, data: int32(queued.ttl) });
      const stamp = timestampControl(this, queued.timestamp);
      if (stamp !== undefined) message.control.unshift(stamp);
    }
    this.error = this.errors.length > 0 ? this.errors[0].errno : 0;
    return length;
  }

  /** A port for a socket that has none (`inet_autobind`). @returns 0 or a negative error */
  protected autobind(): number {
    return 0;
  }

  /** `inet_dgram_connect`, `__ip4_datagram_connect` */
  override connect(to: SocketAddress): number {
    if ((to.family as number) === AF_UNSPEC) {
      this.connected = false;
      this.peer = 0;
      this.peerPort = 0;
      return 0;
    }
    if (to.family !== AF_INET) return -EAFNOSUPPORT;
    if (this.autobind() !== 0) return -EAGAIN;
    const route = routeForConnect(this, to.address, to.port);
    if (typeof route === "number") {
      if (route === -ENETUNREACH) this.inet.mib.values[IPSTATS_OUTNOROUTES]++;
      return route;
    }
    if (this.source === 0) this.source = sendFlow.saddr;
    if (this.receiveSource === 0) this.receiveSource = sendFlow.saddr;
    this.peer = sendFlow.daddr;
    this.peerPort = to.port;
    this.connected = true;
    return 0;
  }

  /**
   * Ends what an administrator wants ended (`udp_abort`, `raw_abort`): the program is told, and the peer forgotten.
   * @returns 0 or a negative error
   */
  abort(error: number): number {
    this.reportError(error);
    this.connected = false;
    this.peer = 0;
    this.peerPort = 0;
    return 0;
  }

  /** `raw_recvmsg`, `udp_recvmsg`, `ping_recvmsg` */
  recv(into: Uint8Array, message?: ReceivedMessage, flags = 0): number {
    if ((flags & MSG_ERRQUEUE) !== 0) return this.recvError(into, message);
    const error = this.takeError();
    if (error !== 0) return error;
    const skb = this.peekReceive();
    if (skb === null) return -EAGAIN;
    const length = skb.length;
    const copied = Math.min(length, into.length);
    copyBytes(skb.bytes, skb.data, skb.data + copied, into, 0);
    if (message !== undefined) {
      message.flags = copied < length ? MSG_TRUNC : 0;
      message.from = address(read32(skb.bytes, skb.networkHeader + IPV4_SOURCE), this.portOf(skb));
      message.control = this.controlOf(skb);
    }
    if ((flags & MSG_PEEK) === 0) {
      this.countReceived();
      this.takeReceive();
      consumeSkb(skb);
    }
    return (flags & MSG_TRUNC) !== 0 ? length : copied;
  }

  /** The sender's port; 0: the protocol has none. */
  protected portOf(_skb: SkBuff): number {
    return 0;
  }

  /** A packet goes to the program. */
  protected countReceived(): void {}

  /** Control messages that the socket asked for (`ip_cmsg_recv`). */
  protected controlOf(skb: SkBuff): ControlMessage[] {
    const control: ControlMessage[] = [];
    const stamp = timestampControl(this, skb.timestamp);
    if (stamp !== undefined) control.push(stamp);
    const header = skb.networkHeader;
    if (this.receivesPacketInfo) control.push(packetInfo(skb));
    if (this.receivesTtl)
      control.push({ level: SOL_IP, type: IP_TTL, data: int32(skb.bytes[header + IPV4_TTL]) });
    if (this.receivesTos)
      control.push({ level: SOL_IP, type: IP_TOS, data: Uint8Array.of(skb.bytes[header + IPV4_TOS]) });
    if (this.receivesOptions && skb.cbA > 0)
      control.push({
        level: SOL_IP,
        type: IP_RECVOPTS,
        data: skb.bytes.slice(header + 20, header + 20 + skb.cbA),
      });
    return control;
  }

  override setsockopt(level: number, name: number, value: number | Uint8Array): number {
    if (level !== SOL_IP) return super.setsockopt(level, name, value);
    return setIpOption(this, name, value);
  }

  override getsockopt(level: number, name: number, into: Uint8Array): number {
    if (level !== SOL_IP) return super.getsockopt(level, name, into);
    return getIpOption(this, name, into);
  }

  /** `inet_ioctl` */
  override ioctl(request: number, argument: Uint8Array): number {
    const result = inetIoctl(this.inet, request, argument);
    return result === -ENOTTY ? super.ioctl(request, argument) : result;
  }

  /** Leaves all groups. */
  protected destroy(): void {
    for (const { group, ifindex } of this.memberships) {
      const inDev = this.net.devByIndex(ifindex)?.inDev;
      if (inDev) leaveGroup(inDev, group);
    }
    this.memberships.length = 0;
  }

  /** MTU of the way to the peer of a connected socket (`IP_MTU`). */
  pathMtu(): number {
    if (!this.connected) return -ENOTCONN;
    const route = routeFor(this, this.peer, this.protocol, 0, 0, undefined);
    return typeof route === "number" ? route : route.pathMtu();
  }
}

function address(value: number, port: number): SockaddrIn {
  return { family: AF_INET, address: value as Ipv4Address, port };
}

function int32(value: number): Uint8Array {
  const data = new Uint8Array(4);
  writeInt(data, value);
  return data;
}

/** `struct in_pktinfo`: device, address of this host, destination of the packet */
function packetInfo(skb: SkBuff): ControlMessage {
  const data = new Uint8Array(12);
  writeInt(data, skb.cbIif || skb.skbIif);
  const destination = skb.networkHeader + IPV4_DESTINATION;
  const specific = skb.cbC;
  for (let i = 0; i < 4; i++) {
    data[4 + i] = specific !== 0 ? (specific >>> (24 - 8 * i)) & 0xff : skb.bytes[destination + i];
    data[8 + i] = skb.bytes[destination + i];
  }
  return { level: SOL_IP, type: IP_PKTINFO, data };
}
