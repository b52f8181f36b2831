/**
 * Rules for attributes: what a kernel accepts of each (`struct nla_policy`). They are applied by `policy-check.ts`.
 *
 * Source: `include/net/netlink.h`.
 */
/** Types of payloads (`NLA_*`). */
export type PolicyType =
  | "unspec"
  | "u8"
  | "u16"
  | "u32"
  | "u64"
  | "s32"
  | "be16"
  | "be32"
  | "flag"
  | "string"
  | "nul-string"
  | "binary"
  | "nested"
  | "reject";

/** One attribute's rule. */
export interface PolicyEntry {
  readonly type: PolicyType;
  /** Longest string or binary, least length of "unspec". 0 or absent: no limit. */
  readonly length?: number;
  /** The payload must be exactly `length` bytes ("binary" only: `NLA_POLICY_EXACT_LEN`). */
  readonly exact?: boolean;
  /** Least and greatest value of a number; `minimum` of "binary": least length. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** Bits that may be set. */
  readonly mask?: number;
  /** Rules of the attributes inside. */
  readonly nested?: Policy;
  /** Text of "reject". */
  readonly message?: string;
}

/** Rules by attribute type; an absent entry is `NLA_UNSPEC` without a least length. */
export interface Policy {
  readonly maximum: number;
  readonly entries: readonly (PolicyEntry | undefined)[];
  /** Attributes from this type on are checked strictly even in a liberal parse (`strict_start_type`). */
  readonly strictFrom?: number;
}

/** Makes a policy of `[type, rule]` pairs. */
export function policy(
  maximum: number,
  rules: Iterable<readonly [number, PolicyEntry]>,
  strictFrom?: number,
): Policy {
  const entries: (PolicyEntry | undefined)[] = new Array(maximum + 1).fill(undefined);
  for (const [type, rule] of rules) entries[type] = rule;
  return { maximum, entries, strictFrom };
}
