/** UNIX sockets as netstat lists them, from /proc/net/unix. */
import type { Process } from "../../process/process.ts";
import { readLines } from "../lib/read-file.ts";
import { NetstatPrograms, PROGRAM_TITLE } from "./netstat-programs.ts";
import type { SocketOptions } from "./netstat-sockets.ts";

const SO_ACCEPTCON = 0x10000;
const SO_WAITDATA = 0x20000;
const SO_NOSPACE = 0x40000;
const UNCONNECTED = 1;
const STATES = ["FREE", "", "CONNECTING", "CONNECTED", "DISCONNECTING"];
const TYPES: Readonly<Record<number, string>> = {
  1: "STREAM",
  2: "DGRAM",
  3: "RAW",
  4: "RDM",
  5: "SEQPACKET",
};

/** Prints the table; `which` are its words about what is shown. */
export function showUnixSockets(process: Process, options: SocketOptions, which: string): void {
  const programs = options.programs ? new NetstatPrograms(process.sys) : undefined;
  const column = programs === undefined ? "" : `${PROGRAM_TITLE} `;
  process.stdout.write(
    `Active UNIX domain sockets ${which}\nProto RefCnt Flags       Type       State         I-Node   ${column}Path\n`,
  );
  for (const line of readLines(process.sys, "/proc/net/unix", 1)) {
    const text = showLine(line, options, programs);
    if (text !== undefined) process.stdout.write(`${text}\n`);
  }
}

function showLine(
  line: string,
  { all, listening }: SocketOptions,
  programs: NetstatPrograms | undefined,
): string | undefined {
  const fields =
    /^[^:]*: ([0-9A-F]+) [0-9A-F]+ ([0-9A-F]+) ([0-9A-F]+) ([0-9A-F]+) +([0-9]+)(?: (.*))?$/i.exec(line);
  if (fields === null) return undefined;
  const [references, flags, type, state] = fields.slice(1, 5).map((word) => Number.parseInt(word, 16));
  const inode = fields[5];
  const server = state === UNCONNECTED && (flags & SO_ACCEPTCON) !== 0;
  if (!all && server !== listening) return undefined;
  const words = [
    "unix ",
    String(references).padEnd(6),
    flagsText(flags).padEnd(11),
    (TYPES[type] ?? "UNKNOWN").padEnd(10),
    (server ? "LISTENING" : (STATES[state] ?? "UNKNOWN")).padEnd(13),
    inode.padEnd(8),
  ];
  if (programs !== undefined) words.push(programs.column(inode));
  return `${words.join(" ")} ${fields[6] ?? ""}`;
}

function flagsText(flags: number): string {
  let text = "[ ";
  if ((flags & SO_ACCEPTCON) !== 0) text += "ACC ";
  if ((flags & SO_WAITDATA) !== 0) text += "W ";
  if ((flags & SO_NOSPACE) !== 0) text += "N ";
  return `${text}]`;
}
