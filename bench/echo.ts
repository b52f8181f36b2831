/** Echo requests and replies between two namespaces through raw ICMP sockets: the whole stack there and back. */
import { performance } from "node:perf_hooks";
import { EAGAIN, isErrno } from "../src/errno.ts";
import { AF_INET, SOCK_RAW, type SystemCalls } from "../src/kernel.ts";
import { ipv4 } from "../src/packet/address.ts";
import { checksum } from "../src/packet/checksum.ts";

const IPPROTO_ICMP = 1;
const REQUEST_LENGTH = 64;
const ECHO_REQUEST = 8;

/** Sends `count` requests one after the other, each when the answer is there. @returns round trips a second */
export function echo(sys: SystemCalls, target: number, count: number): number {
  const socket = sys.socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
  if (isErrno(socket)) throw new Error(`raw socket: ${socket}`);
  const request = new Uint8Array(REQUEST_LENGTH);
  request[0] = ECHO_REQUEST;
  const sum = checksum(request, 0, REQUEST_LENGTH);
  request[2] = sum >>> 8;
  request[3] = sum & 255;
  const options = { to: { family: 2, address: ipv4(target), port: 0 } } as const;
  const buffer = new Uint8Array(2048);
  let answered = 0;
  const start = performance.now();
  for (let i = 0; i < count; i++) {
    socket.send(request, options);
    for (;;) {
      const length = socket.recv(buffer);
      if (length === -EAGAIN) break;
      if (length > 0 && buffer[20] === 0) answered++;
    }
  }
  const seconds = (performance.now() - start) / 1000;
  socket.close();
  if (answered < count) throw new Error(`${answered} of ${count} answered`);
  return count / seconds;
}
