/**
 * `ip -batch FILE`: one command a line, words split as iproute2's `makeargs` does, comments and continuation lines.
 */
import { isErrno, strerror } from "../../errno.ts";
import { O_RDONLY } from "../../kernel.ts";
import { CommandFailed, Exit } from "./arguments.ts";
import type { Ip } from "./context.ts";
import { readText } from "./names.ts";

const MAXIMUM_WORDS = 99;

/** Splits a line into words: blanks separate, quotes group. Undefined on an unterminated quote. */
function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  let rest = line.replace(/^[ \t\r\n]+/, "");
  while (rest !== "") {
    const quote = rest[0];
    if (quote === "'" || quote === '"') {
      const end = rest.indexOf(quote, 1);
      if (end < 0) return undefined;
      words.push(rest.slice(1, end));
      rest = rest.slice(end + 1);
    } else {
      const end = rest.search(/[ \t\r\n]/);
      words.push(end < 0 ? rest : rest.slice(0, end));
      rest = end < 0 ? "" : rest.slice(end);
    }
    rest = rest.replace(/^[ \t\r\n]+/, "");
  }
  return words;
}

/**
 * The commands of a text with the number of their last line: comments cut off, lines that end in a backslash joined. Ends early
 * with a complaint where the text ends after such a line.
 */
function* commandLines(ip: Ip, text: string): Generator<{ line: string; number: number }> {
  let pending: string | undefined;
  for (const [index, raw] of text.split(/(?<=\n)/).entries()) {
    // a line is a string of C, that ends with its first NUL
    const [line] = raw.split(/[#\0]/, 1);
    if (line.endsWith("\\\n")) {
      pending = (pending ?? "") + line.slice(0, -2);
      continue;
    }
    yield { line: (pending ?? "") + line, number: index + 1 };
    pending = undefined;
  }
  if (pending !== undefined) ip.complain("Missing continuation line\n");
}

async function readBatch(ip: Ip, name: string): Promise<string> {
  if (name === "-") return ip.process.stdin.readAll();
  const path = ip.process.resolve(name);
  const file = ip.sys.open(path, O_RDONLY);
  if (isErrno(file)) return ip.fail(`Cannot open file "${name}" for reading: ${strerror(file)}`, 1);
  file.close();
  return readText(ip.sys, path) ?? "";
}

/** Runs one object's command. @returns its status */
type RunObject = (ip: Ip, name: string, words: readonly string[]) => Promise<number>;

async function runCommand(ip: Ip, words: readonly string[], run: RunObject): Promise<number> {
  try {
    return await run(ip, words[0], words.slice(1));
  } catch (error) {
    if (error instanceof CommandFailed) return error.status;
    throw error;
  }
}

/** @param ends status of a command that ends the whole batch, for programs whose commands end them with it */
export async function batch(ip: Ip, name: string, run: RunObject, ends?: number): Promise<number> {
  const text = await readBatch(ip, name);
  let status = 0;
  const family = ip.options.family;
  for (const { line, number } of commandLines(ip, text)) {
    const words = splitWords(line);
    if (words === undefined) ip.fail("Unterminated quoted string", 1);
    else if (words.length > MAXIMUM_WORDS) ip.fail("Too many arguments to command", 1);
    else if (words.length > 0) {
      ip.options.family = family;
      const result = await runCommand(ip, words, run);
      await ip.process.stdout.flush();
      if (result === 0) continue;
      // what `ip` ends with exit(-1) ends the whole batch
      if (result === ends) throw new Exit(result);
      ip.complain(`Command failed ${name}:${number}\n`);
      status = 1;
      if (!ip.options.force) break;
    }
  }
  if (status !== 0) throw new Exit(status);
  return 0;
}
