/** Reads a connection by lines and by lengths. */
import { concatenate } from "../../process/open-file.ts";
import type { ByteStream } from "../lib/byte-stream.ts";

/** Longest line of a header, and all of it together. */
const LINE_MAX = 102_400;

/** Reads one connection; what came too early for one answer is kept for the next. */
export class HttpReader {
  private readonly stream: ByteStream;
  private rest = new Uint8Array(0);
  /** The last error, when reading ended with one. */
  error = 0;
  ended = false;
  deadline: number | undefined;

  constructor(stream: ByteStream, deadline?: number) {
    this.stream = stream;
    this.deadline = deadline;
  }

  /** Whether bytes that were read wait to be taken. */
  get buffered(): boolean {
    return this.rest.length > 0;
  }

  private async fill(): Promise<boolean> {
    if (this.ended) return false;
    const more = await this.stream.read(this.deadline);
    if (more instanceof Uint8Array) {
      this.rest = this.rest.length === 0 ? more.slice() : concatenate([this.rest, more]).slice();
      return true;
    }
    this.ended = true;
    this.error = more ?? 0;
    return false;
  }

  /** A line without its end; undefined when the connection ends first or the line is too long. */
  async line(): Promise<string | undefined> {
    for (let from = 0; ; ) {
      const end = this.rest.indexOf(10, from);
      if (end >= 0) {
        const text = new TextDecoder("latin1").decode(this.rest.subarray(0, end));
        this.rest = this.rest.slice(end + 1);
        return text.replace(/\r$/, "");
      }
      from = this.rest.length;
      if (from > LINE_MAX || !(await this.fill())) return undefined;
    }
  }

  /** At most so many bytes, at least one; undefined at the end. */
  async some(max: number): Promise<Uint8Array | undefined> {
    if (this.rest.length === 0 && !(await this.fill())) return undefined;
    const part = this.rest.slice(0, max);
    this.rest = this.rest.slice(part.length);
    return part;
  }
}

/** The header of a message: lines as they came, and the last value of each name in lower case. */
export interface HttpHeader {
  readonly start: string;
  readonly lines: readonly string[];
  readonly fields: ReadonlyMap<string, string>;
}

const FIELDS_MAX = 1000;

/** Reads up to the empty line; undefined when the connection ends before anything, or the header is too long. */
export async function readHeader(reader: HttpReader): Promise<HttpHeader | undefined> {
  const start = await reader.line();
  if (start === undefined) return undefined;
  const lines: string[] = [];
  const fields = new Map<string, string>();
  for (let line = await reader.line(); line !== undefined && line !== ""; line = await reader.line()) {
    if (lines.length >= FIELDS_MAX) return undefined;
    lines.push(line);
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { start, lines, fields };
}
