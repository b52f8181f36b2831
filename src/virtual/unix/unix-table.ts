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
  /** By type and abstract name, with the zero before it: each type has names of its own. */
  private readonly abstract = new Map<string, UnixSock>();

  /** @returns whether nobody of its type had the abstract name */
  take(name: string, sk: UnixSock): boolean {
    const key = sk.type + name;
    if (this.abstract.has(key)) return false;
    this.abstract.set(key, sk);
    return true;
  }

  /** Who of a type has an abstract name. */
  find(name: string, type: number): UnixSock | undefined {
    return this.abstract.get(type + name);
  }

  /** Frees a socket's name, if it is its own: a listener's connections share it. */
  drop(sk: UnixSock): void {
    const key = sk.type + sk.name;
    if (this.abstract.get(key) === sk) this.abstract.delete(key);
  }
}

/** A namespace's; undefined: it has no socket of the family. */
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
  table.drop(sk);
  if (table.sockets.size === 0) net.dropGeneric(TABLE);
}
