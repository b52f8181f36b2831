/** Perl's regular expressions (`grep -P`) as JavaScript's, where they differ in what scripts use. */

/** The group of what `\K` leaves out of the match. */
export const LEFT_OUT = "leftOut";

/** POSIX classes, as they stand in brackets. */
const CLASSES: Readonly<Record<string, string>> = {
  alnum: "A-Za-z0-9",
  alpha: "A-Za-z",
  blank: " \\t",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\s",
  upper: "A-Z",
  word: "\\w",
  xdigit: "0-9A-Fa-f",
};

/** Escapes that JavaScript lacks, outside and inside of brackets. */
const ESCAPES: Readonly<Record<string, readonly [outside: string, inside: string]>> = {
  h: ["[ \\t]", " \\t"],
  H: ["[^ \\t]", ""],
  R: ["(?:\\r\\n|[\\n\\v\\f\\r])", ""],
  A: ["^", ""],
  z: ["$", ""],
  Z: ["$", ""],
  e: ["\\x1b", "\\x1b"],
  a: ["\\x07", "\\x07"],
};

/** One, translated. */
export interface PerlPattern {
  readonly source: string;
  /** `(?i)` stands at the beginning. */
  readonly ignoreCase: boolean;
}

/** @returns undefined where the two can not be made equal */
export function translatePerl(pattern: string): PerlPattern | undefined {
  const ignoreCase = pattern.startsWith("(?i)");
  const source = new Translation(ignoreCase ? pattern.slice(4) : pattern).run();
  return source === undefined ? undefined : { source, ignoreCase };
}

class Translation {
  private readonly pattern: string;
  private at = 0;
  private out = "";
  private depth = 0;
  /** Where the alternative begins that is being read, outside of groups. */
  private begun = 0;
  private hasLeftOut = false;
  private refersBack = false;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  run(): string | undefined {
    while (this.at < this.pattern.length) if (!this.step()) return undefined;
    // the group of `\K` would shift the numbers of those behind it
    return this.hasLeftOut && this.refersBack ? undefined : this.out;
  }

  private step(): boolean {
    const { pattern, at } = this;
    const char = pattern[at];
    if (char === "\\") return this.escape();
    if (char === "[") return this.brackets();
    if (char === "(") this.depth++;
    if (char === ")") this.depth--;
    this.out += char;
    this.at++;
    if (char === "|" && this.depth === 0) this.begun = this.out.length;
    return true;
  }

  private escape(): boolean {
    const letter = this.pattern[this.at + 1] ?? "";
    this.at += 2;
    if (letter === "K") return this.leaveOut();
    if (/[1-9]/.test(letter)) this.refersBack = true;
    this.out += ESCAPES[letter]?.[0] ?? `\\${letter}`;
    return true;
  }

  /** What has matched so far in this alternative is not of the match. */
  private leaveOut(): boolean {
    if (this.depth !== 0 || this.hasLeftOut) return false;
    this.hasLeftOut = true;
    this.out = `${this.out.slice(0, this.begun)}(?<${LEFT_OUT}>${this.out.slice(this.begun)})`;
    return true;
  }

  private brackets(): boolean {
    const { pattern } = this;
    let text = "[";
    let at = this.at + 1;
    if (pattern[at] === "^") text += pattern[at++];
    if (pattern[at] === "]") {
      text += "\\]";
      at++;
    }
    for (; pattern[at] !== "]"; ) {
      if (at >= pattern.length) return false;
      const known = /^\[:(\w+):\]/.exec(pattern.slice(at, at + 12));
      if (known !== null) {
        const members = CLASSES[known[1]];
        if (members === undefined) return false;
        text += members;
        at += known[0].length;
      } else if (pattern[at] === "\\") {
        const letter = pattern[at + 1] ?? "";
        text += ESCAPES[letter]?.[1] || `\\${letter}`;
        at += 2;
      } else text += pattern[at++];
    }
    this.out += `${text}]`;
    this.at = at + 1;
    return true;
  }
}
