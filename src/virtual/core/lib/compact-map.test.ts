import fc from "fast-check";
import { expect, test } from "vitest";
import { CompactMap } from "./compact-map.ts";

test("says what a Map says, whatever its size", () => {
  const key = fc.integer({ min: 0, max: 12 });
  const step = fc.oneof(fc.record({ set: key, value: fc.integer() }), fc.record({ remove: key }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const map = new Map<number, number>();
      const compact = new CompactMap<number, number>();
      for (const action of steps) {
        if ("set" in action) {
          map.set(action.set, action.value);
          compact.set(action.set, action.value);
        } else expect(compact.delete(action.remove)).toBe(map.delete(action.remove));
        expect(compact.size).toBe(map.size);
        expect([...compact.keys()]).toEqual([...map.keys()]);
        expect([...compact.values()]).toEqual([...map.values()]);
        for (let i = 0; i <= 12; i++) {
          expect(compact.get(i)).toBe(map.get(i));
          expect(compact.has(i)).toBe(map.has(i));
        }
      }
    }),
  );
});
