/**
 * `ip token`: interface identifiers that are set by hand (iproute2's `iptoken.c`).
 */
import { AF_INET6, AF_UNSPEC } from "../../../kernel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { IFINFOMSG_LEN, readLinkHeader, writeLinkHeader } from "../../../netlink/link.ts";
import {
  IFLA_AF_SPEC,
  IFLA_INET6_MAX,
  IFLA_INET6_TOKEN,
  IFLA_MAX,
  IFLA_PROTINFO,
} from "../../../netlink/link-attributes.ts";
import { IFF_LOOPBACK, IFF_NOARP } from "../../../netlink/link-flags.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import { RTM_GETLINK, RTM_NEWLINK, RTM_SETLINK } from "../../../netlink/rtnetlink.ts";
import { type Arguments, EXIT_FAILURE, EXIT_KERNEL, EXIT_USAGE } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { rememberLinks } from "../device.ts";
import { needPrefix, type Prefix } from "../inet.ts";

const TOKEN_USAGE = `Usage: ip token [ list | set | del | get ] [ TOKEN ] [ dev DEV ]
`;
const NO_TOKEN: Prefix = { family: AF_INET6, bytes: new Uint8Array(16), length: 128, explicit: false };

function print(ip: Ip, message: MessageReader, only: number): void {
  if (message.type !== RTM_NEWLINK || message.length < IFINFOMSG_LEN) return;
  const header = readLinkHeader(message.bytes, message.body);
  if (header.family !== AF_INET6 || (only !== 0 && header.index !== only)) return;
  if ((header.flags & (IFF_LOOPBACK | IFF_NOARP)) !== 0) return;
  const table = new AttributeTable(IFLA_MAX);
  table.parse(message.bytes, message.body + IFINFOMSG_LEN, message.end);
  if (!table.has(IFLA_PROTINFO)) return;
  const inner = new AttributeTable(IFLA_INET6_MAX);
  const start = table.offset(IFLA_PROTINFO);
  inner.parse(table.bytes, start, start + table.length(IFLA_PROTINFO));
  const token = inner.ipv6(IFLA_INET6_TOKEN);
  if (token === undefined) return ip.complain("Seems there's no support for IPv6 token!\n");
  const { out } = ip;
  const text = ip.host(token.toString());
  const name = ip.links.name(header.index);
  out.openObject();
  out.text("token ");
  out.value("token", text, text, "inet6");
  out.text(" dev ");
  out.value("ifname", name, `${name}\n`, "ifname");
  out.closeObject();
}

function list(ip: Ip, args: Arguments): number {
  rememberLinks(ip);
  let only = 0;
  for (; args.more && only === 0; args.advance()) {
    if (!args.is("dev")) continue;
    only = ip.links.index(args.next());
    if (only === 0) args.invalid("dev is invalid\n");
  }
  const writer = ip.client.begin(RTM_GETLINK, 0);
  writeLinkHeader(writer, AF_INET6, 0, 0, 0, 0);
  ip.out.startJson();
  ip.dumpOrExit((message) => print(ip, message, only), EXIT_FAILURE);
  ip.out.endJson();
  return 0;
}

/** What comes twice is passed over. @param given the token, when it is no argument */
function set(ip: Ip, args: Arguments, given?: Prefix): number {
  rememberLinks(ip);
  let token = given;
  let index = 0;
  for (; args.more; args.advance()) {
    if (args.is("dev")) {
      args.next();
      if (index === 0) index = ip.links.index(args.current);
      if (index === 0) args.invalid("dev is invalid\n");
    } else if (args.matches("help")) ip.usage(TOKEN_USAGE);
    else token ??= needPrefix(args, AF_INET6);
  }
  if (token === undefined) ip.fail("Not enough information: token is required.", EXIT_FAILURE);
  if (index === 0) ip.fail('Not enough information: "dev" argument is required.', EXIT_FAILURE);
  const writer = ip.client.begin(RTM_SETLINK, 0);
  writeLinkHeader(writer, AF_UNSPEC, 0, index, 0, 0);
  const spec = writer.nest(IFLA_AF_SPEC);
  const family = writer.nest(AF_INET6);
  writer.data(IFLA_INET6_TOKEN, token.bytes);
  writer.endNest(family);
  writer.endNest(spec);
  return ip.talk() ? 0 : EXIT_KERNEL;
}

type Handler = (ip: Ip, args: Arguments) => number;

const COMMANDS: readonly (readonly [string, Handler])[] = [
  ["list", list],
  ["lst", list],
  ["show", list],
  ["set", (ip, args) => set(ip, args)],
  ["add", (ip, args) => set(ip, args)],
  ["delete", (ip, args) => set(ip, args, NO_TOKEN)],
  ["get", list],
  ["help", (ip) => ip.usage(TOKEN_USAGE)],
];

export function command(ip: Ip, args: Arguments): number {
  if (!args.more) return list(ip, args);
  const found = COMMANDS.find(([name]) => args.matches(name));
  if (!found) {
    ip.complain(`Command "${args.current}" is unknown, try "ip token help".\n`);
    return EXIT_USAGE;
  }
  args.advance();
  return found[1](ip, args.rest());
}
