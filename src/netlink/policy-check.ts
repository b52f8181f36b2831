/**
 * What a kernel accepts in an attribute, checked before a request is acted on: sizes, strings, ranges, with Linux's error numbers and texts
 * (`__nla_validate_parse` and `validate_nla` in `lib/nlattr.c`).
 */
import { EINVAL, ERANGE } from "../errno.ts";
import { NLA_F_NESTED, NLA_HDRLEN, NLA_TYPE_MASK, nlAlign, readS32, readU16, readU32 } from "./attribute.ts";
import type { ExtendedAck } from "./error.ts";
import type { Policy, PolicyEntry, PolicyType } from "./policy.ts";
import { describeRule } from "./policy-dump.ts";

const SIZES: Readonly<Partial<Record<PolicyType, number>>> = {
  u8: 1,
  u16: 2,
  u32: 4,
  u64: 8,
  s32: 4,
  be16: 2,
  be32: 4,
};

const FAILED = "Attribute failed policy validation";
/** Nests deeper than this are refused (`MAX_POLICY_RECURSION_DEPTH`). */
const MAX_DEPTH = 10;

/** `NL_VALIDATE_STRICT` (true, as in `nlmsg_parse`), only about types and what is left over (as in `nlmsg_parse_deprecated_strict`), or not. */
export type Strictness = boolean | "types";

/**
 * Checks the attributes in `bytes[start, end)`.
 * @param origin offset of the request's header, to which an extended ack's offset is relative
 * @returns 0, or a negative error number with `extack` filled
 */
export function validateAttributes(
  bytes: Uint8Array,
  start: number,
  end: number,
  rules: Policy,
  strict: Strictness,
  extack: ExtendedAck,
  origin = 0,
  depth = 0,
): number {
  if (depth >= MAX_DEPTH) return extack.fail(-EINVAL, "allowed policy recursion depth exceeded");
  let position = start;
  while (end - position >= NLA_HDRLEN) {
    const size = readU16(bytes, position);
    if (size < NLA_HDRLEN || size > end - position) break;
    const type = readU16(bytes, position + 2) & NLA_TYPE_MASK;
    if (type === 0 || type > rules.maximum) {
      if (strict !== false) return extack.fail(-EINVAL, "Unknown attribute type", position - origin);
    } else {
      const strictly = strict === true || (rules.strictFrom !== undefined && type >= rules.strictFrom);
      const error = validateOne(bytes, position, size, rules.entries[type], strictly, extack, origin, depth);
      if (error !== 0) return error;
    }
    position += nlAlign(size);
  }
  if (position >= end) return 0;
  extack.message = "bytes leftover after parsing attributes";
  return strict === false ? 0 : -EINVAL;
}

/** The attribute at `offset` breaks the rule, which the acknowledgement tells, too (`NL_SET_ERR_MSG_ATTR_POL`). */
function broken(extack: ExtendedAck, error: number, text: string, offset: number, rule: PolicyEntry): number {
  extack.policy = describeRule(rule);
  return extack.fail(error, text, offset);
}

function validateOne(
  bytes: Uint8Array,
  position: number,
  size: number,
  rule: PolicyEntry | undefined,
  strict: boolean,
  extack: ExtendedAck,
  origin: number,
  depth: number,
): number {
  const offset = position - origin;
  if (rule === undefined) return strict ? extack.fail(-EINVAL, "Unsupported attribute", offset) : 0;
  const length = size - NLA_HDRLEN;
  const data = position + NLA_HDRLEN;
  const fixed = SIZES[rule.type];
  if (strict) {
    if (fixed !== undefined && length !== fixed)
      return broken(extack, -EINVAL, "invalid attribute length", offset, rule);
    const nested = (readU16(bytes, position + 2) & NLA_F_NESTED) !== 0;
    if (rule.type === "nested" && !nested)
      return broken(extack, -EINVAL, "NLA_F_NESTED is missing", offset, rule);
    if (rule.type !== "nested" && rule.type !== "unspec" && nested)
      return broken(extack, -EINVAL, "NLA_F_NESTED not expected", offset, rule);
  }
  if (fixed !== undefined) {
    if (length < fixed) return broken(extack, -ERANGE, FAILED, offset, rule);
    return validateRange(bytes, data, rule, extack, offset);
  }
  switch (rule.type) {
    case "reject":
      return extack.fail(-EINVAL, rule.message ?? FAILED, offset);
    case "flag":
      return length > 0 ? broken(extack, -ERANGE, FAILED, offset, rule) : 0;
    case "nul-string":
    case "string":
      return validateString(bytes, data, length, rule, extack, offset);
    case "binary":
      return validateBinary(length, rule, extack, offset);
    case "nested":
      if (length === 0) return 0;
      if (length < NLA_HDRLEN) return broken(extack, -ERANGE, FAILED, offset, rule);
      if (!rule.nested) return 0;
      return validateAttributes(bytes, data, data + length, rule.nested, strict, extack, origin, depth + 1);
    default:
      return length < (rule.length ?? 0) ? extack.fail(-ERANGE, FAILED, offset) : 0;
  }
}

function validateString(
  bytes: Uint8Array,
  data: number,
  length: number,
  rule: PolicyEntry,
  extack: ExtendedAck,
  offset: number,
): number {
  const limit = rule.length ?? 0;
  if (rule.type === "nul-string") {
    const searched = limit > 0 ? Math.min(length, limit + 1) : length;
    const nul = bytes.indexOf(0, data);
    if (nul < 0 || nul >= data + searched) return broken(extack, -EINVAL, FAILED, offset, rule);
  }
  if (length < 1) return broken(extack, -ERANGE, FAILED, offset, rule);
  const text = bytes[data + length - 1] === 0 ? length - 1 : length;
  return limit > 0 && text > limit ? broken(extack, -ERANGE, FAILED, offset, rule) : 0;
}

function validateBinary(length: number, rule: PolicyEntry, extack: ExtendedAck, offset: number): number {
  const limit = rule.length ?? 0;
  if (rule.exact) return length === limit ? 0 : extack.fail(-EINVAL, "invalid attribute length", offset);
  if (rule.minimum !== undefined)
    return length < rule.minimum || length > limit
      ? broken(extack, -ERANGE, "binary attribute size out of range", offset, rule)
      : 0;
  return limit > 0 && length > limit ? broken(extack, -ERANGE, FAILED, offset, rule) : 0;
}

function validateRange(
  bytes: Uint8Array,
  data: number,
  rule: PolicyEntry,
  extack: ExtendedAck,
  offset: number,
): number {
  if (rule.minimum === undefined && rule.maximum === undefined && rule.mask === undefined) return 0;
  const value = readNumber(bytes, data, rule.type);
  if (rule.mask !== undefined)
    return (value & ~rule.mask) === 0 ? 0 : extack.fail(-EINVAL, "reserved bit set", offset);
  const inside = value >= (rule.minimum ?? -Infinity) && value <= (rule.maximum ?? Infinity);
  return inside ? 0 : broken(extack, -ERANGE, "integer out of range", offset, rule);
}

function readNumber(bytes: Uint8Array, at: number, type: PolicyType): number {
  switch (type) {
    case "u8":
      return bytes[at];
    case "u16":
      return readU16(bytes, at);
    case "be16":
      return (bytes[at] << 8) | bytes[at + 1];
    case "s32":
      return readS32(bytes, at);
    case "be32":
      return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
    case "u64":
      return readU32(bytes, at) + readU32(bytes, at + 4) * 4294967296;
    default:
      return readU32(bytes, at);
  }
}
