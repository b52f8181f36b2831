/** GNU grep 3.8: basic, extended, fixed and (as far as JavaScript's syntax goes) Perl expressions; lines are printed as they come. */
import { strerror } from "../../errno.ts";
import type { Main, Process } from "../../process/process.ts";
import { multibyteLocale } from "../../process/text.ts";
import { getopt, type LongOption, type ParsedOption } from "../lib/getopt.ts";
import { keptLines, linesOf, openInput } from "../lib/text/input.ts";
import { basicToExtended, translateExtended } from "../lib/text/regexp.ts";
import { type GrepColors, grepColors, wantsColor } from "./grep-color.ts";
import { GrepPrinter, type PrintOptions } from "./grep-print.ts";
import { anyDirectory, filesBelow } from "./grep-walk.ts";
import { translatePerl } from "./perl.ts";

const LONG: readonly LongOption[] = [
  { name: "help", argument: "none", value: "help" },
  { name: "version", argument: "none", value: "V" },
  { name: "after-context", argument: "required", value: "A" },
  { name: "basic-regexp", argument: "none", value: "G" },
  { name: "before-context", argument: "required", value: "B" },
  { name: "color", argument: "optional" },
  { name: "colour", argument: "optional", value: "color" },
  { name: "binary-files", argument: "required", value: "binary-files" },
  { name: "byte-offset", argument: "none", value: "b" },
  { name: "context", argument: "required", value: "C" },
  { name: "count", argument: "none", value: "c" },
  { name: "dereference-recursive", argument: "none", value: "R" },
  { name: "devices", argument: "required", value: "D" },
  { name: "directories", argument: "required", value: "d" },
  { name: "exclude", argument: "required" },
  { name: "exclude-dir", argument: "required" },
  { name: "exclude-from", argument: "required" },
  { name: "extended-regexp", argument: "none", value: "E" },
  { name: "file", argument: "required", value: "f" },
  { name: "files-with-matches", argument: "none", value: "l" },
  { name: "files-without-match", argument: "none", value: "L" },
  { name: "fixed-strings", argument: "none", value: "F" },
  { name: "group-separator", argument: "required" },
  { name: "ignore-case", argument: "none", value: "i" },
  { name: "include", argument: "required" },
  { name: "initial-tab", argument: "none", value: "T" },
  { name: "invert-match", argument: "none", value: "v" },
  { name: "label", argument: "required" },
  { name: "line-buffered", argument: "none" },
  { name: "line-number", argument: "none", value: "n" },
  { name: "line-regexp", argument: "none", value: "x" },
  { name: "max-count", argument: "required", value: "m" },
  { name: "no-filename", argument: "none", value: "h" },
  { name: "no-group-separator", argument: "none" },
  { name: "no-ignore-case", argument: "none" },
  { name: "no-messages", argument: "none", value: "s" },
  { name: "null", argument: "none", value: "Z" },
  { name: "null-data", argument: "none", value: "z" },
  { name: "only-matching", argument: "none", value: "o" },
  { name: "perl-regexp", argument: "none", value: "P" },
  { name: "quiet", argument: "none", value: "q" },
  { name: "recursive", argument: "none", value: "r" },
  { name: "regexp", argument: "required", value: "e" },
  { name: "silent", argument: "none", value: "q" },
  { name: "text", argument: "none", value: "a" },
  { name: "with-filename", argument: "none", value: "H" },
  { name: "word-regexp", argument: "none", value: "w" },
];

/** Options that GNU grep has and this one has not. */
const UNSUPPORTED = new Set(
  "b d D T u V help binary-files exclude exclude-dir exclude-from group-separator include label no-group-separator no-ignore-case".split(
    " ",
  ),
);

const USAGE = "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n";

interface Request extends PrintOptions {
  readonly before: number;
  readonly after: number;
  readonly most: number;
  /** Matches what cannot be shown as text. */
  readonly binary: RegExp;
}

/** What makes a line binary: zeros, and bytes that are no characters where there are such. */
const ZERO = /\0/;
const ZERO_OR_BYTE = /[\0\udc80-\udcff]/u;
const NOTHING = /(?!)/;

function binaryOf(process: Process, letters: ReadonlySet<string>): RegExp {
  if (letters.has("a")) return NOTHING;
  const zero = letters.has("z") ? NOTHING : ZERO;
  return multibyteLocale((name) => process.env.get(name)) ? ZERO_OR_BYTE : zero;
}

export const main: Main = async (process) => {
  const argv = process.argv.map((word, i) => (i > 0 && /^-\d+$/.test(word) ? `-C${word.slice(1)}` : word));
  const { options, operands, errors } = getopt(argv, "A:aB:bC:cD:d:Ee:Ff:GHhiLlm:noPqRrsTUuVvwxyZz", LONG);
  if (errors.length > 0) {
    for (const error of errors) process.stderr.write(`${error}\n`);
    process.stderr.write(USAGE);
    return 2;
  }
  const letters = new Set(options.map(({ option }) => option));
  const refused = options.find(({ option }) => UNSUPPORTED.has(option))?.option;
  if (refused !== undefined) {
    process.stderr.write(`grep: option ${refused.length > 1 ? "--" : "-"}${refused} is not supported here\n`);
    return 2;
  }
  const color = colorsWanted(process, options);
  if (color === "refused") return 2;
  const value = (option: string) => options.findLast((each) => each.option === option)?.argument;
  const patterns = options
    .filter(({ option }) => option === "e")
    .flatMap(({ argument }) => (argument ?? "").split("\n"));
  const patternFile = value("f");
  if (patternFile !== undefined) {
    const lines = await readPatterns(process, patternFile);
    if (typeof lines === "number") return 2;
    patterns.push(...lines);
  }
  const files = [...operands];
  if (!letters.has("e") && patternFile === undefined) {
    const first = files.shift();
    if (first === undefined) {
      process.stderr.write(USAGE);
      return 2;
    }
    patterns.push(...first.split("\n"));
  }
  const pattern = compile(patterns, letters, process.argv[0]);
  if (!pattern) {
    process.stderr.write("grep: Invalid regular expression\n");
    return 2;
  }
  const recursive = letters.has("r") || letters.has("R");
  const quiet = letters.has("s");
  const names = recursive
    ? filesBelow(process, files, letters.has("R"), (name) => {
        if (!quiet) process.stderr.write(`grep: ${name}: warning: recursive directory loop\n`);
      })
    : files.length > 0
      ? files
      : ["-"];
  const many = files.length > 1 || (recursive && (files.length === 0 || anyDirectory(process, files)));
  const context = Number(value("C") ?? 0);
  return search(process, names, {
    letters,
    pattern,
    colors: color,
    before: Number(value("B") ?? context),
    after: Number(value("A") ?? context),
    most: value("m") === undefined ? Number.POSITIVE_INFINITY : Number(value("m")),
    names: letters.has("H") || (!letters.has("h") && many),
    binary: binaryOf(process, letters),
  });
};

/** The colours that the options ask for; an unknown word would have GNU grep print its help. */
function colorsWanted(
  process: Process,
  options: readonly ParsedOption[],
): GrepColors | undefined | "refused" {
  let wanted: boolean | undefined = false;
  for (const { option, argument } of options) {
    if (option !== "color") continue;
    wanted = wantsColor(process, argument);
    if (wanted !== undefined) continue;
    process.stderr.write(`grep: --color=${argument}: no such choice; the help is not supported here\n`);
    return "refused";
  }
  return wanted ? grepColors(process) : undefined;
}

async function readPatterns(process: Process, name: string): Promise<string[] | number> {
  const file = openInput(process, name);
  if (typeof file === "number") {
    process.stderr.write(`grep: ${name}: ${strerror(-file)}\n`);
    return 2;
  }
  return (await keptLines(process, file)).map(({ text }) => text);
}

function compile(
  patterns: readonly string[],
  letters: ReadonlySet<string>,
  name: string,
): RegExp | undefined {
  const fixed = letters.has("F") || name.endsWith("fgrep");
  const extended = letters.has("E") || name.endsWith("egrep");
  let ignoreCase = letters.has("i") || letters.has("y");
  const sources = patterns.map((pattern) => {
    if (fixed) return pattern.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    if (letters.has("P")) {
      const perl = translatePerl(pattern);
      ignoreCase ||= perl?.ignoreCase === true;
      // an expression that is none, as the caller tells
      return perl?.source ?? "(";
    }
    return translateExtended(extended ? pattern : basicToExtended(pattern));
  });
  let source = sources.map((each) => (sources.length > 1 ? `(?:${each})` : each)).join("|");
  if (letters.has("w")) source = `(?<![\\w])(?:${source})(?![\\w])`;
  if (letters.has("x")) source = `^(?:${source})$`;
  try {
    return new RegExp(source, ignoreCase ? "gi" : "g");
  } catch {
    return undefined;
  }
}

async function search(process: Process, names: Iterable<string>, request: Request): Promise<number> {
  let found = false;
  let failed = false;
  for (const name of names) {
    const file = openInput(process, name);
    if (typeof file === "number") {
      failed = true;
      if (!request.letters.has("s")) process.stderr.write(`grep: ${name}: ${strerror(-file)}\n`);
      continue;
    }
    const searcher = new Searcher(process, name === "-" ? "(standard input)" : name, request);
    for await (const line of linesOf(process, file, request.letters.has("z") ? 0 : undefined)) {
      if (await searcher.take(line.text)) break;
    }
    searcher.finish();
    await process.stdout.flush();
    found ||= searcher.count > 0;
    if (found && request.letters.has("q")) return 0;
  }
  if (request.letters.has("q") && found) return 0;
  return failed ? 2 : found ? 0 : 1;
}

class Searcher {
  count = 0;
  private number = 0;
  private readonly held: { text: string; number: number }[] = [];
  private trailing = 0;
  private last = 0;
  private readonly process: Process;
  private readonly name: string;
  private readonly request: Request;
  private readonly printer: GrepPrinter;

  constructor(process: Process, name: string, request: Request) {
    this.process = process;
    this.name = name;
    this.request = request;
    this.printer = new GrepPrinter(process.stdout, name, request);
  }

  /** Looks at a line. @returns whether nothing more has to be read */
  async take(text: string): Promise<boolean> {
    const { letters, pattern, most } = this.request;
    this.number++;
    pattern.lastIndex = 0;
    const matches = pattern.test(text) !== letters.has("v");
    // after the last that is wanted, what matches is context like other lines
    if (!matches || this.count >= most) {
      this.context(text);
      return this.count >= most && this.trailing <= 0;
    }
    this.count++;
    if (letters.has("q") || letters.has("l") || letters.has("L")) return true;
    if (letters.has("c")) return this.count >= most;
    if (this.request.binary.test(text)) {
      this.process.stdout.write(`grep: ${this.name}: binary file matches\n`);
      return true;
    }
    this.print(text);
    await this.process.stdout.flush();
    return this.count >= most && this.request.after === 0;
  }

  private print(text: string): void {
    const separated = (this.request.before > 0 || this.request.after > 0) && this.last > 0;
    const first = this.held[0]?.number ?? this.number;
    if (separated && first > this.last + 1) this.printer.groupSeparator();
    for (const line of this.held) this.printer.line(line.text, line.number, "-");
    this.held.length = 0;
    this.printer.line(text, this.number, ":");
    this.trailing = this.request.after;
    this.last = this.number;
  }

  private context(text: string): void {
    if (this.trailing > 0) {
      this.trailing--;
      this.printer.line(text, this.number, "-");
      this.last = this.number;
    } else if (this.request.before > 0) {
      this.held.push({ text, number: this.number });
      if (this.held.length > this.request.before) this.held.shift();
    }
  }

  finish(): void {
    const { letters } = this.request;
    if (letters.has("q")) return;
    if (letters.has("c")) this.printer.count(this.count);
    else if (letters.has("l") ? this.count > 0 : letters.has("L") && this.count === 0)
      this.printer.fileName();
  }
}
