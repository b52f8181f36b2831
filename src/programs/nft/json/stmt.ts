/** Statements as JSON. Source: `src/json.c` of nftables 1.0.6. */
import type { Stmt } from "../ast.ts";
import type { NftContext } from "../context.ts";
import { ICMP_CODE, ICMPV6_CODE, ICMPX_CODE } from "../datatypes/index.ts";
import { printStmt } from "../list/print-rule.ts";
import { natFlagNames } from "../nat-flags.ts";
import { exprJson, presence, seconds, verdictJson } from "./expr.ts";
import { statefulJson } from "./stateful.ts";
import type { Json } from "./text.ts";

type Of<S extends Stmt["s"]> = Stmt & { readonly s: S };

/** One or several. */
function someOf(items: readonly string[]): Json | undefined {
  if (items.length === 0) return undefined;
  return items.length === 1 ? items[0] : items;
}

function match(stmt: Of<"match">, ctx: NftContext): Json {
  const { left, right } = stmt;
  let op: string = stmt.op;
  if (op === "!=" && right.k === "list" && left.k === "load") op = "!";
  if (op === "") {
    const bits = left.k === "load" && left.load.type.base === "bitmask";
    op = bits && right.k !== "set" && right.k !== "setref" ? "in" : "==";
  }
  return { match: { op, left: exprJson(left, ctx), right: presence(left, right, false, ctx) } };
}

const LOG_FLAGS = [
  [1, "tcp sequence"],
  [2, "tcp options"],
  [4, "ip options"],
  [8, "skuid"],
  [32, "ether"],
] as const;

function log(stmt: Of<"log">): Json {
  const names = LOG_FLAGS.filter(([bit]) => (stmt.flags & bit) !== 0).map(([, name]) => name);
  const body = {
    prefix: stmt.prefix,
    group: stmt.group,
    snaplen: stmt.snaplen,
    "queue-threshold": stmt.threshold,
    level: stmt.group === undefined ? stmt.level : undefined,
    flags: (stmt.flags & 47) === 47 ? "all" : someOf(names),
  };
  return { log: Object.values(body).every((each) => each === undefined) ? null : body };
}

/** The code that goes without saying is told of, too. */
function reject(stmt: Of<"reject">, ctx: NftContext): Json {
  if (stmt.kind === "tcp") return { reject: { type: "tcp reset" } };
  const { code } = stmt;
  if (code === undefined) return { reject: null };
  let kind: string = stmt.kind;
  if (kind === "default" && code.k === "value") {
    if (code.type === ICMPX_CODE) kind = "icmpx";
    else if (code.type === ICMPV6_CODE) kind = "icmpv6";
    else if (code.type === ICMP_CODE) kind = "icmp";
  }
  return { reject: { type: kind, expr: exprJson(code, ctx) } };
}

function nat(stmt: Of<"nat">, ctx: NftContext): Json {
  const names = natFlagNames(stmt.flags);
  const body = {
    family: stmt.addr === undefined ? undefined : stmt.family,
    addr: stmt.addr === undefined ? undefined : exprJson(stmt.addr, ctx),
    port: stmt.port === undefined ? undefined : exprJson(stmt.port, ctx),
    flags: someOf(stmt.prefix === true ? [...names, "netmap"] : names),
    type_flags: stmt.prefix === true ? "prefix" : undefined,
  };
  return { [stmt.kind]: Object.values(body).every((each) => each === undefined) ? null : body };
}

function dynset(stmt: Of<"dynset">, ctx: NftContext): Json {
  const val = exprJson(stmt.key, ctx);
  const elem = stmt.timeout === undefined ? val : { elem: { val, timeout: seconds(stmt.timeout) } };
  // a counter that begins with nothing says so
  const stmts = stmt.stmts.map((each) => statefulJson(each, true) ?? null);
  return {
    set: { op: stmt.op, elem, set: `@${stmt.set}`, stmt: stmts.length === 0 ? undefined : stmts },
  };
}

/** What JSON has no words for: its text, with a warning. */
function asText(stmt: Stmt, name: string, ctx: NftContext): Json {
  ctx.process.stderr.write(`warning: stmt ops ${name} have no json callback\n`);
  return printStmt(stmt, ctx);
}

export function stmtJson(stmt: Stmt, ctx: NftContext): Json {
  switch (stmt.s) {
    case "match":
      return match(stmt, ctx);
    case "verdict":
      return stmt.verdict.block === undefined ? verdictJson(stmt.verdict) : asText(stmt, "chain", ctx);
    case "vmap":
      return { vmap: { key: exprJson(stmt.key, ctx), data: exprJson(stmt.data, ctx) } };
    case "objref":
      return { [stmt.kind]: exprJson(stmt.name, ctx) };
    case "log":
      return log(stmt);
    case "reject":
      return reject(stmt, ctx);
    case "nat":
      return nat(stmt, ctx);
    case "set":
      return { mangle: { key: stmt.load.json as Json, value: exprJson(stmt.value, ctx) } };
    case "dynset":
      return stmt.data === undefined ? dynset(stmt, ctx) : asText(stmt, "map", ctx);
    case "kind":
      return stmt.body.json(ctx);
    case "notrack":
      return { notrack: null };
    case "reset":
      return { reset: stmt.load.json as Json };
    case "dup":
      return {
        dup: {
          addr: exprJson(stmt.to, ctx),
          dev: stmt.dev === undefined ? undefined : exprJson(stmt.dev, ctx),
        },
      };
    case "fwd":
      return {
        fwd: {
          dev: exprJson(stmt.dev, ctx),
          family: stmt.addr === undefined ? undefined : stmt.family,
          addr: stmt.addr === undefined ? undefined : exprJson(stmt.addr, ctx),
        },
      };
    case "last":
      return asText(stmt, "last", ctx);
    case "unsupported":
      return stmt.xt ? { xt: { ...stmt.xt } } : asText(stmt, "xt", ctx);
    default:
      return statefulJson(stmt, ctx.stateless) ?? asText(stmt, "xt", ctx);
  }
}
