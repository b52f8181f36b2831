/**
 * `ip route get`: which route a packet would take (iproute2's `iproute_get`).
 */
import { AF_INET, AF_INET6, AF_UNSPEC } from "../../../kernel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { newRouteHeader, type RouteHeader, RTMSG_LEN, writeRouteHeader } from "../../../netlink/route.ts";
import {
  RTA_DPORT,
  RTA_DST,
  RTA_IIF,
  RTA_IP_PROTO,
  RTA_MARK,
  RTA_MAX,
  RTA_NEWDST,
  RTA_OIF,
  RTA_PREFSRC,
  RTA_SPORT,
  RTA_SRC,
  RTA_UID,
  RTM_F_FIB_MATCH,
  RTM_F_LOOKUP_TABLE,
  RTM_F_NOTIFY,
} from "../../../netlink/route-attributes.ts";
import { RTM_GETROUTE } from "../../../netlink/rtnetlink.ts";
import { onMessage } from "../address/list.ts";
import { type Arguments, EXIT_FAILURE, EXIT_KERNEL } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { needDevice } from "../device.ts";
import { bitLength, needAddress, needPrefix } from "../inet.ts";
import { parseProtocol } from "../protocols.ts";
import { RouteFilter } from "./filter.ts";
import { ROUTE_USAGE } from "./help.ts";
import { printRoute } from "./show.ts";
import { parseVrf } from "./types.ts";

interface Query {
  readonly header: RouteHeader;
  iif: string | undefined;
  oif: string | undefined;
  mark: number;
  found: boolean;
  from: boolean;
  connected: boolean;
}

function parseDestination(ip: Ip, args: Arguments, writer: MessageWriter, query: Query): void {
  const { header } = query;
  if (args.is("to")) args.next();
  if (args.matches("help")) ip.usage(ROUTE_USAGE);
  const prefix = needPrefix(args, header.family);
  if (header.family === AF_UNSPEC) header.family = prefix.family;
  if (prefix.bytes.length > 0) writer.data(RTA_DST, prefix.bytes);
  const whole = bitLength(header.family);
  if ((header.family === AF_INET || header.family === AF_INET6) && prefix.length !== whole)
    ip.complain(`Warning: /${prefix.length} as prefix is invalid, only /${whole} (or none) is supported.\n`);
  header.dstLength = whole === 0 ? prefix.length : whole;
  query.found = true;
}

function parsePort(args: Arguments, writer: MessageWriter, type: number, name: string): void {
  args.next();
  writer.be16(type, args.unsigned(`invalid ${name}\n`, 0xffff));
}

function parseWord(ip: Ip, args: Arguments, writer: MessageWriter, query: Query): void {
  const { header } = query;
  if (args.is("tos") || args.matches("dsfield")) {
    args.next();
    header.tos = ip.names.parseDsfield(args.current) ?? args.invalid("TOS value is invalid\n");
  } else if (args.matches("from")) {
    args.next();
    if (args.matches("help")) ip.usage(ROUTE_USAGE);
    query.from = true;
    const prefix = needPrefix(args, header.family);
    if (header.family === AF_UNSPEC) header.family = prefix.family;
    if (prefix.bytes.length > 0) writer.data(RTA_SRC, prefix.bytes);
    header.srcLength = prefix.length;
  } else if (args.matches("iif")) query.iif = args.next();
  else if (args.matches("mark")) {
    args.next();
    query.mark = args.unsigned("invalid mark value");
  } else if (args.matches("oif") || args.is("dev")) query.oif = args.next();
  else if (args.matches("notify")) header.flags |= RTM_F_NOTIFY;
  else if (args.matches("connected")) query.connected = true;
  else if (args.matches("vrf")) parseVrf(args);
  else if (args.matches("uid")) {
    args.next();
    writer.u32(RTA_UID, args.unsigned("invalid UID\n"));
  } else if (args.matches("fibmatch")) header.flags |= RTM_F_FIB_MATCH;
  else if (args.is("as")) parseNewDestination(args, writer, header);
  else if (args.matches("ipproto")) {
    args.next();
    const protocol = parseProtocol(ip.sys, args.current) ?? args.invalid('Invalid "ipproto" value\n');
    writer.u8(RTA_IP_PROTO, protocol);
  } else if (args.matches("sport")) parsePort(args, writer, RTA_SPORT, "sport");
  else if (args.matches("dport")) parsePort(args, writer, RTA_DPORT, "dport");
  else parseDestination(ip, args, writer, query);
}

function parseNewDestination(args: Arguments, writer: MessageWriter, header: RouteHeader): void {
  args.next();
  if (args.is("to")) args.next();
  const address = needAddress(args, header.family);
  if (header.family === AF_UNSPEC) header.family = address.family;
  writer.data(RTA_NEWDST, address.bytes);
}

/** Asks for the route. @returns its message, or undefined after the kernel's error was printed */
function ask(ip: Ip): Uint8Array | undefined {
  let answer: Uint8Array | undefined;
  const found = ip.get((message) => {
    answer = message.bytes.slice(message.start, message.end);
  });
  return found ? answer : undefined;
}

/** Whether an answer says from which address the packet goes out. */
function hasSource(answer: Uint8Array): boolean {
  const message = onMessage(answer);
  const table = new AttributeTable(RTA_MAX).parse(message.bytes, message.body + RTMSG_LEN, message.end);
  return table.has(RTA_PREFSRC) || table.has(RTA_SRC);
}

/** Asks and prints. @returns the exit status */
export function getRoute(ip: Ip, args: Arguments): number {
  const writer = ip.client.begin(RTM_GETROUTE, 0);
  const headerAt = writer.reserve(RTMSG_LEN);
  const query: Query = {
    header: newRouteHeader(),
    iif: undefined,
    oif: undefined,
    mark: 0,
    found: false,
    from: false,
    connected: false,
  };
  const { header } = query;
  header.family = ip.options.family;
  for (; args.more; args.advance()) parseWord(ip, args, writer, query);
  if (!query.found) {
    ip.complain("need at least a destination address\n");
    return EXIT_FAILURE;
  }
  if (query.iif !== undefined) writer.u32(RTA_IIF, needDevice(ip, query.iif));
  if (query.oif !== undefined) writer.u32(RTA_OIF, needDevice(ip, query.oif));
  if (query.mark !== 0) writer.u32(RTA_MARK, query.mark);
  if (header.family === AF_UNSPEC) header.family = AF_INET;
  if (header.family === AF_INET) header.flags |= RTM_F_LOOKUP_TABLE;
  const end = writer.length;
  writer.truncate(headerAt);
  writeRouteHeader(writer, header);
  writer.reserve(end - writer.length);
  const request = writer.message(true).subarray(headerAt);
  const filter = new RouteFilter();
  filter.table = 0;
  filter.cloned = "any";
  let answer = ask(ip);
  if (!answer) return EXIT_KERNEL;
  ip.out.startJson();
  if (query.connected && !query.from) {
    printRoute(ip, onMessage(answer), filter);
    // only the first answer can be JSON
    ip.out.endJson();
    if (!hasSource(answer)) return ip.fail("Failed to connect the route", EXIT_FAILURE);
    ip.client.begin(RTM_GETROUTE, 0).rawBytes(request);
    answer = ask(ip);
    if (!answer) return EXIT_KERNEL;
  }
  printRoute(ip, onMessage(answer), filter);
  ip.out.endJson();
  return 0;
}
