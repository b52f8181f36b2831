/** `tproxy`: packets go to a socket here without being changed. Source: `src/evaluate.c` (`stmt_evaluate_tproxy`) of nftables 1.0.6. */
import type { AttributeTable } from "../../../netlink/attribute.ts";
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { Expr } from "../ast.ts";
import type { RuleCompiler } from "../compile/compiler.ts";
import { needAll } from "../compile/dependency.ts";
import { placeValue } from "../compile/place.ts";
import type { NftContext } from "../context.ts";
import { type DataType, INET_SERVICE, IP6ADDR, IPADDR } from "../datatypes/index.ts";
import type { Loc } from "../errors/source.ts";
import { evaluateArgument } from "../evaluate/argument.ts";
import { type Evaluator, fail } from "../evaluate/evaluator.ts";
import { checkNetwork } from "../evaluate/nat.ts";
import { TRANSPORT } from "../fields/proto.ts";
import { FAMILIES, INET, IPV4, IPV6 } from "../hooks.ts";
import { exprJson } from "../json/expr.ts";
import { readExpr } from "../json/input/expr.ts";
import { stringOf } from "../json/input/reader.ts";
import type { Json } from "../json/text.ts";
import { printExpr } from "../list/print-rule.ts";
import { registerOf } from "../netlink/nl.ts";
import { parseMapped } from "../parser/expr.ts";
import { readOperand } from "../read/nat.ts";
import type { StatementBody, StatementKind } from "./kind.ts";

type Family = "ip" | "ip6" | undefined;

class Tproxy implements StatementBody {
  readonly family: Family;
  readonly addr: Expr | undefined;
  readonly port: Expr | undefined;

  constructor(family: Family, addr: Expr | undefined, port: Expr | undefined) {
    this.family = family;
    this.addr = addr;
    this.port = port;
  }

  private familyIn(family: number): number | undefined {
    if (this.family !== undefined) return FAMILIES[this.family];
    return family === INET ? undefined : family;
  }

  evaluate(e: Evaluator, loc: Loc): void {
    if (e.family !== INET && e.family !== IPV4 && e.family !== IPV6)
      return fail("tproxy is only supported for IPv4/IPv6/INET", loc);
    const family = this.familyIn(e.family);
    if (e.protocols.name(TRANSPORT) === undefined)
      return fail("Transparent proxy support requires transport protocol match", loc);
    checkNetwork(e, family, loc, "tproxy");
    const { addr, port } = this;
    if (addr !== undefined) {
      if (addr.k === "range") return fail("Address ranges are not supported for tproxy.", loc);
      const type = typeOf(family);
      if (type === undefined) return fail("ip or ip6 must be specified with address for inet tables.", loc);
      evaluateArgument(e, addr, [type], type.bits, loc);
    }
    if (port === undefined) return;
    if (port.k === "range") return fail("Port ranges are not supported for tproxy.", loc);
    evaluateArgument(e, port, [INET_SERVICE], 16, loc);
  }

  compile(c: RuleCompiler): void {
    const family = this.familyIn(c.family);
    const type = typeOf(family) ?? IPADDR;
    const { addr, port } = this;
    if (addr !== undefined) needAll(c, addr);
    if (port !== undefined) needAll(c, port);
    if (addr !== undefined) placeValue(c, addr, type, 0);
    const word = addr === undefined ? 0 : 4;
    if (port !== undefined) placeValue(c, port, INET_SERVICE, word);
    c.emit({
      name: "tproxy",
      write: (w) => {
        w.be32(n.NFTA_TPROXY_FAMILY, family ?? 0);
        if (addr !== undefined) w.be32(n.NFTA_TPROXY_REG_ADDR, registerOf(0));
        if (port !== undefined) w.be32(n.NFTA_TPROXY_REG_PORT, registerOf(word));
      },
    });
  }

  print(ctx: NftContext): string {
    let text = `tproxy${this.family === undefined ? "" : ` ${this.family}`} to`;
    if (this.addr !== undefined) {
      const addr = printExpr(this.addr, ctx);
      text += this.addr.k === "value" && addr.includes(":") ? ` [${addr}]` : ` ${addr}`;
    }
    if (this.port === undefined) return text;
    return `${text}${this.addr === undefined ? " " : ""}:${printExpr(this.port, ctx)}`;
  }

  json(ctx: NftContext): Json {
    return {
      tproxy: {
        family: this.family,
        addr: this.addr === undefined ? undefined : exprJson(this.addr, ctx),
        port: this.port === undefined ? undefined : exprJson(this.port, ctx),
      },
    };
  }
}

function typeOf(family: number | undefined): DataType | undefined {
  if (family === IPV4) return IPADDR;
  return family === IPV6 ? IP6ADDR : undefined;
}

const NAMES: Readonly<Record<number, Family>> = { [IPV4]: "ip", [IPV6]: "ip6" };

function debug(tb: AttributeTable): string {
  const family = NAMES[tb.be32(n.NFTA_TPROXY_FAMILY)];
  const parts: string[] = family === undefined ? [] : [family];
  if (tb.has(n.NFTA_TPROXY_REG_ADDR)) parts.push(`addr reg ${tb.be32(n.NFTA_TPROXY_REG_ADDR)}`);
  if (tb.has(n.NFTA_TPROXY_REG_PORT)) parts.push(`port reg ${tb.be32(n.NFTA_TPROXY_REG_PORT)}`);
  return parts.join(" ");
}

export const TPROXY: StatementKind = {
  word: "tproxy",
  expression: "tproxy",
  parse: (s) => {
    const family = s.is("ip") || s.is("ip6") ? (s.next().text as Family) : undefined;
    if (!s.accept("to")) s.fail(family === undefined ? "to or ip or ip6" : "to");
    const addr = s.is(":") ? undefined : parseMapped(s);
    return new Tproxy(family, addr, s.accept(":") ? parseMapped(s) : undefined);
  },
  fromJson: (r, value) => {
    const object = r.object(value);
    const name = stringOf(object, "family");
    const family = name === "ip" || name === "ip6" ? name : undefined;
    if (name !== undefined && family === undefined) return r.fail(`Invalid family '${name}'.`);
    const addr = object.addr === undefined ? undefined : readExpr(r, object.addr);
    const port = object.port === undefined ? undefined : readExpr(r, object.port);
    return new Tproxy(family, addr, port);
  },
  read: (r, tb) => {
    const family = tb.be32(n.NFTA_TPROXY_FAMILY);
    const addr = readOperand(r, tb.be32(n.NFTA_TPROXY_REG_ADDR), 0, typeOf(family) ?? IPADDR);
    const port = readOperand(r, tb.be32(n.NFTA_TPROXY_REG_PORT), 0, INET_SERVICE);
    return new Tproxy(r.family === INET ? NAMES[family] : undefined, addr, port);
  },
  debug,
};
