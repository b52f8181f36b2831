/**
 * What is known of a bridged packet while IP's hooks see it: `struct nf_bridge_info`.
 *
 * Source: `include/linux/skbuff.h`.
 */
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import type { NfBridgeInfo } from "../../netfilter/nf-bridge-info.ts";

/** One packet's, from the first hook to its end. */
export class BridgedPacket implements NfBridgeInfo {
  /** The ports it came in and goes out of (`-m physdev`). */
  physInDev: NetDevice | null = null;
  physOutDev: NetDevice | null = null;
  /** It was for another host before the hooks, which are shown it as for this one. */
  otherHost = false;
  inPrerouting = false;
  sabotageInDone = false;
  /** Its destination was changed to a host on the bridge, whose address is asked for (`bridged_dnat`). */
  bridgedDnat = false;
  /** The destination before the hooks, as words; IPv4's in the last. */
  readonly destination = new Int32Array(4);
  /** The sender's link address while the destination's is asked for. */
  readonly source = new Uint8Array(6);
}

/** A packet's; null: it is not bridged. */
export function bridgedPacket(skb: SkBuff): BridgedPacket | null {
  return skb.nfBridge as BridgedPacket | null;
}
