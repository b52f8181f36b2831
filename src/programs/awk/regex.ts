/** Regular expressions of awk: extended ones without intervals, as mawk 1.3.4 has them, with awk's escapes. */
import { translateExtended } from "../lib/text/regexp.ts";
import { CONTROLS } from "./escapes.ts";
import { AwkError } from "./value.ts";

const CACHE_LIMIT = 500;
const cache = new Map<string, RegExp>();

/** @returns a global expression: set `lastIndex` before use. @throws AwkError */
export function awkRegExp(source: string): RegExp {
  let compiled = cache.get(source);
  if (compiled === undefined) {
    try {
      compiled = new RegExp(translateExtended(withoutEscapes(source)), "g");
    } catch {
      throw new AwkError(`regular expression compile failed (${source})`, 2);
    }
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(source, compiled);
  }
  compiled.lastIndex = 0;
  return compiled;
}

/** Escapes of awk's own become what they stand for; braces are themselves. */
function withoutEscapes(source: string): string {
  let bracket = false;
  return source.replace(/\\([0-7]{1,3}|[\s\S])|\[\^?\]?|[\]{}]/g, (found, quoted: string | undefined) => {
    if (quoted !== undefined) return escaped(quoted, bracket);
    if (found.startsWith("[")) {
      if (bracket) return found;
      bracket = true;
    } else if (found === "]") bracket = false;
    else if (!bracket) return `\\${found}`;
    return found;
  });
}

function escaped(quoted: string, bracket: boolean): string {
  const code = /^[0-7]/.test(quoted) ? Number.parseInt(quoted, 8) & 0xff : undefined;
  const character =
    code === undefined
      ? (CONTROLS[quoted] ?? quoted)
      : String.fromCharCode(code < 0x80 ? code : 0xdc00 + code);
  if (bracket) return character;
  return /[A-Za-z0-9\s\x00-\x1f\ud800-\udfff]/.test(character) ? character : `\\${character}`;
}
