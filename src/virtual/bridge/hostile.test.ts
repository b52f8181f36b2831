import fc from "fast-check";
import { expect, test } from "vitest";
import { writeLinkHeader } from "../../netlink/link.ts";
import * as ifla from "../../netlink/link-attributes.ts";
import {
  IFLA_BR_AGEING_TIME,
  IFLA_BR_FDB_MAX_LEARNED,
  IFLA_BR_STP_STATE,
} from "../../netlink/link-kinds/bridge.ts";
import { NDA_LLADDR, writeNeighHeader } from "../../netlink/neigh.ts";
import {
  RTM_DELNEIGH,
  RTM_GETLINK,
  RTM_GETNEIGH,
  RTM_NEWLINK,
  RTM_NEWNEIGH,
  RTM_SETLINK,
} from "../../netlink/rtnetlink.ts";
import { traceNetifReceiveSkb } from "../core/trace.ts";
import { Bridged } from "../test-support/bridged.ts";

const AF_BRIDGE = 7;

function bpdu(body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(17 + body.length);
  frame.set([1, 0x80, 0xc2, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 3 + body.length, 0x42, 0x42, 3]);
  frame.set(body, 17);
  return frame;
}

test("random frames: nothing throws, and a good one still reaches everybody else, once", () => {
  const box = new Bridged();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), fc.integer({ min: 0, max: 2 }), (frame, host) => {
      box.inject(host, frame);
    }),
    { numRuns: 2000 },
  );
  const heard: string[] = [];
  const good = new Uint8Array(60).fill(0xff, 0, 6);
  good.set([2, 0, 0, 0, 0, 9, 0x88, 0xb5], 6);
  const stop = traceNetifReceiveSkb.listen(({ dev }) => void heard.push(dev?.name ?? ""));
  box.inject(0, good);
  stop();
  // the port that it comes in by, the other hosts, and the bridge itself
  expect(heard.sort()).toEqual(["br0", "h1", "h2", "p0"]);
});

test("random BPDUs with every timer they start: nothing throws, and the bridge is its own root again", () => {
  const box = new Bridged();
  expect(box.configure(IFLA_BR_STP_STATE, 1)).toBe(0);
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 0, maxLength: 40 }),
      fc.boolean(),
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: 3e9 }),
      (body, plain, host, wait) => {
        if (plain) body.fill(0, 0, 3);
        if (plain && body.length > 3) body[3] = body[3] < 128 ? 0 : 0x80;
        box.inject(host, bpdu(body));
        box.clock.advance(wait);
      },
    ),
    { numRuns: 1500 },
  );
  // the oldest information is gone after 255 seconds, and the forwarding delay may be as long
  box.clock.advance(1200e9);
  expect(box.bridge.rootPort).toBe(0);
  expect(box.bridge.designatedRoot).toEqual(box.bridge.bridgeId);
});

test("a flood of senders: the limit holds, and all are forgotten in time", () => {
  const box = new Bridged();
  expect(box.configure(IFLA_BR_FDB_MAX_LEARNED, 100)).toBe(0);
  const frame = new Uint8Array(60).fill(0xff, 0, 6);
  for (let i = 0; i < 5000; i++) {
    frame.set([2, 9, 0, 0, i >> 8, i & 255], 6);
    box.inject(0, frame);
  }
  expect(box.bridge.fdb.learned).toBe(100);
  box.configure(IFLA_BR_FDB_MAX_LEARNED, 0);
  box.configure(IFLA_BR_AGEING_TIME, 1000);
  for (let i = 0; i < 5000; i++) {
    frame.set([2, 9, 0, 0, i >> 8, i & 255], 6);
    box.inject(i % 3, frame);
  }
  expect(box.bridge.fdb.learned).toBeGreaterThan(4999);
  box.clock.advance(25e9);
  // but for who has said something meanwhile
  expect(box.bridge.fdb.learned).toBeLessThan(4);
});

test("random attributes of links, ports and entries: nothing throws", () => {
  const box = new Bridged();
  const indexes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 99];
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 80 }),
      fc.constantFrom(...indexes),
      fc.constantFrom(RTM_SETLINK, RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH, RTM_GETLINK, RTM_NEWLINK),
      fc.integer({ min: 0, max: 0xfff }),
      fc.integer({ min: 0, max: 255 }),
      (bytes, index, type, flags, neighFlags) => {
        box.nl.request(type, flags, (w) => {
          if (type === RTM_SETLINK || type === RTM_GETLINK) {
            writeLinkHeader(w, AF_BRIDGE, 0, index, 0, 0);
            const nest = w.nest(ifla.IFLA_PROTINFO | 0x8000);
            w.rawBytes(bytes);
            w.endNest(nest);
          } else if (type === RTM_NEWLINK) {
            writeLinkHeader(w, 0, 0, index, 0, 0);
            const info = w.nest(ifla.IFLA_LINKINFO);
            w.string(ifla.IFLA_INFO_KIND, "bridge");
            const data = w.nest(neighFlags < 128 ? ifla.IFLA_INFO_DATA : ifla.IFLA_INFO_SLAVE_DATA);
            w.rawBytes(bytes);
            w.endNest(data);
            w.endNest(info);
          } else {
            writeNeighHeader(w, AF_BRIDGE, index, flags & 0xff, neighFlags, 0);
            if (bytes.length >= 6) w.data(NDA_LLADDR, bytes.subarray(0, 6));
            w.rawBytes(bytes.subarray(6));
          }
        });
        box.clock.advance(1e7);
      },
    ),
    { numRuns: 3000 },
  );
});
