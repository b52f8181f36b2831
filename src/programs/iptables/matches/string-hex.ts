/** The argument of `--hex-string`: letters, and bytes in hexadecimal digits between bars. */
import type { Context } from "../context.ts";

/** `XT_STRING_MAX_PATTERN_SIZE` */
export const PATTERN_SIZE = 128;
const BAR = 0x7c;
const BACKSLASH = 0x5c;
const BLANK = 0x20;

function digit(context: Context, byte: number): number {
  const value = Number.parseInt(String.fromCharCode(byte), 16);
  if (Number.isNaN(value)) return context.wrong(`Invalid hex char '${String.fromCharCode(byte)}'`);
  return value;
}

/** `parse_hex_string`, with what it makes of bars that stand strangely. */
export function hexPattern(context: Context, argument: string): Uint8Array {
  const text = new TextEncoder().encode(argument);
  if (text.length === 0) return context.wrong("STRING must contain at least one char");
  const bytes: number[] = [];
  let inside = false;
  for (let i = 0; i < text.length; ) {
    let literal = false;
    if (text[i] === BACKSLASH) {
      if (inside) return context.wrong("Cannot include literals in hex data");
      literal = true;
    } else if (text[i] === BAR) {
      inside = !inside;
      if (inside) while (text[i + 1] === BLANK) i++;
      if (i + 1 >= text.length) break;
      i++;
    }
    if (bytes.length >= PATTERN_SIZE) return context.wrong(`STRING too long "${argument}"`);
    if (literal) {
      if (i + 1 >= text.length) return context.wrong("Bad literal placement at end of string");
      bytes.push(text[i + 1]);
      i += 2;
    } else if (inside) {
      if (i + 1 >= text.length) return context.wrong("Odd number of hex digits");
      if (i + 2 >= text.length) return context.wrong("Invalid hex block");
      const high = digit(context, text[i]);
      bytes.push(high * 16 + digit(context, text[i + 1]));
      i += text[i + 2] === BLANK ? 3 : 2;
    } else bytes.push(text[i++]);
  }
  return Uint8Array.from(bytes);
}
