/**
 * SYN cookies: a handshake without memory, for a listener that is flooded.
 *
 * The number holds the segment size; window scale, SACK and ECN fit only into the time stamp that the peer echoes, if it has them.
 *
 * Source: `net/ipv4/syncookies.c`, `net/ipv6/syncookies.c`.
 */
import { siphash32 } from "../../core/lib/siphash.ts";
import type { RequestSock } from "../inet-connection-sock.ts";
import type { TcpNet } from "../tcp-net.ts";

/** `msstab` of both families, one as long as the other. */
const MSS_TABLE4: readonly number[] = [536, 1300, 1440, 1460];
const MSS_TABLE6: readonly number[] = [1220, 1420, 1440, 8940];
const MINUTE_US = 60_000_000;
const MAX_AGE = 2;
const COOKIE_BITS = 24;
const COOKIE_MASK = 2 ** COOKIE_BITS - 1;
const words = new Int32Array(12);

/** Who a cookie is for: addresses as words, the answering side's first. */
export interface CookieEnds {
  readonly l0: number;
  readonly l1: number;
  readonly l2: number;
  readonly l3: number;
  readonly r0: number;
  readonly r1: number;
  readonly r2: number;
  readonly r3: number;
  readonly localPort: number;
  readonly remotePort: number;
}

function hash(tcp: TcpNet, ends: CookieEnds, minute: number, which: number): number {
  words[0] = ends.l0;
  words[1] = ends.l1;
  words[2] = ends.l2;
  words[3] = ends.l3;
  words[4] = ends.r0;
  words[5] = ends.r1;
  words[6] = ends.r2;
  words[7] = ends.r3;
  words[8] = (ends.localPort << 16) | ends.remotePort;
  words[9] = minute;
  words[10] = which;
  words[11] = 0;
  return siphash32(words, 12, ~tcp.keyLow, ~tcp.keyHigh) | 0;
}

function minuteNow(tcp: TcpNet): number {
  return Math.floor(tcp.net.machine.now() / 1000 / MINUTE_US);
}

/** The sizes that a cookie can tell; addresses of IPv4 are mapped ones here. */
function mssTable({ r0, r1, r2 }: CookieEnds): readonly number[] {
  return r0 === 0 && r1 === 0 && r2 === 0xffff ? MSS_TABLE4 : MSS_TABLE6;
}

/** Which of them is kept of one. */
function mssIndex(table: readonly number[], mss: number): number {
  let index = table.length - 1;
  while (index > 0 && mss < table[index]) index--;
  return index;
}

/** The number of a SYN-ACK (`__cookie_v4_init_sequence`, `__cookie_v6_init_sequence`). @param isn the SYN's */
export function initCookie(tcp: TcpNet, ends: CookieEnds, isn: number, mss: number): number {
  const minute = minuteNow(tcp);
  const low = (hash(tcp, ends, minute, 1) + mssIndex(mssTable(ends), mss)) & COOKIE_MASK;
  return (hash(tcp, ends, 0, 0) + isn + (minute << COOKIE_BITS) + low) | 0;
}

/**
 * `__cookie_v4_check`, `__cookie_v6_check`
 * @param isn the SYN's
 * @param sent the number of the SYN-ACK
 * @returns the segment size that the cookie tells; 0: it is none
 */
export function readCookie(tcp: TcpNet, ends: CookieEnds, isn: number, sent: number): number {
  const minute = minuteNow(tcp);
  const cookie = (sent - hash(tcp, ends, 0, 0) - isn) | 0;
  const age = (minute - (cookie >>> COOKIE_BITS)) & 0xff;
  if (age >= MAX_AGE) return 0;
  const index = (cookie - hash(tcp, ends, minute - age, 1)) & COOKIE_MASK;
  const table = mssTable(ends);
  return index < table.length ? table[index] : 0;
}

/** The number of the SYN-ACK. */
export function cookieSequence(request: RequestSock): number {
  const sequence = initCookie(request.listener.tcp, request, request.rcvIsn, request.mss);
  const table = mssTable(request);
  request.mss = table[mssIndex(table, request.mss)];
  return sequence;
}

/** @returns the segment size that a cookie tells; 0: it is none */
export function checkCookie(request: RequestSock): number {
  return readCookie(request.listener.tcp, request, request.rcvIsn, request.sntIsn);
}

/** What the low bits of a time stamp keep: the window scale, all of its bits for none, and whether SACK and ECN are in use. */
const TS_OPT_WSCALE_MASK = 0xf;
const TS_OPT_SACK = 1 << 4;
const TS_OPT_ECN = 1 << 5;
const TSBITS = 6;

/** The time stamp of a SYN-ACK with a cookie, ms and bits, without the connection's offset (`cookie_init_timestamp`). */
export function cookieTimestamp(request: RequestSock): number {
  const now = Math.floor(request.listener.now() / 1000);
  let kept = request.sndWscale >= 0 ? request.sndWscale : TS_OPT_WSCALE_MASK;
  if (request.sackOk) kept |= TS_OPT_SACK;
  if (request.ecnOk) kept |= TS_OPT_ECN;
  const step = 2 ** TSBITS;
  const stamp = Math.floor(now / step) * step + kept;
  return (stamp > now ? stamp - step : stamp) | 0;
}

/**
 * Takes back from the echoed time stamp what the SYN offered (`cookie_timestamp_decode`).
 * @returns false: it offered what this side does not do
 */
export function readCookieTimestamp(request: RequestSock, echoed: number): boolean {
  const { sysctls } = request.listener.tcp;
  if (sysctls.timestamps === 0) return false;
  request.sackOk = (echoed & TS_OPT_SACK) !== 0;
  if (request.sackOk && sysctls.sack === 0) return false;
  request.ecnOk = (echoed & TS_OPT_ECN) !== 0;
  const scale = echoed & TS_OPT_WSCALE_MASK;
  if (scale === TS_OPT_WSCALE_MASK) return true;
  request.sndWscale = scale;
  return sysctls.windowScaling !== 0;
}
