/**
 * What a device counts of each network that it is for.
 *
 * Source: `drivers/net/vxlan/vxlan_vnifilter.c` (`vxlan_vnifilter_count`).
 */
import type { VxlanDevice } from "./device.ts";
import type { VniNode } from "./vni-group.ts";

/** Counts of a network, without bytes or with them. */
export type VniCounter = (node: VniNode, length: number) => void;

export const VNI_RX: VniCounter = (node, length) => {
  node.rxPackets++;
  node.rxBytes += length;
};
export const VNI_RX_DROPS: VniCounter = (node) => {
  node.rxDrops++;
};
export const VNI_RX_ERRORS: VniCounter = (node) => {
  node.rxErrors++;
};
export const VNI_TX: VniCounter = (node, length) => {
  node.txPackets++;
  node.txBytes += length;
};
export const VNI_TX_DROPS: VniCounter = (node) => {
  node.txDrops++;
};
export const VNI_TX_ERRORS: VniCounter = (node) => {
  node.txErrors++;
};

/** Of a device of one network nothing. */
export function countOfVni(dev: VxlanDevice, vni: number, count: VniCounter, length: number): void {
  if (dev.vnis === null) return;
  const node = dev.vnis.find(vni);
  if (node !== undefined) count(node, length);
}
