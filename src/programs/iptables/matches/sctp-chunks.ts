/** Kinds of chunks of SCTP, and the flags that each can have. */
import type { Context } from "../context.ts";
import type { Struct } from "../extension/struct.ts";

const CHUNK_MAP = 8;
/** Of it, the kernel keeps eight times what 256 kinds need. */
const CHUNK_MAP_SIZE = 256;
const FLAG_INFO = 268;
const FLAG_INFO_SIZE = 3;
const FLAG_COUNT = 280;
const CHUNK_KINDS = 256;
/** `XT_NUM_SCTP_FLAGS` */
const MOST_FLAGS = 4;

/** Name, number, and the letters of the flags, of which the last is bit 0. */
export const CHUNKS: readonly (readonly [name: string, number: number, flags: string])[] = [
  ["DATA", 0, "IUBE"],
  ["INIT", 1, ""],
  ["INIT_ACK", 2, ""],
  ["SACK", 3, ""],
  ["HEARTBEAT", 4, ""],
  ["HEARTBEAT_ACK", 5, ""],
  ["ABORT", 6, "T"],
  ["SHUTDOWN", 7, ""],
  ["SHUTDOWN_ACK", 8, ""],
  ["ERROR", 9, ""],
  ["COOKIE_ECHO", 10, ""],
  ["COOKIE_ACK", 11, ""],
  ["ECN_ECNE", 12, ""],
  ["ECN_CWR", 13, ""],
  ["SHUTDOWN_COMPLETE", 14, "T"],
  ["I_DATA", 64, "IUBE"],
  ["RE_CONFIG", 130, ""],
  ["PAD", 132, ""],
  ["ASCONF", 193, ""],
  ["ASCONF_ACK", 128, ""],
  ["FORWARD_TSN", 192, ""],
  ["I_FORWARD_TSN", 194, ""],
];

export function hasChunk(data: Struct, kind: number): boolean {
  return (data.u32(CHUNK_MAP + 4 * (kind >>> 5)) & (1 << (kind & 31))) !== 0;
}

function addChunk(data: Struct, kind: number): void {
  const at = CHUNK_MAP + 4 * (kind >>> 5);
  data.set32(at, (data.u32(at) | (1 << (kind & 31))) >>> 0);
}

/** Where the flags that are asked of a kind are; undefined when none are. */
function flagsAt(data: Struct, kind: number): number | undefined {
  const count = Math.min(data.u32(FLAG_COUNT), MOST_FLAGS);
  for (let i = 0; i < count; i++)
    if (data.u8(FLAG_INFO + FLAG_INFO_SIZE * i) === kind) return FLAG_INFO + FLAG_INFO_SIZE * i;
  return undefined;
}

/** The flags that are asked of a kind, and which of them are to be set; undefined when none are. */
export function chunkFlags(
  data: Struct,
  kind: number,
): { readonly flags: number; readonly mask: number } | undefined {
  const at = flagsAt(data, kind);
  return at === undefined ? undefined : { flags: data.u8(at + 1), mask: data.u8(at + 2) };
}

/** Capital letters ask for a flag, small ones for its absence. */
function parseFlags(context: Context, data: Struct, kind: number, letters: string, text: string): void {
  for (const letter of text) {
    const index = letters.indexOf(letter.toUpperCase());
    if (index < 0) return context.wrong(`Invalid flags for chunk type ${kind}`);
    let at = flagsAt(data, kind);
    if (at === undefined) {
      at = FLAG_INFO + FLAG_INFO_SIZE * data.u32(FLAG_COUNT);
      data.set8(at, kind);
      data.set32(FLAG_COUNT, data.u32(FLAG_COUNT) + 1);
    }
    const bit = 1 << (letters.length - 1 - index);
    data.set8(at + 2, data.u8(at + 2) | bit);
    if (letter === letters[index]) data.set8(at + 1, data.u8(at + 1) | bit);
  }
}

/** `DATA:Be,INIT`, `ALL`, `NONE`. */
export function parseChunks(context: Context, data: Struct, text: string): void {
  const whole = text.toUpperCase();
  if (whole === "ALL") data.bytes.fill(0xff, CHUNK_MAP, CHUNK_MAP + CHUNK_MAP_SIZE);
  if (whole === "ALL" || whole === "NONE") return;
  for (const word of text.split(",")) {
    if (word === "") continue;
    const colon = word.indexOf(":");
    const name = colon < 0 ? word : word.slice(0, colon);
    const chunk = CHUNKS.find(([known]) => known === name.toUpperCase());
    if (!chunk) return context.wrong(`Unknown sctp chunk \`${name}'`);
    addChunk(data, chunk[1]);
    if (colon >= 0) parseFlags(context, data, chunk[1], chunk[2], word.slice(colon + 1));
  }
}

function flagsText(data: Struct, kind: number, letters: string): string {
  const asked = chunkFlags(data, kind);
  if (!asked) return "";
  const bit = (index: number): number => 1 << (letters.length - 1 - index);
  const shown = [...letters].map((letter, index) => {
    if (!(asked.mask & bit(index))) return "";
    return asked.flags & bit(index) ? letter : letter.toLowerCase();
  });
  return `:${shown.join("")}`;
}

/** The kinds, with their flags, by number. */
export function chunksText(data: Struct, numeric: boolean): string {
  const kinds = Array.from({ length: CHUNK_KINDS }, (_, kind) => kind).filter((kind) => hasChunk(data, kind));
  if (kinds.length === 0) return "NONE";
  if (kinds.length === CHUNK_KINDS) return "ALL";
  return kinds
    .map((kind) => {
      const [name = "", , letters = ""] = CHUNKS.find(([, number]) => number === kind) ?? [];
      const shown = numeric ? `0x${kind.toString(16).toUpperCase().padStart(4, "0")}` : name;
      return shown + flagsText(data, kind, letters);
    })
    .join(",");
}
