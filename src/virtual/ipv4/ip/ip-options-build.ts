/**
 * Options of packets that this host sends: its own address and time where they ask for it, the last stop of a source route.
 *
 * Source: `net/ipv4/ip_options.c` (`ip_options_build`).
 */

import { RTN_UNICAST } from "../../../netlink/route-attributes.ts";
import { read32, write32 } from "../../../packet/bytes.ts";
import {
  IPOPT_END,
  IPOPT_LSRR,
  IPOPT_RR,
  IPOPT_SSRR,
  IPOPT_TIMESTAMP,
  IPOPT_TS_PRESPEC,
  IPOPT_TS_TSANDADDR,
  IPOPT_TS_TSONLY,
  ipv4OptionLength,
} from "../../../packet/ipv4.ts";
import { addressType } from "../fib/fib-lookup.ts";
import type { NetIpv4 } from "../net-ipv4.ts";

const MS_PER_DAY = 86_400_000;

/** Milliseconds since midnight UTC (`inet_current_timestamp`). */
export function timestampOfDay(net: NetIpv4): number {
  return Math.floor(net.net.machine.clock.realtime() / 1000) % MS_PER_DAY;
}

/**
 * Completes the options in `bytes[start, end)`.
 * @param source the packet's source address
 * @param finalHop destination behind a source route; 0: source routes are left alone
 */
export function buildOptions(
  net: NetIpv4,
  bytes: Uint8Array,
  start: number,
  end: number,
  source: number,
  finalHop: number,
): void {
  for (let at = start; at < end; ) {
    const type = bytes[at];
    const length = ipv4OptionLength(bytes, at, end);
    if (type === IPOPT_END || length === 0) return;
    if (type === IPOPT_RR) record(bytes, at, length, source);
    else if (type === IPOPT_TIMESTAMP) stamp(net, bytes, at, length, source);
    else if ((type === IPOPT_LSRR || type === IPOPT_SSRR) && finalHop !== 0 && length >= 7) {
      bytes.copyWithin(at + 3, at + 7, at + length);
      write32(bytes, at + length - 4, finalHop);
    }
    at += length;
  }
}

function record(bytes: Uint8Array, at: number, length: number, source: number): void {
  const pointer = bytes[at + 2];
  if (pointer < 4 || pointer + 3 > length) return;
  write32(bytes, at + pointer - 1, source);
  bytes[at + 2] = pointer + 4;
}

function stamp(net: NetIpv4, bytes: Uint8Array, at: number, length: number, source: number): void {
  const pointer = bytes[at + 2];
  const kind = bytes[at + 3] & 15;
  const pair = kind === IPOPT_TS_TSANDADDR || kind === IPOPT_TS_PRESPEC;
  if (!pair && kind !== IPOPT_TS_TSONLY) return;
  if (pointer < 5 || pointer + (pair ? 7 : 3) > length) return;
  if (kind === IPOPT_TS_PRESPEC && addressType(net, read32(bytes, at + pointer - 1)) === RTN_UNICAST) return;
  if (kind === IPOPT_TS_TSANDADDR) write32(bytes, at + pointer - 1, source);
  write32(bytes, at + pointer - 1 + (pair ? 4 : 0), timestampOfDay(net));
  bytes[at + 2] = pointer + (pair ? 8 : 4);
}
