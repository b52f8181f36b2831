/** Many addresses in one word: `{a,b}` and `[1-9]`. */
import { CurlFailure } from "./options.ts";

/** One of them, and what was chosen for `#1`, `#2` … */
export interface Address {
  readonly text: string;
  readonly chosen: readonly string[];
}

/** Most addresses that one word may mean. */
const MOST = 100_000;
const RANGE = /^(?:([a-zA-Z])-([a-zA-Z])|(\d+)-(\d+))(?::(\d+))?\]/;
const IPV6 = /^\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(?:%[^\]]*)?\]/;

/** @throws {@link CurlFailure} for what is no pattern */
export function expandGlob(text: string): Address[] {
  const pieces: (readonly string[])[] = [];
  const patterns: boolean[] = [];
  let literal = "";
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const address = IPV6.exec(rest);
    if (address !== null) {
      literal += address[0];
      at += address[0].length;
    } else if (rest[0] === "\\" && /[[\]{}]/.test(rest[1] ?? "")) {
      literal += rest[1];
      at += 2;
    } else if (rest[0] === "{" || rest[0] === "[") {
      const { values, length } = rest[0] === "{" ? setAt(text, at) : rangeAt(text, at);
      pieces.push([literal], values);
      patterns.push(false, true);
      literal = "";
      at += length;
    } else if (rest[0] === "}" || rest[0] === "]") throw wrong("unmatched close brace/bracket", text, at + 1);
    else {
      literal += rest[0];
      at++;
    }
  }
  pieces.push([literal]);
  patterns.push(false);
  return combine(pieces, patterns, text);
}

function combine(
  pieces: readonly (readonly string[])[],
  patterns: readonly boolean[],
  text: string,
): Address[] {
  let all: Address[] = [{ text: "", chosen: [] }];
  for (const [i, values] of pieces.entries()) {
    if (all.length * values.length > MOST) throw wrong("range overflow", text, text.length + 1);
    all = all.flatMap((one) =>
      values.map((value) => ({
        text: one.text + value,
        chosen: patterns[i] ? [...one.chosen, value] : one.chosen,
      })),
    );
  }
  return all;
}

function wrong(what: string, text: string, position: number): CurlFailure {
  return new CurlFailure(3, `${what} in URL position ${position}:\n${text}\n${" ".repeat(position - 1)}^`);
}

function setAt(text: string, at: number): { values: string[]; length: number } {
  const end = text.indexOf("}", at);
  if (end < 0) throw wrong("unmatched brace", text, at + 1);
  const inner = text.slice(at + 1, end);
  if (inner === "") throw wrong("empty string within braces", text, at + 2);
  return { values: inner.split(","), length: end - at + 1 };
}

function rangeAt(text: string, at: number): { values: string[]; length: number } {
  const rest = text.slice(at + 1);
  const match = RANGE.exec(rest);
  const bad = () => wrong("bad range", text, at + 2 + (/^[a-zA-Z0-9]*-?/.exec(rest)?.[0].length ?? 0));
  if (match === null) throw bad();
  const step = match[5] === undefined ? 1 : Number(match[5]);
  const letters = match[1] !== undefined;
  const [from, to] = letters
    ? [match[1].charCodeAt(0), match[2].charCodeAt(0)]
    : [Number(match[3]), Number(match[4])];
  if (from > to || step < 1 || !Number.isSafeInteger(to)) throw bad();
  if ((to - from) / step >= MOST) throw wrong("range overflow", text, at + 1);
  const width = !letters && match[3].startsWith("0") ? match[3].length : 0;
  const values: string[] = [];
  for (let value = from; value <= to; value += step)
    values.push(letters ? String.fromCharCode(value) : String(value).padStart(width, "0"));
  return { values, length: match[0].length + 1 };
}

/** A file's name with `#1` and so on filled in. */
export function fillChosen(name: string, chosen: readonly string[]): string {
  return name.replace(/#(\d+)/g, (whole, number: string) => chosen[Number(number) - 1] ?? whole);
}
