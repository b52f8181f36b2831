/**
 * The receiver of 802.2 frames: Linux has one as soon as bridges are built in, and drops what nobody registered for.
 *
 * Source: `net/llc/llc_input.c` (`llc_rcv`).
 */
import { ETH_P_802_2 } from "../../packet/ethernet.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED, SKB_DROP_REASON_OTHERHOST } from "./drop-reason.ts";
import type { Machine } from "./machine.ts";
import { kfreeSkb, PACKET_OTHERHOST } from "./skbuff.ts";

export function initLlc(machine: Machine): void {
  machine.packetTypes.add({
    protocol: ETH_P_802_2,
    handlerName: "llc_rcv",
    receive(skb) {
      const otherHost = skb.packetType === PACKET_OTHERHOST;
      kfreeSkb(skb, otherHost ? SKB_DROP_REASON_OTHERHOST : SKB_DROP_REASON_NOT_SPECIFIED, "llc_rcv");
    },
  });
}
