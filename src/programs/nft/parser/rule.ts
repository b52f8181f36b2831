/** One rule: statements up to the end of the line. */
import type { BlockRule, Stmt } from "../ast.ts";
import type { RuleSpec } from "../command.ts";
import { NftError } from "../errors/source.ts";
import { setBlockParser } from "./expr.ts";
import { parseStatement } from "./stmt.ts";
import type { TokenStream } from "./stream.ts";

/** Longest comment of a rule (`NFTNL_UDATA_COMMENT_MAXLEN`). */
const COMMENT_MAX = 128;

/** Words that stand in no statement's front. */
const ELSEWHERE: ReadonlySet<string> = new Set(
  `all and auto-merge bridge chain constant create define describe device devices dynamic ecn element elements eq exists expires export
  flags flowtable flush gc-interval ge get gt handle hook import include index inet insert interval le list lshift lt map missing monitor ne
  netdev not offload or policy position priority random redefine rename replace rshift rule ruleset secmark size table timeout type typeof
  undefine vmap xor`.split(/\s+/),
);
const OPENING: ReadonlySet<string> = new Set(["(", "@", "$", "{"]);

function beginsStatement(s: TokenStream): boolean {
  const { kind, text } = s.token;
  if (kind === "punct") return OPENING.has(text);
  if (s.isOfEndedPart) return false;
  return kind !== "junk" && (kind !== "word" || !ELSEWHERE.has(text));
}

export function parseRule(s: TokenStream): RuleSpec {
  const stmts: Stmt[] = [];
  let comment: string | undefined;
  do {
    if (s.is("comment") && stmts.length > 0) {
      s.next();
      const { token } = s;
      s.text();
      if (token.text.length > COMMENT_MAX)
        throw new NftError(`comment too long, ${COMMENT_MAX} characters maximum allowed`, token.loc);
      comment = token.text;
      break;
    }
    stmts.push(parseStatement(s));
  } while (!s.atSeparator && beginsStatement(s));
  return { stmts, comment };
}

/** `jump { … }` */
function parseBlock(s: TokenStream): BlockRule[] {
  const { loc: open } = s.expect("{");
  s.enter({ ...open, start: open.start - 2, end: open.start - 1 });
  const rules: BlockRule[] = [];
  for (;;) {
    s.skipSeparators();
    if (s.is("}")) break;
    const { loc } = s.token;
    rules.push({ ...parseRule(s), loc: s.locFrom(loc) });
    if (s.is("}")) s.fail("newline or semicolon");
    s.endStatement();
  }
  s.expect("}");
  s.leave();
  return rules;
}

setBlockParser(parseBlock);
