/** Kinds of IPv4 addresses, as numbers in host order (`include/linux/in.h`). */

/** 224.0.0.0/4 (`ipv4_is_multicast`). */
export function isMulticast(address: number): boolean {
  return address >>> 28 === 0xe;
}

/** 255.255.255.255 (`ipv4_is_lbcast`). */
export function isBroadcastAll(address: number): boolean {
  return address === 0xffffffff;
}

/** 0.0.0.0 alone: the rest of 0.0.0.0/8 are addresses like others (`ipv4_is_zeronet`). */
export function isZeroNet(address: number): boolean {
  return address === 0;
}

/** 127.0.0.0/8 (`ipv4_is_loopback`). */
export function isLoopbackAddress(address: number): boolean {
  return address >>> 24 === 127;
}

/** 224.0.0.0/24: never forwarded. */
export function isLocalMulticast(address: number): boolean {
  return address >>> 8 === 0xe00000;
}
