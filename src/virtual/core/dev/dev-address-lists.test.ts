import fc from "fast-check";
import { expect, test } from "vitest";
import { addressEntries, addressKey, addUnicast, removeUnicast } from "./dev-address-lists.ts";
import type { NetDevice } from "./netdevice.ts";

test("counts the users of addresses, however many there are", () => {
  const address = fc.tuple(fc.integer({ min: 0, max: 59 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(address, { maxLength: 200 }), fc.integer({ min: 0, max: 300 }), (steps, many) => {
      const dev = { ops: {}, unicastList: null } as unknown as NetDevice;
      const expected = new Map<string, number>();
      const change = (low: number, add: boolean): void => {
        const bytes = Uint8Array.of(2, 0, 0, 255, 0, low);
        const key = addressKey(bytes);
        const users = expected.get(key) ?? 0;
        if (add) {
          addUnicast(dev, bytes);
          expected.set(key, users + 1);
        } else {
          expect(removeUnicast(dev, bytes) === 0).toBe(users > 0);
          if (users > 1) expected.set(key, users - 1);
          else expected.delete(key);
        }
      };
      for (let i = 0; i < many; i++) change(0, true);
      for (const [low, add] of steps) change(low, add);
      expect([...addressEntries(dev.unicastList)]).toEqual([...expected]);
    }),
  );
});
