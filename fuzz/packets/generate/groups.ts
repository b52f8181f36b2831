/** IGMP and MLD as a bridge may see them: reports, queries and leaves of all versions, with right and wrong headers. */
import type { Chance } from "../chance.ts";
import { ip4, ip6, mac } from "../world.ts";
import type { Recipe } from "./recipe.ts";
import { entrance, station } from "./stations.ts";
import { be16, concat, ethernet, icmpMessage, icmpv6Message, ipv4Packet, ipv6Packet } from "./wire.ts";

const GROUPS4 = [
  "239.1.1.1",
  "239.1.1.1",
  "239.1.1.2",
  "239.1.1.3",
  "224.0.0.5",
  "224.0.0.251",
  "0.0.0.0",
  "10.0.0.1",
  "224.0.0.1",
];
const GROUPS6 = [
  "ff0e::1",
  "ff0e::1",
  "ff0e::2",
  "ff05::3",
  "ff02::fb",
  "ff02::1:ff00:77",
  "::",
  "fd00::1",
  "ff02::1",
];
const SOURCES4 = ["10.0.0.77", "10.0.0.78", "0.0.0.0", "0.0.0.0"];
const SOURCES6 = ["fe80::77", "fe80::78", "::", "fd00::77"];

/** A time after which nobody answers while a batch runs: of IGMP in tenths of a second and above 127 with an exponent, of MLD in ms. */
const LATE4 = [0, 255, 255, 250];
const LATE6 = [60_000, 30_000, 0xffff];

/** Records of a report with sources. */
function records(chance: Chance, groups: readonly Uint8Array[], sources: readonly Uint8Array[]): Uint8Array {
  const parts = groups.map((group) => {
    const own = sources.slice(0, chance.int(sources.length + 1));
    const claimed = chance.oneIn(12) ? chance.int(300) : own.length;
    const extra = chance.oneIn(12) ? 1 : 0;
    return concat(
      Uint8Array.of(chance.pick([1, 2, 3, 4, 4, 2, 5, 6, 0, 7]), extra),
      be16(claimed),
      group,
      ...own,
      new Uint8Array(extra * 4),
    );
  });
  return concat(...parts);
}

function igmpBody(chance: Chance): Uint8Array {
  const group = (): Uint8Array => ip4(chance.pick(GROUPS4));
  const kind = chance.pick([
    "report",
    "report",
    "report1",
    "leave",
    "leave",
    "query",
    "query",
    "query3",
    "v3",
    "v3",
    "v3",
    "odd",
  ]);
  if (kind === "query")
    return icmpMessage(0x11, chance.pick(LATE4), chance.oneIn(2) ? ip4("0.0.0.0") : group());
  if (kind === "query3") {
    const sources = Array.from({ length: chance.int(3) }, () => ip4(`10.0.0.${chance.int(255)}`));
    const rest = concat(
      ip4(chance.pick(["0.0.0.0", "239.1.1.1"])),
      Uint8Array.of(2, 125),
      be16(sources.length),
      ...sources,
    );
    return icmpMessage(0x11, 255, rest);
  }
  if (kind === "v3") {
    const groups = Array.from({ length: chance.int(3) + 1 }, group);
    const count = chance.oneIn(10) ? chance.int(9) : groups.length;
    return icmpMessage(
      0x22,
      0,
      concat(be16(0, count), records(chance, groups, [ip4("10.0.0.9"), ip4("10.0.0.10")])),
    );
  }
  const type = { report: 0x16, report1: 0x12, leave: 0x17, odd: chance.pick([0x13, 0x14, 0x30, 0xff]) }[
    kind as "odd"
  ];
  return icmpMessage(type, 0, group());
}

const igmp: Recipe = (chance) => {
  const whole = igmpBody(chance);
  const payload = chance.oneIn(10) ? whole.subarray(0, chance.int(whole.length + 1)) : whole;
  if (chance.oneIn(15) && payload.length > 3) payload[3] = (payload[3] as number) ^ 1;
  const told = payload.length >= 8 ? payload.subarray(4, 8) : ip4("224.0.0.1");
  const destination = chance.oneIn(6)
    ? ip4(chance.pick(["224.0.0.1", "224.0.0.2", "224.0.0.22", "239.1.1.1", "10.0.1.2"]))
    : told;
  const packet = ipv4Packet({
    protocol: 2,
    source: ip4(chance.pick(SOURCES4)),
    destination,
    payload,
    ttl: chance.oneIn(10) ? 64 : 1,
    ...(chance.oneIn(3) ? {} : { options: Uint8Array.of(0x94, 4, 0, 0) }),
    ...(chance.oneIn(15) ? { totalLength: chance.int(80) } : {}),
    ...(chance.oneIn(15) ? { checksumError: 1 } : {}),
    ...(chance.oneIn(15) ? { fragment: chance.pick([0x2000, 1]) } : {}),
  });
  const to = Uint8Array.of(
    1,
    0,
    0x5e,
    (destination[1] as number) & 0x7f,
    destination[2] as number,
    destination[3] as number,
  );
  return [{ from: entrance(chance), frame: ethernet(to, station(chance), 0x0800, packet) }];
};

function mldBody(chance: Chance, source: Uint8Array, destination: Uint8Array): Uint8Array {
  const group = (): Uint8Array => ip6(chance.pick(GROUPS6));
  const message = (type: number, rest: Uint8Array): Uint8Array =>
    icmpv6Message(source, destination, type, 0, rest);
  const kind = chance.pick([
    "report",
    "report",
    "done",
    "done",
    "query",
    "query",
    "query2",
    "v2",
    "v2",
    "v2",
  ]);
  if (kind === "query")
    return message(130, concat(be16(chance.pick(LATE6), 0), chance.oneIn(2) ? new Uint8Array(16) : group()));
  if (kind === "query2")
    return message(
      130,
      concat(
        be16(0xffff, 0),
        chance.pick([new Uint8Array(16), ip6("ff0e::1")]),
        Uint8Array.of(2, 125),
        be16(0),
      ),
    );
  if (kind === "v2") {
    const groups = Array.from({ length: chance.int(3) + 1 }, group);
    const count = chance.oneIn(10) ? chance.int(9) : groups.length;
    return message(143, concat(be16(0, count), records(chance, groups, [ip6("fd00::9"), ip6("fd00::10")])));
  }
  return message(kind === "done" ? 132 : 131, concat(be16(0, 0), group()));
}

/** What MLD stands behind: a router alert, or what is none. */
function hopByHop(chance: Chance): Uint8Array {
  if (chance.oneIn(15)) return Uint8Array.of(58, 0, 1, 4, 0, 0, 0, 0);
  return Uint8Array.of(58, 0, 5, 2, 0, chance.oneIn(15) ? 1 : 0, 1, 0);
}

const mld: Recipe = (chance) => {
  const source = ip6(chance.pick(SOURCES6));
  const destination = ip6(chance.pick(["ff02::1", "ff02::16", "ff02::2", "ff0e::1", "ff05::3", "fd00:1::2"]));
  const whole = mldBody(chance, source, destination);
  const body = chance.oneIn(10) ? whole.subarray(0, chance.int(whole.length + 1)) : whole;
  if (chance.oneIn(15) && body.length > 3) body[3] = (body[3] as number) ^ 1;
  const bare = chance.oneIn(12);
  const packet = ipv6Packet({
    nextHeader: bare ? 58 : 0,
    source,
    destination,
    payload: bare ? body : concat(hopByHop(chance), body),
    hopLimit: chance.oneIn(10) ? 64 : 1,
    ...(chance.oneIn(15) ? { payloadLength: chance.int(80) } : {}),
  });
  const to =
    destination[0] === 0xff
      ? concat(Uint8Array.of(0x33, 0x33), destination.subarray(12))
      : mac("02:00:00:00:00:09");
  return [{ from: entrance(chance), frame: ethernet(to, station(chance), 0x86dd, packet) }];
};

export const groupMessage: Recipe = (chance) => chance.pick([igmp, mld])(chance);
