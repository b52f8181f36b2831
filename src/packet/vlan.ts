/**
 * The 802.1Q tag: two bytes of tag control after the type 0x8100 (or 0x88a8), then the inner type.
 *
 * Source: IEEE 802.1Q, `include/uapi/linux/if_vlan.h`.
 */

import { read16, write16 } from "./bytes.ts";
import { ETH_ALEN, ETH_P_8021AD, ETH_P_8021Q, ETH_P_QINQ1 } from "./ethernet.ts";

/** Bytes that a tag adds to a frame. */
export const VLAN_HLEN = 4;
/** Offsets from the start of the tag control information, i.e. from the end of the Ethernet header. */
export const VLAN_TCI = 0;
export const VLAN_ENCAPSULATED_TYPE = 2;

export const VLAN_PRIO_SHIFT = 13;
export const VLAN_PRIO_MASK = 0xe000;
/** Drop eligible indicator (formerly canonical format). */
export const VLAN_DEI = 0x1000;
export const VLAN_VID_MASK = 0x0fff;
export const VLAN_N_VID = 4096;

/** Whether an EtherType announces a tag: 802.1Q, 802.1ad, or what came before it. */
export function isVlanType(type: number): boolean {
  return type === ETH_P_8021Q || type === ETH_P_8021AD || type === ETH_P_QINQ1;
}

/** The tag control information: priority, DEI and id. */
export function vlanTci(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + VLAN_TCI);
}

/** The 12 bits of the id. */
export function vlanId(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + VLAN_TCI) & VLAN_VID_MASK;
}

/** The EtherType behind the tag. */
export function vlanEncapsulatedType(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + VLAN_ENCAPSULATED_TYPE);
}

/** Writes tag control and inner type at `offset`. */
export function writeVlan(bytes: Uint8Array, offset: number, tci: number, type: number): void {
  write16(bytes, offset + VLAN_TCI, tci);
  write16(bytes, offset + VLAN_ENCAPSULATED_TYPE, type);
}

/**
 * Puts a tag into the frame that begins at `offset`, using the {@link VLAN_HLEN} bytes before it: the frame then begins at
 * `offset - VLAN_HLEN`.
 */
export function insertVlanTag(bytes: Uint8Array, offset: number, protocol: number, tci: number): void {
  bytes.copyWithin(offset - VLAN_HLEN, offset, offset + 2 * ETH_ALEN);
  write16(bytes, offset + 2 * ETH_ALEN - VLAN_HLEN, protocol);
  write16(bytes, offset + 2 * ETH_ALEN - 2, tci);
}

/** Takes the outer tag out of the frame at `offset`: the frame then begins at `offset + VLAN_HLEN`. */
export function removeVlanTag(bytes: Uint8Array, offset: number): void {
  bytes.copyWithin(offset + VLAN_HLEN, offset, offset + 2 * ETH_ALEN);
}
