/** Statements that are no comparisons. Source: `src/netlink_linearize.c` of nftables 1.0.6. */

import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { Stmt } from "../ast.ts";
import { NftError } from "../errors/source.ts";
import { registerOf } from "../netlink/nl.ts";
import { objectKind } from "../object-kinds/kind.ts";
import type { RuleCompiler } from "./compiler.ts";
import { withNetwork } from "./ct-key.ts";
import { compileDup, compileFwd, compileReset } from "./dup.ts";
import { compileDynset } from "./dynset.ts";
import { emitLookup, emitVerdict } from "./emit.ts";
import { loadKey } from "./match.ts";
import { compileNat } from "./nat.ts";
import { compileFlow, compileQueue } from "./queue.ts";
import { compileReject } from "./reject.ts";
import { compileSet } from "./set-field.ts";
import { useSet } from "./set-use.ts";
import { statefulExpr } from "./stateful.ts";

const OBJECT_TYPES: Readonly<Record<string, number>> = { counter: 1, quota: 2, limit: 4 };
const LEVELS = ["emerg", "alert", "crit", "err", "warn", "notice", "info", "debug", "audit"];

export function objectType(kind: string): number {
  return OBJECT_TYPES[kind] ?? objectKind(kind)?.type;
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
