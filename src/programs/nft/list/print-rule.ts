/** Statements and expressions as text. */
import type { BinaryOp, BlockRule, Elem, Expr, LimitSpec, Stmt, VerdictExpr } from "../ast.ts";
import type { NftContext } from "../context.ts";
import { printTime } from "../datatypes/duration.ts";
import { printValue } from "../datatypes/index.ts";
import { natFlagNames } from "../nat-flags.ts";

const VERDICTS: Readonly<Record<number, string>> = {
  0: "drop",
  1: "accept",
  3: "queue",
  [-1]: "continue",
  [-2]: "break",
  [-3]: "jump",
  [-4]: "goto",
  [-5]: "return",
};

/** How strongly operators bind: the lowest first. */
const PRECEDENCE: Readonly<Record<BinaryOp, number>> = { "<<": 1, ">>": 1, "&": 2, "^": 3, "|": 4 };

/** One side of an operator, in parentheses where its own binds less. */
function printOperand(op: BinaryOp, expr: Expr, ctx: NftContext): string {
  const text = printExpr(expr, ctx);
  return expr.k === "binop" && PRECEDENCE[op] < PRECEDENCE[expr.op] ? `(${text})` : text;
}

export function printExpr(expr: Expr, ctx: NftContext): string {
  switch (expr.k) {
    case "value":
      return printValue(expr.type, expr.value, ctx, expr.bits);
    case "symbol":
      return expr.quoted ? `"${expr.text}"` : expr.text;
    case "load":
      return expr.load.text;
    case "binop": {
      const left = printOperand(expr.op, expr.left, ctx);
      return `${left} ${expr.op} ${printOperand(expr.op, expr.right, ctx)}`;
    }
    case "range": {
      const numeric = ctx.asNumeric();
      return `${printExpr(expr.low, numeric)}-${printExpr(expr.high, numeric)}`;
    }
    case "prefix":
      return `${printExpr(expr.base, ctx)}/${expr.length}`;
    case "list":
      return expr.items.map((item) => printExpr(item, ctx)).join(",");
    case "set":
      return `{ ${expr.elems.map((elem) => printElem(elem, ctx)).join(", ")} }`;
    case "setref":
      return `@${expr.name}`;
    case "concat":
      return expr.items.map((item) => printExpr(item, ctx)).join(" . ");
    case "map":
      return `${printExpr(expr.key, ctx)} map ${printExpr(expr.data, ctx)}`;
    case "hash": {
      const seed = expr.seed === undefined ? "" : ` seed 0x${expr.seed.toString(16)}`;
      const offset = expr.offset === 0 ? "" : ` offset ${expr.offset}`;
      return `jhash ${printExpr(expr.key, ctx)} mod ${expr.modulus}${seed}${offset}`;
    }
    case "verdict": {
      if (expr.block !== undefined) return printBlock(expr, expr.block, ctx);
      const name = VERDICTS[expr.code] ?? `unknown verdict value ${expr.code}`;
      return expr.chain === undefined ? name : `${name} ${expr.chain}`;
    }
    case "any":
      return "*";
    default:
      return "";
  }
}

/** A chain without a name, with its rules. */
function printBlock(expr: VerdictExpr, rules: readonly BlockRule[], ctx: NftContext): string {
  const lines = rules.map(({ stmts, comment }) => {
    const parts = stmts.map((stmt) => printStmt(stmt, ctx));
    if (comment !== undefined) parts.push(`comment "${comment}"`);
    return `\t\t\t${parts.join(" ")}\n`;
  });
  return `${VERDICTS[expr.code]} {\n${lines.join("")}\t\t}`;
}

function printKey(key: Expr, ctx: NftContext): string {
  if (key.k === "concat") return key.items.map((item) => printKey(item, ctx)).join(" . ");
  return key.k === "value" ? printFlags(key, ctx) : printExpr(key, ctx);
}

/** A value of an element: of several flags each, the lowest first. */
function printFlags(expr: Expr & { readonly k: "value" }, ctx: NftContext): string {
  const { type, value } = expr;
  if (type.base !== "bitmask" || (value & (value - 1n)) === 0n) return printExpr(expr, ctx);
  const names: string[] = [];
  for (let bit = 1n; bit <= value; bit <<= 1n)
    if ((value & bit) !== 0n) names.push(printExpr({ ...expr, value: bit }, ctx));
  return names.join(" | ");
}

export function printElem(elem: Elem, ctx: NftContext): string {
  let text = printKey(elem.key, ctx);
  for (const stmt of elem.stmts ?? []) text += ` ${printStmt(stmt, ctx)}`;
  if (elem.timeout !== undefined) text += ` timeout ${printTime(elem.timeout, ctx.numericTime)}`;
  if (!ctx.stateless && elem.expires !== undefined)
    text += ` expires ${printTime(elem.expires, ctx.numericTime)}`;
  if (elem.comment !== undefined) text += ` comment "${elem.comment}"`;
  return elem.data === undefined ? text : `${text} : ${printExpr(elem.data, ctx)}`;
}

const UNITS: Readonly<Record<number, string>> = {
  1: "second",
  60: "minute",
  3600: "hour",
  86400: "day",
  604800: "week",
};

/** The largest unit that a number of bytes is a multiple of (`get_rate`). */
function scaled(bytes: number): string {
  if (bytes > 0 && bytes % (1024 * 1024) === 0) return `${bytes / (1024 * 1024)} mbytes`;
  return bytes > 0 && bytes % 1024 === 0 ? `${bytes / 1024} kbytes` : `${bytes} bytes`;
}

export function printLimit({ rate, unit, bytes, burst, over }: LimitSpec): string {
  const per = UNITS[unit] ?? "second";
  const head = `rate ${over ? "over " : ""}`;
  if (!bytes) return `${head}${rate}/${per}${burst === 5 ? "" : ` burst ${burst} packets`}`;
  return `${head}${scaled(rate)}/${per}${burst === 0 ? "" : ` burst ${scaled(burst)}`}`;
}

export function printQuota(
  quota: { bytes: number; used: number; over: boolean },
  stateless: boolean,
): string {
  const used = stateless || quota.used === 0 ? "" : ` used ${scaled(quota.used)}`;
  return `${quota.over ? "over " : ""}${scaled(quota.bytes)}${used}`;
}

const LOG_FLAGS: readonly (readonly [number, string])[] = [
  [4, "ip options"],
  [8, "skuid"],
  [32, "ether"],
];

export function printStmt(stmt: Stmt, ctx: NftContext): string {
  switch (stmt.s) {
    case "match":
      return printMatch(stmt, ctx);
    case "verdict":
      return printExpr(stmt.verdict, ctx);
    case "vmap":
      return `${printExpr(stmt.key, ctx)} vmap ${printExpr(stmt.data, ctx)}`;
    case "counter":
      return ctx.stateless ? "counter" : `counter packets ${stmt.packets} bytes ${stmt.bytes}`;
    case "limit":
      return `limit ${printLimit(stmt.limit)}`;
    case "quota":
      return `quota ${printQuota(stmt, ctx.stateless)}`;
    case "last":
      return `last used ${stmt.never ? "never" : `${printTime(stmt.ms, ctx.numericTime)} ago`}`;
    case "objref":
      if (stmt.kind === "secmark") return `meta secmark set ${printExpr(stmt.name, ctx)}`;
      return `${stmt.kind} ${stmt.kind.startsWith("ct ") ? "set" : "name"} ${printExpr(stmt.name, ctx)}`;
    case "log":
      return printLog(stmt);
    case "reject":
      return printReject(stmt, ctx);
    case "nat":
      return printNat(stmt, ctx);
    case "set":
      return `${stmt.load.text} set ${printExpr(stmt.value, ctx)}`;
    case "dynset": {
      const timeout =
        stmt.timeout === undefined ? "" : ` timeout ${printTime(stmt.timeout, ctx.numericTime)}`;
      const stmts = stmt.stmts
        .map((each) => ` ${each.s === "counter" ? "counter" : printStmt(each, ctx)}`)
        .join("");
      const data = stmt.data === undefined ? "" : ` : ${printExpr(stmt.data, ctx)}`;
      return `${stmt.op} @${stmt.set} { ${printExpr(stmt.key, ctx)}${timeout}${stmts}${data} }`;
    }
    case "kind":
      return stmt.body.print(ctx);
    case "notrack":
      return "notrack";
    case "connlimit":
      return `ct count ${stmt.over ? "over " : ""}${stmt.count}`;
    case "reset":
      return `reset ${stmt.load.text}`;
    case "dup":
      return `dup to ${printExpr(stmt.to, ctx)}${stmt.dev === undefined ? "" : ` device ${printExpr(stmt.dev, ctx)}`}`;
    case "fwd": {
      const dev = printExpr(stmt.dev, ctx);
      if (stmt.addr === undefined) return `fwd to ${dev}`;
      return `fwd ${stmt.family ?? ""} to ${printExpr(stmt.addr, ctx)} device ${dev}`;
    }
    default:
      return stmt.s === "unsupported" ? stmt.text : "";
  }
}

function printMatch(stmt: Stmt & { readonly s: "match" }, ctx: NftContext): string {
  const { left, right, op } = stmt;
  if (left.k === "binop" && left.op === "&" && left.right.k === "list" && right.k === "list") {
    const inverted = op === "!=" ? "!= " : "";
    return `${printExpr(left.left, ctx)} ${inverted}${printExpr(right, ctx) || "0x0"} / ${printExpr(left.right, ctx)}`;
  }
  if (left.k === "load" && left.load.kind === "exthdr" && left.load.present)
    return `${left.load.text} ${right.k === "value" && (right.value === 0n) === (op === "!=") ? "exists" : "missing"}`;
  return `${printExpr(left, ctx)} ${op === "" ? "" : `${op} `}${printExpr(right, ctx)}`;
}

function printLog(stmt: Stmt & { readonly s: "log" }): string {
  let text = "log";
  if (stmt.prefix !== undefined) text += ` prefix "${stmt.prefix}"`;
  if (stmt.group !== undefined) text += ` group ${stmt.group}`;
  if (stmt.snaplen !== undefined) text += ` snaplen ${stmt.snaplen}`;
  if (stmt.threshold !== undefined) text += ` queue-threshold ${stmt.threshold}`;
  if (stmt.group === undefined && stmt.level !== undefined) text += ` level ${stmt.level}`;
  if ((stmt.flags & 47) === 47) return `${text} flags all`;
  const tcp = [(stmt.flags & 1) !== 0 ? "sequence" : "", (stmt.flags & 2) !== 0 ? "options" : ""].filter(
    (each) => each !== "",
  );
  if (tcp.length > 0) text += ` flags tcp ${tcp.join(",")}`;
  for (const [bit, name] of LOG_FLAGS) if ((stmt.flags & bit) !== 0) text += ` flags ${name}`;
  return text;
}

function printReject(stmt: Stmt & { readonly s: "reject" }, ctx: NftContext): string {
  if (stmt.kind === "default") return "reject";
  if (stmt.kind === "tcp") return "reject with tcp reset";
  return `reject with ${stmt.kind} ${stmt.code === undefined ? "" : printExpr(stmt.code, ctx)}`;
}

/** Addresses that a port follows. */
function bracketed(expr: Expr, text: string, ctx: NftContext): string {
  if (expr.k === "value") return `[${text}]`;
  return expr.k === "range" ? `[${printExpr(expr.low, ctx)}]-[${printExpr(expr.high, ctx)}]` : text;
}

function printNat(stmt: Stmt & { readonly s: "nat" }, ctx: NftContext): string {
  let text: string = stmt.kind;
  if (stmt.family !== undefined) text += ` ${stmt.family}`;
  if (stmt.prefix === true) text += " prefix";
  if (stmt.addr !== undefined || stmt.port !== undefined) text += " to ";
  if (stmt.addr !== undefined) {
    const addr = printExpr(stmt.addr, ctx);
    text += addr.includes(":") && stmt.port !== undefined ? bracketed(stmt.addr, addr, ctx) : addr;
  }
  if (stmt.port !== undefined) text += `:${printExpr(stmt.port, ctx)}`;
  const names = natFlagNames(stmt.flags);
  return names.length === 0 ? text : `${text} ${names.join(",")}`;
}
