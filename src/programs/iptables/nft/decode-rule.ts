/**
 * A rule of the kernel as iptables sees it (`nft_rule_to_iptables_command_state`): reads native expressions back into addresses,
 * interfaces, ports, marks and limits, and matches and targets as they are. What iptables has no words for makes the table
 * incompatible.
 */
import { AttributeCursor, AttributeTable } from "../../../netlink/attribute.ts";
import { NFTA_EXPR_DATA, NFTA_EXPR_NAME } from "../../../netlink/nf-tables.ts";
import type { ExtensionUse } from "../extension/extension.ts";
import type { Family } from "../family.ts";
import { emptyRule, type RuleState } from "../rule-state.ts";
import { DECODERS } from "./decoders.ts";

/** What a register holds while a rule is read. */
export interface Loaded {
  readonly kind: "meta" | "payload" | "immediate";
  /** The meta key, or the payload's base. */
  readonly key: number;
  readonly offset: number;
  readonly length: number;
  /** Of an immediate. */
  readonly value: Uint8Array;
  /** What a bitwise expression left of it. */
  mask: Uint8Array | undefined;
}

/** The state of reading one rule. */
export interface Decoding {
  readonly family: Family;
  readonly rule: RuleState;
  readonly registers: Map<number, Loaded>;
  /** Matches that native expressions stand for, so that a second expression adds to the first. */
  readonly native: Map<string, ExtensionUse>;
  /** Why the rule can not be shown in full; undefined when it can. */
  error: string | undefined;
}

/** A rule that was read. */
export interface DecodedRule {
  readonly rule: RuleState;
  /** Set when expressions are in it that iptables has no words for. */
  readonly error: string | undefined;
  readonly unknownExpression: boolean;
}

/** Reads the list of expressions in `bytes[start, end)`. */
export function decodeRule(family: Family, bytes: Uint8Array, start: number, end: number): DecodedRule {
  const decoding: Decoding = {
    family,
    rule: emptyRule(family.addressLength),
    registers: new Map(),
    native: new Map(),
    error: undefined,
  };
  let unknownExpression = false;
  const table = new AttributeTable(NFTA_EXPR_DATA);
  for (const cursor = new AttributeCursor(bytes, start, end); cursor.next(); ) {
    table.parse(bytes, cursor.start, cursor.start + cursor.length);
    const decoder = DECODERS[table.string(NFTA_EXPR_NAME)];
    if (decoder) decoder(decoding, table);
    else unknownExpression = true;
  }
  return { rule: decoding.rule, error: decoding.error, unknownExpression };
}
