/**
 * VLAN tags: beside the bytes of a frame while it is inside the machine, or in them.
 *
 * Source: `include/linux/if_vlan.h` (`__vlan_hwaccel_push_inside`), `net/core/skbuff.c` (`skb_vlan_untag`), `net/core/dev.c`
 * (`validate_xmit_vlan`).
 */
import { read16, write16 } from "../../packet/bytes.ts";
import {
  ETH_P_802_2,
  ETH_P_802_3,
  ETH_P_802_3_MIN,
  ETH_P_8021AD,
  ETH_P_8021Q,
} from "../../packet/ethernet.ts";
import { VLAN_HLEN } from "../../packet/vlan.ts";
import type { NetDevice } from "./dev/netdevice.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "./drop-reason.ts";
import { kfreeSkb, type SkBuff } from "./skbuff.ts";

/** That a tag is there, in `skb.vlanTag`. */
export const VLAN_TAG_PRESENT = 0x10000;
/** Both addresses of an Ethernet header: what moves when a tag is put in or taken out. */
const ADDRESSES_LENGTH = 12;
/** `NETIF_F_HW_VLAN_CTAG_TX` in the first word of the features, `NETIF_F_HW_VLAN_STAG_TX` in the second. */
const CTAG_TX = 0x80;
const STAG_TX = 0x2000;

/** Whether a packet of this EtherType has a tag in its bytes (`eth_type_vlan`). */
export function isVlanProtocol(protocol: number): boolean {
  return protocol === ETH_P_8021Q || protocol === ETH_P_8021AD;
}

/** Whether the device takes frames with such a tag beside them (`vlan_hw_offload_capable`). */
export function carriesTags(dev: NetDevice, protocol: number): boolean {
  const { active } = dev.features;
  return protocol === ETH_P_8021Q ? (active[0] & CTAG_TX) !== 0 : (active[1] & STAG_TX) !== 0;
}

/** Writes a tag behind the addresses of a frame that starts at its Ethernet header (`__vlan_insert_tag`). */
export function insertTag(skb: SkBuff, protocol: number, tci: number): void {
  skb.makeWritable(VLAN_HLEN);
  const from = skb.data;
  const at = skb.push(VLAN_HLEN);
  skb.bytes.copyWithin(at, from, from + ADDRESSES_LENGTH);
  write16(skb.bytes, at + ADDRESSES_LENGTH, protocol);
  write16(skb.bytes, at + ADDRESSES_LENGTH + 2, tci);
  skb.macHeader = at;
}

/** Puts the tag beside the frame into it (`__vlan_hwaccel_push_inside`). */
export function pushTagInside(skb: SkBuff): void {
  insertTag(skb, skb.vlanProtocol, skb.vlanTag & 0xffff);
  skb.protocol = skb.vlanProtocol;
  skb.vlanTag = 0;
}

/** What is behind a tag (`vlan_set_encap_proto`). */
function encapsulatedProtocol(bytes: Uint8Array, at: number): number {
  const type = read16(bytes, at);
  if (type >= ETH_P_802_3_MIN) return type;
  return read16(bytes, at + 2) === 0xffff ? ETH_P_802_3 : ETH_P_802_2;
}

/**
 * Takes the tag out of a received frame, whose `data` is behind the Ethernet header, and keeps it beside the bytes.
 * @returns false when the frame was too short, and dropped
 */
export function untagVlan(skb: SkBuff): boolean {
  if (skb.vlanTag !== 0) return true;
  if (!skb.mayPull(VLAN_HLEN + 2)) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "skb_vlan_untag");
    return false;
  }
  skb.makeWritable();
  const { bytes, data, macHeader } = skb;
  skb.vlanTag = VLAN_TAG_PRESENT | read16(bytes, data);
  skb.vlanProtocol = skb.protocol;
  skb.protocol = encapsulatedProtocol(bytes, data + 2);
  bytes.copyWithin(macHeader + VLAN_HLEN, macHeader, macHeader + ADDRESSES_LENGTH);
  skb.macHeader = macHeader + VLAN_HLEN;
  skb.pull(VLAN_HLEN);
  skb.networkHeader = skb.data;
  skb.transportHeader = skb.data;
  return true;
}
