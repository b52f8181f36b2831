/** `ip link xstats`: what kinds of links count of their own. */
import { type Arguments, EXIT_FAILURE } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { rememberLinks } from "../device.ts";
import { findKind, isOtherKind } from "./kinds/table.ts";

/** Their counters are not there; iproute2 6.1 crashes over them without. */
const UNSUPPORTED: ReadonlySet<string> = new Set(["bond", "bond_slave"]);

/** iproute2's `iplink_ifla_xstats` */
export function xstats(ip: Ip, args: Arguments): number {
  if (!args.more) return ip.fail("xstats: missing argument", EXIT_FAILURE);
  if (!args.matches("type")) {
    if (!args.matches("help")) args.invalid("unknown argument");
    ip.out.text("Usage: ... xstats type TYPE [ ARGS ]\n");
    return 0;
  }
  const type = args.next();
  const kind = findKind(type);
  if (UNSUPPORTED.has(type))
    return ip.fail(`ip: "ip link xstats type ${type}" is not supported here`, EXIT_FAILURE);
  if (kind === undefined && !isOtherKind(type)) args.invalid("invalid type");
  if (kind?.xstats === undefined)
    return ip.fail(`xstats: link type ${type} doesn't support xstats`, EXIT_FAILURE);
  rememberLinks(ip);
  args.advance();
  return kind.xstats(ip, args.rest());
}
