/** JSON as nft's library writes it: blanks behind colons and commas, integers of 64 bits. */
export type Json =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** Characters of strings that are written in another way (`dump_string`). */
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function quote(text: string): string {
  let out = '"';
  for (const letter of text) {
    const code = letter.charCodeAt(0);
    const short = ESCAPES[letter];
    if (short !== undefined) out += short;
    else out += code < 32 ? `\\u${code.toString(16).toUpperCase().padStart(4, "0")}` : letter;
  }
  return `${out}"`;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** One value on one line; keys that are undefined are left out. */
export function jsonText(value: Json): string {
  if (value === null) return "null";
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object") return String(value);
  if (isArray(value)) return `[${value.map(jsonText).join(", ")}]`;
  const parts: string[] = [];
  for (const [key, each] of Object.entries(value))
    if (each !== undefined) parts.push(`${quote(key)}: ${jsonText(each)}`);
  return `{${parts.join(", ")}}`;
}

/** What stands in front of every listing. */
export const METAINFO: Json = {
  metainfo: { version: "1.0.6", release_name: "Lester Gooch #5", json_schema_version: 1 },
};

/** A whole answer, with the end of its line. */
export function nftables(items: readonly Json[]): string {
  return `${jsonText({ nftables: items })}\n`;
}
