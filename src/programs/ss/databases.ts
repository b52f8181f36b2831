/**
 * What ss can show: tables of sockets, the families they belong to, and the states that are shown of each when none is asked for.
 *
 * Behaviour of iproute2 6.1 (`misc/ss.c`, `filter_db_set`, `filter_af_set`, `filter_merge_defaults`).
 */
import { AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_UNIX } from "../../kernel.ts";
import { CLOSE, CONNECTED, ESTABLISHED } from "./states.ts";

export const AF_VSOCK = 40;
export const AF_TIPC = 30;
export const AF_XDP = 44;

/** One table. */
export type Database =
  | "tcp"
  | "mptcp"
  | "dccp"
  | "sctp"
  | "udp"
  | "raw"
  | "u_str"
  | "u_dgr"
  | "u_seq"
  | "p_raw"
  | "p_dgr"
  | "nl"
  | "v_str"
  | "v_dgr"
  | "tipc"
  | "xdp";

interface Defaults {
  readonly families: readonly number[];
  readonly states: number;
}

const INET = [AF_INET, AF_INET6];
const CLOSED = 1 << CLOSE;
const CONNECTED_DATAGRAMS = 1 << ESTABLISHED;

const DATABASES: Readonly<Record<Database, Defaults>> = {
  tcp: { families: INET, states: CONNECTED },
  mptcp: { families: INET, states: CONNECTED },
  dccp: { families: INET, states: CONNECTED },
  sctp: { families: INET, states: CONNECTED },
  udp: { families: INET, states: CONNECTED_DATAGRAMS },
  raw: { families: INET, states: CONNECTED_DATAGRAMS },
  u_str: { families: [AF_UNIX], states: CONNECTED },
  u_dgr: { families: [AF_UNIX], states: CLOSED },
  u_seq: { families: [AF_UNIX], states: CONNECTED },
  p_raw: { families: [AF_PACKET], states: CLOSED },
  p_dgr: { families: [AF_PACKET], states: CLOSED },
  nl: { families: [AF_NETLINK], states: CLOSED },
  v_str: { families: [AF_VSOCK], states: CONNECTED },
  v_dgr: { families: [AF_VSOCK], states: CONNECTED_DATAGRAMS },
  tipc: { families: [AF_TIPC], states: CONNECTED_DATAGRAMS },
  xdp: { families: [AF_XDP], states: CLOSED },
};

const FAMILY_STATES: ReadonlyMap<number, number> = new Map([
  [AF_INET, CONNECTED],
  [AF_INET6, CONNECTED],
  [AF_UNIX, CONNECTED],
  [AF_PACKET, CLOSED],
  [AF_NETLINK, CLOSED],
  [AF_VSOCK, CONNECTED],
  [AF_TIPC, CONNECTED],
  [AF_XDP, CLOSED],
]);

/** Names of `-f`. */
export const FAMILY_NAMES: ReadonlyMap<string, number> = new Map([
  ["inet", AF_INET],
  ["inet6", AF_INET6],
  ["link", AF_PACKET],
  ["unix", AF_UNIX],
  ["netlink", AF_NETLINK],
  ["tipc", AF_TIPC],
  ["vsock", AF_VSOCK],
  ["xdp", AF_XDP],
]);

const ALL: readonly Database[] = [
  "udp",
  "dccp",
  "tcp",
  "mptcp",
  "raw",
  "u_str",
  "u_dgr",
  "u_seq",
  "p_raw",
  "p_dgr",
  "nl",
  "sctp",
  "v_str",
  "v_dgr",
  "xdp",
];

/** Names of `-A`. */
const QUERY_NAMES: ReadonlyMap<string, readonly Database[]> = new Map<string, readonly Database[]>([
  ["all", ALL],
  ["inet", ["udp", "dccp", "tcp", "mptcp", "sctp", "raw"]],
  ["udp", ["udp"]],
  ["dccp", ["dccp"]],
  ["tcp", ["tcp"]],
  ["mptcp", ["mptcp"]],
  ["sctp", ["sctp"]],
  ["raw", ["raw"]],
  ["unix", ["u_str", "u_dgr", "u_seq"]],
  ["unix_stream", ["u_str"]],
  ["u_str", ["u_str"]],
  ["unix_dgram", ["u_dgr"]],
  ["u_dgr", ["u_dgr"]],
  ["unix_seqpacket", ["u_seq"]],
  ["u_seq", ["u_seq"]],
  ["packet", ["p_raw", "p_dgr"]],
  ["packet_raw", ["p_raw"]],
  ["p_raw", ["p_raw"]],
  ["packet_dgram", ["p_dgr"]],
  ["p_dgr", ["p_dgr"]],
  ["netlink", ["nl"]],
  ["vsock", ["v_str", "v_dgr"]],
  ["vsock_stream", ["v_str"]],
  ["v_str", ["v_str"]],
  ["vsock_dgram", ["v_dgr"]],
  ["v_dgr", ["v_dgr"]],
  ["tipc", ["tipc"]],
  ["xdp", ["xdp"]],
]);

/** What is to be shown (`struct filter`). */
export class Selection {
  readonly databases = new Set<Database>();
  readonly families = new Set<number>();
  states = 0;
  /** Nothing was asked for in particular. */
  usual = true;
  /** The family that was named last; an address without a word before it is one of this. */
  preferred = 0;

  /** `filter_db_set` */
  setDatabase(database: Database, enable = true): void {
    this.usual = false;
    if (!enable) {
      this.databases.delete(database);
      return;
    }
    this.databases.add(database);
    this.states |= DATABASES[database].states;
  }

  /** `filter_af_set` */
  setFamily(family: number): void {
    this.usual = false;
    this.states |= FAMILY_STATES.get(family) ?? 0;
    this.families.add(family);
    this.preferred = family;
  }

  /** One name of `-A`, with `!` before it what is not wanted. @returns whether it is one */
  parse(text: string): boolean {
    const enable = !text.startsWith("!");
    const databases = QUERY_NAMES.get(enable ? text : text.slice(1));
    for (const database of databases ?? []) this.setDatabase(database, enable);
    return databases !== undefined;
  }

  setAll(): void {
    for (const database of ALL) this.setDatabase(database);
  }

  /** Tables whose families were not named have all of theirs, and families all their tables. */
  merge(): void {
    for (const database of this.databases) {
      const { families } = DATABASES[database];
      if (!families.some((family) => this.families.has(family)))
        for (const family of families) this.families.add(family);
    }
    for (const family of this.families) {
      const own = (Object.keys(DATABASES) as Database[]).filter((name) =>
        DATABASES[name].families.includes(family),
      );
      if (!own.some((name) => this.databases.has(name))) for (const name of own) this.databases.add(name);
    }
  }
}
