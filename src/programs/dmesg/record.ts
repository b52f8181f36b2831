/** Records of the log, in the two forms in which it can be read. Texts have one character a byte. */
import { FACILITIES } from "./names.ts";

/** One record, whichever form it came in. */
export interface DmesgRecord {
  /** Index of the facility's name, and of the level's; -1: not told. */
  readonly facility: number;
  readonly level: number;
  /** Since boot. */
  readonly seconds: number;
  readonly micros: number;
  readonly text: string;
  /** What `--json` shows: text of a buffer is not cut off where the record ends. */
  readonly jsonText: string;
}

const US_PER_S = 1_000_000;

function priority(number: number): { facility: number; level: number } {
  const facility = number >>> 3;
  const known = facility < FACILITIES.length;
  return { facility: known ? facility : -1, level: known ? number & 7 : -1 };
}

function unescaped(text: string): string {
  return text.replace(/\\x([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** One record as /dev/kmsg gives it: `6,339,5140900,-;text`; undefined when it is something else. */
export function parseKmsg(bytes: string): DmesgRecord | undefined {
  const match = /^(\d+),\d+,(\d+)[^;]*;([^\n]*)/.exec(bytes);
  if (match === null) return undefined;
  const time = Number(match[2]);
  const text = unescaped(match[3]);
  return {
    ...priority(Number(match[1])),
    seconds: Math.floor(time / US_PER_S),
    micros: time % US_PER_S,
    text,
    jsonText: text,
  };
}

/** The records of a buffer as `syslog(2)` fills it: each begins with `<` at the beginning of a line. */
export function* parseBuffer(buffer: string): Generator<DmesgRecord> {
  for (let at = 0; at < buffer.length; ) {
    const next = buffer.indexOf("\n<", at);
    const last = buffer.endsWith("\n") ? buffer.length - 1 : buffer.length;
    const end = next < 0 ? last : next;
    yield parseLine(buffer, at, end);
    at = next < 0 ? buffer.length : next + 1;
  }
}

function parseLine(buffer: string, start: number, end: number): DmesgRecord {
  let at = start;
  let said = { facility: -1, level: -1 };
  if (buffer[at] === "<") {
    const digits = /^\d*/.exec(buffer.slice(at + 1, end))?.[0] ?? "";
    if (digits !== "") said = priority(Number(digits));
    at += digits === "" ? 1 : digits.length + 2;
  }
  const time = /^\[ *(\d+)\.(\d+)[^\]]*\] ?/.exec(buffer.slice(at, end));
  if (time !== null) at += time[0].length;
  return {
    ...said,
    seconds: time === null ? 0 : Number(time[1]),
    micros: time === null ? 0 : Number(time[2]),
    text: buffer.slice(at, end),
    jsonText: buffer.slice(at),
  };
}
