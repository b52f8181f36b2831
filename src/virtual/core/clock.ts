/**
 * Where a virtual kernel gets its time from. It never reads another clock and never sets a host timer itself.
 */
export interface Clock {
  /** ns since boot, monotonic. */
  now(): number;
  /** µs since the epoch. */
  realtime(): number;
  /** Charges processor time. On a virtual clock time passes; on a real one it passes by itself. */
  spend(ns: number): void;
  /** Asks for `expire` at or after `at` (ns since boot). Replaces the earlier request; `Infinity` withdraws it. */
  arm(at: number): void;
  /** Set once by the kernel: runs the timers that are due. */
  expire: () => void;
  /** Set once by the kernel: whether a program waits for a time, and not just for something to happen. */
  awaited?: () => boolean;
}

/** Where a virtual kernel gets its randomness from: unsigned 32-bit numbers. */
export type RandomSource = () => number;

/** xoshiro128**, seeded through splitmix32: small, fast, and the same everywhere. */
export function seededRandom(seed: number): RandomSource {
  let state = seed >>> 0;
  const splitmix = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let d = splitmix();
  const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k));
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return result;
  };
}
