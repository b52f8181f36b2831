/** The identity of a bridge in a spanning tree: two bytes of priority, six of its address (`struct bridge_id`). */

export const BRIDGE_ID_LENGTH = 8;

/** The lower one is the better bridge (`memcmp`). @returns negative, 0 or positive */
export function compareBridgeIds(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < BRIDGE_ID_LENGTH; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}

/** Puts one together; `address` is the bridge's. */
export function makeBridgeId(priority: number, address: Uint8Array): Uint8Array {
  const id = new Uint8Array(BRIDGE_ID_LENGTH);
  id[0] = priority >>> 8;
  id[1] = priority;
  id.set(address.subarray(0, 6), 2);
  return id;
}

/** The priority in it, 0 to 65535. */
export function bridgeIdPriority(id: Uint8Array): number {
  return (id[0] << 8) | id[1];
}

/** Whether two MAC addresses are the same. */
export function sameAddress(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < 6; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Whether the address in the identity is this one. */
export function idHasAddress(id: Uint8Array, address: Uint8Array): boolean {
  return sameAddress(id.subarray(2), address);
}

/** The same identity with another address. */
export function withAddress(id: Uint8Array, address: Uint8Array): Uint8Array {
  return makeBridgeId(bridgeIdPriority(id), address);
}

/** The same identity with another priority. */
export function withPriority(id: Uint8Array, priority: number): Uint8Array {
  return makeBridgeId(priority, id.subarray(2));
}

/** As the kernel shows it: `8000.020000000010` (`br_show_bridge_id`). */
export function formatBridgeId(id: Uint8Array): string {
  const hex = Array.from(id, (byte) => byte.toString(16).padStart(2, "0"));
  return `${hex.slice(0, 2).join("")}.${hex.slice(2).join("")}`;
}
