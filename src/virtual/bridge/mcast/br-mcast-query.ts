/**
 * Queries for members as they are sent: IGMP and MLD from the bridge's own address, about everything, a group, or sources of a group.
 *
 * Source: `net/bridge/br_multicast.c` (`br_ip4_multicast_alloc_query`, `br_ip6_multicast_alloc_query`).
 */
import { write16, write32 } from "../../../packet/bytes.ts";
import { checksum } from "../../../packet/checksum.ts";
import { ETH_P_IP, ETH_P_IPV6, writeEthernet } from "../../../packet/ethernet.ts";
import { writeIcmpv6Checksum } from "../../../packet/icmpv6.ts";
import { IGMP_HOST_MEMBERSHIP_QUERY } from "../../../packet/igmp.ts";
import { IPPROTO_ICMPV6, IPPROTO_IGMP } from "../../../packet/ipv4.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import { allocSkb, kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { selectAddress } from "../../ipv4/devinet/inet-select.ts";
import { HZ, ticksLeft } from "../br-time.ts";
import type { Group, GroupSource, PortGroup } from "../mdb/br-mdb-table.ts";
import type { McastContext } from "./br-mcast-context.ts";

const ETH_HLEN = 14;
const IPV4_LENGTH = 24;
const IPV6_LENGTH = 48;
const RT_SCOPE_LINK = 253;
const ICMPV6_MGM_QUERY = 130;
const ALL_HOSTS = new Uint8Array([224, 0, 0, 1]);
const ALL_NODES = new Uint8Array([0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
/** Robustness that queries which know sources tell, and that routers are not to lower their timers (`S`). */
const ROBUSTNESS = 2;
const SUPPRESS = 1 << 3;

/** What is asked. */
export interface Query {
  /** Null: who is there at all. */
  readonly group: Group | null;
  /** It is asked of its own group, to the address of that; null: to all hosts. */
  readonly member: PortGroup | null;
  /** About sources of the membership that are to be asked for; else about the group. */
  readonly withSources: boolean;
  /** Those that have more time than leaving takes; else those that have not. */
  readonly overTime: boolean;
  readonly suppress: boolean;
}

/** A general query. */
export const GENERAL: Query = {
  group: null,
  member: null,
  withSources: false,
  overTime: false,
  suppress: false,
};

/** The sources that the query is about; null: none is left, and nothing is to be sent. */
function sourcesOf(
  context: McastContext,
  { member, withSources, overTime }: Query,
): readonly GroupSource[] | null {
  if (member === null || !withSources) return [];
  const { machine } = context.bridge.net;
  const limit = context.lastMemberTime;
  const chosen = member.sources.filter(
    ({ queries, timer }) => queries > 0 && overTime === ticksLeft(machine, timer) > limit,
  );
  return chosen.length === 0 ? null : chosen;
}

/** Whether a frame of that length does not fit. */
function isTooLong({ bridge }: McastContext, { member }: Query, length: number): boolean {
  return length > bridge.mtu || (member !== null && length > member.port.dev.mtu);
}

/** @param to address of the group that it is sent to: the last bytes are in the Ethernet address */
function frame(context: McastContext, to: Uint8Array, protocol: number, length: number): SkBuff {
  const { bridge } = context;
  const skb = allocSkb(ETH_HLEN + length);
  const at = skb.put(ETH_HLEN + length);
  skb.bytes.fill(0, at, at + ETH_HLEN + length);
  const mac =
    protocol === ETH_P_IP
      ? Uint8Array.of(1, 0, 0x5e, to[1] & 0x7f, to[2], to[3])
      : Uint8Array.of(0x33, 0x33, ...to.subarray(12));
  writeEthernet(skb.bytes, at, mac, 0, bridge.address, 0, protocol);
  skb.protocol = protocol;
  skb.macHeader = at;
  skb.networkHeader = at + ETH_HLEN;
  skb.pull(ETH_HLEN);
  return skb;
}

/** How long members may wait with their answer, in ticks: less when only one group is asked for. */
function responseTime(context: McastContext, group: Group | null): number {
  return group === null ? context.queryResponseInterval : context.lastMemberInterval;
}

/** What follows the group in queries of versions that know sources. */
function writeSources(
  bytes: Uint8Array,
  at: number,
  context: McastContext,
  { suppress }: Query,
  sources: readonly GroupSource[],
): void {
  bytes[at] = ROBUSTNESS | (suppress ? SUPPRESS : 0);
  bytes[at + 1] = Math.floor(context.queryInterval / HZ);
  write16(bytes, at + 2, sources.length);
  let next = at + 4;
  for (const { address } of sources) {
    bytes.set(address, next);
    next += address.length;
  }
}

/** Counts those that were asked for. */
function asked(sources: readonly GroupSource[]): void {
  for (const source of sources) source.queries--;
}

/** An IGMP query, with `data` at the network header; null: there is nothing to ask, or it is too long. */
export function igmpQuery(context: McastContext, query: Query): SkBuff | null {
  const { bridge } = context;
  const { group } = query;
  const version3 = context.knowsSources("ip4");
  const sources = version3 ? sourcesOf(context, query) : [];
  if (sources === null) return null;
  const length = IPV4_LENGTH + (version3 ? 12 + 4 * sources.length : 8);
  if (isTooLong(context, query, ETH_HLEN + length)) return null;
  const to = query.member?.entry.group.address ?? ALL_HOSTS;
  const skb = frame(context, to, ETH_P_IP, length);
  const { bytes, data } = skb;
  bytes[data] = 0x46;
  bytes[data + 1] = 0xc0;
  write16(bytes, data + 2, length);
  write16(bytes, data + 6, 0x4000);
  bytes[data + 8] = 1;
  bytes[data + 9] = IPPROTO_IGMP;
  write32(bytes, data + 12, bridge.multicast.queryUseIfaddr ? selectAddress(bridge, 0, RT_SCOPE_LINK) : 0);
  bytes.set(to, data + 16);
  // the option that makes routers look at it
  bytes[data + 20] = 0x94;
  bytes[data + 21] = 4;
  write16(bytes, data + 10, checksum(bytes, data, IPV4_LENGTH));
  const at = data + IPV4_LENGTH;
  bytes[at] = IGMP_HOST_MEMBERSHIP_QUERY;
  bytes[at + 1] = Math.floor(responseTime(context, group) / (HZ / 10));
  if (group !== null) bytes.set(group.address, at + 4);
  if (version3) writeSources(bytes, at + 8, context, query, sources);
  write16(bytes, at + 2, checksum(bytes, at, length - IPV4_LENGTH));
  skb.transportHeader = at;
  asked(sources);
  return skb;
}

/** Where an MLD query is sent to. */
export function mldReceiver({ member }: Query): Uint8Array {
  return member?.entry.group.address ?? ALL_NODES;
}

/** An MLD query from the given address; null: there is nothing to ask, or it is too long. */
export function mldQuery(
  context: McastContext,
  query: Query,
  source: () => Uint8Array | null,
): SkBuff | null {
  const { group } = query;
  const version2 = context.knowsSources("ip6");
  const sources = version2 ? sourcesOf(context, query) : [];
  if (sources === null) return null;
  const mldLength = version2 ? 28 + 16 * sources.length : 24;
  if (isTooLong(context, query, ETH_HLEN + IPV6_LENGTH + mldLength)) return null;
  const from = source();
  const to = mldReceiver(query);
  const skb = frame(context, to, ETH_P_IPV6, IPV6_LENGTH + mldLength);
  if (from === null) {
    // it was begun when it turned out that nobody could send it
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "__br_multicast_send_query");
    return null;
  }
  const { bytes, data } = skb;
  bytes[data] = 0x60;
  write16(bytes, data + 4, 8 + mldLength);
  bytes[data + 6] = 0;
  bytes[data + 7] = 1;
  bytes.set(from, data + 8);
  bytes.set(to, data + 24);
  bytes.set([IPPROTO_ICMPV6, 0, 5, 2, 0, 0, 0, 0], data + 40);
  const at = data + IPV6_LENGTH;
  bytes[at] = ICMPV6_MGM_QUERY;
  write16(bytes, at + 4, Math.floor((responseTime(context, group) * 1000) / HZ) & 0xffff);
  if (group !== null) bytes.set(group.address, at + 8);
  if (version2) writeSources(bytes, at + 24, context, query, sources);
  writeIcmpv6Checksum(bytes, at, mldLength, data + 8);
  skb.transportHeader = at;
  asked(sources);
  return skb;
}
