/** Line tools: cut, uniq, rev, tac, paste. */
import type { Main, Process } from "../../process/process.ts";
import { byteCharacters } from "../../process/text.ts";
import { getopt } from "../lib/getopt.ts";
import { decodeEscapes } from "../lib/text/escapes.ts";
import { inputs, linesOf, quoted, usageFailure } from "../lib/text/input.ts";

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
  if (delimiter === undefined)
    return [...byteCharacters(text)].filter((_, i) => wanted(i + 1)).join(output ?? "");
  if (!text.includes(delimiter)) return onlyDelimited ? undefined : text;
  return text
    .split(delimiter)
    .filter((_, i) => wanted(i + 1))
    .join(output ?? delimiter);
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
