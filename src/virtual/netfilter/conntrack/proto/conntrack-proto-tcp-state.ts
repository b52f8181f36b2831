/**
 * What connection tracking knows of a TCP connection: `struct ip_ct_tcp`.
 *
 * Source: `include/linux/netfilter/nf_conntrack_tcp.h`, `include/uapi/linux/netfilter/nf_conntrack_tcp.h`.
 */

/** `enum tcp_conntrack` */
export const TCP_CONNTRACK_NONE = 0;
export const TCP_CONNTRACK_SYN_SENT = 1;
export const TCP_CONNTRACK_SYN_RECV = 2;
export const TCP_CONNTRACK_ESTABLISHED = 3;
export const TCP_CONNTRACK_FIN_WAIT = 4;
export const TCP_CONNTRACK_CLOSE_WAIT = 5;
export const TCP_CONNTRACK_LAST_ACK = 6;
export const TCP_CONNTRACK_TIME_WAIT = 7;
export const TCP_CONNTRACK_CLOSE = 8;
export const TCP_CONNTRACK_SYN_SENT2 = 9;
export const TCP_CONNTRACK_MAX = 10;
export const TCP_CONNTRACK_IGNORE = 11;
/** Beside the states', two more timeouts. */
export const TCP_CONNTRACK_RETRANS = 10;
export const TCP_CONNTRACK_UNACK = 11;

export const TCP_STATE_NAMES: readonly string[] = [
  "NONE",
  "SYN_SENT",
  "SYN_RECV",
  "ESTABLISHED",
  "FIN_WAIT",
  "CLOSE_WAIT",
  "LAST_ACK",
  "TIME_WAIT",
  "CLOSE",
  "SYN_SENT2",
];

/** `IP_CT_TCP_FLAG_*` */
export const IP_CT_TCP_FLAG_WINDOW_SCALE = 0x01;
export const IP_CT_TCP_FLAG_SACK_PERM = 0x02;
export const IP_CT_TCP_FLAG_CLOSE_INIT = 0x04;
export const IP_CT_TCP_FLAG_BE_LIBERAL = 0x08;
export const IP_CT_TCP_FLAG_DATA_UNACKNOWLEDGED = 0x10;
export const IP_CT_TCP_FLAG_MAXACK_SET = 0x20;
export const IP_CT_EXP_CHALLENGE_ACK = 0x40;
export const IP_CT_TCP_SIMULTANEOUS_OPEN = 0x80;

/** What one end sent (`struct ip_ct_tcp_state`). Sequence numbers are signed words, which are compared modulo 2^32. */
export class NfCtTcpSide {
  /** The end of what it sent. */
  end = 0;
  /** Up to where it may send. */
  maxend = 0;
  /** The greatest window that it told; 0: nothing is known of it yet. */
  maxwin = 0;
  /** The greatest number that it acknowledged. */
  maxack = 0;
  scale = 0;
  flags = 0;

  clear(): void {
    this.end = this.maxend = this.maxwin = this.maxack = this.scale = this.flags = 0;
  }

  /** All but whether windows are taken seriously (`nf_ct_tcp_state_reset`). */
  forget(): void {
    const { flags } = this;
    this.clear();
    this.flags = flags & IP_CT_TCP_FLAG_BE_LIBERAL;
  }
}

/** One connection's: its state, both windows, and its last packet. */
export class NfCtTcp {
  readonly seen0 = new NfCtTcpSide();
  readonly seen1 = new NfCtTcpSide();
  state = TCP_CONNTRACK_NONE;
  lastDir = 0;
  /** How often the last packet came again. */
  retrans = 0;
  /** What kind of packet was last (`TCP_*_SET`). */
  lastIndex = 0;
  lastSeq = 0;
  lastAck = 0;
  lastEnd = 0;
  lastWin = 0;
  lastScale = 0;
  lastFlags = 0;

  seen(dir: number): NfCtTcpSide {
    return dir === 0 ? this.seen0 : this.seen1;
  }
}
