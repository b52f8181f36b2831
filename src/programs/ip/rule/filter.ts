/**
 * Which rules `ip rule show` is about.
 */
import type { AttributeTable } from "../../../netlink/attribute.ts";
import { readU16, readU32 } from "../../../netlink/attribute.ts";
import {
  FIB_RULE_INVERT,
  FRA_DPORT_RANGE,
  FRA_DST,
  FRA_FWMARK,
  FRA_FWMASK,
  FRA_IIFNAME,
  FRA_IP_PROTO,
  FRA_L3MDEV,
  FRA_OIFNAME,
  FRA_PRIORITY,
  FRA_SPORT_RANGE,
  FRA_SRC,
  FRA_TABLE,
  FRA_TUN_ID,
  FRA_UID_RANGE,
  type RuleHeader,
} from "../../../netlink/rule.ts";
import { type Prefix, sameBits } from "../inet.ts";

/** Both ends belong to it. */
export type Range = readonly [number, number];

/** What is wanted. */
export class RuleFilter {
  not = false;
  l3mdev = false;
  priority: number | undefined = undefined;
  tos: number | undefined = undefined;
  mark: number | undefined = undefined;
  mask: number | undefined = undefined;
  iif: string | undefined = undefined;
  oif: string | undefined = undefined;
  uids: Range | undefined = undefined;
  table: number | undefined = undefined;
  /** Of effect on a flush only: so it is in iproute2 6.1. */
  flushProtocol: number | undefined = undefined;
  ipProtocol: number | undefined = undefined;
  /** 0: any. */
  tunnel = 0n;
  sport: Range | undefined = undefined;
  dport: Range | undefined = undefined;
  src: Prefix | undefined = undefined;
  dst: Prefix | undefined = undefined;
}

function prefixSelected(
  prefix: Prefix | undefined,
  header: RuleHeader,
  table: AttributeTable,
  type: number,
  length: number,
): boolean {
  if (!prefix || prefix.bytes.length === 0) return true;
  if (header.family !== prefix.family || prefix.length > length) return false;
  const bytes = table.payload(type);
  return !bytes || prefix.length === 0 || sameBits(bytes, prefix.bytes, prefix.length);
}

/** `FRA_TUN_ID`, 64 bits in network order; undefined when there is none. */
export function tunnelOf(table: AttributeTable): bigint | undefined {
  if (table.length(FRA_TUN_ID) < 8) return undefined;
  return new DataView(table.bytes.buffer, table.bytes.byteOffset).getBigUint64(table.offset(FRA_TUN_ID));
}

function rangeIs(range: Range | undefined, table: AttributeTable, type: number, size: 2 | 4): boolean {
  if (!range) return true;
  if (table.length(type) < size * 2) return false;
  const at = table.offset(type);
  const read = size === 2 ? readU16 : readU32;
  return read(table.bytes, at) === range[0] && read(table.bytes, at + size) === range[1];
}

/** Whether a rule is one of those. */
export function ruleSelected(
  { header, table }: { readonly header: RuleHeader; readonly table: AttributeTable },
  filter: RuleFilter,
): boolean {
  const equal = <T>(wanted: T | undefined, value: T): boolean => wanted === undefined || wanted === value;
  return (
    prefixSelected(filter.src, header, table, FRA_SRC, header.srcLength) &&
    prefixSelected(filter.dst, header, table, FRA_DST, header.dstLength) &&
    equal(filter.priority, table.u32(FRA_PRIORITY)) &&
    (!filter.not || (header.flags & FIB_RULE_INVERT) !== 0) &&
    equal(filter.tos, header.tos) &&
    equal(filter.mark, table.u32(FRA_FWMARK)) &&
    equal(filter.mask, table.u32(FRA_FWMASK)) &&
    equal(filter.iif, table.string(FRA_IIFNAME)) &&
    equal(filter.oif, table.string(FRA_OIFNAME)) &&
    (!filter.l3mdev || table.u8(FRA_L3MDEV) !== 0) &&
    rangeIs(filter.uids, table, FRA_UID_RANGE, 4) &&
    (filter.tunnel === 0n || filter.tunnel === tunnelOf(table)) &&
    equal(filter.ipProtocol, table.u8(FRA_IP_PROTO)) &&
    rangeIs(filter.sport, table, FRA_SPORT_RANGE, 2) &&
    rangeIs(filter.dport, table, FRA_DPORT_RANGE, 2) &&
    equal(filter.table, table.u32(FRA_TABLE, header.table))
  );
}
