/** Options of translations, in the order in which they are written. Source: `src/statement.c` of nftables 1.0.6. */
const NAT_FLAGS: readonly (readonly [number, string])[] = [
  [4, "random"],
  [16, "fully-random"],
  [8, "persistent"],
];

/** `NF_NAT_RANGE_NETMAP`: whole networks are translated one to one. */
export const NETMAP = 64;

const NUMBERS: ReadonlyMap<string, number> = new Map(NAT_FLAGS.map(([bit, name]) => [name, bit]));

/** The bit that a word stands for. */
export function natFlag(name: string): number | undefined {
  return NUMBERS.get(name);
}

/** The words of the bits that have some. */
export function natFlagNames(flags: number): string[] {
  return NAT_FLAGS.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
}
