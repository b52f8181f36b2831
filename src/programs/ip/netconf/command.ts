/**
 * `ip netconf`: settings of devices that listeners are told of (iproute2's `ipnetconf.c`).
 */
import { AF_UNSPEC } from "../../../kernel.ts";
import type { MessageReader, MessageWriter } from "../../../netlink/message.ts";
import { NETCONFA_IFINDEX, NETCONFMSG_LEN } from "../../../netlink/netconf.ts";
import { RTM_GETNETCONF } from "../../../netlink/rtnetlink.ts";
import { type Arguments, EXIT_FAILURE, EXIT_USAGE } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { rememberLinks } from "../device.ts";
import { printNetconf } from "../monitor/netconf.ts";

const NETCONF_USAGE = `Usage: ip netconf show [ dev STRING ]
`;

/** Whether a message of a dump is about the family: one without settings of its own is answered with all. */
function concerns(ip: Ip, message: MessageReader): boolean {
  const { family } = ip.options;
  return family === AF_UNSPEC || message.bytes[message.body] === family;
}

function beginRequest(ip: Ip): MessageWriter {
  const writer = ip.client.begin(RTM_GETNETCONF, 0);
  writer.put32(writer.reserve(NETCONFMSG_LEN), ip.options.family);
  return writer;
}

/** One device's, asked for by itself: never as JSON, and without a word when the kernel has none. */
function showOne(ip: Ip, index: number): number {
  beginRequest(ip).u32(NETCONFA_IFINDEX, index);
  ip.client.get((message) => printNetconf(ip, message));
  return 0;
}

/** Words that nobody knows are passed over, as iproute2 does. */
function show(ip: Ip, args: Arguments): number {
  let only = 0;
  for (; args.more; args.advance()) {
    if (!args.is("dev")) continue;
    only = ip.links.index(args.next());
    if (only === 0) {
      ip.complain(`Device "${args.current}" does not exist.\n`);
      return EXIT_FAILURE;
    }
  }
  rememberLinks(ip);
  if (only !== 0 && ip.options.family !== AF_UNSPEC) return showOne(ip, only);
  beginRequest(ip);
  ip.out.startJson();
  ip.dumpOrExit((message) => {
    if (concerns(ip, message)) printNetconf(ip, message, only);
  }, EXIT_FAILURE);
  ip.out.endJson();
  return 0;
}

export function command(ip: Ip, args: Arguments): number {
  if (!args.more) return show(ip, args);
  if (args.matches("show", "lst", "list")) {
    args.advance();
    return show(ip, args.rest());
  }
  if (args.matches("help")) ip.usage(NETCONF_USAGE);
  ip.complain(`Command "${args.current}" is unknown, try "ip netconf help".\n`);
  return EXIT_USAGE;
}
