/**
 * Errors as sockets get them.
 *
 * Source: `net/ipv6/icmp.c` (`icmpv6_err_convert`, `tab_unreach`).
 */
import { EACCES, ECONNREFUSED, EHOSTUNREACH, EMSGSIZE, ENETUNREACH, EPROTO } from "../../../errno.ts";
import {
  ICMPV6_DEST_UNREACH,
  ICMPV6_PARAMPROB,
  ICMPV6_PKT_TOOBIG,
  ICMPV6_TIME_EXCEED,
} from "../../../packet/icmpv6.ts";

const UNREACHABLE: readonly (readonly [number, boolean])[] = [
  [ENETUNREACH, false],
  [EACCES, true],
  [EHOSTUNREACH, false],
  [EHOSTUNREACH, false],
  [ECONNREFUSED, true],
  [EACCES, true],
  [EACCES, true],
];

/** What a message means for the socket whose packet it is about. */
export interface SocketError {
  /** Positive error number. */
  readonly error: number;
  /** The socket is told even if it did not ask for errors. */
  readonly fatal: boolean;
}

/** `icmpv6_err_convert` */
export function icmpv6Error(type: number, code: number): SocketError {
  if (type === ICMPV6_DEST_UNREACH) {
    const entry = UNREACHABLE[code];
    return entry === undefined ? { error: EPROTO, fatal: true } : { error: entry[0], fatal: entry[1] };
  }
  if (type === ICMPV6_PKT_TOOBIG) return { error: EMSGSIZE, fatal: false };
  if (type === ICMPV6_PARAMPROB) return { error: EPROTO, fatal: true };
  if (type === ICMPV6_TIME_EXCEED) return { error: EHOSTUNREACH, fatal: false };
  return { error: EPROTO, fatal: false };
}
