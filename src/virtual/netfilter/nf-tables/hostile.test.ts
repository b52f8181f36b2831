/** Messages to nf_tables that are garbage: nothing throws, nothing stays, other tables are as they were. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AF_NETLINK, SOCK_RAW } from "../../../kernel.ts";
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import {
  MessageWriter,
  NLM_F_ACK,
  NLM_F_CREATE,
  NLM_F_DUMP,
  NLM_F_REQUEST,
} from "../../../netlink/message.ts";
import {
  NETLINK_NETFILTER,
  NFNL_MSG_BATCH_BEGIN,
  NFNL_MSG_BATCH_END,
  writeNfgenmsg,
} from "../../../netlink/nfnetlink.ts";
import { ManualClock } from "../../manual-clock.ts";
import { createVirtualKernel } from "../../virtual-kernel.ts";

const SUBSYSTEM = 10 << 8;
const NAMES = [
  "payload",
  "cmp",
  "meta",
  "immediate",
  "lookup",
  "dynset",
  "limit",
  "log",
  "nat",
  "ct",
  "bitwise",
  "rt",
  "hash",
  "exthdr",
  "connlimit",
  "dup",
  "fwd",
  "fib",
  "socket",
  "reject",
  "queue",
  "objref",
  "nosuch",
];

interface Garbage {
  readonly type: number;
  readonly flags: number;
  readonly family: number;
  readonly attributes: readonly (readonly [number, Uint8Array])[];
  readonly exprs: readonly (readonly [string, readonly (readonly [number, Uint8Array])[]])[];
}

const attributes = fc.array(fc.tuple(fc.nat(20), fc.uint8Array({ maxLength: 24 })), { maxLength: 6 });
const garbage: fc.Arbitrary<Garbage> = fc.record({
  type: fc.nat(34),
  flags: fc.constantFrom(0, 0x100, 0x400, 0xc00, 0x600),
  family: fc.constantFrom(0, 1, 2, 3, 5, 7, 10, 99),
  attributes,
  exprs: fc.array(fc.tuple(fc.constantFrom(...NAMES), attributes), { maxLength: 3 }),
});

function write(w: MessageWriter, each: Garbage, seq: number): void {
  w.begin(SUBSYSTEM | each.type, NLM_F_REQUEST | NLM_F_ACK | each.flags, seq);
  writeNfgenmsg(w, each.family, 0);
  w.string(1, "t");
  w.string(each.type < 3 ? 6 : 2, "c");
  for (const [type, data] of each.attributes) w.data(type, data);
  if (each.type === 6) {
    const list = w.nest(4 | NLA_F_NESTED);
    for (const [name, data] of each.exprs) {
      const expr = w.nest(1 | NLA_F_NESTED);
      w.string(1, name);
      const inner = w.nest(2 | NLA_F_NESTED);
      for (const [type, bytes] of data) w.data(type, bytes);
      w.endNest(inner);
      w.endNest(expr);
    }
    w.endNest(list);
  }
  w.end();
  w.align();
}

function machine() {
  const task = createVirtualKernel({ clock: new ManualClock(), seed: 1 });
  const socket = task.socket(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER);
  if (typeof socket === "number") throw new Error("no socket");
  socket.bind({ family: 16, pid: 0, groups: 0 });
  const buffer = new Uint8Array(65536);
  const send = (w: MessageWriter): number => {
    let replies = 0;
    socket.send(w.message(true), { to: { family: 16, pid: 0, groups: 0 } });
    while (socket.recv(buffer) > 0) replies++;
    return replies;
  };
  const tables = (): number => {
    const w = new MessageWriter();
    w.begin(SUBSYSTEM | 1, NLM_F_REQUEST | NLM_F_DUMP, 1);
    writeNfgenmsg(w, 0, 0);
    w.end();
    socket.send(w.message(true), { to: { family: 16, pid: 0, groups: 0 } });
    const length = socket.recv(buffer);
    while (socket.recv(buffer) > 0);
    return length;
  };
  return { send, tables };
}

function control(w: MessageWriter, type: number): void {
  w.begin(type, NLM_F_REQUEST, 1);
  writeNfgenmsg(w, 0, 10);
  w.end();
  w.align();
}

describe("garbage for nf_tables", () => {
  it("is answered outside of batches", () => {
    const { send } = machine();
    fc.assert(
      fc.property(garbage, (each) => {
        const w = new MessageWriter();
        write(w, each, 1);
        expect(send(w)).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it("leaves nothing behind when one message of a batch is bad", () => {
    const { send, tables } = machine();
    const before = tables();
    fc.assert(
      fc.property(fc.array(garbage, { maxLength: 6 }), (list) => {
        const w = new MessageWriter();
        control(w, NFNL_MSG_BATCH_BEGIN);
        w.begin(SUBSYSTEM, NLM_F_REQUEST | NLM_F_CREATE, 2);
        writeNfgenmsg(w, 2, 0);
        w.string(1, "t");
        w.end();
        w.align();
        w.begin(SUBSYSTEM | 3, NLM_F_REQUEST | NLM_F_CREATE, 3);
        writeNfgenmsg(w, 2, 0);
        w.string(1, "t");
        w.string(3, "c");
        w.end();
        w.align();
        list.forEach((each, i) => {
          write(w, { ...each, type: each.type === 1 ? 6 : each.type }, 4 + i);
        });
        // a table that is not there
        w.begin(SUBSYSTEM | 3, NLM_F_REQUEST | NLM_F_CREATE, 99);
        writeNfgenmsg(w, 2, 0);
        w.string(1, "nosuch");
        w.string(3, "c");
        w.end();
        w.align();
        control(w, NFNL_MSG_BATCH_END);
        send(w);
        expect(tables()).toBe(before);
      }),
      { numRuns: 500 },
    );
  });
});
