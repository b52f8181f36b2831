/**
 * What a socket is told about a received packet beside its bytes.
 *
 * Source: `net/ipv6/datagram.c` (`ip6_datagram_recv_ctl`, `ipv6_recv_error`), RFC 3542.
 */
import { AF_INET6, type ControlMessage, type SockaddrIn6 } from "../../../kernel.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";
import { IPV4_DESTINATION, IPV4_SOURCE } from "../../../packet/ipv4.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { timestampControl } from "../../core/sock/sock-timestamp.ts";
import { addressType, needsScopeId } from "../addrconf/addrconf-core.ts";
import { int } from "./inet6-error-queue.ts";
import type { Inet6Sock } from "./inet6-sock.ts";
import { IPV6_HOPLIMIT, IPV6_PKTINFO, IPV6_TCLASS, SOL_IPV6 } from "./ipv6-socket-options.ts";

/** An address as `recvmsg(2)` tells it: with the device if it belongs to one link. */
export function scopedAddress(address: Ipv6Address, port: number, ifindex: number): SockaddrIn6 {
  const scopeId = needsScopeId(addressType(address)) ? ifindex : 0;
  return { family: AF_INET6, address, port, flowinfo: 0, scopeId };
}

/** A packet of IPv4, which sockets of UDP may get. */
export function isIpv4(skb: SkBuff): boolean {
  return skb.bytes[skb.networkHeader] >>> 4 === 4;
}

/** The IPv4 address at `at` as sockets of IPv6 see it. */
function mappedAt(bytes: Uint8Array, at: number): Ipv6Address {
  return new Ipv6Address(0, 0, 0xffff, read32(bytes, at));
}

/** The sender of a packet. */
export function senderOf(skb: SkBuff, port: number): SockaddrIn6 {
  if (isIpv4(skb)) return scopedAddress(mappedAt(skb.bytes, skb.networkHeader + IPV4_SOURCE), port, 0);
  return scopedAddress(Ipv6Address.fromBytes(skb.bytes, skb.networkHeader + 8), port, skb.cbIif);
}

/** The control messages that the socket asked for. */
export function controlOf(sk: Inet6Sock, skb: SkBuff): ControlMessage[] {
  const control: ControlMessage[] = [];
  const stamp = timestampControl(sk, skb.timestamp);
  if (stamp !== undefined) control.push(stamp);
  const { bytes, networkHeader } = skb;
  const tell = (type: number, data: Uint8Array): void => void control.push({ level: SOL_IPV6, type, data });
  const old = isIpv4(skb);
  if (sk.recvPacketInfo) {
    const data = new Uint8Array(20);
    if (old) mappedAt(bytes, networkHeader + IPV4_DESTINATION).toBytes(data, 0);
    else data.set(bytes.subarray(networkHeader + 24, networkHeader + 40));
    data.set(int(old ? skb.cbIif || skb.skbIif : skb.cbIif), 16);
    tell(IPV6_PKTINFO, data);
  }
  if (old) return [...control, ...sk.ipv4Control(skb)];
  if (sk.recvHopLimit) tell(IPV6_HOPLIMIT, int(bytes[networkHeader + 7]));
  if (sk.recvTrafficClass) {
    const value = ((bytes[networkHeader] & 0x0f) << 4) | (bytes[networkHeader + 1] >>> 4);
    tell(IPV6_TCLASS, int(value));
  }
  return control;
}
