/**
 * What a packet that crosses a bridge carries while IP's hooks look at it: `struct nf_bridge_info`, in {@link SkBuff.nfBridge}.
 *
 * Source: `include/linux/skbuff.h`.
 */
import type { NetDevice } from "../core/dev/netdevice.ts";
import type { SkBuff } from "../core/skbuff.ts";

/** What rules may ask for (`-m physdev`); the bridge keeps more. */
export interface NfBridgeInfo {
  /** The bridge's port that it came in by. */
  readonly physInDev: NetDevice | null;
  /** The one that it goes out of, once that is known. */
  readonly physOutDev: NetDevice | null;
}

/** Null: it does not cross a bridge, or the bridge does not ask IP's hooks. */
export function nfBridgeInfo(skb: SkBuff): NfBridgeInfo | null {
  return skb.nfBridge as NfBridgeInfo | null;
}
