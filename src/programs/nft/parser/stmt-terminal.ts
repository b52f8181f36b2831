/** log, reject and the translations of addresses. */
import type { Expr, Stmt } from "../ast.ts";
import { NftError } from "../errors/source.ts";
import { natFlag } from "../nat-flags.ts";
import { parseConcat, parseMapped, parsePrimary, parseRange } from "./expr.ts";
import type { TokenStream } from "./stream.ts";

const LEVELS = ["emerg", "alert", "crit", "err", "warn", "notice", "info", "debug", "audit"];
const LOG_FLAGS: Readonly<Record<string, number>> = {
  "tcp sequence": 1,
  "tcp options": 2,
  "ip options": 4,
  skuid: 8,
  ether: 32,
  all: 47,
};

export function parseLog(s: TokenStream): Stmt {
  const { loc } = s.next();
  let prefix: string | undefined;
  let level: string | undefined;
  let flags = 0;
  let group: number | undefined;
  let snaplen: number | undefined;
  let threshold: number | undefined;
  for (;;) {
    if (s.accept("prefix")) prefix = s.withVariables();
    else if (s.accept("level")) {
      const at = s.token.loc;
      level = s.text();
      if (!LEVELS.includes(level)) throw new NftError("invalid log level", at);
    } else if (s.accept("group")) group = s.number();
    else if (s.accept("snaplen")) snaplen = s.number();
    else if (s.accept("queue-threshold")) threshold = s.number();
    else if (s.accept("flags")) {
      const ofTcp = s.is("tcp");
      flags |= parseLogFlags(s);
      // what comes next is read while the words of TCP are known, not those of log
      if (ofTcp && !s.is("flags")) break;
    } else break;
  }
  return { s: "log", prefix, level, flags, group, snaplen, threshold, loc: s.locFrom(loc) };
}

/** What of a header is logged may be several words with commas; other flags stand alone. */
function parseLogFlags(s: TokenStream): number {
  const first = s.oneOf(["tcp", "ip", "skuid", "ether", "all"], []);
  if (first === "ip") return s.within(first, () => LOG_FLAGS[`ip ${s.oneOf(["options"])}`]);
  if (first !== "tcp") return LOG_FLAGS[first];
  return s.within(first, () => {
    let flags = 0;
    do flags |= LOG_FLAGS[`tcp ${s.oneOf(["sequence", "options"], ["seq", "options"])}`];
    while (s.accept(","));
    return flags;
  });
}

export function parseReject(s: TokenStream): Stmt {
  const { loc } = s.next();
  if (!s.accept("with")) return { s: "reject", kind: "default", loc };
  const kind = s.oneOf(["icmp", "icmpv6", "tcp", "icmpx"]);
  if (kind === "tcp") {
    s.expect("reset");
    return { s: "reject", kind, loc: s.locFrom(loc) };
  }
  const typed = s.accept("type") !== undefined;
  const expected = `number or string${typed ? "" : " or type"}`;
  if (s.is("code")) s.failAt("code", expected);
  if (!s.isWord() && s.token.kind !== "number") s.fail(expected);
  const code = parsePrimary(s);
  return { s: "reject", kind, code, loc: s.locFrom(loc) };
}

export function parseNat(s: TokenStream): Stmt {
  const first = s.next();
  const kind = first.text as "snat" | "dnat" | "masquerade" | "redirect";
  let family: "ip" | "ip6" | undefined;
  let addr: Expr | undefined;
  let port: Expr | undefined;
  let prefix = false;
  let pair = false;
  if (s.is("ip") || s.is("ip6")) {
    const next = s.ahead(1).text;
    if (["to", "prefix", "addr"].includes(next)) family = s.next().text as "ip" | "ip6";
  }
  if (family !== undefined && s.accept("addr")) {
    s.expect(".");
    s.expect("port");
    pair = true;
  } else if (s.accept("prefix")) prefix = true;
  const to = s.accept("to") !== undefined;
  if (!to && (kind === "snat" || kind === "dnat") && natFlag(s.token.text) !== undefined) s.fail();
  if (to || ((kind === "snat" || kind === "dnat") && natFlag(s.token.text) === undefined)) {
    if (s.is(":") && family !== undefined) s.fail();
    if (!s.is(":")) {
      if (kind === "masquerade") s.fail("colon");
      // what a family is said of has an address
      if (kind === "redirect") port = s.token.kind === "number" ? parseConcat(s) : parseMapped(s);
      else addr = s.is("addr") ? s.fail() : parseMapped(s);
    }
    if (s.accept(":")) port = s.token.kind === "number" ? parseRange(s) : parseMapped(s);
  }
  return {
    s: "nat",
    kind,
    keyLoc: first.loc,
    family,
    addr,
    port,
    prefix,
    pair,
    flags: parseNatFlags(s),
    loc: s.locFrom(first.loc),
  };
}

function parseNatFlags(s: TokenStream): number {
  let flags = 0;
  while (s.isWord() && natFlag(s.token.text) !== undefined) {
    flags |= natFlag(s.next().text) ?? 0;
    while (s.accept(",")) flags |= natFlag(s.oneOf(["random", "fully-random", "persistent"])) ?? 0;
  }
  return flags;
}
