/**
 * Telling which rules a packet meets (`nft monitor trace`).
 *
 * Source: `net/netfilter/nf_tables_trace.c`.
 */
import { MessageWriter } from "../../../netlink/message.ts";
import {
  NFT_CONTINUE,
  NFT_GOTO,
  NFT_JUMP,
  NFT_MSG_TRACE,
  NFT_TRACETYPE_POLICY,
  NFT_TRACETYPE_RETURN,
  NFTA_TRACE_CHAIN,
  NFTA_TRACE_ID,
  NFTA_TRACE_IIF,
  NFTA_TRACE_IIFTYPE,
  NFTA_TRACE_LL_HEADER,
  NFTA_TRACE_MARK,
  NFTA_TRACE_NETWORK_HEADER,
  NFTA_TRACE_NFPROTO,
  NFTA_TRACE_OIF,
  NFTA_TRACE_OIFTYPE,
  NFTA_TRACE_POLICY,
  NFTA_TRACE_RULE_HANDLE,
  NFTA_TRACE_TABLE,
  NFTA_TRACE_TRANSPORT_HEADER,
  NFTA_TRACE_TYPE,
  NFTA_TRACE_VERDICT,
} from "../../../netlink/nf-tables.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { NFPROTO_BRIDGE } from "../hook-numbers.ts";
import type { NftBaseChain, NftChain } from "./chain/chain.ts";
import { dumpVerdict, putBe64 } from "./data.ts";
import { beginMessage } from "./message.ts";
import { NFNLGRP_NFTRACE, nfnetlinkHasListeners, nfnetlinkSend } from "./nfnl.ts";
import type { NftPktinfo, NftRegs } from "./regs.ts";
import type { NftRule } from "./rule/rule.ts";
import { nftNet } from "./table/table.ts";

/** Bytes of each header that are told (`NFT_TRACETYPE_*_HSIZE`). */
const LL_SIZE = 20;
const NETWORK_SIZE = 40;
const TRANSPORT_SIZE = 20;
const ETH_HLEN = 14;

const writer = new MessageWriter(1024);

/** Tells one step (`nft_trace_notify`). */
export function tracePacket(
  pkt: NftPktinfo,
  regs: NftRegs,
  chain: NftChain,
  rule: NftRule | null,
  base: NftBaseChain,
  type: number,
): void {
  const { net, skb } = pkt;
  if (!nfnetlinkHasListeners(net, NFNLGRP_NFTRACE)) return;
  const nft = nftNet(net);
  writer.reset();
  beginMessage(writer, nft, NFT_MSG_TRACE, chain.table.family, 0, 0, 0);
  writer.be32(NFTA_TRACE_NFPROTO, pkt.pf);
  writer.be32(NFTA_TRACE_TYPE, type);
  writer.be32(NFTA_TRACE_ID, skb.nfTrace);
  writer.string(NFTA_TRACE_CHAIN, chain.name);
  writer.string(NFTA_TRACE_TABLE, chain.table.name);
  const implicit = type === NFT_TRACETYPE_RETURN && regs.code === NFT_CONTINUE;
  if (rule !== null && type !== NFT_TRACETYPE_POLICY && !implicit)
    putBe64(writer, NFTA_TRACE_RULE_HANDLE, rule.handle);
  if (type === NFT_TRACETYPE_POLICY) writer.be32(NFTA_TRACE_POLICY, base.policy);
  else {
    const jump = regs.code === NFT_JUMP || regs.code === NFT_GOTO;
    dumpVerdict(writer, NFTA_TRACE_VERDICT, regs.code, jump ? regs.chain : null);
  }
  if (skb.mark !== 0) writer.be32(NFTA_TRACE_MARK, skb.mark >>> 0);
  if (!pkt.traced) {
    fillDevice(NFTA_TRACE_IIF, NFTA_TRACE_IIFTYPE, pkt.in);
    fillDevice(NFTA_TRACE_OIF, NFTA_TRACE_OIFTYPE, pkt.out);
    fillPacket(pkt, skb);
    pkt.traced = true;
  }
  writer.end();
  nfnetlinkSend(net, writer.message(), 0, NFNLGRP_NFTRACE, false);
}

function fillDevice(index: number, type: number, dev: NetDevice | null): void {
  if (dev === null) return;
  writer.be32(index, dev.ifindex);
  writer.be16(type, dev.type);
}

/** `nf_trace_fill_pkt_info` */
function fillPacket(pkt: NftPktinfo, skb: SkBuff): void {
  const { bytes } = skb;
  const part = (type: number, from: number, size: number): void => {
    const to = Math.min(from + size, skb.tail);
    if (to > from) writer.data(type, bytes.subarray(from, to));
  };
  // what this host sends has no header of the link before it comes to a bridge
  const link = pkt.in !== null || pkt.pf === NFPROTO_BRIDGE;
  if (link && skb.macHeader < pkt.nhoff && pkt.nhoff - skb.macHeader >= ETH_HLEN)
    part(NFTA_TRACE_LL_HEADER, skb.macHeader, Math.min(LL_SIZE, pkt.nhoff - skb.macHeader));
  const transport = pkt.hasL4 ? Math.min(NETWORK_SIZE, pkt.thoff - pkt.nhoff) : NETWORK_SIZE;
  part(NFTA_TRACE_NETWORK_HEADER, pkt.nhoff, transport);
  if (pkt.hasL4) part(NFTA_TRACE_TRANSPORT_HEADER, pkt.thoff, TRANSPORT_SIZE);
}
