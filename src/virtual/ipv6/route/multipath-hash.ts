/**
 * By what a flow is spread over the hops of a multipath route: `net.ipv6.fib_multipath_hash_policy`. The hash is IPv4's, with its key.
 *
 * Source: `net/ipv6/route.c` (`rt6_multipath_hash`, `ip6_multipath_l3_keys`, `rt6_multipath_custom_hash_skb`).
 */
import { read32 } from "../../../packet/bytes.ts";
import { ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import { icmpv6IsError } from "../../../packet/icmpv6.ts";
import { IPPROTO_ICMPV6 } from "../../../packet/ipv4.ts";
import { IPV6_HLEN, IPV6_NEXT_HEADER, IPV6_SOURCE } from "../../../packet/ipv6.ts";
import { dissectFlow } from "../../core/flow/flow-dissector.ts";
import { FIELDS, FlowKeys, INNER_FIELDS_SHIFT, jhash2 } from "../../core/flow/flow-keys.ts";
import type { Net } from "../../core/net.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import type { Flow6 } from "../flow6.ts";

const keys = new FlowKeys();
const found = new FlowKeys();
const ICMPV6_HLEN = 8;

function setFlow(into: FlowKeys, flow: Flow6): void {
  into
    .clear()
    .setIpv6Word(0, flow.s0, flow.d0)
    .setIpv6Word(1, flow.s1, flow.d1)
    .setIpv6Word(2, flow.s2, flow.d2)
    .setIpv6Word(3, flow.s3, flow.d3);
  into.protocol = flow.protocol;
  into.networkLabel = flow.flowLabel;
}

/** `rt6_multipath_hash`, 31 bits. @param skb the packet by which is chosen; null: by the flow, for packets that start here */
export function multipathHash6(net: Net, flow: Flow6, skb: SkBuff | null): number {
  const seed = net.ipv4.multipathSeed;
  const { multipathHashPolicy: policy, multipathHashFields: fields } = net.ipv6.sysctls;
  if (skb !== null) return packetHash(skb, policy, fields, seed) >>> 1;
  setFlow(keys, flow);
  if (policy === 1) keys.networkLabel = 0;
  if (policy === 1 || policy === 3) keys.setPorts(flow.sourcePort, flow.destinationPort);
  if (policy !== 3) return keys.hash(seed) >>> 1;
  return (fields & FIELDS) === 0 ? 0 : found.take(keys, fields).hash(seed) >>> 1;
}

function packetHash(skb: SkBuff, policy: number, fields: number, seed: number): number {
  const { bytes, networkHeader, tail } = skb;
  switch (policy) {
    case 1:
      dissectFlow(keys, bytes, networkHeader, tail, ETH_P_IPV6, true);
      keys.label = 0;
      break;
    case 2:
      dissectFlow(keys, bytes, networkHeader, tail, ETH_P_IPV6, false);
      if (keys.isIpv4) keys.setAddressesOnly();
      else keys.setPorts(0, 0).setIpv6AsFound();
      break;
    case 3:
      return customHash(skb, fields, seed);
    default:
      readHeader(bytes, networkHeader, tail);
  }
  return keys.hash(seed);
}

/** Of an ICMPv6 error, what it complains about counts: it goes the way of the flow that it belongs to. */
function readHeader(bytes: Uint8Array, at: number, end: number): void {
  let header = at;
  const inner = at + IPV6_HLEN + ICMPV6_HLEN;
  const isIcmp = bytes[at + IPV6_NEXT_HEADER] === IPPROTO_ICMPV6 && inner + IPV6_HLEN <= end;
  if (isIcmp && icmpv6IsError(bytes[at + IPV6_HLEN])) header = inner;
  keys.clear().readIpv6(bytes, header + IPV6_SOURCE);
  keys.protocol = bytes[header + IPV6_NEXT_HEADER];
  keys.networkLabel = read32(bytes, header) & 0xfffff;
}

/** The fields of the outer header and those of the inner one are hashed each for themselves. */
function customHash(skb: SkBuff, fields: number, seed: number): number {
  const { bytes, networkHeader, tail } = skb;
  let outer = 0;
  let inner = 0;
  let inside = true;
  if ((fields & FIELDS) !== 0) {
    dissectFlow(found, bytes, networkHeader, tail, ETH_P_IPV6, true);
    inside = found.encapsulated;
    outer = keys.take(found, fields).hash(seed);
  }
  const innerFields = fields >>> INNER_FIELDS_SHIFT;
  if (inside && innerFields !== 0) {
    dissectFlow(found, bytes, networkHeader, tail, ETH_P_IPV6, false);
    if (found.encapsulated) inner = keys.take(found, innerFields).hash(seed);
  }
  return jhash2(outer, inner);
}
