/** `ip tunnel`: lists that there are none. Tunnels themselves are not supported. */

import { AF_INET, AF_INET6, AF_UNSPEC } from "../../../kernel.ts";
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
const TUNNEL6_USAGE = `Usage: ip -f inet6 tunnel { add | change | del | show } [ NAME ]
          [ mode { ip6ip6 | ipip6 | ip6gre | vti6 | any } ]
          [ remote ADDR local ADDR ] [ dev PHYS_DEV ]
          [ encaplimit ELIM ]
          [ hoplimit TTL ] [ tclass TCLASS ] [ flowlabel FLOWLABEL ]
          [ dscp inherit ]
          [ [no]allow-localremote ]
          [ [i|o]seq ] [ [i|o]key KEY ] [ [i|o]csum ]

Where: NAME      := STRING
       ADDR      := IPV6_ADDRESS
       ELIM      := { none | 0..255 }(default=4)
       TTL       := 0..255 (default=64)
       TCLASS    := { 0x0..0xff | inherit }
       FLOWLABEL := { 0x0..0xfffff | inherit }
       KEY       := { DOTTED_QUAD | NUMBER }
`;

const TYPES: ReadonlySet<number> = new Set([
  ARPHRD_TUNNEL,
  ARPHRD_TUNNEL6,
  ARPHRD_SIT,
  ARPHRD_IPGRE,
  ARPHRD_IP6GRE,
]);
/** Commands that are refused. */
const OTHERS: readonly string[] = ["add", "change", "delete"];
const OTHERS_OF_IPV4: readonly string[] = ["prl", "6rd"];

export function command(ip: Ip, args: Arguments): number {
  const { family } = ip.options;
  if (family !== AF_UNSPEC && family !== AF_INET && family !== AF_INET6)
    return ip.fail(`Unsupported protocol family: ${family}`);
  const six = family === AF_INET6;
  if (args.matches(...OTHERS, ...(six ? [] : OTHERS_OF_IPV4)))
    return ip.fail(`ip: "ip tunnel ${args.current}" is not supported here`, EXIT_FAILURE);
  if (!args.more || args.matches("show", "lst", "list")) {
    const tunnel = args.remaining > 1 || listLinks(ip.sys).some(({ type }) => TYPES.has(type));
    if (tunnel) return ip.fail("ip: tunnels are not supported here", EXIT_FAILURE);
    ip.out.startJson();
    ip.out.endJson();
    return 0;
  }
  if (args.matches("help")) return ip.usage(six ? TUNNEL6_USAGE : TUNNEL_USAGE);
  return ip.fail(
    six
      ? `Command "${args.current}" is unknown, try "ip -f inet6 tunnel help".`
      : `Command "${args.current}" is unknown, try "ip tunnel help"`,
  );
}
