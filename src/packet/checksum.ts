/**
 * The Internet checksum (RFC 1071), its incremental update (RFC 1624) and the pseudo headers of IPv4 (RFC 793) and IPv6 (RFC 8200, 8.1).
 *
 * A *sum* is a running one's complement sum, not complemented, of at most 32 bits: what Linux calls `__wsum`. A *checksum* is the
 * 16-bit complement that goes into a header (`__sum16`).
 *
 * Partial checksums (`CHECKSUM_PARTIAL`): the field holds {@link foldSum} of the pseudo header's sum, and whoever needs the real value
 * stores {@link checksum} of everything from the transport header on.
 */
import { read16, write16 } from "./bytes.ts";

/** Words that can be added before 31 bits overflow: 2 * 32767 bytes. */
const CHUNK = 65534;

/**
 * Adds `length` bytes at `offset` to a sum; an odd last byte counts as if a zero byte followed.
 * @returns a sum of at most 17 bits
 */
export function sumBytes(bytes: Uint8Array, offset: number, length: number, sum = 0): number {
  let total = (sum & 0xffff) + (sum >>> 16);
  let at = offset;
  let left = length;
  while (left > CHUNK) {
    total = foldSum(total + sumChunk(bytes, at, CHUNK));
    at += CHUNK;
    left -= CHUNK;
  }
  const last = sumChunk(bytes, at, left);
  return total + (last & 0xffff) + (last >>> 16);
}

/** Two independent accumulators and no shift per word: the fastest of the variants tried in V8. */
function sumChunk(bytes: Uint8Array, offset: number, length: number): number {
  let high = 0;
  let low = 0;
  let at = offset;
  const end = offset + length;
  const endOfBlocks = end - 15;
  for (; at < endOfBlocks; at += 16) {
    high +=
      bytes[at] +
      bytes[at + 2] +
      bytes[at + 4] +
      bytes[at + 6] +
      bytes[at + 8] +
      bytes[at + 10] +
      bytes[at + 12] +
      bytes[at + 14];
    low +=
      bytes[at + 1] +
      bytes[at + 3] +
      bytes[at + 5] +
      bytes[at + 7] +
      bytes[at + 9] +
      bytes[at + 11] +
      bytes[at + 13] +
      bytes[at + 15];
  }
  const endOfPairs = end - 1;
  for (; at < endOfPairs; at += 2) {
    high += bytes[at];
    low += bytes[at + 1];
  }
  if (at < end) high += bytes[at];
  return (high << 8) + low;
}

/** Folds a sum to 16 bits (`csum_fold` without the complement). */
export function foldSum(sum: number): number {
  let folded = (sum & 0xffff) + (sum >>> 16);
  folded = (folded & 0xffff) + (folded >>> 16);
  return folded;
}

/** The checksum of `length` bytes, with a sum (of a pseudo header, or 0) added. Over data that contains a right checksum it is 0. */
export function checksum(bytes: Uint8Array, offset: number, length: number, sum = 0): number {
  return ~foldSum(sumBytes(bytes, offset, length, sum)) & 0xffff;
}

/** Writes the checksum of `length` bytes at `offset` into the field at `field`, which counts as zero. */
export function writeChecksum(
  bytes: Uint8Array,
  offset: number,
  length: number,
  field: number,
  sum = 0,
): void {
  bytes[field] = 0;
  bytes[field + 1] = 0;
  write16(bytes, field, checksum(bytes, offset, length, sum));
}

/** Adds two sums (`csum_add`). */
export function addSums(left: number, right: number): number {
  return (left & 0xffff) + (left >>> 16) + (right & 0xffff) + (right >>> 16);
}

/** The sum of data that begins at an odd distance from where the whole sum began: bytes swapped (`csum_shift`). */
export function swapSum(sum: number): number {
  const folded = foldSum(sum);
  return ((folded & 0xff) << 8) | (folded >>> 8);
}

/** The pseudo header's sum for IPv4 addresses as numbers (`csum_tcpudp_nofold`). `length` is that of the transport packet. */
export function pseudoSumIpv4(source: number, destination: number, protocol: number, length: number): number {
  return (
    (source >>> 16) +
    (source & 0xffff) +
    (destination >>> 16) +
    (destination & 0xffff) +
    protocol +
    (length & 0xffff) +
    (length >>> 16)
  );
}

/** The same for the addresses of an IPv4 header at `header`. */
export function pseudoSumIpv4At(bytes: Uint8Array, header: number, protocol: number, length: number): number {
  return sumBytes(bytes, header + 12, 8, protocol + length);
}

/**
 * The pseudo header's sum for two IPv6 addresses that stand one after the other at `addresses`, as in a header (offset 8).
 * `length` is that of the transport packet.
 */
export function pseudoSumIpv6At(
  bytes: Uint8Array,
  addresses: number,
  protocol: number,
  length: number,
): number {
  return sumBytes(bytes, addresses, 32, protocol + (length & 0xffff) + (length >>> 16));
}

/** A checksum after one 16-bit word that it covers has changed (RFC 1624, equation 3; `csum_replace2`). */
export function replaceWord(check: number, before: number, after: number): number {
  return ~foldSum((~check & 0xffff) + (~before & 0xffff) + (after & 0xffff)) & 0xffff;
}

/** A checksum after an aligned 32-bit number that it covers has changed (`csum_replace4`). */
export function replaceLong(check: number, before: number, after: number): number {
  return (
    ~foldSum(
      (~check & 0xffff) +
        (~before & 0xffff) +
        (~(before >>> 16) & 0xffff) +
        (after & 0xffff) +
        ((after >>> 16) & 0xffff),
    ) & 0xffff
  );
}

/**
 * Updates the checksum field at `field` in place for one changed word.
 * A field of a *partial* checksum holds an uncomplemented sum: use {@link replacePartialWord} there.
 */
export function updateChecksum(bytes: Uint8Array, field: number, before: number, after: number): void {
  write16(bytes, field, replaceWord(read16(bytes, field), before, after));
}

/** The uncomplemented sum of a partial checksum's field after a changed word of the pseudo header. */
export function replacePartialWord(sum: number, before: number, after: number): number {
  return foldSum((sum & 0xffff) + (~before & 0xffff) + (after & 0xffff));
}
