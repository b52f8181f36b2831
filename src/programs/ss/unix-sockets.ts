/** Sockets of the UNIX family: their names, and whose peers they are. */
import { AF_UNIX } from "../../kernel.ts";
import { AttributeTable, readU32 } from "../../netlink/attribute.ts";
import { readMemory } from "../../netlink/inet-diag.ts";
import {
  UDIAG_SHOW_ICONS,
  UDIAG_SHOW_MEMINFO,
  UDIAG_SHOW_NAME,
  UDIAG_SHOW_PEER,
  UDIAG_SHOW_RQLEN,
  UDIAG_SHOW_VFS,
  UNIX_DIAG_ICONS,
  UNIX_DIAG_MEMINFO,
  UNIX_DIAG_MSG_LENGTH,
  UNIX_DIAG_NAME,
  UNIX_DIAG_PEER,
  UNIX_DIAG_RQLEN,
  UNIX_DIAG_SHUTDOWN,
  UNIX_DIAG_VFS,
  writeFamilyDiagRequest,
} from "../../netlink/sock-diag.ts";
import type { Context } from "./context.ts";
import { dump } from "./diag.ts";
import { memoryText, usersText } from "./show.ts";
import { STATE_NAMES } from "./states.ts";

const NETIDS = ["", "u_str", "u_dgr", "", "", "u_seq"] as const;
const MINOR_BITS = 20;

/** A name; of an abstract one `@` stands for its zeros. */
function nameOf(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    if (byte === 0 && bytes[0] !== 0) break;
    text += byte === 0 ? "@" : String.fromCharCode(byte);
  }
  return new TextDecoder().decode(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}

/** `unix_show` */
export function unixRows(context: Context): string[][] {
  const rows: string[][] = [];
  const { showing, states } = context;
  const details =
    (showing.extended ? UDIAG_SHOW_VFS | UDIAG_SHOW_ICONS : 0) | (showing.memory ? UDIAG_SHOW_MEMINFO : 0);
  const table = new AttributeTable(UNIX_DIAG_SHUTDOWN);
  dump(context.process.sys, {
    write: (writer) =>
      writeFamilyDiagRequest(
        writer,
        {
          family: AF_UNIX,
          protocol: 0,
          inode: 0,
          show: UDIAG_SHOW_NAME | UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN | details,
        },
        states,
      ),
    each: ({ bytes, body, end, length }) => {
      if (length < UNIX_DIAG_MSG_LENGTH) return;
      table.parse(bytes, body + UNIX_DIAG_MSG_LENGTH, end);
      const shown = unixRow(context, bytes, body, table);
      if (shown !== undefined) rows.push(shown);
    },
  });
  return rows;
}

function unixRow(
  context: Context,
  bytes: Uint8Array,
  body: number,
  table: AttributeTable,
): string[] | undefined {
  const { showing } = context;
  const data = (type: number) =>
    table.has(type) ? bytes.subarray(table.offset(type), table.offset(type) + table.length(type)) : undefined;
  const netid = NETIDS[bytes[body + 1]] ?? "";
  if (netid === "" || !context.databases.has(netid)) return undefined;
  const name = data(UNIX_DIAG_NAME);
  const own = name === undefined || name.length === 0 ? "*" : nameOf(name);
  const inode = readU32(bytes, body + 4);
  const peer = data(UNIX_DIAG_PEER);
  const peerInode = peer === undefined ? 0 : readU32(peer, 0);
  const state = bytes[body + 2];
  const subject = { family: AF_UNIX, state, sourcePort: inode, destinationPort: peerInode, name: own };
  if (!context.matches(subject)) return undefined;
  const queues = data(UNIX_DIAG_RQLEN);
  return [
    netid,
    STATE_NAMES[state] ?? "UNKNOWN",
    String(queues === undefined ? 0 : readU32(queues, 0)).padEnd(6),
    String(queues === undefined ? 0 : readU32(queues, 4)).padEnd(6),
    `${own} `,
    String(inode),
    "* ",
    String(peerInode),
    `${showing.users === undefined ? "" : usersText(showing.users.get(inode) ?? [])}${details(context, data)}`,
  ];
}

function details({ showing }: Context, data: (type: number) => Uint8Array | undefined): string {
  let text = "";
  const memory = data(UNIX_DIAG_MEMINFO);
  if (showing.memory && memory !== undefined) text += memoryText(readMemory(memory, 0, memory.length));
  if (!showing.extended) return text;
  const shutdown = data(UNIX_DIAG_SHUTDOWN)?.[0];
  if (shutdown !== undefined)
    text += ` ${(shutdown & 1) !== 0 ? "-" : "<"}-${(shutdown & 2) !== 0 ? "-" : ">"}`;
  const place = data(UNIX_DIAG_VFS);
  if (place !== undefined) {
    const device = readU32(place, 4);
    text += ` ino:${readU32(place, 0)} dev:${device >>> MINOR_BITS}/${device & ((1 << MINOR_BITS) - 1)}`;
  }
  const waiting = data(UNIX_DIAG_ICONS);
  if (waiting === undefined) return text;
  text += " peers:";
  for (let at = 0; at + 4 <= waiting.length; at += 4) text += ` ${readU32(waiting, at)}`;
  return text;
}
