import { expect, test } from "vitest";
import { readU32 } from "../../../netlink/attribute.ts";
import {
  IFLA_ADDRESS,
  IFLA_GROUP,
  IFLA_IFALIAS,
  IFLA_IFNAME,
  IFLA_MTU,
  IFLA_NET_NS_FD,
  IFLA_TXQLEN,
} from "../../../netlink/link-attributes.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import {
  NETLINK_ADD_MEMBERSHIP,
  RTM_NEWNSID,
  RTNLGRP_LINK,
  RTNLGRP_NSID,
  SOL_NETLINK,
} from "../../../netlink/rtnetlink.ts";
import { initDummy } from "../../drivers/dummy.ts";
import { initLoopback } from "../../drivers/loopback.ts";
import { initVeth } from "../../drivers/veth.ts";
import { initNetlink } from "../../netlink/af-netlink.ts";
import { Box } from "../../test-support/box.ts";
import { addVeth, delLink, describeLink, setLink } from "../../test-support/links.ts";
import { IFF_NOARP, IFF_PROMISC, IFF_UP } from "../dev/netdevice.ts";
import { initNamespaces } from "../netns.ts";
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

test("moves and other changes as Linux 6.18 tells them in each namespace", () => {
  const box = new Box(1, PARTS);
  const { machine } = box;
  const nets = { a: machine.createNet(), b: machine.createNet(), first: box.net };
  machine.netByFd = (fd) => [nets.first, nets.a, nets.b][fd] ?? -9;
  const nl = box.netlink(nets.a);
  const told: Record<string, string[]> = {};
  const monitors = Object.entries(nets).map(([name, net]) => {
    const monitor = box.netlink(net);
    for (const group of [RTNLGRP_LINK, RTNLGRP_NSID])
      monitor.socket.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
    told[name] = [];
    return { name, monitor };
  });
  const after = (error: number): void => {
    expect(error).toBe(0);
    box.clock.advance(1200e6);
    for (const { name, monitor } of monitors) {
      for (const message of monitor.drain())
        told[name].push(
          message.type === RTM_NEWNSID
            ? `nsid ${readU32(message.bytes, message.body + 8)}`
            : describeLink(message),
        );
    }
  };
  const moveTo = (fd: number) => (w: MessageWriter) => w.u32(IFLA_NET_NS_FD, fd);
  after(addVeth(nl, { name: "x0" }, { name: "x1" }));
  after(setLink(nl, 3, IFF_UP, IFF_UP));
  for (const list of Object.values(told)) list.length = 0;
  after(setLink(nl, 2, 0, 0, moveTo(2)));
  after(setLink(box.netlink(nets.b), 2, IFF_UP, IFF_UP));
  after(setLink(nl, 3, 0, 0, (w) => w.string(IFLA_IFALIAS, "foo")));
  after(addVeth(nl, { name: "dd" }, {}));
  after(setLink(nl, 5, 0, 0, (w) => w.string(IFLA_IFNAME, "ee")));
  after(setLink(nl, 5, 0, 0, (w) => w.data(IFLA_ADDRESS, new Uint8Array([2, 0, 0, 0, 0, 9]))));
  after(setLink(nl, 5, 0, 0, (w) => w.u32(IFLA_TXQLEN, 55)));
  after(setLink(nl, 5, 0, 0, (w) => w.u32(IFLA_GROUP, 5)));
  after(setLink(nl, 5, IFF_UP, IFF_UP));
  after(setLink(nl, 5, 0, 0, (w) => w.string(IFLA_IFALIAS, "hello")));
  after(setLink(nl, 5, IFF_PROMISC, IFF_PROMISC));
  after(setLink(nl, 5, IFF_NOARP, IFF_NOARP));
  after(setLink(nl, 5, 0, 0, moveTo(0)));
  expect(told.a).toEqual([
    "nsid 0",
    "Deleted 2: x1@3 flags 1002 mtu 1500 noop state 2",
    "3: x0@2 flags 11043 mtu 1500 noqueue state 6",
    "3: x0@2 flags 11043 mtu 1500 noqueue state 6",
    "4: veth0@0 flags 1002 mtu 1500 noop state 2",
    "5: dd@4 flags 1002 mtu 1500 noop state 2",
    "5: ee@4 flags 1002 mtu 1500 noop state 2",
    "5: ee@4 flags 1002 mtu 1500 noop state 2",
    "5: ee@4 flags 1002 mtu 1500 noop state 2",
    "5: ee@4 flags 1003 mtu 1500 noqueue state 3",
    "5: ee@4 flags 1003 mtu 1500 noqueue state 3",
    "5: ee@4 flags 1103 mtu 1500 noqueue state 3",
    "5: ee@4 flags 1183 mtu 1500 noqueue state 3",
    "5: ee@4 flags 1182 mtu 1500 noqueue state 2",
    "nsid 1",
    "Deleted 5: ee@4 flags 1182 mtu 1500 noop state 2",
  ]);
  expect(told.b).toEqual([
    "nsid 0",
    "2: x1@3 flags 1002 mtu 1500 noop state 2",
    "2: x1@3 flags 11003 mtu 1500 noqueue state 3",
    "2: x1@3 flags 11043 mtu 1500 noqueue state 6",
  ]);
  expect(told.first).toEqual(["nsid 0", "5: ee@4 flags 1182 mtu 1500 noop state 2"]);
});
