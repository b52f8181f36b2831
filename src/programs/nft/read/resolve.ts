/** Which field of which header bytes of a packet are, and what follows for statements that only said the protocol. */
import { NFT_EXTHDR_OP_IPV4, NFT_EXTHDR_OP_IPV6 } from "../../../netlink/nf-tables-expressions.ts";
import type { Expr } from "../ast.ts";
import { numberOf, XINTEGER } from "../datatypes/index.ts";
import { NOWHERE } from "../errors/source.ts";
import { exthdrPart } from "../fields/exthdr-table.ts";
import { icmpNeeds } from "../fields/icmp-needs.ts";
import { type ExthdrLoad, type Load, type PayloadLoad, payloadLoad } from "../fields/load.ts";
import { type Field, LL, NETWORK, type Proto, protoByName, TRANSPORT } from "../fields/proto.ts";
import { BRIDGE, INET, NETDEV } from "../hooks.ts";
import type { Held, RuleReader } from "./reader.ts";

const BASE_NAMES = ["ll", "nh", "th"];

export function rawPayload(base: number, offset: number, bits: number): PayloadLoad {
  const text = `@${BASE_NAMES[base] ?? "ih"},${offset},${bits}`;
  return {
    kind: "payload",
    base,
    offset,
    bits,
    type: { ...XINTEGER, order: "big" },
    text,
    json: { payload: { base: BASE_NAMES[base] ?? "ih", offset, len: bits } },
  };
}

function candidates(r: RuleReader, base: number): Proto[] {
  const { link, network, transport } = r.proto;
  const names =
    base === LL
      ? link === "vlan"
        ? ["vlan", "ether"]
        : [link]
      : [base === NETWORK ? network : (transport ?? "th")];
  return names
    .map((name) => (name === undefined ? undefined : protoByName(name)))
    .filter((proto) => proto !== undefined);
}

/** Whether messages of the type that is known have the field. */
function ofKnownType(r: RuleReader, { name }: Proto, field: Field): boolean {
  const needs = icmpNeeds(name, field.name);
  return r.icmpType !== undefined && needs?.includes(r.icmpType) === true;
}

/** The field with just this place, or one that begins there. */
function findField(r: RuleReader, base: number, offset: number, bits: number): PayloadLoad | undefined {
  for (const proto of candidates(r, base)) {
    const fitting = proto.fields.filter((each) => each.offset === offset && each.length === bits);
    const field = fitting.find((each) => ofKnownType(r, proto, each)) ?? fitting[0];
    if (field !== undefined) return payloadLoad(proto, field);
  }
  return undefined;
}

/** The fields that several bytes of a header are, one behind the other; undefined where they are none or only one (`payload_expr_expand`). */
export function expandFields(r: RuleReader, { base, offset, bits }: PayloadLoad): PayloadLoad[] | undefined {
  const whole = findField(r, base, offset, bits);
  if (whole !== undefined && !mayBeSeveral(r, whole)) return undefined;
  const found: PayloadLoad[] = [];
  let at = offset;
  const end = offset + bits;
  for (const proto of candidates(r, base).reverse()) {
    if (proto.name === "th") continue;
    for (const field of proto.fields) {
      if (field.offset !== at || at + field.length > end || ofOtherType(r, proto, field)) continue;
      found.push(payloadLoad(proto, field));
      at += field.length;
    }
  }
  return at === end && found.length > 1 ? found : undefined;
}

/** Whether the bytes are this one field only in messages of types of which none was said. */
function mayBeSeveral(r: RuleReader, { proto, field }: PayloadLoad): boolean {
  const needs = icmpNeeds(proto?.name ?? "", field?.name);
  return needs !== undefined && (r.icmpType === undefined || !needs.includes(r.icmpType));
}

/** Whether only messages of types other than the known one have the field. */
function ofOtherType(r: RuleReader, proto: Proto | undefined, field: Field | undefined): boolean {
  if (proto === undefined || field === undefined || r.icmpType === undefined) return false;
  const needs = icmpNeeds(proto.name, field.name);
  return needs !== undefined && !needs.includes(r.icmpType);
}

export interface Resolved {
  readonly load: Load;
  /** How far the field's bits stand from the lowest of the register. */
  readonly shift: number;
  /** Bits of the register. */
  readonly width: number;
  /** Only so many bits in front were read. */
  readonly prefix?: number;
  /** What of the mask is left once the field explains some of it. */
  readonly mask?: bigint;
}

/** Extension headers of IPv6 and options of IPv4 say what protocol the packet is of. */
function dropHeader(r: RuleReader, { op }: ExthdrLoad): void {
  if ((op === NFT_EXTHDR_OP_IPV6 || op === NFT_EXTHDR_OP_IPV4) && r.said.network !== undefined)
    r.said.network.dropped = true;
}

/** A field that is some bits of what was read. */
function headerPart(load: ExthdrLoad, mask: Uint8Array): Resolved | undefined {
  const text = numberOf(mask, "big").toString(2).padStart(load.bits, "0");
  const first = text.indexOf("1");
  const last = text.lastIndexOf("1");
  if (first < 0 || text.slice(first, last).includes("0")) return undefined;
  const part = exthdrPart(load, first, last - first + 1);
  return part === undefined ? undefined : { load: part, shift: load.bits - 1 - last, width: load.bits };
}

/** Finds out what a register holds. @param mask of a bitwise operation on it */
export function resolve(r: RuleReader, load: Load, mask: Uint8Array | undefined): Resolved {
  if (load.kind === "exthdr") {
    dropHeader(r, load);
    const part = mask === undefined ? undefined : headerPart(load, mask);
    if (part !== undefined) return part;
  }
  if (load.kind === "ct" && / ip6? [sd]addr$/.test(load.text) && r.said.network !== undefined)
    r.said.network.dropped = true;
  if (load.kind !== "payload") {
    const width = Math.ceil(load.bits / 8) * 8;
    return { load, shift: 0, width, mask: mask === undefined ? undefined : numberOf(mask, load.type.order) };
  }
  const width = load.bits;
  const bits = mask === undefined ? undefined : numberOf(mask, "big");
  const whole = findField(r, load.base, load.offset, load.bits);
  if (bits !== undefined && bits > 0n) {
    const text = bits.toString(2).padStart(width, "0");
    const first = text.indexOf("1");
    const last = text.lastIndexOf("1");
    const part = findField(r, load.base, load.offset + first, last - first + 1);
    if (
      part !== undefined &&
      part !== whole &&
      !text.slice(first, last).includes("0") &&
      whole === undefined
    ) {
      drop(r, part);
      return { load: part, shift: width - 1 - last, width };
    }
  }
  if (whole !== undefined) {
    drop(r, whole);
    return { load: whole, shift: 0, width, mask: bits };
  }
  if (mask === undefined) {
    for (const proto of candidates(r, load.base)) {
      const field = proto.fields.find((each) => each.offset === load.offset && each.length > load.bits);
      if (field === undefined || field.type.name.indexOf("_addr") < 0) continue;
      const found = payloadLoad(proto, field);
      drop(r, found);
      return { load: found, shift: 0, width, prefix: load.bits };
    }
  }
  return { load, shift: 0, width, mask: bits };
}

/** A field of a protocol says that the packet is of it: what said only that goes (`payload_dependency_kill`). */
function drop(r: RuleReader, load: PayloadLoad): void {
  const { proto } = load;
  if (proto === undefined || proto.name === "th") return;
  const { said } = r;
  if (proto.base === TRANSPORT) {
    if (said.transport !== undefined && mayDrop(r)) said.transport.dropped = true;
    dropType(r, load);
    if ((proto.name === "icmp" || proto.name === "icmpv6") && said.network !== undefined)
      said.network.dropped = true;
  } else if (proto.base === NETWORK) {
    if (said.network !== undefined) said.network.dropped = true;
  } else if (proto.name === "vlan") {
    if (said.vlan !== undefined) said.vlan.dropped = true;
    if (said.link !== undefined) said.link.dropped = true;
  } else if (said.link !== undefined) said.link.dropped = true;
}

/** A field that one type of messages has says the type itself. */
function dropType(r: RuleReader, { proto, field }: PayloadLoad): void {
  const needs = icmpNeeds(proto?.name ?? "", field?.name);
  if (needs?.length === 1 && needs[0] === r.icmpType && r.said.icmp !== undefined) r.said.icmp.dropped = true;
}

/** `ip protocol tcp` in tables of several families also says that it is IPv4: it stays. */
function mayDrop(r: RuleReader): boolean {
  const stmt = r.said.transport?.stmt;
  if (stmt?.s !== "match" || stmt.left.k !== "load") return false;
  const open = r.family === INET || r.family === BRIDGE || r.family === NETDEV;
  return !(open && stmt.left.load.kind === "payload");
}

/**
 * A register as an expression that can be printed.
 * @param part of a concatenation: what turned a field's bits round is shown there
 */
export function exprOf(r: RuleReader, held: Held | undefined, part = false): Expr {
  if (held === undefined) return { k: "symbol", text: "?", quoted: false, loc: NOWHERE };
  if (held.expr.k !== "load") return held.expr;
  const found = resolve(r, held.expr.load, held.mask);
  let expr: Expr = { k: "load", load: found.load, loc: NOWHERE };
  const { load } = found;
  const number = (value: bigint): Expr => ({
    k: "value",
    value,
    type: load.type,
    bits: load.bits,
    loc: NOWHERE,
  });
  if (held.mask !== undefined && found.mask !== undefined) {
    const order = load.kind === "payload" ? "big" : load.type.order;
    const xor = held.xor === undefined ? 0n : numberOf(held.xor, order);
    const all = (1n << BigInt(found.width)) - 1n;
    const { mask } = found;
    if ((mask | xor) === all && (mask & xor) === 0n && xor !== 0n)
      expr = { k: "binop", op: "|", left: expr, right: number(xor), loc: NOWHERE };
    else if (mask === all && xor !== 0n)
      expr = { k: "binop", op: "^", left: expr, right: number(xor), loc: NOWHERE };
    else {
      expr = { k: "binop", op: "&", left: expr, right: number(mask), loc: NOWHERE };
      if (xor !== 0n) {
        if ((mask & xor) === 0n) {
          const clear = number(mask | xor);
          expr = { k: "binop", op: "&", left: { k: "load", load, loc: NOWHERE }, right: clear, loc: NOWHERE };
          expr = { k: "binop", op: "|", left: expr, right: number(xor), loc: NOWHERE };
        } else expr = { k: "binop", op: "^", left: expr, right: number(xor), loc: NOWHERE };
      }
    }
  }
  if (held.shift !== undefined && (found.shift === 0 || part)) {
    const right: Expr = { k: "symbol", text: String(held.shift.count), quoted: false, loc: NOWHERE };
    expr = { k: "binop", op: held.shift.left ? "<<" : ">>", left: expr, right, loc: NOWHERE };
  }
  return expr;
}
