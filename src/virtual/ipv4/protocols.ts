/**
 * Who handles packets and errors of which IP protocol: `inet_add_protocol`.
 */
import type { SkBuff } from "../core/skbuff.ts";
import type { NetIpv4 } from "./net-ipv4.ts";

/** Takes over a packet for this host whose data is at its transport header. */
export type ProtocolHandler = (skb: SkBuff) => void;
/**
 * An ICMP error about a packet of the protocol: data at the quoted IP header, transport header at the ICMP header. Lends the packet.
 */
export type ProtocolErrorHandler = (net: NetIpv4, skb: SkBuff, info: number) => void;

/** By protocol number; the same for all machines. */
export const protocolHandlers: (ProtocolHandler | null)[] = new Array(256).fill(null);

/** Who is told of ICMP errors about packets of a protocol. */
export const protocolErrors = new Map<number, ProtocolErrorHandler>();
