/**
 * Tuples and zones of ctnetlink's requests.
 *
 * Source: `net/netfilter/nf_conntrack_netlink.c` (`ctnetlink_parse_tuple`).
 */
import { EINVAL, EOPNOTSUPP } from "../../../errno.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import * as cta from "../../../netlink/ctnetlink.ts";
import { NfConntrackTuple } from "../conntrack/conntrack-tuple.ts";
import { invertTuple } from "../conntrack/conntrack-tuples.ts";
import { NF_CT_DEFAULT_ZONE_DIR, NF_CT_ZONE_DIR_ORIG, NF_CT_ZONE_DIR_REPL } from "../conntrack/nf-conn.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";

/** Protocols whose tuples have ports; GRE's keys are told as such. */
const WITH_PORTS: ReadonlySet<number> = new Set([6, 17, 47, 132, 136]);
const ICMP = 1;
const ICMPV6 = 58;

const outer = new AttributeTable(cta.CTA_TUPLE_MAX);
const inner = new AttributeTable(cta.CTA_PROTO_MAX);
const scratch = new NfConntrackTuple(null, 1);

/** A zone, and of which direction. */
export interface ParsedZone {
  id: number;
  dir: number;
}

function parseIp(l3num: number, into: NfConntrackTuple): number {
  inner.parseNested(outer, cta.CTA_TUPLE_IP);
  into.l3num = l3num;
  if (l3num === NFPROTO_IPV4) {
    if (inner.length(cta.CTA_IP_V4_SRC) < 4 || inner.length(cta.CTA_IP_V4_DST) < 4) return -EINVAL;
    into.s3 = inner.be32(cta.CTA_IP_V4_SRC) | 0;
    into.d3 = inner.be32(cta.CTA_IP_V4_DST) | 0;
    return 0;
  }
  if (l3num !== NFPROTO_IPV6) return 0;
  const source = inner.ipv6(cta.CTA_IP_V6_SRC);
  const destination = inner.ipv6(cta.CTA_IP_V6_DST);
  if (source === undefined || destination === undefined) return -EINVAL;
  into.s0 = source.w0 | 0;
  into.s1 = source.w1 | 0;
  into.s2 = source.w2 | 0;
  into.s3 = source.w3 | 0;
  into.d0 = destination.w0 | 0;
  into.d1 = destination.w1 | 0;
  into.d2 = destination.w2 | 0;
  into.d3 = destination.w3 | 0;
  return 0;
}

function parseProto(into: NfConntrackTuple): number {
  inner.parseNested(outer, cta.CTA_TUPLE_PROTO);
  if (!inner.has(cta.CTA_PROTO_NUM)) return -EINVAL;
  into.protonum = inner.u8(cta.CTA_PROTO_NUM);
  if (WITH_PORTS.has(into.protonum)) {
    if (!inner.has(cta.CTA_PROTO_SRC_PORT) || !inner.has(cta.CTA_PROTO_DST_PORT)) return -EINVAL;
    into.sport = inner.be16(cta.CTA_PROTO_SRC_PORT);
    into.dport = inner.be16(cta.CTA_PROTO_DST_PORT);
    return 0;
  }
  if (into.protonum !== ICMP && into.protonum !== ICMPV6) return 0;
  const first = into.protonum === ICMP ? cta.CTA_PROTO_ICMP_ID : cta.CTA_PROTO_ICMPV6_ID;
  if (!inner.has(first) || !inner.has(first + 1) || !inner.has(first + 2)) return -EINVAL;
  into.sport = inner.be16(first);
  into.dport = (inner.u8(first + 1) << 8) | inner.u8(first + 2);
  return isAsked(into) ? 0 : -EINVAL;
}

/** Only messages that are asked and answered have a connection. */
function isAsked(tuple: NfConntrackTuple): boolean {
  return invertTuple(scratch, tuple);
}

/** `ctnetlink_parse_zone` @returns 0 or a negative error */
export function parseZone(attributes: AttributeTable, zone: ParsedZone, type: number = cta.CTA_ZONE): number {
  zone.id = 0;
  zone.dir = NF_CT_DEFAULT_ZONE_DIR;
  if (attributes.has(type)) zone.id = attributes.be16(type);
  return 0;
}

/**
 * `ctnetlink_parse_tuple` @param type `CTA_TUPLE_*`
 * @param zone told with the tuple, it is that of its direction alone
 * @returns 0 or a negative error
 */
export function parseTuple(
  attributes: AttributeTable,
  type: number,
  l3num: number,
  into: NfConntrackTuple,
  zone: ParsedZone | null,
): number {
  into.clear();
  outer.parseNested(attributes, type);
  if (l3num !== NFPROTO_IPV4 && l3num !== NFPROTO_IPV6) return -EOPNOTSUPP;
  if (!outer.has(cta.CTA_TUPLE_IP)) return -EINVAL;
  let error = parseIp(l3num, into);
  if (error < 0) return error;
  if (!outer.has(cta.CTA_TUPLE_PROTO)) return -EINVAL;
  error = parseProto(into);
  if (error < 0 || !outer.has(cta.CTA_TUPLE_ZONE)) return error;
  if (zone === null) return -EINVAL;
  const dir = type === cta.CTA_TUPLE_REPLY ? NF_CT_ZONE_DIR_REPL : NF_CT_ZONE_DIR_ORIG;
  const id = outer.be16(cta.CTA_TUPLE_ZONE);
  if (zone.id !== 0 && (zone.id !== id || zone.dir === NF_CT_DEFAULT_ZONE_DIR)) return -EINVAL;
  zone.dir = zone.id === 0 ? dir : zone.dir | dir;
  zone.id = id;
  return 0;
}
