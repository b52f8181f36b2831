/** Kinds of IPv4 addresses, as numbers in host order (`include/linux/in.h`). */

export function isMulticast(address: number): boolean {
  return address >>> 28 === 0xe;
}

export function isBroadcastAll(address: number): boolean {
  return address === 0xffffffff;
}

/** 0.0.0.0/8 */
export function isZeroNet(address: number): boolean {
  return address >>> 24 === 0;
}

export function isLoopbackAddress(address: number): boolean {
  return address >>> 24 === 127;
}

/** 240.0.0.0/4 */
export function isBadClass(address: number): boolean {
  return address >>> 28 === 0xf;
}

/** 224.0.0.0/24: never forwarded. */
export function isLocalMulticast(address: number): boolean {
  return address >>> 8 === 0xe00000;
}

/** 169.254.0.0/16 */
export function isLinkLocalAddress(address: number): boolean {
  return address >>> 16 === 0xa9fe;
}

/** Natural mask length of a class A, B or C address (`inet_abc_len`); -1 for others. */
export function classLength(address: number): number {
  if (isZeroNet(address) || isBroadcastAll(address)) return 0;
  if (address >>> 31 === 0) return 8;
  if (address >>> 30 === 2) return 16;
  if (address >>> 29 === 6) return 24;
  if (isMulticast(address)) return -1;
  return -1;
}
