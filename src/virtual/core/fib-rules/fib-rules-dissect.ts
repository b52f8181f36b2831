/**
 * Rules may ask for the protocol and ports of a received packet, which nobody has looked at yet.
 *
 * Source: `include/net/ip_fib.h` (`fib4_rules_early_flow_dissect`), `include/net/ip6_fib.h` (`fib6_rules_early_flow_dissect`).
 */
import { dissectFlow } from "../flow/flow-dissector.ts";
import { FlowKeys } from "../flow/flow-keys.ts";
import type { SkBuff } from "../skbuff.ts";

const keys = new FlowKeys();

/** @param etherType of the packet, whose network header is there. @returns the keys of the outer packet, good until the next call */
export function dissectForRules(skb: SkBuff, etherType: number): FlowKeys {
  dissectFlow(keys, skb.bytes, skb.networkHeader, skb.tail, etherType, true);
  return keys;
}
