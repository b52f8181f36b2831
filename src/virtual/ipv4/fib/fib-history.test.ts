import { describe, expect, it } from "vitest";
import { FibHistory } from "./fib-history.ts";
import type { LcNode } from "./lc-node.ts";

/** Checks what every node says of itself and its children. @returns the addresses, with their numbers of prefixes, in order */
function leavesOf(node: LcNode | null): [number, number][] {
  if (node === null) return [];
  if (node.kind === "leaf") return [[node.key, node.prefixes]];
  expect(node.empty).toBe(node.children.filter((child) => child === null).length);
  expect(node.full).toBe(node.children.filter((child) => node.isFull(child)).length);
  // one child is possible, as on Linux: a node that has just been doubled is not looked at again
  expect(node.used).toBeGreaterThan(0);
  return node.children.flatMap((child, i) => {
    if (child === null) return [];
    expect(child.parent).toBe(node);
    expect(node.index(child.key)).toBe(i);
    return leavesOf(child);
  });
}

function random(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function sorted(expected: ReadonlyMap<number, number>): [number, number][] {
  return [...expected].filter(([, count]) => count > 0).sort((a, b) => a[0] - b[0]);
}

describe("the history of a route table", () => {
  it.each([1, 2, 3, 4, 5, 6])("leads to a trie that holds what is there (%i)", (seed) => {
    const below = random(seed);
    const history = new FibHistory();
    const expected = new Map<number, number>();
    const leave = (key: number): void => {
      expected.set(key, (expected.get(key) ?? 0) - 1);
      history.went(key);
    };
    for (let step = 0; step < 3000; step++) {
      const key = ((below(4) * 0x40000000 + below(8) * 0x10000) ^ below(2 ** (1 + below(16)))) >>> 0;
      const present = sorted(expected).map(([there]) => there);
      if (below(3) > 0) {
        expected.set(key, (expected.get(key) ?? 0) + 1);
        history.came(key);
      } else if (present.length > 0 && below(50) > 0) leave(present[below(present.length)] ?? 0);
      else
        history.flush(() => {
          for (const there of present) if (below(2) === 0) leave(there);
        });
      if (below(100) === 0) expect(leavesOf(history.shape().root)).toEqual(sorted(expected));
    }
    expect(leavesOf(history.shape().root)).toEqual(sorted(expected));
  });

  it("does not grow with what has gone", () => {
    const history = new FibHistory();
    for (let i = 0; i < 20_000; i++) {
      history.came(i);
      history.went(i);
      history.flush(() => {});
    }
    const events: unknown = Reflect.get(history, "events");
    expect(Array.isArray(events) && events.length).toBeLessThan(200);
    expect(history.shape().root).toBeNull();
  });

  it("holds the highest and the lowest address, and a host at each", () => {
    const history = new FibHistory();
    for (const key of [0, 0xffffffff, 0x80000000, 0x7fffffff, 1, 0xfffffffe, 0]) history.came(key);
    expect(leavesOf(history.shape().root)).toEqual([
      [0, 2],
      [1, 1],
      [0x7fffffff, 1],
      [0x80000000, 1],
      [0xfffffffe, 1],
      [0xffffffff, 1],
    ]);
  });
});
