/** Comparisons of the kernel as matches. */
import type { Expr, RelationalOp } from "../ast.ts";
import { type DataType, numberOf } from "../datatypes/index.ts";
import { NOWHERE } from "../errors/source.ts";
import type { Load } from "../fields/load.ts";
import { LL, NETWORK, protoByName } from "../fields/proto.ts";
import { IPV4, IPV6 } from "../hooks.ts";
import type { Held, RuleReader, RuleStmt } from "./reader.ts";
import { expandFields, exprOf, type Resolved, resolve } from "./resolve.ts";

const OPS: readonly RelationalOp[] = ["", "!=", "<", "<=", ">", ">="];

function value(type: DataType, bits: number, number: bigint): Expr {
  return { k: "value", type, bits, value: number, loc: NOWHERE };
}

export function readCompare(r: RuleReader, held: Held, op: number, bytes: Uint8Array): void {
  if (held.expr.k !== "load") {
    r.add({
      s: "match",
      op: OPS[op],
      left: held.expr,
      right: value(typeOfExpr(held.expr), 32, numberOf(bytes, "host")),
      loc: NOWHERE,
    });
    return;
  }
  const original = held.expr.load;
  if (readSeveral(r, held, original, op, bytes)) return;
  const found = resolve(r, original, held.mask);
  const { shift } = found;
  // of a field that is loaded whole only its first bytes are compared
  const cut = original.type.order === "big" && held.mask === undefined && bytes.length * 8 < original.bits;
  const prefix = found.prefix ?? (cut ? bytes.length * 8 : undefined);
  const load = held.swapped ? withoutNames(found.load) : found.load;
  const left: Expr = { k: "load", load, loc: NOWHERE };
  const order = load.kind === "payload" || load.kind === "exthdr" || held.swapped ? "big" : load.type.order;
  if (load.type.base === "string") return readString(r, left, op, bytes, load);
  if (prefix !== undefined) {
    const base = numberOf(bytes, "big") << BigInt(load.bits - prefix);
    const right: Expr = {
      k: "prefix",
      base: value(load.type, load.bits, base),
      length: prefix,
      loc: NOWHERE,
    };
    r.add({ s: "match", op: OPS[op], left, right, loc: NOWHERE });
    return;
  }
  const number = numberOf(bytes, order) >> BigInt(shift);
  if (found.mask !== undefined && held.mask !== undefined && !isWhole(held, found))
    return readMasked(r, held, load, found.mask, op, number, found.width);
  if (op === 3 && mergeRange(r, load, number)) return;
  const type = held.shift !== undefined ? { ...load.type } : load.type;
  const side = held.shift !== undefined && shift === 0 ? exprOf(r, held) : left;
  const plainEqual = op === 0 && load.type.base === "bitmask";
  const several =
    load.kind !== "payload" && load.type.base === "bitmask" ? severalFlags(load, number) : undefined;
  if (several !== undefined) {
    r.add({ s: "match", op: OPS[op], left: side, right: several, loc: NOWHERE });
    return;
  }
  const entry = r.add({
    s: "match",
    op: plainEqual || (op === 0 && side.k === "binop") ? "==" : OPS[op],
    left: side,
    right: value(type, load.bits, number),
    loc: NOWHERE,
  });
  if (op === 0 && side === left) learn(r, load, Number(number), entry);
}

/** Values of several bytes that were turned round to be compared are looked for by their wrong order: they have no names. */
function withoutNames(load: Load): Load {
  const { type } = load;
  if (type.order !== "host" || type.bits <= 8 || type.symbols === undefined) return load;
  return { ...load, type: { ...type, symbols: undefined } };
}

/** Several fields that were compared together. */
function readSeveral(r: RuleReader, held: Held, load: Load, op: number, bytes: Uint8Array): boolean {
  if (load.kind !== "payload" || held.mask !== undefined || held.shift !== undefined || op > 1) return false;
  const fields = expandFields(r, load);
  if (fields === undefined) return false;
  const all = numberOf(bytes, "big");
  for (const field of fields) {
    const { bits } = resolve(r, field, undefined).load;
    const shift = BigInt(load.offset + load.bits - field.offset - bits);
    const number = (all >> shift) & ((1n << BigInt(bits)) - 1n);
    const flagged = op === 0 && field.type.base === "bitmask";
    const entry = r.add({
      s: "match",
      op: flagged ? "==" : OPS[op],
      left: { k: "load", load: field, loc: NOWHERE },
      right: value(field.type, bits, number),
      loc: NOWHERE,
    });
    if (op === 0) learn(r, field, Number(number), entry);
  }
  return true;
}

/** Whether a mask leaves all of a field as it is (`payload_expr_trim`). */
function isWhole({ xor }: Held, { load, mask, width }: Resolved): boolean {
  return (
    load.kind === "payload" && mask === (1n << BigInt(width)) - 1n && xor?.some((byte) => byte !== 0) !== true
  );
}

function typeOfExpr(expr: Expr): DataType {
  return expr.k === "load" ? expr.load.type : HASH;
}

const HASH: DataType = {
  name: "integer",
  id: 4,
  description: "integer",
  bits: 32,
  order: "host",
  base: "integer",
};

function readString(r: RuleReader, left: Expr, op: number, bytes: Uint8Array, load: Load): void {
  const cut = bytes.length * 8 < load.bits && bytes[bytes.length - 1] !== 0;
  const number = numberOf(bytes, "host");
  let text = "";
  for (const byte of bytes) if (byte !== 0) text += String.fromCharCode(byte);
  // a name that itself ends so is told apart from one that only begins so
  const literal = !cut && load.type.name === "ifname" && text.endsWith("*");
  const shown = literal ? `${text.slice(0, -1)}\\*` : `${text}*`;
  const right: Expr =
    cut || literal
      ? { k: "symbol", text: shown, quoted: true, loc: NOWHERE }
      : value(load.type, load.bits, number);
  r.add({ s: "match", op: OPS[op], left, right, loc: NOWHERE });
}

/** Numbers of which a part can be named by its length, as of addresses. */
const PREFIXED: ReadonlySet<string> = new Set(["mark", "realm", "devgroup"]);

/** `established | new`; undefined of one flag. */
function severalFlags(load: Load, number: bigint): Expr | undefined {
  const [first, ...rest] = flags(load, number);
  if (rest.length === 0) return undefined;
  return rest.reduce(
    (left: Expr, right): Expr => ({ k: "binop", op: "|", left, right, loc: NOWHERE }),
    first,
  );
}

function readMasked(
  r: RuleReader,
  held: Held,
  load: Load,
  mask: bigint,
  op: number,
  number: bigint,
  width: number,
): void {
  const left: Expr = { k: "load", load, loc: NOWHERE };
  if (load.type.base === "bitmask" && number === 0n) {
    const right: Expr = { k: "list", items: flags(load, mask), loc: NOWHERE };
    r.add({ s: "match", op: op === 1 ? "" : "!", left, right, loc: NOWHERE });
    return;
  }
  const text = mask.toString(2);
  const contiguous = text.length === width && /^1+0*$/.test(text);
  const turned = held.xor?.some((byte) => byte !== 0) === true;
  const address = load.type.name === "ipv4_addr" || load.type.name === "ipv6_addr";
  const prefixed = !turned && ((contiguous && load.type.name.endsWith("_addr")) || (mask === 0n && address));
  if (prefixed || (!turned && PREFIXED.has(load.type.name) && (contiguous || mask === 0n))) {
    const length = text.lastIndexOf("1") + 1;
    const right: Expr = { k: "prefix", base: value(load.type, load.bits, number), length, loc: NOWHERE };
    r.add({ s: "match", op: OPS[op], left, right, loc: NOWHERE });
    return;
  }
  // one flag that is set or not is written as a mask (`relational_binop_postprocess`)
  const single = mask === number && (number & (number - 1n)) === 0n;
  if (load.type.base === "bitmask" && op < 2 && !single) {
    const masked: Expr = {
      k: "binop",
      op: "&",
      left,
      right: { k: "list", items: flags(load, mask), loc: NOWHERE },
      loc: NOWHERE,
    };
    const right: Expr = { k: "list", items: flags(load, number), loc: NOWHERE };
    r.add({ s: "match", op: OPS[op], left: masked, right, loc: NOWHERE });
    return;
  }
  r.add({
    s: "match",
    op: op === 0 ? "==" : OPS[op],
    left: exprOf(r, held),
    right:
      (load.type.base === "bitmask" ? severalFlags(load, number) : undefined) ??
      value(load.type, load.bits, number),
    loc: NOWHERE,
  });
}

/** Single bits, the lowest first. */
export function flags(load: Load, mask: bigint): Expr[] {
  const items: Expr[] = [];
  for (let bit = 1n; bit <= mask; bit <<= 1n)
    if ((mask & bit) !== 0n) items.push(value(load.type, load.bits, bit));
  return items;
}

/** A lower and an upper bound of one field are a range. */
function mergeRange(r: RuleReader, load: Load, high: bigint): boolean {
  const last = r.stmts[r.stmts.length - 1];
  const stmt = last?.stmt;
  if (stmt?.s !== "match" || stmt.op !== ">=" || stmt.left.k !== "load" || stmt.left.load.text !== load.text)
    return false;
  if (stmt.right.k !== "value") return false;
  r.stmts.pop();
  const right: Expr = {
    k: "range",
    low: stmt.right,
    high: value(load.type, load.bits, high),
    loc: NOWHERE,
  };
  r.add({ ...stmt, op: "", right });
  return true;
}

/** What a match says of the packet's protocols. */
function learn(r: RuleReader, load: Load, number: number, entry: RuleStmt): void {
  const { proto, said } = r;
  if (load.kind === "meta") {
    switch (load.text) {
      case "meta l4proto":
        proto.transport = protoByName("ip")?.inner?.get(number);
        said.transport = entry;
        break;
      case "meta nfproto":
        proto.network = number === IPV4 ? "ip" : number === IPV6 ? "ip6" : undefined;
        said.network = entry;
        break;
      case "meta protocol":
        proto.network = protoByName("ether")?.inner?.get(number);
        said.network = entry;
        break;
      case "meta iiftype":
        proto.link ??= "ether";
        said.link = entry;
        break;
      default:
    }
    return;
  }
  if (load.kind === "payload" && load.field?.name === "type" && /^icmp/.test(load.proto?.name ?? "")) {
    r.icmpType = number;
    said.icmp = entry;
  }
  if (load.kind !== "payload" || load.proto === undefined || load.field?.name !== load.proto.key) return;
  const inner = load.proto.inner?.get(number);
  if (inner === undefined) return;
  if (load.base === NETWORK) {
    proto.transport = inner;
    said.transport = entry;
  } else if (load.base === LL && inner === "vlan") {
    proto.link = "vlan";
    said.vlan = entry;
  } else {
    proto.network = inner;
    said.network = entry;
  }
}
