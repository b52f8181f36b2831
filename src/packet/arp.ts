/**
 * ARP and RARP for Ethernet and IPv4.
 *
 * Source: RFC 826, RFC 903, `include/uapi/linux/if_arp.h`.
 */
import { type Ipv4Address, ipv4FromBytes, ipv4ToBytes } from "./address.ts";
import { copyBytes, read16, write16 } from "./bytes.ts";
import { ETH_ALEN, ETH_P_IP } from "./ethernet.ts";

export const ARP_HARDWARE_TYPE = 0;
export const ARP_PROTOCOL_TYPE = 2;
export const ARP_HARDWARE_LENGTH = 4;
export const ARP_PROTOCOL_LENGTH = 5;
export const ARP_OPERATION = 6;
/** Bytes before the addresses, whatever their lengths. */
export const ARP_HLEN = 8;
/** Offsets of the addresses in an Ethernet/IPv4 packet. */
export const ARP_SENDER_HARDWARE = 8;
export const ARP_SENDER_PROTOCOL = 14;
export const ARP_TARGET_HARDWARE = 18;
export const ARP_TARGET_PROTOCOL = 24;
/** Bytes of an Ethernet/IPv4 packet. */
export const ARP_LENGTH = 28;

export const ARPHRD_NETROM = 0;
export const ARPHRD_ETHER = 1;
export const ARPHRD_AX25 = 3;
export const ARPHRD_IEEE802 = 6;
export const ARPHRD_ARCNET = 7;
export const ARPHRD_ATM = 19;
export const ARPHRD_IEEE1394 = 24;
export const ARPHRD_INFINIBAND = 32;
export const ARPHRD_PPP = 512;
export const ARPHRD_TUNNEL = 768;
export const ARPHRD_TUNNEL6 = 769;
export const ARPHRD_FRAD = 770;
export const ARPHRD_LOOPBACK = 772;
export const ARPHRD_SIT = 776;
export const ARPHRD_IPGRE = 778;
export const ARPHRD_NETLINK = 824;
export const ARPHRD_NONE = 0xfffe;
export const ARPHRD_VOID = 0xffff;

export const ARPOP_REQUEST = 1;
export const ARPOP_REPLY = 2;
export const ARPOP_RREQUEST = 3;
export const ARPOP_RREPLY = 4;
export const ARPOP_INREQUEST = 8;
export const ARPOP_INREPLY = 9;
export const ARPOP_NAK = 10;

/** `ARPHRD_*` of the link. */
export function arpHardwareType(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + ARP_HARDWARE_TYPE);
}

/** EtherType of the protocol whose addresses it has. */
export function arpProtocolType(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + ARP_PROTOCOL_TYPE);
}

/** `ARPOP_*` */
export function arpOperation(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + ARP_OPERATION);
}

/** The sender's IPv4 address. */
export function arpSender(bytes: Uint8Array, offset: number): Ipv4Address {
  return ipv4FromBytes(bytes, offset + ARP_SENDER_PROTOCOL);
}

/** The IPv4 address that is asked for, or that an answer is for. */
export function arpTarget(bytes: Uint8Array, offset: number): Ipv4Address {
  return ipv4FromBytes(bytes, offset + ARP_TARGET_PROTOCOL);
}

/** The bytes that the packet's own length fields ask for; compare with what there is before reading addresses. */
export function arpTotalLength(bytes: Uint8Array, offset: number): number {
  return ARP_HLEN + 2 * (bytes[offset + ARP_HARDWARE_LENGTH] + bytes[offset + ARP_PROTOCOL_LENGTH]);
}

/** Writes an Ethernet/IPv4 packet; hardware addresses are six bytes each, at their offsets in other arrays. */
export function writeArp(
  bytes: Uint8Array,
  offset: number,
  operation: number,
  senderHardware: Uint8Array,
  senderHardwareOffset: number,
  sender: Ipv4Address,
  targetHardware: Uint8Array,
  targetHardwareOffset: number,
  target: Ipv4Address,
): void {
  write16(bytes, offset + ARP_HARDWARE_TYPE, ARPHRD_ETHER);
  write16(bytes, offset + ARP_PROTOCOL_TYPE, ETH_P_IP);
  bytes[offset + ARP_HARDWARE_LENGTH] = ETH_ALEN;
  bytes[offset + ARP_PROTOCOL_LENGTH] = 4;
  write16(bytes, offset + ARP_OPERATION, operation);
  copyBytes(bytes, offset + ARP_SENDER_HARDWARE, senderHardware, senderHardwareOffset, ETH_ALEN);
  ipv4ToBytes(sender, bytes, offset + ARP_SENDER_PROTOCOL);
  copyBytes(bytes, offset + ARP_TARGET_HARDWARE, targetHardware, targetHardwareOffset, ETH_ALEN);
  ipv4ToBytes(target, bytes, offset + ARP_TARGET_PROTOCOL);
}
