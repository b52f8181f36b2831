/** Chains of type nat: asked once for each new connection. Source: `net/netfilter/nft_chain_nat.c`. */
import {
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NF_INET_PRE_ROUTING,
  NFPROTO_INET,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
} from "../../hook-numbers.ts";
import { nfNatRegisterFn, nfNatUnregisterFn } from "../../nat/nat-hooks.ts";
import type { NfHookOps } from "../../net-nf.ts";
import type { NftBaseChain, NftChain } from "./chain.ts";
import { NFT_CHAIN_T_NAT, type NftChainType } from "./chain-type.ts";
import { chainHook } from "./run.ts";

const HOOKS =
  (1 << NF_INET_PRE_ROUTING) |
  (1 << NF_INET_POST_ROUTING) |
  (1 << NF_INET_LOCAL_OUT) |
  (1 << NF_INET_LOCAL_IN);

function register(chain: NftChain, base: NftBaseChain): (() => void) | number {
  const { net, family } = chain.table;
  const ops: NfHookOps = {
    hook: chainHook(chain, base),
    pf: family,
    hooknum: base.hook,
    priority: base.priority,
  };
  const error = nfNatRegisterFn(net, ops);
  return error < 0 ? error : () => nfNatUnregisterFn(net, ops);
}

export const NAT_TYPES: readonly NftChainType[] = [NFPROTO_IPV4, NFPROTO_IPV6, NFPROTO_INET].map(
  (family) => ({
    name: "nat",
    family,
    type: NFT_CHAIN_T_NAT,
    hookMask: HOOKS,
    register,
  }),
);
