/**
 * The VXLAN header: flags, 24 bits of network identifier, and reserved bits between.
 *
 * Source: RFC 7348, `include/net/vxlan.h`.
 */
import { read32, write32 } from "./bytes.ts";

export const VXLAN_HLEN = 8;
/** In the first word: the identifier is valid. */
export const VXLAN_HF_VNI = 0x08000000;

export function vxlanFlags(bytes: Uint8Array, offset: number): number {
  return read32(bytes, offset);
}

export function vxlanVni(bytes: Uint8Array, offset: number): number {
  return read32(bytes, offset + 4) >>> 8;
}

/** Whether bits are set that mean nothing. */
export function vxlanHasReserved(bytes: Uint8Array, offset: number): boolean {
  return read32(bytes, offset) !== VXLAN_HF_VNI || bytes[offset + 7] !== 0;
}

export function writeVxlan(bytes: Uint8Array, offset: number, vni: number): void {
  write32(bytes, offset, VXLAN_HF_VNI);
  write32(bytes, offset + 4, vni << 8);
}
