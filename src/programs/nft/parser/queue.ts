/** Packets that go to a program or past the stack: `queue`, `flow`. Source: `src/parser_bison.y` of nftables 1.0.6. */
import type { Expr, Stmt } from "../ast.ts";
import type { Loc } from "../errors/source.ts";
import { type StatementReaders, statementKind } from "../statement-kinds/kind.ts";
import { parseMapped, parseRange } from "./expr.ts";
import type { TokenStream } from "./stream.ts";

/** `NFT_QUEUE_FLAG_*` */
const FLAGS: Readonly<Record<string, number>> = { bypass: 1, fanout: 2 };

function parseFlags(s: TokenStream): number {
  let flags = 0;
  do flags |= FLAGS[s.oneOf(["bypass", "fanout"])];
  while (s.accept(","));
  return flags;
}

/** @param first where the word in front stands: mistakes point to both */
function parseNumber(s: TokenStream, first: Loc): Expr {
  s.variable();
  if (s.token.kind !== "number") s.fail("number or '$'");
  const expr = s.in("value", () => parseRange(s));
  return { ...expr, loc: s.locFrom(first) };
}

/** `queue num 1-3 bypass`, `queue flags bypass to numgen inc mod 3` */
export function parseQueue(s: TokenStream): Stmt {
  const { loc } = s.next();
  if (s.accept("flags")) {
    const flags = parseFlags(s);
    if (!s.is("to") && !s.is("num")) s.fail("comma or to or num");
    const word = s.next();
    const queue = word.text === "to" ? parseMapped(s) : parseNumber(s, word.loc);
    return { s: "queue", queue, flags, loc: s.locFrom(loc) };
  }
  if (s.accept("to")) return { s: "queue", queue: parseMapped(s), flags: 0, loc: s.locFrom(loc) };
  let queue: Expr | undefined;
  let flags = 0;
  // the old way of writing it: all of it counts as the first word
  for (;;) {
    const num = s.accept("num");
    if (num !== undefined) queue = parseNumber(s, num.loc);
    else if (s.isWord() && Object.hasOwn(FLAGS, s.token.text)) flags |= parseFlags(s);
    else return { s: "queue", queue, flags, loc };
  }
}

/** `flow add @name` */
export function parseFlow(s: TokenStream, readers: Pick<StatementReaders, "parse">): Stmt {
  const { loc } = s.next();
  // the old way of writing it
  if (s.is("table")) {
    s.next();
    const meter = statementKind("meter")?.parse(s, readers);
    if (meter !== undefined) return { s: "kind", body: meter, loc: s.locFrom(loc) };
  }
  if (s.accept("add") === undefined && s.accept("offload") === undefined) return s.fail("table");
  s.expect("@");
  const { text } = s.identifier();
  return { s: "flow", table: text, loc: s.locFrom(loc) };
}
