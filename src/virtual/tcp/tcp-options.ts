/**
 * Options of the header, as they are read and as they are written.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_parse_options`), `net/ipv4/tcp_output.c` (`tcp_options_write`), RFC 7323, RFC 2018.
 */
import { read16, read32, write16, write32 } from "../../packet/bytes.ts";
import {
  TCP_HLEN,
  TCPOLEN_MD5SIG,
  TCPOLEN_MSS,
  TCPOLEN_SACK_PERM,
  TCPOLEN_TIMESTAMP,
  TCPOLEN_WINDOW,
  TCPOPT_AO,
  TCPOPT_EOL,
  TCPOPT_MD5SIG,
  TCPOPT_MSS,
  TCPOPT_NOP,
  TCPOPT_SACK,
  TCPOPT_SACK_PERM,
  TCPOPT_TIMESTAMP,
  TCPOPT_WINDOW,
} from "../../packet/tcp.ts";
import { TCP_MAX_WSCALE } from "./tcp-states.ts";

/** What a received header's options say; one object is filled for each segment (`struct tcp_options_received`). */
export class ReceivedOptions {
  sawTimestamp = false;
  tsVal = 0;
  tsEcr = 0;
  /** 0: none. */
  mss = 0;
  /** -1: none. */
  wscale = -1;
  sackPermitted = false;
  /** Where the first block of the SACK option is; 0: there is none. */
  sackAt = 0;
  sackBlocks = 0;

  clear(): void {
    this.sawTimestamp = false;
    this.tsVal = this.tsEcr = this.mss = this.sackAt = this.sackBlocks = 0;
    this.wscale = -1;
    this.sackPermitted = false;
  }
}

/** Reads the options of the header at `at`, which is `headerLength` bytes long. A malformed option ends it. */
export function parseOptions(
  into: ReceivedOptions,
  bytes: Uint8Array,
  at: number,
  headerLength: number,
  syn: boolean,
): void {
  into.clear();
  const end = at + headerLength;
  for (let p = at + TCP_HLEN; p < end; ) {
    const kind = bytes[p];
    if (kind === TCPOPT_EOL) return;
    if (kind === TCPOPT_NOP) {
      p++;
      continue;
    }
    if (p + 1 >= end) return;
    const length = bytes[p + 1];
    if (length < 2 || p + length > end) return;
    readOption(into, bytes, p, kind, length, syn);
    p += length;
  }
}

function readOption(
  into: ReceivedOptions,
  bytes: Uint8Array,
  p: number,
  kind: number,
  length: number,
  syn: boolean,
): void {
  if (kind === TCPOPT_TIMESTAMP && length === TCPOLEN_TIMESTAMP) {
    into.sawTimestamp = true;
    into.tsVal = read32(bytes, p + 2) | 0;
    into.tsEcr = read32(bytes, p + 6) | 0;
  } else if (kind === TCPOPT_MSS && length === TCPOLEN_MSS && syn) {
    into.mss = read16(bytes, p + 2);
  } else if (kind === TCPOPT_WINDOW && length === TCPOLEN_WINDOW && syn) {
    into.wscale = Math.min(bytes[p + 2], TCP_MAX_WSCALE);
  } else if (kind === TCPOPT_SACK_PERM && length === TCPOLEN_SACK_PERM && syn) {
    into.sackPermitted = true;
  } else if (kind === TCPOPT_SACK && length >= 10 && (length - 2) % 8 === 0) {
    into.sackAt = p + 2;
    into.sackBlocks = (length - 2) >> 3;
  }
}

/** What a header's options are to say (`struct tcp_out_options`). */
export class OutOptions {
  mss = 0;
  /** -1: none. */
  wscale = -1;
  sackPermitted = false;
  timestamp = false;
  tsVal = 0;
  tsEcr = 0;
  /** Pairs of start and end. */
  readonly sack = new Int32Array(8);
  sackBlocks = 0;

  clear(): this {
    this.mss = this.tsVal = this.tsEcr = this.sackBlocks = 0;
    this.wscale = -1;
    this.sackPermitted = this.timestamp = false;
    return this;
  }

  /** Bytes, a multiple of four. */
  get length(): number {
    let length = this.mss !== 0 ? 4 : 0;
    if (this.timestamp) length += 12;
    else if (this.sackPermitted) length += 4;
    if (this.wscale >= 0) length += 4;
    if (this.sackBlocks > 0) length += 4 + 8 * this.sackBlocks;
    return length;
  }

  write(bytes: Uint8Array, start: number): void {
    let at = start;
    if (this.mss !== 0) {
      write32(bytes, at, (TCPOPT_MSS << 24) | (TCPOLEN_MSS << 16) | this.mss);
      at += 4;
    }
    if (this.timestamp) {
      write16(bytes, at, this.sackPermitted ? 0x0402 : 0x0101);
      write16(bytes, at + 2, (TCPOPT_TIMESTAMP << 8) | TCPOLEN_TIMESTAMP);
      write32(bytes, at + 4, this.tsVal);
      write32(bytes, at + 8, this.tsEcr);
      at += 12;
    } else if (this.sackPermitted) {
      write32(bytes, at, 0x01010402);
      at += 4;
    }
    if (this.wscale >= 0) {
      write32(bytes, at, (TCPOPT_NOP << 24) | (TCPOPT_WINDOW << 16) | (TCPOLEN_WINDOW << 8) | this.wscale);
      at += 4;
    }
    if (this.sackBlocks === 0) return;
    write32(bytes, at, 0x01010000 | (TCPOPT_SACK << 8) | (2 + 8 * this.sackBlocks));
    at += 4;
    for (let i = 0; i < this.sackBlocks * 2; i++, at += 4) write32(bytes, at, this.sack[i]);
  }
}

/** The shortest option of authentication (`sizeof(struct tcp_ao_hdr) + 1`). */
const LEAST_AUTH = 5;

/** Whether the options of the header at `at` are whole, and there is one of authentication at most (`tcp_parse_auth_options`). */
export function parseAuthOptions(bytes: Uint8Array, at: number, headerLength: number): boolean {
  const end = at + headerLength;
  let found = false;
  for (let p = at + TCP_HLEN; end - p >= LEAST_AUTH; ) {
    const kind = bytes[p];
    if (kind === TCPOPT_EOL) return true;
    if (kind === TCPOPT_NOP) {
      p++;
      continue;
    }
    const length = bytes[p + 1];
    if (length < 2 || p + length > end) return false;
    if (kind === TCPOPT_MD5SIG || kind === TCPOPT_AO) {
      if (found || (kind === TCPOPT_MD5SIG ? length !== TCPOLEN_MD5SIG : length < LEAST_AUTH)) return false;
      found = true;
    }
    p += length;
  }
  return true;
}
