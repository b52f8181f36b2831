/** Backslash escapes of `echo -e`, `printf` and `$'…'`. */
import { composeBytes, escapedByte } from "../../../process/text.ts";

/** Which of the dialects: octal digits and the escapes differ a little. `%b` is `printf`'s for arguments. */
export type EscapeDialect = "echo" | "printf" | "ansi" | "%b";

/** What a backslash and a character mean where they are the same in all dialects. */
const SIMPLE: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  e: "\x1b",
  E: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

/** Decoded text, and whether `\c` said that nothing more is to be printed. */
export interface Decoded {
  readonly text: string;
  readonly stop: boolean;
}

const ESCAPE =
  /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|(0?[0-7]{1,3})|c([\s\S])?|([\s\S]))/y;

/**
 * Decodes the escapes; bytes above 127 become the characters that they are together, or stay bytes (`process/text.ts`).
 * @param multibyte whether the locale has characters for `\u`; else they stay as they are written
 */
export function decodeEscapes(text: string, dialect: EscapeDialect, multibyte = true): Decoded {
  if (!text.includes("\\")) return { text, stop: false };
  let out = "";
  let from = 0;
  for (let at = text.indexOf("\\"); at >= 0; at = text.indexOf("\\", from)) {
    out += text.slice(from, at);
    ESCAPE.lastIndex = at;
    const match = ESCAPE.exec(text);
    // a backslash at the end
    if (match === null) return { text: composeBytes(`${out}\\`), stop: false };
    if (match[0].startsWith("\\c") && dialect !== "ansi") {
      if (dialect !== "printf") return { text: composeBytes(out), stop: true };
      out += "\\c";
      from = at + 2;
      continue;
    }
    const [length, decoded] = one(match, dialect, multibyte);
    // a string of bash ends at the first zero
    if (dialect === "ansi" && decoded === "\0") return { text: composeBytes(out), stop: false };
    out += decoded;
    from = at + length;
  }
  return { text: composeBytes(out + text.slice(from)), stop: false };
}

/** How long an escape is, and what it stands for. */
function one(match: RegExpExecArray, dialect: EscapeDialect, multibyte: boolean): [number, string] {
  const [whole, hex, short, long, octal, control, other] = match;
  if (hex !== undefined) return [whole.length, byte(Number.parseInt(hex, 16))];
  if (octal !== undefined) return octalEscape(octal, dialect);
  if (whole.startsWith("\\c")) {
    return control === undefined ? [2, whole] : [3, byte(control.toUpperCase().charCodeAt(0) ^ 0x40)];
  }
  const code = short ?? long;
  if (code !== undefined) return [whole.length, codePoint(Number.parseInt(code, 16), multibyte)];
  return [whole.length, plain(other, whole, dialect)];
}

/** `echo` wants a zero before its digits, `%b` may have one, the others have three digits at most. */
function octalEscape(octal: string, dialect: EscapeDialect): [number, string] {
  if (dialect === "echo" && !octal.startsWith("0")) return [2, `\\${octal[0]}`];
  const zero = (dialect === "echo" || dialect === "%b") && octal.startsWith("0");
  const digits = zero ? octal.slice(1) : octal.slice(0, 3);
  return [1 + (zero ? 1 : 0) + digits.length, byte(Number.parseInt(digits || "0", 8) & 0xff)];
}

function byte(value: number): string {
  return value < 0x80 ? String.fromCharCode(value) : escapedByte(value & 0xff);
}

function plain(other: string, whole: string, dialect: EscapeDialect): string {
  if (Object.hasOwn(SIMPLE, other)) return SIMPLE[other];
  if (dialect === "echo") return whole;
  return other === "'" || other === '"' || other === "?" ? other : whole;
}

function codePoint(code: number, multibyte: boolean): string {
  if (code < 0x80) return String.fromCharCode(code);
  if (!multibyte) return written(code);
  return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : "\ufffd";
}

/** As bash writes a character that the locale does not have. */
function written(code: number): string {
  const digits = code.toString(16).toUpperCase();
  return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}
