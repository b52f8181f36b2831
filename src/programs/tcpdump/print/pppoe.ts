/** PPP over Ethernet (RFC 2516): discovery with its tags, and sessions. */
import { type Dissector, hex } from "./dissector.ts";
import { printPpp } from "./ppp.ts";

const HEAD = 6;
const SESSION_DATA = 0;
const INITIATION = 9;
/** Bytes of tags that an initiation may have. */
const MOST_TAGS = 1484 - HEAD;
const CODES: ReadonlyMap<number, string> = new Map([
  [0x00, ""],
  [0x07, "PADO"],
  [0x09, "PADI"],
  [0x19, "PADR"],
  [0x65, "PADS"],
  [0xa7, "PADT"],
]);
const TAGS: ReadonlyMap<number, string> = new Map([
  [0x0000, "EOL"],
  [0x0101, "Service-Name"],
  [0x0102, "AC-Name"],
  [0x0103, "Host-Uniq"],
  [0x0104, "AC-Cookie"],
  [0x0105, "Vendor-Specific"],
  [0x0110, "Relay-Session-ID"],
  [0x0120, "PPP-Max-Payload"],
  [0x0201, "Service-Name-Error"],
  [0x0202, "AC-System-Error"],
  [0x0203, "Generic-Error"],
]);
/** Characters of a tag that are shown. */
const SHOWN = 79;

/** Prints the packet at `at`. */
export function printPppoe(d: Dissector, at: number, length: number): void {
  d.protocol = "pppoe";
  if (length < HEAD) {
    d.print(` (length ${length} < ${HEAD})`);
    return d.invalid();
  }
  d.need(at, HEAD);
  const [form, code] = [d.u8(at), d.u8(at + 1)];
  const session = d.u16(at + 2);
  const told = d.u16(at + 4);
  const available = length - HEAD;
  if (form >>> 4 !== 1) d.print(` [ver ${form >>> 4}]`);
  if ((form & 15) !== 1) d.print(` [type ${form & 15}]`);
  d.print(`PPPoE ${CODES.get(code) ?? `PAD-${code.toString(16)}`}`);
  if (code === INITIATION && told > MOST_TAGS) d.print(` [len ${told}!]`);
  if (told > available) d.print(` [len ${told} > ${available}!]`);
  if (session !== 0) d.print(` [ses 0x${session.toString(16)}]`);
  const size = Math.min(told, available);
  if (code !== SESSION_DATA) return printTags(d, at + HEAD, size);
  d.print(" ");
  printPpp(d, at + HEAD, size);
}

function printTags(d: Dissector, at: number, length: number): void {
  const end = at + length;
  for (let next = at, type = -1; next < end && type !== 0; ) {
    d.need(next, 4);
    type = d.u16(next);
    const size = d.u16(next + 2);
    next += 4;
    d.need(next, size);
    d.print(` [${TAGS.get(type) ?? `TAG-0x${type.toString(16)}`}`);
    if (size > 0) printTag(d, next, size);
    d.print("]");
    next += size;
  }
}

/** As text when most of it is. */
function printTag(d: Dissector, at: number, size: number): void {
  const count = Math.min(size, SHOWN);
  const bytes = Array.from({ length: count }, (_, i) => d.u8(at + i));
  const isText = (byte: number): boolean => byte >= 0x20 && byte < 0x7f;
  const text = bytes.filter(isText).length;
  if (text > count - text)
    d.print(` "${bytes.map((byte) => (isText(byte) ? String.fromCharCode(byte) : ".")).join("")}"`);
  else d.print(` 0x${bytes.map((byte) => hex(byte, 2).toUpperCase()).join("")}`);
}
