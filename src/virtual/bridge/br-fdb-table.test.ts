/** The table of the forwarding database finds what is there, and nothing else, whatever comes and goes. */
import fc from "fast-check";
import { expect, it } from "vitest";

import { type FdbEntry, FdbTable } from "./br-fdb-table.ts";

const address = (id: number): Uint8Array => Uint8Array.of(2, 0, 0, 0, id >>> 8, id);

it("holds what a map would hold, in the order in which it came", () => {
  const steps = fc.array(fc.tuple(fc.boolean(), fc.nat(60), fc.nat(2)), { maxLength: 400 });
  fc.assert(
    fc.property(steps, fc.integer(), (list, salt) => {
      const table = new FdbTable();
      table.salt = salt;
      const model = new Map<string, FdbEntry>();
      for (const [add, id, vlan] of list) {
        const key = `${id} ${vlan}`;
        const present = model.get(key);
        expect(table.find(address(id), 0, vlan)).toBe(present ?? null);
        if (add && present === undefined) model.set(key, table.add(address(id), 0, vlan, null, 0, id));
        else if (!add && present !== undefined) {
          table.remove(present);
          model.delete(key);
        }
      }
      expect(table.size).toBe(model.size);
      expect(table.entries()).toEqual([...model.values()].reverse());
      for (const [key, entry] of model)
        expect(`${(entry.address[4] << 8) | entry.address[5]} ${entry.vlan} ${entry.updated}`).toBe(
          `${key} ${key.split(" ")[0]}`,
        );
    }),
    { numRuns: 300 },
  );
});

it("keeps what an entry says when it is gone, and what it moved to make room", () => {
  const table = new FdbTable();
  const all = Array.from({ length: 20_000 }, (_, id) => table.add(address(id), 0, 0, null, 0, id));
  for (const entry of all) if (entry.updated % 3 !== 0) table.remove(entry);
  expect(all.map(({ updated }) => updated)).toEqual(all.map((_entry, id) => id));
  expect(all.map(({ address: a }) => (a[4] << 8) | a[5])).toEqual(all.map((_entry, id) => id));
  for (let id = 0; id < all.length; id++)
    expect(table.find(address(id), 0, 0)).toBe(id % 3 === 0 ? all[id] : null);
  for (const entry of all) table.remove(entry);
  expect([table.size, table.newest]).toEqual([0, null]);
});
