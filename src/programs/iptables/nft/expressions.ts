/** Writes nf_tables' expressions, with the attributes and in the order that libnftnl has. */
import type { MessageWriter } from "../../../netlink/message.ts";
import {
  NFTA_COUNTER_BYTES,
  NFTA_COUNTER_PACKETS,
  NFTA_DATA_VALUE,
  NFTA_DATA_VERDICT,
  NFTA_EXPR_DATA,
  NFTA_EXPR_NAME,
  NFTA_LIST_ELEM,
  NFTA_VERDICT_CHAIN,
  NFTA_VERDICT_CODE,
} from "../../../netlink/nf-tables.ts";
import {
  NFTA_BITWISE_DREG,
  NFTA_BITWISE_LEN,
  NFTA_BITWISE_MASK,
  NFTA_BITWISE_SREG,
  NFTA_BITWISE_XOR,
  NFTA_CMP_DATA,
  NFTA_CMP_OP,
  NFTA_CMP_SREG,
  NFTA_IMMEDIATE_DATA,
  NFTA_IMMEDIATE_DREG,
  NFTA_LIMIT_BURST,
  NFTA_LIMIT_FLAGS,
  NFTA_LIMIT_RATE,
  NFTA_LIMIT_TYPE,
  NFTA_LIMIT_UNIT,
  NFTA_LOG_GROUP,
  NFTA_LOG_PREFIX,
  NFTA_LOG_QTHRESHOLD,
  NFTA_LOG_SNAPLEN,
  NFTA_META_DREG,
  NFTA_META_KEY,
  NFTA_META_SREG,
  NFTA_PAYLOAD_BASE,
  NFTA_PAYLOAD_DREG,
  NFTA_PAYLOAD_LEN,
  NFTA_PAYLOAD_OFFSET,
  NFTA_RANGE_FROM_DATA,
  NFTA_RANGE_OP,
  NFTA_RANGE_SREG,
  NFTA_RANGE_TO_DATA,
} from "../../../netlink/nf-tables-expressions.ts";
import { NFTA_XT_INFO, NFTA_XT_NAME, NFTA_XT_REV } from "../../../netlink/nft-compat.ts";

const NFT_REG_VERDICT = 0;
const NFT_REG_1 = 1;
const NFT_REG32_01 = 9;
const HIGH = 0x100000000n;

/** The expressions of a rule, written one behind the other. */
export class ExpressionWriter {
  private readonly writer: MessageWriter;

  constructor(writer: MessageWriter) {
    this.writer = writer;
  }

  private expression(name: string, attributes: (writer: MessageWriter) => void): void {
    const { writer } = this;
    const element = writer.nest(NFTA_LIST_ELEM);
    writer.string(NFTA_EXPR_NAME, name);
    const data = writer.nest(NFTA_EXPR_DATA);
    attributes(writer);
    writer.endNest(data);
    writer.endNest(element);
  }

  private value(type: number, bytes: Uint8Array): void {
    const nest = this.writer.nest(type);
    this.writer.data(NFTA_DATA_VALUE, bytes);
    this.writer.endNest(nest);
  }

  payload(base: number, offset: number, length: number): void {
    this.expression("payload", (writer) => {
      writer.be32(NFTA_PAYLOAD_DREG, NFT_REG_1);
      writer.be32(NFTA_PAYLOAD_BASE, base);
      writer.be32(NFTA_PAYLOAD_OFFSET, offset);
      writer.be32(NFTA_PAYLOAD_LEN, length);
    });
  }

  meta(key: number): void {
    this.expression("meta", (writer) => {
      writer.be32(NFTA_META_KEY, key);
      writer.be32(NFTA_META_DREG, NFT_REG_1);
    });
  }

  /** Sets a meta key to a byte. */
  metaSet(key: number, byte: number): void {
    this.expression("immediate", (writer) => {
      writer.be32(NFTA_IMMEDIATE_DREG, NFT_REG32_01);
      this.value(NFTA_IMMEDIATE_DATA, Uint8Array.of(byte));
    });
    this.expression("meta", (writer) => {
      writer.be32(NFTA_META_KEY, key);
      writer.be32(NFTA_META_SREG, NFT_REG32_01);
    });
  }

  compare(operation: number, bytes: Uint8Array): void {
    this.expression("cmp", (writer) => {
      writer.be32(NFTA_CMP_SREG, NFT_REG_1);
      writer.be32(NFTA_CMP_OP, operation);
      this.value(NFTA_CMP_DATA, bytes);
    });
  }

  range(operation: number, from: Uint8Array, to: Uint8Array): void {
    this.expression("range", (writer) => {
      writer.be32(NFTA_RANGE_SREG, NFT_REG_1);
      writer.be32(NFTA_RANGE_OP, operation);
      this.value(NFTA_RANGE_FROM_DATA, from);
      this.value(NFTA_RANGE_TO_DATA, to);
    });
  }

  mask(mask: Uint8Array): void {
    this.expression("bitwise", (writer) => {
      writer.be32(NFTA_BITWISE_SREG, NFT_REG_1);
      writer.be32(NFTA_BITWISE_DREG, NFT_REG_1);
      writer.be32(NFTA_BITWISE_LEN, mask.length);
      this.value(NFTA_BITWISE_MASK, mask);
      this.value(NFTA_BITWISE_XOR, new Uint8Array(mask.length));
    });
  }

  limit(rate: number, unit: number, burst: number): void {
    this.expression("limit", (writer) => {
      be64(writer, NFTA_LIMIT_RATE, BigInt(rate));
      be64(writer, NFTA_LIMIT_UNIT, BigInt(unit));
      writer.be32(NFTA_LIMIT_BURST, burst);
      writer.be32(NFTA_LIMIT_TYPE, 0);
      writer.be32(NFTA_LIMIT_FLAGS, 0);
    });
  }

  counter(packets: bigint, bytes: bigint): void {
    this.expression("counter", (writer) => {
      be64(writer, NFTA_COUNTER_BYTES, bytes);
      be64(writer, NFTA_COUNTER_PACKETS, packets);
    });
  }

  verdict(code: number, chain?: string): void {
    this.expression("immediate", (writer) => {
      writer.be32(NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
      const data = writer.nest(NFTA_IMMEDIATE_DATA);
      const verdict = writer.nest(NFTA_DATA_VERDICT);
      writer.be32(NFTA_VERDICT_CODE, code >>> 0);
      if (chain !== undefined) writer.string(NFTA_VERDICT_CHAIN, chain);
      writer.endNest(verdict);
      writer.endNest(data);
    });
  }

  /** To a group of listeners; a length or threshold of 0 is left out. */
  log(group: number, prefix: string, length: number | undefined, threshold: number): void {
    this.expression("log", (writer) => {
      if (prefix !== "") writer.string(NFTA_LOG_PREFIX, prefix);
      writer.be16(NFTA_LOG_GROUP, group);
      if (length !== undefined) writer.be32(NFTA_LOG_SNAPLEN, length);
      if (threshold !== 0) writer.be16(NFTA_LOG_QTHRESHOLD, threshold);
    });
  }

  /** A match or target of xtables. */
  compat(kind: "match" | "target", name: string, revision: number, data: Uint8Array): void {
    this.expression(kind, (writer) => {
      writer.string(NFTA_XT_NAME, name);
      writer.be32(NFTA_XT_REV, revision);
      writer.data(NFTA_XT_INFO, data);
    });
  }
}

/** A 64-bit number in network byte order. */
export function be64(writer: MessageWriter, type: number, value: bigint): void {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Number((value / HIGH) % HIGH));
  view.setUint32(4, Number(value % HIGH));
  writer.data(type, bytes);
}
