/**
 * Lists that are short nearly always, of which a box has very many. JavaScript makes room for seventeen entries when one is pushed
 * onto an empty array; these are as long as they need to be until they are long.
 */

/** Up to this length a list is copied when it grows. */
const EXACT = 8;

/** The list with `item` at position `at`; it may be the same array. */
export function inserted<T>(list: T[], at: number, item: T): T[] {
  if (list.length >= EXACT) {
    list.splice(at, 0, item);
    return list;
  }
  const longer = list.concat([item]);
  for (let i = list.length; i > at; i--) longer[i] = longer[i - 1];
  longer[at] = item;
  return longer;
}
