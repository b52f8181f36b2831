/** Counting packets and bytes, in a rule, in an element or by name. Source: `net/netfilter/nft_counter.c`. */
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFTA_COUNTER_BYTES, NFTA_COUNTER_PACKETS } from "../../../../netlink/nf-tables.ts";
import { NFT_OBJECT_COUNTER } from "../../../../netlink/nf-tables-expressions.ts";
import { be64, putBe64 } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftObjectState, NftObjectType } from "../object/object.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";

/** The counts of packets and bytes. */
export class Counter extends NftExpr implements NftObjectState {
  readonly type = COUNTER;
  packets: number;
  bytes: number;

  constructor(packets: number, bytes: number) {
    super();
    this.packets = packets;
    this.bytes = bytes;
  }

  eval(_regs: NftRegs, pkt: NftPktinfo): void {
    this.packets++;
    this.bytes += pkt.skb.tail - pkt.skb.data;
  }

  dump(writer: MessageWriter, reset: boolean): void {
    putBe64(writer, NFTA_COUNTER_BYTES, this.bytes);
    putBe64(writer, NFTA_COUNTER_PACKETS, this.packets);
    if (!reset) return;
    this.packets = 0;
    this.bytes = 0;
  }

  override clone(): Counter {
    return new Counter(this.packets, this.bytes);
  }
}

function init(_ctx: unknown, tb: AttributeTable): Counter {
  return new Counter(be64(tb, NFTA_COUNTER_PACKETS), be64(tb, NFTA_COUNTER_BYTES));
}

export const COUNTER: NftExprType = { name: "counter", maximum: 3, stateful: true, init };
export const COUNTER_OBJECT: NftObjectType = { type: NFT_OBJECT_COUNTER, maximum: 3, init };
