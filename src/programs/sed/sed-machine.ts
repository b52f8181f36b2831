/** sed at work: line by line, so that it can follow an endless command. */
import type { Process } from "../../process/process.ts";
import { encodeText } from "../../process/text.ts";
import { complain } from "../lib/text/input.ts";
import { contentOf, type LineSource, TakenFiles } from "./sed-input.ts";
import type { WrittenFiles } from "./sed-output.ts";
import type { Address, SedCommand } from "./sed-script.ts";

/** Bounds `:a; ba`. */
const MAX_STEPS = 10_000_000;

/** Where the edited lines go. */
export interface SedOutput {
  write(text: string): void;
  /** A piece of a file, as it is. */
  writeBytes(bytes: Uint8Array): Promise<void>;
}

/** What comes after the line: a text, or a file's content. */
interface Appended {
  readonly text: string;
  readonly file: string | undefined;
}

/** The machine: two buffers of text, and the commands of a script. */
export class Sed {
  private readonly process: Process;
  private readonly script: readonly SedCommand[];
  private readonly quiet: boolean;
  private readonly input: LineSource;
  private readonly files: WrittenFiles;
  private readonly output: SedOutput;
  private readonly taken: TakenFiles;
  /** The last line had no newline, which comes before whatever else is written. */
  private newlineMissing = false;
  private space = "";
  private hold = "";
  private newline = "\n";
  private appended: Appended[] = [];
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
    output: SedOutput,
  ) {
    this.process = process;
    this.script = script;
    this.quiet = quiet;
    this.input = input;
    this.files = files;
    this.output = output;
    this.taken = new TakenFiles(process);
  }

  /** @returns the exit status */
  async run(): Promise<number> {
    const status = await this.cycles();
    await this.taken.close();
    return status;
  }

  private async cycles(): Promise<number> {
    let line = await this.input.next();
    while (line) {
      this.space = line.text;
      this.newline = line.ended ? "\n" : "";
      this.replaced = false;
      let result = await this.cycle();
      while (result === "restart") result = await this.cycle();
      if (result === "print" && !this.quiet) this.print(this.space);
      await this.append();
      await this.files.settle();
      await this.process.stdout.flush();
      if (this.quit !== undefined) return this.quit;
      line = await this.input.next();
    }
    return 0;
  }

  /** Writes what waited for the end of the line (`dump_append`). */
  private async append(): Promise<void> {
    for (const { text, file } of this.appended) {
      if (this.newlineMissing) this.write("");
      if (file === undefined) this.output.write(text);
      else for await (const bytes of contentOf(this.process, file)) await this.output.writeBytes(bytes);
    }
    this.appended = [];
  }

  private print(text: string): void {
    this.write(text + this.newline);
    this.newlineMissing = this.newline === "";
  }

  private write(text: string): void {
    this.output.write(this.newlineMissing ? `\n${text}` : text);
    this.newlineMissing = false;
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
        // `q` completes the last line, even when nothing follows it
        if (command.name === "q") this.appended.push({ text: "", file: undefined });
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
        this.appended.push({ text: `${command.text}\n`, file: undefined });
        return undefined;
      case "r":
        this.appended.push({ text: "", file: command.text });
        return undefined;
      case "R":
        return this.takeLine(command.text);
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
        this.write(listed(this.space, command.number));
        return undefined;
      case "w":
        return this.writeFile(command.text, this.space);
      case "W":
        return this.writeFile(command.text, this.space.split("\n", 1)[0], "\n");
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

  private async takeLine(name: string): Promise<undefined> {
    const text = await this.taken.take(name);
    if (text !== undefined) this.appended.push({ text, file: undefined });
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

  private writeFile(name: string, text: string, newline = this.newline): undefined {
    if (name === "/dev/stdout") this.write(text + newline);
    else if (name === "/dev/stderr") this.process.stderr.write(text + newline);
    else this.files.write(name, text, newline);
    return undefined;
  }
}

const ESCAPES: ReadonlyMap<number, string> = new Map(
  Object.entries({ 7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 92: "\\" }).map(
    ([code, letter]) => [Number(code), `\\${letter}`],
  ),
);

/** Text without a doubt about its bytes, in lines of that width; 0: in one line (`do_list`). */
function listed(text: string, width: number): string {
  let out = "";
  let column = 0;
  for (const byte of encodeText(text)) {
    const plain =
      byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`;
    const shown = ESCAPES.get(byte) ?? plain;
    if (width > 0 && column + shown.length > width - 1) {
      out += "\\\n";
      column = 0;
    }
    out += shown;
    column += shown.length;
  }
  return `${out}$\n`;
}
