/** The objects of `bridge`, loaded when they are used. */
import { matches } from "../ip/arguments.ts";
import type { Command, Ip } from "../ip/context.ts";
import { failed } from "./failed.ts";
import { BRIDGE_USAGE } from "./help.ts";

/** Objects in the order in which abbreviations are tried. */
const OBJECTS: readonly (readonly [string, (() => Promise<{ command: Command }>) | undefined])[] = [
  ["link", () => import("./link.ts")],
  ["fdb", () => import("./fdb.ts")],
  ["mdb", () => import("./mdb/command.ts")],
  ["vlan", () => import("./vlan/command.ts")],
  ["vni", () => import("./vni/command.ts")],
  ["monitor", () => import("./monitor.ts")],
  ["help", undefined],
];

/** Runs one object's command. */
export async function runObject(ip: Ip, name: string, words: readonly string[]): Promise<number> {
  const object = OBJECTS.find(([full]) => matches(name, full));
  if (!object) return failed(ip, `Object "${name}" is unknown, try "bridge help".`);
  const [full, load] = object;
  if (full === "help" || load === undefined) return ip.usage(BRIDGE_USAGE);
  const { command } = await ip.process.load(load);
  return command(ip, ip.arguments(words));
}
