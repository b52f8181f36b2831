/** What both kernels are asked: dumps and single requests, with and without strict checking, filters and extension masks. */
import { AF_INET, AF_INET6, AF_PACKET, AF_UNSPEC } from "../../../src/kernel.ts";
import * as rtm from "../../../src/netlink/rtnetlink.ts";
import {
  attribute,
  bytes,
  family,
  ifaddr,
  ifinfo,
  join,
  ndmsg,
  rtmsg,
  rule,
  stats,
  text,
  u32,
} from "./building.ts";

const NLM_F_REQUEST = 1;
const NLM_F_ACK = 4;
const NLM_F_DUMP = 0x300;
const AF_BRIDGE = 7;
const RTNL_FAMILY_IPMR = 128;
const RTNL_FAMILY_IP6MR = 129;
/** A family that no rtnetlink handler knows. */
const AF_NOBODY = 40;

export interface Request {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  /** `NETLINK_GET_STRICT_CHK` */
  readonly strict: boolean;
  readonly body: Uint8Array;
}

const ALL_FAMILIES = [AF_UNSPEC, AF_INET, AF_INET6, AF_PACKET, AF_BRIDGE, AF_NOBODY];
const IP = [AF_INET, AF_INET6];
const V4_IN_16 = bytes(10, 1, 2, 3);
const V6_NEAR = bytes(0x20, 1, 0x0d, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9);
const V6_GATEWAY = bytes(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5);

type Entry = readonly [name: string, type: number, body: Uint8Array];

/** Indexes of the set-up script's links; 1 is lo. */
const V1 = 10;
const V0 = 11;

function dumps(): Entry[] {
  const list: Entry[] = [];
  for (const each of ALL_FAMILIES) {
    list.push([`links of family ${each}`, rtm.RTM_GETLINK, ifinfo(each)]);
    list.push([`addresses of family ${each}`, rtm.RTM_GETADDR, ifaddr(each)]);
    list.push([`routes of family ${each}`, rtm.RTM_GETROUTE, rtmsg(each)]);
    list.push([`neighbours of family ${each}`, rtm.RTM_GETNEIGH, ndmsg(each)]);
    list.push([`rules of family ${each}`, rtm.RTM_GETRULE, rule(each)]);
    list.push([`netconf of family ${each}`, rtm.RTM_GETNETCONF, family(each)]);
    list.push([`neighbour tables of family ${each}`, rtm.RTM_GETNEIGHTBL, family(each)]);
    list.push([
      `address labels of family ${each}`,
      rtm.RTM_GETADDRLABEL,
      join(bytes(each, 0, 0, 0), u32(0), u32(0)),
    ]);
    list.push([`statistics of family ${each}`, rtm.RTM_GETSTATS, stats(0, 1, each)]);
    list.push([`namespace ids of family ${each}`, rtm.RTM_GETNSID, family(each)]);
    list.push([`next hops of family ${each}`, rtm.RTM_GETNEXTHOP, bytes(each, 0, 0, 0, 0, 0, 0, 0)]);
  }
  for (const each of [RTNL_FAMILY_IPMR, RTNL_FAMILY_IP6MR]) {
    list.push([`routes of family ${each}`, rtm.RTM_GETROUTE, rtmsg(each)]);
    list.push([`rules of family ${each}`, rtm.RTM_GETRULE, rule(each)]);
  }
  for (const mask of [1, 8, 9, 0xff]) {
    list.push([
      `links, extensions ${mask}`,
      rtm.RTM_GETLINK,
      join(ifinfo(AF_UNSPEC), attribute(29, u32(mask))),
    ]);
  }
  list.push(
    [
      "links with a kind",
      rtm.RTM_GETLINK,
      join(ifinfo(AF_UNSPEC), attribute(18, attribute(1, text("veth")))),
    ],
    [
      "links with a kind, packet",
      rtm.RTM_GETLINK,
      join(ifinfo(AF_PACKET), attribute(18, attribute(1, text("tun")))),
    ],
    ["links with a master", rtm.RTM_GETLINK, join(ifinfo(AF_UNSPEC), attribute(10, u32(V0)))],
    ["links, one index", rtm.RTM_GETLINK, ifinfo(AF_UNSPEC, V0)],
    [
      "links, an attribute that filters nothing",
      rtm.RTM_GETLINK,
      join(ifinfo(AF_UNSPEC), attribute(4, u32(1500))),
    ],
    ["links, short header", rtm.RTM_GETLINK, family(AF_UNSPEC)],
    ["links of IPv6, one index", rtm.RTM_GETLINK, ifinfo(AF_INET6, V0)],
    ["links of IPv6, short header", rtm.RTM_GETLINK, family(AF_INET6)],
    ["links in another namespace", rtm.RTM_GETLINK, join(ifinfo(AF_UNSPEC), attribute(46, u32(0)))],
    ["links in no namespace", rtm.RTM_GETLINK, join(ifinfo(AF_UNSPEC), attribute(46, u32(77)))],
    ["addresses in another namespace", rtm.RTM_GETADDR, join(ifaddr(AF_UNSPEC), attribute(10, u32(0)))],
    ["addresses in no namespace", rtm.RTM_GETADDR, join(ifaddr(AF_INET), attribute(10, u32(77)))],
    ["addresses, short header", rtm.RTM_GETADDR, family(AF_UNSPEC)],
    ["addresses, a prefix length", rtm.RTM_GETADDR, bytes(AF_INET, 24, 0, 0, 0, 0, 0, 0)],
    ["addresses, an attribute", rtm.RTM_GETADDR, join(ifaddr(AF_INET), attribute(2, V4_IN_16))],
    ["groups of IPv4", rtm.RTM_GETMULTICAST, ifaddr(AF_INET)],
    ["groups of IPv6", rtm.RTM_GETMULTICAST, ifaddr(AF_INET6)],
    ["groups of all", rtm.RTM_GETMULTICAST, ifaddr(AF_UNSPEC)],
    ["anycast of IPv6", rtm.RTM_GETANYCAST, ifaddr(AF_INET6)],
    ["anycast of all", rtm.RTM_GETANYCAST, ifaddr(AF_UNSPEC)],
    ["queueing disciplines", rtm.RTM_GETQDISC, join(family(0), u32(0), u32(0), u32(0), u32(0))],
  );
  list.push(...strange());
  for (const each of IP) {
    list.push(
      [`addresses of ${each}, one index`, rtm.RTM_GETADDR, ifaddr(each, V0)],
      [`addresses of ${each}, no such index`, rtm.RTM_GETADDR, ifaddr(each, 999)],
      [`routes of ${each}, main`, rtm.RTM_GETROUTE, rtmsg(each, { table: 254 })],
      [`routes of ${each}, table 100`, rtm.RTM_GETROUTE, join(rtmsg(each), attribute(15, u32(100)))],
      [`routes of ${each}, table 1000`, rtm.RTM_GETROUTE, join(rtmsg(each), attribute(15, u32(1000)))],
      [`routes of ${each}, no such table`, rtm.RTM_GETROUTE, join(rtmsg(each), attribute(15, u32(4711)))],
      [`routes of ${each}, protocol static`, rtm.RTM_GETROUTE, rtmsg(each, { protocol: 4 })],
      [`routes of ${each}, unreachable`, rtm.RTM_GETROUTE, rtmsg(each, { type: 7 })],
      [`routes of ${each}, cloned`, rtm.RTM_GETROUTE, rtmsg(each, { flags: 0x200 })],
      [`routes of ${each}, prefix`, rtm.RTM_GETROUTE, rtmsg(each, { flags: 0x800 })],
      [`routes of ${each}, one device`, rtm.RTM_GETROUTE, join(rtmsg(each), attribute(4, u32(V0)))],
      [`routes of ${each}, no such device`, rtm.RTM_GETROUTE, join(rtmsg(each), attribute(4, u32(999)))],
      [`routes of ${each}, a destination`, rtm.RTM_GETROUTE, rtmsg(each, { dst: 24 })],
      [`neighbours of ${each}, one device`, rtm.RTM_GETNEIGH, join(ndmsg(each), attribute(8, u32(V0)))],
      [`neighbours of ${each}, index in the header`, rtm.RTM_GETNEIGH, ndmsg(each, V0)],
      [`neighbours of ${each}, a master`, rtm.RTM_GETNEIGH, join(ndmsg(each), attribute(9, u32(V0)))],
      [`proxies of ${each}`, rtm.RTM_GETNEIGH, ndmsg(each, 0, 8)],
      [`proxies of ${each}, one device`, rtm.RTM_GETNEIGH, join(ndmsg(each, 0, 8), attribute(8, u32(V0)))],
      [`rules of ${each}, an attribute`, rtm.RTM_GETRULE, join(rule(each), attribute(15, u32(100)))],
      [`rules of ${each}, a table`, rtm.RTM_GETRULE, rule(each, 0, 0, 0, 100)],
    );
  }
  return list;
}

/** Dumps with headers and attributes that a strict kernel refuses. */
function strange(): Entry[] {
  const both = IP.flatMap((each): Entry[] => [
    [`addresses of ${each}, a scope`, rtm.RTM_GETADDR, join(bytes(each, 0, 0, 253), u32(0))],
    [`addresses of ${each}, a local address`, rtm.RTM_GETADDR, join(ifaddr(each), attribute(2, V6_NEAR))],
    [`addresses of ${each}, another namespace`, rtm.RTM_GETADDR, join(ifaddr(each), attribute(10, u32(0)))],
    [
      `addresses of ${each}, an unknown attribute`,
      rtm.RTM_GETADDR,
      join(ifaddr(each), attribute(99, u32(0))),
    ],
    [`routes of ${each}, a type of service`, rtm.RTM_GETROUTE, bytes(each, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0)],
    [`routes of ${each}, a gateway`, rtm.RTM_GETROUTE, join(rtmsg(each), attribute(5, V6_NEAR))],
    [`routes of ${each}, other flags`, rtm.RTM_GETROUTE, rtmsg(each, { flags: 0x100 })],
    [`routes of ${each}, short header`, rtm.RTM_GETROUTE, family(each)],
    [`routes of ${each}, an unknown attribute`, rtm.RTM_GETROUTE, join(rtmsg(each), attribute(99, u32(0)))],
    [`neighbours of ${each}, a state`, rtm.RTM_GETNEIGH, ndmsg(each, 0, 0, 0x80)],
    [`neighbours of ${each}, a flag`, rtm.RTM_GETNEIGH, ndmsg(each, 0, 0x80)],
    [`neighbours of ${each}, an address`, rtm.RTM_GETNEIGH, join(ndmsg(each), attribute(1, V6_NEAR))],
    [`neighbours of ${each}, short header`, rtm.RTM_GETNEIGH, family(each)],
    [`rules of ${each}, short header`, rtm.RTM_GETRULE, family(each)],
    [`rules of ${each}, a source prefix`, rtm.RTM_GETRULE, rule(each, 0, 24)],
    [`netconf of ${each}, an index`, rtm.RTM_GETNETCONF, join(family(each), attribute(1, u32(V0)))],
    [`netconf of ${each}, a byte`, rtm.RTM_GETNETCONF, bytes(each)],
    [`neighbour tables of ${each}, padding`, rtm.RTM_GETNEIGHTBL, bytes(each, 1, 0, 0)],
    [
      `neighbour tables of ${each}, an attribute`,
      rtm.RTM_GETNEIGHTBL,
      join(family(each), attribute(1, text("arp_cache"))),
    ],
  ]);
  return [
    ...both,
    ["anycast of IPv6, a prefix length", rtm.RTM_GETANYCAST, ifaddr(AF_INET6, 0, 64)],
    ["groups of IPv6, one index", rtm.RTM_GETMULTICAST, ifaddr(AF_INET6, V0)],
    ["links, a family and an index", rtm.RTM_GETLINK, ifinfo(AF_PACKET, V0)],
    ["links, flags", rtm.RTM_GETLINK, ifinfo(AF_UNSPEC, 0, 1, 1)],
    [
      "links, no such kind",
      rtm.RTM_GETLINK,
      join(ifinfo(AF_UNSPEC), attribute(18, attribute(1, text("nosuch")))),
    ],
    ["links, no such master", rtm.RTM_GETLINK, join(ifinfo(AF_UNSPEC), attribute(10, u32(999)))],
    ["links, a name", rtm.RTM_GETLINK, join(ifinfo(AF_UNSPEC), attribute(3, text("v0")))],
    ["links, an unknown attribute", rtm.RTM_GETLINK, join(ifinfo(AF_UNSPEC), attribute(99, u32(0)))],
    ["statistics, none", rtm.RTM_GETSTATS, stats(0, 0)],
    ["statistics, all", rtm.RTM_GETSTATS, stats(0, 0x1f)],
    ["statistics, one index", rtm.RTM_GETSTATS, stats(V0, 1)],
    ["statistics, padding", rtm.RTM_GETSTATS, join(bytes(0, 1, 0, 0), u32(0), u32(1))],
    ["statistics, short header", rtm.RTM_GETSTATS, family(0)],
    ["namespace ids, another namespace", rtm.RTM_GETNSID, join(family(0), attribute(4, u32(0)))],
    ["namespace ids, no namespace", rtm.RTM_GETNSID, join(family(0), attribute(4, u32(77)))],
    ["namespace ids, an id", rtm.RTM_GETNSID, join(family(0), attribute(1, u32(0)))],
    [
      "address labels, a prefix length",
      rtm.RTM_GETADDRLABEL,
      join(bytes(AF_INET6, 0, 64, 0), u32(0), u32(0)),
    ],
    [
      "address labels, an attribute",
      rtm.RTM_GETADDRLABEL,
      join(bytes(AF_INET6, 0, 0, 0), u32(0), u32(0), attribute(2, u32(1))),
    ],
    ["address labels, short header", rtm.RTM_GETADDRLABEL, family(AF_INET6)],
    ["unknown dump", 70, family(0)],
    ["no header", rtm.RTM_GETLINK, bytes()],
    ["routes without a header", rtm.RTM_GETROUTE, bytes()],
    ["addresses without a header", rtm.RTM_GETADDR, bytes()],
  ];
}

function singles(): Entry[] {
  const list: Entry[] = [];
  for (const index of [1, V1, V0, 12, 14, 999, 0]) {
    list.push([`link ${index}`, rtm.RTM_GETLINK, ifinfo(AF_UNSPEC, index)]);
  }
  for (const index of [1, V0, 999]) {
    list.push([`statistics of ${index}`, rtm.RTM_GETSTATS, stats(index, 1)]);
    list.push([`statistics of ${index}, by family`, rtm.RTM_GETSTATS, stats(index, 0x1f)]);
    list.push([`statistics of ${index}, none`, rtm.RTM_GETSTATS, stats(index, 0)]);
    list.push([
      `IPv4 netconf of ${index}`,
      rtm.RTM_GETNETCONF,
      join(family(AF_INET), attribute(1, u32(index))),
    ]);
    list.push([
      `IPv6 netconf of ${index}`,
      rtm.RTM_GETNETCONF,
      join(family(AF_INET6), attribute(1, u32(index))),
    ]);
  }
  for (const index of [0xffffffff, 0xfffffffe]) {
    list.push([
      `IPv4 netconf of ${index | 0}`,
      rtm.RTM_GETNETCONF,
      join(family(AF_INET), attribute(1, u32(index))),
    ]);
    list.push([
      `IPv6 netconf of ${index | 0}`,
      rtm.RTM_GETNETCONF,
      join(family(AF_INET6), attribute(1, u32(index))),
    ]);
  }
  list.push(
    ["link by name", rtm.RTM_GETLINK, join(ifinfo(AF_UNSPEC), attribute(3, text("v0")))],
    [
      "link by alternative name",
      rtm.RTM_GETLINK,
      join(ifinfo(AF_UNSPEC), attribute(53, text("second-name"))),
    ],
    ["link without statistics", rtm.RTM_GETLINK, join(ifinfo(AF_UNSPEC, V0), attribute(29, u32(8)))],
    ["link in another namespace", rtm.RTM_GETLINK, join(ifinfo(AF_UNSPEC, 1), attribute(46, u32(0)))],
    ["IPv4 netconf without index", rtm.RTM_GETNETCONF, family(AF_INET)],
    ["route decision", rtm.RTM_GETROUTE, join(rtmsg(AF_INET, { dst: 32 }), attribute(1, V4_IN_16))],
    [
      "route decision, the route",
      rtm.RTM_GETROUTE,
      join(rtmsg(AF_INET, { dst: 32, flags: 0x2000 }), attribute(1, V4_IN_16)),
    ],
    [
      "route decision, table",
      rtm.RTM_GETROUTE,
      join(rtmsg(AF_INET, { dst: 32, flags: 0x1000 }), attribute(1, V4_IN_16)),
    ],
    [
      "route decision, itself",
      rtm.RTM_GETROUTE,
      join(rtmsg(AF_INET, { dst: 32 }), attribute(1, bytes(10, 0, 0, 1))),
    ],
    [
      "route decision, broadcast",
      rtm.RTM_GETROUTE,
      join(rtmsg(AF_INET, { dst: 32 }), attribute(1, bytes(10, 0, 0, 255))),
    ],
    [
      "route decision, group",
      rtm.RTM_GETROUTE,
      join(rtmsg(AF_INET, { dst: 32 }), attribute(1, bytes(224, 1, 2, 3)), attribute(4, u32(V0))),
    ],
    [
      "route decision, multipath",
      rtm.RTM_GETROUTE,
      join(rtmsg(AF_INET, { dst: 32, flags: 0x2000 }), attribute(1, bytes(10, 4, 2, 3))),
    ],
    [
      "route decision, metrics",
      rtm.RTM_GETROUTE,
      join(rtmsg(AF_INET, { dst: 32 }), attribute(1, bytes(10, 3, 2, 3))),
    ],
    [
      "route decision, unreachable",
      rtm.RTM_GETROUTE,
      join(rtmsg(AF_INET, { dst: 32 }), attribute(1, bytes(10, 6, 2, 3))),
    ],
    [
      "route decision, forwarded",
      rtm.RTM_GETROUTE,
      join(
        rtmsg(AF_INET, { dst: 32 }),
        attribute(1, V4_IN_16),
        attribute(2, bytes(10, 20, 0, 7)),
        attribute(3, u32(12)),
      ),
    ],
    [
      "route decision, mark and uid",
      rtm.RTM_GETROUTE,
      join(
        rtmsg(AF_INET, { dst: 32 }),
        attribute(1, V4_IN_16),
        attribute(16, u32(5)),
        attribute(25, u32(1000)),
      ),
    ],
    ["IPv6 route decision", rtm.RTM_GETROUTE, join(rtmsg(AF_INET6, { dst: 128 }), attribute(1, V6_NEAR))],
    [
      "IPv6 route decision, the route",
      rtm.RTM_GETROUTE,
      join(rtmsg(AF_INET6, { dst: 128, flags: 0x2000 }), attribute(1, V6_NEAR)),
    ],
    [
      "IPv6 route decision, on link",
      rtm.RTM_GETROUTE,
      join(rtmsg(AF_INET6, { dst: 128 }), attribute(1, V6_GATEWAY)),
    ],
    ["neighbour", rtm.RTM_GETNEIGH, join(ndmsg(AF_INET, V0), attribute(1, bytes(10, 0, 0, 50)))],
    [
      "neighbour that is not there",
      rtm.RTM_GETNEIGH,
      join(ndmsg(AF_INET, V0), attribute(1, bytes(10, 0, 0, 51))),
    ],
    ["proxy", rtm.RTM_GETNEIGH, join(ndmsg(AF_INET, V0, 8), attribute(1, bytes(10, 0, 0, 60)))],
    ["IPv6 neighbour", rtm.RTM_GETNEIGH, join(ndmsg(AF_INET6, V0), attribute(1, V6_GATEWAY))],
    ["IPv6 address", rtm.RTM_GETADDR, join(bytes(AF_INET6, 128, 0, 0), u32(0), attribute(1, V6_NEAR))],
    [
      "IPv6 address that is there",
      rtm.RTM_GETADDR,
      join(
        bytes(AF_INET6, 128, 0, 0),
        u32(0),
        attribute(1, bytes(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)),
      ),
    ],
    ["namespace id", rtm.RTM_GETNSID, join(family(0), attribute(1, u32(0)))],
    ["namespace id that is not there", rtm.RTM_GETNSID, join(family(0), attribute(1, u32(5)))],
    [
      "address label",
      rtm.RTM_GETADDRLABEL,
      join(bytes(AF_INET6, 0, 128, 0), u32(0), u32(0), attribute(1, V6_NEAR)),
    ],
    ["rule", rtm.RTM_GETRULE, rule(AF_INET)],
  );
  return list;
}

function make([name, type, body]: Entry, flags: number, strict: boolean): Request {
  return { name: strict ? `${name} (strict)` : name, type, flags: flags | NLM_F_REQUEST, strict, body };
}

/** All requests; each name once. */
export const REQUESTS: readonly Request[] = [
  ...dumps().flatMap((entry) => [make(entry, NLM_F_DUMP, false), make(entry, NLM_F_DUMP, true)]),
  ...singles().flatMap((entry) => [make(entry, NLM_F_ACK, false), make(entry, NLM_F_ACK, true)]),
];
