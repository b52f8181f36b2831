/**
 * The sockets of a namespace by their names, and all that there are.
 *
 * Source: `net/unix/af_unix.c` (`unix_table_double_lock` and the tables that it guards).
 */
import type { Net } from "../core/net.ts";
import type { UnixSock } from "./unix-sock.ts";

const TABLE = Symbol("sockets of the UNIX family");

/** One namespace's. Names in the file system are not here: whoever sees the file can connect, from any namespace. */
export class UnixTable {
  readonly sockets = new Set<UnixSock>();
  /** Abstract names, with the zero before them. */
  readonly abstract = new Map<string, UnixSock>();
}

export function unixTable(net: Net): UnixTable | undefined {
  return net.getGeneric(TABLE) as UnixTable | undefined;
}

/** The table, made with the first socket. */
export function enterTable(net: Net, sk: UnixSock): void {
  let table = unixTable(net);
  if (table === undefined) {
    table = new UnixTable();
    net.setGeneric(TABLE, table);
  }
  table.sockets.add(sk);
}

/** Gone with the last socket. */
export function leaveTable(net: Net, sk: UnixSock): void {
  const table = unixTable(net);
  if (table === undefined) return;
  table.sockets.delete(sk);
  if (sk.name.startsWith("\0") && table.abstract.get(sk.name) === sk) table.abstract.delete(sk.name);
  if (table.sockets.size === 0) net.dropGeneric(TABLE);
}
