/**
 * The socket that a packet is for, found before it gets there.
 *
 * Source: `net/ipv4/netfilter/nf_socket_ipv4.c` (`nf_sk_lookup_slow_v4`), `net/ipv6/netfilter/nf_socket_ipv6.c`.
 */
import { read16, read32 } from "../../packet/bytes.ts";
import { IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP } from "../../packet/ipv4.ts";
import type { Net } from "../core/net.ts";
import type { SkBuff } from "../core/skbuff.ts";
import type { UdpSocket } from "../ipv4/udp/udp.ts";
import { findUdpSocket } from "../ipv4/udp/udp-receive.ts";
import type { Inet6Sock } from "../ipv6/sock/inet6-sock.ts";
import { Ends, MAPPED, type SockCommon } from "../tcp/sock-common.ts";
import { tcpOf } from "../tcp/tcp-net.ts";
import {
  IP_CT_ESTABLISHED_REPLY,
  IP_CT_RELATED_REPLY,
  IPS_SRC_NAT_DONE,
} from "./conntrack/conntrack-status.ts";
import { nfCtGet } from "./conntrack/nf-conn.ts";

/** A connection, its request or remains; or a datagram socket. */
export type FoundSocket = SockCommon | UdpSocket | Inet6Sock | null;

const IPPROTO_ICMPV6 = 58;
const IPV6_HLEN = 40;
/** Types of ICMP that quote the packet that they are about. */
const QUOTING: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);
const INFORMATIONAL = 128;

const ends = new Ends();
/** Addresses as bytes, for the table of IPv6's datagram sockets: the local one, then the remote one. */
const addresses = new Uint8Array(32);

/** What is looked for; kept here so that a packet takes no memory. */
let protocol = 0;

function setPorts(bytes: Uint8Array, local: number, remote: number): void {
  ends.localPort = read16(bytes, local);
  ends.remotePort = read16(bytes, remote);
}

/** Reads whom the IPv4 packet is for, or whose packet it quotes. @param transport where its ports are @returns whether anybody's */
function readIpv4(skb: SkBuff, at: number, transport: number): boolean {
  const { bytes, tail } = skb;
  ends.l0 = ends.l1 = ends.r0 = ends.r1 = 0;
  ends.l2 = ends.r2 = MAPPED;
  protocol = bytes[at + 9];
  if (protocol === IPPROTO_TCP || protocol === IPPROTO_UDP) {
    if (transport + 8 > tail) return false;
    ends.r3 = read32(bytes, at + 12) | 0;
    ends.l3 = read32(bytes, at + 16) | 0;
    setPorts(bytes, transport + 2, transport);
    return true;
  }
  if (protocol !== IPPROTO_ICMP || transport + 28 > tail || !QUOTING.has(bytes[transport])) return false;
  const inner = transport + 8;
  const ports = inner + (bytes[inner] & 15) * 4;
  protocol = bytes[inner + 9];
  if ((protocol !== IPPROTO_TCP && protocol !== IPPROTO_UDP) || ports + 4 > tail) return false;
  ends.l3 = read32(bytes, inner + 12) | 0;
  ends.r3 = read32(bytes, inner + 16) | 0;
  setPorts(bytes, ports, ports + 2);
  return true;
}

/** An answer to a packet whose source was translated is for who sent that. */
function undoTranslation(skb: SkBuff): void {
  const ct = nfCtGet(skb);
  if (ct === null || (ct.status & IPS_SRC_NAT_DONE) === 0) return;
  if (skb.ctinfo !== IP_CT_ESTABLISHED_REPLY && skb.ctinfo !== IP_CT_RELATED_REPLY) return;
  const { original } = ct;
  ends.l0 = original.s0;
  ends.l1 = original.s1;
  if (ends.r2 !== MAPPED) ends.l2 = original.s2;
  ends.l3 = original.s3;
  ends.localPort = original.ports >>> 16;
}

/** `nf_sk_lookup_slow_v4` @param at where the header is @param ifindex of the device that it came in on */
export function socketOfIpv4(
  net: Net,
  skb: SkBuff,
  at: number,
  transport: number,
  ifindex: number,
): FoundSocket {
  if (!readIpv4(skb, at, transport)) return null;
  undoTranslation(skb);
  if (protocol === IPPROTO_TCP) return connection(net, ifindex);
  const { r3, remotePort, l3, localPort } = ends;
  return findUdpSocket(net.ipv4, r3 >>> 0, remotePort, l3 >>> 0, localPort, ifindex) ?? null;
}

function connection(net: Net, ifindex: number): FoundSocket {
  ends.ifindex = ifindex;
  ends.scoped = false;
  const { hash } = tcpOf(net);
  return hash.lookup(ends, ifindex) ?? hash.lookupListener(ends);
}

function readAddresses(bytes: Uint8Array, local: number, remote: number): void {
  for (let i = 0; i < 16; i++) {
    addresses[i] = bytes[local + i];
    addresses[16 + i] = bytes[remote + i];
  }
  ends.l0 = read32(bytes, local) | 0;
  ends.l1 = read32(bytes, local + 4) | 0;
  ends.l2 = read32(bytes, local + 8) | 0;
  ends.l3 = read32(bytes, local + 12) | 0;
  ends.r0 = read32(bytes, remote) | 0;
  ends.r1 = read32(bytes, remote + 4) | 0;
  ends.r2 = read32(bytes, remote + 8) | 0;
  ends.r3 = read32(bytes, remote + 12) | 0;
}

function readIpv6(skb: SkBuff, at: number, transport: number, next: number): boolean {
  const { bytes, tail } = skb;
  protocol = next;
  if (next === IPPROTO_TCP || next === IPPROTO_UDP) {
    if (transport + 8 > tail) return false;
    readAddresses(bytes, at + 24, at + 8);
    setPorts(bytes, transport + 2, transport);
    return true;
  }
  const inner = transport + 8;
  const ports = inner + IPV6_HLEN;
  if (next !== IPPROTO_ICMPV6 || ports + 4 > tail || bytes[transport] >= INFORMATIONAL) return false;
  protocol = bytes[inner + 6];
  if (protocol !== IPPROTO_TCP && protocol !== IPPROTO_UDP) return false;
  readAddresses(bytes, inner + 8, inner + 24);
  setPorts(bytes, ports, ports + 2);
  return true;
}

/** `nf_sk_lookup_slow_v6` @param next the protocol at `transport` */
export function socketOfIpv6(
  net: Net,
  skb: SkBuff,
  at: number,
  transport: number,
  next: number,
  ifindex: number,
): FoundSocket {
  if (!readIpv6(skb, at, transport, next)) return null;
  if (protocol === IPPROTO_TCP) return connection(net, ifindex);
  return net.ipv6.udp?.lookup(addresses, 0, ends.localPort, 16, ends.remotePort, ifindex) ?? null;
}
