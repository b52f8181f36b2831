/** The files that sed's `w` and `W` write: opened before the first line, buffered as glibc does, closed at the end. */
import { strerror } from "../../errno.ts";
import { type File, O_CREAT, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { encodeText } from "../../process/text.ts";
import { writeWhole } from "../lib/text/output-file.ts";
import type { SedCommand } from "./sed-script.ts";

/** glibc's buffer. */
const BUFFER = 4096;

/** `EXIT_PANIC` */
export const PANIC = 4;

/** Ends sed at once (`panic`). */
export class SedPanic {
  readonly message: string;
  readonly status = PANIC;
  constructor(message: string) {
    this.message = message;
  }
}

interface Written {
  readonly name: string;
  readonly file: File;
  held: Uint8Array[];
  length: number;
  /** Bytes of the first piece that found no room in the buffer. */
  overflowing: number;
  newlineMissing: boolean;
}

/** Names that mean streams that are open already. */
const STREAMS = new Set(["/dev/stdout", "/dev/stderr"]);

/** Those files. */
export class WrittenFiles {
  private readonly process: Process;
  private readonly unbuffered: boolean;
  private readonly files = new Map<string, Written>();

  constructor(process: Process, unbuffered: boolean) {
    this.process = process;
    this.unbuffered = unbuffered;
  }

  /** Opens and empties what the script's commands write. */
  open(script: readonly SedCommand[]): void {
    for (const { name, text, flags } of script) {
      const file = name === "w" || name === "W" ? text : name === "s" ? flags.file : "";
      if (file !== "" && !STREAMS.has(file) && !this.files.has(file)) this.openOne(file);
    }
  }

  private openOne(name: string): void {
    const { process } = this;
    const file = process.sys.open(process.resolve(name), O_WRONLY | O_CREAT | O_TRUNC, 0o666);
    if (typeof file === "number") throw new SedPanic(`couldn't open file ${name}: ${strerror(-file)}`);
    this.files.set(name, { name, file, held: [], length: 0, overflowing: 0, newlineMissing: false });
  }

  /** Appends a line; what does not fit into the buffer is handed on by {@link settle}. */
  write(name: string, text: string, newline: string): void {
    const written = this.files.get(name);
    if (written === undefined) return;
    if (written.newlineMissing) hold(written, "\n");
    hold(written, text);
    hold(written, newline);
    written.newlineMissing = newline === "";
  }

  /** After a line: hands on what is more than the buffers hold, and all of it when nothing is to be buffered. */
  async settle(): Promise<void> {
    for (const written of this.files.values()) {
      const { overflowing, name } = written;
      if (overflowing > 0) await this.handOn(written, `couldn't write ${overflowing} items to ${name}`);
      else if (this.unbuffered) await this.handOn(written, `couldn't flush ${name}`);
    }
  }

  async close(): Promise<void> {
    for (const written of this.files.values()) {
      await this.handOn(written, "couldn't flush <unknown>");
      written.file.close();
    }
    this.files.clear();
  }

  private async handOn(written: Written, trouble: string): Promise<void> {
    const pieces = written.held;
    written.held = [];
    written.length = 0;
    written.overflowing = 0;
    for (const piece of pieces) {
      const error = await writeWhole(this.process, written.file, piece);
      if (error !== 0) throw new SedPanic(`${trouble}: ${strerror(-error)}`);
    }
  }
}

function hold(written: Written, text: string): void {
  const bytes = encodeText(text);
  written.held.push(bytes);
  written.length += bytes.length;
  if (written.length > BUFFER && written.overflowing === 0) written.overflowing = bytes.length;
}
