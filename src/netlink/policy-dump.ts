/**
 * What an acknowledgement says of the rule that an attribute broke: the contents of `NLMSGERR_ATTR_POLICY`.
 *
 * Source: `net/netlink/policy.c` (`__netlink_policy_dump_write_attr`).
 */
import { MessageWriter } from "./message.ts";
import type { PolicyEntry, PolicyType } from "./policy.ts";

const NL_POLICY_TYPE_ATTR_TYPE = 1;
const NL_POLICY_TYPE_ATTR_MIN_VALUE_S = 2;
const NL_POLICY_TYPE_ATTR_MAX_VALUE_S = 3;
const NL_POLICY_TYPE_ATTR_MIN_VALUE_U = 4;
const NL_POLICY_TYPE_ATTR_MAX_VALUE_U = 5;
const NL_POLICY_TYPE_ATTR_MIN_LENGTH = 6;
const NL_POLICY_TYPE_ATTR_MAX_LENGTH = 7;
const NL_POLICY_TYPE_ATTR_MASK = 12;

/** `NL_ATTR_TYPE_*`; what is not here is not told. */
const TYPES: Readonly<Partial<Record<PolicyType, number>>> = {
  flag: 1,
  u8: 2,
  u16: 3,
  be16: 3,
  u32: 4,
  be32: 4,
  u64: 5,
  s32: 8,
  binary: 10,
  string: 11,
  "nul-string": 12,
  nested: 13,
};

/** The greatest value of each unsigned type. */
const GREATEST: Readonly<Partial<Record<PolicyType, number>>> = {
  u8: 0xff,
  u16: 0xffff,
  be16: 0xffff,
  u32: 0xffffffff,
  be32: 0xffffffff,
  u64: Number.MAX_SAFE_INTEGER,
};
const S32 = { minimum: -0x80000000, maximum: 0x7fffffff };

/** A 64-bit number, or a negative one of 32 bits as Linux writes it: not extended. */
function number(writer: MessageWriter, type: number, value: number): void {
  const at = writer.attribute(type, 8);
  writer.put64(at, Math.max(value, 0));
  if (value < 0) {
    writer.put32(at, value >>> 0);
    writer.put32(at + 4, 0xffffffff);
  }
}

function writeLimits(writer: MessageWriter, rule: PolicyEntry): void {
  const greatest = GREATEST[rule.type];
  if (rule.mask !== undefined) number(writer, NL_POLICY_TYPE_ATTR_MASK, rule.mask);
  else if (greatest !== undefined) {
    number(writer, NL_POLICY_TYPE_ATTR_MIN_VALUE_U, rule.minimum ?? 0);
    number(writer, NL_POLICY_TYPE_ATTR_MAX_VALUE_U, rule.maximum ?? greatest);
  } else if (rule.type === "s32") {
    number(writer, NL_POLICY_TYPE_ATTR_MIN_VALUE_S, rule.minimum ?? S32.minimum);
    number(writer, NL_POLICY_TYPE_ATTR_MAX_VALUE_S, rule.maximum ?? S32.maximum);
  } else if (rule.length && rule.type !== "nested" && rule.type !== "flag") {
    const least = rule.exact ? rule.length : rule.minimum;
    if (least) writer.u32(NL_POLICY_TYPE_ATTR_MIN_LENGTH, least);
    writer.u32(NL_POLICY_TYPE_ATTR_MAX_LENGTH, rule.length);
  }
}

const known = new WeakMap<PolicyEntry, Uint8Array>();

/** The rule as attributes; undefined for one that only has a least length. */
export function describeRule(rule: PolicyEntry): Uint8Array | undefined {
  const type = TYPES[rule.type];
  if (type === undefined) return undefined;
  let description = known.get(rule);
  if (description === undefined) {
    const writer = new MessageWriter(64);
    writeLimits(writer, rule);
    writer.u32(NL_POLICY_TYPE_ATTR_TYPE, type);
    description = writer.bytes.slice(0, writer.length);
    known.set(rule, description);
  }
  return description;
}
