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
  EPROTO,
} from "../../../errno.ts";
import { AF_INET, type ControlMessage } from "../../../kernel.ts";
import { read32 } from "../../../packet/bytes.ts";
import { ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, ICMP_PARAMETERPROB } from "../../../packet/icmp.ts";
import { IPV4_DESTINATION, IPV4_SOURCE, IPV4_TTL } from "../../../packet/ipv4.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { writeInt } from "../../core/sock/sock.ts";
import type { InetSock } from "./inet-sock.ts";
import { IP_PMTUDISC_DONT, IP_RECVERR, SOL_IP } from "./ip-socket-options.ts";

export const SO_EE_ORIGIN_LOCAL = 1;
const SO_EE_ORIGIN_ICMP = 2;

/** An error with the packet that it is about. */
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
  /** TTL of the ICMP message; undefined for an error of this host. */
  readonly ttl?: number;
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
    data[16] = AF_INET;
    data[20] = error.offender >>> 24;
    data[21] = error.offender >>> 16;
    data[22] = error.offender >>> 8;
    data[23] = error.offender;
  }
  return { level: SOL_IP, type: IP_RECVERR, data };
}

/** What an ICMP error means for a socket. */
interface IcmpError {
  /** Positive. */
  readonly errno: number;
  /** Connected sockets hear of it even when they did not ask for errors. */
  readonly fatal: boolean;
}

/** By code of `ICMP_DEST_UNREACH`. */
const UNREACHABLE: readonly IcmpError[] = [
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
const TOO_BIG: IcmpError = { errno: EMSGSIZE, fatal: true };
const PARAMETER_PROBLEM: IcmpError = { errno: EPROTO, fatal: true };
const OTHER: IcmpError = { errno: EHOSTUNREACH, fatal: false };

/** What `raw_err`, `__udp4_lib_err` and `ping_err` make of an error about one of the socket's packets. */
export function icmpErrorFor(sk: InetSock, type: number, code: number): IcmpError {
  if (type === ICMP_PARAMETERPROB) return PARAMETER_PROBLEM;
  if (type !== ICMP_DEST_UNREACH) return OTHER;
  if (code === ICMP_FRAG_NEEDED && sk.pmtuDiscovery !== IP_PMTUDISC_DONT) return TOO_BIG;
  return UNREACHABLE[code] ?? OTHER;
}

/** `ip_icmp_error`: puts an ICMP error into the socket's error queue; `from` is where the quoted data starts. */
export function queueIcmpError(
  sk: InetSock,
  skb: SkBuff,
  errno: number,
  info: number,
  port: number,
  from: number,
): void {
  const { bytes, data, transportHeader: icmp, networkHeader: header } = skb;
  sk.queueError({
    errno,
    origin: SO_EE_ORIGIN_ICMP,
    ttl: bytes[header + IPV4_TTL],
    type: bytes[icmp],
    code: bytes[icmp + 1],
    info,
    offender: read32(bytes, header + IPV4_SOURCE),
    destination: read32(bytes, data + IPV4_DESTINATION),
    port,
    payload: bytes.slice(from, Math.max(from, skb.tail)),
    timestamp: sk.net.machine.now(),
  });
}
