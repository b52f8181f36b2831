/**
 * `meter`: a set that only one rule fills, with something for each element that counts.
 *
 * Source: `src/evaluate.c` (`stmt_evaluate_meter`), `src/statement.c` of nftables 1.0.6.
 */
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { Expr, Stmt } from "../ast.ts";
import { keyTypeOf, type RuleCompiler } from "../compile/compiler.ts";
import { needAll } from "../compile/dependency.ts";
import { loadKey } from "../compile/match.ts";
import { statefulExpr } from "../compile/stateful.ts";
import type { NftContext } from "../context.ts";
import { printTime } from "../datatypes/duration.ts";
import { INTERNAL, type Loc } from "../errors/source.ts";
import { type Evaluator, fail, NOTHING } from "../evaluate/evaluator.ts";
import { exprJson, seconds } from "../json/expr.ts";
import { readExpr } from "../json/input/expr.ts";
import { isObject, numberOf, stringOf } from "../json/input/reader.ts";
import { statefulJson } from "../json/stateful.ts";
import type { Json } from "../json/text.ts";
import { printExpr, printStmt } from "../list/print-rule.ts";
import { be64, registerOf, writeExpr } from "../netlink/nl.ts";
import { parseConcat, parseTimes } from "../parser/expr.ts";
import type { StatementBody, StatementKind } from "./kind.ts";

const STATEFUL: ReadonlySet<Stmt["s"]> = new Set(["counter", "limit", "quota", "connlimit", "last"]);

export class Meter implements StatementBody {
  readonly name: string;
  /** 0: nothing was said. */
  readonly size: number;
  readonly key: Expr;
  /** Of the key with its time. */
  readonly keyLoc: Loc;
  /** ms */
  readonly timeout: number | undefined;
  readonly stmt: Stmt;

  constructor(name: string, size: number, key: Expr, keyLoc: Loc, timeout: number | undefined, stmt: Stmt) {
    this.name = name;
    this.size = size;
    this.key = key;
    this.keyLoc = keyLoc;
    this.timeout = timeout;
    this.stmt = stmt;
  }

  evaluate(e: Evaluator, loc: Loc): void {
    e.expected = NOTHING;
    if (e.evaluate(this.key).constant) fail("Key expression can not be constant", this.key.loc);
    if (!STATEFUL.has(this.stmt.s)) fail("meter statement must be stateful", this.stmt.loc, loc);
  }

  compile(c: RuleCompiler): void {
    const { key, timeout, size } = this;
    needAll(c, key);
    const read = keyTypeOf(key);
    const { info, id } = c.addSet(
      {
        name: this.name,
        family: c.family,
        table: c.table,
        key: read,
        interval: false,
        concat: read.types.length > 1,
        meter: { size, timeout: timeout !== undefined },
      },
      [],
      this.keyLoc,
    );
    loadKey(c, key, 0, false);
    const expr = statefulExpr(this.stmt);
    c.emit({
      name: "dynset",
      write: (w) => {
        w.be32(n.NFTA_DYNSET_SREG_KEY, registerOf(0));
        w.be32(n.NFTA_DYNSET_OP, timeout === undefined ? n.NFT_DYNSET_OP_ADD : n.NFT_DYNSET_OP_UPDATE);
        if (timeout !== undefined) be64(w, n.NFTA_DYNSET_TIMEOUT, timeout);
        writeExpr(w, n.NFTA_DYNSET_EXPR, expr);
        w.string(n.NFTA_DYNSET_SET_NAME, info.name);
        w.be32(n.NFTA_DYNSET_SET_ID, id);
        w.be32(n.NFTA_DYNSET_FLAGS, n.NFT_DYNSET_F_EXPR);
      },
    });
  }

  print(ctx: NftContext): string {
    const timeout = this.timeout === undefined ? "" : ` timeout ${printTime(this.timeout, ctx.numericTime)}`;
    const stmt = printStmt(this.stmt, ctx.asStateless());
    return `meter ${this.name}${this.size === 0 ? "" : ` size ${this.size}`} { ${printExpr(this.key, ctx)}${timeout} ${stmt} }`;
  }

  json(ctx: NftContext): Json {
    const val = exprJson(this.key, ctx);
    const key = this.timeout === undefined ? val : { elem: { val, timeout: seconds(this.timeout) } };
    const stmt = statefulJson(this.stmt, true) ?? null;
    return { meter: { key, stmt, size: this.size === 0 ? undefined : this.size, name: this.name } };
  }
}

export const METER: StatementKind = {
  word: "meter",
  parse: (s, readers) => {
    const name = s.string().text;
    const size = s.accept("size") ? s.number() : undefined;
    if (!s.is("{")) s.fail(size === undefined ? "size or '{'" : "'{'");
    s.next();
    const key = s.in("field", () => parseConcat(s));
    const { timeout } = parseTimes(s);
    const keyLoc = s.locFrom(key.loc);
    if (s.is("}") || s.is(":")) s.fail();
    const stmt = readers.parse(s);
    s.expect("}");
    return new Meter(name, size ?? 0, key, keyLoc, timeout, stmt);
  },
  fromJson: (r, value, readers) => {
    const object = r.need(value, "key:o stmt:o");
    const elem = isObject(object.key) ? object.key.elem : undefined;
    const inner = isObject(elem) ? elem : undefined;
    const seconds = inner && numberOf(inner, "timeout");
    const key = readExpr(r, inner === undefined ? object.key : inner.val);
    const stmt = readers.fromJson(r, object.stmt ?? null);
    const timeout = seconds === undefined ? undefined : seconds * 1000;
    const name = stringOf(object, "name") ?? "";
    const size = numberOf(object, "size") ?? 0;
    return new Meter(name, size, key, INTERNAL, timeout, { ...stmt, loc: INTERNAL });
  },
};
