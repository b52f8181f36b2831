/** Expressions. Source: `src/evaluate.c` (`expr_evaluate`) of nftables 1.0.6. */
import { NFT_EXTHDR_OP_IPV4, NFT_EXTHDR_OP_IPV6 } from "../../../netlink/nf-tables-expressions.ts";
import type { Expr } from "../ast.ts";
import { keywordType, symbolValue } from "../compile/constants.ts";
import { DAY, type DataType, IFNAME, INTEGER, stringValue } from "../datatypes/index.ts";
import { type Loc, NftError } from "../errors/source.ts";
import { UNTYPED } from "../fields/exthdr-table.ts";
import { type ExthdrLoad, type Load, partWidth } from "../fields/load.ts";
import { loadByName } from "../fields/meta-table.ts";
import { NETWORK, TRANSPORT } from "../fields/proto.ts";
import { INET } from "../hooks.ts";
import {
  describeTypes,
  type Evaluator,
  fail,
  INVALID,
  isOpenAddress,
  NOTHING,
  type Result,
  VERDICT,
} from "./evaluator.ts";
import { evaluateMap } from "./map.ts";
import { evaluateSet } from "./set.ts";

type Of<K extends Expr["k"]> = Expr & { readonly k: K };

const CONSTANT = { constant: true, singleton: true } as const;

export function evaluate(e: Evaluator, expr: Expr): Result {
  switch (expr.k) {
    case "value":
      if (expr.type === INTEGER) checkWidth(e, expr.value, expr.loc);
      return { kind: "value", types: [expr.type], bits: expr.bits, value: expr.value, ...CONSTANT };
    case "symbol":
      return evaluateSymbol(e, expr);
    case "load":
      return evaluateLoad(e, expr.load, expr.loc);
    case "binop":
      return evaluateBinop(e, expr);
    case "range":
      return evaluateRange(e, expr);
    case "prefix":
      return evaluatePrefix(e, expr);
    case "list":
      return evaluateList(e, expr);
    case "concat":
      return evaluateConcat(e, expr);
    case "set":
      return evaluateSet(e, expr);
    case "setref": {
      const set = e.findSet(expr.name, expr.loc);
      return { kind: "set reference", types: set.key.types, bits: 0, ...CONSTANT };
    }
    case "map":
      return evaluateMap(e, expr);
    case "hash":
      return evaluateHash(e, expr);
    case "verdict":
      return { kind: "verdict", types: [VERDICT], bits: 0, ...CONSTANT };
    case "any":
      return { kind: "catchall", types: e.expected.types ?? [INVALID], bits: e.expected.bits, ...CONSTANT };
  }
}

function evaluateSymbol(e: Evaluator, expr: Of<"symbol">): Result {
  const { types, bits, most } = e.expected;
  const own = keywordType(expr);
  if (own !== undefined) {
    const value = symbolValue(expr, own, 0, e.ctx);
    checkWidth(e, value, expr.loc);
    return { kind: "value", types: [own], bits, value, ...CONSTANT };
  }
  if (types === undefined) return fail("No symbol type information", expr.loc);
  if (types.length > 1) return fail(`invalid data type, expected ${describeTypes(types)}`, expr.loc);
  const [type] = types;
  if (type === INVALID || type.id === VERDICT.id)
    return fail(`Can't parse symbolic ${type.description} expressions`, expr.loc);
  if (type.base === "string") return evaluateString(expr, type, bits);
  const value = symbolValue(expr, type, bits, e.ctx);
  if (most !== undefined || bits === 0) checkWidth(e, value, expr.loc);
  return { kind: "value", types, bits, value, ...CONSTANT };
}

/** Source: `expr_evaluate_integer`. */
function checkWidth(e: Evaluator, value: bigint, loc: Loc): void {
  const { bits, most } = e.expected;
  // of a generator that makes 0 alone nothing is asked
  const limit = most !== undefined && most > 0n ? most : (1n << BigInt(bits)) - 1n;
  if (value > limit) fail(`Value ${value} exceeds valid range 0-${limit}`, loc);
}

/** Source: `expr_evaluate_string`. */
function evaluateString({ text, loc }: Of<"symbol">, type: DataType, bits: number): Result {
  if (bits > 0 && (text.length + 1) * 8 > bits + 8 * Number(text.endsWith("*")))
    fail(`String exceeds maximum length of ${bits / 8}`, loc);
  if (text === "") fail("Empty string is not allowed", loc);
  if (text === "*") fail("All-wildcard strings are not supported", loc);
  const wild = text.endsWith("*") && !text.endsWith("\\*");
  return {
    kind: wild ? "prefix" : "value",
    types: [type],
    bits,
    constant: true,
    singleton: !wild,
    value: stringValue(text),
  };
}

const PORT = /^ct .*proto-(?:src|dst)$/;
const ADDRESS = /^ct (?:original|reply) ([sd]addr)$/;

function evaluateLoad(e: Evaluator, load: Load, loc: Loc): Result {
  let { type, bits } = load;
  let most: bigint | undefined;
  let kind: string = load.kind;
  if (load.kind === "payload") {
    e.protocols.need(load, loc);
    if (load.offset % 8 !== 0 || load.bits % 8 !== 0) kind = "binop";
  } else if (load.kind === "exthdr") checkHeader(e, load, loc);
  else if (load.kind === "numgen" || load.kind === "symhash") {
    type = integerLike(e, type);
    most = BigInt((load.modulus + load.offset - 1) >>> 0);
  } else if (load.kind === "ct") [type, bits] = connectionType(e, load, loc);
  else if (load.kind === "rt" && load.text.endsWith("nexthop")) [type, bits] = nexthopType(e, load, loc);
  else if (load.text === "meta nfproto" && e.family !== INET)
    fail("meta nfproto is only useful in the inet family", loc);
  else if (type === DAY) most = 6n;
  e.expected = type === UNTYPED ? NOTHING : { types: [type], bits, most };
  return { kind, types: [type], bits, constant: false, singleton: false };
}

/** Headers of IPv6 and options of IPv4 are not there with another protocol (`expr_evaluate_exthdr`). */
function checkHeader(e: Evaluator, { op }: ExthdrLoad, loc: Loc): void {
  const wanted = op === NFT_EXTHDR_OP_IPV6 ? "ip6" : op === NFT_EXTHDR_OP_IPV4 ? "ip" : undefined;
  const present = e.protocols.name(NETWORK);
  if (wanted !== undefined && present !== undefined && present !== wanted)
    fail(`cannot use exthdr with ${present}`, loc);
}

/** Numbers that are drawn or computed take the type of what they are for. Source: `expr_dtype_integer_compatible`. */
function integerLike(e: Evaluator, own: DataType): DataType {
  const { types, bits } = e.expected;
  if (types?.length !== 1 || bits !== 32) return own;
  return types[0].base === "integer" && types[0].id !== INTEGER.id ? types[0] : own;
}

function connectionType(e: Evaluator, load: Load, loc: Loc): readonly [DataType, number] {
  const network = e.protocols.name(NETWORK);
  const address = ADDRESS.exec(load.text)?.[1];
  if (address !== undefined) {
    const known = loadByName("ct", `${network} ${address}`, 0);
    if (known !== undefined) return [known.type, known.bits];
    if (network === undefined)
      e.noted.push(
        new NftError(
          `cannot determine ip protocol version, use "ip ${address}" or "ip6 ${address}" instead`,
          loc,
        ),
      );
    return [INVALID, 0];
  }
  const family = / (ip6?) [sd]addr$/.exec(load.text)?.[1];
  if (family === "ip" && network === "ip6") throw conflicting(e, "ip6", "ip", loc);
  if (family === "ip6" && network === "ip") throw conflicting(e, "ip", "ip6", loc);
  if (PORT.test(load.text) && e.protocols.name(TRANSPORT) === undefined) return [INVALID, 16];
  return [load.type, load.bits];
}

/** The way's next host: of the packet's protocol, if no other one is said. Source: `expr_evaluate_rt`. */
function nexthopType(e: Evaluator, load: Load, loc: Loc): readonly [DataType, number] {
  const network = e.protocols.name(NETWORK);
  const family = /^rt (ip6?) /.exec(load.text)?.[1];
  if (family !== undefined && network !== undefined && family !== network)
    return fail(`${family} nexthop will not match`, loc);
  const known = loadByName("rt", `${family ?? network} nexthop`);
  if (known !== undefined) return [known.type, known.bits];
  return fail('cannot determine ip protocol version, use "ip nexthop" or "ip6 nexthop" instead', loc);
}

function conflicting(e: Evaluator, one: string, other: string, loc: Loc): NftError {
  return new NftError(`conflicting protocols specified: ${one} vs. ${other}`, loc, e.protocols.loc(NETWORK));
}

function evaluateHash(e: Evaluator, { key, modulus, offset }: Of<"hash">): Result {
  const type = integerLike(e, INTEGER);
  e.expected = NOTHING;
  e.evaluate(key);
  e.expected = { types: [type], bits: 32, most: BigInt((modulus + offset - 1) >>> 0) };
  return { kind: "hash", types: [type], bits: 32, constant: false, singleton: false };
}

const OPERATIONS: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  "&": (a, b) => a & b,
  "|": (a, b) => a | b,
  "^": (a, b) => a ^ b,
  "<<": (a, b) => (b < 128n ? a << b : 0n),
  ">>": (a, b) => a >> b,
};

function evaluateBinop(e: Evaluator, expr: Of<"binop">): Result {
  const { op } = expr;
  const left = e.evaluate(expr.left);
  const shift = op === "<<" || op === ">>";
  if (shift) e.expected = { types: [INTEGER], bits: e.expected.bits };
  const right = e.evaluate(expr.right);
  if (left.constant && !left.singleton)
    fail(`Binary operation (${op}) is undefined for ${left.kind} expressions`, expr.left.loc, expr.loc);
  if (!right.constant)
    fail(`Right hand side of binary operation (${op}) must be constant`, expr.right.loc, expr.loc);
  if (!right.singleton)
    fail(`Binary operation (${op}) is undefined for ${right.kind} expressions`, expr.left.loc, expr.loc);
  const count = right.value ?? 0n;
  if (shift && count >= BigInt(left.bits))
    fail(
      `${op === "<<" ? "Left" : "Right"} shift of ${count & 0xffffffffn} bits is undefined for type of ${left.bits} bits width`,
      expr.right.loc,
      expr.left.loc,
    );
  const { types, bits } = left;
  // turning its bytes round looks at the left side again, which says anew what is expected
  if (
    shift &&
    expr.left.k === "load" &&
    expr.left.load.kind !== "payload" &&
    types[0].order === "big" &&
    bits >= 16
  )
    e.expected = { types, bits };
  if (!left.constant) return { kind: "binop", types, bits, constant: false, singleton: false };
  const mask = bits > 0 ? (1n << BigInt(bits)) - 1n : -1n;
  return {
    kind: "value",
    types,
    bits,
    value: OPERATIONS[op](left.value ?? 0n, count) & mask,
    ...CONSTANT,
  };
}

function evaluateEnd(e: Evaluator, end: Expr, range: Of<"range">): Result {
  const result = e.evaluate(end);
  if (result.types[0].base === "string" || result.types[0].id === VERDICT.id)
    fail(`Range expression is undefined for ${describeTypes(result.types)} types`, end.loc, range.loc);
  if (!result.constant) fail("Range is not constant", end.loc, range.loc);
  return result;
}

/** Times of a day and days may go over midnight. */
function wraps(types: readonly DataType[] | undefined): boolean {
  return types?.[0].name === "hour" || types?.[0].name === "day";
}

function evaluateRange(e: Evaluator, expr: Of<"range">): Result {
  const over = e.set === undefined && wraps(e.expected.types);
  const low = evaluateEnd(e, expr.low, expr);
  const high = evaluateEnd(e, expr.high, expr);
  if (!over && (low.value ?? 0n) > (high.value ?? 0n)) fail("Range has zero or negative size", expr.loc);
  return { kind: "range", types: low.types, bits: low.bits, constant: true, singleton: false };
}

function evaluatePrefix(e: Evaluator, expr: Of<"prefix">): Result {
  const base = e.evaluate(expr.base);
  if (!base.constant) fail("Prefix expression is undefined for non-constant expressions", expr.loc);
  if (expr.length > base.bits)
    fail(`Prefix length ${expr.length} is invalid for type of ${base.bits} bits width`, expr.loc);
  return { kind: "prefix", types: base.types, bits: base.bits, constant: true, singleton: false };
}

function evaluateList(e: Evaluator, expr: Of<"list">): Result {
  let value = 0n;
  for (const item of expr.items) {
    const result = e.evaluate(item);
    if (result.kind !== "value") fail("List member must be a constant value", item.loc);
    if (result.types[0].base !== "bitmask")
      fail(`Basetype of type ${describeTypes(result.types)} is not bitmask`, item.loc);
    value |= result.value ?? 0n;
  }
  return { kind: "value", types: e.expected.types ?? [INVALID], bits: e.expected.bits, value, ...CONSTANT };
}

/** Source: `expr_evaluate_concat`. */
function evaluateConcat(e: Evaluator, expr: Of<"concat">): Result {
  const { types: wanted, key, keyLoc } = e.expected;
  const parts: DataType[] = [];
  let constant = true;
  let singleton = true;
  let bits = 0;
  let left = wanted?.length === 1 ? 0 : (wanted?.length ?? 0);
  expr.items.forEach((item, i) => {
    if (key !== undefined && i >= key.types.length)
      fail("too many concatenation components", expr.loc, keyLoc);
    if (isOpenAddress(item)) fail("specify either ip or ip6 for address matching", item.loc);
    const type =
      key?.types[i] ?? (wanted !== undefined && wanted.length > 1 ? wanted[i] : undefined) ?? INVALID;
    left--;
    e.expected = { types: [type], bits: key?.bits[i] ?? type.bits };
    const part = e.evaluate(item);
    if (key === undefined && item.k === "load" && item.load.kind === "fib" && item.load.type === IFNAME)
      fail("can not use variable sized data types (string) in concat expressions", item.loc, expr.loc);
    constant &&= part.constant;
    singleton &&= part.singleton;
    if (
      key === undefined &&
      wanted === undefined &&
      part.types[0].bits === 0 &&
      part.types[0].id !== INTEGER.id
    )
      fail(
        `can not use variable sized data types (${part.types[0].name}) in concat expressions`,
        item.loc,
        expr.loc,
      );
    parts.push(part.types[0]);
    bits += (Math.ceil((part.bits || part.types[0].bits) / 8) + 3) & ~3;
  });
  if (left > 0)
    fail(
      `datatype mismatch, expected ${describeTypes(wanted ?? [])}, expression has type ${describeTypes(parts)}`,
      expr.loc,
    );
  const own: KeyOf = { types: parts, bits: expr.items.map((_, i) => key?.bits[i] ?? widthOf(expr.items[i])) };
  e.expected = { types: parts, bits: bits * 8, key: key ?? own, keyLoc: keyLoc ?? expr.loc };
  return { kind: "concat", types: parts, bits: bits * 8, constant, singleton };
}

interface KeyOf {
  readonly types: readonly DataType[];
  readonly bits: readonly number[];
}

function widthOf(expr: Expr): number {
  if (expr.k === "load") return partWidth(expr.load);
  return expr.k === "binop" ? widthOf(expr.left) : 0;
}
