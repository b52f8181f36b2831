/** The ioctls about addresses: what Linux answers to odd arguments, and that no bytes make the kernel throw. */
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { EADDRNOTAVAIL, EEXIST, EFAULT, EINVAL, ENODEV, ENOTTY, isErrno } from "../../../errno.ts";
import * as ioctl from "../../../ioctl/ifreq.ts";
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  SOCK_DGRAM,
  SOCK_RAW,
  type Socket,
} from "../../../kernel.ts";
import { parseIpv6 } from "../../../packet/address.ts";
import { Box } from "../../test-support/box.ts";
import { addVeth } from "../../test-support/links.ts";
import { addAddress } from "../../test-support/pair.ts";

const NET_1 = 0x0a000001;
const NET_3 = 0x0a030001;

let box: Box;
let inet: Socket;

function open(family: number, type = SOCK_DGRAM): Socket {
  const socket = box.machine.createSocket(box.net, family, type, 0);
  if (isErrno(socket)) throw new Error(`no socket: ${socket}`);
  return socket;
}

/** A `struct ifreq` with a `struct sockaddr_in`. */
function ifreq(name: string, family = AF_INET, address = 0): Uint8Array {
  const bytes = new Uint8Array(ioctl.IFREQ_LENGTH).fill(0xff, ioctl.IFREQ_UNION + ioctl.SOCKADDR_LENGTH);
  bytes.set(new TextEncoder().encode(name).subarray(0, 16));
  const view = new DataView(bytes.buffer);
  view.setUint16(ioctl.IFREQ_UNION, family, true);
  view.setUint32(ioctl.IFREQ_ADDRESS, address);
  return bytes;
}

function in6(address: string, length: number, index: number): Uint8Array {
  const bytes = new Uint8Array(ioctl.IN6_IFREQ_LENGTH);
  bytes.set(parseIpv6(address)!.toBytes());
  const view = new DataView(bytes.buffer);
  view.setUint32(ioctl.IN6_IFREQ_PREFIX, length, true);
  view.setInt32(ioctl.IN6_IFREQ_INDEX, index, true);
  return bytes;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

beforeEach(() => {
  box = new Box();
  const nl = box.netlink();
  addVeth(nl, { name: "v0" }, { name: "v1" });
  const [v0, v1] = [box.net.devByName("v0")!, box.net.devByName("v1")!];
  addAddress(nl, v0, NET_1, 24);
  addAddress(nl, v1, 0x0a020001, 16);
  inet = open(AF_INET);
  expect(inet.ioctl(ioctl.SIOCSIFADDR, ifreq("v0:1", AF_INET, NET_3))).toBe(0);
});

const READERS = [ioctl.SIOCGIFADDR, ioctl.SIOCGIFDSTADDR, ioctl.SIOCGIFBRDADDR, ioctl.SIOCGIFNETMASK];
const SETTERS = [ioctl.SIOCSIFADDR, ioctl.SIOCSIFDSTADDR, ioctl.SIOCSIFBRDADDR, ioctl.SIOCSIFNETMASK];

describe("reading", () => {
  test.each(READERS)("0x%x refuses names of nothing, and leaves the argument alone", (request) => {
    const cases: [string, number][] = [
      ["nosuch", -ENODEV],
      ["v0:9", -EADDRNOTAVAIL],
      ["lo", -EADDRNOTAVAIL],
      ["vvvvvvvvvvvvvvvv", -ENODEV],
      ["", -ENODEV],
    ];
    for (const [name, error] of cases) {
      const argument = ifreq(name, AF_INET, NET_1);
      expect([name, inet.ioctl(request, argument)]).toEqual([name, error]);
      expect(argument).toEqual(ifreq(name, AF_INET, NET_1));
    }
  });

  test.each(READERS)("0x%x is for sockets of IPv4 and packet sockets", (request) => {
    expect(open(AF_PACKET, SOCK_RAW).ioctl(request, ifreq("v0"))).toBe(0);
    expect(open(AF_INET6).ioctl(request, ifreq("v0"))).toBe(-ENOTTY);
    expect(open(AF_NETLINK, SOCK_RAW).ioctl(request, ifreq("v0"))).toBe(-ENOTTY);
    expect(inet.ioctl(request, ifreq("v0").subarray(0, 39))).toBe(-EFAULT);
  });

  test("the answer takes the place of the address, and of no more", () => {
    for (const family of [0, AF_INET, AF_INET6, 300]) {
      const argument = ifreq("v0", family, NET_3);
      expect(inet.ioctl(ioctl.SIOCGIFNETMASK, argument)).toBe(0);
      expect(hex(argument.subarray(16))).toBe("02000000ffffff000000000000000000ffffffffffffffff");
    }
  });

  test("of several addresses with a label, the one that is named, if it is an IPv4 address", () => {
    const label = ifreq("v1", AF_INET, 0x0a020001);
    addAddress(box.netlink(), box.net.devByName("v1")!, 0x0a990001, 8);
    const maskOf = (family: number, address: number): string => {
      const argument = ifreq("v1", family, address);
      expect(inet.ioctl(ioctl.SIOCGIFNETMASK, argument)).toBe(0);
      return hex(argument.subarray(20, 24));
    };
    expect(inet.ioctl(ioctl.SIOCGIFADDR, label)).toBe(0);
    expect(maskOf(AF_INET, 0x0a990001)).toBe("ff000000");
    expect(maskOf(AF_INET6, 0x0a990001)).toBe("ffff0000");
    expect(maskOf(AF_INET, 0x01020304)).toBe("ffff0000");
  });
});

describe("setting", () => {
  test.each(SETTERS)("0x%x wants an IPv4 address before it looks for the device", (request) => {
    expect(inet.ioctl(request, ifreq("v0", 0, 0x0a000009))).toBe(-EINVAL);
    expect(inet.ioctl(request, ifreq("nosuch", AF_INET6, 0x0a000009))).toBe(-EINVAL);
    expect(inet.ioctl(request, ifreq("nosuch", AF_INET, 0x0a000009))).toBe(-ENODEV);
    expect(inet.ioctl(request, new Uint8Array())).toBe(-EFAULT);
  });

  test("private flags are none", () => {
    for (const request of [ioctl.SIOCGIFPFLAGS, ioctl.SIOCSIFPFLAGS]) {
      expect(inet.ioctl(request, ifreq("v0"))).toBe(-EINVAL);
      expect(inet.ioctl(request, ifreq("nosuch"))).toBe(-EINVAL);
      expect(open(AF_PACKET, SOCK_RAW).ioctl(request, ifreq("v0"))).toBe(-ENOTTY);
    }
  });

  test("flags of what is not there", () => {
    expect(inet.ioctl(ioctl.SIOCSIFFLAGS, ifreq("nosuch", 0))).toBe(-ENODEV);
    expect(inet.ioctl(ioctl.SIOCSIFFLAGS, ifreq("v0:8", 0))).toBe(-EADDRNOTAVAIL);
  });
});

test("addresses of IPv6", () => {
  const socket = open(AF_INET6);
  const index = box.net.devByName("v0")!.ifindex;
  const add = (...words: Parameters<typeof in6>) => socket.ioctl(ioctl.SIOCSIFADDR, in6(...words));
  const del = (...words: Parameters<typeof in6>) => socket.ioctl(ioctl.SIOCDIFADDR, in6(...words));
  expect(add("fd00::1", 64, index)).toBe(0);
  expect(add("fd00::1", 64, index)).toBe(-EEXIST);
  expect(add("fd00::2", 129, index)).toBe(-EINVAL);
  expect(add("fd00::2", 129, 999)).toBe(-ENODEV);
  expect(add("fd00::2", 0xffffffff, index)).toBe(-EINVAL);
  expect(add("fd00::2", 64, -1)).toBe(-ENODEV);
  expect(add("ff02::5", 64, index)).toBe(-EADDRNOTAVAIL);
  expect(add("::", 0, index)).toBe(-EADDRNOTAVAIL);
  expect(del("fd00::1", 64, index)).toBe(0);
  expect(del("fd00::1", 64, index)).toBe(-EADDRNOTAVAIL);
  expect(del("fd00::2", 129, 999)).toBe(-EINVAL);
  expect(del("fd00::2", 64, -1)).toBe(-ENODEV);
  expect(socket.ioctl(ioctl.SIOCSIFDSTADDR, in6("fd00::1", 64, index))).toBe(-ENODEV);
  expect(socket.ioctl(ioctl.SIOCSIFADDR, in6("fd00::1", 64, index).subarray(1))).toBe(-EFAULT);
  expect(inet.ioctl(ioctl.SIOCDIFADDR, ifreq("v0"))).toBe(-ENOTTY);
});

describe("SIOCGIFCONF", () => {
  /** @returns the length that is told and the names, or the error */
  function conf(length: number, room: number, socket = inet): number | [number, ...string[]] {
    const argument = new Uint8Array(ioctl.IFCONF_LENGTH + room);
    const view = new DataView(argument.buffer);
    view.setInt32(0, length, true);
    const error = socket.ioctl(ioctl.SIOCGIFCONF, argument);
    if (error !== 0) return error;
    const names: string[] = [];
    for (let at = 16; at < argument.length && argument[at] !== 0; at += ioctl.IFREQ_LENGTH)
      names.push(new TextDecoder().decode(argument.subarray(at, argument.indexOf(0, at))));
    return [view.getInt32(0, true), ...names];
  }

  test("as many as fit, and how many there are", () => {
    expect(conf(0, 400)).toEqual([0]);
    expect(conf(39, 400)).toEqual([0]);
    expect(conf(-1, 400)).toEqual([0]);
    expect(conf(40, 400)).toHaveLength(2);
    expect(conf(119, 400)).toHaveLength(3);
    const all = conf(400, 400);
    expect([...(all as string[])].sort()).toEqual([120, "v0", "v0:1", "v1"].sort());
    expect(conf(0, 0)).toEqual([120]);
    expect(conf(500, 0)).toEqual([120]);
    for (const socket of [open(AF_INET6), open(AF_PACKET, SOCK_RAW), open(AF_NETLINK, SOCK_RAW)])
      expect(conf(400, 400, socket)).toEqual(all);
  });

  test("a length that is longer than the memory", () => {
    expect(conf(400, 50)).toBe(-EFAULT);
    expect(inet.ioctl(ioctl.SIOCGIFCONF, new Uint8Array(15))).toBe(-EFAULT);
  });
});

test("any bytes", () => {
  const sockets = [inet, open(AF_INET6), open(AF_PACKET, SOCK_RAW)];
  const requests = fc.constantFrom(...READERS, ...SETTERS, 0x8912, 0x8914, 0x8934, 0x8935, 0x8936);
  const name = fc.constantFrom("v0", "v0:1", "v1:\u0080", "lo", "v0:aaaaaaaaaaaaaaaaaaaa", ":", "");
  fc.assert(
    fc.property(
      requests,
      fc.uint8Array({ maxLength: 200 }),
      fc.option(name),
      fc.boolean(),
      (request, bytes, named, isInet) => {
        if (named !== null && bytes.length >= 40) bytes.set(ifreq(named).subarray(0, isInet ? 18 : 16));
        for (const socket of sockets) {
          const result = socket.ioctl(request, bytes);
          expect(result).toBeLessThanOrEqual(0);
        }
        box.clock.advance(1e8);
      },
    ),
    { numRuns: 500 },
  );
});
