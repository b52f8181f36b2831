/**
 * What connection tracking reads of a TCP header's options.
 *
 * Source: `net/netfilter/nf_conntrack_proto_tcp.c` (`tcp_options`, `tcp_sack`).
 */
import { read32 } from "../../../../packet/bytes.ts";
import {
  TCP_HLEN,
  TCPOLEN_SACK_PERM,
  TCPOLEN_WINDOW,
  TCPOPT_EOL,
  TCPOPT_NOP,
  TCPOPT_SACK,
  TCPOPT_SACK_PERM,
  TCPOPT_WINDOW,
} from "../../../../packet/tcp.ts";
import {
  IP_CT_TCP_FLAG_BE_LIBERAL,
  IP_CT_TCP_FLAG_SACK_PERM,
  IP_CT_TCP_FLAG_WINDOW_SCALE,
  type NfCtTcpSide,
} from "./conntrack-proto-tcp-state.ts";

/** `TCP_MAX_WSCALE` */
const MAX_SCALE = 14;
const SACK_BLOCK = 8;

/** Reads window scale and permission of SACK into the side; a header without options leaves what was known. `end`: of the header */
export function tcpOptions(bytes: Uint8Array, tcp: number, end: number, side: NfCtTcpSide): void {
  if (end === tcp + TCP_HLEN) return;
  side.scale = 0;
  side.flags &= IP_CT_TCP_FLAG_BE_LIBERAL;
  for (let at = tcp + TCP_HLEN; at < end; ) {
    const kind = bytes[at];
    if (kind === TCPOPT_EOL) return;
    if (kind === TCPOPT_NOP) {
      at++;
      continue;
    }
    const length = at + 1 < end ? bytes[at + 1] : 0;
    if (length < 2 || at + length > end) return;
    if (kind === TCPOPT_SACK_PERM && length === TCPOLEN_SACK_PERM) side.flags |= IP_CT_TCP_FLAG_SACK_PERM;
    else if (kind === TCPOPT_WINDOW && length === TCPOLEN_WINDOW) {
      side.scale = Math.min(bytes[at + 2], MAX_SCALE);
      side.flags |= IP_CT_TCP_FLAG_WINDOW_SCALE;
    }
    at += length;
  }
}

/** The greatest number that a segment acknowledges, with the blocks of its first SACK option; at least `ack`. Signed. */
export function tcpSack(bytes: Uint8Array, tcp: number, end: number, ack: number): number {
  let greatest = ack;
  for (let at = tcp + TCP_HLEN; at < end; ) {
    const kind = bytes[at];
    if (kind === TCPOPT_EOL) return greatest;
    if (kind === TCPOPT_NOP) {
      at++;
      continue;
    }
    const length = at + 1 < end ? bytes[at + 1] : 0;
    if (length < 2 || at + length > end) return greatest;
    if (kind === TCPOPT_SACK && length >= 2 + SACK_BLOCK && (length - 2) % SACK_BLOCK === 0) {
      for (let block = at + 2; block < at + length; block += SACK_BLOCK) {
        const right = read32(bytes, block + 4) | 0;
        if (((right - greatest) | 0) > 0) greatest = right;
      }
      return greatest;
    }
    at += length;
  }
  return greatest;
}
