/**
 * `rtdump TYPE:BODY...`: asks rtnetlink for dumps and prints every message that answers, whole.
 *
 * A program of the test run only, for what `ip` does not print. `rtdump.pl` is the same on Linux. TYPE is the number of the request, BODY
 * its fixed header in hexadecimal. For each there is a line `> TYPE`, and then a line for each message: its bytes in hexadecimal, with the
 * letters a to p for digits, so that no rule for text finds a time or an address in them.
 */
import { isErrno, strerror } from "../../src/errno.ts";
import { AF_NETLINK, SOCK_RAW, type Socket } from "../../src/kernel.ts";
import {
  MessageReader,
  MessageWriter,
  NLM_F_DUMP,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
} from "../../src/netlink/message.ts";
import { NETLINK_GET_STRICT_CHK, NETLINK_ROUTE, SOL_NETLINK } from "../../src/netlink/rtnetlink.ts";
import type { Process } from "../../src/process/process.ts";

const FIRST_DIGIT = "a".charCodeAt(0);

/** Bytes as pairs of the letters a to p. */
function letters(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(FIRST_DIGIT + (byte >> 4), FIRST_DIGIT + (byte & 15));
  return text;
}

export function main(process: Process): number {
  for (const word of process.argv.slice(1)) {
    const match = /^(\d+):((?:[0-9a-f]{2})*)$/.exec(word);
    const socket = process.sys.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    if (match === null || isErrno(socket)) {
      const problem = isErrno(socket) ? `socket: ${strerror(-socket)}` : `what is "${word}"?`;
      process.stderr.write(`rtdump: ${problem}\n`);
      return 255;
    }
    process.stdout.write(`> ${match[1]}\n`);
    dump(process, socket, Number(match[1]), match[2]);
    socket.close();
  }
  return 0;
}

function dump(process: Process, socket: Socket, type: number, body: string): void {
  socket.setsockopt(SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1);
  const writer = new MessageWriter();
  writer.begin(type, NLM_F_REQUEST | NLM_F_DUMP, 0);
  for (const pair of body.match(/../g) ?? []) writer.raw8(Number.parseInt(pair, 16));
  writer.end();
  socket.send(writer.message());
  const buffer = new Uint8Array(65_536);
  const reader = new MessageReader();
  for (;;) {
    const length = socket.recv(buffer);
    if (length < 0) return;
    for (reader.open(buffer, 0, length); reader.next(); ) {
      process.stdout.write(`${letters(buffer.subarray(reader.start, reader.end))}\n`);
      if (reader.type === NLMSG_ERROR || reader.type === NLMSG_DONE) return;
    }
  }
}
