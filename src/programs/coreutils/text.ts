/** Line tools: cut, uniq, rev, tac, paste. */
import { EISDIR, strerror } from "../../errno.ts";
import { type File, O_CREAT, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import type { Main, Process } from "../../process/process.ts";
import { byteCharacters, encodeText } from "../../process/text.ts";
import { getopt } from "../lib/getopt.ts";
import { decodeEscapes } from "../lib/text/escapes.ts";
import { complain, inputs, keptLines, linesOf, openInput, quoted, usageFailure } from "../lib/text/input.ts";
import { Kept } from "../lib/text/kept.ts";
import { writeWhole } from "../lib/text/output-file.ts";
import { quotedIfNeeded, quotedName } from "../lib/text/quoting.ts";

interface Range {
  readonly from: number;
  readonly to: number;
}

/** What `set_fields` says where fields are meant, and where bytes are. */
interface RangeTexts {
  readonly zero: string;
  readonly range: string;
  readonly value: string;
  readonly large: string;
}

const FIELD_TEXTS: RangeTexts = {
  zero: "fields are numbered from 1",
  range: "invalid field range",
  value: "invalid field value",
  large: "field number",
};
const BYTE_TEXTS: RangeTexts = {
  zero: "byte/character positions are numbered from 1",
  range: "invalid byte or character range",
  value: "invalid byte/character position",
  large: "byte/character offset",
};
/** `SIZE_MAX` */
const MAX_POSITION = 2 ** 64 - 1;

/** @returns the ranges, or what is wrong with the list */
function parseRanges(process: Process, text: string, texts: RangeTexts): Range[] | string {
  const ranges: Range[] = [];
  for (const part of text.split(/[,\s]/)) {
    const match = /^(\d*)(-?)(\d*)(.*)$/s.exec(part);
    const [, first = "", dash = "", last = "", rest = ""] = match ?? [];
    if (rest.startsWith("-")) return texts.range;
    if (rest !== "") return `${texts.value} ${quoted(process, rest)}`;
    if (dash !== "" && first === "" && last === "") return "invalid range with no endpoint: -";
    for (const number of [first, last])
      if (Number(number) >= MAX_POSITION) return `${texts.large} ${quoted(process, number)} is too large`;
    const from = dash !== "" && first === "" ? 1 : Number(first);
    const to = dash === "" ? from : last === "" ? Number.POSITIVE_INFINITY : Number(last);
    if (from < 1) return texts.zero;
    if (to < from) return "invalid decreasing range";
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
        : "only one list may be specified";
    return usageFailure(process, [`${process.argv[0]}: ${text}`]);
  }
  const list = value(kinds[0]) ?? "";
  const refuse = (text: string) => usageFailure(process, [`${process.argv[0]}: ${text}`]);
  if (kinds[0] !== "f" && has("d"))
    return refuse("an input delimiter may be specified only when operating on fields");
  if (kinds[0] !== "f" && has("s"))
    return refuse("suppressing non-delimited lines makes sense\n\tonly when operating on fields");
  const ranges = parseRanges(process, list, kinds[0] === "f" ? FIELD_TEXTS : BYTE_TEXTS);
  if (typeof ranges === "string") return refuse(ranges);
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
  if (delimiter === undefined)
    return [...byteCharacters(text)].filter((_, i) => wanted(i + 1)).join(output ?? "");
  if (!text.includes(delimiter)) return onlyDelimited ? undefined : text;
  return text
    .split(delimiter)
    .filter((_, i) => wanted(i + 1))
    .join(output ?? delimiter);
}

const UNIQ_NUMBERS: readonly (readonly [string, string])[] = [
  ["f", "fields to skip"],
  ["s", "bytes to skip"],
  ["w", "bytes to compare"],
];

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
  for (const [letter, what] of UNIQ_NUMBERS) {
    const text = options.find(({ option }) => option === letter)?.argument;
    if (text === undefined || /^\s*\+?\d+$/.test(text)) continue;
    complain(process, `${text}: invalid number of ${what}`);
    return 1;
  }
  if (operands.length > 2)
    return usageFailure(process, [`${process.argv[0]}: extra operand ${quoted(process, operands[2])}`]);
  if (has("D") && has("c"))
    return usageFailure(process, [
      `${process.argv[0]}: printing all duplicated lines and repeat counts is meaningless`,
    ]);
  const key = (text: string) => {
    let rest = text;
    for (let i = 0; i < number("f"); i++) rest = rest.replace(/^\s*\S+/, "");
    rest = rest.slice(number("s"));
    if (has("w")) rest = rest.slice(0, number("w"));
    return has("i") ? rest.toLowerCase() : rest;
  };
  const sink =
    operands[1] === undefined || operands[1] === "-" ? undefined : openOutput(process, operands[1]);
  if (typeof sink === "number") {
    complain(process, `${operands[1]}: ${strerror(-sink)}`);
    return 1;
  }
  const write = async (text: string) => {
    if (sink === undefined) return process.stdout.write(text);
    const error = await writeWhole(process, sink, encodeText(text));
    if (error === 0) return;
    complain(process, `write error: ${strerror(-error)}`);
    process.exit(1);
  };
  let current: { text: string; key: string; count: number } | undefined;
  const emit = async () => {
    if (!current || ((has("d") || has("D")) && current.count < 2) || (has("u") && current.count > 1)) return;
    const count = has("c") ? `${String(current.count).padStart(7)} ` : "";
    await write(`${count}${current.text}\n`.repeat(has("D") ? current.count : 1));
  };
  let status = 0;
  for await (const { file } of inputs(process, operands.slice(0, 1), () => {
    status = 1;
  })) {
    for await (const { text } of linesOf(process, file)) {
      if (current && current.key === key(text)) current.count++;
      else {
        await emit();
        current = { text, key: key(text), count: 1 };
      }
      await process.stdout.flush();
    }
  }
  await emit();
  sink?.close();
  return status;
};

function openOutput(process: Process, name: string): File | number {
  return process.sys.open(process.resolve(name), O_WRONLY | O_CREAT | O_TRUNC, 0o666);
}

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

export const rev: Main = async (process) => {
  const { operands, errors } = getopt(process.argv, "", []);
  if (errors.length > 0) return usageFailure(process, errors.slice(0, 1));
  return eachLine(process, operands, async (text) => {
    process.stdout.write(`${[...text].reverse().join("")}\n`);
    await process.stdout.flush();
  });
};

export const tac: Main = async (process) => {
  const { operands, errors } = getopt(process.argv, "", []);
  if (errors.length > 0) return usageFailure(process, errors.slice(0, 1));
  let status = 0;
  for (const name of operands.length === 0 ? ["-"] : operands) {
    const file = openInput(process, name);
    if (typeof file !== "number") {
      await writeReversed(process, file);
      continue;
    }
    if (file === -EISDIR)
      complain(process, `${quotedIfNeeded(process, name)}: read error: ${strerror(EISDIR)}`);
    else complain(process, `failed to open ${quotedName(process, name)} for reading: ${strerror(-file)}`);
    status = 1;
  }
  return status;
};

async function writeReversed(process: Process, file: File | undefined): Promise<void> {
  const lines = await keptLines(process, file);
  for (const { text, ended } of lines.reverse()) process.stdout.write(ended ? `${text}\n` : text);
}

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
  const kept = new Kept(process);
  for (const name of names) {
    const lines: string[] = [];
    const take = (text: string) => {
      kept.add(text.length);
      lines.push(text);
    };
    if ((await eachLine(process, [name], take)) !== 0) return 1;
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
