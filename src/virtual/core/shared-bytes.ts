/**
 * One copy of addresses that very many objects have: a typed array of six bytes takes two hundred.
 */

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
    shared = bytes.slice();
    known.set(key, shared);
  }
  return shared;
}
