/** Statements that are no comparisons. Source: `src/netlink_linearize.c` of nftables 1.0.6. */

import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import { NFTA_COUNTER_BYTES, NFTA_COUNTER_PACKETS, NFTA_LIST_ELEM } from "../../../netlink/nf-tables.ts";
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { Expr, Stmt } from "../ast.ts";
import { bytesOf } from "../datatypes/index.ts";
import { NftError } from "../errors/source.ts";
import { be64, type NlExpr, registerOf, writeExpr } from "../netlink/nl.ts";
import { objectKind } from "../object-kinds/kind.ts";
import { describeKey, keyTypeOf, type RuleCompiler } from "./compiler.ts";
import { constant } from "./constants.ts";
import { withNetwork } from "./ct-key.ts";
import { compileDup, compileFwd, compileReset } from "./dup.ts";
import { emitImmediate, emitLookup, emitVerdict } from "./emit.ts";
import { loadKey } from "./match.ts";
import { compileNat } from "./nat.ts";
import { compileFlow, compileQueue } from "./queue.ts";
import { compileReject } from "./reject.ts";
import type { SetInfo } from "./set-data.ts";
import { compileSet } from "./set-field.ts";
import { useSet } from "./set-use.ts";

const OBJECT_TYPES: Readonly<Record<string, number>> = { counter: 1, quota: 2, limit: 4 };
const LEVELS = ["emerg", "alert", "crit", "err", "warn", "notice", "info", "debug", "audit"];

export function objectType(kind: string): number {
  return OBJECT_TYPES[kind] ?? objectKind(kind)?.type;
}

/** Counters, limits, quotas: the same in rules, sets and elements. */
export function statefulExpr(stmt: Stmt): NlExpr {
  switch (stmt.s) {
    case "counter":
      return {
        name: "counter",
        write: (w) => {
          be64(w, NFTA_COUNTER_BYTES, stmt.bytes);
          be64(w, NFTA_COUNTER_PACKETS, stmt.packets);
        },
      };
    case "limit":
      return {
        name: "limit",
        write: (w) => {
          const { rate, unit, burst, bytes, over } = stmt.limit;
          be64(w, n.NFTA_LIMIT_RATE, rate);
          be64(w, n.NFTA_LIMIT_UNIT, unit);
          w.be32(n.NFTA_LIMIT_TYPE, bytes ? n.NFT_LIMIT_PKT_BYTES : n.NFT_LIMIT_PKTS);
          w.be32(n.NFTA_LIMIT_BURST, burst);
          w.be32(n.NFTA_LIMIT_FLAGS, over ? n.NFT_LIMIT_F_INV : 0);
        },
      };
    case "quota":
      return {
        name: "quota",
        write: (w) => {
          be64(w, n.NFTA_QUOTA_BYTES, stmt.bytes);
          be64(w, n.NFTA_QUOTA_CONSUMED, stmt.used);
          w.be32(n.NFTA_QUOTA_FLAGS, stmt.over ? n.NFT_QUOTA_F_INV : 0);
        },
      };
    case "connlimit":
      return {
        name: "connlimit",
        write: (w) => {
          w.be32(n.NFTA_CONNLIMIT_COUNT, stmt.count);
          w.be32(n.NFTA_CONNLIMIT_FLAGS, stmt.over ? n.NFT_CONNLIMIT_F_INV : 0);
        },
      };
    case "last":
      return {
        name: "last",
        write: (w) => {
          w.be32(n.NFTA_LAST_SET, stmt.never ? 0 : 1);
          be64(w, n.NFTA_LAST_MSECS, stmt.ms);
        },
      };
    default:
      throw new NftError("not a stateful statement", stmt.loc);
  }
}

export function compileStatement(c: RuleCompiler, stmt: Stmt): void {
  switch (stmt.s) {
    case "verdict":
      return emitVerdict(c, stmt.verdict.code, stmt.verdict.chain, c.addBlock(stmt.verdict.block));
    case "vmap": {
      const key = withNetwork(c, stmt.key);
      const set = useSet(c, key, stmt.data, "verdict");
      loadKey(c, key, 0, set.interval);
      return emitLookup(c, 0, set, 0);
    }
    case "counter":
    case "limit":
    case "quota":
    case "last":
    case "connlimit":
      return c.emit(statefulExpr(stmt));
    case "reset":
      return compileReset(c, stmt);
    case "dup":
      return compileDup(c, stmt);
    case "fwd":
      return compileFwd(c, stmt);
    case "objref":
      return compileObject(c, stmt);
    case "log":
      return compileLog(c, stmt);
    case "reject":
      return compileReject(c, stmt);
    case "nat":
      return compileNat(c, stmt);
    case "set":
      return compileSet(c, stmt);
    case "dynset":
      return compileDynset(c, stmt);
    case "queue":
      return compileQueue(c, stmt);
    case "flow":
      return compileFlow(c, stmt);
    case "kind":
      return stmt.body.compile(c, stmt.loc);
    case "notrack":
      return c.emit({ name: "notrack", write: () => {} });
    default:
      throw new NftError("this statement is not supported here", stmt.loc);
  }
}

function compileObject(c: RuleCompiler, stmt: Stmt & { readonly s: "objref" }): void {
  const { name } = stmt;
  if (name.k === "map") {
    const set = useSet(c, name.key, name.data, { object: stmt.kind });
    loadKey(c, name.key, 0, set.interval);
    return c.emit({
      name: "objref",
      write: (w) => {
        w.be32(n.NFTA_OBJREF_SET_SREG, registerOf(0));
        w.string(n.NFTA_OBJREF_SET_NAME, set.name);
        if (set.id !== 0) w.be32(n.NFTA_OBJREF_SET_ID, set.id);
      },
    });
  }
  if (name.k !== "symbol") throw new NftError("the name of an object is expected", name.loc);
  c.emit({
    name: "objref",
    write: (w) => {
      w.be32(n.NFTA_OBJREF_IMM_TYPE, objectType(stmt.kind));
      w.string(n.NFTA_OBJREF_IMM_NAME, name.text);
    },
  });
}

function compileLog(c: RuleCompiler, stmt: Stmt & { readonly s: "log" }): void {
  if (stmt.level === "audit" && (stmt.prefix !== undefined || stmt.flags !== 0))
    throw new NftError("log level audit doesn't support any further options", {
      ...stmt.loc,
      end: stmt.loc.start + 3,
    });
  c.emit({
    name: "log",
    write: (w) => {
      if (stmt.prefix !== undefined) w.string(n.NFTA_LOG_PREFIX, stmt.prefix);
      if (stmt.group !== undefined) {
        w.be16(n.NFTA_LOG_GROUP, stmt.group);
        if (stmt.snaplen !== undefined) w.be32(n.NFTA_LOG_SNAPLEN, stmt.snaplen);
        if (stmt.threshold !== undefined) w.be16(n.NFTA_LOG_QTHRESHOLD, stmt.threshold);
        return;
      }
      if (stmt.level !== undefined) w.be32(n.NFTA_LOG_LEVEL, LEVELS.indexOf(stmt.level));
      if (stmt.flags !== 0) w.be32(n.NFTA_LOG_FLAGS, stmt.flags);
    },
  });
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

const DYNSET_OPS = {
  add: n.NFT_DYNSET_OP_ADD,
  update: n.NFT_DYNSET_OP_UPDATE,
  delete: n.NFT_DYNSET_OP_DELETE,
};

function compileDynset(c: RuleCompiler, stmt: Stmt & { readonly s: "dynset" }): void {
  const set = c.findSet(stmt.set, { k: "any", loc: stmt.setLoc });
  const key = keyTypeOf(stmt.key);
  if (
    key.types.length !== set.key.types.length ||
    key.types.some((type, i) => type.id !== set.key.types[i].id)
  )
    throw new NftError(
      `datatype mismatch: expected ${describeKey(set.key)}, expression has type ${describeKey(key)}`,
      stmt.key.loc,
      stmt.loc,
    );
  const length = loadKey(c, stmt.key, 0, set.interval);
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
