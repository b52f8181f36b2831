/**
 * The reply with which a bridge or a tunnel answers an ARP request on behalf of who is known.
 *
 * Source: `net/bridge/br_arp_nd_proxy.c` (`br_arp_send`), `drivers/net/vxlan/vxlan_core.c` (`arp_reduce`).
 */
import type { Ipv4Address } from "../../../packet/address.ts";
import {
  ARP_LENGTH,
  ARP_SENDER_HARDWARE,
  ARPOP_REPLY,
  arpSender,
  arpTarget,
  writeArp,
} from "../../../packet/arp.ts";
import { ETH_HLEN, ETH_P_ARP, writeEthernet } from "../../../packet/ethernet.ts";
import type { Neighbour } from "../../core/neigh/neighbour.ts";
import { allocSkb, type SkBuff } from "../../core/skbuff.ts";

/**
 * A whole frame with `skb.data` at its Ethernet header, not yet of any device.
 * @param request the ARP message is at the network header
 */
export function proxyArpReply(request: SkBuff, neigh: Neighbour): SkBuff {
  const at = request.networkHeader;
  const asker = request.bytes.slice(at + ARP_SENDER_HARDWARE, at + ARP_SENDER_HARDWARE + 6);
  const skb = allocSkb(ETH_HLEN + ARP_LENGTH);
  const start = skb.put(ETH_HLEN + ARP_LENGTH);
  const { bytes } = skb;
  const sender = arpTarget(request.bytes, at) as Ipv4Address;
  const target = arpSender(request.bytes, at) as Ipv4Address;
  writeEthernet(bytes, start, asker, 0, neigh.ha, 0, ETH_P_ARP);
  writeArp(bytes, start + ETH_HLEN, ARPOP_REPLY, neigh.ha, 0, sender, asker, 0, target);
  skb.protocol = ETH_P_ARP;
  skb.macHeader = start;
  skb.networkHeader = start + ETH_HLEN;
  return skb;
}
