/** sort: lines in the order of keys. */
import { EISDIR, strerror } from "../../errno.ts";
import type { Main, Process } from "../../process/process.ts";
import { encodeText } from "../../process/text.ts";
import { getopt, type LongOption, type ParsedOption } from "../lib/getopt.ts";
import { decodeEscapes } from "../lib/text/escapes.ts";
import { complain, keptLines, openInput, quoted, usageFailure } from "../lib/text/input.ts";
import { Kept } from "../lib/text/kept.ts";
import { writeWhole } from "../lib/text/output-file.ts";
import { quotedIfNeeded } from "../lib/text/quoting.ts";

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

/** What is wrong with options that are right one by one. */
function problemOf(
  process: Process,
  options: readonly ParsedOption[],
  operands: readonly string[],
  separator: string | undefined,
): string | undefined {
  const has = (name: string) => options.some(({ option }) => option === name);
  if (separator === "") return "empty tab";
  if (separator !== undefined && [...separator].length > 1)
    return `multi-character tab ${quoted(process, separator)}`;
  const orders = ["g", "h", "n", "V"].filter(has);
  if (orders.length > 1) return `options '-${orders.join("")}' are incompatible`;
  const check = ["c", "C"].find(has);
  if (check !== undefined && operands.length > 1)
    return `extra operand ${quoted(process, operands[1])} not allowed with -${check}`;
  return undefined;
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
  const problem = problemOf(process, options, operands, separator);
  if (problem !== undefined) {
    complain(process, problem);
    return 2;
  }
  const lines: string[] = [];
  const held = new Kept(process);
  let status = 0;
  for (const name of operands.length === 0 ? ["-"] : operands) {
    const file = openInput(process, name);
    if (typeof file === "number") {
      // a directory can be opened, and then not be read
      const what = file === -EISDIR ? "read failed" : "cannot read";
      complain(process, `${what}: ${quotedIfNeeded(process, name)}: ${strerror(-file)}`);
      return 2;
    }
    for (const { text } of await keptLines(process, file, held)) lines.push(text);
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
    if (typeof file === "number") {
      complain(process, `open failed: ${quotedIfNeeded(process, output)}: ${strerror(-file)}`);
      status = 2;
    } else {
      const error = await writeWhole(process, file, encodeText(text));
      file.close();
      if (error !== 0) {
        complain(process, `fflush failed: ${quotedIfNeeded(process, output)}: ${strerror(-error)}`);
        complain(process, "write error");
        status = 2;
      }
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
