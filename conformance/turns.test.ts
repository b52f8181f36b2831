import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { Turns } from "./turns.ts";

it("lets one run alone only while no other goes on", async () => {
  const turns = new Turns();
  let now = 0;
  let most = 0;
  const beside = () =>
    turns.beside(async () => {
      most = Math.max(most, ++now);
      await sleep(2);
      now--;
    });
  const alone = () =>
    turns.alone(async () => {
      expect(now++).toBe(0);
      await sleep(2);
      expect(now--).toBe(1);
    });
  const failing = turns.alone(() => Promise.reject(new Error("no")));
  await Promise.all([
    expect(failing).rejects.toThrow("no"),
    beside(),
    beside(),
    alone(),
    beside(),
    alone(),
    beside(),
    beside(),
    alone(),
  ]);
  expect(most).toBeGreaterThan(1);
});
