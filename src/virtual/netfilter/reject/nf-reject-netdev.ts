/**
 * Refusing packets at a device: the answer is built whole, with the link-layer addresses turned round, and goes back out of the device.
 *
 * Source: `net/netfilter/nft_reject_netdev.c`, `net/ipv4/netfilter/nf_reject_ipv4.c` (`nf_reject_skb_v4_unreach`, `nf_reject_skb_v4_tcp_reset`),
 * `net/ipv6/netfilter/nf_reject_ipv6.c` (`nf_reject_skb_v6_unreach`, `nf_reject_skb_v6_tcp_reset`).
 */
import { pseudoSumIpv6At, writeChecksum } from "../../../packet/checksum.ts";
import { ETH_P_IP, ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import { IPPROTO_ICMP, IPPROTO_TCP, IPV4_HLEN } from "../../../packet/ipv4.ts";
import { TCP_HLEN } from "../../../packet/tcp.ts";
import { devQueueXmit } from "../../core/dev/dev-xmit.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { allocSkb, consumeSkb, type SkBuff } from "../../core/skbuff.ts";
import { nfChecksumOk } from "../conntrack/conntrack-checksum.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import { nfRejectSumOk } from "./nf-reject-sum.ts";
import { leaveSumOpen, resetOf } from "./nf-reject-tcp.ts";

const IPV6_HLEN = 40;
const ICMP_HLEN = 8;
const ICMP_DEST_UNREACH = 3;
const ICMPV6_DEST_UNREACH = 1;
const IPPROTO_ICMPV6 = 58;
const IP_DF = 0x40;
/** Most that is returned of the packet. */
const MOST_IPV4 = 536;
const MOST_IPV6 = 1220;

/** A packet of zeros behind a network header of that length, with the addresses (`size` bytes each, from `at`) of the other turned round. */
function begin(old: SkBuff, header: number, length: number, at: number, size: number): SkBuff {
  const skb = allocSkb(header + length);
  const start = skb.put(header + length);
  skb.bytes.fill(0, start, skb.tail);
  const from = old.networkHeader + at;
  skb.bytes.set(old.bytes.subarray(from + size, from + 2 * size), start + at);
  skb.bytes.set(old.bytes.subarray(from, from + size), start + at + size);
  skb.networkHeader = start;
  skb.transportHeader = start + header;
  return skb;
}

/** An IPv4 packet with its header (`nf_reject_iphdr_put`). */
function beginIpv4(dev: NetDevice, old: SkBuff, protocol: number, length: number): SkBuff {
  const skb = begin(old, IPV4_HLEN, length, 12, 4);
  const { bytes, networkHeader: at } = skb;
  const total = IPV4_HLEN + length;
  bytes[at] = 0x45;
  bytes[at + 2] = total >>> 8;
  bytes[at + 3] = total;
  bytes[at + 6] = IP_DF;
  bytes[at + 8] = dev.net.ipv4.sysctls.ipDefaultTtl;
  bytes[at + 9] = protocol;
  skb.protocol = ETH_P_IP;
  return skb;
}

/** The same of IPv6 (`nf_reject_ip6hdr_put`). */
function beginIpv6(dev: NetDevice, old: SkBuff, protocol: number, length: number): SkBuff {
  const skb = begin(old, IPV6_HLEN, length, 8, 16);
  const { bytes, networkHeader: at } = skb;
  bytes[at] = 0x60;
  bytes[at + 4] = length >>> 8;
  bytes[at + 5] = length;
  bytes[at + 6] = protocol;
  bytes[at + 7] = dev.net.ipv6.all.hopLimit;
  skb.protocol = ETH_P_IPV6;
  return skb;
}

/** `nft_reject_queue_xmit` */
function xmit(skb: SkBuff, old: SkBuff, dev: NetDevice): void {
  const mac = old.macHeader;
  const { bytes } = old;
  skb.dev = dev;
  const sender = bytes.subarray(mac + 6, mac + 12);
  dev.headerOps?.create(skb, dev, skb.protocol, sender, bytes.subarray(mac, mac + 6));
  devQueueXmit(skb);
}

function fragmentOffset(bytes: Uint8Array, header: number): number {
  return ((bytes[header + 6] & 0x1f) << 8) | bytes[header + 7];
}

/** Where a whole packet of IPv4 ends; -1: it is none (`nf_reject_iphdr_validate`). */
function endOfIpv4({ bytes, networkHeader: header, tail }: SkBuff): number {
  if (header + IPV4_HLEN > tail) return -1;
  const length = (bytes[header + 2] << 8) | bytes[header + 3];
  const headerLength = (bytes[header] & 15) * 4;
  if (bytes[header] >>> 4 !== 4 || headerLength < IPV4_HLEN) return -1;
  return length < headerLength || header + length > tail ? -1 : header + length;
}

/** The same of IPv6 (`nf_reject_ip6hdr_validate`). */
function endOfIpv6({ bytes, networkHeader: header, tail }: SkBuff): number {
  if (header + IPV6_HLEN > tail || bytes[header] >>> 4 !== 6) return -1;
  const end = header + IPV6_HLEN + ((bytes[header + 4] << 8) | bytes[header + 5]);
  return end > tail ? -1 : end;
}

/** An ICMP error about the packet goes back. @param code of "destination unreachable" */
export function rejectAtDeviceIpv4(old: SkBuff, dev: NetDevice, code: number): void {
  const { bytes, networkHeader: header } = old;
  const end = endOfIpv4(old);
  if (end < 0 || fragmentOffset(bytes, header) !== 0) return;
  const protocol = bytes[header + 9];
  const offset = header + (bytes[header] & 15) * 4;
  // no errors about errors
  if (protocol === IPPROTO_ICMP && bytes[offset] === ICMP_DEST_UNREACH) return;
  old.tail = end;
  if (!nfRejectSumOk(old, offset, protocol, NFPROTO_IPV4)) return;
  const length = Math.min(MOST_IPV4, end - header);
  const skb = beginIpv4(dev, old, IPPROTO_ICMP, ICMP_HLEN + length);
  const at = skb.transportHeader;
  skb.bytes[at] = ICMP_DEST_UNREACH;
  skb.bytes[at + 1] = code;
  skb.bytes.set(bytes.subarray(header, header + length), at + ICMP_HLEN);
  writeChecksum(skb.bytes, at, ICMP_HLEN + length, at + 2);
  writeChecksum(skb.bytes, skb.networkHeader, IPV4_HLEN, skb.networkHeader + 10);
  xmit(skb, old, dev);
}

/** The same of IPv6. */
export function rejectAtDeviceIpv6(old: SkBuff, dev: NetDevice, code: number, transport: number): void {
  const { bytes, networkHeader: header } = old;
  const end = endOfIpv6(old);
  if (end < 0) return;
  old.tail = end;
  const protocol = bytes[header + 6];
  if (transport < end && !nfRejectSumOk(old, transport, protocol, NFPROTO_IPV6)) return;
  const length = Math.min(MOST_IPV6, end - header);
  const skb = beginIpv6(dev, old, IPPROTO_ICMPV6, ICMP_HLEN + length);
  const at = skb.transportHeader;
  skb.bytes[at] = ICMPV6_DEST_UNREACH;
  skb.bytes[at + 1] = code;
  skb.bytes.set(bytes.subarray(header, header + length), at + ICMP_HLEN);
  const sum = pseudoSumIpv6At(skb.bytes, skb.networkHeader + 8, IPPROTO_ICMPV6, ICMP_HLEN + length);
  writeChecksum(skb.bytes, at, ICMP_HLEN + length, at + 2, sum);
  xmit(skb, old, dev);
}

/** A reset answers a segment. */
export function resetAtDeviceIpv4(old: SkBuff, dev: NetDevice): void {
  const { bytes, networkHeader: header } = old;
  const end = endOfIpv4(old);
  if (end < 0 || fragmentOffset(bytes, header) !== 0 || bytes[header + 9] !== IPPROTO_TCP) return;
  const segment = header + (bytes[header] & 15) * 4;
  old.tail = end;
  if (segment + TCP_HLEN > end || !nfChecksumOk(old, segment, IPPROTO_TCP, NFPROTO_IPV4)) return;
  const skb = beginIpv4(dev, old, IPPROTO_TCP, TCP_HLEN);
  const at = skb.transportHeader;
  if (!resetOf(bytes, segment, end, end - segment, skb.bytes, at)) return consumeSkb(skb);
  leaveSumOpen(skb);
  writeChecksum(skb.bytes, skb.networkHeader, IPV4_HLEN, skb.networkHeader + 10);
  xmit(skb, old, dev);
}

/** The same of IPv6. @param segment where the TCP header is */
export function resetAtDeviceIpv6(old: SkBuff, dev: NetDevice, segment: number): void {
  const { bytes, networkHeader: header } = old;
  const end = endOfIpv6(old);
  if (end < 0 || bytes[header + 8] === 0xff || bytes[header + 24] === 0xff) return;
  old.tail = end;
  if (segment + TCP_HLEN > end || !nfChecksumOk(old, segment, IPPROTO_TCP, NFPROTO_IPV6)) return;
  const skb = beginIpv6(dev, old, IPPROTO_TCP, TCP_HLEN);
  const at = skb.transportHeader;
  if (!resetOf(bytes, segment, end, end - segment, skb.bytes, at)) return consumeSkb(skb);
  const sum = pseudoSumIpv6At(skb.bytes, skb.networkHeader + 8, IPPROTO_TCP, TCP_HLEN);
  writeChecksum(skb.bytes, at, TCP_HLEN, at + 16, sum);
  xmit(skb, old, dev);
}
