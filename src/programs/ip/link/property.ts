/** `ip link property add|del dev DEVICE altname NAME …`. */
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import { writeLinkHeader } from "../../../netlink/link.ts";
import { IFLA_ALT_IFNAME, IFLA_PROP_LIST } from "../../../netlink/link-attributes.ts";
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL } from "../../../netlink/message.ts";
import { RTM_DELLINKPROP, RTM_NEWLINKPROP } from "../../../netlink/rtnetlink.ts";
import { type Arguments, EXIT_FAILURE, EXIT_KERNEL, EXIT_USAGE } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { validAltname } from "../link-map.ts";
import { LINK_USAGE } from "./help.ts";

function modify(ip: Ip, args: Arguments, type: number, flags: number): number {
  let dev: string | undefined;
  const names: string[] = [];
  for (; args.more; args.advance()) {
    if (args.matches("altname")) {
      args.next();
      if (!validAltname(args.current)) args.invalid("not a valid altname");
      names.push(args.current);
    } else {
      if (args.matches("help")) ip.usage(LINK_USAGE);
      if (args.is("dev")) args.next();
      if (dev !== undefined) args.garbage("dev");
      if (!validAltname(args.current)) args.invalid('"dev" not a valid ifname');
      dev = args.current;
    }
  }
  if (dev === undefined) return ip.fail('Not enough of information: "dev" argument is required.');
  const index = ip.links.index(dev);
  if (index === 0) {
    ip.complain(`Cannot find device "${dev}"\n`);
    return EXIT_FAILURE;
  }
  const writer = ip.client.begin(type, flags);
  writeLinkHeader(writer, ip.options.family, 0, index, 0, 0);
  const list = writer.nest(IFLA_PROP_LIST | NLA_F_NESTED);
  for (const name of names) writer.string(IFLA_ALT_IFNAME, name);
  writer.endNest(list);
  return ip.talk() ? 0 : EXIT_KERNEL;
}

/** Reads the words and sends the request. @returns the exit status */
export function property(ip: Ip, args: Arguments): number {
  if (!args.more) return ip.usage(LINK_USAGE);
  const sub = new SubCommand(args);
  if (sub.is("add")) return modify(ip, sub.rest(), RTM_NEWLINKPROP, NLM_F_EXCL | NLM_F_CREATE | NLM_F_APPEND);
  if (sub.is("del")) return modify(ip, sub.rest(), RTM_DELLINKPROP, 0);
  if (sub.is("help")) return ip.usage(LINK_USAGE);
  ip.complain("Operator required\n");
  return EXIT_USAGE;
}

class SubCommand {
  private readonly args: Arguments;
  constructor(args: Arguments) {
    this.args = args;
  }

  is(name: string): boolean {
    return this.args.matches(name);
  }

  rest(): Arguments {
    this.args.advance();
    return this.args.rest();
  }
}
