/** The interpreter: runs the nodes of a parsed script. */
import type { AndOr, CommandNode, CompoundList, PipelineNode, Script, Statement } from "unbash";
import { BUILTIN_NS } from "../process/cost.ts";
import { BUILTINS } from "./builtins/table.ts";
import {
  defineFunction,
  runArithmeticFor,
  runCase,
  runFor,
  runIf,
  runSelect,
  runWhile,
} from "./execute/compound.ts";
import { commandText, runBackground, runPipeline } from "./execute/pipeline.ts";
import { applyRedirections, RedirectionFailure } from "./execute/redirect.ts";
import { replaceProcess, runExpanded, runSimple, trace } from "./execute/simple.ts";
import { forkShell } from "./execute/subshell.ts";
import { closeSubstitutions } from "./execute/substitute.ts";
import { evaluateTest, TestFailure } from "./execute/test-command.ts";
import { waitForeground } from "./execute/wait.ts";
import { evaluateText } from "./expand/word.ts";
import type { Interpreter, Shell } from "./shell.ts";
import { parseText, Source } from "./source.ts";
import { reportSyntaxError } from "./syntax-error.ts";
import { checkFailure, runPendingTraps } from "./traps.ts";
import { ExpansionFailure } from "./unwind.ts";

type Node = PipelineNode | AndOr;

/** What a shell is given, so that expansions can run commands. */
export const interpreter: Interpreter = {
  script: (shell, script, source) => withSource(shell, source, () => runStatements(shell, script.commands)),
  text: runText,
  words: runExpanded,
  replace: replaceProcess,
  builtins: BUILTINS,
  functionBody: (shell, definition) => {
    const { body } = definition;
    return body.type === "CompoundList" ? runList(shell, body) : runNode(shell, body, false);
  },
};

async function withSource(shell: Shell, source: Source, body: () => Promise<number>): Promise<number> {
  const before = shell.source;
  shell.source = source;
  try {
    return await body();
  } finally {
    shell.source = before;
  }
}

/** Parses and runs; the statements before a syntax error run, as bash reads line by line. */
async function runText(shell: Shell, text: string, source: Source, context: string): Promise<number> {
  const own = source.text === text ? source : new Source(text, Math.max(0, shell.line - 1));
  const script = parseText(text);
  return withSource(shell, own, () => runParsed(shell, script, own, context));
}

/** Runs the statements of a script up to its first syntax error, and tells that. */
export async function runParsed(
  shell: Shell,
  script: Script & { errors?: readonly { message: string; pos: number }[] | undefined },
  source: Source,
  context: string,
): Promise<number> {
  const { errors } = script;
  if (!errors?.length) return runStatements(shell, script.commands);
  const at = Math.min(...errors.map((error) => error.pos));
  const line = source.text.lastIndexOf("\n", at - 1) + 1;
  // one that the error broke off ends before it begins
  const before = script.commands.filter(
    (statement) =>
      statement.end > statement.pos && statement.end <= line && endsLine(source, statement, line),
  );
  await runStatements(shell, before);
  reportSyntaxError(shell, source, errors, context);
  shell.status = 2;
  return 2;
}

/** Whether a statement ended before the line of the error began, so that bash has run it by then. */
function endsLine(source: Source, statement: Statement, line: number): boolean {
  return source.text.slice(statement.end, line).includes("\n") || statement.end === line;
}

async function runStatements(shell: Shell, statements: readonly Statement[]): Promise<number> {
  let status = 0;
  for (const statement of statements) {
    if (shell.options.on("noexec") && !shell.mode.interactive) return status;
    status = await runStatement(shell, statement);
  }
  return status;
}

async function runStatement(shell: Shell, statement: Statement): Promise<number> {
  if (statement.background) {
    shell.line = shell.source.lineOf(statement.pos);
    shell.status = runBackground(shell, statement, runNode);
    return shell.status;
  }
  shell.status = await runNode(shell, statement.command, false);
  return shell.status;
}

async function runList(shell: Shell, list: CompoundList): Promise<number> {
  return runStatements(shell, list.commands);
}

async function runNode(shell: Shell, node: Node, replace: boolean): Promise<number> {
  await shell.breathe();
  if (shell.pendingTraps.length > 0) await runPendingTraps(shell);
  const status = await dispatch(shell, node, replace);
  shell.status = status;
  if (shell.pendingTraps.length > 0) await runPendingTraps(shell);
  return shell.status;
}

async function dispatch(shell: Shell, node: Node, replace: boolean): Promise<number> {
  switch (node.type) {
    case "AndOr":
      return runAndOr(shell, node);
    case "Pipeline":
      return runPipeline(shell, node, runNode);
    case "Command": {
      const status = await runSimple(shell, node, replace);
      shell.pipeStatus = [status];
      shell.status = status;
      await checkFailure(shell, status);
      return status;
    }
    case "Subshell":
      // a forked shell that does nothing else is the subshell itself
      return replace ? runList(shell, node.body) : runCompound(shell, node);
    default:
      return runCompound(shell, node);
  }
}

async function runAndOr(shell: Shell, node: AndOr): Promise<number> {
  const last = node.commands.length - 1;
  let status = 0;
  for (let i = 0; i <= last; i++) {
    const operator = i === 0 ? undefined : node.operators[i - 1];
    if (operator === "&&" && status !== 0) continue;
    if (operator === "||" && status === 0) continue;
    status =
      i === last ? await runNode(shell, node.commands[i], false) : await tolerated(shell, node.commands[i]);
    shell.status = status;
  }
  return status;
}

async function tolerated(shell: Shell, node: PipelineNode): Promise<number> {
  shell.tolerant++;
  try {
    return await runNode(shell, node, false);
  } finally {
    shell.tolerant--;
  }
}

type Compound = Exclude<CommandNode, { type: "Command" }>;

async function runCompound(shell: Shell, node: Compound): Promise<number> {
  switch (node.type) {
    case "Redirected":
      return runRedirected(shell, node);
    case "BraceGroup":
      return runList(shell, node.body);
    case "Subshell":
      return runSubshell(shell, node);
    case "If":
      return runIf(shell, node, runList);
    case "While":
      return runWhile(shell, node, runList);
    case "For":
      return runFor(shell, node, runList);
    case "ArithmeticFor":
      return runArithmeticFor(shell, node, runList);
    case "Select":
      return runSelect(shell, node, runList);
    case "Case":
      return runCase(shell, node, runList);
    case "Function":
      return defineFunction(shell, node);
    case "ArithmeticCommand":
      return runArithmetic(shell, node);
    case "TestCommand":
      return runTest(shell, node);
    case "Coproc":
      shell.error("coproc: not supported here");
      return 1;
  }
}

async function runRedirected(shell: Shell, node: Extract<Compound, { type: "Redirected" }>): Promise<number> {
  const open = shell.substitutions.length;
  shell.line = shell.source.lineOf(node.pos);
  try {
    const redirected = await applyRedirections(shell, node.redirects);
    try {
      return await runNode(shell, node.command, false);
    } finally {
      redirected.undo();
    }
  } catch (error) {
    if (!(error instanceof RedirectionFailure)) throw error;
    await checkFailure(shell, error.status);
    return error.status;
  } finally {
    closeSubstitutions(shell, open);
  }
}

async function runSubshell(shell: Shell, node: Extract<Compound, { type: "Subshell" }>): Promise<number> {
  const group = shell.childGroup();
  const child = forkShell(
    shell,
    (copy) => {
      copy.options.set.delete("monitor");
      return runList(copy, node.body);
    },
    group === undefined ? {} : { group },
  );
  const status = await waitForeground(shell, [child], commandText(shell, node), group !== undefined);
  shell.status = status;
  await checkFailure(shell, status);
  return status;
}

async function runArithmetic(
  shell: Shell,
  node: Extract<Compound, { type: "ArithmeticCommand" }>,
): Promise<number> {
  shell.line = shell.source.lineOf(node.pos);
  shell.process.sys.spend(BUILTIN_NS);
  if (shell.options.on("xtrace")) await trace(shell, `(( ${node.body} ))`);
  let status = 1;
  try {
    status = (await evaluateText(shell, node.body, "((: ")) === 0n ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ExpansionFailure) || error.fatal) throw error;
  }
  shell.status = status;
  shell.pipeStatus = [status];
  await checkFailure(shell, status);
  return status;
}

async function runTest(shell: Shell, node: Extract<Compound, { type: "TestCommand" }>): Promise<number> {
  shell.line = shell.source.lineOf(node.pos);
  shell.process.sys.spend(BUILTIN_NS);
  let status: number;
  try {
    status = (await evaluateTest(shell, node.expression)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestFailure)) throw error;
    status = 2;
  }
  shell.status = status;
  shell.pipeStatus = [status];
  await checkFailure(shell, status);
  return status;
}
