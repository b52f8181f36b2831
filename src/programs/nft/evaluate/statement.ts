/** Statements. Source: `src/evaluate.c` (`stmt_evaluate`) of nftables 1.0.6. */
import type { Expr, Stmt } from "../ast.ts";
import { IFINDEX, IP6ADDR, IPADDR, STRING } from "../datatypes/index.ts";
import type { Loc } from "../errors/source.ts";
import { IPV4, IPV6, NETDEV } from "../hooks.ts";
import { evaluateArgument } from "./argument.ts";
import { type Evaluator, fail, NOTHING, VERDICT } from "./evaluator.ts";
import { evaluateMappings } from "./map.ts";
import { evaluateNat } from "./nat.ts";
import { evaluateReject } from "./reject.ts";
import { evaluateMatch } from "./relational.ts";

type Of<S extends Stmt["s"]> = Stmt & { readonly s: S };

/** @throws NftError for the mistake that the statement has; those in front of it are in `noted` */
export function evaluateStatement(e: Evaluator, stmt: Stmt): void {
  switch (stmt.s) {
    case "match":
      return evaluateMatch(e, stmt);
    case "vmap": {
      const map: Expr = { k: "map", key: stmt.key, data: stmt.data, loc: stmt.loc };
      return void evaluateArgument(e, map, [VERDICT], 0, stmt.loc);
    }
    case "set":
      return evaluateField(e, stmt);
    case "dynset":
      return evaluateDynset(e, stmt);
    case "log":
      return evaluateLog(stmt);
    case "reject":
      return evaluateReject(e, stmt);
    case "nat":
      return evaluateNat(e, stmt);
    case "objref":
      return evaluateObject(e, stmt);
    case "dup":
      return evaluateDup(e, stmt);
    case "fwd":
      return evaluateFwd(e, stmt);
    case "kind":
      return stmt.body.evaluate?.(e, stmt.loc);
    default:
  }
}

function evaluateField(e: Evaluator, { load, value, loc }: Of<"set">): void {
  if (load.kind === "payload") e.protocols.need(load, { ...loc, end: loc.start + load.text.length });
  const result = evaluateArgument(e, value, [load.type], load.bits, loc);
  if (load.text === "ct secmark" && result.constant)
    fail("ct secmark must not be set to constant value", loc);
}

function evaluateDynset(e: Evaluator, stmt: Of<"dynset">): void {
  const { key, data, setLoc, loc } = stmt;
  const set = e.findSet(stmt.set, setLoc);
  const bits = set.key.types.length > 1 ? 0 : set.key.bits[0];
  evaluateArgument(e, key, set.key.types, bits, loc);
  if (data === undefined) return;
  const said = set.data;
  if (typeof said !== "object" || !("types" in said)) return;
  evaluateArgument(e, data, said.types, said.types.length > 1 ? 0 : said.bits[0], loc);
}

/** The first word of a statement: what mistakes of it point to. */
export function firstWord(loc: Loc, word: string): Loc {
  return { ...loc, end: loc.start + word.length };
}

function evaluateLog({ loc, level, flags, prefix, group, snaplen, threshold }: Of<"log">): void {
  const where = firstWord(loc, "log");
  if (group !== undefined || snaplen !== undefined || threshold !== undefined) {
    if (level !== undefined) fail("level and group are mutually exclusive", where);
    if (flags !== 0) fail("flags and group are mutually exclusive", where);
  }
  if (level === "audit" && (prefix !== undefined || flags !== 0))
    fail("log level audit doesn't support any further options", where);
}

function evaluateObject(e: Evaluator, { name, kind, loc }: Of<"objref">): void {
  if (name.k === "map") return void evaluateMappings(e, name, { object: kind });
  if (name.k === "symbol" && /(^|[^\\])\*$/.test(name.text))
    fail("Prefix expression expected integer value", name.loc);
  e.expected = NOTHING;
  evaluateArgument(e, name, [STRING], 128 * 8, loc);
}

function evaluateDup(e: Evaluator, { to, dev, loc }: Of<"dup">): void {
  if (e.family === NETDEV) {
    if (dev !== undefined) fail("cannot specify device", loc);
    return void evaluateArgument(e, to, [IFINDEX], 32, loc);
  }
  if (e.family !== IPV4 && e.family !== IPV6) return fail("unsupported family", loc);
  const type = e.family === IPV4 ? IPADDR : IP6ADDR;
  evaluateArgument(e, to, [type], type.bits, loc);
  if (dev !== undefined) evaluateArgument(e, dev, [IFINDEX], 32, loc);
}

function evaluateFwd(e: Evaluator, { addr, family, dev, loc }: Of<"fwd">): void {
  if (e.family !== NETDEV) return fail("unsupported family", loc);
  evaluateArgument(e, dev, [IFINDEX], 32, loc);
  if (addr === undefined) return;
  const type = family === "ip6" ? IP6ADDR : IPADDR;
  evaluateArgument(e, addr, [type], type.bits, loc);
}
