/**
 * `ip address`: its commands.
 */
import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../../netlink/message.ts";
import { RTM_DELADDR, RTM_NEWADDR } from "../../../netlink/rtnetlink.ts";
import { type Arguments, EXIT_FAILURE, EXIT_USAGE } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { flushAddresses } from "./flush.ts";
import { addressUsage } from "./help.ts";
import { listLinks } from "./list.ts";
import { modifyAddress } from "./modify.ts";

type Handler = (ip: Ip, args: Arguments) => number;

const show: Handler = (ip, args) => listLinks(ip, args, false);
const refuse =
  (name: string): Handler =>
  (ip) =>
    ip.fail(`ip: "ip address ${name}" is not supported here`, EXIT_FAILURE);

const COMMANDS: readonly (readonly [string, Handler])[] = [
  ["add", (ip, args) => modifyAddress(ip, args, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL)],
  ["change", (ip, args) => modifyAddress(ip, args, RTM_NEWADDR, NLM_F_REPLACE)],
  ["chg", (ip, args) => modifyAddress(ip, args, RTM_NEWADDR, NLM_F_REPLACE)],
  ["replace", (ip, args) => modifyAddress(ip, args, RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE)],
  ["delete", (ip, args) => modifyAddress(ip, args, RTM_DELADDR, 0)],
  ["show", show],
  ["lst", show],
  ["list", show],
  ["flush", flushAddresses],
  ["save", refuse("save")],
  ["showdump", refuse("showdump")],
  ["restore", refuse("restore")],
  ["help", (ip) => addressUsage(ip)],
];

export function command(ip: Ip, args: Arguments): number {
  if (!args.more) return show(ip, args);
  const found = COMMANDS.find(([name]) => args.matches(name));
  if (!found) {
    ip.complain(`Command "${args.current}" is unknown, try "ip address help".\n`);
    return EXIT_USAGE;
  }
  args.advance();
  return found[1](ip, args.rest());
}
