/** Shell patterns: `*`, `?`, brackets and extended globs. Characters that were quoted carry a backslash. */

/** What shell options say of patterns. */
export interface PatternOptions {
  readonly extglob: boolean;
  readonly ignoreCase?: boolean;
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: "\\p{L}\\p{Nd}",
  alpha: "\\p{L}",
  ascii: "\\x00-\\x7f",
  blank: " \\t",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "\\x21-\\x7e",
  lower: "\\p{Ll}",
  print: "\\x20-\\x7e",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\s",
  upper: "\\p{Lu}",
  word: "\\p{L}\\p{Nd}_",
  xdigit: "0-9A-Fa-f",
};

const CACHE_LIMIT = 500;
const cache = new Map<string, RegExp>();

/** A backslash before every character, so that the text matches itself. */
export function escapePattern(text: string): string {
  return text.replace(/[\\*?[\](){}|!+@^~-]/g, "\\$&");
}

/** Without the backslashes. */
export function unescapePattern(pattern: string): string {
  return pattern.replace(/\\(.)/gs, "$1");
}

/** Whether something in the pattern is not literal. */
export function hasGlob(pattern: string, extglob: boolean): boolean {
  const bare = pattern.replace(/\\./gs, "");
  return /[*?]|\[.*\]/s.test(bare) || (extglob && /[?*+@!]\(/.test(bare));
}

/** The regular expression (anchored at both ends) of a pattern. */
export function patternRegExp(pattern: string, options: PatternOptions): RegExp {
  const key = `${options.extglob ? "e" : "-"}${options.ignoreCase ? "i" : "-"}${pattern}`;
  let compiled = cache.get(key);
  if (!compiled) {
    const source = new Translator(pattern, options.extglob).all();
    compiled = compile(`^(?:${source})$`, options.ignoreCase ? "sui" : "su", pattern);
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(key, compiled);
  }
  return compiled;
}

/** The source of the regular expression, not anchored. */
export function patternSource(pattern: string, extglob: boolean): string {
  return new Translator(pattern, extglob).all();
}

function compile(source: string, flags: string, pattern: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch {
    return new RegExp(`^${escapeRegExp(unescapePattern(pattern))}$`, flags);
  }
}

/** Text as a regular expression that matches just it. */
export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, (character) =>
    character === "-" ? "\\x2d" : `\\${character}`,
  );
}

class Translator {
  private readonly pattern: string;
  private readonly extglob: boolean;
  private at = 0;

  constructor(pattern: string, extglob: boolean) {
    this.pattern = pattern;
    this.extglob = extglob;
  }

  all(): string {
    return this.sequence(this.pattern.length);
  }

  private sequence(end: number): string {
    let out = "";
    while (this.at < end) {
      const negated = this.negated(end);
      if (negated !== undefined) return out + negated;
      out += this.one(end);
    }
    return out;
  }

  /** `!(a|b)` excludes together with all that follows it. */
  private negated(end: number): string | undefined {
    if (!this.extglob || this.pattern[this.at] !== "!" || this.pattern[this.at + 1] !== "(") return undefined;
    const close = closingParenthesis(this.pattern, this.at + 1, end);
    if (close < 0) return undefined;
    const inner = this.alternatives(this.at + 2, close);
    this.at = close + 1;
    const rest = this.sequence(end);
    return `(?!(?:${inner})${rest}$)[^]*?${rest}`;
  }

  private one(end: number): string {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.at) ?? 0);
    if (character === "\\") {
      const next = String.fromCodePoint(this.pattern.codePointAt(this.at + 1) ?? 0x5c);
      this.at += 1 + next.length;
      return escapeRegExp(next);
    }
    if (this.extglob && "?*+@".includes(character) && this.pattern[this.at + 1] === "(") {
      const close = closingParenthesis(this.pattern, this.at + 1, end);
      if (close >= 0) return this.group(character, close);
    }
    this.at += character.length;
    if (character === "*") return this.star();
    if (character === "?") return ".";
    if (character === "[") return this.bracket(end);
    return escapeRegExp(character);
  }

  private star(): string {
    while (this.pattern[this.at] === "*" && this.pattern[this.at + 1] !== "(") this.at++;
    return ".*";
  }

  private group(operator: string, close: number): string {
    const inner = this.alternatives(this.at + 2, close);
    this.at = close + 1;
    return `(?:${inner})${operator === "@" ? "" : operator}`;
  }

  private alternatives(start: number, end: number): string {
    const parts: string[] = [];
    let from = start;
    let depth = 0;
    for (let i = start; i <= end; i++) {
      const character = this.pattern[i];
      if (character === "\\") i++;
      else if (character === "(") depth++;
      else if (character === ")" && i < end) depth--;
      else if (i === end || (character === "|" && depth === 0)) {
        parts.push(new Translator(this.pattern.slice(from, i), this.extglob).all());
        from = i + 1;
      }
    }
    return parts.join("|");
  }

  private bracket(end: number): string {
    const start = this.at;
    let i = start;
    const inverted = this.pattern[i] === "!" || this.pattern[i] === "^";
    if (inverted) i++;
    let set = "";
    for (let first = true; i < end; first = false) {
      const character = this.pattern[i];
      if (character === "]" && !first) {
        this.at = i + 1;
        return set === "" ? (inverted ? "." : "(?!)") : `[${inverted ? "^" : ""}${set}]`;
      }
      const named = /^\[:([a-z]+):\]/.exec(this.pattern.slice(i, i + 12));
      if (named && Object.hasOwn(CLASSES, named[1])) {
        set += CLASSES[named[1]];
        i += named[0].length;
        continue;
      }
      const range = this.range(i, end);
      set += range.set;
      i = range.next;
    }
    this.at = start;
    return "\\[";
  }

  private range(at: number, end: number): { set: string; next: number } {
    const low = this.member(at);
    const dash = this.pattern[low.next] === "-";
    if (!dash || low.next + 1 >= end || this.pattern[low.next + 1] === "]")
      return { set: escapeClass(low.character), next: low.next };
    const high = this.member(low.next + 1);
    const valid = low.character <= high.character;
    return {
      set: valid ? `${escapeClass(low.character)}-${escapeClass(high.character)}` : "",
      next: high.next,
    };
  }

  private member(at: number): { character: string; next: number } {
    const start = this.pattern[at] === "\\" && at + 1 < this.pattern.length ? at + 1 : at;
    const character = String.fromCodePoint(this.pattern.codePointAt(start) ?? 0);
    return { character, next: start + character.length };
  }
}

function escapeClass(character: string): string {
  return /[\\\]^[\-&~|{}()/.*+?$]/.test(character)
    ? character === "-" || character === "&" || character === "~"
      ? `\\x${character.charCodeAt(0).toString(16)}`
      : `\\${character}`
    : character;
}

function closingParenthesis(pattern: string, open: number, end: number): number {
  let depth = 0;
  for (let i = open; i < end; i++) {
    if (pattern[i] === "\\") i++;
    else if (pattern[i] === "(") depth++;
    else if (pattern[i] === ")" && --depth === 0) return i;
  }
  return -1;
}
