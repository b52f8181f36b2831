/** Numbers from what registers hold, or from the packet's flow. Source: `net/netfilter/nft_hash.c`. */
import { EINVAL, EOPNOTSUPP, EOVERFLOW, ERANGE } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { NFPROTO_IPV4 } from "../../hook-numbers.ts";
import { jhash2 } from "../../jhash.ts";
import type { NftCtx } from "../context.ts";
import { dumpRegister, parseLoad, parseStore } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";

/** One of so many (`reciprocal_scale`). */
const scale = (hash: number, modulus: number): number => Math.floor(((hash >>> 0) * modulus) / 2 ** 32);

const scratch: Int32Array[] = Array.from({ length: 17 }, (_, i) => new Int32Array(i));

class Jhash extends NftExpr {
  readonly type = HASH;
  private readonly sreg: number;
  private readonly dreg: number;
  private readonly length: number;
  private readonly modulus: number;
  private readonly offset: number;
  private readonly seed: number;
  private readonly drawn: boolean;

  constructor(registers: readonly number[], modulus: number, offset: number, seed: number, drawn: boolean) {
    super();
    [this.sreg, this.dreg, this.length] = registers;
    this.modulus = modulus;
    this.offset = offset;
    this.seed = seed;
    this.drawn = drawn;
  }

  eval(regs: NftRegs): void {
    const count = (this.length + 3) >>> 2;
    const words = scratch[count];
    for (let i = 0; i < count; i++) words[i] = regs.words[this.sreg + i];
    const rest = this.length & 3;
    if (rest !== 0) words[count - 1] &= (1 << (8 * rest)) - 1;
    // the hash of bytes starts with their number, that of words with four times theirs
    const hash = jhash2(words, this.seed + this.length - count * 4);
    regs.words[this.dreg] = scale(hash, this.modulus) + this.offset;
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, n.NFTA_HASH_SREG, this.sreg);
    dumpRegister(writer, n.NFTA_HASH_DREG, this.dreg);
    writer.be32(n.NFTA_HASH_LEN, this.length);
    writer.be32(n.NFTA_HASH_MODULUS, this.modulus);
    if (!this.drawn) writer.be32(n.NFTA_HASH_SEED, this.seed);
    if (this.offset !== 0) writer.be32(n.NFTA_HASH_OFFSET, this.offset);
    writer.be32(n.NFTA_HASH_TYPE, n.NFT_HASH_JENKINS);
  }
}

const flow = new Int32Array(4);

const word = (bytes: Uint8Array, at: number): number =>
  (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];

/** The same number for both directions of a flow (`__skb_get_hash_symmetric`, whose key Linux draws at its start). */
function flowHash(pkt: NftPktinfo, seed: number): number {
  const { bytes, tail } = pkt.skb;
  const v4 = pkt.pf === NFPROTO_IPV4;
  const words = v4 ? 1 : 4;
  let source = 0;
  let destination = 0;
  for (let i = 0; i < words; i++) {
    source = (Math.imul(source, 31) + word(bytes, pkt.nhoff + (v4 ? 12 : 8 + 4 * i))) | 0;
    destination = (Math.imul(destination, 31) + word(bytes, pkt.nhoff + (v4 ? 16 : 24 + 4 * i))) | 0;
  }
  const ports = pkt.hasL4 && pkt.fragoff === 0 && pkt.thoff + 4 <= tail && hasPorts(pkt.tprot);
  const sport = ports ? (bytes[pkt.thoff] << 8) | bytes[pkt.thoff + 1] : 0;
  const dport = ports ? (bytes[pkt.thoff + 2] << 8) | bytes[pkt.thoff + 3] : 0;
  const turned = destination >>> 0 < source >>> 0 || (source === destination && dport < sport);
  flow[0] = turned ? destination : source;
  flow[1] = turned ? source : destination;
  flow[2] = turned ? (dport << 16) | sport : (sport << 16) | dport;
  flow[3] = pkt.tprot;
  return jhash2(flow, seed);
}

const hasPorts = (protocol: number): boolean => protocol === 6 || protocol === 17 || protocol === 132;

class Symhash extends NftExpr {
  readonly type = HASH;
  private readonly dreg: number;
  private readonly modulus: number;
  private readonly offset: number;

  constructor(dreg: number, modulus: number, offset: number) {
    super();
    this.dreg = dreg;
    this.modulus = modulus;
    this.offset = offset;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    regs.words[this.dreg] = scale(flowHash(pkt, 0), this.modulus) + this.offset;
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, n.NFTA_HASH_DREG, this.dreg);
    writer.be32(n.NFTA_HASH_MODULUS, this.modulus);
    if (this.offset !== 0) writer.be32(n.NFTA_HASH_OFFSET, this.offset);
    writer.be32(n.NFTA_HASH_TYPE, n.NFT_HASH_SYM);
  }
}

const U32 = 0xffffffff;

function initJenkins(ctx: NftCtx, tb: AttributeTable): NftExpr | number {
  const needed = [n.NFTA_HASH_SREG, n.NFTA_HASH_DREG, n.NFTA_HASH_LEN, n.NFTA_HASH_MODULUS];
  if (needed.some((attr) => !tb.has(attr))) return -EINVAL;
  const offset = tb.be32(n.NFTA_HASH_OFFSET);
  const length = tb.be32(n.NFTA_HASH_LEN);
  if (length > 255 || length === 0) return -ERANGE;
  const sreg = parseLoad(ctx, tb, n.NFTA_HASH_SREG, length);
  if (sreg < 0) return sreg;
  const modulus = tb.be32(n.NFTA_HASH_MODULUS);
  if (modulus < 1) return -ERANGE;
  if (offset + modulus - 1 > U32) return -EOVERFLOW;
  const drawn = !tb.has(n.NFTA_HASH_SEED);
  const seed = drawn ? ctx.net.machine.random() >>> 0 : tb.be32(n.NFTA_HASH_SEED);
  const dreg = parseStore(ctx, tb, n.NFTA_HASH_DREG, 4);
  return dreg < 0 ? dreg : new Jhash([sreg, dreg, length], modulus, offset, seed, drawn);
}

function initSymmetric(ctx: NftCtx, tb: AttributeTable): NftExpr | number {
  if (!tb.has(n.NFTA_HASH_DREG) || !tb.has(n.NFTA_HASH_MODULUS)) return -EINVAL;
  const offset = tb.be32(n.NFTA_HASH_OFFSET);
  const modulus = tb.be32(n.NFTA_HASH_MODULUS);
  if (modulus < 1) return -ERANGE;
  if (offset + modulus - 1 > U32) return -EOVERFLOW;
  const dreg = parseStore(ctx, tb, n.NFTA_HASH_DREG, 4);
  return dreg < 0 ? dreg : new Symhash(dreg, modulus, offset);
}

export const HASH: NftExprType = {
  name: "hash",
  maximum: 7,
  init: (ctx, tb) => {
    const type = tb.has(n.NFTA_HASH_TYPE) ? tb.be32(n.NFTA_HASH_TYPE) : n.NFT_HASH_JENKINS;
    if (type === n.NFT_HASH_SYM) return initSymmetric(ctx, tb);
    return type === n.NFT_HASH_JENKINS ? initJenkins(ctx, tb) : -EOPNOTSUPP;
  },
};
