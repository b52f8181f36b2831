/**
 * Neighbour solicitations that a bridge answers on behalf of who is known, and those that it keeps from ports that do not want to hear
 * them.
 *
 * Source: `net/bridge/br_arp_nd_proxy.c` (`br_do_suppress_nd`, `br_nd_send`).
 */
import { NTF_ROUTER } from "../../netlink/neigh.ts";
import { Ipv6Address } from "../../packet/address.ts";
import { ETH_HLEN, ETH_P_IPV6, writeEthernet } from "../../packet/ethernet.ts";
import {
  ICMPV6_CODE,
  ICMPV6_TYPE,
  NDISC_NEIGHBOUR_ADVERTISEMENT,
  NDISC_NEIGHBOUR_SOLICITATION,
  writeIcmpv6Checksum,
} from "../../packet/icmpv6.ts";
import {
  ND_NA_FLAG_OVERRIDE,
  ND_NA_FLAG_ROUTER,
  ND_NA_FLAG_SOLICITED,
  ND_NA_FLAGS,
  ND_NA_LENGTH,
  ND_NS_LENGTH,
  ND_OPT_ETHER_LENGTH,
  ND_OPT_SOURCE_LL_ADDR,
  ND_OPT_TARGET_LL_ADDR,
  ND_TARGET,
} from "../../packet/ndisc.ts";
import { devQueueXmit } from "../core/dev-xmit.ts";
import type { Neighbour } from "../core/neighbour.ts";
import type { NetDevice } from "../core/netdevice.ts";
import { allocSkb, PACKET_HOST, type SkBuff } from "../core/skbuff.ts";
import { addressOn } from "../ipv6/addrconf-lookup.ts";
import { ndiscKey } from "../ipv6/ndisc-table.ts";
import { suppresses } from "./br-arp-proxy.ts";
import { CB_PROXYARP_REPLIED, type NetBridge, type NetBridgePort } from "./br-private.ts";

const IPV6_HLEN = 40;
const IPPROTO_ICMPV6 = 58;
const SOURCE = 8;
const DESTINATION = 24;

/** Whether the packet is one between neighbours that is looked at (`br_is_nd_neigh_msg`). */
function isNeighbourMessage(skb: SkBuff): boolean {
  const { bytes, networkHeader: at } = skb;
  if (skb.tail - at < IPV6_HLEN + ND_NS_LENGTH || bytes[at + 6] !== IPPROTO_ICMPV6) return false;
  const type = bytes[at + IPV6_HLEN + ICMPV6_TYPE];
  if (bytes[at + IPV6_HLEN + ICMPV6_CODE] !== 0) return false;
  return type === NDISC_NEIGHBOUR_SOLICITATION || type === NDISC_NEIGHBOUR_ADVERTISEMENT;
}

function isLocal(dev: NetDevice, address: Ipv6Address): boolean {
  return addressOn(dev, address) !== null || dev.upper.some((upper) => isLocal(upper, address));
}

/** Nobody asks yet who he is: he looks whether somebody else has his address; or he asks himself. */
function isProbe(bytes: Uint8Array, at: number): boolean {
  let any = 0;
  let differs = 0;
  for (let i = 0; i < 16; i++) {
    any |= bytes[at + SOURCE + i];
    differs |= bytes[at + SOURCE + i] ^ bytes[at + DESTINATION + i];
  }
  return any === 0 || differs === 0;
}

/** The link address in the request's options, else the frame's source; undefined when an option has no length. */
function askerOf(request: SkBuff): Uint8Array | undefined {
  const { bytes, networkHeader, macHeader, tail } = request;
  let at = networkHeader + IPV6_HLEN + ND_NS_LENGTH;
  for (; at < tail - 1; at += bytes[at + 1] << 3) {
    if (bytes[at + 1] === 0) return undefined;
    if (bytes[at] === ND_OPT_SOURCE_LL_ADDR && at + 8 <= tail) return bytes.slice(at + 2, at + 8);
  }
  return bytes.slice(macHeader + 6, macHeader + 12);
}

/** Sends the advertisement back through the port that asked, or hands it to the host. */
function answer(dev: NetDevice, port: NetBridgePort | null, request: SkBuff, neigh: Neighbour): void {
  const asker = askerOf(request);
  if (asker === undefined) return;
  const body = ND_NA_LENGTH + ND_OPT_ETHER_LENGTH;
  const skb = allocSkb(ETH_HLEN + IPV6_HLEN + body);
  const start = skb.put(ETH_HLEN + IPV6_HLEN + body);
  const { bytes } = skb;
  const from = request.networkHeader;
  const ip = start + ETH_HLEN;
  const na = ip + IPV6_HLEN;
  bytes.fill(0, start, skb.tail);
  writeEthernet(bytes, start, asker, 0, neigh.ha, 0, ETH_P_IPV6);
  bytes[ip] = 0x60 | (request.bytes[from] & 0x0f);
  bytes[ip + 1] = request.bytes[from + 1] & 0xf0;
  bytes[ip + 5] = body;
  bytes[ip + 6] = IPPROTO_ICMPV6;
  bytes[ip + 7] = 255;
  bytes.set(neigh.primaryKey.subarray(0, 16), ip + SOURCE);
  bytes.set(request.bytes.subarray(from + SOURCE, from + SOURCE + 16), ip + DESTINATION);
  bytes[na] = NDISC_NEIGHBOUR_ADVERTISEMENT;
  const router = (neigh.flags & NTF_ROUTER) !== 0 ? ND_NA_FLAG_ROUTER : 0;
  bytes[na + ND_NA_FLAGS] = router | ND_NA_FLAG_SOLICITED | ND_NA_FLAG_OVERRIDE;
  const target = from + IPV6_HLEN + ND_TARGET;
  bytes.set(request.bytes.subarray(target, target + 16), na + ND_TARGET);
  bytes[na + ND_NA_LENGTH] = ND_OPT_TARGET_LL_ADDR;
  bytes[na + ND_NA_LENGTH + 1] = ND_OPT_ETHER_LENGTH >> 3;
  bytes.set(neigh.ha.subarray(0, 6), na + ND_NA_LENGTH + 2);
  writeIcmpv6Checksum(bytes, na, body, ip + SOURCE);
  skb.dev = dev;
  skb.protocol = ETH_P_IPV6;
  skb.macHeader = start;
  skb.networkHeader = ip;
  if (port !== null) {
    devQueueXmit(skb);
    return;
  }
  skb.pull(ETH_HLEN);
  skb.packetType = PACKET_HOST;
  dev.net.machine.backlog.netifRx(skb);
}

export function suppressNd(bridge: NetBridge, port: NetBridgePort | null, skb: SkBuff, vlan: number): void {
  if (!isNeighbourMessage(skb) || suppresses(port)) return;
  const { bytes, networkHeader: at, macHeader } = skb;
  const message = at + IPV6_HLEN;
  if (bytes[message] === NDISC_NEIGHBOUR_ADVERTISEMENT) {
    const solicited = (bytes[message + ND_NA_FLAGS] & ND_NA_FLAG_SOLICITED) !== 0;
    if (!solicited) skb.cbFlags |= CB_PROXYARP_REPLIED;
    return;
  }
  if ((bytes[macHeader] & 1) === 0) return;
  if (isProbe(bytes, at)) {
    skb.cbFlags |= CB_PROXYARP_REPLIED;
    return;
  }
  // devices of VLANs on top of the bridge know the neighbours of theirs
  if (vlan !== 0) return;
  const target = Ipv6Address.fromBytes(bytes, message + ND_TARGET);
  if (isLocal(bridge, target)) {
    skb.cbFlags |= CB_PROXYARP_REPLIED;
    return;
  }
  const neigh = bridge.in6Dev?.nd.table.lookup(ndiscKey(target), bridge);
  if (!neigh?.isValid) return;
  const entry = bridge.fdb.find(neigh.ha, 0, vlan);
  if (entry === null) return;
  if (suppresses(entry.dst)) answer(skb.dev as NetDevice, port, skb, neigh);
  skb.cbFlags |= CB_PROXYARP_REPLIED;
}
