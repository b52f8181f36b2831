/** `ps`: processes of the box, chosen by number, name or user, in columns of one's own. */
import type { Main, Process } from "../../process/process.ts";
import { BSD, type Column, columnNamed, FULL, formatRow, PLAIN, type Row, USER } from "./ps-columns.ts";

const USAGE = `
Usage:
 ps [options]

 Try 'ps --help <simple|list|output|threads|misc|all>'
  or 'ps --help <s|l|o|t|m|a>'
 for additional help text.

For more details see ps(1).
`;

class Mistake {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

interface Request {
  all: boolean;
  full: boolean;
  user: boolean;
  bsd: boolean;
  headers: boolean;
  chosen: boolean;
  readonly pids: Set<number>;
  readonly parents: Set<number>;
  readonly names: Set<string>;
  readonly columns: Column[];
}

/** Options with a list behind them, and what that does. */
const LISTS: ReadonlyMap<string, (request: Request, words: readonly string[]) => void> = new Map([
  ...["-p", "p", "-q", "q", "--pid", "--quick-pid"].map(
    (key): [string, (request: Request, words: readonly string[]) => void] => [
      key,
      (request, words) => addNumbers(request.pids, words),
    ],
  ),
  ["--ppid", (request, words) => addNumbers(request.parents, words)],
  [
    "-C",
    (request, words) => {
      for (const word of words) request.names.add(word);
    },
  ],
]);
const FORMATS: ReadonlySet<string> = new Set(["-o", "o", "-O", "--format"]);

function addNumbers(into: Set<number>, words: readonly string[]): void {
  for (const word of words) {
    if (!/^\d+$/.test(word)) throw new Mistake("process ID list syntax error");
    into.add(Number(word));
  }
}

/** `pid,comm=NAME`: what stands behind an equals sign is the header, to the end of the word. */
function addColumns(request: Request, text: string): void {
  const equal = text.indexOf("=");
  const keys = (equal < 0 ? text : text.slice(0, equal)).split(/[,\s]+/).filter((key) => key !== "");
  if (equal >= 0 && /,[a-z%]+=/i.test(text.slice(equal + 1))) {
    // headers of several: each ends at the next comma that a name with a header follows
    for (const part of text.split(/,(?=[a-z%]+(?:=|,|$))/i)) addColumns(request, part);
    return;
  }
  for (const [i, key] of keys.entries()) {
    const column = columnNamed(key);
    if (column === undefined) throw new Mistake(`unknown user-defined format specifier "${key}"`);
    const named = equal >= 0 && i === keys.length - 1;
    request.columns.push(named ? { ...column, header: text.slice(equal + 1) } : column);
  }
}

function parse(argv: readonly string[]): Request {
  const request: Request = {
    all: false,
    full: false,
    user: false,
    bsd: false,
    headers: true,
    chosen: false,
    pids: new Set(),
    parents: new Set(),
    names: new Set(),
    columns: [],
  };
  const words = argv.slice(1);
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [key, behind] = word.startsWith("--") ? [word.split("=")[0], word.split("=")[1]] : splitWord(word);
    const list = LISTS.get(key);
    if (list !== undefined || FORMATS.has(key)) {
      const value = behind ?? words.shift();
      if (value === undefined || value === "")
        throw new Mistake(
          list === undefined
            ? "format specification must follow -o"
            : `list of process IDs must follow ${key}`,
        );
      if (list === undefined) addColumns(request, value);
      else {
        request.chosen = true;
        list(
          request,
          value.split(/[,\s]+/).filter((part) => part !== ""),
        );
      }
    } else flags(request, word);
  }
  return request;
}

/** The letters before a list, taken as options; the last with what stands behind it. */
function splitWord(word: string): [string, string | undefined] {
  const match = /^(-?)([pqoOC])(.+)?$/.exec(word);
  if (match === null) return [word, undefined];
  return [`${match[1]}${match[2]}`, match[3]];
}

function flags(request: Request, word: string): void {
  if (/^\d+$/.test(word)) {
    request.chosen = true;
    request.bsd = true;
    request.pids.add(Number(word));
    return;
  }
  if (/^--no-?headers?$/.test(word) || word === "h") request.headers = false;
  else if (word === "-e" || word === "-A") request.all = true;
  else if (/^-[eAfawwF]+$/.test(word)) {
    request.all ||= /[eA]/.test(word);
    request.full ||= word.includes("f") || word.includes("F");
  } else if (/^[auxwe]+$/.test(word)) {
    request.all ||= /[ax]/.test(word);
    request.user ||= word.includes("u");
    request.bsd = true;
  } else if (/^-[aux]+$/.test(word)) {
    request.all = true;
    request.user ||= word.includes("u");
    request.bsd = true;
  } else throw new Mistake(`${word}: is not supported here`);
}

function select(process: Process, request: Request): Row[] {
  const rows = process.processes().map(({ pid, parentPid, group, argv }) => ({
    pid,
    parentPid,
    group,
    argv,
    self: pid === process.pid,
  }));
  if (request.chosen) {
    const name = ({ argv }: Row) => ((argv[0] ?? "").split("/").at(-1) ?? "").slice(0, 15);
    return rows.filter(
      (row) =>
        request.pids.has(row.pid) || request.parents.has(row.parentPid) || request.names.has(name(row)),
    );
  }
  if (request.all) return rows;
  const group = rows.find(({ self }) => self)?.group;
  return rows.filter((row) => row.group === group);
}

export const main: Main = (process) => {
  try {
    return run(process, parse(process.argv));
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    process.stderr.write(`error: ${error.text}\n${USAGE}`);
    return 1;
  }
};

function run(process: Process, request: Request): number {
  const usual = request.full ? FULL : request.user ? USER : request.bsd ? BSD : PLAIN;
  const columns = request.columns.length > 0 ? request.columns : usual;
  const rows = select(process, request);
  const headers = columns.map(({ header }) => header);
  if (request.headers && headers.some((header) => header !== ""))
    process.stdout.write(`${formatRow(columns, headers)}\n`);
  for (const row of rows)
    process.stdout.write(
      `${formatRow(
        columns,
        columns.map(({ text }) => text(row)),
      )}\n`,
    );
  return rows.length === 0 ? 1 : 0;
}
