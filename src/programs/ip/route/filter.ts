/**
 * Which routes `ip route show` and `flush` are about (iproute2's `filter_nlmsg`).
 */
import type { AttributeTable } from "../../../netlink/attribute.ts";
import type { RouteHeader } from "../../../netlink/route.ts";
import {
  RT_TABLE_MAIN,
  RTA_DST,
  RTA_FLOW,
  RTA_GATEWAY,
  RTA_IIF,
  RTA_MARK,
  RTA_OIF,
  RTA_PREFSRC,
  RTA_PRIORITY,
  RTA_SRC,
  RTA_TABLE,
  RTA_VIA,
  RTM_F_CLONED,
} from "../../../netlink/route-attributes.ts";
import { bitLength, type Prefix, sameBits } from "../inet.ts";

/** What is wanted. */
export class RouteFilter {
  family = 0;
  /** 0: all tables. */
  table = RT_TABLE_MAIN;
  /** Cached routes: only those, none, or both. */
  cloned: "none" | "only" | "any" = "none";
  protocol: number | undefined = undefined;
  scope: number | undefined = undefined;
  /** A bit for each type that is shown, of which a type above 31 has that of another; 0: all are. */
  typeMask = 0;
  tos: number | undefined = undefined;
  iif: number | undefined = undefined;
  oif: number | undefined = undefined;
  mark: number | undefined = undefined;
  metric: number | undefined = undefined;
  realm = 0;
  realmMask = 0;
  /** Destinations inside this one … */
  rootDst: Prefix | undefined = undefined;
  /** … and around this one. */
  matchDst: Prefix | undefined = undefined;
  rootSrc: Prefix | undefined = undefined;
  matchSrc: Prefix | undefined = undefined;
  via: Prefix | undefined = undefined;
  prefsrc: Prefix | undefined = undefined;
}

/** The table of a route: the attribute, or the header's eight bits. */
export function tableOf(header: RouteHeader, table: AttributeTable): number {
  return table.u32(RTA_TABLE, header.table);
}

const ZEROES = new Uint8Array(16);

function rangeSelected(
  family: number,
  bytes: Uint8Array,
  length: number,
  root: Prefix | undefined,
  match: Prefix | undefined,
): boolean {
  if (root?.family) {
    if (family !== root.family || root.length > length) return false;
    if (!sameBits(bytes, root.bytes.length > 0 ? root.bytes : ZEROES, root.length)) return false;
  }
  // "default" of no family still has its length
  if (match && match.family === 0 && match.length < length) return false;
  if (match?.family) {
    if (family !== match.family || match.length < length) return false;
    if (!sameBits(bytes, match.bytes.length > 0 ? match.bytes : ZEROES, length)) return false;
  }
  return true;
}

function viaOf(header: RouteHeader, table: AttributeTable): { family: number; bytes: Uint8Array } {
  const via = table.payload(RTA_VIA);
  if (via && via.length > 2) return { family: via[0] | (via[1] << 8), bytes: via.subarray(2) };
  return { family: header.family, bytes: table.payload(RTA_GATEWAY) ?? ZEROES };
}

function addressesSelected(header: RouteHeader, table: AttributeTable, filter: RouteFilter): boolean {
  const dst = table.payload(RTA_DST) ?? ZEROES;
  const src = table.payload(RTA_SRC) ?? ZEROES;
  if (!rangeSelected(header.family, dst, header.dstLength, filter.rootDst, filter.matchDst)) return false;
  if (!rangeSelected(header.family, src, header.srcLength, filter.rootSrc, filter.matchSrc)) return false;
  if (filter.via?.family) {
    const via = viaOf(header, table);
    if (via.family !== filter.via.family || !sameBits(via.bytes, filter.via.bytes, filter.via.length))
      return false;
  }
  if (!filter.prefsrc?.family) return true;
  if (header.family !== filter.prefsrc.family) return false;
  return sameBits(table.payload(RTA_PREFSRC) ?? ZEROES, filter.prefsrc.bytes, filter.prefsrc.length);
}

/** Whether the filter lets a route through. */
export function routeSelected(header: RouteHeader, table: AttributeTable, filter: RouteFilter): boolean {
  if (filter.family !== 0 && header.family !== filter.family) return false;
  const cloned = (header.flags & RTM_F_CLONED) !== 0;
  if (filter.cloned !== "any" && cloned !== (filter.cloned === "only")) return false;
  if (filter.table > 0 && filter.table !== tableOf(header, table)) return false;
  const equal = (wanted: number | undefined, value: number): boolean =>
    wanted === undefined || wanted === value;
  return (
    equal(filter.protocol, header.protocol) &&
    equal(filter.scope, header.scope) &&
    (filter.typeMask === 0 || (filter.typeMask & (1 << header.type)) !== 0) &&
    equal(filter.tos, header.tos) &&
    equal(filter.iif, table.u32(RTA_IIF)) &&
    equal(filter.oif, table.u32(RTA_OIF)) &&
    equal(filter.mark, table.u32(RTA_MARK)) &&
    equal(filter.metric, table.u32(RTA_PRIORITY)) &&
    ((filter.realm ^ table.u32(RTA_FLOW)) & filter.realmMask) === 0 &&
    addressesSelected(header, table, filter)
  );
}

/** True when the filter names exactly one address for this field, so that it need not be shown. */
export function isExact(prefix: Prefix | undefined, family: number): boolean {
  return prefix !== undefined && prefix.length === bitLength(family) && prefix.bytes.length > 0;
}
