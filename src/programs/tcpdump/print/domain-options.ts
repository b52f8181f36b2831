/** The pseudo record OPT: the options of EDNS. */
import { formatIpv4, Ipv6Address, ipv4FromBytes } from "../../../packet/address.ts";
import { type Dissector, tokenText } from "./dissector.ts";
import { printName } from "./domain-name.ts";
import { DAU_ALGORITHMS, DHU_ALGORITHMS, EDNS_OPTIONS, N3U_ALGORITHMS } from "./domain-tables.ts";

const DNSSEC_OK = 0x8000;

type OptionPrinter = (d: Dissector, message: number, at: number, length: number) => void;

function algorithms(names: ReadonlyMap<number, string>): OptionPrinter {
  return (d, _message, at, length) => {
    for (let i = 0; i < length; i++) d.print(` ${tokenText(names, "Alg_%d", d.u8(at + i))}`);
  };
}

function raw(d: Dissector, at: number, length: number): void {
  if (length > 0) d.print(` ${d.hex(at, length, "")}`);
}

function subnet(d: Dissector, _message: number, at: number, length: number): void {
  d.print(" ");
  if (length < 4) return d.invalid();
  const family = d.u16(at);
  const source = d.u8(at + 2);
  const bytes = (source + 7) >> 3;
  const size = family === 1 ? 4 : family === 2 ? 16 : 0;
  if (size === 0 || source > size * 8 || length !== 4 + bytes) return d.invalid();
  const address = new Uint8Array(16);
  for (let i = 0; i < bytes; i++) address[i] = d.u8(at + 4 + i);
  const text = size === 4 ? formatIpv4(ipv4FromBytes(address)) : Ipv6Address.fromBytes(address).toString();
  d.print(`${text}/${source}/${d.u8(at + 3)}`);
}

function cookie(d: Dissector, _message: number, at: number, length: number): void {
  if (length < 8 || (length > 8 && length < 16) || length > 40) {
    d.print(" ");
    return d.invalid();
  }
  d.print(` ${d.hex(at, 8, "")}`);
  if (length > 8) d.print(` ${d.hex(at + 8, length - 8, "")}`);
}

const PRINTERS: ReadonlyMap<number, OptionPrinter> = new Map<number, OptionPrinter>([
  [5, algorithms(DAU_ALGORITHMS)],
  [6, algorithms(DHU_ALGORITHMS)],
  [7, algorithms(N3U_ALGORITHMS)],
  [8, subnet],
  [
    9,
    (d, _message, at, length) => {
      if (length === 0) return;
      if (length === 4) return d.print(` ${d.u32(at)} sec`);
      d.print(" ");
      d.invalid();
    },
  ],
  [10, cookie],
  [
    11,
    (d, _message, at, length) => {
      if (length === 0) return;
      const tenths = length === 2 ? d.u16(at) : 0;
      if (length === 2) return d.print(` ${Math.floor(tenths / 10)}.${tenths % 10} sec`);
      d.print(" ");
      d.invalid();
    },
  ],
  [
    12,
    (d, _message, _at, length) => {
      if (length > 0) d.print(` (${length})`);
    },
  ],
  [
    13,
    (d, message, at) => {
      d.print(" ");
      printName(d, message, at);
    },
  ],
  [
    14,
    (d, _message, at, length) => {
      if (length % 2 !== 0) {
        d.print(" ");
        return d.invalid();
      }
      for (let i = 0; i < length; i += 2) d.print(` ${d.u16(at + i)}`);
    },
  ],
]);

/** @param fields where the class of the record stands. @returns whether all was there */
export function printOpt(d: Dissector, message: number, fields: number, at: number, length: number): boolean {
  d.print(` UDPsize=${d.u16(fields)}`);
  if ((d.u16(fields + 4) & DNSSEC_OK) !== 0) d.print(" DO");
  if (length === 0) return true;
  d.print(" [");
  const end = at + length;
  for (let option = at; option < end; ) {
    if (option + 4 > end) return false;
    const code = d.u16(option);
    const size = d.u16(option + 2);
    if (option > at) d.print(",");
    d.print(tokenText(EDNS_OPTIONS, "Opt%d", code));
    if (option + 4 + size > end) return false;
    const print = PRINTERS.get(code);
    if (print) print(d, message, option + 4, size);
    else raw(d, option + 4, size);
    option += 4 + size;
  }
  d.print("]");
  return true;
}
