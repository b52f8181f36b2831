/**
 * `ip rule`: RTM_NEWRULE, RTM_DELRULE, RTM_GETRULE for all families.
 *
 * Source: `net/core/fib_rules.c` (`fib_newrule`, `fib_delrule`, `fib_nl_dumprule`, `fib_nl_fill_rule`).
 */
import { EAFNOSUPPORT, EEXIST, EINVAL, ENOENT, EPERM } from "../../../errno.ts";
import { AF_INET, AF_UNSPEC } from "../../../kernel.ts";
import { AttributeTable, readU16, readU32 } from "../../../netlink/attribute.ts";
import { type MessageWriter, NLM_F_EXCL, NLM_F_MULTI } from "../../../netlink/message.ts";
import { type PolicyEntry, policy } from "../../../netlink/policy.ts";
import { RTM_DELRULE, RTM_GETRULE, RTM_NEWRULE } from "../../../netlink/rtnetlink.ts";
import * as fra from "../../../netlink/rule.ts";
import { equalBytes } from "../../../packet/bytes.ts";
import { IFNAMSIZ } from "../dev/netdevice.ts";
import type { Machine } from "../machine.ts";
import type { Net } from "../net.ts";
import type { RtnlRequest } from "../rtnetlink/rtnetlink.ts";
import { parseRequest } from "../rtnetlink/rtnl-validate.ts";
import { FibRule, type FibRules, type PortRange } from "./fib-rules.ts";

type RulesOf = (net: Net) => FibRules;

const RULES = policy(fra.FRA_MAX, [
  [fra.FRA_IIFNAME, { type: "string", length: IFNAMSIZ - 1 }],
  [fra.FRA_OIFNAME, { type: "string", length: IFNAMSIZ - 1 }],
  [fra.FRA_PRIORITY, { type: "u32" }],
  [fra.FRA_FWMARK, { type: "u32" }],
  [fra.FRA_FLOW, { type: "u32" }],
  [fra.FRA_TUN_ID, { type: "u64" }],
  [fra.FRA_FWMASK, { type: "u32" }],
  [fra.FRA_TABLE, { type: "u32" }],
  [fra.FRA_SUPPRESS_PREFIXLEN, { type: "u32" }],
  [fra.FRA_SUPPRESS_IFGROUP, { type: "u32" }],
  [fra.FRA_GOTO, { type: "u32" }],
  [fra.FRA_L3MDEV, { type: "u8" }],
  [fra.FRA_UID_RANGE, { type: "unspec", length: 8 }],
  [fra.FRA_PROTOCOL, { type: "u8" }],
  [fra.FRA_IP_PROTO, { type: "u8" }],
  [fra.FRA_SPORT_RANGE, { type: "unspec", length: 4 }],
  [fra.FRA_DPORT_RANGE, { type: "unspec", length: 4 }],
  [fra.FRA_SPORT_MASK, { type: "u16" }],
  [fra.FRA_DPORT_MASK, { type: "u16" }],
  ...[fra.FRA_DSCP, fra.FRA_FLOWLABEL, fra.FRA_FLOWLABEL_MASK, fra.FRA_DSCP_MASK].map(
    (type): [number, PolicyEntry] => [type, { type: "reject", message: "Not supported here" }],
  ),
]);

const families = new WeakMap<Machine, Map<number, RulesOf>>();
const table = new AttributeTable(fra.FRA_MAX);
const header: fra.RuleHeader = {
  family: 0,
  dstLength: 0,
  srcLength: 0,
  tos: 0,
  table: 0,
  action: 0,
  flags: 0,
};

function rulesOf(net: Net, family: number): FibRules | undefined {
  return families.get(net.machine)?.get(family)?.(net);
}

/** `fib_nl2rule` */
function toRule(request: RtnlRequest, rules: FibRules): FibRule | number {
  const { extack, message, net } = request;
  const error = parseRequest(request, fra.FIB_RULE_HDR_LEN, table, RULES);
  if (error !== 0) {
    extack.message = "Error parsing msg";
    return error;
  }
  fra.readRuleHeader(message.bytes, message.body, header);
  const rule = new FibRule();
  const bits = rules.addressLength * 8;
  const badSource = table.length(fra.FRA_SRC) !== rules.addressLength || header.srcLength > bits;
  if (header.srcLength !== 0 && badSource) return extack.fail(-EINVAL, "Invalid source address");
  const badDestination = table.length(fra.FRA_DST) !== rules.addressLength || header.dstLength > bits;
  if (header.dstLength !== 0 && badDestination) return extack.fail(-EINVAL, "Invalid dst address");
  rule.priority = table.has(fra.FRA_PRIORITY) ? table.u32(fra.FRA_PRIORITY) : rules.defaultPriority();
  rule.protocol = table.u8(fra.FRA_PROTOCOL);
  rule.iifName = table.string(fra.FRA_IIFNAME);
  if (rule.iifName !== "") rule.iif = net.devByName(rule.iifName)?.ifindex ?? -1;
  rule.oifName = table.string(fra.FRA_OIFNAME);
  if (rule.oifName !== "") rule.oif = net.devByName(rule.oifName)?.ifindex ?? -1;
  rule.mark = table.u32(fra.FRA_FWMARK);
  if (rule.mark !== 0) rule.markMask = 0xffffffff;
  if (table.has(fra.FRA_FWMASK)) rule.markMask = table.u32(fra.FRA_FWMASK);
  if (table.has(fra.FRA_TUN_ID))
    rule.tunnelId = viewOf(table.bytes).getBigUint64(table.offset(fra.FRA_TUN_ID));
  rule.l3mdev = table.u8(fra.FRA_L3MDEV);
  rule.action = header.action;
  rule.flags = header.flags;
  rule.table = table.u32(fra.FRA_TABLE, header.table);
  rule.suppressPrefixLength = table.s32(fra.FRA_SUPPRESS_PREFIXLEN, -1);
  rule.suppressGroup = table.s32(fra.FRA_SUPPRESS_IFGROUP, -1);
  rule.tos = header.tos;
  if (header.family === AF_INET) rule.flow = table.u32(fra.FRA_FLOW);
  rule.sourceLength = header.srcLength;
  rule.destinationLength = header.dstLength;
  if (header.srcLength !== 0) rule.source = (table.payload(fra.FRA_SRC) as Uint8Array).slice();
  if (header.dstLength !== 0) rule.destination = (table.payload(fra.FRA_DST) as Uint8Array).slice();
  return readLimits(rule, request);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** The mask of a port that has to be this one. */
const WHOLE_PORT = 0xffff;
/** `INVALID_UID` */
const NO_UID = 0xffff_ffff;

function readLimits(rule: FibRule, request: RtnlRequest): FibRule | number {
  const { extack } = request;
  if (table.has(fra.FRA_GOTO)) {
    if (rule.action !== fra.FR_ACT_GOTO) return extack.fail(-EINVAL, "Unexpected goto");
    rule.target = table.u32(fra.FRA_GOTO);
  } else if (rule.action === fra.FR_ACT_GOTO)
    return extack.fail(-EINVAL, "Missing goto target for action goto");
  if (rule.l3mdev !== 0 && rule.table !== 0)
    return extack.fail(-EINVAL, "l3mdev and table are mutually exclusive");
  if (table.has(fra.FRA_UID_RANGE)) {
    const at = table.offset(fra.FRA_UID_RANGE);
    rule.uidRange = { start: readU32(table.bytes, at), end: readU32(table.bytes, at + 4) };
    const { start, end } = rule.uidRange;
    if (start > end || start === NO_UID || end === NO_UID) return extack.fail(-EINVAL, "Invalid uid range");
  }
  rule.ipProto = table.u8(fra.FRA_IP_PROTO);
  const sport = readRange(fra.FRA_SPORT_RANGE);
  if (sport === undefined) return extack.fail(-EINVAL, "Invalid sport range");
  const dport = readRange(fra.FRA_DPORT_RANGE);
  if (dport === undefined) return extack.fail(-EINVAL, "Invalid dport range");
  for (const type of [fra.FRA_SPORT_MASK, fra.FRA_DPORT_MASK]) {
    if (table.has(type) && table.u16(type) !== WHOLE_PORT) return extack.fail(-EINVAL, "Not supported here");
  }
  rule.sport = sport;
  rule.dport = dport;
  if (rule.action === fra.FR_ACT_GOTO && rule.target <= rule.priority)
    return extack.fail(-EINVAL, "Backward goto not supported");
  return rule;
}

/** null: absent; undefined: malformed */
function readRange(type: number): PortRange | null | undefined {
  if (!table.has(type)) return null;
  const at = table.offset(type);
  const range = { start: readU16(table.bytes, at), end: readU16(table.bytes, at + 2) };
  const valid = range.start !== 0 && range.end !== 0 && range.start <= range.end && range.end !== 0xffff;
  return valid ? range : undefined;
}

function requestedRules(request: RtnlRequest): FibRules | number {
  const { message, extack } = request;
  if (message.length < fra.FIB_RULE_HDR_LEN) return extack.fail(-EINVAL, "Invalid msg length");
  const rules = rulesOf(request.net, message.bytes[message.body]);
  return rules ?? extack.fail(-EAFNOSUPPORT, "Rule family not supported");
}

function newRule(request: RtnlRequest): number {
  const rules = requestedRules(request);
  if (typeof rules === "number") return rules;
  const rule = toRule(request, rules);
  if (typeof rule === "number") return rule;
  const exists = rules.rules.some((other) => sameRule(other, rule));
  if ((request.message.flags & NLM_F_EXCL) !== 0 && exists) return -EEXIST;
  const error = rules.configure(rule, true, (code, text) => request.extack.fail(code, text));
  if (error < 0) return error;
  rules.insert(rule);
  notify(rules, rule, RTM_NEWRULE, request.portid, request.message.seq);
  rules.changed();
  return 0;
}

function removeRule(request: RtnlRequest): number {
  const rules = requestedRules(request);
  if (typeof rules === "number") return rules;
  const wanted = toRule(request, rules);
  if (typeof wanted === "number") return wanted;
  const byPriority = table.has(fra.FRA_PRIORITY);
  const rule = rules.rules.find((other) => fits(other, wanted, byPriority));
  if (rule === undefined) return -ENOENT;
  if ((rule.flags & fra.FIB_RULE_PERMANENT) !== 0) return -EPERM;
  const error = rules.configure(rule, false, (code, text) => request.extack.fail(code, text));
  if (error < 0) return error;
  rules.rules.splice(rules.rules.indexOf(rule), 1);
  notify(rules, rule, RTM_DELRULE, request.portid, request.message.seq);
  rules.changed();
  return 0;
}

function sameRange(a: PortRange | null, b: PortRange | null): boolean {
  return a?.start === b?.start && a?.end === b?.end;
}

function samePrefix(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && equalBytes(a, 0, b, 0, a.length);
}

/** `rule_find`: what the request names has to be the same. */
function fits(rule: FibRule, wanted: FibRule, byPriority: boolean): boolean {
  if (wanted.action !== 0 && rule.action !== wanted.action) return false;
  if (wanted.table !== 0 && rule.table !== wanted.table) return false;
  if (byPriority && rule.priority !== wanted.priority) return false;
  if (wanted.iifName !== "" && rule.iifName !== wanted.iifName) return false;
  if (wanted.oifName !== "" && rule.oifName !== wanted.oifName) return false;
  if (wanted.mark !== 0 && rule.mark !== wanted.mark) return false;
  if (wanted.suppressGroup !== -1 && rule.suppressGroup !== wanted.suppressGroup) return false;
  if (wanted.suppressPrefixLength !== -1 && rule.suppressPrefixLength !== wanted.suppressPrefixLength)
    return false;
  if (wanted.markMask !== 0 && rule.markMask !== wanted.markMask) return false;
  if (wanted.tunnelId !== 0n && rule.tunnelId !== wanted.tunnelId) return false;
  if (wanted.l3mdev !== 0 && rule.l3mdev !== wanted.l3mdev) return false;
  if (wanted.uidRange !== null && !sameRange(rule.uidRange, wanted.uidRange)) return false;
  if (wanted.ipProto !== 0 && rule.ipProto !== wanted.ipProto) return false;
  if (wanted.protocol !== 0 && rule.protocol !== wanted.protocol) return false;
  if (wanted.sport !== null && !sameRange(rule.sport, wanted.sport)) return false;
  if (wanted.dport !== null && !sameRange(rule.dport, wanted.dport)) return false;
  if (wanted.tos !== 0 && rule.tos !== wanted.tos) return false;
  if (wanted.flow !== 0 && rule.flow !== wanted.flow) return false;
  if (wanted.sourceLength !== 0 && !sameSource(rule, wanted)) return false;
  return wanted.destinationLength === 0 || sameDestination(rule, wanted);
}

function sameSource(a: FibRule, b: FibRule): boolean {
  return a.sourceLength === b.sourceLength && samePrefix(a.source, b.source);
}

function sameDestination(a: FibRule, b: FibRule): boolean {
  return a.destinationLength === b.destinationLength && samePrefix(a.destination, b.destination);
}

/** `rule_exists` */
function sameRule(a: FibRule, b: FibRule): boolean {
  return (
    a.action === b.action &&
    a.table === b.table &&
    a.priority === b.priority &&
    a.iifName === b.iifName &&
    a.oifName === b.oifName &&
    a.mark === b.mark &&
    a.suppressGroup === b.suppressGroup &&
    a.suppressPrefixLength === b.suppressPrefixLength &&
    a.markMask === b.markMask &&
    a.tunnelId === b.tunnelId &&
    a.l3mdev === b.l3mdev &&
    sameRange(a.uidRange, b.uidRange) &&
    a.ipProto === b.ipProto &&
    a.protocol === b.protocol &&
    sameRange(a.sport, b.sport) &&
    sameRange(a.dport, b.dport) &&
    (b.tos === 0 || a.tos === b.tos) &&
    (b.flow === 0 || a.flow === b.flow) &&
    (b.sourceLength === 0 || sameSource(a, b)) &&
    (b.destinationLength === 0 || sameDestination(a, b))
  );
}

/** A single port has a mask, which is all ones; a range has none. */
function writePorts(writer: MessageWriter, rangeType: number, maskType: number, range: PortRange): void {
  writeRange(writer, rangeType, range);
  if (range.start === range.end) writer.u16(maskType, WHOLE_PORT);
}

function writeRange(writer: MessageWriter, type: number, range: PortRange): void {
  const at = writer.attribute(type, 4);
  writer.put16(at, range.start);
  writer.put16(at + 2, range.end);
}

/** `fib_nl_fill_rule` */
function writeRule(
  writer: MessageWriter,
  rules: FibRules,
  rule: FibRule,
  type: number,
  flags: number,
  seq: number,
  portid: number,
): void {
  writer.begin(type, flags, seq, portid);
  let shown = rule.flags;
  if (rule.action === fra.FR_ACT_GOTO && rules.indexOfTarget(rule) < 0) shown |= fra.FIB_RULE_UNRESOLVED;
  if (rule.iifName !== "" && rule.iif === -1) shown |= fra.FIB_RULE_IIF_DETACHED;
  if (rule.oifName !== "" && rule.oif === -1) shown |= fra.FIB_RULE_OIF_DETACHED;
  fra.writeRuleHeader(writer, {
    family: rules.family,
    dstLength: rule.destinationLength,
    srcLength: rule.sourceLength,
    tos: rule.tos,
    table: rule.table < 256 ? rule.table : 252,
    action: rule.action,
    flags: shown,
  });
  writer.u32(fra.FRA_TABLE, rule.table);
  writer.u32(fra.FRA_SUPPRESS_PREFIXLEN, rule.suppressPrefixLength);
  writer.u8(fra.FRA_PROTOCOL, rule.protocol);
  if (rule.iifName !== "") writer.string(fra.FRA_IIFNAME, rule.iifName);
  if (rule.oifName !== "") writer.string(fra.FRA_OIFNAME, rule.oifName);
  if (rule.priority !== 0) writer.u32(fra.FRA_PRIORITY, rule.priority);
  if (rule.mark !== 0) writer.u32(fra.FRA_FWMARK, rule.mark);
  if (rule.markMask !== 0 || rule.mark !== 0) writer.u32(fra.FRA_FWMASK, rule.markMask);
  if (rule.target !== 0) writer.u32(fra.FRA_GOTO, rule.target);
  if (rule.tunnelId !== 0n) {
    const at = writer.attribute(fra.FRA_TUN_ID, 8);
    viewOf(writer.bytes).setBigUint64(at, rule.tunnelId);
  }
  if (rule.l3mdev !== 0) writer.u8(fra.FRA_L3MDEV, rule.l3mdev);
  if (rule.uidRange !== null) {
    const at = writer.attribute(fra.FRA_UID_RANGE, 8);
    writer.put32(at, rule.uidRange.start);
    writer.put32(at + 4, rule.uidRange.end);
  }
  if (rule.sport !== null) writePorts(writer, fra.FRA_SPORT_RANGE, fra.FRA_SPORT_MASK, rule.sport);
  if (rule.dport !== null) writePorts(writer, fra.FRA_DPORT_RANGE, fra.FRA_DPORT_MASK, rule.dport);
  if (rule.ipProto !== 0) writer.u8(fra.FRA_IP_PROTO, rule.ipProto);
  if (rule.suppressGroup !== -1) writer.u32(fra.FRA_SUPPRESS_IFGROUP, rule.suppressGroup);
  if (rule.destinationLength !== 0) writer.data(fra.FRA_DST, rule.destination);
  if (rule.sourceLength !== 0) writer.data(fra.FRA_SRC, rule.source);
  if (rule.flow !== 0) writer.u32(fra.FRA_FLOW, rule.flow);
  rules.fill(rule, writer);
  writer.end();
}

function notify(rules: FibRules, rule: FibRule, type: number, portid: number, seq: number): void {
  const rtnetlink = rules.net.machine.rtnetlink;
  if (!rtnetlink.hasListeners(rules.net, rules.group)) return;
  rtnetlink.writer.reset();
  writeRule(rtnetlink.writer, rules, rule, type, 0, seq, portid);
  rtnetlink.notify(rules.net, rules.group, rtnetlink.writer.message());
}

function dumpRules(request: RtnlRequest, writer: MessageWriter): number {
  const { message, extack, net } = request;
  if (request.strict) {
    if (message.length < fra.FIB_RULE_HDR_LEN)
      return extack.fail(-EINVAL, "Invalid header for fib rule dump request");
    fra.readRuleHeader(message.bytes, message.body, header);
    const values =
      header.dstLength | header.srcLength | header.tos | header.table | header.action | header.flags;
    if (values !== 0) return extack.fail(-EINVAL, "Invalid values in header for fib rule dump request");
    if (message.length > fra.FIB_RULE_HDR_LEN)
      return extack.fail(-EINVAL, "Invalid data after header in fib rule dump request");
  }
  const family = message.length > 0 ? message.bytes[message.body] : AF_UNSPEC;
  for (const [of, get] of families.get(net.machine) ?? []) {
    if (family !== AF_UNSPEC && family !== of) continue;
    const rules = get(net);
    for (const rule of rules.rules)
      writeRule(writer, rules, rule, RTM_NEWRULE, NLM_F_MULTI, message.seq, request.portid);
  }
  const known = family === AF_UNSPEC || families.get(net.machine)?.has(family);
  return known ? 0 : -EAFNOSUPPORT;
}

/** Makes a family's rules known to `ip rule`; the first call registers the messages. */
export function registerRuleMessages(machine: Machine, family: number, rules: RulesOf): void {
  const present = families.get(machine);
  if (present !== undefined) {
    present.set(family, rules);
    return;
  }
  families.set(machine, new Map([[family, rules]]));
  machine.rtnetlink.register(AF_UNSPEC, RTM_NEWRULE, newRule);
  machine.rtnetlink.register(AF_UNSPEC, RTM_DELRULE, removeRule);
  machine.rtnetlink.register(AF_UNSPEC, RTM_GETRULE, undefined, dumpRules);
}
