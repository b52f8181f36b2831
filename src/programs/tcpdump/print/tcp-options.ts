/**
 * Options of TCP.
 */
import {
  TCPOPT_AO,
  TCPOPT_EOL,
  TCPOPT_EXPERIMENT2,
  TCPOPT_FASTOPEN,
  TCPOPT_MD5SIG,
  TCPOPT_MPTCP,
  TCPOPT_MSS,
  TCPOPT_NOP,
  TCPOPT_SACK,
  TCPOPT_SACK_PERM,
  TCPOPT_SCPS,
  TCPOPT_TIMESTAMP,
  TCPOPT_USER_TIMEOUT,
  TCPOPT_WINDOW,
} from "../../../packet/tcp.ts";
import { type Dissector, hex, tokenText } from "./dissector.ts";

const NAMES: ReadonlyMap<number, string> = new Map([
  [TCPOPT_EOL, "eol"],
  [TCPOPT_NOP, "nop"],
  [TCPOPT_MSS, "mss"],
  [TCPOPT_WINDOW, "wscale"],
  [TCPOPT_SACK_PERM, "sackOK"],
  [TCPOPT_SACK, "sack"],
  [6, "echo"],
  [7, "echoreply"],
  [TCPOPT_TIMESTAMP, "TS"],
  [11, "cc"],
  [12, "ccnew"],
  [13, "ccecho"],
  [TCPOPT_MD5SIG, "md5"],
  [TCPOPT_SCPS, "scps"],
  [TCPOPT_USER_TIMEOUT, "uto"],
  [TCPOPT_AO, "tcp-ao"],
  [TCPOPT_MPTCP, "mptcp"],
  [TCPOPT_FASTOPEN, "tfo"],
  [TCPOPT_EXPERIMENT2, "exp"],
]);

/** An option that says more than its own length, or that the header ends inside of. */
const BAD = -1;

/** Prints the data of an option of `length` bytes of data at `at`. @returns the bytes of data it took, or {@link BAD} */
type DataPrinter = (d: Dissector, at: number, length: number, left: number, sackBase: number) => number;

function fixed(size: number, text: (d: Dissector, at: number) => string): DataPrinter {
  return (d, at, _length, left) => {
    if (size > left) return BAD;
    d.need(at, size);
    d.print(text(d, at));
    return size;
  };
}

const number32 = fixed(4, (d, at) => ` ${d.u32(at)}`);

const PRINTERS: ReadonlyMap<number, DataPrinter> = new Map<number, DataPrinter>([
  [TCPOPT_MSS, fixed(2, (d, at) => ` ${d.u16(at)}`)],
  [TCPOPT_WINDOW, fixed(1, (d, at) => ` ${d.u8(at)}`)],
  [TCPOPT_EOL, () => 0],
  [TCPOPT_NOP, () => 0],
  [TCPOPT_SACK_PERM, () => 0],
  [TCPOPT_SACK, printSack],
  [TCPOPT_TIMESTAMP, fixed(8, (d, at) => ` val ${d.u32(at)} ecr ${d.u32(at + 4)}`)],
  [6, number32],
  [7, number32],
  [11, number32],
  [12, number32],
  [13, number32],
  [
    TCPOPT_MD5SIG,
    fixed(16, (d, at) => ` shared secret not supplied with -M, can't check - ${d.hex(at, 16, "")}`),
  ],
  [TCPOPT_USER_TIMEOUT, printUserTimeout],
  [TCPOPT_FASTOPEN, printFastOpen],
  [TCPOPT_EXPERIMENT2, printExperiment],
]);

/** What an experimental option begins with that is Fast Open's (RFC 7413, appendix A). */
const FAST_OPEN_MAGIC = 0xf989;

/** Prints all options. @returns false when one is bad: nothing follows then */
export function printTcpOptions(d: Dissector, from: number, length: number, sackBase: number): boolean {
  let at = from;
  let left = length;
  let separator = "";
  d.print(", options [");
  while (left > 0) {
    d.print(separator);
    separator = ",";
    const type = d.u8(at);
    const single = type === TCPOPT_EOL || type === TCPOPT_NOP;
    const optionLength = single ? 1 : d.u8(at + 1);
    if (!single && (optionLength < 2 || optionLength > left)) return bad(d, at > from);
    const head = single ? 1 : 2;
    d.print(tokenText(NAMES, "unknown-%d", type));
    const print = PRINTERS.get(type) ?? printUnknown;
    const used = print(d, at + head, optionLength - head, left - head, sackBase);
    if (used === BAD) return bad(d, at > from);
    at += head + used;
    left -= head + used;
    if (used + head !== optionLength) d.print(`[len ${optionLength}]`);
    if (type === TCPOPT_EOL) break;
  }
  d.print("]");
  return true;
}

/** Behind another option the bracket is closed. */
function bad(d: Dissector, behind: boolean): false {
  d.print(behind ? "[bad opt]]" : "[bad opt]");
  return false;
}

function printSack(d: Dissector, at: number, length: number, left: number, sackBase: number): number {
  if (length % 8 !== 0) {
    d.print(" invalid sack");
    return length;
  }
  d.print(` ${length / 8} `);
  for (let i = 0; i < length; i += 8) {
    if (i + 8 > left) return BAD;
    d.print(`{${(d.u32(at + i) - sackBase) >>> 0}:${(d.u32(at + i + 4) - sackBase) >>> 0}}`);
  }
  return length;
}

function printUserTimeout(d: Dissector, at: number, _length: number, left: number): number {
  if (left < 2) return BAD;
  const value = d.u16(at);
  const half = value >>> 1;
  d.print(` 0x${value.toString(16)} ${(value & 1) !== 0 ? half * 60 : half}`);
  return 2;
}

function printFastOpen(d: Dissector, at: number, length: number, left: number): number {
  d.print("  ");
  if (length === 0) {
    d.print("cookiereq");
    return 0;
  }
  if (length > left) return BAD;
  if (length % 2 !== 0 || length < 4 || length > 16) d.print("Malformed");
  else d.print(`cookie ${d.hex(at, length, "")}`);
  return length;
}

function printExperiment(d: Dissector, at: number, length: number, left: number): number {
  if (length < 2) return 0;
  if (length > left) return BAD;
  const magic = d.u16(at);
  if (magic !== FAST_OPEN_MAGIC) {
    d.print(`-${hex(magic, 4)}`);
    return length;
  }
  d.print("-tfo");
  if (length === 2) d.print(" cookiereq");
  else if (length % 2 !== 0 || length < 6 || length > 18) d.print(" Malformed");
  else d.print(` cookie ${d.hex(at + 2, length - 2, "")}`);
  return length;
}

function printUnknown(d: Dissector, at: number, length: number, left: number): number {
  if (length > left) return BAD;
  if (length > 0) d.print(` 0x${d.hex(at, length, "")}`);
  return length;
}
