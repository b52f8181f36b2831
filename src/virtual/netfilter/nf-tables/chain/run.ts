/** Running one base chain as a hook. Source: `net/netfilter/nft_chain_filter.c`. */
import type { SkBuff } from "../../../core/skbuff.ts";
import { NF_ACCEPT, NFPROTO_BRIDGE, NFPROTO_NETDEV } from "../../hook-numbers.ts";
import type { NfHookFn, NfHookState, NfPassFn } from "../../net-nf.ts";
import { nftDoChain } from "../core.ts";
import { setPktinfo, setPktinfoLink } from "../pktinfo.ts";
import { enterRegs, leaveRegs } from "../regs.ts";
import type { NftBaseChain, NftChain } from "./chain.ts";

/** The hook function of a chain. `link`: headers are not checked yet where it is. */
export function chainHook(chain: NftChain, base: NftBaseChain, link = false): NfHookFn {
  const prepare =
    link || chain.table.family === NFPROTO_BRIDGE || chain.table.family === NFPROTO_NETDEV
      ? setPktinfoLink
      : setPktinfo;
  return (skb: SkBuff, state: NfHookState): number => {
    const regs = enterRegs();
    prepare(regs.pkt, skb, state);
    const verdict = nftDoChain(regs, regs.pkt, chain, base);
    leaveRegs();
    return verdict;
  };
}

/** What tells of packets that no rule of a chain matches, as its index knows without registers. */
export function chainPasses(chain: NftChain, base: NftBaseChain): NfPassFn {
  return (skb: SkBuff): boolean => {
    if (skb.nfTrace !== 0 || base.policy !== NF_ACCEPT) return false;
    if (chain.ruleIndex()?.passesAll(skb) !== true) return false;
    const { counter } = base;
    if (counter !== null) {
      counter.packets++;
      counter.bytes += skb.length;
    }
    return true;
  };
}
