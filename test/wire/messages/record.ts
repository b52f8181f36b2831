/** Sends the requests to a kernel and keeps what it answers. */
import { AF_NETLINK, SOCK_RAW, type Socket, type SystemCalls } from "../../../src/kernel.ts";
import { MessageReader, MessageWriter, NLMSG_DONE, NLMSG_ERROR } from "../../../src/netlink/message.ts";
import {
  NETLINK_EXT_ACK,
  NETLINK_GET_STRICT_CHK,
  NETLINK_ROUTE,
  SOL_NETLINK,
} from "../../../src/netlink/rtnetlink.ts";
import { REQUESTS, type Request } from "./requests.ts";

/** A request's name and the messages that answered it. */
export type Recording = ReadonlyMap<string, readonly Uint8Array[]>;

/** Sequence number and port of every message, so that they say nothing. */
const SEQUENCE = 0x11223344;
const PORT = 0x55667788;

function open(sys: SystemCalls, strict: boolean): Socket {
  const socket = sys.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  if (typeof socket === "number") throw new Error(`socket: ${socket}`);
  socket.setsockopt(SOL_NETLINK, NETLINK_EXT_ACK, 1);
  if (strict) socket.setsockopt(SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1);
  const bound = socket.bind({ family: AF_NETLINK, pid: PORT, groups: 0 });
  if (bound < 0) throw new Error(`bind: ${bound}`);
  return socket;
}

/** The answers up to the acknowledgement or the end of the dump. */
function ask(sys: SystemCalls, request: Request): Uint8Array[] {
  const socket = open(sys, request.strict);
  const writer = new MessageWriter();
  writer.begin(request.type, request.flags, SEQUENCE);
  for (const byte of request.body) writer.raw8(byte);
  writer.end();
  socket.send(writer.message());
  const answers: Uint8Array[] = [];
  const buffer = new Uint8Array(65_536);
  const reader = new MessageReader();
  for (let over = false; !over; ) {
    const length = socket.recv(buffer);
    // what a kernel does not answer at all is an answer, too
    if (length < 0) break;
    for (reader.open(buffer, 0, length); reader.next(); ) {
      answers.push(buffer.slice(reader.start, reader.end));
      over ||= reader.type === NLMSG_ERROR || reader.type === NLMSG_DONE;
    }
  }
  socket.close();
  return answers;
}

export function record(sys: SystemCalls, requests: readonly Request[] = REQUESTS): Recording {
  return new Map(requests.map((request) => [request.name, ask(sys, request)]));
}
