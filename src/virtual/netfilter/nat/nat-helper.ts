/**
 * What helpers need where addresses are translated: other text in a segment, and connections that follow their master's way.
 *
 * Source: `net/netfilter/nf_nat_helper.c`.
 */
import { EBUSY } from "../../../errno.ts";
import { read16, read32, write16 } from "../../../packet/bytes.ts";
import {
  foldSum,
  pseudoSumIpv4At,
  pseudoSumIpv6At,
  replacePartialWord,
  replaceWord,
} from "../../../packet/checksum.ts";
import { IPV4_CHECKSUM, IPV4_TOTAL_LENGTH } from "../../../packet/ipv4.ts";
import { TCP_SEQUENCE, tcpHeaderLength } from "../../../packet/tcp.ts";
import { CHECKSUM_PARTIAL, type SkBuff } from "../../core/skbuff.ts";
import { type ExpectFn, expectTable, type NfConntrackExpect } from "../conntrack/conntrack-expect.ts";
import { setSeqAdj } from "../conntrack/conntrack-seqadj.ts";
import type { NfConn } from "../conntrack/nf-conn.ts";
import { NFPROTO_IPV4 } from "../hook-numbers.ts";
import { nfNatSetupInfo } from "./nat-core.ts";
import {
  NF_NAT_MANIP_DST,
  NF_NAT_MANIP_SRC,
  NF_NAT_RANGE_MAP_IPS,
  NF_NAT_RANGE_PROTO_SPECIFIED,
  NfNatRange,
} from "./nat-range.ts";

const TCP = 6;
const TCP_CHECKSUM = 16;
const IPV6_PAYLOAD = 4;
const IPV6_ADDRESSES = 8;
const LONGEST = 65535;
/** Ports that are tried beside the one that was asked for. */
const ATTEMPTS = 128;

/** Writes the text over `length` bytes at `start`, and the packet's length (`mangle_contents`). */
function mangleContents(skb: SkBuff, start: number, length: number, text: Uint8Array, v4: boolean): number {
  const grow = text.length - length;
  const relative = start - skb.data;
  if (grow > 0) skb.put(grow);
  const at = skb.data + relative;
  const { bytes, networkHeader: header } = skb;
  const oldEnd = grow > 0 ? skb.tail - grow : skb.tail;
  bytes.copyWithin(at + text.length, at + length, oldEnd);
  bytes.set(text, at);
  if (grow < 0) skb.trim(skb.length + grow);
  const field = header + (v4 ? IPV4_TOTAL_LENGTH : IPV6_PAYLOAD);
  const old = read16(bytes, field);
  write16(bytes, field, old + grow);
  if (v4)
    write16(
      bytes,
      header + IPV4_CHECKSUM,
      replaceWord(read16(bytes, header + IPV4_CHECKSUM), old, (old + grow) & 0xffff),
    );
  return at;
}

/** The checksum is made anew (`nf_nat_csum_recalc`): a device may do it. */
function recalculate(skb: SkBuff, tcp: number, oldLength: number, v4: boolean): void {
  const { bytes, networkHeader: header } = skb;
  const length = skb.tail - tcp;
  const field = tcp + TCP_CHECKSUM;
  if (skb.ipSummed === CHECKSUM_PARTIAL) {
    write16(bytes, field, replacePartialWord(read16(bytes, field), oldLength, length));
    return;
  }
  const sum = v4
    ? pseudoSumIpv4At(bytes, header, TCP, length)
    : pseudoSumIpv6At(bytes, header + IPV6_ADDRESSES, TCP, length);
  skb.ipSummed = CHECKSUM_PARTIAL;
  skb.csumStart = tcp;
  skb.csumOffset = TCP_CHECKSUM;
  write16(bytes, field, foldSum(sum));
}

/**
 * Puts other text in the place of what a segment says (`nf_nat_mangle_tcp_packet`).
 * @param offset of the TCP header @param matchAt in the text
 * @returns false when there is no room
 */
export function mangleTcpPacket(
  skb: SkBuff,
  ct: NfConn,
  ctinfo: number,
  offset: number,
  matchAt: number,
  length: number,
  text: Uint8Array,
): boolean {
  if (skb.length + text.length - length > LONGEST) return false;
  const v4 = ct.original.l3num === NFPROTO_IPV4;
  const transport = offset - skb.networkHeader;
  skb.makeWritable();
  let tcp = skb.networkHeader + transport;
  const oldLength = skb.tail - tcp;
  mangleContents(skb, tcp + tcpHeaderLength(skb.bytes, tcp) + matchAt, length, text, v4);
  tcp = skb.networkHeader + transport;
  recalculate(skb, tcp, oldLength, v4);
  setSeqAdj(ct, ctinfo, read32(skb.bytes, tcp + TCP_SEQUENCE), text.length - length);
  return true;
}

const range = new NfNatRange();

/** The connection is translated as its master is (`nf_nat_follow_master`). */
export const FOLLOW_MASTER: ExpectFn = {
  name: "nat-follow-master",
  apply(ct: NfConn, exp: NfConntrackExpect): void {
    const { d0, d1, d2, d3 } = exp.master.tuple(1 - exp.dir);
    range.reset().flags = NF_NAT_RANGE_MAP_IPS;
    nfNatSetupInfo(ct, range.setWords(d0, d1, d2, d3), NF_NAT_MANIP_SRC);
    const { s0, s1, s2, s3 } = exp.master.tuple(1 - exp.dir);
    range.reset().flags = NF_NAT_RANGE_MAP_IPS | NF_NAT_RANGE_PROTO_SPECIFIED;
    range.minProto = range.maxProto = exp.savedPort;
    nfNatSetupInfo(ct, range.setWords(s0, s1, s2, s3), NF_NAT_MANIP_DST);
  },
};

/** Expects it at this port, or at another one that is free (`nf_nat_exp_find_port`). @returns the port; 0: there is none */
export function expectAtPort(exp: NfConntrackExpect, wanted: number): number {
  const { cnet } = exp;
  const room = 65535 - wanted;
  let left = Math.min(room, ATTEMPTS);
  for (let port = wanted; ; port = wanted + ((cnet.net.machine.random() >>> 0) % room)) {
    exp.tuple.dport = port;
    const error = expectTable(cnet).relate(exp, true);
    if (error === 0) return port;
    if (error !== -EBUSY || --left < 0) return 0;
  }
}
