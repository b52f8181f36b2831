/** Options and extension headers. Source: `net/netfilter/nft_exthdr.c`. */
import { EINVAL, EOPNOTSUPP, ERANGE } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { NFPROTO_INET, NFPROTO_IPV4 } from "../../hook-numbers.ts";
import type { NftCtx } from "../context.ts";
import { dumpRegister, parseLoad, parseStore } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import {
  findIpv4Option,
  findIpv6,
  findSctpChunk,
  findTcpOption,
  optionLength,
  tcpEnd,
} from "./exthdr-find.ts";
import { dumpPlace, type Place } from "./exthdr-place.ts";
import { TcpOptionSet, TcpOptionStrip } from "./exthdr-tcp.ts";

class ExthdrGet extends NftExpr {
  readonly type = EXTHDR;
  private readonly dreg: number;
  private readonly place: Place;
  private readonly present: boolean;

  constructor(dreg: number, place: Place) {
    super();
    this.dreg = dreg;
    this.place = place;
    this.present = (place.flags & n.NFT_EXTHDR_F_PRESENT) !== 0;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const at = this.find(pkt);
    if (this.present) {
      regs.words[this.dreg] = Number(at >= 0);
      return;
    }
    const { offset, length } = this.place;
    const from = at + offset;
    if (at < 0 || from + length > pkt.skb.tail) {
      regs.code = NFT_BREAK;
      return;
    }
    if ((length & 3) !== 0) regs.words[this.dreg + (length >>> 2)] = 0;
    const to = this.dreg * 4;
    for (let i = 0; i < length; i++) regs.bytes[to + i] = pkt.skb.bytes[from + i];
  }

  /** @returns where the header begins; -1: not there, or too short */
  private find(pkt: NftPktinfo): number {
    const { op, header, offset, length } = this.place;
    switch (op) {
      case n.NFT_EXTHDR_OP_IPV6:
        return findIpv6(pkt, header);
      case n.NFT_EXTHDR_OP_IPV4:
        return findIpv4Option(pkt, header);
      case n.NFT_EXTHDR_OP_SCTP:
        return findSctpChunk(pkt, header);
      default: {
        const end = tcpEnd(pkt);
        const at = end < 0 ? -1 : findTcpOption(pkt, end, header);
        if (at < 0) return -1;
        const size = optionLength(pkt.skb.bytes, at);
        return at + size > end || offset + length > size ? -1 : at;
      }
    }
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, n.NFTA_EXTHDR_DREG, this.dreg);
    dumpPlace(writer, this.place);
  }
}

const IPOPT_LSRR = 131;
const IPOPT_SSRR = 137;
const IPOPT_RR = 7;
const IPOPT_RA = 148;
const U8 = 255;

function initGet(ctx: NftCtx, tb: AttributeTable, op: number): NftExpr | number {
  if (![n.NFTA_EXTHDR_TYPE, n.NFTA_EXTHDR_OFFSET, n.NFTA_EXTHDR_LEN].every((attr) => tb.has(attr)))
    return -EINVAL;
  const header = tb.u8(n.NFTA_EXTHDR_TYPE);
  const offset = tb.be32(n.NFTA_EXTHDR_OFFSET);
  const length = tb.be32(n.NFTA_EXTHDR_LEN);
  if (offset > U8 || length > U8) return -ERANGE;
  const flags = tb.be32(n.NFTA_EXTHDR_FLAGS);
  if ((flags & ~n.NFT_EXTHDR_F_PRESENT) !== 0) return -EINVAL;
  if (op === n.NFT_EXTHDR_OP_IPV4) {
    if (ctx.family !== NFPROTO_IPV4 && ctx.family !== NFPROTO_INET) return -EOPNOTSUPP;
    if (![IPOPT_LSRR, IPOPT_SSRR, IPOPT_RR, IPOPT_RA].includes(header)) return -EOPNOTSUPP;
  }
  const dreg = parseStore(ctx, tb, n.NFTA_EXTHDR_DREG, length);
  return dreg < 0 ? dreg : new ExthdrGet(dreg, { header, offset, length, flags, op });
}

function initSet(ctx: NftCtx, tb: AttributeTable, op: number): NftExpr | number {
  if (op !== n.NFT_EXTHDR_OP_TCPOPT) return -EOPNOTSUPP;
  if (![n.NFTA_EXTHDR_TYPE, n.NFTA_EXTHDR_OFFSET, n.NFTA_EXTHDR_LEN].every((attr) => tb.has(attr)))
    return -EINVAL;
  if (tb.be32(n.NFTA_EXTHDR_FLAGS) !== 0) return -EINVAL;
  const offset = tb.be32(n.NFTA_EXTHDR_OFFSET);
  const length = tb.be32(n.NFTA_EXTHDR_LEN);
  if (offset > U8 || length > U8) return -ERANGE;
  if (offset < 2 || (length !== 2 && length !== 4)) return -EOPNOTSUPP;
  const sreg = parseLoad(ctx, tb, n.NFTA_EXTHDR_SREG, length);
  const place = { header: tb.u8(n.NFTA_EXTHDR_TYPE), offset, length, flags: 0, op };
  return sreg < 0 ? sreg : new TcpOptionSet(EXTHDR, sreg, place);
}

function initStrip(tb: AttributeTable, op: number): NftExpr | number {
  if (op !== n.NFT_EXTHDR_OP_TCPOPT) return -EOPNOTSUPP;
  const others = [
    n.NFTA_EXTHDR_SREG,
    n.NFTA_EXTHDR_DREG,
    n.NFTA_EXTHDR_FLAGS,
    n.NFTA_EXTHDR_OFFSET,
    n.NFTA_EXTHDR_LEN,
  ];
  if (others.some((attr) => tb.has(attr)) || !tb.has(n.NFTA_EXTHDR_TYPE)) return -EINVAL;
  return new TcpOptionStrip(EXTHDR, {
    header: tb.u8(n.NFTA_EXTHDR_TYPE),
    offset: 0,
    length: 0,
    flags: 0,
    op,
  });
}

export const EXTHDR: NftExprType = {
  name: "exthdr",
  maximum: 7,
  init: (ctx, tb) => {
    const op = tb.be32(n.NFTA_EXTHDR_OP);
    if (op > n.NFT_EXTHDR_OP_SCTP) return -EOPNOTSUPP;
    if (tb.has(n.NFTA_EXTHDR_DREG)) return tb.has(n.NFTA_EXTHDR_SREG) ? -EOPNOTSUPP : initGet(ctx, tb, op);
    return tb.has(n.NFTA_EXTHDR_SREG) ? initSet(ctx, tb, op) : initStrip(tb, op);
  },
};
