/** Requests about routes that a kernel refuses. */
import { AF_INET, AF_INET6 } from "../../../src/kernel.ts";
import * as rtm from "../../../src/netlink/rtnetlink.ts";
import { CREATE, type Entry, NLM_F_REPLACE, V0, V4, V6 } from "./bad-common.ts";
import { attribute, bytes, join, rtmsg, text, u32 } from "./building.ts";

export function routes(): Entry[] {
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
