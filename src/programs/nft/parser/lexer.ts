/** Words of the language. Source: `src/scanner.l` of nftables 1.0.6. */
import { parseIpv6 } from "../datatypes/addresses.ts";
import { type Loc, type Source, swallowLineEnd } from "../errors/source.ts";

export type TokenKind = "word" | "number" | "quoted" | "asterisk" | "punct" | "junk" | "newline" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** Text; of a quoted string without its quotes. */
  readonly text: string;
  readonly loc: Loc;
  /** Where the variable stands that it is the value of. */
  readonly at?: Loc;
  /** Whether blank stands in front of it. */
  readonly spaced: boolean;
}

const BLANK = /[ \t\r]+|\\\n|#[^\n]*/y;
const TIME = /(?=\d)(?:\d+d)?(?:\d+h)?(?:\d+m(?!s))?(?:\d+s)?(?:\d+ms)?/y;
const ADDRESS = /[0-9a-fA-F]*(?::[0-9a-fA-F]*){1,6}:\d+\.\d+\.\d+\.\d+|[0-9a-fA-F]*(?::[0-9a-fA-F]*){2,7}/y;
const CLASSID = /[0-9a-fA-F]{1,4}:[0-9a-fA-F]{1,4}(?=[ \t\n:\-},]|$)/y;
const IPV4 = /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/y;
const NUMBER = /0[xX][0-9a-fA-F]+|\d+/y;
/** Protocols whose names begin with a number. */
const VLAN = /8021(?:q|ad)\b/y;
const WORD = /(?:[a-zA-Z_]|\.(?=[a-zA-Z0-9/\-_.]))[a-zA-Z0-9/\-_.]*/y;
const ASTERISK = /[a-zA-Z_.][a-zA-Z0-9/\-_.]*\*/y;
const QUOTED = /"([^"]*)"/y;
const PUNCT = /==|!=|<=|>=|<<|>>|\$|[{}()[\],;:.@|^&<>=!*/~+-]/y;

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

export function tokenize(source: Source): Token[] {
  const { text } = source;
  const tokens: Token[] = [];
  let at = 0;
  let spaced = false;
  const push = (kind: TokenKind, length: number, value: string): void => {
    tokens.push({ kind, text: value, loc: { source, start: at, end: at + length }, spaced });
    at += length;
    spaced = false;
  };
  while (at < text.length) {
    const blank = match(BLANK, text, at);
    if (blank !== undefined) {
      at += blank.length;
      spaced = true;
    } else if (text[at] === "\n") push("newline", 1, "\n");
    else {
      const [kind, raw, value] = next(source, at);
      push(kind, raw.length, value);
    }
  }
  push("end", 0, "");
  return tokens;
}

const MAC = /^(?:[0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}$/;

/** The longest address that begins here. */
function addressAt(text: string, at: number): string | undefined {
  let found = match(ADDRESS, text, at);
  while (found !== undefined && found.length > 1) {
    if (MAC.test(found) || parseIpv6(found) !== undefined) return found;
    found = found.slice(0, -1);
  }
  return undefined;
}

function next(source: Source, at: number): readonly [TokenKind, string, string] {
  const { text } = source;
  const quoted = match(QUOTED, text, at);
  if (quoted !== undefined) {
    for (let end = quoted.indexOf("\n"); end >= 0; end = quoted.indexOf("\n", end + 1))
      swallowLineEnd(source, at + end);
  }
  if (quoted !== undefined) return ["quoted", quoted, quoted.slice(1, -1)];
  const address = addressAt(text, at);
  if (address !== undefined) return ["word", address, address];
  const classid = match(CLASSID, text, at);
  if (classid !== undefined) return ["word", classid, classid];
  const ipv4 = match(IPV4, text, at);
  if (ipv4 !== undefined) return ["word", ipv4, ipv4];
  const vlan = match(VLAN, text, at);
  if (vlan !== undefined) return ["word", vlan, vlan];
  const number = match(NUMBER, text, at);
  if (number !== undefined) {
    const time = match(TIME, text, at);
    if (time !== undefined && time.length > number.length) return ["word", time, time];
    return ["number", number, number];
  }
  const asterisk = match(ASTERISK, text, at);
  if (asterisk !== undefined) return ["asterisk", asterisk, asterisk];
  const word = match(WORD, text, at);
  if (word !== undefined) return ["word", word, word];
  const punct = match(PUNCT, text, at);
  if (punct !== undefined) return ["punct", punct, punct];
  return ["junk", text[at], text[at]];
}
