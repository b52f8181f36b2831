/** Names of levels and facilities, and the lists of them that options take. */

export const LEVELS = ["emerg", "alert", "crit", "err", "warn", "notice", "info", "debug"] as const;
export const FACILITIES = [
  "kern",
  "user",
  "mail",
  "daemon",
  "auth",
  "syslog",
  "lpr",
  "news",
  "uucp",
  "cron",
  "authpriv",
  "ftp",
] as const;

/** What is wrong with an argument; empty when dmesg says nothing. */
export class BadArgument {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** The index of the name, or of the number, when numbers begin with `first`. */
function indexOf(names: readonly string[], word: string, first: number): number {
  if (!/^\d/.test(word)) return names.indexOf(word.toLowerCase());
  const index = /^\d+$/.test(word) ? Number(word) - first : -1;
  return index < names.length ? index : -1;
}

/** The argument of `--console-level`, whose numbers begin with 1. @returns the index in {@link LEVELS} */
export function parseLevel(word: string): number | BadArgument {
  const index = indexOf(LEVELS, word, 1);
  return index < 0 ? new BadArgument(`unknown level '${word}'`) : index;
}

/** A list with commas, as `string_to_bitarray` of util-linux takes it: a comma at the end belongs to the last name. */
function parseList(text: string, names: readonly string[], kind: string): ReadonlySet<number> | BadArgument {
  const found = new Set<number>();
  for (let at = 0; at < text.length; ) {
    const comma = text.indexOf(",", at);
    if (comma === at) return new BadArgument("");
    const end = comma < 0 || comma === text.length - 1 ? text.length : comma;
    const index = indexOf(names, text.slice(at, end), 0);
    if (index < 0) return new BadArgument(`unknown ${kind} '${text.slice(at)}'`);
    found.add(index);
    at = end + 1;
  }
  return found;
}

/** `--level`: the numbers of the names in a list. */
export function parseLevels(text: string): ReadonlySet<number> | BadArgument {
  return parseList(text, LEVELS, "level");
}

/** `--facility`: the numbers of the names in a list. */
export function parseFacilities(text: string): ReadonlySet<number> | BadArgument {
  return parseList(text, FACILITIES, "facility");
}
