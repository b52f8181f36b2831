/**
 * One policy rule as `ip rule show` prints it (iproute2's `print_rule`).
 */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import { AttributeTable, readU16, readU32 } from "../../../netlink/attribute.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import { RTN_NAT, RTPROT_KERNEL } from "../../../netlink/route-attributes.ts";
import { RTM_DELRULE, RTM_NEWRULE } from "../../../netlink/rtnetlink.ts";
import {
  FIB_RULE_HDR_LEN,
  FIB_RULE_IIF_DETACHED,
  FIB_RULE_INVERT,
  FIB_RULE_OIF_DETACHED,
  FIB_RULE_UNRESOLVED,
  FR_ACT_GOTO,
  FR_ACT_NOP,
  FR_ACT_TO_TBL,
  FRA_DPORT_RANGE,
  FRA_DST,
  FRA_FLOW,
  FRA_FWMARK,
  FRA_FWMASK,
  FRA_GOTO,
  FRA_IIFNAME,
  FRA_IP_PROTO,
  FRA_L3MDEV,
  FRA_MAX,
  FRA_OIFNAME,
  FRA_PRIORITY,
  FRA_PROTOCOL,
  FRA_SPORT_RANGE,
  FRA_SRC,
  FRA_SUPPRESS_IFGROUP,
  FRA_SUPPRESS_PREFIXLEN,
  FRA_TABLE,
  FRA_UID_RANGE,
  type RuleHeader,
  readRuleHeader,
} from "../../../netlink/rule.ts";
import type { Ip } from "../context.ts";
import { bitLength, formatAddress } from "../inet.ts";
import type { Color } from "../print.ts";
import { protocolName } from "../protocols.ts";
import { routeTypeName } from "../route/types.ts";
import { type RuleFilter, ruleSelected, tunnelOf } from "./filter.ts";

/** A rule as its message has it. */
export interface Rule {
  readonly header: RuleHeader;
  readonly table: AttributeTable;
}

/** Takes a message apart; undefined: it is not about a rule. */
export function readRule(message: MessageReader): Rule | undefined {
  if (message.type !== RTM_NEWRULE && message.type !== RTM_DELRULE) return undefined;
  if (message.length < FIB_RULE_HDR_LEN) return undefined;
  return {
    header: readRuleHeader(message.bytes, message.body),
    table: new AttributeTable(FRA_MAX).parse(message.bytes, message.body + FIB_RULE_HDR_LEN, message.end),
  };
}

/** Prints a rule that the filter lets through. */
export function printRule(ip: Ip, message: MessageReader, filter?: RuleFilter): void {
  const rule = readRule(message);
  if (!rule || (filter && !ruleSelected(rule, filter))) return;
  const { out } = ip;
  out.openObject();
  if (message.type === RTM_DELRULE) out.value("deleted", true, "Deleted ");
  const priority = rule.table.u32(FRA_PRIORITY);
  out.value("priority", priority, `${priority}:\t`);
  if ((rule.header.flags & FIB_RULE_INVERT) !== 0) out.value("not", null, "not ");
  printPrefixes(ip, rule);
  printSelectors(ip, rule);
  printPorts(ip, rule);
  printTunnel(ip, rule);
  printTable(ip, rule);
  printAction(ip, rule);
  const protocol = rule.table.u8(FRA_PROTOCOL);
  if (
    rule.table.has(FRA_PROTOCOL) &&
    ((protocol !== 0 && protocol !== RTPROT_KERNEL) || ip.options.details > 0)
  ) {
    const name = ip.names.protocol(protocol);
    out.value("protocol", name, ` proto ${name}`);
  }
  out.text("\n");
  out.closeObject();
}

function familyColor(family: number): Color | undefined {
  return family === AF_INET ? "inet" : family === AF_INET6 ? "inet6" : undefined;
}

function printPrefix(
  ip: Ip,
  { header, table }: Rule,
  type: number,
  length: number,
  label: string,
  key: string,
): boolean {
  const { out } = ip;
  const bytes = table.payload(type);
  if (bytes) {
    const whole = length === bitLength(header.family);
    const text = formatAddress(header.family, bytes);
    out.text(`${label} `);
    out.value(key, text, text, familyColor(header.family));
    if (!whole) out.value(`${key}len`, length, `/${length}`);
    return true;
  }
  if (length === 0) return false;
  out.value(key, "0", `${label} 0`);
  out.value(`${key}len`, length, `/${length}`);
  return true;
}

function printPrefixes(ip: Ip, rule: Rule): void {
  if (!printPrefix(ip, rule, FRA_SRC, rule.header.srcLength, "from", "src"))
    ip.out.value("src", "all", "from all");
  printPrefix(ip, rule, FRA_DST, rule.header.dstLength, " to", "dst");
}

const hex = (value: number): string => (value === 0 ? "0" : `0x${value.toString(16)}`);

function printSelectors(ip: Ip, { header, table }: Rule): void {
  const { out } = ip;
  if (header.tos !== 0) {
    const tos = ip.names.dsfield(header.tos);
    out.value("tos", tos, ` tos ${tos}`);
  }
  if (table.has(FRA_FWMARK) || table.has(FRA_FWMASK)) {
    const mark = table.u32(FRA_FWMARK);
    const mask = table.u32(FRA_FWMASK, 0xffffffff);
    out.value("fwmark", hex(mark), ` fwmark ${hex(mark)}`);
    if (mask !== 0xffffffff) out.value("fwmask", hex(mask), `/${hex(mask)}`);
  }
  for (const [type, name, detached] of [
    [FRA_IIFNAME, "iif", FIB_RULE_IIF_DETACHED],
    [FRA_OIFNAME, "oif", FIB_RULE_OIF_DETACHED],
  ] as const) {
    if (!table.has(type)) continue;
    out.text(` ${name} `);
    out.value(name, table.string(type), table.string(type), "ifname");
    if ((header.flags & detached) !== 0) out.value(`${name}_detached`, null, " [detached]");
  }
  if (table.u8(FRA_L3MDEV) !== 0) out.value("l3mdev", null, " lookup [l3mdev-table]");
  if (table.length(FRA_UID_RANGE) >= 8) {
    const at = table.offset(FRA_UID_RANGE);
    const start = readU32(table.bytes, at);
    const end = readU32(table.bytes, at + 4);
    out.value("uid_start", start, ` uidrange ${start}`);
    out.value("uid_end", end, `-${end}`);
  }
  if (table.has(FRA_IP_PROTO)) {
    const number = table.u8(FRA_IP_PROTO);
    const name = ip.names.numeric ? `ipproto-${number}` : protocolName(ip.sys, number);
    out.value("ipproto", name, ` ipproto ${name}`);
  }
}

function printPorts(ip: Ip, { table }: Rule): void {
  const { out } = ip;
  for (const [type, name] of [
    [FRA_SPORT_RANGE, "sport"],
    [FRA_DPORT_RANGE, "dport"],
  ] as const) {
    if (table.length(type) < 4) continue;
    const at = table.offset(type);
    const start = readU16(table.bytes, at);
    const end = readU16(table.bytes, at + 2);
    if (start === end) out.value(name, start, ` ${name} ${start}`);
    else {
      out.value(`${name}_start`, start, ` ${name} ${start}`);
      out.value(`${name}_end`, end, `-${end}`);
    }
  }
}

function printTunnel(ip: Ip, { table }: Rule): void {
  const tunnel = tunnelOf(table);
  if (tunnel !== undefined) ip.out.value("tun_id", tunnel, ` tun_id ${tunnel}`);
}

/** The table that the rule leads to. */
export function ruleTable({ header, table }: Rule): number {
  return table.u32(FRA_TABLE, header.table);
}

function printTable(ip: Ip, rule: Rule): void {
  const { out } = ip;
  const { table } = rule;
  const number = ruleTable(rule);
  if (number !== 0) {
    const name = ip.names.routeTable(number);
    out.value("table", name, ` lookup ${name}`);
    const length = table.s32(FRA_SUPPRESS_PREFIXLEN, -1);
    if (length !== -1) out.value("suppress_prefixlen", length, ` suppress_prefixlength ${length}`);
    const group = table.s32(FRA_SUPPRESS_IFGROUP, -1);
    if (group !== -1) {
      const groupName = ip.names.group(group);
      out.value("suppress_ifgroup", groupName, ` suppress_ifgroup ${groupName}`);
    }
  }
  if (!table.has(FRA_FLOW)) return;
  const flow = table.u32(FRA_FLOW);
  const from = flow >>> 16;
  out.text(" realms ");
  if (from !== 0) out.value("flow_from", ip.names.realm(from), `${ip.names.realm(from)}/`);
  out.value("flow_to", ip.names.realm(flow & 0xffff), ip.names.realm(flow & 0xffff));
}

function printAction(ip: Ip, { header, table }: Rule): void {
  const { out } = ip;
  if (header.action === RTN_NAT) out.value("masquerade", null, " masquerade");
  else if (header.action === FR_ACT_GOTO) {
    if (table.has(FRA_GOTO)) out.value("goto", table.u32(FRA_GOTO), ` goto ${table.u32(FRA_GOTO)}`);
    else out.value("goto", "none", " goto none");
    if ((header.flags & FIB_RULE_UNRESOLVED) !== 0) out.value("unresolved", null, " [unresolved]");
  } else if (header.action === FR_ACT_NOP) out.value("nop", null, " nop");
  else if (header.action !== FR_ACT_TO_TBL) {
    const name = routeTypeName(ip, header.action);
    out.value("action", name, ` ${name}`);
  }
}
