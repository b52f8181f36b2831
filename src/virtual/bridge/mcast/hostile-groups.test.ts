import fc from "fast-check";
import { expect, test } from "vitest";
import * as vlandb from "../../../netlink/bridge-vlan.ts";
import {
  IFLA_BR_MCAST_HASH_MAX,
  IFLA_BR_MCAST_QUERIER,
  IFLA_BR_VLAN_FILTERING,
} from "../../../netlink/link-kinds/bridge.ts";
import * as mdba from "../../../netlink/mdb.ts";
import {
  RTM_DELMDB,
  RTM_DELVLAN,
  RTM_GETMDB,
  RTM_GETVLAN,
  RTM_NEWMDB,
  RTM_NEWVLAN,
} from "../../../netlink/rtnetlink.ts";
import { Bridged } from "../../test-support/bridged.ts";
import { igmp, mld } from "../../test-support/membership.ts";

const AF_BRIDGE = 7;

test("any membership message leaves a bridge that works, and no more groups than may be", () => {
  const types = fc.constantFrom(0x11, 0x12, 0x16, 0x17, 0x22, 0x30);
  const types6 = fc.constantFrom(130, 131, 132, 143, 151);
  const body = fc.uint8Array({ maxLength: 90 });
  const host = fc.nat(2);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(host, types, types6, body), { maxLength: 40 }),
      fc.boolean(),
      (frames, querier) => {
        const box = new Bridged();
        box.configure(IFLA_BR_MCAST_HASH_MAX, 8);
        box.configure(IFLA_BR_MCAST_QUERIER, querier ? 1 : 0);
        for (const [from, type, type6, rest] of frames) {
          const to = type === 0x11 ? [224, 0, 0, 1] : [239, rest[0] ?? 1, rest[1] ?? 1, 1];
          box.inject(from, igmp(to, Uint8Array.of(type, ...rest)));
          box.inject(from, mld(Uint8Array.of(type6, ...rest)));
          box.clock.advance(1e8);
        }
        expect(box.bridge.multicast.mdb.size).toBeLessThanOrEqual(8);
        box.clock.advance(700e9);
        // the hosts' own groups may be left
        expect(box.bridge.multicast.mdb.size).toBeLessThanOrEqual(8);
      },
    ),
    { numRuns: 60 },
  );
});

test("a flood of reports ends snooping, as Linux does, and takes no more memory", () => {
  const box = new Bridged();
  for (let i = 0; i < 6000; i++) {
    const group = [239, 1, i >> 8, i & 0xff];
    box.inject(0, igmp(group, Uint8Array.of(0x16, 0, 0, 0, ...group)));
    box.clock.advance(1e6);
  }
  expect(box.bridge.multicast.mdb.size).toBe(4096);
  expect(box.bridge.multicast.enabled).toBe(false);
});

test("any message about VLANs and groups is answered", () => {
  const message = fc.tuple(
    fc.constantFrom(RTM_NEWVLAN, RTM_DELVLAN, RTM_GETVLAN, RTM_NEWMDB, RTM_DELMDB, RTM_GETMDB),
    fc.nat(8),
    fc.nat(0xffff),
    fc.uint8Array({ maxLength: 80 }),
  );
  fc.assert(
    fc.property(fc.array(message, { maxLength: 30 }), (messages) => {
      const box = new Bridged();
      box.configure(IFLA_BR_VLAN_FILTERING, 1);
      for (const [type, index, attribute, bytes] of messages) {
        box.nl.do(type, 0, (w) => {
          mdba.writePortMessage(w, AF_BRIDGE, index);
          const nest = w.nest(attribute & 0x8003);
          w.rawBytes(bytes);
          w.endNest(nest);
        });
      }
      expect(box.bridge.vlans.count).toBeLessThanOrEqual(4094);
      expect(box.bridge.multicast.mdb.size).toBeLessThanOrEqual(4096);
    }),
    { numRuns: 150 },
  );
});

test("tags of any sort leave a bridge that works", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(2), fc.uint8Array({ maxLength: 40 })), { maxLength: 40 }),
      (frames) => {
        const box = new Bridged();
        box.configure(IFLA_BR_VLAN_FILTERING, 1);
        for (const [from, rest] of frames) {
          const protocol = (rest[0] ?? 0) & 1 ? [0x81, 0] : [0x88, 0xa8];
          box.inject(
            from,
            Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 2, from, ...protocol, ...rest),
          );
        }
        // the hosts have other addresses of their own
        expect(box.bridge.fdb.learned).toBeLessThanOrEqual(6);
      },
    ),
    { numRuns: 100 },
  );
});

test("ranges of VLANs are not more than there are identifiers", () => {
  const box = new Bridged();
  const error = box.nl.do(RTM_NEWVLAN, 0, (w) => {
    vlandb.writeBridgeVlanHeader(w, AF_BRIDGE, box.bridge.ifindex);
    const nest = w.nest(vlandb.BRIDGE_VLANDB_ENTRY | 0x8000);
    vlandb.writeBridgeVlanInfo(w, vlandb.BRIDGE_VLANDB_ENTRY_INFO, 0, 2);
    w.u16(vlandb.BRIDGE_VLANDB_ENTRY_RANGE, 4094);
    w.endNest(nest);
  });
  expect(error).toBe(0);
  expect(box.bridge.vlans.count).toBe(4094);
});
