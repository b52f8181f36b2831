/** One reader for each kind of expression that iptables knows. */
import { AttributeTable } from "../../../netlink/attribute.ts";
import {
  NF_ACCEPT,
  NF_DROP,
  NFT_GOTO,
  NFT_JUMP,
  NFT_RETURN,
  NFTA_COUNTER_BYTES,
  NFTA_COUNTER_PACKETS,
  NFTA_DATA_VALUE,
  NFTA_DATA_VERDICT,
  NFTA_EXPR_DATA,
  NFTA_VERDICT_CHAIN,
  NFTA_VERDICT_CODE,
} from "../../../netlink/nf-tables.ts";
import {
  NFT_META_NFTRACE,
  NFTA_BITWISE_DREG,
  NFTA_BITWISE_MASK,
  NFTA_BITWISE_SREG,
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
import { NFTA_XT_INFO, NFTA_XT_MAX, NFTA_XT_NAME, NFTA_XT_REV } from "../../../netlink/nft-compat.ts";
import type { Extension } from "../extension/extension.ts";
import { knownMatch, knownTarget } from "../extension/extensions.ts";
import { Struct, xtAlign } from "../extension/struct.ts";
import { LIMIT_AVG, LIMIT_BURST, LIMIT_SCALE } from "../matches/limit.ts";
import {
  NFLOG_F_COPY_LEN,
  NFLOG_FLAGS,
  NFLOG_GROUP,
  NFLOG_LEN,
  NFLOG_PREFIX,
  NFLOG_PREFIX_SIZE,
  NFLOG_THRESHOLD,
} from "../targets/simple.ts";
import { decodeCompare, decodeRange } from "./decode-compare.ts";
import type { Decoding } from "./decode-rule.ts";

const NFT_REG_VERDICT = 0;
const NFT_REG_1 = 1;
const NFT_REG_4 = 4;
const NFT_REG32_00 = 8;
const NONE = new Uint8Array(0);

export type Decoder = (decoding: Decoding, expression: AttributeTable) => void;

function attributes(expression: AttributeTable, maximum: number): AttributeTable {
  return new AttributeTable(maximum).parseNested(expression, NFTA_EXPR_DATA);
}

/** The old names of registers are four of the new ones. */
export function register(number: number): number {
  return number >= NFT_REG_1 && number <= NFT_REG_4 ? NFT_REG32_00 + (number - NFT_REG_1) * 4 : number;
}

function value(table: AttributeTable, type: number): Uint8Array {
  return new AttributeTable(NFTA_DATA_VERDICT).parseNested(table, type).payload(NFTA_DATA_VALUE) ?? NONE;
}

function be64(table: AttributeTable, type: number): bigint {
  const bytes = table.payload(type);
  if (!bytes || bytes.length < 8) return 0n;
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
}

/** A match or target by name, with its structure from the kernel. */
function fromKernel(
  extension: Extension,
  bytes: Uint8Array,
): { extension: Extension; data: Struct; flags: number } {
  const copy = new Uint8Array(Math.max(bytes.length, xtAlign(extension.size)));
  copy.set(bytes);
  return { extension, data: new Struct(copy), flags: 0 };
}

/** What stands for an extension that this program does not have, or not in this revision. */
function unknownExtension(kind: "match" | "target", name: string, revision: number): Extension {
  const text = (): string => " [unsupported revision]";
  return { kind, name, revision, size: 0, userSize: 0, help: "", options: [], print: text, save: text };
}

function compat(kind: "match" | "target"): Decoder {
  return ({ rule, family }, expression) => {
    const table = attributes(expression, NFTA_XT_MAX);
    const name = table.string(NFTA_XT_NAME);
    const revision = table.be32(NFTA_XT_REV);
    const find = kind === "match" ? knownMatch : knownTarget;
    const known = find(name, family.number);
    const extension = known?.revision === revision ? known : unknownExtension(kind, name, revision);
    const use = fromKernel(extension, table.payload(NFTA_XT_INFO) ?? NONE);
    if (kind === "match") rule.matches.push(use);
    else {
      rule.target = use;
      rule.jump = name;
    }
  };
}

const VERDICTS: ReadonlyMap<number, string> = new Map([
  [NF_ACCEPT, "ACCEPT"],
  [NF_DROP, "DROP"],
  [NFT_RETURN, "RETURN"],
]);

const decodeImmediate: Decoder = ({ rule, registers, family }, expression) => {
  const table = attributes(expression, NFTA_IMMEDIATE_DATA);
  const destination = table.be32(NFTA_IMMEDIATE_DREG);
  if (destination !== NFT_REG_VERDICT) {
    const bytes = value(table, NFTA_IMMEDIATE_DATA);
    const loaded = {
      kind: "immediate",
      key: 0,
      offset: 0,
      length: bytes.length,
      value: bytes,
      mask: undefined,
    } as const;
    registers.set(register(destination), loaded);
    return;
  }
  const data = new AttributeTable(NFTA_DATA_VERDICT).parseNested(table, NFTA_IMMEDIATE_DATA);
  const verdict = new AttributeTable(NFTA_VERDICT_CHAIN).parseNested(data, NFTA_DATA_VERDICT);
  const code = verdict.be32(NFTA_VERDICT_CODE) | 0;
  if (code === NFT_GOTO) rule.goto = true;
  if (code === NFT_GOTO || code === NFT_JUMP) {
    rule.jump = verdict.string(NFTA_VERDICT_CHAIN);
    return;
  }
  const name = VERDICTS.get(code);
  if (name === undefined) return;
  rule.jump = name;
  const extension = knownTarget(name, family.number);
  if (extension) rule.target = fromKernel(extension, NONE);
};

const decodeMeta: Decoder = (decoding, expression) => {
  const table = attributes(expression, NFTA_META_SREG);
  const key = table.be32(NFTA_META_KEY);
  if (!table.has(NFTA_META_SREG)) {
    const loaded = { kind: "meta", key, offset: 0, length: 0, value: NONE, mask: undefined } as const;
    decoding.registers.set(register(table.be32(NFTA_META_DREG)), loaded);
    return;
  }
  const source = decoding.registers.get(register(table.be32(NFTA_META_SREG)));
  if (key !== NFT_META_NFTRACE) decoding.error = "meta sreg key not supported";
  else if (source?.kind !== "immediate") decoding.error = "meta nftrace but reg not immediate";
  else if (source.value[0] === 0) decoding.error = "trace is cleared";
  else {
    const extension = knownTarget("TRACE", decoding.family.number);
    if (extension) decoding.rule.target = fromKernel(extension, NONE);
    decoding.rule.jump = "TRACE";
  }
};

const decodePayload: Decoder = ({ registers }, expression) => {
  const table = attributes(expression, NFTA_PAYLOAD_LEN);
  const loaded = {
    kind: "payload",
    key: table.be32(NFTA_PAYLOAD_BASE),
    offset: table.be32(NFTA_PAYLOAD_OFFSET),
    length: table.be32(NFTA_PAYLOAD_LEN),
    value: NONE,
    mask: undefined,
  } as const;
  registers.set(register(table.be32(NFTA_PAYLOAD_DREG)), loaded);
};

const decodeBitwise: Decoder = ({ registers }, expression) => {
  const table = attributes(expression, NFTA_BITWISE_MASK + 1);
  const source = registers.get(register(table.be32(NFTA_BITWISE_SREG)));
  if (!source) return;
  const masked = { ...source, mask: value(table, NFTA_BITWISE_MASK) };
  registers.set(register(table.be32(NFTA_BITWISE_DREG)), masked);
};

const decodeLimit: Decoder = ({ rule, family }, expression) => {
  const table = attributes(expression, NFTA_LIMIT_FLAGS);
  const extension = knownMatch("limit", family.number);
  if (!extension || table.be32(NFTA_LIMIT_TYPE) !== 0 || table.be32(NFTA_LIMIT_FLAGS) !== 0) return;
  const use = fromKernel(extension, NONE);
  const rate = Number(be64(table, NFTA_LIMIT_RATE));
  const unit = Number(be64(table, NFTA_LIMIT_UNIT));
  use.data.set32(LIMIT_AVG, rate === 0 ? 0 : Math.floor((LIMIT_SCALE * unit) / rate));
  use.data.set32(LIMIT_BURST, table.be32(NFTA_LIMIT_BURST));
  rule.matches.push(use);
};

const decodeLog: Decoder = ({ rule, family }, expression) => {
  const table = attributes(expression, NFTA_LOG_QTHRESHOLD);
  const extension = knownTarget("NFLOG", family.number);
  if (!extension) return;
  const { data } = (rule.target = fromKernel(extension, NONE));
  rule.jump = "NFLOG";
  data.set16(NFLOG_GROUP, table.be16(NFTA_LOG_GROUP));
  data.set16(NFLOG_THRESHOLD, table.be16(NFTA_LOG_QTHRESHOLD));
  const prefix = table.payload(NFTA_LOG_PREFIX);
  if (prefix) data.set(NFLOG_PREFIX, prefix.subarray(0, NFLOG_PREFIX_SIZE - 1));
  if (!table.has(NFTA_LOG_SNAPLEN)) return;
  data.set32(NFLOG_LEN, table.be32(NFTA_LOG_SNAPLEN));
  data.set32(NFLOG_FLAGS, NFLOG_F_COPY_LEN);
};

const decodeCounter: Decoder = ({ rule }, expression) => {
  const table = attributes(expression, NFTA_COUNTER_PACKETS);
  rule.packets = be64(table, NFTA_COUNTER_PACKETS);
  rule.bytes = be64(table, NFTA_COUNTER_BYTES);
};

export const DECODERS: Readonly<Record<string, Decoder | undefined>> = {
  bitwise: decodeBitwise,
  cmp: (decoding, expression) => {
    const table = attributes(expression, NFTA_CMP_DATA);
    const source = decoding.registers.get(register(table.be32(NFTA_CMP_SREG)));
    if (!source) decoding.error = "cmp sreg undef";
    else decodeCompare(decoding, source, table.be32(NFTA_CMP_OP), value(table, NFTA_CMP_DATA));
  },
  counter: decodeCounter,
  immediate: decodeImmediate,
  limit: decodeLimit,
  log: decodeLog,
  match: compat("match"),
  meta: decodeMeta,
  payload: decodePayload,
  range: (decoding, expression) => {
    const table = attributes(expression, NFTA_RANGE_TO_DATA);
    const source = decoding.registers.get(register(table.be32(NFTA_RANGE_SREG)));
    if (!source) decoding.error = "range sreg undef";
    else {
      const from = value(table, NFTA_RANGE_FROM_DATA);
      decodeRange(decoding, source, table.be32(NFTA_RANGE_OP), from, value(table, NFTA_RANGE_TO_DATA));
    }
  },
  target: compat("target"),
};
