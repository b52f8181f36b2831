/**
 * Neighbour solicitations that a bridge answers on behalf of who is known, and those that it keeps from ports that do not want to hear
 * them.
 *
 * Source: `net/bridge/br_arp_nd_proxy.c` (`br_do_suppress_nd`, `br_nd_send`).
 */
import { NTF_ROUTER } from "../../netlink/neigh.ts";
import { Ipv6Address } from "../../packet/address.ts";
import { ETH_HLEN } from "../../packet/ethernet.ts";
import {
  ICMPV6_CODE,
  ICMPV6_TYPE,
  NDISC_NEIGHBOUR_ADVERTISEMENT,
  NDISC_NEIGHBOUR_SOLICITATION,
} from "../../packet/icmpv6.ts";
import { IPV6_HLEN } from "../../packet/ipv6.ts";
import { ND_NA_FLAG_SOLICITED, ND_NA_FLAGS, ND_NS_LENGTH, ND_TARGET } from "../../packet/ndisc.ts";
import { devQueueXmit } from "../core/dev/dev-xmit.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import type { Neighbour } from "../core/neigh/neighbour.ts";
import { PACKET_HOST, type SkBuff } from "../core/skbuff.ts";
import { addressOn } from "../ipv6/addrconf/addrconf-lookup.ts";
import { proxyAdvertisement } from "../ipv6/ndisc/nd-proxy-reply.ts";
import { ndiscKey } from "../ipv6/ndisc/ndisc-table.ts";
import { neighbourDevice, suppresses, tagAnswer } from "./br-arp-proxy.ts";
import { CB_PROXYARP_REPLIED, type NetBridge, type NetBridgePort } from "./br-private.ts";

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

/** Sends the advertisement back through the port that asked, or hands it to the host. */
function answer(
  bridge: NetBridge,
  port: NetBridgePort | null,
  request: SkBuff,
  vlan: number,
  neigh: Neighbour,
): void {
  const skb = proxyAdvertisement(request, neigh, (neigh.flags & NTF_ROUTER) !== 0);
  if (skb === null) return;
  tagAnswer(bridge, port, skb, request, vlan);
  skb.dev = request.dev;
  if (port !== null) {
    devQueueXmit(skb);
    return;
  }
  skb.pull(ETH_HLEN);
  skb.packetType = PACKET_HOST;
  bridge.net.machine.backlog.netifRx(skb);
}

/** Looks at a solicitation or advertisement before it is flooded (`br_do_suppress_nd`); an answered one is marked, not freed. */
export function suppressNd(bridge: NetBridge, port: NetBridgePort | null, skb: SkBuff, vlan: number): void {
  if (!isNeighbourMessage(skb) || suppresses(port, vlan)) return;
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
  const dev = neighbourDevice(bridge, skb, vlan);
  if (dev === null) return;
  const target = Ipv6Address.fromBytes(bytes, message + ND_TARGET);
  if (isLocal(dev, target)) {
    skb.cbFlags |= CB_PROXYARP_REPLIED;
    return;
  }
  const neigh = dev.in6Dev?.nd.table.lookup(ndiscKey(target), dev);
  if (!neigh?.isValid) return;
  const entry = bridge.fdb.find(neigh.ha, 0, vlan);
  if (entry === null) return;
  if (suppresses(entry.dst, vlan)) answer(bridge, port, skb, vlan, neigh);
  skb.cbFlags |= CB_PROXYARP_REPLIED;
}
