/**
 * Dumps of bytes: `-x`, `-X`, `-A`, and what printers show of things that they do not know.
 */
import type { Dissector } from "./dissector.ts";
import { hex } from "./dissector.ts";

const BYTES_PER_LINE = 16;
/** Columns of hexadecimal before the characters: eight groups of four digits with a space before each. */
const HEX_WIDTH = 40;

/** `hex_and_ascii_print`: offset, hexadecimal and characters; each line begins with `indent`. */
export function hexAscii(bytes: Uint8Array, offset: number, length: number, indent: string): string {
  let text = "";
  for (let at = 0; at < length; at += BYTES_PER_LINE) {
    const count = Math.min(BYTES_PER_LINE, length - at);
    text += `${indent}0x${hex(at, 4)}: ${hexGroups(bytes, offset + at, count).padEnd(HEX_WIDTH)}  `;
    text += printable(bytes, offset + at, count);
  }
  return text;
}

/** `hex_print`: offset and hexadecimal. */
export function hexOnly(bytes: Uint8Array, offset: number, length: number, indent: string): string {
  let text = "";
  for (let at = 0; at < length; at += BYTES_PER_LINE) {
    const count = Math.min(BYTES_PER_LINE, length - at);
    text += `${indent}0x${hex(at, 4)}: ${hexGroups(bytes, offset + at, count)}`;
  }
  return text;
}

function hexGroups(bytes: Uint8Array, offset: number, count: number): string {
  let text = "";
  for (let i = 0; i < count; i++) text += `${(i & 1) === 0 ? " " : ""}${hex(bytes[offset + i], 2)}`;
  return text;
}

function printable(bytes: Uint8Array, offset: number, count: number): string {
  let text = "";
  for (let i = 0; i < count; i++) {
    const byte = bytes[offset + i];
    text += byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".";
  }
  return text;
}

/** `ascii_print`: characters as they are, line feeds kept, other bytes as dots. */
export function asciiOnly(bytes: Uint8Array, offset: number, length: number): string {
  let text = "\n";
  for (let i = 0; i < length; i++) {
    const byte = bytes[offset + i];
    if (byte === 0x0d) {
      // The carriage return of a line's end is left out.
      if (i + 2 < length && bytes[offset + i + 1] !== 0x0a) text += ".";
    } else if (byte === 0x0a || byte === 0x09 || (byte >= 0x20 && byte < 0x7f))
      text += String.fromCharCode(byte);
    else text += ".";
  }
  return text;
}

/** `print_unknown_data`: at most what was captured. */
export function unknownData(d: Dissector, at: number, indent: string, length: number): void {
  const available = d.end - at;
  if (available <= 0) return;
  d.print(hexOnly(d.bytes, at, Math.min(length, available), indent));
}

/** `hex_and_ascii_print` of a payload that no printer knows. */
export function defaultPrint(d: Dissector, at: number): void {
  if (!d.options.suppressDefault) forcedPrint(d, at);
}

/** The same, whatever else is dumped. */
export function forcedPrint(d: Dissector, at: number): void {
  d.print(hexAscii(d.bytes, at, Math.max(0, d.end - at), "\n\t"));
}
