/**
 * What travels with a packet beside its bytes: from which tunnel it came, or into which it shall go.
 *
 * It is in the place of a route, but none.
 *
 * Source: `include/net/dst_metadata.h`, `include/net/ip_tunnels.h` (`struct ip_tunnel_info`).
 */
import { ENETUNREACH } from "../../errno.ts";
import type { NetDevice } from "./dev/netdevice.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "./drop-reason.ts";
import { Destination } from "./dst.ts";
import { kfreeSkb, type SkBuff } from "./skbuff.ts";

/** `struct metadata_dst`: takes the place of a routing decision in a packet. */
export class MetadataDst extends Destination {
  /** The network within the tunnel. */
  readonly id: number;
  /** It says where to send the packet (`IP_TUNNEL_INFO_TX`); otherwise where it came from. */
  readonly transmit: boolean;
  /** It says the network only (`IP_TUNNEL_INFO_BRIDGE`). */
  readonly bridge: boolean;

  constructor(dev: NetDevice, id: number, transmit: boolean, bridge: boolean) {
    super(dev);
    this.id = id;
    this.transmit = transmit;
    this.bridge = bridge;
  }

  override get isMetadata(): boolean {
    return true;
  }

  /** How an answer travels back (`iptunnel_metadata_reply`); null when it is not known. */
  reply(): MetadataDst | null {
    return null;
  }

  input(skb: SkBuff): void {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "dst_md_discard");
  }

  output(skb: SkBuff): number {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "dst_md_discard_out");
    return -ENETUNREACH;
  }
}

/** The packet's tunnel, if that is known (`skb_tunnel_info`). */
export function tunnelInfo(skb: SkBuff): MetadataDst | null {
  return skb.dst?.isMetadata === true ? (skb.dst as MetadataDst) : null;
}
