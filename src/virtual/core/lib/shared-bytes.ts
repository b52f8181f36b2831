/**
 * Addresses that take little memory. A typed array of six bytes takes two hundred, half of it for a buffer of its own.
 */

const SLAB = 4096;
let slab = new Uint8Array(SLAB);
let used = 0;

/** A short array whose buffer it shares with others: as good as one of its own, for whoever does not ask for the buffer. */
export function smallBytes(length: number): Uint8Array {
  if (length > SLAB / 16) return new Uint8Array(length);
  if (used + length > SLAB) {
    slab = new Uint8Array(SLAB);
    used = 0;
  }
  used += length;
  return slab.subarray(used - length, used);
}

/** A copy in {@link smallBytes}. */
export function smallCopy(bytes: Uint8Array): Uint8Array {
  const copy = smallBytes(bytes.length);
  for (let i = 0; i < bytes.length; i++) copy[i] = bytes[i];
  return copy;
}

/** How many are remembered; the others are just not shared. */
const LIMIT = 256;
const known = new Map<string, Uint8Array>();

/** Bytes equal to these, that nobody writes to. */
export function sharedBytes(bytes: Uint8Array): Uint8Array {
  let key = "";
  for (let i = 0; i < bytes.length; i++) key += String.fromCharCode(bytes[i]);
  let shared = known.get(key);
  if (shared === undefined) {
    if (known.size >= LIMIT) known.clear();
    shared = smallCopy(bytes);
    known.set(key, shared);
  }
  return shared;
}
