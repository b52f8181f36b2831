/** Requests about sockets, of every family, with random bytes and lengths: an answer, never an exception, and the sockets that nobody named are still there. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_UNIX,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  type Socket,
} from "../../src/kernel.ts";
import { attempt, Laboratory } from "./support.ts";

const NETLINK_SOCK_DIAG = 4;
const SOCK_DIAG_BY_FAMILY = 20;
const SOCK_DESTROY = 21;
const HEADER = 16;
const FAMILIES = [0, AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, 30, 40, 44, 255];
const PROTOCOLS = [0, 1, 6, 17, 58, 136, 255];

function opened(lab: Laboratory, family: number, type: number, protocol = 0): Socket {
  const socket = lab.init.socket(family, type, protocol);
  if (typeof socket === "number") throw new Error(String(socket));
  return socket;
}

/** One socket at least of each kind that is told of. */
async function box(): Promise<{ lab: Laboratory; diag: Socket; monitor: Socket }> {
  const lab = new Laboratory();
  await lab.script("ip link set lo up; ip -6 addr");
  const listener = opened(lab, AF_UNIX, SOCK_STREAM);
  listener.bind({ family: AF_UNIX, path: "/tmp/s" });
  listener.listen(5);
  opened(lab, AF_UNIX, SOCK_STREAM).connect({ family: AF_UNIX, path: "/tmp/s" });
  opened(lab, AF_UNIX, SOCK_DGRAM).bind({ family: AF_UNIX, path: "\0a\0b" });
  for (const family of [AF_INET, AF_INET6]) {
    opened(lab, family, SOCK_STREAM).listen(5);
    opened(lab, family, SOCK_DGRAM).send(new Uint8Array(1));
    opened(lab, family, SOCK_RAW, 99);
  }
  opened(lab, AF_PACKET, SOCK_RAW, 0x0300);
  const open = (groups: number): Socket => {
    const socket = opened(lab, AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);
    expect(socket.bind({ family: AF_NETLINK, pid: 0, groups })).toBe(0);
    return socket;
  };
  return { lab, diag: open(0), monitor: open(0xffffffff) };
}

function drain(socket: Socket): void {
  const into = new Uint8Array(65536);
  for (let count = 0; socket.recv(into) > 0; count++) expect(count).toBeLessThan(5_000);
}

const request = fc.record({
  type: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(SOCK_DIAG_BY_FAMILY, SOCK_DESTROY) },
    { weight: 1, arbitrary: fc.nat(65535) },
  ),
  flags: fc.constantFrom(0, 1, 5, 0x301, 0x305, 0xffff),
  family: fc.constantFrom(...FAMILIES),
  protocol: fc.constantFrom(...PROTOCOLS),
  body: fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    // all ones and all zeros: every state and whatever can be shown, or nothing
    fc
      .tuple(fc.nat(120), fc.constantFrom(0, 0xff))
      .map(([length, value]) => new Uint8Array(length).fill(value)),
  ),
  lies: fc.option(fc.nat(400), { freq: 5 }),
});

test("random requests about sockets", async () => {
  let { lab, diag, monitor } = await box();
  let runs = 0;
  await attempt(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 8 }), async (requests) => {
      if (++runs % 200 === 0) ({ lab, diag, monitor } = await box());
      for (const { type, flags, family, protocol, body, lies } of requests) {
        const bytes = new Uint8Array(HEADER + body.length);
        const view = new DataView(bytes.buffer);
        view.setUint32(0, lies ?? bytes.length, true);
        view.setUint16(4, type, true);
        view.setUint16(6, flags, true);
        bytes.set(body, HEADER);
        if (body.length > 0) bytes[HEADER] = family;
        if (body.length > 1) bytes[HEADER + 1] = protocol;
        diag.send(bytes);
        drain(diag);
        drain(monitor);
      }
    }),
    3000,
  );
  const after = await lab.script("ss -a; ss -xa; ss -0; ss -H -f netlink | wc -l");
  expect(after.status).toBe(0);
  expect(after.stdout).toContain("/tmp/s");
  expect(after.stdout).toContain("@a@b");
});
