/** The kernel's sockets, one protocol and family at a time. */
import { isErrno } from "../../errno.ts";
import { AF_NETLINK, SOCK_RAW, type SystemCalls } from "../../kernel.ts";
import { AttributeTable } from "../../netlink/attribute.ts";
import {
  INET_DIAG_CONG,
  INET_DIAG_INFO,
  INET_DIAG_MAX,
  INET_DIAG_MSG_LENGTH,
  INET_DIAG_SKMEMINFO,
  INET_DIAG_SKV6ONLY,
  type InetDiagMessage,
  NETLINK_SOCK_DIAG,
  readInetDiagMessage,
  readMemory,
  SOCK_DIAG_BY_FAMILY,
  writeInetDiagRequest,
} from "../../netlink/inet-diag.ts";
import {
  MessageReader,
  MessageWriter,
  NLM_F_DUMP,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
} from "../../netlink/message.ts";

export interface SocketInfo extends InetDiagMessage {
  readonly netid: "tcp" | "udp" | "raw";
  /** Words of `SK_MEMINFO`; undefined when there are none. */
  readonly memory: readonly number[] | undefined;
  readonly v6only: number | undefined;
  /** `struct tcp_info`, as long as the kernel's. */
  readonly info: Uint8Array | undefined;
  readonly congestion: string | undefined;
}

export const PROTOCOLS: Readonly<Record<SocketInfo["netid"], number>> = { tcp: 6, udp: 17, raw: 255 };
/** Memory, information of TCP, congestion control. */
const EXTENSIONS =
  (1 << (INET_DIAG_SKMEMINFO - 1)) | (1 << (INET_DIAG_INFO - 1)) | (1 << (INET_DIAG_CONG - 1));
const BUFFER = 65_536;

/** All sockets in these states; an error number when the kernel does not tell. */
export function dumpSockets(
  sys: SystemCalls,
  netid: SocketInfo["netid"],
  family: number,
  states: number,
): SocketInfo[] | number {
  const socket = sys.socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);
  if (isErrno(socket)) return socket;
  const writer = new MessageWriter();
  writer.begin(SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_DUMP, 1);
  writeInetDiagRequest(writer, { family, protocol: PROTOCOLS[netid], extensions: EXTENSIONS, states });
  writer.end();
  const sent = socket.send(writer.message(), { to: { family: 16, pid: 0, groups: 0 } });
  const found: SocketInfo[] = [];
  const error = sent < 0 ? sent : receive(socket, netid, found);
  socket.close();
  return error < 0 ? error : found;
}

function receive(
  socket: Exclude<ReturnType<SystemCalls["socket"]>, number>,
  netid: SocketInfo["netid"],
  found: SocketInfo[],
): number {
  const buffer = new Uint8Array(BUFFER);
  const table = new AttributeTable(INET_DIAG_MAX);
  for (;;) {
    const length = socket.recv(buffer);
    if (length < 0) return length;
    const reader = new MessageReader().open(buffer, 0, length);
    while (reader.next()) {
      if (reader.type === NLMSG_DONE) return 0;
      if (reader.type === NLMSG_ERROR) return new DataView(buffer.buffer).getInt32(reader.body, true);
      if (reader.length >= INET_DIAG_MSG_LENGTH) found.push(read(reader, netid, table));
    }
  }
}

function read(reader: MessageReader, netid: SocketInfo["netid"], table: AttributeTable): SocketInfo {
  const { bytes, body, end } = reader;
  table.parse(bytes, body + INET_DIAG_MSG_LENGTH, end);
  const data = (type: number) =>
    table.has(type) ? bytes.slice(table.offset(type), table.offset(type) + table.length(type)) : undefined;
  const memory = data(INET_DIAG_SKMEMINFO);
  const congestion = data(INET_DIAG_CONG);
  return {
    ...readInetDiagMessage(bytes, body),
    netid,
    memory: memory && readMemory(memory, 0, memory.length),
    v6only: data(INET_DIAG_SKV6ONLY)?.[0],
    info: data(INET_DIAG_INFO),
    congestion: congestion && new TextDecoder().decode(congestion).replace(/\0.*$/s, ""),
  };
}
