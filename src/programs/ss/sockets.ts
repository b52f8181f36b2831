/** The sockets of the internet's families, one protocol and family at a time. */
import { ENOENT, EOPNOTSUPP, strerror } from "../../errno.ts";
import { AF_INET, AF_INET6 } from "../../kernel.ts";
import { AttributeTable } from "../../netlink/attribute.ts";
import {
  INET_DIAG_CONG,
  INET_DIAG_INFO,
  INET_DIAG_MAX,
  INET_DIAG_MSG_LENGTH,
  INET_DIAG_PROTOCOL,
  INET_DIAG_REQ_PROTOCOL,
  INET_DIAG_SKMEMINFO,
  INET_DIAG_SKV6ONLY,
  readInetDiagMessage,
  readMemory,
  SOCK_DESTROY,
  writeInetDiagRequest,
} from "../../netlink/inet-diag.ts";
import type { MessageReader } from "../../netlink/message.ts";
import type { Context } from "./context.ts";
import { command, dump } from "./diag.ts";
import { row } from "./show.ts";
import type { InetDatabase, SocketInfo } from "./socket-info.ts";

export const PROTOCOLS: Readonly<Record<InetDatabase, number>> = {
  tcp: 6,
  udp: 17,
  dccp: 33,
  sctp: 132,
  raw: 255,
  mptcp: 262,
};
/** The request of an older protocol, with which ss asks again for DCCP's sockets. */
const DCCPDIAG_GETSOCK = 19;
const MEMORY = 1 << (INET_DIAG_SKMEMINFO - 1);
const TCP_INFO = (1 << (INET_DIAG_INFO - 1)) | (1 << (INET_DIAG_CONG - 1));
const ALL_STATES = 0xffffffff;

/** One protocol's sockets of one family. @returns 0 or a negative error */
export function dumpSockets(
  context: Context,
  netid: InetDatabase,
  family: number,
  found: (socket: SocketInfo) => void,
  raw?: (datagram: Uint8Array) => void,
): number {
  const protocol = PROTOCOLS[netid];
  const { memory, info } = context.showing;
  const extensions = (memory ? MEMORY : 0) | (info ? TCP_INFO : 0);
  const table = new AttributeTable(INET_DIAG_MAX);
  return dump(context.process.sys, {
    write: (writer) => {
      const request = { family, protocol: protocol & 0xff, extensions, states: context.states };
      writeInetDiagRequest(writer, request);
      if (protocol > 0xff) writer.u32(INET_DIAG_REQ_PROTOCOL, protocol);
    },
    each: (reader) => {
      if (reader.length >= INET_DIAG_MSG_LENGTH) found(read(reader, netid, table));
    },
    raw,
  });
}

/** Takes one answer apart. */
export function read(reader: MessageReader, netid: InetDatabase, table: AttributeTable): SocketInfo {
  const { bytes, body, end } = reader;
  table.parse(bytes, body + INET_DIAG_MSG_LENGTH, end);
  const data = (type: number) =>
    table.has(type) ? bytes.slice(table.offset(type), table.offset(type) + table.length(type)) : undefined;
  const memory = data(INET_DIAG_SKMEMINFO);
  const congestion = data(INET_DIAG_CONG);
  return {
    ...readInetDiagMessage(bytes, body),
    netid,
    protocol: data(INET_DIAG_PROTOCOL)?.[0] ?? PROTOCOLS[netid],
    memory: memory && readMemory(memory, 0, memory.length),
    v6only: data(INET_DIAG_SKV6ONLY)?.[0],
    info: data(INET_DIAG_INFO),
    congestion: congestion && new TextDecoder().decode(congestion).replace(/\0.*$/s, ""),
  };
}

/** Ends a socket. @returns whether it is to be shown */
function kill({ process }: Context, socket: SocketInfo): boolean {
  const error = command(process.sys, SOCK_DESTROY, (writer) =>
    writeInetDiagRequest(
      writer,
      { family: socket.family, protocol: socket.protocol & 0xff, extensions: 0, states: ALL_STATES },
      socket,
    ),
  );
  if (error === 0) return true;
  // it has ended already, or can not be ended
  if (error !== -EOPNOTSUPP && error !== -ENOENT)
    process.stderr.write(`SOCK_DESTROY answers: ${strerror(-error)}\n`);
  return false;
}

/** The sockets of a protocol that are wanted, as rows. */
export function inetRows(context: Context, netid: InetDatabase): string[][] {
  const rows: string[][] = [];
  const found = (socket: SocketInfo) => {
    if (!context.matches(socket)) return;
    if (context.kill && !kill(context, socket)) return;
    rows.push(row(context.process.sys, socket, context.showing, context.services));
  };
  for (const family of [AF_INET, AF_INET6]) {
    if (!context.families.has(family)) continue;
    const error = dumpSockets(context, netid, family, found);
    if (error === 0) continue;
    // a protocol that the kernel does not have
    if (error !== -ENOENT && error !== -EOPNOTSUPP) complain(context, error);
    else if (netid === "dccp") askAgain(context);
    if (error !== 0) break;
  }
  return rows;
}

function complain({ process }: Context, error: number): void {
  process.stderr.write(`RTNETLINK answers: ${strerror(-error)}\n`);
}

function askAgain(context: Context): void {
  const error = dump(context.process.sys, {
    type: DCCPDIAG_GETSOCK,
    write: (writer) => {
      writer.bytes.fill(0, writer.reserve(60), writer.length);
    },
    each: () => {},
  });
  if (error !== 0 && error !== -ENOENT && error !== -EOPNOTSUPP) complain(context, error);
}
