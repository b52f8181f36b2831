/**
 * States and constants of TCP.
 *
 * Source: `include/net/tcp_states.h`, `include/net/tcp.h`, `include/uapi/linux/tcp.h`.
 */
export const TCP_ESTABLISHED = 1;
export const TCP_SYN_SENT = 2;
export const TCP_SYN_RECV = 3;
export const TCP_FIN_WAIT1 = 4;
export const TCP_FIN_WAIT2 = 5;
export const TCP_TIME_WAIT = 6;
export const TCP_CLOSE = 7;
export const TCP_CLOSE_WAIT = 8;
export const TCP_LAST_ACK = 9;
export const TCP_LISTEN = 10;
export const TCP_CLOSING = 11;
/** A request for a connection, which is no socket yet. */
export const TCP_NEW_SYN_RECV = 12;

/** States of congestion control (`enum tcp_ca_state`). */
export const TCP_CA_OPEN = 0;
export const TCP_CA_DISORDER = 1;
export const TCP_CA_CWR = 2;
export const TCP_CA_RECOVERY = 3;
export const TCP_CA_LOSS = 4;

/** Halves that were shut down. */
export const RCV_SHUTDOWN = 1;
export const SEND_SHUTDOWN = 2;
export const SHUTDOWN_MASK = 3;

/** `tp->nonagle` */
export const TCP_NAGLE_OFF = 1;
export const TCP_NAGLE_CORK = 2;
export const TCP_NAGLE_PUSH = 4;

export const TCP_MSS_DEFAULT = 536;
export const TCP_MAX_WSCALE = 14;
export const TCP_INIT_CWND = 10;
export const TCP_INFINITE_SSTHRESH = 0x7fffffff;
export const MAX_TCP_OPTION_SPACE = 40;
/** Room for all headers before a segment's payload. */
export const MAX_TCP_HEADER = 256;
export const TCPOLEN_TSTAMP_ALIGNED = 12;

/** Times in µs. */
export const US_PER_MS = 1000;
export const US_PER_S = 1_000_000;
/** One tick of a kernel with 250 Hz. */
export const JIFFY_US = 4000;
export const TCP_RTO_MIN = 200 * US_PER_MS;
export const TCP_TIMEOUT_INIT = 1_000_000;
export const TCP_TIMEOUT_FALLBACK = 3 * US_PER_S;
export const TCP_DELACK_MAX = 200 * US_PER_MS;
export const TCP_DELACK_MIN = 40 * US_PER_MS;
export const TCP_ATO_MIN = 40 * US_PER_MS;
export const TCP_TIMEWAIT_LEN = 60 * US_PER_S;
export const TCP_TIMEOUT_MIN_US = 2 * JIFFY_US;

/** `icsk_ack.pending` */
export const ICSK_ACK_SCHED = 1;
export const ICSK_ACK_TIMER = 2;
export const ICSK_ACK_PUSHED = 4;
export const ICSK_ACK_PUSHED2 = 8;
export const ICSK_ACK_NOW = 16;

/** What the write timer waits for (`icsk_pending`). */
export const ICSK_TIME_RETRANS = 1;
export const ICSK_TIME_PROBE0 = 3;
export const ICSK_TIME_LOSS_PROBE = 5;
export const ICSK_TIME_REO_TIMEOUT = 6;

/** `TCP_SKB_CB(skb)->sacked` */
export const TCPCB_SACKED_ACKED = 1;
export const TCPCB_SACKED_RETRANS = 2;
export const TCPCB_LOST = 4;
export const TCPCB_EVER_RETRANS = 0x80;
export const TCPCB_RETRANS = 0x82;
