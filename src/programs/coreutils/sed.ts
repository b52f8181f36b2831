/** GNU sed: line by line, so that it can follow an endless command. */
import { EISDIR, strerror } from "../../errno.ts";
import { O_CREAT, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import type { Main, Process } from "../../process/process.ts";
import { encodeText } from "../../process/text.ts";
import { getopt } from "../lib/getopt.ts";
import { complain, keptLines, type Line, linesOf, openInput, usageFailure } from "../lib/text/input.ts";
import { writeWhole } from "../lib/text/output-file.ts";
import { PANIC, SedPanic, WrittenFiles } from "./sed-output.ts";
import { type Address, parseSed, type SedCommand, SedSyntaxError } from "./sed-script.ts";

/** Status when an input file could not be read. */
const BAD_INPUT = 2;
/** Bounds `:a; ba`. */
const MAX_STEPS = 10_000_000;

export const main: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "bnEe:f:i::l:rsuz", [
    { name: "expression", argument: "required", value: "e" },
    { name: "file", argument: "required", value: "f" },
    { name: "in-place", argument: "optional", value: "i" },
    { name: "line-buffered", argument: "none", value: "u" },
    { name: "quiet", argument: "none", value: "n" },
    { name: "regexp-extended", argument: "none", value: "E" },
    { name: "separate", argument: "none", value: "s" },
    { name: "silent", argument: "none", value: "n" },
    { name: "unbuffered", argument: "none", value: "u" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const has = (...names: string[]) => options.some(({ option }) => names.includes(option));
  const pieces: string[] = [];
  for (const { option, argument = "" } of options) {
    if (option === "e") pieces.push(argument);
    if (option !== "f") continue;
    const text = await readScript(process, argument);
    if (text === undefined) return 1;
    pieces.push(text);
  }
  const files = [...operands];
  if (pieces.length === 0) {
    const first = files.shift();
    if (first === undefined) {
      process.stderr.write(
        `Usage: ${process.argv[0]} [OPTION]... {script-only-if-no-other-script} [input-file]...\n`,
      );
      return 1;
    }
    pieces.push(first);
  }
  let script: SedCommand[];
  try {
    script = parseSed(pieces.join("\n"), has("E", "r"));
  } catch (error) {
    if (!(error instanceof SedSyntaxError)) throw error;
    process.stderr.write(`${process.argv[0]}: -e expression #1, char ${error.position}: ${error.message}\n`);
    return 1;
  }
  const quiet = has("n") || pieces[0]?.startsWith("#n\n");
  const suffix = has("i") ? (options.find(({ option }) => option === "i")?.argument ?? "") : undefined;
  try {
    return await edit(process, { script, quiet, files, suffix, unbuffered: has("u") });
  } catch (error) {
    if (!(error instanceof SedPanic)) throw error;
    complain(process, error.message);
    return error.status;
  }
};

/** What is to be done to which files. */
interface Editing {
  readonly script: readonly SedCommand[];
  readonly quiet: boolean;
  readonly files: readonly string[];
  /** What is appended to the names of the originals when files are edited in place; undefined when they are not. */
  readonly suffix: string | undefined;
  readonly unbuffered: boolean;
}

async function edit(process: Process, editing: Editing): Promise<number> {
  const { script, quiet, files, suffix } = editing;
  const written = new WrittenFiles(process, editing.unbuffered);
  written.open(script);
  if (suffix !== undefined) return inPlace(process, editing, written, suffix);
  const input = new LineSource(process, files.length > 0 ? files : ["-"], false);
  const machine = new Sed(process, script, quiet, input, written, (text) => process.stdout.write(text));
  const status = await machine.run();
  await written.close();
  return status || input.trouble;
}

async function readScript(process: Process, name: string): Promise<string | undefined> {
  const file = openInput(process, name);
  if (typeof file === "number") {
    complain(process, `couldn't open file ${name}: ${strerror(-file)}`);
    return undefined;
  }
  return (await keptLines(process, file)).map(({ text }) => text).join("\n");
}

async function inPlace(
  process: Process,
  { script, quiet, files }: Editing,
  written: WrittenFiles,
  suffix: string,
): Promise<number> {
  let status = 0;
  for (const name of files) {
    const input = new LineSource(process, [name], true);
    let text = "";
    const machine = new Sed(process, script, quiet, input, written, (piece) => {
      text += piece;
    });
    const ended = await machine.run();
    if (input.trouble !== 0) {
      status = input.trouble;
      continue;
    }
    // at the end: what was written elsewhere fails before the last file is replaced
    if (name === files.at(-1)) await written.close();
    if (ended !== 0) status = ended;
    if (suffix !== "") process.sys.rename(process.resolve(name), process.resolve(name + suffix));
    const file = process.sys.open(process.resolve(name), O_WRONLY | O_CREAT | O_TRUNC, 0o666);
    if (typeof file === "number") throw new SedPanic(`couldn't open file ${name}: ${strerror(-file)}`);
    const error = await writeWhole(process, file, encodeText(text));
    file.close();
    if (error !== 0) throw new SedPanic(`couldn't flush ${name}: ${strerror(-error)}`);
  }
  await written.close();
  return status;
}

/** All lines of all files; whether a line is the last one is known only when the next was asked for. */
class LineSource {
  /** Status because of files that could not be read. */
  trouble = 0;
  number = 0;
  private readonly lines: AsyncGenerator<Line>;
  private readonly inPlace: boolean;
  private ahead: Line | undefined;
  private ended = false;

  constructor(process: Process, names: readonly string[], inPlace: boolean) {
    this.inPlace = inPlace;
    this.lines = this.all(process, names);
  }

  private async *all(process: Process, names: readonly string[]): AsyncGenerator<Line> {
    for (const name of names) {
      const file = openInput(process, name);
      if (typeof file === "number") {
        if (file === -EISDIR && !this.inPlace)
          throw new SedPanic(`read error on ${name}: ${strerror(EISDIR)}`);
        this.trouble = file === -EISDIR ? PANIC : BAD_INPUT;
        const what =
          file === -EISDIR
            ? `couldn't edit ${name}: not a regular file`
            : `can't read ${name}: ${strerror(-file)}`;
        complain(process, what);
      } else yield* linesOf(process, file);
    }
  }

  async next(): Promise<Line | undefined> {
    const line = this.ahead ?? (await this.fetch());
    this.ahead = undefined;
    if (line) this.number++;
    return line;
  }

  async isLast(): Promise<boolean> {
    this.ahead ??= await this.fetch();
    return this.ahead === undefined;
  }

  private async fetch(): Promise<Line | undefined> {
    if (this.ended) return undefined;
    const result = await this.lines.next();
    if (!result.done) return result.value;
    this.ended = true;
    return undefined;
  }
}

class Sed {
  private readonly process: Process;
  private readonly script: readonly SedCommand[];
  private readonly quiet: boolean;
  private readonly input: LineSource;
  private readonly files: WrittenFiles;
  private readonly write: (text: string) => void;
  private space = "";
  private hold = "";
  private newline = "\n";
  private appended: string[] = [];
  private replaced = false;
  private steps = 0;
  private quit: number | undefined;
  private readonly ranges = new Map<SedCommand, { active: boolean; end: number }>();

  constructor(
    process: Process,
    script: readonly SedCommand[],
    quiet: boolean,
    input: LineSource,
    files: WrittenFiles,
    write: (text: string) => void,
  ) {
    this.process = process;
    this.script = script;
    this.quiet = quiet;
    this.input = input;
    this.files = files;
    this.write = write;
  }

  async run(): Promise<number> {
    let line = await this.input.next();
    while (line) {
      this.space = line.text;
      this.newline = line.ended ? "\n" : "";
      this.replaced = false;
      let result = await this.cycle();
      while (result === "restart") result = await this.cycle();
      if (result === "print" && !this.quiet) this.print(this.space);
      for (const text of this.appended) this.write(text);
      this.appended = [];
      await this.files.settle();
      await this.process.stdout.flush();
      if (this.quit !== undefined) return this.quit;
      line = await this.input.next();
    }
    return 0;
  }

  private print(text: string): void {
    this.write(text + this.newline);
  }

  private async cycle(): Promise<"print" | "delete" | "restart"> {
    for (let at = 0; at < this.script.length; at++) {
      if (++this.steps > MAX_STEPS) {
        complain(this.process, "too many steps without end");
        this.quit = 4;
        return "delete";
      }
      if (this.steps % 4096 === 0) await this.process.sleep(0);
      const command = this.script[at];
      const selected = (await this.selects(command)) !== command.negated;
      if (!selected) {
        if (command.name === "{") at = command.target;
        continue;
      }
      const outcome = await this.execute(command);
      if (typeof outcome === "number") at = outcome;
      else if (outcome !== undefined) return outcome;
    }
    return "print";
  }

  private async selects(command: SedCommand): Promise<boolean> {
    const { first, second } = command;
    if (!first) return true;
    if (!second) return this.matches(first);
    const range = this.ranges.get(command) ?? { active: false, end: 0 };
    this.ranges.set(command, range);
    const { number } = this.input;
    if (!range.active) {
      const starts = first.kind === "line" && first.line === 0 ? number === 1 : await this.matches(first);
      if (!starts) return false;
      if (second.kind === "plus") range.end = number + second.line;
      else if (second.kind === "multiple")
        range.end = second.line <= 0 ? number : Math.ceil(number / second.line) * second.line;
      else range.end = second.kind === "line" ? second.line : 0;
      const zero = first.kind === "line" && first.line === 0;
      range.active =
        second.kind === "regexp" || second.kind === "last"
          ? !(zero && (await this.matches(second)))
          : range.end > number;
      return true;
    }
    if (second.kind === "regexp" || second.kind === "last") {
      if (await this.matches(second)) range.active = false;
      return true;
    }
    if (number >= range.end) range.active = false;
    return number <= range.end || range.end === 0;
  }

  private async matches(address: Address): Promise<boolean> {
    const { number } = this.input;
    switch (address.kind) {
      case "line":
        return number === address.line;
      case "step":
        return address.step <= 0
          ? number === address.line
          : number >= address.line && (number - address.line) % address.step === 0;
      case "last":
        return this.input.isLast();
      case "regexp":
        address.regExp.lastIndex = 0;
        return address.regExp.test(this.space);
      default:
        return false;
    }
  }

  private async execute(command: SedCommand): Promise<"print" | "delete" | "restart" | number | undefined> {
    switch (command.name) {
      case "s":
        return this.substitute(command);
      case "d":
        return "delete";
      case "D": {
        const newline = this.space.indexOf("\n");
        if (newline < 0) return "delete";
        this.space = this.space.slice(newline + 1);
        return "restart";
      }
      case "p":
        this.print(this.space);
        return undefined;
      case "P":
        this.write(`${this.space.split("\n", 1)[0]}\n`);
        return undefined;
      case "q":
      case "Q":
        this.quit = command.number;
        return command.name === "q" ? "print" : "delete";
      case "n":
        return this.nextLine();
      case "N":
        return this.joinLine();
      case "b":
        return command.target;
      case "t":
      case "T": {
        const jump = this.replaced === (command.name === "t");
        this.replaced = false;
        return jump ? command.target : undefined;
      }
      case "y":
        this.space = [...this.space].map((character) => command.map?.get(character) ?? character).join("");
        return undefined;
      case "a":
        this.appended.push(`${command.text}\n`);
        return undefined;
      case "i":
        this.write(`${command.text}\n`);
        return undefined;
      case "c":
        if (!command.second || command.negated || !this.ranges.get(command)?.active)
          this.write(`${command.text}\n`);
        return "delete";
      case "=":
        this.write(`${this.input.number}\n`);
        return undefined;
      case "l":
        this.write(`${this.space.replace(/\\/g, "\\\\").replace(/\t/g, "\\t").replace(/\n/g, "\\n")}$\n`);
        return undefined;
      case "w":
        return this.writeFile(command.text, this.space);
      default:
        return this.holdSpace(command.name);
    }
  }

  private holdSpace(name: string): undefined {
    if (name === "h") this.hold = this.space;
    else if (name === "H") this.hold += `\n${this.space}`;
    else if (name === "g") this.space = this.hold;
    else if (name === "G") this.space += `\n${this.hold}`;
    else if (name === "x") [this.space, this.hold] = [this.hold, this.space];
    return undefined;
  }

  private async nextLine(): Promise<"delete" | undefined> {
    if (await this.input.isLast()) {
      if (!this.quiet) this.print(this.space);
      this.quit = 0;
      return "delete";
    }
    if (!this.quiet) this.print(this.space);
    const line = await this.input.next();
    this.space = line?.text ?? "";
    this.newline = line?.ended ? "\n" : "";
    return undefined;
  }

  private async joinLine(): Promise<"print" | undefined> {
    const line = await this.input.next();
    if (!line) {
      this.quit = 0;
      return "print";
    }
    this.space += `\n${line.text}`;
    this.newline = line.ended ? "\n" : "";
    return undefined;
  }

  private substitute(command: SedCommand): undefined {
    const { regExp, replacement, flags } = command;
    if (!regExp || !replacement) return undefined;
    let count = 0;
    let changed = false;
    regExp.lastIndex = 0;
    const result = this.space.replace(regExp, (...args: unknown[]) => {
      count++;
      const skip = count < flags.occurrence || (!flags.global && count > flags.occurrence);
      if (skip) return String(args[0]);
      changed = true;
      return replacement(args as string[]);
    });
    if (!changed) return undefined;
    this.space = result;
    this.replaced = true;
    if (flags.print) this.print(this.space);
    if (flags.file !== "") this.writeFile(flags.file, this.space);
    return undefined;
  }

  private writeFile(name: string, text: string): undefined {
    if (name === "/dev/stdout") this.print(text);
    else if (name === "/dev/stderr") this.process.stderr.write(text + this.newline);
    else this.files.write(name, text, this.newline);
    return undefined;
  }
}
