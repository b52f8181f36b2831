/** Writing the packet's bytes, with its checksums kept right. Source: `net/netfilter/nft_payload.c` (`nft_payload_set_eval`). */
import { EINVAL } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import {
  NFT_PAYLOAD_CSUM_INET,
  NFT_PAYLOAD_CSUM_NONE,
  NFT_PAYLOAD_L4CSUM_PSEUDOHDR,
  NFT_PAYLOAD_NETWORK_HEADER,
  NFT_PAYLOAD_TRANSPORT_HEADER,
  NFTA_PAYLOAD_BASE,
  NFTA_PAYLOAD_CSUM_FLAGS,
  NFTA_PAYLOAD_CSUM_OFFSET,
  NFTA_PAYLOAD_CSUM_TYPE,
  NFTA_PAYLOAD_LEN,
  NFTA_PAYLOAD_OFFSET,
  NFTA_PAYLOAD_SREG,
} from "../../../../netlink/nf-tables-expressions.ts";
import { IPPROTO_ICMPV6, IPPROTO_TCP, IPPROTO_UDP } from "../../../../packet/ipv4.ts";
import { CHECKSUM_PARTIAL, type SkBuff } from "../../../core/skbuff.ts";
import type { NftCtx } from "../context.ts";
import { dumpRegister, parseCheck, parseLoad } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import { makeWritable } from "../pktinfo.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import { payloadStart } from "./payload-start.ts";

/** Where the checksum of a transport header is. */
function l4CsumOffset(pkt: NftPktinfo): number {
  switch (pkt.tprot) {
    case IPPROTO_TCP:
      return 16;
    case IPPROTO_UDP:
    case 136:
      return 6;
    case IPPROTO_ICMPV6:
      return 2;
    default:
      return -1;
  }
}

/** A range's bytes as a sum of 16-bit words, as they stand in the packet from an even place on. */
function sum(bytes: Uint8Array, at: number, length: number, odd: boolean): number {
  let total = 0;
  for (let i = 0; i < length; i++) total += ((i & 1) === 1) !== odd ? bytes[at + i] : bytes[at + i] << 8;
  return total;
}

function fold(total: number): number {
  let value = total;
  while (value > 0xffff) value = (value & 0xffff) + Math.floor(value / 65536);
  return value;
}

class PayloadSet extends NftExpr {
  readonly type: NftExprType;
  private readonly sreg: number;
  private readonly base: number;
  private readonly offset: number;
  private readonly length: number;
  private readonly csumType: number;
  private readonly csumOffset: number;
  private readonly csumFlags: number;

  constructor(type: NftExprType, sreg: number, base: number, numbers: readonly number[]) {
    super();
    this.type = type;
    this.sreg = sreg;
    this.base = base;
    [this.offset, this.length, this.csumType, this.csumOffset, this.csumFlags] = numbers;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const { skb } = pkt;
    const { length } = this;
    const start = payloadStart(pkt, this.base);
    const at = start + this.offset;
    if (start < 0 || at + length > skb.tail) {
      regs.code = NFT_BREAK;
      return;
    }
    const moved = makeWritable(pkt);
    this.write(regs, pkt, start + moved, at + moved);
  }

  private write(regs: NftRegs, pkt: NftPktinfo, start: number, at: number): void {
    const { skb } = pkt;
    const { bytes } = skb;
    const { length } = this;
    const from = this.sreg * 4;
    const odd = (this.offset & 1) === 1;
    const old = sum(bytes, at, length, odd);
    const fresh = sum(regs.bytes, from, length, odd);
    const byPseudo = (this.csumFlags & NFT_PAYLOAD_L4CSUM_PSEUDOHDR) !== 0;
    if (this.csumType === NFT_PAYLOAD_CSUM_INET && !this.isPartial(skb))
      adjust(bytes, start + this.csumOffset, old, fresh, pkt, this.base);
    if (byPseudo && pkt.hasL4 && pkt.fragoff === 0) this.adjustTransport(pkt, old, fresh);
    for (let i = 0; i < length; i++) bytes[at + i] = regs.bytes[from + i];
  }

  /** A transport header's checksum that is not made yet needs no correction for its own bytes. */
  private isPartial(skb: SkBuff): boolean {
    return this.base === NFT_PAYLOAD_TRANSPORT_HEADER && skb.ipSummed === CHECKSUM_PARTIAL;
  }

  private adjustTransport(pkt: NftPktinfo, old: number, fresh: number): void {
    const offset = l4CsumOffset(pkt);
    const { skb } = pkt;
    if (offset < 0 || pkt.thoff + offset + 2 > skb.tail) return;
    const at = pkt.thoff + offset;
    if (skb.ipSummed === CHECKSUM_PARTIAL) {
      // What is there is the pseudo header's sum.
      const present = (skb.bytes[at] << 8) | skb.bytes[at + 1];
      const value = fold(present + fresh + (~fold(old) & 0xffff));
      skb.bytes[at] = value >>> 8;
      skb.bytes[at + 1] = value;
      return;
    }
    adjust(skb.bytes, at, old, fresh, pkt, NFT_PAYLOAD_TRANSPORT_HEADER);
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, NFTA_PAYLOAD_SREG, this.sreg);
    writer.be32(NFTA_PAYLOAD_BASE, this.base);
    writer.be32(NFTA_PAYLOAD_OFFSET, this.offset);
    writer.be32(NFTA_PAYLOAD_LEN, this.length);
    writer.be32(NFTA_PAYLOAD_CSUM_TYPE, this.csumType);
    writer.be32(NFTA_PAYLOAD_CSUM_OFFSET, this.csumOffset);
    writer.be32(NFTA_PAYLOAD_CSUM_FLAGS, this.csumFlags);
  }
}

/** Corrects a checksum for words that changed (`csum_replace_by_diff`). UDP's 0 means that there is none. */
function adjust(
  bytes: Uint8Array,
  at: number,
  old: number,
  fresh: number,
  pkt: NftPktinfo,
  base: number,
): void {
  const present = (bytes[at] << 8) | bytes[at + 1];
  const udp = base !== NFT_PAYLOAD_NETWORK_HEADER && pkt.tprot === IPPROTO_UDP;
  if (udp && present === 0) return;
  let value = ~fold((~present & 0xffff) + fresh + (~fold(old) & 0xffff)) & 0xffff;
  if (udp && value === 0) value = 0xffff;
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

/** Reads the attributes of one that writes (`nft_payload_set_init`). @returns the expression or a negative error */
export function initPayloadSet(
  type: NftExprType,
  ctx: NftCtx,
  tb: AttributeTable,
  base: number,
): NftExpr | number {
  const offset = parseCheck(tb, NFTA_PAYLOAD_OFFSET, 0xffff);
  if (offset < 0) return offset;
  const length = parseCheck(tb, NFTA_PAYLOAD_LEN, 255);
  if (length < 0) return length;
  const csumType = tb.be32(NFTA_PAYLOAD_CSUM_TYPE);
  const csumOffset = parseCheck(tb, NFTA_PAYLOAD_CSUM_OFFSET, 255);
  if (csumOffset < 0) return csumOffset;
  const csumFlags = tb.be32(NFTA_PAYLOAD_CSUM_FLAGS);
  if ((csumFlags & ~NFT_PAYLOAD_L4CSUM_PSEUDOHDR) !== 0) return -EINVAL;
  if (csumType !== NFT_PAYLOAD_CSUM_NONE && csumType !== NFT_PAYLOAD_CSUM_INET) return -EINVAL;
  const sreg = parseLoad(ctx, tb, NFTA_PAYLOAD_SREG, length);
  if (sreg < 0) return sreg;
  return new PayloadSet(type, sreg, base, [offset, length, csumType, csumOffset, csumFlags]);
}
