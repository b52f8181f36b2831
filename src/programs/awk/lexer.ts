/** The words of an awk program. */
import { CONTROLS } from "./escapes.ts";

/** One of them. */
export interface Token {
  readonly kind:
    | "number"
    | "string"
    | "regex"
    | "name"
    | "function"
    | "builtin"
    | "keyword"
    | "mark"
    | "newline"
    | "end";
  readonly text: string;
  readonly line: number;
}

/** What is wrong with a program: without the program's name. */
export class AwkSyntaxError {
  readonly message: string;
  /** What follows from it. */
  readonly more: readonly string[];
  constructor(message: string, more: readonly string[] = []) {
    this.message = message;
    this.more = more;
  }
}

const KEYWORDS = new Set(
  "BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf".split(
    " ",
  ),
);

export const BUILTINS = new Set(
  (
    "length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close " +
    "fflush systime strftime mktime"
  ).split(" "),
);

const MARKS = /\+\+|--|\+=|-=|\*=|\/=|%=|\^=|==|<=|>=|!=|!~|&&|\|\||>>|[{}()[\];,+\-*/%^!<>|?:~$=]/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z_]\w*/y;
const BLANK = /(?:[ \t\r\f\v]|\\\r?\n|#[^\n]*)+/y;

const ESCAPES: Readonly<Record<string, string>> = { ...CONTROLS, '"': '"', "\\": "\\" };

/** The text of a string between its quotes, escapes decoded. Octal escapes above 0177 are bytes. */
export function decodeString(text: string): string {
  return text.replace(/\\([0-7]{1,3}|\n|[\s\S])/g, (whole, quoted: string) => {
    if (/^[0-7]/.test(quoted)) {
      const code = Number.parseInt(quoted, 8) & 0xff;
      return String.fromCharCode(code < 0x80 ? code : 0xdc00 + code);
    }
    if (quoted === "\n") return "";
    return ESCAPES[quoted] ?? whole;
  });
}

function match(expression: RegExp, text: string, at: number): string | undefined {
  expression.lastIndex = at;
  return expression.exec(text)?.[0];
}

/** After these a slash divides. */
function endsOperand(last: Token | undefined): boolean {
  if (last === undefined) return false;
  if (last.kind === "mark") return [")", "]", "$", "++", "--"].includes(last.text);
  return last.kind === "number" || last.kind === "string" || last.kind === "name" || last.kind === "builtin";
}

/** @throws AwkSyntaxError for what is no word */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  const add = (kind: Token["kind"], value: string) => void tokens.push({ kind, text: value, line });
  while (at < text.length) {
    const blank = match(BLANK, text, at);
    if (blank !== undefined) {
      at += blank.length;
      line += blank.split("\n").length - 1;
      continue;
    }
    if (text[at] === "\n") {
      add("newline", "\n");
      line++;
      at++;
    } else if (text[at] === '"') at = stringEnd(text, at, line, add);
    else if (text[at] === "/" && !endsOperand(tokens.at(-1))) at = regexEnd(text, at, line, add);
    else at += word(text, at, line, add);
  }
  add("end", "");
  return tokens;
}

type Add = (kind: Token["kind"], value: string) => void;

function word(text: string, at: number, line: number, add: Add): number {
  const number = match(NUMBER, text, at);
  if (number !== undefined) {
    add("number", number);
    return number.length;
  }
  const name = match(NAME, text, at);
  if (name !== undefined) {
    if (KEYWORDS.has(name)) add("keyword", name === "func" ? "function" : name);
    else if (BUILTINS.has(name)) add("builtin", name);
    else add(text[at + name.length] === "(" ? "function" : "name", name);
    return name.length;
  }
  const mark = match(MARKS, text, at);
  if (mark === undefined) throw new AwkSyntaxError(`${line}: unexpected character '${text[at]}'`);
  add("mark", mark);
  return mark.length;
}

function stringEnd(text: string, start: number, line: number, add: Add): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"' && text[at] !== "\n") at += text[at] === "\\" ? 2 : 1;
  if (text[at] !== '"')
    throw new AwkSyntaxError(`line ${line}: runaway string constant ${text.slice(start, start + 11)} ...`);
  add("string", decodeString(text.slice(start + 1, at)));
  return at + 1;
}

function regexEnd(text: string, start: number, line: number, add: Add): number {
  let at = start + 1;
  let bracket = false;
  for (; at < text.length && text[at] !== "\n"; at++) {
    if (text[at] === "\\") at++;
    else if (bracket) bracket = text[at] !== "]" || /\[\^?$/.test(text.slice(start, at));
    else if (text[at] === "[") bracket = true;
    else if (text[at] === "/") break;
  }
  if (text[at] !== "/")
    throw new AwkSyntaxError(`line ${line}: runaway regular expression ${text.slice(start, at)} ...`);
  add("regex", text.slice(start + 1, at).replace(/\\\//g, "/"));
  return at + 1;
}
