/** Devices that stand on others: whatever frames, messages and orders of commands come, nothing throws and nothing is left behind. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { isErrno } from "../../errno.ts";
import { AF_PACKET, SOCK_RAW } from "../../kernel.ts";
import { writeLinkHeader } from "../../netlink/link.ts";
import * as ifla from "../../netlink/link-attributes.ts";
import { type MessageWriter, NLM_F_CREATE, NLM_F_EXCL } from "../../netlink/message.ts";
import { RTM_NEWADDR, RTM_NEWLINK } from "../../netlink/rtnetlink.ts";
import { addressEntries } from "../core/dev/dev-address-lists.ts";
import { IFF_UP, type NetDevice } from "../core/dev/netdevice.ts";
import { Box, type NetlinkTester } from "../test-support/box.ts";
import { addVeth, delLink, setLink } from "../test-support/links.ts";

function addKind(
  nl: NetlinkTester,
  kind: string,
  name: string,
  link: number,
  data: (w: MessageWriter) => void = () => {},
): number {
  return nl.do(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, (w) => {
    writeLinkHeader(w, 0, 0, 0, 0, 0);
    w.string(ifla.IFLA_IFNAME, name);
    if (link !== 0) w.u32(ifla.IFLA_LINK, link);
    const info = w.nest(ifla.IFLA_LINKINFO);
    w.string(ifla.IFLA_INFO_KIND, kind);
    const nest = w.nest(ifla.IFLA_INFO_DATA);
    data(w);
    w.endNest(nest);
    w.endNest(info);
  });
}

function addAddress(nl: NetlinkTester, index: number, address: readonly number[]): void {
  nl.do(RTM_NEWADDR, NLM_F_CREATE, (w) => {
    const at = w.reserve(8);
    w.bytes.set([address.length === 4 ? 2 : 10, 24, 2, 0, index, 0, 0, 0], at);
    w.data(1, Uint8Array.from(address));
    w.data(2, Uint8Array.from(address));
  });
}

const V0 = 3;
const V1 = 2;
const FD = [0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/** A pair of veths, all kinds on one of them, all up. */
function boxWithStack(): { box: Box; nl: NetlinkTester } {
  const box = new Box();
  const nl = box.netlink();
  addVeth(nl, { name: "v0", address: Uint8Array.of(2, 0, 0, 0, 0, 1) }, { name: "v1" });
  for (const index of [1, V0, V1]) setLink(nl, index, IFF_UP, IFF_UP);
  addAddress(nl, V0, [192, 0, 2, 1]);
  addAddress(nl, V0, [...FD, 1]);
  for (const mode of [1, 2, 4, 4]) addKind(nl, "macvlan", `m${mode}%d`, V0, (w) => w.u32(1, mode));
  addKind(nl, "macvlan", "ms", V0, (w) => {
    w.u32(1, 16);
    w.u32(3, 0);
    w.data(4, Uint8Array.of(2, 0, 0, 0, 0, 9));
  });
  for (const id of [0, 5, 6]) addKind(nl, "vlan", `q${id}`, V0, (w) => w.u16(1, id));
  addKind(nl, "vlan", "qq", box.net.devByName("q5")?.ifindex ?? 0, (w) => w.u16(1, 6));
  const port = (w: MessageWriter): void => w.data(15, Uint8Array.of(0x12, 0xb5));
  addKind(nl, "vxlan", "x4", 0, (w) => {
    w.u32(1, 42);
    w.data(2, Uint8Array.of(192, 0, 2, 2));
    port(w);
  });
  addKind(nl, "vxlan", "x6", 0, (w) => {
    w.u32(1, 42);
    w.data(16, Uint8Array.from([...FD, 2]));
    w.u8(20, 1);
    port(w);
  });
  addKind(nl, "ifb", "i0", 0);
  for (const dev of [...box.net.devices.values()]) setLink(nl, dev.ifindex, IFF_UP, IFF_UP);
  box.clock.advance(5e9);
  return { box, nl };
}

const address = fc.constantFrom(
  [2, 0, 0, 0, 0, 1],
  [2, 0, 0, 0, 0, 9],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [1, 0, 0x5e, 0, 0, 1],
  [0x33, 0x33, 0, 0, 0, 1],
  [0, 0, 0, 0, 0, 0],
);
const tail = fc.uint8Array({ maxLength: 90 }).map((bytes) => [...bytes]);

/** A frame with up to four tags, cut anywhere. */
const tagged = fc
  .tuple(
    address,
    address,
    fc.array(fc.tuple(fc.constantFrom([0x81, 0], [0x88, 0xa8]), fc.constantFrom(0, 5, 6, 7, 0xfff)), {
      maxLength: 4,
    }),
    fc.constantFrom([8, 0], [8, 6], [0x86, 0xdd], [0, 9], [0x88, 0xb5]),
    tail,
    fc.nat(60),
  )
  .map(([to, from, tags, type, payload, cut]) => {
    const bytes: number[] = [...to, ...from];
    for (const [kind, id] of tags) bytes.push(...kind, (id >> 8) | 0xa0, id & 0xff);
    bytes.push(...type, ...payload);
    return Uint8Array.from(bytes.slice(0, Math.max(1, bytes.length - cut)));
  });

function ipHeader(payload: number, tos: number): number[] {
  const length = payload + 20;
  const ip = [0x45, tos, length >> 8, length & 0xff, 0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 2, 192, 0, 2, 1];
  let sum = 0;
  for (let at = 0; at < 20; at += 2) sum += (ip[at] << 8) | ip[at + 1];
  const check = ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
  ip[10] = check >> 8;
  ip[11] = check & 0xff;
  return ip;
}

/** A datagram of a tunnel, of IPv4 or IPv6, with a frame or another such datagram inside, cut anywhere. */
const tunnelled = fc
  .tuple(
    fc.boolean(),
    fc.constantFrom(0x08, 0x00, 0xff, 0x0c),
    fc.constantFrom(42, 43),
    fc.oneof(
      tagged.map((bytes) => [...bytes]),
      tail,
    ),
    fc.nat(40),
    fc.nat(3),
  )
  .map(([v6, flags, vni, inner, cut, nested]) => {
    let payload = inner;
    for (let i = 0; i <= nested; i++) {
      const udp = [0xd0, i, 0x12, 0xb5, 0, 0, 0, 0, flags, 0, 0, 0, 0, 0, vni, 0, ...payload];
      udp[4] = udp.length >> 8;
      udp[5] = udp.length & 0xff;
      const frame = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 7];
      if (v6) frame.push(0x86, 0xdd, 0x60, 0, 0, 0, 0, udp.length, 17, 64, ...FD, 2, ...FD, 1);
      else {
        frame.push(8, 0, ...ipHeader(udp.length, 3));
      }
      payload = [...frame, ...udp];
    }
    return Uint8Array.from(payload.slice(0, Math.max(14, payload.length - cut)));
  });

test("any frames", () => {
  const { box } = boxWithStack();
  const socket = box.machine.createSocket(box.net, AF_PACKET, SOCK_RAW, 0x0300);
  if (isErrno(socket)) throw new Error("no packet socket");
  const buffer = new Uint8Array(4096);
  let received = 0;
  fc.assert(
    fc.property(fc.oneof(tagged, tunnelled), fc.nat(12), (bytes, out) => {
      socket.send(bytes, { to: { family: AF_PACKET, protocol: 3, ifindex: V1 } });
      socket.send(bytes, { to: { family: AF_PACKET, protocol: 3, ifindex: V0 + out } });
      box.clock.advance(1e8);
      while (socket.recv(buffer) > 0) received++;
    }),
    { numRuns: 1500 },
  );
  expect(received).toBeGreaterThan(1500);
});

/** What learned addresses take of memory has a bound where the user said one, and they are forgotten. */
test("a flood of addresses", () => {
  const box = new Box();
  const nl = box.netlink();
  addVeth(nl, { name: "v0", address: Uint8Array.of(2, 0, 0, 0, 0, 1) }, { name: "v1" });
  for (const index of [V0, V1]) setLink(nl, index, IFF_UP, IFF_UP);
  addAddress(nl, V0, [192, 0, 2, 1]);
  addKind(nl, "vxlan", "x4", 0, (w) => {
    w.u32(1, 42);
    w.u32(8, 5);
    w.u32(9, 100);
    w.data(15, Uint8Array.of(0x12, 0xb5));
  });
  setLink(nl, 4, IFF_UP, IFF_UP);
  box.clock.advance(2e9);
  const socket = box.machine.createSocket(box.net, AF_PACKET, SOCK_RAW, 0);
  if (isErrno(socket)) throw new Error("no packet socket");
  const ip = ipHeader(31, 0);
  for (let i = 0; i < 1000; i++) {
    const udp = [0xd0, 0, 0x12, 0xb5, 0, 31, 0, 0, 8, 0, 0, 0, 0, 0, 42, 0];
    const inner = [2, 0, 0, 0, 1, 1, 2, 0, 0, 9, i >> 8, i & 0xff, 0x88, 0xb5, 0];
    const bytes = Uint8Array.from([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 7, 8, 0, ...ip, ...udp, ...inner]);
    socket.send(bytes, { to: { family: AF_PACKET, protocol: 3, ifindex: V1 } });
  }
  const dev = box.net.devByName("x4") as NetDevice & { fdb: { entries: readonly unknown[] } };
  expect(dev.stats.rxPackets).toBe(1000);
  expect(dev.fdb.entries.length).toBe(100);
  box.clock.advance(30e9);
  expect(dev.fdb.entries.length).toBe(0);
});

const command = fc.tuple(
  fc.constantFrom("macvlan", "vlan", "vxlan", "delete", "flags", "mtu", "address"),
  fc.nat(12),
  fc.nat(0xff),
);

test("any order of commands leaves nothing on the device below", () => {
  fc.assert(
    fc.property(fc.array(command, { minLength: 5, maxLength: 40 }), (commands) => {
      const box = new Box();
      const nl = box.netlink();
      addVeth(nl, { name: "v0" }, { name: "v1" });
      setLink(nl, V0, IFF_UP, IFF_UP);
      setLink(nl, V1, IFF_UP, IFF_UP);
      box.clock.advance(5e9);
      const lower = box.net.devByIndex(V0) as NetDevice;
      const before = [...addressEntries(lower.multicastList)];
      for (const [what, index, value] of commands) {
        const target = index < 3 ? V0 : index;
        if (what === "delete") {
          if (index > V0) delLink(nl, index);
        } else if (what === "flags") setLink(nl, target, value, 0x0301);
        else if (what === "mtu") setLink(nl, target, 0, 0, (w) => w.u32(ifla.IFLA_MTU, value * 10));
        else if (what === "address")
          setLink(nl, target, 0, 0, (w) =>
            w.data(ifla.IFLA_ADDRESS, Uint8Array.of(2, 0, 0, 0, 0, value & 3)),
          );
        else if (what === "vxlan")
          addKind(nl, what, `x${index}`, 0, (w) => {
            w.u32(1, value & 3);
            w.u32(3, target);
            w.data(2, Uint8Array.of(239, 1, 1, 1));
          });
        else
          addKind(nl, what, `d%d`, target, (w) =>
            what === "vlan" ? w.u16(1, value & 7) : w.u32(1, 1 << (value % 6)),
          );
        box.clock.advance(5e8);
      }
      for (const dev of [...box.net.devices.values()]) if (dev.ifindex > V0) delLink(nl, dev.ifindex);
      setLink(nl, V0, IFF_UP, 0x0301);
      box.clock.advance(5e9);
      expect([...box.net.devices.keys()]).toEqual([1, V1, V0]);
      expect(lower.promiscuity).toBe(0);
      expect(lower.allmulti).toBe(0);
      expect(lower.unicastList).toBeNull();
      expect(lower.upper).toEqual([]);
      expect(lower.rxHandler).toBeNull();
      expect(lower.vlanGroup).toBeNull();
      const counts = (entries: readonly [string, number][]): number[] => entries.map(([, count]) => count);
      if (lower.mtu >= 1280) expect(counts([...addressEntries(lower.multicastList)])).toEqual(counts(before));
    }),
    { numRuns: 150 },
  );
});
