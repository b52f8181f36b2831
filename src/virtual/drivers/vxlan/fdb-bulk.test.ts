/** What `RTM_DELNEIGH` with `NLM_F_BULK` takes away from a tunnel: the results are those of Linux 6.18. */
import { describe, expect, it } from "vitest";
import { EINVAL, ERANGE } from "../../../errno.ts";
import { writeLinkHeader } from "../../../netlink/link.ts";
import * as ifla from "../../../netlink/link-attributes.ts";
import { type MessageWriter, NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL } from "../../../netlink/message.ts";
import * as nd from "../../../netlink/neigh.ts";
import { RTM_DELNEIGH, RTM_NEWLINK, RTM_NEWNEIGH } from "../../../netlink/rtnetlink.ts";
import { Box, type NetlinkTester } from "../../test-support/box.ts";
import type { VxlanDevice } from "./device.ts";

const AF_BRIDGE = 7;
const NLM_F_BULK = 0x200;
const NTF_SELF = 2;
const INDEX = 2;
const IFLA_VXLAN_ID = 1;
const VNI = 42;

type Fill = (w: MessageWriter) => void;
const nothing: Fill = () => {};

function addEntry(nl: NetlinkTester, last: number, to: number, state: number, more: Fill = nothing): void {
  const flags = last === 0 ? NLM_F_CREATE | NLM_F_APPEND : NLM_F_CREATE | NLM_F_EXCL;
  const error = nl.do(RTM_NEWNEIGH, flags, (w) => {
    nd.writeNeighHeader(w, AF_BRIDGE, INDEX, state, NTF_SELF, 0);
    w.data(nd.NDA_LLADDR, last === 0 ? new Uint8Array(6) : Uint8Array.of(2, 0, 0, 0, 0, last));
    w.data(nd.NDA_DST, Uint8Array.of(10, 0, 0, to));
    more(w);
  });
  expect(error).toBe(0);
}

/** A tunnel with two hosts behind the default entry, and the entries 1, 2, 6 and 7. */
function tunnel(): { nl: NetlinkTester; left: () => string } {
  const box = new Box();
  const nl = box.netlink();
  nl.do(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, (w) => {
    writeLinkHeader(w, 0, 0, 0, 0, 0);
    w.string(ifla.IFLA_IFNAME, "vx0");
    const info = w.nest(ifla.IFLA_LINKINFO);
    w.string(ifla.IFLA_INFO_KIND, "vxlan");
    const data = w.nest(ifla.IFLA_INFO_DATA);
    w.u32(IFLA_VXLAN_ID, VNI);
    w.endNest(data);
    w.endNest(info);
  });
  addEntry(nl, 0, 1, nd.NUD_PERMANENT);
  addEntry(nl, 0, 2, nd.NUD_PERMANENT);
  addEntry(nl, 1, 1, nd.NUD_PERMANENT);
  addEntry(nl, 2, 2, nd.NUD_NOARP | nd.NUD_REACHABLE);
  addEntry(nl, 6, 6, nd.NUD_PERMANENT, (w) => {
    w.data(nd.NDA_PORT, Uint8Array.of(0, 9));
    w.u32(nd.NDA_VNI, 7);
  });
  addEntry(nl, 7, 1, nd.NUD_PERMANENT, (w) => w.u32(nd.NDA_IFINDEX, 1));
  const dev = box.net.devByIndex(INDEX) as VxlanDevice;
  const left = (): string =>
    (dev.fdb?.entries ?? [])
      .map((entry) => (entry.remotes.length > 1 ? `${entry.address[5]}*` : `${entry.address[5]}`))
      .sort()
      .join(" ");
  return { nl, left };
}

const ALL = "0* 1 2 6 7";
const data =
  (type: number, ...bytes: number[]): Fill =>
  (w) =>
    w.data(type, Uint8Array.from(bytes));
const u32 =
  (type: number, value: number): Fill =>
  (w) =>
    w.u32(type, value);
/** In the order of the host. */
const mask = (type: number, value: number): Fill =>
  type === nd.NDA_NDM_STATE_MASK ? data(type, value, 0) : data(type, value);

const CASES: readonly (readonly [string, number, number, Fill, number, string])[] = [
  ["nothing", 0, 0, nothing, 0, ""],
  ["a state without a mask", nd.NUD_NOARP, 0, nothing, 0, ""],
  ["another state", nd.NUD_STALE, 0, nothing, -EINVAL, ALL],
  ["a flag that may be", 0, nd.NTF_ROUTER, nothing, 0, ""],
  ["another flag", 0, nd.NTF_USE, nothing, -EINVAL, ALL],
  ["a sticky one", 0, nd.NTF_STICKY, nothing, -EINVAL, ALL],
  ["permanent", nd.NUD_PERMANENT, 0, mask(nd.NDA_NDM_STATE_MASK, nd.NUD_PERMANENT), 0, "2"],
  ["more states than the mask", 0xc0, 0, mask(nd.NDA_NDM_STATE_MASK, nd.NUD_PERMANENT), 0, ALL],
  ["more flags than the mask", 0, 0x90, mask(nd.NDA_NDM_FLAGS_MASK, nd.NTF_EXT_LEARNED), 0, ALL],
  ["a mask of an unused state", 0, 0, mask(nd.NDA_NDM_STATE_MASK, nd.NUD_STALE), 0, ""],
  ["a mask of their own flag", 0, 0, mask(nd.NDA_NDM_FLAGS_MASK, NTF_SELF), 0, ALL],
  ["a mask of four bytes", 0, 0, u32(nd.NDA_NDM_STATE_MASK, 4), -EINVAL, ALL],
  ["a mask of one byte", 0, 0, data(nd.NDA_NDM_STATE_MASK, 1), -EINVAL, ALL],
  ["a host", 0, 0, data(nd.NDA_DST, 10, 0, 0, 1), 0, "0 2 6"],
  ["an unknown host", 0, 0, data(nd.NDA_DST, 10, 0, 0, 9), 0, ALL],
  ["no host", 0, 0, data(nd.NDA_DST, 0, 0, 0, 0), 0, ALL],
  ["a host of three bytes", 0, 0, data(nd.NDA_DST, 1, 2, 3), -ERANGE, ALL],
  ["a host of five bytes", 0, 0, data(nd.NDA_DST, 97, 98, 99, 100, 101), 0, ALL],
  ["a host of IPv6", 0, 0, data(nd.NDA_DST, 32, ...new Array<number>(15).fill(0)), 0, ALL],
  ["a host of 17 bytes", 0, 0, data(nd.NDA_DST, ...new Array<number>(17).fill(0)), -ERANGE, ALL],
  ["a port", 0, 0, data(nd.NDA_PORT, 0, 9), 0, "0* 1 2 7"],
  ["the device's VNI", 0, 0, u32(nd.NDA_VNI, VNI), 0, "6"],
  ["another VNI", 0, 0, u32(nd.NDA_VNI, 7), 0, "0* 1 2 7"],
  ["port 0", 0, 0, data(nd.NDA_PORT, 0, 0), 0, ""],
  ["the VNI that is received", 0, 0, u32(nd.NDA_SRC_VNI, VNI), 0, ""],
  ["one that is not", 0, 0, u32(nd.NDA_SRC_VNI, 7), 0, ALL],
  ["next hops", 0, 0, u32(nd.NDA_NH_ID, 1), 0, ALL],
  ["a device", 0, 0, u32(nd.NDA_IFINDEX, 1), -EINVAL, ALL],
  ["an address", 0, 0, data(nd.NDA_LLADDR, 2, 0, 0, 0, 0, 1), -EINVAL, ALL],
  ["what nobody knows", 0, 0, data(30, 2), -EINVAL, ALL],
];

describe("bulk deletion from a tunnel", () => {
  it.each(CASES)("%s", (_name, state, flags, more, error, rest) => {
    const { nl, left } = tunnel();
    expect(left()).toBe(ALL);
    const result = nl.do(RTM_DELNEIGH, NLM_F_BULK, (w) => {
      nd.writeNeighHeader(w, AF_BRIDGE, INDEX, state, flags | NTF_SELF, 0);
      more(w);
    });
    expect(result).toBe(error);
    expect(left()).toBe(rest);
  });
});
