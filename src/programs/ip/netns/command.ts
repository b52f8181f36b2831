/**
 * `ip netns`: its commands.
 */
import { type Arguments, EXIT_USAGE } from "../arguments.ts";
import type { Command, Ip } from "../context.ts";
import { execute } from "./exec.ts";
import { NETNS_USAGE } from "./help.ts";
import { addNamespace, attachNamespace, deleteNamespace } from "./manage.ts";
import { monitorNamespaces } from "./monitor.ts";
import { identify, listIds, listNamespaces, pids, setId } from "./query.ts";

const COMMANDS: readonly (readonly [string, Command])[] = [
  ["list", listNamespaces],
  ["show", listNamespaces],
  ["lst", listNamespaces],
  ["list-id", listIds],
  ["help", (ip) => ip.usage(NETNS_USAGE)],
  ["add", addNamespace],
  ["set", setId],
  ["delete", deleteNamespace],
  ["identify", identify],
  ["pids", pids],
  ["exec", execute],
  ["monitor", monitorNamespaces],
  ["attach", attachNamespace],
];

function invalidName(name: string): boolean {
  return name === "" || name.length > 255 || name.includes("/") || name === "." || name === "..";
}

export function command(ip: Ip, args: Arguments): number | Promise<number> {
  if (!args.more) return listNamespaces(ip);
  if (!ip.options.all && args.remaining > 1 && invalidName(args.words[1]))
    return ip.fail(`Invalid netns name "${args.words[1]}"`);
  const found = COMMANDS.find(([name]) => args.matches(name));
  if (!found) {
    ip.complain(`Command "${args.current}" is unknown, try "ip netns help".\n`);
    return EXIT_USAGE;
  }
  args.advance();
  return found[1](ip, args.rest());
}
