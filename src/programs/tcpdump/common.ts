/**
 * What reading a file and capturing live share.
 */
import { isErrno, strerror } from "../../errno.ts";
import { O_RDONLY } from "../../kernel.ts";
import { decodeProgram, type FilterProgram } from "../../packet/bpf.ts";
import type { Process } from "../../process/process.ts";
import { readLines } from "../lib/read-file.ts";
import { DeviceQueries } from "./devices.ts";
import { compileFilter } from "./filter/compile.ts";
import { disassemble, type Instruction, instructionBytes } from "./filter/instruction.ts";
import type { FilterSource } from "./filter/layers.ts";
import { linkTypeName } from "./link-types.ts";
import { Names } from "./names.ts";
import type { Options } from "./options.ts";
import { packetPrinter } from "./packet-printer.ts";
import { createSaveFile } from "./savefile.ts";
import { Sink } from "./sink.ts";

/** Says what is wrong. @returns the exit status */
export function fail(process: Process, message: string): number {
  process.stderr.write(`tcpdump: ${message}\n`);
  return 1;
}

/** `-d` */
export function dumpFilter(
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
    optimize: !options.noOptimize,
  });
  if (typeof compiled === "string") return fail(process, compiled);
  process.stdout.write(disassemble(compiled, options.dump));
  return 0;
}

/** The filter expression from the command line, or from the file of `-F`. */
export function filterText(process: Process, options: Options): string | { readonly message: string } {
  if (options.filterFile === undefined) return options.expression.join(" ");
  const file = process.sys.open(process.resolve(options.filterFile), O_RDONLY);
  if (isErrno(file)) return { message: `can't open ${options.filterFile}: ${strerror(file)}` };
  const bytes = new Uint8Array(65536);
  const length = file.read(bytes);
  file.close();
  if (length < 0) return { message: `read ${options.filterFile}: ${strerror(length)}` };
  return new TextDecoder().decode(bytes.subarray(0, length)).replace(/#.*/g, "");
}

/** `-Z`: there are no users to change to here but the one that everything runs as. @returns what is wrong */
export function checkUser(process: Process, options: Options): string | undefined {
  const { user } = options;
  if (user === undefined || user === "root") return undefined;
  const known = readLines(process.sys, "/etc/passwd").some((line) => line.startsWith(`${user}:`));
  return known ? `-Z (another user) is not supported here` : `Couldn't find user '${user}'`;
}

/** A filter that runs here. */
export function filterProgram(instructions: readonly Instruction[]): FilterProgram {
  return decodeProgram(instructionBytes(instructions), 0, instructions.length);
}

/** Opens where packets go; or says why not. */
export async function openSink(
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

/** Names of interface indices, asked once each. */
export function interfaceNames(process: Process): {
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
