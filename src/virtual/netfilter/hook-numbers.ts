/**
 * Numbers of netfilter's families, hooks, priorities and verdicts.
 *
 * Source: `include/uapi/linux/netfilter.h`, `netfilter_ipv4.h`, `netfilter_ipv6.h`, `netfilter_bridge.h`, `netfilter_arp.h`.
 */

/** `NFPROTO_*` */
export const NFPROTO_INET = 1;
export const NFPROTO_IPV4 = 2;
export const NFPROTO_ARP = 3;
export const NFPROTO_NETDEV = 5;
export const NFPROTO_BRIDGE = 7;
export const NFPROTO_IPV6 = 10;

/** `NF_INET_*`: the bridge's first five are the same, 5 is its brouting. */
export const NF_INET_PRE_ROUTING = 0;
export const NF_INET_LOCAL_IN = 1;
export const NF_INET_FORWARD = 2;
export const NF_INET_LOCAL_OUT = 3;
export const NF_INET_POST_ROUTING = 4;
export const NF_INET_NUMHOOKS = 5;
/** Of `NFPROTO_INET` alone: registers at the device (`NF_INET_INGRESS`). */
export const NF_INET_INGRESS = 5;
export const NF_BR_NUMHOOKS = 6;
export const NF_ARP_IN = 0;
export const NF_ARP_OUT = 1;
export const NF_ARP_FORWARD = 2;
export const NF_ARP_NUMHOOKS = 3;
export const NF_NETDEV_INGRESS = 0;
export const NF_NETDEV_EGRESS = 1;

/** Verdicts; the low eight bits of what a hook returns. */
export const NF_DROP = 0;
export const NF_ACCEPT = 1;
/** The hook took the packet over. */
export const NF_STOLEN = 2;
export const NF_QUEUE = 3;
/** The hook is to be called again; of `nf_conntrack_in` inside, and of what comes back from a queue. */
export const NF_REPEAT = 4;
export const NF_VERDICT_MASK = 0xff;
/** Of `NF_QUEUE`: let through when nobody listens. */
export const NF_VERDICT_FLAG_QUEUE_BYPASS = 0x8000;

/** A drop that tells the sender so (`NF_DROP_ERR`). @param errno positive */
export const nfDropErr = (errno: number): number => (errno << 16) | NF_DROP;

/** `enum nf_ip_hook_priorities`; IPv6 has the same. */
export const NF_IP_PRI_FIRST = -0x80000000;
export const NF_IP_PRI_CONNTRACK_DEFRAG = -400;
export const NF_IP_PRI_CONNTRACK = -200;
export const NF_IP_PRI_NAT_DST = -100;
export const NF_IP_PRI_NAT_SRC = 100;
export const NF_IP_PRI_CONNTRACK_CONFIRM = 0x7fffffff;
export const NF_IP_PRI_LAST = 0x7fffffff;

/** `enum nf_br_hook_priorities` */
export const NF_BR_PRI_BRNF = 0;

/** Whether rules of a family see packets of IP only: those of one family, or `inet`. */
export function isIp(family: number): boolean {
  return family === NFPROTO_IPV4 || family === NFPROTO_IPV6 || family === NFPROTO_INET;
}
