/**
 * Checking the options of a received packet, and entering this host where they ask for it.
 *
 * The header's checksum is left as it came: it is made new when the packet is forwarded (ip-options.ts).
 *
 * Source: `net/ipv4/ip_options.c` (`__ip_options_compile`), `net/ipv4/cipso_ipv4.c` (`cipso_v4_validate`); RFC 791.
 */
import { RTN_UNICAST } from "../../../netlink/route-attributes.ts";
import { read32, write32 } from "../../../packet/bytes.ts";
import {
  IPOPT_CIPSO,
  IPOPT_END,
  IPOPT_LSRR,
  IPOPT_NOOP,
  IPOPT_RA,
  IPOPT_RR,
  IPOPT_SSRR,
  IPOPT_TIMESTAMP,
  IPOPT_TS_PRESPEC,
  IPOPT_TS_TSANDADDR,
  IPOPT_TS_TSONLY,
  IPV4_HLEN,
  ipv4HeaderLength,
} from "../../../packet/ipv4.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { addressType } from "../fib/fib-lookup.ts";
import { specificDestination } from "../icmp/icmp-spec.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import type { Rtable } from "../route/rtable.ts";
import {
  IPOPT_CHANGED,
  IPOPT_COMPILED,
  IPOPT_HAS_CIPSO,
  IPOPT_HAS_RR,
  IPOPT_HAS_SRR,
  IPOPT_HAS_TS,
  IPOPT_RR_NEEDADDR,
  IPOPT_STRICT,
  IPOPT_TS_NEEDADDR,
} from "../sock/ip-control.ts";
import { timestampOfDay } from "./ip-options-build.ts";

/** No problem. */
const GOOD = -1;

/** Looks at one option at `at`. @returns {@link GOOD}, or where in the packet's bytes the problem is */
type Checker = (skb: SkBuff, net: NetIpv4, at: number, length: number) => number;

const checkers: ReadonlyMap<number, Checker> = new Map([
  [IPOPT_SSRR, checkSourceRoute],
  [IPOPT_LSRR, checkSourceRoute],
  [IPOPT_RR, checkRecord],
  [IPOPT_TIMESTAMP, checkStamp],
  [IPOPT_RA, checkRouterAlert],
  [IPOPT_CIPSO, checkCipso],
]);

/**
 * Checks all options of a packet whose bytes may be written.
 * @returns -1, or the offset in the header of what is wrong
 */
export function compileOptions(skb: SkBuff, net: NetIpv4): number {
  const { bytes, networkHeader: header } = skb;
  const end = header + ipv4HeaderLength(bytes, header);
  skb.cbFlags |= IPOPT_COMPILED;
  for (let at = header + IPV4_HLEN; at < end; ) {
    const type = bytes[at];
    if (type === IPOPT_END) return blankRest(skb, at + 1, end);
    if (type === IPOPT_NOOP) {
      at++;
      continue;
    }
    const length = at + 1 < end ? bytes[at + 1] : 0;
    if (length < 2 || at + length > end) return at - header;
    const problem = checkers.get(type)?.(skb, net, at, length) ?? GOOD;
    if (problem !== GOOD) return problem - header;
    at += length;
  }
  return GOOD;
}

/** Behind the end there is nothing. */
function blankRest(skb: SkBuff, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    if (skb.bytes[at] === IPOPT_END) continue;
    skb.bytes[at] = IPOPT_END;
    skb.cbFlags |= IPOPT_CHANGED;
  }
  return GOOD;
}

function checkSourceRoute(skb: SkBuff, _net: NetIpv4, at: number, length: number): number {
  if (length < 3) return at + 1;
  if (skb.bytes[at + 2] < 4) return at + 2;
  if ((skb.cbFlags & IPOPT_HAS_SRR) !== 0) return at;
  skb.cbFlags |= IPOPT_HAS_SRR | (skb.bytes[at] === IPOPT_SSRR ? IPOPT_STRICT : 0);
  return GOOD;
}

function checkRecord(skb: SkBuff, net: NetIpv4, at: number, length: number): number {
  const { bytes } = skb;
  if ((skb.cbFlags & IPOPT_HAS_RR) !== 0) return at;
  if (length < 3) return at + 1;
  const pointer = bytes[at + 2];
  if (pointer < 4) return at + 2;
  if (pointer <= length) {
    if (pointer + 3 > length) return at + 2;
    write32(bytes, at + pointer - 1, specificDestination(net, skb, skb.dst as Rtable));
    bytes[at + 2] += 4;
    skb.cbFlags |= IPOPT_CHANGED | IPOPT_RR_NEEDADDR;
  }
  skb.cbFlags |= IPOPT_HAS_RR;
  return GOOD;
}

function checkStamp(skb: SkBuff, net: NetIpv4, at: number, length: number): number {
  const { bytes } = skb;
  if ((skb.cbFlags & IPOPT_HAS_TS) !== 0) return at;
  if (length < 4) return at + 1;
  const pointer = bytes[at + 2];
  if (pointer < 5) return at + 2;
  if (pointer <= length) return pointer + 3 > length ? at + 2 : enterTime(skb, net, at, length);
  const full = (bytes[at + 3] & 15) !== IPOPT_TS_PRESPEC;
  const overflow = bytes[at + 3] >> 4;
  if (full && overflow === 15) return at + 3;
  skb.cbFlags |= IPOPT_HAS_TS;
  if (!full) return GOOD;
  bytes[at + 3] = (bytes[at + 3] & 15) | ((overflow + 1) << 4);
  skb.cbFlags |= IPOPT_CHANGED;
  return GOOD;
}

/** There is room: enters the time, and the address where it is wanted. Kinds that nobody knows are left alone. */
function enterTime(skb: SkBuff, net: NetIpv4, at: number, length: number): number {
  const { bytes } = skb;
  const pointer = bytes[at + 2];
  const place = at + pointer - 1;
  const kind = bytes[at + 3] & 15;
  if (kind === IPOPT_TS_TSONLY) {
    write32(bytes, place, timestampOfDay(net));
    bytes[at + 2] += 4;
    skb.cbFlags |= IPOPT_HAS_TS | IPOPT_CHANGED;
    return GOOD;
  }
  const pair = kind === IPOPT_TS_TSANDADDR || kind === IPOPT_TS_PRESPEC;
  if (pair && pointer + 7 > length) return at + 2;
  skb.cbFlags |= IPOPT_HAS_TS;
  if (!pair) return GOOD;
  if (kind === IPOPT_TS_TSANDADDR) {
    write32(bytes, place, specificDestination(net, skb, skb.dst as Rtable));
    skb.cbFlags |= IPOPT_TS_NEEDADDR;
  } else if (addressType(net, read32(bytes, place)) === RTN_UNICAST) return GOOD;
  write32(bytes, place + 4, timestampOfDay(net));
  bytes[at + 2] += 8;
  skb.cbFlags |= IPOPT_CHANGED;
  return GOOD;
}

function checkRouterAlert(_skb: SkBuff, _net: NetIpv4, at: number, length: number): number {
  return length < 4 ? at + 1 : GOOD;
}

/** There are no domains of interpretation here, so no security label is understood. */
function checkCipso(skb: SkBuff, _net: NetIpv4, at: number, length: number): number {
  if ((skb.cbFlags & IPOPT_HAS_CIPSO) !== 0) return at;
  skb.cbFlags |= IPOPT_HAS_CIPSO;
  return length < 8 ? at + 1 : at + 2;
}
