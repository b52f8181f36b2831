/** `dmesg` of util-linux 2.38.1: shows the kernel's log. There is no pager: `--human` only chooses the form. */
import { EAGAIN, EINVAL, ENODEV, EPIPE, isErrno, strerror } from "../../errno.ts";
import {
  type File,
  O_RDONLY,
  SYSLOG_ACTION_CLEAR,
  SYSLOG_ACTION_READ_ALL,
  SYSLOG_ACTION_READ_CLEAR,
  SYSLOG_ACTION_SIZE_BUFFER,
} from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { multibyteLocale } from "../../process/text.ts";
import { chunksOf } from "../lib/text/input.ts";
import { Leave, type Options, parseOptions } from "./options.ts";
import { JsonPrinter, type Printer, RawPrinter, safeText, TextPrinter } from "./print.ts";
import { type DmesgRecord, parseBuffer, parseKmsg } from "./record.ts";
import { Clockwork } from "./times.ts";
import { USAGE } from "./usage.ts";

const US_PER_S = 1e6;
const NS_PER_US = 1000;
/** Room for one record of /dev/kmsg. */
const RECORD_ROOM = 8192;
/** How much larger a buffer is than what was asked for. */
const SPARE = 8;
const INT_MAX = 0x7fff_ffff;
const MOST_BUFFER = 16 * 1024 * 1024;

export async function main(process: Process): Promise<number> {
  const options = parseOptions(process.argv, process.sys.realtime() / US_PER_S, USAGE);
  if (options instanceof Leave) {
    process.stdout.write(options.output);
    process.stderr.write(options.error);
    return options.status;
  }
  const { action } = options;
  if (action === SYSLOG_ACTION_READ_ALL || action === SYSLOG_ACTION_READ_CLEAR)
    return new Reader(process, options).run();
  const result = process.sys.syslog(action, options.consoleLevel);
  const what = action === SYSLOG_ACTION_CLEAR ? "clear kernel buffer" : "klogctl";
  return result < 0 ? fail(process, `${what} failed: ${strerror(-result)}`) : 0;
}

function fail(process: Process, message: string): number {
  process.stderr.write(`${process.argv[0]}: ${message}\n`);
  return 1;
}

function byteString(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** One output of the log. */
class Reader {
  private readonly process: Process;
  private readonly options: Options;
  private readonly printing: ConstructorParameters<typeof RawPrinter>[0];
  private readonly clockwork: Clockwork;
  private readonly printer: Printer;

  constructor(process: Process, options: Options) {
    this.process = process;
    this.options = options;
    const { sys } = process;
    const boot = Math.floor((sys.realtime() - sys.monotonic() / NS_PER_US) / US_PER_S);
    this.clockwork = new Clockwork(options.time, options.delta, boot);
    this.printing = {
      decode: options.decode,
      escape: options.escape,
      color: options.color === "always" || (options.color === "auto" && process.stdout.isTerminal),
      multibyte: multibyteLocale((name) => process.env.get(name)),
    };
    this.printer = this.makePrinter();
  }

  private makePrinter(): Printer {
    if (this.options.json) return new JsonPrinter(this.printing);
    if (this.options.raw) return new RawPrinter(this.printing);
    return new TextPrinter(this.printing, this.clockwork);
  }

  async run(): Promise<number> {
    const { options, process } = this;
    if (options.delta && options.time === "iso" && !options.json)
      process.stderr.write(
        `${process.argv[0]}: --show-delta is ignored when used together with iso8601 time format\n`,
      );
    if (options.file !== undefined) return this.readFile(options.file);
    if (options.useSyslog) return this.readSyslog();
    const file = process.sys.open("/dev/kmsg", O_RDONLY);
    return isErrno(file) ? this.readSyslog() : this.readKmsg(file);
  }

  private accepts(record: DmesgRecord): boolean {
    const { levels, facilities, since, until } = this.options;
    if (levels !== undefined && (record.facility < 0 || !levels.has(record.level))) return false;
    if (facilities !== undefined && !facilities.has(record.facility)) return false;
    const time = this.clockwork.wall(record);
    return (
      !(since !== undefined && time < Math.floor(since)) && !(until !== undefined && time > Math.floor(until))
    );
  }

  private print(text: string): void {
    if (text !== "") this.process.stdout.write(bytesOf(text));
  }

  private printRecord(record: DmesgRecord): void {
    const { forcePrefix, json } = this.options;
    const lines = record.text.split("\n").filter((line) => line !== "");
    if (!forcePrefix || json || lines.length < 2) {
      this.print(this.printer.record(record));
      return;
    }
    for (const [index, text] of lines.entries())
      this.print(
        index === 0 ? this.printer.record({ ...record, text }) : this.printer.again({ ...record, text }),
      );
  }

  private async readKmsg(file: File): Promise<number> {
    const { options, process } = this;
    file.seek(0, options.onlyNew ? "end" : "data");
    const into = new Uint8Array(RECORD_ROOM);
    let status = 0;
    for (;;) {
      const count = file.read(into);
      if (count === -EPIPE) continue;
      if (count === -EAGAIN && options.follow) {
        await process.stdout.flush();
        await process.poll([file]);
        continue;
      }
      if (count < 0 && count !== -EAGAIN)
        status = fail(process, `read kernel buffer failed: ${strerror(-count)}`);
      if (count <= 0) break;
      const record = parseKmsg(byteString(into.subarray(0, count)));
      if (record !== undefined && this.accepts(record)) this.printRecord(record);
    }
    file.close();
    this.print(this.printer.end());
    if (options.action === SYSLOG_ACTION_READ_CLEAR) process.sys.syslog(SYSLOG_ACTION_CLEAR, 0);
    return status;
  }

  private readSyslog(): number {
    const { process, options } = this;
    const { sys } = process;
    const size =
      options.bufferSize > 0 ? options.bufferSize + SPARE : sys.syslog(SYSLOG_ACTION_SIZE_BUFFER, 0);
    // the length of a buffer is an int, and the log is never that long
    const into = new Uint8Array(Math.min(Math.max(0, size), MOST_BUFFER));
    const count = size < 0 ? size : size > INT_MAX ? -EINVAL : sys.syslog(options.action, into);
    if (count < 0) return fail(process, `read kernel buffer failed: ${strerror(-count)}`);
    this.printBuffer(byteString(into.subarray(0, count)));
    return 0;
  }

  private async readFile(name: string): Promise<number> {
    const { process } = this;
    const path = process.resolve(name);
    const file = process.sys.open(path, O_RDONLY);
    if (isErrno(file)) return fail(process, `cannot open ${name}: ${strerror(-file)}`);
    const status = file.stat();
    // dmesg maps the file into memory
    const refusal = isErrno(status)
      ? -status
      : status.type === "directory"
        ? ENODEV
        : status.size === 0
          ? EINVAL
          : 0;
    if (refusal !== 0) {
      file.close();
      return fail(process, `cannot mmap: ${name}: ${strerror(refusal)}`);
    }
    let text = "";
    for await (const chunk of chunksOf(process, file)) text += byteString(chunk);
    this.printBuffer(text);
    return 0;
  }

  private printBuffer(buffer: string): void {
    if (this.options.raw && !this.options.json) {
      this.print(safeText(buffer, this.printing) + (buffer.endsWith("\n") || buffer === "" ? "" : "\n"));
      return;
    }
    for (const record of parseBuffer(buffer))
      if (this.accepts(record)) this.print(this.printer.record(record));
    this.print(this.printer.end());
  }
}
