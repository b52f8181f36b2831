/**
 * Tracking ICMP and ICMPv6: questions and their answers, and errors about other connections.
 *
 * Source: `net/netfilter/nf_conntrack_proto_icmp.c`, `nf_conntrack_proto_icmpv6.c`.
 */
import { read16 } from "../../../../packet/bytes.ts";
import { IPPROTO_ICMP, IPPROTO_ICMPV6 } from "../../../../packet/ipv4.ts";
import { type SkBuff, setNfct } from "../../../core/skbuff.ts";
import { NF_ACCEPT, NF_INET_PRE_ROUTING, NFPROTO_IPV4, NFPROTO_IPV6 } from "../../hook-numbers.ts";
import type { NfHookState } from "../../net-nf.ts";
import { nfChecksumOk } from "../conntrack-checksum.ts";
import { refreshAcct } from "../conntrack-refresh.ts";
import { IP_CT_RELATED, IP_CT_RELATED_REPLY, IP_CT_UNTRACKED, IPS_CONFIRMED } from "../conntrack-status.ts";
import { NfConntrackTuple } from "../conntrack-tuple.ts";
import { invertTuple, tupleOfPacket } from "../conntrack-tuples.ts";
import type { NfConn } from "../nf-conn.ts";
import { type L4Proto, registerL4Proto } from "./conntrack-l4proto.ts";

const ICMP_HEADER = 8;

/** A message type's counterpart; its own is not there for those that ask nothing. */
type Counterparts = ReadonlyMap<number, number>;

const ICMP_INVERSE: Counterparts = new Map([
  [8, 0],
  [0, 8],
  [13, 14],
  [14, 13],
  [15, 16],
  [16, 15],
  [17, 18],
  [18, 17],
]);
const ICMPV6_INVERSE: Counterparts = new Map([
  [128, 129],
  [129, 128],
  [139, 140],
  [140, 139],
]);

function toTuple(skb: SkBuff, offset: number, tuple: NfConntrackTuple): boolean {
  if (offset + ICMP_HEADER > skb.tail) return false;
  const { bytes } = skb;
  tuple.ports = (read16(bytes, offset + 4) << 16) | (bytes[offset] << 8) | bytes[offset + 1];
  return true;
}

function inverter(inverse: Counterparts): L4Proto["invert"] {
  return (into, tuple) => {
    const type = inverse.get(tuple.dport >>> 8);
    if (type === undefined) return false;
    into.ports = (tuple.sport << 16) | (type << 8) | (tuple.dport & 0xff);
    return true;
  };
}

/** `nf_conntrack_icmp_packet`, `nf_conntrack_icmpv6_packet` @param asks types that begin a connection */
function packet(asks: ReadonlySet<number>, pf: number, timeout: (ct: NfConn) => number): L4Proto["packet"] {
  return (ct, skb, _offset, ctinfo, state) => {
    if (state.pf !== pf) return -NF_ACCEPT;
    if ((ct.status & IPS_CONFIRMED) === 0 && !asks.has(ct.original.dport >>> 8)) return -NF_ACCEPT;
    refreshAcct(ct, ctinfo, skb, ct.timeoutPolicy?.timeouts[0] ?? timeout(ct));
    return NF_ACCEPT;
  };
}

registerL4Proto({
  protonum: IPPROTO_ICMP,
  allowClash: true,
  startsWithPorts: false,
  toTuple,
  invert: inverter(ICMP_INVERSE),
  packet: packet(new Set([8, 13, 15, 17]), NFPROTO_IPV4, (ct) => ct.cnet.settings.icmpTimeout),
});
registerL4Proto({
  protonum: IPPROTO_ICMPV6,
  allowClash: true,
  startsWithPorts: false,
  toTuple,
  invert: inverter(ICMPV6_INVERSE),
  packet: packet(new Set([128, 139]), NFPROTO_IPV6, (ct) => ct.cnet.settings.icmpv6Timeout),
});

/** Types up to here are known (`NR_ICMP_TYPES`). */
const NR_ICMP_TYPES = 18;
/** DEST_UNREACH, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETERPROB (`icmp_is_err`). */
const ICMP_ERRORS: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);
/** Discovery of neighbours, groups and their routers is not tracked, but for redirects: they are of no connection (`noct_valid_new`). */
const ICMPV6_UNTRACKED: ReadonlySet<number> = new Set([130, 131, 132, 133, 134, 135, 136, 143, 151]);

const inner = new NfConntrackTuple(null, 0);
const innerReply = new NfConntrackTuple(null, 0);
const outer = new NfConntrackTuple(null, 0);

/**
 * Looks whether an ICMP packet tells of a connection, to which it belongs then (`nf_conntrack_handle_icmp`).
 * @returns 1: go on; 0 or less: the negative of the verdict
 */
export function handleIcmp(
  skb: SkBuff,
  offset: number,
  protonum: number,
  zone: number,
  state: NfHookState,
): number {
  const result =
    protonum === IPPROTO_ICMP && state.pf === NFPROTO_IPV4
      ? icmpError(skb, offset, zone, state)
      : protonum === IPPROTO_ICMPV6 && state.pf === NFPROTO_IPV6
        ? icmpv6Error(skb, offset, zone, state)
        : NF_ACCEPT;
  if (result <= 0 && state.net.ct !== null) state.net.ct.stat.error++;
  return result;
}

function checksumBad(skb: SkBuff, offset: number, protonum: number, state: NfHookState): boolean {
  if (state.hook !== NF_INET_PRE_ROUTING || (state.net.ct?.settings.checksum ?? 0) === 0) return false;
  return !nfChecksumOk(skb, offset, protonum, state.pf);
}

function icmpError(skb: SkBuff, offset: number, zone: number, state: NfHookState): number {
  if (offset + ICMP_HEADER > skb.tail || checksumBad(skb, offset, IPPROTO_ICMP, state)) return -NF_ACCEPT;
  const type = skb.bytes[offset];
  if (type > NR_ICMP_TYPES) return -NF_ACCEPT;
  return ICMP_ERRORS.has(type) ? innerConnection(skb, offset + ICMP_HEADER, zone, state) : NF_ACCEPT;
}

function icmpv6Error(skb: SkBuff, offset: number, zone: number, state: NfHookState): number {
  if (offset + ICMP_HEADER > skb.tail || checksumBad(skb, offset, IPPROTO_ICMPV6, state)) return -NF_ACCEPT;
  const type = skb.bytes[offset];
  if (ICMPV6_UNTRACKED.has(type)) {
    setNfct(skb, null, IP_CT_UNTRACKED);
    return NF_ACCEPT;
  }
  return type < 128 ? innerConnection(skb, offset + ICMP_HEADER, zone, state) : NF_ACCEPT;
}

/** `nf_conntrack_inet_error` @param offset of the quoted packet */
function innerConnection(skb: SkBuff, offset: number, zone: number, state: NfHookState): number {
  const cnet = state.net.ct;
  if (cnet === null || !tupleOfPacket(skb, offset, state.pf, inner)) return -NF_ACCEPT;
  if (!invertTuple(innerReply, inner)) return -NF_ACCEPT;
  const entry = cnet.table.find(cnet, innerReply, zone);
  if (entry === null) return -NF_ACCEPT;
  // it has to be meant for who sent what it quotes
  outer.readAddresses(skb.bytes, skb.networkHeader, state.pf);
  const ct = entry.ct as NfConn;
  const { d0, d1, d2, d3 } = outer;
  if (d3 !== entry.d3 || d2 !== entry.d2 || d1 !== entry.d1 || d0 !== entry.d0) return -NF_ACCEPT;
  ct.use++;
  setNfct(skb, ct, entry.dir === 1 ? IP_CT_RELATED_REPLY : IP_CT_RELATED);
  return NF_ACCEPT;
}
