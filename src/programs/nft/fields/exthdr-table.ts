/**
 * Headers behind headers: extension headers of IPv6, options of IPv4 and TCP, chunks of SCTP, with their fields.
 *
 * Source: `src/exthdr.c`, `src/ipopt.c`, `src/tcpopt.c`, `src/sctp_chunk.c` of nftables 1.0.6.
 */
import * as n from "../../../netlink/nf-tables-expressions.ts";
import { BOOLEAN, type DataType, INET_PROTO, INTEGER, IP6ADDR, MH_TYPE } from "../datatypes/index.ts";
import type { ExthdrLoad } from "./load.ts";

const BIG: DataType = { ...INTEGER, order: "big" };
/** Of a field that Debian's nft knows by its name alone: nothing can be compared with it. */
export const UNTYPED: DataType = { ...INTEGER, name: "invalid", id: 0, description: "invalid" };
const TYPES: Readonly<Record<string, DataType>> = {
  none: UNTYPED,
  int: BIG,
  proto: INET_PROTO,
  ip6: IP6ADDR,
  mh: MH_TYPE,
};

interface Field {
  readonly name: string;
  /** Bits. */
  readonly offset: number;
  readonly bits: number;
  readonly type: DataType;
}

interface Header {
  readonly op: number;
  readonly name: string;
  readonly number: number;
  readonly fields: readonly Field[];
}

/** "name/offset/length[/type] …" in bits. */
function header(op: number, name: string, number: number, fields: string): Header {
  return {
    op,
    name,
    number,
    fields: fields.split(" ").map((part) => {
      const [field, offset, bits, type] = part.split("/");
      return { name: field, offset: Number(offset), bits: Number(bits), type: TYPES[type ?? "int"] };
    }),
  };
}

const V6 = n.NFT_EXTHDR_OP_IPV6;
const TCP = n.NFT_EXTHDR_OP_TCPOPT;
const V4 = n.NFT_EXTHDR_OP_IPV4;
const SCTP = n.NFT_EXTHDR_OP_SCTP;
const ROUTING = "nexthdr/0/8/proto hdrlength/8/8 type/16/8 seg-left/24/8";
const OPTION = "kind/0/8 length/8/8";
const IPV4_ROUTE = "type/0/8 length/8/8 ptr/16/8 addr/24/32";
const CHUNK = "type/0/8 flags/8/8 length/16/16";
const INIT = `${CHUNK} init-tag/32/32 a-rwnd/64/32 num-outbound-streams/96/16 num-inbound-streams/112/16 initial-tsn/128/32`;

/** Of those with the same place, the first is what a rule is read as. */
const HEADERS: readonly Header[] = [
  header(V6, "hbh", 0, "nexthdr/0/8/proto hdrlength/8/8"),
  header(V6, "rt", 43, ROUTING),
  header(V6, "srh", 43, "last-entry/32/8 flags/40/8 tag/48/16 sid[1]/64/128/ip6 sid[2]/192/128/ip6"),
  header(V6, "rt0", 43, "reserved/32/32 addr[1]/64/128/ip6"),
  header(V6, "rt2", 43, "addr/64/128/none"),
  header(
    V6,
    "frag",
    44,
    "nexthdr/0/8/proto reserved/8/8 frag-off/16/13 reserved2/29/2 more-fragments/31/1 id/32/32",
  ),
  header(V6, "dst", 60, "nexthdr/0/8/proto hdrlength/8/8"),
  header(V6, "mh", 135, "nexthdr/0/8/proto hdrlength/8/8 type/16/8/mh reserved/24/8 checksum/32/16"),
  header(V4, "lsrr", 131, IPV4_ROUTE),
  header(V4, "rr", 7, IPV4_ROUTE),
  header(V4, "ssrr", 137, IPV4_ROUTE),
  header(V4, "ra", 148, "type/0/8 length/8/8 value/16/16"),
  header(TCP, "eol", 0, "kind/0/8"),
  header(TCP, "nop", 1, "kind/0/8"),
  header(TCP, "maxseg", 2, `${OPTION} size/16/16`),
  header(TCP, "window", 3, `${OPTION} count/16/8`),
  header(TCP, "sack-perm", 4, OPTION),
  header(TCP, "sack", 5, `${OPTION} left/16/32 right/48/32`),
  header(TCP, "sack0", 5, `${OPTION} left/16/32 right/48/32`),
  header(TCP, "sack1", 5, `${OPTION} left/80/32 right/112/32`),
  header(TCP, "sack2", 5, `${OPTION} left/144/32 right/176/32`),
  header(TCP, "sack3", 5, `${OPTION} left/208/32 right/240/32`),
  header(TCP, "timestamp", 8, `${OPTION} tsval/16/32 tsecr/48/32`),
  header(TCP, "fastopen", 34, OPTION),
  header(TCP, "md5sig", 19, OPTION),
  header(TCP, "mptcp", 30, `${OPTION} subtype/16/4`),
  header(SCTP, "data", 0, `${CHUNK} tsn/32/32 stream/64/16 ssn/80/16 ppid/96/32`),
  header(SCTP, "init", 1, INIT),
  header(SCTP, "init-ack", 2, INIT),
  header(
    SCTP,
    "sack",
    3,
    `${CHUNK} cum-tsn-ack/32/32 a-rwnd/64/32 num-gap-ack-blocks/96/16 num-dup-tsns/112/16`,
  ),
  header(SCTP, "heartbeat", 4, CHUNK),
  header(SCTP, "heartbeat-ack", 5, CHUNK),
  header(SCTP, "abort", 6, CHUNK),
  header(SCTP, "shutdown", 7, `${CHUNK} cum-tsn-ack/32/32`),
  header(SCTP, "shutdown-ack", 8, CHUNK),
  header(SCTP, "error", 9, CHUNK),
  header(SCTP, "cookie-echo", 10, CHUNK),
  header(SCTP, "cookie-ack", 11, CHUNK),
  header(SCTP, "ecne", 12, `${CHUNK} lowest-tsn/32/32`),
  header(SCTP, "cwr", 13, `${CHUNK} lowest-tsn/32/32`),
  header(SCTP, "shutdown-complete", 14, CHUNK),
  header(SCTP, "asconf-ack", 128, `${CHUNK} seqno/32/32`),
  header(SCTP, "forward-tsn", 192, `${CHUNK} new-cum-tsn/32/32`),
  header(SCTP, "asconf", 193, `${CHUNK} seqno/32/32`),
];

const WORDS: Readonly<Record<number, string>> = {
  [TCP]: "tcp option",
  [V4]: "ip option",
  [SCTP]: "sctp chunk",
};

function make({ op, name, number }: Header, field: Field | undefined): ExthdrLoad {
  const words = WORDS[op];
  const key = words ?? "exthdr";
  const json = { [key]: field === undefined ? { name } : { name, field: field.name } };
  const common = { kind: "exthdr", op, header: number, json, name } as const;
  const text = words === undefined ? name : `${words} ${name}`;
  if (field === undefined) {
    const whole = words === undefined ? `exthdr ${name}` : text;
    return { ...common, offset: 0, bits: 8, present: true, type: BOOLEAN, text: whole };
  }
  const { offset, bits, type } = field;
  return { ...common, offset, bits, present: false, type, text: `${text} ${field.name}` };
}

export function isExthdr(op: number, name: string): boolean {
  return HEADERS.some((each) => each.op === op && each.name === name);
}

/** @param field undefined: whether it is there at all */
export function exthdrByName(op: number, name: string, field: string | undefined): ExthdrLoad | undefined {
  const found = HEADERS.find((each) => each.op === op && each.name === name);
  if (found === undefined) return undefined;
  if (field === undefined) return make(found, undefined);
  const part = found.fields.find((each) => each.name === field);
  return part === undefined ? undefined : make(found, part);
}

/** An option of TCP by its number and place. */
export function rawTcpOption(number: number, offset: number, bits: number, present: boolean): ExthdrLoad {
  const json = { "tcp option": { base: number, offset, len: bits } };
  const common = { kind: "exthdr", op: TCP, header: number, json, offset, bits, present } as const;
  return present
    ? { ...common, type: BOOLEAN, text: `tcp option ${number}` }
    : { ...common, type: BIG, text: `tcp option @${number},${offset},${bits}` };
}

/** What an expression of the kernel asks for. */
export function exthdrByPlace(
  op: number,
  number: number,
  offset: number,
  bits: number,
  present: boolean,
): ExthdrLoad | undefined {
  for (const each of HEADERS) {
    if (each.op !== op || each.number !== number) continue;
    if (present) return make(each, undefined);
    const field = each.fields.find((part) => part.offset === offset && part.bits === bits);
    if (field !== undefined) return make(each, field);
  }
  return op === TCP ? rawTcpOption(number, offset, bits, present) : undefined;
}

/** A field that is only a part of the bytes which were read. */
export function exthdrPart(load: ExthdrLoad, first: number, bits: number): ExthdrLoad | undefined {
  const found = exthdrByPlace(load.op, load.header, load.offset + first, bits, false);
  return found?.name === undefined ? undefined : found;
}

/** What no field is; only some of its bits may be one. */
export function unnamedHeader(
  { op, header: number, offset }: Pick<ExthdrLoad, "op" | "header" | "offset">,
  bits: number,
): ExthdrLoad {
  const text = `exthdr @${number},${offset},${bits}`;
  return { kind: "exthdr", op, header: number, offset, bits, present: false, type: BIG, text, json: text };
}
