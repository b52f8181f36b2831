/**
 * Text and the bytes it stands for. Linux's names, arguments and files are bytes, strings here are UTF-16: bytes that are no
 * UTF-8 become lone low surrogates, U+DC80 to U+DCFF, and those become the same bytes again. So nothing is lost on the way
 * through a variable, a pipe or a file name.
 *
 * Source: the idea is that of Python's `surrogateescape` (PEP 383); well-formed sequences as in RFC 3629 section 4.
 */

/** What byte 0 would be escaped to. */
const ESCAPE_BASE = 0xdc00;
/** With the `u` flag only surrogates that are alone match; a text of one-byte characters is not even looked through. */
const ESCAPED = /[\udc80-\udcff]+/u;
const ESCAPED_RUNS = /([\udc80-\udcff]+)/u;

const encoder = new TextEncoder();
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The character that stands for a byte that is no part of well-formed UTF-8. @param byte 0x80 to 0xff */
export function escapedByte(byte: number): string {
  return String.fromCharCode(ESCAPE_BASE + byte);
}

/** The bytes of a text. */
export function encodeText(text: string): Uint8Array {
  if (!ESCAPED.test(text)) return encoder.encode(text);
  const pieces = text
    .split(ESCAPED_RUNS)
    .map((piece, i) =>
      i % 2 === 0
        ? encoder.encode(piece)
        : Uint8Array.from(piece, (character) => character.charCodeAt(0) & 0xff),
    );
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The text of bytes; {@link encodeText} gives the same bytes back. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeLoosely(bytes);
  }
}

function decodeLoosely(bytes: Uint8Array): string {
  let text = "";
  let from = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    text += strict.decode(bytes.subarray(from, at)) + escapedByte(bytes[at]);
    at++;
    from = at;
  }
  return text + strict.decode(bytes.subarray(from));
}

/**
 * How many bytes the character at `at` has.
 * @returns 0 when there is no well-formed one; a negative number when so many bytes may be the beginning of one
 */
export function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (let i = 1; i < length; i++) {
    if (at + i >= bytes.length) return -i;
    const byte = bytes[at + i];
    const [low, high] = i === 1 ? secondByte(first) : [0x80, 0xbf];
    if (byte < low || byte > high) return 0;
  }
  return length;
}

/** What may follow a first byte: neither a longer form than needed, nor a surrogate, nor more than U+10FFFF. */
function secondByte(first: number): readonly [number, number] {
  if (first === 0xe0) return [0xa0, 0xbf];
  if (first === 0xed) return [0x80, 0x9f];
  if (first === 0xf0) return [0x90, 0xbf];
  return first === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf];
}

/** {@link decodeText} of bytes that come in pieces: a character may be cut in two by them. */
export class TextStream {
  private rest = new Uint8Array();

  /** The text of all whole characters so far that were not given before. */
  decode(chunk: Uint8Array): string {
    const bytes = this.joined(chunk);
    const cut = bytes.length - incompleteLength(bytes);
    this.rest = bytes.slice(cut);
    return decodeText(bytes.subarray(0, cut));
  }

  /** What is left at the end. */
  end(): string {
    const text = decodeText(this.rest);
    this.rest = new Uint8Array();
    return text;
  }

  private joined(chunk: Uint8Array): Uint8Array {
    if (this.rest.length === 0) return chunk;
    const bytes = new Uint8Array(this.rest.length + chunk.length);
    bytes.set(this.rest);
    bytes.set(chunk, this.rest.length);
    return bytes;
  }
}

/** How many bytes at the end begin a character that is not complete. */
function incompleteLength(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const at = bytes.length - back;
    if (bytes[at] < 0x80) return 0;
    if (bytes[at] >= 0xc0) return sequenceLength(bytes, at) < 0 ? back : 0;
  }
  return 0;
}

/**
 * Whether characters may be of several bytes in a locale: glibc's `C` and `POSIX`, which also stand for an unknown one, have bytes.
 * @param variable gives the value of an environment variable
 */
export function multibyteLocale(variable: (name: string) => string | undefined): boolean {
  return /utf-?8/i.test(variable("LC_ALL") || variable("LC_CTYPE") || variable("LANG") || "");
}

/** Every byte of what is not ASCII as a character of its own: how programs see a text in the C locale. */
export function byteCharacters(text: string): string {
  if (!/[^\x00-\x7f]/.test(text)) return text;
  return text.replace(/[^\x00-\x7f]+/gu, (run) => Array.from(encodeText(run), escapedByte).join(""));
}

/** Bytes that stand for themselves but are whole characters together become those. */
export function composeBytes(text: string): string {
  return ESCAPED.test(text) ? decodeText(encodeText(text)) : text;
}

/** The number of the first character, which is the byte if it is one that stands for itself; undefined for an empty text. */
export function escapedCode(text: string): number | undefined {
  const code = text.codePointAt(0);
  return code === undefined || code < ESCAPE_BASE + 0x80 || code > ESCAPE_BASE + 0xff ? code : code & 0xff;
}
