/** Matches and targets of xtables in the language of `nft`, for programs that list rules which iptables made. */
import { knownMatch, knownTarget } from "../extension/extensions.ts";
import { Struct, xtAlign } from "../extension/struct.ts";
import { MATCH_TRANSLATIONS } from "./matches.ts";
import { TARGET_TRANSLATIONS } from "./targets.ts";

/** A `match` or `target` expression as the kernel shows it. */
export interface XtExpression {
  readonly kind: "match" | "target";
  readonly name: string;
  readonly revision: number;
  readonly info: Uint8Array;
  /** `AF_INET` or `AF_INET6`. */
  readonly family: number;
  /** The protocol that the rule asks for before; 0: none. */
  readonly protocol: number;
}

/**
 * What Debian's `nft` prints for an expression of xtables, without blanks around: nothing for a comment, and `xt match NAME` or
 * `xt target NAME` for what has no translation.
 */
export function translateXt(expression: XtExpression): string {
  const { kind, name, revision, info, family, protocol } = expression;
  const known = (kind === "match" ? knownMatch : knownTarget)(name, family);
  const unknown = `xt ${kind} ${name}`;
  if (!known || known.revision !== revision) return unknown;
  const bytes = new Uint8Array(Math.max(info.length, xtAlign(known.size)));
  bytes.set(info);
  const translations = kind === "match" ? MATCH_TRANSLATIONS : TARGET_TRANSLATIONS;
  return translations[name]?.({ data: new Struct(bytes), family, protocol }) ?? unknown;
}
