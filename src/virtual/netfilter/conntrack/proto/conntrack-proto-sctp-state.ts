/**
 * What connection tracking knows of an SCTP association: `struct ip_ct_sctp`, and the states it goes through.
 *
 * Source: `include/linux/netfilter/nf_conntrack_sctp.h`, `net/netfilter/nf_conntrack_proto_sctp.c` (`sctp_conntracks`).
 */

/** `enum sctp_conntrack` */
export const SCTP_CONNTRACK_NONE = 0;
export const SCTP_CONNTRACK_CLOSED = 1;
export const SCTP_CONNTRACK_COOKIE_WAIT = 2;
export const SCTP_CONNTRACK_COOKIE_ECHOED = 3;
export const SCTP_CONNTRACK_ESTABLISHED = 4;
export const SCTP_CONNTRACK_SHUTDOWN_SENT = 5;
export const SCTP_CONNTRACK_SHUTDOWN_RECD = 6;
export const SCTP_CONNTRACK_SHUTDOWN_ACK_SENT = 7;
export const SCTP_CONNTRACK_HEARTBEAT_SENT = 8;
/** No state: the chunk is not one for that direction now. */
export const SCTP_CONNTRACK_MAX = 10;

export const SCTP_STATE_NAMES: readonly string[] = [
  "NONE",
  "CLOSED",
  "COOKIE_WAIT",
  "COOKIE_ECHOED",
  "ESTABLISHED",
  "SHUTDOWN_SENT",
  "SHUTDOWN_RECD",
  "SHUTDOWN_ACK_SENT",
  "HEARTBEAT_SENT",
];

/** Types of chunks (RFC 9260, 3.2). */
export const SCTP_CID_DATA = 0;
export const SCTP_CID_INIT = 1;
export const SCTP_CID_INIT_ACK = 2;
export const SCTP_CID_HEARTBEAT = 4;
export const SCTP_CID_HEARTBEAT_ACK = 5;
export const SCTP_CID_ABORT = 6;
const SCTP_CID_SHUTDOWN = 7;
export const SCTP_CID_SHUTDOWN_ACK = 8;
const SCTP_CID_ERROR = 9;
export const SCTP_CID_COOKIE_ECHO = 10;
export const SCTP_CID_COOKIE_ACK = 11;
export const SCTP_CID_SHUTDOWN_COMPLETE = 14;

const NO = SCTP_CONNTRACK_NONE;
const CL = SCTP_CONNTRACK_CLOSED;
const CW = SCTP_CONNTRACK_COOKIE_WAIT;
const CE = SCTP_CONNTRACK_COOKIE_ECHOED;
const ES = SCTP_CONNTRACK_ESTABLISHED;
const SS = SCTP_CONNTRACK_SHUTDOWN_SENT;
const SR = SCTP_CONNTRACK_SHUTDOWN_RECD;
const SA = SCTP_CONNTRACK_SHUTDOWN_ACK_SENT;
const HS = SCTP_CONNTRACK_HEARTBEAT_SENT;
const IV = SCTP_CONNTRACK_MAX;

type Row = readonly number[];

/** The next state by direction, type of chunk and state (NO CL CW CE ES SS SR SA HS). Other chunks change nothing. */
const NEXT: readonly [ReadonlyMap<number, Row>, ReadonlyMap<number, Row>] = [
  new Map([
    [SCTP_CID_INIT, [CL, CL, CW, CE, ES, CL, CL, SA, CW]],
    [SCTP_CID_INIT_ACK, [CL, CL, CW, CE, ES, SS, SR, SA, CL]],
    [SCTP_CID_ABORT, [CL, CL, CL, CL, CL, CL, CL, CL, CL]],
    [SCTP_CID_SHUTDOWN, [CL, CL, CW, CE, SS, SS, SR, SA, CL]],
    [SCTP_CID_SHUTDOWN_ACK, [SA, CL, CW, CE, ES, SA, SA, SA, SA]],
    [SCTP_CID_ERROR, [CL, CL, CW, CE, ES, SS, SR, SA, CL]],
    [SCTP_CID_COOKIE_ECHO, [CL, CL, CE, CE, ES, SS, SR, SA, CL]],
    [SCTP_CID_COOKIE_ACK, [CL, CL, CW, ES, ES, SS, SR, SA, CL]],
    [SCTP_CID_SHUTDOWN_COMPLETE, [CL, CL, CW, CE, ES, SS, SR, CL, CL]],
    [SCTP_CID_HEARTBEAT, [HS, CL, CW, CE, ES, SS, SR, SA, HS]],
    [SCTP_CID_HEARTBEAT_ACK, [CL, CL, CW, CE, ES, SS, SR, SA, HS]],
  ]),
  new Map([
    [SCTP_CID_INIT, [IV, CL, CW, CE, ES, SS, SR, SA, IV]],
    [SCTP_CID_INIT_ACK, [IV, CW, CW, CE, ES, SS, SR, SA, IV]],
    [SCTP_CID_ABORT, [IV, CL, CL, CL, CL, CL, CL, CL, IV]],
    [SCTP_CID_SHUTDOWN, [IV, CL, CW, CE, SR, SS, SR, SA, IV]],
    [SCTP_CID_SHUTDOWN_ACK, [IV, CL, CW, CE, ES, SA, SA, SA, IV]],
    [SCTP_CID_ERROR, [IV, CL, CW, CL, ES, SS, SR, SA, IV]],
    [SCTP_CID_COOKIE_ECHO, [IV, CL, CE, CE, ES, SS, SR, SA, IV]],
    [SCTP_CID_COOKIE_ACK, [IV, CL, CW, ES, ES, SS, SR, SA, IV]],
    [SCTP_CID_SHUTDOWN_COMPLETE, [IV, CL, CW, CE, ES, SS, SR, CL, IV]],
    [SCTP_CID_HEARTBEAT, [IV, CL, CW, CE, ES, SS, SR, SA, HS]],
    [SCTP_CID_HEARTBEAT_ACK, [IV, CL, CW, CE, ES, SS, SR, SA, ES]],
  ]),
];

/** `sctp_new_state` @returns {@link SCTP_CONNTRACK_MAX}: the chunk is not one for that direction now */
export function sctpNewState(dir: number, state: number, chunk: number): number {
  const row = (dir === 0 ? NEXT[0] : NEXT[1]).get(chunk);
  return row === undefined ? state : (row[state] ?? NO);
}

/** `struct ip_ct_sctp` */
export class NfCtSctp {
  state = SCTP_CONNTRACK_NONE;
  /** The verification tags that each direction's packets have to have, signed words. */
  vtag0 = 0;
  vtag1 = 0;
  /** Who sent an INIT. */
  init0 = false;
  init1 = false;
  /** A heartbeat had another tag: the peer may have begun anew (`SCTP_FLAG_HEARTBEAT_VTAG_FAILED`), and whose it was. */
  heartbeatFailed = false;
  lastDir = 0;

  vtag(dir: number): number {
    return dir === 0 ? this.vtag0 : this.vtag1;
  }
  setVtag(dir: number, tag: number): void {
    if (dir === 0) this.vtag0 = tag;
    else this.vtag1 = tag;
  }
}
