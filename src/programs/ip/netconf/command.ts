/** `ip netconf`: the settings of devices that rtnetlink tells about (iproute2's `ipnetconf.c`). */
import { AF_UNSPEC } from "../../../kernel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import type { MessageReader, MessageWriter } from "../../../netlink/message.ts";
import { NETCONFA_IFINDEX, NETCONFA_MAX, NETCONFMSG_LEN } from "../../../netlink/netconf.ts";
import { RTM_GETNETCONF } from "../../../netlink/rtnetlink.ts";
import { type Arguments, EXIT_FAILURE, EXIT_USAGE } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { printNetconf } from "../monitor/netconf.ts";

const USAGE = "Usage: ip netconf show [ dev STRING ]\n";

function begin(ip: Ip): MessageWriter {
  const writer = ip.client.begin(RTM_GETNETCONF, 0);
  const at = writer.reserve(NETCONFMSG_LEN);
  writer.bytes[at] = ip.options.family;
  return writer;
}

/** Whether a message is about the device; 0 is any. */
function isAbout(message: MessageReader, index: number): boolean {
  if (index === 0 || message.length < NETCONFMSG_LEN) return index === 0;
  const table = new AttributeTable(NETCONFA_MAX);
  table.parse(message.bytes, message.body + NETCONFMSG_LEN, message.end);
  return table.has(NETCONFA_IFINDEX) && table.s32(NETCONFA_IFINDEX) === index;
}

function show(ip: Ip, args: Arguments): number {
  let index = 0;
  for (; args.more; args.advance()) {
    // other words are passed over
    if (args.current !== "dev") continue;
    const name = args.next();
    index = ip.links.index(name);
    if (index === 0) return ip.fail(`Device "${name}" does not exist.`, EXIT_FAILURE);
  }
  if (index !== 0 && ip.options.family !== AF_UNSPEC) return get(ip, index);
  begin(ip);
  ip.out.startJson();
  ip.dumpOrExit((message) => {
    if (isAbout(message, index)) printNetconf(ip, message);
  }, EXIT_FAILURE);
  ip.out.endJson();
  return 0;
}

/** One device of one family is asked for, and shown as text whatever the options say. */
function get(ip: Ip, index: number): number {
  begin(ip).u32(NETCONFA_IFINDEX, index);
  return ip.get((message) => printNetconf(ip, message)) ? 0 : EXIT_FAILURE;
}

export function command(ip: Ip, args: Arguments): number {
  if (!args.more) return show(ip, args);
  if (args.matches("show", "lst", "list")) {
    args.advance();
    return show(ip, args.rest());
  }
  if (args.matches("help")) return ip.usage(USAGE);
  ip.complain(`Command "${args.current}" is unknown, try "ip netconf help".\n`);
  return EXIT_USAGE;
}
