/**
 * `ip link`: its commands and the requests that they make.
 */
import { AF_PACKET } from "../../../kernel.ts";
import { writeLinkHeader } from "../../../netlink/link.ts";
import {
  IFLA_INFO_DATA,
  IFLA_INFO_KIND,
  IFLA_INFO_SLAVE_DATA,
  IFLA_LINKINFO,
} from "../../../netlink/link-attributes.ts";
import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../../netlink/message.ts";
import { RTM_DELLINK, RTM_NEWLINK } from "../../../netlink/rtnetlink.ts";
import { listLinks } from "../address/list.ts";
import { type Arguments, EXIT_FAILURE, EXIT_KERNEL, EXIT_USAGE } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { LINK_USAGE } from "./help.ts";
import { findKind, isOtherKind } from "./kinds/table.ts";
import { LinkRequest, parseLink } from "./parse.ts";
import { property } from "./property.ts";
import { printLink } from "./show.ts";
import { xstats } from "./xstats.ts";

/** Makes, changes or deletes a link (iproute2's `iplink_modify`). */
function modify(ip: Ip, args: Arguments, type: number, flags: number): number {
  const create = (flags & NLM_F_CREATE) !== 0;
  const request = new LinkRequest(create);
  const writer = ip.client.begin(type, flags);
  const headerAt = writer.length;
  writeLinkHeader(writer, ip.options.family, 0, 0, 0, 0);
  parseLink(ip, args, writer, request);
  if (request.atKind) {
    const info = writer.nest(IFLA_LINKINFO);
    writer.stringUnterminated(IFLA_INFO_KIND, request.type);
    if (args.more && !writeKindData(ip, args, request)) return EXIT_FAILURE;
    writer.endNest(info);
  } else if (create) {
    ip.complain('Not enough information: "type" argument is required\n');
    return EXIT_FAILURE;
  }
  writer.put32(headerAt + 4, request.index);
  writer.put32(headerAt + 8, request.flags);
  writer.put32(headerAt + 12, request.change);
  const done = ip.talkAndEcho((message) => {
    printLink(ip, message, { filter: ip.linkFilter, isLink: ip.linkMode, showQueue: ip.linkMode });
  });
  if (!done) return EXIT_KERNEL;
  ip.links.forget(request.index);
  return 0;
}

/** The words after the kind. @returns false when the command fails */
function writeKindData(ip: Ip, args: Arguments, { type, create }: LinkRequest): boolean {
  const { writer } = ip.client;
  const kind = findKind(type);
  if (!kind) {
    if (isOtherKind(type)) ip.fail(`ip: options of type "${type}" are not supported here`, EXIT_FAILURE);
    if (args.matches("help")) ip.usage(LINK_USAGE);
    ip.complain(`Garbage instead of arguments "${args.current} ...". Try "ip link help".\n`);
    return false;
  }
  const data = writer.nest(type.endsWith("_slave") ? IFLA_INFO_SLAVE_DATA : IFLA_INFO_DATA);
  if (kind.parse && !kind.parse(ip, args, writer, create)) return false;
  writer.endNest(data);
  return true;
}

function help(ip: Ip, args: Arguments): number {
  const usage = args.more ? findKind(args.current)?.usage : undefined;
  if (usage === undefined && args.more && isOtherKind(args.current))
    return ip.fail(`ip: type "${args.current}" is not supported here`, EXIT_FAILURE);
  if (usage === undefined) return ip.usage(LINK_USAGE);
  ip.out.text(usage);
  return 0;
}

function show(ip: Ip, args: Arguments): number {
  ip.options.family = AF_PACKET;
  return listLinks(ip, args, true);
}

type Handler = (ip: Ip, args: Arguments) => number;

const COMMANDS: readonly (readonly [string, Handler])[] = [
  ["add", (ip, args) => modify(ip, args, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL)],
  ["set", (ip, args) => modify(ip, args, RTM_NEWLINK, 0)],
  ["change", (ip, args) => modify(ip, args, RTM_NEWLINK, 0)],
  ["replace", (ip, args) => modify(ip, args, RTM_NEWLINK, NLM_F_CREATE | NLM_F_REPLACE)],
  ["delete", (ip, args) => modify(ip, args, RTM_DELLINK, 0)],
  ["show", show],
  ["lst", show],
  ["list", show],
  ["xstats", xstats],
  ["afstats", (ip) => ip.fail('ip: "ip link afstats" is not supported here', EXIT_FAILURE)],
  ["property", property],
  ["help", help],
];

export function command(ip: Ip, args: Arguments): number {
  if (!args.more) return show(ip, args);
  ip.probeLinks();
  const found = COMMANDS.find(([name]) => args.matches(name));
  if (!found) {
    ip.complain(`Command "${args.current}" is unknown, try "ip link help".\n`);
    return EXIT_USAGE;
  }
  args.advance();
  return found[1](ip, args.rest());
}
