/**
 * A connection that a rule resets is over, though no reset of its own was seen.
 *
 * Source: `net/netfilter/nf_conntrack_core.c` (`nf_conntrack_set_closing`), `nf_conntrack_proto_tcp.c` (`nf_conntrack_tcp_set_closing`).
 */
import { IPPROTO_TCP } from "../../../packet/ipv4.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { IPCT_PROTOINFO, IPS_CONFIRMED, IPS_FIXED_TIMEOUT } from "./conntrack-status.ts";
import type { NfConn } from "./nf-conn.ts";
import { TCP_CONNTRACK_CLOSE } from "./proto/conntrack-proto-tcp-state.ts";

/** The connection that the segment is of goes to CLOSE, and lasts as long as that lets it. */
export function nfCtSetClosing(skb: SkBuff): void {
  const ct = skb.nfct as NfConn | null;
  if (ct === null || ct.isTemplate || ct.protonum !== IPPROTO_TCP) return;
  // nobody knows it yet
  if ((ct.status & IPS_CONFIRMED) === 0) return;
  const { tcp, cnet } = ct;
  if (tcp === null) return;
  const before = tcp.state;
  tcp.state = TCP_CONNTRACK_CLOSE;
  if (before === TCP_CONNTRACK_CLOSE || (ct.status & IPS_FIXED_TIMEOUT) !== 0) return;
  const timeouts = ct.timeoutPolicy?.timeouts ?? cnet.settings.tcpTimeouts;
  ct.timeout = (cnet.jiffies() + timeouts[TCP_CONNTRACK_CLOSE]) | 0;
  ct.noteEvent(IPCT_PROTOINFO);
}
