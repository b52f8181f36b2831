/**
 * SYN cookies: a handshake without memory, for a listener that is flooded.
 *
 * The number holds the segment size; window scale, SACK and ECN fit only into the time stamp that the peer echoes, if it has them.
 *
 * Source: `net/ipv4/syncookies.c`.
 */
import { siphash32 } from "../../core/lib/siphash.ts";
import type { RequestSock } from "../inet-connection-sock.ts";

/** `msstab` */
const MSS_TABLE = [536, 1300, 1440, 1460] as const;
const MINUTE_US = 60_000_000;
const MAX_AGE = 2;
const COOKIE_BITS = 24;
const COOKIE_MASK = 2 ** COOKIE_BITS - 1;
const words = new Int32Array(12);

function hash(request: RequestSock, minute: number, which: number): number {
  words[0] = request.l0;
  words[1] = request.l1;
  words[2] = request.l2;
  words[3] = request.l3;
  words[4] = request.r0;
  words[5] = request.r1;
  words[6] = request.r2;
  words[7] = request.r3;
  words[8] = (request.localPort << 16) | request.remotePort;
  words[9] = minute;
  words[10] = which;
  words[11] = 0;
  const { keyLow, keyHigh } = request.listener.tcp;
  return siphash32(words, 12, ~keyLow, ~keyHigh) | 0;
}

function minuteNow(request: RequestSock): number {
  return Math.floor(request.listener.now() / MINUTE_US);
}

/** The number of the SYN-ACK. */
export function cookieSequence(request: RequestSock): number {
  let index = MSS_TABLE.length - 1;
  while (index > 0 && request.mss < MSS_TABLE[index]) index--;
  request.mss = MSS_TABLE[index];
  const minute = minuteNow(request);
  const low = (hash(request, minute, 1) + index) & COOKIE_MASK;
  return (hash(request, 0, 0) + request.rcvIsn + (minute << COOKIE_BITS) + low) | 0;
}

/** @returns the segment size that a cookie tells; 0: it is none */
export function checkCookie(request: RequestSock): number {
  const minute = minuteNow(request);
  const cookie = (request.sntIsn - hash(request, 0, 0) - request.rcvIsn) | 0;
  const age = (minute - (cookie >>> COOKIE_BITS)) & 0xff;
  if (age >= MAX_AGE) return 0;
  const index = (cookie - hash(request, minute - age, 1)) & COOKIE_MASK;
  return index < MSS_TABLE.length ? MSS_TABLE[index] : 0;
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
