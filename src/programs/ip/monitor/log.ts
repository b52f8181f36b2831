/** `ip monitor file LOG`: a log of notifications as `rtmon` writes it. Its messages follow each other, times among them. */
import { type Errno, isErrno, strerror } from "../../../errno.ts";
import { O_RDONLY } from "../../../kernel.ts";
import { readU32 } from "../../../netlink/attribute.ts";
import { MessageReader } from "../../../netlink/message.ts";
import { EXIT_FAILURE } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { formatLogTime } from "./timestamp.ts";

/** Type of the messages that tell the time: seconds and microseconds. */
const NLMSG_TSTAMP = 15;
const HEADER_LENGTH = 16;
const TRUNCATED = "rtnl-from_file: truncated message";
/** The buffer of iproute2, which no message exceeds. */
const MAX_MESSAGE = 16_384;
/** More than anybody wants to read. */
const MAX_LOG = 1 << 28;

/** @returns the exit status */
export function printLog(ip: Ip, name: string, handle: (message: MessageReader) => void): number {
  const bytes = readLog(ip, name);
  if (typeof bytes === "number") return failed(ip, `rtnl_from_file: fread: ${strerror(bytes)}`);
  for (let at = 0; at < bytes.length; ) {
    if (at + HEADER_LENGTH > bytes.length) return failed(ip, TRUNCATED);
    const length = readU32(bytes, at) | 0;
    if (length < HEADER_LENGTH || length > MAX_MESSAGE)
      return failed(ip, `!!!malformed message: len=${length} @${at + HEADER_LENGTH}`);
    if (at + length > bytes.length) return failed(ip, TRUNCATED);
    const message = bytes.slice(at, at + length);
    at += (length + 3) & ~3;
    const type = message[4] | (message[5] << 8);
    if (type === NLMSG_TSTAMP) printTime(ip, message);
    else for (const reader = new MessageReader().open(message); reader.next(); ) handle(reader);
  }
  return 0;
}

function printTime(ip: Ip, message: Uint8Array): void {
  if (message.length < HEADER_LENGTH + 8) return;
  ip.out.text(formatLogTime(readU32(message, HEADER_LENGTH), readU32(message, HEADER_LENGTH + 4)));
}

function failed(ip: Ip, text: string): number {
  ip.complain(`${text}\n`);
  return EXIT_FAILURE;
}

function readLog(ip: Ip, name: string): Uint8Array | Errno {
  const file = ip.sys.open(ip.process.resolve(name), O_RDONLY);
  if (isErrno(file)) return ip.fail(`Cannot fopen: ${strerror(file)}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const buffer = new Uint8Array(65_536);
  let count = file.read(buffer);
  for (; count > 0 && size < MAX_LOG; count = file.read(buffer)) {
    chunks.push(buffer.slice(0, count));
    size += count;
  }
  file.close();
  if (count < 0) return count;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
