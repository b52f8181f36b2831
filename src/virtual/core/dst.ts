/**
 * A routing decision attached to a packet: `struct dst_entry`.
 *
 * Source: `include/net/dst.h`, `net/core/dst.c`.
 */
import type { NetDevice } from "./dev/netdevice.ts";
import type { SkBuff } from "./skbuff.ts";

/** `struct dst_entry`: the device, the path's MTU and the neighbour of a way; families subclass it. */
export abstract class Destination {
  dev: NetDevice;
  /** 0, or the negative error that using this decision gives (`-EHOSTUNREACH`, …). */
  error = 0;
  /** Path MTU by the route's metrics or learned; 0: the device's. */
  mtu = 0;

  constructor(dev: NetDevice) {
    this.dev = dev;
  }

  /** No decision, but what goes with the packet (`DST_METADATA`); see `dst-metadata.ts`. */
  get isMetadata(): boolean {
    return false;
  }

  /** The next hop answers: something that was sent through it arrived (`dst_confirm_neigh`). */
  confirmNeighbour(): void {}

  /** Takes over a received packet (`dst->input`): local delivery, forwarding or an error. */
  abstract input(skb: SkBuff): void;
  /** Takes over a packet to be sent (`dst->output`). @returns 0 or a negative error */
  abstract output(skb: SkBuff): number;
}
