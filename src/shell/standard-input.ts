/** Commands from standard input: a line at a time, so that what they run may read the rest. */
import { concatenate, type OpenFile } from "../process/open-file.ts";
import { readFrom } from "../process/stdio.ts";
import { decodeText } from "../process/text.ts";
import { isIncomplete } from "./incomplete.ts";
import { runGroup } from "./reader.ts";
import type { Shell } from "./shell.ts";
import { parseText, Source } from "./source.ts";
import { reportSyntaxError } from "./syntax-error.ts";

const NEWLINE = 10;

/** Runs them. @returns the exit status */
export async function runStandardInput(shell: Shell): Promise<number> {
  const file = shell.open(0);
  if (!file) return 0;
  let text = "";
  let line = 0;
  let lines = 0;
  /** A command of many lines is tried ever more seldom, so that a long one stays linear. */
  let nextTry = 1;
  for (;;) {
    const next = await readLine(shell, file);
    const ended = next === undefined;
    if (ended && text === "") return shell.status;
    text += next ?? "";
    lines++;
    if (!ended && lines < nextTry && lines > 16) continue;
    const script = parseText(text);
    if (!ended && isIncomplete(text, script)) {
      nextTry = lines < 16 ? lines + 1 : Math.ceil(lines * 1.25);
      continue;
    }
    if (shell.options.on("verbose")) shell.process.stderr.write(text);
    const source = new Source(text, line);
    shell.source = source;
    if (script.errors?.length) {
      reportSyntaxError(shell, source, script.errors, "");
      return 2;
    }
    await runGroup(shell, { statements: script.commands }, source);
    line += lines;
    lines = 0;
    nextTry = 1;
    text = "";
  }
}

async function readLine(shell: Shell, file: OpenFile): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = await readFrom(shell.process, file, 4096);
    if (chunk === undefined || typeof chunk === "number") break;
    const newline = chunk.indexOf(NEWLINE);
    if (newline < 0) {
      chunks.push(chunk);
      continue;
    }
    file.unread(chunk.subarray(newline + 1));
    chunks.push(chunk.subarray(0, newline + 1));
    return decodeText(concatenate(chunks));
  }
  return chunks.length === 0 ? undefined : decodeText(concatenate(chunks));
}
