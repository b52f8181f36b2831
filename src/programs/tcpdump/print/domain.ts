/**
 * DNS, multicast DNS too: `domain_print` and the functions below it.
 */
import { Ipv6Address } from "../../../packet/address.ts";
import { type Dissector, hex, tokenText } from "./dissector.ts";
import { printName, skipName } from "./domain-name.ts";
import { printOpt } from "./domain-options.ts";
import { OPERATIONS, RESPONSES, RR_CLASSES, RR_TYPES } from "./domain-tables.ts";
import { relative, visible } from "./words.ts";

const HEADER = 12;
const CLASS_IN = 1;
/** Multicast DNS: the answer may come to the asker alone; older answers are to be forgotten. */
const TOP_BIT = 0x8000;
const TYPE_OPT = 41;
/** Bits of a question that mean nothing there. */
const STRANGE = 0x06cf;
const IQUERY = 1;

/** A place behind a part of a message, or that it was cut off. */
const CUT_OFF = -1;

interface Message {
  readonly d: Dissector;
  readonly start: number;
  readonly multicast: boolean;
}

function className(value: number): string {
  return tokenText(RR_CLASSES, "(Class %d)", value);
}

/** `ns_qprint` */
function printQuestion({ d, start, multicast }: Message, at: number): number {
  const end = skipName(d, at);
  if (end < 0 || !d.has(end, 4)) return CUT_OFF;
  d.print(` ${tokenText(RR_TYPES, "Type%d", d.u16(end))}`);
  const kind = d.u16(end + 2);
  if (multicast) d.print((kind & TOP_BIT) !== 0 ? " (QU)" : " (QM)");
  const shown = multicast ? kind & ~TOP_BIT : kind;
  if (shown !== CLASS_IN) d.print(` ${className(shown)}`);
  d.print("? ");
  return printName(d, start, at) < 0 ? CUT_OFF : end + 4;
}

function skipQuestion({ d }: Message, at: number): number {
  const end = skipName(d, at);
  return end < 0 || !d.has(end, 4) ? CUT_OFF : end + 4;
}

/** `ns_rprint` */
function printRecord(message: Message, at: number): number {
  const { d, start, multicast } = message;
  if (d.options.verbose > 0) d.print(" ");
  const end = d.options.verbose > 0 ? printName(d, start, at) : skipName(d, at);
  if (end < 0) return CUT_OFF;
  if (!d.has(end, 10)) return d.end;
  const type = d.u16(end);
  let kind = d.u16(end + 2);
  if (multicast && (kind & TOP_BIT) !== 0 && type !== TYPE_OPT) {
    d.print(" (Cache flush)");
    kind &= ~TOP_BIT;
  }
  if (kind !== CLASS_IN && type !== TYPE_OPT) d.print(` ${className(kind)}`);
  if (d.options.verbose > 2 && type !== TYPE_OPT) d.print(` [${relative(d.u32(end + 4))}]`);
  d.print(` ${tokenText(RR_TYPES, "Type%d", type)}`);
  const length = d.u16(end + 8);
  const data = end + 10;
  if (!d.has(data, length)) return CUT_OFF;
  if (type === TYPE_OPT) return printOpt(d, start, end + 2, data, length) ? data + length : CUT_OFF;
  const print = DATA.get(type);
  if (print && !print(message, data, length)) return CUT_OFF;
  return data + length;
}

/** Prints what a record holds. @returns whether all of it was there */
type DataPrinter = (message: Message, at: number, length: number) => boolean;

const name: DataPrinter = ({ d, start }, at) => {
  d.print(" ");
  return printName(d, start, at) >= 0;
};

const DATA: ReadonlyMap<number, DataPrinter> = new Map<number, DataPrinter>([
  [
    1,
    ({ d }, at, length) => {
      if (length >= 4) d.print(` ${d.bytes.subarray(at, at + 4).join(".")}`);
      return length >= 4;
    },
  ],
  [2, name],
  [5, name],
  [6, printSoa],
  [12, name],
  [
    15,
    ({ d, start }, at, length) => {
      d.print(" ");
      if (length < 3 || printName(d, start, at + 2) < 0) return false;
      d.print(` ${d.u16(at)}`);
      return true;
    },
  ],
  [16, printTexts],
  [
    28,
    ({ d }, at, length) => {
      if (length >= 16) d.print(` ${Ipv6Address.fromBytes(d.bytes, at)}`);
      return length >= 16;
    },
  ],
  [
    33,
    ({ d, start }, at, length) => {
      d.print(" ");
      if (length < 7 || printName(d, start, at + 6) < 0) return false;
      d.print(`:${d.u16(at + 4)} ${d.u16(at)} ${d.u16(at + 2)}`);
      return true;
    },
  ],
  [38, printA6],
  [39, name],
  [250, printTsig],
]);

function printSoa({ d, start }: Message, at: number): boolean {
  if (d.options.verbose === 0) return true;
  d.print(" ");
  const mailbox = printName(d, start, at);
  if (mailbox < 0) return false;
  d.print(" ");
  const numbers = printName(d, start, mailbox);
  if (numbers < 0) return false;
  for (let i = 0; i < 5; i++) {
    if (!d.has(numbers + 4 * i, 4)) return false;
    d.print(` ${d.u32(numbers + 4 * i)}`);
  }
  return true;
}

function printTexts({ d }: Message, at: number, length: number): boolean {
  for (let text = at; text < at + length; ) {
    const size = d.u8(text);
    d.print(' "');
    if (text + 1 + size > at + length && !d.has(text + 1, size)) return false;
    for (let i = 1; i <= size; i++) d.print(visible(d.bytes[text + i]));
    d.print('"');
    text += 1 + size;
  }
  return true;
}

function printA6({ d, start }: Message, at: number, length: number): boolean {
  if (length < 1) return false;
  const prefix = d.u8(at);
  if (prefix > 128) {
    d.print(` ${prefix}(bad plen)`);
    return true;
  }
  const skipped = prefix >> 3;
  if (prefix < 128) {
    if (!d.has(at + 1, 16 - skipped)) return false;
    const address = new Uint8Array(16);
    address.set(d.bytes.subarray(at + 1, at + 17 - skipped), skipped);
    d.print(` ${prefix} ${Ipv6Address.fromBytes(address)}`);
  }
  if (prefix === 0) return true;
  d.print(" ");
  return printName(d, start, at + 17 - skipped) >= 0;
}

function printTsig({ d, start }: Message, at: number, length: number): boolean {
  if (d.options.verbose === 0) return true;
  d.print(" ");
  const fields = printName(d, start, at);
  if (fields < 0 || !d.has(fields, 10)) return false;
  const mac = d.u16(fields + 8);
  const rest = fields + 10 + mac;
  if (!d.has(rest, 6) || rest + 6 > at + length) return false;
  d.print(` fudge=${d.u16(fields + 6)} maclen=${mac} origid=${d.u16(rest)} error=${d.u16(rest + 2)}`);
  d.print(` otherlen=${d.u16(rest + 4)}`);
  return true;
}

/** Records of one section, after a heading. @returns where they end, or that they were cut off */
function printSection(message: Message, from: number, count: number, heading: string): number {
  const { d } = message;
  if (count === 0) return from;
  if (from >= d.end) {
    // none of the answers is there: without -v nobody looks for more
    if (heading === "" && d.options.verbose > 0) d.print(" ");
    return heading === "" && d.options.verbose === 0 ? from : CUT_OFF;
  }
  d.print(heading);
  let at = from;
  for (let left = count; left > 0; left--) {
    if (at >= d.end) return CUT_OFF;
    if (left < count) d.print(",");
    at = printRecord(message, at);
    if (at < 0) return CUT_OFF;
  }
  return at;
}

/** @param at where the message begins @param length its length on the wire */
export function printDomain(d: Dissector, at: number, length: number, multicast: boolean): void {
  d.protocol = "domain";
  if (length < HEADER) {
    d.print(`domain [length ${length} < ${HEADER}]`);
    d.invalid();
    return;
  }
  if (!d.has(at, HEADER)) return d.truncated();
  const message = { d, start: at, multicast };
  const whole = (d.u16(at + 2) & 0x8000) !== 0 ? printAnswer(message) : printRequest(message);
  if (whole) d.print(` (${length})`);
  else d.truncated();
}

/** Over TCP the length stands before the message. */
export function printDomainOverTcp(d: Dissector, at: number, length: number): void {
  d.protocol = "domain";
  if (length < 2) {
    d.print(` [DNS over TCP: length ${length} < 2]`);
    d.invalid();
    return;
  }
  const claimed = d.u16(at);
  if (claimed !== length - 2) {
    d.print(` [prefix length(${claimed}) != length(${length - 2})]`);
    d.invalid();
    return;
  }
  d.print(" ");
  printDomain(d, at + 2, claimed, false);
}

function counts({ d, start }: Message): readonly [number, number, number, number] {
  return [d.u16(start + 4), d.u16(start + 6), d.u16(start + 8), d.u16(start + 10)];
}

function printAnswer(message: Message): boolean {
  const { d, start } = message;
  const flags = d.u16(start + 2);
  const [questions, answers, authority, additional] = counts(message);
  const marks =
    ((flags & 0x0400) !== 0 ? "*" : "") +
    ((flags & 0x0080) === 0 ? "-" : "") +
    ((flags & 0x0200) !== 0 ? "|" : "") +
    ((flags & 0x0020) !== 0 ? "$" : "");
  d.print(`${d.u16(start)}${OPERATIONS[(flags >> 11) & 15]}${RESPONSES[flags & 15]}${marks}`);
  if (questions !== 1) d.print(` [${questions}q]`);
  let at = start + HEADER;
  for (let i = 0; i < questions; i++) {
    if (i > 0) d.print(",");
    if (d.options.verbose > 1) d.print(" q:");
    at = d.options.verbose > 1 ? printQuestion(message, at) : skipQuestion(message, at);
    if (at < 0) return false;
  }
  d.print(` ${answers}/${authority}/${additional}`);
  at = printSection(message, at, answers, "");
  if (at < 0) return false;
  if (d.options.verbose < 2) return true;
  at = printSection(message, at, authority, " ns:");
  return at >= 0 && printSection(message, at, additional, " ar:") >= 0;
}

function printRequest(message: Message): boolean {
  const { d, start } = message;
  const flags = d.u16(start + 2);
  const [questions, answers, authority, additional] = counts(message);
  const operation = (flags >> 11) & 15;
  const desired = (flags & 0x0100) !== 0 ? "+" : "";
  const unchecked = (flags & 0x0010) !== 0 ? "%" : "";
  d.print(`${d.u16(start)}${OPERATIONS[operation]}${desired}${unchecked}`);
  if ((flags & STRANGE) !== 0) d.print(` [b2&3=0x${hex(flags, 1)}]`);
  if (operation === IQUERY) {
    if (questions > 0) d.print(` [${questions}q]`);
    if (answers !== 1) d.print(` [${answers}a]`);
  } else {
    if (answers > 0) d.print(` [${answers}a]`);
    if (questions !== 1) d.print(` [${questions}q]`);
  }
  if (authority > 0) d.print(` [${authority}n]`);
  if (additional > 0) d.print(` [${additional}au]`);
  let at = start + HEADER;
  for (let i = 0; i < questions; i++) {
    at = printQuestion(message, at);
    if (at < 0) return false;
  }
  if (d.options.verbose < 2) return true;
  at = printSection(message, at, answers, "");
  if (at < 0) return false;
  at = printSection(message, at, authority, " ns:");
  return at >= 0 && printSection(message, at, additional, " ar:") >= 0;
}
