/**
 * The objects of `ip`, loaded when they are used.
 */
import { EXIT_FAILURE, matches } from "./arguments.ts";
import type { Command, Ip } from "./context.ts";
import { IP_USAGE } from "./help.ts";

/** Objects in the order in which abbreviations are tried; those without a loader are known but not supported. */
const OBJECTS: readonly (readonly [string, (() => Promise<{ command: Command }>) | undefined])[] = [
  ["address", () => import("./address/command.ts")],
  ["addrlabel", () => import("./addrlabel/command.ts")],
  ["maddress", () => import("./maddress/command.ts")],
  ["route", () => import("./route/command.ts")],
  ["rule", () => import("./rule/command.ts")],
  ["neighbor", () => import("./neigh/command.ts")],
  ["neighbour", () => import("./neigh/command.ts")],
  ["ntable", () => import("./ntable/command.ts")],
  ["ntbl", () => import("./ntable/command.ts")],
  ["link", () => import("./link/command.ts")],
  ["l2tp", undefined],
  ["fou", undefined],
  ["ila", undefined],
  ["macsec", undefined],
  ["tunnel", () => import("./tunnel/command.ts")],
  ["tunl", () => import("./tunnel/command.ts")],
  ["tuntap", () => import("./tuntap/command.ts")],
  ["tap", () => import("./tuntap/command.ts")],
  ["token", () => import("./token/command.ts")],
  ["tcpmetrics", undefined],
  ["tcp_metrics", undefined],
  ["monitor", () => import("./monitor/command.ts")],
  ["xfrm", undefined],
  ["mroute", undefined],
  ["mrule", undefined],
  ["netns", () => import("./netns/command.ts")],
  ["netconf", () => import("./netconf/command.ts")],
  ["vrf", undefined],
  ["sr", undefined],
  ["nexthop", undefined],
  ["mptcp", undefined],
  ["ioam", undefined],
  ["help", undefined],
  ["stats", undefined],
];

/** Runs one object's command. */
export async function runObject(ip: Ip, name: string, words: readonly string[]): Promise<number> {
  const object = OBJECTS.find(([full]) => matches(name, full));
  if (!object) {
    ip.complain(`Object "${name}" is unknown, try "ip help".\n`);
    return EXIT_FAILURE;
  }
  const [full, load] = object;
  if (full === "help") return ip.usage(IP_USAGE);
  if (!load) return ip.fail(`ip: object "${full}" is not supported here`, 1);
  const { command } = await ip.process.load(load);
  return command(ip, ip.arguments(words));
}
