/**
 * Extensions behind the quoted packet of an ICMP error (RFC 4884), with MPLS labels (RFC 4950).
 */
import { type Dissector, hex, tokenText } from "./dissector.ts";
import { unknownData } from "./dump.ts";

/** Least length of a message that has room for them: header and 128 bytes of quoted packet. */
const MINIMUM = 156;
/** Where the extension's head begins. */
const HEAD = 136;
const VERSION = 2;

const CLASSES: ReadonlyMap<number, string> = new Map([
  [1, "MPLS Stack Entry"],
  [2, "Interface Identification"],
]);

/** Prints those of the error at `at`, where there are any. */
export function printIcmpExtensions(d: Dissector, at: number, length: number): void {
  if (length > HEAD) d.need(at + HEAD, 1);
  if (length <= MINIMUM) return;
  const version = d.u8(at + HEAD) >>> 4;
  const size = length - HEAD;
  d.print(`\n\tMPLS extension v${version}`);
  if (version !== VERSION) {
    d.print(`, unknown version, length ${size}`);
    return;
  }
  d.print(`, checksum 0x${hex(d.u16(at + HEAD + 2), 4)}`);
  if (d.has(at + HEAD, size)) d.print(d.checksum(at + HEAD, size) === 0 ? " (correct)" : " (incorrect)");
  d.print(`, length ${size}`);
  let object = at + HEAD + 4;
  let left = size - 4;
  while (left > 4 && d.has(object, 4)) {
    const objectLength = d.u16(object);
    const kind = d.u8(object + 2);
    const subtype = d.u8(object + 3);
    d.print(
      `\n\t  ${tokenText(CLASSES, "unknown", kind)} Object (${kind}), Class-Type: ${subtype}, length ${objectLength}`,
    );
    if (objectLength < 4 || objectLength > left) return;
    if (kind === 1 && subtype === 1) printLabels(d, object + 4, objectLength - 4);
    else unknownData(d, object + 4, "\n\t    ", objectLength - 4);
    object += objectLength;
    left -= objectLength;
  }
}

function printLabels(d: Dissector, from: number, length: number): void {
  for (let at = from; at + 4 <= from + length; at += 4) {
    const entry = d.u32(at);
    d.print(`\n\t    label ${entry >>> 12}, tc ${(entry >>> 9) & 7}`);
    if ((entry & 0x100) !== 0) d.print(", [S]");
    d.print(`, ttl ${entry & 0xff}`);
  }
}
