import fc from "fast-check";
import { expect, test } from "vitest";
import { writeLinkHeader } from "../../../netlink/link.ts";
import * as ifla from "../../../netlink/link-attributes.ts";
import { AF_BRIDGE } from "../../../netlink/link-kinds/bridge.ts";
import * as vxlan from "../../../netlink/link-kinds/vxlan.ts";
import { type MessageWriter, NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL } from "../../../netlink/message.ts";
import { RTM_DELTUNNEL, RTM_GETTUNNEL, RTM_NEWLINK, RTM_NEWTUNNEL } from "../../../netlink/rtnetlink.ts";
import * as tunnel from "../../../netlink/tunnel-msg.ts";
import { devQueueXmit } from "../../core/dev/dev-xmit.ts";
import { IFF_UP } from "../../core/dev/netdevice.ts";
import { allocSkb, type SkBuff } from "../../core/skbuff.ts";
import { Box, type NetlinkTester } from "../../test-support/box.ts";
import { setLink } from "../../test-support/links.ts";
import type { VxlanDevice } from "./device.ts";
import { vxlanReceive } from "./receive.ts";
import { MAX_VNIS } from "./vni-group.ts";

type Fill = (w: MessageWriter) => void;

/** A box with a tunnel that is up. */
function tunnelOf(settings: Fill): { box: Box; nl: NetlinkTester; dev: VxlanDevice } {
  const box = new Box();
  const nl = box.netlink();
  const error = nl.do(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, (w) => {
    writeLinkHeader(w, 0, 0, 0, 0, 0);
    w.string(ifla.IFLA_IFNAME, "vx0");
    const info = w.nest(ifla.IFLA_LINKINFO);
    w.string(ifla.IFLA_INFO_KIND, "vxlan");
    const data = w.nest(ifla.IFLA_INFO_DATA);
    settings(w);
    w.endNest(data);
    w.endNest(info);
  });
  expect(error).toBe(0);
  const dev = box.net.devByName("vx0") as VxlanDevice;
  setLink(nl, dev.ifindex, IFF_UP, IFF_UP);
  return { box, nl, dev };
}

function external(w: MessageWriter): void {
  w.u8(vxlan.IFLA_VXLAN_COLLECT_METADATA, 1);
  w.u8(vxlan.IFLA_VXLAN_VNIFILTER, 1);
  w.u8(vxlan.IFLA_VXLAN_LEARNING, 1);
}

function entry(w: MessageWriter, start: number, end: number, group: Uint8Array): void {
  const nest = w.nest(tunnel.VXLAN_VNIFILTER_ENTRY | 0x8000);
  w.u32(tunnel.VXLAN_VNIFILTER_ENTRY_START, start);
  w.u32(tunnel.VXLAN_VNIFILTER_ENTRY_END, end);
  const type = group.length > 4 ? tunnel.VXLAN_VNIFILTER_ENTRY_GROUP6 : tunnel.VXLAN_VNIFILTER_ENTRY_GROUP;
  if (group.length > 0) w.data(type, group);
  w.endNest(nest);
}

function packet(bytes: Uint8Array, before: number): SkBuff {
  const skb = allocSkb(bytes.length);
  skb.append(bytes, 0, bytes.length);
  skb.networkHeader = skb.data;
  skb.pull(before);
  return skb;
}

test("random requests about networks: nothing throws", () => {
  const { nl, dev } = tunnelOf(external);
  fc.assert(
    fc.property(
      fc.constantFrom(RTM_NEWTUNNEL, RTM_DELTUNNEL, RTM_GETTUNNEL),
      fc.constantFrom(0, 1, dev.ifindex, 99),
      fc.nat(0xfff),
      fc.nat(200),
      fc.nat(200),
      fc.uint8Array({ maxLength: 17 }),
      fc.uint8Array({ maxLength: 30 }),
      (type, index, flags, start, end, group, rest) => {
        nl.request(type, flags, (w) => {
          tunnel.writeTunnelHeader(w, AF_BRIDGE, rest.length & 3, index);
          entry(w, start, end, group);
          w.rawBytes(rest);
        });
      },
    ),
    { numRuns: 1500 },
  );
  expect(dev.vnis?.size).toBeLessThan(300);
});

test("a range of all networks there could be: as many as fit, and all can go again", () => {
  const { nl, dev } = tunnelOf(external);
  const all = (type: number, last: number): number =>
    nl.do(type, 0, (w) => {
      tunnel.writeTunnelHeader(w, AF_BRIDGE, 0, dev.ifindex);
      entry(w, 1, last, Uint8Array.of(10, 0, 0, 1));
    });
  expect(all(RTM_NEWTUNNEL, 0xffffffff)).toBeLessThan(0);
  expect(dev.vnis?.size).toBe(MAX_VNIS);
  nl.request(RTM_GETTUNNEL, NLM_F_DUMP, (w) => tunnel.writeTunnelHeader(w, AF_BRIDGE, 1, 0));
  expect(all(RTM_DELTUNNEL, MAX_VNIS)).toBe(0);
  expect(dev.vnis?.size).toBe(0);
  expect(dev.fdb?.entries.length).toBe(0);
});

test("random datagrams, with all extensions: nothing throws", () => {
  for (const many of [true, false]) {
    const { box, dev } = tunnelOf((w) => {
      if (many) external(w);
      else w.u32(vxlan.IFLA_VXLAN_ID, 1);
      w.u8(vxlan.IFLA_VXLAN_REMCSUM_RX, 1);
      w.data(vxlan.IFLA_VXLAN_GBP, new Uint8Array(0));
    });
    const { socket } = dev;
    if (socket === null) throw new Error("no socket");
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.boolean(), fc.nat(255), (bytes, valid, last) => {
        const datagram = new Uint8Array(28 + bytes.length);
        datagram[0] = 0x45;
        datagram.set(bytes, 28);
        if (valid && bytes.length > 8)
          datagram.set([0x88 & bytes[0] ? 0x88 : 0x08, bytes[1] & 0x68, 0, 0, 0, 0, 1, last], 28);
        const skb = packet(datagram, 28);
        skb.dev = dev;
        vxlanReceive(socket, skb);
        box.clock.advance(1e6);
      }),
      { numRuns: 1500 },
    );
  }
});

test("random frames through a tunnel that answers and shortens: nothing throws", () => {
  const { box, dev } = tunnelOf((w) => {
    w.u32(vxlan.IFLA_VXLAN_ID, 1);
    w.u8(vxlan.IFLA_VXLAN_PROXY, 1);
    w.u8(vxlan.IFLA_VXLAN_RSC, 1);
    w.u8(vxlan.IFLA_VXLAN_L2MISS, 1);
    w.u8(vxlan.IFLA_VXLAN_L3MISS, 1);
  });
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 14, maxLength: 120 }),
      fc.constantFrom(0x0800, 0x0806, 0x86dd),
      (frame, type) => {
        frame[12] = type >> 8;
        frame[13] = type & 255;
        const skb = packet(frame, 0);
        skb.dev = dev;
        devQueueXmit(skb);
        box.clock.advance(1e6);
      },
    ),
    { numRuns: 1500 },
  );
});
