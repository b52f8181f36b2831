import { expect, test } from "vitest";
import { AttributeCursor, NLA_F_NESTED, readU32 } from "../../../netlink/attribute.ts";
import { writeLinkHeader } from "../../../netlink/link.ts";
import * as ifla from "../../../netlink/link-attributes.ts";
import {
  IFF_MULTI_QUEUE,
  IFF_TAP,
  IFF_TUN,
  TUNSETIFF,
  TUNSETOWNER,
  TUNSETPERSIST,
} from "../../../netlink/link-kinds/tun.ts";
import { NLM_F_DUMP, NLMSG_DONE } from "../../../netlink/message.ts";
import { RTM_GETLINK, RTM_NEWLINKPROP } from "../../../netlink/rtnetlink.ts";
import { openTun } from "../../drivers/tun.ts";
import { Box } from "../../test-support/box.ts";
import { addVeth, setLink } from "../../test-support/links.ts";
import { IFF_UP } from "../dev/netdevice.ts";
import recorded from "./fixtures/link-messages.json" with { type: "json" };

const mac = (last: number): Uint8Array => new Uint8Array([2, 0, 0, 0, 0, last]);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

function int(value: number): Uint8Array {
  return new Uint8Array([value, value >>> 8, value >>> 16, value >>> 24]);
}

/** `ip tuntap add`: the device stays when the file is closed. */
function addTun(box: Box, name: string, flags: number, owner: number): void {
  const file = openTun(box.net);
  const request = new Uint8Array(40);
  request.set(Buffer.from(name));
  request.set(int(flags).subarray(0, 2), 16);
  expect(file.ioctl(TUNSETIFF, request)).toBe(0);
  if (owner >= 0) file.ioctl(TUNSETOWNER, int(owner));
  expect(file.ioctl(TUNSETPERSIST, int(1))).toBe(0);
  file.close();
}

/** The counters that traffic of the moment changes. */
const VOLATILE = new Set([ifla.IFLA_STATS, ifla.IFLA_STATS64]);

test(`link messages are those of Linux ${recorded.kernel}, attribute by attribute`, () => {
  const box = new Box();
  const other = box.machine.createNet();
  box.machine.netByFd = () => other;
  const nl = box.netlink();
  addVeth(nl, { name: "veth0", address: mac(1) }, { name: "veth1", address: mac(2) });
  addVeth(nl, { name: "out", address: mac(3) }, { name: "in", address: mac(4), netns: 1 });
  setLink(nl, 3, IFF_UP, IFF_UP);
  setLink(nl, 3, 0, 0, (w) => {
    w.string(ifla.IFLA_IFALIAS, "to veth1");
    w.u32(ifla.IFLA_GROUP, 7);
  });
  nl.do(RTM_NEWLINKPROP, 0, (w) => {
    writeLinkHeader(w, 0, 0, 3, 0, 0);
    const list = w.nest(ifla.IFLA_PROP_LIST | NLA_F_NESTED);
    w.string(ifla.IFLA_ALT_IFNAME, "other");
    w.endNest(list);
  });
  addTun(box, "tap0", IFF_TAP | 0x1000, -1);
  setLink(nl, 5, 0, 0, (w) => w.data(ifla.IFLA_ADDRESS, mac(5)));
  addTun(box, "tun0", IFF_TUN | IFF_MULTI_QUEUE | 0x1000, 5);
  box.clock.advance(3e9);
  const messages = nl
    .request(RTM_GETLINK, NLM_F_DUMP, (w) => {
      writeLinkHeader(w, 0, 0, 0, 0, 0);
      w.u32(ifla.IFLA_EXT_MASK, 1);
    })
    .filter((message) => message.type !== NLMSG_DONE);
  expect(messages.length).toBe(recorded.links.length);
  recorded.links.forEach((link, i) => {
    const { bytes, body } = messages[i];
    const end = body - 16 + readU32(bytes, body - 16);
    expect(hex(bytes.subarray(body, body + 16))).toBe(link.header);
    const cursor = new AttributeCursor(bytes, body + 16, end);
    const attributes: (readonly [number, string | null])[] = [];
    while (cursor.next()) {
      const whole = cursor.type | cursor.flags;
      attributes.push([whole, cursor.type === ifla.IFLA_AF_SPEC ? null : hex(cursor.payload)]);
    }
    const steady = (list: typeof attributes) => list.filter(([type]) => !VOLATILE.has(type & 0x3fff));
    expect(steady(attributes)).toEqual(steady(link.attributes as unknown as typeof attributes));
    expect(attributes.map(([type]) => type)).toEqual(link.attributes.map(([type]) => type));
  });
});
