/** Requests about neighbours, rules and namespace ids that a kernel refuses. */
import { AF_INET, AF_INET6 } from "../../../src/kernel.ts";
import * as rtm from "../../../src/netlink/rtnetlink.ts";
import { CREATE, type Entry, MAC, V0, V4, V6 } from "./bad-common.ts";
import { attribute, bytes, family, join, ndmsg, rule, text, u32 } from "./building.ts";

export function rest(): Entry[] {
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
