/**
 * By what a flow is spread over the hops of a multipath route: `fib_multipath_hash_policy`.
 *
 * Source: `net/ipv4/route.c` (`fib_multipath_hash`, `ip_multipath_l3_keys`, `fib_multipath_custom_hash_skb`).
 */
import { read16, read32 } from "../../../packet/bytes.ts";
import { ETH_P_IP } from "../../../packet/ethernet.ts";
import { icmpIsError } from "../../../packet/icmp.ts";
import {
  IP_OFFSET,
  IPPROTO_ICMP,
  IPV4_DESTINATION,
  IPV4_FRAGMENT,
  IPV4_HLEN,
  IPV4_PROTOCOL,
  IPV4_SOURCE,
} from "../../../packet/ipv4.ts";
import { dissectFlow } from "../../core/flow/flow-dissector.ts";
import { FIELDS, FlowKeys, INNER_FIELDS_SHIFT, jhash2 } from "../../core/flow/flow-keys.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import type { Flow4 } from "../flow.ts";
import type { NetIpv4 } from "../net-ipv4.ts";

const keys = new FlowKeys();
const found = new FlowKeys();
const ICMP_HLEN = 8;

/** `fib_multipath_hash` of a packet that starts here. @returns 31 bits */
export function flowHash(net: NetIpv4, flow: Flow4): number {
  const { fibMultipathHashPolicy: policy, fibMultipathHashFields: fields } = net.sysctls;
  keys.clear().setIpv4(flow.saddr, flow.daddr);
  if (policy === 1 || policy === 3) {
    keys.protocol = flow.ipProto;
    keys.setPorts(flow.sport, flow.dport);
  }
  if (policy !== 3) return keys.hash(net.multipathSeed) >>> 1;
  if ((fields & FIELDS) === 0) return 0;
  return found.take(keys, fields).hash(net.multipathSeed) >>> 1;
}

/** The same of a packet that came in; its network header is at `data`. */
export function packetHash(net: NetIpv4, skb: SkBuff): number {
  switch (net.sysctls.fibMultipathHashPolicy) {
    case 1:
      dissectFlow(keys, skb.bytes, skb.networkHeader, skb.tail, ETH_P_IP, true);
      keys.label = 0;
      break;
    case 2:
      dissectFlow(keys, skb.bytes, skb.networkHeader, skb.tail, ETH_P_IP, false);
      if (keys.isIpv4) keys.setAddressesOnly();
      else if (keys.isIpv6) keys.setPorts(0, 0);
      else readAddresses(skb.bytes, skb.networkHeader, skb.tail);
      break;
    case 3:
      return customHash(net, skb);
    default:
      readAddresses(skb.bytes, skb.networkHeader, skb.tail);
  }
  return keys.hash(net.multipathSeed) >>> 1;
}

/** Of an ICMP error, what it complains about counts: it goes the way of the flow that it belongs to. */
function readAddresses(bytes: Uint8Array, at: number, end: number): void {
  let header = at;
  const inner = at + (bytes[at] & 0x0f) * 4;
  const isIcmp =
    bytes[at + IPV4_PROTOCOL] === IPPROTO_ICMP && (read16(bytes, at + IPV4_FRAGMENT) & IP_OFFSET) === 0;
  if (isIcmp && inner + ICMP_HLEN + IPV4_HLEN <= end && icmpIsError(bytes[inner])) header = inner + ICMP_HLEN;
  keys.clear().setIpv4(read32(bytes, header + IPV4_SOURCE), read32(bytes, header + IPV4_DESTINATION));
}

/** `fib_multipath_custom_hash_skb`: the fields of the outer header and those of the inner one are hashed each for themselves. */
function customHash(net: NetIpv4, skb: SkBuff): number {
  const fields = net.sysctls.fibMultipathHashFields;
  let outer = 0;
  let inner = 0;
  let inside = true;
  if ((fields & FIELDS) !== 0) {
    dissectFlow(found, skb.bytes, skb.networkHeader, skb.tail, ETH_P_IP, true);
    inside = found.encapsulated;
    outer = keys.take(found, fields).hash(net.multipathSeed);
  }
  const innerFields = fields >>> INNER_FIELDS_SHIFT;
  if (inside && innerFields !== 0) {
    dissectFlow(found, skb.bytes, skb.networkHeader, skb.tail, ETH_P_IP, false);
    if (found.encapsulated) inner = keys.take(found, innerFields).hash(net.multipathSeed);
  }
  return jhash2(outer, inner) >>> 1;
}
