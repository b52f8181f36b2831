/** A rule as `-L` lists it, and as `-v` prints it while it is changed. */

import type { Context } from "../context.ts";
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
import { addressName } from "../values/address-name.ts";
import { protocolText } from "./rule-text.ts";

/** How rules are listed (`FMT_*`). */
export interface ListFormat {
  readonly numeric: boolean;
  /** `-v`: counters and interfaces. */
  readonly verbose: boolean;
  /** `-x`: counters in full. */
  readonly exact: boolean;
  readonly lineNumbers: boolean;
  /** A line for itself, without columns. */
  readonly noTable: boolean;
}

/** How `-A -v` prints what it adds. */
export const CHANGE_FORMAT: ListFormat = {
  numeric: true,
  verbose: true,
  exact: false,
  lineNumbers: false,
  noTable: true,
};

const MOST_IN_FULL = 99_999n;
const MOST_IN_UNIT = 9_999n;

/** A counter: `xtables_print_num`. */
export function formatNumber(value: bigint, exact: boolean, columns: boolean): string {
  if (exact) return `${String(value).padStart(columns ? 8 : 0)} `;
  if (value <= MOST_IN_FULL) return `${String(value).padStart(columns ? 5 : 0)} `;
  let number = value;
  for (const unit of ["K", "M", "G", "T"]) {
    number = (number + 500n) / 1000n;
    if (number <= MOST_IN_UNIT || unit === "T") return `${String(number).padStart(columns ? 4 : 0)}${unit} `;
  }
  return "";
}

function column(text: string, width: number, columns: boolean): string {
  return `${columns ? text.padEnd(width) : text} `;
}

function addressText(context: Context, address: Uint8Array, mask: Uint8Array, numeric: boolean): string {
  if (!numeric && mask.every((byte) => byte === 0)) return "anywhere";
  const name = numeric ? context.family.format(address) : addressName(context, address);
  return name + formatMask(context.family, mask);
}

function interfaceText(name: string, inverse: boolean, numeric: boolean): string {
  const shown = name === "" || (name === "+" && !inverse) ? (numeric ? "*" : "any") : name;
  return `${inverse ? "!" : ""}${shown}`;
}

/** The line without its end; `number` counts from 1. */
export function listRule(context: Context, rule: RuleState, format: ListFormat, number: number): string {
  const { inverse } = rule;
  const columns = !format.noTable;
  let text = format.lineNumbers ? column(String(number), 4, columns) : "";
  if (format.verbose && columns)
    text += formatNumber(rule.packets, format.exact, true) + formatNumber(rule.bytes, format.exact, true);
  text += column(rule.jump, 9, columns);
  text += inverse & IPT_INV_PROTO ? "!" : " ";
  const protocol = format.numeric && columns ? String(rule.protocol) : protocolText(context, rule.protocol);
  text += column(protocol, 4, columns);
  if (format.noTable) text += "opt ";
  text += `${inverse & IPT_INV_FRAG ? "!" : "-"}${rule.fragment ? "f" : "-"} `;
  if (format.verbose) text += interfaces(rule, format);
  text += addresses(context, rule, format);
  if (rule.goto) text += "[goto] ";
  return text + extensions(context, rule, format);
}

function interfaces(rule: RuleState, format: ListFormat): string {
  const incoming = interfaceText(rule.inInterface, (rule.inverse & IPT_INV_VIA_IN) !== 0, format.numeric);
  const outgoing = interfaceText(rule.outInterface, (rule.inverse & IPT_INV_VIA_OUT) !== 0, format.numeric);
  return format.noTable ? `in ${incoming} out ${outgoing} ` : ` ${incoming.padEnd(6)} ${outgoing.padEnd(6)} `;
}

function addresses(context: Context, rule: RuleState, format: ListFormat): string {
  const { inverse } = rule;
  const columns = !format.noTable;
  const source = addressText(context, rule.source, rule.sourceMask, format.numeric);
  const destination = addressText(context, rule.destination, rule.destinationMask, format.numeric);
  const text = `${inverse & IPT_INV_SRCIP ? "!" : " "}${column(source, 19, columns)}${inverse & IPT_INV_DSTIP ? "!" : " "}`;
  return columns ? text + column(destination, 19, true) : `${text}-> ${destination}  `;
}

function extensions(context: Context, rule: RuleState, { numeric }: ListFormat): string {
  let text = "";
  for (const { extension, data } of rule.matches)
    text += extension.print?.({ data, context, numeric, rule }) ?? ` ${extension.name}`;
  const { target } = rule;
  if (target && !STANDARD_NAMES.includes(target.extension.name))
    text += target.extension.print?.({ data: target.data, context, numeric, rule }) ?? "";
  return text;
}

/** The two lines above a chain's rules. */
export function listHeader(
  name: string,
  policy: { readonly name: string; readonly packets: bigint; readonly bytes: bigint } | undefined,
  references: number,
  format: ListFormat,
): string {
  let text = `Chain ${name}`;
  if (!policy) text += ` (${references} references)\n`;
  else {
    const counters = format.verbose
      ? ` ${formatNumber(policy.packets, format.exact, false)}packets, ${formatNumber(policy.bytes, format.exact, false)}bytes`
      : "";
    text += ` (policy ${policy.name}${counters})\n`;
  }
  if (format.lineNumbers) text += "num  ";
  if (format.verbose) text += format.exact ? "    pkts      bytes " : " pkts bytes ";
  text += "target     prot opt";
  if (format.verbose) text += " in     out    ";
  return `${text} source               destination         \n`;
}
