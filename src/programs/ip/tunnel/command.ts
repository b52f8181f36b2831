/** `ip tunnel`: lists that there are none. Tunnels themselves are not supported. */
import {
  ARPHRD_IP6GRE,
  ARPHRD_IPGRE,
  ARPHRD_SIT,
  ARPHRD_TUNNEL,
  ARPHRD_TUNNEL6,
} from "../../../netlink/link-flags.ts";
import { listLinks } from "../../lib/links.ts";
import { type Arguments, EXIT_FAILURE } from "../arguments.ts";
import type { Ip } from "../context.ts";

const TUNNEL_USAGE = `Usage: ip tunnel { add | change | del | show | prl | 6rd } [ NAME ]
        [ mode { gre | ipip | isatap | sit | vti } ]
        [ remote ADDR ] [ local ADDR ]
        [ [i|o]seq ] [ [i|o]key KEY ] [ [i|o]csum ]
        [ prl-default ADDR ] [ prl-nodefault ADDR ] [ prl-delete ADDR ]
        [ 6rd-prefix ADDR ] [ 6rd-relay_prefix ADDR ] [ 6rd-reset ]
        [ ttl TTL ] [ tos TOS ] [ [no]pmtudisc ] [ dev PHYS_DEV ]

Where: NAME := STRING
       ADDR := { IP_ADDRESS | any }
       TOS  := { STRING | 00..ff | inherit | inherit/STRING | inherit/00..ff }
       TTL  := { 1..255 | inherit }
       KEY  := { DOTTED_QUAD | NUMBER }
`;
const TYPES: ReadonlySet<number> = new Set([
  ARPHRD_TUNNEL,
  ARPHRD_TUNNEL6,
  ARPHRD_SIT,
  ARPHRD_IPGRE,
  ARPHRD_IP6GRE,
]);
const OTHERS: readonly string[] = ["add", "change", "delete", "prl", "6rd"];

export function command(ip: Ip, args: Arguments): number {
  if (args.matches(...OTHERS))
    return ip.fail(`ip: "ip tunnel ${args.current}" is not supported here`, EXIT_FAILURE);
  if (!args.more || args.matches("show", "lst", "list")) {
    const tunnel = args.remaining > 1 || listLinks(ip.sys).some(({ type }) => TYPES.has(type));
    return tunnel ? ip.fail("ip: tunnels are not supported here", EXIT_FAILURE) : 0;
  }
  if (args.matches("help")) return ip.usage(TUNNEL_USAGE);
  return ip.fail(`Command "${args.current}" is unknown, try "ip tunnel help"`);
}
