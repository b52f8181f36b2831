/**
 * IGMP, versions 1 to 3; routing protocols over IGMP are only named.
 */
import { type Dissector, type IpContext, tokenText } from "./dissector.ts";
import { printWrongVersion } from "./ip.ts";
import { relative } from "./words.ts";

const RECORDS: ReadonlyMap<number, string> = new Map([
  [1, "is_in"],
  [2, "is_ex"],
  [3, "to_in"],
  [4, "to_ex"],
  [5, "allow"],
  [6, "block"],
]);
const V3_QUERY_LENGTH = 12;
/** The maximum response time that is not worth printing: 10 s. */
const USUAL_RESPONSE = 100;

type TypePrinter = (d: Dissector, at: number, length: number) => void;

const PRINTERS: ReadonlyMap<number, TypePrinter> = new Map<number, TypePrinter>([
  [0x11, printQuery],
  [
    0x12,
    (d, at, length) => {
      d.print(`igmp v1 report ${d.ipv4(at + 4)}`);
      if (length !== 8) d.print(` [len ${length}]`);
    },
  ],
  [0x13, (d, at) => d.print(`igmp dvmrp [type ${d.u8(at + 1)}]`)],
  [0x14, (d) => d.print("igmp pimv1")],
  [0x16, (d, at) => d.print(`igmp v2 report ${d.ipv4(at + 4)}`)],
  [0x17, (d, at) => d.print(`igmp leave ${d.ipv4(at + 4)}`)],
  [0x22, printReport],
]);

/** Prints the message at `at`. */
export function printIgmp(d: Dissector, at: number, length: number, ip: IpContext): void {
  if (ip.version !== 4) {
    printWrongVersion(d, 2, 4);
    return;
  }
  d.protocol = "igmp";
  if (d.options.quiet > 0) {
    d.print("igmp");
    return;
  }
  const type = d.u8(at);
  const printer = PRINTERS.get(type);
  if (printer) printer(d, at, length);
  else d.print(`igmp-${type}`);
  if (d.options.verbose > 0 && length >= 4 && d.has(at, length) && d.checksum(at, length) !== 0)
    d.print(` bad igmp cksum ${d.u16(at + 2).toString(16)}!`);
}

function printQuery(d: Dissector, at: number, length: number): void {
  d.print("igmp query");
  if (length >= V3_QUERY_LENGTH) {
    printVersion3Query(d, at, length);
    return;
  }
  const response = d.u8(at + 1);
  d.print(response !== 0 ? " v2" : " v1");
  if (response !== 0 && response !== USUAL_RESPONSE) d.print(` [max resp time ${response}]`);
  if (d.u32(at + 4) !== 0) d.print(` [gaddr ${d.ipv4(at + 4)}]`);
  if (length !== 8) d.print(` [len ${length}]`);
}

function printVersion3Query(d: Dissector, at: number, length: number): void {
  d.print(" v3");
  if ((length & 3) !== 0) {
    d.print(` [invalid len ${length}]`);
    return;
  }
  const code = d.u8(at + 1);
  if (code !== USUAL_RESPONSE) {
    const tenths = code < 128 ? code : ((code & 0x0f) | 0x10) << (((code & 0x70) >>> 4) + 3);
    d.print(
      ` [max resp time ${tenths < 600 ? `${(tenths * 0.1).toFixed(1)}s` : relative(Math.floor(tenths / 10))}]`,
    );
  }
  if (d.u32(at + 4) === 0) return;
  d.print(` [gaddr ${d.ipv4(at + 4)}`);
  const sources = d.u16(at + 10);
  if (sources > 0) {
    if (length < V3_QUERY_LENGTH + sources * 4) d.print(" [invalid number of sources]");
    else if (d.options.verbose > 1) printSources(d, at + V3_QUERY_LENGTH, sources);
    else d.print(`, ${sources} source(s)`);
  }
  d.print("]");
}

function printReport(d: Dissector, at: number, length: number): void {
  d.print("igmp v3 report");
  if (length < 16 || (length & 3) !== 0) {
    d.print(` [invalid len ${length}]`);
    return;
  }
  const records = d.u16(at + 6);
  d.print(`, ${records} group record(s)`);
  if (d.options.verbose === 0) return;
  let record = 8;
  for (let i = 0; i < records; i++) {
    if (length < record + 8) {
      d.print(" [invalid number of groups]");
      return;
    }
    d.print(
      ` [gaddr ${d.ipv4(at + record + 4)} ${tokenText(RECORDS, " [v3-report-#%d]", d.u8(at + record))}`,
    );
    const sources = d.u16(at + record + 2);
    if (length < record + 8 + sources * 4) {
      d.print(` [invalid number of sources ${sources}]`);
      return;
    }
    if (d.options.verbose === 1) d.print(`, ${sources} source(s)`);
    else printSources(d, at + record + 8, sources);
    record += 8 + sources * 4;
    d.print("]");
  }
}

function printSources(d: Dissector, at: number, count: number): void {
  d.print(" {");
  for (let i = 0; i < count; i++) d.print(` ${d.ipv4(at + 4 * i)}`);
  d.print(" }");
}
