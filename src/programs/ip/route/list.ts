/**
 * `ip route show` and `ip route flush`.
 */
import { isErrno, strerror } from "../../../errno.ts";
import { AF_INET, AF_INET6, AF_UNSPEC, O_WRONLY } from "../../../kernel.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import { newRouteHeader, writeRouteHeader } from "../../../netlink/route.ts";
import {
  RT_TABLE_MAIN,
  RTA_OIF,
  RTA_TABLE,
  RTM_F_CLONED,
  RTN_BROADCAST,
  RTN_LOCAL,
} from "../../../netlink/route-attributes.ts";
import { RTM_DELROUTE, RTM_GETROUTE, RTM_NEWROUTE } from "../../../netlink/rtnetlink.ts";
import { onMessage } from "../address/list.ts";
import { type Arguments, EXIT_FAILURE, EXIT_KERNEL } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { needDevice } from "../device.ts";
import { type FlushTarget, flushPatiently } from "../flush.ts";
import { needPrefix, type Prefix, parseFamily } from "../inet.ts";
import { RouteFilter, routeSelected } from "./filter.ts";
import { ROUTE_USAGE } from "./help.ts";
import { printRoute, readRoute } from "./show.ts";
import { parseRealms, parseRouteType, parseVrfTable } from "./types.ts";

interface Selection {
  readonly filter: RouteFilter;
  iif: string | undefined;
  oif: string | undefined;
}

function parseTable(ip: Ip, args: Arguments, filter: RouteFilter): void {
  args.next();
  const table = ip.names.parseRouteTable(args.current);
  if (table !== undefined) filter.table = table;
  else if (args.current === "all") filter.table = 0;
  else if (args.current === "cache") filter.cloned = "only";
  else if (args.current === "help") ip.usage(ROUTE_USAGE);
  else args.invalid("table id value is invalid\n");
}

function parseFilterRealms(ip: Ip, args: Arguments, filter: RouteFilter): void {
  const text = args.next();
  filter.realm = parseRealms(ip, text) ?? args.invalid("invalid realms\n");
  filter.realmMask = -1;
  if ((filter.realm & 0xffff) === 0 && text.endsWith("/")) filter.realmMask &= ~0xffff;
  if (filter.realm >>> 16 === 0 && (!text.includes("/") || text.startsWith("/"))) filter.realmMask &= 0xffff;
}

function parseVia(args: Arguments, family: number): Prefix {
  args.next();
  const named = parseFamily(args.current);
  if (named !== undefined) args.next();
  return needPrefix(args, named ?? family);
}

/** "root P", "match P", "exact P" or "P": [inside, around]. */
function parseRange(args: Arguments, family: number): [Prefix | undefined, Prefix | undefined] {
  if (args.matches("root")) {
    args.next();
    return [needPrefix(args, family), undefined];
  }
  const around = args.matches("match");
  if (around || args.matches("exact")) args.next();
  const prefix = needPrefix(args, family);
  // of no family they choose nothing, other than "default"
  if (family === AF_UNSPEC && args.is("any", "all")) return [undefined, undefined];
  return [around ? undefined : prefix, prefix];
}

function parseWord(ip: Ip, args: Arguments, selection: Selection): void {
  const { filter } = selection;
  const { family } = ip.options;
  if (args.matches("table")) parseTable(ip, args, filter);
  else if (args.matches("vrf")) {
    filter.table = parseVrfTable(ip, args);
    filter.typeMask = ~((1 << RTN_LOCAL) | (1 << RTN_BROADCAST));
  } else if (args.matches("cached", "cloned")) filter.cloned = "only";
  else if (args.is("tos") || args.matches("dsfield")) {
    args.next();
    filter.tos = ip.names.parseDsfield(args.current) ?? args.invalid("TOS value is invalid\n");
  } else if (args.matches("protocol")) {
    args.next();
    filter.protocol = ip.names.parseProtocol(args.current);
    if (filter.protocol === undefined && !args.is("all")) args.invalid('invalid "protocol"\n');
  } else if (args.matches("scope")) {
    args.next();
    filter.scope = ip.names.parseScope(args.current);
    if (filter.scope === undefined && !args.is("all")) args.invalid('invalid "scope"\n');
  } else if (args.matches("type")) {
    args.next();
    filter.typeMask = 1 << (parseRouteType(args.current) ?? args.invalid("node type value is invalid\n"));
  } else if (args.is("dev", "oif")) selection.oif = args.next();
  else if (args.is("iif")) selection.iif = args.next();
  else if (args.is("mark")) {
    args.next();
    filter.mark = args.unsigned("invalid mark value");
  } else if (args.matches("metric", "priority") || args.is("preference")) {
    args.next();
    filter.metric = args.unsigned('"metric" value is invalid\n');
  } else if (args.is("via")) filter.via = parseVia(args, family);
  else if (args.is("src")) {
    args.next();
    filter.prefsrc = needPrefix(args, family);
  } else if (args.matches("realms")) parseFilterRealms(ip, args, filter);
  else if (args.matches("from")) {
    args.next();
    [filter.rootSrc, filter.matchSrc] = parseRange(args, family);
  } else {
    if (args.matches("to")) args.next();
    const [root, match] = parseRange(args, family);
    filter.rootDst = root ?? filter.rootDst;
    filter.matchDst = match ?? filter.matchDst;
  }
}

function parseFilter(ip: Ip, args: Arguments): RouteFilter {
  const selection: Selection = { filter: new RouteFilter(), iif: undefined, oif: undefined };
  const { filter } = selection;
  for (; args.more; args.advance()) parseWord(ip, args, selection);
  filter.family = ip.options.family;
  // whatever the prefixes are of
  if (filter.family === AF_UNSPEC && filter.table !== 0) filter.family = AF_INET;
  for (const prefix of [filter.rootDst, filter.matchDst, filter.rootSrc, filter.matchSrc])
    if (prefix && prefix.family === AF_UNSPEC) prefix.family = filter.family;
  if (selection.iif !== undefined) filter.iif = needDevice(ip, selection.iif);
  if (selection.oif !== undefined) filter.oif = needDevice(ip, selection.oif);
  return filter;
}

function dump(ip: Ip, filter: RouteFilter, each: (message: MessageReader) => void, complaint?: string): void {
  const writer = ip.client.begin(RTM_GETROUTE, 0);
  const header = newRouteHeader();
  header.family = filter.family;
  header.protocol = filter.protocol ?? 0;
  if (filter.cloned === "only") header.flags |= RTM_F_CLONED;
  writeRouteHeader(writer, header);
  if (filter.table !== 0) writer.u32(RTA_TABLE, filter.table);
  if (filter.oif !== undefined) writer.u32(RTA_OIF, filter.oif);
  ip.dumpOrExit(each, EXIT_KERNEL, complaint);
}

/** `ip route show`. @returns the exit status */
export function listRoutes(ip: Ip, args: Arguments): number {
  const filter = parseFilter(ip, args);
  ip.out.startJson();
  // the main table is made with its first route
  ip.missingIsEmpty = filter.table === RT_TABLE_MAIN;
  dump(ip, filter, (message) => printRoute(ip, message, filter));
  ip.missingIsEmpty = false;
  ip.out.endJson();
  return 0;
}

function routeTarget(ip: Ip, filter: RouteFilter): FlushTarget {
  const collect = (): Uint8Array[] => {
    const found: Uint8Array[] = [];
    const collectRoute = (message: MessageReader): void => {
      const route = message.type === RTM_NEWROUTE ? readRoute(message) : undefined;
      if (route && routeSelected(route.header, route.table, filter))
        found.push(message.bytes.slice(message.start, message.end));
    };
    dump(ip, filter, collectRoute, "Flush terminated");
    if (ip.options.stats >= 2) for (const bytes of found) printRoute(ip, onMessage(bytes), filter);
    return found;
  };
  const tellsNone = filter.cloned === "only" && filter.family !== AF_INET6;
  return { what: "entries", deleteType: RTM_DELROUTE, failure: EXIT_KERNEL, once: false, tellsNone, collect };
}

const FLUSH_FILE = "/proc/sys/net/ipv4/route/flush";

function flushCache(ip: Ip): void {
  const file = ip.sys.open(FLUSH_FILE, O_WRONLY);
  if (isErrno(file)) {
    ip.complain(`Cannot open "${FLUSH_FILE}": ${strerror(file)}\n`);
    return;
  }
  const written = file.write(new TextEncoder().encode("-1"));
  file.close();
  if (written < 0) ip.complain(`Cannot flush routing cache: ${strerror(written)}\n`);
}

/** `ip route flush`. @returns the exit status */
export function flushRoutes(ip: Ip, args: Arguments): number | Promise<number> {
  if (!args.more) {
    ip.complain('"ip route flush" requires arguments.\n');
    return EXIT_FAILURE;
  }
  const filter = parseFilter(ip, args);
  if (filter.cloned === "only") {
    if (filter.family !== AF_INET6) {
      flushCache(ip);
      if (ip.options.stats > 0) ip.out.text("*** IPv4 routing cache is flushed.\n");
    }
    if (filter.family === AF_INET) return 0;
  }
  return flushPatiently(ip, routeTarget(ip, filter));
}
