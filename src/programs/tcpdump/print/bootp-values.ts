/** Values of DHCP options: the plain forms, and those that have a form of their own. */
import { AGENT_SUBOPTIONS, HARDWARE_TYPES, NETBIOS_NODES, OVERLOADS, optionName } from "./bootp-tables.ts";
import { type Dissector, hex, tokenText } from "./dissector.ts";
import { visible } from "./words.ts";

/** Prints a value. @returns how many of its bytes are left */
export type ValuePrinter = (d: Dissector, at: number, length: number) => number;

const DOTTED_GROUP = 16;

/** Text, with what cannot be shown as `^X` and the like. */
export function text(d: Dissector, at: number, length: number): string {
  d.need(at, length);
  let shown = "";
  for (let i = 0; i < length; i++) shown += visible(d.bytes[at + i]);
  return shown;
}

function quoted(d: Dissector, at: number, length: number): void {
  d.print(`"${text(d, at, length)}"`);
}

/** Values of a fixed size, separated. */
function each(size: number, separator: string, show: (d: Dissector, at: number) => string): ValuePrinter {
  return (d, at, length) => {
    for (let i = 0; i + size <= length; i += size) d.print(`${i > 0 ? separator : ""}${show(d, at + i)}`);
    return length % size;
  };
}

const bytes = each(1, ".", (d, at) => String(d.u8(at)));
const shorts = each(2, ",", (d, at) => String(d.u16(at)));
const longs = each(4, ",", (d, at) => String(d.u32(at)));

/** By the letters of the table. */
export const FORMATS: ReadonlyMap<string, ValuePrinter> = new Map<string, ValuePrinter>([
  [
    "a",
    (d, at, length) => {
      quoted(d, at, length);
      return 0;
    },
  ],
  ["b", bytes],
  ["s", shorts],
  ["l", longs],
  ["L", each(4, ",", (d, at) => String(d.u32(at) | 0))],
  ["i", each(4, ",", (d, at) => d.ipv4(at))],
  ["p", each(8, ",", (d, at) => `(${d.ipv4(at)}:${d.ipv4(at + 4)})`)],
  ["B", each(1, ",", (d, at) => ["N", "Y"][d.u8(at)] ?? `${d.u8(at)}?`)],
  ["?", (d, at, length) => (length % 4 === 0 ? longs : length % 2 === 0 ? shorts : bytes)(d, at, length)],
]);

function error(d: Dissector, what: string): number {
  d.print(`[ERROR: ${what}]`);
  return 0;
}

function oneOf(names: ReadonlyMap<number, string>): ValuePrinter {
  return (d, at, length) => {
    if (length < 1) return error(d, "length < 1 bytes");
    d.print(tokenText(names, "#%d", d.u8(at)));
    return length - 1;
  };
}

function clientId(d: Dissector, at: number, length: number): number {
  if (length < 1) return error(d, "length < 1 bytes");
  const type = d.u8(at);
  if (type === 0) {
    quoted(d, at + 1, length - 1);
    return 0;
  }
  d.print(`${tokenText(HARDWARE_TYPES, "hardware-type %d,", type)} ${d.hex(at + 1, length - 1)}`);
  return 0;
}

function fqdn(d: Dissector, at: number, length: number): number {
  if (length < 3) return error(d, "length < 3 bytes");
  const flags = d.u8(at);
  if (flags >> 4 !== 0) d.print(`[ERROR: MBZ nibble 0x${hex(flags >> 4, 1)} != 0] `);
  const letters = [..."SOEN"].filter((_, bit) => (flags & (1 << bit)) !== 0).join("");
  if (letters !== "") d.print(`[${letters}] `);
  const [forward, backward] = [d.u8(at + 1), d.u8(at + 2)];
  if (forward !== 0 || backward !== 0) d.print(`${forward}/${backward} `);
  quoted(d, at + 3, length - 3);
  return 0;
}

function userClass(d: Dissector, at: number, length: number): number {
  if (length < 2) return error(d, "length < 2 bytes");
  const end = at + length;
  for (let [instance, from] = [1, at]; from < end; instance++) {
    d.print(`\n\t      instance#${instance}: `);
    const size = d.u8(from++);
    if (size === 0) return error(d, "suboption length must be non-zero");
    if (from + size > end) return error(d, "invalid option");
    quoted(d, from, size);
    d.print(`, length ${size}`);
    from += size;
  }
  return 0;
}

function dumpBytes(d: Dissector, at: number, length: number): void {
  for (let line = 0; line < length; line += DOTTED_GROUP) {
    d.print(`\n\t\t0x${hex(line, 4)}: `);
    const end = Math.min(line + DOTTED_GROUP, length);
    for (let i = line; i < end; i += 2) d.print(` ${d.hex(at + i, Math.min(2, end - i), "")}`);
  }
}

function agentInformation(d: Dissector, at: number, length: number): number {
  const end = at + length;
  let from = at;
  while (end - from >= 2) {
    const kind = d.u8(from);
    const size = d.u8(from + 1);
    const name = tokenText(AGENT_SUBOPTIONS, "Unknown", kind);
    d.print(`\n\t      ${name} SubOption ${kind}, length ${size}: `);
    from += 2;
    if (from + size > end) {
      d.print("length goes past end of option");
      return 0;
    }
    if (AGENT_SUBOPTIONS.has(kind)) d.print(text(d, from, size));
    else dumpBytes(d, from, size);
    from += size;
  }
  return end - from;
}

function classlessRoutes(d: Dissector, at: number, length: number): number {
  if (length < 5) return error(d, "length < 5 bytes");
  const end = at + length;
  for (let from = at; from < end; ) {
    if (from > at) d.print(",");
    const width = d.u8(from++);
    if (width > 32) return error(d, `Mask width (${width}) > 32`);
    const octets = (width + 7) >> 3;
    if (end - from < octets + 4) return error(d, `Remaining length (${end - from}) < ${octets + 4} bytes`);
    const network = [0, 0, 0, 0].map((_, i) => (i < octets ? d.u8(from + i) : 0)).join(".");
    d.print(width === 0 ? "(default" : `(${network}/${width}`);
    d.print(`:${d.ipv4(from + octets)})`);
    from += octets + 4;
  }
  return 0;
}

/** By the number of the option. */
export const OWN_FORMS: ReadonlyMap<number, ValuePrinter> = new Map<number, ValuePrinter>([
  [46, oneOf(NETBIOS_NODES)],
  [52, oneOf(OVERLOADS)],
  [61, clientId],
  [77, userClass],
  [81, fqdn],
  [82, agentInformation],
  [121, classlessRoutes],
  [249, classlessRoutes],
]);

/** What a client asks for, four names a line. */
export function printParameterRequest(d: Dissector, at: number, length: number): void {
  for (let i = 0; i < length; i++) {
    const tag = d.u8(at + i);
    d.print(`${i % 4 === 0 ? "\n\t      " : ", "}${optionName(tag).name} (${tag})`);
  }
}
