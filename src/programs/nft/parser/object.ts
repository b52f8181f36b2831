/** Named counters, quotas and limits. */
import type { ObjectSpec } from "../command.ts";
import { parseComment } from "./expr.ts";
import { parseLimitRate, parseQuotaSpec } from "./stmt.ts";
import type { TokenStream } from "./stream.ts";

type Kind = "counter" | "quota" | "limit";

function parseConfig(s: TokenStream, kind: Kind): ObjectSpec {
  if (kind === "quota") return { kind, ...parseQuotaSpec(s) };
  if (kind === "limit") return { kind, limit: parseLimitRate(s) };
  s.expect("packets");
  const packets = s.number();
  s.expect("bytes");
  return { kind, packets, bytes: s.number() };
}

/** In braces, each part on a line of its own. */
export function parseObjectBlock(s: TokenStream, kind: Kind): ObjectSpec {
  s.expect("{");
  let spec: ObjectSpec = EMPTY[kind];
  let comment: string | undefined;
  s.block(() => {
    if (s.accept("comment")) comment = parseComment(s);
    else spec = parseConfig(s, kind);
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
  return kind === "counter" && s.atSeparator ? EMPTY.counter : parseConfig(s, kind);
}
