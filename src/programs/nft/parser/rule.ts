/** One rule: statements up to the end of the line. */
import type { Stmt } from "../ast.ts";
import type { RuleSpec } from "../command.ts";
import { NftError } from "../source.ts";
import { parseStatement } from "./stmt.ts";
import type { TokenStream } from "./stream.ts";

/** Longest comment of a rule (`NFTNL_UDATA_COMMENT_MAXLEN`). */
const COMMENT_MAX = 128;

export function parseRule(s: TokenStream): RuleSpec {
  const stmts: Stmt[] = [];
  let comment: string | undefined;
  do {
    if (s.is("comment")) {
      s.next();
      const token = s.quoted();
      if (token.text.length > COMMENT_MAX)
        throw new NftError(`comment too long, ${COMMENT_MAX} characters maximum allowed`, token.loc);
      comment = token.text;
      break;
    }
    stmts.push(parseStatement(s));
  } while (!s.atSeparator && !s.is("}"));
  return { stmts, comment };
}
