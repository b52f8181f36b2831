/** Changing options of TCP. Source: `net/netfilter/nft_exthdr.c` (`nft_exthdr_tcp_set_eval`, `nft_exthdr_tcp_strip_eval`). */
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NF_DROP, NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { replaceWord } from "../../../../packet/checksum.ts";
import { CHECKSUM_PARTIAL } from "../../../core/skbuff.ts";
import { dumpRegister } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import { makeWritable } from "../pktinfo.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import { findTcpOption, optionLength, tcpEnd } from "./exthdr-find.ts";
import { dumpPlace, type Place } from "./exthdr-place.ts";

const OPTION_MSS = 2;
const CHECK = 16;
const NOOP = 1;

/** Writes a byte of the TCP header and keeps its checksum right, unless it is made later. @param at in the packet's bytes */
export function setByte(pkt: NftPktinfo, at: number, value: number): void {
  const { skb, thoff } = pkt;
  const { bytes } = skb;
  const old = bytes[at];
  if (old === value) return;
  bytes[at] = value;
  if (skb.ipSummed === CHECKSUM_PARTIAL) return;
  const shift = ((at - thoff) & 1) === 0 ? 8 : 0;
  const check = thoff + CHECK;
  const sum = replaceWord((bytes[check] << 8) | bytes[check + 1], old << shift, value << shift);
  bytes[check] = sum >>> 8;
  bytes[check + 1] = sum;
}

/** Writes a register into an option (`nft_exthdr_tcp_set_eval`). */
export class TcpOptionSet extends NftExpr {
  readonly type: NftExprType;
  private readonly sreg: number;
  private readonly place: Place;

  constructor(type: NftExprType, sreg: number, place: Place) {
    super();
    this.type = type;
    this.sreg = sreg;
    this.place = place;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const end = tcpEnd(pkt);
    if (end < 0) {
      regs.code = NFT_BREAK;
      return;
    }
    const { header, offset, length } = this.place;
    const found = findTcpOption(pkt, end, header);
    if (found < 0) return;
    const size = optionLength(pkt.skb.bytes, found);
    if (found + size > end || offset + length > size) return;
    const place = found - pkt.thoff + offset;
    const from = this.sreg * 4;
    if (header === OPTION_MSS && length === 2 && offset === 2) {
      // larger segments would not arrive
      const { bytes } = pkt.skb;
      const old = (bytes[pkt.thoff + place] << 8) | bytes[pkt.thoff + place + 1];
      if (old <= ((regs.bytes[from] << 8) | regs.bytes[from + 1])) return;
    }
    makeWritable(pkt);
    for (let i = 0; i < length; i++) setByte(pkt, pkt.thoff + place + i, regs.bytes[from + i]);
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, n.NFTA_EXTHDR_SREG, this.sreg);
    dumpPlace(writer, this.place);
  }
}

/** The option becomes blanks. */
export class TcpOptionStrip extends NftExpr {
  readonly type: NftExprType;
  private readonly place: Place;

  constructor(type: NftExprType, place: Place) {
    super();
    this.type = type;
    this.place = place;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const end = tcpEnd(pkt);
    if (end < 0) {
      regs.code = NFT_BREAK;
      return;
    }
    const found = findTcpOption(pkt, end, this.place.header);
    if (found < 0) {
      regs.code = NFT_BREAK;
      return;
    }
    const length = optionLength(pkt.skb.bytes, found);
    if (found + length > end) {
      regs.code = NF_DROP;
      return;
    }
    const place = found - pkt.thoff;
    makeWritable(pkt);
    for (let i = 0; i < length; i++) setByte(pkt, pkt.thoff + place + i, NOOP);
  }

  dump(writer: MessageWriter): void {
    dumpPlace(writer, this.place);
  }
}
