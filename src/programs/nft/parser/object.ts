/** Named counters, quotas and limits. */
import type { ObjectSpec } from "../command.ts";
import { parseLimitRate, parseQuotaSpec } from "./stmt.ts";
import type { TokenStream } from "./stream.ts";

/** What stands behind the name, in braces or not. */
export function parseObjectSpec(s: TokenStream, kind: "counter" | "quota" | "limit"): ObjectSpec {
  const braces = s.accept("{") !== undefined;
  let spec: ObjectSpec | undefined = kind === "counter" ? { kind, packets: 0, bytes: 0 } : undefined;
  let comment: string | undefined;
  for (;;) {
    if (braces) s.skipSeparators();
    if (s.is("}") || (!braces && s.atSeparator)) break;
    if (s.accept("comment")) comment = s.quoted().text;
    else if (kind === "counter") {
      s.expect("packets");
      const packets = s.number();
      s.expect("bytes");
      spec = { kind, packets, bytes: s.number() };
    } else if (kind === "quota") spec = { kind, ...parseQuotaSpec(s) };
    else spec = { kind, limit: parseLimitRate(s) };
    if (!braces) break;
  }
  if (braces) s.expect("}");
  return spec === undefined ? s.fail() : { ...spec, comment };
}
