/** define, redefine, undefine and include. */
import { readTextFile } from "../../lib/read-file.ts";
import { globPaths } from "../files.ts";
import type { Token } from "../lexer.ts";
import { NftError } from "../source.ts";
import type { TokenStream } from "./stream.ts";

/** @returns whether there was one */
export function parseDirective(s: TokenStream): boolean {
  if (s.is("include")) {
    parseInclude(s);
    return true;
  }
  if (s.is("undefine")) {
    s.next();
    const name = s.identifier();
    // one that is not there is no mistake
    s.undefine(name.text);
    return true;
  }
  if (!s.is("define") && !s.is("redefine")) return false;
  const again = s.next().text === "redefine";
  const name = s.identifier();
  s.expect("=");
  if (s.atSeparator) s.fail();
  const value: Token[] = [];
  for (let depth = 0; depth > 0 || !s.atSeparator; ) {
    if (s.token.kind === "end") s.fail();
    if (s.is("{")) depth++;
    else if (s.is("}")) depth--;
    const token = s.next();
    if (token.kind !== "newline") value.push(token);
  }
  if (!again && s.isDefined(name.text)) throw new NftError(`redefinition of symbol '${name.text}'`, name.loc);
  s.define(name.text, value);
  return true;
}

function parseInclude(s: TokenStream): void {
  const first = s.next().loc;
  const { token } = s;
  if (token.kind !== "quoted") s.fail("quoted string");
  s.next();
  const { process, includePaths } = s.ctx;
  const absolute = token.text.startsWith("/") || token.text.startsWith("./") || token.text.startsWith("../");
  const patterns = absolute
    ? [process.resolve(token.text)]
    : includePaths.map((path) => `${path}/${token.text}`);
  for (const pattern of patterns) {
    for (const path of globPaths(process, pattern).reverse()) {
      const text = readTextFile(process.sys, path);
      if (typeof text === "number") continue;
      if (!s.include({ name: path, text: `${text}\n` }))
        throw new NftError("Include nested too deeply, max 16 levels", token.loc);
      return;
    }
  }
  if (/[*?[]/.test(token.text)) return;
  throw new NftError(`File not found: ${token.text}`, { ...s.locFrom(first), end: token.loc.end + 1 });
}
