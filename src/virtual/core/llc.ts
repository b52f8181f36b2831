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

const stpReceivers = new WeakMap<Machine, (skb: SkBuff) => void>();
const LLC_SAP_BSPAN = 0x42;
const LLC_PDU_TYPE_U = 3;

/** Who gets bridge protocol data units (`stp_proto_register`), with `data` behind the 802.2 header. */
export function setStpReceiver(machine: Machine, receiver: (skb: SkBuff) => void): void {
  stpReceivers.set(machine, receiver);
}

/** `stp_pdu_rcv`. @returns false when nobody takes the frame */
function receiveStp(machine: Machine, skb: SkBuff): boolean {
  const { bytes, data, macHeader } = skb;
  const receiver = stpReceivers.get(machine);
  const header = bytes[data] === LLC_SAP_BSPAN && bytes[data + 1] === LLC_SAP_BSPAN;
  if (receiver === undefined || !header || bytes[data + 2] !== LLC_PDU_TYPE_U) return false;
  // addresses of attribute registration, which nobody here takes
  if ((bytes[macHeader + 5] & 0xf0) === 0x20) return false;
  skb.pull(3);
  skb.trim(read16(bytes, macHeader + 12) - 3);
  receiver(skb);
  return true;
}

/** Registers the receiver with a machine. */
export function initLlc(machine: Machine): void {
  machine.packetTypes.add({
    protocol: ETH_P_802_2,
    handlerName: "llc_rcv",
    receive(skb) {
      const taken = skb.packetType !== PACKET_OTHERHOST && isWhole(skb);
      if (taken && skb.bytes[skb.data] === LLC_SAP_BSPAN && receiveStp(machine, skb)) return;
      const receiver = taken ? RECEIVERS.get(skb.bytes[skb.data]) : undefined;
      kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, receiver ?? "llc_rcv");
    },
  });
}
