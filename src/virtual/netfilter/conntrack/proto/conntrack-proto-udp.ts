/**
 * Tracking UDP and UDP-Lite, and protocols that nobody knows.
 *
 * Source: `net/netfilter/nf_conntrack_proto_udp.c`, `nf_conntrack_proto_generic.c`.
 */
import { read16 } from "../../../../packet/bytes.ts";
import { IPPROTO_UDP, IPPROTO_UDPLITE } from "../../../../packet/ipv4.ts";
import { UDP_CHECKSUM, UDP_HLEN, UDP_LENGTH } from "../../../../packet/udp.ts";
import { CHECKSUM_COMPLETE, CHECKSUM_NONE, type SkBuff } from "../../../core/skbuff.ts";
import { sumBeforeAddresses } from "../../../ipv4/udp/udp-checksum.ts";
import { NF_ACCEPT, NF_INET_PRE_ROUTING, NFPROTO_IPV6 } from "../../hook-numbers.ts";
import type { NfHookState } from "../../net-nf.ts";
import { nfChecksumOk } from "../conntrack-checksum.ts";
import { REC_STATUS, REC_STREAM, REC_TIMEOUT, REC_ZONE, RECORD_SHIFT } from "../conntrack-record-layout.ts";
import { accountPacket, refreshAcct } from "../conntrack-refresh.ts";
import {
  IPCT_ASSURED,
  IPS_ASSURED,
  IPS_CONFIRMED,
  IPS_FIXED_TIMEOUT,
  IPS_NAT_CLASH,
  IPS_SEEN_REPLY,
} from "../conntrack-status.ts";
import { HZ } from "../net-ct.ts";
import type { NfConn } from "../nf-conn.ts";
import {
  invertPorts,
  type L4Proto,
  portsToTuple,
  registerL4Proto,
  setGenericL4Proto,
} from "./conntrack-l4proto.ts";

/** Indices of {@link ConntrackSettings.udpTimeouts}. */
const UNREPLIED = 0;
const REPLIED = 1;

/** `udp_error`, `udplite_error` @returns whether the packet is no good */
function isBad(skb: SkBuff, offset: number, protonum: number, state: NfHookState): boolean {
  const length = skb.tail - offset;
  if (length < UDP_HLEN) return true;
  const { bytes } = skb;
  const told = read16(bytes, offset + UDP_LENGTH);
  const check = read16(bytes, offset + UDP_CHECKSUM);
  if (protonum === IPPROTO_UDPLITE) {
    const covered = told === 0 ? length : told;
    if (covered < UDP_HLEN || covered > length || check === 0) return true;
  } else {
    if (told > length || told < UDP_HLEN) return true;
    if (check === 0) return false;
  }
  if (state.hook !== NF_INET_PRE_ROUTING || (state.net.ct?.settings.checksum ?? 0) === 0) return false;
  if (protonum !== IPPROTO_UDP || skb.ipSummed !== CHECKSUM_NONE) return false;
  const right = nfChecksumOk(skb, offset, protonum, state.pf);
  // what is behind the datagram counts here, but not for a socket: which looks at once, as the sum of all is known
  if (!right || told !== length || state.pf === NFPROTO_IPV6) {
    skb.ipSummed = CHECKSUM_COMPLETE;
    skb.csumOffset = sumBeforeAddresses(skb);
  }
  return !right;
}

/** `nf_conntrack_udp_packet` */
function udpPacket(ct: NfConn, skb: SkBuff, offset: number, ctinfo: number, state: NfHookState): number {
  if (isBad(skb, offset, ct.protonum, state)) return -NF_ACCEPT;
  const { cnet } = ct;
  // every packet's way: what the record says is read there, once
  const { words } = ct.records;
  const at = ct.index << RECORD_SHIFT;
  const status = words[at + REC_STATUS];
  const extensions = words[at + REC_ZONE] < 0 ? ct.extensions : null;
  const timeouts = extensions?.timeoutPolicy?.timeouts ?? cnet.settings.udpTimeouts;
  const now = cnet.jiffy;
  if ((status & IPS_CONFIRMED) === 0) words[at + REC_STREAM] = (now + 2 * HZ) | 0;
  // still active after two seconds: a stream
  const old = (status & IPS_SEEN_REPLY) !== 0 && ((now - words[at + REC_STREAM]) | 0) > 0;
  const timeout = timeouts[old ? REPLIED : UNREPLIED];
  if ((status & IPS_FIXED_TIMEOUT) === 0)
    words[at + REC_TIMEOUT] = (status & IPS_CONFIRMED) === 0 ? timeout : (now + timeout) | 0;
  if (extensions !== null) accountPacket(ct, ctinfo, skb);
  if (old && (status & (IPS_ASSURED | IPS_NAT_CLASH)) === 0) {
    ct.status |= IPS_ASSURED;
    ct.noteEvent(IPCT_ASSURED);
  }
  return NF_ACCEPT;
}

for (const protonum of [IPPROTO_UDP, IPPROTO_UDPLITE])
  registerL4Proto({
    protonum,
    allowClash: true,
    startsWithPorts: true,
    toTuple: portsToTuple,
    invert: invertPorts,
    packet: udpPacket,
  });

const generic: L4Proto = {
  protonum: 255,
  allowClash: false,
  startsWithPorts: false,
  toTuple(_skb, _offset, tuple) {
    tuple.ports = 0;
    return true;
  },
  invert(inverse) {
    inverse.ports = 0;
    return true;
  },
  packet(ct, skb, _offset, ctinfo) {
    refreshAcct(ct, ctinfo, skb, ct.timeoutPolicy?.timeouts[0] ?? ct.cnet.settings.genericTimeout);
    return NF_ACCEPT;
  },
};
setGenericL4Proto(generic);
