/**
 * Headers of protocols and their fields.
 *
 * Source: `src/proto.c` of nftables 1.0.6.
 */

import type { DataType } from "../datatypes/index.ts";
import * as t from "../datatypes/index.ts";

/** `NFT_PAYLOAD_*_HEADER` */
export const LL = 0;
export const NETWORK = 1;
export const TRANSPORT = 2;

export interface Field {
  readonly name: string;
  readonly type: DataType;
  /** Bits. */
  readonly offset: number;
  readonly length: number;
}

export interface Proto {
  readonly name: string;
  readonly base: number;
  readonly fields: readonly Field[];
  /** Where its checksum is, in bytes; undefined: none that must be kept right. */
  readonly checksum?: number;
  /** Field that says what is inside, and what its values mean. */
  readonly key?: string;
  readonly inner?: ReadonlyMap<number, string>;
}

/** "name:type:offset:length …" with lengths in bits. */
function fields(text: string): Field[] {
  return text
    .trim()
    .split(/\s+/)
    .map((part) => {
      const [name, type, offset, length] = part.split("/");
      return { name, type: TYPES[type], offset: Number(offset), length: Number(length) };
    });
}

const BIG: DataType = { ...t.INTEGER, order: "big" };
const BIG_X: DataType = { ...t.XINTEGER, order: "big" };

/** Bits that have no names. */
const BITMASK: DataType = { ...BIG_X, name: "bitmask", id: 3, description: "bitmask" };

const TYPES: Readonly<Record<string, DataType>> = {
  bitmask: BITMASK,
  int: BIG,
  hex: BIG_X,
  ip: t.IPADDR,
  ip6: t.IP6ADDR,
  ether: t.ETHERADDR,
  etype: t.ETHERTYPE,
  proto: t.INET_PROTO,
  port: t.INET_SERVICE,
  icmp: t.ICMP_TYPE,
  icmpcode: t.ICMP_CODE,
  dccptype: t.DCCP_TYPE,
  icmp6: t.ICMP6_TYPE,
  icmp6code: t.ICMPV6_CODE,
  igmp: t.IGMP_TYPE,
  tcpflag: t.TCP_FLAG,
  dscp: t.DSCP,
  ecn: t.ECN,
  arpop: t.ARPOP,
};

const ETHER_INNER: ReadonlyMap<number, string> = new Map([
  [0x800, "ip"],
  [0x806, "arp"],
  [0x86dd, "ip6"],
  [0x8100, "vlan"],
  [0x88a8, "vlan"],
]);

export const TRANSPORTS: ReadonlyMap<number, string> = new Map([
  [1, "icmp"],
  [2, "igmp"],
  [6, "tcp"],
  [17, "udp"],
  [33, "dccp"],
  [50, "esp"],
  [51, "ah"],
  [58, "icmpv6"],
  [108, "comp"],
  [132, "sctp"],
  [136, "udplite"],
]);

const PROTOS: readonly Proto[] = [
  {
    name: "ether",
    base: LL,
    key: "type",
    inner: ETHER_INNER,
    fields: fields("daddr/ether/0/48 saddr/ether/48/48 type/etype/96/16"),
  },
  {
    name: "vlan",
    base: LL,
    key: "type",
    inner: ETHER_INNER,
    fields: fields("pcp/int/112/3 dei/int/115/1 cfi/int/115/1 id/int/116/12 type/etype/128/16"),
  },
  {
    name: "ip",
    base: NETWORK,
    checksum: 10,
    key: "protocol",
    inner: TRANSPORTS,
    fields: fields(
      "version/int/0/4 hdrlength/int/4/4 dscp/dscp/8/6 ecn/ecn/14/2 length/int/16/16 id/int/32/16 frag-off/int/48/16 ttl/int/64/8 protocol/proto/72/8 checksum/int/80/16 saddr/ip/96/32 daddr/ip/128/32",
    ),
  },
  {
    name: "ip6",
    base: NETWORK,
    key: "nexthdr",
    inner: TRANSPORTS,
    fields: fields(
      "version/int/0/4 dscp/dscp/4/6 ecn/ecn/10/2 flowlabel/int/12/20 length/int/32/16 nexthdr/proto/48/8 hoplimit/int/56/8 saddr/ip6/64/128 daddr/ip6/192/128",
    ),
  },
  {
    name: "arp",
    base: NETWORK,
    fields: fields(
      "htype/int/0/16 ptype/etype/16/16 hlen/int/32/8 plen/int/40/8 operation/arpop/48/16 saddr ether/ether/64/48 saddr ip/ip/112/32 daddr ether/ether/144/48 daddr ip/ip/192/32".replace(
        / (ether|ip)\//g,
        "~$1/",
      ),
    ).map((field) => ({ ...field, name: field.name.replace("~", " ") })),
  },
  {
    name: "tcp",
    base: TRANSPORT,
    checksum: 16,
    fields: fields(
      "sport/port/0/16 dport/port/16/16 sequence/int/32/32 ackseq/int/64/32 doff/int/96/4 reserved/int/100/4 flags/tcpflag/104/8 window/int/112/16 checksum/int/128/16 urgptr/int/144/16",
    ),
  },
  {
    name: "udp",
    base: TRANSPORT,
    checksum: 6,
    fields: fields("sport/port/0/16 dport/port/16/16 length/int/32/16 checksum/int/48/16"),
  },
  {
    name: "udplite",
    base: TRANSPORT,
    checksum: 6,
    fields: fields("sport/port/0/16 dport/port/16/16 csumcov/int/32/16 checksum/int/48/16"),
  },
  {
    name: "sctp",
    base: TRANSPORT,
    fields: fields("sport/port/0/16 dport/port/16/16 vtag/int/32/32 checksum/int/64/32"),
  },
  { name: "dccp", base: TRANSPORT, fields: fields("sport/port/0/16 dport/port/16/16 type/dccptype/67/4") },
  { name: "th", base: TRANSPORT, fields: fields("sport/port/0/16 dport/port/16/16") },
  {
    name: "icmp",
    base: TRANSPORT,
    checksum: 2,
    fields: fields(
      "type/icmp/0/8 code/icmpcode/8/8 checksum/int/16/16 id/int/32/16 sequence/int/48/16 gateway/int/32/32 mtu/int/48/16",
    ),
  },
  {
    name: "icmpv6",
    base: TRANSPORT,
    checksum: 2,
    fields: fields(
      "type/icmp6/0/8 code/icmp6code/8/8 checksum/int/16/16 parameter-problem/int/32/32 mtu/int/32/32 id/int/32/16 sequence/int/48/16 max-delay/int/32/16",
    ),
  },
  {
    name: "igmp",
    base: TRANSPORT,
    checksum: 2,
    fields: fields("type/igmp/0/8 mrt/int/8/8 checksum/int/16/16 group/int/32/32"),
  },
  {
    name: "ah",
    base: TRANSPORT,
    fields: fields("nexthdr/proto/0/8 hdrlength/int/8/8 reserved/int/16/16 spi/int/32/32 sequence/int/64/32"),
  },
  { name: "esp", base: TRANSPORT, fields: fields("spi/int/0/32 sequence/int/32/32") },
  { name: "comp", base: TRANSPORT, fields: fields("nexthdr/proto/0/8 flags/bitmask/8/8 cpi/int/16/16") },
];

const BY_NAME: ReadonlyMap<string, Proto> = new Map(PROTOS.map((proto) => [proto.name, proto]));

export function protoByName(name: string): Proto | undefined {
  return BY_NAME.get(name);
}

/** The number of a transport protocol. */
export function transportNumber(name: string): number | undefined {
  for (const [number, each] of TRANSPORTS) if (each === name) return number;
  return undefined;
}

export function etherTypeOf(name: string): number | undefined {
  for (const [number, each] of ETHER_INNER) if (each === name) return number;
  return undefined;
}
