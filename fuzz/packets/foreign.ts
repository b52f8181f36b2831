/**
 * Drops that may be of others. When there is much to do, Linux leaves received packets to a thread of the processor's own, for all who
 * have any: then the batch's drops and those of other namespaces come from the same thread.
 */
import { normalisePlaces } from "./places.ts";

const MARK = " ?";

/** A drop that the processor's own thread told of. */
export function uncertain(line: string): string {
  return line + MARK;
}

/** The drops of a batch on Linux: of those that may be of others, what the virtual kernel has in the same place. */
export function ownDrops(linux: readonly string[], virtual: readonly string[]): string[] {
  const expected = normalisePlaces(virtual);
  let at = 0;
  const own: string[] = [];
  for (const marked of linux) {
    const line = marked.endsWith(MARK) ? marked.slice(0, -MARK.length) : marked;
    const there = at < expected.length && normalisePlaces([line])[0] === expected[at];
    if (there) at++;
    if (there || line === marked) own.push(line);
  }
  return own;
}
