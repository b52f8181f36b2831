/** Changing fields. Source: `src/evaluate.c` (`stmt_evaluate_payload`), `src/netlink_linearize.c` of nftables 1.0.6. */
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { Expr, Stmt } from "../ast.ts";
import { bytesOf } from "../datatypes/index.ts";
import { NftError } from "../errors/source.ts";
import type { Load, PayloadLoad } from "../fields/load.ts";
import { NETWORK, protoByName, TRANSPORT } from "../fields/proto.ts";
import { registerOf } from "../netlink/nl.ts";
import type { RuleCompiler } from "./compiler.ts";
import { constant } from "./constants.ts";
import { needFor } from "./dependency.ts";
import { emitHton, emitImmediate, emitLoad, emitLookup, emitMask } from "./emit.ts";
import { loadExpr, loadKey } from "./match.ts";
import { useSet } from "./set-use.ts";

export function compileSet(c: RuleCompiler, stmt: Stmt & { readonly s: "set" }): void {
  const { load } = stmt;
  if (load.kind === "payload") return setPayload(c, load, stmt.value, stmt.loc);
  source(c, load, stmt.value);
  switch (load.kind) {
    case "meta":
      return c.emit({
        name: "meta",
        write: (w) => {
          w.be32(n.NFTA_META_SREG, registerOf(0));
          w.be32(n.NFTA_META_KEY, load.key);
        },
      });
    case "ct":
      return c.emit({
        name: "ct",
        write: (w) => {
          w.be32(n.NFTA_CT_SREG, registerOf(0));
          w.be32(n.NFTA_CT_KEY, load.key);
          if (load.direction !== undefined) w.u8(n.NFTA_CT_DIRECTION, load.direction);
        },
      });
    case "exthdr":
      return c.emit({
        name: "exthdr",
        write: (w) => {
          w.be32(n.NFTA_EXTHDR_SREG, registerOf(0));
          w.u8(n.NFTA_EXTHDR_TYPE, load.header);
          w.be32(n.NFTA_EXTHDR_OFFSET, load.offset / 8);
          w.be32(n.NFTA_EXTHDR_LEN, load.bits / 8);
          w.be32(n.NFTA_EXTHDR_OP, load.op);
        },
      });
    default:
      throw new NftError("this can not be set", stmt.loc);
  }
}

/** Puts the new value into the first register. */
function source(c: RuleCompiler, load: Load, value: Expr): void {
  if (value.k === "map") {
    const set = useSet(c, value.key, value.data, { types: [load.type], bits: [load.bits] });
    loadKey(c, value.key, 0, set.interval);
    return emitLookup(c, 0, set, registerOf(0));
  }
  if (value.k === "load" || value.k === "hash" || (value.k === "binop" && isLoaded(value))) {
    const { loc } = c;
    c.loc = value.loc;
    loadFolded(c, value);
    c.loc = loc;
    if (load.type.order === "big" && value.k === "load" && value.load.type.order === "host" && load.bits > 8)
      emitHton(c, 0, load.bits / 8);
    return;
  }
  emitImmediate(c, 0, bytesOf(constant(value, load.type, load.bits, c.ctx), load.bits, load.type.order));
}

function isLoaded(expr: Expr): boolean {
  return expr.k === "load" || (expr.k === "binop" && isLoaded(expr.left));
}

/** `x & a | b` is one operation of the kernel: a mask and what is turned round after it. */
function loadFolded(c: RuleCompiler, expr: Expr): void {
  const chain: (Expr & { readonly k: "binop" })[] = [];
  let inner = expr;
  while (inner.k === "binop" && (inner.op === "&" || inner.op === "|" || inner.op === "^")) {
    chain.unshift(inner);
    inner = inner.left;
  }
  if (chain.length < 2) {
    loadExpr(c, expr, 0);
    return;
  }
  const loaded = loadExpr(c, inner, 0);
  const { type, bits, width, order } = loaded;
  const all = (1n << BigInt(width)) - 1n;
  let mask = all;
  let xor = 0n;
  for (const { op, right } of chain) {
    const value = constant(right, type, bits, c.ctx);
    if (op === "&") {
      mask &= value;
      xor &= value;
    } else if (op === "|") {
      mask &= all & ~value;
      xor |= value;
    } else xor ^= value;
  }
  emitMask(c, 0, bytesOf(mask, width, order), bytesOf(xor, width, order));
}

/** Where checksums of the header are, in bytes; what has none that must be kept right is 0. */
function checksumOf(load: PayloadLoad, transport: string | undefined): number {
  const proto =
    load.proto ?? (load.base === TRANSPORT && transport !== undefined ? protoByName(transport) : undefined);
  return load.field?.name === "checksum" ? 0 : (proto?.checksum ?? 0);
}

function setPayload(c: RuleCompiler, load: PayloadLoad, value: Expr, loc: Stmt["loc"]): void {
  needFor(c, load, loc);
  const checksum = checksumOf(load, c.proto.transport);
  let from = Math.floor(load.offset / 8);
  let end = Math.ceil((load.offset + load.bits) / 8);
  // Checksums are sums of words of two bytes: those are what is written.
  const aligned = load.offset % 8 === 0 && load.bits % 8 === 0;
  if (!aligned || (checksum > 0 && (from % 2 !== 0 || end % 2 !== 0))) {
    from -= from % 2;
    end += end % 2;
  }
  const bits = (end - from) * 8;
  if (bits === load.bits) source(c, load, value);
  else {
    const shift = BigInt(end * 8 - load.offset - load.bits);
    const field = ((1n << BigInt(load.bits)) - 1n) << shift;
    const fresh = constant(value, load.type, load.bits, c.ctx) << shift;
    emitLoad(c, { ...load, proto: undefined, field: undefined, offset: from * 8, bits }, 0);
    const all = (1n << BigInt(bits)) - 1n;
    emitMask(c, 0, bytesOf(all ^ field, bits, "big"), bytesOf(fresh, bits, "big"));
  }
  const pseudo = load.base === NETWORK && isAddress(load);
  c.emit({
    name: "payload",
    write: (w) => {
      w.be32(n.NFTA_PAYLOAD_SREG, registerOf(0));
      w.be32(n.NFTA_PAYLOAD_BASE, load.base);
      w.be32(n.NFTA_PAYLOAD_OFFSET, from);
      w.be32(n.NFTA_PAYLOAD_LEN, end - from);
      w.be32(n.NFTA_PAYLOAD_CSUM_TYPE, checksum > 0 ? n.NFT_PAYLOAD_CSUM_INET : n.NFT_PAYLOAD_CSUM_NONE);
      w.be32(n.NFTA_PAYLOAD_CSUM_OFFSET, checksum);
      w.be32(n.NFTA_PAYLOAD_CSUM_FLAGS, pseudo ? n.NFT_PAYLOAD_L4CSUM_PSEUDOHDR : 0);
    },
  });
}

/** What is part of the sum of TCP and UDP, too. */
function isAddress(load: PayloadLoad): boolean {
  return load.field?.name === "saddr" || load.field?.name === "daddr";
}
