/** Requests about links that a kernel refuses. */
import { AF_UNSPEC } from "../../../src/kernel.ts";
import * as rtm from "../../../src/netlink/rtnetlink.ts";
import { CREATE, type Entry, NLM_F_REPLACE, V0, V2 } from "./bad-common.ts";
import { attribute, bytes, ifinfo, join, text, u32 } from "./building.ts";

/** Kinds and names of links. */
export function links(): Entry[] {
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
