/** Each expression of the kernel and what it becomes. */

import type { AttributeTable } from "../../../netlink/attribute.ts";
import { AttributeTable as Table } from "../../../netlink/attribute.ts";
import * as nft from "../../../netlink/nf-tables.ts";
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { Expr, Stmt } from "../ast.ts";
import { bytesOf, ICMP_CODE, ICMPV6_CODE, ICMPX_CODE, numberOf } from "../datatypes/index.ts";
import { NOWHERE } from "../errors/source.ts";
import { exthdrByPlace, unnamedHeader } from "../fields/exthdr-table.ts";
import { type Load, symhashLoad } from "../fields/load.ts";
import { loadByKey } from "../fields/meta-table.ts";
import { osfLoad } from "../fields/osf-load.ts";
import { xfrmByKey } from "../fields/xfrm.ts";
import { IPV4, IPV6 } from "../hooks.ts";
import { fibLoad, numgenLoad } from "../parser/load.ts";
import { Meter } from "../statement-kinds/meter.ts";
import { readDup, readFwd } from "./dup.ts";
import { asKey, keyOf } from "./key.ts";
import { flags, readCompare } from "./match.ts";
import { readNat } from "./nat.ts";
import { be64 } from "./objects.ts";
import { type Held, type RuleReader, wordOf } from "./reader.ts";
import { exprOf, rawPayload, resolve } from "./resolve.ts";
import { fieldsOf, objectName, readVerdict } from "./sets.ts";
import { readStateful } from "./stateful.ts";

type Reader = (r: RuleReader, tb: AttributeTable, name: string) => void;

function dataBytes(tb: AttributeTable, attr: number): Uint8Array {
  return new Table(2).parseNested(tb, attr).payload(nft.NFTA_DATA_VALUE)?.slice() ?? new Uint8Array();
}

function put(r: RuleReader, register: number, load: Load): void {
  r.registers.set(wordOf(register), { expr: { k: "load", load, loc: NOWHERE } });
}

function held(r: RuleReader, register: number): Held | undefined {
  return r.registers.get(wordOf(register));
}

const payload: Reader = (r, tb) => {
  const base = tb.be32(n.NFTA_PAYLOAD_BASE);
  const offset = tb.be32(n.NFTA_PAYLOAD_OFFSET) * 8;
  const bits = tb.be32(n.NFTA_PAYLOAD_LEN) * 8;
  if (tb.has(n.NFTA_PAYLOAD_DREG))
    return put(r, tb.be32(n.NFTA_PAYLOAD_DREG), rawPayload(base, offset, bits));
  const source = held(r, tb.be32(n.NFTA_PAYLOAD_SREG));
  // A part of what is written may be what was there: then only the rest is the field.
  if (source?.mask !== undefined && source.xor !== undefined && source.expr.k === "load") {
    const all = (1n << BigInt(bits)) - 1n;
    const field = bytesOf(all ^ numberOf(source.mask, "big"), bits, "big");
    const found = resolve(r, rawPayload(base, offset, bits), field);
    const number = numberOf(source.xor, "big") >> BigInt(found.shift);
    const right: Expr = {
      k: "value",
      type: found.load.type,
      bits: found.load.bits,
      value: number,
      loc: NOWHERE,
    };
    r.add({ s: "set", load: found.load, value: right, loc: NOWHERE });
    return;
  }
  const { load } = resolve(r, rawPayload(base, offset, bits), undefined);
  r.add({ s: "set", load, value: sourceOf(r, source, load), loc: NOWHERE });
};

/** What a field is set to. */
function sourceOf(r: RuleReader, source: Held | undefined, load: Load): Expr {
  if (source?.bytes === undefined) return exprOf(r, source);
  const order = load.kind === "payload" || load.kind === "exthdr" ? "big" : load.type.order;
  const value = numberOf(source.bytes, load.type.base === "string" ? "host" : order);
  const several = load.type.base === "bitmask" && (value & (value - 1n)) !== 0n;
  if (several) return { k: "list", items: flags(load, value), loc: NOWHERE };
  return { k: "value", type: load.type, bits: load.bits, value, loc: NOWHERE };
}

function keyed(kind: "meta" | "ct" | "rt" | "socket", dreg: number, key: number, sreg: number): Reader {
  return (r, tb) => {
    const direction = kind === "ct" && tb.has(n.NFTA_CT_DIRECTION) ? tb.u8(n.NFTA_CT_DIRECTION) : undefined;
    const load = loadByKey(kind, tb.be32(key), direction);
    if (load === undefined) return r.unsupported(`unknown ${kind} key`);
    if (tb.has(dreg)) return put(r, tb.be32(dreg), load);
    r.add({ s: "set", load, value: sourceOf(r, held(r, tb.be32(sreg)), load), loc: NOWHERE });
  };
}

const bitwise: Reader = (r, tb) => {
  const source = held(r, tb.be32(n.NFTA_BITWISE_SREG));
  if (source === undefined) return;
  const op = tb.be32(n.NFTA_BITWISE_OP);
  const word = wordOf(tb.be32(n.NFTA_BITWISE_DREG));
  if (op !== n.NFT_BITWISE_MASK_XOR) {
    const count = Number(numberOf(dataBytes(tb, n.NFTA_BITWISE_DATA), "host"));
    r.registers.set(word, { ...source, shift: { left: op === n.NFT_BITWISE_LSHIFT, count } });
    return;
  }
  const mask = dataBytes(tb, n.NFTA_BITWISE_MASK);
  const xor = dataBytes(tb, n.NFTA_BITWISE_XOR);
  // what takes no bit away and turns none round is not shown
  const idle = mask.every((byte) => byte === 0xff) && xor.every((byte) => byte === 0);
  r.registers.set(word, idle ? source : { ...source, mask, xor });
};

const byteorder: Reader = (r, tb) => {
  const source = held(r, tb.be32(n.NFTA_BYTEORDER_SREG));
  if (source !== undefined)
    r.registers.set(wordOf(tb.be32(n.NFTA_BYTEORDER_DREG)), { ...source, swapped: true });
};

const cmp: Reader = (r, tb) => {
  const source = held(r, tb.be32(n.NFTA_CMP_SREG));
  if (source !== undefined) readCompare(r, source, tb.be32(n.NFTA_CMP_OP), dataBytes(tb, n.NFTA_CMP_DATA));
};

const range: Reader = (r, tb) => {
  const source = held(r, tb.be32(n.NFTA_RANGE_SREG));
  const left = exprOf(r, source);
  if (left.k !== "load") return r.unsupported("range");
  const { type, bits } = left.load;
  const low = numberOf(dataBytes(tb, n.NFTA_RANGE_FROM_DATA), "big");
  const high = numberOf(dataBytes(tb, n.NFTA_RANGE_TO_DATA), "big");
  const op = tb.be32(n.NFTA_RANGE_OP) === n.NFT_RANGE_NEQ ? "!=" : "";
  const bound = (number: bigint): Expr => ({ k: "value", type, bits, value: number, loc: NOWHERE });
  const right: Expr = { k: "range", low: bound(low), high: bound(high), loc: NOWHERE };
  r.add({ s: "match", op, left, right, loc: NOWHERE });
};

const lookup: Reader = (r, tb) => {
  const name = tb.string(n.NFTA_LOOKUP_SET);
  const set = r.findSet(name);
  if (set === undefined) return;
  const key = keyOf(r, tb.be32(n.NFTA_LOOKUP_SREG), set.key.bits);
  const anonymous = (set.flags & nft.NFT_SET_ANONYMOUS) !== 0;
  const data: Expr = anonymous
    ? { k: "set", elems: asKey(set.elems, key), loc: NOWHERE }
    : { k: "setref", name, loc: NOWHERE };
  if (!tb.has(n.NFTA_LOOKUP_DREG)) {
    const op = (tb.be32(n.NFTA_LOOKUP_FLAGS) & n.NFT_LOOKUP_F_INV) !== 0 ? "!=" : "";
    r.add({ s: "match", op, left: key, right: data, loc: NOWHERE });
    return;
  }
  const dreg = tb.be32(n.NFTA_LOOKUP_DREG);
  if (dreg === nft.NFT_REG_VERDICT) r.add({ s: "vmap", key, data, loc: NOWHERE });
  else r.registers.set(wordOf(dreg), { expr: { k: "map", key, data, loc: NOWHERE } });
};

const immediate: Reader = (r, tb) => {
  const dreg = tb.be32(n.NFTA_IMMEDIATE_DREG);
  const data = new Table(2).parseNested(tb, n.NFTA_IMMEDIATE_DATA);
  if (dreg === nft.NFT_REG_VERDICT) {
    const verdict = readVerdict(data);
    if (verdict !== undefined) r.add({ s: "verdict", verdict, loc: NOWHERE });
    return;
  }
  const bytes = data.payload(nft.NFTA_DATA_VALUE)?.slice() ?? new Uint8Array();
  r.registers.set(wordOf(dreg), { expr: { k: "any", loc: NOWHERE }, bytes });
};

const stateful: Reader = (r, tb, name) => {
  const stmt = readStateful(name, tb);
  if (stmt !== undefined) r.add(stmt);
};

const objref: Reader = (r, tb) => {
  if (tb.has(n.NFTA_OBJREF_IMM_NAME)) {
    const text = tb.string(n.NFTA_OBJREF_IMM_NAME);
    const kind = objectName(tb.be32(n.NFTA_OBJREF_IMM_TYPE));
    r.add({ s: "objref", kind, name: { k: "symbol", text, quoted: true, loc: NOWHERE }, loc: NOWHERE });
    return;
  }
  const name = tb.string(n.NFTA_OBJREF_SET_NAME);
  const set = r.findSet(name);
  const key = keyOf(r, tb.be32(n.NFTA_OBJREF_SET_SREG), set?.key.bits ?? [32]);
  const anonymous = set !== undefined && (set.flags & nft.NFT_SET_ANONYMOUS) !== 0;
  const data: Expr = anonymous
    ? { k: "set", elems: asKey(set.elems, key), loc: NOWHERE }
    : { k: "setref", name, loc: NOWHERE };
  const kind =
    set !== undefined && typeof set.data === "object" && "object" in set.data ? set.data.object : "counter";
  r.add({ s: "objref", kind, name: { k: "map", key, data, loc: NOWHERE }, loc: NOWHERE });
};

const DYNSET_OPS = ["add", "update", "delete"] as const;

const dynset: Reader = (r, tb) => {
  const name = tb.string(n.NFTA_DYNSET_SET_NAME);
  const set = r.findSet(name);
  const key = keyOf(r, tb.be32(n.NFTA_DYNSET_SREG_KEY), set?.key.bits ?? [32], set?.key.types);
  const stmts: Stmt[] = [];
  const one = (bytes: Uint8Array, start: number, end: number): void => {
    const expr = new Table(2).parse(bytes, start, end);
    const stmt = readStateful(
      expr.string(nft.NFTA_EXPR_NAME),
      new Table(8).parseNested(expr, nft.NFTA_EXPR_DATA),
    );
    if (stmt !== undefined) stmts.push(stmt);
  };
  if (tb.has(n.NFTA_DYNSET_EXPR)) {
    const at = tb.offset(n.NFTA_DYNSET_EXPR);
    one(tb.bytes, at, at + tb.length(n.NFTA_DYNSET_EXPR));
  }
  for (const cursor = tb.cursor(n.NFTA_DYNSET_EXPRESSIONS); cursor.next(); )
    one(cursor.bytes, cursor.start, cursor.start + cursor.length);
  let data: Expr | undefined;
  if (
    tb.has(n.NFTA_DYNSET_SREG_DATA) &&
    set !== undefined &&
    typeof set.data === "object" &&
    "types" in set.data
  ) {
    const source = held(r, tb.be32(n.NFTA_DYNSET_SREG_DATA));
    data = source?.bytes !== undefined ? fieldsOf(source.bytes, set.data, false) : exprOf(r, source);
  }
  const timeout = be64(tb, n.NFTA_DYNSET_TIMEOUT) || undefined;
  if (set?.meter !== undefined && stmts.length === 1) {
    r.add({ s: "kind", body: new Meter(name, set.size, key, NOWHERE, timeout, stmts[0]), loc: NOWHERE });
    return;
  }
  r.add({
    s: "dynset",
    op: DYNSET_OPS[tb.be32(n.NFTA_DYNSET_OP)] ?? "add",
    set: name,
    setLoc: NOWHERE,
    key,
    data,
    timeout,
    stmts,
    loc: NOWHERE,
  });
};

const LEVELS = ["emerg", "alert", "crit", "err", "warn", "notice", "info", "debug", "audit"];

const log: Reader = (r, tb) => {
  const group = tb.has(n.NFTA_LOG_GROUP) ? tb.be16(n.NFTA_LOG_GROUP) : undefined;
  const level = LEVELS[tb.be32(n.NFTA_LOG_LEVEL, 4)];
  r.add({
    s: "log",
    prefix: tb.has(n.NFTA_LOG_PREFIX) ? tb.string(n.NFTA_LOG_PREFIX) : undefined,
    level: level === "warn" ? undefined : level,
    flags: tb.be32(n.NFTA_LOG_FLAGS),
    group,
    snaplen: tb.has(n.NFTA_LOG_SNAPLEN) ? tb.be32(n.NFTA_LOG_SNAPLEN) : undefined,
    threshold: tb.be16(n.NFTA_LOG_QTHRESHOLD) || undefined,
    loc: NOWHERE,
  });
};

const reject: Reader = (r, tb) => {
  const kind = tb.be32(n.NFTA_REJECT_TYPE);
  const code = tb.u8(n.NFTA_REJECT_ICMP_CODE);
  if (kind === n.NFT_REJECT_TCP_RST) {
    if ((r.family === IPV4 || r.family === IPV6) && r.said.transport !== undefined)
      r.said.transport.dropped = true;
    r.add({ s: "reject", kind: "tcp", loc: NOWHERE });
    return;
  }
  const value = (type: typeof ICMP_CODE): Expr => ({
    k: "value",
    type,
    bits: 8,
    value: BigInt(code),
    loc: NOWHERE,
  });
  if (kind === n.NFT_REJECT_ICMPX_UNREACH) {
    const port = code === n.NFT_REJECT_ICMPX_PORT_UNREACH;
    r.add({ s: "reject", kind: port ? "default" : "icmpx", code: value(ICMPX_CODE), loc: NOWHERE });
    return;
  }
  const v6 = r.proto.network === "ip6";
  const open = r.family !== IPV4 && r.family !== IPV6;
  const { network } = r.said;
  if (open && network !== undefined) network.dropped = true;
  const port = code === (v6 ? 4 : 3) && !open;
  r.add({
    s: "reject",
    kind: port ? "default" : v6 ? "icmpv6" : "icmp",
    code: value(v6 ? ICMPV6_CODE : ICMP_CODE),
    loc: NOWHERE,
  });
};

/** Registers up to a number of bytes: one field or several. */
function hashedKey(r: RuleReader, register: number, length: number): Expr {
  const first = wordOf(register);
  const items: Expr[] = [];
  for (let word = first; word < first + ((length + 3) >>> 2); ) {
    const source = r.registers.get(word);
    const item = exprOf(r, source);
    items.push(item);
    word += item.k === "load" ? Math.max(1, (Math.ceil(item.load.bits / 8) + 3) >>> 2) : 1;
  }
  return items.length === 1 ? items[0] : { k: "concat", items, loc: NOWHERE };
}

const hash: Reader = (r, tb) => {
  if (tb.be32(n.NFTA_HASH_TYPE) === n.NFT_HASH_SYM) {
    const load = symhashLoad(tb.be32(n.NFTA_HASH_MODULUS), tb.be32(n.NFTA_HASH_OFFSET));
    return put(r, tb.be32(n.NFTA_HASH_DREG), load);
  }
  const key = hashedKey(r, tb.be32(n.NFTA_HASH_SREG), tb.be32(n.NFTA_HASH_LEN));
  r.registers.set(wordOf(tb.be32(n.NFTA_HASH_DREG)), {
    expr: {
      k: "hash",
      key,
      modulus: tb.be32(n.NFTA_HASH_MODULUS),
      seed:
        tb.has(n.NFTA_HASH_SEED) && tb.be32(n.NFTA_HASH_SEED) !== 0 ? tb.be32(n.NFTA_HASH_SEED) : undefined,
      offset: tb.be32(n.NFTA_HASH_OFFSET),
      loc: NOWHERE,
    },
  });
};

const exthdr: Reader = (r, tb) => {
  const present = (tb.be32(n.NFTA_EXTHDR_FLAGS) & n.NFT_EXTHDR_F_PRESENT) !== 0;
  const op = tb.be32(n.NFTA_EXTHDR_OP);
  const load = exthdrByPlace(
    op,
    tb.u8(n.NFTA_EXTHDR_TYPE),
    tb.be32(n.NFTA_EXTHDR_OFFSET) * 8,
    tb.be32(n.NFTA_EXTHDR_LEN) * 8,
    present || (!tb.has(n.NFTA_EXTHDR_DREG) && !tb.has(n.NFTA_EXTHDR_SREG)),
  );
  const place = { op, header: tb.u8(n.NFTA_EXTHDR_TYPE), offset: tb.be32(n.NFTA_EXTHDR_OFFSET) * 8 };
  const found = load ?? unnamedHeader(place, tb.be32(n.NFTA_EXTHDR_LEN) * 8);
  if (tb.has(n.NFTA_EXTHDR_DREG)) return put(r, tb.be32(n.NFTA_EXTHDR_DREG), found);
  if (!tb.has(n.NFTA_EXTHDR_SREG)) {
    r.add({ s: "reset", load: found, loc: NOWHERE });
    return;
  }
  const source = held(r, tb.be32(n.NFTA_EXTHDR_SREG));
  r.add({ s: "set", load: found, value: sourceOf(r, source, found), loc: NOWHERE });
};

export const READERS: Readonly<Record<string, Reader>> = {
  payload,
  meta: keyed("meta", n.NFTA_META_DREG, n.NFTA_META_KEY, n.NFTA_META_SREG),
  ct: keyed("ct", n.NFTA_CT_DREG, n.NFTA_CT_KEY, n.NFTA_CT_SREG),
  rt: keyed("rt", n.NFTA_RT_DREG, n.NFTA_RT_KEY, 0),
  socket: keyed("socket", n.NFTA_SOCKET_DREG, n.NFTA_SOCKET_KEY, 0),
  connlimit: stateful,
  dup: readDup,
  fwd: readFwd,
  fib: (r, tb) =>
    put(r, tb.be32(n.NFTA_FIB_DREG), fibLoad(tb.be32(n.NFTA_FIB_FLAGS), tb.be32(n.NFTA_FIB_RESULT))),
  numgen: (r, tb) =>
    put(
      r,
      tb.be32(n.NFTA_NG_DREG),
      numgenLoad(
        tb.be32(n.NFTA_NG_TYPE) === n.NFT_NG_RANDOM,
        tb.be32(n.NFTA_NG_MODULUS),
        tb.be32(n.NFTA_NG_OFFSET),
      ),
    ),
  xfrm: (r, tb) => {
    const load = xfrmByKey(tb.be32(n.NFTA_XFRM_KEY), tb.u8(n.NFTA_XFRM_DIR), tb.be32(n.NFTA_XFRM_SPNUM));
    if (load === undefined) return r.unsupported("unknown xfrm key");
    put(r, tb.be32(n.NFTA_XFRM_DREG), load);
  },
  osf: (r, tb) => {
    const version = (tb.be32(n.NFTA_OSF_FLAGS) & n.NFT_OSF_F_VERSION) !== 0;
    put(r, tb.be32(n.NFTA_OSF_DREG), osfLoad(tb.u8(n.NFTA_OSF_TTL), version));
  },
  bitwise,
  byteorder,
  cmp,
  range,
  lookup,
  immediate,
  counter: stateful,
  limit: stateful,
  quota: stateful,
  last: stateful,
  objref,
  dynset,
  log,
  reject,
  hash,
  exthdr,
  nat: readNat,
  masq: readNat,
  redir: readNat,
  notrack: (r) => void r.add({ s: "notrack", loc: NOWHERE }),
};
