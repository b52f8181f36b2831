/**
 * Errors as sockets read them with `MSG_ERRQUEUE`: `struct sock_extended_err`.
 *
 * Source: `net/ipv4/ip_sockglue.c` (`ip_icmp_error`, `ip_local_error`), `include/uapi/linux/errqueue.h`; errors by ICMP code:
 * `net/ipv4/icmp.c` (`icmp_err_convert`).
 */
import {
  ECONNREFUSED,
  EHOSTDOWN,
  EHOSTUNREACH,
  EMSGSIZE,
  ENETUNREACH,
  ENONET,
  ENOPROTOOPT,
  EOPNOTSUPP,
} from "../../errno.ts";
import type { ControlMessage } from "../../kernel.ts";
import { writeInt } from "../core/sock.ts";

export const SO_EE_ORIGIN_LOCAL = 1;
export const SO_EE_ORIGIN_ICMP = 2;
const IP_RECVERR = 11;

export interface QueuedError {
  /** Positive. */
  readonly errno: number;
  readonly origin: number;
  readonly type: number;
  readonly code: number;
  /** MTU or gateway. */
  readonly info: number;
  /** Who said so; 0: this host. */
  readonly offender: number;
  /** Where the packet went. */
  readonly destination: number;
  readonly port: number;
  /** The packet's own data, as far as it was quoted. */
  readonly payload: Uint8Array;
  /** ns since boot */
  readonly timestamp: number;
}

/** `struct sock_extended_err` followed by the offender's `struct sockaddr_in`. */
export function errorControl(error: QueuedError): ControlMessage {
  const data = new Uint8Array(32);
  writeInt(data, error.errno);
  data[4] = error.origin;
  data[5] = error.type;
  data[6] = error.code;
  writeInt(data.subarray(8), error.info);
  if (error.origin === SO_EE_ORIGIN_ICMP) {
    data[16] = 2;
    data[20] = error.offender >>> 24;
    data[21] = error.offender >>> 16;
    data[22] = error.offender >>> 8;
    data[23] = error.offender;
  }
  return { level: 0, type: IP_RECVERR, data };
}

/** What an unreachable code means for a socket. */
export interface IcmpError {
  /** Positive. */
  readonly errno: number;
  /** Connected sockets hear of it even when they did not ask for errors. */
  readonly fatal: boolean;
}

export const ICMP_ERRORS: readonly IcmpError[] = [
  { errno: ENETUNREACH, fatal: false },
  { errno: EHOSTUNREACH, fatal: false },
  { errno: ENOPROTOOPT, fatal: true },
  { errno: ECONNREFUSED, fatal: true },
  { errno: EMSGSIZE, fatal: false },
  { errno: EOPNOTSUPP, fatal: false },
  { errno: ENETUNREACH, fatal: true },
  { errno: EHOSTDOWN, fatal: true },
  { errno: ENONET, fatal: true },
  { errno: ENETUNREACH, fatal: true },
  { errno: EHOSTUNREACH, fatal: true },
  { errno: ENETUNREACH, fatal: false },
  { errno: EHOSTUNREACH, fatal: false },
  { errno: EHOSTUNREACH, fatal: true },
  { errno: EHOSTUNREACH, fatal: true },
  { errno: EHOSTUNREACH, fatal: true },
];
