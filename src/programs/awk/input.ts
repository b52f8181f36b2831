/** Records of awk's inputs: the main one, files and commands. */
import { EAGAIN } from "../../errno.ts";
import type { File } from "../../kernel.ts";
import type { BaseOpenFile } from "../../process/open-file.ts";
import type { Child, Process } from "../../process/process.ts";
import { byteCharacters, decodeText } from "../../process/text.ts";
import { awkRegExp } from "./regex.ts";

/** mawk waits for so many bytes unless it is interactive. */
const BUFFER = 4096;

/** The next bytes; undefined at the end. */
export type Read = () => Promise<Uint8Array | undefined>;

/** Takes an input apart into records, by the separator of the moment. */
export class RecordReader {
  private readonly read: Read;
  private readonly interactive: boolean;
  private rest = "";
  private ended = false;
  private first = true;

  constructor(read: Read, interactive: boolean) {
    this.read = read;
    this.interactive = interactive;
  }

  /** The next record up to what `separator` (RS) says; undefined at the end. */
  async next(separator: string): Promise<string | undefined> {
    if (separator === "") await this.skipNewlines();
    for (let from = 0; ; ) {
      const found = separatorIn(this.rest, separator, from, this.ended);
      if (found !== undefined) {
        const record = this.rest.slice(0, found.start);
        this.rest = this.rest.slice(found.end);
        return record;
      }
      if (this.ended) break;
      // a separator of several characters may have begun
      from = separator.length === 1 ? this.rest.length : 0;
      await this.fill();
    }
    if (this.rest === "") return undefined;
    const record = separator === "" ? this.rest.replace(/\n+$/, "") : this.rest;
    this.rest = "";
    return record;
  }

  private async skipNewlines(): Promise<void> {
    if (!this.first && this.rest !== "" && !this.rest.startsWith("\n")) return;
    this.first = false;
    for (;;) {
      this.rest = this.rest.replace(/^\n+/, "");
      if (this.rest !== "" || this.ended) return;
      await this.fill();
    }
  }

  private async fill(): Promise<void> {
    for (let count = 0; count < BUFFER; ) {
      const bytes = await this.read();
      if (bytes === undefined) {
        this.ended = true;
        return;
      }
      count += bytes.length;
      this.rest += byteText(bytes);
      if (this.interactive) return;
    }
  }
}

/** awk sees bytes, in every locale. */
export function byteText(bytes: Uint8Array): string {
  return byteCharacters(decodeText(bytes));
}

function separatorIn(
  text: string,
  separator: string,
  from: number,
  ended: boolean,
): { readonly start: number; readonly end: number } | undefined {
  if (separator.length === 1) {
    const at = text.indexOf(separator, from);
    return at < 0 ? undefined : { start: at, end: at + 1 };
  }
  const match = awkRegExp(separator === "" ? "\n\n+" : separator).exec(text);
  if (match === null || match[0] === "") return undefined;
  const end = match.index + match[0].length;
  // more of it may follow
  return end === text.length && !ended ? undefined : { start: match.index, end };
}

/** Reads a file piece by piece, waiting where it has nothing yet. */
export function readFile(process: Process, file: File): Read {
  return async () => {
    for (;;) {
      const into = new Uint8Array(BUFFER);
      const count = file.read(into);
      if (count > 0) return into.subarray(0, count);
      if (count !== -EAGAIN) return undefined;
      await process.poll([file]);
    }
  };
}

/** Reads a pipe piece by piece, waiting where it has nothing yet. */
export function readPipe(process: Process, pipe: BaseOpenFile): Read {
  return async () => {
    for (;;) {
      const result = pipe.tryRead(BUFFER);
      if (result === -EAGAIN) await process.poll([{ poll: (wake) => pipe.pollRead(wake) }]);
      else return typeof result === "number" ? undefined : result;
    }
  };
}

/** Something that `getline` reads from and `close` closes. */
export interface OpenInput {
  readonly records: RecordReader;
  readonly child: Child | undefined;
  close(): void;
}
