/**
 * The VXLAN header: flags, 24 bits of network identifier, and reserved bits between.
 *
 * Source: RFC 7348, `include/net/vxlan.h`.
 */
import { read32, write32 } from "./bytes.ts";

export const VXLAN_HLEN = 8;
/** In the first word: the identifier is valid. */
export const VXLAN_HF_VNI = 0x08000000;

/** Extensions, in the first word: a group policy, a checksum that is left to the receiver. */
export const VXLAN_HF_GBP = 0x80000000;
export const VXLAN_HF_RCO = 0x00200000;
/** What a group policy may set of the first word beside {@link VXLAN_HF_GBP}. */
export const VXLAN_GBP_MASK = 0x00ffffff;
/** The policy's number in the first word. */
export const VXLAN_GBP_ID_MASK = 0xffff;
/** In the first word: the sender is not to be learned; the policy was applied. */
export const VXLAN_HF_DONT_LEARN = 0x00400000;
export const VXLAN_HF_POLICY_APPLIED = 0x00080000;
/** In the last byte: where the packet's checksum starts, in units of two bytes, and that it is UDP's. */
export const VXLAN_RCO_MASK = 0x7f;
export const VXLAN_RCO_UDP = 0x80;

/** The first word; bit 27 says that there is a network identifier. */
export function vxlanFlags(bytes: Uint8Array, offset: number): number {
  return read32(bytes, offset);
}

/** The network identifier, 24 bits. */
export function vxlanVni(bytes: Uint8Array, offset: number): number {
  return read32(bytes, offset + 4) >>> 8;
}

/**
 * Whether bits are set that mean nothing.
 * @param flags those of the first word that mean something beside {@link VXLAN_HF_VNI}
 * @param last those of the last byte
 */
export function vxlanHasReserved(bytes: Uint8Array, offset: number, flags = 0, last = 0): boolean {
  return (read32(bytes, offset) & ~(VXLAN_HF_VNI | flags)) !== 0 || (bytes[offset + 7] & ~last & 0xff) !== 0;
}

/** @param flags of the first word, beside {@link VXLAN_HF_VNI} @param last the last byte */
export function writeVxlan(bytes: Uint8Array, offset: number, vni: number, flags = 0, last = 0): void {
  write32(bytes, offset, VXLAN_HF_VNI | flags);
  write32(bytes, offset + 4, (vni << 8) | last);
}
