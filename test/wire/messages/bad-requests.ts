/** Requests that a kernel refuses: what it says of them, and where in the request. */
import { AF_INET, AF_INET6, AF_UNSPEC } from "../../../src/kernel.ts";
import * as rtm from "../../../src/netlink/rtnetlink.ts";
import { addresses } from "./bad-addresses.ts";
import { CREATE, type Entry, V0 } from "./bad-common.ts";
import { links } from "./bad-links.ts";
import { rest } from "./bad-rest.ts";
import { routes } from "./bad-routes.ts";
import { attribute, bytes, family, ifaddr, ifinfo, join, ndmsg, rtmsg, rule, u32 } from "./building.ts";
import type { Request } from "./requests.ts";

const NLM_F_REQUEST = 1;
const NLM_F_ACK = 4;

/** A valid beginning of each kind of request, and an attribute of it that is a number of four bytes. */
const KINDS: readonly (readonly [
  name: string,
  type: number,
  flags: number,
  header: Uint8Array,
  number: number,
])[] = [
  ["new link", rtm.RTM_NEWLINK, CREATE, ifinfo(AF_UNSPEC), 4],
  ["set link", rtm.RTM_SETLINK, 0, ifinfo(AF_UNSPEC, V0), 4],
  ["delete link", rtm.RTM_DELLINK, 0, ifinfo(AF_UNSPEC, 999), 27],
  ["get link", rtm.RTM_GETLINK, 0, ifinfo(AF_UNSPEC, V0), 29],
  ["new IPv4 address", rtm.RTM_NEWADDR, CREATE, ifaddr(AF_INET, V0, 24), 8],
  ["delete IPv4 address", rtm.RTM_DELADDR, 0, ifaddr(AF_INET, V0, 24), 8],
  ["new IPv6 address", rtm.RTM_NEWADDR, CREATE, ifaddr(AF_INET6, V0, 64), 8],
  ["delete IPv6 address", rtm.RTM_DELADDR, 0, ifaddr(AF_INET6, V0, 64), 8],
  [
    "new IPv4 route",
    rtm.RTM_NEWROUTE,
    CREATE,
    rtmsg(AF_INET, { dst: 24, table: 254, protocol: 4, type: 1 }),
    4,
  ],
  ["delete IPv4 route", rtm.RTM_DELROUTE, 0, rtmsg(AF_INET, { dst: 24, table: 254 }), 4],
  [
    "new IPv6 route",
    rtm.RTM_NEWROUTE,
    CREATE,
    rtmsg(AF_INET6, { dst: 64, table: 254, protocol: 4, type: 1 }),
    4,
  ],
  ["delete IPv6 route", rtm.RTM_DELROUTE, 0, rtmsg(AF_INET6, { dst: 64, table: 254 }), 4],
  ["new rule", rtm.RTM_NEWRULE, CREATE, rule(AF_INET, 0, 0, 0, 100, 0, 0, 1), 6],
  ["delete rule", rtm.RTM_DELRULE, 0, rule(AF_INET, 0, 0, 0, 100, 0, 0, 1), 6],
  ["new IPv6 rule", rtm.RTM_NEWRULE, CREATE, rule(AF_INET6, 0, 0, 0, 100, 0, 0, 1), 6],
  ["new neighbour", rtm.RTM_NEWNEIGH, CREATE, ndmsg(AF_INET, V0, 0, 0x80), 8],
  ["delete neighbour", rtm.RTM_DELNEIGH, 0, ndmsg(AF_INET, V0), 8],
  ["new namespace id", rtm.RTM_NEWNSID, 0, family(0), 1],
  ["get namespace id", rtm.RTM_GETNSID, 0, family(0), 1],
  ["new link property", rtm.RTM_NEWLINKPROP, CREATE, ifinfo(AF_UNSPEC, V0), 4],
  ["delete link property", rtm.RTM_DELLINKPROP, 0, ifinfo(AF_UNSPEC, V0), 4],
  ["IPv4 route decision", rtm.RTM_GETROUTE, 0, rtmsg(AF_INET, { dst: 32 }), 4],
  ["IPv6 route decision", rtm.RTM_GETROUTE, 0, rtmsg(AF_INET6, { dst: 128 }), 4],
  ["get neighbour", rtm.RTM_GETNEIGH, 0, ndmsg(AF_INET, V0), 8],
  ["netconf", rtm.RTM_GETNETCONF, 0, family(AF_INET), 1],
  ["new address label", rtm.RTM_NEWADDRLABEL, CREATE, join(bytes(AF_INET6, 0, 64, 0), u32(0), u32(0)), 2],
];

/** Wrong in the same ways. */
function malformed(): Entry[] {
  return KINDS.flatMap(([name, type, flags, header, number]): Entry[] => [
    [`${name}: nothing`, type, flags, bytes()],
    [`${name}: a family only`, type, flags, header.subarray(0, 4)],
    [`${name}: half a header`, type, flags, header.subarray(0, Math.max(4, header.length - 4))],
    [`${name}: a header only`, type, flags, header],
    [`${name}: an unknown attribute`, type, flags, join(header, attribute(200, u32(1)))],
    [`${name}: a number of one byte`, type, flags, join(header, attribute(number, bytes(1)))],
    [
      `${name}: a number of eight bytes`,
      type,
      flags,
      join(header, attribute(number, bytes(1, 0, 0, 0, 0, 0, 0, 0))),
    ],
    [
      `${name}: an attribute that is too long`,
      type,
      flags,
      join(header, bytes(40, 0, number, 0, 1, 0, 0, 0)),
    ],
    [`${name}: an attribute that is too short`, type, flags, join(header, bytes(3, 0, number, 0))],
    [`${name}: three bytes left over`, type, flags, join(header, bytes(1, 2, 3))],
  ]);
}

export const BAD_REQUESTS: readonly Request[] = [
  ...malformed(),
  ...links(),
  ...addresses(),
  ...routes(),
  ...rest(),
].map(([name, type, flags, body]) => ({
  name,
  type,
  flags: flags | NLM_F_REQUEST | NLM_F_ACK,
  strict: false,
  body,
}));
