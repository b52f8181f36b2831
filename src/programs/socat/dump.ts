/** What `-v` and `-x` show of the data. */
import { stamp } from "./log.ts";

const NAMED: Readonly<Record<number, string>> = {
  7: "\\a",
  8: "\\b",
  11: "\\v",
  12: "\\f",
  13: "\\r",
  92: "\\\\",
};
const COLUMNS = 16;

/** A piece of data that is carried. */
export interface Block {
  /** `>` to the right, `<` to the left. */
  readonly sign: ">" | "<";
  readonly data: Uint8Array;
  /** Bytes that went this way before. */
  readonly offset: number;
  /** µs since the epoch. */
  readonly now: number;
}

/** The text of one block, with its heading. */
export function dump(block: Block, verbose: boolean, hex: boolean): string {
  const { sign, data, offset, now } = block;
  const micros = String(Math.floor(now % 1e6)).padStart(9, "0");
  const head = `${sign} ${stamp(now)}.${micros}  length=${data.length} from=${offset} to=${offset + data.length - 1}\n`;
  if (verbose && hex) return `${head}${both(data)}--\n`;
  return head + (hex ? `${hexadecimal(data)}\n` : text(data));
}

function hexadecimal(data: Uint8Array): string {
  return Array.from(data, (byte) => ` ${byte.toString(16).padStart(2, "0")}`).join("");
}

function text(data: Uint8Array): string {
  return Array.from(data, (byte) => {
    if (byte === 9 || byte === 10) return String.fromCharCode(byte);
    return NAMED[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : ".");
  }).join("");
}

/** Sixteen bytes a line, or up to a newline. */
function both(data: Uint8Array): string {
  let out = "";
  for (let at = 0; at < data.length; ) {
    const newline = data.subarray(at, at + COLUMNS).indexOf(10);
    const line = data.subarray(at, newline < 0 ? at + COLUMNS : at + newline + 1);
    const shown = Array.from(line, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : "."));
    out += `${hexadecimal(line).padEnd(3 * COLUMNS + 2)}${shown.join("")}\n`;
    at += line.length;
  }
  return out;
}
