/**
 * Which connections a dump or a flush is about.
 *
 * Source: `net/netfilter/nf_conntrack_netlink.c` (`ctnetlink_alloc_filter`, `ctnetlink_filter_match`).
 */
import { EINVAL } from "../../../errno.ts";
import { AttributeTable, readU32 } from "../../../netlink/attribute.ts";
import * as cta from "../../../netlink/ctnetlink.ts";
import { NfConntrackTuple } from "../conntrack/conntrack-tuple.ts";
import type { NfConn } from "../conntrack/nf-conn.ts";
import { type ParsedZone, parseTuple } from "./ctnetlink-parse.ts";

/** `CTA_FILTER_F_CTA_*`: what of a tuple counts. */
const IP_SRC = 1 << 0;
const IP_DST = 1 << 1;
const ZONE = 1 << 2;
const NUM = 1 << 3;
const SRC_PORT = 1 << 4;
const DST_PORT = 1 << 5;
const ICMP_TYPE = 1 << 6;
const ICMP_CODE = 1 << 7;
const ICMP_ID = 1 << 8;
const ICMPV6_TYPE = 1 << 9;
const ICMPV6_CODE = 1 << 10;
const ICMPV6_ID = 1 << 11;
const FILTER_ALL = (1 << 12) - 1;
const ICMP = 1;
const ICMPV6 = 58;

const nested = new AttributeTable(cta.CTA_FILTER_MAX);

/** Whether a connection is one of those. */
export type ConntrackFilter = (ct: NfConn) => boolean;

/** `ctnetlink_needs_filter` */
export function needsFilter(family: number, attributes: AttributeTable): boolean {
  if (family !== 0) return true;
  return [cta.CTA_MARK, cta.CTA_FILTER, cta.CTA_STATUS, cta.CTA_ZONE].some((type) => attributes.has(type));
}

/** A tuple and which of it counts; null: all match. */
interface TuplePart {
  readonly tuple: NfConntrackTuple;
  readonly flags: number;
}

/** Whether the port or number that `flag` names counts for this protocol, and differs. */
function portsDiffer(flags: number, tuple: NfConntrackTuple, wanted: NfConntrackTuple): boolean {
  const type = (flags & (tuple.protonum === ICMPV6 ? ICMPV6_TYPE : ICMP_TYPE)) !== 0;
  const code = (flags & (tuple.protonum === ICMPV6 ? ICMPV6_CODE : ICMP_CODE)) !== 0;
  const id = (flags & (tuple.protonum === ICMPV6 ? ICMPV6_ID : ICMP_ID)) !== 0;
  if (tuple.protonum === ICMP || tuple.protonum === ICMPV6)
    return (
      (type && tuple.dport >>> 8 !== wanted.dport >>> 8) ||
      (code && (tuple.dport & 0xff) !== (wanted.dport & 0xff)) ||
      (id && tuple.sport !== wanted.sport)
    );
  return (
    ((flags & SRC_PORT) !== 0 && tuple.sport !== wanted.sport) ||
    ((flags & DST_PORT) !== 0 && tuple.dport !== wanted.dport)
  );
}

/** `ctnetlink_filter_match_tuple` */
function tupleMatches(part: TuplePart, tuple: NfConntrackTuple, ct: NfConn, zone: number): boolean {
  const { flags, tuple: wanted } = part;
  if ((flags & IP_SRC) !== 0 && !tuple.sameSource(wanted)) return false;
  if ((flags & IP_DST) !== 0 && !tuple.sameDestination(wanted)) return false;
  if ((flags & ZONE) !== 0 && ct.zoneOf(tuple.dir) !== zone) return false;
  if ((flags & NUM) !== 0 && tuple.protonum !== wanted.protonum) return false;
  return (flags & NUM) === 0 || !portsDiffer(flags, tuple, wanted);
}

function parsePart(
  attributes: AttributeTable,
  type: number,
  flags: number,
  family: number,
  zone: ParsedZone,
): TuplePart | number {
  const tuple = new NfConntrackTuple(null, 0);
  if (flags === 0) return { tuple, flags };
  if (!attributes.has(type)) return -EINVAL;
  const error = parseTuple(attributes, type, family, tuple, zone);
  return error < 0 ? error : { tuple, flags };
}

/** @returns the filter or a negative error */
export function makeFilter(family: number, attributes: AttributeTable): ConntrackFilter | number {
  const checks: ConntrackFilter[] = [];
  if (family !== 0) checks.push((ct) => ct.original.l3num === family);
  const zone: ParsedZone = { id: attributes.be16(cta.CTA_ZONE), dir: 3 };
  if (attributes.has(cta.CTA_ZONE)) {
    const { id } = zone;
    checks.push((ct) => ct.zone === id);
  }
  if (attributes.has(cta.CTA_MARK)) {
    const mark = attributes.be32(cta.CTA_MARK);
    const mask = attributes.has(cta.CTA_MARK_MASK) ? attributes.be32(cta.CTA_MARK_MASK) : 0xffffffff;
    checks.push((ct) => (ct.mark & mask) >>> 0 === mark);
  } else if (attributes.has(cta.CTA_MARK_MASK)) return -EINVAL;
  if (attributes.has(cta.CTA_STATUS)) {
    const wanted = attributes.be32(cta.CTA_STATUS);
    const mask = attributes.has(cta.CTA_STATUS_MASK) ? attributes.be32(cta.CTA_STATUS_MASK) : wanted;
    if (mask === 0) return -EINVAL;
    checks.push((ct) => (ct.status & mask) >>> 0 === wanted);
  }
  if (attributes.has(cta.CTA_FILTER)) {
    const error = addTupleChecks(family, attributes, zone, checks);
    if (error < 0) return error;
  }
  return (ct) => checks.every((check) => check(ct));
}

function addTupleChecks(
  family: number,
  attributes: AttributeTable,
  zone: ParsedZone,
  checks: ConntrackFilter[],
): number {
  nested.parseNested(attributes, cta.CTA_FILTER);
  const flagsOf = (type: number): number => {
    const payload = nested.payload(type);
    return payload !== undefined && payload.length >= 4 ? readU32(payload, 0) : 0;
  };
  const original = flagsOf(cta.CTA_FILTER_ORIG_FLAGS);
  const reply = flagsOf(cta.CTA_FILTER_REPLY_FLAGS);
  if (((original | reply) & ~FILTER_ALL) !== 0) return -EINVAL;
  const first = parsePart(attributes, cta.CTA_TUPLE_ORIG, original, family, zone);
  if (typeof first === "number") return first;
  const second = parsePart(attributes, cta.CTA_TUPLE_REPLY, reply, family, zone);
  if (typeof second === "number") return second;
  checks.push((ct) => tupleMatches(first, ct.original, ct, zone.id));
  checks.push((ct) => tupleMatches(second, ct.reply, ct, zone.id));
  return 0;
}
