/**
 * Queries for members as they are sent: IGMP to 224.0.0.1 and MLD to ff02::1, from the bridge's own address.
 *
 * Source: `net/bridge/br_multicast.c` (`br_ip4_multicast_alloc_query`, `br_ip6_multicast_alloc_query`).
 */
import { write16, write32 } from "../../packet/bytes.ts";
import { checksum } from "../../packet/checksum.ts";
import { ETH_P_IP, ETH_P_IPV6, writeEthernet } from "../../packet/ethernet.ts";
import { writeIcmpv6Checksum } from "../../packet/icmpv6.ts";
import { IGMP_HOST_MEMBERSHIP_QUERY } from "../../packet/igmp.ts";
import { IPPROTO_ICMPV6, IPPROTO_IGMP } from "../../packet/ipv4.ts";
import { allocSkb, type SkBuff } from "../core/skbuff.ts";
import { selectAddress } from "../ipv4/inet-select.ts";
import type { Group } from "./br-mdb-table.ts";
import type { NetBridge } from "./br-private.ts";
import { HZ } from "./br-time.ts";

const ETH_HLEN = 14;
const IPV4_LENGTH = 24;
const IPV6_LENGTH = 48;
const RT_SCOPE_LINK = 253;
const ICMPV6_MGM_QUERY = 130;
const ALL_HOSTS = new Uint8Array([224, 0, 0, 1]);
const ALL_NODES = new Uint8Array([0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
const ALL_HOSTS_MAC = new Uint8Array([1, 0, 0x5e, 0, 0, 1]);
const ALL_NODES_MAC = new Uint8Array([0x33, 0x33, 0, 0, 0, 1]);
/** Robustness that version 3 queries tell. */
const ROBUSTNESS = 2;

function frame(bridge: NetBridge, to: Uint8Array, protocol: number, length: number): SkBuff {
  const skb = allocSkb(ETH_HLEN + length);
  const at = skb.put(ETH_HLEN + length);
  skb.bytes.fill(0, at, at + ETH_HLEN + length);
  writeEthernet(skb.bytes, at, to, 0, bridge.address, 0, protocol);
  skb.protocol = protocol;
  skb.macHeader = at;
  skb.networkHeader = at + ETH_HLEN;
  skb.pull(ETH_HLEN);
  return skb;
}

/** How long members may wait with their answer, in ticks: less when only one group is asked for. */
function responseTime(bridge: NetBridge, group: Group | null): number {
  const { multicast } = bridge;
  return group === null ? multicast.queryResponseInterval : multicast.lastMemberInterval;
}

/** An IGMP query; `group` null: a general one. `data` is at the network header. */
export function igmpQuery(bridge: NetBridge, group: Group | null): SkBuff {
  const { multicast } = bridge;
  const version3 = multicast.igmpVersion === 3;
  const length = IPV4_LENGTH + (version3 ? 12 : 8);
  const skb = frame(bridge, ALL_HOSTS_MAC, ETH_P_IP, length);
  const { bytes, data } = skb;
  bytes[data] = 0x46;
  bytes[data + 1] = 0xc0;
  write16(bytes, data + 2, length);
  write16(bytes, data + 6, 0x4000);
  bytes[data + 8] = 1;
  bytes[data + 9] = IPPROTO_IGMP;
  write32(bytes, data + 12, multicast.queryUseIfaddr ? selectAddress(bridge, 0, RT_SCOPE_LINK) : 0);
  bytes.set(ALL_HOSTS, data + 16);
  // the option that makes routers look at it
  bytes[data + 20] = 0x94;
  bytes[data + 21] = 4;
  write16(bytes, data + 10, checksum(bytes, data, IPV4_LENGTH));
  const at = data + IPV4_LENGTH;
  bytes[at] = IGMP_HOST_MEMBERSHIP_QUERY;
  bytes[at + 1] = Math.floor(responseTime(bridge, group) / (HZ / 10));
  if (group !== null) bytes.set(group.address, at + 4);
  if (version3) {
    bytes[at + 8] = ROBUSTNESS;
    bytes[at + 9] = Math.floor(multicast.queryInterval / HZ);
  }
  write16(bytes, at + 2, checksum(bytes, at, length - IPV4_LENGTH));
  skb.transportHeader = at;
  return skb;
}

/** An MLD query from the given address; `group` null: a general one. */
export function mldQuery(bridge: NetBridge, group: Group | null, source: Uint8Array): SkBuff {
  const { multicast } = bridge;
  const version2 = multicast.mldVersion === 2;
  const mldLength = version2 ? 28 : 24;
  const skb = frame(bridge, ALL_NODES_MAC, ETH_P_IPV6, IPV6_LENGTH + mldLength);
  const { bytes, data } = skb;
  bytes[data] = 0x60;
  write16(bytes, data + 4, 8 + mldLength);
  bytes[data + 7] = 1;
  bytes.set(source, data + 8);
  bytes.set(ALL_NODES, data + 24);
  bytes.set([IPPROTO_ICMPV6, 0, 5, 2, 0, 0, 0, 0], data + 40);
  const at = data + IPV6_LENGTH;
  bytes[at] = ICMPV6_MGM_QUERY;
  write16(bytes, at + 4, Math.min(0x7fff, Math.floor((responseTime(bridge, group) * 1000) / HZ)));
  if (group !== null) bytes.set(group.address, at + 8);
  if (version2) {
    bytes[at + 24] = ROBUSTNESS;
    bytes[at + 25] = Math.floor(multicast.queryInterval / HZ);
  }
  writeIcmpv6Checksum(bytes, at, mldLength, data + 8);
  skb.transportHeader = at;
  return skb;
}
