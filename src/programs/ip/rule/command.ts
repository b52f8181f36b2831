/**
 * `ip rule`: its commands and requests (iproute2's `iprule_modify`).
 */
import { AF_INET, AF_UNSPEC } from "../../../kernel.ts";
import { type MessageWriter, NLM_F_CREATE, NLM_F_EXCL } from "../../../netlink/message.ts";
import { RT_TABLE_MAIN, RT_TABLE_UNSPEC, RTA_GATEWAY, RTN_NAT } from "../../../netlink/route-attributes.ts";
import { RTM_DELRULE, RTM_GETRULE, RTM_NEWRULE } from "../../../netlink/rtnetlink.ts";
import {
  FIB_RULE_HDR_LEN,
  FIB_RULE_INVERT,
  FR_ACT_GOTO,
  FR_ACT_NOP,
  FR_ACT_TO_TBL,
  FR_ACT_UNSPEC,
  FRA_DPORT_RANGE,
  FRA_DST,
  FRA_FLOW,
  FRA_FWMARK,
  FRA_FWMASK,
  FRA_GOTO,
  FRA_IIFNAME,
  FRA_IP_PROTO,
  FRA_L3MDEV,
  FRA_OIFNAME,
  FRA_PRIORITY,
  FRA_PROTOCOL,
  FRA_SPORT_RANGE,
  FRA_SRC,
  FRA_SUPPRESS_IFGROUP,
  FRA_SUPPRESS_PREFIXLEN,
  FRA_TABLE,
  FRA_TUN_ID,
  FRA_UID_RANGE,
  type RuleHeader,
  writeRuleHeader,
} from "../../../netlink/rule.ts";
import { strtoulPrefix, strtoulSaturated } from "../../lib/numbers.ts";
import { onMessage } from "../address/list.ts";
import { type Arguments, EXIT_FAILURE, EXIT_KERNEL, EXIT_USAGE, parseUnsigned } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { deleteReceived } from "../flush.ts";
import { needPrefix, parseAddress } from "../inet.ts";
import { validName } from "../link-map.ts";
import { parseProtocol } from "../protocols.ts";
import { parseRealms, parseRouteType } from "../route/types.ts";
import { type Range, RuleFilter, ruleSelected } from "./filter.ts";
import { RULE_USAGE } from "./help.ts";
import { printRule, readRule } from "./show.ts";

interface Context {
  readonly ip: Ip;
  readonly args: Arguments;
  readonly writer: MessageWriter;
  readonly header: RuleHeader;
  tableGiven: boolean;
  /** The number after "table". */
  table: number;
  l3mdev: boolean;
}

function parsePriority(args: Arguments): number {
  args.next();
  return args.unsigned("preference value is invalid\n");
}

function parseMark(args: Arguments): { mark: number; mask: number | undefined } {
  args.next();
  const [first, second] = args.current.split("/", 2);
  const mark = parseUnsigned(first) ?? args.invalid("fwmark value is invalid\n", first);
  if (second === undefined) return { mark, mask: undefined };
  return { mark, mask: parseUnsigned(second) ?? args.invalid("fwmask value is invalid\n", second) };
}

/** What `%u` or `%hu` of `scanf(3)` makes of a number: as `strtoul(3)`, of which some bits are left. */
function scanned(digits: string, bits: number): number {
  return Number(BigInt.asUintN(bits, strtoulSaturated(digits) ?? 0n));
}

function parseUids(args: Arguments): Range {
  args.next();
  const match = /^\s*([+-]?\d+)-\s*([+-]?\d+)/.exec(args.current);
  return match ? [scanned(match[1], 32), scanned(match[2], 32)] : args.invalid("invalid UID range\n");
}

function parsePorts(args: Arguments, name: string): Range {
  args.next();
  const match = /^\s*([+-]?\d+)(?:-\s*([+-]?\d+))?/.exec(args.current);
  if (!match) return args.invalid(`invalid ${name === "dport" ? "dport" : "port"} range\n`);
  return [scanned(match[1], 16), scanned(match[2] ?? match[1], 16)];
}

/** `strtoull(3)`: negative numbers become great ones. */
function parseTunnel(args: Arguments): bigint {
  const read = strtoulPrefix(args.next(), 0);
  if (read === undefined || read.rest !== "" || read.range)
    return args.invalid('"tun_id" value is invalid\n');
  return read.value;
}

/** Addresses are not translated by routes since Linux 2.6.9: the kernel looks at the action alone, which is none. */
function parseNat({ ip, args, writer, header }: Context): void {
  args.next();
  ip.complain("Warning: route NAT is deprecated\n");
  const address =
    parseAddress(args.current, AF_INET) ??
    args.exit(`Error: an IP address is expected rather than "${args.current}"`);
  writer.data(RTA_GATEWAY, address.bytes.length > 0 ? address.bytes : new Uint8Array(4));
  header.action = RTN_NAT;
}

function parseTable(ip: Ip, args: Arguments, problem = "invalid table ID\n"): number {
  args.next();
  return ip.names.parseRouteTable(args.current) ?? args.invalid(problem);
}

function parseTos(ip: Ip, args: Arguments): number {
  args.next();
  return ip.names.parseDsfield(args.current) ?? args.invalid("TOS value is invalid\n");
}

function parseInterface(args: Arguments, label: string): string {
  args.next();
  if (!validName(args.current)) args.invalid(`${label} not a valid ifname`);
  return args.current;
}

function parseIpProtocol(ip: Ip, args: Arguments): number {
  args.next();
  return parseProtocol(ip.sys, args.current) ?? args.invalid('Invalid "ipproto" value\n');
}

function parsePrefix(context: Context, type: number): number {
  const { args, writer, header } = context;
  args.next();
  const prefix = needPrefix(args, header.family);
  writer.data(type, prefix.bytes);
  return prefix.length;
}

function parseAction(context: Context): void {
  const { ip, args, writer, header } = context;
  if (args.is("type")) args.next();
  if (args.matches("help")) ip.usage(RULE_USAGE);
  if (args.matches("goto")) {
    args.next();
    header.action = FR_ACT_GOTO;
    writer.u32(FRA_GOTO, args.unsigned("invalid target\n"));
  } else if (args.matches("nop")) header.action = FR_ACT_NOP;
  else header.action = parseRouteType(args.current) ?? args.invalid("Failed to parse rule type");
  context.tableGiven = true;
}

function parseSuppressor(context: Context): boolean {
  const { ip, args, writer } = context;
  if (args.matches("suppress_prefixlength") || args.is("sup_pl")) {
    args.next();
    const length = args.integer("suppress_prefixlength value is invalid\n");
    if (length < 0) args.invalid("suppress_prefixlength value is invalid\n");
    writer.u32(FRA_SUPPRESS_PREFIXLEN, length);
    return true;
  }
  if (!args.matches("suppress_ifgroup") && !args.is("sup_group")) return false;
  args.next();
  const group = ip.names.parseGroup(args.current) ?? args.invalid('Invalid "suppress_ifgroup" value\n');
  writer.u32(FRA_SUPPRESS_IFGROUP, group);
  return true;
}

/** The selectors of a rule. @returns whether the current word was one */
function parseSelector(context: Context): boolean {
  const { ip, args, writer, header } = context;
  if (args.is("not")) header.flags |= FIB_RULE_INVERT;
  else if (args.is("from")) header.srcLength = parsePrefix(context, FRA_SRC);
  else if (args.is("to")) header.dstLength = parsePrefix(context, FRA_DST);
  else if (args.matches("preference", "order", "priority")) writer.u32(FRA_PRIORITY, parsePriority(args));
  else if (args.is("tos") || args.matches("dsfield")) header.tos = parseTos(ip, args);
  else if (args.is("fwmark")) {
    const { mark, mask } = parseMark(args);
    writer.u32(FRA_FWMARK, mark);
    if (mask !== undefined) writer.u32(FRA_FWMASK, mask);
  } else if (args.is("dev", "iif")) writer.string(FRA_IIFNAME, parseInterface(args, '"iif"/"dev"'));
  else if (args.is("oif")) writer.string(FRA_OIFNAME, parseInterface(args, '"oif"'));
  else if (args.is("l3mdev")) {
    writer.u8(FRA_L3MDEV, 1);
    context.l3mdev = true;
  } else if (args.is("uidrange")) {
    const [start, end] = parseUids(args);
    const at = writer.attribute(FRA_UID_RANGE, 8);
    writer.put32(at, start);
    writer.put32(at + 4, end);
  } else if (args.is("ipproto")) writer.u8(FRA_IP_PROTO, parseIpProtocol(ip, args));
  else if (args.is("sport", "dport")) {
    const type = args.is("sport") ? FRA_SPORT_RANGE : FRA_DPORT_RANGE;
    const [start, end] = parsePorts(args, args.current);
    const at = writer.attribute(type, 4);
    writer.put16(at, start);
    writer.put16(at + 2, end);
  } else return false;
  return true;
}

function parseWord(context: Context): void {
  const { ip, args, writer, header } = context;
  if (parseSelector(context)) return;
  if (args.matches("realms")) {
    args.next();
    writer.u32(FRA_FLOW, parseRealms(ip, args.current) ?? args.invalid("invalid realms\n"));
  } else if (args.is("protocol") || args.matches("protocol")) {
    args.next();
    writer.u8(
      FRA_PROTOCOL,
      ip.names.parseProtocol(args.current) ?? args.invalid('"protocol" value is invalid\n'),
    );
  } else if (args.matches("tun_id")) {
    const tunnel = parseTunnel(args);
    const at = writer.attribute(FRA_TUN_ID, 8);
    new DataView(writer.bytes.buffer, writer.bytes.byteOffset).setBigUint64(at, tunnel);
  } else if (args.matches("table") || args.is("lookup")) {
    const table = parseTable(ip, args);
    header.table = table < 256 ? table : RT_TABLE_UNSPEC;
    if (table >= 256) writer.u32(FRA_TABLE, table);
    context.tableGiven = true;
    context.table = table;
  } else if (args.is("nat") || args.matches("map-to")) parseNat(context);
  else if (!parseSuppressor(context)) parseAction(context);
}

function modify(ip: Ip, args: Arguments, type: number): number {
  const adding = type === RTM_NEWRULE;
  if (!args.more) {
    ip.complain(`"ip rule ${adding ? "add" : "del"}" requires arguments.\n`);
    return EXIT_FAILURE;
  }
  const writer = ip.client.begin(type, adding ? NLM_F_CREATE | NLM_F_EXCL : 0);
  const headerAt = writer.reserve(FIB_RULE_HDR_LEN);
  const header: RuleHeader = {
    family: ip.options.family,
    dstLength: 0,
    srcLength: 0,
    tos: 0,
    table: 0,
    action: adding ? FR_ACT_TO_TBL : FR_ACT_UNSPEC,
    flags: 0,
  };
  const context: Context = { ip, args, writer, header, tableGiven: false, table: 0, l3mdev: false };
  for (; args.more; args.advance()) parseWord(context);
  if (context.l3mdev && context.table !== 0) ip.fail("table can not be specified for l3mdev rules", 22);
  if (header.family === AF_UNSPEC) header.family = AF_INET;
  if (!context.tableGiven && !context.l3mdev && adding) header.table = RT_TABLE_MAIN;
  const end = writer.length;
  writer.truncate(headerAt);
  writeRuleHeader(writer, header);
  writer.reserve(end - writer.length);
  return ip.talkAndEcho((message) => printRule(ip, message)) ? 0 : EXIT_KERNEL;
}

/** From port 0 on is no filter, either. */
function wantedPorts(range: readonly [number, number]): readonly [number, number] | undefined {
  return range[0] === 0 ? undefined : range;
}

function parseFilterWord(ip: Ip, args: Arguments, filter: RuleFilter): void {
  const family = ip.options.family === AF_UNSPEC ? AF_INET : ip.options.family;
  if (args.matches("preference", "order", "priority")) filter.priority = parsePriority(args);
  else if (args.is("not")) filter.not = true;
  else if (args.is("tos") || args.is("dsfield")) filter.tos = parseTos(ip, args);
  else if (args.is("fwmark")) {
    const { mark, mask } = parseMark(args);
    // 0 is no filter to iproute2
    filter.mark = mark || undefined;
    filter.mask = mask || undefined;
  } else if (args.is("dev", "iif")) filter.iif = parseInterface(args, '"iif"/"dev"');
  else if (args.is("oif")) filter.oif = parseInterface(args, '"oif"');
  else if (args.is("l3mdev")) filter.l3mdev = true;
  else if (args.is("uidrange")) filter.uids = parseUids(args);
  else if (args.matches("tun_id")) filter.tunnel = parseTunnel(args);
  else if (args.matches("lookup", "table"))
    filter.table = parseTable(ip, args, "table id value is invalid\n") || undefined;
  else if (args.matches("from", "src")) {
    args.next();
    filter.src = needPrefix(args, family);
  } else if (args.matches("protocol")) {
    args.next();
    filter.flushProtocol = ip.names.parseProtocol(args.current);
    if (filter.flushProtocol === undefined && !args.is("all")) args.invalid('invalid "protocol"\n');
  } else if (args.is("ipproto")) filter.ipProtocol = parseIpProtocol(ip, args) || undefined;
  else if (args.is("sport")) filter.sport = wantedPorts(parsePorts(args, "sport"));
  else if (args.is("dport")) filter.dport = wantedPorts(parsePorts(args, "dport"));
  else {
    if (args.matches("dst", "to")) args.next();
    filter.dst = needPrefix(args, family);
  }
}

function parseFilter(ip: Ip, args: Arguments): RuleFilter {
  const filter = new RuleFilter();
  for (; args.more; args.advance()) parseFilterWord(ip, args, filter);
  return filter;
}

function dump(ip: Ip): Uint8Array[] {
  const found: Uint8Array[] = [];
  const writer = ip.client.begin(RTM_GETRULE, 0);
  const family = ip.options.family === AF_UNSPEC ? AF_INET : ip.options.family;
  writeRuleHeader(writer, { family, dstLength: 0, srcLength: 0, tos: 0, table: 0, action: 0, flags: 0 });
  ip.dumpOrExit(
    (message) => found.push(message.bytes.slice(message.start, message.end)),
    EXIT_USAGE,
    "Dump terminated",
  );
  return found;
}

function list(ip: Ip, args: Arguments): number {
  const filter = parseFilter(ip, args);
  ip.out.startJson();
  for (const bytes of dump(ip)) printRule(ip, onMessage(bytes), filter);
  ip.out.endJson();
  return 0;
}

/** Deletes the selected rules but those with priority 0. */
function flush(ip: Ip, args: Arguments): number {
  const filter = parseFilter(ip, args);
  // an empty list: nothing is shown of what goes
  ip.out.startJson();
  for (const bytes of dump(ip)) {
    const rule = readRule(onMessage(bytes));
    if (!rule?.table.has(FRA_PRIORITY)) continue;
    if (!ruleSelected(rule, filter)) continue;
    const { flushProtocol } = filter;
    if (flushProtocol !== undefined && rule.table.u8(FRA_PROTOCOL) !== flushProtocol) continue;
    const error = deleteReceived(ip, bytes, RTM_DELRULE);
    if (error < 0) {
      ip.perror("RTNETLINK answers", error);
      return EXIT_KERNEL;
    }
  }
  ip.out.endJson();
  return 0;
}

type Handler = (ip: Ip, args: Arguments) => number;

const refuse =
  (name: string): Handler =>
  (ip, args) =>
    args.more
      ? ip.fail(`"ip rule ${name}" does not take any arguments.`, EXIT_FAILURE)
      : ip.fail(`ip: "ip rule ${name}" is not supported here`, EXIT_FAILURE);

const COMMANDS: readonly (readonly [string, Handler])[] = [
  ["list", list],
  ["lst", list],
  ["show", list],
  ["save", refuse("save")],
  ["restore", refuse("restore")],
  ["add", (ip, args) => modify(ip, args, RTM_NEWRULE)],
  ["delete", (ip, args) => modify(ip, args, RTM_DELRULE)],
  ["flush", flush],
  ["help", (ip) => ip.usage(RULE_USAGE)],
];

export function command(ip: Ip, args: Arguments): number {
  if (!args.more) return list(ip, args);
  const found = COMMANDS.find(([name]) => args.matches(name));
  if (!found) {
    ip.complain(`Command "${args.current}" is unknown, try "ip rule help".\n`);
    return EXIT_USAGE;
  }
  args.advance();
  return found[1](ip, args.rest());
}
