/** Pipelines, background jobs, and subshells. */
import type { AndOr, CommandNode, Pipeline, PipelineNode, Redirect, Statement, Word } from "unbash";
import { NullStream } from "../../process/file-stream.ts";
import type { ForkedChild } from "../../process/forked-child.ts";
import type { OpenFile } from "../../process/open-file.ts";
import { createPipe } from "../../process/pipe.ts";
import type { Signal } from "../../process/process.ts";
import type { Shell } from "../shell.ts";
import { checkFailure } from "../traps.ts";
import { forkShell } from "./subshell.ts";
import { waitForeground } from "./wait.ts";

/** Runs a node; `replace` lets a simple command take the place of the forked shell. */
export type RunNode = (shell: Shell, node: PipelineNode | AndOr, replace: boolean) => Promise<number>;

/** Signals that background commands of a script ignore. */
const BACKGROUND_IGNORES: readonly Signal[] = ["SIGINT", "SIGQUIT"];

/** The text of a command as it was written. */
export function commandText(shell: Shell, node: { pos: number; end: number }): string {
  return shell.source.text.slice(node.pos, node.end);
}

/** Runs one, with `!` and `time` before it. @returns the exit status */
export async function runPipeline(shell: Shell, node: Pipeline, run: RunNode): Promise<number> {
  const negations = node.prefixes.filter((prefix) => prefix.type === "Negation").length;
  const timed = node.prefixes.find((prefix) => prefix.type === "Time");
  const started = shell.process.sys.monotonic();
  if (negations > 0) shell.tolerant++;
  let status: number;
  try {
    status = await runElements(shell, node, run);
  } finally {
    if (negations > 0) shell.tolerant--;
  }
  if (timed) reportTime(shell, shell.process.sys.monotonic() - started, timed.posix !== undefined);
  if (negations % 2 === 1) return status === 0 ? 1 : 0;
  if (negations === 0 && node.commands.length > 1) await checkFailure(shell, status);
  return status;
}

async function runElements(shell: Shell, node: Pipeline, run: RunNode): Promise<number> {
  const { commands } = node;
  if (commands.length === 0) return 0;
  if (commands.length === 1) return run(shell, commands[0], false);
  shell.line = shell.source.lineOf(node.pos);
  const last = shell.options.shopted("lastpipe") && !shell.options.on("monitor");
  const children = startElements(shell, node, run, last ? commands.length - 1 : commands.length);
  if (!last)
    return waitForeground(shell, children.started, commandText(shell, node), shell.options.on("monitor"));
  return runLastHere(shell, children, commands[commands.length - 1], run, node);
}

interface Started {
  readonly started: ForkedChild[];
  /** What the next element would read from. */
  readonly output: OpenFile | undefined;
}

function startElements(shell: Shell, node: Pipeline, run: RunNode, count: number): Started {
  const started: ForkedChild[] = [];
  let input: OpenFile | undefined;
  for (let i = 0; i < count; i++) {
    const fds = new Map(shell.process.fds);
    if (input) fds.set(0, input);
    const final = i === node.commands.length - 1;
    const pipe = final ? undefined : createPipe();
    const writer = pipe?.writer.retain();
    const reader = pipe?.reader.retain();
    if (writer) {
      fds.set(1, writer);
    }
    const group = shell.options.on("monitor") ? (started[0]?.group ?? 0) : undefined;
    const element = node.operators[i] === "|&" ? withErrors(node.commands[i]) : node.commands[i];
    started.push(forkElement(shell, element, run, fds, group));
    writer?.release();
    input?.release();
    input = reader;
  }
  return { started, output: input };
}

/** `|&` is `2>&1 |`, after the command's own redirections. */
function withErrors(node: CommandNode): CommandNode {
  const { pos, end } = node;
  const target: Word = { type: "Word", text: "1", value: "1", pos, end };
  const descriptor = { type: "FileDescriptor", value: 2, pos, end } as const;
  const redirect: Redirect = { type: "Redirect", operator: ">&", descriptor, target, pos, end };
  if (node.type === "Redirected")
    return {
      ...node,
      type: "Redirected",
      pos,
      end,
      command: node.command,
      redirects: [...node.redirects, redirect],
    };
  if (node.type !== "Command") {
    return node.type === "Function" || node.type === "Coproc"
      ? node
      : { type: "Redirected", pos, end, command: node, redirects: [redirect] };
  }
  const { name, prefix, suffix, args, redirects } = node;
  return { type: "Command", pos, end, name, prefix, suffix, args, redirects: [...redirects, redirect] };
}

function forkElement(
  shell: Shell,
  node: CommandNode,
  run: RunNode,
  fds: ReadonlyMap<number, OpenFile>,
  group: number | undefined,
): ForkedChild {
  return forkShell(
    shell,
    (copy) => {
      copy.options.set.delete("monitor");
      return run(copy, node, true);
    },
    group === undefined ? { fds } : { fds, group },
    // bash forgets them only where the child is a shell of its own: not for builtins
    node.type === "Command" && !shell.functions.has(node.name?.text ?? ""),
  );
}

/** `shopt -s lastpipe`: the last element runs in this shell. */
async function runLastHere(
  shell: Shell,
  children: Started,
  node: CommandNode,
  run: RunNode,
  whole: Pipeline,
): Promise<number> {
  const before = shell.open(0)?.retain();
  shell.process.setDescriptor(0, children.output);
  children.output?.release();
  let status: number;
  try {
    status = await run(shell, node, false);
  } finally {
    shell.process.setDescriptor(0, before);
    before?.release();
  }
  await waitForeground(shell, children.started, commandText(shell, whole), false);
  shell.pipeStatus = [...shell.pipeStatus, status];
  const failed = shell.pipeStatus.findLast((each) => each !== 0) ?? 0;
  return shell.options.on("pipefail") ? failed : status;
}

/** `command &`. */
export function runBackground(shell: Shell, statement: Statement, run: RunNode): number {
  const node = statement.command;
  const controlled = shell.options.on("monitor");
  const elements = node.type === "Pipeline" && node.prefixes.length === 0 ? node : undefined;
  const text = commandText(shell, node);
  const children =
    elements && elements.commands.length > 1
      ? startBackgroundPipeline(shell, elements, run, controlled)
      : [startBackground(shell, elements?.commands[0] ?? node, run, controlled)];
  const job = shell.jobs.add(children, text, controlled);
  shell.lastBackground = children[children.length - 1].pid;
  if (shell.mode.interactive) shell.process.stderr.write(`[${job.number}] ${shell.lastBackground}\n`);
  return 0;
}

function startBackground(
  shell: Shell,
  node: PipelineNode | AndOr,
  run: RunNode,
  controlled: boolean,
): ForkedChild {
  const fds = new Map(shell.process.fds);
  if (!controlled) fds.set(0, new NullStream());
  return forkShell(
    shell,
    (copy) => {
      copy.options.set.delete("monitor");
      return run(copy, node, true);
    },
    { fds, ...(controlled ? { group: 0 } : { ignore: BACKGROUND_IGNORES }) },
  );
}

function startBackgroundPipeline(
  shell: Shell,
  node: Pipeline,
  run: RunNode,
  controlled: boolean,
): ForkedChild[] {
  if (controlled) return startElements(shell, node, run, node.commands.length).started;
  // without job control the whole pipeline ignores SIGINT and reads nothing
  const stdin = shell.open(0)?.retain();
  const ignoring = BACKGROUND_IGNORES.filter((signal) => shell.process.disposition(signal) !== "ignore");
  const before = ignoring.map((signal) => [signal, shell.process.disposition(signal)] as const);
  shell.process.setDescriptor(0, new NullStream());
  for (const signal of ignoring) shell.process.onSignal(signal, "ignore");
  try {
    return startElements(shell, node, run, node.commands.length).started;
  } finally {
    for (const [signal, action] of before) shell.process.onSignal(signal, action);
    shell.process.setDescriptor(0, stdin);
    stdin?.release();
  }
}

/** `time`. */
function reportTime(shell: Shell, elapsed: number, posix: boolean): void {
  const { stderr } = shell.process;
  const format = shell.get("TIMEFORMAT");
  if (format === "") return;
  if (posix) {
    stderr.write(`real ${(elapsed / 1e9).toFixed(2)}\nuser 0.00\nsys 0.00\n`);
    return;
  }
  if (format !== undefined) {
    stderr.write(`${formatTime(format, elapsed)}\n`);
    return;
  }
  stderr.write(`\nreal\t${minutes(elapsed, 3)}\nuser\t0m0.000s\nsys\t0m0.000s\n`);
}

function minutes(ns: number, digits: number): string {
  const seconds = ns / 1e9;
  return `${Math.floor(seconds / 60)}m${(seconds % 60).toFixed(digits)}s`;
}

function formatTime(format: string, elapsed: number): string {
  return format.replace(
    /%(?:([0-3])?(l)?([RUS])|P|%)/g,
    (whole, digits?: string, long?: string, kind?: string) => {
      if (whole === "%%") return "%";
      if (whole === "%P") return "0.00";
      const ns = kind === "R" ? elapsed : 0;
      const places = digits === undefined ? 3 : Number(digits);
      return long ? minutes(ns, places) : (ns / 1e9).toFixed(places);
    },
  );
}
