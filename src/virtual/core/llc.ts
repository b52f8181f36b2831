/**
 * The receiver of 802.2 frames: Linux has one as soon as bridges are built in, and drops what nobody registered for.
 *
 * Source: `net/llc/llc_input.c` (`llc_rcv`), `net/802/psnap.c` (`snap_rcv`).
 */
import { ETH_P_802_2 } from "../../packet/ethernet.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "./drop-reason.ts";
import type { Machine } from "./machine.ts";
import { kfreeSkb, PACKET_OTHERHOST } from "./skbuff.ts";

/** Access point of the sub-network access protocol, which Linux knows, too. */
const LLC_SAP_SNAP = 0xaa;

export function initLlc(machine: Machine): void {
  machine.packetTypes.add({
    protocol: ETH_P_802_2,
    handlerName: "llc_rcv",
    receive(skb) {
      const snap =
        skb.packetType !== PACKET_OTHERHOST && skb.length >= 3 && skb.bytes[skb.data] === LLC_SAP_SNAP;
      kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, snap ? "snap_rcv" : "llc_rcv");
    },
  });
}
