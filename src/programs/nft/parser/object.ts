/** Named counters, quotas and limits. */
import type { ObjectSpec } from "../command.ts";
import { parseLimitRate, parseQuotaSpec } from "./rate.ts";
import type { TokenStream } from "./stream.ts";

type Kind = "counter" | "quota" | "limit";

function parseConfig(s: TokenStream, kind: Kind): ObjectSpec {
  if (kind === "quota") return { kind, ...parseQuotaSpec(s) };
  if (kind === "limit") return { kind, limit: parseLimitRate(s) };
  if (!s.accept("packets")) s.fail("end of file or newline or semicolon");
  const packets = s.number();
  s.expect("bytes");
  return { kind, packets, bytes: s.number() };
}

/** What begins a description. */
const FIRST: Readonly<Record<Kind, string>> = { counter: "packets", quota: "over", limit: "rate" };

function isAmount(s: TokenStream): boolean {
  return s.token.kind === "number" || s.is("until");
}

/** In braces, each part on a line of its own. */
export function parseObjectBlock(s: TokenStream, kind: Kind): ObjectSpec {
  s.expect("{");
  let spec: ObjectSpec = EMPTY[kind];
  let comment: string | undefined;
  s.block(() => {
    if (s.accept("comment")) comment = s.text();
    else if (s.is(FIRST[kind]) || (kind === "quota" && isAmount(s))) spec = parseConfig(s, kind);
    else s.fail();
    if (!s.is("}")) s.endStatement();
  });
  s.expect("}");
  return { ...spec, comment };
}

/** What an object is of which nothing is said. */
const EMPTY: Readonly<Record<Kind, ObjectSpec>> = {
  counter: { kind: "counter", packets: 0, bytes: 0 },
  quota: { kind: "quota", bytes: 0, used: 0, over: false },
  limit: { kind: "limit", limit: { rate: 0, unit: 0, bytes: false, burst: 0, over: false } },
};

/** What stands behind the name, in braces or not. */
export function parseObjectSpec(s: TokenStream, kind: Kind): ObjectSpec {
  if (s.is("{")) return parseObjectBlock(s, kind);
  if (kind === "counter" && s.atSeparator) return EMPTY.counter;
  if (kind === "limit" && !s.is("rate")) s.fail("rate or '{'");
  return parseConfig(s, kind);
}
