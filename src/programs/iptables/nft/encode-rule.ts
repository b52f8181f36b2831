/** A rule as nf_tables' expressions: `nft_ipv4_add`, `nft_ipv6_add`, and the matches that have native expressions. */
import { AF_INET } from "../../../kernel.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import {
  NF_ACCEPT,
  NF_DROP,
  NFT_GOTO,
  NFT_JUMP,
  NFT_RETURN,
  NFT_RULE_COMPAT_F_INV,
  NFTA_RULE_COMPAT,
  NFTA_RULE_COMPAT_FLAGS,
  NFTA_RULE_COMPAT_PROTO,
  NFTA_RULE_EXPRESSIONS,
} from "../../../netlink/nf-tables.ts";
import {
  NFT_CMP_EQ,
  NFT_CMP_GT,
  NFT_CMP_LTE,
  NFT_CMP_NEQ,
  NFT_META_IIFNAME,
  NFT_META_L4PROTO,
  NFT_META_MARK,
  NFT_META_NFTRACE,
  NFT_META_OIFNAME,
  NFT_PAYLOAD_NETWORK_HEADER,
  NFT_PAYLOAD_TRANSPORT_HEADER,
  NFT_RANGE_EQ,
  NFT_RANGE_NEQ,
} from "../../../netlink/nf-tables-expressions.ts";
import type { Context } from "../context.ts";
import type { ExtensionUse } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import type { Family } from "../family.ts";
import { LIMIT_BURST, rateOf } from "../matches/limit.ts";
import { MARK, MARK_INVERT, MARK_MASK } from "../matches/mark.ts";
import {
  TCP_DPORTS,
  TCP_FLAG_COMPARE,
  TCP_FLAG_MASK,
  TCP_INVERSE,
  TCP_OPTION,
  TCP_SPORTS,
  XT_TCP_INV_DSTPT,
  XT_TCP_INV_FLAGS,
  XT_TCP_INV_SRCPT,
} from "../matches/tcp.ts";
import { UDP_INVERSE } from "../matches/udp.ts";
import {
  IPT_INV_DSTIP,
  IPT_INV_FRAG,
  IPT_INV_PROTO,
  IPT_INV_SRCIP,
  IPT_INV_VIA_IN,
  IPT_INV_VIA_OUT,
  type RuleState,
} from "../rule-state.ts";
import {
  NFLOG_F_COPY_LEN,
  NFLOG_FLAGS,
  NFLOG_GROUP,
  NFLOG_LEN,
  NFLOG_PREFIX,
  NFLOG_PREFIX_SIZE,
  NFLOG_THRESHOLD,
} from "../targets/simple.ts";
import { ExpressionWriter } from "./expressions.ts";

const FRAGMENT_OFFSET = 6;
const FRAGMENT_MASK = Uint8Array.of(0x1f, 0xff);
const TCP_FLAGS_OFFSET = 13;
const ALL_PORTS = 0xffff;
const ALL_MARKS = 0xffffffff;
/** A name that no device has. */
export const NO_INTERFACE = "INVAL/D";
const encoder = new TextEncoder();

/** Writes the attributes of a new rule behind its place. */
export function writeRule(writer: MessageWriter, context: Context, rule: RuleState): void {
  const list = writer.nest(NFTA_RULE_EXPRESSIONS);
  const expressions = new ExpressionWriter(writer);
  writeHeader(expressions, context.family, rule);
  for (const match of rule.matches) writeMatch(expressions, match);
  expressions.counter(rule.packets, rule.bytes);
  writeTarget(expressions, rule);
  writer.endNest(list);
  const compat = writer.nest(NFTA_RULE_COMPAT);
  writer.be32(NFTA_RULE_COMPAT_PROTO, rule.protocol);
  writer.be32(NFTA_RULE_COMPAT_FLAGS, rule.inverse & IPT_INV_PROTO ? NFT_RULE_COMPAT_F_INV : 0);
  writer.endNest(compat);
}

const equal = (inverse: number): number => (inverse ? NFT_CMP_NEQ : NFT_CMP_EQ);

function writeHeader(expressions: ExpressionWriter, family: Family, rule: RuleState): void {
  const { inverse } = rule;
  if (rule.inInterface !== "")
    writeInterface(expressions, NFT_META_IIFNAME, rule.inInterface, equal(inverse & IPT_INV_VIA_IN));
  if (rule.outInterface !== "")
    writeInterface(expressions, NFT_META_OIFNAME, rule.outInterface, equal(inverse & IPT_INV_VIA_OUT));
  if (rule.protocol !== 0) {
    expressions.meta(NFT_META_L4PROTO);
    expressions.compare(equal(inverse & IPT_INV_PROTO), Uint8Array.of(rule.protocol));
  }
  const { sourceOffset, destinationOffset } = family;
  writeAddress(
    expressions,
    sourceOffset,
    rule.source,
    rule.sourceMask,
    equal(inverse & IPT_INV_SRCIP),
    (inverse & IPT_INV_SRCIP) !== 0,
  );
  writeAddress(
    expressions,
    destinationOffset,
    rule.destination,
    rule.destinationMask,
    equal(inverse & IPT_INV_DSTIP),
    (inverse & IPT_INV_DSTIP) !== 0,
  );
  if (rule.fragment && family.number === AF_INET) {
    expressions.payload(NFT_PAYLOAD_NETWORK_HEADER, FRAGMENT_OFFSET, FRAGMENT_MASK.length);
    expressions.mask(FRAGMENT_MASK);
    // a first fragment or a whole packet has offset 0
    expressions.compare(inverse & IPT_INV_FRAG ? NFT_CMP_EQ : NFT_CMP_NEQ, new Uint8Array(2));
  }
}

function writeInterface(expressions: ExpressionWriter, key: number, name: string, operation: number): void {
  expressions.meta(key);
  if (!name.endsWith("+")) return expressions.compare(operation, encoder.encode(`${name}\0`));
  // all names that begin so; of a plus alone there is nothing to compare, unless nothing is to match
  if (name.length > 1) expressions.compare(operation, encoder.encode(name.slice(0, -1)));
  else if (operation === NFT_CMP_NEQ) expressions.compare(NFT_CMP_EQ, encoder.encode(`${NO_INTERFACE}\0`));
}

function writeAddress(
  expressions: ExpressionWriter,
  offset: number,
  address: Uint8Array,
  mask: Uint8Array,
  operation: number,
  inverted: boolean,
): void {
  const any = address.every((byte) => byte === 0) && mask.every((byte) => byte === 0);
  if (any && !inverted) return;
  const length = wholeBytes(mask);
  if (length === undefined) {
    expressions.payload(NFT_PAYLOAD_NETWORK_HEADER, offset, address.length);
    expressions.mask(mask);
    return expressions.compare(operation, address);
  }
  expressions.payload(NFT_PAYLOAD_NETWORK_HEADER, offset, length);
  expressions.compare(operation, address.subarray(0, length));
}

/** How many leading bytes a mask takes in full, if it takes no other; undefined when it does. */
function wholeBytes(mask: Uint8Array): number | undefined {
  let length = 0;
  while (length < mask.length && mask[length] === 0xff) length++;
  return mask.subarray(length).every((byte) => byte === 0) ? length : undefined;
}

/** Matches that are native, by name; false: it must be sent as it is. */
const NATIVE: Readonly<Record<string, (expressions: ExpressionWriter, data: Struct) => boolean>> = {
  limit: (expressions, data) => {
    writeLimit(expressions, data);
    return true;
  },
  mark: (expressions, data) => {
    expressions.meta(NFT_META_MARK);
    if (data.u32(MARK_MASK) !== ALL_MARKS) expressions.mask(data.slice(MARK_MASK, 4));
    expressions.compare(equal(data.u8(MARK_INVERT)), data.slice(MARK, 4));
    return true;
  },
  tcp: writeTcp,
  udp: (expressions, data) => {
    if (!readsTransport("udp", data)) return false;
    writePorts(expressions, data, data.u8(UDP_INVERSE));
    return true;
  },
};

function writeMatch(expressions: ExpressionWriter, { extension, data }: ExtensionUse): void {
  if (NATIVE[extension.name]?.(expressions, data)) return;
  expressions.compat("match", extension.realName ?? extension.name, extension.revision, data.bytes);
}

const UNITS: Readonly<Record<string, number>> = { sec: 1, min: 60, hour: 3600, day: 86_400 };

function writeLimit(expressions: ExpressionWriter, data: Struct): void {
  const [rate, unit] = rateOf(data).trim().split("/");
  expressions.limit(Number(rate), UNITS[unit] ?? 1, data.u32(LIMIT_BURST));
}

function isAll(data: Struct, at: number): boolean {
  return data.u16(at) === 0 && data.u16(at + 2) === ALL_PORTS;
}

/** Whether a match of that name becomes expressions that read the header; one without options is left to the kernel's own match. */
export function readsTransport(name: string, data: Struct): boolean {
  const anyPorts = isAll(data, TCP_SPORTS) && isAll(data, TCP_DPORTS);
  if (name === "udp") return !anyPorts || data.u8(UDP_INVERSE) !== 0;
  if (name !== "tcp" || data.u8(TCP_OPTION) !== 0) return false;
  return !anyPorts || data.u8(TCP_FLAG_MASK) !== 0 || data.u8(TCP_INVERSE) !== 0;
}

function writeTcp(expressions: ExpressionWriter, data: Struct): boolean {
  if (!readsTransport("tcp", data)) return false;
  const inverse = data.u8(TCP_INVERSE);
  if (data.u8(TCP_FLAG_MASK) !== 0) {
    expressions.payload(NFT_PAYLOAD_TRANSPORT_HEADER, TCP_FLAGS_OFFSET, 1);
    expressions.mask(data.slice(TCP_FLAG_MASK, 1));
    expressions.compare(equal(inverse & XT_TCP_INV_FLAGS), data.slice(TCP_FLAG_COMPARE, 1));
  }
  writePorts(expressions, data, inverse);
  return true;
}

/** Both ports at once when each is a single one, and neither is inverted. */
function writePorts(expressions: ExpressionWriter, data: Struct, inverse: number): void {
  const single =
    data.u16(TCP_SPORTS) === data.u16(TCP_SPORTS + 2) && data.u16(TCP_DPORTS) === data.u16(TCP_DPORTS + 2);
  const both = data.u16(TCP_SPORTS) !== 0 && data.u16(TCP_DPORTS) !== 0;
  if (single && both && !(inverse & (XT_TCP_INV_SRCPT | XT_TCP_INV_DSTPT))) {
    expressions.payload(NFT_PAYLOAD_TRANSPORT_HEADER, 0, 4);
    return expressions.compare(
      NFT_CMP_EQ,
      Uint8Array.of(...be16(data.u16(TCP_SPORTS)), ...be16(data.u16(TCP_DPORTS))),
    );
  }
  writePortRange(expressions, 0, data.u16(TCP_SPORTS), data.u16(TCP_SPORTS + 2), inverse & XT_TCP_INV_SRCPT);
  writePortRange(expressions, 2, data.u16(TCP_DPORTS), data.u16(TCP_DPORTS + 2), inverse & XT_TCP_INV_DSTPT);
}

function be16(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value);
}

function writePortRange(
  expressions: ExpressionWriter,
  offset: number,
  low: number,
  high: number,
  inverse: number,
): void {
  if (low === 0 && high === ALL_PORTS) return;
  expressions.payload(NFT_PAYLOAD_TRANSPORT_HEADER, offset, 2);
  if (low === high) return expressions.compare(equal(inverse), be16(low));
  if (low === 0) return expressions.compare(inverse ? NFT_CMP_GT : NFT_CMP_LTE, be16(high));
  expressions.range(inverse ? NFT_RANGE_NEQ : NFT_RANGE_EQ, be16(low), be16(high));
}

const VERDICTS: Readonly<Record<string, number>> = { ACCEPT: NF_ACCEPT, DROP: NF_DROP, RETURN: NFT_RETURN };

function writeTarget(expressions: ExpressionWriter, rule: RuleState): void {
  const { target, jump } = rule;
  if (target) {
    const verdict = VERDICTS[target.extension.name];
    if (verdict !== undefined) expressions.verdict(verdict);
    else if (target.extension.name === "TRACE") expressions.metaSet(NFT_META_NFTRACE, 1);
    else if (target.extension.name === "NFLOG") writeLog(expressions, target.data);
    else {
      const { extension, data } = target;
      expressions.compat("target", extension.realName ?? extension.name, extension.revision, data.bytes);
    }
  } else if (jump !== "") expressions.verdict(rule.goto ? NFT_GOTO : NFT_JUMP, jump);
}

function writeLog(expressions: ExpressionWriter, data: Struct): void {
  const length = data.u32(NFLOG_FLAGS) & NFLOG_F_COPY_LEN ? data.u32(NFLOG_LEN) : undefined;
  const prefix = data.text(NFLOG_PREFIX, NFLOG_PREFIX_SIZE);
  expressions.log(data.u16(NFLOG_GROUP), prefix, length, data.u16(NFLOG_THRESHOLD));
}
