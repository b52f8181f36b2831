/** Statements that put elements into sets. Source: `src/netlink_linearize.c` (`netlink_gen_set_stmt`, `netlink_gen_map_stmt`) of nftables 1.0.6. */
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import { NFTA_LIST_ELEM } from "../../../netlink/nf-tables.ts";
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { Expr, Stmt } from "../ast.ts";
import { bytesOf } from "../datatypes/index.ts";
import { NftError } from "../errors/source.ts";
import { be64, registerOf, writeExpr } from "../netlink/nl.ts";
import { describeKey, keyTypeOf, type RuleCompiler } from "./compiler.ts";
import { constant } from "./constants.ts";
import { emitImmediate } from "./emit.ts";
import { loadKey } from "./match.ts";
import type { KeyType, SetInfo } from "./set-data.ts";
import { statefulExpr } from "./stateful.ts";

const DYNSET_OPS = {
  add: n.NFT_DYNSET_OP_ADD,
  update: n.NFT_DYNSET_OP_UPDATE,
  delete: n.NFT_DYNSET_OP_DELETE,
};

/** Whether a part of a key is a value that the rule has, no field. */
function isConstant(expr: Expr): boolean {
  return expr.k === "symbol" || expr.k === "value" || (expr.k === "binop" && isConstant(expr.left));
}

/** Puts a key into registers of which the set says what its values are. @returns its bytes */
function loadGiven(c: RuleCompiler, expr: Expr, { types, bits }: KeyType): number {
  const parts = expr.k === "concat" ? expr.items : [expr];
  let at = 0;
  parts.forEach((part, i) => {
    if (isConstant(part)) {
      const value = constant(part, types[i], bits[i], c.ctx);
      emitImmediate(c, at, bytesOf(value, bits[i], types[i].base === "string" ? "host" : types[i].order));
    } else loadKey(c, part, at, false);
    at += (Math.ceil(bits[i] / 8) + 3) >>> 2;
  });
  return at * 4;
}

/** What the element maps to: a field, or a constant of the map's type. */
function loadData(c: RuleCompiler, data: Expr, set: SetInfo, word: number): void {
  const said = set.data;
  if (data.k === "load" || data.k === "binop" || data.k === "hash" || data.k === "concat")
    return void loadKey(c, data, word, false);
  if (typeof said !== "object" || !("types" in said)) throw new NftError("Expression is not a map", data.loc);
  const [type] = said.types;
  const [bits] = said.bits;
  emitImmediate(c, word, bytesOf(constant(data, type, bits, c.ctx), bits, type.order));
}

export function compileDynset(c: RuleCompiler, stmt: Stmt & { readonly s: "dynset" }): void {
  const set = c.findSet(stmt.set, { k: "any", loc: stmt.setLoc });
  if (set.use !== undefined && set.data === undefined) set.use.filled = true;
  const isGiven = (stmt.key.k === "concat" ? stmt.key.items : [stmt.key]).some(isConstant);
  const key = isGiven ? set.key : keyTypeOf(stmt.key);
  if (
    key.types.length !== set.key.types.length ||
    key.types.some((type, i) => type.id !== set.key.types[i].id)
  )
    throw new NftError(
      `datatype mismatch: expected ${describeKey(set.key)}, expression has type ${describeKey(key)}`,
      stmt.key.loc,
      stmt.loc,
    );
  const length = isGiven ? loadGiven(c, stmt.key, set.key) : loadKey(c, stmt.key, 0, set.interval);
  const dataWord = (length + 3) >>> 2;
  if (stmt.data !== undefined) loadData(c, stmt.data, set, (dataWord + 3) & ~3);
  const exprs = stmt.stmts.map(statefulExpr);
  c.emit({
    name: "dynset",
    write: (w) => {
      w.be32(n.NFTA_DYNSET_SREG_KEY, registerOf(0));
      if (stmt.data !== undefined) w.be32(n.NFTA_DYNSET_SREG_DATA, registerOf((dataWord + 3) & ~3));
      w.be32(n.NFTA_DYNSET_OP, DYNSET_OPS[stmt.op]);
      if (stmt.timeout !== undefined) be64(w, n.NFTA_DYNSET_TIMEOUT, stmt.timeout);
      if (exprs.length === 1) writeExpr(w, n.NFTA_DYNSET_EXPR, exprs[0]);
      else if (exprs.length > 1) {
        const nest = w.nest(n.NFTA_DYNSET_EXPRESSIONS | NLA_F_NESTED);
        for (const expr of exprs) writeExpr(w, NFTA_LIST_ELEM, expr);
        w.endNest(nest);
      }
      w.string(n.NFTA_DYNSET_SET_NAME, stmt.set);
      w.be32(n.NFTA_DYNSET_FLAGS, exprs.length > 0 ? n.NFT_DYNSET_F_EXPR : 0);
    },
  });
}
