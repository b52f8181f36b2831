/**
 * Chains of type route: a packet of this host whose mark, addresses or service class the rules changed is routed anew.
 *
 * Source: `net/netfilter/nft_chain_route.c`.
 */
import type { SkBuff } from "../../../core/skbuff.ts";
import { nfRegisterNetHook, nfUnregisterNetHook } from "../../core.ts";
import {
  NF_ACCEPT,
  NF_DROP,
  NF_INET_LOCAL_OUT,
  NFPROTO_INET,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
  nfDropErr,
} from "../../hook-numbers.ts";
import type { NfHookFn, NfHookOps, NfHookState } from "../../net-nf.ts";
import { ip6RouteMeHarder, ipRouteMeHarder } from "../../reroute.ts";
import type { NftBaseChain, NftChain } from "./chain.ts";
import { NFT_CHAIN_T_ROUTE, type NftChainType } from "./chain-type.ts";
import { chainHook } from "./run.ts";

const VERDICT_MASK = 0xff;
const read32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];

function hash6(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = 8; i < 40; i += 4)
    value = Math.imul(value ^ read32(bytes, at + i), 0x9e3779b1) ^ (value >>> 15);
  return value;
}

function rerouting(run: NfHookFn): NfHookFn {
  return (skb: SkBuff, state: NfHookState): number => {
    const v4 = state.pf === NFPROTO_IPV4;
    const { net } = state;
    let at = skb.networkHeader;
    const { mark } = skb;
    const first = v4 ? skb.bytes[at + 1] : read32(skb.bytes, at);
    const source = v4 ? read32(skb.bytes, at + 12) : hash6(skb.bytes, at);
    const hops = v4 ? 0 : skb.bytes[at + 7];
    const destination = v4 ? read32(skb.bytes, at + 16) : 0;
    const verdict = run(skb, state);
    if ((verdict & VERDICT_MASK) !== NF_ACCEPT) return verdict;
    at = skb.networkHeader;
    const same = v4
      ? skb.bytes[at + 1] === first &&
        read32(skb.bytes, at + 12) === source &&
        read32(skb.bytes, at + 16) === destination
      : read32(skb.bytes, at) === first && skb.bytes[at + 7] === hops && hash6(skb.bytes, at) === source;
    if (same && skb.mark === mark) return verdict;
    const error = v4 ? ipRouteMeHarder(net, skb) : ip6RouteMeHarder(net, skb);
    return error < 0 ? nfDropErr(-error) | NF_DROP : verdict;
  };
}

function register(chain: NftChain, base: NftBaseChain): (() => void) | number {
  const { net, family } = chain.table;
  const hook = rerouting(chainHook(chain, base));
  const ops: NfHookOps = { hook, pf: family, hooknum: base.hook, priority: base.priority };
  const error = nfRegisterNetHook(net, ops);
  return error < 0 ? error : () => nfUnregisterNetHook(net, ops);
}

export const ROUTE_TYPES: readonly NftChainType[] = [NFPROTO_IPV4, NFPROTO_IPV6, NFPROTO_INET].map(
  (family) => ({
    name: "route",
    family,
    type: NFT_CHAIN_T_ROUTE,
    hookMask: 1 << NF_INET_LOCAL_OUT,
    register,
  }),
);
