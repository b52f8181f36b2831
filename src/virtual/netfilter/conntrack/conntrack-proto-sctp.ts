/**
 * Tracking SCTP, without its states: what is cut short or broken is of no connection.
 *
 * Source: `net/netfilter/nf_conntrack_proto_sctp.c` (`sctp_error`).
 */
import { crc32c } from "../../../packet/crc32c.ts";
import { IPPROTO_SCTP } from "../../../packet/ipv4.ts";
import { CHECKSUM_NONE, type SkBuff } from "../../core/skbuff.ts";
import { NF_ACCEPT, NF_INET_PRE_ROUTING } from "../hook-numbers.ts";
import type { NfHookState } from "../net-nf.ts";
import { invertPorts, portsToTuple, registerL4Proto } from "./conntrack-l4proto.ts";
import { refreshAcct } from "./conntrack-refresh.ts";

const SCTP_HLEN = 12;
const SCTP_CHECKSUM = 8;

function isBad(skb: SkBuff, offset: number, state: NfHookState): boolean {
  const { bytes, tail } = skb;
  if (offset + SCTP_HLEN > tail) return true;
  const checks = state.hook === NF_INET_PRE_ROUTING && (state.net.ct?.settings.checksum ?? 0) !== 0;
  if (!checks || skb.ipSummed !== CHECKSUM_NONE) return false;
  const at = offset + SCTP_CHECKSUM;
  // the sum is of a header whose own is 0, and is told with its lowest byte first
  const sum = crc32c(bytes, offset, tail, at, at + 4);
  for (let i = 0; i < 4; i++) if (bytes[at + i] !== ((sum >>> (8 * i)) & 0xff)) return true;
  return false;
}

registerL4Proto({
  protonum: IPPROTO_SCTP,
  allowClash: false,
  startsWithPorts: true,
  toTuple: portsToTuple,
  invert: invertPorts,
  packet(ct, skb, offset, ctinfo, state) {
    if (isBad(skb, offset, state)) return -NF_ACCEPT;
    refreshAcct(ct, ctinfo, skb, ct.timeoutPolicy?.timeouts[0] ?? ct.cnet.settings.genericTimeout);
    return NF_ACCEPT;
  },
});
