/** The programs that are tools of the just-bash library, with their messages as Debian's have them. */
import type { Main, Process } from "../../process/process.ts";
import { type LibraryResult, runLibrary } from "../lib/just-bash.ts";
import { quoted } from "../lib/text/input.ts";

/** Tools that read standard input only when no file is named, and find that does not at all. */
const NEVER_READS = new Set(["find", "tree", "du", "expr", "file"]);

export const main: Main = async (process) => {
  const name = process.argv[0].split("/").at(-1) ?? "";
  const stdin = NEVER_READS.has(name) ? "" : await inputOf(process, name);
  const result = toldApart(name, await runLibrary(process, name, process.argv.slice(1), stdin));
  write(process, result.stdout, result.stdoutKind);
  if (result.stderr !== "") process.stderr.write(messages(process, name, result.stderr));
  return result.exitCode;
};

/** The library's checksum tools say on standard output which files they cannot read. */
function toldApart(name: string, result: LibraryResult): LibraryResult {
  if (!name.endsWith("sum")) return result;
  const lines = result.stdout.split(/(?<=\n)/);
  const isMessage = (line: string) => line.startsWith(`${name}: `);
  return {
    ...result,
    stdout: lines.filter((line) => !isMessage(line)).join(""),
    stderr: lines.filter(isMessage).join("") + result.stderr,
  };
}

/** The library's messages, as the tool would write them. */
function messages(process: Process, name: string, text: string): string {
  const own = text.replace(/^bash: (line \d+: )?/gm, "");
  if (name !== "find") return own;
  return own.replace(/^find: (.*): (No such file or directory)$/gm, (_, path: string, reason: string) => {
    return `find: ${quoted(process, path)}: ${reason}`;
  });
}

/** Tools that never look at standard input unless an operand is `-`. */
const NAMES_FILES = new Set(["comm", "join"]);

/** Standard input, unless the operands name files so that it is not looked at. */
async function inputOf(process: Process, name: string): Promise<string> {
  const words = process.argv.slice(1);
  if (!words.includes("-") && !words.includes("/dev/stdin")) {
    if (NAMES_FILES.has(name)) return "";
    const operands = words.filter((word) => !word.startsWith("-"));
    if (operands.some((word) => typeof process.sys.stat(process.resolve(word)) !== "number")) return "";
  }
  return process.stdin.readAll();
}

function write(process: Process, text: string, kind: "text" | "bytes" | undefined): void {
  if (kind !== "bytes") process.stdout.write(text);
  else process.stdout.write(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}
