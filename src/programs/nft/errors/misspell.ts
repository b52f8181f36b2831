/**
 * The name that was probably meant.
 *
 * Source: `src/misspell.c` of nftables 1.0.6: its table of distances has rows that overlap by one, and it compares each letter's
 * successor. What it suggests follows from that.
 */

/** Distances above this are another word. */
function threshold(longer: number, shorter: number): number {
  return longer - shorter <= 1 ? Math.max(Math.ceil(longer / 3), 1) : Math.ceil((longer + 2) / 3);
}

function distance(name: string, wanted: string): number {
  const stride = wanted.length;
  const table = new Array<number>((name.length + 1) * (stride + 1)).fill(0);
  for (let i = 0; i <= name.length; i++) table[i * stride] = i;
  for (let j = 0; j <= stride; j++) table[j] = j;
  for (let i = 1; i <= name.length; i++)
    for (let j = 1; j <= stride; j++) {
      const cost = name[i] === wanted[j] ? 0 : 1;
      const at = i * stride + j;
      table[at] = Math.min(table[at - stride] + 1, table[at - 1] + 1, table[at - stride - 1] + cost);
    }
  return table[name.length * stride + stride];
}

/** Names are no longer than the kernel's; longer ones are not looked at. */
const LONGEST = 256;

/** @returns the candidate whose name is nearest to what was written; undefined when none is near */
export function closest<T extends { readonly name: string }>(
  candidates: readonly T[],
  wanted: string,
): T | undefined {
  let best: T | undefined;
  let least = wanted.length + LONGEST;
  for (const candidate of candidates) {
    const { name } = candidate;
    const longer = Math.max(name.length, wanted.length);
    if (longer <= 1 || longer > LONGEST) continue;
    const far = distance(name, wanted);
    if (far > threshold(longer, Math.min(name.length, wanted.length)) || far >= least) continue;
    least = far;
    best = candidate;
  }
  return best;
}
