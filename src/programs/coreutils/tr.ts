/** tr: translates, deletes and squeezes bytes, in every locale. */
import type { Main, Process } from "../../process/process.ts";
import { encodeText } from "../../process/text.ts";
import { getopt } from "../lib/getopt.ts";
import { decodeEscapes } from "../lib/text/escapes.ts";
import { chunksOf, complain, quoted, usageFailure } from "../lib/text/input.ts";

const CLASSES: Readonly<Record<string, (code: number) => boolean>> = {
  alnum: (code) => isLetter(code) || isDigit(code),
  alpha: isLetter,
  blank: (code) => code === 32 || code === 9,
  cntrl: (code) => code < 32 || code === 127,
  digit: isDigit,
  graph: (code) => code > 32 && code < 127,
  lower: (code) => code >= 97 && code <= 122,
  print: (code) => code >= 32 && code < 127,
  punct: (code) => code > 32 && code < 127 && !isLetter(code) && !isDigit(code),
  space: (code) => code === 32 || (code >= 9 && code <= 13),
  upper: (code) => code >= 65 && code <= 90,
  xdigit: (code) => isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102),
};

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Bytes as characters of the same numbers. */
function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/** The bytes of a `tr` set, in order. */
function expandSet(text: string, length: number): string[] {
  const source = [...latin1(encodeText(decodeEscapes(text, "printf").text))];
  const set: string[] = [];
  for (let i = 0; i < source.length; i++) {
    const rest = source.slice(i).join("");
    const named = /^\[:([a-z]+):\]/.exec(rest);
    const repeated = /^\[(.)\*(\d*)\]/u.exec(rest);
    if (named && Object.hasOwn(CLASSES, named[1])) {
      for (let code = 0; code < 128; code++) if (CLASSES[named[1]](code)) set.push(String.fromCharCode(code));
      i += named[0].length - 1;
    } else if (repeated) {
      const count = repeated[2] === "" ? Math.max(0, length - set.length) : Number(repeated[2]);
      for (let k = 0; k < Math.min(count, 65_536); k++) set.push(repeated[1]);
      i += [...repeated[0]].length - 1;
    } else if (source[i + 1] === "-" && i + 2 < source.length) {
      const from = source[i].codePointAt(0) ?? 0;
      const to = source[i + 2].codePointAt(0) ?? 0;
      for (let code = from; code <= Math.min(to, from + 65_536); code++) set.push(String.fromCodePoint(code));
      i += 2;
    } else set.push(source[i]);
  }
  return set;
}

/** What is wrong with a set. */
function setProblem(process: Process, sets: readonly string[]): string | undefined {
  for (const text of sets) {
    const name = /\[:([^:\]]*):\]/.exec(text)?.[1];
    if (name !== undefined && !Object.hasOwn(CLASSES, name))
      return `invalid character class ${quoted(process, name)}`;
    const equal = /\[=([^\]]{2,})=\]/.exec(text)?.[1];
    if (equal !== undefined) return `${equal}: equivalence class operand must be a single character`;
    const count = /\[.\*([^\]]*)\]/.exec(text)?.[1];
    if (count !== undefined && !/^\d*$/.test(count))
      return `invalid repeat count ${quoted(process, count)} in [c*n] construct`;
    for (const [range, from, to] of text.matchAll(/([A-Za-z0-9])-([A-Za-z0-9])/g))
      if (from > to) return `range-endpoints of '${range}' are in reverse collating sequence order`;
  }
  return undefined;
}

function emptySecond(sets: readonly string[], letters: ReadonlySet<string>): string | undefined {
  if (sets[1] !== "" || sets[0] === "" || letters.has("d") || letters.has("t")) return undefined;
  return "when not truncating set1, string2 must be non-empty";
}

export const tr: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "+cCdst", [
    { name: "complement", argument: "none", value: "c" },
    { name: "delete", argument: "none", value: "d" },
    { name: "squeeze-repeats", argument: "none", value: "s" },
    { name: "truncate-set1", argument: "none", value: "t" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const letters = new Set(options.map(({ option }) => (option === "C" ? "c" : option)));
  const needed = letters.has("d") !== letters.has("s") ? 1 : 2;
  if (operands.length === 0) return usageFailure(process, [`${process.argv[0]}: missing operand`]);
  if (operands.length < needed) {
    const text = letters.has("d")
      ? "Two strings must be given when both deleting and squeezing repeats."
      : "Two strings must be given when translating.";
    return usageFailure(process, [
      `${process.argv[0]}: missing operand after ${quoted(process, operands[0])}`,
      text,
    ]);
  }
  const bad = setProblem(process, operands) ?? emptySecond(operands, letters);
  if (bad !== undefined) {
    complain(process, bad);
    return 1;
  }
  const extra = letters.has("d") && !letters.has("s") ? operands[1] : operands[2];
  if (extra !== undefined)
    return usageFailure(process, [
      `${process.argv[0]}: extra operand ${quoted(process, extra)}`,
      ...(letters.has("d") && !letters.has("s")
        ? ["Only one string may be given when deleting without squeezing repeats."]
        : []),
    ]);
  const translate = translator(operands, letters);
  let previous = "";
  for await (const chunk of chunksOf(process, undefined)) {
    const out = new Uint8Array(chunk.length);
    let length = 0;
    for (const byte of chunk) {
      const result = translate(String.fromCharCode(byte));
      if (result === undefined || (result.squeeze && result.text === previous)) continue;
      out[length++] = result.text.charCodeAt(0);
      previous = result.text;
    }
    process.stdout.write(out.subarray(0, length));
    await process.stdout.flush();
  }
  return 0;
};

type Translate = (character: string) => { readonly text: string; readonly squeeze: boolean } | undefined;

function translator(operands: readonly string[], letters: ReadonlySet<string>): Translate {
  const first = expandSet(operands[0], 0);
  const members = new Set(first);
  const inFirst = (character: string) => members.has(character) !== letters.has("c");
  const second = operands[1] === undefined ? undefined : expandSet(operands[1], first.length);
  const secondSet = new Set(second);
  const squeezes = (character: string) =>
    letters.has("s") && (second ? secondSet.has(character) : inFirst(character));
  if (letters.has("d")) {
    return (character) =>
      inFirst(character)
        ? undefined
        : { text: character, squeeze: letters.has("s") && secondSet.has(character) };
  }
  if (!second) return (character) => ({ text: character, squeeze: squeezes(character) });
  const last = second.at(-1) ?? "";
  const map = new Map<string, string>();
  first.forEach((character, i) => {
    if (letters.has("t") && i >= second.length) return;
    map.set(character, second[i] ?? last);
  });
  return (character) => {
    const text = letters.has("c")
      ? inFirst(character)
        ? last
        : character
      : (map.get(character) ?? character);
    return { text, squeeze: squeezes(text) };
  };
}
