/**
 * A packet moves its connection's timeout and counters.
 *
 * Source: `net/netfilter/nf_conntrack_core.c` (`__nf_ct_refresh_acct`, `nf_ct_acct_add`).
 */
import type { SkBuff } from "../../core/skbuff.ts";
import { ctinfoDirection, IPS_CONFIRMED, IPS_FIXED_TIMEOUT } from "./conntrack-status.ts";
import type { NfConn } from "./nf-conn.ts";

/** Counts a packet (`nf_ct_acct_update`). */
export function accountPacket(ct: NfConn, ctinfo: number, skb: SkBuff): void {
  const { acct } = ct;
  if (acct === null) return;
  if (ctinfoDirection(ctinfo) === 0) {
    acct.packets0++;
    acct.bytes0 += skb.tail - skb.data;
  } else {
    acct.packets1++;
    acct.bytes1 += skb.tail - skb.data;
  }
}

/** @param timeout jiffies from now */
export function refreshAcct(ct: NfConn, ctinfo: number, skb: SkBuff, timeout: number): void {
  if ((ct.status & IPS_FIXED_TIMEOUT) === 0)
    ct.timeout = (ct.status & IPS_CONFIRMED) === 0 ? timeout : (ct.cnet.jiffy + timeout) | 0;
  if (ct.extensions !== null) accountPacket(ct, ctinfo, skb);
}
