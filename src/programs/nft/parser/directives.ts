/** define, redefine, undefine and include. */
import { EISDIR } from "../../../errno.ts";
import { readTextFile } from "../../lib/read-file.ts";
import { type Loc, NftError, type Source } from "../errors/source.ts";
import { parseList, parseSet, parseSetRef } from "./expr.ts";
import { globPaths } from "./files.ts";
import type { TokenStream } from "./stream.ts";

/** Files that may be within each other (`MAX_INCLUDE_DEPTH`). */
const MOST_NESTED = 16;

/**
 * A line of its own, with its end. What only its meaning is wrong with is told behind that end: reading goes on behind the line after it.
 * @returns whether there was one
 */
export function parseDirective(s: TokenStream): boolean {
  if (s.is("include")) parseInclude(s);
  else if (s.is("undefine")) {
    s.next();
    const name = s.identifier();
    s.endStatement();
    // what is not defined need not be taken away
    s.undefine(name.text);
  } else if (s.is("define") || s.is("redefine")) parseDefine(s);
  else return false;
  return true;
}

function parseDefine(s: TokenStream): void {
  const again = s.next().text === "redefine";
  const name = s.identifier();
  s.expect("=");
  const value = s.taking(() => s.in("value", () => parseInitializer(s)));
  s.endStatement();
  if (!again && s.isDefined(name.text)) throw new NftError(`redefinition of symbol '${name.text}'`, name.loc);
  s.define(
    name.text,
    value.filter(({ kind }) => kind !== "newline"),
  );
}

/** Values, a set that may be empty, or a negative number. */
function parseInitializer(s: TokenStream): void {
  s.variable();
  if (s.is("{") && s.ahead(1).text === "}") {
    s.next();
    s.next();
  } else if (s.is("{")) parseSet(s);
  else if (s.is("@")) parseSetRef(s);
  else if (s.accept("-")) s.number();
  else parseList(s);
}

function parseInclude(s: TokenStream): void {
  const first = s.next().loc;
  const { token } = s;
  if (token.kind !== "quoted") s.fail("quoted string");
  s.next();
  const at = s.locFrom(first);
  s.endStatement();
  // with the end of its line
  const includedAt = { ...at, end: at.end + 1 };
  if (depthOf(at.source) >= MOST_NESTED)
    throw new NftError(`Include nested too deeply, max ${MOST_NESTED} levels`, includedAt);
  if (includeAll(s, token.text, includedAt) || /[*?[]/.test(token.text)) return;
  throw new NftError(`File not found: ${token.text}`, { ...at, end: token.loc.end + 1 });
}

/** Files that are read, one within the other. */
function depthOf(source: Source): number {
  return source.includedAt === undefined ? 1 : depthOf(source.includedAt.source) + 1;
}

/** @returns whether there was a file of that name or pattern */
function includeAll(s: TokenStream, pattern: string, includedAt: Loc): boolean {
  const { process, includePaths } = s.ctx;
  const absolute = /^(\/|\.\/|\.\.\/)/.test(pattern);
  for (const candidate of absolute ? [pattern] : includePaths.map((path) => `${path}/${pattern}`)) {
    const folder = candidate.slice(0, candidate.lastIndexOf("/") + 1);
    // what is put in front last is read first
    const found = globPaths(process, process.resolve(candidate)).reverse();
    let included = false;
    for (const path of found) {
      const text = readTextFile(process.sys, path);
      // a folder is opened, and has nothing to read
      if (typeof text === "number" && text !== -EISDIR) continue;
      const name = folder + path.slice(path.lastIndexOf("/") + 1);
      if (!s.include({ name, text: typeof text === "number" ? "" : text, includedAt }))
        throw new NftError("too many included files", includedAt);
      included = true;
    }
    if (included) return true;
  }
  return false;
}
