import { expect, test } from "vitest";
import { IFLA_MTU } from "../../netlink/link-attributes.ts";
import { NETLINK_ADD_MEMBERSHIP, RTNLGRP_LINK, SOL_NETLINK } from "../../netlink/rtnetlink.ts";
import { initDummy } from "../drivers/dummy.ts";
import { initLoopback } from "../drivers/loopback.ts";
import { initVeth } from "../drivers/veth.ts";
import { initNetlink } from "../netlink/af-netlink.ts";
import { Box } from "../test-support/box.ts";
import { addVeth, delLink, describeLink, setLink } from "../test-support/links.ts";
import { IFF_UP } from "./netdevice.ts";
import { initNamespaces } from "./netns.ts";
import { initLinkMessages } from "./rtnetlink-link.ts";
import { initLinkNotifications } from "./rtnetlink-link-notify.ts";

const PARTS = [
  initNamespaces,
  initNetlink,
  initLinkNotifications,
  initLinkMessages,
  initVeth,
  initDummy,
  initLoopback,
];

test("a pair's life as Linux 6.18 tells it (`ip monitor link`)", () => {
  const box = new Box(1, PARTS);
  const nl = box.netlink();
  const monitor = box.netlink();
  monitor.socket.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, RTNLGRP_LINK);
  const told: string[] = [];
  const after = (error: number): void => {
    expect(error).toBe(0);
    box.clock.advance(50e6);
    told.push(...monitor.drain().map(describeLink));
  };
  after(addVeth(nl, { name: "veth0" }, { name: "veth1" }));
  after(setLink(nl, 3, IFF_UP, IFF_UP));
  after(setLink(nl, 2, IFF_UP, IFF_UP));
  after(setLink(nl, 3, 0, 0, (w) => w.u32(IFLA_MTU, 1400)));
  after(setLink(nl, 2, 0, IFF_UP));
  after(delLink(nl, 3));
  expect(told).toEqual([
    "2: veth1@0 flags 1002 mtu 1500 noop state 2",
    "3: veth0@2 flags 1002 mtu 1500 noop state 2",
    "3: veth0@2 flags 1003 mtu 1500 noqueue state 3",
    "2: veth1@3 flags 11003 mtu 1500 noqueue state 3",
    "2: veth1@3 flags 11043 mtu 1500 noqueue state 6",
    "3: veth0@2 flags 11043 mtu 1500 noqueue state 6",
    "3: veth0@2 flags 11043 mtu 1400 noqueue state 6",
    "2: veth1@3 flags 1002 mtu 1500 noqueue state 2",
    "3: veth0@2 flags 1003 mtu 1400 noqueue state 3",
    "3: veth0@0 flags 1002 mtu 1400 noqueue state 2",
    "Deleted 3: veth0@0 flags 1002 mtu 1400 noop state 2",
    "Deleted 2: veth1@0 flags 1002 mtu 1500 noop state 2",
  ]);
});
