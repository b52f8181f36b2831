/**
 * Frames of others that do not fit a tunnel: their sender is told, in the name of their destination.
 *
 * Source: `net/ipv4/ip_tunnel_core.c` (`skb_tunnel_check_pmtu`, `iptunnel_pmtud_build_icmp`, `iptunnel_pmtud_build_icmpv6`).
 */
import { read16, read32, write16, write32 } from "../../../packet/bytes.ts";
import { checksum, pseudoSumIpv6At } from "../../../packet/checksum.ts";
import { ETH_HLEN, ETH_P_IP, ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import { ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, icmpIsError } from "../../../packet/icmp.ts";
import { ICMPV6_PKT_TOOBIG } from "../../../packet/icmpv6.ts";
import {
  IP_DF,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPV4_DESTINATION,
  IPV4_FRAGMENT,
  IPV4_HLEN,
  IPV4_PROTOCOL,
  IPV4_SOURCE,
  IPV4_TOTAL_LENGTH,
  IPV4_TTL,
  ipv4HeaderLength,
  writeIpv4Checksum,
} from "../../../packet/ipv4.ts";
import {
  IPV6_DESTINATION,
  IPV6_HLEN,
  IPV6_HOP_LIMIT,
  IPV6_MIN_MTU,
  IPV6_SOURCE,
} from "../../../packet/ipv6.ts";
import { CHECKSUM_NONE, type SkBuff } from "../../core/skbuff.ts";
import { HeaderSkipper } from "../../ipv6/ip/skip-exthdr.ts";

const ICMP_HLEN = 8;
/** How much of the packet is quoted at most. */
const QUOTE = 576 - IPV4_HLEN - ICMP_HLEN;
const QUOTE6 = IPV6_MIN_MTU - IPV6_HLEN - ICMP_HLEN;
const header = new Uint8Array(ETH_HLEN + IPV6_HLEN);
const skipper = new HeaderSkipper();

function isShared(address: number): boolean {
  return address >>> 28 === 0xe || address >>> 0 === 0xffffffff;
}

/** Whether the sender of a packet of IPv4 may be told, and wants to know. */
function asks4(skb: SkBuff, at: number, mtu: number): boolean {
  const { bytes } = skb;
  if (mtu <= 576 || read16(bytes, at + IPV4_FRAGMENT) !== IP_DF) return false;
  const source = read32(bytes, at + IPV4_SOURCE);
  if (isShared(read32(bytes, at + IPV4_DESTINATION)) || isShared(source)) return false;
  if (source >>> 24 === 0 || source >>> 24 === 127) return false;
  if (bytes[at + IPV4_PROTOCOL] !== IPPROTO_ICMP) return true;
  const icmp = at + ipv4HeaderLength(bytes, at);
  return icmp < skb.tail && !icmpIsError(bytes[icmp]);
}

/** The same of IPv6: errors are its types below 128. */
function asks6(skb: SkBuff, at: number, mtu: number): boolean {
  const { bytes, tail } = skb;
  if (mtu <= IPV6_MIN_MTU || bytes[at + IPV6_SOURCE] === 0xff) return false;
  let high = 0;
  for (let i = 0; i < 15; i++) high |= bytes[at + IPV6_SOURCE + i];
  if (high === 0 && bytes[at + IPV6_SOURCE + 15] <= 1) return false;
  if (!skipper.skip(bytes, at, tail)) return false;
  if (skipper.protocol !== IPPROTO_ICMPV6) return true;
  return skipper.offset < tail && (bytes[skipper.offset] & 0x80) !== 0;
}

/** Makes room before what is quoted, and puts the Ethernet header there, turned round. @returns where the message begins */
function turn(skb: SkBuff, headerLength: number, quote: number): number {
  header.set(skb.bytes.subarray(skb.data, skb.data + header.length));
  skb.pull(ETH_HLEN);
  skb.trim(quote);
  const room = headerLength + ICMP_HLEN + ETH_HLEN;
  skb.makeWritable(room);
  const at = skb.push(room);
  skb.macHeader = at;
  skb.ipSummed = CHECKSUM_NONE;
  const { bytes } = skb;
  for (let i = 0; i < 6; i++) {
    bytes[at + i] = header[6 + i];
    bytes[at + 6 + i] = header[i];
  }
  bytes[at + 12] = header[12];
  bytes[at + 13] = header[13];
  return at + ETH_HLEN;
}

function build4(skb: SkBuff, mtu: number): void {
  const at = turn(skb, IPV4_HLEN, QUOTE);
  const { bytes, tail } = skb;
  const icmp = at + IPV4_HLEN;
  bytes.fill(0, at, icmp + ICMP_HLEN);
  bytes[icmp] = ICMP_DEST_UNREACH;
  bytes[icmp + 1] = ICMP_FRAG_NEEDED;
  write16(bytes, icmp + 6, mtu);
  write16(bytes, icmp + 2, checksum(bytes, icmp, tail - icmp));
  bytes[at] = 0x45;
  write16(bytes, at + IPV4_TOTAL_LENGTH, tail - at);
  write16(bytes, at + IPV4_FRAGMENT, IP_DF);
  bytes[at + IPV4_TTL] = header[ETH_HLEN + IPV4_TTL];
  bytes[at + IPV4_PROTOCOL] = IPPROTO_ICMP;
  for (let i = 0; i < 4; i++) {
    bytes[at + IPV4_SOURCE + i] = header[ETH_HLEN + IPV4_DESTINATION + i];
    bytes[at + IPV4_DESTINATION + i] = header[ETH_HLEN + IPV4_SOURCE + i];
  }
  writeIpv4Checksum(bytes, at);
}

function build6(skb: SkBuff, mtu: number): void {
  const at = turn(skb, IPV6_HLEN, QUOTE6);
  const { bytes, tail } = skb;
  const icmp = at + IPV6_HLEN;
  bytes.fill(0, at, icmp + ICMP_HLEN);
  bytes[at] = 0x60;
  write16(bytes, at + 4, tail - icmp);
  bytes[at + 6] = IPPROTO_ICMPV6;
  bytes[at + IPV6_HOP_LIMIT] = header[ETH_HLEN + IPV6_HOP_LIMIT];
  for (let i = 0; i < 16; i++) {
    bytes[at + IPV6_SOURCE + i] = header[ETH_HLEN + IPV6_DESTINATION + i];
    bytes[at + IPV6_DESTINATION + i] = header[ETH_HLEN + IPV6_SOURCE + i];
  }
  bytes[icmp] = ICMPV6_PKT_TOOBIG;
  write32(bytes, icmp + 4, mtu);
  const pseudo = pseudoSumIpv6At(bytes, at + IPV6_SOURCE, IPPROTO_ICMPV6, tail - icmp);
  write16(bytes, icmp + 2, checksum(bytes, icmp, tail - icmp, pseudo));
}

/**
 * Makes of a frame, which starts at its Ethernet header and holds a whole header of IP, the message that it is too long.
 * @returns false when nobody may be told: the frame is as it was
 */
export function answerTooBig(skb: SkBuff, type: number, mtu: number): boolean {
  const at = skb.data + ETH_HLEN;
  if (type === ETH_P_IP && asks4(skb, at, mtu)) build4(skb, mtu);
  else if (type === ETH_P_IPV6 && asks6(skb, at, mtu)) build6(skb, mtu);
  else return false;
  return true;
}
