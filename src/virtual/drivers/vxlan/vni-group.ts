/**
 * The networks that a device is for, and what it counts of each.
 *
 * Source: `drivers/net/vxlan/vxlan_vnifilter.c`, `include/net/vxlan.h` (`struct vxlan_vni_node`, `struct vxlan_vni_group`).
 */
import type { TunnelAddress } from "./address.ts";

/** Most networks of a device. Linux has no limit, and a word as `5--7` in `bridge vni` names four thousand million. */
export const MAX_VNIS = 1 << 16;

/** One network, and its numbers (`struct vxlan_vni_stats`). */
export class VniNode {
  readonly vni: number;
  remote: TunnelAddress;
  rxPackets = 0;
  rxBytes = 0;
  rxDrops = 0;
  rxErrors = 0;
  txPackets = 0;
  txBytes = 0;
  txDrops = 0;
  txErrors = 0;

  constructor(vni: number, remote: TunnelAddress) {
    this.vni = vni;
    this.remote = remote;
  }
}

/** The networks of one device, by number. */
export class VniGroup {
  private readonly nodes = new Map<number, VniNode>();
  private sorted: readonly VniNode[] | null = null;

  get size(): number {
    return this.nodes.size;
  }

  has(vni: number): boolean {
    return this.nodes.has(vni);
  }

  find(vni: number): VniNode | undefined {
    return this.nodes.get(vni);
  }

  /** By number. */
  get list(): readonly VniNode[] {
    this.sorted ??= [...this.nodes.values()].sort((a, b) => a.vni - b.vni);
    return this.sorted;
  }

  add(node: VniNode): void {
    this.nodes.set(node.vni, node);
    this.sorted = null;
  }

  delete(vni: number): void {
    this.nodes.delete(vni);
    this.sorted = null;
  }

  /** The multicast groups of all networks. */
  groups(): TunnelAddress[] {
    return this.list.map((node) => node.remote).filter((remote) => remote.isMulticast);
  }
}
