/**
 * Handlers for received packets by EtherType: `struct packet_type`, `dev_add_pack`.
 *
 * Source: `net/core/dev.c`.
 */

import type { SkBuff } from "../skbuff.ts";
import type { NetDevice } from "./netdevice.ts";

/** EtherType 0x0003: every protocol. */
export const ETH_P_ALL = 0x0003;

/** A receiver, or a tap. */
export interface PacketType {
  /** EtherType in host order, or {@link ETH_P_ALL}. */
  readonly protocol: number;
  /** Name of the receive function in /proc/net/ptype, where it is not `packet_rcv`. */
  readonly handlerName?: string;
  /**
   * Takes over the packet, whose `data` is at the network header. `originalDevice` is the device that it came in on, when an
   * rx handler moved it to another.
   */
  receive(skb: SkBuff, dev: NetDevice, originalDevice: NetDevice): void;
  /** For taps: true for packets that this tap's own socket sends and does not want back (`skb_loop_sk`). */
  ignoresOutgoing?(skb: SkBuff): boolean;
}

/** EtherType → handlers, hashed as Linux hashes them, so that the lookup is an index and a short scan. */
export class PacketTypeTable {
  private readonly buckets: PacketType[][] = Array.from({ length: 16 }, () => []);

  add(type: PacketType): void {
    this.buckets[type.protocol & 15].push(type);
  }

  remove(type: PacketType): void {
    const bucket = this.buckets[type.protocol & 15];
    const at = bucket.indexOf(type);
    if (at >= 0) bucket.splice(at, 1);
  }

  /** All handlers, bucket by bucket. */
  all(): PacketType[] {
    return this.buckets.flat();
  }

  bucket(protocol: number): readonly PacketType[] {
    return this.buckets[protocol & 15];
  }
}
