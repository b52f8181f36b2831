/**
 * Policy rules: `struct fib_rule_hdr` and its attributes (`include/uapi/linux/fib_rules.h`).
 */
import { readU32 } from "./attribute.ts";
import type { MessageWriter } from "./message.ts";

export const FRA_DST = 1;
export const FRA_SRC = 2;
export const FRA_IIFNAME = 3;
export const FRA_GOTO = 4;
export const FRA_PRIORITY = 6;
export const FRA_FWMARK = 10;
export const FRA_FLOW = 11;
export const FRA_TUN_ID = 12;
export const FRA_SUPPRESS_IFGROUP = 13;
export const FRA_SUPPRESS_PREFIXLEN = 14;
export const FRA_TABLE = 15;
export const FRA_FWMASK = 16;
export const FRA_OIFNAME = 17;
export const FRA_PAD = 18;
export const FRA_L3MDEV = 19;
export const FRA_UID_RANGE = 20;
export const FRA_PROTOCOL = 21;
export const FRA_IP_PROTO = 22;
export const FRA_SPORT_RANGE = 23;
export const FRA_DPORT_RANGE = 24;
export const FRA_DSCP = 25;
export const FRA_FLOWLABEL = 26;
export const FRA_FLOWLABEL_MASK = 27;
export const FRA_SPORT_MASK = 28;
export const FRA_DPORT_MASK = 29;
export const FRA_DSCP_MASK = 30;
export const FRA_MAX = 30;

export const FR_ACT_UNSPEC = 0;
export const FR_ACT_TO_TBL = 1;
export const FR_ACT_GOTO = 2;
export const FR_ACT_NOP = 3;
export const FR_ACT_RES3 = 4;
export const FR_ACT_RES4 = 5;
export const FR_ACT_BLACKHOLE = 6;
export const FR_ACT_UNREACHABLE = 7;
export const FR_ACT_PROHIBIT = 8;
export const FR_ACT_MAX = 8;

export const FIB_RULE_PERMANENT = 0x1;
export const FIB_RULE_INVERT = 0x2;
export const FIB_RULE_UNRESOLVED = 0x4;
export const FIB_RULE_IIF_DETACHED = 0x8;
export const FIB_RULE_DEV_DETACHED = 0x8;
export const FIB_RULE_OIF_DETACHED = 0x10;
export const FIB_RULE_FIND_SADDR = 0x10000;

/** Length of `struct fib_rule_hdr`. */
export const FIB_RULE_HDR_LEN = 12;

/** `struct fib_rule_hdr`. */
export interface RuleHeader {
  family: number;
  dstLength: number;
  srcLength: number;
  tos: number;
  /** `RT_TABLE_*`; the whole number is in `FRA_TABLE`. */
  table: number;
  /** `FR_ACT_*` */
  action: number;
  /** `FIB_RULE_*` */
  flags: number;
}

/** Reads a `struct fib_rule_hdr` of which the caller checked that {@link FIB_RULE_HDR_LEN} bytes are there. */
export function readRuleHeader(bytes: Uint8Array, at: number, into?: RuleHeader): RuleHeader {
  const header = into ?? { family: 0, dstLength: 0, srcLength: 0, tos: 0, table: 0, action: 0, flags: 0 };
  header.family = bytes[at];
  header.dstLength = bytes[at + 1];
  header.srcLength = bytes[at + 2];
  header.tos = bytes[at + 3];
  header.table = bytes[at + 4];
  header.action = bytes[at + 7];
  header.flags = readU32(bytes, at + 8);
  return header;
}

/** Writes `struct fib_rule_hdr`. */
export function writeRuleHeader(writer: MessageWriter, header: Readonly<RuleHeader>): void {
  const at = writer.reserve(FIB_RULE_HDR_LEN);
  const bytes = writer.bytes;
  bytes[at] = header.family;
  bytes[at + 1] = header.dstLength;
  bytes[at + 2] = header.srcLength;
  bytes[at + 3] = header.tos;
  bytes[at + 4] = header.table;
  bytes[at + 5] = 0;
  bytes[at + 6] = 0;
  bytes[at + 7] = header.action;
  writer.put32(at + 8, header.flags);
}
