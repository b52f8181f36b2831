/** Runs the text of a script: line by line as bash reads it, so that what precedes an error has run. */
import type { ParseError, Statement } from "unbash";
import { notifyJobs } from "./execute/wait.ts";
import { interpreter } from "./interpreter.ts";
import type { Shell } from "./shell.ts";
import { parseText, Source } from "./source.ts";
import { reportSyntaxError } from "./syntax-error.ts";
import { runPendingTraps } from "./traps.ts";
import { ExpansionFailure } from "./unwind.ts";

/** Statements of one or more lines that bash parses together. */
interface Group {
  readonly statements: readonly Statement[];
  readonly start: number;
  readonly end: number;
}

/** Runs a whole text. `context` stands in syntax errors after the shell's name. */
export async function runScriptText(shell: Shell, text: string, context: string): Promise<number> {
  const source = new Source(text);
  const script = parseText(text);
  const errors = script.errors ?? [];
  const errorLine = errors.length === 0 ? Number.POSITIVE_INFINITY : lineStart(text, firstError(errors));
  shell.source = source;
  let shown = 0;
  const broken = incompleteFrom(script.commands, errors);
  for (const group of groups(text, script.commands)) {
    if (group.start >= broken || group.end > errorLine) break;
    if (shell.options.on("verbose")) shown = showLines(shell, text, shown, group.end);
    await runGroup(shell, group, source);
    shell.source = source;
  }
  if (errors.length > 0) {
    reportSyntaxError(shell, source, errors, context);
    return 2;
  }
  if (shell.pendingTraps.length > 0) await runPendingTraps(shell);
  notifyJobs(shell);
  return shell.status;
}

/** Where the statement starts that the first error says was not complete. */
function incompleteFrom(statements: readonly Statement[], errors: readonly ParseError[]): number {
  if (errors.length === 0) return Number.POSITIVE_INFINITY;
  const position = firstError(errors);
  const error = errors.find((each) => each.pos === position);
  if (!error || error.message.startsWith("unexpected token")) return Number.POSITIVE_INFINITY;
  return statements.findLast((statement) => statement.pos <= position)?.pos ?? Number.POSITIVE_INFINITY;
}

function firstError(errors: readonly ParseError[]): number {
  return Math.min(...errors.map((error) => error.pos));
}

function lineStart(text: string, position: number): number {
  return text.lastIndexOf("\n", Math.max(0, position - 1)) + 1;
}

/** What `set -v` shows: the lines up to the end of what runs next. */
function showLines(shell: Shell, text: string, from: number, to: number): number {
  const newline = text.indexOf("\n", to);
  const end = newline < 0 ? text.length : newline + 1;
  if (end > from) shell.process.stderr.write(text.slice(from, end));
  return Math.max(from, end);
}

/** Runs the statements of one group; an error in an expansion gives up the rest of it, or the script. */
export async function runGroup(
  shell: Shell,
  group: Pick<Group, "statements">,
  source: Source,
): Promise<void> {
  try {
    shell.status = await interpreter.script(
      shell,
      { type: "Script", pos: 0, end: source.text.length, shebang: undefined, commands: group.statements },
      source,
    );
  } catch (error) {
    if (!(error instanceof ExpansionFailure)) throw error;
    if (error.fatal && !shell.mode.interactive) throw error;
    shell.status = error.status;
  }
}

/** Statements between which there is no newline belong together. */
function* groups(text: string, statements: readonly Statement[]): Generator<Group> {
  let current: Statement[] = [];
  for (let i = 0; i < statements.length; i++) {
    current.push(statements[i]);
    const next = statements[i + 1];
    if (next && !text.slice(statements[i].end, next.pos).includes("\n")) continue;
    yield { statements: current, start: current[0].pos, end: statements[i].end };
    current = [];
  }
}
