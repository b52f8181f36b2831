/** Objects with a file of their own: `ct helper`, `ct timeout`, `ct expectation`, `secmark`, `synproxy`. Source: `src/parser_bison.y` of nftables 1.0.6. */
import type { ObjectSpec } from "../command.ts";
import type { Loc } from "../errors/source.ts";
import { type ObjectKind, objectKind, type ParsedBody } from "../object-kinds/kind.ts";
import type { TokenStream } from "./stream.ts";

const CT_KINDS = ["timeout", "expectation", "helper"] as const;

/** The word behind `ct`. @param plural also those that are only listed */
export function parseCtKind(s: TokenStream, plural: boolean): string {
  s.expect("ct");
  const words = plural ? [...CT_KINDS, "helpers"] : CT_KINDS;
  return `ct ${s.within("ct", () => s.oneOf(words))}`;
}

/** What stands behind the name of one. @param loc where its name stands @param create whether there must be nothing there yet */
export function parseMoreObject(s: TokenStream, name: string, loc: Loc, create = false): ObjectSpec {
  const kind = objectKind(name) as ObjectKind;
  const reader = kind.reader?.(loc);
  if (reader === undefined) return { kind: kind.name, ...(kind.parse?.(s, create) as ParsedBody) };
  let comment: string | undefined;
  s.expect("{");
  s.block(() => {
    if (s.accept("comment")) comment = s.text();
    else if (!reader.line(s)) s.fail();
    if (!s.atSeparator) s.fail("newline or semicolon");
    s.endStatement();
  });
  s.expect("}");
  return { kind: kind.name, body: reader.body(), comment };
}
