/** Where iperf3's lines go: standard output or a log file, with title and time before them, kept for the client or not at all. */
import { type Errno, isErrno } from "../../errno.ts";
import { type File, O_APPEND, O_CREAT, O_RDWR } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { formatTime } from "../lib/text/strftime.ts";

/** Most of a server's output that is kept for a client, in characters. */
const KEPT_MAX = 1 << 20;
const LOG_MODE = 0o666;

/** What stands before the lines. */
export interface PrinterOptions {
  readonly title: string | undefined;
  readonly timestamps: string | undefined;
  readonly flushes: boolean;
}

/** The lines' way out. */
export class Printer {
  private readonly process: Process;
  private readonly options: PrinterOptions;
  private log: File | undefined;
  /** What was printed since, for the client. */
  private kept: string | undefined;

  constructor(process: Process, options: PrinterOptions) {
    this.process = process;
    this.options = options;
  }

  /** @returns 0 or the error of opening the file */
  openLog(path: string): Errno | 0 {
    const file = this.process.sys.open(this.process.resolve(path), O_RDWR | O_CREAT | O_APPEND, LOG_MODE);
    if (isErrno(file)) return file;
    this.log = file;
    return 0;
  }

  get logs(): boolean {
    return this.log !== undefined;
  }

  /** Keeps a copy of what follows. */
  keep(): void {
    this.kept = "";
  }

  taken(): string {
    const text = this.kept ?? "";
    this.kept = undefined;
    return text;
  }

  /** A line, or more, of a report. */
  line(text: string): void {
    const { title, timestamps } = this.options;
    const time = timestamps === undefined ? "" : formatTime(timestamps, this.process.sys.realtime() / 1000);
    const before = `${time}${title === undefined ? "" : `${title}:  `}`;
    if (this.kept !== undefined && this.kept.length < KEPT_MAX) this.kept += `${time}${text}`;
    this.raw(`${before}${text}`);
  }

  raw(text: string): void {
    if (this.log === undefined) this.process.stdout.write(text);
    else this.log.write(new TextEncoder().encode(text));
  }

  /** A message about what went wrong. */
  error(text: string): void {
    if (this.log === undefined) this.process.stderr.write(text);
    else this.log.write(new TextEncoder().encode(text));
  }

  async intervalDone(): Promise<void> {
    if (this.options.flushes) await this.process.stdout.flush();
  }
}
