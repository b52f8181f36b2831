/** Statements that few rules have: copies, forwarding, counts of connections, taking options out. Source: `src/parser_bison.y` of nftables 1.0.6. */
import type { Expr, Stmt } from "../ast.ts";
import { parseMapped } from "./expr.ts";
import { parseExthdr } from "./exthdr.ts";
import type { TokenStream } from "./stream.ts";

/** `dup to 1.2.3.4 device eth0` */
export function parseDup(s: TokenStream): Stmt {
  const { loc } = s.next();
  s.expect("to");
  const to = parseMapped(s);
  const dev = s.accept("device") === undefined ? undefined : parseMapped(s);
  return { s: "dup", to, dev, loc: s.locFrom(loc) };
}

/** `fwd to eth0`, `fwd ip to 1.2.3.4 device eth0` */
export function parseFwd(s: TokenStream): Stmt {
  const { loc } = s.next();
  const family = s.is("ip") || s.is("ip6") ? (s.next().text as "ip" | "ip6") : undefined;
  if (!s.accept("to")) s.fail(family === undefined ? "to or ip or ip6" : "to");
  const first: Expr = parseMapped(s);
  if (family === undefined) return { s: "fwd", dev: first, loc: s.locFrom(loc) };
  s.expect("device");
  return { s: "fwd", family, addr: first, dev: parseMapped(s), loc: s.locFrom(loc) };
}

/** `ct count over 3` */
export function parseConnlimit(s: TokenStream): Stmt {
  const { loc } = s.next();
  s.next();
  const over = s.accept("over") !== undefined;
  if (!over) s.accept("until");
  if (s.token.kind !== "number") s.fail(over ? "number" : "number or over");
  return { s: "connlimit", count: s.number(), over, loc: s.locFrom(loc) };
}

/** `reset tcp option sack` */
export function parseReset(s: TokenStream): Stmt {
  const { loc } = s.next();
  const load = parseExthdr(s);
  return load === undefined ? s.fail() : { s: "reset", load, loc: s.locFrom(loc) };
}
