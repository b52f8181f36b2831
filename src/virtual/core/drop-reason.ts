/**
 * Why a packet was dropped: the reasons of Linux 6.18, with its numbers and names.
 *
 * Source: the `skb:kfree_skb` tracepoint's format, read from a running Linux 6.18; `include/net/dropreason-core.h`.
 */

/** `SKB_DROP_REASON_*` */
export type DropReason = number;

/** The packet was not dropped: it was delivered or sent. */
export const SKB_CONSUMED: DropReason = 1;
export const SKB_DROP_REASON_NOT_SPECIFIED: DropReason = 2;
export const SKB_DROP_REASON_NO_SOCKET: DropReason = 3;
export const SKB_DROP_REASON_SOCKET_CLOSE: DropReason = 4;
export const SKB_DROP_REASON_SOCKET_FILTER: DropReason = 5;
export const SKB_DROP_REASON_SOCKET_RCVBUFF: DropReason = 6;
export const SKB_DROP_REASON_UNIX_DISCONNECT: DropReason = 7;
export const SKB_DROP_REASON_UNIX_SKIP_OOB: DropReason = 8;
export const SKB_DROP_REASON_PKT_TOO_SMALL: DropReason = 9;
export const SKB_DROP_REASON_TCP_CSUM: DropReason = 10;
export const SKB_DROP_REASON_UDP_CSUM: DropReason = 11;
export const SKB_DROP_REASON_NETFILTER_DROP: DropReason = 12;
export const SKB_DROP_REASON_OTHERHOST: DropReason = 13;
export const SKB_DROP_REASON_IP_CSUM: DropReason = 14;
export const SKB_DROP_REASON_IP_INHDR: DropReason = 15;
export const SKB_DROP_REASON_IP_RPFILTER: DropReason = 16;
export const SKB_DROP_REASON_UNICAST_IN_L2_MULTICAST: DropReason = 17;
export const SKB_DROP_REASON_XFRM_POLICY: DropReason = 18;
export const SKB_DROP_REASON_IP_NOPROTO: DropReason = 19;
export const SKB_DROP_REASON_PROTO_MEM: DropReason = 20;
export const SKB_DROP_REASON_TCP_AUTH_HDR: DropReason = 21;
export const SKB_DROP_REASON_TCP_MD5NOTFOUND: DropReason = 22;
export const SKB_DROP_REASON_TCP_MD5UNEXPECTED: DropReason = 23;
export const SKB_DROP_REASON_TCP_MD5FAILURE: DropReason = 24;
export const SKB_DROP_REASON_TCP_AONOTFOUND: DropReason = 25;
export const SKB_DROP_REASON_TCP_AOUNEXPECTED: DropReason = 26;
export const SKB_DROP_REASON_TCP_AOKEYNOTFOUND: DropReason = 27;
export const SKB_DROP_REASON_TCP_AOFAILURE: DropReason = 28;
export const SKB_DROP_REASON_SOCKET_BACKLOG: DropReason = 29;
export const SKB_DROP_REASON_TCP_FLAGS: DropReason = 30;
export const SKB_DROP_REASON_TCP_ABORT_ON_DATA: DropReason = 31;
export const SKB_DROP_REASON_TCP_ZEROWINDOW: DropReason = 32;
export const SKB_DROP_REASON_TCP_OLD_DATA: DropReason = 33;
export const SKB_DROP_REASON_TCP_OVERWINDOW: DropReason = 34;
export const SKB_DROP_REASON_TCP_OFOMERGE: DropReason = 35;
export const SKB_DROP_REASON_TCP_RFC7323_PAWS: DropReason = 36;
export const SKB_DROP_REASON_TCP_RFC7323_PAWS_ACK: DropReason = 37;
export const SKB_DROP_REASON_TCP_RFC7323_TW_PAWS: DropReason = 38;
export const SKB_DROP_REASON_TCP_RFC7323_TSECR: DropReason = 39;
export const SKB_DROP_REASON_TCP_LISTEN_OVERFLOW: DropReason = 40;
export const SKB_DROP_REASON_TCP_OLD_SEQUENCE: DropReason = 41;
export const SKB_DROP_REASON_TCP_INVALID_SEQUENCE: DropReason = 42;
export const SKB_DROP_REASON_TCP_INVALID_END_SEQUENCE: DropReason = 43;
export const SKB_DROP_REASON_TCP_INVALID_ACK_SEQUENCE: DropReason = 44;
export const SKB_DROP_REASON_TCP_RESET: DropReason = 45;
export const SKB_DROP_REASON_TCP_INVALID_SYN: DropReason = 46;
export const SKB_DROP_REASON_TCP_CLOSE: DropReason = 47;
export const SKB_DROP_REASON_TCP_FASTOPEN: DropReason = 48;
export const SKB_DROP_REASON_TCP_OLD_ACK: DropReason = 49;
export const SKB_DROP_REASON_TCP_TOO_OLD_ACK: DropReason = 50;
export const SKB_DROP_REASON_TCP_ACK_UNSENT_DATA: DropReason = 51;
export const SKB_DROP_REASON_TCP_OFO_QUEUE_PRUNE: DropReason = 52;
export const SKB_DROP_REASON_TCP_OFO_DROP: DropReason = 53;
export const SKB_DROP_REASON_IP_OUTNOROUTES: DropReason = 54;
export const SKB_DROP_REASON_BPF_CGROUP_EGRESS: DropReason = 55;
export const SKB_DROP_REASON_IPV6DISABLED: DropReason = 56;
export const SKB_DROP_REASON_NEIGH_CREATEFAIL: DropReason = 57;
export const SKB_DROP_REASON_NEIGH_FAILED: DropReason = 58;
export const SKB_DROP_REASON_NEIGH_QUEUEFULL: DropReason = 59;
export const SKB_DROP_REASON_NEIGH_DEAD: DropReason = 60;
export const SKB_DROP_REASON_NEIGH_HH_FILLFAIL: DropReason = 61;
export const SKB_DROP_REASON_TC_EGRESS: DropReason = 62;
export const SKB_DROP_REASON_SECURITY_HOOK: DropReason = 63;
export const SKB_DROP_REASON_QDISC_DROP: DropReason = 64;
export const SKB_DROP_REASON_QDISC_OVERLIMIT: DropReason = 65;
export const SKB_DROP_REASON_QDISC_CONGESTED: DropReason = 66;
export const SKB_DROP_REASON_CAKE_FLOOD: DropReason = 67;
export const SKB_DROP_REASON_FQ_BAND_LIMIT: DropReason = 68;
export const SKB_DROP_REASON_FQ_HORIZON_LIMIT: DropReason = 69;
export const SKB_DROP_REASON_FQ_FLOW_LIMIT: DropReason = 70;
export const SKB_DROP_REASON_CPU_BACKLOG: DropReason = 71;
export const SKB_DROP_REASON_XDP: DropReason = 72;
export const SKB_DROP_REASON_TC_INGRESS: DropReason = 73;
export const SKB_DROP_REASON_UNHANDLED_PROTO: DropReason = 74;
export const SKB_DROP_REASON_SKB_CSUM: DropReason = 75;
export const SKB_DROP_REASON_SKB_GSO_SEG: DropReason = 76;
export const SKB_DROP_REASON_SKB_UCOPY_FAULT: DropReason = 77;
export const SKB_DROP_REASON_DEV_HDR: DropReason = 78;
export const SKB_DROP_REASON_DEV_READY: DropReason = 79;
export const SKB_DROP_REASON_FULL_RING: DropReason = 80;
export const SKB_DROP_REASON_NOMEM: DropReason = 81;
export const SKB_DROP_REASON_HDR_TRUNC: DropReason = 82;
export const SKB_DROP_REASON_TAP_FILTER: DropReason = 83;
export const SKB_DROP_REASON_TAP_TXFILTER: DropReason = 84;
export const SKB_DROP_REASON_ICMP_CSUM: DropReason = 85;
export const SKB_DROP_REASON_INVALID_PROTO: DropReason = 86;
export const SKB_DROP_REASON_IP_INADDRERRORS: DropReason = 87;
export const SKB_DROP_REASON_IP_INNOROUTES: DropReason = 88;
export const SKB_DROP_REASON_IP_LOCAL_SOURCE: DropReason = 89;
export const SKB_DROP_REASON_IP_INVALID_SOURCE: DropReason = 90;
export const SKB_DROP_REASON_IP_LOCALNET: DropReason = 91;
export const SKB_DROP_REASON_IP_INVALID_DEST: DropReason = 92;
export const SKB_DROP_REASON_PKT_TOO_BIG: DropReason = 93;
export const SKB_DROP_REASON_DUP_FRAG: DropReason = 94;
export const SKB_DROP_REASON_FRAG_REASM_TIMEOUT: DropReason = 95;
export const SKB_DROP_REASON_FRAG_TOO_FAR: DropReason = 96;
export const SKB_DROP_REASON_TCP_MINTTL: DropReason = 97;
export const SKB_DROP_REASON_IPV6_BAD_EXTHDR: DropReason = 98;
export const SKB_DROP_REASON_IPV6_NDISC_FRAG: DropReason = 99;
export const SKB_DROP_REASON_IPV6_NDISC_HOP_LIMIT: DropReason = 100;
export const SKB_DROP_REASON_IPV6_NDISC_BAD_CODE: DropReason = 101;
export const SKB_DROP_REASON_IPV6_NDISC_BAD_OPTIONS: DropReason = 102;
export const SKB_DROP_REASON_IPV6_NDISC_NS_OTHERHOST: DropReason = 103;
export const SKB_DROP_REASON_QUEUE_PURGE: DropReason = 104;
export const SKB_DROP_REASON_TC_COOKIE_ERROR: DropReason = 105;
export const SKB_DROP_REASON_PACKET_SOCK_ERROR: DropReason = 106;
export const SKB_DROP_REASON_TC_CHAIN_NOTFOUND: DropReason = 107;
export const SKB_DROP_REASON_TC_RECLASSIFY_LOOP: DropReason = 108;
export const SKB_DROP_REASON_VXLAN_INVALID_HDR: DropReason = 109;
export const SKB_DROP_REASON_VXLAN_VNI_NOT_FOUND: DropReason = 110;
export const SKB_DROP_REASON_MAC_INVALID_SOURCE: DropReason = 111;
export const SKB_DROP_REASON_VXLAN_ENTRY_EXISTS: DropReason = 112;
export const SKB_DROP_REASON_NO_TX_TARGET: DropReason = 113;
export const SKB_DROP_REASON_IP_TUNNEL_ECN: DropReason = 114;
export const SKB_DROP_REASON_TUNNEL_TXINFO: DropReason = 115;
export const SKB_DROP_REASON_LOCAL_MAC: DropReason = 116;
export const SKB_DROP_REASON_ARP_PVLAN_DISABLE: DropReason = 117;
export const SKB_DROP_REASON_MAC_IEEE_MAC_CONTROL: DropReason = 118;
export const SKB_DROP_REASON_BRIDGE_INGRESS_STP_STATE: DropReason = 119;
export const SKB_DROP_REASON_CAN_RX_INVALID_FRAME: DropReason = 120;
export const SKB_DROP_REASON_CANFD_RX_INVALID_FRAME: DropReason = 121;
export const SKB_DROP_REASON_CANXL_RX_INVALID_FRAME: DropReason = 122;
export const SKB_DROP_REASON_PFMEMALLOC: DropReason = 123;
export const SKB_DROP_REASON_DUALPI2_STEP_DROP: DropReason = 124;
export const SKB_DROP_REASON_PSP_INPUT: DropReason = 125;
export const SKB_DROP_REASON_PSP_OUTPUT: DropReason = 126;
export const SKB_DROP_REASON_RECURSION_LIMIT: DropReason = 127;

const NAMES: readonly string[] = [
  "NOT_DROPPED_YET",
  "CONSUMED",
  "NOT_SPECIFIED",
  "NO_SOCKET",
  "SOCKET_CLOSE",
  "SOCKET_FILTER",
  "SOCKET_RCVBUFF",
  "UNIX_DISCONNECT",
  "UNIX_SKIP_OOB",
  "PKT_TOO_SMALL",
  "TCP_CSUM",
  "UDP_CSUM",
  "NETFILTER_DROP",
  "OTHERHOST",
  "IP_CSUM",
  "IP_INHDR",
  "IP_RPFILTER",
  "UNICAST_IN_L2_MULTICAST",
  "XFRM_POLICY",
  "IP_NOPROTO",
  "PROTO_MEM",
  "TCP_AUTH_HDR",
  "TCP_MD5NOTFOUND",
  "TCP_MD5UNEXPECTED",
  "TCP_MD5FAILURE",
  "TCP_AONOTFOUND",
  "TCP_AOUNEXPECTED",
  "TCP_AOKEYNOTFOUND",
  "TCP_AOFAILURE",
  "SOCKET_BACKLOG",
  "TCP_FLAGS",
  "TCP_ABORT_ON_DATA",
  "TCP_ZEROWINDOW",
  "TCP_OLD_DATA",
  "TCP_OVERWINDOW",
  "TCP_OFOMERGE",
  "TCP_RFC7323_PAWS",
  "TCP_RFC7323_PAWS_ACK",
  "TCP_RFC7323_TW_PAWS",
  "TCP_RFC7323_TSECR",
  "TCP_LISTEN_OVERFLOW",
  "TCP_OLD_SEQUENCE",
  "TCP_INVALID_SEQUENCE",
  "TCP_INVALID_END_SEQUENCE",
  "TCP_INVALID_ACK_SEQUENCE",
  "TCP_RESET",
  "TCP_INVALID_SYN",
  "TCP_CLOSE",
  "TCP_FASTOPEN",
  "TCP_OLD_ACK",
  "TCP_TOO_OLD_ACK",
  "TCP_ACK_UNSENT_DATA",
  "TCP_OFO_QUEUE_PRUNE",
  "TCP_OFO_DROP",
  "IP_OUTNOROUTES",
  "BPF_CGROUP_EGRESS",
  "IPV6DISABLED",
  "NEIGH_CREATEFAIL",
  "NEIGH_FAILED",
  "NEIGH_QUEUEFULL",
  "NEIGH_DEAD",
  "NEIGH_HH_FILLFAIL",
  "TC_EGRESS",
  "SECURITY_HOOK",
  "QDISC_DROP",
  "QDISC_OVERLIMIT",
  "QDISC_CONGESTED",
  "CAKE_FLOOD",
  "FQ_BAND_LIMIT",
  "FQ_HORIZON_LIMIT",
  "FQ_FLOW_LIMIT",
  "CPU_BACKLOG",
  "XDP",
  "TC_INGRESS",
  "UNHANDLED_PROTO",
  "SKB_CSUM",
  "SKB_GSO_SEG",
  "SKB_UCOPY_FAULT",
  "DEV_HDR",
  "DEV_READY",
  "FULL_RING",
  "NOMEM",
  "HDR_TRUNC",
  "TAP_FILTER",
  "TAP_TXFILTER",
  "ICMP_CSUM",
  "INVALID_PROTO",
  "IP_INADDRERRORS",
  "IP_INNOROUTES",
  "IP_LOCAL_SOURCE",
  "IP_INVALID_SOURCE",
  "IP_LOCALNET",
  "IP_INVALID_DEST",
  "PKT_TOO_BIG",
  "DUP_FRAG",
  "FRAG_REASM_TIMEOUT",
  "FRAG_TOO_FAR",
  "TCP_MINTTL",
  "IPV6_BAD_EXTHDR",
  "IPV6_NDISC_FRAG",
  "IPV6_NDISC_HOP_LIMIT",
  "IPV6_NDISC_BAD_CODE",
  "IPV6_NDISC_BAD_OPTIONS",
  "IPV6_NDISC_NS_OTHERHOST",
  "QUEUE_PURGE",
  "TC_COOKIE_ERROR",
  "PACKET_SOCK_ERROR",
  "TC_CHAIN_NOTFOUND",
  "TC_RECLASSIFY_LOOP",
  "VXLAN_INVALID_HDR",
  "VXLAN_VNI_NOT_FOUND",
  "MAC_INVALID_SOURCE",
  "VXLAN_ENTRY_EXISTS",
  "NO_TX_TARGET",
  "IP_TUNNEL_ECN",
  "TUNNEL_TXINFO",
  "LOCAL_MAC",
  "ARP_PVLAN_DISABLE",
  "MAC_IEEE_MAC_CONTROL",
  "BRIDGE_INGRESS_STP_STATE",
  "CAN_RX_INVALID_FRAME",
  "CANFD_RX_INVALID_FRAME",
  "CANXL_RX_INVALID_FRAME",
  "PFMEMALLOC",
  "DUALPI2_STEP_DROP",
  "PSP_INPUT",
  "PSP_OUTPUT",
  "RECURSION_LIMIT",
];

/** The name as the tracepoint prints it, e.g. `NO_SOCKET`. */
export function dropReasonName(reason: DropReason): string {
  return NAMES[reason] ?? String(reason);
}
