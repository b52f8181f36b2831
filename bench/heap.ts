const ROUNDS = 4;

/**
 * Bytes that objects and typed arrays hold. Run with --expose-gc. One collection is not enough: memory of arrays goes back only when
 * what the one before found is swept, and what earlier measurements left would be taken for less than nothing.
 */
export function memoryInUse(): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    least = Math.min(least, heapUsed + arrayBuffers);
  }
  return least;
}
