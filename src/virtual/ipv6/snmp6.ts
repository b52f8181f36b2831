/**
 * Counters of a namespace and of a device, named and ordered as /proc/net/snmp6 shows them.
 *
 * Source: `net/ipv6/proc.c` (`snmp6_ipstats_list`, `snmp6_icmp6_list`, `snmp6_udp6_list`), `include/uapi/linux/snmp.h`.
 */

export const IP6_NAMES = [
  "InReceives",
  "InHdrErrors",
  "InTooBigErrors",
  "InNoRoutes",
  "InAddrErrors",
  "InUnknownProtos",
  "InTruncatedPkts",
  "InDiscards",
  "InDelivers",
  "OutForwDatagrams",
  "OutRequests",
  "OutDiscards",
  "OutNoRoutes",
  "ReasmTimeout",
  "ReasmReqds",
  "ReasmOKs",
  "ReasmFails",
  "FragOKs",
  "FragFails",
  "FragCreates",
  "InMcastPkts",
  "OutMcastPkts",
  "InOctets",
  "OutOctets",
  "InMcastOctets",
  "OutMcastOctets",
  "InBcastOctets",
  "OutBcastOctets",
  "InNoECTPkts",
  "InECT1Pkts",
  "InECT0Pkts",
  "InCEPkts",
  "OutTransmits",
] as const;

export const IP6_IN_RECEIVES = 0;
export const IP6_IN_HDR_ERRORS = 1;
export const IP6_IN_TOO_BIG_ERRORS = 2;
export const IP6_IN_NO_ROUTES = 3;
export const IP6_IN_ADDR_ERRORS = 4;
export const IP6_IN_UNKNOWN_PROTOS = 5;
export const IP6_IN_TRUNCATED_PKTS = 6;
export const IP6_IN_DISCARDS = 7;
export const IP6_IN_DELIVERS = 8;
export const IP6_OUT_FORW_DATAGRAMS = 9;
export const IP6_OUT_REQUESTS = 10;
export const IP6_OUT_DISCARDS = 11;
export const IP6_OUT_NO_ROUTES = 12;
export const IP6_REASM_TIMEOUT = 13;
export const IP6_REASM_REQDS = 14;
export const IP6_REASM_OKS = 15;
export const IP6_REASM_FAILS = 16;
export const IP6_FRAG_OKS = 17;
export const IP6_FRAG_FAILS = 18;
export const IP6_FRAG_CREATES = 19;
export const IP6_IN_MCAST_PKTS = 20;
export const IP6_OUT_MCAST_PKTS = 21;
export const IP6_IN_OCTETS = 22;
export const IP6_OUT_OCTETS = 23;
export const IP6_IN_MCAST_OCTETS = 24;
export const IP6_OUT_MCAST_OCTETS = 25;
/** `InNoECTPkts`; the two ECN bits of the traffic class are added to it. */
export const IP6_IN_NO_ECT_PKTS = 28;
export const IP6_OUT_TRANSMITS = 32;

/** `IPSTATS_MIB_*` (index in `IFLA_INET6_STATS`) → index here; -1: not counted for IPv6. */
export const IPSTATS_ORDER: readonly number[] = [
  IP6_IN_RECEIVES,
  IP6_IN_OCTETS,
  IP6_IN_DELIVERS,
  IP6_OUT_FORW_DATAGRAMS,
  IP6_OUT_TRANSMITS,
  IP6_OUT_OCTETS,
  IP6_IN_HDR_ERRORS,
  IP6_IN_TOO_BIG_ERRORS,
  IP6_IN_NO_ROUTES,
  IP6_IN_ADDR_ERRORS,
  IP6_IN_UNKNOWN_PROTOS,
  IP6_IN_TRUNCATED_PKTS,
  IP6_IN_DISCARDS,
  IP6_OUT_DISCARDS,
  IP6_OUT_NO_ROUTES,
  IP6_REASM_TIMEOUT,
  IP6_REASM_REQDS,
  IP6_REASM_OKS,
  IP6_REASM_FAILS,
  IP6_FRAG_OKS,
  IP6_FRAG_FAILS,
  IP6_FRAG_CREATES,
  IP6_IN_MCAST_PKTS,
  IP6_OUT_MCAST_PKTS,
  -1,
  -1,
  IP6_IN_MCAST_OCTETS,
  IP6_OUT_MCAST_OCTETS,
  26,
  27,
  -1,
  IP6_IN_NO_ECT_PKTS,
  29,
  30,
  31,
  -1,
  IP6_OUT_REQUESTS,
];

export const ICMP6_IN_MSGS = 0;
export const ICMP6_IN_ERRORS = 1;
export const ICMP6_OUT_MSGS = 2;
export const ICMP6_OUT_ERRORS = 3;
export const ICMP6_CSUM_ERRORS = 4;
export const ICMP6_RATELIMIT_HOST = 5;

/** First the counters above, then 256 of received types, then 256 of sent types, which exist only once they count. */
const ICMP6_TYPES = 6;

/** Names of message types with a line of their own. */
export const ICMP6_TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [1, "DestUnreachs"],
  [2, "PktTooBigs"],
  [3, "TimeExcds"],
  [4, "ParmProblems"],
  [128, "Echos"],
  [129, "EchoReplies"],
  [130, "GroupMembQueries"],
  [131, "GroupMembResponses"],
  [132, "GroupMembReductions"],
  [133, "RouterSolicits"],
  [134, "RouterAdvertisements"],
  [135, "NeighborSolicits"],
  [136, "NeighborAdvertisements"],
  [137, "Redirects"],
  [143, "MLDv2Reports"],
]);

export const UDP6_NAMES = [
  "InDatagrams",
  "NoPorts",
  "InErrors",
  "OutDatagrams",
  "RcvbufErrors",
  "SndbufErrors",
  "InCsumErrors",
  "IgnoredMulti",
  "MemErrors",
] as const;
export const UDP6_IN_DATAGRAMS = 0;
export const UDP6_NO_PORTS = 1;
export const UDP6_IN_ERRORS = 2;
export const UDP6_OUT_DATAGRAMS = 3;
export const UDP6_RCVBUF_ERRORS = 4;
export const UDP6_IN_CSUM_ERRORS = 6;

const NONE: number[] = [];

/** Counters of one namespace or device. Nothing is allocated until something is counted. */
export class Snmp6 {
  private ip: number[] | null = null;
  private icmp: number[] | null = null;
  /** Types seen, sent ones with 256 added, and how often: a few, in arrays of just their size. */
  private icmpTypes: number[] | null = null;
  private icmpCounts: number[] = NONE;
  private udp: number[] | null = null;

  count(counter: number): void {
    (this.ip ??= zeros(IP6_NAMES.length))[counter]++;
  }

  add(counter: number, value: number): void {
    (this.ip ??= zeros(IP6_NAMES.length))[counter] += value;
  }

  countIcmp(counter: number): void {
    (this.icmp ??= zeros(ICMP6_TYPES))[counter]++;
  }

  countIcmpIn(type: number): void {
    const present = this.icmpTypes;
    const at = present === null ? -1 : present.indexOf(type);
    if (present === null) {
      this.icmpTypes = [type];
      this.icmpCounts = [1];
    } else if (at >= 0) this.icmpCounts[at]++;
    else {
      this.icmpTypes = present.concat(type);
      this.icmpCounts = this.icmpCounts.concat(1);
    }
  }

  countIcmpOut(type: number): void {
    this.countIcmpIn(256 + type);
  }

  countUdp(counter: number): void {
    (this.udp ??= zeros(UDP6_NAMES.length))[counter]++;
  }

  ipValue(counter: number): number {
    return this.ip === null || counter < 0 ? 0 : this.ip[counter];
  }

  icmpValue(counter: number): number {
    return this.icmp === null ? 0 : this.icmp[counter];
  }

  icmpIn(type: number): number {
    const at = this.icmpTypes === null ? -1 : this.icmpTypes.indexOf(type);
    return at < 0 ? 0 : this.icmpCounts[at];
  }

  icmpOut(type: number): number {
    return this.icmpIn(256 + type);
  }

  udpValue(counter: number): number {
    return this.udp === null ? 0 : this.udp[counter];
  }
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}
