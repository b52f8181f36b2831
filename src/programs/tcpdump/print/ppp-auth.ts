/** PAP (RFC 1334) and CHAP (RFC 1994) in PPP. */
import { type Dissector, hex, tokenText } from "./dissector.ts";
import { visible } from "./words.ts";

const HEAD = 4;
const PAP_CODES: ReadonlyMap<number, string> = new Map([
  [1, "Auth-Req"],
  [2, "Auth-ACK"],
  [3, "Auth-NACK"],
]);
const CHAP_CODES: ReadonlyMap<number, string> = new Map([
  [1, "Challenge"],
  [2, "Response"],
  [3, "Success"],
  [4, "Fail"],
]);

/** @returns the code; -1: it was too short, which was said */
function printHead(d: Dissector, at: number, length: number, name: string): number {
  if (length < 1) d.print(`[|${name}]`);
  else if (length < HEAD) d.print(`[|${name} 0x${hex(d.u8(at), 2)}]`);
  if (length < HEAD) return -1;
  const code = d.u8(at);
  const codes = name === "pap" ? PAP_CODES : CHAP_CODES;
  d.print(`${name.toUpperCase()}, ${tokenText(codes, "unknown", code)} (0x${hex(code, 2)})`);
  d.print(`, id ${d.u8(at + 1)}`);
  return code;
}

function printText(d: Dissector, at: number, length: number): void {
  for (let i = 0; i < length; i++) d.print(visible(d.u8(at + i)));
}

/** Prints a text that its length stands before. @returns where it ends; -1: there is not so much */
function printCounted(d: Dissector, at: number, end: number, title: string): number {
  if (at + 1 > end) return -1;
  const length = d.u8(at);
  if (at + 1 + length > end) return -1;
  d.print(`, ${title} `);
  printText(d, at + 1, length);
  return at + 1 + length;
}

/** Prints PAP's message at `at`. */
export function printPap(d: Dissector, at: number, length: number): void {
  const code = printHead(d, at, length, "pap");
  if (code < 0) return;
  const told = d.u16(at + 2);
  if (told > length) return d.print(`, length ${told} > packet size`);
  if (told < HEAD) return d.print(`, length ${told} < PAP header length`);
  const end = at + told;
  if (code === 1) {
    if (told < 6) return d.print("[|pap]");
    const next = printCounted(d, at + HEAD, end, "Peer");
    if (next >= 0) printCounted(d, next, end, "Name");
  } else if (code === 2 || code === 3) {
    if (told < 5) return d.print("[|pap]");
    printCounted(d, at + HEAD, end, "Msg");
  }
}

/** Prints CHAP's message at `at`. What is told too short is read to the end of the packet. */
export function printChap(d: Dissector, at: number, length: number): void {
  const code = printHead(d, at, length, "chap");
  if (code < 0) return;
  const told = d.u16(at + 2);
  const rest = (from: number): number => (told < from - at ? Number.POSITIVE_INFINITY : told - (from - at));
  let next = at + HEAD;
  if (code === 1 || code === 2) {
    if (length < HEAD + 1) return;
    const size = d.u8(next++);
    if (length - (next - at) < size) return;
    d.print(", Value ");
    for (let i = 0; i < size; i++) d.print(hex(d.u8(next++), 2));
    d.print(", Name ");
    printText(d, next, rest(next));
  } else if (code === 3 || code === 4) {
    d.print(", Msg ");
    printText(d, next, rest(next));
  }
}
