import { expect, test } from "vitest";
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import { IFLA_BR_MCAST_IGMP_VERSION, IFLA_BR_MCAST_MLD_VERSION } from "../../../netlink/link-kinds/bridge.ts";
import * as mdba from "../../../netlink/mdb.ts";
import { type MessageWriter, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../../netlink/message.ts";
import { RTM_DELMDB, RTM_NEWMDB } from "../../../netlink/rtnetlink.ts";
import { Bridged } from "../../test-support/bridged.ts";

// Requests that iproute2 6.1 can not make, with what Linux 6.18 does.

type Write = (writer: MessageWriter) => void;
const NEW = NLM_F_CREATE | NLM_F_EXCL;

function box(): Bridged {
  const made = new Bridged();
  made.configure(IFLA_BR_MCAST_IGMP_VERSION, 3);
  made.configure(IFLA_BR_MCAST_MLD_VERSION, 2);
  return made;
}

const ip = (text: string): Uint8Array => Uint8Array.from(text.split("."), Number);
const source =
  (text: string): Write =>
  (w) =>
    w.data(mdba.MDBE_ATTR_SOURCE, ip(text));
const mode =
  (value: number): Write =>
  (w) =>
    w.u8(mdba.MDBE_ATTR_GROUP_MODE, value);
const protocol =
  (value: number): Write =>
  (w) =>
    w.u8(mdba.MDBE_ATTR_RTPROT, value);
const list =
  (...addresses: string[]): Write =>
  (w) => {
    const nest = w.nest(mdba.MDBE_ATTR_SRC_LIST | NLA_F_NESTED);
    for (const address of addresses) {
      const entry = w.nest(mdba.MDBE_SRC_LIST_ENTRY | NLA_F_NESTED);
      w.data(mdba.MDBE_SRCATTR_ADDRESS, ip(address));
      w.endNest(entry);
    }
    w.endNest(nest);
  };

function request(
  at: Bridged,
  what: { type?: number; flags?: number; port?: string; group?: string; permanent?: boolean },
  ...attributes: Write[]
): number {
  const { type = RTM_NEWMDB, flags = NEW, port = "p0", group = "239.1.1.1", permanent = false } = what;
  return at.nl.do(type, flags, (w) => {
    mdba.writePortMessage(w, 7, at.bridge.ifindex);
    const address = new Uint8Array(16);
    address.set(ip(group));
    mdba.putMdbEntry(w, w.attribute(mdba.MDBA_SET_ENTRY, mdba.BR_MDB_ENTRY_LEN), {
      index: at.net.devByName(port)?.ifindex ?? 0,
      state: permanent ? 1 : 0,
      flags: 0,
      vid: 0,
      protocol: 0x800,
      address,
    });
    const nest = w.nest(mdba.MDBA_SET_ENTRY_ATTRS | NLA_F_NESTED);
    for (const write of attributes) write(w);
    w.endNest(nest);
  });
}

/** Port, group or source, mode, flags, protocol and sources of each membership. */
function state({ bridge }: Bridged): string[] {
  return bridge.multicast.mdb
    .entries()
    .filter(({ group }) => group.protocol === 0x800)
    .flatMap(({ ports, group }) =>
      ports.map(({ port, filterMode, flags, protocol: by, sources }) =>
        [
          port.dev.name,
          group.source === null ? "*" : group.source.join("."),
          filterMode === 1 ? "in" : "ex",
          flags,
          by,
          sources.map((one) => `${one.address.join(".")}${one.timer.pending ? "+" : ""}`).join(),
        ].join(" "),
      ),
    )
    .sort();
}

test("a list of sources makes (S, G)s, which go with it", () => {
  const at = box();
  expect(request(at, {}, mode(1))).toBe(-22);
  expect(request(at, {}, list("10.0.0.1"))).toBe(-22);
  expect(request(at, {}, mode(1), list("10.0.0.1", "10.0.0.2"))).toBe(0);
  expect(state(at)).toEqual([
    "p0 * in 0 4 10.0.0.2+,10.0.0.1+",
    "p0 10.0.0.1 in 0 4 ",
    "p0 10.0.0.2 in 0 4 ",
  ]);
  expect(request(at, {}, mode(1), list("10.0.0.1", "10.0.0.2"))).toBe(-17);
  expect(request(at, { port: "p1" }, mode(0), list("10.0.0.3"))).toBe(0);
  const p1 = ["p1 * ex 0 4 10.0.0.3", "p1 10.0.0.3 in 16 4 "];
  expect(state(at)).toEqual(
    [
      "p0 * in 0 4 10.0.0.2+,10.0.0.1+",
      "p0 10.0.0.1 in 0 4 ",
      "p0 10.0.0.2 in 0 4 ",
      "p1 10.0.0.1 in 8 2 ",
      "p1 10.0.0.2 in 8 2 ",
      ...p1,
    ].sort(),
  );
  expect(request(at, { flags: NLM_F_REPLACE }, mode(1), list("10.0.0.2", "10.0.0.4"))).toBe(0);
  expect(state(at).filter((line) => line.startsWith("p0"))).toEqual([
    "p0 * in 0 4 10.0.0.4+,10.0.0.2+",
    "p0 10.0.0.2 in 0 4 ",
    "p0 10.0.0.4 in 0 4 ",
  ]);
  const permanent = { flags: NLM_F_REPLACE, permanent: true };
  expect(request(at, permanent, mode(0), list("10.0.0.2"), protocol(16))).toBe(0);
  expect(state(at)).toEqual(
    [
      "p0 * ex 1 16 10.0.0.2",
      "p0 10.0.0.2 in 17 16 ",
      "p0 10.0.0.3 in 8 2 ",
      "p1 10.0.0.2 in 8 2 ",
      ...p1,
    ].sort(),
  );
  expect(request(at, { type: RTM_DELMDB, flags: 0 })).toBe(0);
  expect(state(at)).toEqual(p1);
});

test("what does not fit is refused", () => {
  const at = box();
  const refused = (error: number, what: Parameters<typeof request>[1], ...attributes: Write[]): void =>
    expect(request(at, what, ...attributes)).toBe(error);
  refused(-22, { port: "br0" }, source("10.0.0.9"));
  refused(-22, {}, source("239.0.0.9"));
  refused(-22, { port: "br0" }, mode(0));
  refused(-22, {}, source("10.0.0.1"), mode(0));
  refused(-22, { port: "br0" }, list("10.0.0.1"));
  refused(-22, {}, source("10.0.0.1"), list("10.0.0.1"));
  refused(-34, {}, mode(2));
  refused(-34, {}, protocol(3));
  refused(-22, { port: "br0" }, protocol(4));
  refused(-22, {}, mode(1), list());
  refused(-22, {}, mode(0), list(...Array.from({ length: 33 }, (_, index) => `10.0.1.${index}`)));
  refused(-17, {}, mode(1), list("10.0.0.1", "10.0.0.1"));
  refused(-28, {}, mode(1), list("10.0.0.1", "0.0.0.0"));
  expect(state(at)).toEqual([]);
});

test("a port has as many groups as it may", () => {
  const at = box();
  const port = at.bridge.ports.find(({ dev }) => dev.name === "p0");
  if (port) port.multicast.maxGroups = port.multicast.groups.size + 2;
  expect(request(at, { group: "239.1.4.1" })).toBe(0);
  expect(request(at, { group: "239.1.4.9" }, mode(1), list("10.0.0.1", "10.0.0.2"))).toBe(-12);
  expect(request(at, { group: "239.1.4.2" })).toBe(0);
  expect(request(at, { group: "239.1.4.3" })).toBe(-12);
});
