/**
 * `tcpdump` as in Debian 12: version 4.99.3 with libpcap 1.10.3.
 *
 * Limits: time stamps are in UTC; names come from `/etc/hosts` and `/etc/services`, never from DNS; payloads of UDP and TCP are shown
 * by their length, except VXLAN; files are not rotated. An option that is not there says so.
 */
import { FilterAncillary, type FilterProgram } from "../../packet/bpf.ts";
import {
  CAPTURE_ERROR,
  CAPTURE_RECORD,
  CaptureRecord,
  DLT_EN10MB,
  DLT_LINUX_SLL,
  DLT_LINUX_SLL2,
} from "../../packet/capture.ts";
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
import { DeviceQueries, listDevices } from "./devices.ts";
import { compileFilter } from "./filter/compile.ts";
import { linkTypeName, linkTypeText } from "./link-types.ts";
import { LiveCapture, openLive } from "./live.ts";
import { Names } from "./names.ts";
import { type Options, parseOptions } from "./options.ts";
import { openSaveFile, type SaveFile } from "./savefile.ts";
import { captureOn } from "./session.ts";
import type { Sink } from "./sink.ts";

export async function main(process: Process): Promise<number> {
  const options = parseOptions(process.argv);
  if ("status" in options) {
    process.stdout.write(options.stdout ?? "");
    process.stderr.write(options.stderr ?? "");
    return options.status;
  }
  if (options.listInterfaces) return listInterfaces(process);
  const { linkType } = options;
  if (options.readFile !== undefined) return readCapture(process, options, options.readFile);
  if (options.dump > 0 && options.device === undefined) {
    if (linkType === undefined) process.stderr.write("Warning: assuming Ethernet\n");
    const expression = filterText(process, options);
    if (typeof expression !== "string") return fail(process, expression.message);
    return dumpFilter(process, options, expression, linkType ?? DLT_EN10MB, "none");
  }
  return capture(process, options);
}

function listInterfaces(process: Process): number {
  const devices = listDevices(process.sys);
  devices.forEach((device, i) => {
    process.stdout.write(`${i + 1}.${device.line}\n`);
  });
  return 0;
}

/** `-r` */
async function readCapture(process: Process, options: Options, path: string): Promise<number> {
  const file = await openSaveFile(process, path);
  if (typeof file === "string") return fail(process, file);
  try {
    const { linkType, snaplen } = file.reader;
    if (options.dump === 0)
      process.stderr.write(
        `reading from file ${path}, link-type ${linkTypeText(linkType)}, snapshot length ${snaplen}\n`,
      );
    const expression = filterText(process, options);
    if (typeof expression !== "string") return fail(process, expression.message);
    if (options.dump > 0) return dumpFilter(process, options, expression, linkType, "file");
    const names = new Names(process.sys);
    const compiled = compileFilter(expression, {
      linkType,
      snaplen,
      source: "file",
      names,
      optimize: !options.noOptimize,
    });
    if (typeof compiled === "string") return fail(process, compiled);
    if (linkType === DLT_LINUX_SLL2) process.stderr.write("Warning: interface names might be incorrect\n");
    const interfaces = interfaceNames(process);
    const sink = await openSink(process, options, linkType, snaplen, interfaces.name);
    if (typeof sink === "string") return fail(process, sink);
    const problem = checkUser(process, options);
    if (problem !== undefined) return fail(process, problem);
    const status = await readPackets(process, options, file, filterProgram(compiled), sink);
    interfaces.close();
    return status;
  } finally {
    file.close();
  }
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

async function capture(process: Process, options: Options): Promise<number> {
  const { linkType } = options;
  const device = chooseDevice(process, options.device);
  if (options.listTimeStampTypes) {
    // the device is not opened for them, nor looked for
    const name = options.device ?? device;
    process.stderr.write(`Time stamp types for ${name} (use option -j to set):\n  host (Host)\n`);
    return 0;
  }
  if (device === undefined) return fail(process, "Invalid adapter index");
  const live = openLive(process.sys, {
    device,
    snaplen: options.snaplen,
    bufferSize: options.bufferSize,
    promiscuous: !options.noPromiscuous,
    direction: options.direction,
    // version 2 only for who asks for "any" by its name
    linkType:
      (linkType ?? (options.device === "any" ? undefined : DLT_LINUX_SLL)) === DLT_LINUX_SLL
        ? DLT_LINUX_SLL
        : undefined,
  });
  if (!(live instanceof LiveCapture)) return fail(process, live.message);
  if (options.timeStampType !== "host")
    process.stderr.write(
      `tcpdump: WARNING: When trying to set timestamp type '${options.timeStampType}' on ${device}: ` +
        "That type of time stamp is not supported by that device\n",
    );
  try {
    if (options.listLinkTypes) return listLinkTypes(process, device, live.linkType);
    if (linkType !== undefined && linkType !== live.linkType)
      return fail(process, `${linkTypeName(linkType)} is not one of the DLTs supported by this device`);
    return await captureOn(process, options, device, live);
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
  process.stderr.write(`Data link types for ${device} (use option -y to set):\n  ${lines.join("\n  ")}\n`);
  return 0;
}
