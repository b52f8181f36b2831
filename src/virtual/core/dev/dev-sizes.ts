/**
 * How large segments may grow before a device splits them, and received ones before they are handed up.
 *
 * Source: `net/core/dev.c` (`netif_set_gso_max_size`, `netif_set_gro_max_size`).
 */
import type { NetDevice } from "./netdevice.ts";

/** Sizes up to this, in bytes, count for IPv4 too (`GSO_LEGACY_MAX_SIZE`, `GRO_LEGACY_MAX_SIZE`). */
const LEGACY_MAX_SIZE = 65536;

/** `netif_set_gso_max_size`: a size that is none of BIG TCP is IPv4's, too. */
export function setGsoMaxSize(dev: NetDevice, size: number): void {
  dev.gsoMaxSize = size;
  if (size <= LEGACY_MAX_SIZE) dev.gsoIpv4MaxSize = size;
}

/** `netif_set_gro_max_size`: a size that is none of BIG TCP is IPv4's, too. */
export function setGroMaxSize(dev: NetDevice, size: number): void {
  dev.groMaxSize = size;
  if (size <= LEGACY_MAX_SIZE) dev.groIpv4MaxSize = size;
}
