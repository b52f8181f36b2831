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
  IP6_IN_NO_ECT_PKTS,
  29,
  30,
  31,
  IP6_OUT_REQUESTS,
  IP6_OUT_TRANSMITS,
  IP6_OUT_OCTETS,
  IP6_OUT_FORW_DATAGRAMS,
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
  -1,
];

export const ICMP6_IN_MSGS = 0;
export const ICMP6_IN_ERRORS = 1;
export const ICMP6_OUT_MSGS = 2;
export const ICMP6_OUT_ERRORS = 3;
export const ICMP6_CSUM_ERRORS = 4;
export const ICMP6_RATELIMIT_HOST = 5;

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
export const UDP6_SNDBUF_ERRORS = 5;
export const UDP6_IN_CSUM_ERRORS = 6;
export const UDP6_IGNORED_MULTI = 7;

const NEIGHBOR_SOLICIT = 135;
const SENT = 256;

/** Which counters have the first places, so that the array of one that uses only these is short. */
interface Tier {
  readonly ip: readonly number[];
  readonly icmp: readonly number[];
  readonly types: readonly number[];
}

/** What a link where nobody talks to anybody counts: the groups that its ends tell, and their asking for routers. */
const QUIET: Tier = {
  ip: [
    IP6_OUT_REQUESTS,
    IP6_OUT_TRANSMITS,
    IP6_OUT_OCTETS,
    IP6_OUT_MCAST_PKTS,
    IP6_OUT_MCAST_OCTETS,
    IP6_IN_RECEIVES,
    IP6_IN_OCTETS,
    IP6_IN_MCAST_PKTS,
    IP6_IN_MCAST_OCTETS,
    IP6_IN_NO_ECT_PKTS,
    // what comes before the device has its routes, and goes before it has a carrier
    IP6_IN_NO_ROUTES,
    IP6_OUT_DISCARDS,
  ],
  icmp: [ICMP6_OUT_MSGS],
  types: [SENT + 143, SENT + 133, SENT + NEIGHBOR_SOLICIT],
};
/** What comes to it where hosts talk. */
const COMMON: Tier = {
  ip: [IP6_IN_DELIVERS],
  icmp: [ICMP6_IN_MSGS],
  types: [143, 133, NEIGHBOR_SOLICIT, 136, SENT + 136],
};
const QUIET_PLACES = sizeOf(QUIET);
const COMMON_PLACES = QUIET_PLACES + sizeOf(COMMON);
const PLACES = IP6_NAMES.length + ICMP6_TYPES + 2 * SENT;

const placesOfIp = new Uint16Array(IP6_NAMES.length);
const placesOfIcmp = new Uint16Array(ICMP6_TYPES);
const placesOfTypes = new Uint16Array(2 * SENT);

function sizeOf(tier: Tier): number {
  return tier.ip.length + tier.icmp.length + tier.types.length;
}

function givePlaces(): void {
  let next = 0;
  for (const { ip, icmp, types } of [QUIET, COMMON]) {
    for (const counter of ip) placesOfIp[counter] = next++;
    for (const counter of icmp) placesOfIcmp[counter] = next++;
    for (const counter of types) placesOfTypes[counter] = next++;
  }
  const early = (part: keyof Tier, counter: number): boolean =>
    QUIET[part].includes(counter) || COMMON[part].includes(counter);
  for (const counter of placesOfIp.keys()) if (!early("ip", counter)) placesOfIp[counter] = next++;
  for (const counter of placesOfIcmp.keys()) if (!early("icmp", counter)) placesOfIcmp[counter] = next++;
  for (const counter of placesOfTypes.keys()) if (!early("types", counter)) placesOfTypes[counter] = next++;
}
givePlaces();

/** Counters of one namespace or device. Nothing is allocated until something is counted, and little until that is uncommon. */
export class Snmp6 {
  private counters: number[] | null = null;
  declare private udp: number[] | null;

  /** Counts all that `other` counted. */
  addAll(other: Snmp6): void {
    other.counters?.forEach((value, place) => {
      if (value !== 0) this.addAt(place, value);
    });
    other.udp?.forEach((value, counter) => {
      this.addUdp(counter, value);
    });
  }

  count(counter: number): void {
    this.addAt(placesOfIp[counter], 1);
  }

  add(counter: number, value: number): void {
    this.addAt(placesOfIp[counter], value);
  }

  countIcmp(counter: number): void {
    this.addAt(placesOfIcmp[counter], 1);
  }

  countIcmpIn(type: number): void {
    this.addAt(placesOfTypes[type], 1);
  }

  countIcmpOut(type: number): void {
    this.addAt(placesOfTypes[SENT + type], 1);
  }

  private addAt(place: number, value: number): void {
    const counters = this.counters;
    if (counters === null || place >= counters.length) this.grow(place);
    (this.counters as number[])[place] += value;
  }

  private grow(place: number): void {
    const longer = zeros(
      place < QUIET_PLACES ? QUIET_PLACES : place < COMMON_PLACES ? COMMON_PLACES : PLACES,
    );
    const before = this.counters ?? [];
    for (let i = 0; i < before.length; i++) longer[i] = before[i];
    this.counters = longer;
  }

  private at(place: number): number {
    const counters = this.counters;
    return counters === null || place >= counters.length ? 0 : counters[place];
  }

  countUdp(counter: number): void {
    this.addUdp(counter, 1);
  }

  private addUdp(counter: number, value: number): void {
    this.udp ??= zeros(UDP6_NAMES.length);
    this.udp[counter] += value;
  }

  ipValue(counter: number): number {
    return counter < 0 ? 0 : this.at(placesOfIp[counter]);
  }

  icmpValue(counter: number): number {
    return this.at(placesOfIcmp[counter]);
  }

  icmpIn(type: number): number {
    return this.at(placesOfTypes[type]);
  }

  icmpOut(type: number): number {
    return this.at(placesOfTypes[SENT + type]);
  }

  udpValue(counter: number): number {
    return this.udp === null ? 0 : this.udp[counter];
  }
}

/** Devices count no UDP. */
Object.assign(Snmp6.prototype, {
  udp: null,
});

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}
