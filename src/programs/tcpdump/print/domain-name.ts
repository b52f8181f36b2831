/** Names in DNS messages: labels, pointers, bit strings. */
import type { Dissector } from "./dissector.ts";
import { visible } from "./words.ts";

const POINTER = 0xc0;
const EXTENDED = 0x40;
const BIT_STRING = 1;
const LONGEST = 255;

function bitStringBytes(bits: number): number {
  return ((bits === 0 ? 256 : bits) + 7) >> 3;
}

/** Where the name ends; -1 when it is cut off or of an unknown form (`ns_nskip`). */
export function skipName(d: Dissector, from: number): number {
  let at = from;
  for (;;) {
    if (!d.has(at, 1)) return -1;
    const length = d.u8(at++);
    if (length === 0) return at;
    const kind = length & POINTER;
    if (kind === POINTER) return d.has(at, 1) ? at + 1 : -1;
    if (kind === 0x80) return -1;
    if (kind === EXTENDED) {
      if ((length & 0x3f) !== BIT_STRING || !d.has(at, 1)) return -1;
      at += 1 + bitStringBytes(d.u8(at));
    } else at += length;
  }
}

/** Prints a name (`fqdn_print`). @returns where it ends, or -1 when it can not be shown whole */
export function printName(d: Dissector, message: number, from: number): number {
  let at = from;
  let end = -1;
  let lowest = from - message;
  let shown = 0;
  for (let first = true; ; first = false) {
    if (!d.has(at, 1)) return -1;
    const length = d.u8(at++);
    if (length === 0) {
      if (first) d.print(".");
      return end < 0 ? at : end;
    }
    const kind = length & POINTER;
    if (kind === POINTER) {
      if (!d.has(at, 1)) return -1;
      const offset = ((length & 0x3f) << 8) | d.u8(at);
      if (end < 0) end = at + 1;
      if (offset >= lowest) {
        d.print("<BAD PTR>");
        return -1;
      }
      lowest = offset;
      at = message + offset;
      // a name that is nothing but a pointer to the root
      if (first && d.has(at, 1) && d.u8(at) === 0) {
        d.print(".");
        return end;
      }
      continue;
    }
    // what is cut off right behind the length of a label is taken for whole
    if (kind === 0 && !d.has(at, 1)) return end < 0 ? at + length : end;
    at = kind === 0 ? printLabel(d, at, length) : printExtended(d, at, length);
    if (at < 0) return -1;
    d.print(".");
    shown += (kind === 0 ? length : 0) + 1;
    if (shown > LONGEST) {
      d.print("<DOMAIN NAME TOO LONG>");
      return end < 0 ? skipName(d, at) : end;
    }
  }
}

function printLabel(d: Dissector, at: number, length: number): number {
  const whole = d.has(at, length);
  const last = Math.min(at + length, d.end);
  let text = "";
  for (let i = at; i < last; i++) text += visible(d.bytes[i]);
  d.print(text);
  return whole ? at + length : -1;
}

function printExtended(d: Dissector, at: number, kind: number): number {
  if ((kind & POINTER) !== EXTENDED) {
    d.print("<BAD LABEL TYPE>");
    return -1;
  }
  if ((kind & 0x3f) !== BIT_STRING) {
    d.print(`<ELT ${kind & 0x3f}>`);
    return -1;
  }
  if (!d.has(at, 1)) return -1;
  const bits = d.u8(at) === 0 ? 256 : d.u8(at);
  const bytes = bitStringBytes(bits);
  if (!d.has(at + 1, bytes)) return -1;
  d.print(`\\[x${d.hex(at + 1, bytes, "")}/${bits}]`);
  return at + 1 + bytes;
}
