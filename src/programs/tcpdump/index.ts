/**
 * `tcpdump` as in Debian 12: version 4.99.3 with libpcap 1.10.3.
 *
 * Limits: time stamps are in UTC; names come from `/etc/hosts` and `/etc/services`, never from DNS; payloads of UDP and TCP are shown
 * by their length, except VXLAN; files are not rotated. An option that is not there says so.
 */
import { ENETDOWN, isErrno, strerror } from "../../errno.ts";
import { O_RDONLY } from "../../kernel.ts";
import { decodeProgram, FilterAncillary, type FilterProgram } from "../../packet/bpf.ts";
import {
  CAPTURE_ERROR,
  CAPTURE_RECORD,
  CaptureRecord,
  DLT_EN10MB,
  DLT_LINUX_SLL,
  DLT_LINUX_SLL2,
} from "../../packet/capture.ts";
import type { Process } from "../../process/process.ts";
import { DeviceQueries, deviceLine, listDevices } from "./devices.ts";
import { compileFilter } from "./filter/compile.ts";
import { cookFilter } from "./filter/cook.ts";
import { disassemble, type Instruction, instructionBytes } from "./filter/instruction.ts";
import type { FilterSource } from "./filter/layers.ts";
import { linkTypeByName, linkTypeName, linkTypeText } from "./link-types.ts";
import { LiveCapture, openLive } from "./live.ts";
import { Names } from "./names.ts";
import { type Options, parseOptions } from "./options.ts";
import { packetPrinter } from "./packet-printer.ts";
import { createSaveFile, openSaveFile, type SaveFile } from "./savefile.ts";
import { Sink } from "./sink.ts";

/** Packets that are taken before other processes get their turn. */
const BATCH = 256;
const SECOND = 1e9;

export async function main(process: Process): Promise<number> {
  const options = parseOptions(process.argv);
  if ("status" in options) {
    process.stdout.write(options.stdout ?? "");
    process.stderr.write(options.stderr ?? "");
    return options.status;
  }
  if (options.list === "interfaces") return listInterfaces(process);
  const linkType = requestedLinkType(options);
  if (typeof linkType === "string") return fail(process, linkType);
  const expression = filterText(process, options);
  if (typeof expression !== "string")
    return fail(process, `can't open ${options.filterFile}: ${strerror(expression.errno)}`);
  if (options.readFile !== undefined) return readCapture(process, options, options.readFile, expression);
  if (options.countOnly && !options.readFile) return fail(process, "--count is allowed only with -r");
  if (options.dump > 0 && options.device === undefined) {
    if (linkType === undefined) process.stderr.write("Warning: assuming Ethernet\n");
    return dumpFilter(process, options, expression, linkType ?? DLT_EN10MB, "none");
  }
  return capture(process, options, expression, linkType);
}

function fail(process: Process, message: string): number {
  process.stderr.write(`tcpdump: ${message}\n`);
  return 1;
}

function requestedLinkType(options: Options): number | undefined | string {
  if (options.linkType === undefined) return undefined;
  return linkTypeByName(options.linkType) ?? `invalid data link type ${options.linkType}`;
}

/** The filter expression from the command line, or from the file of `-F`. */
function filterText(process: Process, options: Options): string | { readonly errno: number } {
  if (options.filterFile === undefined) return options.expression.join(" ");
  const file = process.sys.open(process.resolve(options.filterFile), O_RDONLY);
  if (isErrno(file)) return { errno: file };
  const bytes = new Uint8Array(65536);
  const length = Math.max(0, file.read(bytes));
  file.close();
  return new TextDecoder().decode(bytes.subarray(0, length)).replace(/#.*/g, "");
}

function listInterfaces(process: Process): number {
  const devices = listDevices(process.sys);
  devices.forEach((device, i) => {
    process.stdout.write(`${i + 1}.${deviceLine(device)}\n`);
  });
  return 0;
}

function dumpFilter(
  process: Process,
  options: Options,
  text: string,
  linkType: number,
  source: FilterSource,
): number {
  const compiled = compileFilter(text, {
    linkType,
    snaplen: options.snaplen,
    source,
    names: new Names(process.sys),
  });
  if (typeof compiled === "string") return fail(process, compiled);
  process.stdout.write(disassemble(compiled, options.dump));
  return 0;
}

/** `-r` */
async function readCapture(
  process: Process,
  options: Options,
  path: string,
  expression: string,
): Promise<number> {
  const file = await openSaveFile(process, path);
  if (typeof file === "string") return fail(process, file);
  try {
    const { linkType, snaplen } = file.reader;
    if (options.dump > 0) return dumpFilter(process, options, expression, linkType, "file");
    const names = new Names(process.sys);
    process.stderr.write(
      `reading from file ${path}, link-type ${linkTypeText(linkType)}, snapshot length ${snaplen}\n`,
    );
    const compiled = compileFilter(expression, { linkType, snaplen, source: "file", names });
    if (typeof compiled === "string") return fail(process, compiled);
    if (linkType === DLT_LINUX_SLL2) process.stderr.write("Warning: interface names might be incorrect\n");
    const interfaces = interfaceNames(process);
    const sink = await openSink(process, options, linkType, snaplen, interfaces.name);
    if (typeof sink === "string") return fail(process, sink);
    const status = await readPackets(process, options, file, filterProgram(compiled), sink);
    interfaces.close();
    return status;
  } finally {
    file.close();
  }
}

function filterProgram(instructions: readonly Instruction[]): FilterProgram {
  return decodeProgram(instructionBytes(instructions), 0, instructions.length);
}

async function openSink(
  process: Process,
  options: Options,
  linkType: number,
  snaplen: number,
  interfaceName: (index: number) => string | undefined,
): Promise<Sink | string> {
  const writer =
    options.writeFile === undefined
      ? undefined
      : createSaveFile(process, options.writeFile, linkType, snaplen, options.nanosecond);
  if (typeof writer === "string") return writer;
  const printing = (writer === undefined || options.print) && !options.countOnly;
  const printer = printing
    ? packetPrinter(options, new Names(process.sys), linkType, interfaceName)
    : undefined;
  if (printing && !printer)
    return `packet printing is not supported for link type ${linkTypeName(linkType)}: use -w`;
  if (writer && options.packetBuffered) await writer.flush();
  return new Sink(process, options, printer, writer);
}

async function readPackets(
  process: Process,
  options: Options,
  file: SaveFile,
  filter: FilterProgram,
  sink: Sink,
): Promise<number> {
  const record = new CaptureRecord();
  const ancillary = new FilterAncillary();
  let result = CAPTURE_RECORD;
  let stopped = false;
  const stop = (): void => {
    stopped = true;
  };
  process.onSignal("SIGINT", stop);
  process.onSignal("SIGTERM", stop);
  while (!stopped && (options.count === 0 || sink.packets < options.count)) {
    result = await file.next(record);
    if (result !== CAPTURE_RECORD) break;
    if (filter.run(record.bytes, record.offset, record.length, record.wireLength, ancillary) === 0) continue;
    await sink.take(record);
  }
  await sink.close(stopped);
  if (options.countOnly && result !== CAPTURE_ERROR)
    process.stdout.write(`${sink.packets} packet${sink.packets === 1 ? "" : "s"}\n`);
  if (result !== CAPTURE_ERROR) return 0;
  await process.stdout.flush();
  return fail(process, `pcap_loop: ${file.reader.error}`);
}

/** The device to capture on: the one asked for, by name or number of `-D`, or the first. */
function chooseDevice(process: Process, wanted: string | undefined): string | undefined {
  if (wanted === undefined) return listDevices(process.sys)[0]?.name;
  if (!/^\d+$/.test(wanted)) return wanted;
  const queries = DeviceQueries.open(process.sys);
  const exists = typeof queries !== "number" && queries.index(wanted) > 0;
  if (typeof queries !== "number") queries.close();
  return exists ? wanted : listDevices(process.sys)[Number(wanted) - 1]?.name;
}

async function capture(
  process: Process,
  options: Options,
  expression: string,
  linkType: number | undefined,
): Promise<number> {
  const device = chooseDevice(process, options.device);
  if (device === undefined) return fail(process, "Invalid adapter index");
  const live = openLive(process.sys, {
    device,
    snaplen: options.snaplen,
    promiscuous: !options.noPromiscuous,
    direction: options.direction,
    linkType: linkType === DLT_LINUX_SLL ? DLT_LINUX_SLL : undefined,
  });
  if (!(live instanceof LiveCapture)) return fail(process, live.message);
  try {
    if (options.list === "link-types") return listLinkTypes(process, device, live.linkType);
    if (options.list === "time-stamp-types") {
      process.stdout.write(`Time stamp types for ${device} (use option -j to set):\n  host (Host)\n`);
      return 0;
    }
    if (linkType !== undefined && linkType !== live.linkType)
      return fail(process, `${linkTypeName(linkType)} is not one of the DLTs supported by this device`);
    return await captureOn(process, options, device, expression, live);
  } finally {
    live.socket.close();
  }
}

function listLinkTypes(process: Process, device: string, linkType: number): number {
  const lines =
    device === "any"
      ? ["LINUX_SLL (Linux cooked v1)", "LINUX_SLL2 (Linux cooked v2)"]
      : linkType === DLT_EN10MB && device !== "lo"
        ? ["EN10MB (Ethernet)", "DOCSIS (DOCSIS) (printing not supported)"]
        : [linkTypeText(linkType)];
  process.stdout.write(`Data link types for ${device} (use option -y to set):\n  ${lines.join("\n  ")}\n`);
  return 0;
}

async function captureOn(
  process: Process,
  options: Options,
  device: string,
  expression: string,
  live: LiveCapture,
): Promise<number> {
  const { linkType } = live;
  if (options.dump > 0) return dumpFilter(process, options, expression, linkType, "live");
  if (linkType === DLT_LINUX_SLL2 || linkType === DLT_LINUX_SLL)
    process.stderr.write(`tcpdump: data link type ${linkTypeName(linkType)}\n`);
  const problem = startFilter(process, options, expression, live);
  if (problem !== undefined) return fail(process, problem);
  const names = interfaceNames(process);
  const sink = await openSink(process, options, linkType, options.snaplen, names.name);
  if (typeof sink === "string") return fail(process, sink);
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
  });
  if (typeof compiled === "string") return compiled;
  if (compiled.length === 1) return undefined;
  const cooked = linkType === DLT_LINUX_SLL2 || linkType === DLT_LINUX_SLL;
  const program = cooked ? cookFilter(compiled, linkType) : compiled;
  if (!program || !live.attach(instructionBytes(program))) live.filterHere(filterProgram(compiled));
  return undefined;
}

/** Names of interface indices, asked once each. */
function interfaceNames(process: Process): {
  name: (index: number) => string | undefined;
  close: () => void;
} {
  const queries = DeviceQueries.open(process.sys);
  const known = new Map<number, string | undefined>();
  if (typeof queries === "number") return { name: () => undefined, close: () => undefined };
  return {
    name: (index) => {
      if (!known.has(index)) known.set(index, queries.name(index));
      return known.get(index);
    },
    close: () => queries.close(),
  };
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
