/**
 * What a request about a group says beside the group: its source, or a mode and a list of sources, and who asks.
 *
 * Source: `net/bridge/br_mdb.c` (`br_mdb_config_attrs_init`, `br_mdb_config_src_list_init`).
 */
import { EINVAL } from "../../../errno.ts";
import { type AttributeCursor, AttributeTable, NLA_HDRLEN } from "../../../netlink/attribute.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import * as mdba from "../../../netlink/mdb.ts";
import { type Policy, policy } from "../../../netlink/policy.ts";
import { validateAttributes } from "../../../netlink/policy-check.ts";
import { ETH_P_IP, ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import { MCAST_EXCLUDE, MCAST_INCLUDE, PG_SRC_ENT_LIMIT } from "./br-mdb-table.ts";

/** `RTPROT_STATIC` */
const RTPROT_STATIC = 4;
const ADDRESS = { type: "binary", minimum: 4, length: 16 } as const;
const ENTRY_RULES: Policy = policy(mdba.MDBE_SRCATTR_MAX, [[mdba.MDBE_SRCATTR_ADDRESS, ADDRESS]]);
const LIST_RULES: Policy = policy(mdba.MDBE_SRC_LIST_MAX, [
  [mdba.MDBE_SRC_LIST_ENTRY, { type: "nested", nested: ENTRY_RULES }],
]);
const RULES: Policy = policy(mdba.MDBE_ATTR_MAX, [
  [mdba.MDBE_ATTR_SOURCE, ADDRESS],
  [mdba.MDBE_ATTR_SRC_LIST, { type: "nested", nested: LIST_RULES }],
  [mdba.MDBE_ATTR_GROUP_MODE, { type: "u8", minimum: MCAST_EXCLUDE, maximum: MCAST_INCLUDE }],
  [mdba.MDBE_ATTR_RTPROT, { type: "u8", minimum: RTPROT_STATIC, maximum: 255 }],
]);
const more = new AttributeTable(mdba.MDBE_ATTR_MAX);
const entry = new AttributeTable(mdba.MDBE_SRCATTR_MAX);

/** What was asked for. */
export interface MdbAttributes {
  /** Null: the group is of all sources. */
  readonly source: Uint8Array | null;
  /** `MCAST_*` */
  readonly filterMode: number;
  readonly sources: readonly Uint8Array[];
  /** `RTPROT_*` */
  readonly protocol: number;
}

export const NO_ATTRIBUTES: MdbAttributes = {
  source: null,
  filterMode: MCAST_EXCLUDE,
  sources: [],
  protocol: RTPROT_STATIC,
};

/** Why frames of the protocol are not sent from the address; "" when they are (`is_valid_mdb_source`). */
function sourceProblem(protocol: number, address: Uint8Array): string {
  if (protocol === ETH_P_IP) {
    if (address.length !== 4) return "bridge: IPv4 invalid source address length";
    return (address[0] & 0xf0) === 0xe0 ? "bridge: IPv4 multicast source address is not allowed" : "";
  }
  if (protocol !== ETH_P_IPV6) return "bridge: Invalid protocol used with source address";
  if (address.length !== 16) return "bridge: IPv6 invalid source address length";
  return address[0] === 0xff ? "bridge: IPv6 multicast source address is not allowed" : "";
}

/** The addresses of `MDBE_ATTR_SRC_LIST`, or a negative error. */
function readList(origin: number, protocol: number, extack: ExtendedAck): Uint8Array[] | number {
  const sources: Uint8Array[] = [];
  const list: AttributeCursor = more.cursor(mdba.MDBE_ATTR_SRC_LIST);
  while (list.next()) {
    if (sources.length >= PG_SRC_ENT_LIMIT)
      return extack.fail(
        -EINVAL,
        `bridge: Exceeded maximum number of source entries (${PG_SRC_ENT_LIMIT - 1})`,
      );
    entry.parse(list.bytes, list.start, list.start + list.length);
    const address = entry.payload(mdba.MDBE_SRCATTR_ADDRESS);
    if (address === undefined) {
      extack.missingType = mdba.MDBE_SRCATTR_ADDRESS;
      extack.missingNest = list.start - NLA_HDRLEN - origin;
      return -EINVAL;
    }
    const problem = sourceProblem(protocol, address);
    if (problem !== "") return extack.fail(-EINVAL, problem);
    sources.push(address.slice());
  }
  return sources;
}

/** Why there may be no such attribute; "" when there may. */
function placeProblem(name: string, host: boolean, source: Uint8Array | null): string {
  if (host) return `bridge: ${name} cannot be set for host groups`;
  return source === null ? "" : `bridge: ${name} can only be set for (*, G) entries`;
}

/** @returns the list that a request may have, or a negative error */
function checkedList(
  origin: number,
  protocol: number,
  host: boolean,
  source: Uint8Array | null,
  extack: ExtendedAck,
): Uint8Array[] | number {
  if (!more.has(mdba.MDBE_ATTR_SRC_LIST)) return [];
  const problem = placeProblem("Source list", host, source);
  if (problem !== "") return extack.fail(-EINVAL, problem);
  if (!more.has(mdba.MDBE_ATTR_GROUP_MODE))
    return extack.fail(-EINVAL, "bridge: Source list cannot be set without filter mode");
  return readList(origin, protocol, extack);
}

/**
 * Reads the attributes in `bytes[start, end)`.
 * @param origin offset of the request's header
 * @param protocol EtherType of the group
 * @param host whether the group is the host's own
 */
export function readMdbAttributes(
  bytes: Uint8Array,
  start: number,
  end: number,
  origin: number,
  protocol: number,
  host: boolean,
  extack: ExtendedAck,
): MdbAttributes | number {
  const error = validateAttributes(bytes, start, end, RULES, true, extack, origin);
  if (error !== 0) return error;
  more.parse(bytes, start, end);
  const address = more.payload(mdba.MDBE_ATTR_SOURCE);
  if (address !== undefined) {
    const problem = sourceProblem(protocol, address);
    if (problem !== "") return extack.fail(-EINVAL, problem);
  }
  const source = address?.some((byte) => byte !== 0) === true ? address.slice() : null;
  if (more.has(mdba.MDBE_ATTR_GROUP_MODE)) {
    const problem = placeProblem("Filter mode", host, source);
    if (problem !== "") return extack.fail(-EINVAL, problem);
  }
  const filterMode = more.u8(mdba.MDBE_ATTR_GROUP_MODE, MCAST_EXCLUDE);
  const sources = checkedList(origin, protocol, host, source, extack);
  if (typeof sources === "number") return sources;
  if (filterMode === MCAST_INCLUDE && sources.length === 0)
    return extack.fail(-EINVAL, "bridge: Cannot add (*, G) INCLUDE with an empty source list");
  if (more.has(mdba.MDBE_ATTR_RTPROT) && host)
    return extack.fail(-EINVAL, "bridge: Protocol cannot be set for host groups");
  return { source, filterMode, sources, protocol: more.u8(mdba.MDBE_ATTR_RTPROT, RTPROT_STATIC) };
}
