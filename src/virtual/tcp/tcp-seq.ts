/**
 * Sequence numbers: 32 bits, kept as signed numbers, compared around the wrap.
 *
 * Source: `include/net/tcp.h` (`before`, `after`, `between`).
 */

/** Whether `a` comes before `b`. */
export function before(a: number, b: number): boolean {
  return ((a - b) | 0) < 0;
}

/** Whether `a` comes after `b`. */
export function after(a: number, b: number): boolean {
  return ((b - a) | 0) < 0;
}

/** Whether `low` ≤ `seq` ≤ `high`. */
export function between(seq: number, low: number, high: number): boolean {
  return (high - low) >>> 0 >= (seq - low) >>> 0;
}
