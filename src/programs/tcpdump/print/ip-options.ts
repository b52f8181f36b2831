/**
 * Options of the IPv4 header, as `-v` shows them.
 */
import {
  IPOPT_END,
  IPOPT_LSRR,
  IPOPT_NOOP,
  IPOPT_RA,
  IPOPT_RR,
  IPOPT_SEC,
  IPOPT_SSRR,
  IPOPT_TIMESTAMP,
  IPOPT_TS_PRESPEC,
  IPOPT_TS_TSANDADDR,
  IPOPT_TS_TSONLY,
} from "../../../packet/ipv4.ts";
import { type Dissector, tokenText } from "./dissector.ts";

const NAMES: ReadonlyMap<number, string> = new Map([
  [IPOPT_END, "EOL"],
  [IPOPT_NOOP, "NOP"],
  [IPOPT_TIMESTAMP, "timestamp"],
  [IPOPT_SEC, "security"],
  [IPOPT_RR, "RR"],
  [IPOPT_SSRR, "SSRR"],
  [IPOPT_LSRR, "LSRR"],
  [IPOPT_RA, "RA"],
  [82, "traceroute"],
]);

const TIMESTAMP_KINDS: ReadonlyMap<number, string> = new Map([
  [IPOPT_TS_TSONLY, "TSONLY"],
  [IPOPT_TS_TSANDADDR, "TS+ADDR"],
  [IPOPT_TS_PRESPEC, "PRESPEC"],
]);

/** @returns false when the options were cut off */
export function printIpOptions(d: Dissector, from: number, length: number): boolean {
  let at = from;
  let left = length;
  let separator = "";
  while (left > 0) {
    d.print(separator);
    separator = ",";
    const type = d.u8(at);
    d.print(tokenText(NAMES, "unknown %d", type));
    const optionLength = type === IPOPT_NOOP || type === IPOPT_END ? 1 : d.u8(at + 1);
    if (optionLength < 1 || (optionLength < 2 && type > IPOPT_NOOP) || optionLength > left) {
      d.print(` [bad length ${optionLength}]`);
      return true;
    }
    if (!d.has(at, optionLength)) return false;
    if (type === IPOPT_END) return true;
    printOption(d, at, type, optionLength);
    at += optionLength;
    left -= optionLength;
  }
  return true;
}

function printOption(d: Dissector, at: number, type: number, length: number): void {
  if (type === IPOPT_TIMESTAMP) printTimestamps(d, at, length);
  else if (type === IPOPT_RR || type === IPOPT_SSRR || type === IPOPT_LSRR) printRoute(d, at, length);
  else if (type === IPOPT_RA) {
    if (length < 4) d.print(` [bad length ${length}]`);
    else if (d.u16(at + 2) !== 0) d.print(` value ${d.u16(at + 2)}`);
  }
}

function printRoute(d: Dissector, at: number, length: number): void {
  if (length < 3) {
    d.print(` [bad length ${length}]`);
    return;
  }
  if (((length + 1) & 3) !== 0) d.print(` [bad length ${length}]`);
  const pointer = d.u8(at + 2) - 1;
  if (pointer < 3 || ((pointer + 1) & 3) !== 0 || pointer > length + 1) d.print(` [bad ptr ${d.u8(at + 2)}]`);
  for (let i = 3; i < length; i += 4) {
    d.print(` ${d.ipv4(at + i)}`);
    // In C a pointer byte of 0 gives a huge unsigned pointer.
    if (pointer >>> 0 > i) d.print(",");
  }
}

function printTimestamps(d: Dissector, at: number, length: number): void {
  if (length < 4) {
    d.print(`[bad length ${length}]`);
    return;
  }
  d.print(" TS{");
  const flags = d.u8(at + 3);
  const kind = flags & 0x0f;
  const hopLength = kind === IPOPT_TS_TSONLY ? 4 : 8;
  if (((length - 4) & (hopLength - 1)) !== 0) d.print(`[bad length ${length}]`);
  const pointer = (d.u8(at + 2) - 1) >>> 0;
  if (pointer < 4 || ((pointer - 4) & (hopLength - 1)) !== 0 || pointer > length + 1)
    d.print(`[bad ptr ${d.u8(at + 2)}]`);
  const name = TIMESTAMP_KINDS.get(kind);
  d.print(name ?? `[bad ts type ${kind}]`);
  let i = name === undefined ? 0 : 4;
  let mark = " ";
  for (; name !== undefined && i < length; i += hopLength) {
    if (pointer === i) mark = " ^ ";
    d.need(at + i, hopLength);
    const address = hopLength === 8 ? d.ipv4(at + i) : "";
    d.print(`${mark}${d.u32(at + i + hopLength - 4)}@${address}`);
    mark = " ";
  }
  d.print(pointer === i ? " ^ " : "");
  d.print(flags >>> 4 !== 0 ? ` [${flags >>> 4} hops not recorded]} ` : "}");
}
