import { expect, test } from "vitest";
import { AttributeTable, readU32 } from "../../netlink/attribute.ts";
import { writeLinkHeader } from "../../netlink/link.ts";
import * as ifla from "../../netlink/link-attributes.ts";
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLMSG_DONE } from "../../netlink/message.ts";
import { RTM_DELLINK, RTM_GETLINK, RTM_NEWLINK } from "../../netlink/rtnetlink.ts";
import { IF_OPER_LOWERLAYERDOWN, IF_OPER_UP, IFF_UP } from "../core/dev/netdevice.ts";
import { Box, type NetlinkTester } from "../test-support/box.ts";

function addVeth(nl: NetlinkTester, name: string, peer: string): number {
  return nl.do(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, (w) => {
    writeLinkHeader(w, 0, 0, 0, 0, 0);
    w.string(ifla.IFLA_IFNAME, name);
    const info = w.nest(ifla.IFLA_LINKINFO);
    w.string(ifla.IFLA_INFO_KIND, "veth");
    const data = w.nest(ifla.IFLA_INFO_DATA);
    const peerPart = w.nest(1);
    writeLinkHeader(w, 0, 0, 0, 0, 0);
    w.string(ifla.IFLA_IFNAME, peer);
    w.endNest(peerPart);
    w.endNest(data);
    w.endNest(info);
  });
}

function setUp(nl: NetlinkTester, index: number): number {
  return nl.do(RTM_NEWLINK, 0, (w) => writeLinkHeader(w, 0, 0, index, IFF_UP, IFF_UP));
}

test("a pair: the peer is registered first, the carrier follows both ends, deleting one deletes both", () => {
  const box = new Box();
  const nl = box.netlink();
  expect(addVeth(nl, "v0", "v1")).toBe(0);
  expect(addVeth(nl, "v0", "v1")).toBe(-17);
  const v0 = box.net.devByName("v0")!;
  const v1 = box.net.devByName("v1")!;
  expect([v1.ifindex, v0.ifindex]).toEqual([2, 3]);
  expect(setUp(nl, v0.ifindex)).toBe(0);
  box.clock.advance(1e6);
  expect(v0.operstate).toBe(IF_OPER_LOWERLAYERDOWN);
  expect(setUp(nl, v1.ifindex)).toBe(0);
  box.clock.advance(1e6);
  expect([v0.operstate, v1.operstate]).toEqual([IF_OPER_UP, IF_OPER_UP]);
  const messages = nl.request(RTM_GETLINK, NLM_F_DUMP, (w) => writeLinkHeader(w, 0, 0, 0, 0, 0));
  expect(messages.map((m) => m.type)).toEqual([RTM_NEWLINK, RTM_NEWLINK, RTM_NEWLINK, NLMSG_DONE]);
  const table = new AttributeTable(ifla.IFLA_MAX);
  const last = messages[2];
  table.parse(last.bytes, last.body + 16, last.body - 16 + readU32(last.bytes, last.body - 16));
  expect(table.string(ifla.IFLA_IFNAME)).toBe("v0");
  expect(table.u32(ifla.IFLA_LINK)).toBe(2);
  expect(table.string(ifla.IFLA_QDISC)).toBe("noqueue");
  expect(nl.do(RTM_DELLINK, 0, (w) => writeLinkHeader(w, 0, 0, v1.ifindex, 0, 0))).toBe(0);
  expect([...box.net.names.keys()]).toEqual(["lo"]);
});
