/** Times: between events, in packets and as text. */

/** Length of the time stamp in the data of a packet (`struct timeval`). */
export const TIMESTAMP = 16;

/** Milliseconds between two times in ns, seconds and fractions truncated apart as C does with a `struct timespec`. */
export function elapsedMs(from: number, to: number): number {
  const seconds = Math.floor(to / 1e9) - Math.floor(from / 1e9);
  return seconds * 1000 + Math.trunc(((to % 1e9) - (from % 1e9)) / 1e6);
}

/** `seconds.microseconds` of a time in µs. */
export function timeOfDay(us: number): string {
  return `${Math.floor(us / 1e6)}.${String(us % 1e6).padStart(6, "0")}`;
}

/** A `struct timeval` in µs. */
export function readTime(bytes: Uint8Array, offset: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, TIMESTAMP);
  const seconds = Number(view.getBigInt64(0, true));
  return seconds * 1e6 + Number(view.getBigInt64(8, true));
}

/** Writes a time in µs as a `struct timeval`. */
export function writeTime(bytes: Uint8Array, offset: number, us: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, TIMESTAMP);
  view.setBigInt64(0, BigInt(Math.floor(us / 1e6)), true);
  view.setBigInt64(8, BigInt(us % 1e6), true);
}
