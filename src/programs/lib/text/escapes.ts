/** Backslash escapes of `echo -e`, `printf` and `$'…'`. */

/** Which of the dialects: octal digits and the escapes differ a little. */
export type EscapeDialect = "echo" | "printf" | "ansi";

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

const ESCAPE = /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|(0?[0-7]{1,3})|c|([\s\S]))/g;

/** Decodes the escapes; bytes above 127 become the characters of their UTF-8 sequence. */
export function decodeEscapes(text: string, dialect: EscapeDialect): Decoded {
  if (!text.includes("\\")) return { text, stop: false };
  let out = "";
  let bytes: number[] = [];
  let at = 0;
  const flush = () => {
    if (bytes.length > 0) out += new TextDecoder().decode(Uint8Array.from(bytes));
    bytes = [];
  };
  for (const match of text.matchAll(ESCAPE)) {
    const between = text.slice(at, match.index);
    if (between !== "") flush();
    out += between;
    at = match.index + match[0].length;
    const [whole, hex, short, long, octal, other] = match;
    if (whole === "\\c" && dialect !== "ansi") {
      flush();
      return { text: out, stop: true };
    }
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (octal !== undefined && (dialect !== "echo" || octal.startsWith("0"))) {
      const digits = dialect === "echo" ? octal.slice(1) : octal.slice(0, 3);
      at -= dialect === "echo" ? 0 : octal.length - digits.length;
      bytes.push(Number.parseInt(digits || "0", 8) & 0xff);
    } else {
      flush();
      out += character(short ?? long, other, whole, dialect);
    }
    // matchAll goes on after the whole match: text given back by a shorter octal number is added as it is
    if (octal !== undefined && at < match.index + whole.length) {
      flush();
      out += text.slice(at, match.index + whole.length);
      at = match.index + whole.length;
    }
  }
  flush();
  return { text: out + text.slice(at), stop: false };
}

function character(
  code: string | undefined,
  other: string | undefined,
  whole: string,
  dialect: EscapeDialect,
): string {
  if (code !== undefined) return codePoint(Number.parseInt(code, 16));
  if (other === undefined) return whole;
  if (Object.hasOwn(SIMPLE, other)) return SIMPLE[other];
  if (dialect !== "echo" && (other === "'" || other === '"' || other === "?")) return other;
  return whole;
}

function codePoint(code: number): string {
  return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : "\ufffd";
}
