import fc from "fast-check";
import { expect, test } from "vitest";
import {
  IFLA_BR_MCAST_HASH_MAX,
  IFLA_BR_MCAST_IGMP_VERSION,
  IFLA_BR_MCAST_LAST_MEMBER_INTVL,
  IFLA_BR_MCAST_MLD_VERSION,
  IFLA_BR_MCAST_QUERIER,
} from "../../../netlink/link-kinds/bridge.ts";
import { Bridged } from "../../test-support/bridged.ts";
import { igmp, mld } from "../../test-support/membership.ts";
import { BR_MULTICAST_FAST_LEAVE, portOf } from "../br-private.ts";

/** A record: type, group, sources. */
type Record = readonly [number, number, readonly number[]];

function report(length: 4 | 16, records: readonly Record[]): Uint8Array {
  const address = (first: number, last: number): number[] => [first, ...Array(length - 2).fill(1), last];
  const bytes = records.flatMap(([type, group, sources]) => [
    type,
    0,
    0,
    sources.length,
    ...address(length === 4 ? 239 : 0xff, group),
    ...sources.flatMap((source) => address(source === 0 ? 0 : 10, source)),
  ]);
  return Uint8Array.of(length === 4 ? 0x22 : 143, 0, 0, 0, 0, 0, 0, records.length, ...bytes);
}

const record = fc.tuple(
  fc.integer({ min: 1, max: 7 }),
  fc.nat(2),
  fc.array(fc.nat(50), { maxLength: 50 }),
) as fc.Arbitrary<Record>;
/** From which port, from which host, what, and tenths of a second after it. */
const step = fc.tuple(fc.nat(2), fc.nat(200), fc.array(record, { maxLength: 3 }), fc.nat(20));

function sourced(): Bridged {
  const box = new Bridged();
  box.configure(IFLA_BR_MCAST_IGMP_VERSION, 3);
  box.configure(IFLA_BR_MCAST_MLD_VERSION, 2);
  return box;
}

test("any reports with sources: limits hold, and what was kept of them goes with their time", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.boolean(), fc.nat(7), (steps, querier, fast) => {
      const box = sourced();
      const ports = box.bridge.ports;
      ports.forEach((port, index) => {
        if ((fast & (1 << index)) !== 0) port.flags |= BR_MULTICAST_FAST_LEAVE;
        port.multicast.trackedHostsLimit = 4;
      });
      box.configure(IFLA_BR_MCAST_QUERIER, querier ? 1 : 0);
      for (const [from, host, records, tenths] of steps) {
        box.inject(from, igmp([224, 0, 0, 22], report(4, records), host));
        box.inject(from, mld(report(16, records), host));
        box.clock.advance(tenths * 1e8);
        for (const port of ports) {
          expect(port.multicast.trackedHosts).toBeLessThanOrEqual(4 * 6);
          for (const { sources, listed } of port.multicast.groups) {
            expect(listed).toBe(true);
            expect(sources.length).toBeLessThanOrEqual(32);
          }
        }
      }
      box.clock.advance(900e9);
      // the hosts' own groups are, as long as they are asked for them
      if (querier) return;
      const left = ports.flatMap((port) =>
        [...port.multicast.groups].filter(({ sources }) => sources.length > 0),
      );
      expect(left).toEqual([]);
      expect(ports.reduce((sum, port) => sum + port.multicast.trackedHosts, 0)).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test("a port that goes takes all with it, in the middle of questions", () => {
  const box = sourced();
  box.configure(IFLA_BR_MCAST_QUERIER, 1);
  box.configure(IFLA_BR_MCAST_LAST_MEMBER_INTVL, 10);
  const port = portOf(box.bridge.ports[0].dev);
  for (const from of [0, 1, 2]) {
    box.inject(
      from,
      igmp(
        [224, 0, 0, 22],
        report(4, [
          [1, from, [1, 2, 3]],
          [2, 5, [from]],
        ]),
        1,
      ),
    );
    box.inject(
      from,
      igmp(
        [224, 0, 0, 22],
        report(4, [
          [6, from, [1]],
          [3, 5, [2]],
        ]),
        1,
      ),
    );
  }
  box.clock.advance(5e7);
  for (const { dev } of [...box.bridge.ports]) box.bridge.ops.delSlave?.(box.bridge, dev);
  expect(port?.multicast.groups.size).toBe(0);
  box.clock.advance(900e9);
  expect(box.bridge.multicast.mdb.entries().filter(({ group }) => group.protocol === 0x800)).toEqual([]);
});

test("as many sources of as many groups as there may be end snooping, and no more memory is taken", () => {
  const box = sourced();
  box.configure(IFLA_BR_MCAST_HASH_MAX, 64);
  for (let i = 0; i < 40; i++) {
    const sources = Array.from({ length: 32 }, (_, index) => index + 1);
    box.inject(0, igmp([224, 0, 0, 22], report(4, [[1, i, sources]]), 1));
    box.clock.advance(1e6);
  }
  expect(box.bridge.multicast.mdb.size).toBe(64);
  expect(box.bridge.multicast.enabled).toBe(false);
});
