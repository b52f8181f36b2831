/**
 * A VLAN device, and the priorities that it maps.
 *
 * Source: `include/linux/if_vlan.h` (`struct vlan_dev_priv`), `net/8021q/vlan_dev.c` (`vlan_dev_set_ingress_priority`,
 * `vlan_dev_set_egress_priority`).
 */
import { VLAN_FLAG_REORDER_HDR } from "../../../netlink/link-kinds/vlan.ts";
import { ETH_P_8021Q } from "../../../packet/ethernet.ts";
import { VLAN_PRIO_SHIFT } from "../../../packet/vlan.ts";
import { NetDevice } from "../../core/dev/netdevice.ts";

/** A priority of the kernel and the one in the tag. */
export interface EgressMapping {
  readonly priority: number;
  readonly qos: number;
}

const EGRESS_BUCKETS = 16;

/** A VLAN device with its `struct vlan_dev_priv`. */
export class VlanDevice extends NetDevice {
  lowerDevice: NetDevice | null = null;
  protocol = ETH_P_8021Q;
  id = 0;
  vlanFlags = VLAN_FLAG_REORDER_HDR;
  /** The lower device's address when this one last looked. */
  lowerAddress: Uint8Array = new Uint8Array(6);
  /** Priority of the kernel by priority in the tag. */
  readonly ingress = new Array<number>(8).fill(0);
  /** By the low bits of the priority, newest first; those that map to 0 stay. */
  readonly egress: EgressMapping[][] = [];

  setIngress(priority: number, tagPriority: number): void {
    this.ingress[tagPriority & 7] = priority;
  }

  setEgress(priority: number, tagPriority: number): void {
    const qos = tagPriority & 7;
    const hash = priority & (EGRESS_BUCKETS - 1);
    for (let i = this.egress.length; i < EGRESS_BUCKETS; i++) this.egress.push([]);
    const bucket = this.egress[hash];
    const at = bucket.findIndex((mapping) => mapping.priority === priority);
    if (at >= 0) bucket[at] = { priority, qos };
    else bucket.unshift({ priority, qos });
  }

  /** The priority bits of the tag of a packet that is sent (`vlan_dev_get_egress_qos_mask`). */
  egressBits(priority: number): number {
    if (this.egress.length === 0) return 0;
    const bucket = this.egress[priority & (EGRESS_BUCKETS - 1)];
    for (let i = 0; i < bucket.length; i++)
      if (bucket[i].priority === priority) return bucket[i].qos << VLAN_PRIO_SHIFT;
    return 0;
  }
}
