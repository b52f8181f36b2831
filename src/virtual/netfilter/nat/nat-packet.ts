/**
 * Changing addresses and ports of packets, with their checksums.
 *
 * Source: `net/netfilter/nf_nat_proto.c`.
 */
import { read16, read32, write16, write32 } from "../../../packet/bytes.ts";
import { foldSum, replaceLong, replaceWord } from "../../../packet/checksum.ts";
import { crc32c } from "../../../packet/crc32c.ts";
import { IPV4_CHECKSUM } from "../../../packet/ipv4.ts";
import { CHECKSUM_PARTIAL, type SkBuff } from "../../core/skbuff.ts";
import type { NfConntrackTuple } from "../conntrack/conntrack-tuple.ts";
import { findTransport, transportProtocol } from "../conntrack/conntrack-tuples.ts";
import { NFPROTO_IPV4 } from "../hook-numbers.ts";
import { NF_NAT_MANIP_SRC } from "./nat-range.ts";

const TCP = 6;
const UDP = 17;
const ICMPV6 = 58;
const GRE = 47;
const SCTP = 132;
const SCTP_CHECKSUM = 8;
const UDPLITE = 136;
const ICMP = 1;
/** Where the checksum is in the header, by protocol; those that have ports first. */
const CHECKSUM_AT: ReadonlyMap<number, number> = new Map([
  [TCP, 16],
  [UDP, 6],
  [UDPLITE, 6],
  [ICMPV6, 2],
]);
const ICMP_QUERIES: ReadonlySet<number> = new Set([0, 8, 13, 14, 15, 16, 17, 18]);

/** Words of an address of the packet at `header`, one's complement sum. */
function addressSum(bytes: Uint8Array, at: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i += 2) sum += read16(bytes, at + i);
  return foldSum(sum);
}

/**
 * The address takes part in the transport's checksum (`nf_csum_update`).
 * @param before sum of the old address @param after that of the new one
 */
function updatePseudo(skb: SkBuff, field: number, before: number, after: number): void {
  const { bytes } = skb;
  const present = read16(bytes, field);
  if (skb.ipSummed === CHECKSUM_PARTIAL && field === skb.csumStart + skb.csumOffset)
    write16(bytes, field, foldSum(present + (~before & 0xffff) + after));
  else write16(bytes, field, replaceWord(present, before, after));
}

/** A word behind the pseudo header: of no account while the checksum waits for hardware. */
function updateWord(skb: SkBuff, field: number, before: number, after: number): void {
  if (skb.ipSummed === CHECKSUM_PARTIAL && field === skb.csumStart + skb.csumOffset) return;
  write16(skb.bytes, field, replaceWord(read16(skb.bytes, field), before, after));
}

/** SCTP's checksum covers no addresses, but the ports, and no difference can be added to it (`sctp_manip_pkt`). */
function remakeSctpSum(skb: SkBuff, offset: number): void {
  const { bytes, tail } = skb;
  const at = offset + SCTP_CHECKSUM;
  if (at + 4 > tail || skb.ipSummed === CHECKSUM_PARTIAL) return;
  const sum = crc32c(bytes, offset, tail, at, at + 4);
  for (let i = 0; i < 4; i++) bytes[at + i] = sum >>> (8 * i);
}

/** `l4proto_manip_pkt` @param inner the packet is one that an error quotes: it may be cut short */
function manipTransport(
  skb: SkBuff,
  offset: number,
  protonum: number,
  tuple: NfConntrackTuple,
  manip: number,
  before: number,
  after: number,
): boolean {
  const { bytes, tail } = skb;
  if (protonum === ICMP || protonum === ICMPV6) return manipIcmp(skb, offset, protonum, tuple, before, after);
  if (protonum === GRE) return manipGre(skb, offset, tuple, manip);
  const check = CHECKSUM_AT.get(protonum);
  if (check === undefined && protonum !== SCTP) return true;
  if (offset + 8 > tail) return false;
  const port = manip === NF_NAT_MANIP_SRC ? offset : offset + 2;
  const old = read16(bytes, port);
  const fresh = manip === NF_NAT_MANIP_SRC ? tuple.sport : tuple.dport;
  write16(bytes, port, fresh);
  if (protonum === SCTP) remakeSctpSum(skb, offset);
  if (check === undefined || offset + check + 2 > tail) return true;
  const field = offset + check;
  const udp = protonum === UDP || protonum === UDPLITE;
  const partial = skb.ipSummed === CHECKSUM_PARTIAL && field === skb.csumStart + skb.csumOffset;
  // UDP without a checksum stays without
  if (udp && !partial && read16(bytes, field) === 0) return true;
  updatePseudo(skb, field, before, after);
  updateWord(skb, field, old, fresh);
  if (udp && read16(bytes, field) === 0) write16(bytes, field, 0xffff);
  return true;
}

/** Only where packets of PPTP go to has a key in them, the number of the call (`gre_manip_pkt`). */
function manipGre(skb: SkBuff, offset: number, tuple: NfConntrackTuple, manip: number): boolean {
  const { bytes, tail } = skb;
  if (offset + 8 > tail) return false;
  if (manip === NF_NAT_MANIP_SRC) return true;
  const version = bytes[offset + 1] & 7;
  if (version === 1) write16(bytes, offset + 6, tuple.dport);
  return version <= 1;
}

function manipIcmp(
  skb: SkBuff,
  offset: number,
  protonum: number,
  tuple: NfConntrackTuple,
  before: number,
  after: number,
): boolean {
  const { bytes, tail } = skb;
  if (offset + 8 > tail) return false;
  const type = bytes[offset];
  const field = offset + 2;
  if (protonum === ICMPV6) updatePseudo(skb, field, before, after);
  const asks = protonum === ICMP ? ICMP_QUERIES.has(type) : type === 128 || type === 129;
  if (!asks) return true;
  updateWord(skb, field, read16(bytes, offset + 4), tuple.sport);
  write16(bytes, offset + 4, tuple.sport);
  return true;
}

/**
 * Gives the packet at `header` the tuple's source or destination (`nf_nat_ipv4_manip_pkt`, `nf_nat_ipv6_manip_pkt`).
 * @returns false when it is too short
 */
export function manipPacket(skb: SkBuff, header: number, tuple: NfConntrackTuple, manip: number): boolean {
  const relative = header - skb.networkHeader;
  skb.makeWritable();
  const at = skb.networkHeader + relative;
  return tuple.l3num === NFPROTO_IPV4 ? manip4(skb, at, tuple, manip) : manip6(skb, at, tuple, manip);
}

function manip4(skb: SkBuff, header: number, tuple: NfConntrackTuple, manip: number): boolean {
  const { bytes } = skb;
  const source = manip === NF_NAT_MANIP_SRC;
  const at = header + (source ? 12 : 16);
  const address = source ? tuple.s3 : tuple.d3;
  const offset = findTransport(skb, header, NFPROTO_IPV4);
  if (offset < 0) return false;
  const after = foldSum((address >>> 16) + (address & 0xffff));
  if (!manipTransport(skb, offset, transportProtocol, tuple, manip, addressSum(bytes, at, 4), after))
    return false;
  write16(
    bytes,
    header + IPV4_CHECKSUM,
    replaceLong(read16(bytes, header + IPV4_CHECKSUM), read32(bytes, at), address),
  );
  write32(bytes, at, address >>> 0);
  return true;
}

function manip6(skb: SkBuff, header: number, tuple: NfConntrackTuple, manip: number): boolean {
  const { bytes } = skb;
  const source = manip === NF_NAT_MANIP_SRC;
  const at = header + (source ? 8 : 24);
  const offset = findTransport(skb, header, tuple.l3num);
  const before = addressSum(bytes, at, 16);
  const protonum = transportProtocol;
  const w0 = source ? tuple.s0 : tuple.d0;
  const w1 = source ? tuple.s1 : tuple.d1;
  const w2 = source ? tuple.s2 : tuple.d2;
  const w3 = source ? tuple.s3 : tuple.d3;
  write32(bytes, at, w0 >>> 0);
  write32(bytes, at + 4, w1 >>> 0);
  write32(bytes, at + 8, w2 >>> 0);
  write32(bytes, at + 12, w3 >>> 0);
  // a later fragment has no ports
  if (offset < 0) return true;
  return manipTransport(skb, offset, protonum, tuple, manip, before, addressSum(bytes, at, 16));
}
