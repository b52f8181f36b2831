/**
 * The receiver of 802.2 frames: Linux has one as soon as bridges are built in, and drops what nobody registered for.
 *
 * Source: `net/llc/llc_input.c` (`llc_rcv`), `net/802/psnap.c` (`snap_rcv`).
 */
import { read16 } from "../../packet/bytes.ts";
import { ETH_P_802_2 } from "../../packet/ethernet.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "./drop-reason.ts";
import type { Machine } from "./machine.ts";
import { kfreeSkb, PACKET_OTHERHOST, type SkBuff } from "./skbuff.ts";

/** Access points that Linux knows: spanning tree and the sub-network access protocol. Without bridges and protocols they drop all. */
const RECEIVERS: ReadonlyMap<number, string> = new Map([
  [0x42, "stp_pdu_rcv"],
  [0xaa, "snap_rcv"],
]);

/** The frame is as long as its length field has it (`llc_fixup_skb`). */
function isWhole(skb: SkBuff): boolean {
  const { bytes, data, macHeader } = skb;
  if (skb.length < 3) return false;
  const header = (bytes[data + 2] & 3) === 3 ? 3 : 4;
  const rest = read16(bytes, macHeader + 12) - header;
  return skb.length >= header && rest >= 0 && rest <= skb.length - header;
}

export function initLlc(machine: Machine): void {
  machine.packetTypes.add({
    protocol: ETH_P_802_2,
    handlerName: "llc_rcv",
    receive(skb) {
      const taken = skb.packetType !== PACKET_OTHERHOST && isWhole(skb);
      const receiver = taken ? RECEIVERS.get(skb.bytes[skb.data]) : undefined;
      kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, receiver ?? "llc_rcv");
    },
  });
}
