/** The groups that a netlink socket has joined, by number from 1. A set is replaced, never changed: most sockets share the empty one. */

/** No group was ever joined. */
export const NO_GROUPS: ReadonlySet<number> = new Set();
const NO_WORDS = new Uint8Array(0);

/** The first 32 groups by a mask (`nl_groups` of an address); the others stay. */
export function withFirstGroups(present: ReadonlySet<number>, mask: number): ReadonlySet<number> {
  const groups = new Set(present);
  for (let bit = 0; bit < 32; bit++) {
    if ((mask & (1 << bit)) !== 0) groups.add(bit + 1);
    else groups.delete(bit + 1);
  }
  return groups;
}

/** One group more, or less. */
export function withGroup(present: ReadonlySet<number>, group: number, join: boolean): ReadonlySet<number> {
  const groups = new Set(present);
  if (join) groups.add(group);
  else groups.delete(group);
  return groups;
}

/** The first 32 groups as bits. */
export function firstGroups(groups: ReadonlySet<number>): number {
  let mask = 0;
  for (const group of groups) if (group <= 32) mask |= 1 << (group - 1);
  return mask >>> 0;
}

/** `count` groups as bits, in whole words of 64; nothing when none was ever joined. */
export function groupWords(groups: ReadonlySet<number>, count: number): Uint8Array {
  if (groups === NO_GROUPS) return NO_WORDS;
  const words = new Uint8Array(Math.ceil(count / 64) * 8);
  for (const group of groups) words[(group - 1) >>> 3] |= 1 << ((group - 1) & 7);
  return words;
}
