/**
 * Ethernet II and IEEE 802.3 headers.
 *
 * Source: IEEE 802.3, `include/uapi/linux/if_ether.h`.
 */
import { copyBytes, read16, write16 } from "./bytes.ts";

/** Bytes of an address. */
export const ETH_ALEN = 6;
/** Bytes of the header: destination, source, type. */
export const ETH_HLEN = 14;
/** Least payload on a real wire, without the frame check sequence: 60 bytes with header. */
export const ETH_ZLEN = 60;
export const ETH_DATA_LEN = 1500;
export const ETH_FRAME_LEN = 1514;
/** Least MTU of an Ethernet device (`ETH_MIN_MTU`). */
export const ETH_MIN_MTU = 68;
export const ETH_MAX_MTU = 0xffff;

export const ETH_DESTINATION = 0;
export const ETH_SOURCE = 6;
export const ETH_TYPE = 12;

/** From here on the type field is a type; below it is the length of an 802.3 frame. */
export const ETH_P_802_3_MIN = 0x0600;

export const ETH_P_LOOP = 0x0060;
export const ETH_P_PUP = 0x0200;
export const ETH_P_IP = 0x0800;
export const ETH_P_ARP = 0x0806;
export const ETH_P_WOL = 0x0842;
export const ETH_P_TEB = 0x6558;
export const ETH_P_RARP = 0x8035;
export const ETH_P_ATALK = 0x809b;
export const ETH_P_AARP = 0x80f3;
export const ETH_P_8021Q = 0x8100;
export const ETH_P_IPX = 0x8137;
export const ETH_P_IPV6 = 0x86dd;
export const ETH_P_PAUSE = 0x8808;
export const ETH_P_SLOW = 0x8809;
export const ETH_P_MPLS_UC = 0x8847;
export const ETH_P_MPLS_MC = 0x8848;
export const ETH_P_PPP_DISC = 0x8863;
export const ETH_P_PPP_SES = 0x8864;
export const ETH_P_PAE = 0x888e;
export const ETH_P_8021AD = 0x88a8;
export const ETH_P_802_EX1 = 0x88b5;
export const ETH_P_LLDP = 0x88cc;
export const ETH_P_MACSEC = 0x88e5;
export const ETH_P_1588 = 0x88f7;
export const ETH_P_LOOPBACK = 0x9000;
export const ETH_P_QINQ1 = 0x9100;
/** Pseudo types of Linux, never on a wire. */
export const ETH_P_802_3 = 0x0001;
export const ETH_P_ALL = 0x0003;
export const ETH_P_802_2 = 0x0004;

/** The type or length field of the header at `offset`. */
export function ethType(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + ETH_TYPE);
}

/** Group bit of the destination: multicast or broadcast. */
export function ethIsMulticast(bytes: Uint8Array, offset: number): boolean {
  return (bytes[offset] & 1) !== 0;
}

/** True for the address ff:ff:ff:ff:ff:ff at `offset`. */
export function ethIsBroadcast(bytes: Uint8Array, offset: number): boolean {
  return (
    (bytes[offset] &
      bytes[offset + 1] &
      bytes[offset + 2] &
      bytes[offset + 3] &
      bytes[offset + 4] &
      bytes[offset + 5]) ===
    0xff
  );
}

/** Writes a header; the addresses are six bytes each, at their offsets in other arrays. */
export function writeEthernet(
  bytes: Uint8Array,
  offset: number,
  destination: Uint8Array,
  destinationOffset: number,
  source: Uint8Array,
  sourceOffset: number,
  type: number,
): void {
  copyBytes(bytes, offset + ETH_DESTINATION, destination, destinationOffset, ETH_ALEN);
  copyBytes(bytes, offset + ETH_SOURCE, source, sourceOffset, ETH_ALEN);
  write16(bytes, offset + ETH_TYPE, type);
}

/**
 * The protocol of a received frame as Linux's `eth_type_trans` sets it: the type, or {@link ETH_P_802_3} (raw IPX with the
 * 0xffff mark) or {@link ETH_P_802_2} for a length.
 */
export function ethProtocol(bytes: Uint8Array, offset: number, length: number): number {
  const type = ethType(bytes, offset);
  if (type >= ETH_P_802_3_MIN) return type;
  if (length >= ETH_HLEN + 2 && read16(bytes, offset + ETH_HLEN) === 0xffff) return ETH_P_802_3;
  return ETH_P_802_2;
}
