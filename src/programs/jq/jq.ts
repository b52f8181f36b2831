/** jq: the just-bash library evaluates; the values are written here. */
import type { Main, Process } from "../../process/process.ts";
import { type LibraryResult, runLibrary } from "../lib/just-bash.ts";
import { parseJq } from "./options.ts";
import { printValue } from "./print.ts";

const HINT = `Use jq --help for help with command-line options,
or see the jq manpage, or online docs  at https://stedolan.github.io/jq
`;

export const main: Main = async (process) => {
  const command = parseJq(process.argv.slice(1));
  if (typeof command === "string") {
    process.stderr.write(`jq: ${command}\n${HINT}`);
    return 2;
  }
  const { hasFiles, output, rest } = command;
  const reads = !hasFiles || rest.includes("-") || rest.includes("/dev/stdin");
  const stdin = reads ? await process.stdin.readAll() : "";
  if (rest.includes("--help")) return finish(process, await runLibrary(process, "jq", rest, stdin));
  const result = await runLibrary(process, "jq", ["-c", ...rest], stdin);
  const lines = textOf(result).split("\n").slice(0, -1);
  const stdout = lines.map((line) => printValue(line, output)).join("");
  return finish(process, { ...result, stdout, stdoutKind: "text" });
};

function textOf({ stdout, stdoutKind }: LibraryResult): string {
  if (stdoutKind !== "bytes") return stdout;
  return new TextDecoder().decode(Uint8Array.from(stdout, (character) => character.charCodeAt(0)));
}

function finish(process: Process, result: LibraryResult): number {
  process.stdout.write(textOf(result));
  process.stderr.write(result.stderr.replace(/^bash: (line \d+: )?/gm, ""));
  return result.exitCode;
}
