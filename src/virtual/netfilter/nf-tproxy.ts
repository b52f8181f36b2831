/**
 * Packets that go to a socket here without being changed, wherever they are addressed to.
 *
 * Source: `net/ipv4/netfilter/nf_tproxy_ipv4.c`, `net/ipv6/netfilter/nf_tproxy_ipv6.c`.
 */
import { read16, read32 } from "../../packet/bytes.ts";
import { IPPROTO_TCP, IPPROTO_UDP } from "../../packet/ipv4.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import { Sock } from "../core/sock/sock.ts";
import { UdpSocket } from "../ipv4/udp/udp.ts";
import { findUdpSocket } from "../ipv4/udp/udp-receive.ts";
import type { Inet6Sock } from "../ipv6/sock/inet6-sock.ts";
import { RequestSock } from "../tcp/inet-connection-sock.ts";
import { Ends, MAPPED } from "../tcp/sock-common.ts";
import { tcpOf } from "../tcp/tcp-net.ts";
import { TcpSock } from "../tcp/tcp-sock.ts";
import { TimewaitSock } from "../tcp/tcp-timewait-sock.ts";
import { NFPROTO_IPV4 } from "./hook-numbers.ts";
import type { FoundSocket } from "./nf-socket.ts";
import type { NftPktinfo } from "./nf-tables/regs.ts";

const PORTS = 4;
const TCP_FLAGS = 13;
const FIN_SYN_RST_ACK = 0x17;
const SYN = 0x02;
const IFA_F_DEPRECATED = 0x20;
const IFA_F_TENTATIVE = 0x40;

const ends = new Ends();
/** Addresses as bytes, for the table of IPv6's datagram sockets: the local one, then the remote one. */
const addresses = new Uint8Array(32);

/** Where a packet is to go: an address and a port; valid during a call. */
class Target {
  /** An address of IPv4 is in the last word. */
  readonly address = new Int32Array(4);
  port = 0;
}
export const tproxyTarget = new Target();

const local = (): Int32Array => tproxyTarget.address;

function writeWord(into: Uint8Array, at: number, word: number): void {
  into[at] = word >>> 24;
  into[at + 1] = word >>> 16;
  into[at + 2] = word >>> 8;
  into[at + 3] = word;
}

/** Takes over where the packet comes from, and the {@link tproxyTarget} that it is looked for at. */
function setEnds({ skb, pf, nhoff, thoff }: NftPktinfo): void {
  const { bytes } = skb;
  const [l0, l1, l2, l3] = local();
  ends.l3 = l3;
  ends.localPort = tproxyTarget.port;
  ends.remotePort = read16(bytes, thoff);
  if (pf === NFPROTO_IPV4) {
    ends.l0 = ends.l1 = ends.r0 = ends.r1 = 0;
    ends.l2 = ends.r2 = MAPPED;
    ends.r3 = read32(bytes, nhoff + 12) | 0;
    return;
  }
  ends.l0 = l0;
  ends.l1 = l1;
  ends.l2 = l2;
  ends.r0 = read32(bytes, nhoff + 8) | 0;
  ends.r1 = read32(bytes, nhoff + 12) | 0;
  ends.r2 = read32(bytes, nhoff + 16) | 0;
  ends.r3 = read32(bytes, nhoff + 20) | 0;
  for (let i = 0; i < 4; i++) writeWord(addresses, 4 * i, local()[i]);
  for (let i = 0; i < 16; i++) addresses[16 + i] = bytes[nhoff + 8 + i];
}

/** Whether it takes packets to any address. */
function isWildcard(sk: UdpSocket | Inet6Sock): boolean {
  return sk instanceof UdpSocket ? sk.receiveSource === 0 : sk.localAddress.isUnspecified;
}

/** @param connected whether only who talks to the sender alone is looked for */
function datagramSocket(pkt: NftPktinfo, ifindex: number, connected: boolean): FoundSocket {
  const { net, pf } = pkt;
  const sk =
    pf === NFPROTO_IPV4
      ? (findUdpSocket(net.ipv4, ends.r3 >>> 0, ends.remotePort, ends.l3 >>> 0, ends.localPort, ifindex) ??
        null)
      : (net.ipv6.udp?.lookup(addresses, 0, ends.localPort, 16, ends.remotePort, ifindex) ?? null);
  if (sk === null) return null;
  const talks = sk instanceof UdpSocket ? sk.connected : sk.remotePort !== 0;
  if (connected) return talks && !isWildcard(sk) ? sk : null;
  return talks ? null : sk;
}

/** Who talks with the sender already (`NF_TPROXY_LOOKUP_ESTABLISHED`). */
function established(pkt: NftPktinfo, ifindex: number): FoundSocket {
  setEnds(pkt);
  if (pkt.tprot !== IPPROTO_TCP) return datagramSocket(pkt, ifindex, true);
  ends.ifindex = ifindex;
  ends.scoped = false;
  return tcpOf(pkt.net).hash.lookup(ends, ifindex);
}

/** Who waits at the {@link tproxyTarget} (`NF_TPROXY_LOOKUP_LISTENER`). */
function listener(pkt: NftPktinfo, ifindex: number): FoundSocket {
  setEnds(pkt);
  if (pkt.tprot !== IPPROTO_TCP) return datagramSocket(pkt, ifindex, false);
  ends.ifindex = ifindex;
  ends.scoped = false;
  return tcpOf(pkt.net).hash.lookupListener(ends);
}

/** An address of the device that the packet came in on, where none is said (`nf_tproxy_laddr4`, `nf_tproxy_laddr6`). */
function ownAddress(pkt: NftPktinfo, dev: NetDevice): void {
  const address = local();
  if (pkt.pf === NFPROTO_IPV4) {
    const own = dev.inDev?.addresses?.local ?? 0;
    if (own !== 0) address[3] = own | 0;
    return;
  }
  const own = dev.in6Dev?.addresses.find((ifa) => (ifa.flags & (IFA_F_TENTATIVE | IFA_F_DEPRECATED)) === 0);
  if (own === undefined) return;
  const { w0, w1, w2, w3 } = own.address;
  address[0] = w0 | 0;
  address[1] = w1 | 0;
  address[2] = w2 | 0;
  address[3] = w3 | 0;
}

function destination({ skb, pf, nhoff }: NftPktinfo): void {
  const address = local();
  const at = nhoff + (pf === NFPROTO_IPV4 ? 4 : 24);
  for (let i = pf === NFPROTO_IPV4 ? 3 : 0; i < 4; i++) address[i] = read32(skb.bytes, at + 4 * i) | 0;
}

/** What is said of the socket that the packet goes to; absent or 0: the packet itself says it. */
export interface TproxyWish {
  /** Puts the address into {@link tproxyTarget}. @returns whether there is one */
  address(): boolean;
  readonly port: number;
}

/** The socket to which what was found belongs; null: it takes no packets to others' addresses (`nf_tproxy_sk_is_transparent`). */
function transparent(found: FoundSocket): Sock | boolean {
  if (found instanceof TcpSock) return found.sk.transparent ? found.sk : false;
  if (found instanceof RequestSock) return found.listener.sk.transparent;
  if (found instanceof TimewaitSock) return found.transparent;
  return found instanceof Sock && found.transparent ? found : false;
}

/**
 * Gives the packet to a socket, which it stays with once it is led to this host.
 * @param wish where to; `wish.address()` is asked only for packets of no connection
 * @returns whether there was one
 */
export function tproxy(pkt: NftPktinfo, wish: TproxyWish): boolean {
  const { skb, in: dev } = pkt;
  if (dev === null || pkt.fragoff !== 0 || !pkt.hasL4 || pkt.thoff + PORTS > skb.tail) return false;
  if (pkt.tprot !== IPPROTO_TCP && pkt.tprot !== IPPROTO_UDP) return false;
  destination(pkt);
  tproxyTarget.port = read16(skb.bytes, pkt.thoff + 2);
  let found = established(pkt, dev.ifindex);
  const again = found instanceof TimewaitSock && (skb.bytes[pkt.thoff + TCP_FLAGS] & FIN_SYN_RST_ACK) === SYN;
  if (found === null || again) {
    if (!wish.address()) ownAddress(pkt, dev);
    if (wish.port !== 0) tproxyTarget.port = wish.port;
    const other = listener(pkt, dev.ifindex);
    if (other !== null && found instanceof TimewaitSock) found.end();
    if (found === null || other !== null) found = other;
  }
  const to = transparent(found);
  if (to === false) return false;
  // requests and remains are found again by the packet's own addresses
  if (to !== true) {
    skb.sk = to;
    skb.charged = 0;
  }
  return true;
}
