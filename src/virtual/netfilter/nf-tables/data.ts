/**
 * Registers and data in messages: checking, reading, writing.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nft_parse_register_load`, `nft_parse_register_store`, `nft_data_init`, `nft_verdict_init`,
 * `nft_data_dump`, `nft_parse_u32_check`).
 */
import { EINVAL, EMFILE, ENODATA, ENOENT, EOPNOTSUPP, EOVERFLOW, ERANGE } from "../../../errno.ts";
import { AttributeTable, NLA_F_NESTED } from "../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import {
  NF_ACCEPT,
  NF_DROP,
  NF_QUEUE,
  NFT_BREAK,
  NFT_CONTINUE,
  NFT_DATA_VALUE,
  NFT_DATA_VERDICT,
  NFT_GOTO,
  NFT_JUMP,
  NFT_REG_4,
  NFT_REG_VERDICT,
  NFT_REG32_00,
  NFT_REG32_15,
  NFT_RETURN,
  NFTA_DATA_VALUE,
  NFTA_DATA_VERDICT,
  NFTA_VERDICT_CHAIN,
  NFTA_VERDICT_CHAIN_ID,
  NFTA_VERDICT_CODE,
} from "../../../netlink/nf-tables.ts";
import type { NftChain } from "./chain/chain.ts";
import type { NftCtx } from "./context.ts";
import type { NftRegs } from "./regs.ts";
import { NFT_REG_WORDS } from "./regs.ts";

/** Words of the verdict register, in front of the others. */
const VERDICT_WORDS = 4;
export const NFT_CHAIN_BASE_FLAG = 1;

/** `nft_parse_register` @returns the first word, or -ERANGE */
function parseRegister(reg: number): number {
  if (reg >= NFT_REG_VERDICT && reg <= NFT_REG_4) return reg * 4;
  if (reg >= NFT_REG32_00 && reg <= NFT_REG32_15) return reg - NFT_REG32_00 + VERDICT_WORDS;
  return -ERANGE;
}

const words = (length: number): number => (length + 3) >>> 2;

function bits(word: number, length: number): number {
  return (2 ** words(length) - 1) * 2 ** word;
}

/**
 * A register that is read. @returns the first word, or a negative error: -ENODATA when no expression before wrote all of it
 * (`nft_parse_register_load`)
 */
export function parseLoad(ctx: NftCtx, tb: AttributeTable, type: number, length: number): number {
  const word = parseRegister(tb.be32(type));
  if (word < 0) return word;
  if (word < VERDICT_WORDS || length === 0) return -EINVAL;
  if (word * 4 + length > NFT_REG_WORDS * 4) return -ERANGE;
  const wanted = bits(word, length);
  return (ctx.regInited & wanted) === wanted ? word : -ENODATA;
}

/**
 * A register that is written. @param type `NFT_DATA_VALUE` or `NFT_DATA_VERDICT`
 * @returns the first word, or a negative error (`nft_parse_register_store`)
 */
export function parseStore(
  ctx: NftCtx,
  tb: AttributeTable,
  attr: number,
  length: number,
  type: number = NFT_DATA_VALUE,
): number {
  const word = parseRegister(tb.be32(attr));
  if (word < 0) return word;
  if (word === 0) return type === NFT_DATA_VERDICT ? 0 : -EINVAL;
  if (word < VERDICT_WORDS || length === 0) return -EINVAL;
  if (word * 4 + length > NFT_REG_WORDS * 4) return -ERANGE;
  if (type !== NFT_DATA_VALUE) return -EINVAL;
  ctx.regInited |= bits(word, length);
  return word;
}

/** Writes a register as messages name it (`nft_dump_register`). */
export function dumpRegister(writer: MessageWriter, attr: number, word: number): void {
  writer.be32(attr, word % 4 === 0 ? word / 4 : word - VERDICT_WORDS + NFT_REG32_00);
}

/** A value of registers, or a verdict. */
export interface NftData {
  /** Value, padded with zero bytes to whole words; empty for a verdict. */
  readonly words: Int32Array;
  readonly length: number;
  readonly verdict: boolean;
  readonly code: number;
  readonly chain: NftChain | null;
}

const NO_WORDS = new Int32Array(0);
const dataTable = new AttributeTable(2);
const verdictTable = new AttributeTable(3);

/** Bytes as words of registers. */
export function toWords(bytes: Uint8Array): Int32Array {
  const padded = new Uint8Array(words(bytes.length) * 4);
  padded.set(bytes);
  return new Int32Array(padded.buffer);
}

/** Data that is a value, in whole words. */
export function valueData(bytes: Uint8Array): NftData {
  return { words: toWords(bytes), length: bytes.length, verdict: false, code: 0, chain: null };
}

/**
 * Reads the data inside an attribute (`nft_data_init`). A chain that it names is not referred to yet: {@link holdChain} does that.
 * @param size most bytes that a value may have
 */
export function parseData(ctx: NftCtx, tb: AttributeTable, type: number, size = 64): NftData | number {
  if (!tb.has(type)) return -EINVAL;
  const data = dataTable.parseNested(tb, type);
  if (data.has(NFTA_DATA_VALUE)) {
    const value = data.payload(NFTA_DATA_VALUE) as Uint8Array;
    if (value.length === 0) return -EINVAL;
    if (value.length > size) return -EOVERFLOW;
    return valueData(value.slice());
  }
  if (!data.has(NFTA_DATA_VERDICT)) return -EINVAL;
  return parseVerdict(ctx, verdictTable.parseNested(data, NFTA_DATA_VERDICT));
}

/** `nft_verdict_init` */
function parseVerdict(ctx: NftCtx, tb: AttributeTable): NftData | number {
  if (!tb.has(NFTA_VERDICT_CODE)) return -EINVAL;
  const code = tb.be32(NFTA_VERDICT_CODE) | 0;
  switch (code) {
    case NF_ACCEPT:
    case NF_DROP:
    case NF_QUEUE:
    case NFT_CONTINUE:
    case NFT_BREAK:
    case NFT_RETURN:
      return { words: NO_WORDS, length: 16, verdict: true, code, chain: null };
    case NFT_JUMP:
    case NFT_GOTO:
      break;
    default:
      return -EINVAL;
  }
  const chain = verdictChain(ctx, tb);
  if (typeof chain === "number") return chain;
  if ((chain.flags & NFT_CHAIN_BASE_FLAG) !== 0 || chain.base !== null) return -EOPNOTSUPP;
  if (chain.use >= 0xffffffff) return -EMFILE;
  return { words: NO_WORDS, length: 16, verdict: true, code, chain };
}

function verdictChain(ctx: NftCtx, tb: AttributeTable): NftChain | number {
  if (tb.has(NFTA_VERDICT_CHAIN)) return ctx.table.chains.get(tb.string(NFTA_VERDICT_CHAIN)) ?? -ENOENT;
  if (!tb.has(NFTA_VERDICT_CHAIN_ID)) return -EINVAL;
  const chain = ctx.nft.transaction?.chainIds.get(tb.be32(NFTA_VERDICT_CHAIN_ID)) as NftChain | undefined;
  return chain === undefined || chain.table !== ctx.table ? -ENOENT : chain;
}

/** A verdict keeps the chain that it leads to. */
export function holdChain(data: NftData): void {
  if (data.chain !== null) data.chain.use++;
}

/** Lets go of what {@link holdChain} holds. */
export function releaseChain(data: NftData): void {
  if (data.chain !== null) data.chain.use--;
}

/** The bytes of a value. */
export function dataBytes(data: NftData): Uint8Array {
  return new Uint8Array(data.words.buffer, data.words.byteOffset, data.length);
}

/** `nft_data_dump` */
export function dumpData(writer: MessageWriter, attr: number, data: NftData): void {
  const nest = writer.nest(attr | NLA_F_NESTED);
  if (data.verdict) dumpVerdict(writer, NFTA_DATA_VERDICT, data.code, data.chain);
  else writer.data(NFTA_DATA_VALUE, dataBytes(data));
  writer.endNest(nest);
}

/** `nft_verdict_dump` */
export function dumpVerdict(writer: MessageWriter, attr: number, code: number, chain: NftChain | null): void {
  const nest = writer.nest(attr | NLA_F_NESTED);
  writer.be32(NFTA_VERDICT_CODE, code >>> 0);
  if (chain !== null) writer.string(NFTA_VERDICT_CHAIN, chain.name);
  writer.endNest(nest);
}

/** Puts a value into registers. */
export function storeWords(regs: NftRegs, word: number, value: Int32Array): void {
  for (let i = 0; i < value.length; i++) regs.words[word + i] = value[i];
}

/** A number that must be at most `maximum` (`nft_parse_u32_check`: -ERANGE). Absent: 0. */
export function parseCheck(tb: AttributeTable, type: number, maximum: number): number {
  const value = tb.be32(type);
  return value > maximum ? -ERANGE : value;
}

/** An attribute of eight bytes in network order. Exact to 2^53. */
export function be64(tb: AttributeTable, type: number, fallback = 0): number {
  const value = tb.payload(type);
  if (value === undefined || value.length < 8) return fallback;
  let high = 0;
  let low = 0;
  for (let i = 0; i < 4; i++) {
    high = high * 256 + value[i];
    low = low * 256 + value[i + 4];
  }
  return high * 4294967296 + low;
}

/** Writes eight bytes in network order. */
export function putBe64(writer: MessageWriter, type: number, value: number): void {
  const at = writer.attribute(type, 8);
  const high = Math.floor(value / 4294967296);
  for (let i = 0; i < 4; i++) {
    writer.bytes[at + i] = (high >>> (24 - 8 * i)) & 255;
    writer.bytes[at + 4 + i] = (value >>> (24 - 8 * i)) & 255;
  }
}
