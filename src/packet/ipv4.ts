/**
 * The IPv4 header and its options.
 *
 * Source: RFC 791, RFC 2474 (DSCP), RFC 3168 (ECN), `include/uapi/linux/ip.h` and `in.h`.
 */
import { type Ipv4Address, ipv4FromBytes, ipv4ToBytes } from "./address.ts";
import { read16, write16 } from "./bytes.ts";
import { foldSum, updateChecksum, writeChecksum } from "./checksum.ts";

/** Bytes of a header without options. */
export const IPV4_HLEN = 20;
export const IPV4_MAX_HLEN = 60;

export const IPV4_VERSION_IHL = 0;
export const IPV4_TOS = 1;
export const IPV4_TOTAL_LENGTH = 2;
export const IPV4_ID = 4;
export const IPV4_FRAGMENT = 6;
export const IPV4_TTL = 8;
export const IPV4_PROTOCOL = 9;
export const IPV4_CHECKSUM = 10;
export const IPV4_SOURCE = 12;
export const IPV4_DESTINATION = 16;
export const IPV4_OPTIONS = 20;

/** Flags in the fragment field: reserved ("evil", RFC 3514), don't fragment, more fragments; and the offset's mask. */
export const IP_CE = 0x8000;
export const IP_DF = 0x4000;
export const IP_MF = 0x2000;
export const IP_OFFSET = 0x1fff;

export const IPPROTO_HOPOPTS = 0;
export const IPPROTO_IP = 0;
export const IPPROTO_ICMP = 1;
export const IPPROTO_IGMP = 2;
export const IPPROTO_IPIP = 4;
export const IPPROTO_TCP = 6;
export const IPPROTO_EGP = 8;
export const IPPROTO_UDP = 17;
export const IPPROTO_DCCP = 33;
export const IPPROTO_IPV6 = 41;
export const IPPROTO_ROUTING = 43;
export const IPPROTO_FRAGMENT = 44;
export const IPPROTO_RSVP = 46;
export const IPPROTO_GRE = 47;
export const IPPROTO_ESP = 50;
export const IPPROTO_AH = 51;
export const IPPROTO_ICMPV6 = 58;
export const IPPROTO_NONE = 59;
export const IPPROTO_DSTOPTS = 60;
export const IPPROTO_EIGRP = 88;
export const IPPROTO_OSPF = 89;
export const IPPROTO_PIM = 103;
export const IPPROTO_COMP = 108;
export const IPPROTO_VRRP = 112;
export const IPPROTO_SCTP = 132;
export const IPPROTO_MH = 135;
export const IPPROTO_UDPLITE = 136;
export const IPPROTO_RAW = 255;

/** Options, with the copied bit (0x80) where they have it. */
export const IPOPT_END = 0;
export const IPOPT_NOOP = 1;
export const IPOPT_RR = 7;
export const IPOPT_TIMESTAMP = 68;
export const IPOPT_SEC = 130;
export const IPOPT_LSRR = 131;
export const IPOPT_CIPSO = 134;
export const IPOPT_SID = 136;
export const IPOPT_SSRR = 137;
export const IPOPT_RA = 148;
/** Copied into every fragment when set in the type. */
export const IPOPT_COPY = 0x80;
/** Offsets inside an option: type, length, pointer (from 1, relative to the type). */
export const IPOPT_OLEN = 1;
export const IPOPT_OFFSET = 2;
export const IPOPT_MINOFF = 4;
export const IPOPT_TS_TSONLY = 0;
export const IPOPT_TS_TSANDADDR = 1;
export const IPOPT_TS_PRESPEC = 3;

/** 4, unless it is something else. */
export function ipv4Version(bytes: Uint8Array, offset: number): number {
  return bytes[offset] >>> 4;
}

/** Bytes of the header with its options, as the header says: 0 to 60. */
export function ipv4HeaderLength(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] & 0x0f) << 2;
}

/** DSCP and ECN. */
export function ipv4Tos(bytes: Uint8Array, offset: number): number {
  return bytes[offset + IPV4_TOS];
}

/** Bytes of the packet with its header, as the header says. */
export function ipv4TotalLength(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + IPV4_TOTAL_LENGTH);
}

/** The identification, which fragments of one packet share. */
export function ipv4Id(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + IPV4_ID);
}

/** Flags and offset: {@link IP_DF}, {@link IP_MF}, {@link IP_OFFSET} in units of 8 bytes. */
export function ipv4FragmentField(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + IPV4_FRAGMENT);
}

/** `ip_is_fragment`: a fragment of a larger packet, the first one included. */
export function ipv4IsFragment(bytes: Uint8Array, offset: number): boolean {
  return (read16(bytes, offset + IPV4_FRAGMENT) & (IP_MF | IP_OFFSET)) !== 0;
}

/** Where this fragment's payload belongs in the whole, in bytes. */
export function ipv4FragmentOffset(bytes: Uint8Array, offset: number): number {
  return (read16(bytes, offset + IPV4_FRAGMENT) & IP_OFFSET) << 3;
}

/** How many routers it may still pass. */
export function ipv4Ttl(bytes: Uint8Array, offset: number): number {
  return bytes[offset + IPV4_TTL];
}

/** `IPPROTO_*` of what follows the header. */
export function ipv4Protocol(bytes: Uint8Array, offset: number): number {
  return bytes[offset + IPV4_PROTOCOL];
}

/** As it is in the header. */
export function ipv4Checksum(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + IPV4_CHECKSUM);
}

/** The sender, as a number in host order. */
export function ipv4Source(bytes: Uint8Array, offset: number): Ipv4Address {
  return ipv4FromBytes(bytes, offset + IPV4_SOURCE);
}

/** The receiver, as a number in host order. */
export function ipv4Destination(bytes: Uint8Array, offset: number): Ipv4Address {
  return ipv4FromBytes(bytes, offset + IPV4_DESTINATION);
}

/** Whether the header's checksum is right. The header must be there whole. */
export function ipv4ChecksumOk(bytes: Uint8Array, offset: number): boolean {
  // so few bytes that the loop of longer ones is only more code for the processor to fetch
  const end = offset + ipv4HeaderLength(bytes, offset);
  let sum = 0;
  for (let at = offset; at < end; at += 4)
    sum += ((bytes[at] + bytes[at + 2]) << 8) + bytes[at + 1] + bytes[at + 3];
  return foldSum(sum) === 0xffff;
}

/** Writes a header without options, its checksum included. */
export function writeIpv4(
  bytes: Uint8Array,
  offset: number,
  tos: number,
  totalLength: number,
  id: number,
  fragment: number,
  ttl: number,
  protocol: number,
  source: Ipv4Address,
  destination: Ipv4Address,
): void {
  bytes[offset] = 0x45;
  bytes[offset + IPV4_TOS] = tos;
  write16(bytes, offset + IPV4_TOTAL_LENGTH, totalLength);
  write16(bytes, offset + IPV4_ID, id);
  write16(bytes, offset + IPV4_FRAGMENT, fragment);
  bytes[offset + IPV4_TTL] = ttl;
  bytes[offset + IPV4_PROTOCOL] = protocol;
  ipv4ToBytes(source, bytes, offset + IPV4_SOURCE);
  ipv4ToBytes(destination, bytes, offset + IPV4_DESTINATION);
  writeIpv4Checksum(bytes, offset);
}

/** Computes the header's checksum (`ip_send_check`). */
export function writeIpv4Checksum(bytes: Uint8Array, offset: number): void {
  writeChecksum(bytes, offset, ipv4HeaderLength(bytes, offset), offset + IPV4_CHECKSUM);
}

/** Sets the header length of a header with options; `length` is a multiple of four, at most 60. */
export function setIpv4HeaderLength(bytes: Uint8Array, offset: number, length: number): void {
  bytes[offset] = 0x40 | (length >>> 2);
}

/** Takes one from the time to live and updates the checksum (`ip_decrease_ttl`). @returns the new time to live */
export function decreaseTtl(bytes: Uint8Array, offset: number): number {
  const before = read16(bytes, offset + IPV4_TTL);
  const after = (before - 0x0100) & 0xffff;
  write16(bytes, offset + IPV4_TTL, after);
  updateChecksum(bytes, offset + IPV4_CHECKSUM, before, after);
  return after >>> 8;
}

/**
 * The length of the option at `offset`: 1 for {@link IPOPT_END} and {@link IPOPT_NOOP}; 0 when it is malformed or would go
 * beyond `end`.
 */
export function ipv4OptionLength(bytes: Uint8Array, offset: number, end: number): number {
  if (offset >= end) return 0;
  const type = bytes[offset];
  if (type === IPOPT_END || type === IPOPT_NOOP) return 1;
  if (offset + 1 >= end) return 0;
  const length = bytes[offset + IPOPT_OLEN];
  return length < 2 || offset + length > end ? 0 : length;
}
