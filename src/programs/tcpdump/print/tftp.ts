/** TFTP (RFC 1350, 2347): requests with their options, blocks, errors. */
import { type Dissector, tokenText } from "./dissector.ts";
import { visible } from "./words.ts";

const RRQ = 1;
const WRQ = 2;
const DATA = 3;
const ACK = 4;
const ERROR = 5;
const OACK = 6;
const OPCODES: ReadonlyMap<number, string> = new Map([
  [RRQ, "RRQ"],
  [WRQ, "WRQ"],
  [DATA, "DATA"],
  [ACK, "ACK"],
  [ERROR, "ERROR"],
  [OACK, "OACK"],
]);
/** The quotation mark behind the number is tcpdump's own. */
const UNKNOWN_ERROR = 'tftp-err-#%d "';
const ERRORS: ReadonlyMap<number, string> = new Map([
  [0, "EUNDEF"],
  [1, "ENOTFOUND"],
  [2, "EACCESS"],
  [3, "ENOSPACE"],
  [4, "EBADOP"],
  [5, "EBADID"],
  [6, "EEXISTS"],
  [7, "ENOUSER"],
]);

/** Words that end with a zero, one after the other. */
class Words {
  private readonly d: Dissector;
  private at: number;
  private length: number;

  constructor(d: Dissector, at: number, length: number) {
    this.d = d;
    this.at = at;
    this.length = length;
  }

  get left(): number {
    return this.length;
  }

  /** Whether an empty word, or nothing, is next. */
  get atZero(): boolean {
    return this.d.u8(this.at) === 0;
  }

  /** Prints the next word. @returns false when it has no end */
  print(): boolean {
    for (let i = 0; i < this.length; i++) {
      if (!this.d.has(this.at + i, 1)) return false;
      const byte = this.d.u8(this.at + i);
      if (byte === 0) {
        this.at += i + 1;
        this.length -= i + 1;
        return true;
      }
      this.d.print(visible(byte));
    }
    return false;
  }
}

/** Prints the message at `at`. */
export function printTftp(d: Dissector, at: number, length: number): void {
  d.protocol = "tftp";
  d.print(`TFTP, length ${length}`);
  if (length < 2) return d.truncated();
  const opcode = d.u16(at);
  d.print(`, ${tokenText(OPCODES, "tftp-#%d", opcode)}`);
  if (length - 2 === 0) {
    if (OPCODES.has(opcode) && opcode !== OACK) d.truncated();
    return;
  }
  printBody(d, opcode, at + 2, length - 2);
}

function printBody(d: Dissector, opcode: number, at: number, length: number): void {
  if (opcode === RRQ || opcode === WRQ) printRequest(d, new Words(d, at, length));
  else if (opcode === OACK) printOptions(d, new Words(d, at, length));
  else if (opcode === DATA || opcode === ACK) {
    if (length < 2) d.truncated();
    else d.print(` block ${d.u16(at)}`);
  } else if (opcode === ERROR) printError(d, at, length);
}

function printRequest(d: Dissector, words: Words): void {
  d.print(' "');
  const named = words.print();
  d.print('"');
  if (!named) return d.truncated();
  if (words.left === 0) return d.truncated();
  d.print(" ");
  if (!words.print()) return d.truncated();
  printOptions(d, words);
}

/** Names and values, up to an empty one. */
function printOptions(d: Dissector, words: Words): void {
  while (words.left > 0) {
    if (!words.atZero) d.print(" ");
    if (!words.print()) return d.truncated();
  }
}

function printError(d: Dissector, at: number, length: number): void {
  if (length < 2) return d.truncated();
  d.print(` ${tokenText(ERRORS, UNKNOWN_ERROR, d.u16(at))}`);
  if (length === 2) return d.truncated();
  d.print(' "');
  const whole = new Words(d, at + 2, length - 2).print();
  d.print('"');
  if (!whole) d.truncated();
}
