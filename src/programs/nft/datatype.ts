/**
 * Types of values: how they are read, written, and how wide they are.
 *
 * Source: `src/datatype.c` of nftables 1.0.6.
 */
import { Ipv6Address, ipv4ToString, parseIpv4, parseIpv6 } from "./addresses.ts";
import type { NftContext } from "./context.ts";
import { parseTime, printTime } from "./time.ts";

export type ByteOrder = "host" | "big";

export interface DataType {
  readonly name: string;
  /** `TYPE_*`, which sets carry. */
  readonly id: number;
  readonly description: string;
  /** Width in bits; 0: whatever the other side has. */
  readonly bits: number;
  readonly order: ByteOrder;
  readonly base: "integer" | "bitmask" | "string";
  /** Names of values. */
  readonly symbols?: ReadonlyMap<string, bigint>;
  /** Values without a name are written in hexadecimal with so many digits. */
  readonly hex?: number;
  parse?(text: string, ctx: NftContext): bigint | string | undefined;
  print?(value: bigint, ctx: NftContext, bits: number): string;
  /** JSON writes it as a number. */
  readonly jsonNumber?: boolean;
}

const ALL = new Map<number, DataType>();
const BY_NAME = new Map<string, DataType>();

function add(type: DataType): DataType {
  ALL.set(type.id, type);
  BY_NAME.set(type.name, type);
  return type;
}

function table(text: string): ReadonlyMap<string, bigint> {
  const map = new Map<string, bigint>();
  for (const pair of text.trim().split(/\s+/)) {
    const [name, value] = pair.split("=");
    map.set(name, BigInt(value));
  }
  return map;
}

/** A number as C reads it: 0x.. and leading 0 as octal. */
export function parseNumber(text: string): bigint | undefined {
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return BigInt(text);
  if (/^0[0-7]+$/.test(text)) return BigInt(`0o${text.slice(1)}`);
  return /^[0-9]+$/.test(text) ? BigInt(text) : undefined;
}

function named(type: Omit<DataType, "base"> & { readonly base?: DataType["base"] }): DataType {
  return add({ base: "integer", ...type });
}

export const INTEGER = named({ name: "integer", id: 4, description: "integer", bits: 0, order: "host" });
export const XINTEGER: DataType = {
  ...INTEGER,
  print: (value) => `0x${value.toString(16)}`,
};
named({
  name: "verdict",
  id: 1,
  description: "netfilter verdict",
  bits: 0,
  order: "host",
});
export const NFPROTO = named({
  name: "nf_proto",
  id: 2,
  description: "netfilter protocol",
  bits: 8,
  order: "host",
  symbols: table("ipv4=2 ipv6=10"),
});
export const STRING = named({
  name: "string",
  id: 5,
  description: "string",
  bits: 0,
  order: "host",
  base: "string",
});
named({
  name: "ll_addr",
  id: 6,
  description: "link layer address",
  bits: 0,
  order: "big",
  parse: parseMac,
  print: printMac,
});
export const IPADDR = named({
  name: "ipv4_addr",
  id: 7,
  description: "IPv4 address",
  bits: 32,
  order: "big",
  parse: (text) => parseIpv4(text),
  print: (value) => ipv4ToString(Number(value)),
});
export const IP6ADDR = named({
  name: "ipv6_addr",
  id: 8,
  description: "IPv6 address",
  bits: 128,
  order: "big",
  parse: (text) => parseIpv6(text),
  print: (value) => Ipv6Address.fromBytes(bytesOf(value, 128, "big"), 0).toString(),
});
export const ETHERADDR = named({
  name: "ether_addr",
  id: 9,
  description: "Ethernet address",
  bits: 48,
  order: "big",
  parse: parseMac,
  print: printMac,
});
export const ETHERTYPE = named({
  name: "ether_type",
  id: 10,
  description: "Ethernet protocol",
  bits: 16,
  order: "big",
  hex: 4,
  symbols: table("ip=0x800 arp=0x806 ip6=0x86dd 8021q=0x8100 8021ad=0x88a8 vlan=0x8100"),
});
export const ARPOP = named({
  name: "arp_op",
  id: 11,
  description: "ARP operation",
  bits: 16,
  order: "big",
  symbols: table("request=1 reply=2 rrequest=3 rreply=4 inrequest=8 inreply=9 nak=10"),
});
export const INET_PROTO = named({
  name: "inet_proto",
  id: 12,
  description: "Internet protocol",
  bits: 8,
  order: "big",
  parse: (text, ctx) => {
    const number = ctx.protocols().get(text === "icmpv6" ? "ipv6-icmp" : text);
    return number === undefined ? undefined : BigInt(number);
  },
  print: (value, ctx) =>
    (ctx.numericProtocol ? undefined : ctx.protocolName(Number(value))) ?? value.toString(),
});
export const INET_SERVICE = named({
  name: "inet_service",
  id: 13,
  description: "internet network service",
  bits: 16,
  order: "big",
  jsonNumber: true,
  parse: (text, ctx) => {
    const port = ctx.service(text);
    return port === undefined ? undefined : BigInt(port);
  },
  print: (value, ctx) => (ctx.services ? ctx.serviceName(Number(value)) : undefined) ?? value.toString(),
});
export const ICMP_TYPE = named({
  name: "icmp_type",
  id: 14,
  description: "ICMP type",
  bits: 8,
  order: "big",
  symbols: table(
    "echo-reply=0 destination-unreachable=3 source-quench=4 redirect=5 echo-request=8 router-advertisement=9 router-solicitation=10 time-exceeded=11 parameter-problem=12 timestamp-request=13 timestamp-reply=14 info-request=15 info-reply=16 address-mask-request=17 address-mask-reply=18",
  ),
});
export const TCP_FLAG = named({
  name: "tcp_flag",
  id: 15,
  description: "TCP flag",
  bits: 8,
  order: "host",
  base: "bitmask",
  hex: 1,
  symbols: table("fin=1 syn=2 rst=4 psh=8 ack=16 urg=32 ecn=64 cwr=128"),
});
export const TIME = named({
  name: "time",
  id: 18,
  description: "relative time",
  bits: 64,
  order: "host",
  parse: (text) => parseTime(text),
  print: (value) => printTime(Number(value)),
});
export const MARK = named({
  name: "mark",
  id: 19,
  description: "packet mark",
  bits: 32,
  order: "host",
  hex: 8,
  jsonNumber: true,
});
export const IFINDEX = named({
  name: "iface_index",
  id: 20,
  description: "network interface index",
  bits: 32,
  order: "host",
  parse: (text, ctx) => {
    const index = ctx.interfaceIndex(text);
    return index === undefined ? "Interface does not exist" : BigInt(index);
  },
  print: (value, ctx) => {
    const name = ctx.interfaceName(Number(value));
    return name === undefined ? value.toString() : `"${name}"`;
  },
});
export const ARPHRD = named({
  name: "iface_type",
  id: 21,
  description: "network interface type",
  bits: 16,
  order: "host",
  symbols: table("ether=1 ppp=512 ipip=768 ipip6=769 loopback=772 sit=776 ipgre=778"),
});
export const REALM = named({
  name: "realm",
  id: 22,
  description: "routing realm",
  bits: 32,
  order: "host",
  symbols: table("cosmos=0"),
});
export const CLASSID = named({
  name: "classid",
  id: 23,
  description: "TC classid",
  bits: 32,
  order: "host",
  parse: parseClassid,
  print: (value) => printClassid(Number(value)),
});
export const UID = named({
  name: "uid",
  id: 24,
  description: "user ID",
  bits: 32,
  order: "host",
  symbols: table("root=0"),
  print: (value) => value.toString(),
});
export const GID = named({
  name: "gid",
  id: 25,
  description: "group ID",
  bits: 32,
  order: "host",
  symbols: table("root=0"),
  print: (value) => value.toString(),
});
export const CT_STATE = named({
  name: "ct_state",
  id: 26,
  description: "conntrack state",
  bits: 32,
  order: "host",
  base: "bitmask",
  symbols: table("invalid=1 new=8 established=2 related=4 untracked=64"),
});
export const CT_DIR = named({
  name: "ct_dir",
  id: 27,
  description: "conntrack direction",
  bits: 8,
  order: "host",
  symbols: table("original=0 reply=1"),
});
export const CT_STATUS = named({
  name: "ct_status",
  id: 28,
  description: "conntrack status",
  bits: 32,
  order: "host",
  base: "bitmask",
  symbols: table("expected=1 seen-reply=2 assured=4 confirmed=8 snat=16 dnat=32 dying=512"),
});
export const ICMP6_TYPE = named({
  name: "icmpv6_type",
  id: 29,
  description: "ICMPv6 type",
  bits: 8,
  order: "big",
  symbols: table(
    "destination-unreachable=1 packet-too-big=2 time-exceeded=3 parameter-problem=4 echo-request=128 echo-reply=129 mld-listener-query=130 mld-listener-report=131 mld-listener-done=132 nd-router-solicit=133 nd-router-advert=134 nd-neighbor-solicit=135 nd-neighbor-advert=136 nd-redirect=137 router-renumbering=138 ind-neighbor-solicit=141 ind-neighbor-advert=142 mld2-listener-report=143 mld-listener-reduction=132",
  ),
});
export const CT_LABEL = named({
  name: "ct_label",
  id: 30,
  description: "ct label",
  bits: 128,
  order: "host",
});
export const PKTTYPE = named({
  name: "pkt_type",
  id: 31,
  description: "packet type",
  bits: 8,
  order: "host",
  symbols: table("host=0 unicast=0 broadcast=1 multicast=2 other=3"),
});
export const ICMP_CODE = named({
  name: "icmp_code",
  id: 32,
  description: "icmp code",
  bits: 8,
  order: "big",
  symbols: table(
    "net-unreachable=0 host-unreachable=1 prot-unreachable=2 port-unreachable=3 frag-needed=4 net-prohibited=9 host-prohibited=10 admin-prohibited=13",
  ),
});
export const ICMPV6_CODE = named({
  name: "icmpv6_code",
  id: 33,
  description: "icmpv6 code",
  bits: 8,
  order: "big",
  symbols: table(
    "no-route=0 admin-prohibited=1 addr-unreachable=3 port-unreachable=4 policy-fail=5 reject-route=6",
  ),
});
export const ICMPX_CODE = named({
  name: "icmpx_code",
  id: 34,
  description: "icmpx code",
  bits: 8,
  order: "big",
  symbols: table("port-unreachable=1 admin-prohibited=3 no-route=0 host-unreachable=2"),
});
export const DEVGROUP = named({
  name: "devgroup",
  id: 35,
  description: "devgroup name",
  bits: 32,
  order: "host",
  symbols: table("default=0"),
});
export const DSCP = named({
  name: "dscp",
  id: 36,
  description: "Differentiated Services Code Point",
  bits: 6,
  order: "big",
  hex: 2,
  symbols: table(
    "cs0=0 cs1=8 cs2=16 cs3=24 cs4=32 cs5=40 cs6=48 cs7=56 df=0 be=0 lephb=1 af11=10 af12=12 af13=14 af21=18 af22=20 af23=22 af31=26 af32=28 af33=30 af41=34 af42=36 af43=38 va=44 ef=46",
  ),
});
export const ECN = named({
  name: "ecn",
  id: 37,
  description: "Explicit Congestion Notification",
  bits: 2,
  order: "big",
  symbols: table("not-ect=0 ect1=1 ect0=2 ce=3"),
});
export const FIB_ADDR = named({
  name: "fib_addrtype",
  id: 38,
  description: "fib address type",
  bits: 32,
  order: "host",
  symbols: table(
    "unspec=0 unicast=1 local=2 broadcast=3 anycast=4 multicast=5 blackhole=6 unreachable=7 prohibit=8",
  ),
});
export const BOOLEAN = named({
  name: "boolean",
  id: 39,
  description: "boolean type",
  bits: 1,
  order: "host",
  symbols: table("exists=1 missing=0"),
});
export const IFNAME = named({
  name: "ifname",
  id: 41,
  description: "network interface name",
  bits: 128,
  order: "host",
  base: "string",
});
export const IGMP_TYPE = named({
  name: "igmp_type",
  id: 42,
  description: "IGMP type",
  bits: 8,
  order: "big",
  symbols: table(
    "membership-query=17 membership-report-v1=18 membership-report-v2=22 membership-report-v3=34 leave-group=23",
  ),
});
export const DATE = named({
  name: "time_date",
  id: 43,
  description: "Date and time of packet reception",
  bits: 64,
  order: "host",
  parse: (text) => {
    if (/^\d+$/.test(text)) return BigInt(text) * 1_000_000_000n;
    const ms = Date.parse(`${text.replace(" ", "T")}Z`);
    return Number.isNaN(ms) ? undefined : BigInt(ms) * 1_000_000n;
  },
  print: (value) => {
    const text = new Date(Number(value / 1_000_000n)).toISOString();
    return `"${text.slice(0, 10)} ${text.slice(11, 19)}"`;
  },
});
export const DAY = named({
  name: "day",
  id: 45,
  description: "Day of week of packet reception",
  bits: 8,
  order: "host",
  symbols: table("Sunday=0 Monday=1 Tuesday=2 Wednesday=3 Thursday=4 Friday=5 Saturday=6"),
  parse: (text) => {
    const index = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"].findIndex(
      (day) => text.length >= 3 && day.startsWith(text.toLowerCase()),
    );
    return index < 0 ? undefined : BigInt(index);
  },
  print: (value) =>
    `"${["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"][Number(value)] ?? value}"`,
});
export const HOUR = named({
  name: "hour",
  id: 44,
  description: "Hour of day of packet reception",
  bits: 32,
  order: "host",
  parse: (text) => {
    const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
    if (match === null) return undefined;
    return BigInt(Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0));
  },
  print: (value) => {
    const seconds = Number(value);
    const two = (n: number): string => String(n).padStart(2, "0");
    const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
    return `"${seconds % 60 === 0 ? text : `${text}:${two(seconds % 60)}`}"`;
  },
});

export function typeById(id: number): DataType | undefined {
  return ALL.get(id);
}

export function typeByName(name: string): DataType | undefined {
  return BY_NAME.get(name);
}

function parseMac(text: string): bigint | undefined {
  return /^([0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}$/.test(text)
    ? BigInt(
        `0x${text
          .split(":")
          .map((part) => part.padStart(2, "0"))
          .join("")}`,
      )
    : undefined;
}

function printMac(value: bigint, _ctx: NftContext, bits: number): string {
  const hex = value.toString(16).padStart(bits / 4, "0");
  return hex.match(/../g)?.join(":") ?? "";
}

function parseClassid(text: string): bigint | undefined {
  if (text === "root") return 0xffffffffn;
  if (text === "none") return 0n;
  const match = /^([0-9a-fA-F]*):([0-9a-fA-F]*)$/.exec(text);
  if (match === null) return undefined;
  return (
    BigInt((Number.parseInt(match[1] || "0", 16) << 16) | Number.parseInt(match[2] || "0", 16)) & 0xffffffffn
  );
}

function printClassid(value: number): string {
  if (value === 0xffffffff) return "root";
  if (value === 0) return "none";
  const high = value >>> 16;
  const low = value & 0xffff;
  if (high === 0) return `:${low.toString(16).padStart(4, "0")}`;
  if (low === 0) return `${high.toString(16).padStart(4, "0")}:`;
  return `${high.toString(16).padStart(4, "0")}:${low.toString(16).padStart(4, "0")}`;
}

/** A number as bytes of its width, in the order of the type. */
export function bytesOf(value: bigint, bits: number, order: ByteOrder): Uint8Array {
  const length = Math.ceil(bits / 8);
  const bytes = new Uint8Array(length);
  let rest = value;
  for (let i = 0; i < length; i++) {
    bytes[order === "big" ? length - 1 - i : i] = Number(rest & 255n);
    rest >>= 8n;
  }
  return bytes;
}

export function numberOf(bytes: Uint8Array, order: ByteOrder): bigint {
  let value = 0n;
  for (let i = 0; i < bytes.length; i++)
    value = (value << 8n) | BigInt(bytes[order === "big" ? i : bytes.length - 1 - i]);
  return value;
}

/** The value as it is written. */
export function printValue(type: DataType, value: bigint, ctx: NftContext, bits = type.bits): string {
  if (type.print !== undefined && !(ctx.numericSymbols && type.symbols !== undefined))
    return type.print(value, ctx, bits);
  if (type.base === "string") return `"${stringOf(value)}"`;
  if (!ctx.numericSymbols) for (const [name, number] of type.symbols ?? []) if (number === value) return name;
  return type.hex === undefined ? value.toString() : `0x${value.toString(16).padStart(type.hex, "0")}`;
}

/** Text in a value whose first byte is the lowest. */
export function stringOf(value: bigint): string {
  let text = "";
  for (let rest = value; rest > 0n; rest >>= 8n) {
    const code = Number(rest & 255n);
    if (code === 0) break;
    text += String.fromCharCode(code);
  }
  return text;
}

export function stringValue(text: string): bigint {
  let value = 0n;
  for (let i = text.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(text.charCodeAt(i) & 255);
  return value;
}
