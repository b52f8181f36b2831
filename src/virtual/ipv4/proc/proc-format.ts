/** An address as /proc prints it on a little-endian machine: `%08X` of the bytes in network order. */
export function hexLittle(address: number): string {
  const swapped =
    ((address & 0xff) << 24) | ((address & 0xff00) << 8) | ((address >>> 8) & 0xff00) | (address >>> 24);
  return hex(swapped >>> 0, 8);
}

/** Upper-case hexadecimal with leading zeros. */
export function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}
