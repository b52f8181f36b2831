/** A rule as `-S` and `-save` print it. */
import { AF_INET } from "../../../kernel.ts";
import type { Context } from "../context.ts";
import type { ExtensionUse } from "../extension/extension.ts";
import { formatMask } from "../family.ts";
import {
  IPT_INV_DSTIP,
  IPT_INV_FRAG,
  IPT_INV_PROTO,
  IPT_INV_SRCIP,
  IPT_INV_VIA_IN,
  IPT_INV_VIA_OUT,
  type RuleState,
} from "../rule-state.ts";
import { STANDARD_NAMES } from "../targets/standard.ts";

/** `all`, numbers and names: the protocol as rules are written. */
export function protocolText(context: Context, protocol: number): string {
  return context.names.protocolName(protocol) ?? String(protocol);
}

function addressWords(
  context: Context,
  option: string,
  address: Uint8Array,
  mask: Uint8Array,
  inverse: number,
): string {
  const any = mask.every((byte) => byte === 0) && address.every((byte) => byte === 0);
  if (any && !inverse) return "";
  const { family } = context;
  const suffix = formatMask(family, mask) || `/${family.addressLength * 8}`;
  return `${inverse ? " !" : ""} ${option} ${family.format(address)}${suffix}`;
}

/** The name that a match or target is listed under. */
export function listedName({ extension, data }: ExtensionUse): string {
  return extension.alias?.(data) ?? extension.name;
}

/** Everything behind the chain, with a blank before each word. */
export function ruleWords(context: Context, rule: RuleState, counters = ""): string {
  const { inverse, jump, target } = rule;
  let text = "";
  const not = (bit: number): string => (inverse & bit ? " !" : "");
  text += addressWords(context, "-s", rule.source, rule.sourceMask, inverse & IPT_INV_SRCIP);
  text += addressWords(context, "-d", rule.destination, rule.destinationMask, inverse & IPT_INV_DSTIP);
  if (rule.inInterface !== "") text += `${not(IPT_INV_VIA_IN)} -i ${rule.inInterface}`;
  if (rule.outInterface !== "") text += `${not(IPT_INV_VIA_OUT)} -o ${rule.outInterface}`;
  if (rule.protocol !== 0) text += `${not(IPT_INV_PROTO)} -p ${protocolText(context, rule.protocol)}`;
  if (rule.fragment && context.family.number === AF_INET) text += `${not(IPT_INV_FRAG)} -f`;
  for (const match of rule.matches) {
    const words = match.extension.save?.({ data: match.data, context, numeric: true, rule }) ?? "";
    text += ` -m ${listedName(match)}${words}`;
  }
  text += counters;
  if (jump === "") return text;
  text += ` -${rule.goto ? "g" : "j"} ${target && !STANDARD_NAMES.includes(jump) ? listedName(target) : jump}`;
  if (target && !STANDARD_NAMES.includes(target.extension.name))
    text += target.extension.save?.({ data: target.data, context, numeric: true, rule }) ?? "";
  return text;
}

/** `-A CHAIN …`, with counters in front (`-save -c`) or before the target (`-S -v`). */
export function ruleLine(
  context: Context,
  chain: string,
  rule: RuleState,
  counters: "none" | "before" | "behind",
): string {
  const before = counters === "before" ? `[${rule.packets}:${rule.bytes}] ` : "";
  const behind = counters === "behind" ? ` -c ${rule.packets} ${rule.bytes}` : "";
  return `${before}-A ${chain}${ruleWords(context, rule, behind)}\n`;
}
