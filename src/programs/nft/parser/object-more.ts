/** Objects of connections: `ct helper`, `ct timeout`, `ct expectation`. Source: `src/parser_bison.y` of nftables 1.0.6. */
import type { ObjectSpec } from "../command.ts";
import type { Loc } from "../errors/source.ts";
import { type ObjectKind, objectKind } from "../object-kinds/kind.ts";
import type { TokenStream } from "./stream.ts";

const CT_KINDS = ["timeout", "expectation", "helper"] as const;

/** The word behind `ct`. @param plural also those that are only listed */
export function parseCtKind(s: TokenStream, plural: boolean): string {
  s.expect("ct");
  const words = plural ? [...CT_KINDS, "helpers"] : CT_KINDS;
  return `ct ${s.within("ct", () => s.oneOf(words))}`;
}

/** What stands in the braces of one. @param name where its name stands */
export function parseMoreObject(s: TokenStream, name: string, loc: Loc): ObjectSpec {
  const kind = objectKind(name) as ObjectKind;
  const reader = kind.reader(loc);
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
