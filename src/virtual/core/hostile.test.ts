/** Nothing that a program sends makes the kernel throw, whatever bytes it is. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { isErrno } from "../../errno.ts";
import { AF_PACKET, SOCK_RAW } from "../../kernel.ts";
import { IFF_NO_PI, IFF_TAP, IFF_TUN, TUNSETIFF } from "../../netlink/link-kinds/tun.ts";
import { openTun } from "../drivers/tun.ts";
import { Box } from "../test-support/box.ts";
import { addVeth, setLink } from "../test-support/links.ts";
import { IFF_UP } from "./dev/netdevice.ts";

/** Message types that rtnetlink knows, and some that it does not. */
const TYPES = fc.oneof(fc.integer({ min: 16, max: 123 }), fc.integer({ min: 0, max: 0xffff }));

function attribute(payload: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const type = fc.oneof(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 0xffff }));
  return fc.tuple(type, payload, fc.integer({ min: 0, max: 20 })).map(([kind, data, lie]) => {
    const size = 4 + data.length;
    const bytes = new Uint8Array((size + 3) & ~3);
    const told = lie === 0 ? 0xffff : lie === 1 ? 3 : size;
    bytes.set([told & 0xff, told >>> 8, kind & 0xff, kind >>> 8]);
    bytes.set(data, 4);
    return bytes;
  });
}

const small = fc.uint8Array({ maxLength: 24 });
const list = fc.array(attribute(fc.oneof(small, attribute(small))), { maxLength: 8 });

/** A family header of which many bytes are zero, as in real requests: so that some get through the first checks. */
const header = fc
  .array(fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 0, max: 10 }), fc.nat(255)), {
    maxLength: 20,
  })
  .map((bytes) => Uint8Array.from(bytes));

const request = fc
  .tuple(TYPES, fc.integer({ min: 0, max: 0xffff }), fc.oneof(header, fc.constant(new Uint8Array(16))), list)
  .map(([type, flags, head, attributes]) => {
    const padded = (head.length + 3) & ~3;
    const length = 16 + padded + attributes.reduce((sum, bytes) => sum + bytes.length, 0);
    const bytes = new Uint8Array(length);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, length, true);
    view.setUint16(4, type, true);
    view.setUint16(6, flags | 1, true);
    bytes.set(head, 16);
    let at = 16 + padded;
    for (const attributeBytes of attributes) {
      bytes.set(attributeBytes, at);
      at += attributeBytes.length;
    }
    return bytes;
  });

function boxWithPair(): Box {
  const box = new Box();
  const nl = box.netlink();
  addVeth(nl, { name: "v0" }, { name: "v1" });
  setLink(nl, 1, IFF_UP, IFF_UP);
  setLink(nl, 2, IFF_UP, IFF_UP);
  setLink(nl, 3, IFF_UP, IFF_UP);
  box.clock.advance(10e9);
  return box;
}

test("any bytes as netlink requests", () => {
  const box = boxWithPair();
  const tester = box.netlink();
  fc.assert(
    fc.property(
      fc.array(fc.oneof(request, fc.uint8Array({ maxLength: 200 })), { maxLength: 6 }),
      (messages) => {
        for (const bytes of messages) {
          tester.socket.send(bytes);
          tester.drain();
        }
        box.clock.advance(1e9);
        expect(box.net.devices.size).toBeLessThan(5000);
      },
    ),
    { numRuns: 300 },
  );
});

test("any bytes as frames and packets", () => {
  const box = boxWithPair();
  const socket = box.machine.createSocket(box.net, AF_PACKET, SOCK_RAW, 0x0300);
  if (isErrno(socket)) throw new Error("no packet socket");
  const files = [IFF_TAP, IFF_TUN].map((kind) => {
    const file = openTun(box.net);
    const ifreq = new Uint8Array(40);
    ifreq.set([kind, (kind | IFF_NO_PI) >>> 8], 16);
    expect(file.ioctl(TUNSETIFF, ifreq)).toBe(0);
    return file;
  });
  const nl = box.netlink();
  setLink(nl, 4, IFF_UP, IFF_UP);
  setLink(nl, 5, IFF_UP, IFF_UP);
  const etherTypes = fc.constantFrom(
    [8, 0],
    [8, 6],
    [0x86, 0xdd],
    [0x81, 0],
    [0x88, 0xa8],
    [0, 60],
    [0x88, 0xb5],
  );
  const frame = fc
    .tuple(
      fc.boolean(),
      etherTypes,
      fc.oneof(fc.uint8Array({ maxLength: 120 }), fc.uint8Array({ minLength: 40, maxLength: 80 })),
    )
    .map(([broadcast, type, payload]) => {
      const bytes = new Uint8Array(14 + payload.length);
      bytes.fill(broadcast ? 0xff : 0x33, 0, 6);
      bytes.set(type, 12);
      bytes.set(payload, 14);
      if (payload.length > 0 && type[0] === 8 && type[1] === 0) bytes[14] = 0x45;
      if (payload.length > 0 && type[0] === 0x86) bytes[14] = 0x60;
      return bytes;
    });
  const buffer = new Uint8Array(2048);
  fc.assert(
    fc.property(fc.oneof(frame, fc.uint8Array({ maxLength: 100 })), (bytes) => {
      socket.send(bytes, { to: { family: AF_PACKET, protocol: 3, ifindex: 3 } });
      for (const file of files) {
        file.write(bytes);
        file.write(bytes.subarray(14));
        while (file.read(buffer) > 0);
      }
      box.clock.advance(1e9);
      while (socket.recv(buffer) > 0);
    }),
    { numRuns: 500 },
  );
});

test("any bytes as ioctl arguments", () => {
  const box = boxWithPair();
  const { socket } = box.netlink();
  const requests = fc.oneof(
    fc.integer({ min: 0x8900, max: 0x8980 }),
    fc.nat(0xffffffff),
    fc.constant(0x8946),
  );
  fc.assert(
    fc.property(
      requests,
      fc.uint8Array({ maxLength: 300 }),
      fc.integer({ min: 0, max: 0x60 }),
      (code, bytes, command) => {
        const argument = new Uint8Array(Math.max(bytes.length, 60));
        argument.set(bytes);
        argument.set([0x76, 0x30, 0]);
        argument[40] = command;
        socket.ioctl(code, argument);
        socket.ioctl(code, bytes);
        const file = openTun(box.net);
        file.ioctl(0x400454ca, argument);
        file.ioctl(code, bytes);
        file.close();
      },
    ),
    { numRuns: 500 },
  );
});
