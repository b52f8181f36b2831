/** awk: mawk 1.3.4, which is Debian's. */
import { strerror } from "../../errno.ts";
import type { Process } from "../../process/process.ts";
import { byteCharacters } from "../../process/text.ts";
import { readTextFile } from "../lib/read-file.ts";
import { Interpreter } from "./interpreter.ts";
import { AwkSyntaxError, decodeString } from "./lexer.ts";
import { parseAwk } from "./parser.ts";
import { AWK_USAGE } from "./usage.ts";
import { AwkError } from "./value.ts";

interface Options {
  readonly assignments: readonly (readonly [string, string])[];
  readonly separator: string | undefined;
  readonly program: string;
  readonly operands: readonly string[];
  readonly interactive: boolean;
}

/** Ends with a message and a status. */
class Refusal {
  readonly message: string;
  readonly status: number;
  constructor(message: string, status = 2) {
    this.message = message;
    this.status = status;
  }
}

export async function main(process: Process): Promise<number> {
  const name = process.argv[0].split("/").at(-1) ?? "awk";
  try {
    const options = parseOptions(process);
    if (typeof options === "number") return options;
    return await run(process, name, options);
  } catch (error) {
    if (error instanceof Refusal || error instanceof AwkSyntaxError) {
      const more = error instanceof AwkSyntaxError ? error.more : [];
      for (const text of [error.message, ...more]) process.stderr.write(`${name}: ${text}\n`);
      return error instanceof Refusal ? error.status : 2;
    }
    throw error;
  }
}

async function run(process: Process, name: string, options: Options): Promise<number> {
  const interpreter = new Interpreter(
    process,
    parseAwk(byteCharacters(options.program)),
    options.interactive,
  );
  interpreter.operands(name, options.operands);
  if (options.separator !== undefined) interpreter.assign("FS", separatorOf(options.separator));
  for (const [variable, value] of options.assignments)
    interpreter.assign(variable, decodeString(byteCharacters(value)));
  try {
    return await interpreter.run();
  } catch (error) {
    // an expression of very many operands is deeper than the stack
    if (error instanceof RangeError) throw new Refusal("program too complex");
    if (!(error instanceof AwkError)) throw error;
    const place = /^(cannot open|read error) /.test(error.message) ? "" : interpreter.place;
    const kind = place === "" ? "" : "run time error: ";
    process.stderr.write(`${name}: ${kind}${error.message}\n${place}`);
    await interpreter.closeAll();
    return error.status;
  }
}

/** `-F t` is the letter, as in mawk. */
function separatorOf(text: string): string {
  return decodeString(byteCharacters(text));
}

function parseOptions(process: Process): Options | number {
  const words = process.argv.slice(1);
  const assignments: (readonly [string, string])[] = [];
  const files: string[] = [];
  let separator: string | undefined;
  let interactive = false;
  for (let at = 0; ; at++) {
    const word = words[at];
    if (word === undefined || !word.startsWith("-") || word === "-" || word === "--") {
      const rest = words.slice(word === "--" ? at + 1 : at);
      return finish(process, { assignments, files, separator, interactive }, rest);
    }
    const letter = word[1];
    if (!"FfvW".includes(letter)) throw new Refusal(`not an option: ${word}`);
    const argument = word.length > 2 ? word.slice(2) : words[++at];
    if (argument === undefined) throw new Refusal(`option ${word} lacks argument`);
    if (letter === "F") separator = argument;
    else if (letter === "f") files.push(argument);
    else if (letter === "v") assignments.push(assignmentOf(argument));
    else {
      const result = implementationOption(process, argument);
      if (result !== undefined) return result;
      interactive ||= "interactive".startsWith(argument.toLowerCase());
    }
  }
}

function assignmentOf(text: string): readonly [string, string] {
  const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(text);
  if (match === null) throw new Refusal(`improper assignment: -v ${text}`);
  return [match[1], match[2]];
}

/** `-W`; @returns the exit status when the option ends the program */
function implementationOption(process: Process, text: string): number | undefined {
  const word = text.toLowerCase();
  if ("version".startsWith(word)) {
    process.stdout.write("mawk 1.3.4 20200120\n");
    return 0;
  }
  if ("help".startsWith(word) || "usage".startsWith(word)) {
    process.stderr.write(AWK_USAGE);
    return 2;
  }
  if (!"interactive".startsWith(word))
    process.stderr.write(`${process.argv[0]}: vacuous option: -W ${text}\n`);
  return undefined;
}

interface Parsed {
  readonly assignments: Options["assignments"];
  readonly files: readonly string[];
  readonly separator: string | undefined;
  readonly interactive: boolean;
}

function finish(process: Process, parsed: Parsed, rest: readonly string[]): Options | number {
  if (parsed.files.length > 0) {
    const program = parsed.files.map((name) => programFile(process, name)).join("\n");
    return { ...parsed, program, operands: rest };
  }
  if (rest.length === 0) {
    if (process.argv.length === 1) process.stderr.write(AWK_USAGE);
    return 0;
  }
  return { ...parsed, program: rest[0], operands: rest.slice(1) };
}

function programFile(process: Process, name: string): string {
  const text = readTextFile(process.sys, name === "-" ? "/dev/stdin" : process.resolve(name));
  if (typeof text === "number") throw new Refusal(`cannot open ${name} (${strerror(-text)})`);
  return text;
}
