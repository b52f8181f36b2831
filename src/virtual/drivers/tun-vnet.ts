/**
 * The header before each frame of a device with `IFF_VNET_HDR`: what is left to whoever takes the frame, a checksum and the cutting of
 * super-segments (`struct virtio_net_hdr`).
 *
 * Source: `drivers/net/tun_vnet.h`, `include/linux/virtio_net.h` (`virtio_net_hdr_to_skb`, `virtio_net_hdr_from_skb`).
 */
import { read16 } from "../../packet/bytes.ts";
import { ETH_P_8021AD, ETH_P_8021Q, ETH_P_IP, ETH_P_IPV6 } from "../../packet/ethernet.ts";
import { IPPROTO_TCP } from "../../packet/ipv4.ts";
import { TCP_CHECKSUM, TCP_CWR, TCP_FLAGS, TCP_HLEN, tcpHeaderLength } from "../../packet/tcp.ts";
import { VLAN_HLEN } from "../../packet/vlan.ts";
import { gsoTransportOffset, SKB_GSO_TCPV4, SKB_GSO_TCPV6 } from "../core/gso.ts";
import { CHECKSUM_PARTIAL, CHECKSUM_UNNECESSARY, type SkBuff } from "../core/skbuff.ts";

/** Where its fields are; numbers of two bytes have the last one first. */
const FLAGS = 0;
const GSO_TYPE = 1;
const HDR_LEN = 2;
const GSO_SIZE = 4;
const CSUM_START = 6;
const CSUM_OFFSET = 8;
/** Without what comes behind it with `TUNSETVNETHDRSZ`. */
export const VNET_HLEN = 10;

const NEEDS_CSUM = 1;
const DATA_VALID = 2;
const GSO_NONE = 0;
const GSO_TCPV4 = 1;
const GSO_TCPV6 = 4;
const GSO_ECN = 0x80;

const IPV4_NEXT = 9;
const IPV6_NEXT = 6;
const IPV6_HLEN = 40;

function get16(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8);
}

function put16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
}

/** Whether the header at `at` can be taken before a frame of `length` bytes (`tun_vnet_hdr_get`). */
export function vnetHeaderFits(bytes: Uint8Array, at: number, length: number): boolean {
  let headers = get16(bytes, at + HDR_LEN);
  if ((bytes[at + FLAGS] & NEEDS_CSUM) !== 0)
    headers = Math.max(headers, get16(bytes, at + CSUM_START) + get16(bytes, at + CSUM_OFFSET) + 2);
  return headers <= length;
}

/**
 * Gives a packet, whose data is at the network header and which begins with its link header at `frame`, what the header says.
 * @returns false: it says what cannot be of that packet
 */
export function vnetToSkb(bytes: Uint8Array, at: number, skb: SkBuff, frame: number): boolean {
  const partial = (bytes[at + FLAGS] & NEEDS_CSUM) !== 0;
  const kind = bytes[at + GSO_TYPE] & ~GSO_ECN;
  if (partial) {
    const start = frame + get16(bytes, at + CSUM_START);
    const offset = get16(bytes, at + CSUM_OFFSET);
    if (start + offset + 2 > skb.tail || start < skb.data) return false;
    skb.ipSummed = CHECKSUM_PARTIAL;
    skb.csumStart = start;
    skb.csumOffset = offset;
  }
  if (kind === GSO_NONE) return true;
  const size = get16(bytes, at + GSO_SIZE);
  // others than TCP's are not cut here
  if (size === 0 || (kind !== GSO_TCPV4 && kind !== GSO_TCPV6)) return false;
  const transport = tcpOf(skb, kind === GSO_TCPV4);
  if (transport < 0) return false;
  if (partial && (skb.csumStart !== transport || skb.csumOffset !== TCP_CHECKSUM)) return false;
  // small ones are none
  if (skb.tail - transport - tcpHeaderLength(skb.bytes, transport) <= size) return true;
  skb.gsoSize = size;
  skb.gsoType = kind === GSO_TCPV4 ? SKB_GSO_TCPV4 : SKB_GSO_TCPV6;
  return true;
}

/** Where the TCP header of a whole packet is; -1: there is none. */
function tcpOf(skb: SkBuff, ipv4: boolean): number {
  const { bytes, tail } = skb;
  let { data, protocol } = skb;
  if ((protocol === ETH_P_8021Q || protocol === ETH_P_8021AD) && data + VLAN_HLEN <= tail) {
    protocol = read16(bytes, data + 2);
    data += VLAN_HLEN;
  }
  if (tail - data < (ipv4 ? 20 : IPV6_HLEN)) return -1;
  const at = data + (ipv4 ? (bytes[data] & 15) << 2 : IPV6_HLEN);
  const right = ipv4
    ? protocol === ETH_P_IP && bytes[data] >>> 4 === 4 && bytes[data + IPV4_NEXT] === IPPROTO_TCP
    : protocol === ETH_P_IPV6 && bytes[data] >>> 4 === 6 && bytes[data + IPV6_NEXT] === IPPROTO_TCP;
  if (!right || at < data + 20 || at + TCP_HLEN > tail) return -1;
  // a fragment has no whole header
  if (ipv4 && (read16(bytes, data + 6) & 0x3fff) !== 0) return -1;
  const length = tcpHeaderLength(bytes, at);
  return length < TCP_HLEN || at + length > tail ? -1 : at;
}

/** Writes the header of a frame that begins at the packet's data. The bytes at `at` are 0 before. */
export function vnetFromSkb(skb: SkBuff, bytes: Uint8Array, at: number): void {
  const { data, csumStart } = skb;
  if (skb.gsoSize !== 0) {
    const tcp = gsoTransportOffset(skb);
    bytes[at + GSO_TYPE] = skb.gsoType === SKB_GSO_TCPV4 ? GSO_TCPV4 : GSO_TCPV6;
    if ((skb.bytes[tcp + TCP_FLAGS] & TCP_CWR) !== 0) bytes[at + GSO_TYPE] |= GSO_ECN;
    put16(bytes, at + HDR_LEN, tcp - data + tcpHeaderLength(skb.bytes, tcp));
    put16(bytes, at + GSO_SIZE, skb.gsoSize);
  }
  if (skb.ipSummed === CHECKSUM_PARTIAL) {
    bytes[at + FLAGS] = NEEDS_CSUM;
    put16(bytes, at + CSUM_START, csumStart - data);
    put16(bytes, at + CSUM_OFFSET, skb.csumOffset);
  } else if (skb.ipSummed === CHECKSUM_UNNECESSARY) bytes[at + FLAGS] = DATA_VALID;
}
