/**
 * Numbers of connection tracking: how a packet belongs to its connection, what a connection's status says, what happens to it.
 *
 * Source: `include/uapi/linux/netfilter/nf_conntrack_common.h`.
 */

/** `enum ip_conntrack_info` */
export const IP_CT_ESTABLISHED = 0;
export const IP_CT_RELATED = 1;
export const IP_CT_NEW = 2;
export const IP_CT_IS_REPLY = 3;
export const IP_CT_ESTABLISHED_REPLY = 3;
export const IP_CT_RELATED_REPLY = 4;
/** Of a packet without a connection that nobody is to track; a packet that was found invalid has 0. */
export const IP_CT_UNTRACKED = 7;

/** The direction of a packet (`CTINFO2DIR`). */
export const ctinfoDirection = (ctinfo: number): number => (ctinfo >= IP_CT_IS_REPLY ? 1 : 0);

/** `enum ip_conntrack_status` */
export const IPS_EXPECTED = 1 << 0;
export const IPS_SEEN_REPLY = 1 << 1;
export const IPS_ASSURED = 1 << 2;
export const IPS_CONFIRMED = 1 << 3;
export const IPS_SRC_NAT = 1 << 4;
export const IPS_DST_NAT = 1 << 5;
export const IPS_NAT_MASK = IPS_SRC_NAT | IPS_DST_NAT;
export const IPS_SEQ_ADJUST = 1 << 6;
export const IPS_SRC_NAT_DONE = 1 << 7;
export const IPS_DST_NAT_DONE = 1 << 8;
export const IPS_NAT_DONE_MASK = IPS_SRC_NAT_DONE | IPS_DST_NAT_DONE;
export const IPS_DYING = 1 << 9;
export const IPS_FIXED_TIMEOUT = 1 << 10;
/** No connection, but what the raw table gives a packet to be tracked with: a zone. */
export const IPS_TEMPLATE = 1 << 11;
export const IPS_NAT_CLASH = 1 << 12;
/** A rule said which helper it has. */
export const IPS_HELPER = 1 << 13;
export const IPS_OFFLOAD = 1 << 14;
/** What programs may not change (`IPS_UNCHANGEABLE_MASK`). */
export const IPS_UNCHANGEABLE_MASK =
  IPS_NAT_DONE_MASK |
  IPS_NAT_MASK |
  IPS_EXPECTED |
  IPS_CONFIRMED |
  IPS_DYING |
  IPS_SEQ_ADJUST |
  IPS_TEMPLATE |
  IPS_NAT_CLASH |
  IPS_OFFLOAD |
  (1 << 15);

/** `enum ip_conntrack_events`, as bits */
export const IPCT_NEW = 1 << 0;
export const IPCT_RELATED = 1 << 1;
export const IPCT_DESTROY = 1 << 2;
export const IPCT_REPLY = 1 << 3;
export const IPCT_ASSURED = 1 << 4;
export const IPCT_PROTOINFO = 1 << 5;
export const IPCT_HELPER = 1 << 6;
export const IPCT_MARK = 1 << 7;
export const IPCT_SEQADJ = 1 << 8;
export const IPCT_LABEL = 1 << 10;
export const IPCT_SYNPROXY = 1 << 11;
