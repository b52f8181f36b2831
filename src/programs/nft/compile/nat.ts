/** Translations of addresses. Source: `src/evaluate.c` (`stmt_evaluate_nat`), `src/netlink_linearize.c` of nftables 1.0.6. */
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { Expr, Stmt } from "../ast.ts";
import { bytesOf, type DataType, INET_SERVICE, IP6ADDR, IPADDR } from "../datatypes/index.ts";
import { type Loc, NftError, NOWHERE } from "../errors/source.ts";
import { INET, IPV4, IPV6 } from "../hooks.ts";
import { NETMAP } from "../nat-flags.ts";
import { registerOf } from "../netlink/nl.ts";
import type { RuleCompiler } from "./compiler.ts";
import { constant, interval } from "./constants.ts";
import { needAll, needNetwork } from "./dependency.ts";
import { emitImmediate, emitLookup } from "./emit.ts";
import { loadKey } from "./match.ts";
import { type NatMap, natMapOf } from "./nat-map.ts";
import { type UsedSet, useSet } from "./set-use.ts";

const PROTO_SPECIFIED = 2;

interface Registers {
  min?: number;
  max?: number;
}

function saysIntervals({ info: { data } }: UsedSet): boolean {
  return typeof data === "object" && "types" in data && data.interval === true;
}

/** Puts a value, a range or what a map says into registers. @returns them and the first word that is free */
function place(c: RuleCompiler, expr: Expr, type: DataType, word: number, keyLoc: Loc): [Registers, number] {
  const words = (type.bits / 8 + 3) >>> 2;
  const step = Math.max(4, words);
  if (expr.k === "map") {
    const set = useSet(c, expr.key, expr.data, { types: [type], bits: [type.bits] });
    loadKey(c, expr.key, word, set.interval);
    emitLookup(c, word, set, registerOf(word));
    const max = type.bits > 16 && saysIntervals(set) ? registerOf(word + words) : undefined;
    return [{ min: registerOf(word), max }, word + step];
  }
  if (expr.k === "load" && expr.load.type.id !== type.id)
    throw new NftError(
      `datatype mismatch: expected ${type.description}, expression has type ${expr.load.type.description}`,
      expr.loc,
      keyLoc,
    );
  if (expr.k === "load" || expr.k === "hash" || (expr.k === "binop" && expr.left.k === "load")) {
    loadKey(c, expr, word, false);
    return [{ min: registerOf(word) }, word + step];
  }
  const span = interval(expr, type, type.bits, c.ctx);
  const low = span?.low ?? constant(expr, type, type.bits, c.ctx);
  emitImmediate(c, word, bytesOf(low, type.bits, "big"));
  if (span === undefined || span.low === span.high) return [{ min: registerOf(word) }, word + step];
  emitImmediate(c, word + step, bytesOf(span.high, type.bits, "big"));
  return [{ min: registerOf(word), max: registerOf(word + step) }, word + 2 * step];
}

/** What the map of the address says. */
function saidBy(c: RuleCompiler, addr: Expr | undefined): NatMap | undefined {
  return natMapOf(addr, (name) => {
    const at = addr?.k === "map" ? addr.data : addr;
    return c.findSet(name, at ?? { k: "any", loc: NOWHERE });
  });
}

function needTransport(c: RuleCompiler, stmt: Stmt & { readonly s: "nat" }, loc: Loc): void {
  if (c.proto.transport !== undefined || c.proto.oneOfTransports) return;
  throw new NftError(
    "transport protocol mapping is only valid after transport protocol match",
    loc,
    stmt.keyLoc,
  );
}

/** Puts the address and the port that a map says into registers. */
function placeBoth(
  c: RuleCompiler,
  stmt: Stmt & { readonly s: "nat" },
  map: Expr & { readonly k: "map" },
  type: DataType,
): [addr: Registers, port: Registers] {
  const data = { types: [type, INET_SERVICE], bits: [type.bits, INET_SERVICE.bits] };
  const set = useSet(c, map.key, map.data, data);
  needTransport(c, stmt, map.loc);
  loadKey(c, map.key, 0, set.interval);
  emitLookup(c, 0, set, registerOf(0));
  // Debian's nft counts whole registers where an address fills one, and so misses the last port and address of IPv6.
  const step = type.bits / 32;
  const at = (place: number): number => registerOf(place * step);
  if (!saysIntervals(set)) return [{ min: at(0) }, { min: at(1) }];
  return [
    { min: at(0), max: at(2) },
    { min: at(1), max: at(3) },
  ];
}

export function compileNat(c: RuleCompiler, stmt: Stmt & { readonly s: "nat" }): void {
  if (c.family !== INET && c.family !== IPV4 && c.family !== IPV6)
    throw new NftError("NAT is only supported for IPv4/IPv6", stmt.keyLoc);
  const pair = stmt.addr?.k === "concat" && stmt.addr.items.length === 2 ? stmt.addr : undefined;
  if (pair !== undefined) {
    if (stmt.pair !== true) throw new NftError("Can't parse symbolic invalid expressions", pair.items[0].loc);
    needTransport(c, stmt, pair.loc);
    return compileNat(c, { ...stmt, addr: pair.items[0], port: pair.items[1] });
  }
  let addr: Registers = {};
  let port: Registers = {};
  let word = 0;
  const v6 = stmt.family === "ip6" || (stmt.family === undefined && c.proto.network === "ip6");
  const { network } = c.proto;
  if (stmt.family !== undefined && network !== undefined && network !== stmt.family)
    throw new NftError(
      `conflicting protocols specified: ${network} vs. ${stmt.family}. You must specify ip or ip6 family in nat statement`,
      stmt.keyLoc,
    );
  if (stmt.family !== undefined && c.family === INET && c.proto.network === undefined)
    needNetwork(c, stmt.family, stmt.loc);
  const said = stmt.port === undefined ? saidBy(c, stmt.addr) : undefined;
  // Debian's nft says nothing of what is wrong
  if (said?.pair === true && c.family === INET && stmt.family === undefined) throw new NftError("", stmt.loc);
  const open = c.family === INET && stmt.family === undefined && c.proto.network === undefined;
  if (open && stmt.addr !== undefined)
    throw new NftError("ip or ip6 must be specified with address for inet tables.", stmt.keyLoc);
  if (stmt.addr !== undefined) needAll(c, stmt.addr);
  if (stmt.port !== undefined) {
    // what the address follows from may say the protocol, what the port follows from does not
    needTransport(c, stmt, stmt.port.loc);
    needAll(c, stmt.port);
  }
  if (stmt.addr !== undefined) {
    const type = v6 ? IP6ADDR : IPADDR;
    if (stmt.addr.k === "map" && said?.pair === true) [addr, port] = placeBoth(c, stmt, stmt.addr, type);
    else [addr, word] = place(c, stmt.addr, type, word, stmt.keyLoc);
  }
  if (stmt.port !== undefined) [port] = place(c, stmt.port, INET_SERVICE, word, stmt.keyLoc);
  let { flags } = stmt;
  // other flags take the place of this one, as in Debian's nft
  if (stmt.prefix === true && flags === 0) flags = NETMAP;
  if (stmt.port !== undefined) flags |= PROTO_SPECIFIED;
  emitNat(c, stmt, v6 ? IPV6 : IPV4, addr, port, flags);
}

function emitNat(
  c: RuleCompiler,
  stmt: Stmt & { readonly s: "nat" },
  family: number,
  addr: Registers,
  port: Registers,
  flags: number,
): void {
  if (stmt.kind === "masquerade" || stmt.kind === "redirect") {
    const masq = stmt.kind === "masquerade";
    c.emit({
      name: masq ? "masq" : "redir",
      write: (w) => {
        if (port.min !== undefined)
          w.be32(masq ? n.NFTA_MASQ_REG_PROTO_MIN : n.NFTA_REDIR_REG_PROTO_MIN, port.min);
        if (port.max !== undefined)
          w.be32(masq ? n.NFTA_MASQ_REG_PROTO_MAX : n.NFTA_REDIR_REG_PROTO_MAX, port.max);
        if (flags !== 0) w.be32(masq ? n.NFTA_MASQ_FLAGS : n.NFTA_REDIR_FLAGS, flags);
      },
    });
    return;
  }
  c.emit({
    name: "nat",
    write: (w) => {
      w.be32(n.NFTA_NAT_TYPE, stmt.kind === "snat" ? n.NFT_NAT_SNAT : n.NFT_NAT_DNAT);
      w.be32(n.NFTA_NAT_FAMILY, family);
      if (addr.min !== undefined) w.be32(n.NFTA_NAT_REG_ADDR_MIN, addr.min);
      if (addr.max !== undefined) w.be32(n.NFTA_NAT_REG_ADDR_MAX, addr.max);
      if (port.min !== undefined) w.be32(n.NFTA_NAT_REG_PROTO_MIN, port.min);
      if (port.max !== undefined) w.be32(n.NFTA_NAT_REG_PROTO_MAX, port.max);
      if (flags !== 0) w.be32(n.NFTA_NAT_FLAGS, flags);
    },
  });
}
