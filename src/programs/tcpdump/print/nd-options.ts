/**
 * Options of neighbour discovery messages.
 */
import { Ipv6Address } from "../../../packet/address.ts";
import { bitTokens, type Dissector, tokenText } from "./dissector.ts";
import { unknownData } from "./dump.ts";

const NAMES: ReadonlyMap<number, string> = new Map([
  [1, "source link-address"],
  [2, "destination link-address"],
  [3, "prefix info"],
  [4, "redirected header"],
  [5, "mtu"],
  [7, "advertisement interval"],
  [8, "homeagent information"],
  [24, "route info"],
  [25, "rdnss"],
  [31, "dnssl"],
]);

const PREFIX_FLAGS: ReadonlyMap<number, string> = new Map([
  [0x80, "onlink"],
  [0x40, "auto"],
  [0x20, "router"],
]);

const PREFERENCES = ["medium", "high", "rsv", "low"];

/** The default router preference in a flags byte. */
export function preferenceText(flags: number): string {
  return PREFERENCES[(flags >>> 3) & 3];
}

/** `first` is where the first option begins. */
type OptionPrinter = (d: Dissector, at: number, units: number, first: number) => void;

const PRINTERS: ReadonlyMap<number, OptionPrinter> = new Map<number, OptionPrinter>([
  [1, (d, at, units) => d.print(d.hex(at + 2, units * 8 - 2))],
  [2, (d, at, units) => d.print(d.hex(at + 2, units * 8 - 2))],
  [3, printPrefix],
  [4, (d, _at, units, first) => unknownData(d, first, "\n\t    ", units * 8)],
  [5, (d, at, units) => d.print(` ${d.u32(at + 4)}${units !== 1 ? "bad option length" : ""}`)],
  [7, (d, at) => d.print(` ${d.u32(at + 4)}ms`)],
  [8, (d, at) => d.print(` preference ${d.u16(at + 4)}, lifetime ${d.u16(at + 6)}`)],
  [24, printRoute],
  [25, printDnsServers],
  [31, printDomains],
]);

/** Prints options from `from` on, at most `length` bytes. */
export function printNdOptions(d: Dissector, from: number, length: number): undefined {
  let at = from;
  let left = length;
  while (at + 2 <= d.end && left > 0) {
    const type = d.u8(at);
    const units = d.u8(at + 1);
    if (units === 0 || at + units * 8 > d.end) {
      d.truncated();
      return;
    }
    d.print(`\n\t  ${tokenText(NAMES, "unknown", type)} option (${type}), length ${units * 8} (${units}): `);
    const printer = PRINTERS.get(type);
    if (printer) printer(d, at, units, from);
    else if (d.options.verbose <= 1) {
      unknownData(d, at + 2, "\n\t  ", units * 8 - 2);
      return;
    }
    if (d.options.verbose > 1) unknownData(d, at + 2, "\n\t    ", units * 8 - 2);
    at += units * 8;
    left -= units * 8;
  }
}

function lifetime(seconds: number): string {
  return seconds === 0xffffffff ? "infinity" : `${seconds}s`;
}

function printPrefix(d: Dissector, at: number, units: number): void {
  d.need(at, 32);
  d.print(`${d.ipv6(at + 16)}/${d.u8(at + 2)}${units !== 4 ? "badlen" : ""}`);
  d.print(`, Flags [${bitTokens(PREFIX_FLAGS, "none", d.u8(at + 3))}]`);
  d.print(`, valid time ${lifetime(d.u32(at + 4))}, pref. time ${lifetime(d.u32(at + 8))}`);
}

function printRoute(d: Dissector, at: number, units: number): void {
  if (units > 3) {
    d.truncated();
    return;
  }
  const prefix = new Uint8Array(16);
  const count = (units - 1) * 8;
  d.need(at + 8, count);
  prefix.set(d.bytes.subarray(at + 8, at + 8 + count));
  d.print(` ${Ipv6Address.fromBytes(prefix)}/${d.u8(at + 2)}`);
  d.print(`, pref=${preferenceText(d.u8(at + 3))}, lifetime=${lifetime(d.u32(at + 4))}`);
}

function printDnsServers(d: Dissector, at: number, units: number): void {
  d.print(` lifetime ${d.u32(at + 4)}s,`);
  for (let i = 0; i < Math.floor((units - 1) / 2); i++) d.print(` addr: ${d.ipv6(at + 8 + 16 * i)}`);
}

function printDomains(d: Dissector, at: number, units: number): void {
  d.print(` lifetime ${d.u32(at + 4)}s, domain(s):`);
  const end = at + units * 8;
  let label = at + 8;
  while (label < end && d.u8(label) !== 0) {
    d.print(" ");
    while (label < end && d.u8(label) !== 0) {
      const length = d.u8(label);
      if (length > 63) return;
      d.need(label + 1, length);
      d.print(`${String.fromCharCode(...d.bytes.subarray(label + 1, label + 1 + length))}.`);
      label += 1 + length;
    }
    label++;
  }
}
