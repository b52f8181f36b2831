/** BOOTP and DHCP: `bootp_print`. */
import { MESSAGE_TYPES, optionName } from "./bootp-tables.ts";
import { FORMATS, OWN_FORMS, printParameterRequest } from "./bootp-values.ts";
import { type Dissector, hex, tokenText } from "./dissector.ts";
import { visible } from "./words.ts";

const OP = 0;
const HTYPE = 1;
const HLEN = 2;
const HOPS = 3;
const XID = 4;
const SECS = 8;
const FLAGS = 10;
const ADDRESSES = 12;
const CHADDR = 28;
const SNAME = 44;
const SNAME_LENGTH = 64;
const FILE = 108;
const FILE_LENGTH = 128;
const VENDOR = 236;
const COOKIE = 0x63825363;
const CMU_COOKIE = 0x434d5500;
/** The mask was given. */
const CMU_MASK = 1;
const REQUEST = 1;
const ETHERNET = 1;
const MAC_LENGTH = 6;
const PAD = 0;
const END = 255;
const MESSAGE_TYPE = 53;
const PARAMETER_REQUEST = 55;
const OPERATIONS: ReadonlyMap<number, string> = new Map([
  [1, "Request"],
  [2, "Reply"],
]);

/** Prints the message at `at`. */
export function printBootp(d: Dissector, at: number, length: number): void {
  d.protocol = "bootp";
  const op = d.u8(at + OP);
  d.print(`BOOTP/DHCP, ${OPERATIONS.get(op) ?? `unknown (0x${hex(op, 2)})`}`);
  const type = d.u8(at + HTYPE);
  const size = d.u8(at + HLEN);
  const ethernet = type === ETHERNET && size === MAC_LENGTH;
  if (ethernet && op === REQUEST) d.print(` from ${d.mac(at + CHADDR)}`);
  d.print(`, length ${length}`);
  if (d.options.verbose === 0) return;
  d.need(at + SECS, 2);
  if (type !== ETHERNET) d.print(`, htype ${type}`);
  if (!ethernet) d.print(`, hlen ${size}`);
  if (d.u8(at + HOPS) !== 0) d.print(`, hops ${d.u8(at + HOPS)}`);
  if (d.u32(at + XID) !== 0) d.print(`, xid 0x${hex(d.u32(at + XID), 1)}`);
  if (d.u16(at + SECS) !== 0) d.print(`, secs ${d.u16(at + SECS)}`);
  const flags = d.u16(at + FLAGS);
  d.print(`, Flags [${(flags & 0x8000) !== 0 ? "Broadcast" : "none"}]`);
  if (d.options.verbose > 1) d.print(` (0x${hex(flags, 4)})`);
  ["Client", "Your", "Server", "Gateway"].forEach((name, i) => {
    const address = at + ADDRESSES + 4 * i;
    if (d.u32(address) !== 0) d.print(`\n\t  ${name}-IP ${d.ipv4(address)}`);
  });
  if (ethernet) d.print(`\n\t  Client-Ethernet-Address ${d.mac(at + CHADDR)}`);
  if (!printText(d, "sname", at + SNAME, SNAME_LENGTH)) return;
  if (!printText(d, "file", at + FILE, FILE_LENGTH)) return;
  printVendor(d, at + VENDOR);
}

/** A text with an end. @returns whether it has one */
function printText(d: Dissector, name: string, at: number, length: number): boolean {
  if (d.u8(at) === 0) return true;
  d.print(`\n\t  ${name} "`);
  for (let i = 0; i < length; i++) {
    const byte = d.u8(at + i);
    if (byte === 0) {
      d.print('"');
      return true;
    }
    d.print(visible(byte));
  }
  d.print('"');
  d.truncated();
  return false;
}

function printVendor(d: Dissector, at: number): void {
  d.need(at, 1);
  const cookie = d.u32(at);
  if (cookie === COOKIE) printOptions(d, at);
  else if (cookie === CMU_COOKIE) printCmu(d, at);
  else if (cookie !== 0) d.print(`\n\t  Vendor-#0x${hex(cookie, 1)}`);
}

/** Carnegie Mellon's form (`cmu_print`). */
function printCmu(d: Dissector, at: number): void {
  d.print(" vend-cmu");
  const show = (name: string, field: number) => {
    if (d.u32(at + field) !== 0) d.print(` ${name}:${d.ipv4(at + field)}`);
  };
  show("DG", 12);
  show((d.u8(at + 4) & CMU_MASK) !== 0 ? "SM" : "SM*", 8);
  ["NS1", "NS2", "IEN1", "IEN2", "TS1", "TS2"].forEach((name, i) => {
    show(name, 16 + 4 * i);
  });
}

/** `rfc1048_print` */
function printOptions(d: Dissector, from: number): void {
  d.print("\n\t  Vendor-rfc1048 Extensions");
  d.print(`\n\t    Magic Cookie 0x${hex(COOKIE, 8)}`);
  const all = d.options.verbose > 2;
  for (let at = from + 4; at < d.end; ) {
    const tag = d.u8(at++);
    if (tag === PAD && !all) continue;
    if (tag === END && !all) return;
    const length = tag === PAD || tag === END ? 0 : d.u8(at++);
    d.print(`\n\t    ${optionName(tag).name} (${tag}), length ${length}${length > 0 ? ": " : ""}`);
    if (tag === PAD) {
      let count = 1;
      while (at < d.end && d.u8(at) === PAD) {
        count++;
        at++;
      }
      d.print(`, occurs ${count}`);
    }
    if (!d.has(at, length)) {
      d.truncated();
      return;
    }
    if (tag !== PAD && tag !== END) printValue(d, tag, at, length);
    at += length;
  }
}

function printValue(d: Dissector, tag: number, at: number, length: number): void {
  if (tag === MESSAGE_TYPE && length === 1)
    return d.print(tokenText(MESSAGE_TYPES, "Unknown (%d)", d.u8(at)));
  if (tag === PARAMETER_REQUEST) return printParameterRequest(d, at, length);
  const { format } = optionName(tag);
  const print = OWN_FORMS.get(tag) ?? FORMATS.get(format);
  const left = print?.(d, at, length) ?? length;
  if (left > 0) d.print(`\n\t  trailing data length ${left}`);
}
