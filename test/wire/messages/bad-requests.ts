/** Requests that a kernel refuses: what it says of them, and where in the request. */
import { AF_INET, AF_INET6, AF_UNSPEC } from "../../../src/kernel.ts";
import * as rtm from "../../../src/netlink/rtnetlink.ts";
import { attribute, bytes, family, ifaddr, ifinfo, join, ndmsg, rtmsg, rule, text, u32 } from "./building.ts";
import type { Request } from "./requests.ts";

const NLM_F_REQUEST = 1;
const NLM_F_ACK = 4;
const NLM_F_REPLACE = 0x100;
const NLM_F_EXCL = 0x200;
const NLM_F_CREATE = 0x400;
const CREATE = NLM_F_CREATE | NLM_F_EXCL;
const V0 = 11;
const V2 = 12;
const MAC = bytes(2, 0, 0, 0, 0, 9);
const V4 = bytes(10, 0, 0, 77);
const V6 = bytes(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x77);

type Entry = readonly [name: string, type: number, flags: number, body: Uint8Array];

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

/** Kinds and names of links. */
function links(): Entry[] {
  const make = (name: string, ...attributes: Uint8Array[]): Entry => [
    `new link: ${name}`,
    rtm.RTM_NEWLINK,
    CREATE,
    join(ifinfo(AF_UNSPEC), ...attributes),
  ];
  const set = (name: string, ...attributes: Uint8Array[]): Entry => [
    `set link: ${name}`,
    rtm.RTM_NEWLINK,
    0,
    join(ifinfo(AF_UNSPEC, V0), ...attributes),
  ];
  const kind = (name: string, ...more: Uint8Array[]) =>
    attribute(18, join(attribute(1, text(name)), ...more));
  const peer = (...attributes: Uint8Array[]) => attribute(2, attribute(1, join(ifinfo(0), ...attributes)));
  return [
    make("no kind", attribute(3, text("n0"))),
    make("unknown kind", attribute(3, text("n0")), kind("nosuch")),
    make("name in use", attribute(3, text("v0")), kind("veth")),
    make("long name", attribute(3, text("aaaaaaaaaaaaaaaaa")), kind("veth")),
    make("name with a slash", attribute(3, text("a/b")), kind("veth")),
    make("two percent signs", attribute(3, text("a%d%d")), kind("veth")),
    make("peer's name in use", attribute(3, text("n0")), kind("veth", peer(attribute(3, text("v0"))))),
    make(
      "peer's short header",
      attribute(3, text("n0")),
      kind("veth", attribute(2, attribute(1, bytes(1, 2, 3, 4)))),
    ),
    make(
      "peer's address",
      attribute(3, text("n0")),
      kind("veth", peer(attribute(1, bytes(1, 0, 0, 0, 0, 1)))),
    ),
    make("group address", attribute(3, text("n0")), attribute(1, bytes(1, 0, 0, 0, 0, 1)), kind("veth")),
    make("short address", attribute(3, text("n0")), attribute(1, bytes(2, 0)), kind("veth")),
    make("small MTU", attribute(3, text("n0")), attribute(4, u32(10)), kind("veth")),
    make("large MTU", attribute(3, text("n0")), attribute(4, u32(100_000)), kind("veth")),
    make("no queues", attribute(3, text("n0")), attribute(31, u32(0)), kind("veth")),
    make("too many queues", attribute(3, text("n0")), attribute(31, u32(5000)), kind("veth")),
    make("no such namespace", attribute(3, text("n0")), attribute(19, u32(999_999)), kind("veth")),
    make("namespace by closed descriptor", attribute(3, text("n0")), attribute(28, u32(999)), kind("veth")),
    make("namespace by id", attribute(3, text("n0")), attribute(46, u32(77)), kind("veth")),
    make(
      "two namespaces",
      attribute(3, text("n0")),
      attribute(19, u32(1)),
      attribute(28, u32(1)),
      kind("veth"),
    ),
    make("a master", attribute(3, text("n0")), attribute(10, u32(999)), kind("veth")),
    make("a link", attribute(3, text("n0")), attribute(5, u32(999)), kind("veth")),
    make("tun", attribute(3, text("n0")), kind("tun")),
    set("name in use", attribute(3, text("v2"))),
    set("empty name", attribute(3, text(""))),
    set("small MTU", attribute(4, u32(10))),
    set("large MTU", attribute(4, u32(100_000))),
    set("group address", attribute(1, bytes(1, 0, 0, 0, 0, 1))),
    set("short address", attribute(1, bytes(2, 0))),
    set("master that is no master", attribute(10, u32(V2))),
    set("no such namespace", attribute(19, u32(999_999))),
    set("another kind", kind("tun")),
    set("operstate", attribute(16, bytes(200))),
    set("link mode", attribute(17, bytes(77))),
    set("alternative name", attribute(53, text("v9"))),
    set("long alias", attribute(20, text("a".repeat(300)))),
    set("carrier", attribute(33, bytes(1))),
    set("protodown", attribute(39, bytes(1))),
    set("family that is not there", attribute(26, attribute(40, u32(1)))),
    set("IPv6 address mode", attribute(26, attribute(10, attribute(8, bytes(9))))),
    set("IPv6 nothing", attribute(26, attribute(10, bytes()))),
    set("IPv4 setting", attribute(26, attribute(2, attribute(1, attribute(200, u32(1)))))),
    set("queue length", attribute(13, u32(0xffffffff))),
    set("statistics", attribute(7, u32(1))),
    ["set link: no index", rtm.RTM_SETLINK, 0, ifinfo(AF_UNSPEC)],
    ["set link: no such index", rtm.RTM_NEWLINK, 0, ifinfo(AF_UNSPEC, 999)],
    ["set link: negative index", rtm.RTM_NEWLINK, 0, ifinfo(AF_UNSPEC, 0xffffffff)],
    ["set link: no such name", rtm.RTM_NEWLINK, 0, join(ifinfo(AF_UNSPEC), attribute(3, text("nosuch")))],
    ["set link: flags of nothing", rtm.RTM_NEWLINK, 0, ifinfo(AF_UNSPEC, 0, 1, 1)],
    ["set link: there already", rtm.RTM_NEWLINK, CREATE, ifinfo(AF_UNSPEC, V0)],
    ["set link: replace", rtm.RTM_NEWLINK, NLM_F_REPLACE, join(ifinfo(AF_UNSPEC, V0), kind("veth"))],
    ["delete link: lo", rtm.RTM_DELLINK, 0, ifinfo(AF_UNSPEC, 1)],
    ["delete link: group 0", rtm.RTM_DELLINK, 0, join(ifinfo(AF_UNSPEC), attribute(27, u32(0)))],
    ["delete link: empty group", rtm.RTM_DELLINK, 0, join(ifinfo(AF_UNSPEC), attribute(27, u32(99)))],
    ["delete link: nothing named", rtm.RTM_DELLINK, 0, ifinfo(AF_UNSPEC)],
    ["delete link: by name", rtm.RTM_DELLINK, 0, join(ifinfo(AF_UNSPEC), attribute(3, text("nosuch")))],
    [
      "link property: there already",
      rtm.RTM_NEWLINKPROP,
      CREATE,
      join(ifinfo(AF_UNSPEC, V0), attribute(52 | 0x8000, attribute(53, text("second-name")))),
    ],
    [
      "link property: not there",
      rtm.RTM_DELLINKPROP,
      0,
      join(ifinfo(AF_UNSPEC, V0), attribute(52 | 0x8000, attribute(53, text("fourth")))),
    ],
    [
      "link property: another",
      rtm.RTM_NEWLINKPROP,
      CREATE,
      join(ifinfo(AF_UNSPEC, V0), attribute(52 | 0x8000, attribute(3, text("fourth")))),
    ],
  ];
}

function addresses(): Entry[] {
  const v4 = (name: string, index: number, length: number, ...attributes: Uint8Array[]): Entry => [
    `new IPv4 address: ${name}`,
    rtm.RTM_NEWADDR,
    CREATE,
    join(ifaddr(AF_INET, index, length), ...attributes),
  ];
  const v6 = (name: string, index: number, length: number, ...attributes: Uint8Array[]): Entry => [
    `new IPv6 address: ${name}`,
    rtm.RTM_NEWADDR,
    CREATE,
    join(ifaddr(AF_INET6, index, length), ...attributes),
  ];
  const life = (preferred: number, valid: number) =>
    attribute(6, join(u32(preferred), u32(valid), u32(0), u32(0)));
  return [
    v4("no device", 999, 24, attribute(2, V4)),
    v4("no address", V0, 24),
    v4("long prefix", V0, 33, attribute(2, V4)),
    v4("there already", V0, 24, attribute(2, bytes(10, 0, 0, 1)), attribute(1, bytes(10, 0, 0, 1))),
    v4("lives shorter than preferred", V0, 24, attribute(2, V4), life(100, 50)),
    v4("lives not at all", V0, 24, attribute(2, V4), life(0, 0)),
    v4("long label", V0, 24, attribute(2, V4), attribute(3, text("aaaaaaaaaaaaaaaaa"))),
    v4("short address", V0, 24, attribute(2, bytes(10, 0))),
    v6("no device", 999, 64, attribute(1, V6)),
    v6("no address", V0, 64),
    v6("long prefix", V0, 129, attribute(1, V6)),
    v6("there already", V0, 64, attribute(1, bytes(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))),
    v6("lives shorter than preferred", V0, 64, attribute(1, V6), life(100, 50)),
    v6("lives not at all", V0, 64, attribute(1, V6), life(0, 0)),
    v6("manages temporary ones", V0, 80, attribute(1, V6), attribute(8, u32(0x100))),
    v6("optimistic without detection", V0, 64, attribute(1, V6), attribute(8, u32(6))),
    v6("short address", V0, 64, attribute(1, bytes(1, 2))),
    v6("a group", V0, 64, attribute(1, bytes(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))),
    v6("loopback's", V0, 128, attribute(1, bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))),
    ["delete IPv4 address: not there", rtm.RTM_DELADDR, 0, join(ifaddr(AF_INET, V0, 24), attribute(2, V4))],
    ["delete IPv6 address: not there", rtm.RTM_DELADDR, 0, join(ifaddr(AF_INET6, V0, 64), attribute(1, V6))],
    ["delete IPv6 address: no device", rtm.RTM_DELADDR, 0, join(ifaddr(AF_INET6, 999, 64), attribute(1, V6))],
    ["new address: no family", rtm.RTM_NEWADDR, CREATE, join(ifaddr(AF_UNSPEC, V0, 24), attribute(2, V4))],
    ["new address: unknown family", rtm.RTM_NEWADDR, CREATE, join(ifaddr(40, V0, 24), attribute(2, V4))],
  ];
}

function routes(): Entry[] {
  const unicast = { table: 254, protocol: 4, type: 1 };
  const v4 = (name: string, fields: Parameters<typeof rtmsg>[1], ...attributes: Uint8Array[]): Entry => [
    `new IPv4 route: ${name}`,
    rtm.RTM_NEWROUTE,
    CREATE,
    join(rtmsg(AF_INET, { ...unicast, ...fields }), ...attributes),
  ];
  const v6 = (name: string, fields: Parameters<typeof rtmsg>[1], ...attributes: Uint8Array[]): Entry => [
    `new IPv6 route: ${name}`,
    rtm.RTM_NEWROUTE,
    CREATE,
    join(rtmsg(AF_INET6, { ...unicast, ...fields }), ...attributes),
  ];
  const to = attribute(1, bytes(10, 90, 0, 0));
  const to6 = attribute(1, bytes(0x20, 1, 0x0d, 0xb8, 0, 0x90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  const dev = attribute(4, u32(V0));
  const hop = (...attributes: Uint8Array[]) =>
    join(bytes(8 + join(...attributes).length, 0, 0, 0), u32(V0), ...attributes);
  return [
    v4("host bits", { dst: 16 }, attribute(1, bytes(10, 90, 1, 0)), dev),
    v4("long prefix", { dst: 33 }, to, dev),
    v4("gateway out of reach", { dst: 24 }, to, attribute(5, bytes(172, 16, 0, 1))),
    v4("gateway is own", { dst: 24 }, to, attribute(5, bytes(10, 0, 0, 1))),
    v4("no device", { dst: 24 }, to, attribute(4, u32(999))),
    v4("device that is down", { dst: 24 }, to, attribute(4, u32(2))),
    v4("source that is not own", { dst: 24 }, to, dev, attribute(7, bytes(1, 2, 3, 4))),
    v4("unknown type", { dst: 24, type: 99 }, to, dev),
    v4("type nat", { dst: 24, type: 10 }, to, dev),
    v4("scope", { dst: 24, scope: 254 }, to, attribute(5, bytes(10, 0, 0, 5))),
    v4("nowhere", { dst: 24, scope: 255 }, to, dev),
    v4("ECN bits", { dst: 24, tos: 3 }, to, dev),
    v4("source prefix", { dst: 24, src: 24 }, to, attribute(2, V4), dev),
    v4("there already", { dst: 16 }, attribute(1, bytes(10, 1, 0, 0)), attribute(5, bytes(10, 0, 0, 5))),
    v4("unreachable through a device", { dst: 24, type: 7 }, to, dev),
    v4("short next hop", { dst: 24 }, to, attribute(9, bytes(1, 2, 3))),
    v4("next hop of length 4", { dst: 24 }, to, attribute(9, bytes(4, 0, 0, 0, 0, 0, 0, 0))),
    v4("next hop that is dead", { dst: 24 }, to, attribute(9, bytes(8, 0, 1, 0, V0, 0, 0, 0))),
    v4("next hop out of reach", { dst: 24 }, to, attribute(9, hop(attribute(5, bytes(172, 16, 0, 1))))),
    v4(
      "next hop by two",
      { dst: 24 },
      to,
      attribute(9, hop(attribute(5, V4), attribute(18, bytes(2, 0, 10, 0, 0, 5)))),
    ),
    v4("no next hops", { dst: 24 }, to, attribute(9, bytes())),
    v4("via of no family", { dst: 24 }, to, attribute(18, bytes(1, 0, 10, 0, 0, 5)), dev),
    v4("short via", { dst: 24 }, to, attribute(18, bytes(2)), dev),
    v4("gateway and via", { dst: 24 }, to, attribute(5, V4), attribute(18, bytes(2, 0, 10, 0, 0, 5)), dev),
    v4("unknown metric", { dst: 24 }, to, dev, attribute(8, attribute(40, u32(1)))),
    v4("short metric", { dst: 24 }, to, dev, attribute(8, attribute(2, bytes(1)))),
    v4("unknown congestion control", { dst: 24 }, to, dev, attribute(8, attribute(16, text("nosuch")))),
    v4("unknown feature", { dst: 24 }, to, dev, attribute(8, attribute(12, u32(0x100)))),
    v4("next hop by id", { dst: 24 }, to, attribute(30, u32(7))),
    v4("encapsulation", { dst: 24 }, to, dev, attribute(21, bytes(99, 0)), attribute(22, bytes())),
    v4("flags", { dst: 24, flags: 0x10 }, to, dev),
    v4("on link without a device", { dst: 24, flags: 4 }, to, attribute(5, V4)),
    v4("on link without a gateway", { dst: 24, flags: 4 }, to, dev),
    v6("host bits", { dst: 32 }, to6, dev),
    v6("long prefix", { dst: 129 }, to6, dev),
    v6("short destination", { dst: 64 }, attribute(1, bytes(1, 2, 3)), dev),
    v6(
      "gateway out of reach",
      { dst: 64 },
      to6,
      attribute(5, bytes(0x20, 1, 0x0d, 0xb8, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)),
    ),
    v6(
      "gateway is own",
      { dst: 64 },
      to6,
      attribute(5, bytes(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)),
    ),
    v6(
      "link-local gateway without device",
      { dst: 64 },
      to6,
      attribute(5, bytes(0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)),
    ),
    v6(
      "gateway is a group",
      { dst: 64 },
      to6,
      dev,
      attribute(5, bytes(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)),
    ),
    v6("short gateway", { dst: 64 }, to6, dev, attribute(5, bytes(1, 2, 3, 4))),
    v6("no device", { dst: 64 }, to6, attribute(4, u32(999))),
    v6("no device and no gateway", { dst: 64 }, to6),
    v6("device that is down", { dst: 64 }, to6, attribute(4, u32(2))),
    v6("source that is not own", { dst: 64 }, to6, dev, attribute(7, V6)),
    v6("unknown type", { dst: 64, type: 99 }, to6, dev),
    v6("preference", { dst: 64 }, to6, dev, attribute(20, bytes(9))),
    v6("via", { dst: 64 }, to6, dev, attribute(18, bytes(2, 0, 10, 0, 0, 5))),
    v6("next hop out of reach", { dst: 64 }, to6, attribute(9, hop(attribute(5, V6)))),
    v6("short next hop", { dst: 64 }, to6, attribute(9, bytes(1, 2, 3))),
    v6("unknown metric", { dst: 64 }, to6, dev, attribute(8, attribute(40, u32(1)))),
    v6("next hop by id", { dst: 64 }, to6, attribute(30, u32(7))),
    v6(
      "there already",
      { dst: 48 },
      attribute(1, bytes(0x20, 1, 0x0d, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
      attribute(5, bytes(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5)),
      attribute(6, u32(10)),
    ),
    ["delete IPv4 route: not there", rtm.RTM_DELROUTE, 0, join(rtmsg(AF_INET, { dst: 24, table: 254 }), to)],
    [
      "delete IPv4 route: no table",
      rtm.RTM_DELROUTE,
      0,
      join(rtmsg(AF_INET, { dst: 24 }), to, attribute(15, u32(4711))),
    ],
    [
      "delete IPv6 route: not there",
      rtm.RTM_DELROUTE,
      0,
      join(rtmsg(AF_INET6, { dst: 64, table: 254 }), to6),
    ],
    [
      "delete IPv6 route: no table",
      rtm.RTM_DELROUTE,
      0,
      join(rtmsg(AF_INET6, { dst: 64 }), to6, attribute(15, u32(4711))),
    ],
    [
      "change IPv4 route: not there",
      rtm.RTM_NEWROUTE,
      NLM_F_REPLACE,
      join(rtmsg(AF_INET, { ...unicast, dst: 24 }), to, dev),
    ],
    [
      "change IPv6 route: not there",
      rtm.RTM_NEWROUTE,
      NLM_F_REPLACE,
      join(rtmsg(AF_INET6, { ...unicast, dst: 64 }), to6, dev),
    ],
  ];
}

function rest(): Entry[] {
  const neighbour = (name: string, header: Uint8Array, ...attributes: Uint8Array[]): Entry => [
    `new neighbour: ${name}`,
    rtm.RTM_NEWNEIGH,
    CREATE,
    join(header, ...attributes),
  ];
  const newRule = (name: string, header: Uint8Array, ...attributes: Uint8Array[]): Entry => [
    `new rule: ${name}`,
    rtm.RTM_NEWRULE,
    CREATE,
    join(header, ...attributes),
  ];
  const table100 = rule(AF_INET, 0, 0, 0, 100, 0, 0, 1);
  return [
    neighbour("no device", ndmsg(AF_INET, 999), attribute(1, V4), attribute(2, MAC)),
    neighbour("index 0", ndmsg(AF_INET, 0), attribute(1, V4), attribute(2, MAC)),
    neighbour("no address", ndmsg(AF_INET, V0), attribute(2, MAC)),
    neighbour("short address", ndmsg(AF_INET, V0), attribute(1, bytes(1, 2)), attribute(2, MAC)),
    neighbour(
      "short link-layer address",
      ndmsg(AF_INET, V0, 0, 0x80),
      attribute(1, V4),
      attribute(2, bytes(2, 0)),
    ),
    neighbour(
      "there already",
      ndmsg(AF_INET, V0, 0, 0x80),
      attribute(1, bytes(10, 0, 0, 50)),
      attribute(2, MAC),
    ),
    neighbour("unknown family", ndmsg(40, V0, 0, 0x80), attribute(1, V4), attribute(2, MAC)),
    neighbour(
      "managed and permanent",
      ndmsg(AF_INET, V0, 0, 0x80),
      attribute(1, V4),
      attribute(2, MAC),
      attribute(15, u32(1)),
    ),
    neighbour(
      "unknown flags",
      ndmsg(AF_INET, V0, 0, 0x80),
      attribute(1, V4),
      attribute(2, MAC),
      attribute(15, u32(0xff00)),
    ),
    neighbour("on lo", ndmsg(AF_INET6, 1, 0, 0x80), attribute(1, V6), attribute(2, MAC)),
    neighbour(
      "protocol",
      ndmsg(AF_INET, V0, 0, 0x80),
      attribute(1, V4),
      attribute(2, MAC),
      attribute(12, bytes(0)),
    ),
    ["delete neighbour: not there", rtm.RTM_DELNEIGH, 0, join(ndmsg(AF_INET, V0), attribute(1, V4))],
    ["delete neighbour: no address", rtm.RTM_DELNEIGH, 0, ndmsg(AF_INET, V0)],
    ["delete neighbour: proxy not there", rtm.RTM_DELNEIGH, 0, join(ndmsg(AF_INET, V0, 8), attribute(1, V4))],
    newRule(
      "there already",
      rule(AF_INET, 0, 24, 0, 100, 0, 0, 1),
      attribute(2, bytes(10, 0, 0, 0)),
      attribute(6, u32(50)),
    ),
    newRule("long prefix", rule(AF_INET, 33, 0, 0, 100, 0, 0, 1), attribute(1, V4)),
    newRule("prefix without address", rule(AF_INET, 24, 0, 0, 100, 0, 0, 1)),
    newRule("jump without target", rule(AF_INET, 0, 0, 0, 0, 0, 0, 2)),
    newRule(
      "jump backwards",
      rule(AF_INET, 0, 0, 0, 0, 0, 0, 2),
      attribute(6, u32(100)),
      attribute(4, u32(50)),
    ),
    newRule("target without jump", table100, attribute(4, u32(50))),
    newRule("users backwards", table100, attribute(20, join(u32(10), u32(5)))),
    newRule("ports backwards", table100, attribute(23, bytes(10, 0, 5, 0))),
    newRule("port 0", table100, attribute(24, bytes(0, 0, 5, 0))),
    newRule("ECN bits", rule(AF_INET, 0, 0, 3, 100, 0, 0, 1)),
    newRule("no table", rule(AF_INET, 0, 0, 0, 0, 0, 0, 1)),
    newRule("long device name", table100, attribute(3, text("aaaaaaaaaaaaaaaaa"))),
    newRule("virtual router", table100, attribute(19, bytes(1))),
    newRule("unknown family", rule(40, 0, 0, 0, 100, 0, 0, 1)),
    newRule("unknown action", rule(AF_INET, 0, 0, 0, 100, 0, 0, 99)),
    ["delete rule: not there", rtm.RTM_DELRULE, 0, join(table100, attribute(6, u32(4711)))],
    ["namespace id: no namespace", rtm.RTM_NEWNSID, 0, join(family(0), attribute(1, u32(3)))],
    [
      "namespace id: closed descriptor",
      rtm.RTM_NEWNSID,
      0,
      join(family(0), attribute(1, u32(3)), attribute(3, u32(999))),
    ],
    [
      "namespace id: no process",
      rtm.RTM_NEWNSID,
      0,
      join(family(0), attribute(1, u32(3)), attribute(2, u32(999_999))),
    ],
    ["namespace id: no number", rtm.RTM_NEWNSID, 0, join(family(0), attribute(2, u32(1)))],
    ["get namespace id: no attribute", rtm.RTM_GETNSID, 0, family(0)],
    ["get namespace id: no process", rtm.RTM_GETNSID, 0, join(family(0), attribute(2, u32(999_999)))],
    ["unknown message", 116, 0, family(0)],
    ["message beyond the last", 200, 0, family(0)],
    ["new multicast group", 56, CREATE, family(AF_INET)],
    [
      "label: default",
      rtm.RTM_NEWADDRLABEL,
      CREATE,
      join(bytes(AF_INET6, 0, 64, 0), u32(0), u32(0), attribute(1, V6), attribute(2, u32(0xffffffff))),
    ],
    [
      "label: long prefix",
      rtm.RTM_NEWADDRLABEL,
      CREATE,
      join(bytes(AF_INET6, 0, 129, 0), u32(0), u32(0), attribute(1, V6), attribute(2, u32(9))),
    ],
    [
      "label: not there",
      rtm.RTM_DELADDRLABEL,
      0,
      join(bytes(AF_INET6, 0, 64, 0), u32(0), u32(0), attribute(1, V6), attribute(2, u32(9))),
    ],
  ];
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
