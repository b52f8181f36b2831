/** How bash writes values so that it can read them again. */

/** `printf %q`, `set -x`: backslashes, or `$'…'` for what cannot be printed. */
export function quoteBackslash(text: string): string {
  if (text === "") return "''";
  if (/[\x00-\x1f\x7f\udc80-\udcff]/u.test(text)) return quoteAnsi(text);
  return text.replace(/[^A-Za-z0-9_@%+=:,./\u0080-\uffff-]/g, "\\$&").replace(/^~/, "\\~");
}

/** `${x@Q}`, `declare -p` of functions' arguments: single quotes. */
export function quoteSingle(text: string): string {
  if (/[\x00-\x1f\x7f\udc80-\udcff]/u.test(text)) return quoteAnsi(text);
  return `'${text.replace(/'/g, "'\\''")}'`;
}

/** `declare -p`: double quotes. */
export function quoteDouble(text: string): string {
  if (/[\x00-\x08\x0b-\x1f\x7f\udc80-\udcff]/u.test(text)) return quoteAnsi(text);
  return `"${text.replace(/["\\$`]/g, "\\$&")}"`;
}

/** `set` without arguments and traces: quotes only where needed. */
export function quoteIfNeeded(text: string): string {
  if (text === "") return "''";
  if (/[\x00-\x1f\x7f\udc80-\udcff]/u.test(text)) return quoteAnsi(text);
  return /[\s'"\\|&;()<>!{}*[\]?^$`]|^[#~]|[=:]~/.test(text) ? quoteSingle(text) : text;
}

const ANSI_NAMES: Readonly<Record<string, string>> = {
  "\x07": "a",
  "\b": "b",
  "\x1b": "E",
  "\f": "f",
  "\n": "n",
  "\r": "r",
  "\t": "t",
  "\v": "v",
  "\\": "\\",
  "'": "'",
};

function quoteAnsi(text: string): string {
  const body = text.replace(/[\x00-\x1f\x7f\\'\udc80-\udcff]/gu, (character) => {
    const name = ANSI_NAMES[character];
    return name ? `\\${name}` : `\\${(character.charCodeAt(0) & 0xff).toString(8).padStart(3, "0")}`;
  });
  return `$'${body}'`;
}
