/**
 * Tracking GRE: of PPTP the number of the call is a key; all else between two hosts is one connection.
 *
 * Source: `net/netfilter/nf_conntrack_proto_gre.c`.
 */
import { read16 } from "../../../../packet/bytes.ts";
import { IPPROTO_GRE } from "../../../../packet/ipv4.ts";
import { NF_ACCEPT } from "../../hook-numbers.ts";
import { refreshAcct } from "../conntrack-refresh.ts";
import { IPCT_ASSURED, IPS_ASSURED, IPS_NAT_CLASH, IPS_SEEN_REPLY } from "../conntrack-status.ts";
import { invertPorts, registerL4Proto } from "./conntrack-l4proto.ts";

/** Indices of {@link ConntrackSettings.greTimeouts}. */
const UNREPLIED = 0;
const REPLIED = 1;

const BASE_HLEN = 4;
const VERSION = 0x0007;
const VERSION_1 = 1;
/** The protocol that version 1 is for, PPP, and where the call is told. */
const PROTOCOL_PPTP = 0x880b;
const CALL_ID = 6;

registerL4Proto({
  protonum: IPPROTO_GRE,
  allowClash: false,
  startsWithPorts: false,
  // keys of the way back are known to PPTP's helper alone, which is not here: 0
  toTuple(skb, offset, tuple) {
    tuple.ports = 0;
    const { bytes, tail } = skb;
    if (offset + BASE_HLEN > tail || (read16(bytes, offset) & VERSION) !== VERSION_1) return true;
    if (offset + CALL_ID + 2 > tail) return true;
    if (read16(bytes, offset + 2) !== PROTOCOL_PPTP) return false;
    tuple.dport = read16(bytes, offset + CALL_ID);
    return true;
  },
  invert: invertPorts,
  packet(ct, skb, _offset, ctinfo) {
    const timeouts = ct.timeoutPolicy?.timeouts ?? ct.cnet.settings.greTimeouts;
    if ((ct.status & IPS_SEEN_REPLY) === 0) {
      refreshAcct(ct, ctinfo, skb, timeouts[UNREPLIED]);
      return NF_ACCEPT;
    }
    refreshAcct(ct, ctinfo, skb, timeouts[REPLIED]);
    if ((ct.status & (IPS_ASSURED | IPS_NAT_CLASH)) === 0) {
      ct.status |= IPS_ASSURED;
      ct.noteEvent(IPCT_ASSURED);
    }
    return NF_ACCEPT;
  },
});
