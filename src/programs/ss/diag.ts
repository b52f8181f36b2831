/** Asking the kernel for its sockets: one dump, message by message. */
import { isErrno } from "../../errno.ts";
import { AF_NETLINK, SOCK_RAW, SOL_SOCKET, type Socket, type SystemCalls } from "../../kernel.ts";
import { NETLINK_SOCK_DIAG, SOCK_DIAG_BY_FAMILY } from "../../netlink/inet-diag.ts";
import {
  MessageReader,
  MessageWriter,
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
} from "../../netlink/message.ts";

const BUFFER = 65_536;
const SO_SNDBUF = 7;
const SO_RCVBUF = 8;
const SEND_BUFFER = 32_768;
const RECEIVE_BUFFER = 1_048_576;

/** `rtnl_open_byproto`. @returns a socket or a negative error */
export function openDiag(sys: SystemCalls, groups = 0): Socket | number {
  const socket = sys.socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);
  if (isErrno(socket)) return socket;
  socket.setsockopt(SOL_SOCKET, SO_SNDBUF, SEND_BUFFER);
  socket.setsockopt(SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER);
  const error = socket.bind({ family: AF_NETLINK, pid: 0, groups });
  if (error === 0) return socket;
  socket.close();
  return error;
}

/** One dump. */
export interface Dump {
  /** Writes the request behind its header. */
  readonly write: (writer: MessageWriter) => void;
  readonly each: (reader: MessageReader) => void;
  readonly type?: number;
  /** Takes the datagrams as they come. */
  readonly raw?: (datagram: Uint8Array) => void;
}

/** Asks, and hands out the answers. @returns 0 or a negative error */
export function dump(sys: SystemCalls, { write, each, raw, type = SOCK_DIAG_BY_FAMILY }: Dump): number {
  const socket = openDiag(sys);
  if (typeof socket === "number") return socket;
  const writer = new MessageWriter();
  writer.begin(type, NLM_F_REQUEST | NLM_F_DUMP, 1);
  write(writer);
  writer.end();
  const sent = socket.send(writer.message(), { to: { family: AF_NETLINK, pid: 0, groups: 0 } });
  const error = sent < 0 ? sent : receive(socket, each, raw);
  socket.close();
  return error;
}

function receive(socket: Socket, each: Dump["each"], raw: Dump["raw"]): number {
  const buffer = new Uint8Array(BUFFER);
  const view = new DataView(buffer.buffer);
  for (;;) {
    const length = socket.recv(buffer);
    if (length < 0) return length;
    raw?.(buffer.subarray(0, length));
    const reader = new MessageReader().open(buffer, 0, length);
    while (reader.next()) {
      if (reader.type === NLMSG_DONE || reader.type === NLMSG_ERROR) return view.getInt32(reader.body, true);
      each(reader);
    }
  }
}

/** One request that is acknowledged. @returns 0 or a negative error */
export function command(sys: SystemCalls, type: number, write: (writer: MessageWriter) => void): number {
  const socket = openDiag(sys);
  if (typeof socket === "number") return socket;
  const writer = new MessageWriter();
  writer.begin(type, NLM_F_REQUEST | NLM_F_ACK, 1);
  write(writer);
  writer.end();
  const sent = socket.send(writer.message(), { to: { family: AF_NETLINK, pid: 0, groups: 0 } });
  const error = sent < 0 ? sent : receive(socket, () => {}, undefined);
  socket.close();
  return error;
}
