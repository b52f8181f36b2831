/** Expressions as libnftnl prints them, in brackets. Source: `src/expr/*.c` of libnftnl 1.2.4. */
import { AttributeTable } from "../../../netlink/attribute.ts";
import * as nft from "../../../netlink/nf-tables.ts";
import * as n from "../../../netlink/nf-tables-expressions.ts";
import { NFTA_XT_NAME, NFTA_XT_REV } from "../../../netlink/nft-compat.ts";
import { XFRM_DIRECTIONS, xfrmDebug } from "../fields/xfrm.ts";
import { be64 } from "../read/objects.ts";
import { statementKindByExpression } from "../statement-kinds/kind.ts";
import { data } from "./words.ts";

type Describe = (tb: AttributeTable) => string;

const META =
  "len protocol priority mark iif oif iifname oifname iiftype oiftype skuid skgid nftrace rtclassid secmark nfproto l4proto bri_iifname bri_oifname pkttype cpu iifgroup oifgroup cgroup prandom secpath iifkind oifkind bri_iifpvid bri_iifvproto time day hour sdif sdifname".split(
    " ",
  );
const CT =
  "state direction status mark secmark expiration helper l3protocol src dst protocol proto_src proto_dst label packets bytes avgpkt zone event src_ip dst_ip src_ip6 dst_ip6 ct_id".split(
    " ",
  );
const RT = ["classid", "nexthop4", "nexthop6", "tcpmss", "ipsec"];
const SOCKET = ["transparent", "mark", "wildcard", "cgroupv2"];
const BASES = ["link", "network", "transport", "inner"];
const COMPARISONS = ["eq", "neq", "lt", "lte", "gt", "gte"];
const HEADERS = ["ipv6", "tcpopt", "ipv4", "sctp", "dccp"];
const UPDATES = ["add", "update", "delete"];
const UNITS: ReadonlyMap<number, string> = new Map([
  [1, "second"],
  [60, "minute"],
  [3600, "hour"],
  [86400, "day"],
  [604800, "week"],
]);
const LOG_FLAGS = ["tcpseq", "tcpopt", "ipopt", "uid", "nflog", "macdecode"];
const FIB_FLAGS = ["saddr", "daddr", "mark", "iif", "oif"];
const FIB_RESULTS = ["unknown", "oif", "oifname", "type"];

/** A part with a number that is there only with its attribute. */
function ifThere(tb: AttributeTable, attr: number, name: string): string {
  return tb.has(attr) ? `${name} ${tb.be32(attr)} ` : "";
}

function hexIfThere(tb: AttributeTable, attr: number, name: string): string {
  return tb.has(attr) ? `${name}0x${tb.be32(attr).toString(16)} ` : "";
}

function payload(tb: AttributeTable): string {
  const base = BASES[tb.be32(n.NFTA_PAYLOAD_BASE)] ?? "unknown";
  const length = tb.be32(n.NFTA_PAYLOAD_LEN);
  const place = `${length}b @ ${base} header + ${tb.be32(n.NFTA_PAYLOAD_OFFSET)}`;
  if (!tb.has(n.NFTA_PAYLOAD_SREG)) return `load ${place} => reg ${tb.be32(n.NFTA_PAYLOAD_DREG)}`;
  const flags = tb.be32(n.NFTA_PAYLOAD_CSUM_FLAGS).toString(16);
  return `write reg ${tb.be32(n.NFTA_PAYLOAD_SREG)} => ${place} csum_type ${tb.be32(n.NFTA_PAYLOAD_CSUM_TYPE)} csum_off ${tb.be32(n.NFTA_PAYLOAD_CSUM_OFFSET)} csum_flags 0x${flags}`;
}

/** What loads a key into a register, or sets it from one. */
function keyed(names: readonly string[], keyAttr: number, dreg: number, sreg: number): Describe {
  return (tb) => {
    const key = names[tb.be32(keyAttr)] ?? "unknown";
    if (sreg !== 0 && tb.has(sreg)) return `set ${key} with reg ${tb.be32(sreg)} `;
    return `load ${key} => reg ${tb.be32(dreg)} `;
  };
}

const ctKey = keyed(CT, n.NFTA_CT_KEY, n.NFTA_CT_DREG, n.NFTA_CT_SREG);

function ct(tb: AttributeTable): string {
  if (!tb.has(n.NFTA_CT_DIRECTION)) return ctKey(tb);
  return `${ctKey(tb)}, dir ${tb.u8(n.NFTA_CT_DIRECTION) === 0 ? "original" : "reply"}`;
}

function bitwise(tb: AttributeTable): string {
  const head = `reg ${tb.be32(n.NFTA_BITWISE_DREG)} = ( reg ${tb.be32(n.NFTA_BITWISE_SREG)}`;
  const op = tb.be32(n.NFTA_BITWISE_OP);
  if (op !== n.NFT_BITWISE_MASK_XOR)
    return `${head} ${op === n.NFT_BITWISE_LSHIFT ? "<<" : ">>"} ${data(tb, n.NFTA_BITWISE_DATA, "0x")})`;
  return `${head} & ${data(tb, n.NFTA_BITWISE_MASK, "0x")}) ^ ${data(tb, n.NFTA_BITWISE_XOR, "0x")}`;
}

function byteorder(tb: AttributeTable): string {
  const op = tb.be32(n.NFTA_BYTEORDER_OP) === n.NFT_BYTEORDER_HTON ? "hton" : "ntoh";
  const size = tb.be32(n.NFTA_BYTEORDER_SIZE);
  return `reg ${tb.be32(n.NFTA_BYTEORDER_DREG)} = ${op}(reg ${tb.be32(n.NFTA_BYTEORDER_SREG)}, ${size}, ${tb.be32(n.NFTA_BYTEORDER_LEN)})`;
}

function cmp(tb: AttributeTable): string {
  return `${COMPARISONS[tb.be32(n.NFTA_CMP_OP)] ?? "unknown"} reg ${tb.be32(n.NFTA_CMP_SREG)} ${data(tb, n.NFTA_CMP_DATA, "0x")}`;
}

function range(tb: AttributeTable): string {
  const op = COMPARISONS[tb.be32(n.NFTA_RANGE_OP)] ?? "unknown";
  return `${op} reg ${tb.be32(n.NFTA_RANGE_SREG)} ${data(tb, n.NFTA_RANGE_FROM_DATA, "0x")}${data(tb, n.NFTA_RANGE_TO_DATA, "0x")}`;
}

function lookup(tb: AttributeTable): string {
  const flags = hexIfThere(tb, n.NFTA_LOOKUP_FLAGS, "");
  return `reg ${tb.be32(n.NFTA_LOOKUP_SREG)} set ${tb.string(n.NFTA_LOOKUP_SET)} ${ifThere(tb, n.NFTA_LOOKUP_DREG, "dreg")}${flags}`;
}

function limit(tb: AttributeTable): string {
  const unit = UNITS.get(be64(tb, n.NFTA_LIMIT_UNIT)) ?? "unknown";
  const type = tb.be32(n.NFTA_LIMIT_TYPE) === n.NFT_LIMIT_PKTS ? "packets" : "bytes";
  return `rate ${be64(tb, n.NFTA_LIMIT_RATE)}/${unit} burst ${tb.be32(n.NFTA_LIMIT_BURST)} type ${type} flags 0x${tb.be32(n.NFTA_LIMIT_FLAGS).toString(16)}`;
}

function log(tb: AttributeTable): string {
  let text = tb.has(n.NFTA_LOG_PREFIX) ? `prefix ${tb.string(n.NFTA_LOG_PREFIX)} ` : "";
  if (tb.has(n.NFTA_LOG_GROUP)) {
    text += `group ${tb.be16(n.NFTA_LOG_GROUP)} snaplen ${tb.be32(n.NFTA_LOG_SNAPLEN)} `;
    return `${text}qthreshold ${tb.be16(n.NFTA_LOG_QTHRESHOLD)} `;
  }
  if (tb.has(n.NFTA_LOG_LEVEL)) text += `level ${tb.be32(n.NFTA_LOG_LEVEL)} `;
  const flags = tb.be32(n.NFTA_LOG_FLAGS);
  LOG_FLAGS.forEach((name, bit) => {
    if ((flags & (1 << bit)) !== 0) text += `${name} `;
  });
  return text;
}

function exthdr(tb: AttributeTable): string {
  const op = HEADERS[tb.be32(n.NFTA_EXTHDR_OP)] ?? "unknown";
  const type = tb.u8(n.NFTA_EXTHDR_TYPE);
  const place = `${tb.be32(n.NFTA_EXTHDR_LEN)}b @ ${type} + ${tb.be32(n.NFTA_EXTHDR_OFFSET)}`;
  if (tb.has(n.NFTA_EXTHDR_DREG)) {
    const present = (tb.be32(n.NFTA_EXTHDR_FLAGS) & n.NFT_EXTHDR_F_PRESENT) !== 0 ? " present" : "";
    return `load ${op} ${place}${present} => reg ${tb.be32(n.NFTA_EXTHDR_DREG)}`;
  }
  if (!tb.has(n.NFTA_EXTHDR_SREG)) return `reset ${op} ${type}`;
  return `write ${op} reg ${tb.be32(n.NFTA_EXTHDR_SREG)} => ${place}`;
}

function fib(tb: AttributeTable): string {
  const flags = tb.be32(n.NFTA_FIB_FLAGS);
  const names = FIB_FLAGS.filter((_, bit) => (flags & (1 << bit)) !== 0).join(" . ");
  const present = (flags & n.NFTA_FIB_F_PRESENT) !== 0 ? " present" : "";
  const result = FIB_RESULTS[tb.be32(n.NFTA_FIB_RESULT)] ?? "unknown";
  return `${names} ${result}${present} => reg ${tb.be32(n.NFTA_FIB_DREG)}`;
}

function offset(tb: AttributeTable, attr: number): string {
  return tb.has(attr) && tb.be32(attr) !== 0 ? `offset ${tb.be32(attr)} ` : "";
}

function numgen(tb: AttributeTable): string {
  const type = tb.be32(n.NFTA_NG_TYPE) === n.NFT_NG_RANDOM ? "random" : "inc";
  return `reg ${tb.be32(n.NFTA_NG_DREG)} = ${type} mod ${tb.be32(n.NFTA_NG_MODULUS)} ${offset(tb, n.NFTA_NG_OFFSET)}`;
}

function hash(tb: AttributeTable): string {
  const tail = `% mod ${tb.be32(n.NFTA_HASH_MODULUS)} ${offset(tb, n.NFTA_HASH_OFFSET)}`;
  const head = `reg ${tb.be32(n.NFTA_HASH_DREG)} = `;
  if (tb.be32(n.NFTA_HASH_TYPE) === n.NFT_HASH_SYM) return `${head}symhash() ${tail}`;
  return `${head}jhash(reg ${tb.be32(n.NFTA_HASH_SREG)}, ${tb.be32(n.NFTA_HASH_LEN)}, 0x${tb.be32(n.NFTA_HASH_SEED).toString(16)}) ${tail}`;
}

/** Registers of a translation's ports and its options. */
function translated(min: number, max: number, flags: number): Describe {
  return (tb) =>
    ifThere(tb, min, "proto_min reg") + ifThere(tb, max, "proto_max reg") + hexIfThere(tb, flags, "flags ");
}

const natPorts = translated(n.NFTA_NAT_REG_PROTO_MIN, n.NFTA_NAT_REG_PROTO_MAX, n.NFTA_NAT_FLAGS);

function nat(tb: AttributeTable): string {
  const kind = tb.be32(n.NFTA_NAT_TYPE) === n.NFT_NAT_SNAT ? "snat" : "dnat";
  const family = tb.be32(n.NFTA_NAT_FAMILY) === 10 ? "ip6" : "ip";
  const addr =
    ifThere(tb, n.NFTA_NAT_REG_ADDR_MIN, "addr_min reg") +
    ifThere(tb, n.NFTA_NAT_REG_ADDR_MAX, "addr_max reg");
  return `${kind} ${family} ${addr}${natPorts(tb)}`;
}

function dynset(tb: AttributeTable): string {
  const key = tb.be32(n.NFTA_DYNSET_SREG_KEY);
  let text = `${UPDATES[tb.be32(n.NFTA_DYNSET_OP)] ?? "unknown"} reg_key ${key} set ${tb.string(n.NFTA_DYNSET_SET_NAME)} `;
  text += ifThere(tb, n.NFTA_DYNSET_SREG_DATA, "sreg_data");
  const timeout = tb.has(n.NFTA_DYNSET_TIMEOUT) ? be64(tb, n.NFTA_DYNSET_TIMEOUT) : 0;
  if (timeout !== 0) text += `timeout ${timeout}ms `;
  const one = (bytes: Uint8Array, start: number, end: number): void => {
    text += `expr ${debugExpr(new AttributeTable(2).parse(bytes, start, end))} `;
  };
  if (tb.has(n.NFTA_DYNSET_EXPR)) {
    const at = tb.offset(n.NFTA_DYNSET_EXPR);
    one(tb.bytes, at, at + tb.length(n.NFTA_DYNSET_EXPR));
  }
  for (const cursor = tb.cursor(n.NFTA_DYNSET_EXPRESSIONS); cursor.next(); )
    one(cursor.bytes, cursor.start, cursor.start + cursor.length);
  return text;
}

function objref(tb: AttributeTable): string {
  if (tb.has(n.NFTA_OBJREF_SET_SREG))
    return `sreg ${tb.be32(n.NFTA_OBJREF_SET_SREG)} set ${tb.string(n.NFTA_OBJREF_SET_NAME)} `;
  return `type ${tb.be32(n.NFTA_OBJREF_IMM_TYPE)} name ${tb.string(n.NFTA_OBJREF_IMM_NAME)} `;
}

const compat: Describe = (tb) => `name ${tb.string(NFTA_XT_NAME)} rev ${tb.be32(NFTA_XT_REV)} `;

const DESCRIBE: Readonly<Record<string, Describe>> = {
  payload,
  meta: keyed(META, n.NFTA_META_KEY, n.NFTA_META_DREG, n.NFTA_META_SREG),
  rt: keyed(RT, n.NFTA_RT_KEY, n.NFTA_RT_DREG, 0),
  socket: keyed(SOCKET, n.NFTA_SOCKET_KEY, n.NFTA_SOCKET_DREG, 0),
  ct,
  bitwise,
  byteorder,
  cmp,
  range,
  lookup,
  immediate: (tb) => `reg ${tb.be32(n.NFTA_IMMEDIATE_DREG)} ${data(tb, n.NFTA_IMMEDIATE_DATA, "0x")}`,
  counter: (tb) => `pkts ${be64(tb, nft.NFTA_COUNTER_PACKETS)} bytes ${be64(tb, nft.NFTA_COUNTER_BYTES)}`,
  limit,
  quota: (tb) =>
    `bytes ${be64(tb, n.NFTA_QUOTA_BYTES)} consumed ${be64(tb, n.NFTA_QUOTA_CONSUMED)} flags ${tb.be32(n.NFTA_QUOTA_FLAGS)}`,
  log,
  exthdr,
  fib,
  numgen,
  xfrm: (tb) =>
    `load ${XFRM_DIRECTIONS[tb.u8(n.NFTA_XFRM_DIR)]} ${tb.be32(n.NFTA_XFRM_SPNUM)} ${xfrmDebug(tb.be32(n.NFTA_XFRM_KEY))} => reg ${tb.be32(n.NFTA_XFRM_DREG)}`,
  osf: (tb) => `dreg ${tb.be32(n.NFTA_OSF_DREG)}`,
  hash,
  nat,
  masq: translated(n.NFTA_MASQ_REG_PROTO_MIN, n.NFTA_MASQ_REG_PROTO_MAX, n.NFTA_MASQ_FLAGS),
  redir: translated(n.NFTA_REDIR_REG_PROTO_MIN, n.NFTA_REDIR_REG_PROTO_MAX, n.NFTA_REDIR_FLAGS),
  reject: (tb) => `type ${tb.be32(n.NFTA_REJECT_TYPE)} code ${tb.u8(n.NFTA_REJECT_ICMP_CODE)}`,
  dup: (tb) => ifThere(tb, n.NFTA_DUP_SREG_ADDR, "sreg_addr") + ifThere(tb, n.NFTA_DUP_SREG_DEV, "sreg_dev"),
  fwd: (tb) =>
    ifThere(tb, n.NFTA_FWD_SREG_DEV, "sreg_dev") +
    ifThere(tb, n.NFTA_FWD_SREG_ADDR, "sreg_addr") +
    ifThere(tb, n.NFTA_FWD_NFPROTO, "nfproto"),
  dynset,
  objref,
  connlimit: (tb) => `count ${tb.be32(n.NFTA_CONNLIMIT_COUNT)} flags ${tb.be32(n.NFTA_CONNLIMIT_FLAGS)}`,
  last: (tb) => (tb.be32(n.NFTA_LAST_SET) === 0 ? "never" : String(be64(tb, n.NFTA_LAST_MSECS))),
  match: compat,
  target: compat,
};

/** `[ cmp eq reg 1 0x00000006 ]`: an expression in its attribute. */
export function debugExpr(expr: AttributeTable): string {
  const name = expr.string(nft.NFTA_EXPR_NAME);
  const describe = DESCRIBE[name] ?? statementKindByExpression(name)?.debug;
  const text = describe?.(new AttributeTable(16).parseNested(expr, nft.NFTA_EXPR_DATA)) ?? "";
  return text.trim() === "" ? `[ ${name} ]` : `[ ${name} ${text.trimEnd()} ]`;
}
