/**
 * Functions that drop packets. The compiler moves a function into its caller, so Linux's tracepoint may name the caller, and two
 * functions of the source may have one name there: these are taken for the same.
 */
const SAME_PLACE: Readonly<Record<string, string>> = {};

/** Lines `protocol reason function`. */
export function normalisePlaces(drops: readonly string[]): string[] {
  return drops.map((line) => {
    const [protocol, reason, place = ""] = line.split(" ");
    return `${protocol} ${reason} ${SAME_PLACE[place] ?? place}`;
  });
}
