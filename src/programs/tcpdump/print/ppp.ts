/** PPP: what it carries, its control protocols, and multilink. */
import { type Dissector, hex, tokenText } from "./dissector.ts";
import { unknownData } from "./dump.ts";
import { printChap, printPap } from "./ppp-auth.ts";
import { printPppOptions } from "./ppp-options.ts";
import { CONTROL_CODES, PPP_PROTOCOLS, VENDORS } from "./ppp-tables.ts";
import { visible } from "./words.ts";

const ADDRESS_AND_CONTROL = 0xff03;
const RECEIVED = 0x0003;
const SENT = 0x0103;

/** Prints the packet at `at`, from its address field or its protocol on. */
export function printPpp(d: Dissector, at: number, length: number): void {
  d.protocol = "ppp";
  let [next, left] = [at, length];
  if (left < 2) return d.truncated();
  const first = d.u16(next);
  if (first === ADDRESS_AND_CONTROL || first === RECEIVED || first === SENT) {
    if (d.options.link && first !== ADDRESS_AND_CONTROL) d.print(first === RECEIVED ? "In  " : "Out ");
    next += 2;
    left -= 2;
  }
  if (left < 2) return d.truncated();
  // a protocol of one byte is odd
  const size = (d.u8(next) & 1) !== 0 ? 1 : 2;
  const protocol = size === 1 ? d.u8(next) : d.u16(next);
  if (d.options.link) {
    d.print(`${tokenText(PPP_PROTOCOLS, "unknown", protocol)} (0x${hex(protocol, 4)}), length ${length}`);
    if (!PPP_PROTOCOLS.has(protocol)) return;
    d.print(": ");
  }
  printCarried(d, protocol, next + size, left - size);
}

const CONTROL: ReadonlySet<number> = new Set([0xc021, 0x8021, 0x8023, 0x8281, 0x8057, 0x80fd, 0xc02b]);
/** Protocols of PPP that are those of Ethernet, and those that are told by Ethernet's numbers. */
const ETHER_TYPES: ReadonlyMap<number, number> = new Map([
  [0x0021, 0x0800],
  [0x002f, 0x0800],
  [0x0800, 0x0800],
  [0x0057, 0x86dd],
  [0x86dd, 0x86dd],
  [0x0281, 0x8847],
  [0x0283, 0x8848],
]);
const COMPRESSED = 0x00fd;
const MULTILINK = 0x003d;
const PAP = 0xc023;
const CHAP = 0xc223;

function printCarried(d: Dissector, protocol: number, at: number, length: number): void {
  if (CONTROL.has(protocol)) return printControl(d, protocol, at, length);
  if (protocol === PAP) return printPap(d, at, length);
  if (protocol === CHAP) return printChap(d, at, length);
  if (protocol === MULTILINK) return printMultilink(d, at, length);
  if (protocol === COMPRESSED) return d.print("compressed PPP data");
  const printer = d.printers.etherType.get(ETHER_TYPES.get(protocol) ?? -1);
  if (printer !== undefined) return d.nested(() => printer(d, at, length));
  d.print(`${PPP_PROTOCOLS.get(protocol) ?? `unknown PPP protocol (0x${hex(protocol, 4)})`} `);
  unknownData(d, at, "\n\t", length);
}

const FLAGS: ReadonlyMap<number, string> = new Map([
  [0xc000, "begin, end"],
  [0x8000, "begin"],
  [0x4000, "end"],
  [0x0000, "none"],
]);

function printMultilink(d: Dissector, at: number, length: number): void {
  if (!d.options.link) d.print("MLPPP, ");
  if (length < 2 || !d.has(at, 2)) return d.print("[|mlppp]");
  const word = d.u16(at);
  d.print(`seq 0x${hex(word & 0x0fff, 3)}`);
  d.print(`, Flags [${tokenText(FLAGS, "none", word & 0xc000)}], length ${length}`);
}

const HEAD = 4;

function printControl(d: Dissector, protocol: number, at: number, length: number): void {
  const name = PPP_PROTOCOLS.get(protocol) ?? "unknown";
  d.print(`${name}, `);
  if (length < HEAD || !d.has(at, 2)) return d.print(`[|${name}]`);
  const code = d.u8(at);
  d.print(
    `${tokenText(CONTROL_CODES, "Unknown Opcode", code)} (0x${hex(code, 2)}), id ${d.u8(at + 1)}, length ${length + 2}`,
  );
  if (d.options.verbose === 0) return;
  const told = d.u16(at + 2);
  if (told < HEAD) return d.print(`\n\tencoded length ${told} (< 4))`);
  if (told > length) return d.print(`\n\tencoded length ${told} (> packet length ${length}))`);
  d.print(`\n\tencoded length ${told} (=Option(s) length ${told - HEAD})`);
  if (length === HEAD) return;
  if (d.options.verbose > 1) unknownData(d, at - 2, "\n\t", 6);
  printBody(d, { protocol, name, code, at, length, told });
}

interface Message {
  readonly protocol: number;
  readonly name: string;
  readonly code: number;
  /** Where its code is. */
  readonly at: number;
  /** What PPP says is there, and what itself says. */
  readonly length: number;
  readonly told: number;
}

function printBody(d: Dissector, message: Message): void {
  const { protocol, code, at, length, told } = message;
  const body = at + HEAD;
  switch (code) {
    case 0:
      return printVendor(d, message);
    case 1:
    case 2:
    case 3:
    case 4:
      return printPppOptions(d, protocol, body, told - HEAD);
    case 5:
    case 6:
    case 7:
      return;
    case 8:
      return printRejected(d, message);
    case 9:
    case 10:
    case 11:
      if (told < 8) return;
      d.print(`\n\t  Magic-Num 0x${hex(d.u32(body), 8)}`);
      if (told === 8) return;
      d.print("\n\t  -----trailing data-----");
      return unknownData(d, body + 4, "\n\t  ", told - 8);
    case 12:
      return printIdentification(d, message);
    case 13:
      if (told < 12) return;
      return d.print(`\n\t  Magic-Num 0x${hex(d.u32(body), 8)}, Seconds-Remaining ${d.u32(body + 4)}s`);
    default:
      if (d.options.verbose < 2) unknownData(d, at - 2, "\n\t  ", length + 2);
  }
}

function printVendor(d: Dissector, { at, told }: Message): void {
  if (told < 11) return;
  const vendor = d.u24(at + 8);
  d.print(
    `\n\t  Magic-Num 0x${hex(d.u32(at + HEAD), 8)} Vendor: ${tokenText(VENDORS, "Unknown", vendor)} (${vendor})`,
  );
}

function printRejected(d: Dissector, { at, told }: Message): void {
  if (told < 6) return;
  const rejected = d.u16(at + HEAD);
  d.print(`\n\t  Rejected ${tokenText(PPP_PROTOCOLS, "unknown", rejected)} Protocol (0x${hex(rejected, 4)})`);
  if (told === 6) return;
  d.print("\n\t  Rejected Packet");
  unknownData(d, at + 6, "\n\t    ", told - 6);
}

/** The message is read four bytes too far, as tcpdump does. */
function printIdentification(d: Dissector, { name, at, told }: Message): void {
  if (told < 8) return;
  d.print(`\n\t  Magic-Num 0x${hex(d.u32(at + HEAD), 8)}`);
  if (told === 8) return;
  d.print("\n\t  Message\n\t    ");
  for (let next = at + 8; next < at + HEAD + told; next++) {
    if (!d.has(next, 1)) return d.print(`[|${name}]`);
    d.print(visible(d.u8(next)));
  }
}
