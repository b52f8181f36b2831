/** Statements of rules. Source: `src/parser_bison.y` of nftables 1.0.6. */
import type { Expr, LimitSpec, RelationalOp, Stmt } from "../ast.ts";
import { type Loc, NftError, span } from "../source.ts";
import {
  parseBinary,
  parseConcat,
  parseElementOptions,
  parseList,
  parseMapped,
  parsePrimary,
  parseRange,
  parseSet,
  parseTimeToken,
  parseVerdict,
  setElementStatement,
} from "./expr.ts";
import { parseLoad } from "./load.ts";
import { parseConnlimit, parseDup, parseFwd, parseReset } from "./stmt-more.ts";
import { parseLog, parseNat, parseReject } from "./stmt-terminal.ts";
import type { TokenStream } from "./stream.ts";

const NOT_BUILT = new Set(["queue", "tproxy", "synproxy", "flow", "xt", "meter"]);

export function parseStatement(s: TokenStream): Stmt {
  const { token } = s;
  const verdict = parseVerdict(s);
  if (verdict !== undefined) return { s: "verdict", verdict, loc: verdict.loc };
  const stateful = parseStateful(s);
  if (stateful !== undefined) return stateful;
  if (token.kind === "word") {
    switch (token.text) {
      case "log":
        return parseLog(s);
      case "reject":
        return parseReject(s);
      case "snat":
      case "dnat":
      case "masquerade":
      case "redirect":
        return parseNat(s);
      case "dup":
        return parseDup(s);
      case "fwd":
        return parseFwd(s);
      case "reset":
        return parseReset(s);
      case "notrack":
        return { s: "notrack", loc: s.next().loc };
      case "add":
      case "update":
      case "delete":
      case "set":
        if (s.ahead(1).text === "@" || token.text === "set") return parseDynset(s);
        break;
      default:
        if (NOT_BUILT.has(token.text)) throw new NftError(`${token.text} is not supported here`, token.loc);
    }
  }
  return parseMatch(s);
}

/** `add @set { key timeout 1m counter }` */
function parseDynset(s: TokenStream): Stmt {
  const first = s.next();
  let op = first.text as "add" | "update" | "delete";
  if (first.text === "set") {
    op = s.next().text as "add" | "update";
    const key = parseConcat(s);
    const options = parseElementOptions(s);
    s.expect("@");
    const set = s.identifier().text;
    return {
      s: "dynset",
      op,
      set,
      key,
      timeout: options.timeout,
      stmts: options.stmts ?? [],
      loc: s.locFrom(first.loc),
    };
  }
  s.expect("@");
  const set = s.identifier().text;
  s.expect("{");
  const key = parseConcat(s);
  const options = parseElementOptions(s);
  const data = s.accept(":") ? parseConcat(s) : undefined;
  s.expect("}");
  const { timeout, stmts } = options;
  return { s: "dynset", op, set, key, data, timeout, stmts: stmts ?? [], loc: s.locFrom(first.loc) };
}

const OPERATORS: ReadonlyMap<string, RelationalOp> = new Map([
  ["==", "=="],
  ["eq", "=="],
  ["!=", "!="],
  ["ne", "!="],
  ["!", "!="],
  ["<", "<"],
  ["lt", "<"],
  ["<=", "<="],
  ["le", "<="],
  [">", ">"],
  ["gt", ">"],
  [">=", ">="],
  ["ge", ">="],
]);

/** A match, a verdict map, or a field that is set. */
function parseMatch(s: TokenStream): Stmt {
  const { token } = s;
  const before = s.token.loc;
  const load = s.is("(") ? undefined : peekLoadSet(s);
  if (load !== undefined) return load;
  const left = parseKey(s);
  if (left.k === "symbol" || left.k === "setref") {
    if (
      token.kind === "word" ||
      token.kind === "number" ||
      token.kind === "quoted" ||
      token.kind === "asterisk"
    )
      throw new NftError(
        token.kind === "word"
          ? "No symbol type information"
          : `syntax error, unexpected ${token.kind === "number" ? "number" : "quoted string"}`,
        before,
      );
  }
  if (s.accept("vmap")) {
    const data = s.is("{") ? parseSet(s) : parsePrimary(s);
    return { s: "vmap", key: left, data, loc: span(left.loc, data.loc) };
  }
  const op = s.token.kind === "quoted" ? undefined : OPERATORS.get(s.token.text);
  if (op !== undefined) s.next();
  if (op === undefined && s.atSeparator) s.fail();
  const right = s.is("{") ? parseSet(s) : parseList(s);
  if (s.is("/")) return parseFlagMask(s, left, op ?? "", right);
  return { s: "match", op: op ?? "", left, right, loc: s.locFrom(left.loc) };
}

/** The left side; fields may be concatenated. */
function parseKey(s: TokenStream): Expr {
  const first = parseBinary(s);
  if (!s.is(".")) return first;
  const items = [first];
  while (s.accept(".")) items.push(parseBinary(s));
  return { k: "concat", items, loc: span(first.loc, items[items.length - 1].loc) };
}

/** `tcp flags syn / fin,syn` */
function parseFlagMask(s: TokenStream, left: Expr, op: RelationalOp, value: Expr): Stmt {
  s.next();
  const mask = parseList(s);
  const masked: Expr = { k: "binop", op: "&", left, right: mask, loc: left.loc };
  return { s: "match", op: op === "!=" ? "!=" : "==", left: masked, right: value, loc: s.locFrom(left.loc) };
}

/** `meta mark set 5`: only known once the field is read. */
function peekLoadSet(s: TokenStream): Stmt | undefined {
  const words = s.token.kind === "word" && ["meta", "ct"].includes(s.token.text) ? [2, 3] : [1, 2, 3, 4];
  const at = words.find((count) => s.ahead(count).text === "set" && s.ahead(count).kind === "word");
  if (at === undefined) return undefined;
  const first = s.token.loc;
  const load = parseLoad(s);
  if (load === undefined || !s.is("set")) return undefined;
  s.next();
  const value = parseSetValue(s);
  return { s: "set", load, value, loc: s.locFrom(first) };
}

function parseSetValue(s: TokenStream): Expr {
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
      return parseCounter(s);
    case "limit":
      return parseLimitStatement(s);
    case "quota":
      return parseQuotaStatement(s);
    case "ct":
      return s.ahead(1).text === "count" ? parseConnlimit(s) : undefined;
    case "last": {
      s.next();
      if (!s.accept("used")) return { s: "last", never: true, ms: 0, loc: token.loc };
      if (s.accept("never")) return { s: "last", never: true, ms: 0, loc: token.loc };
      const ms = parseTimeToken(s);
      s.accept("ago");
      return { s: "last", never: false, ms, loc: token.loc };
    }
    default:
      return undefined;
  }
}

setElementStatement(parseStateful);

function namedObject(s: TokenStream, kind: string, loc: Loc): Stmt | undefined {
  if (!s.accept("name")) return undefined;
  const name = s.token.kind === "quoted" ? parsePrimary(s) : parseMapped(s);
  return { s: "objref", kind, name, loc: s.locFrom(loc) };
}

function parseCounter(s: TokenStream): Stmt {
  const { loc } = s.next();
  const named = namedObject(s, "counter", loc);
  if (named !== undefined) return named;
  let packets = 0;
  let bytes = 0;
  if (s.accept("packets")) {
    packets = s.number();
    s.expect("bytes");
    bytes = s.number();
  }
  return { s: "counter", packets, bytes, loc: s.locFrom(loc) };
}

function parseLimitStatement(s: TokenStream): Stmt {
  const { loc } = s.next();
  const named = namedObject(s, "limit", loc);
  return named ?? { s: "limit", limit: parseLimitRate(s), loc: s.locFrom(loc) };
}

const UNITS: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86400,
  week: 604800,
};
const BYTES: Readonly<Record<string, number>> = { bytes: 1, kbytes: 1024, mbytes: 1024 * 1024 };

/** `rate over 10 mbytes/second burst 5 packets` */
export function parseLimitRate(s: TokenStream): LimitSpec {
  s.expect("rate");
  const over = s.accept("over") !== undefined;
  if (!over) s.accept("until");
  const rate = s.number();
  let unit: number | undefined;
  let scale = 0;
  if (s.accept("/")) unit = UNITS[s.identifier().text];
  else {
    const { token } = s;
    const [word, per] = s.identifier().text.split("/");
    scale = BYTES[word] ?? 0;
    if (scale === 0) throw new NftError("Wrong rate format", token.loc);
    unit = per === undefined && s.accept("/") ? UNITS[s.identifier().text] : UNITS[per ?? ""];
  }
  if (unit === undefined) return s.fail();
  let burst = scale === 0 ? 5 : 0;
  if (s.accept("burst")) {
    burst = s.number();
    if (scale === 0) s.accept("packets");
    else {
      const factor = BYTES[s.identifier().text];
      if (factor === undefined) return s.fail();
      burst *= factor;
    }
  }
  return { rate: scale === 0 ? rate : rate * scale, unit, bytes: scale !== 0, burst, over };
}

/** `over 25 mbytes used 10 bytes` */
export function parseQuotaSpec(s: TokenStream): { bytes: number; used: number; over: boolean } {
  const over = s.accept("over") !== undefined;
  if (!over) s.accept("until");
  const amount = (): number => {
    const number = s.number();
    const factor = BYTES[s.identifier().text];
    return factor === undefined ? s.fail() : number * factor;
  };
  const bytes = amount();
  const used = s.accept("used") ? amount() : 0;
  return { bytes, used, over };
}

function parseQuotaStatement(s: TokenStream): Stmt {
  const { loc } = s.next();
  const named = namedObject(s, "quota", loc);
  return named ?? { s: "quota", ...parseQuotaSpec(s), loc: s.locFrom(loc) };
}
