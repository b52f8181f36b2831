/** Syntax errors in bash's words. */
import type { ParseError } from "unbash";
import type { Shell } from "./shell.ts";
import type { Source } from "./source.ts";

/** What follows the prefix, as one or two lines, and the line the first one names. */
export interface SyntaxMessage {
  readonly line: number;
  readonly texts: readonly string[];
}

const MATCHING: readonly [RegExp, string][] = [
  [/double quote/, '"'],
  [/single quote|ANSI-C/, "'"],
  [/backtick/, "`"],
  [/command substitution|process substitution|arithmetic|extended glob|array/, ")"],
  [/parameter expansion|brace expansion/, "}"],
  [/subscript|bracket/, "]"],
];

const CLOSING_WORDS = new Set(["done", "elif", "else", "esac", "fi", "}"]);

/** What bash would say about the first error. */
export function describeSyntaxError(source: Source, errors: readonly ParseError[]): SyntaxMessage {
  const first = errors.reduce((a, b) => (b.pos < a.pos ? b : a));
  const { text } = source;
  const unterminated = /^unterminated (.*)/.exec(first.message);
  if (unterminated) return unmatched(source, first.pos, unterminated[1]);
  const word = /^expected '/.test(first.message) ? beforeWord(text, first.pos) : first.pos;
  const at = skipBlanks(
    text,
    /^expected '(?:do|in)'/.test(first.message) ? operatorBefore(text, word) : word,
  );
  if (at >= text.length) return endOfFile(source);
  const line = source.lineOf(at);
  const token = tokenAt(text, at);
  const shown = token === "\n" ? "newline" : token;
  return { line, texts: [`syntax error near unexpected token \`${shown}'`, `\`${source.line(line)}'`] };
}

function endOfFile(source: Source): SyntaxMessage {
  const last = source.lineOf(source.text.length);
  const line = source.text.endsWith("\n") ? last : last + 1;
  return { line, texts: ["syntax error: unexpected end of file"] };
}

function unmatched(source: Source, position: number, what: string): SyntaxMessage {
  const match = MATCHING.find(([pattern]) => pattern.test(what));
  const closing = match?.[1] ?? ")";
  const substitution = /substitution/.test(what);
  const line = substitution ? endOfFile(source).line : source.lineOf(position);
  return { line, texts: [`unexpected EOF while looking for matching \`${closing}'`] };
}

/** The start of the word that ends here: the parser tells of a missing word behind the one that it found instead. */
function beforeWord(text: string, from: number): number {
  const word = /[^\s;&|()<>]*$/.exec(text.slice(0, from))?.[0] ?? "";
  // at the end of the file only a word that closes something is the wrong one; else there is one missing
  if (text.slice(from).trim() === "" && !CLOSING_WORDS.has(word)) return from;
  return from - word.length;
}

/** The head of a loop or choice that is not at its end: no operator may follow. */
const OPEN_HEAD =
  /(?:^|[\s;&|({])(?:(?:for|select)\s+[^\s;&|()<>]+(?:\s+in(?:[ \t][^;\n]*)?)?|case\s+[^\s;&|()<>]+)[ \t]*$/;

/** The operator that such a head is followed by, behind which the parser looks for what it misses; else `from`. */
function operatorBefore(text: string, from: number): number {
  const line = text.slice(text.lastIndexOf("\n", from - 1) + 1, from);
  const match = /(?:&&|\|\||&>>?|\|&|<<[<-]?|[<>]&|<>|>[>|]|[|&(<>])[ \t]*$/.exec(line);
  return match !== null && OPEN_HEAD.test(line.slice(0, match.index))
    ? from - line.length + match.index
    : from;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text[at] === " " || text[at] === "\t")) at++;
  if (text[at] === "#" && (at === 0 || /\s/.test(text[at - 1]))) {
    while (at < text.length && text[at] !== "\n") at++;
  }
  // an error at the end of the last line is one at the end of the file
  return text.slice(at).trim() === "" ? text.length : at;
}

function tokenAt(text: string, at: number): string {
  const operator = /^(?:;;&|;;|;&|&&|\|\||<<<|<<-|<<|>>|<&|>&|<>|>\||&>>|&>|\|&|[;&|()<>\n])/.exec(
    text.slice(at, at + 3),
  );
  if (operator) return operator[0];
  return /^[^\s;&|()<>]+/.exec(text.slice(at))?.[0] ?? text[at];
}

/** Prints the error as the shell does. */
export function reportSyntaxError(
  shell: Shell,
  source: Source,
  errors: readonly ParseError[],
  context: string,
): void {
  const { line, texts } = describeSyntaxError(source, errors);
  const name = shell.frames.at(-1)?.file || shell.name;
  const middle = context === "" ? "" : `${context}: `;
  const place = shell.mode.interactive ? "" : shell.mode.posix ? `${line}: ` : `line ${line}: `;
  for (const text of shell.mode.interactive ? texts.slice(0, 1) : texts)
    shell.process.stderr.write(`${name}: ${middle}${place}${text}\n`);
}
