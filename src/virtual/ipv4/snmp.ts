/**
 * The counters of /proc/net/snmp and /proc/net/netstat that this stack feeds, in Linux's order.
 *
 * Source: `net/ipv4/proc.c`, `include/uapi/linux/snmp.h`.
 */

/** Counters of the "Ip" line behind Forwarding and DefaultTTL. */
export const IP_NAMES = [
  "InReceives",
  "InHdrErrors",
  "InAddrErrors",
  "ForwDatagrams",
  "InUnknownProtos",
  "InDiscards",
  "InDelivers",
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
  "OutTransmits",
] as const;

export const IPEXT_NAMES = [
  "InNoRoutes",
  "InTruncatedPkts",
  "InMcastPkts",
  "OutMcastPkts",
  "InBcastPkts",
  "OutBcastPkts",
  "InOctets",
  "OutOctets",
  "InMcastOctets",
  "OutMcastOctets",
  "InBcastOctets",
  "OutBcastOctets",
  "InCsumErrors",
  "InNoECTPkts",
  "InECT1Pkts",
  "InECT0Pkts",
  "InCEPkts",
  "ReasmOverlaps",
] as const;

/** ICMP counters that are not by type. */
export const ICMP_NAMES = [
  "InMsgs",
  "InErrors",
  "InCsumErrors",
  "OutMsgs",
  "OutErrors",
  "OutRateLimitGlobal",
  "OutRateLimitHost",
] as const;

export const UDP_NAMES = [
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

/** Counters of the "TcpExt" line that belong to IP. */
export const LINUX_NAMES = ["ArpFilter", "IPReversePathFilter"] as const;

/** A counter of the "Ip" line by its name there. */
export type IpCounter = (typeof IP_NAMES)[number];

const IP_AT = 0;
const IPEXT_AT = IP_AT + IP_NAMES.length;
const ICMP_AT = IPEXT_AT + IPEXT_NAMES.length;
const UDP_AT = ICMP_AT + ICMP_NAMES.length;
const LINUX_AT = UDP_AT + UDP_NAMES.length;
const COUNTERS = LINUX_AT + LINUX_NAMES.length;

const ip = (name: (typeof IP_NAMES)[number]): number => IP_AT + IP_NAMES.indexOf(name);
const ext = (name: (typeof IPEXT_NAMES)[number]): number => IPEXT_AT + IPEXT_NAMES.indexOf(name);
const icmp = (name: (typeof ICMP_NAMES)[number]): number => ICMP_AT + ICMP_NAMES.indexOf(name);
const udp = (name: (typeof UDP_NAMES)[number]): number => UDP_AT + UDP_NAMES.indexOf(name);

export const IPSTATS_INRECEIVES = ip("InReceives");
export const IPSTATS_INHDRERRORS = ip("InHdrErrors");
export const IPSTATS_INADDRERRORS = ip("InAddrErrors");
export const IPSTATS_FORWDATAGRAMS = ip("ForwDatagrams");
export const IPSTATS_INUNKNOWNPROTOS = ip("InUnknownProtos");
export const IPSTATS_INDISCARDS = ip("InDiscards");
export const IPSTATS_INDELIVERS = ip("InDelivers");
export const IPSTATS_OUTREQUESTS = ip("OutRequests");
export const IPSTATS_OUTDISCARDS = ip("OutDiscards");
export const IPSTATS_OUTNOROUTES = ip("OutNoRoutes");
export const IPSTATS_REASMTIMEOUT = ip("ReasmTimeout");
export const IPSTATS_REASMREQDS = ip("ReasmReqds");
export const IPSTATS_REASMOKS = ip("ReasmOKs");
export const IPSTATS_REASMFAILS = ip("ReasmFails");
export const IPSTATS_FRAGOKS = ip("FragOKs");
export const IPSTATS_FRAGFAILS = ip("FragFails");
export const IPSTATS_FRAGCREATES = ip("FragCreates");
export const IPSTATS_OUTTRANSMITS = ip("OutTransmits");
export const IPSTATS_INNOROUTES = ext("InNoRoutes");
export const IPSTATS_INTRUNCATEDPKTS = ext("InTruncatedPkts");
export const IPSTATS_INMCASTPKTS = ext("InMcastPkts");
export const IPSTATS_OUTMCASTPKTS = ext("OutMcastPkts");
export const IPSTATS_INBCASTPKTS = ext("InBcastPkts");
export const IPSTATS_OUTBCASTPKTS = ext("OutBcastPkts");
export const IPSTATS_INOCTETS = ext("InOctets");
export const IPSTATS_OUTOCTETS = ext("OutOctets");
export const IPSTATS_INMCASTOCTETS = ext("InMcastOctets");
export const IPSTATS_OUTMCASTOCTETS = ext("OutMcastOctets");
export const IPSTATS_INBCASTOCTETS = ext("InBcastOctets");
export const IPSTATS_OUTBCASTOCTETS = ext("OutBcastOctets");
export const IPSTATS_CSUMERRORS = ext("InCsumErrors");
/** Plus the ECN bits: not ECT, ECT(1), ECT(0), CE. */
export const IPSTATS_NOECTPKTS = ext("InNoECTPkts");
export const IPSTATS_REASM_OVERLAPS = ext("ReasmOverlaps");
export const ICMP_MIB_INMSGS = icmp("InMsgs");
export const ICMP_MIB_INERRORS = icmp("InErrors");
export const ICMP_MIB_CSUMERRORS = icmp("InCsumErrors");
export const ICMP_MIB_OUTMSGS = icmp("OutMsgs");
export const ICMP_MIB_OUTERRORS = icmp("OutErrors");
export const ICMP_MIB_RATELIMITGLOBAL = icmp("OutRateLimitGlobal");
export const ICMP_MIB_RATELIMITHOST = icmp("OutRateLimitHost");
export const UDP_MIB_INDATAGRAMS = udp("InDatagrams");
export const UDP_MIB_NOPORTS = udp("NoPorts");
export const UDP_MIB_INERRORS = udp("InErrors");
export const UDP_MIB_OUTDATAGRAMS = udp("OutDatagrams");
export const UDP_MIB_RCVBUFERRORS = udp("RcvbufErrors");
export const UDP_MIB_SNDBUFERRORS = udp("SndbufErrors");
export const UDP_MIB_CSUMERRORS = udp("InCsumErrors");
export const UDP_MIB_IGNOREDMULTI = udp("IgnoredMulti");
export const LINUX_MIB_ARPFILTER = LINUX_AT;
export const LINUX_MIB_IPRPFILTER = LINUX_AT + 1;

/** The counters of a namespace (`struct ipstats_mib`, `icmp_mib`, `udp_mib` …). */
export class SnmpCounters {
  readonly values = new Float64Array(COUNTERS);
  /** ICMP messages by type: 0–255 received, 256–511 sent; sparse. */
  readonly icmpMessages = new Map<number, number>();

  count(counter: number, by = 1): void {
    this.values[counter] += by;
  }

  icmpIn(type: number): void {
    this.icmpMessages.set(type, (this.icmpMessages.get(type) ?? 0) + 1);
  }

  icmpOut(type: number): void {
    this.icmpMessages.set(256 + type, (this.icmpMessages.get(256 + type) ?? 0) + 1);
  }

  named(names: readonly string[], first: number): number[] {
    return names.map((_, i) => this.values[first + i]);
  }

  get ipValues(): number[] {
    return this.named(IP_NAMES, IP_AT);
  }

  get ipExtValues(): number[] {
    return this.named(IPEXT_NAMES, IPEXT_AT);
  }

  get udpValues(): number[] {
    return this.named(UDP_NAMES, UDP_AT);
  }
}
