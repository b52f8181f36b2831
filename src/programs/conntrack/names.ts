/** Names of protocols, states and status bits as conntrack writes and reads them. */

/** Protocols that have options and text of their own, by number (`l4proto2str`). */
export const L4_NAMES: ReadonlyMap<number, string> = new Map([
  [6, "tcp"],
  [17, "udp"],
  [136, "udplite"],
  [1, "icmp"],
  [58, "icmpv6"],
  [132, "sctp"],
  [47, "gre"],
  [33, "dccp"],
]);

export const TCP_STATES: readonly string[] = [
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

export const SCTP_STATES: readonly string[] = [
  "NONE",
  "CLOSED",
  "COOKIE_WAIT",
  "COOKIE_ECHOED",
  "ESTABLISHED",
  "SHUTDOWN_SENT",
  "SHUTDOWN_RECD",
  "SHUTDOWN_ACK_SENT",
];

/** What libnetfilter_conntrack calls them, which knows one more than the command. */
export const SCTP_STATE_TEXTS: readonly string[] = [...SCTP_STATES, "HEARTBEAT_SENT"];

export const DCCP_STATES: readonly string[] = [
  "NONE",
  "REQUEST",
  "RESPOND",
  "PARTOPEN",
  "OPEN",
  "CLOSEREQ",
  "CLOSING",
  "TIMEWAIT",
  "IGNORE",
  "INVALID",
];

export const IPS_SEEN_REPLY = 1 << 1;
export const IPS_ASSURED = 1 << 2;
export const IPS_CONFIRMED = 1 << 3;
export const IPS_SRC_NAT = 1 << 4;
export const IPS_DST_NAT = 1 << 5;
export const IPS_FIXED_TIMEOUT = 1 << 10;
export const IPS_OFFLOAD = 1 << 14;
export const IPS_HW_OFFLOAD = 1 << 15;

/** Words of `--status`. */
export const STATUS_WORDS: ReadonlyMap<string, number> = new Map([
  ["ASSURED", IPS_ASSURED],
  ["SEEN_REPLY", IPS_SEEN_REPLY],
  ["UNSET", 0],
  ["FIXED_TIMEOUT", IPS_FIXED_TIMEOUT],
  ["EXPECTED", 1],
  ["OFFLOAD", IPS_OFFLOAD],
  ["HW_OFFLOAD", IPS_HW_OFFLOAD],
]);
