/**
 * Multicast listener discovery, both versions.
 */
import { type Dissector, tokenText } from "./dissector.ts";

const RECORDS: ReadonlyMap<number, string> = new Map([
  [1, "is_in"],
  [2, "is_ex"],
  [3, "to_in"],
  [4, "to_ex"],
  [5, "allow"],
  [6, "block"],
]);
const V1_LENGTH = 24;
const V2_QUERY_LENGTH = 28;
const RECORD_LENGTH = 20;

/** A version 1 query, report or done. */
export function printMld(d: Dissector, at: number): undefined {
  if (!d.has(at, V1_LENGTH)) return undefined;
  d.print(`max resp delay: ${d.u16(at + 4)} addr: ${d.ipv6(at + 8)}`);
  return undefined;
}

/** A query of either version, told apart by its length. */
export function printMldQuery(d: Dissector, at: number, length: number): undefined {
  if (length === V1_LENGTH) return printMld(d, at);
  if (length < V2_QUERY_LENGTH) {
    d.print(` unknown-version (len ${length}) `);
    return undefined;
  }
  d.print(" v2");
  const code = d.u16(at + 4);
  const delay = code < 32768 ? code : ((code & 0x0fff) | 0x1000) << (((code & 0x7000) >>> 12) + 3);
  if (d.options.verbose > 0) d.print(` [max resp delay=${delay}]`);
  d.print(` [gaddr ${d.ipv6(at + 8)}`);
  if (d.options.verbose > 0) printQuerier(d, at);
  const sources = d.u16(at + 26);
  if (sources > 0) {
    if (length < V2_QUERY_LENGTH + sources * 16) d.print(" [invalid number of sources]");
    else if (d.options.verbose > 1) printSources(d, at + V2_QUERY_LENGTH, sources);
    else d.print(`, ${sources} source(s)`);
  }
  d.print("]");
  return undefined;
}

function printQuerier(d: Dissector, at: number): void {
  const flags = d.u8(at + 24);
  if ((flags & 0x08) !== 0) d.print(" sflag");
  if ((flags & 0x07) !== 0) d.print(` robustness=${flags & 7}`);
  const code = d.u8(at + 25);
  d.print(` qqi=${code < 128 ? code : ((code & 0x0f) | 0x10) << (((code & 0x70) >>> 4) + 3)}`);
}

/** A version 2 report. */
export function printMldReport(d: Dissector, at: number, length: number): undefined {
  if (length < 8) {
    d.print(` [invalid len ${length}]`);
    return undefined;
  }
  const records = d.u16(at + 6);
  d.print(`, ${records} group record(s)`);
  if (d.options.verbose === 0) return undefined;
  let record = 8;
  for (let i = 0; i < records; i++) {
    if (length < record + RECORD_LENGTH) {
      d.print(" [invalid number of groups]");
      return undefined;
    }
    d.print(` [gaddr ${d.ipv6(at + record + 4)}`);
    d.print(` ${tokenText(RECORDS, " [v2-report-#%d]", d.u8(at + record))}`);
    const sources = d.u16(at + record + 2);
    if (length < record + RECORD_LENGTH + sources * 16) {
      d.print(` [invalid number of sources ${sources}]`);
      return undefined;
    }
    if (d.options.verbose === 1) d.print(`, ${sources} source(s)`);
    else printSources(d, at + record + RECORD_LENGTH, sources);
    record += RECORD_LENGTH + sources * 16;
    d.print("]");
  }
  return undefined;
}

function printSources(d: Dissector, at: number, count: number): void {
  d.print(" {");
  for (let i = 0; i < count; i++) d.print(` ${d.ipv6(at + 16 * i)}`);
  d.print(" }");
}
