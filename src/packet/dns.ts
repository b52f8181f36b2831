/**
 * DNS messages: header, names with compression, questions and resource records.
 *
 * Names are kept in presentation form, absolute, with the final dot ("www.example."; the root is "."), odd bytes escaped as RFC 1035
 * section 5.1 has it. Data of records is kept as bytes in which names are not compressed.
 *
 * Source: RFC 1035, RFC 6891; `include/uapi` has nothing of it, `arpa/nameser.h` of glibc has the numbers.
 */
import { read16, read32, write16, write32 } from "./bytes.ts";

/** Length of the fixed header. */
export const DNS_HLEN = 12;
/** Longest name on the wire, with its root label. */
export const DNS_NAME_MAX = 255;
const LABEL_MAX = 63;
const POINTER = 0xc0;

export const DNS_QR = 0x8000;
export const DNS_AA = 0x0400;
export const DNS_TC = 0x0200;
export const DNS_RD = 0x0100;
export const DNS_RA = 0x0080;
export const DNS_AD = 0x0020;
export const DNS_CD = 0x0010;
export const DNS_OPCODE_SHIFT = 11;

export const RCODE_NOERROR = 0;
export const RCODE_FORMERR = 1;
export const RCODE_SERVFAIL = 2;
export const RCODE_NXDOMAIN = 3;
export const RCODE_NOTIMP = 4;
export const RCODE_REFUSED = 5;

export const TYPE_A = 1;
export const TYPE_NS = 2;
export const TYPE_CNAME = 5;
export const TYPE_SOA = 6;
export const TYPE_PTR = 12;
export const TYPE_HINFO = 13;
export const TYPE_MX = 15;
export const TYPE_TXT = 16;
export const TYPE_AAAA = 28;
export const TYPE_SRV = 33;
export const TYPE_OPT = 41;
export const TYPE_DS = 43;
export const TYPE_RRSIG = 46;
export const TYPE_DNSKEY = 48;
export const TYPE_SVCB = 64;
export const TYPE_HTTPS = 65;
export const TYPE_AXFR = 252;
export const TYPE_ANY = 255;
export const TYPE_CAA = 257;
export const CLASS_IN = 1;
export const CLASS_CH = 3;
export const CLASS_HS = 4;
export const CLASS_ANY = 255;

/** What is asked for. */
export interface DnsQuestion {
  readonly name: string;
  readonly type: number;
  readonly class: number;
}

/** A resource record; names inside its data are written out. */
export interface DnsRecord {
  readonly name: string;
  readonly type: number;
  /** Of an OPT record the sender's buffer size. */
  readonly class: number;
  /** Seconds; of an OPT record extended flags. */
  readonly ttl: number;
  readonly data: Uint8Array;
}

/** A whole message. */
export interface DnsMessage {
  readonly id: number;
  /** The second word of the header: flags, operation, response code. */
  readonly flags: number;
  readonly questions: readonly DnsQuestion[];
  readonly answers: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
  readonly additional: readonly DnsRecord[];
}

/** A name that was read, and where what follows it begins. */
interface ReadName {
  readonly name: string;
  readonly next: number;
}

/** Bytes that are escaped with a backslash in presentation form, as BIND does. */
const SPECIAL = new Set([...'".;\\@$()'].map((character) => character.charCodeAt(0)));

function labelText(bytes: Uint8Array, at: number, length: number): string {
  let text = "";
  for (let i = at; i < at + length; i++) {
    const byte = bytes[i];
    if (byte <= 0x20 || byte >= 0x7f) text += `\\${String(byte).padStart(3, "0")}`;
    else text += SPECIAL.has(byte) ? `\\${String.fromCharCode(byte)}` : String.fromCharCode(byte);
  }
  return text;
}

/** Reads a name; a pointer leads only backwards, so that none can loop. @returns undefined when it is malformed */
export function readName(bytes: Uint8Array, offset: number, end = bytes.length): ReadName | undefined {
  let name = "";
  let at = offset;
  let limit = offset;
  let next = -1;
  let length = 1;
  for (;;) {
    if (at >= end) return undefined;
    const first = bytes[at];
    if (first === 0) return { name: name || ".", next: next < 0 ? at + 1 : next };
    if ((first & POINTER) === POINTER) {
      if (at + 1 >= end) return undefined;
      if (next < 0) next = at + 2;
      at = read16(bytes, at) & 0x3fff;
      if (at >= limit) return undefined;
      limit = at;
      continue;
    }
    length += first + 1;
    if (first > LABEL_MAX || at + 1 + first > end || length > DNS_NAME_MAX) return undefined;
    name += `${labelText(bytes, at + 1, first)}.`;
    at += 1 + first;
  }
}

/** Labels of a name in presentation form, absolute or not. @returns undefined when it has an empty, bad or too long label */
export function parseLabels(name: string): Uint8Array[] | undefined {
  if (name === ".") return [];
  const labels: Uint8Array[] = [];
  let label: number[] = [];
  let total = 1;
  const text = name.endsWith(".") && !/(^|[^\\])(\\\\)*\\\.$/.test(name) ? name : `${name}.`;
  const bytes = new TextEncoder().encode(text);
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === 0x2e) {
      if (label.length === 0 || label.length > LABEL_MAX) return undefined;
      total += label.length + 1;
      labels.push(Uint8Array.from(label));
      label = [];
    } else if (bytes[i] === 0x5c) {
      const digits = text.slice(i + 1, i + 4);
      const number = /^\d{3}$/.test(digits) ? Number(digits) : -1;
      if (number > 255 || i + 1 >= bytes.length) return undefined;
      label.push(number >= 0 ? number : bytes[i + 1]);
      i += number >= 0 ? 3 : 1;
    } else label.push(bytes[i]);
  }
  return total > DNS_NAME_MAX ? undefined : labels;
}

/** A name on the wire without compression; undefined when it is none. */
export function encodeName(name: string): Uint8Array | undefined {
  const labels = parseLabels(name);
  if (labels === undefined) return undefined;
  const wire = new Uint8Array(labels.reduce((sum, label) => sum + label.length + 1, 1));
  let at = 0;
  for (const label of labels) {
    wire[at] = label.length;
    wire.set(label, at + 1);
    at += label.length + 1;
  }
  return wire;
}

/** How data of a type is laid out where it has names: bytes before, then so many names, then bytes. */
const NAMES_IN_DATA: ReadonlyMap<number, { readonly before: number; readonly names: number }> = new Map([
  [TYPE_NS, { before: 0, names: 1 }],
  [TYPE_CNAME, { before: 0, names: 1 }],
  [TYPE_PTR, { before: 0, names: 1 }],
  [TYPE_MX, { before: 2, names: 1 }],
  [TYPE_SRV, { before: 6, names: 1 }],
  [TYPE_SOA, { before: 0, names: 2 }],
]);

/** The data of a record with its names written out. */
function expandData(bytes: Uint8Array, type: number, at: number, length: number): Uint8Array | undefined {
  const layout = NAMES_IN_DATA.get(type);
  const end = at + length;
  if (layout === undefined) return bytes.slice(at, end);
  if (length < layout.before) return undefined;
  const parts = [...bytes.subarray(at, at + layout.before)];
  let next = at + layout.before;
  for (let i = 0; i < layout.names; i++) {
    const read = readName(bytes, next, end);
    const wire = read === undefined ? undefined : encodeName(read.name);
    if (read === undefined || wire === undefined) return undefined;
    parts.push(...wire);
    next = read.next;
  }
  return Uint8Array.from([...parts, ...bytes.subarray(next, end)]);
}

class Reader {
  at = DNS_HLEN;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  question(): DnsQuestion | undefined {
    const read = readName(this.bytes, this.at);
    if (read === undefined || read.next + 4 > this.bytes.length) return undefined;
    this.at = read.next + 4;
    return { name: read.name, type: read16(this.bytes, read.next), class: read16(this.bytes, read.next + 2) };
  }

  record(): DnsRecord | undefined {
    const { bytes } = this;
    const read = readName(bytes, this.at);
    if (read === undefined || read.next + 10 > bytes.length) return undefined;
    const at = read.next;
    const length = read16(bytes, at + 8);
    if (at + 10 + length > bytes.length) return undefined;
    const type = read16(bytes, at);
    const data = expandData(bytes, type, at + 10, length);
    if (data === undefined) return undefined;
    this.at = at + 10 + length;
    return { name: read.name, type, class: read16(bytes, at + 2), ttl: read32(bytes, at + 4), data };
  }

  many<T>(count: number, next: () => T | undefined): T[] | undefined {
    const all: T[] = [];
    for (let i = 0; i < count; i++) {
      const one = next();
      if (one === undefined) return undefined;
      all.push(one);
    }
    return all;
  }
}

/** Reads a whole message; undefined when it is cut off or malformed. What stands behind the last record is passed over. */
export function parseDns(bytes: Uint8Array): DnsMessage | undefined {
  if (bytes.length < DNS_HLEN) return undefined;
  const reader = new Reader(bytes);
  const questions = reader.many(read16(bytes, 4), () => reader.question());
  const answers = questions && reader.many(read16(bytes, 6), () => reader.record());
  const authority = answers && reader.many(read16(bytes, 8), () => reader.record());
  const additional = authority && reader.many(read16(bytes, 10), () => reader.record());
  if (additional === undefined || authority === undefined || answers === undefined || questions === undefined)
    return undefined;
  return { id: read16(bytes, 0), flags: read16(bytes, 2), questions, answers, authority, additional };
}

/** Largest message: what a length of TCP or a datagram can say. */
const MESSAGE_MAX = 65_535;

class Writer {
  private readonly bytes = new Uint8Array(MESSAGE_MAX);
  private readonly places = new Map<string, number>();
  at = DNS_HLEN;
  full = false;

  /** A name, its tail replaced by a pointer where it was written before, unless it is within data. */
  name(name: string, pointers = true): void {
    const labels = parseLabels(name) ?? [];
    for (let i = 0; i < labels.length; i++) {
      const key = labels
        .slice(i)
        .map((label) => String.fromCharCode(...label).toLowerCase())
        .join("\u0000");
      const place = this.places.get(key);
      if (place !== undefined && pointers) return this.word((POINTER << 8) | place);
      if (place === undefined && this.at < 0x4000) this.places.set(key, this.at);
      this.raw(Uint8Array.of(labels[i].length));
      this.raw(labels[i]);
    }
    this.raw(Uint8Array.of(0));
  }

  word(value: number): void {
    this.raw(Uint8Array.of(value >>> 8, value));
  }

  raw(data: Uint8Array): void {
    if (this.at + data.length > MESSAGE_MAX) {
      this.full = true;
      return;
    }
    this.bytes.set(data, this.at);
    this.at += data.length;
  }

  record(record: DnsRecord): void {
    this.name(record.name);
    this.word(record.type);
    this.word(record.class);
    this.word(record.ttl >>> 16);
    this.word(record.ttl & 0xffff);
    const length = this.at;
    this.word(0);
    this.data(record);
    if (!this.full) write16(this.bytes, length, this.at - length - 2);
  }

  /** Writes a record, or nothing of it when it would end behind `limit`. @returns whether it was written */
  recordWithin(record: DnsRecord, limit: number): boolean {
    const start = this.at;
    this.record(record);
    if (!this.full && this.at <= limit) return true;
    this.at = start;
    this.full = false;
    for (const [name, place] of this.places) if (place >= start) this.places.delete(name);
    return false;
  }

  private data({ type, data }: DnsRecord): void {
    const layout = NAMES_IN_DATA.get(type);
    // names of types that are newer than RFC 1035 are not compressed (RFC 3597)
    if (layout === undefined || type === TYPE_SRV) return this.raw(data);
    this.raw(data.subarray(0, layout.before));
    let at = layout.before;
    for (let i = 0; i < layout.names; i++) {
      const read = readName(data, at);
      if (read === undefined) break;
      // in full, as dnsmasq writes them; later names may point to them
      this.name(read.name, false);
      at = read.next;
    }
    this.raw(data.subarray(at));
  }

  finish(message: DnsMessage): Uint8Array {
    write16(this.bytes, 0, message.id);
    write16(this.bytes, 2, message.flags);
    write16(this.bytes, 4, message.questions.length);
    write16(this.bytes, 6, message.answers.length);
    write16(this.bytes, 8, message.authority.length);
    write16(this.bytes, 10, message.additional.length);
    return this.bytes.slice(0, this.at);
  }
}

/** The message on the wire. One that does not fit into `limit` bytes loses its records and says so (`TC`). */
export function buildDns(message: DnsMessage, limit = MESSAGE_MAX): Uint8Array {
  const writer = new Writer();
  for (const question of message.questions) {
    writer.name(question.name);
    writer.word(question.type);
    writer.word(question.class);
  }
  for (const section of [message.answers, message.authority, message.additional])
    for (const record of section) writer.record(record);
  const empty = message.answers.length + message.authority.length === 0;
  if (empty || (!writer.full && writer.at <= limit)) return writer.finish(message);
  const cut = { ...message, flags: message.flags | DNS_TC, answers: [], authority: [] };
  const additional = message.additional.filter((record) => record.type === TYPE_OPT);
  return buildDns({ ...cut, additional }, MESSAGE_MAX);
}

/** What an option record takes, and what dnsmasq wants behind it before it adds one. */
const OPT_ROOM = 15;

/**
 * The message on the wire with the records that fit into `limit` bytes. An answer that does not fit ends them all and
 * is told of (`TC`); what is only added is left out without a word (as dnsmasq's `add_resource_record`).
 */
export function buildDnsPart(message: DnsMessage, limit: number): Uint8Array {
  const writer = new Writer();
  for (const question of message.questions) {
    writer.name(question.name);
    writer.word(question.type);
    writer.word(question.class);
  }
  let cut = false;
  const part = (records: readonly DnsRecord[]) =>
    records.filter((record) => {
      cut ||= !writer.recordWithin(record, limit);
      return !cut;
    });
  const answers = part(message.answers);
  const authority = part(message.authority);
  const additional = message.additional.filter((record) =>
    record.type === TYPE_OPT
      ? writer.at + OPT_ROOM + record.data.length <= limit && writer.recordWithin(record, limit)
      : writer.recordWithin(record, limit),
  );
  const flags = message.flags | (cut ? DNS_TC : 0);
  return writer.finish({ ...message, flags, answers, authority, additional });
}

/** Data of an SOA record: two names and five numbers. */
export function buildSoa(primary: string, mailbox: string, numbers: readonly number[]): Uint8Array {
  const names = [...(encodeName(primary) ?? [0]), ...(encodeName(mailbox) ?? [0])];
  const data = new Uint8Array(names.length + 20);
  data.set(names);
  for (let i = 0; i < 5; i++) write32(data, names.length + 4 * i, numbers[i] ?? 0);
  return data;
}

/** The name under which an address is looked up backwards: `in-addr.arpa.` or `ip6.arpa.` of the address's bytes. */
export function reverseName(address: Uint8Array): string {
  if (address.length === 4) return `${[...address].reverse().join(".")}.in-addr.arpa.`;
  const digits = [...address].flatMap((byte) => [byte >>> 4, byte & 15]).reverse();
  return `${digits.map((digit) => digit.toString(16)).join(".")}.ip6.arpa.`;
}

/** The address that such a name is of; undefined when it is none. */
export function addressOfReverseName(name: string): Uint8Array | undefined {
  const lower = name.toLowerCase();
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.in-addr\.arpa\.$/.exec(lower);
  if (v4 !== null) {
    const bytes = v4.slice(1, 5).map(Number).reverse();
    return bytes.every((byte) => byte < 256) ? Uint8Array.from(bytes) : undefined;
  }
  const v6 = /^((?:[0-9a-f]\.){32})ip6\.arpa\.$/.exec(lower);
  if (v6 === null) return undefined;
  const digits = v6[1].split(".").slice(0, 32).reverse();
  return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(digits[2 * i] + digits[2 * i + 1], 16));
}
