/** One socket of the internet's families, as the kernel's answer tells of it. */
import type { InetDiagMessage } from "../../netlink/inet-diag.ts";

/** The tables that are asked for by `sock_diag`. */
export type InetDatabase = "tcp" | "mptcp" | "dccp" | "sctp" | "udp" | "raw";

/** A socket of one of them. */
export interface SocketInfo extends InetDiagMessage {
  readonly netid: InetDatabase;
  /** `IPPROTO_*`, which is more than eight bits for MPTCP. */
  readonly protocol: number;
  /** Words of `SK_MEMINFO`; undefined when there are none. */
  readonly memory: readonly number[] | undefined;
  readonly v6only: number | undefined;
  /** `struct tcp_info`, as long as the kernel's. */
  readonly info: Uint8Array | undefined;
  readonly congestion: string | undefined;
}
