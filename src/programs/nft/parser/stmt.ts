/** Statements of rules. Source: `src/parser_bison.y` of nftables 1.0.6. */
import { NFT_EXTHDR_OP_IPV6 } from "../../../netlink/nf-tables-expressions.ts";
import type { Expr, RelationalOp, Stmt } from "../ast.ts";
import { type Loc, NftError, span } from "../errors/source.ts";
import { isExthdr } from "../fields/exthdr-table.ts";
import type { Load } from "../fields/load.ts";
import { objectKind } from "../object-kinds/kind.ts";
import { type StatementKind, statementKind } from "../statement-kinds/kind.ts";
import {
  parseBinary,
  parseConcat,
  parseKeyOptions,
  parseList,
  parseMapped,
  parseMore,
  parsePrimary,
  parseRange,
  parseSet,
  parseSetRef,
  parseVerdict,
  setElementStatement,
} from "./expr.ts";
import { parseFlow, parseQueue } from "./queue.ts";
import { parseLimitRate, parseQuotaSpec } from "./rate.ts";
import { parseConnlimit, parseDup, parseFwd, parseReset } from "./stmt-more.ts";
import { parseLog, parseNat, parseReject } from "./stmt-terminal.ts";
import type { TokenStream } from "./stream.ts";

const NOT_BUILT = new Set(["xt"]);

export function parseStatement(s: TokenStream): Stmt {
  const { token } = s;
  const verdict = parseVerdict(s);
  if (verdict !== undefined) return { s: "verdict", verdict, loc: verdict.loc };
  const stateful = parseStateful(s);
  if (stateful !== undefined) return stateful;
  if (token.kind === "word") {
    switch (token.text) {
      case "ct":
        if (CT_OBJECTS.has(s.ahead(1).text)) return parseCtObject(s);
        break;
      case "log":
        return parseLogStatement(s);
      case "reject":
        // what is said behind `with` is whole
        return s.ahead(1).text === "with"
          ? s.within("reject", () => parseReject(s))
          : s.withinLooking("reject", () => parseReject(s));
      case "snat":
      case "dnat":
      case "masquerade":
      case "redirect":
        return s.withinLooking("nat", () => parseNat(s));
      case "dup":
        return s.withinLooking("dup", () => parseDup(s));
      case "fwd":
        return s.withinLooking("fwd", () => parseFwd(s));
      case "reset":
        return parseReset(s);
      case "queue":
        return s.withinLooking("queue", () => parseQueue(s));
      case "flow":
        return parseFlow(s, { parse: parseStatement });
      case "notrack":
        return { s: "notrack", loc: s.next().loc };
      case "add":
      case "update":
      case "delete":
      case "set":
        return parseDynset(s);
      default: {
        if (NOT_BUILT.has(token.text)) throw new NftError(`${token.text} is not supported here`, token.loc);
        const kind = statementKind(token.text);
        if (kind !== undefined) return parseKind(s, kind);
      }
    }
  }
  return parseMatch(s);
}

/** Flags are parts of their own, which end the statement's. */
function parseLogStatement(s: TokenStream): Stmt {
  const stmt = s.within("log", () => parseLog(s));
  if (stmt.s === "log" && stmt.flags === 0) s.hasLooked("log");
  return stmt;
}

/** A statement with a file of its own, or an object of that name. */
function parseKind(s: TokenStream, kind: StatementKind): Stmt {
  const { loc } = s.next();
  const named = objectKind(kind.word) === undefined ? undefined : namedObject(s, kind.word, loc);
  if (named !== undefined) return named;
  const body = s.within(kind.word, () => kind.parse(s, { parse: parseStatement }));
  return { s: "kind", body, loc: s.locFrom(loc) };
}

/** `add @set { key timeout 1m counter }` */
function parseDynset(s: TokenStream): Stmt {
  const first = s.next();
  let op = first.text as "add" | "update" | "delete";
  if (first.text === "set") {
    op = s.oneOf(["add", "update", "delete"]) as "add" | "update";
    const key = s.in("field", () => parseKey(s));
    const options = parseKeyOptions(s);
    s.variable();
    if (!s.is("@")) s.fail("@ or '$'");
    const at = s.next().loc;
    const set = s.string().text;
    const setLoc = s.locFrom(at);
    return {
      s: "dynset",
      op,
      set,
      setLoc,
      key,
      timeout: options.timeout,
      stmts: options.stmts ?? [],
      loc: s.locFrom(first.loc),
    };
  }
  s.variable();
  if (!s.is("@")) s.fail("@ or '$'");
  const at = s.next().loc;
  const set = s.string().text;
  const setLoc = s.locFrom(at);
  s.expect("{");
  const key = s.in("field", () => parseKey(s));
  const options = parseKeyOptions(s);
  const data = s.accept(":") ? parseConcat(s) : undefined;
  if (!s.is("}")) s.fail();
  s.next();
  const { timeout, stmts } = options;
  return { s: "dynset", op, set, setLoc, key, data, timeout, stmts: stmts ?? [], loc: s.locFrom(first.loc) };
}

const OPERATORS: ReadonlyMap<string, RelationalOp> = new Map([
  ["==", "=="],
  ["eq", "=="],
  ["!=", "!="],
  ["ne", "!="],
  ["!", "!"],
  ["not", "!"],
  ["<", "<"],
  ["lt", "<"],
  ["<=", "<="],
  ["le", "<="],
  [">", ">"],
  ["gt", ">"],
  [">=", ">="],
  ["ge", ">="],
]);

/** What nobody can change. */
const READ_ONLY: ReadonlySet<string> = new Set(["rt", "fib", "socket", "numgen", "symhash", "osf", "xfrm"]);

/** What is compared; that a map's value can not be is found later. */
function parseLeft(s: TokenStream): Expr {
  const key = s.in("field", () => parseKey(s));
  if (!s.accept("map")) return key;
  s.variable();
  const data = s.is("{") ? parseSet(s) : parseSetRef(s);
  return { k: "map", key, data, loc: span(key.loc, data.loc) };
}

/** Headers of IPv6 can be compared, but neither be set nor be what something is set to. */
function isHeader(load: Load): boolean {
  return load.kind === "exthdr" && load.op === NFT_EXTHDR_OP_IPV6;
}

/** A match, a verdict map, or a field that is set. */
function parseMatch(s: TokenStream): Stmt {
  const left = parseLeft(s);
  if (left.k === "load" && (READ_ONLY.has(left.load.kind) || isHeader(left.load)) && s.is("set")) s.fail();
  if (left.k === "load" && left.load.text === "ct helper" && s.accept("set"))
    return { s: "objref", kind: "ct helper", name: parseObjectName(s), loc: s.locFrom(left.loc) };
  if (left.k === "load" && left.load.text === "meta secmark" && s.accept("set"))
    return parseSecmark(s, left.load, left.loc);
  if (left.k === "load" && s.accept("set"))
    return { s: "set", load: left.load, value: parseSetValue(s), loc: s.locFrom(left.loc) };
  if (s.accept("vmap")) {
    s.variable();
    if (!s.is("{") && !s.is("@")) s.fail("@ or '{' or '$'");
    const data = s.is("{") ? parseSet(s, true) : parseSetRef(s);
    return { s: "vmap", key: left, data, loc: span(left.loc, data.loc) };
  }
  const op = s.token.kind === "quoted" ? undefined : OPERATORS.get(s.token.text);
  const opLoc = op === undefined ? undefined : s.next().loc;
  if (op === undefined && s.atSeparator) s.fail();
  s.variable();
  const right = s.in("value", () => (s.is("{") ? parseSet(s) : s.is("@") ? parseSetRef(s) : parseList(s)));
  if (s.is("/")) return parseFlagMask(s, left, op ?? "", right);
  return { s: "match", op: op ?? "", opLoc, left, right, loc: s.locFrom(left.loc) };
}

/** A connection's, or an object with its name. */
function parseSecmark(s: TokenStream, load: Load, loc: Loc): Stmt {
  const value = parseObjectName(s);
  if (value.k === "load" && value.load.kind === "ct") return { s: "set", load, value, loc: s.locFrom(loc) };
  return { s: "objref", kind: "secmark", name: value, loc: s.locFrom(loc) };
}

/** The left side; fields may be concatenated. */
function parseKey(s: TokenStream): Expr {
  s.variable();
  if (s.is("{")) return parseSet(s);
  const first = parseBinary(s);
  if (!s.is(".")) return first;
  return parseMore(s, first, parseBinary);
}

/** `tcp flags syn / fin,syn` */
function parseFlagMask(s: TokenStream, left: Expr, op: RelationalOp, value: Expr): Stmt {
  s.next();
  const mask = s.in("value", () => parseList(s));
  if (mask.k !== "list") s.fail("comma");
  if (op === "!") throw new NftError("either == or != is allowed", span(left.loc, mask.loc));
  const masked: Expr = { k: "binop", op: "&", left, right: mask, loc: left.loc };
  return { s: "match", op: op === "!=" ? "!=" : "==", left: masked, right: value, loc: s.locFrom(left.loc) };
}

function parseSetValue(s: TokenStream): Expr {
  if (s.token.text !== "rt" && s.ahead(1).kind === "word" && isExthdr(NFT_EXTHDR_OP_IPV6, s.token.text))
    s.fail();
  const value = parseMapped(s);
  if (!s.is(",") || value.k === "map") return value;
  const items: Expr[] = [value];
  while (s.accept(",")) items.push(parseRange(s));
  return { k: "list", items, loc: span(value.loc, items[items.length - 1].loc) };
}

/** Statements that count: they may stand in sets and elements, too. */
export function parseStateful(s: TokenStream): Stmt | undefined {
  const { token } = s;
  if (token.kind !== "word") return undefined;
  switch (token.text) {
    case "counter":
      return s.withinLooking("counter", () => parseCounter(s));
    case "limit":
      return s.withinLooking("limit", () => parseLimitStatement(s), [3, "burst"]);
    case "quota":
      return s.withinLooking("quota", () => parseQuotaStatement(s), [3, "used"]);
    case "ct":
      return s.ahead(1).text === "count" ? parseConnlimit(s) : undefined;
    default:
      return undefined;
  }
}

setElementStatement(parseStateful);

function namedObject(s: TokenStream, kind: string, loc: Loc): Stmt | undefined {
  if (!s.accept("name")) return undefined;
  s.variable();
  if (s.is("{")) s.fail();
  const name = s.token.kind === "quoted" ? parsePrimary(s) : parseMapped(s);
  return { s: "objref", kind, name, loc: s.locFrom(loc) };
}

/** Objects that are no fields, too. */
const CT_OBJECTS: ReadonlySet<string> = new Set(["timeout", "expectation"]);

/** `ct timeout set "name"` */
function parseCtObject(s: TokenStream): Stmt {
  const { loc } = s.next();
  const kind = `ct ${s.next().text}`;
  s.expect("set");
  return { s: "objref", kind, name: parseObjectName(s), loc: s.locFrom(loc) };
}

/** A name, or a map of names. */
function parseObjectName(s: TokenStream): Expr {
  s.variable();
  if (s.is("{") || s.atSeparator) s.fail();
  return s.token.kind === "quoted" ? parsePrimary(s) : parseMapped(s);
}

/** Behind a name packets may be told, which change nothing. With bytes, which may as well, Debian's nft crashes: those are a mistake here. */
function passOverCounts(s: TokenStream, named: Stmt): Stmt {
  while (s.accept("packets")) s.number();
  if (!s.is("bytes")) return named;
  if (s.ahead(1).kind === "number") s.fail("end of file or newline or semicolon");
  s.next();
  s.number();
  return named;
}

function parseCounter(s: TokenStream): Stmt {
  const { loc } = s.next();
  const named = namedObject(s, "counter", loc);
  if (named !== undefined) return passOverCounts(s, named);
  let packets: number | undefined;
  let bytes: number | undefined;
  for (;;) {
    if (s.accept("packets")) packets = s.number();
    else if (s.accept("bytes")) bytes = s.number();
    else break;
  }
  const partial = packets !== undefined && bytes === undefined;
  return { s: "counter", packets: packets ?? 0, bytes: bytes ?? 0, partial, loc: s.locFrom(loc) };
}

function parseLimitStatement(s: TokenStream): Stmt {
  const { loc } = s.next();
  const named = namedObject(s, "limit", loc);
  if (named === undefined && !s.is("rate")) s.fail("name or rate");
  return named ?? { s: "limit", limit: parseLimitRate(s, true), loc: s.locFrom(loc) };
}

function parseQuotaStatement(s: TokenStream): Stmt {
  const { loc } = s.next();
  const named = namedObject(s, "quota", loc);
  return named ?? { s: "quota", ...parseQuotaSpec(s, loc), loc: s.locFrom(loc) };
}
