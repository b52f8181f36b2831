/**
 * The header of a frame that is sent.
 *
 * Source: `drivers/net/vxlan/vxlan_core.c` (`vxlan_build_skb`, `vxlan_build_gbp_hdr`), `include/net/vxlan.h` (`vxlan_compute_rco`).
 */
import {
  VXLAN_GBP_ID_MASK,
  VXLAN_HF_DONT_LEARN,
  VXLAN_HF_GBP,
  VXLAN_HF_POLICY_APPLIED,
  VXLAN_HF_RCO,
  VXLAN_HLEN,
  VXLAN_RCO_MASK,
  VXLAN_RCO_UDP,
  writeVxlan,
} from "../../../packet/vxlan.ts";
import { scrubPacket } from "../../core/dev/dev-forward.ts";
import { CHECKSUM_NONE, CHECKSUM_PARTIAL, type SkBuff } from "../../core/skbuff.ts";
import type { VxlanDevice } from "./device.ts";

/** Where the checksum is in the headers of UDP and TCP. */
const UDP_CHECKSUM = 6;
const TCP_CHECKSUM = 16;

/** What of a frame its destination does not say. */
export interface Told {
  vni: number;
  /** Mark that travels along, where the device is for that. */
  policy: number;
  /** The other end may be this host. */
  bypass: boolean;
}

/** Flags of the header by which a policy travels (`vxlan_build_gbp_hdr`). */
function policyFlags(policy: number): number {
  if (policy === 0) return 0;
  return VXLAN_HF_GBP | (policy & (VXLAN_HF_DONT_LEARN | VXLAN_HF_POLICY_APPLIED | VXLAN_GBP_ID_MASK));
}

/** Where the packet's open checksum starts, when the receiver can be told to fill it in; or -1. */
function remoteChecksumStart(skb: SkBuff): number {
  if (skb.ipSummed !== CHECKSUM_PARTIAL) return -1;
  const start = skb.csumStart - skb.data;
  const known = skb.csumOffset === UDP_CHECKSUM || skb.csumOffset === TCP_CHECKSUM;
  return known && (start & 1) === 0 && start >> 1 <= VXLAN_RCO_MASK ? start : -1;
}

/** The VXLAN header, before a frame that has forgotten its sender (`vxlan_build_skb`). */
export function encapsulate(skb: SkBuff, dev: VxlanDevice, told: Told): void {
  let flags = dev.config.groupPolicy ? policyFlags(told.policy) : 0;
  let last = 0;
  scrubPacket(skb, dev.net !== dev.tunnelNet);
  skb.makeWritable(VXLAN_HLEN);
  const start = dev.config.remoteChecksumTx ? remoteChecksumStart(skb) : -1;
  if (start >= 0) {
    flags |= VXLAN_HF_RCO;
    last = (start >> 1) | (skb.csumOffset === UDP_CHECKSUM ? VXLAN_RCO_UDP : 0);
    skb.ipSummed = CHECKSUM_NONE;
  }
  writeVxlan(skb.bytes, skb.push(VXLAN_HLEN), told.vni, flags, last);
}
