/** Sets and elements of messages. Source: `src/netlink.c` of nftables 1.0.6. */

import { type AttributeCursor, AttributeTable } from "../../../netlink/attribute.ts";
import * as nft from "../../../netlink/nf-tables.ts";
import type { Elem, Expr, Stmt, VerdictExpr } from "../ast.ts";
import { fieldOrder, type KeyType } from "../compile/set-data.ts";
import {
  bytesOf,
  type DataType,
  INTEGER,
  numberOf,
  stringOf,
  typeById,
  XINTEGER,
} from "../datatypes/index.ts";
import { NOWHERE } from "../errors/source.ts";
import type { Message } from "../netlink/client.ts";
import type { SetModel } from "../netlink/model.ts";
import {
  readUserData,
  UDATA_COMMENT,
  UDATA_SET_COMMENT,
  UDATA_SET_DATA_INTERVAL,
  UDATA_SET_DATA_TYPEOF,
  UDATA_SET_DATABYTEORDER,
  UDATA_SET_KEY_FIELDS,
  UDATA_SET_KEY_TYPEOF,
  UDATA_SET_KEYBYTEORDER,
  UDATA_SET_MERGE,
  udataText,
} from "../netlink/userdata.ts";
import { objectKindByType } from "../object-kinds/kind.ts";
import { be64 } from "./objects.ts";
import { readStateful } from "./stateful.ts";

const OBJECTS: Readonly<Record<number, string>> = { 1: "counter", 2: "quota", 4: "limit" };

/** What a kind of objects is called (`NFT_OBJECT_*`). */
export function objectName(type: number): string {
  return OBJECTS[type] ?? objectKindByType(type)?.name ?? "object";
}

/** Of a set that only its name is told of. */
const INVALID: DataType = { ...INTEGER, name: "invalid", id: 0 };

/** A type number holds those of a concatenation, six bits each. */
function typesOf(id: number, length: number): KeyType {
  const types: DataType[] = [];
  for (let rest = id; rest > 0; rest >>>= 6) types.unshift(typeById(rest & 63) ?? INTEGER);
  if (types.length === 0) types.push(INVALID);
  // Debian's nft reads nothing of a field whose type does not say how wide it is
  const bits = types.map((type) => type.bits || (types.length === 1 ? length * 8 : 0));
  return { types, bits };
}

/** What the kernel keeps for us of the order of bytes: big. */
const BIG_ENDIAN = 2;

/** Numbers of fields of packets are in the order of packets, others in that of the machine. */
function inOrder(key: SetModel["key"], order: Uint8Array | undefined): SetModel["key"] {
  const [type, ...rest] = key.types;
  if (order?.[0] !== BIG_ENDIAN || rest.length > 0 || type.id !== INTEGER.id) return key;
  return { ...key, types: [{ ...type, order: "big" }] };
}

/** What is known of the fields of a concatenation whose types do not say how they are kept. */
function withFields(key: KeyType, told: Uint8Array | undefined): KeyType {
  if (told === undefined || told.length !== key.types.length * 2 || told.length === 2) return key;
  const bits = key.bits.map((_, i) => told[i * 2] | ((told[i * 2 + 1] & 0x7f) << 8));
  const types = key.types.map((type, i): DataType => {
    const order = (told[i * 2 + 1] & 0x80) !== 0 ? "big" : "host";
    return type.bits > 0 ? type : { ...type, order };
  });
  return { types, bits };
}

/** Bits that were named by their place are told in hexadecimal. @param fields as typeof has them */
function withRawFields(key: KeyType, fields: readonly string[] | undefined): KeyType {
  if (fields?.some((field) => field.startsWith("@")) !== true) return key;
  const types = key.types.map((type, i) =>
    fields[i]?.startsWith("@") && type.id === INTEGER.id ? { ...type, print: XINTEGER.print } : type,
  );
  return { ...key, types };
}

/** What a map says. */
function dataType(id: number, length: number, udata: ReadonlyMap<number, Uint8Array>): KeyType {
  const interval = (udata.get(UDATA_SET_DATA_INTERVAL)?.[0] ?? 0) !== 0;
  const type = inOrder(typesOf(id, interval ? length / 2 : length), udata.get(UDATA_SET_DATABYTEORDER));
  return { ...type, interval };
}

/** A set that only one rule fills. */
const METER = nft.NFT_SET_ANONYMOUS | nft.NFT_SET_EVAL;

export function readSet({ family, tb }: Message): SetModel {
  const flags = tb.be32(nft.NFTA_SET_FLAGS);
  const udata = readUserData(tb.payload(nft.NFTA_SET_USERDATA));
  const keyTypeOf = udataText(udata, UDATA_SET_KEY_TYPEOF);
  const plain = typesOf(tb.be32(nft.NFTA_SET_KEY_TYPE), tb.be32(nft.NFTA_SET_KEY_LEN));
  const told = withFields(inOrder(plain, udata.get(UDATA_SET_KEYBYTEORDER)), udata.get(UDATA_SET_KEY_FIELDS));
  const key = withRawFields(told, keyTypeOf?.split(" . "));
  let data: SetModel["data"];
  if ((flags & nft.NFT_SET_OBJECT) !== 0) data = { object: objectName(tb.be32(nft.NFTA_SET_OBJ_TYPE)) };
  else if ((flags & nft.NFT_SET_MAP) !== 0) {
    const type = tb.be32(nft.NFTA_SET_DATA_TYPE);
    data = type === nft.NFT_DATA_VERDICT ? "verdict" : dataType(type, tb.be32(nft.NFTA_SET_DATA_LEN), udata);
  }
  const size = new AttributeTable(2).parseNested(tb, nft.NFTA_SET_DESC).be32(nft.NFTA_SET_DESC_SIZE);
  return {
    family,
    table: tb.string(nft.NFTA_SET_TABLE),
    name: tb.string(nft.NFTA_SET_NAME),
    handle: be64(tb, nft.NFTA_SET_HANDLE),
    flags,
    key,
    data,
    interval: (flags & nft.NFT_SET_INTERVAL) !== 0,
    concat: key.types.length > 1,
    dynamic: (flags & nft.NFT_SET_EVAL) !== 0,
    meter: (flags & METER) === METER ? { size, timeout: (flags & nft.NFT_SET_TIMEOUT) !== 0 } : undefined,
    autoMerge: (udata.get(UDATA_SET_MERGE)?.[0] ?? 0) !== 0,
    timeout: be64(tb, nft.NFTA_SET_TIMEOUT),
    gcInterval: tb.be32(nft.NFTA_SET_GC_INTERVAL),
    size,
    policy: tb.be32(nft.NFTA_SET_POLICY),
    stmts: readStmts(tb, nft.NFTA_SET_EXPR, nft.NFTA_SET_EXPRESSIONS),
    typeOf: { key: keyTypeOf, data: udataText(udata, UDATA_SET_DATA_TYPEOF) },
    comment: udataText(udata, UDATA_SET_COMMENT),
    elems: [],
  };
}

function readStmts(tb: AttributeTable, single: number, list: number): Stmt[] {
  const stmts: Stmt[] = [];
  const one = (bytes: Uint8Array, start: number, end: number): void => {
    const expr = new AttributeTable(2).parse(bytes, start, end);
    const data = new AttributeTable(8).parseNested(expr, nft.NFTA_EXPR_DATA);
    const stmt = readStateful(expr.string(nft.NFTA_EXPR_NAME), data);
    if (stmt !== undefined) stmts.push(stmt);
  };
  if (tb.has(single)) one(tb.bytes, tb.offset(single), tb.offset(single) + tb.length(single));
  for (const cursor: AttributeCursor = tb.cursor(list); cursor.next(); )
    one(cursor.bytes, cursor.start, cursor.start + cursor.length);
  return stmts;
}

interface RawElem {
  readonly key: Uint8Array | undefined;
  readonly keyEnd: Uint8Array | undefined;
  readonly end: boolean;
  readonly rest: Omit<Elem, "key" | "loc">;
}

function value(type: DataType, bits: number, number: bigint): Expr {
  return { k: "value", type, bits, value: number, loc: NOWHERE };
}

export function readData(
  tb: AttributeTable,
  attr: number,
  types: KeyType | "verdict" | undefined,
): Expr | undefined {
  if (!tb.has(attr) || types === undefined) return undefined;
  const data = new AttributeTable(2).parseNested(tb, attr);
  if (types === "verdict") return readVerdict(data);
  const bytes = data.payload(nft.NFTA_DATA_VALUE);
  return bytes === undefined
    ? undefined
    : types.interval === true
      ? spansOf(bytes, types)
      : fieldsOf(bytes, types, false);
}

/**
 * Bytes of a first and a last value. Those that are no concatenation are written in the order of packets but read as one number of the type's
 * own order, as Debian's nft does.
 */
function spansOf(bytes: Uint8Array, types: KeyType): Expr {
  const half = bytes.length / 2;
  const [type] = types.types;
  if (types.types.length === 1) {
    const [first, last] = type.order === "big" ? [0, half] : [half, 0];
    const at = (from: number): bigint => numberOf(bytes.subarray(from, from + half), type.order);
    return prefixOf(type, types.bits[0], at(first), at(last));
  }
  return between(
    fieldsOf(bytes.subarray(0, half), types, false),
    fieldsOf(bytes.subarray(half), types, false),
  );
}

/** A prefix, even if it is of a single value; a range otherwise. */
function prefixOf(type: DataType, bits: number, low: bigint, high: bigint): Expr {
  const base = value(type, bits, low);
  const length = high < low ? undefined : prefixLength(low, high, bits);
  if (length !== undefined) return { k: "prefix", base, length, loc: NOWHERE };
  return { k: "range", low: base, high: value(type, bits, high), loc: NOWHERE };
}

/** What lies between two values, or between those of two concatenations. */
function between(low: Expr, high: Expr): Expr {
  if (low.k === "value" && high.k === "value") return elementSpan(low.type, low.bits, low.value, high.value);
  if (low.k !== "concat" || high.k !== "concat") return low;
  return { k: "concat", items: low.items.map((item, i) => between(item, high.items[i])), loc: NOWHERE };
}

export function readVerdict(data: AttributeTable): VerdictExpr | undefined {
  if (!data.has(nft.NFTA_DATA_VERDICT)) return undefined;
  const verdict = new AttributeTable(3).parseNested(data, nft.NFTA_DATA_VERDICT);
  const chain = verdict.has(nft.NFTA_VERDICT_CHAIN) ? verdict.string(nft.NFTA_VERDICT_CHAIN) : undefined;
  return { k: "verdict", code: verdict.be32(nft.NFTA_VERDICT_CODE) | 0, chain, loc: NOWHERE };
}

/** Bytes as a value, or the values of a concatenation. */
export function fieldsOf(bytes: Uint8Array, types: KeyType, isInterval: boolean): Expr {
  if (types.types.length === 1)
    return value(types.types[0], types.bits[0], numberOf(bytes, fieldOrder(types.types[0], isInterval)));
  let at = 0;
  const items = types.types.map((type, i) => {
    const length = Math.ceil(types.bits[i] / 8);
    const part = bytes.subarray(at, at + length);
    at += (length + 3) & ~3;
    return value(type, types.bits[i], numberOf(part, fieldOrder(type, isInterval)));
  });
  return { k: "concat", items, loc: NOWHERE };
}

function readRaw(set: SetModel, cursor: AttributeCursor): RawElem {
  const tb = new AttributeTable(12).parse(cursor.bytes, cursor.start, cursor.start + cursor.length);
  const bytesAt = (attr: number): Uint8Array | undefined =>
    tb.has(attr)
      ? new AttributeTable(2).parseNested(tb, attr).payload(nft.NFTA_DATA_VALUE)?.slice()
      : undefined;
  const flags = tb.be32(nft.NFTA_SET_ELEM_FLAGS);
  const object = tb.has(nft.NFTA_SET_ELEM_OBJREF) ? tb.string(nft.NFTA_SET_ELEM_OBJREF) : undefined;
  const types =
    set.data !== undefined && typeof set.data === "object" && "object" in set.data ? undefined : set.data;
  return {
    key: bytesAt(nft.NFTA_SET_ELEM_KEY),
    keyEnd: bytesAt(nft.NFTA_SET_ELEM_KEY_END),
    end: (flags & nft.NFT_SET_ELEM_INTERVAL_END) !== 0,
    rest: {
      data:
        object === undefined
          ? readData(tb, nft.NFTA_SET_ELEM_DATA, types)
          : { k: "symbol", text: object, quoted: true, loc: NOWHERE },
      timeout: tb.has(nft.NFTA_SET_ELEM_TIMEOUT) ? be64(tb, nft.NFTA_SET_ELEM_TIMEOUT) : undefined,
      expires: tb.has(nft.NFTA_SET_ELEM_EXPIRATION) ? be64(tb, nft.NFTA_SET_ELEM_EXPIRATION) : undefined,
      comment: udataText(readUserData(tb.payload(nft.NFTA_SET_ELEM_USERDATA)), UDATA_COMMENT),
      stmts: readStmts(tb, nft.NFTA_SET_ELEM_EXPR, nft.NFTA_SET_ELEM_EXPRESSIONS),
    },
  };
}

/** Elements of one or more messages, in the order in which nft shows them. */
export function readElements(set: SetModel, messages: readonly Message[]): Elem[] {
  const raw: RawElem[] = [];
  for (const { tb } of messages)
    for (const cursor = tb.cursor(nft.NFTA_SET_ELEM_LIST_ELEMENTS); cursor.next(); )
      raw.push(readRaw(set, cursor));
  const catchall = raw.filter(({ key }) => key === undefined);
  const keyed = raw.filter(({ key }) => key !== undefined);
  const elems =
    set.key.types.length > 1 && set.interval
      ? keyed.map((each) => concatRange(set, each))
      : set.interval
        ? intervals(set, keyed)
        : sorted(set, keyed);
  return [
    ...elems,
    ...catchall.map(({ rest }): Elem => ({ key: { k: "any", loc: NOWHERE }, ...rest, loc: NOWHERE })),
  ];
}

/** Of several flags only the first counts. */
function firstFlag({ type, value: number }: Expr & { readonly k: "value" }): bigint {
  return type.base === "bitmask" ? number & -number : number;
}

/** Bytes as nft compares them: of a concatenation, those of all parts, the last byte counting most (`concat_expr_msort_value`). */
function sortBytes(key: Expr, { bits }: KeyType): Uint8Array {
  if (key.k === "concat")
    return Uint8Array.from(
      key.items.flatMap((item, i) =>
        item.k === "value" ? [...bytesOf(item.value, bits[i], item.type.order)] : [],
      ),
    );
  return key.k === "value" ? bytesOf(firstFlag(key), Math.max(bits[0], 8), "host") : new Uint8Array();
}

function compare(left: Uint8Array, right: Uint8Array): number {
  for (let i = Math.max(left.length, right.length) - 1; i >= 0; i--) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function sorted(set: SetModel, raw: readonly RawElem[]): Elem[] {
  const elems = raw.map(({ key, rest }) => ({
    key: fieldsOf(key ?? new Uint8Array(), set.key, false),
    ...rest,
    loc: NOWHERE,
  }));
  // of those that compare alike, what came last stands in front
  return elems
    .reverse()
    .map((elem) => ({ elem, bytes: sortBytes(elem.key, set.key) }))
    .sort((a, b) => compare(a.bytes, b.bytes))
    .map(({ elem }) => elem);
}

/** One field of an element: a value, a prefix or a range. */
function elementSpan(type: DataType, bits: number, low: bigint, high: bigint): Expr {
  if (type.base === "string" && low !== high)
    return { k: "symbol", text: `${stringOf(low)}*`, quoted: true, loc: NOWHERE };
  const length = PREFIXED.has(type.name) ? prefixLength(low, high, bits) : undefined;
  if (length === undefined || low === high) return spanExpr(type, bits, low, high);
  return { k: "prefix", base: value(type, bits, low), length, loc: NOWHERE };
}

/** One field: a value, a prefix or a range. */
export function spanExpr(type: DataType, bits: number, low: bigint, high: bigint): Expr {
  const from = value(type, bits, low);
  if (low === high) return from;
  const length = prefixLength(low, high, bits);
  if (length !== undefined && (type.name === "ipv4_addr" || type.name === "ipv6_addr"))
    return { k: "prefix", base: from, length, loc: NOWHERE };
  return { k: "range", low: from, high: value(type, bits, high), loc: NOWHERE };
}

/** Types of which a part can be named by its length (`DTYPE_F_PREFIX`). */
const PREFIXED: ReadonlySet<string> = new Set(["ipv4_addr", "ipv6_addr", "mark", "realm", "devgroup"]);

export function prefixLength(low: bigint, high: bigint, bits: number): number | undefined {
  const size = high - low + 1n;
  if ((size & (size - 1n)) !== 0n || (low & (size - 1n)) !== 0n) return undefined;
  return bits - (size.toString(2).length - 1);
}

function concatRange(set: SetModel, { key, keyEnd, rest }: RawElem): Elem {
  const low = fieldsOf(key ?? new Uint8Array(), set.key, true);
  const high = keyEnd === undefined ? low : fieldsOf(keyEnd, set.key, true);
  return { key: between(low, high), ...rest, loc: NOWHERE };
}

/** A name, or all that begin alike. */
function namesFrom(type: DataType, bits: number, low: bigint, high: bigint): Expr {
  const name = numberOf(bytesOf(low, bits, "big"), "host");
  const length = low === high ? undefined : prefixLength(low, high, bits);
  if (length === undefined) return value(type, bits, name);
  return { k: "symbol", text: `${stringOf(name)}*`, quoted: true, loc: NOWHERE };
}

/** Beginnings and ends become intervals; one without an end goes on to the last value. */
function intervals(set: SetModel, raw: readonly RawElem[]): Elem[] {
  const [type] = set.key.types;
  const [bits] = set.key.bits;
  const points = raw
    .map((each) => ({ ...each, at: numberOf(each.key ?? new Uint8Array(), "big") }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : Number(b.end) - Number(a.end)));
  const elems: Elem[] = [];
  points.forEach((point, i) => {
    if (point.end) return;
    const next = points[i + 1];
    const high = next === undefined ? (1n << BigInt(bits)) - 1n : next.at - 1n;
    const key =
      type.base === "string"
        ? namesFrom(type, bits, point.at, high)
        : elementSpan(type, bits, point.at, high);
    elems.push({ key, ...point.rest, loc: NOWHERE });
  });
  return elems;
}
