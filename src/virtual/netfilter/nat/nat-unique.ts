/**
 * Choosing what a connection is translated to, so that no other has it.
 *
 * Source: `net/netfilter/nf_nat_core.c` (`get_unique_tuple`).
 */
import { NfConntrackTuple } from "../conntrack/conntrack-tuple.ts";
import { invertTuple } from "../conntrack/conntrack-tuples.ts";
import type { NfConn } from "../conntrack/nf-conn.ts";
import { NFPROTO_IPV4 } from "../hook-numbers.ts";
import { jhash2 } from "../jhash.ts";
import {
  NF_NAT_MANIP_DST,
  NF_NAT_MANIP_SRC,
  NF_NAT_RANGE_MAP_IPS,
  NF_NAT_RANGE_PERSISTENT,
  NF_NAT_RANGE_PROTO_OFFSET,
  NF_NAT_RANGE_PROTO_RANDOM_ALL,
  NF_NAT_RANGE_PROTO_SPECIFIED,
  type NfNatRange,
} from "./nat-range.ts";

const MAX_ATTEMPTS = 128;
const ICMP = 1;
const ICMPV6 = 58;
const WITH_PORTS: ReadonlySet<number> = new Set([6, 17, 132, 136]);

const reply = new NfConntrackTuple(null, 1);

/** Whether another connection's packets look like answers to this tuple (`nf_nat_used_tuple`). */
function isUsed(tuple: NfConntrackTuple, ct: NfConn): boolean {
  if (!invertTuple(reply, tuple)) return false;
  const { cnet } = ct;
  const entry = cnet.table.find(cnet, reply, ct.zoneOf(1));
  if (entry === null || entry.ct === ct) return false;
  // two packets of one connection at once: settled when they are confirmed
  if (ct.original.equals((entry.ct as NfConn).original)) return false;
  cnet.stat.found++;
  return true;
}

/** Unsigned comparison of addresses. */
function compare(a0: number, a1: number, a2: number, a3: number, b: Int32Array): number {
  return (
    (a0 >>> 0) - (b[0] >>> 0) ||
    (a1 >>> 0) - (b[1] >>> 0) ||
    (a2 >>> 0) - (b[2] >>> 0) ||
    (a3 >>> 0) - (b[3] >>> 0)
  );
}

function portInRange(tuple: NfConntrackTuple, manip: number, range: NfNatRange): boolean {
  const icmp = tuple.protonum === ICMP || tuple.protonum === ICMPV6;
  if (!icmp && !WITH_PORTS.has(tuple.protonum)) return true;
  const port = manip === NF_NAT_MANIP_SRC || icmp ? tuple.sport : tuple.dport;
  return port >= range.minProto && port <= range.maxProto;
}

/** Whether the source is in the range (`nf_in_range`). */
function sourceInRange(tuple: NfConntrackTuple, range: NfNatRange): boolean {
  if ((range.flags & NF_NAT_RANGE_MAP_IPS) !== 0) {
    const { s0, s1, s2, s3 } = tuple;
    if (compare(s0, s1, s2, s3, range.minAddr) < 0 || compare(s0, s1, s2, s3, range.maxAddr) > 0)
      return false;
  }
  return (range.flags & NF_NAT_RANGE_PROTO_SPECIFIED) === 0 || portInRange(tuple, NF_NAT_MANIP_SRC, range);
}

function byteSwap(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24) | 0;
}

/** The source's words as they lie in memory. */
function sourceWords(tuple: NfConntrackTuple): number[] {
  if (tuple.l3num === NFPROTO_IPV4) return [byteSwap(tuple.s3), 0, 0, 0];
  return [tuple.s0, tuple.s1, tuple.s2, tuple.s3].map(byteSwap);
}

/** `(x * range) >> 32` (`reciprocal_scale`) */
function scale(x: number, range: number): number {
  return Number((BigInt(x >>> 0) * BigInt(range >>> 0)) >> 32n);
}

/** One address of the range, always the same for the same ends (`find_best_ips_proto`). */
function chooseAddress(tuple: NfConntrackTuple, range: NfNatRange, ct: NfConn, manip: number): void {
  if ((range.flags & NF_NAT_RANGE_MAP_IPS) === 0) return;
  const { minAddr, maxAddr } = range;
  if (range.isOneAddress) return setAddress(tuple, manip, minAddr);
  const v4 = tuple.l3num === NFPROTO_IPV4;
  const persistent = (range.flags & NF_NAT_RANGE_PERSISTENT) !== 0;
  let j = jhash2(sourceWords(tuple), persistent ? 0 : byteSwap(tuple.d3) ^ ct.zone);
  const destination = [tuple.d0, tuple.d1, tuple.d2, tuple.d3];
  const chosen = [0, 0, 0, 0];
  let full = false;
  for (let i = v4 ? 3 : 0; i < 4; i++) {
    const from = full ? 0 : minAddr[i] >>> 0;
    const distance = full ? 0xffffffff : ((maxAddr[i] >>> 0) - from + 1) >>> 0;
    chosen[i] = (from + scale(j, distance)) | 0;
    if (chosen[i] !== maxAddr[i]) full = true;
    if (!persistent) j = (j ^ byteSwap(destination[i])) >>> 0;
  }
  setAddress(tuple, manip, chosen);
}

function setAddress(tuple: NfConntrackTuple, manip: number, words: ArrayLike<number>): void {
  if (manip === NF_NAT_MANIP_SRC) {
    tuple.s0 = words[0];
    tuple.s1 = words[1];
    tuple.s2 = words[2];
    tuple.s3 = words[3];
    return;
  }
  tuple.d0 = words[0];
  tuple.d1 = words[1];
  tuple.d2 = words[2];
  tuple.d3 = words[3];
}

/** The connections of the same source have a translation already: the same, if it is in the range (`find_appropriate_src`). */
function reuseSource(
  ct: NfConn,
  original: NfConntrackTuple,
  into: NfConntrackTuple,
  range: NfNatRange,
): boolean {
  const { bySource } = ct.cnet.table;
  const { zone } = ct;
  let other = bySource.first(ct.cnet, original, zone);
  for (; other !== null; other = bySource.after(other, original, zone)) {
    if (!invertTuple(into, other.reply)) continue;
    into.copyDestination(original);
    into.dport = original.dport;
    if (sourceInRange(into, range)) return true;
  }
  return false;
}

/** From where on to look for a free port, and among how many (`nf_nat_l4proto_unique_tuple`). */
function choosePort(tuple: NfConntrackTuple, range: NfNatRange, manip: number, ct: NfConn): void {
  const icmp = tuple.protonum === ICMP || tuple.protonum === ICMPV6;
  if (!icmp && !WITH_PORTS.has(tuple.protonum)) return;
  const source = icmp || manip === NF_NAT_MANIP_SRC;
  const key = source ? tuple.sport : tuple.dport;
  let min = Math.min(range.minProto, range.maxProto);
  let size = Math.abs(range.maxProto - range.minProto) + 1;
  if ((range.flags & NF_NAT_RANGE_PROTO_SPECIFIED) === 0) {
    if (icmp) [min, size] = [0, 65536];
    else if (manip === NF_NAT_MANIP_DST) return;
    else if (key < 512) [min, size] = [1, 511];
    else if (key < 1024) [min, size] = [600, 424];
    else [min, size] = [1024, 64512];
  }
  const { random } = ct.net.machine;
  const random16 = (): number => random() & 0xffff;
  let offset = 0;
  if ((range.flags & NF_NAT_RANGE_PROTO_OFFSET) !== 0) offset = (key - range.baseProto) & 0xffff;
  else if ((range.flags & NF_NAT_RANGE_PROTO_RANDOM_ALL) !== 0 || manip !== NF_NAT_MANIP_DST)
    offset = random16();
  for (let attempts = Math.min(size, MAX_ATTEMPTS); ; attempts = Math.floor(attempts / 2)) {
    for (let i = 0; i < attempts; i++, offset = (offset + 1) & 0xffff) {
      const port = min + (offset % size);
      if (source) tuple.sport = port;
      else tuple.dport = port;
      if (!isUsed(tuple, ct)) return;
    }
    if (attempts >= size || attempts < 16) return;
    offset = random16();
  }
}

/** @param original what the connection looks like to who answers; its translation comes `into` */
export function uniqueTuple(
  into: NfConntrackTuple,
  original: NfConntrackTuple,
  range: NfNatRange,
  ct: NfConn,
  manip: number,
): void {
  const anyPort = (range.flags & NF_NAT_RANGE_PROTO_RANDOM_ALL) !== 0;
  if (manip === NF_NAT_MANIP_SRC && !anyPort) {
    if (sourceInRange(original, range)) {
      if (!isUsed(original, ct)) return into.copy(original);
    } else if (reuseSource(ct, original, into, range) && !isUsed(into, ct)) return;
  }
  into.copy(original);
  chooseAddress(into, range, ct, manip);
  if (!anyPort) {
    if ((range.flags & NF_NAT_RANGE_PROTO_SPECIFIED) === 0) {
      if (!isUsed(into, ct)) return;
    } else if (
      (range.flags & NF_NAT_RANGE_PROTO_OFFSET) === 0 &&
      portInRange(into, manip, range) &&
      (range.minProto === range.maxProto || !isUsed(into, ct))
    )
      return;
  }
  choosePort(into, range, manip, ct);
}
