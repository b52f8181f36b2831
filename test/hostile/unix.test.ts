/** Calls on sockets of the UNIX family in any order: errors, never exceptions, and whatever was charged, named or kept is given back. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { AF_UNIX, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_STREAM, type Socket } from "../../src/kernel.ts";
import { UnixSock } from "../../src/virtual/unix/unix-sock.ts";
import { unixTable } from "../../src/virtual/unix/unix-table.ts";
import { attempt, Laboratory } from "./support.ts";

const NAMES = [
  "",
  "\0",
  "\0a",
  "\0a\0b",
  `\0${"n".repeat(107)}`,
  `\0${"n".repeat(108)}`,
  "/tmp/a",
  "/tmp/b",
  "/tmp/gone/c",
  "/tmp/no/d",
  "/tmp",
  "/tmp/a/b",
  "a\0b",
  "/tmp/x\0y",
  `/tmp/${"l".repeat(103)}`,
  `/tmp/${"l".repeat(300)}`,
  "/tmp/\ud800",
] as const;

const TYPES = [SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET] as const;
/** More than a socket's buffer holds. */
const SIZES = [0, 1, 500, 3777, 65_536, 300_000] as const;
const MAX_SOCKETS = 60;
/** What a socket may have under way: its buffer, and the one message that went beyond. */
const MAX_CHARGED = 212_992 * 2 + 4096;

type Call = (lab: Laboratory, sockets: Socket[], a: number, b: number) => void;

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length];

const on =
  (act: (socket: Socket, value: number, sockets: readonly Socket[]) => void): Call =>
  (_, sockets, a, b) => {
    if (sockets.length > 0) act(pick(sockets, a), b, sockets);
  };

/** Mostly one of few, so that sockets find each other. */
const named = (index: number) =>
  ({ family: AF_UNIX, path: index < 30 ? pick(["/tmp/a", "\0a"], index) : pick(NAMES, index) }) as const;

function keep(sockets: Socket[], socket: Socket | number): void {
  if (typeof socket === "number") expect(socket).toBeLessThan(0);
  else if (sockets.length < MAX_SOCKETS) sockets.push(socket);
  else socket.close();
}

const CALLS: readonly Call[] = [
  (lab, sockets, a) => keep(sockets, lab.init.socket(AF_UNIX, pick(TYPES, a), 0)),
  (lab, sockets, a, b) => keep(sockets, lab.init.socket(AF_UNIX, a % 9, b % 3)),
  on((socket, value) => socket.bind(named(value))),
  on((socket, value) => socket.connect(named(value))),
  on((socket, value) => socket.connect(named(value))),
  on((socket) => socket.connect({ family: 0 } as never)),
  on((socket, value) => socket.listen(value - 5)),
  (_, sockets, a) => {
    if (sockets.length > 0) keep(sockets, pick(sockets, a).accept());
  },
  on((socket, value) => socket.send(new Uint8Array(pick(SIZES, value)))),
  on((socket, value) => socket.send(new Uint8Array(pick(SIZES, value)), { to: named(value >> 1) })),
  on((socket, value) => socket.send(new Uint8Array(3), { flags: 1 << (value % 31) })),
  on((socket, value) =>
    socket.recv(
      new Uint8Array(pick(SIZES, value)),
      { from: undefined, control: [], flags: 0 },
      value & 1 ? 2 : 0,
    ),
  ),
  on((socket, value) => socket.recv(new Uint8Array(100), undefined, 1 << (value % 31))),
  on((socket, value) => socket.shutdown(value - 2)),
  on((socket, value) => socket.setsockopt(1, value % 80, 1 << (value % 31))),
  on((socket, value) => socket.getsockopt(1, value % 80, new Uint8Array(value % 20))),
  on((socket) => {
    socket.getsockname();
    socket.getpeername();
  }),
  on((socket) => socket.poll(() => {})()),
  on((socket) => socket.pollWrite(() => {})()),
  (_, sockets, a) => {
    const [socket] = sockets.splice(a % Math.max(1, sockets.length), 1);
    socket?.close();
    // once more does nothing
    socket?.close();
  },
  on((socket) => socket.close()),
  (lab, _, a) => lab.init.unlink(pick(NAMES, a)),
  (lab, _, a) => {
    if (a & 1) lab.init.mkdir("/tmp/gone", 0o755);
    else lab.init.rmdir("/tmp/gone");
  },
  (lab, _, a) => lab.init.open(pick(NAMES, a), 2, 0),
];

const calls = fc.array(fc.tuple(fc.nat(CALLS.length - 1), fc.nat(99), fc.nat(50)), {
  minLength: 40,
  maxLength: 150,
});

/** Some of each type, of which one listens, to begin with. */
function some(lab: Laboratory): Socket[] {
  const sockets: Socket[] = [];
  for (let i = 0; i < 9; i++) keep(sockets, lab.init.socket(AF_UNIX, pick(TYPES, i), 0));
  sockets[0]?.bind(named(0));
  sockets[0]?.listen(3);
  return sockets;
}

/** Every call leaves the sockets as they may be. */
function check(lab: Laboratory): void {
  let pointing = 0;
  let peers = 0;
  for (const sk of unixTable(lab.init.net)?.sockets ?? []) {
    expect(sk.closed).toBe(false);
    expect(sk.wmemAlloc).toBeGreaterThanOrEqual(0);
    expect(sk.pointing).toBeGreaterThanOrEqual(0);
    if (sk.sndbuf <= 212_992) expect(sk.wmemAlloc).toBeLessThan(MAX_CHARGED);
    pointing += sk.pointing;
    if (sk.peer !== null && !sk.peer.closed) peers++;
  }
  expect(pointing).toBe(peers);
}

test("calls in any order", async () => {
  const lab = new Laboratory();
  let met = 0;
  await attempt(
    fc.asyncProperty(calls, async (steps) => {
      const sockets = some(lab);
      const all = new Set<Socket>();
      for (const [kind, a, b] of steps) {
        CALLS[kind](lab, sockets, a, b);
        for (const socket of sockets) all.add(socket);
      }
      check(lab);
      met += sockets.filter((socket) => socket instanceof UnixSock && socket.peer !== null).length;
      for (const socket of all) socket.close();
      expect(unixTable(lab.init.net)).toBeUndefined();
      for (const socket of all) {
        expect((socket as UnixSock).wmemAlloc).toBe(0);
        expect((socket as UnixSock).peer).toBeNull();
        expect((socket as UnixSock).waiting).toHaveLength(0);
      }
      for (const name of NAMES) lab.init.unlink(name);
      lab.init.rmdir("/tmp/gone");
    }),
    2500,
  );
  // sockets did find each other
  expect(met).toBeGreaterThan(20);
});

test("programs read what is there while sockets come and go", async () => {
  const lab = new Laboratory();
  await attempt(
    fc.asyncProperty(calls, async (steps) => {
      const sockets = some(lab);
      for (const [kind, a, b] of steps) CALLS[kind](lab, sockets, a, b);
      const { status } = await lab.script(
        "ss -xapem > /dev/null; cat /proc/net/unix > /dev/null; ls -l /tmp; ss -s",
      );
      expect(status).toBe(0);
      for (const socket of sockets) socket.close();
    }),
    60,
  );
});

function made(lab: Laboratory, type: number, path?: string): UnixSock {
  const socket = lab.init.socket(AF_UNIX, type, 0);
  if (!(socket instanceof UnixSock)) throw new Error(String(socket));
  if (path !== undefined) expect(socket.bind({ family: AF_UNIX, path })).toBe(0);
  return socket;
}

test("a closed socket keeps nobody: a long chain of datagram sockets, each connected to the next", () => {
  const lab = new Laboratory();
  let last = made(lab, SOCK_DGRAM, "\0first");
  const closed: UnixSock[] = [];
  for (let i = 0; i < 2000; i++) {
    const next = made(lab, SOCK_DGRAM, `\0${i}`);
    expect(last.connect(next.getsockname())).toBe(0);
    last.close();
    closed.push(last);
    last = next;
  }
  last.close();
  expect(closed.every((sk) => sk.peer === null)).toBe(true);
  expect(unixTable(lab.init.net)).toBeUndefined();
});

test("a circle of datagram sockets with full queues goes away", () => {
  const lab = new Laboratory();
  const circle = Array.from({ length: 50 }, (_, i) => made(lab, SOCK_DGRAM, `\0${i}`));
  for (const [i, sk] of circle.entries())
    for (let sent = 1, n = 0; sent > 0; n++) {
      sent = sk.send(new Uint8Array(100), { to: { family: AF_UNIX, path: `\0${(i + 1) % 50}` } });
      expect(n).toBeLessThan(1000);
    }
  for (const sk of circle) sk.close();
  expect(circle.every((sk) => sk.wmemAlloc === 0)).toBe(true);
});

test("connections that nobody accepts are bounded, and go with the listener", () => {
  const lab = new Laboratory();
  const listener = made(lab, SOCK_STREAM, "/tmp/s");
  listener.listen(-1);
  let count = 0;
  for (; count < 10_000; count++) {
    const sk = made(lab, SOCK_STREAM);
    const error = sk.connect({ family: AF_UNIX, path: "/tmp/s" });
    sk.send(new Uint8Array(1000));
    sk.close();
    if (error < 0) break;
  }
  expect(count).toBe(4097);
  listener.close();
  expect(unixTable(lab.init.net)).toBeUndefined();
  expect(made(lab, SOCK_STREAM).connect({ family: AF_UNIX, path: "/tmp/s" })).toBe(-111);
});

test("the file of a closed socket does not lead to it", () => {
  const lab = new Laboratory();
  for (let i = 0; i < 100; i++) {
    const sk = made(lab, SOCK_STREAM, `/tmp/${i}`);
    sk.close();
  }
  expect(lab.init.findSocket("/tmp/7")).toBe(-111);
});

test("a path ends at its first zero", () => {
  const lab = new Laboratory();
  const listener = made(lab, SOCK_STREAM, "/tmp/a\0b");
  expect(listener.getsockname()).toEqual({ family: AF_UNIX, path: "/tmp/a" });
  listener.listen(1);
  expect(made(lab, SOCK_STREAM).connect({ family: AF_UNIX, path: "/tmp/a\0other" })).toBe(0);
});
