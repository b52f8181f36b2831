/**
 * `ip monitor`: prints notifications until it is ended.
 */
import { EAGAIN, ENOBUFS, isErrno, strerror } from "../../../errno.ts";
import { AF_INET, AF_INET6, AF_UNSPEC, type ReceivedMessage } from "../../../kernel.ts";
import { readS32 } from "../../../netlink/attribute.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import {
  RTM_DELADDR,
  RTM_DELLINK,
  RTM_DELNEIGH,
  RTM_DELNETCONF,
  RTM_DELNSID,
  RTM_DELROUTE,
  RTM_DELRULE,
  RTM_GETNEIGH,
  RTM_NEWADDR,
  RTM_NEWLINK,
  RTM_NEWNEIGH,
  RTM_NEWNETCONF,
  RTM_NEWNSID,
  RTM_NEWPREFIX,
  RTM_NEWROUTE,
  RTM_NEWRULE,
  RTNLGRP_IPV4_IFADDR,
  RTNLGRP_IPV4_NETCONF,
  RTNLGRP_IPV4_ROUTE,
  RTNLGRP_IPV4_RULE,
  RTNLGRP_IPV6_IFADDR,
  RTNLGRP_IPV6_NETCONF,
  RTNLGRP_IPV6_PREFIX,
  RTNLGRP_IPV6_ROUTE,
  RTNLGRP_IPV6_RULE,
  RTNLGRP_LINK,
  RTNLGRP_NEIGH,
  RTNLGRP_NSID,
  SOL_NETLINK,
} from "../../../netlink/rtnetlink.ts";
import { printAddress } from "../address/show.ts";
import { type Arguments, EXIT_FAILURE } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { rememberLinks } from "../device.ts";
import { LinkFilter } from "../link/filter.ts";
import { printLink } from "../link/show.ts";
import { NeighFilter, printNeighbour, STATE_NONE } from "../neigh/show.ts";
import { rememberNamespaces } from "../netns/ids.ts";
import { printNsid } from "../netns/query.ts";
import { RouteFilter } from "../route/filter.ts";
import { printRoute, readRoute } from "../route/show.ts";
import { printRule } from "../rule/show.ts";
import { MONITOR_USAGE } from "./help.ts";
import { printLog } from "./log.ts";
import { printNetconf } from "./netconf.ts";
import { printPrefix } from "./prefix.ts";
import { formatTimestamp } from "./timestamp.ts";

/** What is watched: the groups to join by family, and the label of its messages. */
interface Watched {
  readonly name: string;
  readonly label: string;
  readonly any: readonly number[];
  readonly inet: readonly number[];
  readonly inet6: readonly number[];
  readonly types: readonly number[];
}

function watched(
  name: string,
  label: string,
  types: readonly number[],
  groups: { any?: number[]; inet?: number[]; inet6?: number[] },
): Watched {
  return { name, label, types, any: groups.any ?? [], inet: groups.inet ?? [], inet6: groups.inet6 ?? [] };
}

/** Objects in the order in which abbreviations are tried. */
const OBJECTS: readonly Watched[] = [
  watched("link", "LINK", [RTM_NEWLINK, RTM_DELLINK], { any: [RTNLGRP_LINK] }),
  watched("address", "ADDR", [RTM_NEWADDR, RTM_DELADDR], {
    inet: [RTNLGRP_IPV4_IFADDR],
    inet6: [RTNLGRP_IPV6_IFADDR],
  }),
  watched("route", "ROUTE", [RTM_NEWROUTE, RTM_DELROUTE], {
    inet: [RTNLGRP_IPV4_ROUTE],
    inet6: [RTNLGRP_IPV6_ROUTE],
  }),
  watched("prefix", "PREFIX", [RTM_NEWPREFIX], { inet6: [RTNLGRP_IPV6_PREFIX] }),
  watched("neigh", "NEIGH", [RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH], { any: [RTNLGRP_NEIGH] }),
  watched("rule", "RULE", [RTM_NEWRULE, RTM_DELRULE], {
    inet: [RTNLGRP_IPV4_RULE],
    inet6: [RTNLGRP_IPV6_RULE],
  }),
  watched("netconf", "NETCONF", [RTM_NEWNETCONF, RTM_DELNETCONF], {
    inet: [RTNLGRP_IPV4_NETCONF],
    inet6: [RTNLGRP_IPV6_NETCONF],
  }),
  watched("nsid", "NSID", [RTM_NEWNSID, RTM_DELNSID], { any: [RTNLGRP_NSID] }),
];
/** Known to iproute2, of features that are not supported here. */
const OTHERS: readonly string[] = ["mroute", "nexthop", "stats"];

class Monitor {
  readonly chosen = new Set<Watched>();
  labels = false;
  allNsid = false;
  index = 0;
  /** A log to print instead of what happens. */
  file: string | undefined = undefined;
  private shown = false;
  private readonly ip: Ip;
  private readonly linkFilter = new LinkFilter();
  private readonly neighFilter = new NeighFilter();
  private readonly routeFilter = new RouteFilter();

  constructor(ip: Ip) {
    this.ip = ip;
  }

  prepare(): void {
    // the family chooses the groups to listen to; there is one for the neighbours of all
    this.neighFilter.family = this.ip.options.family;
    this.linkFilter.index = this.index;
    this.neighFilter.index = this.index;
    this.neighFilter.state = -1 | STATE_NONE;
    this.routeFilter.table = 0;
    this.routeFilter.cloned = "any";
    if (this.index !== 0) this.routeFilter.oif = this.index;
  }

  /** Whether something was shown since it was last asked. */
  takeShown(): boolean {
    const { shown } = this;
    this.shown = false;
    return shown;
  }

  /** Prints one notification. */
  handle(message: MessageReader, datagram: ReceivedMessage): void {
    const object = OBJECTS.find((one) => one.types.includes(message.type));
    if (!object) return;
    const { ip } = this;
    const { timestamp } = ip.options;
    if (timestamp !== "none") ip.out.text(formatTimestamp(ip.sys.realtime(), timestamp === "short"));
    const nsid = nsidOf(datagram);
    if (this.allNsid) ip.out.text(nsid < 0 ? "[nsid current]" : `[nsid ${nsid}]`);
    if (this.labels) ip.out.text(`[${object.label}]`);
    const before = ip.out.texts;
    this.print(message);
    if (ip.out.texts !== before) this.shown = true;
  }

  private print(message: MessageReader): void {
    const { ip } = this;
    switch (message.type) {
      case RTM_NEWLINK:
      case RTM_DELLINK:
        if (message.type === RTM_NEWLINK) ip.links.remember(message);
        printLink(ip, message, { filter: this.linkFilter, isLink: false, showQueue: false });
        if (message.type === RTM_DELLINK) ip.links.remember(message);
        return;
      case RTM_NEWADDR:
      case RTM_DELADDR:
        return printAddress(ip, message, this.linkFilter, true);
      case RTM_NEWROUTE:
      case RTM_DELROUTE:
        if (readRoute(message)) printRoute(ip, message, this.routeFilter);
        return;
      case RTM_NEWNEIGH:
      case RTM_DELNEIGH:
      case RTM_GETNEIGH:
        return printNeighbour(ip, message, this.neighFilter);
      case RTM_NEWRULE:
      case RTM_DELRULE:
        return printRule(ip, message);
      case RTM_NEWPREFIX:
        return printPrefix(ip, message);
      case RTM_NEWNETCONF:
      case RTM_DELNETCONF:
        return printNetconf(ip, message, this.index);
      default:
        return printNsid(ip, message);
    }
  }
}

const NETLINK_LISTEN_ALL_NSID = 8;
const FROM_FILE: ReceivedMessage = { from: undefined, control: [], flags: 0 };

/** The id of the namespace that a datagram came from; -1 for the own one. */
function nsidOf(datagram: ReceivedMessage): number {
  const found = datagram.control.find(
    (message) => message.level === SOL_NETLINK && message.type === NETLINK_LISTEN_ALL_NSID,
  );
  return found && found.data.length >= 4 ? readS32(found.data, 0) : -1;
}

function parse(ip: Ip, args: Arguments): Monitor {
  const monitor = new Monitor(ip);
  for (; args.more; args.advance()) {
    if (args.matches("file")) {
      monitor.file = args.next();
    } else if (args.matches("label")) monitor.labels = true;
    else if (args.is("all")) monitor.labels = true;
    else if (args.matches("all-nsid")) monitor.allNsid = true;
    else if (args.matches("help")) ip.usage(MONITOR_USAGE);
    else if (args.is("dev")) {
      monitor.index = ip.links.index(args.next());
      if (monitor.index === 0) args.invalid("Device does not exist\n");
    } else parseObject(ip, args, monitor);
  }
  return monitor;
}

function parseObject(ip: Ip, args: Arguments, monitor: Monitor): void {
  const object = OBJECTS.find(({ name }) => args.matches(name));
  if (object) monitor.chosen.add(object);
  else if (OTHERS.some((name) => args.matches(name)))
    ip.fail(`ip: "ip monitor ${args.current}" is not supported here`, EXIT_FAILURE);
  else ip.fail(`Argument "${args.current}" is unknown, try "ip monitor help".`);
}

export async function command(ip: Ip, args: Arguments): Promise<number> {
  const monitor = parse(ip, args);
  monitor.prepare();
  ip.resolveNamespaces = false;
  if (monitor.file !== undefined)
    return printLog(ip, monitor.file, (message) => monitor.handle(message, FROM_FILE));
  const client = ip.openClient();
  if (isErrno(client)) return ip.fail(`Cannot open netlink socket: ${strerror(client)}`, EXIT_FAILURE);
  const { family } = ip.options;
  const objects = monitor.chosen.size > 0 ? [...monitor.chosen] : OBJECTS;
  for (const object of objects) {
    for (const group of object.any) client.join(group);
    if (family === AF_UNSPEC || family === AF_INET) for (const group of object.inet) client.join(group);
    if (family === AF_UNSPEC || family === AF_INET6) for (const group of object.inet6) client.join(group);
  }
  if (monitor.allNsid) client.listenAllNsid();
  rememberLinks(ip);
  // iproute2 has the list of links from the same socket, and passes over what comes with it: ids that the list gives to namespaces
  client.discard();
  rememberNamespaces(ip);
  for (;;) {
    const error = await client.listen(
      (source) => ip.process.poll([source]),
      (message, datagram) => monitor.handle(message, datagram),
      // labels of what is not shown wait for the next that is
      () => (monitor.takeShown() ? ip.process.stdout.flush() : undefined),
    );
    if (error === -ENOBUFS) ip.complain(`netlink receive error ${strerror(error)} (${ENOBUFS})\n`);
    else if (error !== -EAGAIN) break;
  }
  client.close();
  return EXIT_FAILURE;
}
