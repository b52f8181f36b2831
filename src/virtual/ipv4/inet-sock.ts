/**
 * What sockets of IPv4 share: `struct inet_sock`, its options, its errors and what it tells about received packets.
 *
 * Source: `net/ipv4/ip_sockglue.c`, `net/ipv4/af_inet.c`.
 */
import { EADDRNOTAVAIL, EAGAIN, EINVAL, ENODEV, ENOPROTOOPT, ENOTCONN, type Errno } from "../../errno.ts";
import {
  AF_INET,
  type ControlMessage,
  MSG_ERRQUEUE,
  MSG_TRUNC,
  type ReceivedMessage,
  type SockaddrIn,
  type SocketAddress,
} from "../../kernel.ts";
import type { Ipv4Address } from "../../packet/address.ts";
import { read32 } from "../../packet/bytes.ts";
import { IPV4_DESTINATION, IPV4_SOURCE, IPV4_TOS, IPV4_TTL } from "../../packet/ipv4.ts";
import { deliverCost, deliverJitter } from "../core/cost.ts";
import type { Net } from "../core/net.ts";
import type { SkBuff } from "../core/skbuff.ts";
import { readInt, SO_DONTROUTE, Sock, writeInt } from "../core/sock.ts";
import { timestampControl } from "../core/sock-timestamp.ts";
import { joinGroup, leaveGroup } from "./igmp.ts";
import { isMulticast } from "./inet-address.ts";
import type { QueuedError } from "./inet-error-queue.ts";
import { errorControl } from "./inet-error-queue.ts";
import type { NetIpv4 } from "./net-ipv4.ts";

export const SOL_IP = 0;
export const IP_TOS = 1;
export const IP_TTL = 2;
export const IP_HDRINCL = 3;
export const IP_OPTIONS = 4;
export const IP_RECVOPTS = 6;
export const IP_RETOPTS = 7;
export const IP_PKTINFO = 8;
export const IP_MTU_DISCOVER = 10;
export const IP_RECVERR = 11;
export const IP_RECVTTL = 12;
export const IP_RECVTOS = 13;
export const IP_MTU = 14;
export const IP_FREEBIND = 15;
export const IP_MULTICAST_IF = 32;
export const IP_MULTICAST_TTL = 33;
export const IP_MULTICAST_LOOP = 34;
export const IP_ADD_MEMBERSHIP = 35;
export const IP_DROP_MEMBERSHIP = 36;
export const IP_UNICAST_IF = 50;

/** `IP_PMTUDISC_*` */
export const IP_PMTUDISC_DONT = 0;
export const IP_PMTUDISC_WANT = 1;
export const IP_PMTUDISC_DO = 2;
export const IP_PMTUDISC_PROBE = 3;
export const IP_PMTUDISC_OMIT = 5;

/** Errors that wait to be read with `MSG_ERRQUEUE`, at most. */
const MAXIMUM_ERRORS = 128;

interface Membership {
  readonly group: number;
  readonly ifindex: number;
}

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
  dontRoute = false;
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
  private readonly memberships: Membership[] = [];

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
      const stamp = timestampControl(this, queued.timestamp);
      if (stamp !== undefined) message.control.unshift(stamp);
    }
    this.error = this.errors.length > 0 ? this.errors[0].errno : 0;
    return length;
  }

  /** What every `recv` of this family starts with: the error queue or a pending error. undefined: go on to the packets. */
  protected recvErrors(
    into: Uint8Array,
    message: ReceivedMessage | undefined,
    flags: number,
  ): number | undefined {
    if ((flags & MSG_ERRQUEUE) !== 0) return this.recvError(into, message);
    const error = this.takeError();
    return error !== 0 ? error : undefined;
  }

  /** Control messages that the socket asked for (`ip_cmsg_recv`). */
  protected controlOf(skb: SkBuff): ControlMessage[] {
    const control: ControlMessage[] = [];
    const stamp = timestampControl(this, skb.timestamp);
    if (stamp !== undefined) control.push(stamp);
    const header = skb.networkHeader;
    if (this.receivesPacketInfo) control.push(packetInfo(this, skb));
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

  protected sourceOf(skb: SkBuff, port: number): SockaddrIn {
    return address(read32(skb.bytes, skb.networkHeader + IPV4_SOURCE), port);
  }

  override setsockopt(level: number, name: number, value: number | Uint8Array): number {
    if (level === 1 && name === SO_DONTROUTE) {
      this.dontRoute = (readInt(value) ?? 0) !== 0;
      return 0;
    }
    if (level !== SOL_IP) return super.setsockopt(level, name, value);
    if (name === IP_OPTIONS) return this.setOptions(value);
    if (name === IP_MULTICAST_IF || name === IP_ADD_MEMBERSHIP || name === IP_DROP_MEMBERSHIP)
      return this.setMulticast(name, value);
    const number = typeof value === "number" ? value : value.length >= 4 ? readInt(value) : value[0];
    if (number === undefined) return -EINVAL;
    const option = OPTIONS.get(name);
    return option === undefined ? -ENOPROTOOPT : option.set(this, number);
  }

  private setOptions(value: number | Uint8Array): number {
    if (typeof value === "number" || value.length > 40) return -EINVAL;
    const padded = new Uint8Array((value.length + 3) & ~3);
    padded.set(value);
    this.options = padded.length === 0 ? null : padded;
    return 0;
  }

  /** `struct ip_mreqn`, `struct ip_mreq` or `struct in_addr`. */
  private setMulticast(name: number, value: number | Uint8Array): number {
    if (typeof value === "number" || value.length < 4) return -EINVAL;
    const first = read32(value, 0);
    const second = value.length >= 8 ? read32(value, 4) : 0;
    const index = value.length >= 12 ? (readInt(value.subarray(8)) ?? 0) : 0;
    if (name === IP_MULTICAST_IF) return this.setMulticastIf(value.length >= 8 ? second : first, index);
    const ifindex = index || this.deviceFor(first, second);
    if (ifindex === 0) return -ENODEV;
    const inDev = this.net.devByIndex(ifindex)?.inDev;
    if (!inDev) return -ENODEV;
    const at = this.memberships.findIndex((m) => m.group === first && m.ifindex === ifindex);
    if (name === IP_ADD_MEMBERSHIP) return this.join(first, ifindex, at);
    if (at < 0) return -EADDRNOTAVAIL;
    this.memberships.splice(at, 1);
    return leaveGroup(inDev, first);
  }

  private join(group: number, ifindex: number, present: number): number {
    if (!isMulticast(group)) return -EINVAL;
    if (present >= 0) return -98;
    if (this.memberships.length >= this.inet.sysctls.igmpMaxMemberships) return -105;
    const inDev = this.net.devByIndex(ifindex)?.inDev;
    const error = inDev ? joinGroup(inDev, group) : -ENODEV;
    if (error === 0) this.memberships.push({ group, ifindex });
    return error;
  }

  private deviceFor(group: number, local: number): number {
    const ifa = local === 0 ? undefined : this.inet.localAddresses.get(local);
    if (ifa !== undefined) return ifa.inDev.dev.ifindex;
    return this.routeTo(group);
  }

  /** ifindex of the way to a group; 0: none. Set by sockets that can route. */
  protected routeTo(_group: number): number {
    return 0;
  }

  private setMulticastIf(local: number, index: number): number {
    if (index !== 0) {
      const dev = this.net.devByIndex(index);
      if (dev === undefined) return -EADDRNOTAVAIL;
      this.multicastIf = index;
      this.multicastSource = local;
      return 0;
    }
    if (local === 0) {
      this.multicastIf = 0;
      this.multicastSource = 0;
      return 0;
    }
    const ifa = this.inet.localAddresses.get(local);
    if (ifa === undefined) return -EADDRNOTAVAIL;
    this.multicastIf = ifa.inDev.dev.ifindex;
    this.multicastSource = local;
    return 0;
  }

  /** Whether this socket wants a packet for a group (`ip_mc_sf_allow`): groups that nobody of it joined come to all. */
  wantsGroup(_group: number, _ifindex: number): boolean {
    return true;
  }

  override getsockopt(level: number, name: number, into: Uint8Array): number {
    if (level !== SOL_IP) return super.getsockopt(level, name, into);
    if (name === IP_OPTIONS) {
      const options = this.options ?? new Uint8Array(0);
      into.set(options.subarray(0, into.length));
      return Math.min(options.length, into.length);
    }
    const option = OPTIONS.get(name);
    return option === undefined ? -ENOPROTOOPT : writeInt(into, option.get(this));
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
    return -ENOTCONN;
  }
}

interface InetOption {
  get(sk: InetSock): number;
  set(sk: InetSock, value: number): number;
}

type FlagName =
  | "headerIncluded"
  | "receivesErrors"
  | "receivesPacketInfo"
  | "receivesTtl"
  | "receivesTos"
  | "receivesOptions"
  | "freebind"
  | "multicastLoop";

function flag(name: FlagName): InetOption {
  return {
    get: (sk) => Number(sk[name]),
    set: (sk, value) => {
      sk[name] = value !== 0;
      return 0;
    },
  };
}

const OPTIONS: ReadonlyMap<number, InetOption> = new Map<number, InetOption>([
  [
    IP_TTL,
    {
      get: (sk) => (sk.ttl < 0 ? sk.inet.sysctls.ipDefaultTtl : sk.ttl),
      set: (sk, value) => {
        if (value !== -1 && (value < 1 || value > 255)) return -EINVAL;
        sk.ttl = value;
        return 0;
      },
    },
  ],
  [
    IP_TOS,
    {
      get: (sk) => sk.tos,
      set: (sk, value) => {
        sk.tos = value & 0xff;
        sk.priority = TOS_TO_PRIORITY[(value & 0x1e) >> 1];
        return 0;
      },
    },
  ],
  [
    IP_HDRINCL,
    {
      get: (sk) => Number(sk.headerIncluded),
      set: (sk, value) => {
        if (sk.type !== 3) return -ENOPROTOOPT;
        sk.headerIncluded = value !== 0;
        return 0;
      },
    },
  ],
  [IP_RECVERR, flag("receivesErrors")],
  [IP_PKTINFO, flag("receivesPacketInfo")],
  [IP_RECVTTL, flag("receivesTtl")],
  [IP_RECVTOS, flag("receivesTos")],
  [IP_RECVOPTS, flag("receivesOptions")],
  [IP_RETOPTS, flag("receivesOptions")],
  [IP_FREEBIND, flag("freebind")],
  [IP_MULTICAST_LOOP, flag("multicastLoop")],
  [
    IP_MTU_DISCOVER,
    {
      get: (sk) => sk.pmtuDiscovery,
      set: (sk, value) => {
        if (value < IP_PMTUDISC_DONT || value > IP_PMTUDISC_OMIT) return -EINVAL;
        sk.pmtuDiscovery = value;
        return 0;
      },
    },
  ],
  [
    IP_MULTICAST_TTL,
    {
      get: (sk) => sk.multicastTtl,
      set: (sk, value) => {
        if (value < -1 || value > 255) return -EINVAL;
        sk.multicastTtl = value === -1 ? 1 : value;
        return 0;
      },
    },
  ],
  [
    IP_UNICAST_IF,
    {
      get: (sk) => sk.unicastIf,
      set: (sk, value) => {
        const index =
          ((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
        if (index !== 0 && sk.net.devByIndex(index) === undefined) return -EADDRNOTAVAIL;
        sk.unicastIf = index;
        return 0;
      },
    },
  ],
  [IP_MTU, { get: (sk) => sk.pathMtu(), set: () => -ENOPROTOOPT }],
]);

/** `ip_tos2prio` */
const TOS_TO_PRIORITY = [0, 0, 0, 0, 2, 2, 2, 2, 6, 6, 6, 6, 4, 4, 4, 4] as const;

export function address(value: number, port: number): SockaddrIn {
  return { family: AF_INET, address: value as Ipv4Address, port };
}

function int32(value: number): Uint8Array {
  const data = new Uint8Array(4);
  writeInt(data, value);
  return data;
}

/** `struct in_pktinfo`: device, address of this host, destination of the packet */
function packetInfo(_sk: InetSock, skb: SkBuff): ControlMessage {
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
