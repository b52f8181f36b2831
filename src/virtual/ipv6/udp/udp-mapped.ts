/**
 * The side of a UDP socket of IPv6 that deals with IPv4: datagrams from and to addresses that are mapped into ::ffff:0:0/96.
 *
 * Linux has one socket with the members of both families. Here the other family's are a socket of its own, which hands on to its owner
 * all that it gets.
 *
 * Source: `net/ipv6/udp.c` (`udpv6_sendmsg`, `udpv6_recvmsg`), `net/ipv6/datagram.c` (`__ip6_datagram_connect`,
 * `ip6_datagram_recv_common_ctl`), RFC 3493, section 3.7.
 */
import { EINVAL } from "../../../errno.ts";
import { AF_INET, type ControlMessage, type SendOptions, type SockaddrIn } from "../../../kernel.ts";
import { IN6ADDR_ANY, Ipv6Address, ipv4 } from "../../../packet/address.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { type QueuedError as QueuedError4, SO_EE_ORIGIN_LOCAL } from "../../ipv4/sock/inet-error-queue.ts";
import { IP_PKTINFO, SOL_IP } from "../../ipv4/sock/ip-socket-options.ts";
import { UdpSocket } from "../../ipv4/udp/udp.ts";
import type { QueuedError } from "../sock/inet6-error-queue.ts";
import type { Inet6Sock } from "../sock/inet6-sock.ts";
import { IPV6_PKTINFO, SOL_IPV6 } from "../sock/ipv6-socket-options.ts";

/** The source of a socket that talks IPv6 already: no packet of IPv4 is for it (`LOOPBACK4_IPV6`). */
const LOOPBACK4_IPV6 = 0x7f000006;

/** An IPv4 address as sockets of IPv6 see it. */
export function mapped(address: number): Ipv6Address {
  return new Ipv6Address(0, 0, 0xffff, address >>> 0);
}

/** A socket of IPv6 with such a side. */
export interface MappedOwner extends Inet6Sock {
  /** A port for a socket that has none. @returns 0 or a negative error */
  takeAnyPort(): number;
}

/** That side: a socket of IPv4 that no list shows. */
export class MappedUdp extends UdpSocket {
  private readonly whole: MappedOwner;

  constructor(owner: MappedOwner) {
    super(owner.net);
    this.whole = owner;
    this.allGroups = false;
  }

  override get isListed(): boolean {
    return false;
  }

  /** Takes over what the owner was told since. */
  sync(): void {
    const owner = this.whole;
    this.deaf = owner.v6only;
    this.boundDevIf = owner.boundDevIf;
    this.mark = owner.mark;
    this.priority = owner.priority;
    this.broadcast = owner.broadcast;
    this.dontRoute = owner.dontRoute;
    this.reuseAddress = owner.reuseAddress;
    this.reusePort = owner.reusePort;
    this.freebind = owner.freebind;
  }

  /** Whether the owner may have this address of IPv4. @returns 0 or a negative error */
  check(address: number): number {
    this.sync();
    return this.checkAddress(address);
  }

  /** Whether somebody else has the port for IPv4. */
  collides(port: number, address: Ipv6Address): boolean {
    this.sync();
    if (this.deaf) return false;
    this.receiveSource = address.isV4Mapped ? address.w3 : 0;
    return this.conflicts(port);
  }

  /** The owner got its port. */
  enterWith(port: number, address: Ipv6Address): void {
    this.sync();
    this.source = this.receiveSource = address.isV4Mapped ? address.w3 : 0;
    this.enter(port);
  }

  /** The owner was connected by IPv6. */
  leaveToIpv6(): void {
    this.connected = false;
    this.peer = this.peerPort = 0;
    if (this.receiveSource === 0) this.source = this.receiveSource = LOOPBACK4_IPV6;
  }

  protected override autobind(): number {
    return this.whole.takeAnyPort();
  }

  override send(data: Uint8Array, options?: SendOptions): number {
    this.sync();
    const control = toIpv4(options?.control);
    return typeof control === "number" ? control : super.send(data, { ...options, control });
  }

  override queueReceive(skb: SkBuff, location: string): boolean {
    return this.whole.queueReceive(skb, location);
  }

  override queueError(error: QueuedError4): void {
    this.whole.queueError(toIpv6(error));
  }

  override reportError(error: number): void {
    this.whole.reportError(error);
  }

  override takeError(): number {
    return this.whole.takeError();
  }

  /** The control messages of IPv4 that the socket asked for. */
  controls(skb: SkBuff): ControlMessage[] {
    return this.controlOf(skb);
  }
}

/** Control messages for a packet of IPv4: of those of IPv6 only device and source count (`ip_cmsg_send`). */
function toIpv4(messages: readonly ControlMessage[] | undefined): ControlMessage[] | number {
  const control: ControlMessage[] = [];
  for (const message of messages ?? []) {
    if (message.level !== SOL_IPV6 || message.type !== IPV6_PKTINFO) {
      control.push(message);
      continue;
    }
    const source = message.data.length < 20 ? IN6ADDR_ANY : Ipv6Address.fromBytes(message.data);
    if (!source.isV4Mapped) return -EINVAL;
    const data = new Uint8Array(12);
    data.set(message.data.subarray(16, 20));
    data.set(message.data.subarray(12, 16), 4);
    control.push({ level: SOL_IP, type: IP_PKTINFO, data });
  }
  return control;
}

/** An error about a packet of IPv4 (`ipv6_recv_error`). */
function toIpv6(error: QueuedError4): QueuedError {
  return {
    data: error.payload,
    error: error.errno,
    origin: error.origin,
    type: error.type,
    code: error.code,
    info: error.info,
    destination: mapped(error.destination),
    port: error.port,
    offender: error.origin === SO_EE_ORIGIN_LOCAL ? null : mapped(error.offender),
    ifindex: 0,
    hopLimit: -1,
    timestamp: error.timestamp,
  };
}

/** Where a message goes by IPv4. */
export function target4(address: Ipv6Address, port: number): SockaddrIn {
  return { family: AF_INET, address: ipv4(address.w3), port };
}
