/** Requests about addresses that a kernel refuses. */
import { AF_INET, AF_INET6, AF_UNSPEC } from "../../../src/kernel.ts";
import * as rtm from "../../../src/netlink/rtnetlink.ts";
import { CREATE, type Entry, V0, V4, V6 } from "./bad-common.ts";
import { attribute, bytes, ifaddr, join, text, u32 } from "./building.ts";

export function addresses(): Entry[] {
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
    v6("lives not at all, no device", 999, 64, attribute(1, V6), life(0, 0)),
    v6("lives not at all, long prefix", V0, 129, attribute(1, V6), life(0, 0)),
    v6("no device, manages temporary ones", 999, 80, attribute(1, V6), attribute(8, u32(0x100))),
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
