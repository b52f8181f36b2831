/**
 * GRE (RFC 2784, 2890), and the version of PPTP (RFC 2637).
 */
import { bitTokens, type Dissector, hex, tokenText } from "./dissector.ts";
import { ETHER_TYPES } from "./tables.ts";

const CHECKSUM = 0x8000;
const ROUTING = 0x4000;
const KEY = 0x2000;
const SEQUENCE = 0x1000;
const ACK = 0x0080;
const FLAGS: ReadonlyMap<number, string> = new Map([
  [CHECKSUM, "checksum present"],
  [ROUTING, "routing present"],
  [KEY, "key present"],
  [SEQUENCE, "sequence# present"],
  [0x0800, "source routing present"],
  [ACK, "ack present"],
]);
const ETH_P_TEB = 0x6558;
const SRE_IP = 0x0800;
const SRE_ASN = 0xfffe;

/** Prints the header at `at`, and what is in it. */
export function printGre(d: Dissector, at: number, length: number): void {
  d.protocol = "gre";
  const flags = d.u16(at);
  const version = flags & 7;
  d.print(`GREv${version}`);
  if (version > 1) d.print(" ERROR: unknown-version");
  else if (version === 1) printVersion1(d, at, length, flags);
  else printVersion0(d, at, length, flags);
}

/** Reads what the flags say is there, one after the other. */
class Fields {
  readonly d: Dissector;
  at: number;
  /** Bytes that are left. */
  length: number;

  constructor(d: Dissector, at: number, length: number) {
    this.d = d;
    this.at = at;
    this.length = length;
  }

  u16(): number {
    return this.step(2, this.d.u16(this.at));
  }

  u32(): number {
    return this.step(4, this.d.u32(this.at));
  }

  private step(count: number, value: number): number {
    this.at += count;
    this.length -= count;
    return value;
  }
}

function begin(d: Dissector, at: number, length: number, flags: number): [Fields, number] {
  const fields = new Fields(d, at, length);
  if (d.options.verbose > 0) d.print(`, Flags [${bitTokens(FLAGS, "none", flags)}]`);
  fields.u16();
  return [fields, fields.u16()];
}

/** The type with `-e`, the length, and what stands between the head and what is carried. */
function printLength(d: Dissector, type: number, length: number): void {
  if (d.options.link) d.print(`, proto ${tokenText(ETHER_TYPES, "unknown", type)} (0x${hex(type, 4)})`);
  d.print(`, length ${length}`);
}

function mark(d: Dissector): void {
  d.print(d.options.verbose < 1 ? ": " : "\n\t");
}

function printVersion0(d: Dissector, at: number, length: number, flags: number): void {
  const [fields, type] = begin(d, at, length, flags);
  if ((flags & (CHECKSUM | ROUTING)) !== 0) {
    const sum = fields.u16();
    if (d.options.verbose > 0) d.print(`, sum 0x${sum.toString(16)}`);
    d.print(`, off 0x${fields.u16().toString(16)}`);
  }
  if ((flags & KEY) !== 0) d.print(`, key=0x${fields.u32().toString(16)}`);
  if ((flags & SEQUENCE) !== 0) d.print(`, seq ${fields.u32()}`);
  if ((flags & ROUTING) !== 0 && !printRoutes(d, fields)) return;
  printLength(d, type, length);
  mark(d);
  const printer = type === ETH_P_TEB ? d.printers.ethernet : carried(d, type);
  if (printer === undefined) d.print(`gre-proto-0x${type.toString(16)}`);
  else d.nested(() => printer(d, fields.at, fields.length));
}

function carried(
  d: Dissector,
  type: number,
): ((d: Dissector, at: number, length: number) => void) | undefined {
  return type === 0x0800 || type === 0x86dd || type === 0x8847 || type === 0x8848
    ? d.printers.etherType.get(type)
    : undefined;
}

/** Source routes, up to an empty one. @returns whether they were whole */
function printRoutes(d: Dissector, fields: Fields): boolean {
  for (;;) {
    const family = fields.u16();
    const word = fields.u16();
    const [offset, length] = [word >>> 8, word & 0xff];
    if (length === 0) return true;
    printRoute(d, fields.at, family, offset, length);
    if (fields.length < length) {
      d.truncated();
      return false;
    }
    fields.at += length;
    fields.length -= length;
  }
}

function printRoute(d: Dissector, at: number, family: number, offset: number, length: number): void {
  if (family === SRE_IP) printHops(d, at, offset, length, "ip", 4, (hop) => d.ipv4(hop));
  else if (family === SRE_ASN) printHops(d, at, offset, length, "asn", 2, (hop) => d.u16(hop).toString(16));
  else d.print(`, (rtaf=0x${family.toString(16)})`);
}

function printHops(
  d: Dissector,
  at: number,
  offset: number,
  length: number,
  name: string,
  size: number,
  text: (hop: number) => string,
): void {
  d.print(`, (rtaf=${name}`);
  if (offset % size !== 0) d.print(`, badoffset=${offset}`);
  else if (length % size !== 0) d.print(`, badlength=${length}`);
  else if (offset >= length) d.print(`, badoff/len=${offset}/${length}`);
  else for (let hop = 0; hop < length; hop += size) d.print(` ${hop === offset ? "*" : ""}${text(at + hop)}`);
  d.print(")");
}

function printVersion1(d: Dissector, at: number, length: number, flags: number): void {
  const [fields, type] = begin(d, at, length, flags);
  if ((flags & KEY) !== 0) d.print(`, call ${fields.u32() & 0xffff}`);
  const carries = (flags & SEQUENCE) !== 0;
  if (carries) d.print(`, seq ${fields.u32()}`);
  if ((flags & ACK) !== 0) d.print(`, ack ${fields.u32()}`);
  if (!carries) d.print(", no-payload");
  printLength(d, type, length);
  if (!carries) return;
  mark(d);
  d.print(`gre-proto-0x${type.toString(16)}`);
}
