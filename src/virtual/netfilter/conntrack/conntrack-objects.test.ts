/** Objects of connections: there are few, and none is taken from whoever needs it. */
import { describe, expect, it } from "vitest";
import { ManualClock } from "../../manual-clock.ts";
import { createVirtualKernel } from "../../virtual-kernel.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import { IPS_CONFIRMED } from "./conntrack-status.ts";
import { conntrackTable, netCt } from "./conntrack-table.ts";
import { NfConntrackTuple } from "./conntrack-tuple.ts";
import type { NfConn } from "./nf-conn.ts";

const MANY = 5000;
const IPPROTO_UDP = 17;

function box() {
  const { net } = createVirtualKernel({ clock: new ManualClock(), seed: 1 });
  return { cnet: netCt(net), table: conntrackTable(net.machine) };
}

function tupleOf(number: number, l3num = NFPROTO_IPV4): NfConntrackTuple {
  const tuple = new NfConntrackTuple(null, 0);
  tuple.l3num = l3num;
  tuple.protonum = IPPROTO_UDP;
  tuple.s3 = number;
  tuple.d3 = 1;
  return tuple;
}

/** A connection in the table, as a packet leaves it. */
function add({ cnet, table }: ReturnType<typeof box>, number: number, l3num = NFPROTO_IPV4): NfConn {
  const ct = table.records.create(cnet, number);
  ct.original.copy(tupleOf(number, l3num));
  ct.reply.copy(tupleOf(-number - 1, l3num));
  ct.status = IPS_CONFIRMED;
  ct.timeout = 1_000_000;
  ct.mark = number;
  table.insert(ct);
  cnet.count++;
  ct.release();
  return ct;
}

describe("objects of connections", () => {
  it("serve one after another, and each connection is found as it was", () => {
    const all = box();
    const objects = new Set<NfConn>();
    for (let number = 1; number <= MANY; number++) objects.add(add(all, number));
    expect(objects.size).toBeLessThan(MANY / 2);
    for (let number = 1; number <= MANY; number++) {
      const entry = all.table.lookup(all.cnet, tupleOf(number), 0);
      const ct = all.table.records.hold(entry >>> 1);
      expect([ct.mark, ct.original.s3, ct.reply.s3]).toEqual([number, number, -number - 1]);
      ct.release();
    }
  });

  it("stay with a connection while packets hold it", () => {
    const all = box();
    const held: NfConn[] = [];
    for (let number = 1; number <= MANY; number++) {
      add(all, number);
      held.push(all.table.records.hold(all.table.lookup(all.cnet, tupleOf(number), 0) >>> 1));
    }
    expect(held.map((ct) => ct.mark)).toEqual(held.map((_ct, index) => index + 1));
    for (const ct of held) ct.release();
  });

  it("stay with whoever was shown them", () => {
    const all = box();
    for (let number = 1; number <= MANY; number++) add(all, number);
    const shown: NfConn[] = [];
    all.table.each(all.cnet, (ct) => void shown.push(ct));
    for (let number = MANY + 1; number <= 2 * MANY; number++) add(all, number);
    expect(shown.map((ct) => ct.original.s3)).toEqual(shown.map((_ct, index) => index + 1));
    for (const ct of shown) expect(all.table.kill(ct)).toBe(true);
    let left = 0;
    all.table.each(all.cnet, () => void left++);
    expect(left).toBe(MANY);
  });

  it("are not taken while somebody looks at them, nor from what no record has room for", () => {
    const all = box();
    for (let number = 1; number <= MANY; number++) add(all, number);
    const looked = all.table.find(all.cnet, tupleOf(1), 0);
    const six = add(all, 77, NFPROTO_IPV6);
    for (let number = MANY + 1; number < MANY + 1000; number++) add(all, number);
    expect(looked?.s3).toBe(1);
    for (let number = MANY + 1000; number < 2 * MANY; number++) add(all, number);
    expect([six.mark, six.original.s3, six.original.l3num]).toEqual([77, 77, NFPROTO_IPV6]);
  });
});
