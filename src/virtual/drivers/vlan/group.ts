/**
 * The VLAN devices on one device, and the frames that they get.
 *
 * Source: `net/8021q/vlan_core.c` (`vlan_do_receive`, `vlan_find_dev`), `net/8021q/vlan.h` (`vlan_group_for_each_dev`).
 */
import { VLAN_FLAG_REORDER_HDR } from "../../../netlink/link-kinds/vlan.ts";
import { ETH_P_8021Q } from "../../../packet/ethernet.ts";
import { VLAN_HLEN, VLAN_PRIO_SHIFT, VLAN_VID_MASK } from "../../../packet/vlan.ts";
import {
  RX_HANDLER_ANOTHER,
  RX_HANDLER_CONSUMED,
  RX_HANDLER_PASS,
  type VlanReceiver,
} from "../../core/dev/device-relations.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import { kfreeSkb, PACKET_HOST, PACKET_MULTICAST, PACKET_OTHERHOST, type SkBuff } from "../../core/skbuff.ts";
import { insertTag } from "../../core/vlan-tag.ts";
import { sameAddress } from "../macvlan/hash.ts";
import type { VlanDevice } from "./device-type.ts";

/** Where a VLAN is in {@link VlanGroup}: those of 802.1Q before those of 802.1ad. */
function indexOf(protocol: number, id: number): number {
  return protocol === ETH_P_8021Q ? id : id + VLAN_VID_MASK + 1;
}

/** `struct vlan_info`: the VLANs of one device by protocol and number. */
export class VlanGroup implements VlanReceiver {
  private readonly byIndex = new Map<number, VlanDevice>();
  /** In the order of their numbers; replaced, never changed in place. */
  devices: readonly VlanDevice[] = [];

  find(protocol: number, id: number): VlanDevice | undefined {
    return this.byIndex.get(indexOf(protocol, id));
  }

  add(vlan: VlanDevice): void {
    this.byIndex.set(indexOf(vlan.protocol, vlan.id), vlan);
    this.renew();
  }

  remove(vlan: VlanDevice): void {
    this.byIndex.delete(indexOf(vlan.protocol, vlan.id));
    this.renew();
  }

  private renew(): void {
    const sorted = [...this.byIndex].sort(([a], [b]) => a - b);
    this.devices = sorted.map(([, vlan]) => vlan);
  }

  receive(skb: SkBuff): number {
    const vlan = this.find(skb.vlanProtocol, skb.vlanTag & VLAN_VID_MASK);
    if (vlan === undefined) return RX_HANDLER_PASS;
    if (!vlan.isUp) {
      kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "vlan_do_receive");
      return RX_HANDLER_CONSUMED;
    }
    take(skb, vlan);
    return RX_HANDLER_ANOTHER;
  }
}

/** The VLAN device has received the frame. */
function take(skb: SkBuff, vlan: VlanDevice): void {
  skb.dev = vlan;
  // the device may have another address than the one below
  if (skb.packetType === PACKET_OTHERHOST && sameAddress(skb.bytes, skb.macHeader, vlan.address, 0))
    skb.packetType = PACKET_HOST;
  // who stands on the device gets frames as they are without a tag
  const plain = vlan.rxHandler !== null || (vlan.vlanFlags & VLAN_FLAG_REORDER_HDR) !== 0;
  if (!plain) keepHeader(skb);
  skb.priority = vlan.ingress[((skb.vlanTag & 0xffff) >>> VLAN_PRIO_SHIFT) & 7];
  skb.vlanTag = 0;
  const { stats } = vlan;
  stats.rxPackets++;
  stats.rxBytes += skb.length;
  if (skb.packetType === PACKET_MULTICAST) stats.multicast++;
}

/** The tag goes back to where it was (`vlan_insert_inner_tag`): taps see it, the protocols do not. */
function keepHeader(skb: SkBuff): void {
  const header = skb.data - skb.macHeader;
  skb.data = skb.macHeader;
  insertTag(skb, skb.vlanProtocol, skb.vlanTag & 0xffff);
  skb.pull(header + VLAN_HLEN);
  skb.networkHeader = skb.data;
  skb.transportHeader = skb.data;
}

/** Those on a device; undefined: it never had one. */
export function groupOf(dev: NetDevice): VlanGroup | undefined {
  return dev.vlanGroup instanceof VlanGroup ? dev.vlanGroup : undefined;
}
