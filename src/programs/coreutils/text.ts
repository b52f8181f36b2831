/** Line tools: cut, tr, sort, uniq, seq, rev, tac, paste. */
import type { Main, Process } from "../../process/process.ts";
import { getopt, type LongOption } from "../lib/getopt.ts";
import { decodeEscapes } from "../lib/text/escapes.ts";
import { chunksOf, complain, inputs, linesOf, openInput, quoted, usageFailure } from "../lib/text/input.ts";

interface Range {
  readonly from: number;
  readonly to: number;
}

function parseRanges(text: string): Range[] | undefined {
  const ranges: Range[] = [];
  for (const part of text.split(/[,\s]/)) {
    const match = /^(\d*)(-?)(\d*)$/.exec(part);
    if (!match || (match[1] === "" && match[3] === "")) return undefined;
    const from = match[1] === "" ? 1 : Number(match[1]);
    const to = match[2] === "" ? from : match[3] === "" ? Number.POSITIVE_INFINITY : Number(match[3]);
    if (from < 1 || to < from) return undefined;
    ranges.push({ from, to });
  }
  return ranges;
}

export const cut: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "b:c:d:f:nsz", [
    { name: "bytes", argument: "required", value: "b" },
    { name: "characters", argument: "required", value: "c" },
    { name: "delimiter", argument: "required", value: "d" },
    { name: "fields", argument: "required", value: "f" },
    { name: "only-delimited", argument: "none", value: "s" },
    { name: "complement", argument: "none" },
    { name: "output-delimiter", argument: "required" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const value = (name: string) => options.findLast(({ option }) => option === name)?.argument;
  const has = (name: string) => options.some(({ option }) => option === name);
  const kinds = ["b", "c", "f"].filter(has);
  if (kinds.length !== 1) {
    const text =
      kinds.length === 0
        ? "you must specify a list of bytes, characters, or fields"
        : "only one type of list may be specified";
    return usageFailure(process, [`${process.argv[0]}: ${text}`]);
  }
  const list = value(kinds[0]) ?? "";
  const ranges = parseRanges(list);
  if (!ranges)
    return usageFailure(process, [
      `${process.argv[0]}: invalid ${kinds[0] === "f" ? "field" : "byte/character position"} ${quoted(process, list)}`,
    ]);
  const delimiter = value("d") ?? "\t";
  if ([...delimiter].length > 1)
    return usageFailure(process, [`${process.argv[0]}: the delimiter must be a single character`]);
  const wanted = (position: number) =>
    ranges.some(({ from, to }) => position >= from && position <= to) !== has("complement");
  let status = 0;
  for await (const { file } of inputs(process, operands, () => {
    status = 1;
  })) {
    for await (const { text } of linesOf(process, file)) {
      const line = cutLine(
        text,
        kinds[0] === "f" ? delimiter : undefined,
        wanted,
        value("output-delimiter"),
        has("s"),
      );
      if (line === undefined) continue;
      process.stdout.write(`${line}\n`);
      await process.stdout.flush();
    }
  }
  return status;
};

function cutLine(
  text: string,
  delimiter: string | undefined,
  wanted: (position: number) => boolean,
  output: string | undefined,
  onlyDelimited: boolean,
): string | undefined {
  if (delimiter === undefined) return [...text].filter((_, i) => wanted(i + 1)).join(output ?? "");
  if (!text.includes(delimiter)) return onlyDelimited ? undefined : text;
  return text
    .split(delimiter)
    .filter((_, i) => wanted(i + 1))
    .join(output ?? delimiter);
}

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

/** The characters of a `tr` set, in order. */
function expandSet(text: string, length: number): string[] {
  const source = [...decodeEscapes(text, "printf").text];
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
  const extra = letters.has("d") && !letters.has("s") ? operands[1] : operands[2];
  if (extra !== undefined)
    return usageFailure(process, [`${process.argv[0]}: extra operand ${quoted(process, extra)}`]);
  const translate = translator(operands, letters);
  const decoder = new TextDecoder();
  let previous = "";
  for await (const chunk of chunksOf(process, undefined)) {
    let out = "";
    for (const character of decoder.decode(chunk, { stream: true })) {
      const result = translate(character);
      if (result === undefined || (result.squeeze && result.text === previous)) continue;
      out += result.text;
      previous = result.text;
    }
    process.stdout.write(out);
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

const SORT_LONG: readonly LongOption[] = [
  { name: "check", argument: "none", value: "c" },
  { name: "field-separator", argument: "required", value: "t" },
  { name: "general-numeric-sort", argument: "none", value: "g" },
  { name: "human-numeric-sort", argument: "none", value: "h" },
  { name: "ignore-case", argument: "none", value: "f" },
  { name: "ignore-leading-blanks", argument: "none", value: "b" },
  { name: "key", argument: "required", value: "k" },
  { name: "numeric-sort", argument: "none", value: "n" },
  { name: "output", argument: "required", value: "o" },
  { name: "reverse", argument: "none", value: "r" },
  { name: "stable", argument: "none", value: "s" },
  { name: "unique", argument: "none", value: "u" },
  { name: "version-sort", argument: "none", value: "V" },
];

interface SortKey {
  readonly from: number;
  readonly fromCharacter: number;
  readonly to: number;
  readonly toCharacter: number;
  readonly letters: string;
}

function parseKey(text: string): SortKey | undefined {
  const match = /^(\d+)(?:\.(\d+))?([bdfghinrV]*)(?:,(\d+)(?:\.(\d+))?([bdfghinrV]*))?$/.exec(text);
  if (!match || match[1] === "0") return undefined;
  return {
    from: Number(match[1]),
    fromCharacter: Number(match[2] ?? 1),
    to: match[4] === undefined ? Number.POSITIVE_INFINITY : Number(match[4]),
    toCharacter: Number(match[5] ?? 0),
    letters: match[3] + (match[6] ?? ""),
  };
}

function keyText(line: string, key: SortKey, separator: string | undefined): string {
  const fields = separator === undefined ? (line.match(/\s*\S+|\s+$/g) ?? []) : line.split(separator);
  const join = separator ?? "";
  const end = Math.min(key.to, fields.length);
  const chosen = fields.slice(key.from - 1, end);
  if (chosen.length === 0) return "";
  if (key.toCharacter > 0 && key.to <= fields.length)
    chosen[chosen.length - 1] = chosen[chosen.length - 1].slice(0, key.toCharacter);
  const text = chosen.join(join).slice(key.fromCharacter - 1);
  return key.letters.includes("b") ? text.trimStart() : text;
}

function numeric(text: string): number {
  const match = /^\s*-?\d*\.?\d*/.exec(text);
  return Number(match?.[0].trim() || 0) || 0;
}

const UNITS = "KMGTPEZY";

function human(text: string): number {
  const match = /^\s*(-?\d*\.?\d*)([KMGTPEZYk]?)/.exec(text);
  const unit = UNITS.indexOf((match?.[2] ?? "").toUpperCase() || "-");
  return (Number(match?.[1] || 0) || 0) * 1024 ** (unit + 1);
}

function version(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x = "", y = ""] = [left[i], right[i]];
    const both = /^\d/.test(x) && /^\d/.test(y);
    const order = both ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0;
    if (order !== 0) return order;
  }
  return 0;
}

function compareBy(letters: string): (a: string, b: string) => number {
  const plain = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  let compare = plain;
  if (letters.includes("n")) compare = (a, b) => numeric(a) - numeric(b);
  else if (letters.includes("g"))
    compare = (a, b) => (Number.parseFloat(a) || 0) - (Number.parseFloat(b) || 0);
  else if (letters.includes("h")) compare = (a, b) => human(a) - human(b);
  else if (letters.includes("V")) compare = version;
  else if (letters.includes("f")) compare = (a, b) => plain(a.toUpperCase(), b.toUpperCase());
  return letters.includes("r") ? (a, b) => compare(b, a) : compare;
}

export const sort: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "bcCdfghik:mno:rsS:t:T:uVz", SORT_LONG);
  if (errors.length > 0) return usageFailure(process, errors, 2);
  const has = (name: string) => options.some(({ option }) => option === name);
  const value = (name: string) => options.findLast(({ option }) => option === name)?.argument;
  const flags = ["b", "f", "g", "h", "n", "r", "V"].filter(has).join("");
  const keys: SortKey[] = [];
  for (const { option, argument = "" } of options) {
    if (option !== "k") continue;
    const key = parseKey(argument);
    if (!key) {
      complain(
        process,
        argument.startsWith("0")
          ? `field number is zero: invalid field specification ${quoted(process, argument)}`
          : `invalid number at field start: invalid count at start of ${quoted(process, argument)}`,
      );
      return 2;
    }
    keys.push(key);
  }
  const separator = value("t") === undefined ? undefined : decodeEscapes(value("t") ?? "", "printf").text;
  const lines: string[] = [];
  let status = 0;
  for (const name of operands.length === 0 ? ["-"] : operands) {
    const file = openInput(process, name);
    if (typeof file === "number") {
      complain(process, `cannot read: ${name}: No such file or directory`);
      return 2;
    }
    for await (const { text } of linesOf(process, file)) lines.push(text);
  }
  const compare = lineOrder(keys, flags, separator);
  const total = (a: string, b: string) =>
    compare(a, b) || (has("s") || has("u") ? 0 : compareBy(has("r") ? "r" : "")(a, b));
  if (has("c") || has("C")) {
    const at = lines.findIndex((line, i) => i > 0 && total(lines[i - 1], line) > 0);
    if (at < 0) return 0;
    if (has("c")) complain(process, `${operands[0] ?? "-"}:${at + 1}: disorder: ${lines[at]}`);
    return 1;
  }
  lines.sort(total);
  const kept = has("u") ? lines.filter((line, i) => i === 0 || compare(lines[i - 1], line) !== 0) : lines;
  const text = kept.map((line) => `${line}\n`).join("");
  const output = value("o");
  if (output === undefined) process.stdout.write(text);
  else {
    const file = process.sys.open(process.resolve(output), 0o1101, 0o666);
    if (typeof file === "number") status = 2;
    else {
      file.write(new TextEncoder().encode(text));
      file.close();
    }
  }
  return status;
};

function lineOrder(
  keys: readonly SortKey[],
  flags: string,
  separator: string | undefined,
): (a: string, b: string) => number {
  if (keys.length === 0) {
    const compare = compareBy(flags);
    return flags.includes("b") ? (a, b) => compare(a.trimStart(), b.trimStart()) : compare;
  }
  const orders = keys.map((key) => ({ key, compare: compareBy(key.letters.replace("b", "") || flags) }));
  return (a, b) => {
    for (const { key, compare } of orders) {
      const order = compare(keyText(a, key, separator), keyText(b, key, separator));
      if (order !== 0) return order;
    }
    return 0;
  };
}

export const uniq: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "cdDf:is:uw:z", [
    { name: "count", argument: "none", value: "c" },
    { name: "ignore-case", argument: "none", value: "i" },
    { name: "repeated", argument: "none", value: "d" },
    { name: "skip-chars", argument: "required", value: "s" },
    { name: "skip-fields", argument: "required", value: "f" },
    { name: "unique", argument: "none", value: "u" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const has = (name: string) => options.some(({ option }) => option === name);
  const number = (name: string) => Number(options.findLast(({ option }) => option === name)?.argument ?? 0);
  const key = (text: string) => {
    let rest = text;
    for (let i = 0; i < number("f"); i++) rest = rest.replace(/^\s*\S+/, "");
    rest = rest.slice(number("s"));
    if (has("w")) rest = rest.slice(0, number("w"));
    return has("i") ? rest.toLowerCase() : rest;
  };
  let current: { text: string; key: string; count: number } | undefined;
  const emit = () => {
    if (!current || (has("d") && current.count < 2) || (has("u") && current.count > 1)) return;
    process.stdout.write(`${has("c") ? `${String(current.count).padStart(7)} ` : ""}${current.text}\n`);
  };
  let status = 0;
  for await (const { file } of inputs(process, operands.slice(0, 1), () => {
    status = 1;
  })) {
    for await (const { text } of linesOf(process, file)) {
      if (current && current.key === key(text)) current.count++;
      else {
        emit();
        current = { text, key: key(text), count: 1 };
      }
      await process.stdout.flush();
    }
  }
  emit();
  return status;
};

async function eachLine(
  process: Process,
  names: readonly string[],
  take: (text: string) => void | Promise<void>,
): Promise<number> {
  let status = 0;
  for await (const { file } of inputs(process, names, () => {
    status = 1;
  })) {
    for await (const { text } of linesOf(process, file)) await take(text);
  }
  return status;
}

export const rev: Main = (process) =>
  eachLine(process, process.argv.slice(1), async (text) => {
    process.stdout.write(`${[...text].reverse().join("")}\n`);
    await process.stdout.flush();
  });

export const tac: Main = async (process) => {
  const lines: string[] = [];
  const status = await eachLine(process, process.argv.slice(1), (text) => void lines.push(text));
  for (const line of lines.reverse()) process.stdout.write(`${line}\n`);
  return status;
};

export const paste: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "d:sz", [
    { name: "delimiters", argument: "required", value: "d" },
    { name: "serial", argument: "none", value: "s" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const delimiters = [
    ...decodeEscapes(options.findLast(({ option }) => option === "d")?.argument ?? "\t", "printf").text,
  ];
  const names = operands.length === 0 ? ["-"] : operands;
  const columns: string[][] = [];
  for (const name of names) {
    const lines: string[] = [];
    if ((await eachLine(process, [name], (text) => void lines.push(text))) !== 0) return 1;
    columns.push(lines);
  }
  const between = (i: number) => delimiters[i % delimiters.length] ?? "";
  const join = (parts: readonly string[]) =>
    parts.map((part, i) => (i === 0 ? part : between(i - 1) + part)).join("");
  if (options.some(({ option }) => option === "s")) {
    for (const lines of columns) process.stdout.write(`${join(lines)}\n`);
    return 0;
  }
  const dealt = shareStandardInput(names, columns);
  const rows = Math.max(...dealt.map((lines) => lines.length));
  for (let i = 0; i < rows; i++) process.stdout.write(`${join(dealt.map((lines) => lines[i] ?? ""))}\n`);
  return 0;
};

/** `paste - -` deals the lines of standard input out in turn. */
function shareStandardInput(names: readonly string[], columns: readonly string[][]): string[][] {
  const dashes = names.filter((name) => name === "-").length;
  if (dashes < 2) return [...columns];
  const all = columns[names.indexOf("-")];
  let turn = 0;
  return names.map((name, i) => {
    if (name !== "-") return columns[i];
    const own = turn++;
    return all.filter((_, row) => row % dashes === own);
  });
}
