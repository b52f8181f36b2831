/** GNU xargs: builds command lines from standard input. */
import { ENOENT, strerror } from "../../errno.ts";
import type { Main, Process } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
import { decodeEscapes } from "../lib/text/escapes.ts";
import { usageFailure } from "../lib/text/input.ts";

/** The most arguments of one command line, for there is no limit in bytes here. */
const MOST = 5000;

interface Request {
  readonly command: readonly string[];
  readonly most: number;
  readonly lines: number | undefined;
  readonly replace: string | undefined;
  readonly parallel: number;
  readonly trace: boolean;
  readonly evenIfEmpty: boolean;
}

export const main: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "+0a:d:I:i::L:l::n:P:rtx", [
    { name: "delimiter", argument: "required", value: "d" },
    { name: "max-args", argument: "required", value: "n" },
    { name: "max-lines", argument: "optional", value: "l" },
    { name: "max-procs", argument: "required", value: "P" },
    { name: "no-run-if-empty", argument: "none", value: "r" },
    { name: "null", argument: "none", value: "0" },
    { name: "replace", argument: "optional", value: "i" },
    { name: "verbose", argument: "none", value: "t" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const find = (name: string) => options.findLast(({ option }) => option === name);
  const replace = find("I")?.argument ?? (find("i") ? (find("i")?.argument ?? "{}") : undefined);
  const request: Request = {
    command: operands.length > 0 ? operands : ["echo"],
    most: Math.max(1, Number(find("n")?.argument ?? MOST)),
    lines: find("L") || find("l") ? Number(find("L")?.argument ?? find("l")?.argument ?? 1) : undefined,
    replace,
    parallel: Math.max(1, Number(find("P")?.argument ?? 1)),
    trace: find("t") !== undefined,
    evenIfEmpty: find("r") === undefined,
  };
  const text = await process.stdin.readAll();
  const delimiter = find("0")
    ? "\0"
    : find("d")
      ? decodeEscapes(find("d")?.argument ?? "", "printf").text
      : undefined;
  const lines = split(text, delimiter, replace !== undefined);
  if (typeof lines === "string") {
    process.stderr.write(`xargs: ${lines}\n`);
    return 1;
  }
  return runAll(process, commands(lines, request), request);
};

/** The arguments of each line; a text is an error. */
function split(text: string, delimiter: string | undefined, whole: boolean): string[][] | string {
  if (delimiter !== undefined) {
    const parts = text.split(delimiter);
    if (parts.at(-1) === "") parts.pop();
    return parts.map((part) => [part]);
  }
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const result: string[][] = [];
  for (const line of lines) {
    if (whole) {
      if (line.trim() !== "") result.push([line.trimStart()]);
      continue;
    }
    const words = splitLine(line);
    if (typeof words === "string") return words;
    if (words.length > 0) result.push(words);
  }
  return result;
}

function splitLine(line: string): string[] | string {
  const words: string[] = [];
  for (const match of line.matchAll(/(?:\\.|'[^']*'|"[^"]*"|[^\s\\'"]|['"].*$)+/g)) {
    let word = "";
    for (const piece of match[0].matchAll(/\\(.)|'([^']*)'|"([^"]*)"|([^\s\\'"])|(['"])/g)) {
      if (piece[5] !== undefined) {
        const kind = piece[5] === "'" ? "single" : "double";
        return `unmatched ${kind} quote; by default quotes are special to xargs unless you use the -0 option`;
      }
      word += piece[1] ?? piece[2] ?? piece[3] ?? piece[4];
    }
    words.push(word);
  }
  return words;
}

function commands(lines: readonly string[][], request: Request): string[][] {
  const { command, replace } = request;
  if (replace !== undefined)
    return lines.map(([line]) => command.map((word) => word.split(replace).join(line)));
  const groups: string[][] = [];
  if (request.lines !== undefined) {
    for (let i = 0; i < lines.length; i += request.lines)
      groups.push(lines.slice(i, i + request.lines).flat());
  } else {
    const words = lines.flat();
    for (let i = 0; i < words.length; i += request.most) groups.push(words.slice(i, i + request.most));
  }
  if (groups.length === 0 && request.evenIfEmpty) groups.push([]);
  return groups.map((words) => [...command, ...words]);
}

async function runAll(process: Process, all: readonly string[][], request: Request): Promise<number> {
  let status = 0;
  const running: { wait(): Promise<number> }[] = [];
  const settle = async (child: { wait(): Promise<number> } | undefined) => {
    const result = (await child?.wait()) ?? 0;
    if (result === 255) return 124;
    if (result >= 126) status = result > 128 ? 125 : result;
    else if (result !== 0) status = 123;
    return 0;
  };
  for (const argv of all) {
    if (request.trace) process.stderr.write(`${argv.join(" ")}\n`);
    const child = await process.spawn(argv);
    if (typeof child === "number") {
      process.stderr.write(`xargs: ${argv[0]}: ${strerror(-child)}\n`);
      return child === -ENOENT ? 127 : 126;
    }
    running.push(child);
    if (running.length >= request.parallel && (await settle(running.shift())) !== 0) return 124;
  }
  while (running.length > 0) await settle(running.shift());
  return status;
}
