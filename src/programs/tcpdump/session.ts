/**
 * A live capture from the first line on standard error to the statistics.
 */
import { ENETDOWN, strerror } from "../../errno.ts";
import { CaptureRecord, DLT_LINUX_SLL, DLT_LINUX_SLL2 } from "../../packet/capture.ts";
import type { Process } from "../../process/process.ts";
import {
  checkUser,
  dumpFilter,
  fail,
  filterProgram,
  filterText,
  interfaceNames,
  openSink,
} from "./common.ts";
import { compileFilter } from "./filter/compile.ts";
import { cookFilter } from "./filter/cook.ts";
import { instructionBytes } from "./filter/instruction.ts";
import { linkTypeName, linkTypeText } from "./link-types.ts";
import type { LiveCapture } from "./live.ts";
import { Names } from "./names.ts";
import type { Options } from "./options.ts";
import type { Sink } from "./sink.ts";

/** Packets that are taken before other processes get their turn. */
const BATCH = 256;
const SECOND = 1e9;

/** Captures until the count is reached or a signal comes. @returns the exit status */
export async function captureOn(
  process: Process,
  options: Options,
  device: string,
  live: LiveCapture,
): Promise<number> {
  const { linkType } = live;
  if (options.linkType !== undefined || options.device === "any")
    process.stderr.write(`tcpdump: data link type ${linkTypeName(linkType)}\n`);
  const expression = filterText(process, options);
  if (typeof expression !== "string") return fail(process, expression.message);
  if (options.dump > 0) return dumpFilter(process, options, expression, linkType, "live");
  const problem = startFilter(process, options, expression, live);
  if (problem !== undefined) return fail(process, problem);
  const names = interfaceNames(process);
  const sink = await openSink(process, options, linkType, options.snaplen, names.name);
  if (typeof sink === "string") return fail(process, sink);
  const unknown = checkUser(process, options);
  if (unknown !== undefined) return fail(process, unknown);
  const started = live.start();
  if (started < 0) return fail(process, `${device}: ${strerror(started)}`);
  const quiet = options.verbose === 0 && options.writeFile === undefined;
  process.stderr.write(
    quiet ? "tcpdump: verbose output suppressed, use -v[v]... for full protocol decode\n" : "tcpdump: ",
  );
  process.stderr.write(
    `listening on ${device}, link-type ${linkTypeText(linkType)}, snapshot length ${options.snaplen} bytes\n`,
  );
  const status = await loop(process, options, live, sink);
  names.close();
  return status;
}

/** Compiles the filter and gives it to the kernel, or keeps it here when the kernel cannot run it. @returns an error */
function startFilter(
  process: Process,
  options: Options,
  expression: string,
  live: LiveCapture,
): string | undefined {
  const { linkType } = live;
  const compiled = compileFilter(expression, {
    linkType,
    snaplen: options.snaplen,
    source: "live",
    names: new Names(process.sys),
    optimize: !options.noOptimize,
  });
  if (typeof compiled === "string") return compiled;
  if (compiled.length === 1) return undefined;
  const cooked = linkType === DLT_LINUX_SLL2 || linkType === DLT_LINUX_SLL;
  const program = cooked ? cookFilter(compiled, linkType) : compiled;
  if (!program || !live.attach(instructionBytes(program))) live.filterHere(filterProgram(compiled));
  return undefined;
}

async function loop(process: Process, options: Options, live: LiveCapture, sink: Sink): Promise<number> {
  const record = new CaptureRecord();
  let interrupted = false;
  let error = 0;
  const stop = (): void => {
    interrupted = true;
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.onSignal(signal, stop);
  process.onSignal("SIGUSR1", () => report(process, live, sink, ", ", "tcpdump: "));
  const progress = new Progress(process, options, sink);
  for (let taken = 0; !interrupted && (options.count === 0 || sink.packets < options.count); taken++) {
    const result = live.next(record);
    if (typeof result === "number") {
      error = result;
      break;
    }
    if (result) await sink.take(record);
    if (result && taken % BATCH !== BATCH - 1) continue;
    await process.poll([live.socket], result ? 0 : progress.timeout());
    progress.show();
  }
  await sink.close(interrupted);
  if (error < 0) {
    const text = error === -ENETDOWN ? "The interface disappeared" : strerror(error);
    process.stderr.write(`tcpdump: pcap_loop: ${text}\n`);
  }
  report(process, live, sink, "\n", "");
  return error < 0 ? 1 : 0;
}

/** With `-v -w`: the number of packets, once a second when it has changed. */
class Progress {
  private readonly process: Process;
  private readonly sink: Sink;
  private readonly wanted: boolean;
  private shown = -1;
  private next: number;

  constructor(process: Process, options: Options, sink: Sink) {
    this.process = process;
    this.sink = sink;
    this.wanted = options.verbose > 0 && options.writeFile !== undefined && !options.print;
    this.next = this.wanted ? process.sys.monotonic() + SECOND : 0;
  }

  /** Nanoseconds until the next look; undefined when nothing is to be shown. */
  timeout(): number | undefined {
    return this.wanted ? Math.max(0, this.next - this.process.sys.monotonic()) : undefined;
  }

  show(): void {
    if (!this.wanted || this.process.sys.monotonic() < this.next) return;
    this.next += SECOND;
    if (this.sink.packets === this.shown) return;
    this.shown = this.sink.packets;
    this.process.stderr.write(`Got ${this.shown}\r`);
  }
}

/** The statistics, on standard error. */
function report(process: Process, live: LiveCapture, sink: Sink, separator: string, prefix: string): void {
  const { received, dropped } = live.statistics();
  const packets = (count: number): string => `${count} packet${count === 1 ? "" : "s"}`;
  process.stderr.write(
    `${prefix}${packets(sink.packets)} captured${separator}${packets(received)} received by filter${separator}` +
      `${packets(dropped)} dropped by kernel\n`,
  );
}
