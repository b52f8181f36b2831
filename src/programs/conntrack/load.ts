/** `conntrack -R FILE`: a command a line. Source: `ct_parse_file` and `ct_file_parse_line` of `conntrack.c`. */
import type { Process } from "../../process/process.ts";
import { readTextFile } from "../lib/read-file.ts";
import { checkOptions } from "./check.ts";
import { wrong } from "./failure.ts";
import { type Options, parseOptions } from "./options.ts";

/** Runs a command line that was read and checked. @returns the exit status */
type Execute = (process: Process, options: Options) => Promise<number>;

const ALLOWED: ReadonlySet<string | undefined> = new Set(["I", "A", "U", "D", "F"]);

/** Words of a line: quotes keep blanks. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [, quoted, plain] of line.matchAll(/"([^"]*)"|([^\s"]+)/g)) words.push(quoted ?? plain);
  return words;
}

/** All lines are read and checked before the first is done. @returns the last one's exit status */
export async function load(process: Process, path: string, execute: Execute): Promise<number> {
  const { sys, stderr } = process;
  const text = path === "-" ? await process.stdin.readAll() : readTextFile(sys, path);
  if (typeof text !== "string") return wrong(`Failed to open file ${path} for reading`);
  const say = (line: string): void => stderr.write(`${line}\n`);
  const commands: Options[] = [];
  for (const line of text.split("\n")) {
    const words = wordsOf(line);
    if (words.length === 0 || line.startsWith("#")) continue;
    const options = parseOptions([process.argv[0] ?? "conntrack", ...words], { sys, say });
    checkOptions(options, options.command);
    const { command } = options;
    if (!ALLOWED.has(command)) wrong(`Cannot use command \`${words[0]}' with --load-file`);
    commands.push(options);
  }
  let status = 0;
  for (const options of commands) status = await execute(process, options);
  return status;
}
