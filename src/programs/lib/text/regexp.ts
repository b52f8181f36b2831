/** POSIX extended regular expressions in terms of JavaScript's. */

const CLASSES: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  blank: " \\t",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "\\x21-\\x7e",
  lower: "a-z",
  print: "\\x20-\\x7e",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\s",
  upper: "A-Z",
  xdigit: "0-9A-Fa-f",
};

/** The compiled expression; undefined when it is none. Matches are the leftmost, and of alternatives the first. */
export function posixRegExp(pattern: string, ignoreCase = false): RegExp | undefined {
  try {
    return new RegExp(translateExtended(pattern), ignoreCase ? "i" : "");
  } catch {
    return undefined;
  }
}

/** The JavaScript source of an extended regular expression. */
export function translateExtended(pattern: string): string {
  let out = "";
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i];
    if (character === "\\") {
      out += escaped(pattern[++i] ?? "\\");
    } else if (character === "[") {
      const bracket = translateBracket(pattern, i);
      out += bracket.source;
      i = bracket.end;
    } else if (character === "{" && !/^\{\d+(,\d*)?\}/.test(pattern.slice(i))) {
      out += "\\{";
    } else if (character === "}" && !/\{\d+(,\d*)?$/.test(pattern.slice(0, i))) {
      out += "\\}";
    } else out += character === "." ? "[^]" : character;
  }
  return out;
}

function escaped(character: string): string {
  if (character === "<" || character === ">") return "\\b";
  if (/[wWsSbB]/.test(character)) return `\\${character}`;
  return /[A-Za-z0-9]/.test(character) ? character : `\\${character}`;
}

/** Translates the bracket expression at `start`; `end` is its last character. */
export function translateBracket(pattern: string, start: number): { source: string; end: number } {
  let i = start + 1;
  let out = "[";
  if (pattern[i] === "^") {
    out += "^";
    i++;
  }
  for (let first = true; i < pattern.length; i++, first = false) {
    const rest = pattern.slice(i);
    const named = /^\[:([a-z]+):\]/.exec(rest);
    const collated = /^\[([.=])(.)\1\]/.exec(rest);
    if (named) {
      out += CLASSES[named[1]] ?? "";
      i += named[0].length - 1;
    } else if (collated) {
      out += `\\${collated[2]}`;
      i += collated[0].length - 1;
    } else if (pattern[i] === "]" && !first) {
      return { source: `${out}]`, end: i };
    } else out += /[\\\]^[]/.test(pattern[i]) ? `\\${pattern[i]}` : pattern[i];
  }
  return { source: "\\[", end: start };
}

/** A basic regular expression (with GNU's `\|`, `\+`, `\?`) as an extended one. */
export function basicToExtended(pattern: string): string {
  let out = "";
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i];
    if (character === "\\") {
      const next = pattern[++i] ?? "\\";
      out += "(){}|+?".includes(next) ? next : `\\${next}`;
    } else if (character === "[") {
      const { end } = translateBracket(pattern, i);
      out += pattern.slice(i, end + 1);
      i = Math.max(i, end);
    } else if ("(){}|+?".includes(character)) out += `\\${character}`;
    else if (character === "*" && (out === "" || /(^|[^\\])(\(|\|)$|^\^$/.test(out))) out += "\\*";
    else if (character === "^" && out !== "" && !/[(|]$/.test(out)) out += "\\^";
    else if (character === "$" && i !== pattern.length - 1 && !/^\\[)|]/.test(pattern.slice(i + 1)))
      out += "\\$";
    else out += character;
  }
  return out;
}
