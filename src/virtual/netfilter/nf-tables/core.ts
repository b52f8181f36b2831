/**
 * Running packets through the rules.
 *
 * Source: `net/netfilter/nf_tables_core.c` (`nft_do_chain`).
 */
import { EPERM } from "../../../errno.ts";
import {
  NF_ACCEPT,
  NF_DROP,
  NF_QUEUE,
  NF_STOLEN,
  NFT_BREAK,
  NFT_CONTINUE,
  NFT_GOTO,
  NFT_JUMP,
  NFT_RETURN,
  NFT_TRACETYPE_POLICY,
  NFT_TRACETYPE_RETURN,
  NFT_TRACETYPE_RULE,
} from "../../../netlink/nf-tables.ts";
import { SKB_DROP_REASON_NETFILTER_DROP } from "../../core/drop-reason.ts";
import { kfreeSkb } from "../../core/skbuff.ts";
import type { NftBaseChain, NftChain } from "./chain/chain.ts";
import { NFT_JUMP_STACK_SIZE, type NftPktinfo, type NftRegs } from "./regs.ts";
import { tracePacket } from "./trace.ts";

const NF_VERDICT_MASK = 0xff;

/** `nft_do_chain` @returns a verdict */
export function nftDoChain(regs: NftRegs, pkt: NftPktinfo, first: NftChain, base: NftBaseChain): number {
  let chain = first;
  let { rules } = chain;
  let skips = chain.ruleIndex();
  let index = 0;
  let depth = 0;
  pkt.trace = pkt.skb.nfTrace !== 0;
  pkt.traced = false;
  for (;;) {
    regs.code = NFT_CONTINUE;
    for (; index < rules.length; index++) {
      if (skips !== null) {
        index = skips.next(index, regs, pkt);
        if (index >= rules.length) break;
      }
      const rule = rules[index];
      const { exprs } = rule;
      for (let i = 0; i < exprs.length; i++) {
        exprs[i].eval(regs, pkt);
        if (regs.code !== NFT_CONTINUE) break;
      }
      if (regs.code === NFT_BREAK) {
        regs.code = NFT_CONTINUE;
        continue;
      }
      if (regs.code !== NFT_CONTINUE) break;
      if (pkt.trace) tracePacket(pkt, regs, chain, rule, base, NFT_TRACETYPE_RULE);
    }
    const { code } = regs;
    if (pkt.trace) tracePacket(pkt, regs, chain, rules[index] ?? null, base, traceType(code));
    if (code >= 0) {
      switch (code & NF_VERDICT_MASK) {
        case NF_DROP:
          return drop(pkt);
        case NF_ACCEPT:
        case NF_QUEUE:
        case NF_STOLEN:
          return code;
      }
    }
    if (code === NFT_JUMP || code === NFT_GOTO) {
      if (code === NFT_JUMP) {
        if (depth >= NFT_JUMP_STACK_SIZE) return NF_DROP;
        regs.stackChains[depth] = chain;
        regs.stackRules[depth] = index + 1;
        depth++;
      }
      chain = regs.chain as NftChain;
      ({ rules } = chain);
      skips = chain.ruleIndex();
      index = 0;
      continue;
    }
    if (depth === 0) break;
    depth--;
    chain = regs.stackChains[depth] as NftChain;
    ({ rules } = chain);
    skips = chain.ruleIndex();
    index = regs.stackRules[depth];
  }
  if (pkt.trace) tracePacket(pkt, regs, first, null, base, NFT_TRACETYPE_POLICY);
  if (base.counter !== null) {
    base.counter.packets++;
    base.counter.bytes += pkt.skb.length;
  }
  return base.policy === NF_DROP ? drop(pkt) : base.policy;
}

/** `NF_DROP_REASON`: the packet goes here, and whoever sent it hears of it. @returns the verdict */
function drop(pkt: NftPktinfo): number {
  kfreeSkb(pkt.skb, SKB_DROP_REASON_NETFILTER_DROP, "nft_do_chain");
  return (EPERM << 16) | NF_STOLEN;
}

/** The end of a chain, by itself or by a rule, is told as a return (`__nft_trace_verdict`). */
function traceType(code: number): number {
  return code === NFT_CONTINUE || code === NFT_RETURN ? NFT_TRACETYPE_RETURN : NFT_TRACETYPE_RULE;
}
