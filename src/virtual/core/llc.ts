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

/** Access point of the sub-network access protocol, which Linux knows, too. */
const LLC_SAP_SNAP = 0xaa;

/** The frame is whole, as its length field has it (`llc_fixup_skb`), and for that access point. */
function isSnap(skb: SkBuff): boolean {
  const { bytes, data, macHeader } = skb;
  if (skb.length < 3 || bytes[data] !== LLC_SAP_SNAP) return false;
  const header = (bytes[data + 2] & 3) === 3 ? 3 : 4;
  const rest = read16(bytes, macHeader + 12) - header;
  return skb.length >= header && rest >= 0 && rest <= skb.length - header;
}

export function initLlc(machine: Machine): void {
  machine.packetTypes.add({
    protocol: ETH_P_802_2,
    handlerName: "llc_rcv",
    receive(skb) {
      const snap = skb.packetType !== PACKET_OTHERHOST && isSnap(skb);
      kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, snap ? "snap_rcv" : "llc_rcv");
    },
  });
}
