/** `-E`: sockets as they are destroyed, each shown when it is. */
import { EAGAIN } from "../../errno.ts";
import { AF_INET, AF_INET6 } from "../../kernel.ts";
import { AttributeTable } from "../../netlink/attribute.ts";
import { INET_DIAG_MAX, INET_DIAG_MSG_LENGTH, INET_DIAG_PROTOCOL } from "../../netlink/inet-diag.ts";
import { MessageReader } from "../../netlink/message.ts";
import type { Context } from "./context.ts";
import { openDiag } from "./diag.ts";
import { row } from "./show.ts";
import { read } from "./sockets.ts";

const BUFFER = 16_384;
const UDP = 17;

/** The groups of the tables and families that are wanted, as bits. */
function groupsOf({ databases, families }: Context): number {
  let groups = 0;
  for (const [family, first] of [
    [AF_INET, 1],
    [AF_INET6, 4],
  ] as const) {
    if (!families.has(family)) continue;
    if (databases.has("tcp")) groups |= first;
    if (databases.has("udp")) groups |= first << 1;
  }
  return groups;
}

/** Until the program is ended. @param show takes rows. @returns the status */
export async function follow(context: Context, show: (rows: string[][]) => void): Promise<number> {
  const groups = groupsOf(context);
  if (groups === 0) return 255;
  const { process } = context;
  const socket = openDiag(process.sys, groups);
  if (typeof socket === "number") return 255;
  const buffer = new Uint8Array(BUFFER);
  const table = new AttributeTable(INET_DIAG_MAX);
  for (;;) {
    const length = socket.recv(buffer);
    if (length === -EAGAIN) {
      await process.poll([socket]);
      continue;
    }
    if (length < 0) continue;
    const reader = new MessageReader().open(buffer, 0, length);
    while (reader.next()) {
      if (reader.length < INET_DIAG_MSG_LENGTH) continue;
      table.parse(reader.bytes, reader.body + INET_DIAG_MSG_LENGTH, reader.end);
      const protocol = table.has(INET_DIAG_PROTOCOL) ? reader.bytes[table.offset(INET_DIAG_PROTOCOL)] : 0;
      const found = read(reader, protocol === UDP ? "udp" : "tcp", table);
      if (!context.matches(found)) continue;
      show([row(process.sys, found, context.showing, context.services)]);
    }
  }
}
