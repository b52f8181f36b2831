/** The ioctls about routes of IPv6: what Linux answers to odd arguments, and that no bytes make the kernel throw. */
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { EEXIST, EFAULT, EINVAL, ENETDOWN, ENODEV, ENOTTY, ESRCH, isErrno } from "../../../errno.ts";
import * as rtmsg from "../../../ioctl/in6-rtmsg.ts";
import { SIOCADDRT, SIOCDELRT } from "../../../ioctl/rtentry.ts";
import { AF_INET6, AF_NETLINK, AF_PACKET, SOCK_DGRAM, SOCK_RAW, type Socket } from "../../../kernel.ts";
import { parseIpv6 } from "../../../packet/address.ts";
import { IFF_UP } from "../../core/dev/netdevice.ts";
import { Box } from "../../test-support/box.ts";
import { addVeth, setLink } from "../../test-support/links.ts";
import { RTF_CACHE, RTF_EXPIRES, RTF_GATEWAY, RTF_HOST, RTF_PCPU, RTF_REJECT, RTF_UP } from "./fib6-info.ts";

interface Fields {
  destination?: string;
  length?: number;
  gateway?: string;
  sourceLength?: number;
  type?: number;
  metric?: number;
  info?: bigint;
  flags?: number;
  ifindex?: number;
}

let box: Box;
let inet6: Socket;
let v0: number;

function open(family: number, type = SOCK_DGRAM): Socket {
  const socket = box.machine.createSocket(box.net, family, type, 0);
  if (isErrno(socket)) throw new Error(`no socket: ${socket}`);
  return socket;
}

function message(fields: Fields): Uint8Array {
  const bytes = new Uint8Array(rtmsg.IN6_RTMSG_LENGTH);
  const view = new DataView(bytes.buffer);
  parseIpv6(fields.destination ?? "fd01::")!.toBytes(bytes, rtmsg.IN6_RTMSG_DST);
  parseIpv6(fields.gateway ?? "::")!.toBytes(bytes, rtmsg.IN6_RTMSG_GATEWAY);
  view.setUint32(rtmsg.IN6_RTMSG_TYPE, fields.type ?? 0, true);
  view.setUint16(rtmsg.IN6_RTMSG_DST_LEN, fields.length ?? 64, true);
  view.setUint16(rtmsg.IN6_RTMSG_SRC_LEN, fields.sourceLength ?? 0, true);
  view.setUint32(rtmsg.IN6_RTMSG_METRIC, fields.metric ?? 0, true);
  view.setBigUint64(rtmsg.IN6_RTMSG_INFO, fields.info ?? 0n, true);
  view.setUint32(rtmsg.IN6_RTMSG_FLAGS, fields.flags ?? RTF_UP, true);
  view.setInt32(rtmsg.IN6_RTMSG_IFINDEX, fields.ifindex ?? v0, true);
  return bytes;
}

function add(fields: Fields): number {
  return inet6.ioctl(SIOCADDRT, message(fields));
}

function del(fields: Fields): number {
  return inet6.ioctl(SIOCDELRT, message(fields));
}

/** Metric and flags of the routes to fd01::/16 in /proc/net/ipv6_route. */
function shown(): string[] {
  const file = box.machine.procNet.show(box.net, "ipv6_route") ?? "";
  return file
    .split("\n")
    .filter((line) => line.startsWith("fd"))
    .map((line) => line.split(/ +/))
    .map((fields) => `${fields[5]} ${fields[8]} ${fields[9]}`);
}

beforeEach(() => {
  box = new Box();
  const nl = box.netlink();
  addVeth(nl, { name: "v0" }, { name: "v1" });
  v0 = box.net.devByName("v0")!.ifindex;
  for (const name of ["lo", "v0", "v1"]) setLink(nl, box.net.devByName(name)!.ifindex, IFF_UP, IFF_UP);
  inet6 = open(AF_INET6);
});

describe("SIOCADDRT", () => {
  test("gives a metric and protocol where there is none, and keeps odd flags", () => {
    expect(add({ flags: 0 })).toBe(0);
    expect(add({ flags: 0x0010_0028, metric: 5 })).toBe(0);
    expect(add({ flags: 0 })).toBe(-EEXIST);
    expect(shown()).toEqual(["00000005 00100028 v0", "00000400 00000000 v0"]);
  });

  test("refuses the kernel's own flags, types and lengths that are none", () => {
    expect(add({ flags: RTF_PCPU })).toBe(-EINVAL);
    expect(add({ flags: RTF_CACHE })).toBe(-EINVAL);
    expect(add({ type: 12 })).toBe(-EINVAL);
    expect(add({ length: 129 })).toBe(-EINVAL);
    expect(add({ sourceLength: 129 })).toBe(-EINVAL);
    expect(shown()).toEqual([]);
  });

  test("wants a device that is up, on the link of which a host's router is believed to be", () => {
    expect(add({ ifindex: -1 })).toBe(-ENODEV);
    expect(add({ ifindex: 0 })).toBe(-ENODEV);
    expect(add({ ifindex: 0, flags: RTF_HOST })).toBe(-ENODEV);
    expect(add({ flags: RTF_HOST | RTF_GATEWAY, gateway: "fd99::1" })).toBe(0);
    setLink(box.netlink(), v0, 0, IFF_UP);
    expect(add({ flags: RTF_HOST })).toBe(-ENETDOWN);
  });

  test("what refuses loses its other flags, whatever the type", () => {
    expect(add({ flags: RTF_REJECT | 0x30, ifindex: 0 })).toBe(0);
    expect(add({ flags: RTF_UP, type: 6, metric: 1 })).toBe(0);
    expect(shown()).toEqual(["00000001 00000001 v0", "00000400 00200200 lo"]);
  });

  test("a life is counted in hundredths of a second, and too long a one is over", () => {
    expect(add({ flags: RTF_EXPIRES, info: 100n })).toBe(0);
    expect(add({ flags: RTF_EXPIRES, info: 2n ** 64n - 1n, metric: 1 })).toBe(0);
    expect(add({ flags: RTF_EXPIRES, info: 0n, metric: 2 })).toBe(0);
    expect(shown()).toHaveLength(3);
    box.clock.advance(100e9);
    expect(shown()).toEqual([]);
  });
});

describe("SIOCDELRT", () => {
  test("takes one hop at a time, and of no metric any", () => {
    for (const gateway of ["fe80::1", "fe80::2"]) expect(add({ flags: RTF_GATEWAY, gateway })).toBe(0);
    expect(del({ metric: 1 })).toBe(-ESRCH);
    expect(del({ flags: RTF_GATEWAY, gateway: "fe80::3" })).toBe(-ESRCH);
    expect([del({}), shown().length, del({}), shown().length, del({})]).toEqual([0, 1, 0, 0, -ESRCH]);
  });

  test("finds nothing by a length that is none", () => {
    expect(add({})).toBe(0);
    for (const length of [63, 65, 129, 0xffff]) expect(del({ length })).toBe(-ESRCH);
    expect(shown()).toHaveLength(1);
    // a source is not looked at where no route has one
    expect(del({ sourceLength: 0xffff })).toBe(0);
  });
});

test("other sockets have no such structure, and a short one is a fault", () => {
  for (const request of [SIOCADDRT, SIOCDELRT]) {
    expect(inet6.ioctl(request, message({}).subarray(0, -1))).toBe(-EFAULT);
    expect(inet6.ioctl(request, new Uint8Array())).toBe(-EFAULT);
    expect(open(AF_NETLINK, SOCK_RAW).ioctl(request, message({}))).toBe(-ENOTTY);
    expect(open(AF_PACKET, SOCK_RAW).ioctl(request, message({}))).toBeLessThan(0);
  }
});

test("no bytes make the kernel throw, and what was added can be listed and deleted", () => {
  const half = fc.uint8Array({ minLength: 0, maxLength: 96 });
  const likely = fc.record({
    destination: fc.constantFrom("::", "::1", "fd01::", "fd01::1", "ff02::1", "fe80::", "::ffff:1.2.3.4"),
    gateway: fc.constantFrom("::", "::1", "fe80::1", "fd01::1", "ff02::1"),
    length: fc.constantFrom(0, 1, 64, 127, 128, 129, 0xffff),
    sourceLength: fc.constantFrom(0, 0, 0, 64, 128, 0xffff),
    type: fc.nat(13),
    metric: fc.constantFrom(0, 1, 1024, 0xffff_ffff),
    info: fc.bigInt(0n, 2n ** 64n - 1n),
    flags: fc.oneof(
      fc.nat(0xffff_ffff),
      fc.constantFrom(0, RTF_UP, RTF_GATEWAY, RTF_HOST | RTF_GATEWAY, RTF_REJECT, RTF_EXPIRES, RTF_CACHE),
    ),
    ifindex: fc.constantFrom(0, 1, 2, 3, 4, -1),
  });
  const bytes = fc.oneof(half, likely.map(message));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), bytes), { maxLength: 30 }), (steps) => {
      for (const [adds, argument] of steps) {
        const before = argument.slice();
        const result = inet6.ioctl(adds ? SIOCADDRT : SIOCDELRT, argument);
        expect(result).toBeLessThanOrEqual(0);
        expect(result).toBeGreaterThan(-200);
        expect(argument).toEqual(before);
        if (adds && result === 0) expect(box.machine.procNet.show(box.net, "ipv6_route")).not.toBe("");
      }
      box.clock.advance(1e9);
    }),
    { seed: 1, numRuns: 300 },
  );
});
