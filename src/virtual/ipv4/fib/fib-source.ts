/**
 * Whether a packet's source address is believable on the device it came in on: reverse path filter and own addresses.
 *
 * Source: `net/ipv4/fib_frontend.c` (`fib_validate_source`).
 */
import {
  RT_SCOPE_HOST,
  RT_SCOPE_UNIVERSE,
  RTN_LOCAL,
  RTN_UNICAST,
} from "../../../netlink/route-attributes.ts";
import { ETH_P_IP } from "../../../packet/ethernet.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import {
  SKB_DROP_REASON_IP_INVALID_SOURCE,
  SKB_DROP_REASON_IP_LOCAL_SOURCE,
  SKB_DROP_REASON_IP_RPFILTER,
} from "../../core/drop-reason.ts";
import { dissectForRules } from "../../core/fib-rules/fib-rules-dissect.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { ACCEPTS_LOCAL, type InetDevice, RP_FILTER, SENDS_REDIRECTS } from "../devinet/inet-device.ts";
import { Flow4, LOOPBACK_IFINDEX } from "../flow.ts";
import type { FibInfo } from "./fib-info.ts";
import { fibLookup } from "./fib-lookup.ts";
import { FibResult } from "./fib-trie.ts";

const flow = new Flow4();
const result = new FibResult();
/** Realms that the source of the packet that {@link validateSource} looked at last has, for the packet's own decision. */
export let sourceRealms = 0;

/**
 * @param oif where the packet will go; 0 when it is for this host
 * @returns 0, 1 when the source is on the link, or the negative drop reason
 */
export function validateSource(
  source: number,
  destination: number,
  tos: number,
  oif: number,
  inDev: InetDevice,
  skb: SkBuff,
): number {
  const net = inDev.net;
  const dev = inDev.dev;
  const rules = inDev.sourceRules;
  const rpFilter = rules & RP_FILTER;
  if (sourceRealms !== 0) sourceRealms = 0;
  if (rpFilter === 0 && !net.usesRealms && (dev.ifindex !== oif || (rules & SENDS_REDIRECTS) === 0)) {
    if ((rules & ACCEPTS_LOCAL) !== 0) return 0;
    if (!net.hasCustomLocalRoutes && !net.hasCustomRules)
      return net.localAddresses.has(source) ? -SKB_DROP_REASON_IP_LOCAL_SOURCE : 0;
  }
  return fullCheck(source, destination, tos, oif, inDev, skb, rpFilter);
}

function fullCheck(
  source: number,
  destination: number,
  tos: number,
  oif: number,
  inDev: InetDevice,
  skb: SkBuff,
  rpFilter: number,
): number {
  const net = inDev.net;
  const dev = inDev.dev;
  const lastResort = rpFilter !== 0 ? -SKB_DROP_REASON_IP_RPFILTER : 0;
  flow.reset();
  flow.iif = oif || LOOPBACK_IFINDEX;
  flow.daddr = source;
  flow.saddr = destination;
  flow.tos = tos;
  flow.scope = RT_SCOPE_UNIVERSE;
  flow.mark = inDev.either("srcValidMark") ? skb.mark : 0;
  if (net.hasCustomRules && skb.protocol === ETH_P_IP) {
    // what would come back has the ports the other way round
    const keys = dissectForRules(skb, ETH_P_IP);
    flow.ipProto = keys.protocol;
    flow.sport = keys.destinationPort;
    flow.dport = keys.sourcePort;
  }
  result.clear();
  if (fibLookup(net, flow, result, false) !== 0) return lastResort;
  if (result.type === RTN_LOCAL) {
    if (!inDev.either("acceptLocal")) return -SKB_DROP_REASON_IP_LOCAL_SOURCE;
  } else if (result.type !== RTN_UNICAST) return -SKB_DROP_REASON_IP_INVALID_SOURCE;
  sourceRealms = combineRealms(result);
  const matches = usesDevice(result.info, dev) || (result.type === RTN_LOCAL && dev === net.net.loopback);
  if (matches) return (result.nexthop?.scope ?? 0) >= RT_SCOPE_HOST ? 1 : 0;
  if (inDev.addresses === null) {
    sourceRealms = 0;
    return lastResort;
  }
  if (rpFilter === 1) return -SKB_DROP_REASON_IP_RPFILTER;
  flow.oif = dev.ifindex;
  if (fibLookup(net, flow, result, true) !== 0 || result.type !== RTN_UNICAST) return 0;
  return (result.nexthop?.scope ?? 0) >= RT_SCOPE_HOST ? 1 : 0;
}

/** The realms of the way back, seen from here (`fib_combine_itag`). */
function combineRealms({ nexthop, tclassid }: FibResult): number {
  const own = (nexthop?.tclassid ?? 0) << 16;
  return ((own === 0 ? tclassid << 16 : own) | (tclassid >>> 16)) >>> 0;
}

/** `fib_info_nh_uses_dev` */
export function usesDevice(info: FibInfo | null, dev: NetDevice): boolean {
  if (info === null) return false;
  for (const nexthop of info.nexthops) if (nexthop.dev === dev) return true;
  return false;
}
