/**
 * `ip route add|change|replace|append|prepend|delete|test` (iproute2's `iproute_modify`).
 */
import { AF_INET, AF_INET6, AF_UNSPEC } from "../../../kernel.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import {
  beginNexthop,
  endNexthop,
  newRouteHeader,
  type RouteHeader,
  RTMSG_LEN,
} from "../../../netlink/route.ts";
import {
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RT_SCOPE_NOWHERE,
  RT_SCOPE_UNIVERSE,
  RT_TABLE_LOCAL,
  RT_TABLE_MAIN,
  RT_TABLE_UNSPEC,
  RTA_DST,
  RTA_EXPIRES,
  RTA_FLOW,
  RTA_GATEWAY,
  RTA_METRICS,
  RTA_MULTIPATH,
  RTA_NEWDST,
  RTA_NH_ID,
  RTA_OIF,
  RTA_PREF,
  RTA_PREFSRC,
  RTA_PRIORITY,
  RTA_SRC,
  RTA_TABLE,
  RTA_TTL_PROPAGATE,
  RTA_VIA,
  RTN_ANYCAST,
  RTN_BROADCAST,
  RTN_LOCAL,
  RTN_MULTICAST,
  RTN_NAT,
  RTN_UNICAST,
  RTN_UNSPEC,
  RTNH_F_ONLINK,
  RTPROT_BOOT,
} from "../../../netlink/route-attributes.ts";
import { RTM_DELROUTE } from "../../../netlink/rtnetlink.ts";
import { type Arguments, EXIT_FAILURE, EXIT_KERNEL } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { needDevice } from "../device.ts";
import { needAddress, needPrefix, parseFamily } from "../inet.ts";
import { RouteFilter } from "./filter.ts";
import { ROUTE_USAGE } from "./help.ts";
import { Metrics, parseMetric } from "./metrics.ts";
import { printRoute, readRoute } from "./show.ts";
import { parseRealms, parseRouteType, parseVrfTable } from "./types.ts";

interface Context {
  readonly ip: Ip;
  readonly args: Arguments;
  readonly writer: MessageWriter;
  readonly header: RouteHeader;
  readonly metrics: Metrics;
  /** Words that have been there: "dst", "table", "scope", "gateway", "nexthops". */
  readonly seen: Set<string>;
  dev: string | undefined;
}

function setFamily(header: RouteHeader, family: number): void {
  if (header.family === AF_UNSPEC) header.family = family;
}

/** `via [ FAMILY ] ADDRESS`: a gateway of the route's own family, or RTA_VIA. */
function parseVia(args: Arguments, writer: MessageWriter, header: RouteHeader): void {
  args.next();
  const named = parseFamily(args.current);
  if (named !== undefined) args.next();
  const address = needAddress(args, named ?? header.family);
  setFamily(header, address.family);
  if (address.family === header.family) {
    writer.data(RTA_GATEWAY, address.bytes);
    return;
  }
  const at = writer.attribute(RTA_VIA, 2 + address.bytes.length);
  writer.put16(at, address.family);
  writer.bytes.set(address.bytes, at + 2);
}

function parseDestination({ ip, args, writer, header, seen }: Context): void {
  if (args.is("to")) args.next();
  if (!/^\d/.test(args.current)) {
    const type = parseRouteType(args.current);
    if (type !== undefined) {
      args.next();
      header.type = type;
    }
  }
  if (args.matches("help")) ip.usage(ROUTE_USAGE);
  if (seen.has("dst")) args.garbage("to");
  const prefix = needPrefix(args, header.family);
  setFamily(header, prefix.family);
  header.dstLength = prefix.length;
  seen.add("dst");
  if (prefix.bytes.length > 0) writer.data(RTA_DST, prefix.bytes);
}

function parseTable(context: Context): void {
  const { ip, args } = context;
  args.next();
  setTable(context, ip.names.parseRouteTable(args.current) ?? args.invalid('"table" value is invalid\n'));
}

function setTable({ writer, header, seen }: Context, table: number): void {
  if (table < 256) header.table = table;
  else {
    header.table = RT_TABLE_UNSPEC;
    writer.u32(RTA_TABLE, table);
  }
  seen.add("table");
}

/** A preference of a router (RFC 4191) by name, or any number. */
const PREFERENCES: ReadonlyMap<string, number> = new Map([
  ["low", 3],
  ["medium", 0],
  ["high", 1],
]);

type Handler = (context: Context) => void;

/** Words that must be written out. */
const WORDS: Readonly<Record<string, Handler>> = {
  src({ args, writer, header }) {
    args.next();
    const address = needAddress(args, header.family);
    setFamily(header, address.family);
    writer.data(RTA_PREFSRC, address.bytes);
  },
  as({ args, writer, header }) {
    args.next();
    if (args.is("to")) args.next();
    const address = needAddress(args, header.family);
    setFamily(header, address.family);
    writer.data(RTA_NEWDST, address.bytes);
  },
  via({ args, writer, header, seen }) {
    if (seen.has("gateway")) args.invalid("use nexthop syntax to specify multiple via\n");
    seen.add("gateway");
    parseVia(args, writer, header);
  },
  from({ args, writer, header }) {
    args.next();
    const prefix = needPrefix(args, header.family);
    setFamily(header, prefix.family);
    if (prefix.bytes.length > 0) writer.data(RTA_SRC, prefix.bytes);
    header.srcLength = prefix.length;
  },
  tos: parseTos,
  expires({ args, writer }) {
    args.next();
    writer.u32(RTA_EXPIRES, args.unsigned('"expires" value is invalid\n'));
  },
  preference: parsePriority,
  scope({ ip, args, header, seen }) {
    args.next();
    header.scope = ip.names.parseScope(args.current) ?? args.invalid('invalid "scope" value\n');
    seen.add("scope");
  },
  onlink({ header }) {
    header.flags |= RTNH_F_ONLINK;
  },
  nhid({ args, writer, seen }) {
    args.next();
    const id = args.unsigned('"id" value is invalid\n');
    writer.u32(RTA_NH_ID, id);
    if (id !== 0) seen.add("nexthops");
  },
  dev: parseDev,
  oif: parseDev,
  encap: ({ ip }) => ip.fail('ip: "encap" is not supported here', EXIT_FAILURE),
  "ttl-propagate"({ args, writer }) {
    args.next();
    if (!args.is("enabled", "disabled")) args.invalid('"ttl-propagate" value is invalid\n');
    writer.u8(RTA_TTL_PROPAGATE, args.is("enabled") ? 1 : 0);
  },
};

function parseTos({ ip, args, header }: Context): void {
  args.next();
  header.tos = ip.names.parseDsfield(args.current) ?? args.invalid('"tos" value is invalid\n');
}

function parsePriority({ args, writer }: Context): void {
  args.next();
  writer.u32(RTA_PRIORITY, args.unsigned('"metric" value is invalid\n'));
}

function parseDev(context: Context): void {
  context.dev = context.args.next();
}

/** Words that may be abbreviated, in order. */
const ABBREVIATED: readonly (readonly [string, Handler])[] = [
  ["dsfield", parseTos],
  ["metric", parsePriority],
  ["priority", parsePriority],
  [
    "realms",
    ({ ip, args, writer }) => {
      args.next();
      writer.u32(RTA_FLOW, parseRealms(ip, args.current) ?? args.invalid('"realm" value is invalid\n'));
    },
  ],
  [
    "protocol",
    ({ ip, args, header }) => {
      args.next();
      header.protocol = ip.names.parseProtocol(args.current) ?? args.invalid('"protocol" value is invalid\n');
    },
  ],
  ["table", parseTable],
  ["vrf", (context) => setTable(context, parseVrfTable(context.ip, context.args))],
  [
    "pref",
    ({ args, writer }) => {
      args.next();
      const value = PREFERENCES.get(args.current) ?? args.unsigned('"pref" value is invalid\n', 255);
      writer.u8(RTA_PREF, value);
    },
  ],
];

function parseWord(context: Context): void {
  const { args } = context;
  const whole = Object.hasOwn(WORDS, args.current) ? WORDS[args.current] : undefined;
  if (whole) {
    whole(context);
    return;
  }
  if (parseMetric(args, context.metrics)) return;
  const handler = ABBREVIATED.find(([name]) => args.matches(name))?.[1];
  if (handler) handler(context);
  else parseDestination(context);
}

function parseHop({ ip, args, writer, header }: Context): void {
  const at = beginNexthop(writer, 0, 0, 0);
  for (args.advance(); args.more; args.advance()) {
    if (args.is("via")) parseVia(args, writer, header);
    else if (args.is("dev")) writer.put32(at + 4, needHopDevice(ip, args.next()));
    else if (args.is("weight")) {
      args.next();
      const weight = args.unsigned('"weight" is invalid\n', 256);
      if (weight === 0) args.invalid('"weight" is invalid\n');
      writer.bytes[at + 3] = weight - 1;
    } else if (args.is("onlink")) writer.bytes[at + 2] |= RTNH_F_ONLINK;
    else if (args.matches("realms")) {
      args.next();
      writer.u32(RTA_FLOW, parseRealms(ip, args.current) ?? args.invalid('"realm" value is invalid\n'));
    } else if (args.is("encap")) ip.fail('ip: "encap" is not supported here', EXIT_FAILURE);
    else break;
  }
  endNexthop(writer, at);
}

function parseHops(context: Context): void {
  const { ip, args, writer } = context;
  const nest = writer.nest(RTA_MULTIPATH);
  while (args.more) {
    if (!args.is("nexthop"))
      ip.fail(`Error: "nexthop" or end of line is expected instead of "${args.current}"`);
    if (!args.hasNext) ip.fail('Error: unexpected end of line after "nexthop"');
    parseHop(context);
  }
  writer.endNest(nest);
}

function needHopDevice(ip: Ip, name: string): number {
  const index = ip.links.index(name);
  return index !== 0 ? index : ip.fail(`Cannot find device "${name}"\nError: cannot parse nexthop`);
}

/** Table and scope that follow from the type, when they were not given. */
function applyDefaults({ header, seen }: Context, deleting: boolean): void {
  const { type } = header;
  if (header.family === AF_UNSPEC) header.family = AF_INET;
  if (!seen.has("table") && [RTN_LOCAL, RTN_BROADCAST, RTN_NAT, RTN_ANYCAST].includes(type))
    header.table = RT_TABLE_LOCAL;
  if (seen.has("scope")) return;
  if (header.family === AF_INET6) header.scope = RT_SCOPE_UNIVERSE;
  else if (type === RTN_LOCAL || type === RTN_NAT) header.scope = RT_SCOPE_HOST;
  else if ([RTN_BROADCAST, RTN_MULTICAST, RTN_ANYCAST].includes(type)) header.scope = RT_SCOPE_LINK;
  else if (type === RTN_UNICAST || type === RTN_UNSPEC) {
    if (deleting) header.scope = RT_SCOPE_NOWHERE;
    else if (!seen.has("gateway") && !seen.has("nexthops")) header.scope = RT_SCOPE_LINK;
  }
}

function putHeader(writer: MessageWriter, at: number, header: RouteHeader): void {
  const fields = [
    header.family,
    header.dstLength,
    header.srcLength,
    header.tos,
    header.table,
    header.protocol,
    header.scope,
    header.type,
  ];
  writer.bytes.set(fields, at);
  writer.put32(at + 8, header.flags);
}

/** Sends the request that `args` describe. @returns the exit status */
export function modifyRoute(ip: Ip, args: Arguments, type: number, flags: number): number {
  const deleting = type === RTM_DELROUTE;
  const writer = ip.client.begin(type, flags);
  const headerAt = writer.reserve(RTMSG_LEN);
  const header = newRouteHeader();
  header.family = ip.options.family;
  header.table = RT_TABLE_MAIN;
  header.scope = deleting ? RT_SCOPE_NOWHERE : RT_SCOPE_UNIVERSE;
  if (!deleting) {
    header.protocol = RTPROT_BOOT;
    header.type = RTN_UNICAST;
  }
  const context: Context = {
    ip,
    args,
    writer,
    header,
    metrics: new Metrics(),
    seen: new Set(),
    dev: undefined,
  };
  for (; args.more && !args.is("nexthop"); args.advance()) parseWord(context);
  if (!context.seen.has("dst")) ip.usage(ROUTE_USAGE);
  if (context.dev !== undefined) writer.u32(RTA_OIF, needDevice(ip, context.dev));
  context.metrics.write(writer, RTA_METRICS);
  if (args.more) {
    context.seen.add("nexthops");
    parseHops(context);
  }
  applyDefaults(context, deleting);
  putHeader(writer, headerAt, header);
  const done = ip.talkAndEcho((message) => {
    const filter = new RouteFilter();
    filter.table = 0;
    filter.cloned = "any";
    if (readRoute(message)) printRoute(ip, message, filter);
  });
  return done ? 0 : EXIT_KERNEL;
}
