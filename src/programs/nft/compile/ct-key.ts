/** Keys of connections that depend on the protocols of the packet. Source: `src/ct.c` (`ct_expr_update_type`) of nftables 1.0.6. */
import type { Expr } from "../ast.ts";
import { NftError } from "../errors/source.ts";
import type { Load } from "../fields/load.ts";
import { loadByName } from "../fields/meta-table.ts";
import type { RuleCompiler } from "./compiler.ts";

const ADDRESS = /^ct (?:original|reply) ([sd]addr)$/;
const PORT = /^ct .*proto-(?:src|dst)$/;

/** The expression with each address of a connection as one of the packet's network protocol. */
export function withNetwork(c: RuleCompiler, expr: Expr): Expr {
  if (expr.k === "concat") return { ...expr, items: expr.items.map((item) => withNetwork(c, item)) };
  if (expr.k === "binop") return { ...expr, left: withNetwork(c, expr.left) };
  if (expr.k === "load" && expr.load.text === "rt nexthop") {
    const nexthop = loadByName("rt", `${c.proto.network} nexthop`);
    return nexthop === undefined ? expr : { ...expr, load: nexthop };
  }
  const name = expr.k === "load" ? ADDRESS.exec(expr.load.text)?.[1] : undefined;
  if (expr.k !== "load" || expr.load.kind !== "ct" || name === undefined) return expr;
  const load = loadByName("ct", `${c.proto.network} ${name}`, expr.load.direction);
  if (load === undefined)
    throw new NftError(
      'cannot determine ip protocol version, use "ip saddr" or "ip6 saddr" instead',
      expr.loc,
    );
  return { ...expr, load };
}

function isPort(load: Load): boolean {
  return load.kind === "ct" && PORT.test(load.text);
}

function firstOf(expr: Expr): Expr {
  if (expr.k === "set") return expr.elems[0].key;
  if (expr.k === "list" || expr.k === "concat") return expr.items[0];
  return expr.k === "range" ? expr.low : expr;
}

/**
 * Ports of connections have a type only where the transport protocol is known.
 * @throws NftError for a value
 */
export function needPortType(c: RuleCompiler, left: Expr, right: Expr): void {
  if (left.k !== "load" || !isPort(left.load) || c.proto.transport !== undefined) return;
  if (right.k === "setref") return;
  throw new NftError("Can't parse symbolic invalid expressions", firstOf(right).loc);
}
