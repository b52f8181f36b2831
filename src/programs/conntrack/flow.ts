/** A connection as ctnetlink tells it: `struct nf_conntrack` of libnetfilter_conntrack. */
import { AttributeTable } from "../../netlink/attribute.ts";
import * as cta from "../../netlink/ctnetlink.ts";
import type { MessageReader } from "../../netlink/message.ts";
import { NFGENMSG_LEN } from "../../netlink/nfnetlink.ts";
import { formatIpv4, ipv4 } from "../../packet/address.ts";

/** One direction. */
export interface FlowTuple {
  readonly source: string;
  readonly destination: string;
  /** As bytes, for comparing with networks. */
  readonly sourceBytes: Uint8Array;
  readonly destinationBytes: Uint8Array;
  readonly protocol: number;
  /** Ports; of ICMP id in `sport`. */
  readonly sport: number;
  readonly dport: number;
  readonly type: number;
  readonly code: number;
  /** Whether ports were told. */
  readonly hasPorts: boolean;
  /** A zone of this direction alone; 0: none. */
  readonly zone: number;
}

/** What went one way. */
export interface Counters {
  readonly packets: bigint;
  readonly bytes: bigint;
}

/** What is known of an association of SCTP. libnetfilter_conntrack takes the tags for words of the host, the last byte first. */
export interface SctpInfo {
  readonly state: number;
  readonly originalTag: number;
  readonly replyTag: number;
}

/** A connection; what was not told is undefined. */
export interface Flow {
  /** 2 or 10 */
  readonly family: number;
  readonly original: FlowTuple;
  readonly reply: FlowTuple;
  readonly status: number;
  /** Undefined: it was not told. */
  readonly timeout: number | undefined;
  readonly mark: number | undefined;
  readonly use: number | undefined;
  readonly id: number | undefined;
  readonly zone: number;
  readonly tcpState: number | undefined;
  readonly sctp: SctpInfo | undefined;
  readonly helper: string | undefined;
  readonly counters: readonly [Counters, Counters] | undefined;
  /** ns since 1970 */
  readonly start: bigint | undefined;
  readonly stop: bigint | undefined;
  /** The attributes of its tuples as they came, to name it by. */
  readonly originalAttribute: Uint8Array;
  readonly isDestroyed: boolean;
}

/** The number of the state, in its protocol's list; undefined: the protocol has none. */
export function stateOf(flow: Flow): number | undefined {
  return flow.tcpState ?? flow.sctp?.state;
}

const outer = new AttributeTable(cta.CTA_MAX);
const tuple = new AttributeTable(cta.CTA_TUPLE_MAX);
const inner = new AttributeTable(cta.CTA_PROTO_MAX);
const info = new AttributeTable(cta.CTA_PROTOINFO_MAX);
const tcp = new AttributeTable(cta.CTA_PROTOINFO_TCP_MAX);
const sctp = new AttributeTable(cta.CTA_PROTOINFO_SCTP_MAX);
const counters = new AttributeTable(cta.CTA_COUNTERS_MAX);

const NO_BYTES = new Uint8Array(0);

function be64(table: AttributeTable, type: number): bigint {
  let value = 0n;
  for (const byte of table.payload(type) ?? NO_BYTES) value = (value << 8n) | BigInt(byte);
  return value;
}

/** Reads a nested tuple (`CTA_TUPLE_ORIG` …). */
export function readTuple(type: number, family: number, from: AttributeTable = outer): FlowTuple {
  tuple.parseNested(from, type);
  inner.parseNested(tuple, cta.CTA_TUPLE_IP);
  const [src, dst] =
    family === 2 ? [cta.CTA_IP_V4_SRC, cta.CTA_IP_V4_DST] : [cta.CTA_IP_V6_SRC, cta.CTA_IP_V6_DST];
  const text = (which: number): string => {
    if (family === 2) return formatIpv4(ipv4(inner.be32(which)));
    const address = inner.ipv6(which);
    return address === undefined ? "::" : address.toString();
  };
  const source = text(src);
  const destination = text(dst);
  const sourceBytes = (inner.payload(src) ?? NO_BYTES).slice();
  const destinationBytes = (inner.payload(dst) ?? NO_BYTES).slice();
  inner.parseNested(tuple, cta.CTA_TUPLE_PROTO);
  const protocol = inner.u8(cta.CTA_PROTO_NUM);
  const icmp = protocol === 58 ? cta.CTA_PROTO_ICMPV6_ID : cta.CTA_PROTO_ICMP_ID;
  const isIcmp = protocol === 1 || protocol === 58;
  return {
    source,
    destination,
    sourceBytes,
    destinationBytes,
    protocol,
    sport: isIcmp ? inner.be16(icmp) : inner.be16(cta.CTA_PROTO_SRC_PORT),
    dport: inner.be16(cta.CTA_PROTO_DST_PORT),
    hasPorts: inner.has(cta.CTA_PROTO_SRC_PORT),
    type: inner.u8(icmp + 1),
    code: inner.u8(icmp + 2),
    zone: tuple.be16(cta.CTA_TUPLE_ZONE),
  };
}

function readCounters(type: number): Counters {
  counters.parseNested(outer, type);
  return { packets: be64(counters, cta.CTA_COUNTERS_PACKETS), bytes: be64(counters, cta.CTA_COUNTERS_BYTES) };
}

function readTcpState(): number | undefined {
  info.parseNested(outer, cta.CTA_PROTOINFO);
  if (!info.has(cta.CTA_PROTOINFO_TCP)) return undefined;
  tcp.parseNested(info, cta.CTA_PROTOINFO_TCP);
  return tcp.u8(cta.CTA_PROTOINFO_TCP_STATE);
}

function readSctp(): SctpInfo | undefined {
  info.parseNested(outer, cta.CTA_PROTOINFO);
  if (!info.has(cta.CTA_PROTOINFO_SCTP)) return undefined;
  sctp.parseNested(info, cta.CTA_PROTOINFO_SCTP);
  return {
    state: sctp.u8(cta.CTA_PROTOINFO_SCTP_STATE),
    originalTag: sctp.u32(cta.CTA_PROTOINFO_SCTP_VTAG_ORIGINAL),
    replyTag: sctp.u32(cta.CTA_PROTOINFO_SCTP_VTAG_REPLY),
  };
}

const help = new AttributeTable(cta.CTA_HELP_NAME);

function readHelper(): string | undefined {
  if (!outer.has(cta.CTA_HELP)) return undefined;
  return help.parseNested(outer, cta.CTA_HELP).string(cta.CTA_HELP_NAME);
}

/** Reads a message of `IPCTNL_MSG_CT_NEW` or `_DELETE`. */
export function readFlow(message: MessageReader): Flow {
  const family = message.bytes[message.body];
  outer.parse(message.bytes, message.body + NFGENMSG_LEN, message.end);
  const original = readTuple(cta.CTA_TUPLE_ORIG, family);
  const reply = readTuple(cta.CTA_TUPLE_REPLY, family);
  const be32 = (type: number): number | undefined => (outer.has(type) ? outer.be32(type) : undefined);
  const pair: [Counters, Counters] | undefined = outer.has(cta.CTA_COUNTERS_ORIG)
    ? [readCounters(cta.CTA_COUNTERS_ORIG), readCounters(cta.CTA_COUNTERS_REPLY)]
    : undefined;
  const tcpState = readTcpState();
  const sctpInfo = readSctp();
  counters.parseNested(outer, cta.CTA_TIMESTAMP);
  const stamp = (type: number): bigint | undefined => (counters.has(type) ? be64(counters, type) : undefined);
  return {
    family,
    original,
    reply,
    status: outer.be32(cta.CTA_STATUS),
    timeout: be32(cta.CTA_TIMEOUT),
    mark: be32(cta.CTA_MARK),
    use: be32(cta.CTA_USE),
    id: be32(cta.CTA_ID),
    zone: outer.be16(cta.CTA_ZONE),
    tcpState,
    sctp: sctpInfo,
    helper: readHelper(),
    counters: pair,
    start: stamp(cta.CTA_TIMESTAMP_START),
    stop: stamp(cta.CTA_TIMESTAMP_STOP),
    originalAttribute: (outer.payload(cta.CTA_TUPLE_ORIG) ?? NO_BYTES).slice(),
    isDestroyed: (message.type & 0xff) === cta.IPCTNL_MSG_CT_DELETE,
  };
}
