/**
 * Errors as sockets read them with `MSG_ERRQUEUE`: `struct sock_extended_err`.
 *
 * Source: `net/ipv6/datagram.c` (`ipv6_icmp_error`, `ipv6_local_error`), `include/uapi/linux/errqueue.h`.
 */
import { EMSGSIZE } from "../../../errno.ts";
import { AF_INET6 } from "../../../kernel.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { addressType, needsScopeId } from "../addrconf/addrconf-core.ts";

export const SO_EE_ORIGIN_LOCAL = 1;
export const SO_EE_ORIGIN_ICMP6 = 3;

/** One entry of the error queue (`struct sock_exterr_skb`). */
export interface QueuedError {
  readonly data: Uint8Array;
  readonly error: number;
  readonly origin: number;
  readonly type: number;
  readonly code: number;
  readonly info: number;
  readonly destination: Ipv6Address;
  readonly port: number;
  readonly offender: Ipv6Address | null;
  readonly ifindex: number;
  /** -1: it has none to tell of. */
  readonly hopLimit: number;
  readonly timestamp: number;
}

/** A 32-bit number in the order of this host, as control messages have it. */
export function int(value: number): Uint8Array {
  return new Uint8Array([value, value >>> 8, value >>> 16, value >>> 24]);
}

/** `struct sock_extended_err` with the offender's address. */
export function extendedError(entry: QueuedError): Uint8Array {
  const data = new Uint8Array(16 + 28);
  data.set(int(entry.error), 0);
  data[4] = entry.origin;
  data[5] = entry.type;
  data[6] = entry.code;
  data.set(int(entry.info), 8);
  if (entry.offender === null) return data;
  data[16] = AF_INET6;
  entry.offender.toBytes(data, 16 + 8);
  if (needsScopeId(addressType(entry.offender))) data.set(int(entry.ifindex), 16 + 24);
  return data;
}

/** An ICMPv6 error about a packet that is quoted at `skb.data`; `payload` is where what the program sent begins. */
export function icmpError(
  skb: SkBuff,
  error: number,
  type: number,
  code: number,
  info: number,
  payload: number,
  port: number,
): QueuedError {
  const { bytes, networkHeader } = skb;
  return {
    data: bytes.slice(payload, skb.tail),
    error,
    origin: SO_EE_ORIGIN_ICMP6,
    type,
    code,
    info,
    destination: Ipv6Address.fromBytes(bytes, skb.data + 24),
    port,
    offender: Ipv6Address.fromBytes(bytes, networkHeader + 8),
    ifindex: skb.cbIif,
    hopLimit: bytes[networkHeader + 7],
    timestamp: skb.timestamp,
  };
}

/** A packet does not fit: what would (`ipv6_local_error`). */
export function tooBigError(destination: Ipv6Address, port: number, mtu: number): QueuedError {
  return {
    data: new Uint8Array(0),
    error: EMSGSIZE,
    origin: SO_EE_ORIGIN_LOCAL,
    type: 0,
    code: 0,
    info: mtu,
    destination,
    port,
    offender: null,
    ifindex: 0,
    hopLimit: 0,
    timestamp: 0,
  };
}
