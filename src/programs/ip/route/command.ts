/**
 * `ip route`: its commands.
 */
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../../netlink/message.ts";
import { RTM_DELROUTE, RTM_NEWROUTE } from "../../../netlink/rtnetlink.ts";
import { type Arguments, EXIT_FAILURE, EXIT_USAGE } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { getRoute } from "./get.ts";
import { ROUTE_USAGE } from "./help.ts";
import { flushRoutes, listRoutes } from "./list.ts";
import { modifyRoute } from "./modify.ts";

type Handler = (ip: Ip, args: Arguments) => number | Promise<number>;

const modify =
  (type: number, flags: number): Handler =>
  (ip, args) =>
    modifyRoute(ip, args, type, flags);
const refuse =
  (name: string): Handler =>
  (ip) =>
    ip.fail(`ip: "ip route ${name}" is not supported here`, EXIT_FAILURE);

const COMMANDS: readonly (readonly [string, Handler])[] = [
  ["list", listRoutes],
  ["show", listRoutes],
  ["lst", listRoutes],
  ["get", getRoute],
  ["add", modify(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL)],
  ["change", modify(RTM_NEWROUTE, NLM_F_REPLACE)],
  ["chg", modify(RTM_NEWROUTE, NLM_F_REPLACE)],
  ["replace", modify(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE)],
  ["prepend", modify(RTM_NEWROUTE, NLM_F_CREATE)],
  ["append", modify(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_APPEND)],
  ["test", modify(RTM_NEWROUTE, NLM_F_EXCL)],
  ["delete", modify(RTM_DELROUTE, 0)],
  ["flush", flushRoutes],
  ["save", refuse("save")],
  ["restore", refuse("restore")],
  ["showdump", refuse("showdump")],
  ["help", (ip) => ip.usage(ROUTE_USAGE)],
];

export function command(ip: Ip, args: Arguments): number | Promise<number> {
  if (!args.more) return listRoutes(ip, args);
  const found = COMMANDS.find(([name]) => args.matches(name));
  if (!found) {
    ip.complain(`Command "${args.current}" is unknown, try "ip route help".\n`);
    return EXIT_USAGE;
  }
  args.advance();
  return found[1](ip, args.rest());
}
