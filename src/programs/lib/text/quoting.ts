/** File names in messages of the GNU tools: gnulib's shell quoting with escapes. */

import type { Process } from "../../../process/process.ts";
import { multibyteLocale } from "../../../process/text.ts";

/** Characters that a shell would not take as they are. `:` would confuse who reads the message. */
const SPECIAL = /[ !"$&'()*:;<=>?[\\^`|]/;
const SPECIAL_AT_START = /^[#~]/;
/** What means nothing inside double quotes. */
const PLAIN_IN_DOUBLE_QUOTES = /^[#~]?[ %+,\-./0-9:=@A-Z\]_a-z']*$/;
const LETTERS: Readonly<Record<number, string>> = {
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
};

/** A name as it is, or quoted where a shell would need it (`quotef`). */
export function quotedIfNeeded(process: Process, name: string): string {
  const special = name === "" || SPECIAL.test(name) || SPECIAL_AT_START.test(name) || /^[{}]$/.test(name);
  return special || pieces(process, name).some(({ escaped }) => escaped) ? quotedName(process, name) : name;
}

/** A name in quotes, whatever is in it (`quoteaf`). */
export function quotedName(process: Process, name: string): string {
  if (name.includes("'") && PLAIN_IN_DOUBLE_QUOTES.test(name)) return `"${name}"`;
  let text = "'";
  let inEscape = false;
  for (const piece of pieces(process, name)) {
    if (piece.escaped && !inEscape) text += "'$'";
    else if (!piece.escaped && inEscape) text += "''";
    inEscape = piece.escaped;
    text += piece.text === "'" ? "'\\''" : piece.text;
  }
  return `${text}'`;
}

interface Piece {
  readonly text: string;
  /** Has to stand in `$'…'`. */
  readonly escaped: boolean;
}

/** The characters; those that the locale can not print byte by byte. */
function pieces(process: Process, name: string): Piece[] {
  const multibyte = multibyteLocale((variable) => process.env.get(variable));
  const encoder = new TextEncoder();
  return Array.from(name, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const printable = code >= 0x20 && code !== 0x7f && (code < 0x7f || (multibyte && code >= 0xa0));
    if (printable) return { text: character, escaped: false };
    // a byte that is no character stands as a surrogate
    const bytes = code >= 0xdc80 && code <= 0xdcff ? [code & 0xff] : [...encoder.encode(character)];
    return { text: bytes.map((byte) => LETTERS[byte] ?? octal(byte)).join(""), escaped: true };
  });
}

function octal(byte: number): string {
  return `\\${byte.toString(8).padStart(3, "0")}`;
}
